"""From a name, a path or a text to a model: find it, read it, merge it with what it extends, structure it."""

from __future__ import annotations

from pathlib import Path

from collabmodel.errors import FormatError, ModelError, Place, Problem
from collabmodel.formats.dialects import MODEL, Dialect
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
    root = read_tree(source, within=within)
    return Loaded(model=structure(root), places=places_in(root))


def read_tree(source: str | Path, *, within: Path | None = None, dialect: Dialect = MODEL) -> Mapping:
    """
    Find a file, and read the tree of it, merged with those of the files that it extends.

    Args:
        source: Id of a shipped one, path of a YAML or JSON file, or the text of one (with a line break in it).
        within: Folder that files named under ``extends`` must lie in; by default the folder of the file.
        dialect: The kind of file.

    Raises:
        FormatError: There is no such file, or it cannot be read.
        ModelError: It extends something that it cannot extend.
    """
    found = find(source, dialect)
    if within is None and found.path is not None:
        within = found.path.parent
    return _merged(found, within, (), dialect)


def find(source: str | Path, dialect: Dialect = MODEL) -> Source:
    """
    Find the text that a name, a path or a text stands for.

    Args:
        source: Id of a shipped model, path of a file, or text with a line break in it.
        dialect: The kind of file.

    Raises:
        FormatError: It stands for nothing, or cannot be read.
    """
    if isinstance(source, str) and "\n" in source:
        return from_text(source, noun=dialect.noun)
    name = str(source)
    path = Path(source)
    if isinstance(source, str):
        found = from_library(source, dialect.infix, dialect.noun)
        if found is not None:
            return found
    if isinstance(source, Path) or _exists(path):
        return from_file(path, name, dialect.noun)
    known = shipped(dialect.infix)
    hint = meant(name, known) or f"shipped {dialect.noun}s are {', '.join(known)}"
    raise refuse(Place(name[:200]), f"no shipped {dialect.noun} and no file of this name", hint=hint)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def tree(source: Source, dialect: Dialect = MODEL) -> Mapping:
    """
    Read the tree of one file, brought up to the format of this release.

    Args:
        source: The text.
        dialect: The kind of file.

    Raises:
        FormatError: It is no YAML or JSON, or no mapping.
    """
    root: Node = read_json(source) if source.is_json else read_yaml(source)
    if not isinstance(root, Mapping):
        hint = f"a {dialect.noun} starts with 'format: 1' and its id"
        raise refuse(root.place, f"a {dialect.noun} is a mapping of keys, not", shown(root), hint)
    return upgrade(root, version_of(root))


def _merged(source: Source, within: Path | None, children: tuple[Source, ...], dialect: Dialect) -> Mapping:
    """Read a tree and lay it over what it extends."""
    root = tree(source, dialect)
    removed = _removed(root)
    named = root.get("extends")
    if named is None:
        if removed:
            place = removed[0].place
            raise refuse(place, "there is nothing to remove from", hint="'remove' goes with 'extends'")
        return root
    name = read_str(named)
    chain = (*children, source)
    parent = _parent(name, named.place, source, within, dialect)
    if any(_same(parent, one) for one in chain):
        files = " -> ".join(one.file for one in (*chain, parent))
        raise ModelError([Problem(what=f"{dialect.noun}s extend each other in a ring: {files}", place=named.place)])
    if len(chain) >= LONGEST_CHAIN:
        what = f"more than {LONGEST_CHAIN} {dialect.noun}s extend one another"
        raise ModelError([Problem(what=what, place=named.place)])
    if root.get("id") is None:
        raise refuse(root.place, "the key 'id' is missing", hint="a variant needs an id of its own")
    return merge(_merged(parent, within, chain, dialect), root, removed, dialect=dialect)


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


def _parent(name: str, place: Place, child: Source, within: Path | None, dialect: Dialect) -> Source:
    """Find the model that another extends: a shipped id, or a path relative to the file and inside the folder."""
    noun = dialect.noun
    found = from_library(name, dialect.infix, noun)
    if found is not None:
        return found
    if not name.endswith(SUFFIXES):
        path_wanted = f"write the path of a file that ends in one of {', '.join(SUFFIXES)}"
        hint = meant(name, shipped(dialect.infix)) or path_wanted
        raise ModelError([Problem(what=f"no shipped {noun}", value=repr(name[:80]), place=place, hint=hint)])
    folder = child.path.parent if child.path is not None else within
    if folder is None or within is None:
        hint = f"a text without a file can extend shipped {noun}s only"
        raise ModelError([Problem(what="no folder to look in for", value=repr(name[:80]), place=place, hint=hint)])
    path = folder / name
    if Path(name).is_absolute() or not path.resolve().is_relative_to(within.resolve()):
        hint = f"it must lie in {within.name or f'the folder of the {noun}'} or below"
        raise ModelError([Problem(what="a file outside the folder", value=repr(name[:80]), place=place, hint=hint)])
    if not _exists(path):
        raise ModelError([Problem(what="no file", value=repr(name[:80]), place=place)])
    shown_as = str(Path(child.file).parent / name) if child.path is not None else name
    return from_file(path, shown_as, noun)
