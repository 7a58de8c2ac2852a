"""Values of attributes in XES."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator

import attrs

from collabmodel.rules.trace import Value

_WHOLE = re.compile(r"[+-]?\d{1,400}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_TRUTH = {"true": True, "false": False, "1": True, "0": False}


def whole(text: str) -> Value:
    """
    Read a whole number.

    Args:
        text: The text; blanks around it do not matter.

    Raises:
        ValueError: It is no whole number.
    """
    word = text.strip()
    if not _WHOLE.fullmatch(word):
        raise ValueError(_NO_WHOLE)
    return int(word)


def number(text: str) -> Value:
    """
    Read a number; NaN is a missing value.

    Args:
        text: The text; blanks around it do not matter.

    Raises:
        ValueError: It is no number, or not finite.
    """
    word = text.strip()
    if word.lower() == "nan":
        return None
    if not _NUMBER.fullmatch(word) or not math.isfinite(float(word)):
        raise ValueError(_NO_NUMBER)
    return float(word)


def truth(text: str) -> Value:
    """
    Read a truth value.

    Args:
        text: The text; blanks around it and capitals do not matter.

    Raises:
        ValueError: It is no truth value.
    """
    word = text.strip().lower()
    if word not in _TRUTH:
        raise ValueError(_NO_TRUTH)
    return _TRUTH[word]


_NO_WHOLE = "not a whole number"
_NO_NUMBER = "not a finite number"
_NO_TRUTH = "not a truth value: true or false"

TEXTS = ("string", "id")
"""Tags whose values are text."""

READERS: dict[str, Callable[[str], Value]] = {"int": whole, "float": number, "boolean": truth}
"""Readers of values by tag; ``string``, ``id`` and ``date`` aside."""

NESTING = ("list", "container", "values")
"""Tags that hold attributes and have no value."""

TAGS = (*TEXTS, "date", *READERS)
"""Tags of attributes with a value of their own."""


@attrs.define
class Nested:
    """
    An attribute that holds others, while it is read.

    Args:
        key: Its key.
        tag: ``list``, ``container``, ``values``, a tag of an attribute with a value, or empty for the attribute whose
            own value was taken in already.
        own: Its own value.
        parts: Keys and values inside it.
    """

    key: str
    tag: str
    own: Value = None
    parts: list[tuple[str, Value]] = attrs.field(factory=list)

    def value(self) -> Value:
        """Give the value: of a list a tuple, of a container pairs, of others their own (and pairs inside it)."""
        if self.tag == "list":
            return tuple(value for _, value in self.parts)
        if self.tag == "container":
            return tuple(self.parts)
        return (("value", self.own), *self.parts) if self.parts else self.own

    def close(self) -> Iterator[tuple[str, Value]]:
        """Give the keys and values that it adds to what is around it."""
        if self.tag == "values":
            yield from self.parts
        elif self.tag:
            yield self.key, self.value()
        else:
            yield from ((f"{self.key}.{key}", value) for key, value in self.parts)
