"""
Nodes into a model: every field by its type, every problem at once, each at its place.

The converter chooses by type; what each type looks like in a file stands in ``fields`` and ``scalars``.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import attrs
from cattrs import Converter

from collabmodel.errors import FormatError, Problem
from collabmodel.formats.amounts import read_amount, read_bool, read_duration, read_float, read_int
from collabmodel.formats.dialects import MODEL, Dialect
from collabmodel.formats.fields import SHORT, TAGGED, Field, fields_of, item_type, keys_of, members
from collabmodel.formats.nodes import MOST_SOUGHT, Form, Listing, Mapping, Node, Scalar, brief, refuse, shown, together
from collabmodel.formats.scalars import (
    LANGUAGE,
    meant,
    read_date,
    read_days,
    read_enum,
    read_expression,
    read_moment,
    read_pattern,
    read_str,
    read_text,
    read_time,
    read_weekday,
)
from collabmodel.formats.shapes import faults
from collabmodel.model import Anchor, Literal, Model, Pattern, Reference, Sentry, Text, Window
from collabmodel.workdays import Duration, HolidayRule, Opening

LONGEST_ID = 200
"""Most characters of an id."""
Reader: TypeAlias = Callable[[Node], object]
Own: TypeAlias = dict[str, tuple[Field, Reader]]

_BY_FIELD: dict[tuple[type, str], Reader] = {
    (Opening, "days"): read_days,
    (HolidayRule, "weekday"): read_weekday,
}
"""Fields whose form in a file does not follow from their type."""
_LEAVES: dict[type, Reader] = {
    str: read_str,
    bool: read_bool,
    int: read_int,
    float: read_float,
    dt.date: read_date,
    dt.datetime: read_moment,
    dt.time: read_time,
    Duration: read_duration,
    Text: read_text,
}


def structure(root: Node) -> Model:
    """
    Read a model from the tree of its file, after merging.

    Args:
        root: The tree.

    Raises:
        FormatError: It is no model; with every problem there is.
    """
    model = structured(root, MODEL)
    assert isinstance(model, Model)
    return model


def structured(root: Node, dialect: Dialect) -> object:
    """
    Read what a file of some kind holds from its tree, after merging.

    Args:
        root: The tree.
        dialect: The kind of file.

    Raises:
        FormatError: It is no such thing; with every problem there is.
    """
    try:
        return read_value(dialect.root, root, dialect)
    except FormatError as error:
        raise together(error.problems) from None


def read_field(record: type, field: Field, node: Node, dialect: Dialect) -> object:
    """
    Read the value of one field from its node.

    Args:
        record: The record that has the field.
        field: The field.
        node: The node.
        dialect: The kind of file.

    Raises:
        FormatError: It is not what is wanted there; with every problem there is.
    """
    return _field_reader(record, field, converter(dialect), dialect)(node)


def read_value(kind: Any, node: Node, dialect: Dialect) -> object:
    """
    Read a value of some type from its node.

    Args:
        kind: The type.
        node: The node.
        dialect: The kind of file.

    Raises:
        FormatError: It is not what is wanted; with every problem there is.
    """
    found: object = converter(dialect).structure(node, kind)
    return found


@functools.cache
def converter(dialect: Dialect = MODEL) -> Converter:
    """
    Build the converter from nodes to records, once for a kind of file.

    Args:
        dialect: The kind of file.
    """
    made = Converter()
    made.register_structure_hook_factory(lambda kind: len(members(kind)) > 1, lambda kind: _union(kind, made))
    made.register_structure_hook_factory(
        lambda kind: item_type(kind) is not None, lambda kind: _tuple(kind, made, dialect)
    )
    made.register_structure_hook_factory(_is_record, lambda kind: _record(kind, made, dialect))
    made.register_structure_hook_func(_is_enum, read_enum)
    for kind, leaf in _LEAVES.items():
        made.register_structure_hook(kind, _ignoring_type(leaf))
    return made


def _is_record(kind: object) -> bool:
    return isinstance(kind, type) and attrs.has(kind) and kind not in _LEAVES


def _is_enum(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, enum.Enum)


def _ignoring_type(reader: Reader) -> Callable[[Any, Any], Any]:
    return lambda node, _: reader(node)


def _gathered(readings: Iterable[tuple[Reader, Node]]) -> list[object]:
    """Read many nodes, and raise all their problems together."""
    problems: list[Problem] = []
    values: list[object] = []
    for reader, node in readings:
        if len(problems) >= MOST_SOUGHT:
            break
        try:
            values.append(reader(node))
        except FormatError as error:
            problems.extend(error.problems)
    if problems:
        raise FormatError(problems)
    return values


def _reader(kind: Any, made: Converter) -> Reader:
    hook = made.get_structure_hook(kind)
    return lambda node: hook(node, kind)


def _union(kind: Any, made: Converter) -> Callable[[Any, Any], Any]:
    """Make a reader of a union: nothing, one record, a condition, or one of several simple types."""
    kinds = tuple(member for member in members(kind) if member is not type(None))
    if Literal in kinds:
        inner: Reader = read_expression
    elif set(kinds) == set(TAGGED.values()):
        inner = functools.partial(_tagged, made=made)
    elif len(kinds) == 1:
        inner = _reader(kinds[0], made)
    else:
        simple = frozenset(each for each in kinds if isinstance(each, type))
        inner = lambda node: read_amount(node, simple)  # noqa: E731 - one of four ways to read
    if len(kinds) == len(members(kind)):
        return _ignoring_type(inner)
    return lambda node, _: None if isinstance(node, Scalar) and node.is_empty else inner(node)


def _tagged(node: Node, made: Converter) -> object:
    """Read one of the records that their key ``type`` tells apart."""
    tag = node.get("type") if isinstance(node, Mapping) else None
    if not isinstance(node, Mapping) or tag is None:
        raise refuse(node.place, "the key 'type' is missing", hint=f"one of {', '.join(TAGGED)}")
    text = read_str(tag)
    if text not in TAGGED:
        raise refuse(
            tag.place, "no type of indicator", shown(tag), meant(text, TAGGED) or f"one of {', '.join(TAGGED)}"
        )
    rest = Mapping(tuple(entry for entry in node.entries if entry[0].text != "type"), node.place)
    return made.structure(rest, TAGGED[text])


def _tuple(kind: Any, made: Converter, dialect: Dialect) -> Callable[[Any, Any], Any]:
    """Make a reader of a list."""
    item = _reader(item_type(kind), made)
    closed = item_type(kind) in dialect.closed

    def read(node: Node, _: object) -> tuple[object, ...]:
        if not isinstance(node, Listing) and closed:
            raise refuse(node.place, "a list is wanted here", hint="start each with '- '")
        if not isinstance(node, Listing):
            hint = (
                f"write [{brief(node.text)}]"
                if isinstance(node, Scalar) and not node.is_empty
                else "start each with '- '"
            )
            raise refuse(node.place, "a list is wanted here, not", _found(node), hint)
        return tuple(_gathered((item, each) for each in node.items))

    return read


def _found(node: Node) -> str:
    return "nothing" if isinstance(node, Scalar) and node.is_empty else shown(node)


def _record(kind: type, made: Converter, dialect: Dialect) -> Callable[[Any, Any], Any]:
    """Make a reader of a record from a mapping, or from its short form."""
    short = _SHORT_FORMS.get(kind) or dialect.readers.get(kind)

    @functools.cache
    def own() -> Own:
        return {field.key: (field, _field_reader(kind, field, made, dialect)) for field in fields_of(kind)}

    def read(node: Node, _: object) -> object:
        if short is not None and (kind in dialect.closed or not isinstance(node, Mapping)):
            return short(node)
        if isinstance(node, Scalar) and node.is_empty:
            node = Mapping((), node.place)
        if not isinstance(node, Mapping):
            hint = f"its keys are {', '.join(keys_of(kind))}"
            raise refuse(node.place, "a mapping is wanted here, not", shown(node), hint)
        return _filled(kind, own(), node)

    return read


def _filled(kind: type, own: Own, node: Mapping) -> object:
    """Read the fields of a record, and gather what is unknown, missing, wrong, or wrongly shaped."""
    problems: list[Problem] = []
    values: dict[str, object] = {}
    for key, value in node.entries:
        if len(problems) >= MOST_SOUGHT:
            break
        if key.text not in own:
            problems.append(_unknown(key, keys_of(kind)))
            continue
        field, reader = own[key.text]
        try:
            values[field.name] = reader(value)
        except FormatError as error:
            problems.extend(error.problems)
    problems.extend(_missing(own, node, values, problems))
    if not problems:
        record: object = kind(**values)
        for key_of_fault, what, hint in faults(record):
            place = (node.get(key_of_fault) or node).place
            problems.append(Problem(what=what, place=place, hint=hint))
        if not problems:
            return record
    raise FormatError(problems)


def _missing(own: Own, node: Mapping, values: dict[str, object], problems: list[Problem]) -> list[Problem]:
    """List required fields that are absent or empty, except those that an unknown key was meant to be."""
    present = {key.text for key, _ in node.entries}
    present |= {problem.hint.removeprefix("did you mean '").removesuffix("'?") for problem in problems}
    found = []
    for field in (field for field, _ in own.values() if field.required):
        if field.key not in present:
            found.append(Problem(what=f"the key {field.key!r} is missing", place=node.place, hint=_about(field)))
        elif field.type is str and values.get(field.name) == "":
            empty = node.get(field.key) or node
            found.append(Problem(what=f"the text of {field.key!r} is empty", place=empty.place))
    return found


def _about(field: Field) -> str:
    """Say what a missing field would hold, where that is a short list of words."""
    if _is_enum(field.type):
        return f"one of {', '.join(str(member.value) for member in field.type)}"  # type: ignore[attr-defined]
    return ""


def _unknown(key: Scalar, known: Iterable[str]) -> Problem:
    if key.text == "id":
        return Problem(what="unknown key", value="'id'", place=key.place, hint="the id stands before the element")
    hint = meant(key.text, known) or f"keys here are {', '.join(known)}"
    return Problem(what="unknown key", value=shown(key), place=key.place, hint=hint)


def _field_reader(kind: type, field: Field, made: Converter, dialect: Dialect) -> Reader:
    """Choose the reader of a field: by its record, as elements by id, as a list of one, or by its type."""
    if (kind, field.name) in _BY_FIELD:
        return _BY_FIELD[kind, field.name]
    if field.element is not None:
        element = _reader(field.element, made)
        alone = dialect.alone.get(field.element, "")
        return lambda node: _elements(node, field.element, element, alone)
    reader = _reader(field.type, made)
    if field.single:
        return lambda node: reader(node if isinstance(node, Listing) else Listing((node,), node.place))
    return reader


def _elements(node: Node, kind: object, element: Reader, alone: str) -> tuple[object, ...]:
    """Read a mapping of ids to elements."""
    if not isinstance(node, Mapping):
        listed = isinstance(node, Listing)
        hint = "write 'ID:' and under it the element" if listed else "leave the key out if there are none"
        raise refuse(node.place, "a mapping of ids to elements is wanted here, not", _found(node), hint)

    def reader_of(key: Scalar) -> Reader:
        return lambda value: element(_with_id(key, value, kind, alone))

    return tuple(_gathered((reader_of(key), value) for key, value in node.entries))


def _with_id(key: Scalar, node: Node, kind: object, alone: str) -> Mapping:
    """Put the id of an element among its keys, write its short form out, and let its problems show at the id."""
    if len(key.text) > LONGEST_ID:
        raise refuse(key.place, f"an id of more than {LONGEST_ID} characters:", shown(key))
    if key.text != key.text.strip() or not key.text or any(unicodedata.category(each) == "Cc" for each in key.text):
        raise refuse(key.place, "an id that is empty, or has a blank at an end or a control character:", shown(key))
    short = SHORT.get(kind)
    if short and isinstance(node, Mapping) and node.entries:
        languages = all(LANGUAGE.fullmatch(name.text) and name.text != short for name, _ in node.entries)
        node = _under(short, node) if languages else node
    elif (short or alone) and isinstance(node, Scalar) and not node.is_empty:
        node = _under(short or alone, node)
    elif alone and isinstance(node, Listing):
        node = _under(alone, node)
    elif isinstance(node, Scalar) and node.is_empty:
        node = Mapping((), key.place)
    if not isinstance(node, Mapping):
        raise refuse(node.place, "a mapping of keys is wanted here, not", shown(node))
    given = next((name for name, _ in node.entries if name.text == "id"), None)
    if given is not None:
        raise FormatError([_unknown(given, ())])
    id = Scalar("id", Form.QUOTED, key.place, "")
    return Mapping(((id, attrs.evolve(key, form=Form.QUOTED)), *node.entries), key.place)


def _under(name: str, node: Node) -> Mapping:
    return Mapping(((Scalar(name, Form.QUOTED, node.place, ""), node),), node.place)


def _short_sentry(node: Node) -> Sentry:
    return Sentry(on=(read_pattern(node),))


def _short_anchor(node: Node) -> Anchor:
    return Anchor(event=read_pattern(node))


def _short_window(node: Node) -> Window:
    """Read a window from its greatest distance, or from a list of the least and the greatest."""
    wanted = frozenset({Duration, Reference})
    if not isinstance(node, Listing):
        return Window(high=read_amount(node, wanted))  # type: ignore[arg-type]
    if len(node.items) != 2:
        raise refuse(node.place, "a window has a least and a greatest distance, not", shown(node), "write [low, high]")
    low, high = _gathered((lambda item: read_amount(item, wanted), item) for item in node.items)
    return Window(low=low, high=high)  # type: ignore[arg-type]


_SHORT_FORMS: dict[type, Reader] = {
    Pattern: read_pattern,
    Sentry: _short_sentry,
    Anchor: _short_anchor,
    Window: _short_window,
}
"""Records for which something else than a mapping may stand."""
