"""A file as a tree of nodes, each of which knows where it stands: what YAML and JSON have in common."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import attrs

from collabmodel.errors import FormatError, Place, Problem

LARGEST = 2_000_000
"""Most bytes of one file."""
DEEPEST = 40
"""Most levels of mappings and lists within each other."""
MOST = 200_000
"""Most values and keys in one file."""
MOST_TOLD = 100
"""Most problems that one error tells."""
MOST_SOUGHT = 1000
"""Number of problems after which no more are looked for, so that a bad file of any size is answered soon."""


class Form(enum.Enum):
    """How a scalar is written, which decides what it may mean."""

    PLAIN = "plain"
    QUOTED = "quoted"
    BLOCK = "block"
    BARE = "bare"


@attrs.frozen(eq=False)
class Scalar:
    """
    A single value: text, number, truth value or nothing, as written.

    Args:
        text: What it says, after escapes and folding.
        form: ``PLAIN`` YAML, whose meaning depends on what is wanted; ``QUOTED`` or ``BLOCK`` text;
            ``BARE`` JSON, a number, truth value or null.
        place: Where it starts.
        raw: What stands in the file, quotes included.
    """

    text: str
    form: Form
    place: Place
    raw: str = attrs.field(repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether it says that there is nothing here."""
        return self.form in {Form.PLAIN, Form.BARE} and self.text in {"", "null", "~"}

    def at(self, offset: int) -> Place:
        """
        Give the place of one character of the text, through quotes, escapes and folding.

        Args:
            offset: Offset in ``text``, from 0; its length for the end.
        """
        index = _index(self, offset)
        before = self.raw[:index]
        lines = before.count("\n")
        column = index - before.rfind("\n") if lines else self.place.column + index
        return attrs.evolve(self.place, line=self.place.line + lines, column=column)


@attrs.frozen(eq=False)
class Listing:
    """
    A list of nodes.

    Args:
        items: The nodes.
        place: Where it starts.
    """

    items: tuple[Node, ...]
    place: Place


@attrs.frozen(eq=False)
class Mapping:
    """
    A mapping of texts to nodes, in file order.

    Args:
        entries: Pairs of key and node; no key occurs twice.
        place: Where it starts.
    """

    entries: tuple[tuple[Scalar, Node], ...]
    place: Place

    def get(self, key: str) -> Node | None:
        """
        Give the node under a key, or None.

        Args:
            key: The key.
        """
        return next((node for name, node in self.entries if name.text == key), None)


Node: TypeAlias = Scalar | Listing | Mapping


def refuse(place: Place, what: str, value: str = "", hint: str = "") -> FormatError:
    """
    Make an error of one problem.

    Args:
        place: Where it stands.
        what: What is wrong.
        value: The offending value.
        hint: What would be right.
    """
    return FormatError([Problem(what=what, value=value, place=place, hint=hint)])


def together(problems: Iterable[Problem]) -> FormatError:
    """
    Make one error of many problems, in reading order; of very many the first.

    Args:
        problems: The problems.
    """
    ordered = sorted(problems, key=lambda problem: (problem.place.file, problem.place.line, problem.place.column))
    more = len(ordered) - MOST_TOLD
    if more > 0:
        rest = f"and {more} more problems" if len(ordered) < MOST_SOUGHT else "and many more problems"
        ordered = [*ordered[:MOST_TOLD], Problem(what=rest, place=Place(ordered[0].place.file))]
    return FormatError(ordered)


def shown(node: Node, most: int = 40) -> str:
    """
    Show a value in a message, shortened.

    Args:
        node: The value.
        most: Most characters shown.

    >>> shown(Scalar("gardian", Form.PLAIN, Place("m.yaml"), "gardian"))
    "'gardian'"
    """
    if isinstance(node, Listing):
        return f"a list of {len(node.items)}"
    if isinstance(node, Mapping):
        return f"a mapping of {len(node.entries)}"
    if node.is_empty:
        return node.text
    text = brief(node.text, most)
    return text if node.form is Form.BARE else repr(text)


def brief(text: str, most: int = 40) -> str:
    """
    Shorten a text for a message.

    Args:
        text: The text.
        most: Most characters shown.

    >>> brief("a very long text", most=9)
    'a very...'
    """
    return text if len(text) <= most else text[: most - 3] + "..."


_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r?\n[ \t]*|.)", re.DOTALL)
_BLANK_ESCAPES = frozenset({"\\n", "\\t", "\\r", "\\ ", "\\_", "\\N", "\\L", "\\P", "\\v", "\\f", "\\\t"})


def _index(scalar: Scalar, offset: int) -> int:
    """
    Find where in the raw text a character of the text stands.

    Blanks are folded in many ways, so the characters that are not blank are counted instead.
    """
    wanted = sum(not letter.isspace() for letter in scalar.text[:offset])
    spans = _solid(scalar)
    last = len(scalar.raw) - (scalar.raw[:1] in {'"', "'"} and len(scalar.raw) > 1)
    for number, (start, end) in enumerate(spans):
        if number == wanted:
            return start
        last = end
    if offset >= len(scalar.text) and scalar.raw[:1] in {'"', "'"}:
        return len(scalar.raw) - 1
    return last


def _solid(scalar: Scalar) -> Iterator[tuple[int, int]]:
    """Walk over the spans of raw text that stand for one character that is not blank."""
    raw = scalar.raw
    quote = raw[:1] if scalar.form is Form.QUOTED and raw[:1] in {'"', "'"} else ""
    at = len(quote)
    if scalar.form is Form.BLOCK:
        at = raw.find("\n") + 1
    stop = len(raw) - len(quote)
    while at < stop:
        end = at + 1
        if quote == '"' and raw[at] == "\\":
            match = _ESCAPE.match(raw, at)
            end = match.end() if match else at + 1
            if match and _pairs(match[0]) and _ESCAPE.match(raw, end):
                end += 6
            solid = not (match and _is_blank(match[0]))
        else:
            end += quote == "'" and raw[at] == "'"
            solid = not raw[at].isspace()
        if solid:
            yield at, end
        at = end


def _is_blank(escape: str) -> bool:
    """Tell whether an escape stands for a blank, or for a line break that is folded away."""
    digits = escape[2:] if escape[1] in "xuU" and len(escape) > 2 else ""
    return chr(int(digits, 16)).isspace() if digits else escape in _BLANK_ESCAPES or "\n" in escape


def _pairs(escape: str) -> bool:
    """Tell whether an escape is the first half of a JSON surrogate pair."""
    return escape[1:2] == "u" and 0xD800 <= int(escape.removeprefix("\\u"), 16) <= 0xDBFF
