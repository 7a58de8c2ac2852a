"""The language of scenarios: every record can be told and kept."""

from __future__ import annotations

import enum
import inspect
import pickle
import re
from pathlib import Path

import attrs
import pytest

from collabmodel.formats.fields import Field, fields_of, is_root
from collabmodel.simulate import scenario as language
from collabmodel.simulate.reading import load_scenario
from collabmodel.simulate.scenario import Share

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "scenario.md"

RECORDS = sorted(
    (
        one
        for one in vars(language).values()
        if isinstance(one, type) and one.__module__ == language.__name__ and attrs.has(one)
    ),
    key=lambda one: one.__name__,
)


@pytest.mark.parametrize("record", RECORDS, ids=lambda one: one.__name__)
def test_every_field_is_told_in_the_docstring(record: type) -> None:
    """The meaning of every key stands in the docstring, from which the schema and the reference take it."""
    assert all(f"        {field.name}: " in (record.__doc__ or "") for field in fields_of(record))


def test_a_scenario_can_be_sent_to_other_processes() -> None:
    """A scenario survives pickling, so that any executor can run it."""
    shipped = load_scenario("jyvaskyla-youth-reception")

    assert pickle.loads(pickle.dumps(shipped)) == shipped


def default_of(field: Field) -> str:
    """Tell a default as the reference does."""
    value = field.default
    if field.required:
        return "required"
    if isinstance(value, enum.Enum):
        return f"`{value.value}`"
    if isinstance(value, Share):
        return f"`{value.value:g}`"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, int | float):
        return f"`{value:g}`"
    return f"`{value}`" if isinstance(value, str) and value else ""


def table(record: type) -> str:
    """Make the table of a record from its docstring and its defaults."""
    inside = inspect.getdoc(record) or ""
    told = {
        name: " ".join(words.split())
        for name, words in re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", inside, re.MULTILINE)
    }
    fields = [field for field in fields_of(record) if field.key != "id" or is_root(record)]
    rows = [f"| `{field.key}` | {told[field.name]} | {default_of(field)} |" for field in fields]
    return "\n".join(["", "| key | meaning | if left out |", "|---|---|---|", *rows, "", ""])


def test_the_reference_lists_every_key(regenerate: bool) -> None:
    """Every key stands in the reference with its meaning and its default, as the code has them."""
    wanted = PAGE.read_text(encoding="utf-8")
    for record in RECORDS:
        pattern = re.compile(rf"(<!-- keys: {record.__name__} -->\n).*?(<!-- end -->)", re.DOTALL)
        assert pattern.search(wanted), f"no table for {record.__name__}"
        wanted = pattern.sub(lambda match, record=record: f"{match[1]}{table(record)}{match[2]}", wanted)
    if regenerate:
        PAGE.write_text(wanted, encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == wanted


@pytest.mark.parametrize("record", RECORDS, ids=lambda one: one.__name__)
def test_every_key_has_an_example(record: type) -> None:
    """Every key occurs in an example of the reference."""
    blocks = "\n".join(re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))

    missing = [
        field.key
        for field in fields_of(record)
        if field.key != "id" and not re.search(rf"(?:^|[{{ ,-]){re.escape(field.key)}:", blocks, re.MULTILINE)
    ]

    assert missing == []
