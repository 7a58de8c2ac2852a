"""The host: finds plugins, loads those that may be, tells what is wrong with the others, and opens what they bring."""

from __future__ import annotations

import importlib.metadata
import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol, TypeVar, cast

import attrs

from collabmodel.check import Check, Finding, Placing
from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.evaluate import Evaluation
from collabmodel.history import Caps, History, read_history
from collabmodel.history import Mapping as NameMapping
from collabmodel.model import Model
from collabmodel.plugin.asking import findings_of, measured
from collabmodel.plugin.discovery import OURS, VARIABLE, Candidate, candidates, listed
from collabmodel.plugin.guarding import called
from collabmodel.plugin.holding import OK, Held, Plugin, absent, row, settle_claims, status, unmatched
from collabmodel.plugin.kinds import (
    AnyNotifier,
    AnyReporter,
    AnyStore,
    CaseChanged,
    CommandKind,
    HistoryFormat,
    IndicatorKind,
    Measured,
    OpenNotifier,
    OpenReporter,
    OpenStore,
    ReadHistory,
    Registering,
    Reporter,
)
from collabmodel.plugin.loading import LOADING, Brought, loaded
from collabmodel.plugin.notifiers import Notifier
from collabmodel.plugin.opening import failed, fitting, install, opened
from collabmodel.plugin.settings import Settings
from collabmodel.plugin.stores import Store

log: logging.Logger = logging.getLogger("collabmodel.plugin")
"""Most names that are listed where one is not known."""
OBSERVING = 2.0
"""Seconds that an observer has; one that takes longer is not told again."""


class _Named(Protocol):
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=_Named)


class Host:
    """
    What plugins are plugged into.

    Args:
        found: The plugins, ours first.
        settings: What the file of settings says.
        observing: Seconds that an observer has, > 0.
        loading: Seconds that loading one plugin may take, > 0.

    >>> host = Host.discover(allow=())
    >>> sorted(kind.name for kind in host.stores)
    ['memory', 'sqlite']
    """

    def __init__(
        self,
        found: Iterable[Candidate],
        *,
        settings: Settings | None = None,
        observing: float = OBSERVING,
        loading: float = LOADING,
    ) -> None:
        self.settings: Settings = settings or Settings()
        self._observing = observing
        request = Registering(version=importlib.metadata.version(OURS))
        self._held = [Held(one, *((Brought(), "") if one.blocked else loaded(one, request, loading))) for one in found]
        settle_claims(self._held)

    @classmethod
    def discover(
        cls,
        *,
        settings: Settings | None = None,
        allow: Iterable[str] | None = None,
        block: Iterable[str] = (),
        found: Iterable[importlib.metadata.EntryPoint] | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> Host:
        """
        Find and load what is installed.

        Args:
            settings: What the file of settings says; its lists count too.
            allow: Names, distributions, or ``DISTRIBUTION:NAME`` of plugins of others that may be loaded; None for
                what ``COLLABMODEL_PLUGINS`` or the settings say, and all where they say nothing.
            block: The same for plugins that may not be loaded.
            found: Entry points to look at; None for those installed.
            environ: Variables of the environment; None for those of this process.
        """
        said = (os.environ if environ is None else environ).get(VARIABLE)
        own = settings or Settings()
        wanted = allow if allow is not None else listed(said) if said is not None else own.allow
        return cls(candidates(found, allow=wanted, block=(*block, *own.block)), settings=settings)

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        """Every plugin that is installed, and how it stands."""
        return tuple(row(one) for one in self._held)

    @property
    def stores(self) -> tuple[AnyStore, ...]:
        """Kinds of stores, ours first."""
        return tuple(kind for one in self._good() for kind in one.brought.stores)

    @property
    def notifiers(self) -> tuple[AnyNotifier, ...]:
        """Kinds of notifiers, ours first."""
        return tuple(kind for one in self._good() for kind in one.brought.notifiers)

    @property
    def reporters(self) -> tuple[AnyReporter, ...]:
        """Kinds of reporters, ours first."""
        return tuple(kind for one in self._good() for kind in one.brought.reporters)

    @property
    def checks(self) -> tuple[Check, ...]:
        """Checks of models beside those of the library."""
        return tuple(check for one in self._good() for check in one.brought.checks)

    @property
    def indicators(self) -> tuple[IndicatorKind, ...]:
        """Indicators beside those of the models."""
        return tuple(kind for one in self._good() for kind in one.brought.indicators)

    @property
    def history_formats(self) -> tuple[HistoryFormat, ...]:
        """Formats of case histories, ours first."""
        return tuple(kind for one in self._good() for kind in one.brought.formats)

    @property
    def commands(self) -> tuple[CommandKind, ...]:
        """Verbs beside those of the library."""
        return tuple(kind for one in self._good() for kind in one.brought.commands)

    @property
    def observed(self) -> bool:
        """Whether any plugin wants to know that cases change."""
        return any(one.brought.observe is not None for one in self._good())

    def open_store(self, url: str, settings: object = None, *, create: bool = True) -> Store:
        """
        Open the store that a URL names.

        Args:
            url: For example ``"sqlite:///cases.db"``; a wrapper stands before it, as in
                ``"crypto+sqlite:///cases.db"``.
            settings: Its settings; None for those of the file of settings.
            create: Whether a store that is not there is made.

        Raises:
            ConfigError: The text is no URL of a store, nothing here knows its scheme, a setting makes no sense, or no
                store is there and none is to be made.
            FormatError: The file of settings says what does not fit.
            PluginError: The plugin failed.
            StoreError: The store can be neither read nor written.
        """
        scheme, mark, _ = url.partition("://")
        # The rest of a URL may hold a password, so no message shows more than its scheme.
        if not mark or not scheme.replace("+", "").replace("-", "").isalnum():
            hint = "write it as in sqlite:///cases.db"
            raise ConfigError([Problem(what="not the URL of a store", place=Place("store"), hint=hint)])
        first, plus, rest = url.partition("+") if "+" in scheme else (scheme, "", "")
        kind = self._kind("store", first, self.stores)
        if kind.wraps != bool(plus):
            hint = f"{first}+sqlite:///cases.db" if kind.wraps else f"{first}://..."
            what = "a store that wraps another needs one" if kind.wraps else "this store wraps no other"
            raise ConfigError([Problem(what=what, place=Place("store"), hint=f"write {hint}")])
        inner = (lambda: self.open_store(rest, create=create)) if plus else None
        own = self._settings("stores", first, kind.config, settings)
        store = opened("store", first, lambda: kind.open(OpenStore(url=url, settings=own, inner=inner, create=create)))
        return cast("Store", fitting("store", first, store, ("append", "read", "rows", "claim", "close")))

    def open_notifier(self, name: str, settings: object = None) -> Notifier:
        """
        Open the notifier of a name.

        Args:
            name: Its name, such as ``"console"``.
            settings: Its settings; None for those of the file of settings.

        Raises:
            ConfigError: Nothing here has this name, or a setting makes no sense.
            FormatError: The file of settings says what does not fit.
            PluginError: The plugin failed.
        """
        kind = self._kind("notifier", name, self.notifiers)
        own = self._settings("notifiers", name, kind.config, settings)
        found = opened("notifier", name, lambda: kind.open(OpenNotifier(settings=own)))
        return cast("Notifier", fitting("notifier", name, found, ("notify",)))

    def open_reporter(self, name: str, settings: object = None) -> Reporter:
        """
        Open the reporter of a name.

        Args:
            name: Its name, such as ``"text"``.
            settings: Its settings; None for those of the file of settings.

        Raises:
            ConfigError: Nothing here has this name, or a setting makes no sense.
            FormatError: The file of settings says what does not fit.
            PluginError: The plugin failed.
        """
        kind = self.reporter(name)
        own = self._settings("reporters", name, kind.config, settings)
        found = opened("reporter", name, lambda: kind.open(OpenReporter(settings=own)))
        return cast("Reporter", fitting("reporter", name, found, ("write",)))

    def reporter(self, name: str) -> AnyReporter:
        """
        Give the kind of reporter of a name.

        Args:
            name: Its name.

        Raises:
            ConfigError: Nothing here has this name.
            PluginError: The plugin that brings it is broken.
        """
        return self._kind("reporter", name, self.reporters)

    def history_format(self, path: str | Path) -> HistoryFormat | None:
        """
        Give the format of a file by the ending of its name, the longest that fits; None where no plugin has it.

        Args:
            path: The file.
        """
        name = Path(path).name.lower()
        fitting = [(len(end), one) for one in self.history_formats for end in one.suffixes if name.endswith(end)]
        return max(fitting, key=lambda pair: pair[0])[1] if fitting else None

    def read_history(
        self,
        path: str | Path,
        *,
        mapping: NameMapping | str | Path | None = None,
        timezone: str | None = None,
        model: Model | None = None,
        caps: Caps | None = None,
    ) -> History:
        """
        Read the histories of many cases from a file of any kind that the library or a plugin knows.

        Args:
            path: The file.
            mapping: As ``collabmodel.read_history`` takes it.
            timezone: As ``collabmodel.read_history`` takes it.
            model: The model that the histories are read for.
            caps: How large what is read may be, or None for ample caps.

        Raises:
            FormatError: The file cannot be read as what it should be.
            ConfigError: Nothing reads such a file.
            PluginError: The plugin that reads it failed.
        """
        kind = self.history_format(path)
        if kind is None or kind.read is None:
            return read_history(path, mapping=mapping, timezone=timezone, model=model, caps=caps)
        request = ReadHistory(path=Path(path), model=model, caps=caps or Caps())
        reading = kind.read
        sort = "format"
        found = opened(sort, kind.name, lambda: reading(request))
        if not isinstance(found, History):
            raise failed(sort, kind.name, f"it gave {type(found).__name__}, which is no history")
        return found

    def check(self, model: Model, places: Placing | None = None) -> tuple[Finding, ...]:
        """
        Tell what is unsound in a model, by the library's checks and by those of plugins.

        Args:
            model: The model.
            places: Where its parts stand, as ``formats.read`` gives it; None for a model that no file holds.
        """
        return findings_of(self.checks, model, places)

    def measure(self, evaluation: Evaluation) -> tuple[tuple[IndicatorKind, Measured], ...]:
        """
        Measure the indicators of plugins; one that fails says so, and the others are measured all the same.

        Args:
            evaluation: How the histories fared.
        """
        return measured(self.indicators, evaluation)

    def case_changed(self, change: CaseChanged) -> None:
        """
        Tell every observer that a case went on, one by one; whatever one does, the others are told.

        Args:
            change: What happened.
        """
        for one in self._held:
            observe = one.brought.observe
            if observe is None or one.silenced or status(one) != OK:
                continue
            # Each gets a copy: one that breaks into it changes nothing for the next.
            told = called(lambda observe=observe: observe(attrs.evolve(change)), self._observing)  # type: ignore[misc]
            if told.failed:
                one.silenced = told.late
                log.warning("plugin %s failed to observe a change: %s", one.candidate.name, told.failed)

    def problems(self) -> Iterator[Problem]:
        """Tell what the file of settings says of adapters that no plugin brings."""
        known = {
            "stores": [one.name for one in self.stores],
            "notifiers": [one.name for one in self.notifiers],
            "reporters": [one.name for one in self.reporters],
        }
        shut = {one.candidate.name for one in self._held if one.candidate.blocked}
        for section, name, place in self.settings.names():
            if name not in (*known[section], *shut):
                yield Problem(what=f"settings of {name[:40]!r}, which nothing here brings", place=place,
                              hint=install(name, known[section]))  # fmt: skip
        yield from self.unmatched("plugins.allow", self.settings.allow or ())
        yield from self.unmatched("plugins.block", self.settings.block)

    def unmatched(self, which: str, words: Iterable[str]) -> Iterator[Problem]:
        """
        Find words of a list of plugins that fit none that is installed.

        Args:
            which: Where the list stands.
            words: Its words.
        """
        return unmatched([one.candidate for one in self._held], which, words)

    def _good(self) -> Iterator[Held]:
        return (one for one in self._held if status(one) == OK)

    def _kind(self, sort: str, name: str, kinds: Iterable[N]) -> N:
        named = tuple(kinds)
        found = next((kind for kind in named if kind.name == name), None)
        if found is not None:
            return found
        raise absent(self._held, sort, name, sorted(kind.name for kind in named))

    def _settings(self, section: str, name: str, config: type[object], given: object) -> object:
        if given is None:
            return self.settings.of(section, name, config)
        if not isinstance(given, config):
            what = f"settings of {type(given).__name__}, not {config.__name__}"
            raise ConfigError([Problem(what=what, place=Place(f"{section}.{name}"))])
        return given
