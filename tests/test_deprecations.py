"""What is on its way out works until it goes, and says what to use instead."""

from __future__ import annotations

import importlib
from importlib.metadata import version

import pytest

from collabmodel.deprecations import DEPRECATED, CollabDeprecationWarning, Deprecated


@pytest.mark.parametrize("one", DEPRECATED, ids=lambda one: one.name)
def test_a_deprecated_name_gives_its_replacement_with_a_warning(one: Deprecated) -> None:
    """The warning names the replacement and the version that removes the old name; both are the same thing."""
    where, _, name = one.name.rpartition(".")
    there, _, what = one.replacement.rpartition(".")

    with pytest.warns(CollabDeprecationWarning, match=f"goes in {one.removed}; use {one.replacement}"):
        found = getattr(importlib.import_module(where), name)

    assert found is getattr(importlib.import_module(there), what)


@pytest.mark.parametrize("one", DEPRECATED, ids=lambda one: one.name)
def test_nothing_outstays_its_time(one: Deprecated) -> None:
    """What was to go in this version is gone, and nothing goes sooner than two minor versions after it was said."""
    now, since, removed = (
        tuple(map(int, text.split(".")[:2])) for text in (version("collabmodel"), one.since, one.removed)
    )

    assert now < removed
    assert removed[0] > since[0] or removed[1] >= since[1] + 2


def test_a_name_that_never_was_is_no_attribute() -> None:
    """A misspelt name is told as Python tells it."""
    with pytest.raises(AttributeError, match="no attribute 'parse_head'"):
        importlib.import_module("collabmodel.adapters").parse_head  # noqa: B018 - asking is the test
