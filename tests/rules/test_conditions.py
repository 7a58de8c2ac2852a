"""The value of conditions: Kleene logic, comparisons, arithmetic, functions, and what names mean in a case."""

from __future__ import annotations

import datetime as dt
import itertools
import time
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.history import HistoryBuilder
from collabmodel.model import (
    Activity,
    And,
    Arithmetic,
    Call,
    Compare,
    Comparison,
    DerivedFact,
    Fact,
    FactType,
    Function,
    ListOf,
    Literal,
    Member,
    Model,
    Name,
    Not,
    Operator,
    Or,
    Parameter,
    ParameterRow,
    Role,
    Side,
)
from collabmodel.model.expressions import parse
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.conditions import UNKNOWN, compile_condition, evaluate, missing
from collabmodel.rules.declared import Declared
from collabmodel.rules.lexicon import Lexicon
from collabmodel.workdays import Calendar, Duration, Opening, Unit, to_us

HELSINKI = ZoneInfo("Europe/Helsinki")
WEEK = (Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16)),)
OFFICE = Calendar(id="office", zone="Europe/Helsinki", opening=WEEK)
START = dt.datetime(2025, 3, 4, 10, tzinfo=HELSINKI)


class Dictionary:
    """Names from a mapping, for expressions that need no case."""

    days = None

    def __init__(self, **values):
        self.values = values

    def get(self, name):
        return self.values.get(name)

    def at_activation(self, name):
        return self.values.get(f"activation.{name}")

    def derivation(self, _name):
        return None


def value(text, **names):
    return evaluate(parse(text), Dictionary(**names))


THREE = (True, False, UNKNOWN)


@pytest.mark.parametrize(("left", "right"), list(itertools.product(THREE, THREE)))
def test_kleene_tables(left, right):
    """And is the least, or the greatest of false < unknown < true; not turns the order round."""
    order = {False: 0, UNKNOWN: 1, True: 2}
    names = Dictionary(a=None if left is UNKNOWN else left, b=None if right is UNKNOWN else right)

    assert evaluate(And((Name("a"), Name("b"))), names) is min(left, right, key=order.get)
    assert evaluate(Or((Name("a"), Name("b"))), names) is max(left, right, key=order.get)
    assert evaluate(Not(Name("a")), names) is {True: False, False: True, UNKNOWN: UNKNOWN}[left]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 == 1.0", True),
        ("2 > 10", False),
        ('"2" > "10"', True),
        ("1 == true", UNKNOWN),
        ('1 == "1"', UNKNOWN),
        ('"a" != 1', UNKNOWN),
        ("true == true", True),
        ("true < false", UNKNOWN),
        ("null == null", UNKNOWN),
        ("missing != 1", UNKNOWN),
        ("24 hours == 1 day", True),
        ("2 weeks > 13 days", True),
        ("12 months == 1 year", True),
        ("1 month > 27 days", UNKNOWN),
        ("3 working days < 4 working days", True),
        ("3 working days < 40 days", UNKNOWN),
        ("[1, 2] == [1, 2.0]", True),
        ("[1, missing] == [2, 1]", False),
        ("[1, missing] == [1, 1]", UNKNOWN),
        ("[1] < [2]", UNKNOWN),
        ("1 / 0", UNKNOWN),
        ("1 / 0 == 1 or true", True),
        ("7 / 2", 3.5),
        ('"a" + "b"', UNKNOWN),
        ("true + 1", UNKNOWN),
        ("2 * 3 days == 6 days", True),
        ("3 days - 4 days < 1 hour", True),
        ("1 day / 6 hours", 4.0),
        ("2 months + 1 month == 3 months", True),
        ("1 month - 2 months", UNKNOWN),
        ("5 days * 2 days", UNKNOWN),
        ('"x" in ["x", missing]', True),
        ('"x" in ["y", missing]', UNKNOWN),
        ('"x" not in ["y"]', True),
        ('"x" not in ["x"]', False),
        ("missing in []", False),
        ("missing in [1]", UNKNOWN),
        ('"x" in "xyz"', UNKNOWN),
        ("size([1, 2, 2])", 3),
        ("distinct([1, 2, 2])", 2),
        ("distinct([1, missing])", UNKNOWN),
        ("size(missing)", UNKNOWN),
        ("known(missing)", False),
        ("known(1)", True),
        ('date("2025-03-04") < date("2025-03-05")', True),
        ('date("soon")', UNKNOWN),
        ("abs(3 - 5)", 2),
        ("abs(true)", UNKNOWN),
        ("min(3, 1, 2)", 1),
        ("max([3, 1])", 3),
        ("max(3, missing)", UNKNOWN),
        ('min(3, "a")', UNKNOWN),
        ("activation.x == 1", UNKNOWN),
        ("2 days * 1.5 == 3 days", True),
        ("1.5 * 2 days == 3 days", True),
        ("2 * 1 month == 2 months", True),
        ("1 month * 1.5", UNKNOWN),
        ("1 month * 1 month", UNKNOWN),
        ("4 months / 2 months", 2.0),
        ("2 days / 0", UNKNOWN),
        ("2 days * 999999999 * 999999999 > 1 hour", UNKNOWN),
        ("1 day + 1", UNKNOWN),
        ("abs(1 day - 2 days) == 1 day", True),
        ("abs(1 month)", UNKNOWN),
        ("same day == same day", True),
        ("[1] != [2]", True),
        ("[1, 2] == [1]", False),
    ],
)
def test_values(text, expected):
    """Unlike, missing and meaningless are unknown, never an exception; whole and broken numbers are alike."""
    found = value(text)

    assert found == expected
    assert type(found) is type(expected)


def test_times_are_instants():
    """The hour that the clock shows twice is two hours, and a time is compared across zones as an instant."""
    first = dt.datetime(2026, 10, 25, 3, 30, tzinfo=HELSINKI, fold=0)
    second = first.replace(fold=1)

    assert value("a == b", a=first, b=second) is False
    assert value("b - a == 1 hour", a=first, b=second) is True
    assert value("a == b", a=first, b=first.astimezone(dt.UTC)) is True
    assert value("a == b", a=first, b=first.replace(tzinfo=None)) is UNKNOWN


def test_date_and_time():
    """Between a date and a time, the time counts as its date."""
    assert value("a <= b", a=START, b=START.date()) is True
    assert value("a < b", a=START, b=START.date()) is False
    assert value("a - b < 1 day", a=START, b=START.date()) is True


def test_age_in_years():
    """A span is compared with years and months by adding them to its beginning, so birthdays come out right."""
    born = dt.date(2013, 3, 5)

    assert value("a - b >= 12 years", a=dt.date(2025, 3, 4), b=born) is False
    assert value("a - b >= 12 years", a=dt.date(2025, 3, 5), b=born) is True
    assert value("1 month < a - b", a=dt.date(2025, 3, 1), b=dt.date(2025, 2, 1)) is False
    assert value("1 month <= a - b", a=dt.date(2025, 3, 1), b=dt.date(2025, 2, 1)) is True


def test_moments_and_durations():
    """Durations are added to moments; dates take whole days only."""
    assert value("a + 1 month == b", a=dt.date(2025, 1, 31), b=dt.date(2025, 2, 28)) is True
    assert value("2 days + a == b", a=START, b=START + dt.timedelta(days=2)) is True
    assert value("b - 2 days == a", a=START, b=START + dt.timedelta(days=2)) is True
    assert value("a + 2 hours", a=dt.date(2025, 1, 31)) is UNKNOWN
    assert value("a - 1 month", a=dt.date(2025, 1, 31)) is UNKNOWN
    assert value("a + a", a=START) is UNKNOWN
    assert value("a * 2", a=START) is UNKNOWN
    assert value("date(a) == b", a=START, b=START.date()) is True


LEAVES = st.one_of(
    st.sampled_from(
        [Literal(True), Literal(False), Literal(None), Literal("x"), Literal(0), Literal(10**400), Literal(1e308)]
    ),
    st.sampled_from([Name("a"), Name("b"), Name("activation.a"), Literal(Duration(10**9, Unit.YEARS))]),
    st.sampled_from([Literal(Duration(3, unit)) for unit in Unit]),
)


def branches(parts):
    return st.one_of(
        st.builds(Compare, st.sampled_from(Comparison), parts, parts),
        st.builds(Arithmetic, st.sampled_from(Operator), parts, parts),
        st.builds(Member, parts, parts, st.booleans()),
        st.builds(Not, parts),
        st.lists(parts, max_size=3).map(lambda found: And(tuple(found))),
        st.lists(parts, max_size=3).map(lambda found: Or(tuple(found))),
        st.lists(parts, max_size=3).map(lambda found: ListOf(tuple(found))),
        st.builds(Call, st.sampled_from(Function), st.lists(parts, max_size=3).map(tuple), st.just(None)),
    )


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), st.dates(), st.just((1, "a")),
    st.datetimes(timezones=st.sampled_from([dt.UTC, HELSINKI])),
)  # fmt: skip


@given(st.recursive(LEAVES, branches, max_leaves=12), VALUES, VALUES)
def test_never_an_exception(expression, one, other):
    """Whatever an expression is made of and whatever its names hold, it has a value or is unknown."""
    case = case_of([("meeting", {"a": one, "b": other, "attendance": one})])

    found = evaluate(expression, case.move(0, activation=0))

    assert found is not None
    assert bool(missing(expression, case)) is (found is UNKNOWN)


@given(st.recursive(st.sampled_from([Name(name) for name in "abcd"]), lambda parts: st.one_of(
    st.builds(Not, parts),
    st.builds(lambda x, y: And((x, y)), parts, parts),
    st.builds(lambda x, y: Or((x, y)), parts, parts),
)), st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in "abcd"}))  # fmt: skip
def test_learning_never_changes_a_known_value(expression, names):
    """What is known stays so whatever the unknown names turn out to be."""
    found = evaluate(expression, Dictionary(**names))
    unknown = [name for name, held in names.items() if held is None]
    worlds = [
        dict(names, **dict(zip(unknown, each, strict=True)))
        for each in itertools.product(*[(True, False)] * len(unknown))
    ]

    values = {evaluate(expression, Dictionary(**world)) for world in worlds}

    assert found is UNKNOWN or values == {found}


MODEL = Model(
    id="m",
    calendars=(OFFICE,),
    roles=(Role(id="child", side=Side.CLIENT), Role(id="worker", side=Side.PROFESSIONAL)),
    activities=(Activity(id="meeting", kind="meeting", tags=("team",)), Activity(id="call", kind="contact")),
    facts=(
        Fact(id="born", type=FactType.DATE),
        Fact(id="urgent", type=FactType.BOOLEAN),
        Fact(id="unit", type=FactType.TEXT),
    ),
    derived=(
        DerivedFact(id="age_ok", value=parse("now - born >= 12 years")),
        DerivedFact(id="chicken", value=parse("egg or urgent")),
        DerivedFact(id="egg", value=parse("chicken and chicken")),
    ),
    parameters=(
        Parameter(
            id="most", value=5,
            rows=(
                ParameterRow(condition=parse("urgent"), value=3),
                ParameterRow(condition=parse('urgent and unit == "north"'), value=1),
            ),
        ),
        Parameter(id="patience", value=7, unit="days"),
    ),
)  # fmt: skip


def case_of(events, facts=(), model=MODEL, **actors):
    """Make the names of a case of (element, data) pairs, a day apart."""
    builder = HistoryBuilder()
    for name, held in facts:
        builder.fact("c", name, held)
    kinds = {activity.id: activity.kind for activity in model.activities}
    for day, (element, data) in enumerate(events):
        own = element if element in kinds else ""
        when = to_us(START + dt.timedelta(days=day))
        kind = kinds.get(element, element)
        row = builder.append("c", when, kind=kind, element=own, transition="completed", **actors)
        for name, held in data.items():
            builder.data(row, name, held)
    return CaseNames(Declared.of(model, Lexicon.of(model)), builder.finish())


def at(case, position, text, **where):
    return evaluate(parse(text), case.move(position, **where))


def test_event_names():
    """An event's own names, its actor's side by role, and its data can be read."""
    case = case_of([("meeting", {"mood": 4})], role="child", organisation="clinic")

    assert (
        at(case, 0, 'event.element == "meeting" and event.kind == "meeting" and event.transition == "completed"')
        is True
    )
    assert at(case, 0, 'actor.role == "child" and actor.side == "client" and actor.organisation == "clinic"') is True
    assert at(case, 0, "event.occurred == now and mood == 4") is True
    assert at(case, 0, "event.instance == actor.person") is UNKNOWN


def test_facts_as_known_then():
    """A fact is read as known at the event: recorded later, it was unknown before."""
    case = case_of([("meeting", {}), ("fact", {"urgent": True}), ("meeting", {})])

    assert at(case, 0, "urgent") is UNKNOWN
    assert at(case, 2, "urgent") is True


def test_dates_may_be_text():
    """A fact declared as a date may have been written as text."""
    case = case_of([("meeting", {})], facts=[("born", "2013-03-04")])

    assert at(case, 0, "age_ok") is True
    assert at(case, 0, "age_ok", now=to_us(START) - 86_400_000_000) is False


def test_activation():
    """``activation.X`` is X as it was at the activation, facts and derived facts included."""
    case = case_of([("meeting", {"mood": 4}), ("fact", {"urgent": True}), ("meeting", {"mood": 2})])

    assert at(case, 2, "activation.mood > mood", activation=0) is True
    assert at(case, 2, "activation.urgent", activation=0) is UNKNOWN
    assert at(case, 2, "activation.mood == mood") is UNKNOWN


def test_cycles_are_unknown():
    """Derived facts that rest on each other are unknown unless something else decides, and end at once."""
    case = case_of([("meeting", {})])

    assert at(case, 0, "chicken") is UNKNOWN
    assert at(case_of([("meeting", {})], facts=[("urgent", True)]), 0, "chicken") is True


def test_moments_may_be_text():
    """A fact declared as a time may have been written as text with its zone; without a zone it is unknown."""
    seen = Fact(id="seen", type=FactType.TIME)
    model = attrs.evolve(MODEL, facts=(*MODEL.facts, seen))

    def told(text):
        return at(case_of([("meeting", {})], facts=[("seen", text)], model=model), 0, "seen == now")

    assert told(START.isoformat()) is True
    assert told("2025-03-04T10:00") is UNKNOWN
    assert told("soon") is UNKNOWN


def test_rows_weigh_conjunctions():
    """Of rows that apply, one with more conditions joined by *and* wins; alternatives count as the smaller of them."""
    rows = (
        ParameterRow(condition=parse("urgent or (urgent and known(unit))"), value=1),
        ParameterRow(condition=parse('not (unit != "north") and urgent'), value=2),
    )
    model = attrs.evolve(MODEL, parameters=(Parameter(id="most", value=0, rows=rows),))

    assert at(case_of([("meeting", {})], facts=[("urgent", True), ("unit", "north")], model=model), 0, "most") == 2


def test_broken_calendars_and_patterns_do_no_harm():
    """A calendar that cannot be compiled counts as none, and a pattern that cannot be read matches nothing."""
    model = attrs.evolve(MODEL, calendars=(attrs.evolve(OFFICE, zone="nowhere"),))
    case = case_of(LOG, model=model)

    assert at(case, 4, 'count("call", 2 working days)') is UNKNOWN
    assert evaluate(Call(Function.COUNT, (Literal("a..b"),)), case) == 0


def test_towers_of_derived_facts_are_cheap():
    """Derived facts that double at each level cost one reading each, and a very deep tower is unknown at worst."""
    derived = tuple(DerivedFact(id=f"d{n}", value=parse(f"d{n + 1} + d{n + 1}")) for n in range(60))
    model = attrs.evolve(MODEL, derived=(*derived, DerivedFact(id="d60", value=Literal(1))))
    deep = tuple(DerivedFact(id=f"e{n}", value=Not(Name(f"e{n + 1}"))) for n in range(5000))
    begin = time.perf_counter()

    assert at(case_of([("meeting", {})], model=model), 0, "d0") == 2**60
    assert at(case_of([("meeting", {})], model=attrs.evolve(MODEL, derived=deep)), 0, "e0") is UNKNOWN
    assert time.perf_counter() - begin < 5


def test_towers_of_what_is_missing_are_cheap():
    """What a doubling tower rests on is looked up once a level, not once a way through it."""
    derived = tuple(DerivedFact(id=f"d{n}", value=parse(f"d{n + 1} + d{n + 1}")) for n in range(40))
    model = attrs.evolve(MODEL, derived=(*derived, DerivedFact(id="d40", value=Name("urgent"))))

    assert missing(parse("d0 > 3"), case_of([("meeting", {})], model=model).move(0)) == ("urgent",)


@pytest.mark.parametrize("rule", ["d1 * d1", "[d1, d1]"])
def test_nothing_grows_beyond_all_bounds(rule):
    """Squares of squares and lists of lists become unknown before they fill the memory."""
    derived = tuple(DerivedFact(id=f"d{n}", value=parse(rule.replace("d1", f"d{n + 1}"))) for n in range(40))
    model = attrs.evolve(MODEL, derived=(*derived, DerivedFact(id="d40", value=Literal(99))))
    case = case_of([("meeting", {})], model=model)

    assert at(case, 0, "d0 == d0") is UNKNOWN
    assert at(case, 0, "d38 == d38") is True


@pytest.mark.parametrize("text", ["1e308 * 10", "1e308 * 10 - 1e308 * 10", "1e308 / 0.1", "1e308 * 3 days"])
def test_numbers_beyond_all_bounds_are_unknown(text):
    """Infinity, and what is no number, never come out of arithmetic."""
    assert value(text) is UNKNOWN


def test_the_first_of_equally_special_rows_wins():
    """A row that may apply and stands before an equal one that does leaves the value open, unless both say the same."""
    rows = tuple(
        ParameterRow(condition=parse(name), value=number) for name, number in (("far", 3), ("urgent", 1), ("late", 1))
    )
    facts = tuple(Fact(id=name, type=FactType.BOOLEAN) for name in ("far", "urgent", "late"))
    model = Model(id="m", facts=facts, parameters=(Parameter(id="most", value=5, rows=rows),))

    def most(**known):
        return at(case_of([("meeting", {})], facts=known.items(), model=model), 0, "most")

    assert most(urgent=True) is UNKNOWN
    assert most(far=True) == 3
    assert most(far=False, late=True) == 1


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"urgent": False}, 5),
        ({"urgent": True, "unit": "south"}, 3),
        ({"urgent": True, "unit": "north"}, 1),
        ({"urgent": False, "unit": "north"}, 5),
        ({"urgent": True}, UNKNOWN),
        ({}, UNKNOWN),
    ],
)
def test_parameter_rows(facts, expected):
    """Among the rows that apply the one with most conditions wins; one that might apply and would win is unknown."""
    assert at(case_of([("meeting", {})], facts=facts.items()), 0, "most") == expected


def test_parameter_with_a_unit():
    """A whole number whose unit is one of durations is a duration."""
    assert at(case_of([("meeting", {})]), 0, "patience == 1 week") is True


LOG = [
    ("call", {"minutes": 10}),
    ("meeting", {"minutes": 60}),
    ("call", {"minutes": 20}),
    ("call", {}),
    ("meeting", {}),
]


@pytest.mark.parametrize(
    ("position", "text", "expected"),
    [
        (0, 'count("call")', 1),
        (4, 'count("call")', 3),
        (4, 'count("kind:contact")', 3),
        (4, 'count("kind:meeting#team")', 2),
        (4, 'count("call", 2 days)', 2),
        (4, 'count("call", 1 day)', 1),
        (4, 'count("call", 1 working day)', 1),
        (4, 'count("call", 2 working days)', 2),
        (4, 'count("nothing at all")', 0),
        (2, 'sum("call", "minutes")', 30),
        (4, 'sum("call", "minutes")', UNKNOWN),
        (1, 'sum("plan", "minutes")', 0),
        (2, 'last("call", "minutes")', 20),
        (4, 'last("call", "minutes")', UNKNOWN),
        (4, 'last("call", "event.element")', "call"),
        (4, 'last("plan", "minutes")', UNKNOWN),
        (4, 'share("call", "kind:contact")', 1.0),
        (4, 'share("meeting", "call")', 0.0),
        (0, 'share("meeting", "call")', UNKNOWN),
    ],
)
def test_looking_back(position, text, expected):
    """Count, sum, last and share look at the case's events up to the present one, inside a window if there is one."""
    assert at(case_of(LOG), position, text) == expected


def test_looking_back_from_before():
    """Having looked from a later event does not change what an earlier one sees, and another case starts afresh."""
    case = case_of(LOG)

    assert [at(case, position, 'count("call")') for position in (4, 0, 2, 3)] == [3, 1, 2, 3]
    case.open_case(2)
    assert at(case, 4, 'count("call")') == 2


def test_windows_in_working_days_need_one_calendar():
    """Without exactly one calendar working days in conditions are unknown."""
    case = case_of(LOG, model=attrs.evolve(MODEL, calendars=()))

    assert at(case, 4, 'count("call", 2 working days)') is UNKNOWN
    assert at(case, 4, "now - event.occurred < 2 working days") is UNKNOWN
    assert at(case_of(LOG), 4, "now - event.occurred < 2 working days") is True


def line(**fields):
    return tuple(fields.items())


ATTENDANCE = (
    line(role="child", person="p1", outcome="came"),
    line(role="worker", person="p2", organisation="school", outcome="came"),
    line(role="worker", person="p3", organisation="clinic", presence="written", outcome="sent word"),
    line(role="worker", person="p4", organisation="court", presence="in person", outcome="no-show"),
    line(role="guardian", side="family", person="p5", presence="remote"),
    line(role="worker", person="p2", organisation="school", outcome="came"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("attending(child)", 1),
        ('attending("client")', 1),
        ('attending("worker")', 2),
        ("attending(professional)", 2),
        ("attending(family)", 1),
        ('attending("court")', 0),
        ("attending(clinic)", 1),
        ("attending(actor.organisation)", 1),
        ("attending_organisations()", 2),
        ('attending("nobody")', 0),
    ],
)
def test_attending(text, expected):
    """People who came count once, by role, side or organisation; written and remote presence count as coming."""
    case = case_of([("meeting", {"attendance": ATTENDANCE})], organisation="school")

    assert at(case, 0, text) == expected


@pytest.mark.parametrize("attendance", [None, "all", 3, ("p1",)])
def test_attendance_unknown(attendance):
    """Without attendance, or with something else under that name, who came is unknown."""
    case = case_of([("meeting", {"attendance": attendance})])

    assert at(case, 0, "attending(child) >= 1") is UNKNOWN
    assert missing(parse("attending(child) >= 1"), case) == ("attendance",)


def test_missing_names():
    """What is missing is named, derived facts by what they rest on; what does not matter is not named."""
    case = case_of([("meeting", {"mood": 3})])

    assert missing(parse("age_ok and mood == 3"), case.move(0)) == ("born",)
    assert missing(parse("urgent and mood == 4"), case) == ()
    assert missing(parse("urgent or unit == mood"), case) == ("unit", "urgent")
    assert missing(parse('mood == "3"'), case) == ("mood",)
    assert missing(parse('last("meeting", "grade") > 1'), case) == ("grade",)


def test_compiled_once():
    """A compiled condition may be asked of many events."""
    case = case_of([("meeting", {"mood": mood}) for mood in (1, 5, 3)])
    condition = compile_condition(parse("mood >= 3"))

    assert [condition(case.move(position)) for position in range(3)] == [False, True, True]
