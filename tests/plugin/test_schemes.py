"""Stores are found by the scheme of their URL, through entry points."""

from __future__ import annotations

import contextlib
import importlib.metadata

import pytest

from collabmodel.adapters import MemoryStore, SqliteStore
from collabmodel.errors import ConfigError, PluginError
from collabmodel.plugin import open_store
from collabmodel.plugin.schemes import GROUP


def entry(name, value):
    return importlib.metadata.EntryPoint(name, value, GROUP)


def test_our_stores_are_found_like_any_other(tmp_path):
    """The stores of this distribution are entry points of the group."""
    with contextlib.closing(open_store("memory://")) as memory:
        assert isinstance(memory, MemoryStore)
    with contextlib.closing(open_store(f"sqlite:///{tmp_path}/cases.db")) as sqlite:
        assert isinstance(sqlite, SqliteStore)


@pytest.mark.parametrize("url", ["", "cases.db", "://x", "sq lite://x", "sqlite"])
def test_what_is_no_url_is_refused(url):
    """A text without scheme is no URL of a store; the hint shows one."""
    with pytest.raises(ConfigError, match=r"sqlite:///cases\.db"):
        open_store(url)


def test_an_unknown_scheme_names_what_is_known():
    """The refusal lists the schemes that are installed, and never the rest of the URL."""
    with pytest.raises(ConfigError, match="memory, sqlite") as caught:
        open_store("postgresql://user:hunter2@host/db")
    assert "hunter2" not in str(caught.value)
    with pytest.raises(ConfigError) as caught:
        open_store("mysql://x")
    assert str(caught.value) == (
        "store: no store is installed for the scheme 'mysql' (known: memory, sqlite) - install one, or check the scheme"
    )
    with pytest.raises(ConfigError, match="did you mean 'sqlite'"):
        open_store("sqlit:///x.db")


@pytest.mark.parametrize(
    "value", ["no_such_module_at_all:x", "collabmodel.adapters:missing", "builtins:len", "builtins:str", "json:loads"]
)
def test_a_broken_plugin_is_told_as_such(value):
    """Whatever a plugin does wrong, the error names it and not the URL's secrets."""
    with pytest.raises(PluginError, match=value) as caught:
        open_store("mine://user:hunter2@host", found=[entry("mine", value)])
    assert "hunter2" not in str(caught.value)


def test_two_plugins_with_one_scheme_are_refused():
    """Which of two would be opened must not depend on the order of installation."""
    found = [entry("mine", "collabmodel.adapters:open_memory"), entry("mine", "other:open_it")]

    with pytest.raises(PluginError, match="claimed by"):
        open_store("mine://", found=found)


def test_an_unknown_plugin_is_never_imported():
    """Only the plugin of the scheme that was asked for is loaded."""
    found = [entry("memory", "collabmodel.adapters:open_memory"), entry("other", "no_such_module_at_all:x")]

    assert isinstance(open_store("memory://", found=found), MemoryStore)
