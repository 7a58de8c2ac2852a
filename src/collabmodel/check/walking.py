"""Walking over a model: every value it holds, with the path by which files and findings name it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import attrs

from collabmodel.model import (
    SECTIONS,
    And,
    Arithmetic,
    Call,
    Compare,
    Expression,
    ListOf,
    Literal,
    Member,
    Model,
    Name,
    Not,
    Or,
)
from collabmodel.workdays import Duration

EXPRESSIONS = (Literal, Name, ListOf, Compare, Member, Arithmetic, Call, Not, And, Or)
_MAPPINGS = frozenset({*SECTIONS, "sources", "claims", "services", "data", "not_modelled"})


@attrs.frozen
class Spot:
    """
    One value inside a model.

    Args:
        path: Path into the model; a list counts from 0.
        value: The value: a record of the model, or the root of a condition tree.
        holder: The record that has it.
        owner: Id of the element it lies in, or empty.
    """

    path: str
    value: object
    holder: object
    owner: str


@cache
def _fields(record: type) -> tuple[tuple[str, str], ...]:
    names = attrs.fields_dict(record)
    return tuple((name, field.metadata.get("key", name)) for name, field in names.items())


def walk(model: Model) -> Iterator[Spot]:
    """
    Walk over every record and every condition tree of a model, outside in and in file order.

    Args:
        model: The model.

    >>> from collabmodel.model import Role, Side
    >>> spots = walk(Model(id="m", roles=(Role(id="child", side=Side.CLIENT),)))
    >>> [spot.path for spot in spots if spot.owner]
    ['roles.child', 'roles.child.title', 'roles.child.description', 'roles.child.assumption']
    """
    for name, key in _fields(Model):
        yield from _inside(getattr(model, name), key, model, name, "")


def _inside(value: object, path: str, holder: object, field: str, owner: str) -> Iterator[Spot]:
    if isinstance(value, tuple):
        named = field in _MAPPINGS
        for number, item in enumerate(value):
            step = getattr(item, "id", number) if named else number
            inner = str(step) if named and (not owner or field == "claims") else owner
            yield from _inside(item, f"{path}.{step}", holder, "", inner)
    elif isinstance(value, EXPRESSIONS):
        yield Spot(path, value, holder, owner)
    elif attrs.has(type(value)) and not isinstance(value, Duration):
        yield Spot(path, value, holder, owner)
        record: type = type(value)
        for name, key in _fields(record):
            yield from _inside(getattr(value, name), f"{path}.{key}", value, name, owner)


def parts(tree: Expression) -> Iterator[Expression]:
    """
    Walk over a condition tree, outside in.

    Args:
        tree: The condition.

    >>> [type(part).__name__ for part in parts(Not(Name("urgent")))]
    ['Not', 'Name']
    """
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(reversed(below(part)))


def below(part: Expression) -> tuple[Expression, ...]:
    """
    Give the parts directly below one part of a condition.

    Args:
        part: The part.

    >>> below(Not(Name("urgent")))
    (Name(name='urgent'),)
    """
    match part:
        case ListOf(items) | Call(_, items, _) | And(items) | Or(items):
            return items
        case Compare(_, left, right) | Arithmetic(_, left, right) | Member(left, right, _):
            return (left, right)
        case Not(inner):
            return (inner,)
        case _:
            return ()
