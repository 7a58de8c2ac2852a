"""Hypothesis strategies for histories, messages and documents: what formats, notifiers and reporters are given."""

from __future__ import annotations

import datetime as dt

import attrs
from hypothesis import strategies as st

from collabmodel.history import Actor, Event, History, HistoryBuilder
from collabmodel.plugin import Message
from collabmodel.report import LANGUAGES, Document, Section, Subject
from collabmodel.rules.trace import Value
from collabmodel.testing.small_documents import a_table
from collabmodel.testing.strategies import texts, times
from collabmodel.workdays import Duration, Unit

_WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=6) | st.sampled_from(
    ["=1", "-1", "'", "12", "0123", "true", "2026-01-01", "[1]", '"a"', "{", " 7 ", "1e5", "<b>", "a,b;c"]
)
_NAMES = st.sampled_from(["a", "b c", "=d", "e-f", "$g"])
_MOMENTS = st.datetimes(
    dt.datetime(1950, 1, 1),  # noqa: DTZ001 - hypothesis wants it so
    dt.datetime(2150, 1, 1),  # noqa: DTZ001 - hypothesis wants it so
    timezones=st.sampled_from([dt.UTC, dt.timezone(dt.timedelta(hours=2)), dt.timezone(-dt.timedelta(minutes=210))]),
)
_PLAIN: st.SearchStrategy[Value] = st.one_of(
    st.booleans(), st.integers(-(2**60), 2**60), st.floats(allow_nan=False, allow_infinity=False), _WORDS
)
_SPECIAL = st.one_of(_PLAIN, _MOMENTS, st.dates(), st.builds(Duration, st.integers(0, 99), st.just(Unit.DAYS)))
_NESTED = st.recursive(
    _SPECIAL,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(tuple)
        | st.dictionaries(_NAMES, inner, min_size=1, max_size=2).map(lambda found: tuple(found.items()))
    ),
    max_leaves=4,
)
_KINDS = st.sampled_from([("meeting", "talk", "completed"), ("meeting", "goodbye", "planned"), ("fact", "", "known")])


@st.composite
def histories(draw: st.DrawFn, *, typed: bool = True) -> History:
    """
    Give histories of a few cases, with facts and event data of every type.

    Args:
        draw: What draws.
        typed: Whether values may be of any type; else they are texts.
    """
    values = _NESTED if typed else _WORDS
    builder = HistoryBuilder()
    for case in draw(st.lists(st.sampled_from(["c1", "=c2", "-3", "0123"]), max_size=3, unique=True)):
        builder.case(case)
        for name in draw(st.lists(_NAMES, max_size=2, unique=True)):
            builder.fact(case, name, draw(values))
        for seq in range(1, draw(st.integers(0, 3)) + 1):
            builder.event(_event(draw, case, seq, values))
    return builder.finish()


def _event(draw: st.DrawFn, case: str, seq: int, values: st.SearchStrategy[Value]) -> Event:
    occurred = draw(_MOMENTS)
    kind, element, transition = draw(_KINDS)
    words = st.sampled_from(["", "x", "=y", "two words"])
    return Event(
        id=f"{case}/{seq}",
        case=case,
        seq=seq,
        occurred=occurred,
        recorded=draw(st.just(occurred) | _MOMENTS),
        kind=kind,
        element=element,
        transition=transition,
        instance=draw(words),
        actor=Actor(role=draw(words), person=draw(words), organisation=draw(words), on_behalf_of=draw(words)),
        data=tuple(draw(st.dictionaries(_NAMES, values, max_size=2)).items()),
        evidence=draw(st.sampled_from([(), ("a",), ("a b", "=c")])),
        caused_by=draw(st.sampled_from(["", "c1/1"])),
        model_hash=draw(st.sampled_from(["", "ab" * 32])),
    )


def messages() -> st.SearchStrategy[Message]:
    """Give messages, with any text a store may hold in every field."""
    return st.builds(
        Message, id=texts(), to=texts(), about=texts(), link=texts(), made=times(), attempt=st.integers(1, 99)
    )


@st.composite
def documents(draw: st.DrawFn, subjects: tuple[Subject, ...] = tuple(Subject)) -> Document:
    """
    Give documents of a few sections, with any text that a store may hold in them.

    Args:
        draw: What draws.
        subjects: What they may be about.
    """
    lang = draw(st.sampled_from(LANGUAGES))
    made = draw(st.none() | times())
    sections = []
    for number in range(1, draw(st.integers(0, 4)) + 1):
        section = Section(id=f"part-{number}", title=draw(texts()), level=draw(st.integers(1, 4)))
        table = draw(st.none() | st.integers(0, 4).map(lambda rows: a_table("en", rows)))
        paragraphs = tuple(draw(st.lists(texts(), max_size=3)))
        sections.append(attrs.evolve(section, paragraphs=paragraphs, table=table))
    return Document(
        subject=draw(st.sampled_from(subjects)), title=draw(texts()), lang=lang, made=made, sections=tuple(sections)
    )
