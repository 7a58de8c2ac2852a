"""Conditions as code: the value that the rules give them, unknown included."""

from __future__ import annotations

import random

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel.case import tables_of
from collabmodel.case.tables import Tables
from collabmodel.model import (
    DerivedFact,
    Fact,
    FactType,
    Model,
    Parameter,
    ParameterRow,
    Role,
    Side,
    Signature,
    parse,
)
from collabmodel.rules import CaseNames, CaseTrace, Value, compile_condition
from collabmodel.simulate.compiled import available, kernel
from collabmodel.simulate.kernel import codes
from collabmodel.simulate.trying import Trial
from collabmodel.workdays import Duration, Unit

FACTS = (
    Fact(id="age", type=FactType.INTEGER),
    Fact(id="calm", type=FactType.BOOLEAN),
    Fact(id="need", type=FactType.CHOICE, choices=("low", "high")),
)
PARAMETERS = (
    Parameter(id="limit", value=3, rows=(ParameterRow(condition=parse("calm == true"), value=5),)),
    Parameter(id="years", value=Duration(4, Unit.YEARS)),
    Parameter(
        id="twice",
        value=1,
        rows=(
            ParameterRow(condition=parse("age > 2"), value=2),
            ParameterRow(condition=parse('need == "low" and calm == false'), value=1),
        ),
    ),
)
DERIVED = (DerivedFact(id="grown", value=parse("age >= limit")), DerivedFact(id="twofold", value=parse("age * 2")))
ROLES = (Role(id="worker", side=Side.PROFESSIONAL), Role(id="child", side=Side.CLIENT))
MODEL = Model(id="m", facts=FACTS, parameters=PARAMETERS, derived=DERIVED, roles=ROLES)
NUMBERS = (
    "age", "n", "limit", "years", "twice", "twofold", "2", "0", "4", "1.5", 'count("fact")', 'last("fact", "n")',
    'count("kind:fact.recorded")', "null", "3 years",
)  # fmt: skip
WORDS = (
    "need",
    "word",
    '"low"',
    '"high"',
    "actor.role",
    '"worker"',
    "actor.side",
    '"client"',
    "event.kind",
    "event.element",
)
TRUTHS = ("calm", "grown", "flag", "true", "false", "null", "age", '"low"')
EVENT = Signature("fact", "", "recorded")


def number(luck: random.Random, depth: int) -> str:
    """Draw an expression that is a number."""
    if depth == 0 or luck.random() < 0.4:
        return luck.choice(NUMBERS)
    one, other = number(luck, depth - 1), number(luck, depth - 1)
    plain = [each.replace("years", "limit").replace("3 limit", "3") for each in (one, other)]
    ways = [f"({plain[0]} {sign} {plain[1]})" for sign in "+-*/"]
    return luck.choice([*ways, f"abs({plain[0]})", f"min({plain[0]}, {plain[1]})", f"max({plain[0]}, {plain[1]}, 1)"])


def condition(luck: random.Random, depth: int) -> str:  # noqa: PLR0911 - one branch a sort
    """Draw a condition."""
    sort = luck.randrange(8 if depth else 4)
    if sort == 0:
        return luck.choice(TRUTHS)
    if sort == 1:
        return f"{number(luck, depth)} {luck.choice(['==', '!=', '<', '<=', '>', '>='])} {number(luck, depth)}"
    if sort == 2:
        return f"{luck.choice(WORDS)} {luck.choice(['==', '!='])} {luck.choice(WORDS)}"
    if sort == 3:
        group = luck.choice(['["low", "high"]', "[1, 2, limit]", '["worker", word]', "[]"])
        item = luck.choice(["need", "word", '"low"'] if '"' in group else ["age", "n", "2"])
        return f"{item} {luck.choice(['in', 'not in'])} {group}"
    if sort == 4:
        return f"not ({condition(luck, depth - 1)})"
    if sort == 5:
        return f"known({luck.choice([condition(luck, depth - 1), number(luck, depth - 1)])})"
    word = luck.choice(["and", "or"])
    return f" {word} ".join(f"({condition(luck, depth - 1)})" for _ in range(luck.randint(2, 3)))


@attrs.frozen
class Asked:
    """A condition with what is known when it is asked."""

    text: str
    opening: dict[str, Value]
    events: list[dict[str, Value]]


def asked(seed: int) -> Asked:
    """Draw a condition, and what is known when it is asked."""
    luck = random.Random(seed)
    values: dict[str, list[Value]] = {
        "age": [0, 1, 3, 4, 7], "calm": [True, False], "need": ["low", "high"], "n": [0, 1, 2, 5],
        "flag": [True, False], "word": ["low", "worker"], "actor.role": ["worker", "child"],
    }  # fmt: skip

    def some(share: float) -> dict[str, Value]:
        return {name: luck.choice(each) for name, each in values.items() if luck.random() < share}

    return Asked(condition(luck, 3), some(0.6), [some(0.5) for _ in range(luck.randint(0, 3))])


def by_rules(tables: Tables, one: Asked) -> int:
    """Give the value of a condition after all events, as rules have it."""
    trace = CaseTrace()
    trace.add(Signature("case", "", "opened"), 0, one.opening)
    for data in one.events:
        trace.add(EVENT, 0, data)
    names = CaseNames(tables.declared, trace).move(len(one.events))
    found = compile_condition(parse(one.text))(names)
    return int(found) if isinstance(found, bool) else 2


def trial_of(tables: Tables, one: Asked) -> tuple[Trial, int]:
    """Give a case that has seen all events, and the condition's code."""
    made: list[int] = []

    class Asking(Trial):
        """A trial with a condition that nothing in its model asks."""

        def prepared(self) -> None:
            made.append(self.conditions.code(parse(one.text), "here"))

    trial = Asking(tables, signatures=(EVENT,))
    assert trial.rows.problems == []
    trial.take(Signature("case", "", "opened"), data=one.opening)
    for data in one.events:
        trial.take(EVENT, data=data)
    return trial, made[0]


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 2**32))
def test_code_comes_to_what_rules_say(seed: int) -> None:
    """Whatever a condition asks and whatever is missing, its code is true, false or unknown as the rules have it."""
    tables, one = tables_of(MODEL), asked(seed)
    trial, code = trial_of(tables, one)

    assert codes.truth(trial.m, trial.x, trial.case, code) == by_rules(tables, one), one


@pytest.mark.skipif(not available(), reason="needs the extra 'fast'")
@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32))
def test_compiled_code_comes_to_the_same(seed: int) -> None:
    """Compiled and interpreted, a condition has one value."""
    import numpy as np  # noqa: PLC0415 - an optional extra

    trial, code = trial_of(tables_of(MODEL), asked(seed))
    compiled = kernel(compiled=True, modules=("codes",))
    m, x = np.array(trial.m, dtype=np.int64), np.array(trial.x)

    assert compiled.truth(m, x, trial.case, code) == codes.truth(trial.m, trial.x, trial.case, code)
