"""What is written is read back."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collabmodel.errors import FormatError
from collabmodel.history import Actor, Event, HistoryBuilder, read_history, write_history
from collabmodel.workdays import Duration, Unit

CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\0"), max_size=6)
TRICKY = st.sampled_from(
    ["=1", "-1", "+x", "@a", "'", "''", "'=", "12", "0123", "true", "2026-01-01", "[1]", '"a"', "{", " 7 ", "1e5", ""]
)
NAMES = st.sampled_from(["a", "b c", "=d", "case.x", "$time", "e:f"])
TIMES = st.datetimes(
    dt.datetime(1950, 1, 1),  # noqa: DTZ001 - hypothesis wants it so
    dt.datetime(2150, 1, 1),  # noqa: DTZ001 - hypothesis wants it so
    timezones=st.sampled_from([dt.UTC, dt.timezone(dt.timedelta(hours=2))]),
)
PLAIN = st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | TEXT | TRICKY
SPECIAL = PLAIN | TIMES | st.dates() | st.builds(Duration, st.integers(0, 99), st.just(Unit.DAYS))
VALUES = st.recursive(
    SPECIAL,
    lambda inner: (
        st.lists(inner | st.none(), min_size=1, max_size=3).map(tuple)
        | st.dictionaries(NAMES, inner, min_size=1, max_size=2).map(lambda d: tuple(d.items()))
    ),
    max_leaves=4,
)
WORDS = st.sampled_from(["", "x", "=y", "two words", "'"])


@st.composite
def histories(draw, values, words=WORDS):
    """Draw a history of a few cases."""
    builder = HistoryBuilder()
    columns = {name: values(draw) for name in draw(st.lists(NAMES, max_size=3, unique=True))}
    for case in draw(st.lists(st.sampled_from(["c1", "=c2", "-3", "0123"]), max_size=3, unique=True)):
        builder.case(case)
        for name, column in columns.items():
            builder.fact(case, name, draw(st.none() | column))
        for seq in range(draw(st.integers(0, 3))):
            occurred = draw(TIMES)
            actor = Actor(role=draw(words), person=draw(words), organisation=draw(words), on_behalf_of=draw(words))
            data = {name: draw(st.none() | column) for name, column in columns.items()}
            builder.event(
                Event(
                    id=f"{case}/{seq}", case=case, seq=seq * 2 + 1, occurred=occurred,
                    recorded=draw(st.just(occurred) | TIMES),
                    kind="contact", element=draw(words), transition=draw(words), instance=draw(words), actor=actor,
                    data=tuple((name, value) for name, value in data.items() if value is not None),
                    evidence=draw(st.sampled_from([(), ("a",), ("a b", "=c"), ("[",)])),
                )
            )  # fmt: skip
    return builder.finish()


def of_any_type(_draw):
    """Let a column hold values of many types."""
    return VALUES


def of_one_type(draw):
    """Let a column hold values of one simple type."""
    return draw(
        st.sampled_from(
            [
                st.booleans(),
                st.integers(-(2**60), 2**60),
                st.floats(allow_nan=False, allow_infinity=False),
                TEXT.filter(bool),
                TIMES,
            ]
        )
    )


@CALM
@given(history=histories(of_any_type))
@pytest.mark.parametrize("form", ["jsonl", "jsonl.gz", "parquet"])
def test_json_lines_and_parquet_keep_everything(history, form, tmp_path, everything):
    """Writing a history of any values as JSON lines or Parquet and reading it gives the same history."""
    write_history(history, tmp_path / f"a.{form}")

    assert everything(read_history(tmp_path / f"a.{form}")) == everything(history)


@CALM
@given(history=histories(of_one_type))
@pytest.mark.parametrize("form", ["csv", "csv.gz", "xes", "xes.gz", "jsonocel"])
def test_other_files_keep_what_they_can_hold(history, form, tmp_path, everything):
    """CSV, XES and OCEL keep histories whose data columns are of one simple type each."""
    write_history(history, tmp_path / f"a.{form}")

    assert everything(read_history(tmp_path / f"a.{form}")) == everything(history)


@CALM
@given(history=histories(of_any_type))
def test_csv_keeps_texts_and_never_starts_a_formula(history, tmp_path):
    """No cell starts with a sign that a spreadsheet takes for a formula, numbers excepted."""
    import csv  # noqa: PLC0415 - only here

    write_history(history, tmp_path / "a.csv")

    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        for cell in (cell for row in csv.reader(file) for cell in row):
            assert not cell.startswith(("=", "+", "@", "\t", "\r"))
            assert not cell.startswith("-") or float(cell) <= 0


@pytest.mark.parametrize("form", ["jsonl", "csv", "xes", "parquet", "jsonocel"])
def test_the_same_history_gives_the_same_bytes(history, form, tmp_path):
    """Files depend on nothing but the history."""
    for name in ("a", "b"):
        write_history(history, tmp_path / f"{name}.{form}.gz" if form != "parquet" else tmp_path / f"{name}.{form}")
    first, second = sorted(tmp_path.iterdir())

    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_open_cases_of_a_log_stay_open(form, tmp_path):
    """A log without events of kind case keeps which of its cases are open."""
    from collabmodel.history import Finish, Mapping  # noqa: PLC0415 - only here

    builder = HistoryBuilder()
    for case, element in (("a", "visit"), ("b", "end")):
        builder.append(case, 0, kind="contact", element=element)
    history = builder.finish(Finish(mapping=Mapping(open="until", until=("end",))))
    write_history(history, tmp_path / f"a.{form}")

    assert list(read_history(tmp_path / f"a.{form}").closed) == [0, 1]


def test_what_xml_cannot_hold_is_refused(tmp_path):
    """A text with a control character is refused by XES, and no half file is left."""
    builder = HistoryBuilder()
    builder.data(builder.append("a", 0, kind="contact"), "x", "\x01")

    with pytest.raises(FormatError, match="character that XML cannot hold"):
        write_history(builder.finish(), tmp_path / "a.xes")

    assert not list(tmp_path.iterdir())
