"""From a name, a path or a text to a model: find it, read it, merge it with what it extends, structure it."""

from __future__ import annotations

from pathlib import Path

from collabmodel.errors import FormatError, ModelError, Place, Problem
from collabmodel.formats.json import read_json
from collabmodel.formats.merge import merge
from collabmodel.formats.nodes import Listing, Mapping, Node, Scalar, refuse, shown
from collabmodel.formats.places import Loaded, places_in
from collabmodel.formats.scalars import meant, read_str
from collabmodel.formats.sources import SUFFIXES, Source, from_file, from_library, from_text, shipped
from collabmodel.formats.structure import structure
from collabmodel.formats.versions import upgrade, version_of
from collabmodel.formats.yaml import read_yaml
from collabmodel.model import Model

LONGEST_CHAIN = 10
"""Most models that extend one another."""


def load(source: str | Path, *, within: Path | None = None) -> Model:
    r"""
    Load a model.

    Args:
        source: Id of a shipped model, path of a YAML or JSON file, or the text of one (with a line break in it).
        within: Folder that models named under ``extends`` must lie in; by default the folder of the file.

    Raises:
        FormatError: There is no such model, or it cannot be read; with every problem.
        ModelError: It extends something that it cannot extend.

    >>> load("id: tiny\nroles:\n  child: {side: client}\n").roles[0].id
    'child'
    """
    return read(source, within=within).model


def read(source: str | Path, *, within: Path | None = None) -> Loaded:
    r"""
    Load a model together with the place of every value.

    Args:
        source: Id of a shipped model, path of a YAML or JSON file, or the text of one (with a line break in it).
        within: Folder that models named under ``extends`` must lie in; by default the folder of the file.

    Raises:
        FormatError: There is no such model, or it cannot be read; with every problem.
        ModelError: It extends something that it cannot extend.

    >>> str(read("id: tiny\nroles:\n  child: {side: client}\n").places.of("roles.child.side"))
    '<text>:3:17'
    """
    found = find(source)
    if within is None and found.path is not None:
        within = found.path.parent
    root = _merged(found, within, ())
    return Loaded(model=structure(root), places=places_in(root))


def find(source: str | Path) -> Source:
    """
    Find the text that a name, a path or a text stands for.

    Args:
        source: Id of a shipped model, path of a file, or text with a line break in it.

    Raises:
        FormatError: It stands for nothing, or cannot be read.
    """
    if isinstance(source, str) and "\n" in source:
        return from_text(source)
    name = str(source)
    path = Path(source)
    if isinstance(source, str):
        found = from_library(source)
        if found is not None:
            return found
    if isinstance(source, Path) or _exists(path):
        return from_file(path, name)
    known = shipped()
    hint = meant(name, known) or f"shipped models are {', '.join(known)}"
    raise refuse(Place(name[:200]), "no shipped model and no file of this name", hint=hint)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def tree(source: Source) -> Mapping:
    """
    Read the tree of one file, brought up to the format of this release.

    Args:
        source: The text.

    Raises:
        FormatError: It is no YAML or JSON, or no mapping.
    """
    root: Node = read_json(source) if source.is_json else read_yaml(source)
    if not isinstance(root, Mapping):
        hint = "a model starts with 'format: 1' and its id"
        raise refuse(root.place, "a model is a mapping of keys, not", shown(root), hint)
    return upgrade(root, version_of(root))


def _merged(source: Source, within: Path | None, children: tuple[Source, ...]) -> Mapping:
    """Read a tree and lay it over what it extends."""
    root = tree(source)
    removed = _removed(root)
    named = root.get("extends")
    if named is None:
        if removed:
            place = removed[0].place
            raise refuse(place, "there is nothing to remove from", hint="'remove' goes with 'extends'")
        return root
    name = read_str(named)
    chain = (*children, source)
    parent = _parent(name, named.place, source, within)
    if any(_same(parent, one) for one in chain):
        files = " -> ".join(one.file for one in (*chain, parent))
        raise ModelError([Problem(what=f"models extend each other in a ring: {files}", place=named.place)])
    if len(chain) >= LONGEST_CHAIN:
        raise ModelError([Problem(what=f"more than {LONGEST_CHAIN} models extend one another", place=named.place)])
    if root.get("id") is None:
        raise refuse(root.place, "the key 'id' is missing", hint="a variant needs an id of its own")
    return merge(_merged(parent, within, chain), root, removed)


def _removed(root: Mapping) -> tuple[Scalar, ...]:
    """Read the list of ids to be removed."""
    node = root.get("remove")
    if node is None:
        return ()
    if not isinstance(node, Listing):
        raise refuse(node.place, "a list of ids is wanted here, not", shown(node), "write [ID, ID]")
    problems: list[Problem] = []
    for item in node.items:
        try:
            read_str(item)
        except FormatError as error:
            problems.extend(error.problems)
    if problems:
        raise FormatError(problems)
    return tuple(item for item in node.items if isinstance(item, Scalar))


def _same(one: Source, other: Source) -> bool:
    return one.path is not None and other.path is not None and one.path.resolve() == other.path.resolve()


def _parent(name: str, place: Place, child: Source, within: Path | None) -> Source:
    """Find the model that another extends: a shipped id, or a path relative to the file and inside the folder."""
    found = from_library(name)
    if found is not None:
        return found
    if not name.endswith(SUFFIXES):
        hint = meant(name, shipped()) or f"write the path of a file that ends in one of {', '.join(SUFFIXES)}"
        raise ModelError([Problem(what="no shipped model", value=repr(name[:80]), place=place, hint=hint)])
    folder = child.path.parent if child.path is not None else within
    if folder is None or within is None:
        hint = "a text without a file can extend shipped models only"
        raise ModelError([Problem(what="no folder to look in for", value=repr(name[:80]), place=place, hint=hint)])
    path = folder / name
    if Path(name).is_absolute() or not path.resolve().is_relative_to(within.resolve()):
        hint = f"it must lie in {within.name or 'the folder of the model'} or below"
        raise ModelError([Problem(what="a file outside the folder", value=repr(name[:80]), place=place, hint=hint)])
    if not _exists(path):
        raise ModelError([Problem(what="no file", value=repr(name[:80]), place=place)])
    shown_as = str(Path(child.file).parent / name) if child.path is not None else name
    return from_file(path, shown_as)
