"""
JSON Schema of model files, made from the types and their docstrings, for editors and other programs.

Reading a file is stricter: it also reads conditions and event patterns, and says what would be right.
"""

from __future__ import annotations

import datetime as dt
import enum
import inspect
import re
from typing import Any, TypeAlias

from collabmodel.formats.dialects import MODEL, Dialect
from collabmodel.formats.fields import SHORT, TAGGED, Field, fields_of, is_root, item_type, members
from collabmodel.formats.scalars import DAYS, LANGUAGE
from collabmodel.formats.versions import FORMAT
from collabmodel.model import Anchor, Literal, Pattern, Reference, Sentry, Text, Window
from collabmodel.workdays import Duration, HolidayRule, Opening

Schema: TypeAlias = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_NULL: Schema = {"type": "null"}
_DAY = "|".join(DAYS)
_DURATION = r"^\s*(\d{1,9}\s+(minute|hour|day|working\s+day|week|month|year)s?|same\s+day)\s*$"
_SIMPLE: dict[object, Schema] = {
    str: _TEXT,
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    dt.date: {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"},
    dt.datetime: {"type": "string", "format": "date-time"},
    dt.time: {"type": "string", "pattern": r"^\d\d:\d\d(:\d\d)?$"},
    Duration: {"$ref": "#/$defs/Duration"},
    Reference: {"$ref": "#/$defs/Reference"},
    Text: {"$ref": "#/$defs/Text"},
    Literal: {"$ref": "#/$defs/Expression"},
}
_WORDS: dict[str, Schema] = {
    "Duration": {"description": "A duration, such as `7 working days`.", "type": "string", "pattern": _DURATION},
    "Reference": {"description": "The id of a parameter.", "type": "string", "pattern": r"^[^\W\d][\w:.-]*$"},
    "Expression": {
        "description": "A condition, such as `age >= 12 and known(guardian)`.",
        "type": ["string", "boolean", "number"],
    },
    "EventPattern": {
        "description": "An event pattern: `ELEMENT[#TAG][.TRANSITION]` or `kind:KIND[#TAG][.TRANSITION]`.",
        "type": "string",
    },
    "Text": {
        "description": "Words in the main language, or in several languages.",
        "anyOf": [
            _TEXT,
            {
                "type": "object",
                "propertyNames": {"pattern": f"^({LANGUAGE.pattern})?$"},
                "additionalProperties": _TEXT,
            },
        ],
    },
}
_PATTERN: Schema = {"$ref": "#/$defs/EventPattern"}
_LENGTH: Schema = {"anyOf": [_SIMPLE[Duration], _SIMPLE[Reference]]}
_SHORT_FORMS: dict[type, list[Schema]] = {
    Pattern: [_PATTERN],
    Sentry: [_PATTERN],
    Anchor: [_PATTERN],
    Window: [_LENGTH, {"type": "array", "items": _LENGTH, "minItems": 2, "maxItems": 2}],
}
_BY_FIELD: dict[tuple[type, str], Schema] = {
    (Opening, "days"): {
        "anyOf": [
            {"type": "string", "pattern": f"^({_DAY})(-({_DAY}))?$"},
            {"type": "array", "items": {"type": "string", "pattern": f"^({_DAY})(-({_DAY}))?$"}},
        ]
    },
    (HolidayRule, "weekday"): {"anyOf": [{"enum": list(DAYS)}, _NULL]},
}
_MERGING: Schema = {
    "extends": {
        "description": "Id of a shipped {noun}, or path of a file, that this one changes.",
        "type": "string",
    },
    "remove": {
        "description": "Ids of elements of the extended {noun} that this one does without.",
        "type": "array",
        "items": _TEXT,
    },
}


def schema() -> Schema:
    """
    Make the JSON Schema (2020-12) of a model file.

    >>> schema()["required"]
    ['id']
    """
    return schema_of(MODEL)


def schema_of(dialect: Dialect) -> Schema:
    """
    Make the JSON Schema (2020-12) of a kind of file.

    Args:
        dialect: The kind of file.
    """
    definitions: dict[str, Schema] = dict(_WORDS)
    root = _record(dialect.root, definitions, dialect)
    merging = {
        key: {**told, "description": told["description"].format(noun=dialect.noun)} for key, told in _MERGING.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:collabmodel:{dialect.noun}:{FORMAT}",
        "title": dialect.title,
        **root,
        "properties": {**root["properties"], **merging},
        "$defs": {name: definitions[name] for name in sorted(definitions)},
    }


def _of(kind: object, definitions: dict[str, Schema], dialect: Dialect) -> Schema:
    """Give the schema of a type in a file."""
    if Literal in members(kind):
        return _either([_SIMPLE[Literal], *([_NULL] if type(None) in members(kind) else [])])
    if len(members(kind)) > 1:
        kinds = members(kind)
        literal = [
            {"type": "object", "properties": {"text": _TEXT}, "required": ["text"], "additionalProperties": False}
        ]
        escaped = literal if str in kinds and Duration in kinds else []
        return _either([_NULL if one is type(None) else _of(one, definitions, dialect) for one in kinds] + escaped)
    if item_type(kind) is not None:
        return {"type": "array", "items": _of(item_type(kind), definitions, dialect)}
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    assert isinstance(kind, type)
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}
        definitions[kind.__name__] = _defined(kind, definitions, dialect)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _either(options: list[Schema]) -> Schema:
    return options[0] if len(options) == 1 else {"anyOf": options}


def _defined(kind: type, definitions: dict[str, Schema], dialect: Dialect) -> Schema:
    """Give the schema of an enum or a record, with its short forms."""
    if issubclass(kind, enum.Enum):
        return {"description": _summary(kind), "enum": [member.value for member in kind]}
    whole = _record(kind, definitions, dialect)
    tag = next((tag for tag, record in TAGGED.items() if record is kind), None)
    if tag is not None:
        whole["properties"] = {"type": {"description": "Kind of indicator.", "const": tag}, **whole["properties"]}
        whole["required"] = ["type", *whole["required"]]
    short = [_SIMPLE[Text]] if kind in SHORT else _SHORT_FORMS.get(kind) or dialect.schemas.get(kind, [])
    if not short and not whole["required"]:
        whole["type"] = ["object", "null"]
    return {"description": whole.pop("description"), "anyOf": [*short, whole]} if short else whole


def _record(kind: type, definitions: dict[str, Schema], dialect: Dialect) -> Schema:
    """Give the schema of a record written out as a mapping; elements without the id that stands before them."""
    about = _arguments(kind)
    own = [field for field in fields_of(kind) if field.key != "id" or is_root(kind)]
    properties = {}
    for field in own:
        found = _property(kind, field, definitions, dialect)
        properties[field.key] = {"description": about.get(field.name, ""), **found}
    required = [field.key for field in own if field.required]
    return {
        "description": _summary(kind),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _property(kind: type, field: Field, definitions: dict[str, Schema], dialect: Dialect) -> Schema:
    if field.key == "format" and is_root(kind):
        return {"const": FORMAT}
    if (kind, field.name) in _BY_FIELD:
        return _BY_FIELD[kind, field.name]
    if field.element is not None:
        ids = {"minLength": 1, "maxLength": 200}
        inner = _of(field.element, definitions, dialect)
        if field.element in dialect.alone:
            inner = {"anyOf": [*dialect.schemas[_alone(field.element, dialect)], inner]}
        return {"type": "object", "propertyNames": ids, "additionalProperties": inner}
    found = _of(field.type, definitions, dialect)
    if field.single:
        return {"anyOf": [found["items"], found]}
    return {**found, "minLength": 1} if field.required and field.type is str else found


def _alone(element: object, dialect: Dialect) -> type:
    """Give the type of the key whose value may stand alone for an element."""
    assert isinstance(element, type)
    found = next(field.type for field in fields_of(element) if field.key == dialect.alone[element])
    assert isinstance(found, type)
    return found


def _summary(kind: type) -> str:
    """Give the first paragraph of a docstring."""
    paragraph = (inspect.getdoc(kind) or "").split("\n\n")[0]
    return _words(paragraph)


def _words(text: str) -> str:
    return " ".join(text.replace("``", "`").split())


def _arguments(kind: type) -> dict[str, str]:
    """Read what a docstring says of each field."""
    inside = (inspect.getdoc(kind) or "").partition("Args:\n")[2].partition("\n\n")[0]
    starts = list(re.finditer(r"^ {4}(\w+): ", inside, re.MULTILINE))
    ends = [start.start() for start in starts[1:]] + [len(inside)]
    return {start[1]: _words(inside[start.end() : end]) for start, end in zip(starts, ends, strict=True)}
