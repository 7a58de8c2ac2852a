"""Conditions over whole columns give the truth that they give event by event."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel.evaluate.kernel.masks import FALSE, TRUE, UNKNOWN, truths
from collabmodel.history import History, HistoryBuilder
from collabmodel.model import And, Compare, Comparison, Expression, ListOf, Literal, Member, Model, Name, Not, Or
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.conditions import evaluate
from collabmodel.rules.declared import Declared
from collabmodel.rules.lexicon import Lexicon

np = pytest.importorskip("numpy")

NAMES = ("whole", "broken", "word", "flag", "mixed", "event.element", "actor.role", "absent")
LITERALS = st.sampled_from([0, 1, 2.5, 2**60, "a", "k", "", True, False, None])
leaves: st.SearchStrategy[Expression] = st.one_of(
    st.builds(Compare, st.sampled_from(Comparison), st.sampled_from(NAMES).map(Name), LITERALS.map(Literal)),
    st.builds(Compare, st.sampled_from(Comparison), LITERALS.map(Literal), st.sampled_from(NAMES).map(Name)),
    st.builds(
        Member,
        st.sampled_from(NAMES).map(Name),
        st.lists(LITERALS.map(Literal), max_size=3).map(lambda x: ListOf(tuple(x))),
        st.booleans(),
    ),
    st.sampled_from(NAMES).map(Name),
)
conditions = st.recursive(
    leaves,
    lambda part: st.one_of(
        part.map(Not),
        st.lists(part, min_size=1, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(part, min_size=1, max_size=3).map(lambda parts: Or(tuple(parts))),
    ),
    max_leaves=5,
)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "whole": st.sampled_from([None, 0, 1, 2**60 + 1]),
            "broken": st.sampled_from([None, 0.0, 2.5, float("nan")]),
            "word": st.sampled_from([None, "a", "k"]),
            "flag": st.sampled_from([None, True, False]),
            "mixed": st.sampled_from([None, 1, "a"]),
        }
    ),
    min_size=1,
    max_size=6,
)


def build(given_rows: list[dict[str, object]]) -> History:
    builder = HistoryBuilder()
    for number, row in enumerate(given_rows):
        place = builder.append("c", number, kind="task", element="a", transition="completed", role="lead")
        for name, value in row.items():
            builder.data(place, name, value)
    return builder.finish()


@given(conditions, rows)
@settings(max_examples=400, deadline=None)
def test_columns_and_events_agree(condition: Expression, given_rows: list[dict[str, object]]) -> None:
    """True, false and unknown are the same whether asked of a column or of one event after another."""
    history = build(given_rows)
    declared = Declared.of(Model(id="m"), Lexicon.of())
    names = CaseNames(declared, history)

    found = truths(condition, history, np.arange(len(history)), declared)

    one_by_one = [evaluate(condition, names.move(place)) for place in range(len(history))]
    assert found.tolist() == [TRUE if value is True else FALSE if value is False else UNKNOWN for value in one_by_one]


def test_a_declared_fact_is_not_event_data(history: Callable[..., History]) -> None:
    """Where a name is declared as a fact the event's data of that name is not meant."""
    from collabmodel.model import Fact, FactType  # noqa: PLC0415

    log = history([("c", 0, "task", "a", {"age": 12})])
    declared = Declared.of(Model(id="m", facts=(Fact(id="age", type=FactType.INTEGER),)), Lexicon.of())

    found = truths(Compare(Comparison.EQUAL, Name("age"), Literal(12)), log, np.arange(1), declared)

    assert found.tolist() == [UNKNOWN]
