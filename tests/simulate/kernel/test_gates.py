"""Gates in the kernel against those of cases: what is refused, and when a case must not close."""

from __future__ import annotations

import datetime as dt
import random

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel.case import Case, Command, Refusal, consider, evolve, new_case, tables_of
from collabmodel.case.answers import Reason
from collabmodel.case.deciding import derived, placed
from collabmodel.case.gates import at_gates
from collabmodel.case.tables import Tables
from collabmodel.history import Actor, Event
from collabmodel.model import (
    UNARY,
    Activity,
    ConsentScope,
    Enforcement,
    Fact,
    FactType,
    Model,
    Pattern,
    Repeat,
    Rule,
    Signature,
    Template,
    Window,
    parse,
)
from collabmodel.simulate.automata import table_of
from collabmodel.simulate.trying import Trial, carried
from collabmodel.workdays import Duration, Unit

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
WHERE = (
    None, None, None, "n <= 1", "n == 1 or ready == true", "not known(n)", 'count("c") >= 2', 'count("c") >= n',
)  # fmt: skip
APPLIES = (None, None, "ready == true", 'count("c") < 2', "n < 2", "ready == true or calm == true")
PATTERNS = (
    Pattern(element="a"), Pattern(element="b"), Pattern(element="c"), Pattern(element="a", transition="terminated"),
    Pattern(element="s", transition="given"), Pattern(kind="case", transition="closed"),
)  # fmt: skip
ACTIVITIES = tuple(Activity(id=id, kind="task", repeat=Repeat(maximum=100)) for id in "abc")
FACTS = tuple(Fact(id=name, type=FactType.BOOLEAN) for name in ("calm", "ready"))
OTHERS = (
    Signature("consent", "s", "given"), Signature("fact", "", "recorded"),
    *(Signature("waiver", f"r{number}", "granted") for number in range(3)),
)  # fmt: skip


def pattern(luck: random.Random) -> Pattern:
    """Draw a letter of a rule."""
    where = luck.choice(WHERE)
    return attrs.evolve(luck.choice(PATTERNS), where=None if where is None else parse(where))


def rule(luck: random.Random, number: int) -> Rule:
    """Draw a gate."""
    template, applies = luck.choice(list(Template)), luck.choice(APPLIES)
    return Rule(
        id=f"r{number}",
        template=template,
        a=pattern(luck),
        b=None if template in UNARY else pattern(luck),
        enforcement=Enforcement.GATE,
        applies=None if applies is None or template is Template.INIT else parse(applies),
    )


def model_of(luck: random.Random) -> Model:
    """Draw a model of three gates."""
    rules = tuple(rule(luck, number) for number in range(3))
    return Model(id="m", activities=ACTIVITIES, rules=rules, facts=FACTS, consents=(ConsentScope(id="s"),))


def wish(luck: random.Random, step: int) -> dict[str, object]:
    """Draw what happens next."""
    data = (("n", luck.randint(0, 3)),) if luck.random() < 0.7 else ()
    known = ((luck.choice(["calm", "ready"]), luck.random() < 0.5),)
    if not step:
        return {"kind": "case", "transition": "opened", "data": known if luck.random() < 0.5 else ()}
    sort = luck.choice(["task"] * 6 + ["consent", "fact", "close", *(["waiver"] if luck.random() < 0.2 else [])])
    if sort == "consent":
        return {"kind": "consent", "element": "s", "transition": "given", "data": data}
    if sort == "fact":
        return {"kind": "fact", "transition": "recorded", "data": known}
    if sort == "waiver":
        return {"kind": "waiver", "element": f"r{luck.randint(0, 2)}", "transition": "granted"}
    if sort == "close":
        return {"kind": "case", "transition": "closed", "data": data}
    turn = luck.choice(["completed"] * 4 + ["terminated"])
    return {"kind": "task", "element": luck.choice("abc"), "transition": turn, "data": data}


def event_of(tables: Tables, case: Case, wished: dict[str, object]) -> Event:
    """Give the event that is wished for."""
    seq, moment = case.seq + 1, START + dt.timedelta(hours=case.seq)
    return placed(tables, case, Event(id=f"c:{seq}", case="c", seq=seq, occurred=moment, recorded=moment, **wished))


def owes(tables: Tables, case: Case, event: Event) -> bool:
    """Tell whether a case refuses to close because a gate waits."""
    command = Command(verb="close", data=event.data, by=Actor(), occurred=event.occurred)
    found = consider(tables, case, command, event.recorded)
    return isinstance(found, Refusal) and Reason.OBLIGATIONS in {one.reason for one in (found, *found.others)}


def differs(seed: int, most: int = 25) -> list[tuple[str, Event]]:
    """Give the events at which the kernel finds otherwise than a case."""
    luck = random.Random(seed)
    tables = tables_of(model_of(luck))
    trial, case = Trial(tables, signatures=OTHERS), new_case(tables, "c")
    assert trial.rows.problems == []
    for step in range(most):
        event = event_of(tables, case, wish(luck, step))
        signature = Signature(event.kind, event.element, event.transition)
        if trial.blocked(signature, carried(event), event.occurred) is not bool(at_gates(tables, case, event).refusals):
            return [("blocked", event)]
        if event.transition == "closed":
            if trial.owed(carried(event)) is not owes(tables, case, event):
                return [("owed", event)]
            continue
        trial.take(signature, int(event.instance or 0), carried(event), event.occurred)
        for one in (event, *derived(tables, case, event, event.recorded)):
            case = evolve(tables, case, one)
    return []


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_the_same_is_refused_as_in_a_case(seed: int) -> None:
    """Whatever the gates and whatever is unknown, the kernel refuses what a case refuses, and owes what it owes."""
    assert differs(seed) == []


@pytest.mark.nightly
@pytest.mark.parametrize("block", range(0, 10_000, 500))
def test_the_same_is_refused_in_very_many_cases(block: int) -> None:
    """As above, over ten thousand drawn models."""
    assert [seed for seed in range(block, block + 500) if differs(seed)] == []


@pytest.mark.parametrize("template", Template)
@pytest.mark.parametrize("always", [True, False])
def test_every_template_is_a_small_table(template: Template, always: bool) -> None:
    """Every template comes to finitely many states, each of which every letter leads on from."""
    table = table_of(template, always=always)

    assert len(table.owes) <= 60
    assert all(0 <= step // 2 < len(table.owes) for step in table.steps)


def test_what_cannot_be_followed_is_told() -> None:
    """A gate with a window, or whose events are compared, is no gate in the kernel: that is a problem, not silence."""
    window = Window(high=Duration(3, Unit.DAYS))
    a, b = Pattern(element="a"), Pattern(element="b", where=parse("activation.n == n"))
    rules = (
        Rule(id="late", template=Template.RESPONSE, a=a, b=a, within=window, enforcement=Enforcement.GATE),
        Rule(id="alike", template=Template.RESPONSE, a=a, b=b, enforcement=Enforcement.GATE),
        Rule(id="told", template=Template.RESPONSE, a=a, b=b, within=window),
    )  # fmt: skip
    trial = Trial(Model(id="m", activities=ACTIVITIES, rules=rules))

    assert [problem.what.partition(":")[0] for problem in trial.rows.problems] == ["rules.late", "rules.alike"]
