"""Kinds of files: what each holds, what it is called, and what may stand in it beside what its types say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import attrs
from cattrs import Converter

from collabmodel.formats.nodes import Node
from collabmodel.model import Card, CaseKey, Model

Short: TypeAlias = "Callable[[Node], object]"
"""Reads what may stand for a record instead of a mapping of its keys."""
Shortened: TypeAlias = "Callable[[Any, Converter], Any]"
"""Writes the short form of a record, or gives None where it has none."""
Schema: TypeAlias = dict[str, Any]


@attrs.frozen(kw_only=True, eq=False)
class Dialect:
    """
    One kind of file.

    Args:
        root: The record that a whole file holds; it has a field ``format``.
        noun: What it is called: ``"model"``.
        infix: What stands between the id of a shipped one and the ending of its file's name, such as ``".scenario"``.
        title: Title of its JSON Schema.
        readers: For records with a short form, what reads it.
        writers: For records with a short form, what writes it.
        schemas: For records with a short form, the JSON Schemas of it.
        whole: Records without an id of which a variant may say single fields.
        closed: Records of ``readers`` that are only ever written short; what stands there instead is never quoted.
        alone: Elements for which the value of one key may stand alone, if it is a single value, with that key.
    """

    root: type
    noun: str
    infix: str = ""
    title: str = ""
    readers: Mapping[type, Short] = attrs.field(factory=dict)
    writers: Mapping[type, Shortened] = attrs.field(factory=dict)
    schemas: Mapping[type, list[Schema]] = attrs.field(factory=dict)
    whole: frozenset[type] = frozenset()
    closed: frozenset[type] = frozenset()
    alone: Mapping[object, str] = attrs.field(factory=dict)


MODEL = Dialect(
    root=Model, noun="model", title="Model of a cooperation, or a set of values", whole=frozenset({Card, CaseKey})
)
"""Files of models and sets of values."""
