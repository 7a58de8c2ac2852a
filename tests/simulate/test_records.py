"""Files of studies that were altered by hand."""

from __future__ import annotations

import attrs
import pytest
from tests.simulate.test_folders import RECORD

from collabmodel.errors import FormatError
from collabmodel.simulate.provenance import Json
from collabmodel.simulate.records import sound_record, sound_replication
from collabmodel.simulate.results import Replication

ONE = Replication(number=1, cases=1, events=2, measures={"cases": 1.0, "wait:talk": None}, digest="a")


def test_what_was_written_is_sound() -> None:
    """A record and a replication as the library writes them pass."""
    sound_record(RECORD, "run.json")

    assert sound_replication(ONE)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seed", "x"),
        ("seed", -1),
        ("seed", True),
        ("seed", 2**200),
        ("confidence", 7.0),
        ("confidence", float("nan")),
        ("end_us", 10**18),
        ("values", "abc"),
        ("values", [1]),
        ("digests", [1, 2, 3]),
        ("files", [1]),
        ("replications", 0),
        ("model", None),
    ],
)
def test_each_impossible_part_is_named(name: str, value: Json) -> None:
    """A part of the wrong kind or outside what can be is told with its name and file."""
    with pytest.raises(FormatError, match=f"run.json: missing, or not what was written: {name}"):
        sound_record({**RECORD, name: value}, "run.json")


def test_all_missing_parts_are_told_at_once() -> None:
    """An empty record lacks everything, and says so in one go."""
    with pytest.raises(FormatError) as caught:
        sound_record({}, "run.json")

    assert len(caught.value.problems) == 15


def test_a_complete_study_has_a_digest_of_each_replication() -> None:
    """Digests of more replications than there are would be repeated for ever."""
    with pytest.raises(FormatError, match="digests"):
        sound_record({**RECORD, "complete": True, "digests": ["a"] * 100_000}, "run.json")


@pytest.mark.parametrize(
    "change",
    [
        {"number": 0},
        {"number": "1"},
        {"cases": "many"},
        {"stuck": None},
        {"digest": 5},
        {"measures": {"cases": "many"}},
        {"measures": {"cases": float("nan")}},
        {"rules": {"soon": (1,)}},
        {"rules": {"soon": ("a", "b", "c", "d", "e")}},
        {"principles": {"x": 1}},
        {"series": {"cases": ("x",)}},
    ],
)
def test_an_impossible_result_is_none(change: dict[str, object]) -> None:
    """What no replication gives is not taken for the result of one."""
    assert not sound_replication(attrs.evolve(ONE, **change))  # type: ignore[arg-type]
