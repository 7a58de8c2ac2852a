"""JSON into nodes with places, which the standard library's reader cannot give."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from collabmodel.errors import Place, Problem
from collabmodel.formats.nodes import DEEPEST, MOST, Form, Listing, Mapping, Node, Scalar, refuse, together
from collabmodel.formats.sources import Source
from collabmodel.formats.yaml import clean, key_problems

_BLANK = re.compile(r"[ \t\r\n]*")
_TEXT = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_BARE = re.compile(r"[^\s,:\[\]{}\"]+")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")


class _Open(NamedTuple):
    """A mapping or list whose end was not read yet."""

    closing: str
    place: Place
    items: list[Node]
    keys: list[Scalar]
    seen: dict[str, Place]


def read_json(source: Source) -> Node:
    """
    Read the one value of a JSON text.

    Args:
        source: The text and the name of its file.

    Raises:
        FormatError: The text is no JSON, is too deep or too large, or repeats a key.

    >>> read_json(Source("m.json", '{"id": "m"}')).entries[0][1].place.column
    8
    """
    if not source.text.strip():
        raise refuse(source.place(0), "the file is empty", hint=f"a {source.noun} starts with its id")
    scanner = _Scanner(source)
    node = scanner.run()
    if scanner.problems:
        raise together(scanner.problems)
    return node


class _Scanner:
    """Reads with a stack of its own, so that no depth of input can exhaust Python's."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.at = 0
        self.count = 0
        self.problems: list[Problem] = []

    def run(self) -> Node:
        """
        Read the value and see that nothing follows.

        Raises:
            FormatError: Something does, or the value is broken.
        """
        stack: list[_Open] = []
        while True:
            node = self.value(stack)
            while node is not None:
                if not stack:
                    self.blank()
                    if self.at < len(self.text):
                        raise refuse(self.place(), f"not JSON: something follows the end of the {self.source.noun}")
                    return node
                stack[-1].items.append(node)
                node = self.next(stack)

    def place(self) -> Place:
        return self.source.place(self.at)

    def blank(self) -> str:
        """Pass over blanks and give the character after them, or nothing at the end."""
        match = _BLANK.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.text[self.at : self.at + 1]

    def value(self, stack: list[_Open]) -> Node | None:
        """Read a scalar or an empty container, or open a container and give None."""
        letter = self.blank()
        self.count += 1
        if self.count > MOST:
            raise refuse(self.place(), f"more than {MOST:,} values", hint=f"split the {self.source.noun}")
        if letter not in {"{", "["}:
            return self.scalar()
        place = self.place()
        if len(stack) >= DEEPEST:
            raise refuse(place, f"more than {DEEPEST} levels within each other")
        self.at += 1
        closing = "}" if letter == "{" else "]"
        if self.blank() == closing:
            self.at += 1
            return Mapping((), place) if letter == "{" else Listing((), place)
        stack.append(_Open(closing, place, [], [], {}))
        if letter == "{":
            self.key(stack[-1])
        return None

    def next(self, stack: list[_Open]) -> Node | None:
        """Go on after a value: to the next one and give None, or close the container and give it."""
        into = stack[-1]
        letter = self.blank()
        if letter == ",":
            self.at += 1
            if into.closing == "}":
                self.key(into)
            return None
        if letter != into.closing:
            hint = f"the {'{' if into.closing == '}' else '['} of line {into.place.line} is open"
            raise refuse(self.place(), f"not JSON: ',' or '{into.closing}' is wanted here", hint=hint)
        self.at += 1
        stack.pop()
        if into.closing == "]":
            return Listing(tuple(into.items), into.place)
        return Mapping(tuple(zip(into.keys, into.items, strict=True)), into.place)

    def key(self, into: _Open) -> None:
        """Read a key and its colon."""
        if self.blank() != '"':
            hint = "JSON has no comments, and no comma before a closing bracket"
            raise refuse(self.place(), "not JSON: a key in double quotes is wanted here", hint=hint)
        self.count += 1
        key = self.scalar()
        self.problems.extend(key_problems(key, into.seen))
        into.keys.append(key)
        if self.blank() != ":":
            raise refuse(self.place(), "not JSON: ':' is wanted here")
        self.at += 1

    def scalar(self) -> Scalar:
        """Read a text, number, truth value or null."""
        place = self.place()
        if self.text.startswith('"', self.at):
            return self.quoted(place)
        match = _BARE.match(self.text, self.at)
        word = match[0] if match else ""
        if word not in {"true", "false", "null"} and not _NUMBER.fullmatch(word):
            what = (
                f"not JSON: a value is wanted here, not {word[:20]!r}" if word else "not JSON: a value is missing here"
            )
            raise refuse(place, what, hint="put texts in double quotes" if word else "")
        self.at += len(word)
        return Scalar(word, Form.BARE, place, word)

    def quoted(self, place: Place) -> Scalar:
        """Read a text in double quotes."""
        match = _TEXT.match(self.text, self.at)
        if match is None:
            raise refuse(place, "not JSON: a text does not end, or holds a line break or control character")
        try:
            said: str = json.loads(match[0])
        except ValueError as error:
            raise refuse(place, f"not JSON: {str(error).partition(':')[0]}") from None
        self.at = match.end()
        return clean(Scalar(said, Form.QUOTED, place, match[0]))
