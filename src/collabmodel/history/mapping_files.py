"""Mappings in files: YAML or JSON, every mistake told with its place."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as AnyMapping
from pathlib import Path
from zoneinfo import available_timezones

import attrs

from collabmodel.errors import FormatError, Place, Problem
from collabmodel.formats.json import read_json
from collabmodel.formats.nodes import Listing, Node, Scalar, shown
from collabmodel.formats.nodes import Mapping as Entries
from collabmodel.formats.sources import from_file
from collabmodel.formats.yaml import read_yaml
from collabmodel.history.intake import did_you_mean
from collabmodel.history.mapping import FIELDS, SYNONYMS, Mapping, Target, field_name


def read_mapping(path: str | Path) -> Mapping:
    """
    Read a mapping from a YAML or JSON file; its keys are the fields of ``Mapping``.

    ``elements`` maps a name in the log to an element id, to a mapping with ``element``, ``transition`` and ``kind``, or
    to ``null`` for events to leave out. ``open`` is ``none``, ``all``, or a mapping with a list ``until``.

    Args:
        path: The file.

    Raises:
        FormatError: It is no mapping; with every problem and its place.
    """
    if not Path(path).is_file():
        raise FormatError(
            [Problem(what="no such mapping file", place=Place(str(path)), hint="name a YAML or JSON file")]
        )
    source = from_file(Path(path), str(path))
    root = read_json(source) if source.is_json else read_yaml(source)
    reader = _Reader()
    found = reader.read(root)
    if reader.problems:
        raise FormatError(reader.problems)
    return found


class _Reader:
    """Collects what a file says and what is wrong with it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.keys: AnyMapping[str, Callable[[Node], dict[str, object]]] = {
            "columns": lambda node: {"columns": self.columns(node)},
            "elements": lambda node: {"elements": self.elements(node)},
            "transitions": lambda node: {"transitions": self.pairs(node)},
            "timezone": lambda node: {"timezone": self.timezone(node)},
            "time_format": lambda node: {"time_format": self.text(node)},
            "open": self.open,
            "drop": lambda node: {"drop": self.texts(node)},
            "facts": lambda node: {"facts": self.pairs(node)},
            "data": lambda node: {"data": self.pairs(node)},
            "object_type": lambda node: {"object_type": self.text(node)},
        }

    def wrong(self, what: str, node: Node, hint: str = "") -> None:
        self.problems.append(Problem(what=what, value=shown(node), place=node.place, hint=hint))

    def read(self, root: Node) -> Mapping:
        """Read the whole file."""
        found: dict[str, object] = {}
        for key, node in self.entries(root):
            if key.text not in self.keys:
                self.wrong("unknown key", key, did_you_mean(key.text, self.keys) or f"one of {', '.join(self.keys)}")
            else:
                found |= self.keys[key.text](node)
        return Mapping(**found)  # type: ignore[arg-type]

    def entries(self, node: Node) -> tuple[tuple[Scalar, Node], ...]:
        """Give the entries of a mapping."""
        if isinstance(node, Entries):
            return node.entries
        self.wrong("not a mapping", node)
        return ()

    def text(self, node: Node) -> str:
        """Give a text that is not empty."""
        if isinstance(node, Scalar) and not node.is_empty and node.text:
            return node.text
        self.wrong("not a text", node)
        return ""

    def texts(self, node: Node) -> tuple[str, ...]:
        """Give a list of texts; one text may stand for a list of one."""
        items = node.items if isinstance(node, Listing) else (node,)
        return tuple(self.text(item) for item in items)

    def pairs(self, node: Node) -> tuple[tuple[str, str], ...]:
        """Give a mapping of text to text."""
        return tuple((key.text, self.text(value)) for key, value in self.entries(node))

    def columns(self, node: Node) -> tuple[tuple[str, str], ...]:
        """Give the columns, under the names that we use."""
        found: dict[str, str] = {}
        for key, value in self.entries(node):
            name = field_name(key.text)
            if not name:
                hint = did_you_mean(key.text, (*FIELDS, *SYNONYMS)) or f"one of {', '.join(FIELDS)}"
                self.wrong("unknown part of an event", key, hint)
            elif name in found:
                self.wrong("a part of an event that is named twice", key)
            else:
                found[name] = self.text(value)
        return tuple(found.items())

    def elements(self, node: Node) -> tuple[tuple[str, Target], ...]:
        """Give what events of the log are."""
        return tuple((key.text, self.target(value)) for key, value in self.entries(node))

    def target(self, node: Node) -> Target:
        """Give what an event of the log is."""
        if isinstance(node, Scalar):
            return Target(dropped=True) if node.is_empty else Target(node.text)
        found: dict[str, str] = {}
        names = [field.name for field in attrs.fields(Target) if field.name != "dropped"]
        for key, value in self.entries(node):
            if key.text in names:
                found[key.text] = self.text(value)
            else:
                self.wrong("unknown key", key, did_you_mean(key.text, names) or f"one of {', '.join(names)}")
        return Target(found.get("element", ""), found.get("transition", ""), found.get("kind", ""))

    def timezone(self, node: Node) -> str:
        """Give the name of a time zone."""
        name = self.text(node)
        if name and name not in available_timezones():
            self.wrong("unknown time zone", node, did_you_mean(name, available_timezones()) or "an IANA name")
        return name

    def open(self, node: Node) -> dict[str, object]:
        """Give which cases are open."""
        if isinstance(node, Entries):
            until: tuple[str, ...] = ()
            for key, value in node.entries:
                if key.text == "until":
                    until = self.texts(value)
                else:
                    self.wrong("unknown key", key, "until")
            return {"open": "until", "until": until}
        word = self.text(node)
        if word and word not in {"all", "none"}:
            self.wrong("unknown word", node, "all, none, or a mapping with a list 'until' of ending events")
        return {"open": word or "none"}
