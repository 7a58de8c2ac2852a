"""
YAML 1.2 into nodes, without anything that could surprise: no aliases, tags, repeated keys or second documents.

Plain scalars keep their text (``on``, ``no``, ``12:30``, ``0123``, ``1.10``); what they mean is decided by what is
wanted where they stand. One dependency reads the events; keep it behind this module.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from collabmodel.errors import Place, Problem
from collabmodel.formats.nodes import DEEPEST, MOST, Form, Listing, Mapping, Node, Scalar, refuse, shown, together
from collabmodel.formats.sources import LONG_TAG, Source

_ADVICE = {
    "end of stream": "close the quotes",
    "unknown escape": "write \\\\ for a backslash, or use single quotes",
    "that cannot start": "put the text in quotes",
    "',' or ']'": "close the bracket before it",
    "',' or '}'": "close the bracket before it",
}


def read_yaml(source: Source) -> Node:
    """
    Read the one document of a YAML text.

    Args:
        source: The text and the name of its file.

    Raises:
        FormatError: The text is no YAML, or uses a part of YAML that a model may not.

    >>> read_yaml(Source("m.yaml", "on: 12:30")).entries[0][1].text
    '12:30'
    """
    from ruamel.yaml import YAML  # noqa: PLC0415 - reading is the only need for it
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415

    tag = LONG_TAG.search(source.text)
    if tag:
        raise refuse(
            source.place(tag.start()), "'!' starts a tag, and tags are not read", hint="put the text in quotes"
        )
    reader = YAML(typ="safe", pure=True)
    try:
        return _Builder(source).build(reader.parse(source.text))
    except MarkedYAMLError as error:
        unended = "end of stream" in str(error.problem)
        mark = (unended and error.context_mark) or error.problem_mark or error.context_mark
        place = source.place(mark.index if mark else 0)
        hint = _advice(str(error.problem), source.text.splitlines()[place.line - 1 : place.line])
        raise refuse(place, f"not YAML: {error.problem or error.context}", hint=hint) from None
    except (YAMLError, ValueError, OverflowError) as error:
        raise refuse(source.place(0), f"not YAML: {str(error).splitlines()[0]}") from None


def _advice(problem: str, lines: list[str]) -> str:
    """Say what usually lies behind a syntax error on a line."""
    line = lines[0] if lines else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "indent with spaces, not tabs"
    for sign, advice in _ADVICE.items():
        if sign in problem:
            return advice
    if line.count(": ") > 1:
        return "put a text that holds ': ' in quotes"
    return "see the indentation, and put texts with special characters in quotes"


class _Open:
    """A mapping or list whose end was not read yet."""

    def __init__(self, place: Place, *, mapping: bool) -> None:
        self.place = place
        self.mapping = mapping
        self.items: list[Node] = []
        self.entries: list[tuple[Scalar, Node]] = []
        self.key: Scalar | None = None
        self.seen: dict[str, Place] = {}


class _Builder:
    """Builds nodes from parser events with a stack of its own, so that no depth of input can exhaust Python's."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.stack: list[_Open] = []
        self.root: Node | None = None
        self.count = 0
        self.problems: list[Problem] = []

    def build(self, events: Iterator[Any]) -> Node:
        """
        Take in every event.

        Args:
            events: Events of the parser.

        Raises:
            FormatError: There is no document or more than one, or the document is too large or deep.
        """
        for event in events:
            handle = getattr(self, "on_" + type(event).__name__.removesuffix("Event").lower(), None)
            if handle is not None:
                handle(event)
        if self.problems:
            raise together(self.problems)
        if self.root is None or (isinstance(self.root, Scalar) and self.root.is_empty):
            raise refuse(
                self.source.place(0),
                "the file is empty",
                hint=f"a {self.source.noun} starts with 'format: 1' and its id",
            )
        return self.root

    def place(self, event: Any) -> Place:
        return self.source.place(event.start_mark.index)

    def on_documentstart(self, event: Any) -> None:
        if self.root is not None:
            raise refuse(self.place(event), "a second document starts", hint=f"keep one {self.source.noun} in one file")
        if event.version is not None and tuple(event.version) != (1, 2):
            version = ".".join(map(str, event.version))
            raise refuse(self.place(event), f"YAML {version} is not read", hint=f"{self.source.noun}s are YAML 1.2")
        if event.tags:
            raise refuse(self.place(event), "tags are not read", hint="leave %TAG out")

    def on_alias(self, event: Any) -> None:
        place = self.place(event)
        self.tell(place, "aliases are not read", f"'*{event.anchor[:40]}'", "write the value out")
        self.add(Scalar("", Form.QUOTED, place, ""))

    def tell(self, place: Place, what: str, value: str, hint: str) -> None:
        """Keep a problem for the end, so that all of them are told at once."""
        self.problems.append(Problem(what=what, value=value, place=place, hint=hint))

    def guard(self, event: Any) -> Place:
        """Refuse anchors, tags and too many nodes."""
        place = self.place(event)
        if event.anchor is not None:
            self.tell(place, "anchors are not read", f"'&{event.anchor[:40]}'", "write each value out where it stands")
        tag = event.tag
        if tag is not None and str(tag) != "!":
            self.tell(place, "tags are not read", f"'{str(tag)[:40]}'", "leave it out")
        self.count += 1
        if self.count > MOST:
            raise refuse(place, f"more than {MOST:,} values", hint=f"split the {self.source.noun}")
        return place

    def on_scalar(self, event: Any) -> None:
        place = self.guard(event)
        form = {None: Form.PLAIN, "": Form.PLAIN, "|": Form.BLOCK, ">": Form.BLOCK}.get(event.style, Form.QUOTED)
        raw = self.source.text[event.start_mark.index : event.end_mark.index]
        self.add(clean(Scalar(event.value, form, place, raw)))

    def on_mappingstart(self, event: Any) -> None:
        self.open(event, mapping=True)

    def on_sequencestart(self, event: Any) -> None:
        self.open(event, mapping=False)

    def open(self, event: Any, *, mapping: bool) -> None:
        place = self.guard(event)
        parent = self.stack[-1] if self.stack else None
        if parent is not None and parent.mapping and parent.key is None:
            raise refuse(place, "a key that is no text", hint="keys are texts")
        if len(self.stack) >= DEEPEST:
            raise refuse(place, f"more than {DEEPEST} levels within each other")
        self.stack.append(_Open(place, mapping=mapping))

    def on_mappingend(self, _event: Any) -> None:
        done = self.stack.pop()
        self.add(Mapping(tuple(done.entries), done.place))

    def on_sequenceend(self, _event: Any) -> None:
        done = self.stack.pop()
        self.add(Listing(tuple(done.items), done.place))

    def add(self, node: Node) -> None:
        """Put a finished node where it belongs."""
        if not self.stack:
            self.root = node
            return
        into = self.stack[-1]
        if not into.mapping:
            into.items.append(node)
        elif into.key is not None:
            into.entries.append((into.key, node))
            into.key = None
        else:
            assert isinstance(node, Scalar)
            into.key = node
            self.problems.extend(key_problems(node, into.seen))


def key_problems(key: Scalar, seen: dict[str, Place]) -> list[Problem]:
    """
    Take a key into the keys of its mapping, and say what is wrong with it.

    Args:
        key: The key.
        seen: Places of the keys before it; the key is put in.
    """
    what, hint = "", ""
    if key.is_empty:
        what, hint = "a key that is no text", "keys are texts; put it in quotes if it is meant"
    elif key.text == "<<" and key.form is Form.PLAIN:
        what, hint = "merge keys are not read", "write the keys out, or use 'extends'"
    elif key.text in seen:
        what, hint = "a key twice", f"it stands on line {seen[key.text].line} already"
    seen.setdefault(key.text, key.place)
    return [Problem(what=what, value=shown(key), place=key.place, hint=hint)] if what else []


def clean(scalar: Scalar) -> Scalar:
    """
    Let a scalar pass if its text can be stored anywhere.

    Args:
        scalar: The scalar.

    Raises:
        FormatError: An escape in it stands for NUL or a lone surrogate.
    """
    for offset, letter in enumerate(scalar.text):
        if letter == "\0" or "\ud800" <= letter <= "\udfff":
            raise refuse(scalar.at(offset), "NUL and lone surrogates are no text")
    return scalar
