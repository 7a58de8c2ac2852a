"""Settings of plugins: one file, each part read into the class of the adapter that it is for, with located errors."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import attrs

from collabmodel.errors import CollabError, ConfigError, FormatError, Place, PluginError, Problem
from collabmodel.formats.dialects import Dialect
from collabmodel.formats.fields import members
from collabmodel.formats.nodes import Listing, Mapping, Node, refuse, shown
from collabmodel.formats.reading import tree
from collabmodel.formats.scalars import meant, read_str
from collabmodel.formats.sources import from_file, from_text
from collabmodel.formats.structure import structured
from collabmodel.model import Text
from collabmodel.plugin.secrets import Secret, read_secret
from collabmodel.workdays import Duration

C = TypeVar("C")
SECTIONS = ("stores", "notifiers", "reporters")
"""Parts of a file of settings that hold settings by the name of what they are for."""
KEYS = ("format", "plugins", *SECTIONS)
_LONGEST = 300
"""Most characters that are told of what a class says of its own fields."""
_AMOUNTS = frozenset({str, bool, int, float, Duration})
_SIMPLE = _AMOUNTS | {dt.date, dt.datetime, dt.time, Text, Secret}
"""What one value of a file can be; the first of them also where one of several is wanted."""


@attrs.frozen(eq=False)
class Settings:
    """
    What a file of settings says.

    Args:
        allow: Which plugins of other distributions are loaded: names, distributions, or ``DISTRIBUTION:NAME``; None
            for all.
        block: Which plugins are not loaded, written alike.
        parts: Settings by section and name, as they stand in the file.
    """

    allow: tuple[str, ...] | None = None
    block: tuple[str, ...] = ()
    parts: tuple[tuple[str, str, Node], ...] = attrs.field(default=(), repr=False)

    def of(self, section: str, name: str, config: type[C]) -> C:
        """
        Give the settings of one adapter; where the file says nothing, those that it has by itself.

        Args:
            section: ``"stores"``, ``"notifiers"`` or ``"reporters"``.
            name: Name of the adapter.
            config: The attrs class of its settings.

        Raises:
            FormatError: What stands there does not fit; with every problem and its place.
            ConfigError: The file says nothing, and something is required.
            PluginError: The class itself fails.
        """
        node = next((node for part, of, node in self.parts if (part, of) == (section, name)), None)
        return _built(config, node, f"{section}.{name}")

    def names(self) -> Iterator[tuple[str, str, Place]]:
        """Give the section and name of every adapter that has settings, and where they stand."""
        return ((section, name, node.place) for section, name, node in self.parts)


def _built(config: type[C], node: Node | None, where: str) -> C:
    try:
        found = structured(node or Mapping((), Place(where)), _dialect(config))  # type: ignore[arg-type]
    except FormatError as error:
        if node is None:
            raise ConfigError(error.problems) from None
        raise
    except (TypeError, ValueError) as error:
        # What a validator of the class says: it knows what it wants of its own fields.
        place = Place(where) if node is None else node.place
        said = str(error.args[0]) if error.args else ""
        raise FormatError([Problem(what=said[:_LONGEST] or type(error).__name__, place=place)]) from None
    except CollabError:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever the class of a plugin raises is its fault
        what = f"the class of these settings failed: {type(error).__name__[:100]}"
        raise PluginError([Problem(what=what, place=Place(where))]) from None
    assert isinstance(found, config)
    return found


def unreadable(config: type) -> str:
    """
    Tell the first field of a class of settings that no file could fill; empty if there is none.

    Args:
        config: An attrs class.

    >>> @attrs.frozen
    ... class Wide:
    ...     hosts: list[str]
    >>> unreadable(Wide)
    "the setting 'hosts' has a type that no file of settings holds: list[str]"
    """
    attrs.resolve_types(config)
    for field in attrs.fields(config):
        if field.init and field.name.startswith("_"):
            return f"the setting {field.name!r} begins with an underscore"
        if field.init and not _holds(field.type):
            told = field.type.__name__ if type(field.type) is type else field.type
            return f"the setting {field.name!r} has a type that no file of settings holds: {str(told)[:100]}"
    return ""


def _holds(kind: object) -> bool:
    """Tell whether a file can hold a type: one value, a choice, a tuple of one kind, a record, or one of several."""
    of = typing.get_args(kind)
    if typing.get_origin(kind) is tuple:
        return len(of) == 2 and of[1] is ... and _holds(of[0])
    several = tuple(one for one in members(kind) if one is not type(None))
    if len(several) > 1:
        return _AMOUNTS.issuperset(several)
    (one,) = several or (kind,)
    if not isinstance(one, type) or typing.get_args(one):
        return one != kind and _holds(one)
    return one in _SIMPLE or issubclass(one, enum.Enum) or (attrs.has(one) and not unreadable(one))


@functools.cache
def _dialect(config: type) -> Dialect:
    return Dialect(root=config, noun="file of settings", readers={Secret: read_secret}, closed=frozenset({Secret}))


def read_settings(source: str | Path) -> Settings:
    r"""
    Read a file of settings.

    Args:
        source: Path of a YAML file, or its text (with a line break in it).

    Raises:
        FormatError: It cannot be read, or holds something else; with every problem.

    >>> read_settings("plugins: {block: [console]}\nstores: {}\n").block
    ('console',)
    """
    noun = "file of settings"
    text = isinstance(source, str) and "\n" in source
    found = from_text(str(source), noun=noun) if text else from_file(Path(source), str(source), noun)
    root = tree(found, Dialect(root=Settings, noun=noun))
    problems: list[Problem] = []
    for key, _ in root.entries:
        if key.text not in KEYS:
            hint = meant(key.text, KEYS) or f"keys here are {', '.join(KEYS)}"
            problems.append(Problem(what="unknown key", value=shown(key), place=key.place, hint=hint))
    parts: list[tuple[str, str, Node]] = []
    for section in SECTIONS:
        problems += _gather(section, root.get(section), parts)
    allow, block = _lists(root.get("plugins"), problems)
    if problems:
        raise FormatError(problems)
    return Settings(allow, block or (), tuple(parts))


def _gather(section: str, node: Node | None, parts: list[tuple[str, str, Node]]) -> Iterator[Problem]:
    if isinstance(node, Mapping):
        parts += [(section, key.text, value) for key, value in node.entries]
    elif node is not None:
        hint = "write the name of each, and under it its settings"
        yield Problem(what="a mapping of names to settings is wanted here", place=node.place, hint=hint)


def _lists(node: Node | None, problems: list[Problem]) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """Read which plugins are loaded and which are not; None where nothing is said."""
    if node is None:
        return None, None
    if not isinstance(node, Mapping):
        problems.extend(refuse(node.place, "a mapping is wanted here", hint="its keys are allow, block").problems)
        return None, None
    for key, _ in node.entries:
        if key.text not in {"allow", "block"}:
            problems.append(Problem(what="unknown key", value=shown(key), place=key.place, hint="allow or block"))
    return _words(node.get("allow"), problems), _words(node.get("block"), problems)


def _words(node: Node | None, problems: list[Problem]) -> tuple[str, ...] | None:
    if node is None:
        return None
    if not isinstance(node, Listing):
        problems.append(Problem(what="a list is wanted here", place=node.place, hint="such as [collabmodel-mail]"))
        return ()
    found = []
    for item in node.items:
        try:
            found.append(read_str(item))
        except FormatError as error:
            problems.extend(error.problems)
    return tuple(found)
