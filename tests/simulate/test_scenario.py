"""The language of scenarios: every record can be told and kept."""

from __future__ import annotations

import pickle

import attrs
import pytest

from collabmodel.formats.fields import fields_of
from collabmodel.simulate import scenario as language
from collabmodel.simulate.reading import load_scenario

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
