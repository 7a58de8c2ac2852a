"""Rows become columns: grouped by case, of narrow types, checked."""

import pytest

from collabmodel.errors import FormatError
from collabmodel.history import Finish, HistoryBuilder, Mapping, NumberColumn, ObjectColumn, Target, TextColumn
from collabmodel.model import Activity, Milestone, Model


def built(*rows, finish=None, **columns):
    builder = HistoryBuilder()
    for case, element in rows:
        builder.append(case, 0, element=element, **columns)
    return builder.finish(finish)


def elements(history, case):
    return [event.element for event in history.events(case)]


def test_rows_are_grouped_by_case_in_order_of_first_appearance():
    """Cases come in the order in which they are first named, and their rows keep the order of the file."""
    history = built(("b", "1"), ("a", "2"), ("b", "3"), ("a", "4"))

    assert history.cases == ("b", "a")
    assert elements(history, "b") == ["1", "3"]
    assert elements(history, "a") == ["2", "4"]


@pytest.mark.parametrize(
    ("values", "column", "found"),
    [
        ((1, 2), NumberColumn, [1, 2]),
        ((1, 2.5), NumberColumn, [1.0, 2.5]),
        ((2.5, 1), NumberColumn, [2.5, 1.0]),
        ((2.5, 2**60 + 1), ObjectColumn, [2.5, 2**60 + 1]),
        ((2**60 + 1, 2.5), ObjectColumn, [2**60 + 1, 2.5]),
        ((2**70, 1), ObjectColumn, [2**70, 1]),
        ((True, False), NumberColumn, [True, False]),
        ((True, 1), ObjectColumn, [True, 1]),
        (("a", "b"), TextColumn, ["a", "b"]),
        (("a", 1), ObjectColumn, ["a", 1]),
        (((1, 2), None), ObjectColumn, [(1, 2), None]),
    ],
)
def test_columns_have_the_narrowest_type(values, column, found):
    """A column has the type that holds all of its values exactly."""
    builder = HistoryBuilder()
    for value in values:
        builder.data(builder.append("a", 0, kind="contact"), "x", value)
    history = builder.finish()
    made = dict(history.data)["x"]

    assert type(made) is column
    assert [made.value(row) for row in range(len(values))] == found
    assert [type(made.value(row)) for row in range(len(values))] == [type(value) for value in found]


def test_few_values_in_many_rows_are_kept_apart():
    """A column that hardly any row has a value in does not cost a value for every row."""
    builder = HistoryBuilder()
    for row in range(10_000):
        builder.append("a", row, kind="contact")
    builder.data(5, "x", "here")
    history = builder.finish()

    assert isinstance(dict(history.data)["x"], ObjectColumn)
    assert history.value(5, "x") == "here"


def test_the_mapping_names_and_leaves_out():
    """Names of the log become elements, dropped ones are gone, and the log's names stay as data."""
    mapping = Mapping(elements=(("Visit", Target("visit")), ("Test", Target(dropped=True))))
    history = built(("a", "Visit"), ("a", "Test"), ("a", "Call"), finish=Finish(mapping=mapping))

    assert elements(history, "a") == ["visit", "Call"]
    assert [history.value(row, "concept:name") for row in range(2)] == ["Visit", "Call"]


def test_the_model_gives_kinds_and_default_transitions():
    """What a log does not say of an element, the model does."""
    model = Model(id="m", activities=(Activity(id="visit", kind="meeting"),), milestones=(Milestone(id="done"),))
    history = built(("a", "visit"), ("a", "done"), ("a", "other"), finish=Finish(model=model))

    assert [tuple(signature) for signature in history.signatures] == [
        ("meeting", "visit", "completed"), ("milestone", "done", "achieved"), ("", "other", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("mapping", "closed"),
    [(Mapping(), [1, 1]), (Mapping(open="all"), [0, 0]), (Mapping(open="until", until=("end",)), [1, 0])],
)
def test_the_mapping_says_which_cases_are_open(mapping, closed):
    """Cases of a log are closed, unless the mapping says all are open, or those without an ending."""
    history = built(("a", "end"), ("b", "visit"), finish=Finish(mapping=mapping))

    assert list(history.closed) == closed


def test_what_cannot_be_is_refused_all_at_once():
    """Ids and places that occur twice, and corrections of nothing, are told together."""
    builder = HistoryBuilder()
    for _ in range(2):
        builder.part(builder.append("a", 0, kind="contact", id="e", seq=7), "corrects", "nothing")

    with pytest.raises(FormatError) as caught:
        builder.finish()

    assert len(caught.value.problems) == 4


def test_missing_ids_and_places_are_filled_in():
    """Where only some rows have an id or a place, the others get theirs from the order."""
    builder = HistoryBuilder()
    builder.append("a", 0, kind="contact")
    builder.append("a", 0, kind="contact", id="x", seq=5)
    builder.append("a", 0, kind="contact")
    history = builder.finish()

    assert [(event.id, event.seq) for event in history.events("a")] == [("a:1", 1), ("x", 5), ("a:3", 6)]
