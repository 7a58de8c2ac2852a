"""Parquet files of other systems are read with their own types."""

import datetime as dt
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collabmodel.errors import FormatError
from collabmodel.history import Mapping, read_history
from collabmodel.model import Fact, FactType, Model

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


COLUMNS = {
    "event": (st.none() | st.uuids().map(str), pyarrow.string),
    "kind": (st.sampled_from(["task", "contact", "", None]), pyarrow.string),
    "element": (st.sampled_from(["a", "b", "a"]), lambda: pyarrow.dictionary(pyarrow.int8(), pyarrow.string())),
    "role": (st.none() | st.sampled_from(["", "lead"]), pyarrow.large_string),
    "recorded": (st.sampled_from(["2026-03-03T08:15:00+02:00", "2026-03-03T08:15:00.5+02:00"]), pyarrow.string),
    "evidence": (st.none() | st.sampled_from(['["a b", "c"]', "a b", ""]), pyarrow.string),
    "corrects": (st.none(), pyarrow.null),
    "closed": (st.none() | st.booleans(), pyarrow.bool_),
    "schema": (st.none() | st.just(1), pyarrow.int64),
    "data.text": (st.none() | st.sampled_from(["", "u", "é"]), pyarrow.string),
    "data.whole": (st.none() | st.integers(-(2**63), 2**63 - 1), pyarrow.int64),
    "data.small": (st.none() | st.integers(0, 9), pyarrow.uint8),
    "data.share": (st.none() | st.floats(allow_infinity=False), pyarrow.float64),
    "data.flag": (st.none() | st.booleans(), pyarrow.bool_),
    "data.day": (st.none() | st.dates(), pyarrow.date32),
    "data.parts": (st.none() | st.lists(st.integers(0, 9), min_size=1), lambda: pyarrow.list_(pyarrow.int8())),
    "data.age": (st.none() | st.sampled_from(["7", "12"]), pyarrow.string),
    "case.age": (st.none() | st.sampled_from([7, 12]), pyarrow.int16),
}  # fmt: skip
AGED = Model(id="m", facts=(Fact(id="age", type=FactType.INTEGER),))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_columns_taken_at_once_give_what_rows_give(data, tmp_path, everything):
    """A file whose types allow it is read by columns, and gives the history that reading row by row gives."""
    size = data.draw(st.integers(1, 6))
    names = data.draw(st.lists(st.sampled_from(sorted(COLUMNS)), unique=True).map(lambda some: {"element", *some}))
    columns = {
        name: pyarrow.array(data.draw(st.lists(values, min_size=size, max_size=size)), kind())
        for name, (values, kind) in COLUMNS.items()
        if name in names
    }
    columns["case"] = pyarrow.array(data.draw(st.lists(st.sampled_from("abc"), min_size=size, max_size=size)))
    times = st.sampled_from(["2026-03-02T08:15:00+02:00", "2026-07-02T08:15:00.25-03:30", "0001-02-03T00:00:00+00:00"])
    occurred = pyarrow.array(data.draw(st.lists(times, min_size=size, max_size=size)))
    quick = table(tmp_path / "quick.parquet", **columns, occurred=occurred)
    slow = table(tmp_path / "slow.parquet", **columns, occurred=occurred.cast(pyarrow.large_string()))

    try:
        expected = everything(read_history(slow, model=AGED))
    except FormatError as error:
        with pytest.raises(FormatError, match=re.escape(str(error).replace("slow.parquet", "quick.parquet"))):
            read_history(quick, model=AGED)
    else:
        assert everything(read_history(quick, model=AGED)) == expected


def test_times_of_a_zone_keep_the_offset_of_their_season(tmp_path):
    """A column of instants in a named zone gives local times as its clocks showed them."""
    when = [dt.datetime(2026, 1, 2, 8, tzinfo=dt.UTC), dt.datetime(2026, 7, 2, 8, tzinfo=dt.UTC)]
    path = table(
        tmp_path / "a.parquet",
        case=["a", "a"],
        element=["x", "y"],
        occurred=pyarrow.array(when, pyarrow.timestamp("ms", "Europe/Helsinki")),
    )

    events = read_history(path).events("a")

    assert [event.occurred.isoformat() for event in events] == [
        "2026-01-02T10:00:00+02:00",
        "2026-07-02T11:00:00+03:00",
    ]
