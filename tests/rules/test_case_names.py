"""What names mean at an event of a case: its facts, its own data, what is derived, and what came before."""

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
    Name,
    Not,
    Parameter,
    Role,
    Side,
    Signature,
)
from collabmodel.model.expressions import parse
from collabmodel.rules.amounts import UNKNOWN, Found
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.declared import Declared
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.names import Attendee
from collabmodel.rules.trace import Value
from collabmodel.workdays import Calendar, Duration, Opening, parse_duration, to_us

HELSINKI = ZoneInfo("Europe/Helsinki")
OPENING = (Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16)),)
WEEK = Calendar(id="week", zone="Europe/Helsinki", opening=OPENING)
LATE = dt.datetime(2025, 3, 3, 23, 30, tzinfo=dt.UTC)
DAY = 86_400_000_000
CALL = Signature("contact", "call", "completed")
MEETING = Signature("meeting", "meeting", "started")
TOLD = Signature("fact", "", "recorded")
MODEL = Model(
    id="m",
    calendars=(WEEK,),
    roles=(Role(id="child", side=Side.CLIENT), Role(id="worker", side=Side.PROFESSIONAL)),
    activities=(Activity(id="meeting", kind="meeting"), Activity(id="call", kind="contact")),
    facts=(
        Fact(id="born", type=FactType.DATE),
        Fact(id="seen", type=FactType.TIME),
        Fact(id="unit", type=FactType.TEXT),
    ),
    derived=(DerivedFact(id="northern", value=parse('unit == "north"')),),
    parameters=(Parameter(id="most", value=5),),
)


def case(*events: tuple[Signature, dict[str, Value]], model: Model = MODEL, **facts: Value) -> CaseNames:
    """Give the names of a case of events a day apart."""
    trace = ListedTrace(facts)
    for day, (signature, data) in enumerate(events):
        trace.add(signature, to_us(LATE) + day * DAY, data)
    return CaseNames(Declared.of(model, Lexicon.of(model)), trace)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("now", LATE.astimezone(HELSINKI)),
        ("event.occurred", LATE.astimezone(HELSINKI)),
        ("event.kind", "meeting"),
        ("event.element", "meeting"),
        ("event.transition", "started"),
        ("event.instance", "first"),
        ("event.nothing", None),
        ("actor.role", "child"),
        ("actor.side", "client"),
        ("actor.person", None),
        ("mood", 4),
        ("missing", None),
        ("unit", "north"),
        ("born", dt.date(2013, 3, 4)),
        ("northern", True),
        ("most", 5),
    ],
)
def test_names_of_every_kind(name: str, expected: Found) -> None:
    """Facts, derived facts, parameters, the time, the event's own names and its data each have their value."""
    data: dict[str, Value] = {"event.instance": "first", "actor.role": "child", "mood": 4}
    names = case((MEETING, data), unit="north", born="2013-03-04").move(0)

    assert names.get(name) == expected
    assert names.get(name) == expected


def test_an_event_of_no_element_has_none() -> None:
    """Where an event is about no element, its name is missing rather than empty."""
    assert case((TOLD, {})).move(0).get("event.element") is None


def test_times_are_told_in_the_zone_of_the_calendar() -> None:
    """A moment late in the evening elsewhere is already the next day on the calendar of the model."""
    names = case((MEETING, {}), born=LATE).move(0)
    told = names.get("now")

    assert names.get("born") == dt.date(2025, 3, 4)
    assert isinstance(told, dt.datetime)
    assert told.tzinfo == HELSINKI


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2025-03-04T10:00:00+02:00", dt.datetime(2025, 3, 4, 8, tzinfo=dt.UTC)),
        ("2025-03-04T10:00:00", UNKNOWN),
        ("soon", UNKNOWN),
        (LATE, LATE),
        (7, 7),
        (None, None),
    ],
)
def test_times_may_be_text_with_a_zone(told: Value, expected: Found) -> None:
    """A fact declared as a time may be written as text, but a text that leaves the zone open is unknown."""
    assert case((MEETING, {}), seen=told).move(0).get("seen") == expected


@pytest.mark.parametrize(
    ("data", "side"),
    [
        ({"actor.role": "child"}, "client"),
        ({"actor.role": "child", "actor.side": "professional"}, "professional"),
        ({"actor.role": "stranger"}, None),
        ({"actor.role": 3}, None),
        ({}, None),
    ],
)
def test_the_side_follows_from_the_role_unless_it_is_told(data: dict[str, Value], side: str | None) -> None:
    """Who acts is on the side that the event tells, else on that of the role."""
    assert case((MEETING, data)).move(0).get("actor.side") == side


def test_facts_are_as_known_at_the_event_or_as_of_another() -> None:
    """A fact is read as known at the event, or at the later one that was asked for; data stay those of the event."""
    names = case((MEETING, {"mood": 1}), (TOLD, {"unit": "south"}), unit="north")

    assert [names.move(position).get("unit") for position in (0, 1, 0)] == ["north", "south", "north"]
    assert names.move(0, known=1).get("unit") == "south"
    assert names.move(0, known=1).get("mood") == 1
    assert names.move(0, known=1).get("northern") is False
    assert names.move(0).get("northern") is True
    assert names.move(1, known=0).get("northern") is True


def test_the_time_may_be_another_than_that_of_the_event() -> None:
    """Asked for at a later time, ``now`` is that time and the event still happened when it did."""
    names = case((MEETING, {})).move(0, now=to_us(LATE) + DAY)

    assert names.get("now") == LATE + dt.timedelta(days=1)
    assert names.get("event.occurred") == LATE


def test_the_activation_is_looked_at_as_it_was() -> None:
    """What an activation says is read at its own time with the facts known then, and leaves the cursor where it was."""
    names = case((MEETING, {"mood": 1}), (TOLD, {"unit": "south"}), (CALL, {"mood": 2}), unit="north")
    names.move(2, now=to_us(LATE) + 9 * DAY, activation=0, known=2)

    assert [names.at_activation(name) for name in ("mood", "unit", "northern", "now")] == [1, "north", True, LATE]
    assert [names.get(name) for name in ("mood", "unit", "northern")] == [2, "south", False]
    assert names.get("now") == LATE + dt.timedelta(days=9)
    assert names.move(2).at_activation("mood") is UNKNOWN


def test_another_case_starts_afresh() -> None:
    """Nothing that was found in one case is found in the next, and there is no activation yet."""
    names = case((CALL, {}), (CALL, {}), (MEETING, {}), (CALL, {}))
    first = list(names.move(3).look_back("call", None))  # type: ignore[arg-type]
    names.open_case(2)

    assert first == [0, 1, 3]
    assert (names.position, names.first, names.activation, names.known) == (2, 2, -1, -1)
    assert list(names.move(3).look_back("call", None)) == [3]  # type: ignore[arg-type]


CALLS = ((CALL, {"mood": 1}), (MEETING, {"mood": 2}), (CALL, {"mood": 3}), (CALL, {"mood": 4, "actor.role": "child"}))


@pytest.mark.parametrize(
    ("position", "pattern", "window", "found"),
    [
        (3, "call", None, [0, 2, 3]),
        (2, "call", None, [0, 2]),
        (1, "call", None, [0]),
        (3, "kind:meeting.started", None, [1]),
        (3, "meeting", None, []),
        (3, "call..", None, []),
        (3, "call", "1 day", [2, 3]),
        (3, "call", "23 hours", [3]),
        (3, "call", "2 days", [2, 3]),
        (3, "call", "3 days", [0, 2, 3]),
        (3, "call", "1 working day", [2, 3]),
        (3, "call", "3 working days", [0, 2, 3]),
        (3, "call", "1 month", [0, 2, 3]),
        (2, "call", "1 day", [2]),
    ],
)
def test_looking_back(position: int, pattern: str, window: str | None, found: list[int]) -> None:
    """What matches is given in order up to the present event, as far back as the window goes, its edge included."""
    names = case(*CALLS)
    length: Duration | None = None if window is None else parse_duration(window)
    names.move(3).look_back(pattern, None)

    assert list(names.move(position).look_back(pattern, length)) == found  # type: ignore[arg-type]


def test_a_window_goes_back_from_the_time_of_asking() -> None:
    """Asked for at a later time, less lies inside the window."""
    names = case(*CALLS).move(3, now=to_us(LATE) + 4 * DAY)

    assert list(names.look_back("call", parse_duration("1 day"))) == [3]  # type: ignore[arg-type]
    assert list(names.look_back("call", parse_duration("1 working day"))) == [3]  # type: ignore[arg-type]


def test_the_edge_of_a_window_belongs_to_it_to_the_microsecond() -> None:
    """What happened exactly as long ago as the window is long lies inside, a microsecond more lies outside."""
    at_the_edge, beyond = (case(*CALLS).move(2, now=to_us(LATE) + 3 * DAY + more) for more in (0, 1))

    assert list(at_the_edge.look_back("call", parse_duration("3 days"))) == [0, 2]  # type: ignore[arg-type]
    assert list(beyond.look_back("call", parse_duration("3 days"))) == [2]  # type: ignore[arg-type]


def test_without_a_calendar_working_days_cannot_be_counted() -> None:
    """A window in working days is unknown where the model has no calendar; other windows are not."""
    plain = Model(id="m", activities=MODEL.activities)
    names = case(*CALLS, model=plain).move(3)

    assert names.days is None
    assert names.look_back("call", parse_duration("1 working day")) is UNKNOWN
    assert list(names.look_back("call", parse_duration("1 month"))) == [0, 2, 3]  # type: ignore[arg-type]


def test_events_taken_back_are_forgotten() -> None:
    """After a cut, what stood there is not found any more, and what comes instead is."""
    trace = ListedTrace()
    names = CaseNames(Declared.of(MODEL, Lexicon.of(MODEL)), trace)
    for _ in range(2):
        trace.add(CALL, 0)
    names.move(1).look_back("call", None)
    trace.drop(1)
    names.cut(1)
    trace.add(MEETING, 0)

    assert list(names.move(1).look_back("call", None)) == [0]  # type: ignore[arg-type]


def test_data_of_earlier_events_are_read_there() -> None:
    """Data and names of an event that was looked back to are its own, and the cursor stays where it was."""
    names = case(*CALLS).move(1)

    assert [names.at(0, name) for name in ("mood", "event.element", "event.kind")] == [1, "call", "contact"]
    assert names.at(3, "actor.role") == "child"
    assert names.at(3, "actor.side") == "client"
    assert names.get("mood") == 2


def test_a_tower_of_derived_facts_is_unknown_at_worst() -> None:
    """What rests on itself, or on too much, has no value, and asking again gives the same."""
    deep = tuple(DerivedFact(id=f"d{n}", value=Not(Name(f"d{n + 1}"))) for n in range(3_000))
    ring = DerivedFact(id="ring", value=Not(Name("ring")))
    model = Model(id="m", derived=(*deep, ring, DerivedFact(id="none", value=Literal(None))))
    names = case((MEETING, {}), model=model).move(0)

    assert [names.get(name) for name in ("d0", "ring", "none", "d0")] == [UNKNOWN] * 4


def line(**fields: Value) -> tuple[tuple[str, Value], ...]:
    return tuple(fields.items())


@pytest.mark.parametrize(
    ("told", "came"),
    [
        (line(outcome="came"), True),
        (line(outcome="no-show", presence="in person"), False),
        (line(outcome="sent word"), False),
        (line(outcome="sent word", presence="written"), True),
        (line(outcome="sent word", presence="remote"), True),
        (line(outcome="sent word", presence="partial"), True),
        (line(outcome="sent word", presence="in person"), False),
        (line(presence="written"), True),
        (line(presence="remote"), True),
        (line(presence="partial"), True),
        (line(presence="in person"), True),
        (line(presence="absent"), False),
        (line(outcome="refused", presence="remote"), False),
        (line(), False),
    ],
)
def test_what_counts_as_having_come(told: Value, came: bool) -> None:
    """Whoever came, took part from afar or in writing counts; who sent word counts only with a contribution."""
    (attendee,) = case((MEETING, {"attendance": (told,)})).move(0).attendance()  # type: ignore[misc]

    assert attendee == Attendee(came=came)


def test_a_line_of_attendance_says_who_and_for_whom() -> None:
    """Role, person, organisation and side are taken over; a side that is not told is that of the role."""
    names = case(
        (
            MEETING,
            {
                "attendance": (
                    line(role="child", person="p1", outcome="came"),
                    line(role="worker", organisation="school", side="client", outcome="came"),
                    line(role=3, person=None, outcome="came"),
                )
            },
        )
    ).move(0)

    assert names.attendance() == (
        Attendee(role="child", person="p1", side="client"),
        Attendee(role="worker", organisation="school", side="client"),
        Attendee(),
    )


@pytest.mark.parametrize("told", [None, "all", 3, ("p1",), (3,)])
def test_attendance_that_is_none_is_unknown(told: Value) -> None:
    """Where nothing, or something else, stands under attendance, nobody can tell who came."""
    assert case((MEETING, {"attendance": told})).move(0).attendance() is UNKNOWN


def test_what_a_derived_fact_is_derived_from() -> None:
    """The expression of a derived fact can be asked for; other names have none."""
    names = case((MEETING, {}))

    assert names.derivation("northern") == parse('unit == "north"')
    assert (names.derivation("unit"), names.derivation("most")) == (None, None)


def test_persons_are_not_shown() -> None:
    """Who came is nobody's business in a log: the person is left out of the text of an attendee."""
    assert "p1" not in repr(Attendee(role="child", person="p1"))
