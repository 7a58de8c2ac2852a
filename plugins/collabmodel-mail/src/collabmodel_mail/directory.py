"""Who has which address: a file of opaque ids, hostile until it is checked, read anew when it changes."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import attrs

from collabmodel.errors import ConfigError, Place, Problem
from collabmodel_mail.settings import LANGUAGES, is_address, is_zone

KEYS = ("mail", "language", "zone")
"""What the directory may say of somebody."""
LARGEST_YAML, LARGEST_CSV = 2_000_000, 50_000_000
"""Most bytes of a directory."""
LONGEST_ID = 200
"""Most characters of an id."""
MOST_TOLD = 50
"""How many problems are told at most."""


@attrs.frozen(kw_only=True)
class Contact:
    """
    How somebody is reached.

    Args:
        mail: Their address, or the shared mailbox of a role or organisation. Not shown in ``repr``.
        language: Language that they read, or empty.
        zone: Their time zone, or empty.
    """

    mail: str = attrs.field(repr=False)
    language: str = ""
    zone: str = ""


class Directory(Protocol):
    """Knows how people, roles and organisations are reached."""

    def find(self, id: str) -> Contact | None:
        """
        Give how somebody is reached, or None where that is not known.

        Args:
            id: Opaque id of a person, or id of a role or organisation.

        Raises:
            Exception: It cannot be told now.
        """


class FileDirectory:
    """
    A directory in a file, read anew when the file changes.

    Args:
        path: The file: ``.csv`` with a header, or YAML.

    Raises:
        ConfigError: It cannot be read, or holds what is no directory; with every problem, without any address or id.
    """

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        # What was read and of which file, in one: threads that read at once see neither alone.
        self._kept: tuple[tuple[int, ...], Mapping[str, Contact]] = ((), {})
        self._read()

    def find(self, id: str) -> Contact | None:
        """
        Give how somebody is reached, or None where the file does not have them.

        Args:
            id: Opaque id of a person, or id of a role or organisation.

        Raises:
            ConfigError: The file changed and is no directory now.
        """
        return self._read().get(id)

    def _read(self) -> Mapping[str, Contact]:
        try:
            stamp = _stamp(self._path)
            seen, contacts = self._kept
            if seen == stamp:
                return contacts
            # Whatever fails from here on, nobody is told by what the file said before: it may be wrong by now.
            with self._path.open("rb") as file:
                content = file.read(LARGEST_CSV + 1)
        except OSError as error:
            what = f"a directory that cannot be read: {error.strerror or type(error).__name__}"
            raise ConfigError([Problem(what=what, place=Place(str(self._path)))]) from None
        contacts = parse(content, str(self._path))
        self._kept = stamp, contacts
        return contacts


def _stamp(path: Path) -> tuple[int, ...]:
    found = os.stat(path)  # noqa: PTH116 - one call gives all of it
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns


def sound(contact: Contact) -> bool:
    """
    Tell whether a contact is one, wherever it comes from.

    Args:
        contact: The contact.

    >>> sound(Contact(mail="team@example.org")), sound(Contact(mail="team@example.org, all@example.org"))
    (True, False)
    """
    said = {"mail": contact.mail, "language": contact.language or "en", "zone": contact.zone or "UTC"}
    return not any(_faults("-", said))


def parse(content: bytes, name: str) -> Mapping[str, Contact]:
    r"""
    Read a directory.

    Args:
        content: What is in the file.
        name: Name of the file; ``.csv`` at its end says that it is one.

    Raises:
        ConfigError: It is no directory; with every problem, without any address or id.

    >>> parse(b"id,mail,language\np-1,one@example.org,fi\n", "people.csv")["p-1"].language
    'fi'
    >>> sorted(parse(b"p-1: one@example.org\nteam: {mail: team@example.org, zone: Europe/Helsinki}\n", "people.yaml"))
    ['p-1', 'team']
    """
    table = name.lower().endswith(".csv")
    largest = LARGEST_CSV if table else LARGEST_YAML
    if len(content) > largest:
        raise _wrong(name, 0, f"a directory of more than {largest} bytes", "use a CSV file" if not table else "")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _wrong(name, 0, "a directory that is not UTF-8") from None
    entries = _table(text, name) if table else _tree(text, name)
    return _checked(entries, name)


Entry: TypeAlias = "tuple[int, str, dict[str, str]]"
"""Line, id, and what is said of it."""
_SHAPE = "p-1: {mail: one@example.org, language: fi}"


def _table(text: str, name: str) -> Iterator[Entry]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(rows, [])
        if len({*header}) != len(header) or not {"id", "mail"} <= {*header} or {*header} - {"id", *KEYS}:
            raise _wrong(name, 1, "a header that is none of a directory", "id,mail,language,zone")
        for row in rows:
            if row and len(row) != len(header):
                raise _wrong(name, rows.line_num, f"a line of {len(row)} cells under a header of {len(header)}")
            if row:
                said = {key: cell for key, cell in zip(header, row, strict=True) if cell}
                yield rows.line_num, said.pop("id", ""), said
    except csv.Error:
        raise _wrong(name, rows.line_num, "what is no CSV") from None


def _tree(text: str, name: str) -> Iterator[Entry]:
    from ruamel.yaml import YAML  # noqa: PLC0415 - many directories are tables
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415

    # Step by step, so that nothing nested or repeated is ever built.
    steps = ((type(step).__name__, step) for step in YAML(typ="rt", pure=True).parse(text))
    try:
        for kind, step in steps:
            if kind in {"StreamStartEvent", "DocumentStartEvent", "StreamEndEvent", "DocumentEndEvent"}:
                continue
            if kind != "MappingStartEvent":
                raise _wrong(name, step.start_mark.line + 1, "no mapping of ids to addresses", _SHAPE)
            yield from _entries(steps, name)
    except (YAMLError, RecursionError, ValueError):
        raise _wrong(name, 0, "what is no YAML", _SHAPE) from None


def _entries(steps: Iterator[tuple[str, Any]], name: str) -> Iterator[Entry]:
    for kind, key in steps:
        line = key.start_mark.line + 1
        if kind == "MappingEndEvent":
            return
        if kind != "ScalarEvent":
            raise _wrong(name, line, "an id that is no text")
        kind_of_value, value = next(steps)
        if kind_of_value == "ScalarEvent":
            yield line, key.value, {"mail": value.value}
        elif kind_of_value == "MappingStartEvent":
            yield line, key.value, _parts(steps, name, line)
        else:
            raise _wrong(name, line, "neither an address nor a mapping of mail, language and zone")


def _parts(steps: Iterator[tuple[str, Any]], name: str, line: int) -> dict[str, str]:
    said: dict[str, str] = {}
    for kind, key in steps:
        if kind == "MappingEndEvent":
            break
        of_value, value = next(steps)
        if (kind, of_value) != ("ScalarEvent", "ScalarEvent"):
            raise _wrong(name, line, "neither an address nor a mapping of mail, language and zone")
        if key.value in said:
            raise _wrong(name, line, "a key that stands there twice")
        said[key.value] = value.value
    return said


def _checked(entries: Iterable[Entry], name: str) -> Mapping[str, Contact]:
    found: dict[str, Contact] = {}
    problems: list[Problem] = []
    for line, id, said in entries:
        whys = list(_faults(id, said))
        if id in found:
            whys.append("an id that stands there twice")
        problems += [Problem(what=why, place=Place(name, line, 1)) for why in whys]
        if len(problems) > MOST_TOLD:
            break
        if not whys:
            found[id] = Contact(**said)
    if problems:
        raise ConfigError(problems)
    return found


def _faults(id: str, said: Mapping[str, str]) -> Iterator[str]:
    """Tell what is wrong with an entry, without anything of it."""
    if not id or len(id) > LONGEST_ID or not id.isprintable() or id != id.strip():
        yield "an id that is empty, too long, or not of printable characters"
    if {*said} - {*KEYS}:
        yield f"a key that is none of {', '.join(KEYS)}"
    if not is_address(said.get("mail", "")):
        yield "'mail' is no mail address"
    if said.get("language", "en") not in LANGUAGES:
        yield f"'language' is none of {', '.join(LANGUAGES)}"
    if not is_zone(said.get("zone", "UTC")):
        yield "'zone' is no time zone"


def _wrong(name: str, line: int, what: str, hint: str = "") -> ConfigError:
    return ConfigError([Problem(what=what, place=Place(name, line, 1 if line else 0), hint=hint)])
