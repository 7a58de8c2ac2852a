"""
A template and what a local variant changes in it, merged as trees, so that each value keeps its place.

Elements merge by id and field by field; ``card`` and ``case`` field by field; anything else replaces what was there.
"""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.errors import ModelError, Problem
from collabmodel.formats.dialects import MODEL, Dialect
from collabmodel.formats.fields import SHORT, Field, fields_of, members
from collabmodel.formats.nodes import Mapping, Node, Scalar, shown
from collabmodel.formats.scalars import meant

_OWN = frozenset({"extends", "remove"})


def merge(parent: Mapping, child: Mapping, removed: tuple[Scalar, ...] = (), *, dialect: Dialect = MODEL) -> Mapping:
    """
    Lay what a child says over its parent.

    Args:
        parent: Tree of the parent, itself merged.
        child: Tree of the child; its ``extends`` and ``remove`` are left out of the result.
        removed: Ids of elements of the parent that go.
        dialect: The kind of file they are.

    Raises:
        ModelError: An id to be removed is not in the parent.
    """
    known = frozenset(_ids(parent, dialect.root))
    unknown = [id for id in removed if id.text not in known]
    if unknown:
        what = "the parent has no element to remove:"
        raise ModelError(
            Problem(what=what, value=shown(id), place=id.place, hint=meant(id.text, known)) for id in unknown
        )
    kept = _without(parent, frozenset(id.text for id in removed), dialect.root)
    own = Mapping(tuple(entry for entry in child.entries if entry[0].text not in _OWN), child.place)
    merged = _over(kept, own, dialect.root, dialect.whole)
    assert isinstance(merged, Mapping)
    return merged


def _over(parent: Node, child: Node, kind: object, whole: frozenset[type]) -> Node:
    """Lay a record over the same record in the parent."""
    if isinstance(child, Scalar) and child.is_empty and isinstance(parent, Mapping):
        return parent
    if kind in SHORT or not (isinstance(child, Mapping) and isinstance(parent, Mapping)):
        return child
    merged = {key.text: (key, value) for key, value in parent.entries}
    for key, value in child.entries:
        before = merged.get(key.text)
        field = _field_of(kind, key.text)
        merged[key.text] = (key, value if before is None else _field(before[1], value, field, whole))
    return Mapping(tuple(merged.values()), child.place)


def _field(parent: Node, child: Node, field: Field | None, whole: frozenset[type]) -> Node:
    """Lay the value of a field over its value in the parent."""
    if field is not None and any(one in whole for one in members(field.type)):
        return _over(parent, child, field.type, whole)
    if field is None or field.element is None or not (isinstance(parent, Mapping) and isinstance(child, Mapping)):
        return child
    merged = {key.text: (key, value) for key, value in parent.entries}
    for key, value in child.entries:
        before = merged.get(key.text)
        merged[key.text] = (key, value if before is None else _over(before[1], value, field.element, whole))
    return Mapping(tuple(merged.values()), child.place)


def _field_of(kind: object, key: str) -> Field | None:
    every = (field for one in members(kind) if isinstance(one, type) for field in fields_of(one))
    return next((field for field in every if field.key == key), None)


def _elements(record: Node, kind: object) -> Iterator[tuple[Field, Mapping]]:
    """Walk over the fields of a record that hold elements by id."""
    for key, value in record.entries if isinstance(record, Mapping) else ():
        field = _field_of(kind, key.text)
        if field is not None and field.element is not None and isinstance(value, Mapping):
            yield field, value


def _ids(record: Node, kind: object) -> Iterator[str]:
    """Walk over the ids of all elements within a record."""
    for field, inside in _elements(record, kind):
        for key, value in inside.entries:
            yield key.text
            yield from _ids(value, field.element)


def _without(record: Node, ids: frozenset[str], kind: object) -> Node:
    """Leave out the elements of some ids, wherever they are within a record."""
    if not ids or not isinstance(record, Mapping):
        return record
    held = {field.key: field for field, _ in _elements(record, kind)}
    entries = []
    for key, value in record.entries:
        kept = value
        if key.text in held and isinstance(value, Mapping):
            field = held[key.text]
            left = tuple((id, _without(one, ids, field.element)) for id, one in value.entries if id.text not in ids)
            kept = Mapping(left, value.place)
        entries.append((key, kept))
    return Mapping(tuple(entries), record.place)
