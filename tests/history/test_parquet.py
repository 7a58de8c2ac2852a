"""Parquet files of other systems are read with their own types."""

import datetime as dt

import pytest

from collabmodel.errors import FormatError
from collabmodel.history import Mapping, read_history

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

NAMES = Mapping(columns=(("case", "Case"), ("element", "What"), ("occurred", "When")))


def table(path, **columns):
    parquet.write_table(pyarrow.table(columns), path)
    return path


def test_a_table_of_another_system_is_read_with_a_mapping(tmp_path):
    """Times in nanoseconds, lists, structures and missing numbers become values of ours."""
    when = pyarrow.array([1_772_439_300_000_000_001], pyarrow.timestamp("ns", "UTC"))
    path = table(
        tmp_path / "a.parquet", Case=["c1"], What=["visit"], When=when, seats=[[1, 2]], room=[{"name": "blue"}],
        score=[float("nan")], day=[dt.date(2026, 3, 2)],
    )  # fmt: skip
    (event,) = read_history(path, mapping=NAMES).events("c1")

    assert event.occurred == dt.datetime(2026, 3, 2, 8, 15, tzinfo=dt.UTC)
    assert event.data == (("seats", (1, 2)), ("room", (("name", "blue"),)), ("day", dt.date(2026, 3, 2)))


def test_times_without_zone_need_one(tmp_path):
    """A column of local times is refused until a zone is named."""
    local = pyarrow.array([dt.datetime(2026, 3, 2, 8, 15)], pyarrow.timestamp("us"))  # noqa: DTZ001
    path = table(tmp_path / "a.parquet", Case=["c1"], What=["visit"], When=local, until=local)
    history = read_history(path, mapping=NAMES, timezone="Europe/Helsinki")

    assert str(history.value(0, "event.occurred")) == "2026-03-02 08:15:00+02:00"
    assert history.value(0, "until") == dt.datetime(2026, 3, 2, 6, 15, tzinfo=dt.UTC)
    with pytest.raises(FormatError, match="When: time without zone"):
        read_history(path, mapping=NAMES)


def test_rows_without_a_case_are_refused(tmp_path):
    """A row that names no case is told by its number."""
    path = table(tmp_path / "a.parquet", case=["c1", None], element=["a", "b"], occurred=["2026-03-02T08:15Z"] * 2)

    with pytest.raises(FormatError, match="row 2: case: missing"):
        read_history(path)
