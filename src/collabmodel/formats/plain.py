"""A model as plain dictionaries, lists and values: the tree that a file of it holds, without the defaults."""

from __future__ import annotations

import datetime as dt
import enum
import functools
from collections.abc import Callable
from typing import Any, TypeAlias

import attrs
from cattrs import Converter

from collabmodel.errors import FormatError, ModelError, Place, Problem
from collabmodel.formats.amounts import read_amount
from collabmodel.formats.dialects import MODEL, Dialect
from collabmodel.formats.fields import SHORT, TAGGED, Field, fields_of, item_type, members
from collabmodel.formats.nodes import Form, Listing, Mapping, Node, Scalar
from collabmodel.formats.scalars import DAYS
from collabmodel.formats.structure import structured
from collabmodel.model import Anchor, Literal, Model, Pattern, Reference, Sentry, Text, Window, parse_pattern, unparse
from collabmodel.workdays import Duration, HolidayRule, Opening

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | float | bool | None"
Writer: TypeAlias = Callable[[Any], Any]


def plain(model: Model) -> dict[str, Plain]:
    """
    Give the tree of a model's file, and see that reading it gives the same model.

    Args:
        model: The model.

    Raises:
        ModelError: It holds something that no file can say, such as two elements of one id.

    >>> plain(Model(id="m", version="1.10"))
    {'format': 1, 'id': 'm', 'version': '1.10'}
    """
    return written(model, model.id, MODEL)


def written(record: Any, name: str, dialect: Dialect) -> dict[str, Plain]:
    """
    Give the tree of a file, and see that reading it gives the same record.

    Args:
        record: What the file holds.
        name: What to call it in a message.
        dialect: The kind of file.

    Raises:
        ModelError: It holds something that no file can say, such as two elements of one id.
    """
    place = Place(name)
    try:
        made = writing(texts=True, dialect=dialect)
        told: dict[str, Plain] = {"format": record.format, **made.unstructure(record, dialect.root)}
        again = structured(node_of(told, place), dialect)
    except FormatError as error:
        raise ModelError(error.problems) from None
    except ValueError as error:
        raise ModelError([Problem(what=f"cannot be written: {error}", place=place)]) from None
    if again != record:
        raise ModelError([Problem(what=f"the {dialect.noun} holds something that no file can say", place=place)])
    return told


def node_of(value: Plain, place: Place) -> Node:
    """
    Turn plain values into the nodes that JSON of them would give.

    Args:
        value: The values.
        place: The place that all of them get.

    Raises:
        ValueError: A text holds what no file can.
    """
    if isinstance(value, dict):
        keys = (Scalar(key, Form.QUOTED, place, "") for key in value)
        return Mapping(tuple((key, node_of(value[key.text], place)) for key in keys), place)
    if isinstance(value, list):
        return Listing(tuple(node_of(item, place) for item in value), place)
    if isinstance(value, str):
        value.encode()
        if "\0" in value:
            msg = "NUL is no text"
            raise ValueError(msg)
        return Scalar(value, Form.QUOTED, place, "")
    said = str(value).lower() if isinstance(value, bool) else "null" if value is None else repr(value)
    return Scalar(said, Form.BARE, place, said)


@functools.cache
def writing(*, texts: bool, dialect: Dialect = MODEL) -> Converter:
    """
    Build the converter from records to plain values, once.

    Args:
        texts: Whether texts for people are written too.
        dialect: The kind of file.
    """
    made = Converter()
    made.register_unstructure_hook_factory(lambda kind: len(members(kind)) > 1, lambda kind: _union(kind, made))
    made.register_unstructure_hook_factory(lambda kind: item_type(kind) is not None, lambda kind: _tuple(kind, made))
    made.register_unstructure_hook_factory(
        lambda kind: isinstance(kind, type) and attrs.has(kind) and kind not in {Text, Duration, Reference},
        lambda kind: _record(kind, made, dialect, texts=texts),
    )
    made.register_unstructure_hook_func(lambda kind: isinstance(kind, type) and issubclass(kind, enum.Enum), _enum)
    made.register_unstructure_hook(Text, _text)
    made.register_unstructure_hook(Duration, str)
    made.register_unstructure_hook(Reference, lambda reference: reference.parameter)
    made.register_unstructure_hook(float, float)
    made.register_unstructure_hook(dt.date, dt.date.isoformat)
    made.register_unstructure_hook(dt.datetime, dt.datetime.isoformat)
    made.register_unstructure_hook(dt.time, _time)
    return made


def _enum(member: enum.Enum) -> object:
    return member.value


def _time(time: dt.time) -> str:
    return time.isoformat("minutes" if not time.second else "seconds")


def _text(text: Text) -> Plain:
    """Write words of the main language alone as they are, and several languages as a mapping."""
    if text.languages() == ("",):
        return text.versions[0][1]
    return dict(text.versions)


def _union(kind: Any, made: Converter) -> Writer:
    """Make a writer of a union: a condition as its text, a record with its tag, or a simple value."""
    kinds = [member for member in members(kind) if member is not type(None)]
    if Literal in kinds:
        return lambda value: None if value is None else unparse(value)
    if set(kinds) == set(TAGGED.values()):
        tags = {record: tag for tag, record in TAGGED.items()}
        return lambda value: {"type": tags[type(value)], **made.unstructure(value, type(value))}
    if len(kinds) == 1:
        inner = made.get_unstructure_hook(kinds[0])
        return lambda value: None if value is None else inner(value)
    simple = frozenset(kinds)
    return lambda value: _amount(value, simple, made)


def _amount(value: Any, kinds: frozenset[Any], made: Converter) -> Plain:
    """Write one of several simple types so that it reads as the same one."""
    if isinstance(value, str):
        quoted = Scalar(value, Form.QUOTED, Place(""), "")
        try:
            same = read_amount(quoted, kinds) == value
        except FormatError:
            same = False
        return value if same else {"text": value}
    if isinstance(value, int) and not isinstance(value, bool) and int not in kinds:
        return float(value)
    written: Plain = made.unstructure(value)
    return written


def _tuple(kind: Any, made: Converter) -> Writer:
    item = made.get_unstructure_hook(item_type(kind))
    return lambda values: [item(value) for value in values]


def _record(kind: type, made: Converter, dialect: Dialect, *, texts: bool) -> Writer:
    """Make a writer of a record: the fields that differ from their defaults, or its short form."""

    @functools.cache
    def own() -> list[tuple[Field, Writer]]:
        kept = (field for field in fields_of(kind) if texts or field.type is not Text)
        return [(field, _field(kind, field, made, dialect)) for field in kept]

    def write(record: object) -> dict[str, Plain]:
        values = ((field, writer, getattr(record, field.name)) for field, writer in own())
        return {field.key: writer(value) for field, writer, value in values if field.required or value != field.default}

    short = _SHORT_FORMS.get(kind) or dialect.writers.get(kind)
    return write if short is None else lambda record: _shortest(short(record, made), record, write)


def _shortest(short: Plain, record: object, write: Writer) -> Plain:
    whole: Plain = short if short is not None and short != "" else write(record)
    return whole


def _field(kind: type, field: Field, made: Converter, dialect: Dialect) -> Writer:
    if (kind, field.name) in _BY_FIELD:
        return _BY_FIELD[kind, field.name]
    writer: Writer = made.get_unstructure_hook(field.type if field.element is None else field.element)
    if field.element is None:
        return writer
    short, alone = SHORT.get(field.element), dialect.alone.get(field.element)
    return functools.partial(_elements, writer=writer, short=short, single=alone)


def _elements(records: tuple[Any, ...], writer: Writer, short: str | None, single: str | None) -> dict[str, Plain]:
    """Write elements as a mapping by id."""
    written: dict[str, Plain] = {}
    for record in records:
        if record.id in written:
            msg = f"two elements have the id {record.id!r}"
            raise ValueError(msg)
        fields = writer(record)
        del fields["id"]
        alone = fields.get(short) if short else None
        in_languages = isinstance(alone, dict) and alone and "" not in alone
        written[record.id] = alone if isinstance(alone, str) or in_languages else fields
        if single and list(fields) == [single] and not isinstance(fields[single], dict):
            written[record.id] = fields[single]
    return written


def _short_pattern(pattern: Pattern, _: Converter) -> str | None:
    try:
        return pattern.short() if parse_pattern(pattern.short()) == pattern else None
    except ValueError:
        return None


def _short_sentry(sentry: Sentry, made: Converter) -> str | None:
    if sentry.condition is not None or len(sentry.on) != 1:
        return None
    return _short_pattern(sentry.on[0], made)


def _short_anchor(anchor: Anchor, made: Converter) -> str | None:
    alone = anchor == Anchor(event=anchor.event) and anchor.event is not None
    return _short_pattern(anchor.event, made) if alone and anchor.event is not None else None


def _short_window(window: Window, made: Converter) -> str | None:
    alone = window == Window(high=window.high) and window.high is not None
    return str(made.unstructure(window.high)) if alone else None


_SHORT_FORMS: dict[type, Callable[[Any, Converter], Any]] = {
    Pattern: _short_pattern,
    Sentry: _short_sentry,
    Anchor: _short_anchor,
    Window: _short_window,
}
_BY_FIELD: dict[tuple[type, str], Writer] = {
    (Opening, "days"): lambda days: [DAYS[day] for day in days],
    (HolidayRule, "weekday"): lambda day: None if day is None else DAYS[day],
}
