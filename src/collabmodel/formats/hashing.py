"""One name for what a model means, whatever its formatting, its order and its translations."""

from __future__ import annotations

import hashlib
import json

from collabmodel.errors import ModelError, Place, Problem
from collabmodel.formats.dialects import MODEL, Dialect
from collabmodel.formats.plain import Plain, writing
from collabmodel.model import Model

_ABOUT_TEXTS = frozenset({"language", "languages"})


def content_hash(model: Model) -> str:
    """
    Hash what a model means: SHA-256 of its canonical JSON, without places, texts for people and the order of elements.

    Args:
        model: The model, merged.

    Raises:
        ModelError: It holds something that no file can say, such as two elements of one id.

    >>> from collabmodel.model import Text
    >>> content_hash(Model(id="m")) == content_hash(Model(id="m", title=Text.of("A title")))
    True
    """
    return hashed(model, model.id, MODEL, ordered=False)


def hashed(record: object, name: str, dialect: Dialect, *, ordered: bool) -> str:
    """
    Hash what a record means: SHA-256 of its canonical JSON, without texts for people.

    Args:
        record: What a file of the kind holds.
        name: What to call it in a message.
        dialect: The kind of file.
        ordered: Whether the order of its elements means something.

    Raises:
        ModelError: It holds something that no file can say, such as two elements of one id.
    """
    try:
        tree: Plain = writing(texts=False, dialect=dialect).unstructure(record, dialect.root)
        assert isinstance(tree, dict)
        meaning = _canonical({key: value for key, value in tree.items() if key not in _ABOUT_TEXTS})
        text = json.dumps(meaning, ensure_ascii=False, sort_keys=not ordered, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()
    except ValueError as error:
        raise ModelError([Problem(what=f"cannot be written: {error}", place=Place(name))]) from None


def _canonical(value: Plain) -> Plain:
    """Give equal numbers one form."""
    if isinstance(value, dict):
        return {key: _canonical(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_canonical(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
