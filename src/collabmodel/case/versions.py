"""Versions of a model: what differs between two, and which one was in force when."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

import attrs

from collabmodel.formats.plain import Plain, writing
from collabmodel.history import Event
from collabmodel.model import SECTIONS, Model, Signature
from collabmodel.rules import Value
from collabmodel.rules.trace import tells_facts

Tree: TypeAlias = dict[str, Plain]


class Change(enum.Enum):
    """What may differ between two versions of a model."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REUSED = "reused"


@attrs.frozen(kw_only=True)
class Difference:
    """
    One difference between two models.

    Args:
        change: Added, removed or changed; ``REUSED`` where an id stands for something else in another section.
        path: Where: ``SECTION.ID`` and on, list items by number; a part of the model outside its sections by its name.
        element: Id of the element, or empty.
        before: What stood there, as in a file; None for nothing. Of an id reused, its section.
        after: What stands there now; None for nothing. Of an id reused, its section.
        wording: Whether only words for people differ, which mean nothing to a running case.
    """

    change: Change
    path: str
    element: str = ""
    before: Plain = None
    after: Plain = None
    wording: bool = False


@attrs.frozen(kw_only=True)
class Segment:
    """
    The part of a case's record in which one version of the model was in force.

    Args:
        model_hash: Content hash of the model; empty where the events do not say.
        first: Place of its first event in the record; one after ``last`` where nothing has happened under it yet.
        last: Place of its last: the event that moved the case on, or the last there is.
        since: When it came into force: when its first event was recorded, or the case was moved to it.
        until: When the case was moved on, or None.
        mapping: What the move that began it called otherwise: pairs of old and new id, the new one empty for none.
    """

    model_hash: str
    first: int
    last: int
    since: dt.datetime
    until: dt.datetime | None = None
    mapping: tuple[tuple[str, str], ...] = ()


def diff(a: Model, b: Model) -> tuple[Difference, ...]:
    """
    Tell what differs between two models, sorted by path. The order of elements within a section means nothing.

    Args:
        a: The one before.
        b: The one after.

    Raises:
        ModelError: One of them holds something that no file can say.

    >>> from collabmodel.model import Role, Side
    >>> old, new = Model(id="m", roles=(Role(id="child", side=Side.CLIENT),)), Model(id="m", version="2")
    >>> [(one.change.value, one.path) for one in diff(old, new)]
    [('removed', 'roles.child'), ('changed', 'version')]
    """
    before, after = _tree(a, texts=True), _tree(b, texts=True)
    meaning = {one.path for one in _between(_tree(a, texts=False), _tree(b, texts=False))}
    found = [
        attrs.evolve(one, wording=not _means(one.path, meaning) and one.change is Change.CHANGED)
        for one in _between(before, after)
    ]
    return tuple(sorted((*found, *_reused(a, b)), key=lambda one: (one.path, one.change.value)))


def _means(path: str, meaning: set[str]) -> bool:
    """Tell whether a path, or one around it or within it, also differs where words are left out."""
    return any(path == other or path.startswith(f"{other}.") or other.startswith(f"{path}.") for other in meaning)


def _tree(model: Model, *, texts: bool) -> Tree:
    tree: Tree = writing(texts=texts).unstructure(model, Model)
    return tree


def _between(before: Tree, after: Tree) -> Iterator[Difference]:
    for key in sorted(before.keys() | after.keys()):
        if key not in SECTIONS:
            yield from _values(key, "", before.get(key), after.get(key))
            continue
        old, new = _mapping(before.get(key)), _mapping(after.get(key))
        for id in sorted(old.keys() | new.keys()):
            path = f"{key}.{id}"
            if id not in new:
                yield Difference(change=Change.REMOVED, path=path, element=id, before=old[id])
            elif id not in old:
                yield Difference(change=Change.ADDED, path=path, element=id, after=new[id])
            else:
                yield from _values(path, id, old[id], new[id])


def _values(path: str, element: str, before: Plain, after: Plain) -> Iterator[Difference]:
    """Give the differences of two values, as deep down as both go the same way."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            yield from _values(f"{path}.{key}", element, before.get(key), after.get(key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for place, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _values(f"{path}.{place}", element, one, other)
    elif before != after or type(before) is not type(after):
        yield Difference(change=Change.CHANGED, path=path, element=element, before=before, after=after)


def _mapping(value: Plain) -> Tree:
    return value if isinstance(value, dict) else {}


def sections(model: Model) -> Mapping[str, str]:
    """
    Give the section of each element of a model by its id.

    Args:
        model: The model.

    >>> from collabmodel.model import Role, Side
    >>> sections(Model(id="m", roles=(Role(id="child", side=Side.CLIENT),)))
    {'child': 'roles'}
    """
    return {one.id: section for section in reversed(SECTIONS) for one in getattr(model, section)}


def _reused(a: Model, b: Model) -> Iterator[Difference]:
    old, new = sections(a), sections(b)
    for id in sorted(old.keys() & new.keys()):
        if old[id] != new[id]:
            yield Difference(change=Change.REUSED, path=f"{new[id]}.{id}", element=id, before=old[id], after=new[id])


def versions_of(events: Iterable[Event]) -> tuple[Segment, ...]:
    """
    Tell which version of the model was in force for which part of a case's record.

    Args:
        events: All events of one case, in the order of the record.

    >>> versions_of(())
    ()
    """
    found: list[Segment] = []
    begin: tuple[str, tuple[tuple[str, str], ...], dt.datetime] | None = None
    for event in events:
        if not found or begin is not None:
            hash_, mapping, since = begin or (event.model_hash, (), event.recorded)
            segment = Segment(model_hash=hash_, first=event.seq, last=event.seq, since=since, mapping=mapping)
            found.append(segment)
            begin = None
        found[-1] = attrs.evolve(found[-1], last=event.seq, model_hash=found[-1].model_hash or event.model_hash)
        if is_move(event):
            found[-1] = attrs.evolve(found[-1], until=event.recorded)
            begin = (target_of(event), mapping_of(event), event.recorded)
    if begin is not None:
        last = found[-1].last
        hash_, mapping, since = begin
        found.append(Segment(model_hash=hash_, first=last + 1, last=last, since=since, mapping=mapping))
    return tuple(found)


def is_move(event: Event) -> bool:
    """
    Tell whether an event moves its case to another version of the model.

    Args:
        event: The event.
    """
    return event.kind == "migration" and event.transition == "moved"


def target_of(event: Event) -> str:
    """
    Give the content hash of the model that an event moves a case to, or empty.

    Args:
        event: The event.
    """
    found = dict(event.data).get("to")
    return found if isinstance(found, str) else ""


def mapping_of(event: Event) -> tuple[tuple[str, str], ...]:
    """
    Give what a move calls otherwise: pairs of old and new id.

    Args:
        event: The event.
    """
    found = dict(event.data).get("mapping")
    pairs = found if isinstance(found, tuple) else ()
    return tuple(pair for pair in map(_pair, pairs) if pair is not None)


def _pair(value: Value) -> tuple[str, str] | None:
    if isinstance(value, tuple) and len(value) == 2:
        old, new = value
        if isinstance(old, str) and isinstance(new, str):
            return old, new
    return None


def renamed(event: Event, mapping: Mapping[str, str]) -> Event:
    """
    Give an event with what it names called as another version of the model calls it: its element, who did it in which
    role and for which organisation, facts it tells, an ending. What has no name there keeps its own, which then means
    nothing.

    Args:
        event: The event.
        mapping: New ids by old ones, empty for none.
    """
    if not mapping:
        return event

    def new(id: str) -> str:
        return mapping.get(id) or id

    actor = attrs.evolve(event.actor, role=new(event.actor.role), organisation=new(event.actor.organisation))
    data = event.data
    if tells_facts(Signature(event.kind, event.element, event.transition)):
        data = tuple((new(name), value) for name, value in data)
    elif event.kind == "case":
        data = tuple((name, new(value) if name == "ending" and isinstance(value, str) else value)
                     for name, value in data)  # fmt: skip
    return attrs.evolve(event, element=new(event.element), actor=actor, data=data)


def in_terms_of(events: Iterable[Event], segment: Segment) -> tuple[Event, ...]:
    """
    Give the events of a case up to the end of a segment, with elements called as the version then in force calls them.

    A case that was moved is judged by each version over these, as they stood when the case was moved on; so every
    verdict is by the version that was in force.

    Args:
        events: All events of the case, in the order of the record.
        segment: One of ``versions_of`` them.
    """
    found: list[Event] = []
    for event in events:
        if event.seq > segment.last:
            break
        found.append(event)
        if is_move(event) and event.seq < segment.first:
            mapping = dict(mapping_of(event))
            found = [renamed(one, mapping) for one in found]
    return tuple(found)


def as_called_now(events: Iterable[Event]) -> tuple[Event, ...]:
    """
    Give all events of a case with elements called as the version in force last calls them: what the rules of a case
    that was moved follow while it runs, and what evaluation by that version has to read.

    Args:
        events: All events of the case, in the order of the record.

    >>> as_called_now(())
    ()
    """
    whole = tuple(events)
    return in_terms_of(whole, versions_of(whole)[-1]) if any(map(is_move, whole)) else whole
