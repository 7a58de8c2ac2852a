"""Hypothesis strategies for whatever a case may hold."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from hypothesis import strategies as st

from collabmodel.history import Actor, Event
from collabmodel.rules.trace import Value
from collabmodel.workdays import Duration, Unit

_HALVES: tuple[Literal["Cs"]] = ("Cs",)
_TEXTS = st.text(st.characters(exclude_categories=_HALVES, exclude_characters="\0"), max_size=20)
_OFFSETS = st.integers(-14 * 3600, 14 * 3600).map(lambda seconds: dt.timezone(dt.timedelta(seconds=seconds)))


def texts() -> st.SearchStrategy[str]:
    """Give texts that a store may hold."""
    return _TEXTS


def times() -> st.SearchStrategy[dt.datetime]:
    """Give times with any offset, to the second."""
    early, late = dt.datetime(1900, 1, 2), dt.datetime(2999, 1, 1)  # noqa: DTZ001 - the offset is drawn
    return st.datetimes(early, late, timezones=_OFFSETS)


def values() -> st.SearchStrategy[Value]:
    """Give values of event data, nested up to a few levels."""
    flat: st.SearchStrategy[Value] = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        _TEXTS,
        st.dates(),
        times(),
        st.builds(Duration, st.integers(0, 10**12), st.sampled_from(Unit)),
    )
    pairs = st.lists(st.tuples(_TEXTS, flat), max_size=3).map(tuple)
    return st.recursive(flat, lambda inner: st.one_of(st.lists(inner, max_size=4).map(tuple), pairs), max_leaves=12)


def events(case: str = "c1", seq: int = 1) -> st.SearchStrategy[Event]:
    """
    Give events of a case.

    Args:
        case: Id of the case.
        seq: Place in its record.
    """
    return st.builds(
        Event,
        id=_TEXTS,
        case=st.just(case),
        seq=st.just(seq),
        occurred=times(),
        recorded=times(),
        kind=_TEXTS,
        element=_TEXTS,
        transition=_TEXTS,
        instance=_TEXTS,
        actor=st.builds(Actor, role=_TEXTS, person=_TEXTS, organisation=_TEXTS, on_behalf_of=_TEXTS),
        data=st.lists(st.tuples(_TEXTS, values()), max_size=4).map(tuple),
        evidence=st.lists(_TEXTS, max_size=3).map(tuple),
        caused_by=_TEXTS,
        corrects=_TEXTS,
        model_hash=_TEXTS,
    )
