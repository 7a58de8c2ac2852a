"""The file form of every record: which key a field has, what may stand for it, which sections go by id."""

from __future__ import annotations

import functools
import types
import typing

import attrs

from collabmodel.model import (
    AttestationIndicator,
    Claim,
    MeasureIndicator,
    NotModelled,
    RuleIndicator,
)

SINGLE = frozenset(
    {"cites", "tags", "organisations", "roles", "sides", "on", "entry", "exit", "presence"}
    | {"after", "with_", "replaced"}
)
"""Keys under which a single value may stand for a list of one."""
SHORT: dict[object, str] = {Claim: "text", NotModelled: "reason"}
"""Records for which the value of one key may stand alone."""
TAGGED: dict[str, type[RuleIndicator | MeasureIndicator | AttestationIndicator]] = {
    "rule": RuleIndicator,
    "measure": MeasureIndicator,
    "attestation": AttestationIndicator,
}
"""Records told apart by their key ``type``."""


@attrs.frozen(kw_only=True)
class Field:
    """
    One field of a record as it stands in a file.

    Args:
        name: Name of the attribute.
        key: Key in a file.
        type: Its type, resolved.
        required: Whether it has no default.
        default: Its default.
        element: For a mapping of ids to elements, the type of the elements; else None.
        single: Whether a single value may stand for a list of one.
    """

    name: str
    key: str
    type: object
    required: bool
    default: object
    element: object | None
    single: bool


@functools.cache
def fields_of(record: type) -> tuple[Field, ...]:
    """
    List the fields of a record, in order.

    Args:
        record: An attrs class.

    >>> from collabmodel.model import Sentry
    >>> [field.key for field in fields_of(Sentry)]
    ['on', 'if']
    """
    attrs.resolve_types(record)
    return tuple(_field(attribute) for attribute in attrs.fields(record))


def _field(attribute: attrs.Attribute[object]) -> Field:
    inner = item_type(attribute.type)
    element = inner if inner is not None and has_id(inner) else None
    return Field(
        name=attribute.name,
        key=attribute.metadata.get("key", attribute.name),
        type=attribute.type,
        required=attribute.default is attrs.NOTHING,
        default=attribute.default,
        element=element,
        single=inner is not None and element is None and attribute.name in SINGLE,
    )


def item_type(kind: object) -> object | None:
    """
    Give the type of the items of a tuple type, or None for another type.

    Args:
        kind: A type.

    >>> item_type(tuple[str, ...])
    <class 'str'>
    """
    if typing.get_origin(kind) is not tuple:
        return None
    item: object = typing.get_args(kind)[0]
    return item


def members(kind: object) -> tuple[object, ...]:
    """
    Give the members of a union, or the type itself as the only one.

    Args:
        kind: A type.

    >>> members(int | None)
    (<class 'int'>, <class 'NoneType'>)
    """
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        return typing.get_args(kind)
    return (kind,)


def has_id(kind: object) -> bool:
    """
    Tell whether a type, or every member of a union, is a record that goes by an id.

    Args:
        kind: A type.
    """
    return all(isinstance(one, type) and attrs.has(one) and "id" in attrs.fields_dict(one) for one in members(kind))


def is_root(record: type) -> bool:
    """
    Tell whether a record is what a whole file holds.

    Args:
        record: An attrs class.

    >>> from collabmodel.model import Model, Role
    >>> is_root(Model), is_root(Role)
    (True, False)
    """
    return "format" in attrs.fields_dict(record)


def has_section(record: type) -> bool:
    """
    Tell whether a record is an element, whose id stands before it in a file.

    Args:
        record: An attrs class.
    """
    return has_id(record) and not is_root(record)


def keys_of(record: type) -> tuple[str, ...]:
    """
    List the keys that a record may have in a file.

    Args:
        record: An attrs class; of an element, without its id.

    >>> "a" in keys_of(RuleIndicator), "type" in keys_of(RuleIndicator)
    (False, True)
    """
    own = tuple(field.key for field in fields_of(record) if field.key != "id" or not has_section(record))
    return ("type", *own) if record in TAGGED.values() else own
