"""Values of a case written out for readers, and pages that hold what was reviewed."""

from __future__ import annotations

import datetime as dt
import enum
import re
from pathlib import Path

import attrs

from collabmodel.model import Text

GOLDEN = Path(__file__).parents[1] / "golden" / "case_words"
HEAD = re.compile(r"^== (.*)\n", re.MULTILINE)


def written(value, depth=0):
    """Write a value out line by line: what is as usual is left out, words stand in every language."""
    pad = "  " * depth
    if isinstance(value, Text):
        return "".join(f"{pad}{code}: {words}\n" for code, words in value.versions)
    if isinstance(value, tuple | list | set | frozenset) and any(map(attrs.has, map(type, value))):
        return "".join(f"{pad}-\n{written(one, depth + 1)}" for one in value)
    if attrs.has(type(value)):
        return "".join(
            f"{pad}{field.name}:" + below(getattr(value, field.name), depth)
            for field in attrs.fields(type(value))
            if field.name not in {"record", "model_hash", "after"} and getattr(value, field.name) != field.default
        )
    return f"{pad}{short(value)}\n"


def below(value, depth):
    """Write a value on the same line where it is short, else on lines of its own."""
    parts = value if isinstance(value, tuple | list) else (value,)
    if isinstance(value, Text) or any(attrs.has(type(one)) for one in parts):
        return "\n" + written(value, depth + 1)
    return f" {short(value)}\n"


def short(value):
    if isinstance(value, enum.Enum):
        return str(value.value)
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return "(" + ", ".join(map(short, value)) + ")"
    return repr(value)


def changes(tables, before, after):
    """Write out what differs between two states of a case, items by their ids."""
    lines = [f"seq: {after.seq}\n"]
    for field in attrs.fields(type(after)):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if field.name in {"items", "record", "seq", "model_hash", "latest"} or old == new:
            continue
        lines.append(f"{field.name}:{below(new, 0)}")
    for item, old, new in zip(tables.items, before.items, after.items, strict=True):
        if old != new:
            lines.append(f"{item.id}:\n{written(new, 1)}")
    return "".join(lines)


def reviewed(page, key, text, regenerate):
    """Give what the page holds under a heading; where asked, write there what there is now."""
    path = GOLDEN / f"{page}.txt"
    parts = HEAD.split(path.read_text(encoding="utf-8"))[1:] if path.exists() else []
    held = dict(zip(parts[::2], parts[1::2], strict=True))
    if regenerate and held.get(key) != text:
        held[key] = text
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(f"== {name}\n{body}" for name, body in held.items()), encoding="utf-8")
    return held.get(key)


def titled(model):
    """Give a model in which every element has a source, and a title of its own in every language."""
    parts = {
        field.name: tuple(map(_said, getattr(model, field.name)))
        for field in attrs.fields(type(model))
        if isinstance(getattr(model, field.name), tuple)
        and all(hasattr(one, "id") for one in getattr(model, field.name))
    }
    return attrs.evolve(model, **parts)


def _said(one):
    more = {"cites": (f"source of {one.id}",)} if hasattr(one, "cites") else {}
    if isinstance(getattr(one, "title", None), Text):
        more["title"] = Text(tuple((code, f"{code} {one.id}") for code in ("fi", "sv", "en")))
    return attrs.evolve(one, **more)
