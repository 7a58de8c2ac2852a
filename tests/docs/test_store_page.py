"""The reference of stores names every method that a store must have."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from collabmodel.plugin import Store

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "store.md"


def first_words(method: object) -> str:
    return " ".join((inspect.getdoc(method) or "").partition("Args:")[0].partition("Raises:")[0].split())


def told_methods() -> str:
    methods = [(name, value) for name, value in vars(Store).items() if not name.startswith("_")]
    rows = [
        f"| `{name}` | {first_words(value)} |"
        for name, value in methods
        if callable(value) or isinstance(value, property)
    ]
    return "\n".join(["", "| method | what it does |", "|---|---|", *rows, "", ""])


def test_every_method_stands_in_a_fresh_table(regenerate: bool) -> None:
    """Whoever writes a store finds every method on the page, told as in the code."""
    text = PAGE.read_text(encoding="utf-8")
    wanted = re.sub(
        r"(<!-- store -->\n).*?(<!-- end -->)",
        lambda match: match[1] + told_methods() + match[2],
        text,
        count=1,
        flags=re.DOTALL,
    )
    if regenerate:
        PAGE.write_text(wanted, encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == wanted
