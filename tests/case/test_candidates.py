"""The event that a command would make."""

from __future__ import annotations

import datetime as dt

import pytest

from collabmodel.case.datatypes import GIVEN, MOST_VALUES, broken, fact, plain
from collabmodel.model import Fact, FactType
from collabmodel.workdays import Duration, Unit


def test_values_come_typed_as_the_model_declares_them(town, people):
    """Days, numbers and lists may come as JSON gives them."""
    (checked, *_) = town.do(
        people["nurse"], "complete", "check_up", result="well", on="2026-03-02", weight=30, words=["shy"]
    )

    assert dict(checked.data) == {"result": "well", "on": dt.date(2026, 3, 2), "weight": 30, "words": ("shy",)}


def test_moments_come_with_their_zone(town, people):
    """A booking keeps the moment, whatever its form."""
    (booked, *_) = town.do(people["teacher"], "book", "gathering", at="2026-03-09T10:00+02:00")

    assert dict(booked.data)["at"] == dt.datetime(2026, 3, 9, 8, tzinfo=dt.UTC)


def test_the_organisation_of_somebody_who_takes_part_is_known(town, people):
    """An actor without an organisation acts for the one they take part for."""
    (taken,) = town.do(people["nurse"].__class__(role="nurse", person="n"), "take", "lead")

    assert taken.actor.organisation == "clinic"


def test_only_a_correction_corrects(town, people):
    """Another command cannot supersede an event by naming one."""
    (agreed, *_) = town.do(people["teacher"], "complete", "agree_lead", corrects="c1:1")

    assert agreed.corrects == ""


@pytest.mark.parametrize(
    ("type_", "given", "found"),
    [
        (FactType.BOOLEAN, True, (True, "")),
        (FactType.BOOLEAN, 1, (1, "boolean")),
        (FactType.INTEGER, 3.0, (3, "")),
        (FactType.INTEGER, True, (True, "integer")),
        (FactType.INTEGER, 3.5, (3.5, "integer")),
        (FactType.NUMBER, 3.5, (3.5, "")),
        (FactType.NUMBER, "3", ("3", "number")),
        (FactType.TEXT, "", ("", "")),
        (FactType.TEXT, 3, (3, "text")),
        (FactType.CHOICE, "a", ("a", "")),
        (FactType.DATE, "2026-03-02", (dt.date(2026, 3, 2), "")),
        (FactType.DATE, "2026-03-02T10:00Z", ("2026-03-02T10:00Z", "date")),
        (FactType.TIME, "2026-03-02T10:00+00:00", (dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC), "")),
        (FactType.TIME, "2026-03-02T10:00", (dt.datetime(2026, 3, 2, 10), "time")),  # noqa: DTZ001 - no zone is the point
        (FactType.LIST, ("a",), (("a",), "")),
        (FactType.LIST, "a", ("a", "list")),
    ],
)
def test_each_type_reads_its_own_values(type_, given, found):
    """A value is given back with its type, or with what it should be."""
    assert fact(Fact(id="x", type=type_))(given) == found


@pytest.mark.parametrize(
    ("name", "given", "fault"),
    [
        ("by", Duration(3, Unit.DAYS), ""),
        ("by", "3 moons", "duration"),
        ("until", "2026-03-02", ""),
        ("until", "2026-03-02T10:00+02:00", ""),
        ("until", "later", "time"),
        ("recipients", "school", ""),
        ("recipients", (), "empty"),
        ("recipients", ("school", 3), "text"),
        ("reason", "  ", "empty"),
        ("to", "a" * 201, "too long"),
        ("to", "a\nb", "characters"),
        ("attendance", "all", "list"),
        ("attendance", ("all",), "mapping"),
        ("quorum_waived", (("reason", "x"),), ""),
        ("retract", "yes", "boolean"),
        ("competences", None, "text"),
        ("competences", "trained", ""),
        ("competences", ("trained", ("licensed", None)), ""),
        ("competences", (("trained", "2026-03-02"),), ""),
        ("competences", (("trained", "for ever"),), "date"),
        ("competences", (("trained", dt.datetime(2026, 3, 2, tzinfo=dt.UTC)),), "date"),
    ],
)
def test_what_verbs_take_is_read_by_its_name(name, given, fault):
    """Each datum of a verb has one shape."""
    assert GIVEN[name](given)[1] == fault


def test_values_are_bounded():
    """Texts, lists, depth, numbers and characters that nobody can keep are told."""
    deep = ()
    for _ in range(15):
        deep = (deep,)

    assert broken(("a" * 20_001,)) == "too long"
    assert broken(("a\0",)) == "characters"
    assert broken((1,) * 1_001) == "too long"
    assert broken(((1,) * 900,) * (MOST_VALUES // 900 + 1)) == "too large"
    assert broken(deep) == "too large"
    assert broken(2**63) == "too large"
    assert broken(dt.datetime(2026, 3, 2)) == "time"  # noqa: DTZ001 - no zone is the point
    assert plain(deep)
    assert broken(float("inf")) == "number"
    assert plain([{"a": [1, None]}, object()]) == ((("a", (1, None)),), None)
