"""The reference of the model language names every key, with an example."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest

import collabmodel.model as model_types
from collabmodel.workdays import Calendar, DayException, HolidayRule, Opening

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "model-language.md"
NOT_IN_FILES = {"Text", "Signature", "Reference"}
RECORDS = {
    name: value
    for name, value in vars(model_types).items()
    if isinstance(value, type) and attrs.has(value) and value.__module__ != "collabmodel.model.conditions"
} | {cls.__name__: cls for cls in (Calendar, DayException, HolidayRule, Opening)}
ARGUMENT = re.compile(r"^        (\w+): (.*(?:\n {12}.*)*)", re.MULTILINE)


def key_of(field: attrs.Attribute[object]) -> str:
    return str(field.metadata.get("key", field.name))


def table(record: type) -> str:
    described = {name: " ".join(words.split()) for name, words in ARGUMENT.findall(record.__doc__ or "")}
    rows = [f"| `{key_of(field)}` | {described[field.name]} |" for field in attrs.fields(record)]
    return "\n".join(["", "| key | meaning |", "|---|---|", *rows, "", ""])


def test_every_record_has_a_fresh_table(regenerate: bool) -> None:
    """Every key of every record of the language stands in the reference, told as in its docstring."""
    page = PAGE.read_text(encoding="utf-8")
    wanted = page
    for name, record in RECORDS.items():
        if name not in NOT_IN_FILES:
            pattern = re.compile(rf"(<!-- keys: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
            assert pattern.search(wanted), f"no table for {name}"
            wanted = pattern.sub(rf"\g<1>{table(record)}\g<2>".replace("\\ ", " "), wanted)
    if regenerate:
        PAGE.write_text(wanted, encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == wanted


@pytest.mark.parametrize("name", sorted(RECORDS.keys() - NOT_IN_FILES))
def test_every_key_has_an_example(name: str) -> None:
    """Every key of the language occurs in an example of the reference."""
    page = PAGE.read_text(encoding="utf-8")
    examples = "\n".join(re.findall(r"```(?:yaml|\{code-block\} yaml)\n(.*?)```", page, re.DOTALL))

    missing = [
        key_of(field)
        for field in attrs.fields(RECORDS[name])
        if field.name != "id" and not re.search(rf"(?:^|[{{ ,-]){re.escape(key_of(field))}:", examples, re.MULTILINE)
    ]

    assert missing == []
