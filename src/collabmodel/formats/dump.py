"""Models as text: YAML for people, JSON for programs; reading either gives the same model."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from collabmodel.formats.plain import Plain, plain
from collabmodel.formats.sources import LONG_TAG, NO_TEXT
from collabmodel.model import Model

WIDTH = 110
"""Characters of a line after which a text goes on in the next."""

_ESCAPED = re.compile(f"{NO_TEXT.pattern}|[\x85\u2028\u2029\ufeff]")
_PLAIN = re.compile(r"(?:[^\W\d]|\d{1,9} [a-z])(?:[^\x00-\x1f\x7f-\xa0:#\u2028\u2029\ufeff]|:(?=[^\s])|(?<=[^\s])#)*")
_MEANING = re.compile(r"true|false|null|yes|no|on|off|y|n", re.IGNORECASE)


def dump(model: Model, form: str = "yaml") -> str:
    """
    Write a model as text.

    Args:
        model: The model.
        form: ``"yaml"`` or ``"json"``.

    Raises:
        ModelError: It holds something that no file can say, such as two elements of one id.
        ValueError: There is no such form.

    >>> print(dump(Model(id="m", version="1.10")), end="")
    format: 1
    id: m
    version: "1.10"
    """
    if form not in {"yaml", "json"}:
        msg = f"there is no form {form!r}: one of 'yaml', 'json'"
        raise ValueError(msg)
    tree = plain(model)
    if form == "yaml":
        return in_yaml(tree)
    return _escaped(json.dumps(tree, ensure_ascii=False, indent=2)) + "\n"


def in_yaml(tree: dict[str, Plain]) -> str:
    r"""
    Write a tree of plain values as YAML.

    Args:
        tree: The tree.

    >>> in_yaml({"on": [1, "no"]})
    '"on": [1, "no"]\n'
    """
    return "\n".join(_block(tree, 0)) + "\n"


def _escaped(text: str) -> str:
    """Write characters that no text file should hold, all of them within JSON texts, as escapes."""
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _block(value: dict[str, Plain] | list[Plain], indent: int) -> Iterator[str]:
    """Write a mapping or list over several lines."""
    pad = " " * indent
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _entry(f"{pad}{_scalar(key, WIDTH)}:", inner, indent)
    else:
        for item in value:
            if isinstance(item, dict | list) and item:
                first, *rest = _block(item, indent + 2)
                yield f"{pad}- {first.lstrip()}"
                yield from rest
            else:
                yield from _entry(f"{pad}-", item, indent)


def _entry(start: str, value: Plain, indent: int) -> Iterator[str]:
    """Write a value after its key or dash."""
    if isinstance(value, list) and not any(isinstance(item, dict | list) and item for item in value):
        flow = f"[{', '.join(_scalar(item, 0) for item in value)}]"
        if len(start) + len(flow) < WIDTH or not value:
            yield f"{start} {flow}"
            return
    if isinstance(value, dict | list) and value:
        yield start
        yield from _block(value, indent + 2)
        return
    yield from _folded(start, _scalar(value, WIDTH - len(start)), indent + 2)


def _scalar(value: Plain, room: int) -> str:
    """Write a single value; a text goes without quotes where it fits and no reader could take it for something else."""
    if isinstance(value, dict | list):
        return "{}" if isinstance(value, dict) else "[]"
    if not isinstance(value, str):
        return json.dumps(value)
    clear = _PLAIN.fullmatch(value) and not _MEANING.fullmatch(value) and not value[-1].isspace()
    if clear and len(value) <= (room or WIDTH) and (room or not re.search(r"[\[\]{},:]", value)):
        return value
    text = _escaped(json.dumps(value, ensure_ascii=False))
    return text.replace("!", "\\x21") if LONG_TAG.search(value) else text


def _folded(start: str, text: str, indent: int) -> Iterator[str]:
    """Break a long text in double quotes at single blanks, which reading puts back."""
    line, *words = re.split(r"(?<=[^\s\\]) (?=[^\s\\])", text) if text.startswith('"') else [text]
    line = f"{start} {line}"
    for word in words:
        if len(line) + 1 + len(word) > WIDTH:
            yield line
            line = " " * indent + word
        else:
            line = f"{line} {word}"
    yield line
