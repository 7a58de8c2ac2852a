"""What a model declares for its conditions, alone and applied to the cases of another."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from collabmodel.model import (
    Activity,
    DerivedFact,
    Fact,
    FactType,
    Literal,
    Model,
    Parameter,
    ParameterRow,
    Role,
    Side,
    Signature,
)
from collabmodel.model.expressions import parse
from collabmodel.rules.amounts import UNKNOWN, Found
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.declared import Declared, applied_to, with_unit
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.trace import Value
from collabmodel.workdays import Calendar, Duration, Opening, Unit

OPENING = (Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16)),)
WEEK = Calendar(id="week", zone="Europe/Helsinki", opening=OPENING)
SHIFTS = Calendar(id="shifts", zone="Europe/Helsinki", opening=OPENING)
ABROAD = Calendar(id="abroad", zone="Europe/Stockholm", opening=OPENING)
BROKEN = Calendar(id="broken", zone="nowhere", opening=OPENING)
HELSINKI = ZoneInfo("Europe/Helsinki")
FACTS = (Fact(id="urgent", type=FactType.BOOLEAN), Fact(id="unit", type=FactType.TEXT))


def declared(model: Model) -> Declared:
    return Declared.of(model, Lexicon.of(model))


@pytest.mark.parametrize(
    ("calendars", "zone", "counts"),
    [
        ((), dt.UTC, False),
        ((WEEK,), HELSINKI, True),
        ((WEEK, SHIFTS), HELSINKI, False),
        ((WEEK, ABROAD), dt.UTC, False),
        ((BROKEN,), dt.UTC, False),
        ((BROKEN, WEEK), HELSINKI, False),
        ((WEEK, BROKEN), HELSINKI, False),
    ],
)
def test_times_are_seen_in_the_one_zone_of_the_calendars(
    calendars: tuple[Calendar, ...], zone: dt.tzinfo, counts: bool
) -> None:
    """Conditions see times in the zone all calendars share, else in UTC, and count working days on an only calendar."""
    found = declared(Model(id="m", calendars=calendars))

    assert (found.zone, found.days is not None) == (zone, counts)


def test_all_that_is_declared_is_known_by_name() -> None:
    """Types of facts, expressions of derived facts and sides of roles are found by their ids."""
    found = declared(
        Model(
            id="m",
            facts=FACTS,
            derived=(DerivedFact(id="calm", value=parse("not urgent")),),
            roles=(Role(id="child", side=Side.CLIENT), Role(id="worker", side=Side.PROFESSIONAL)),
        )
    )

    assert found.types == {"urgent": FactType.BOOLEAN, "unit": FactType.TEXT}
    assert found.derived == {"calm": parse("not urgent")}
    assert found.sides == {"child": "client", "worker": "professional"}
    assert list(found.values) == ["calm"]


ROWS = (
    ParameterRow(condition=parse("urgent"), value=3),
    ParameterRow(condition=parse('urgent and unit == "north"'), value=1),
    ParameterRow(condition=parse('unit == "far" or (urgent and unit == "south")'), value=2),
)
PATIENCE = Parameter(id="patience", value=7, unit="days", rows=ROWS)


@pytest.mark.parametrize(
    ("facts", "days"),
    [
        ({"urgent": False, "unit": "west"}, (7,)),
        ({"urgent": True, "unit": "west"}, (3,)),
        ({"urgent": True, "unit": "north"}, (1,)),
        ({"urgent": False, "unit": "far"}, (2,)),
        ({"urgent": False}, (2, 7)),
        ({"unit": "north"}, (1, 3, 7)),
        ({"unit": "west"}, (3, 7)),
        ({"urgent": True}, (1, 3)),
        ({}, (1, 3, 2, 7)),
    ],
)
def test_what_a_parameter_may_be(facts: dict[str, Value], days: tuple[int, ...]) -> None:
    """Where facts are missing, every row that may apply is possible, down to the first that surely does."""
    trace = ListedTrace(facts)
    trace.add(Signature("task", "a", "completed"), 0)
    found = declared(Model(id="m", facts=FACTS, parameters=(PATIENCE,)))
    names = CaseNames(found, trace).move(0)
    lengths = tuple(Duration(amount, Unit.DAYS) for amount in days)

    assert found.possible("patience", names) == lengths
    assert names.get("patience") == (lengths[0] if len(lengths) == 1 else UNKNOWN)
    assert found.possible("no such parameter", names) == ()


@pytest.mark.parametrize(
    ("rows", "value", "expected"),
    [((1, 1), 1, 1), ((1, 2), 1, UNKNOWN), ((1, True), 1, UNKNOWN), ((1, 1.0), 1, UNKNOWN)],
)
def test_rows_that_say_the_same_leave_nothing_open(rows: tuple[int, int], value: int, expected: Found) -> None:
    """It does not matter which row applies if all that may apply have one value of one type."""
    table = tuple(ParameterRow(condition=parse("urgent"), value=each) for each in rows)
    trace = ListedTrace()
    trace.add(Signature("task", "a", "completed"), 0)
    model = Model(id="m", facts=FACTS, parameters=(Parameter(id="most", value=value, rows=table),))

    assert CaseNames(declared(model), trace).move(0).get("most") == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("urgent", 'urgent and unit == "north"'), 1),
        (('urgent and unit == "north"', "urgent"), 0),
        (("urgent and known(unit)", '(unit == "north" and urgent) and true'), 1),
        (('urgent or (urgent and unit == "north")', "not (urgent and not urgent)"), 1),
        (("urgent", 'unit == "north"'), 0),
    ],
)
def test_the_most_special_row_wins(rows: tuple[str, str], expected: int) -> None:
    """Of rows that apply the one with most conditions joined counts, the earlier of equals; of choices the least."""
    table = tuple(ParameterRow(condition=parse(text), value=number) for number, text in enumerate(rows))
    trace = ListedTrace({"urgent": True, "unit": "north"})
    trace.add(Signature("task", "a", "completed"), 0)
    model = Model(id="m", facts=FACTS, parameters=(Parameter(id="row", value=9, rows=table),))

    assert CaseNames(declared(model), trace).move(0).get("row") == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (7, "working days", Duration(7, Unit.WORKING_DAYS)),
        (0, "days", Duration(0, Unit.DAYS)),
        (1, "months", Duration(1, Unit.MONTHS)),
        (-1, "days", -1),
        (7, "points", 7),
        (7, "", 7),
        (1.5, "days", 1.5),
        (True, "days", True),
        ("7", "days", "7"),
    ],
)
def test_a_whole_number_with_a_unit_of_time_is_a_duration(value: float | str, unit: str, expected: Found) -> None:
    """Whole numbers from zero with a unit of durations are durations; everything else stays as it was written."""
    found = with_unit(value, unit)

    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("pattern", "spoken"),
    [
        ("call", True),
        ("kind:contact", True),
        ("meeting", False),
        ("call.started", False),
        ("call..", False),
        ("", False),
    ],
)
def test_whether_a_pattern_speaks_of_an_event(pattern: str, spoken: bool) -> None:
    """A pattern speaks of what it names and means; one that cannot be read speaks of nothing, however often asked."""
    found = declared(Model(id="m", activities=(Activity(id="call", kind="contact"),)))
    call = Signature("contact", "call", "completed")

    assert [found.speaks_of(pattern, call) for _ in range(2)] == [spoken] * 2


def test_values_may_name_what_the_cooperation_declares() -> None:
    """Applied to another model, a set of values knows its facts, derived facts, parameters, roles and calendars too."""
    cooperation = Model(
        id="m",
        facts=FACTS,
        derived=(DerivedFact(id="calm", value=parse("not urgent")),),
        parameters=(Parameter(id="most", value=3),),
        roles=(Role(id="child", side=Side.CLIENT),),
        calendars=(WEEK,),
    )
    found = applied_to(Model(id="v"), cooperation)

    assert found.id == "v"
    assert (found.facts, found.derived, found.parameters) == (FACTS, cooperation.derived, cooperation.parameters)
    assert (found.roles, found.calendars) == (cooperation.roles, (WEEK,))


def test_what_values_declare_themselves_wins() -> None:
    """Of a name that both declare the values' own meaning counts, whatever it is; the calendars are one model's or the
    other's."""
    cooperation = Model(
        id="m",
        facts=FACTS,
        derived=(DerivedFact(id="calm", value=parse("not urgent")), DerivedFact(id="near", value=Literal(True))),
        parameters=(Parameter(id="most", value=3), Parameter(id="least", value=1)),
        roles=(Role(id="child", side=Side.CLIENT), Role(id="worker", side=Side.PROFESSIONAL)),
        calendars=(WEEK,),
    )
    own = Model(
        id="v",
        facts=(Fact(id="near", type=FactType.BOOLEAN),),
        derived=(DerivedFact(id="most", value=Literal(2)),),
        parameters=(Parameter(id="urgent", value=True),),
        roles=(Role(id="child", side=Side.PROFESSIONAL),),
        calendars=(ABROAD,),
    )
    found = applied_to(own, cooperation)

    assert [fact.id for fact in found.facts] == ["near", "unit"]
    assert [fact.id for fact in found.derived] == ["most", "calm"]
    assert [parameter.id for parameter in found.parameters] == ["urgent", "least"]
    assert [(role.id, role.side) for role in found.roles] == [
        ("child", Side.PROFESSIONAL), ("worker", Side.PROFESSIONAL)
    ]  # fmt: skip
    assert found.calendars == (ABROAD,)
    assert applied_to(own, own) is own
