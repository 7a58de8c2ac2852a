"""What a sentry has seen and what it waits for."""

from __future__ import annotations

from tests.case.asking_scenes import MODEL, opened

from collabmodel.case import new_case
from collabmodel.case.sentries import as_written, condition_needs, names_now, read_names, waiting
from collabmodel.case.tables import tables_of
from collabmodel.model import Literal, parse

TABLES = tables_of(MODEL)
LATER = TABLES.items[TABLES.index["later"]]


def test_a_sentry_that_fires_waits_for_nothing():
    """There is nothing to tell once every part was seen and the condition holds."""
    story = opened(age=15, urgent=True).tell("complete", "plan")
    guard, one = TABLES.guards[LATER.guards[0]], story.case.items[LATER.number].open[0]

    found = waiting(TABLES, story.case, guard, one, names_now(story.case))
    story.tell("complete", "picture", basis="law")

    assert [need.name for need in found.needs] == ["picture"]
    assert story.case.items[LATER.number].open[0].status.value == "active"
    ready = story.case.items[LATER.number].open[0].__class__(number=1, name="1", status=one.status, seen=(3, 1))
    assert waiting(TABLES, story.case, guard, ready, names_now(story.case)) is None


def test_a_part_names_the_last_event_that_met_it():
    """Of several events that met a part the last one is named, and none whose data does not fit."""
    story = opened(age=15, urgent=True)
    for basis in ("law", "law", "consent"):
        story.tell("complete", "picture", basis=basis)
    guard, one = TABLES.guards[LATER.guards[0]], story.case.items[LATER.number].open[0]

    found = waiting(TABLES, story.case, guard, one, names_now(story.case))

    assert [(need.name, need.detail, need.events) for need in found.met] == [("picture", 'basis == "law"', ("c:5",))]


def test_before_anything_has_happened_nothing_is_known():
    """Without events a condition lacks every name it reads."""
    needs = list(condition_needs(parse("age > 3 and urgent"), None, false=False))

    assert [need.name for need in needs] == ["age, urgent", "age", "urgent"]


def test_names_are_read_from_every_part_of_a_condition():
    """Comparisons, lists, calls and negations hide no name."""
    condition = parse('not (a in [b, 1]) or count("plan") > c + 1')

    assert read_names(condition) == ("a", "b", "c")


def test_a_condition_that_no_text_stands_for_is_told_as_nothing():
    """Conditions built by hand need not be writable."""
    assert as_written(Literal(float("nan"))) == ""


def test_a_sentry_without_a_condition_tells_of_its_parts_alone():
    """An if-part that is not there lacks nothing, and one that holds is not told."""
    urgent = opened(age=15, urgent=True)
    one = urgent.case.items[LATER.number].open[0]

    found = waiting(TABLES, urgent.case, TABLES.guards[LATER.guards[0]], one, names_now(urgent.case))
    other = waiting(TABLES, urgent.case, TABLES.guards[LATER.guards[1]], one, None)

    assert [need.name for need in found.needs] == ["plan", "picture"]
    assert [need.name for need in other.needs] == ["agreed"]


def test_names_are_those_after_the_last_event_and_no_earlier():
    """Asked for an earlier time, conditions are read as of the last event."""
    story = opened(age=15)

    names = names_now(story.case, story.now.replace(year=2000))

    assert names is not None
    assert names.now == story.case.record.life.occurred[-1]
    assert names_now(new_case(MODEL, "n")) is None
