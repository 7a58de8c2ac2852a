"""Versions of the file format: which one this release writes, and how files of older ones are brought up."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Table
from types import MappingProxyType
from typing import TypeAlias

from collabmodel.formats.amounts import read_int
from collabmodel.formats.nodes import Mapping, Scalar, refuse

FORMAT = 1
"""Version of the file format that this release writes."""

Upgrade: TypeAlias = Callable[[Mapping], Mapping]
UPGRADES: Table[int, Upgrade] = MappingProxyType({})
"""For each older version, what turns a file of it into one of the next; empty while there is only one version."""


def version_of(raw: Mapping) -> int:
    """
    Read the version of the file format that a file says it is in; 1 if it says nothing.

    Args:
        raw: The tree of the file.

    Raises:
        FormatError: What it says is no whole number.
    """
    node = raw.get("format")
    return FORMAT if node is None else read_int(node)


def upgrade(raw: Mapping, start: int, *, to: int = FORMAT, upgrades: Table[int, Upgrade] = UPGRADES) -> Mapping:
    """
    Bring the tree of a file up to the format of this release, one version at a time.

    Args:
        raw: The tree of the file.
        start: Version it is in.
        to: Version wanted.
        upgrades: For each version, what turns a tree of it into one of the next.

    Raises:
        FormatError: The version is newer than this release, or too old for it.
    """
    node = raw.get("format")
    place = node.place if node is not None else raw.place
    if start > to:
        raise refuse(place, f"format {start} is newer than this release, which reads {to}", hint="update collabmodel")
    for version in range(start, to):
        if version not in upgrades:
            raise refuse(place, f"format {start} is not read", hint=f"write 'format: {to}'")
        raw = _stamped(upgrades[version](raw), version + 1)
    return raw


def _stamped(raw: Mapping, version: int) -> Mapping:
    """Say in a tree that it is now of a version."""
    changed = []
    for key, value in raw.entries:
        said = value
        if key.text == "format" and isinstance(value, Scalar):
            said = Scalar(str(version), value.form, value.place, value.raw)
        changed.append((key, said))
    return Mapping(tuple(changed), raw.place)
