"""The host opens what a name or URL means, in the class of settings of whoever brings it."""

from __future__ import annotations

import contextlib
import importlib.metadata
from pathlib import Path

import attrs
import pytest

import collabmodel as cm
from collabmodel.adapters import MemoryStore, SqliteStore
from collabmodel.errors import ConfigError, FormatError, PluginError
from collabmodel.plugin import (
    HistoryFormat,
    Host,
    NoSettings,
    NotifierKind,
    OpenStore,
    ReadHistory,
    Secret,
    StoreKind,
    hookimpl,
    open_store,
    read_settings,
)
from collabmodel.plugin.discovery import Candidate


@attrs.frozen(kw_only=True)
class Wanted:
    host: str
    port: int = attrs.field(default=25, validator=attrs.validators.in_(range(1, 65_536)))
    password: Secret | None = None


class Silent:
    """A notifier that keeps its settings."""

    def __init__(self, settings: Wanted) -> None:
        self.settings = settings

    def notify(self, message: object) -> None:
        del message


class Loaded:
    """An entry point that is there already."""

    value = "here"

    def __init__(self, name: str, plugin: object) -> None:
        self.name = name
        self._plugin = plugin

    def load(self) -> object:
        return self._plugin


class Bringing:
    """A plugin that brings what it was made with."""

    def __init__(self, **kinds: object) -> None:
        for name, found in kinds.items():
            setattr(self, f"collabmodel_register_{name}", _giving(found))


def _giving(found: object) -> object:
    @hookimpl
    def give() -> object:
        return (found,)

    return give


def hosting(settings: str = "", **kinds: object) -> Host:
    entry = Loaded("own", Bringing(**kinds))
    candidate = Candidate(name="own", distribution="acme", version="1", entry=entry)
    return Host([candidate], settings=read_settings(settings) if settings else None)


def test_our_stores_are_found_like_any_other(tmp_path: Path) -> None:
    """The stores of this distribution are entry points of the group that others use."""
    with contextlib.closing(open_store("memory://")) as memory:
        assert isinstance(memory, MemoryStore)
    with contextlib.closing(open_store(f"sqlite:///{tmp_path}/cases.db")) as sqlite:
        assert isinstance(sqlite, SqliteStore)


@pytest.mark.parametrize("url", ["", "cases.db", "://x", "sq lite://x", "sqlite"])
def test_what_is_no_url_is_refused(url: str) -> None:
    """A text without scheme is no URL of a store; the hint shows one."""
    with pytest.raises(ConfigError, match=r"sqlite:///cases\.db"):
        open_store(url)


def test_an_unknown_scheme_names_what_is_known_and_what_to_install() -> None:
    """The refusal lists the schemes that are installed and the distribution to install, and nothing of the URL."""
    ours = [entry for entry in importlib.metadata.entry_points(group="collabmodel") if entry.dist.name == "collabmodel"]
    host = Host.discover(found=ours, environ={})

    with pytest.raises(ConfigError) as caught:
        host.open_store("postgresql://user:hunter2@host/db")
    assert str(caught.value) == (
        "store: no store is installed for the scheme 'postgresql' (known: memory, sqlite) - "
        'install it: python -m pip install "collabmodel-postgres"'
    )
    with pytest.raises(ConfigError, match="did you mean 'sqlite'"):
        host.open_store("sqlit:///x.db")
    with pytest.raises(ConfigError, match="check the name"):
        host.open_store("mysql://x")


def test_settings_reach_the_adapter_in_its_own_class() -> None:
    """A part of the file is read into the class of whoever it is for, and what is not said has its default."""
    kind = NotifierKind(name="sms", summary="s", config=Wanted, open=lambda request: Silent(request.settings))
    host = hosting("notifiers:\n  sms: {host: gate.example.org, password: 'env:TOKEN'}\n", notifiers=kind)

    notifier = host.open_notifier("sms")

    assert isinstance(notifier, Silent)
    assert notifier.settings == Wanted(host="gate.example.org", password=Secret("env:TOKEN"))
    assert list(host.problems()) == []


def test_wrong_settings_are_told_with_their_places_all_at_once() -> None:
    """Every problem of an adapter's settings is told with line and column; a secret is refused and not quoted."""
    kind = NotifierKind(name="sms", summary="s", config=Wanted, open=lambda request: Silent(request.settings))
    host = hosting("notifiers:\n  sms:\n    hots: gate\n    port: many\n    password: hunter2\n", notifiers=kind)

    with pytest.raises(FormatError) as caught:
        host.open_notifier("sms")

    told = [str(problem) for problem in caught.value.problems]
    assert told[0].startswith("<text>:3:5: unknown key 'hots' - did you mean 'host'?")
    assert told[1].startswith("<text>:4:11: ")
    assert told[2].startswith("<text>:5:15: a secret does not stand in a file of settings - write env:NAME")
    assert "hunter2" not in str(caught.value)


def test_a_validator_of_the_class_speaks_for_itself() -> None:
    """What a class says of its own fields is told at the place of the settings."""
    kind = NotifierKind(name="sms", summary="s", config=Wanted, open=lambda request: Silent(request.settings))
    host = hosting("notifiers:\n  sms: {host: gate, port: 70000}\n", notifiers=kind)

    with pytest.raises(FormatError, match=r"<text>:2:8: 'port' must be in"):
        host.open_notifier("sms")


def test_what_is_required_and_not_said_names_the_setting() -> None:
    """Without a file of settings, a required one is asked for by name."""
    kind = NotifierKind(name="sms", summary="s", config=Wanted, open=lambda request: Silent(request.settings))

    with pytest.raises(ConfigError, match=r"notifiers\.sms: the key 'host' is missing"):
        hosting(notifiers=kind).open_notifier("sms")


def test_settings_given_by_hand_must_be_of_the_class() -> None:
    """Code that passes settings gets the same check."""
    kind = NotifierKind(name="sms", summary="s", config=Wanted, open=lambda request: Silent(request.settings))
    host = hosting(notifiers=kind)

    assert isinstance(host.open_notifier("sms", Wanted(host="x")), Silent)
    with pytest.raises(ConfigError, match="settings of NoSettings, not Wanted"):
        host.open_notifier("sms", NoSettings())


def test_settings_of_what_nothing_brings_are_a_problem() -> None:
    """A misspelt name in the file does not pass in silence."""
    host = hosting("stores: {sqlit: {}}\nnotifiers: {mail: {}}\n", stores=a_store("sqlite"))

    assert [str(problem) for problem in host.problems()] == [
        "<text>:1:17: settings of 'sqlit', which nothing here brings - did you mean 'sqlite'?",
        (
            "<text>:2:19: settings of 'mail', which nothing here brings - install it: "
            'python -m pip install "collabmodel-mail"'
        ),
    ]


def a_store(name: str, *, wraps: bool = False) -> StoreKind[NoSettings]:
    opened: list[OpenStore[NoSettings]] = []

    def open_it(request: OpenStore[NoSettings]) -> MemoryStore:
        opened.append(request)
        return request.inner() if request.inner else MemoryStore()  # type: ignore[return-value]

    return StoreKind(name=name, summary="s", config=NoSettings, open=open_it, wraps=wraps)


def test_a_wrapper_opens_the_store_that_it_wraps() -> None:
    """What stands before a plus wraps what the rest of the URL names; one without a plus has nothing to wrap."""
    kinds = (("own", a_store("seal", wraps=True)), ("kept", a_store("kept")))
    host = Host(
        Candidate(name=name, distribution=name, version="", entry=Loaded(name, Bringing(stores=kind)))
        for name, kind in kinds
    )

    with contextlib.closing(host.open_store("seal+kept://")) as store:
        assert isinstance(store, MemoryStore)
    with contextlib.closing(host.open_store("seal+seal+kept://")) as store:
        assert isinstance(store, MemoryStore)
    with pytest.raises(ConfigError, match="needs one"):
        host.open_store("seal://")
    with pytest.raises(ConfigError, match="wraps no other"):
        host.open_store("kept+kept://")


def test_a_file_is_read_by_the_longest_ending_that_fits(tmp_path: Path) -> None:
    """A plugin's format goes before the library's where its ending is longer, and what it gives must be a history."""
    empty = cm.HistoryBuilder().finish()
    seen: list[Path] = []

    def read(request: ReadHistory) -> cm.History:
        seen.append(request.path)
        return empty

    host = hosting(history_formats=HistoryFormat(name="own", summary="s", suffixes=(".own.jsonl",), read=read))
    path = tmp_path / "cases.OWN.jsonl"
    cm.write_history(empty, tmp_path / "cases.jsonl")

    assert host.read_history(path) is empty
    assert seen == [path]
    assert len(host.read_history(tmp_path / "cases.jsonl")) == 0
    broken = HistoryFormat(name="own", summary="s", suffixes=(".own",), read=lambda _: "no history")
    with pytest.raises(PluginError, match="gave str, which is no history"):
        hosting(history_formats=broken).read_history(tmp_path / "x.own")


def test_a_broken_plugin_is_named_where_what_it_brings_is_wanted() -> None:
    """Whoever asks for what two claim learns who they are, not that there is none."""
    both = [
        Candidate(name=name, distribution=name, version="", entry=Loaded(name, Bringing(stores=a_store("prize"))))
        for name in ("a", "b")
    ]

    with pytest.raises(PluginError, match="claimed by a:a and b:b"):
        Host(both).open_store("prize://")


def test_the_same_distribution_found_twice_is_one() -> None:
    """A folder that stands twice on the import path does not make a plugin fight itself."""
    ours = [e for e in importlib.metadata.entry_points(group="collabmodel") if e.dist.name == "collabmodel"]

    host = Host.discover(found=[*ours, *ours], environ={})

    assert {one.status for one in host.plugins} == {"ok"}
    assert len(host.plugins) == len(ours)


class Missing(Loaded):
    """An entry point whose module needs another that is not there."""

    def load(self) -> object:
        raise ModuleNotFoundError(name="psycopg")


@pytest.mark.parametrize(
    ("blocked", "told"),
    [
        ("", "is broken: importing it failed: there is no module 'psycopg'"),
        ("it is blocked", "is blocked: it is blocked"),
    ],
)
def test_what_is_installed_and_cannot_be_used_is_not_to_be_installed_again(blocked: str, told: str) -> None:
    """Whoever asks for what a plugin of ours would bring learns why it does not."""
    entry = Missing("postgresql", None)
    one = Candidate(name="postgresql", distribution="collabmodel-postgres", version="1", entry=entry, blocked=blocked)

    with pytest.raises(PluginError) as caught:
        Host([one]).open_store("postgresql://user:hunter2@host/db")

    assert str(caught.value) == f"store: the store 'postgresql' failed: plugin 'postgresql' {told}"


def test_a_store_that_is_not_there_is_not_made_by_whoever_only_reads(tmp_path: Path) -> None:
    """A mistyped name leaves no empty store behind, behind a wrapper neither."""
    host = Host.discover(allow=(), environ={})

    with pytest.raises(ConfigError, match="no store is there"):
        host.open_store(f"sqlite:///{tmp_path}/typo.db", create=False)

    assert list(tmp_path.iterdir()) == []


def test_a_plugin_that_could_not_be_loaded_is_named_where_it_is_wanted() -> None:
    """Whoever asks for what a broken or blocked plugin is called learns that, not that another is called alike."""
    broken = Loaded("mine", object())
    blocked = Candidate(name="other", distribution="acme", version="1", entry=broken, blocked="it is blocked")
    host = Host([Candidate(name="mine", distribution="acme", version="1", entry=broken), blocked])

    with pytest.raises(PluginError, match="plugin 'mine' is broken: it implements none of the hooks"):
        host.open_notifier("mine")
    with pytest.raises(PluginError, match="plugin 'other' is blocked: it is blocked"):
        host.open_store("other://")


def test_a_word_in_a_list_that_fits_nothing_is_a_problem() -> None:
    """A typo in what is to stay out does not pass in silence; spelling as installers spell it is no typo."""
    one = Candidate(name="SMS", distribution="acme-sms", version="1", entry=Loaded("SMS", Bringing()))
    host = Host([one], settings=read_settings("plugins: {block: [acme_sms, sms, 'acme-sms:sms', snail]}\n"))

    assert [str(problem) for problem in host.problems()] == [
        "plugins.block: no plugin here is called 'snail' - check the name"
    ]
