"""Where each value of a merged model came from."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabmodel.errors import Place
from collabmodel.formats.nodes import Listing, Mapping, Node, Scalar
from collabmodel.model import Model


@attrs.frozen(eq=False)
class Places:
    """
    The place of every value, by path such as ``roles.child.side``, ``activities.talk.participants.0.role``.

    Args:
        file: Place of the model as a whole.
        origins: For each path that was written, the value as text (empty for mappings and lists) and its place.
    """

    file: Place
    origins: dict[str, tuple[str, Place]] = attrs.field(repr=False)

    def of(self, path: str) -> Place:
        r"""
        Give the place of a value, or of the nearest thing around it that was written.

        Args:
            path: Keys, ids and numbers of list items from 0, joined by dots.

        >>> from collabmodel.formats import read
        >>> read('id: m\nroles:\n  child: {side: client}\n').places.of("roles.child.title").line
        3
        """
        while path:
            found = self.origins.get(path)
            if found is not None:
                return found[1]
            path = path.rpartition(".")[0]
        return self.file


@attrs.frozen(kw_only=True)
class Loaded:
    """
    A model together with where its values came from.

    Args:
        model: The model.
        places: The places.
    """

    model: Model
    places: Places = attrs.field(eq=False)


def places_in(root: Mapping) -> Places:
    """
    Collect the places of a merged tree.

    Args:
        root: The tree.
    """
    return Places(root.place, {path: (text, place) for path, text, place in _walk(root, "")})


def _walk(node: Node, path: str) -> Iterator[tuple[str, str, Place]]:
    if isinstance(node, Mapping):
        for key, value in node.entries:
            below = f"{path}.{key.text}" if path else key.text
            single = not isinstance(value, Mapping)
            text = value.text if isinstance(value, Scalar) else ""
            yield below, text, value.place if single else key.place
            yield from _walk(value, below)
    elif isinstance(node, Listing):
        for number, item in enumerate(node.items):
            yield f"{path}.{number}", item.text if isinstance(item, Scalar) else "", item.place
            yield from _walk(item, f"{path}.{number}")


def origins(loaded: Loaded) -> tuple[tuple[str, str, Place], ...]:
    r"""
    List every single value of a merged model with where it came from, in file order.

    Args:
        loaded: The model as read.

    >>> from collabmodel.formats import read
    >>> [(path, value) for path, value, _ in origins(read('id: m\nversion: 1.10\n'))]
    [('id', 'm'), ('version', '1.10')]
    """
    return tuple((path, text, place) for path, (text, place) in loaded.places.origins.items() if text)
