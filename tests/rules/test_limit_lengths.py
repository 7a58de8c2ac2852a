"""How long a limit is in a case, and by how much it is lengthened and why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from collabmodel.model import (
    Activity,
    Anchor,
    ConditionalDuration,
    Extension,
    Fact,
    FactType,
    Limit,
    Model,
    Parameter,
    ParameterRow,
    Pattern,
    Recurrence,
    Reference,
    Signature,
)
from collabmodel.model.expressions import parse
from collabmodel.rules.declared import Declared
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.limit_machine import LimitMachine
from collabmodel.rules.limits import compile_limit
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.trace import Value
from collabmodel.workdays import Calendar, Duration, LedgerEntry, Opening, Step, from_us, parse_duration, to_us

OPENING = (Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16)),)
WEEK = Calendar(id="week", zone="UTC", opening=OPENING)
START = to_us(dt.datetime(2025, 3, 4, 12, tzinfo=dt.UTC))
DAY = 86_400_000_000
FACTS = tuple(Fact(id=id, type=FactType.BOOLEAN) for id in ("urgent", "far", "late"))
ROWS = (ParameterRow(condition=parse("urgent"), value=2), ParameterRow(condition=parse("late"), value=20))
PATIENCE = Parameter(id="patience", value=5, unit="days", rows=ROWS)
SIGNATURES = {
    "asked": Signature("task", "asked", "completed"),
    "answered": Signature("task", "answered", "completed"),
    "extended": Signature("limit", "soon", "extended"),
    "told": Signature("fact", "", "recorded"),
}
Happening = tuple[int, str, dict[str, Value]]
ASKED: Happening = (0, "asked", {"size": 3})


def limit(**fields: object) -> Limit:
    usual: dict[str, object] = {
        "id": "soon", "anchors": (Anchor(event=Pattern(element="asked")),), "stop": Pattern(element="answered"),
        "duration": parse_duration("10 days"), "calendar": "week",
    }  # fmt: skip
    return Limit(**{**usual, **fields})  # type: ignore[arg-type]


def follow(one: Limit, events: Sequence[Happening], *, hopeful: bool = True, **facts: Value) -> LimitMachine:
    """Follow a case of events, each with the days since it began."""
    activities = tuple(Activity(id=id, kind="task") for id in ("asked", "answered"))
    model = Model(id="m", calendars=(WEEK,), activities=activities, facts=FACTS, parameters=(PATIENCE,), limits=(one,))
    trace = ListedTrace(facts)
    subject = compile_limit(one, model, Declared.of(model, Lexicon.of(model)))
    machine = subject.machine(trace, hopeful, keep=True)
    machine.start(0)
    for day, name, data in events:
        handler = machine.handler(SIGNATURES[name])
        position = trace.add(SIGNATURES[name], START + day * DAY, data)
        if handler is not None:
            handler(position)
    return machine


def due(machine: LimitMachine) -> str:
    return from_us(machine.clocks[-1].due).strftime("%m-%d %H")


def other(condition: str, length: str | Reference, *, replaces: bool = False) -> ConditionalDuration:
    duration = length if isinstance(length, Reference) else parse_duration(length)
    return ConditionalDuration(condition=parse(condition), duration=duration, replaces=replaces)


SHORT, LONG = other("urgent", "3 days"), other("far", "20 days", replaces=True)


@pytest.mark.parametrize(
    ("others", "facts", "hopeful", "fearful", "lacking"),
    [
        ((), {}, "03-15 00", "03-15 00", set()),
        ((SHORT,), {"urgent": True}, "03-08 00", "03-08 00", set()),
        ((SHORT,), {"urgent": False}, "03-15 00", "03-15 00", set()),
        ((SHORT,), {}, "03-15 00", "03-08 00", {"urgent"}),
        ((LONG,), {"far": True}, "03-25 00", "03-25 00", set()),
        ((LONG,), {"far": False}, "03-15 00", "03-15 00", set()),
        ((LONG,), {}, "03-25 00", "03-15 00", {"far"}),
        ((SHORT, LONG), {"urgent": True, "far": True}, "03-08 00", "03-08 00", set()),
        ((SHORT, LONG), {"urgent": False, "far": True}, "03-25 00", "03-25 00", set()),
        ((SHORT, LONG), {"far": True}, "03-25 00", "03-08 00", {"urgent"}),
        ((SHORT, LONG), {"urgent": True}, "03-08 00", "03-08 00", {"far"}),
        ((SHORT, LONG), {}, "03-25 00", "03-08 00", {"urgent", "far"}),
        ((LONG, SHORT), {"far": True, "urgent": True}, "03-08 00", "03-08 00", set()),
        ((other("far", "20 days"),), {"far": True}, "03-15 00", "03-15 00", set()),
        (
            (other("far", "6 working days"), other("late", "7 days")), {"far": True, "late": True},
            "03-12 00", "03-12 00", set(),
        ),
        ((other("size == 3", "4 days"),), {}, "03-09 00", "03-09 00", set()),
        ((other("activation.size == 3", "4 days"),), {}, "03-09 00", "03-09 00", set()),
        (
            (other("far", Reference("patience"), replaces=True),), {"far": True, "urgent": True},
            "03-07 00", "03-07 00", set(),
        ),
    ],
)  # fmt: skip
def test_the_shortest_that_applies(
    others: tuple[ConditionalDuration, ...], facts: dict[str, Value], hopeful: str, fearful: str, lacking: set[str]
) -> None:
    """Of the lengths that apply the shortest counts, the ordinary one unless it is replaced; unknown, both readings."""
    for reading, expected in ((True, hopeful), (False, fearful)):
        machine = follow(limit(alternatives=others), [ASKED], hopeful=reading, **facts)

        assert (due(machine), machine.missing) == (expected, lacking)


@pytest.mark.parametrize(
    ("facts", "hopeful", "fearful", "lacking"),
    [
        ({"urgent": True}, "03-07 00", "03-07 00", set()),
        ({"urgent": False, "late": False}, "03-10 00", "03-10 00", set()),
        ({"urgent": False, "late": True}, "03-25 00", "03-25 00", set()),
        ({"urgent": False}, "03-25 00", "03-10 00", {"patience"}),
        ({"late": False}, "03-10 00", "03-07 00", {"patience"}),
        ({}, "03-25 00", "03-07 00", {"patience"}),
    ],
)
def test_a_parameter_gives_the_length(facts: dict[str, Value], hopeful: str, fearful: str, lacking: set[str]) -> None:
    """A length may be a parameter; unknown, it is the longest or the shortest that it may be, as the reading wants."""
    for reading, expected in ((True, hopeful), (False, fearful)):
        machine = follow(limit(duration=Reference("patience")), [ASKED], hopeful=reading, **facts)

        assert (due(machine), machine.missing) == (expected, lacking)


def test_facts_that_come_later_change_the_length() -> None:
    """Event data are read as at the activation, facts as known now: a fact told later changes what is open."""
    one = limit(alternatives=(other("urgent and size == 3", "3 days"),))
    told: Happening = (1, "told", {"urgent": True, "size": 4})

    assert due(follow(one, [ASKED, told], urgent=False)) == "03-08 00"
    assert due(follow(one, [ASKED, (1, "told", {"late": True})], urgent=False)) == "03-15 00"


def test_the_first_gap_of_a_series_may_have_its_own_length() -> None:
    """The first gap is as long as it says, all others as the limit; alternatives go for both."""
    one = limit(recurrence=Recurrence(first=parse_duration("5 days")), alternatives=(SHORT,))
    answered: Happening = (1, "answered", {})

    assert due(follow(one, [ASKED], urgent=False)) == "03-10 00"
    assert due(follow(one, [ASKED, answered], urgent=False)) == "03-16 00"
    assert due(follow(one, [ASKED, answered], urgent=True)) == "03-09 00"


def extended(day: int = 1, **data: Value) -> Happening:
    return (day, "extended", {name.replace("_", "."): value for name, value in data.items()})


def last(machine: LimitMachine) -> LedgerEntry:
    (ledger,) = machine.ledgers(START)
    return ledger.entries[-1]


def way(by: str = "", length: str | Reference = "", times: int = 1, condition: str = "") -> Extension:
    duration = length if isinstance(length, Reference) else parse_duration(length) if length else None
    when = parse(condition) if condition else None
    return Extension(by=(by,) if by else (), duration=duration, times=times, condition=when)


@pytest.mark.parametrize(
    ("ways", "data", "granted", "why"),
    [
        ((), {"by": "2 days"}, None, "nobody may lengthen it"),
        ((way("chief", "2 days"),), {"actor_role": "worker"}, None, "the role may not lengthen it"),
        ((way("chief", "2 days"),), {}, None, "the role may not lengthen it"),
        ((way("chief", "2 days"),), {"actor_role": "chief", "reason": "ill"}, "2 days", "ill"),
        ((way("chief", "2 days"),), {"actor_role": "chief", "reason": 7}, "2 days", ""),
        ((way(length="2 days", times=0),), {}, None, "it was lengthened as often as it may be"),
        ((way(length="2 days", condition="far"),), {}, "2 days", ""),
        ((way(length="2 days", condition="urgent"),), {}, None, "the condition for lengthening does not hold"),
        ((way(),), {}, None, "no length was given"),
        ((way(),), {"by": "soon"}, None, "no length was given"),
        ((way(),), {"by": 3}, None, "no length was given"),
        ((way(),), {"by": "4 days"}, "4 days", ""),
        ((way(),), {"by": parse_duration("4 days")}, "4 days", ""),
        ((way(length="2 days"),), {"by": "4 days"}, "2 days", ""),
        ((way(length="2 days"),), {"by": "1 day"}, "1 day", ""),
        ((way(length="2 working days"),), {"by": "3 days"}, "3 days", ""),
        ((way(length=Reference("patience")),), {}, "5 days", ""),
        ((way(length=Reference("patience")),), {"by": "9 days"}, "5 days", ""),
        ((way("chief", "2 days"), way("worker", "1 day")), {"actor_role": "worker"}, "1 day", ""),
        ((way("chief", "2 days"), way(length="1 day", times=0)), {}, None, "it was lengthened as often as it may be"),
    ],
)
def test_who_may_lengthen_it_by_how_much(
    ways: tuple[Extension, ...], data: dict[str, Value], granted: str | None, why: str
) -> None:
    """The first way that may be taken gives the lesser of what is asked and allowed; else the last refusal stands."""
    machine = follow(limit(extensions=ways), [ASKED, extended(**data)], urgent=False, far=True, late=False)
    entry = last(machine)
    length: Duration | None = None if granted is None else parse_duration(granted)

    assert (entry.step, entry.duration) == (Step.REFUSED if granted is None else Step.EXTENSION, length)
    assert (entry.why, entry.position) == (why, 1)
    assert entry.at == from_us(START + DAY)


def test_each_way_can_be_taken_as_often_as_it_says() -> None:
    """A way that is used up makes room for the next one, and each clock counts for itself."""
    ways = (way(length="2 days", times=2), way(length="1 day"))
    machine = follow(limit(extensions=ways), [ASKED, *[extended(day) for day in range(1, 6)]])
    (ledger,) = machine.ledgers(START)

    assert [entry.duration and str(entry.duration) for entry in ledger.entries[2:]] == [
        "2 days", "2 days", "1 day", None, None
    ]  # fmt: skip
    assert due(machine) == "03-20 00"
    again = follow(
        limit(extensions=ways, recurrence=Recurrence()), [ASKED, extended(), (2, "answered", {}), extended(3)]
    )
    assert due(again) == "03-19 00"


@pytest.mark.parametrize(("hopeful", "step"), [(True, Step.EXTENSION), (False, Step.REFUSED)])
def test_whether_it_may_be_lengthened_may_be_unknown(hopeful: bool, step: Step) -> None:
    """Unknown, a lengthening is granted in the better reading only, and what is missing is named."""
    machine = follow(
        limit(extensions=(way(length="2 days", condition="urgent"),)), [ASKED, extended()], hopeful=hopeful
    )

    assert (last(machine).step, machine.missing) == (step, {"urgent"})


@pytest.mark.parametrize(("hopeful", "by"), [(True, "20 days"), (False, "2 days")])
def test_by_how_much_it_may_be_lengthened_may_be_unknown(hopeful: bool, by: str) -> None:
    """Unknown, the most that is allowed is what the reading takes it for."""
    machine = follow(limit(extensions=(way(length=Reference("patience")),)), [ASKED, extended()], hopeful=hopeful)

    assert (str(last(machine).duration), machine.missing) == (by, {"patience"})


def test_a_condition_for_lengthening_may_read_the_activation() -> None:
    """Whether it may be lengthened can rest on what it runs from."""
    ways = (way(length="2 days", condition="activation.size == 3 and size == 4"),)

    assert last(follow(limit(extensions=ways), [ASKED, extended(size=4)])).step is Step.EXTENSION
    assert last(follow(limit(extensions=ways), [ASKED, extended(size=3)])).step is Step.REFUSED
