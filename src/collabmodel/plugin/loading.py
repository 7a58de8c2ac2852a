"""Loading one plugin: import it, check its hooks, ask what it brings, and check that too."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from typing import TypeVar

import attrs
import pluggy

from collabmodel.check import Check
from collabmodel.model import Severity, Text
from collabmodel.plugin import hookspecs
from collabmodel.plugin.discovery import Candidate
from collabmodel.plugin.guarding import called
from collabmodel.plugin.hookspecs import PROJECT
from collabmodel.plugin.kinds import (
    AnyNotifier,
    AnyReporter,
    AnyStore,
    CaseChanged,
    CommandKind,
    HistoryFormat,
    IndicatorKind,
    NotifierKind,
    Registering,
    ReporterKind,
    StoreKind,
)
from collabmodel.plugin.settings import unreadable
from collabmodel.report.documents import Subject

K = TypeVar("K")
_UNMARKED = "it implements none of the hooks; are its functions marked with @hookimpl?"
LOADING = 30.0
"""Seconds after which a plugin that is still being loaded is given up."""
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_DOTTED = re.compile(r"[a-z][a-z0-9-]{0,39}(\.[a-z][a-z0-9-]{0,39})+")
_PARTS: Mapping[type, Mapping[str, tuple[type, ...]]] = {
    StoreKind: {"summary": (str,), "open": (), "wraps": (bool,)},
    NotifierKind: {"summary": (str,), "open": ()},
    ReporterKind: {"summary": (str,), "open": (), "subjects": (tuple,)},
    Check: {"title": (str,), "severity": (Severity,), "message": (str,), "source": (str,), "run": ()},
    IndicatorKind: {"title": (Text,), "unit": (str,), "measure": ()},
    HistoryFormat: {"summary": (str,), "suffixes": (tuple,)},
    CommandKind: {"summary": (str,), "load": ()},
}
"""What the parts of kinds are, beside their names; of no type: something to call."""
_SUFFIX = re.compile(r"(\.[a-z0-9]{1,20}){1,3}")


@attrs.frozen(kw_only=True, eq=False)
class Brought:
    """
    What a plugin brings.

    Args:
        hooks: Names of the hooks that it implements, sorted.
        stores: Its kinds of stores.
        notifiers: Its kinds of notifiers.
        reporters: Its kinds of reporters.
        checks: Its checks.
        indicators: Its indicators.
        formats: Its formats of histories.
        commands: Its verbs.
        observe: Tells it that a case changed; None where it does not want to know.
    """

    hooks: tuple[str, ...] = ()
    stores: tuple[AnyStore, ...] = ()
    notifiers: tuple[AnyNotifier, ...] = ()
    reporters: tuple[AnyReporter, ...] = ()
    checks: tuple[Check, ...] = ()
    indicators: tuple[IndicatorKind, ...] = ()
    formats: tuple[HistoryFormat, ...] = ()
    commands: tuple[CommandKind, ...] = ()
    observe: Callable[[CaseChanged], object] | None = None


class _UnfitError(Exception):
    """A plugin that cannot be used; its text is told."""


def loaded(candidate: Candidate, request: Registering, seconds: float = LOADING) -> tuple[Brought, str]:
    """
    Load a plugin; whatever it does, this gives an answer.

    Args:
        candidate: The plugin.
        request: What it is asked with.
        seconds: For how long to wait for it, > 0.

    Returns:
        What it brings, and why it cannot be used; empty if it can.
    """
    found = called(functools.partial(_loaded, candidate, request), seconds)
    if found.value is None:
        return Brought(), f"loading it failed: {found.failed}{_where(found.raised)}"
    brought, why = found.value
    return brought, why


def _where(raised: BaseException | None) -> str:
    """Say in which line of which module loading failed: neither holds anything private."""
    if isinstance(raised, SyntaxError):
        return f" in line {raised.lineno}" if raised.lineno else ""
    last = raised.__traceback__ if raised else None
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    module = last.tb_frame.f_globals.get("__name__") if last else None
    return f" in line {last.tb_lineno} of {str(module)[:80]}" if last and module else ""


def _loaded(candidate: Candidate, request: Registering) -> tuple[Brought, str]:
    try:
        plugin = candidate.entry.load()
    except ModuleNotFoundError as error:
        return Brought(), f"importing it failed: there is no module {str(error.name)[:80]!r}"
    try:
        return _asked(_checked(plugin), request), ""
    except _UnfitError as error:
        return Brought(), str(error)


def _checked(plugin: object) -> pluggy.PluginManager:
    """Register a plugin alone, so that what is wrong with it is known to be its own."""
    own = pluggy.PluginManager(PROJECT)
    own.add_hookspecs(hookspecs)
    try:
        own.register(plugin)
        own.check_pending()
    except pluggy.PluginValidationError as error:
        raise _UnfitError(_brief(str(error))) from None
    if not any(caller.get_hookimpls() for caller in _callers(own)):
        raise _UnfitError(_UNMARKED)
    return own


def _callers(own: pluggy.PluginManager) -> list[pluggy.HookCaller]:
    names = sorted(name for name in vars(hookspecs) if name.startswith("collabmodel_"))
    return [getattr(own.hook, name) for name in names]


def _brief(text: str) -> str:
    """Give the lines of pluggy's message that say what is wrong, without places of this machine."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return " ".join(line for line in lines if not line.startswith("Plugin "))[:300] or "its hooks do not fit"


def _asked(own: pluggy.PluginManager, request: Registering) -> Brought:
    hooks = tuple(caller.name for caller in _callers(own) if caller.get_hookimpls())
    brought = Brought(
        hooks=hooks,
        stores=_given(own, request, "stores", StoreKind),
        notifiers=_given(own, request, "notifiers", NotifierKind),
        reporters=_given(own, request, "reporters", ReporterKind),
        checks=_given(own, request, "checks", Check),
        indicators=_given(own, request, "indicators", IndicatorKind),
        formats=_given(own, request, "history_formats", HistoryFormat),
        commands=_given(own, request, "commands", CommandKind),
        observe=_observer(own),
    )
    opened: tuple[AnyStore | AnyNotifier | AnyReporter, ...] = (*brought.stores, *brought.notifiers, *brought.reporters)
    for name in (one.name for one in (*opened, *brought.formats, *brought.commands)):
        _named(name, _NAME, "lower-case letters, digits and hyphens")
    for one in opened:
        if not isinstance(one.config, type) or not attrs.has(one.config):
            raise _UnfitError(f"the settings of {one.name!r} are no attrs class")
        if found := unreadable(one.config):
            raise _UnfitError(f"the settings of {one.name!r}: {found}")
    for dotted in (*(one.code for one in brought.checks), *(one.id for one in brought.indicators)):
        _named(dotted, _DOTTED, "a name of its own, a dot, and lower-case letters, digits and hyphens")
    for suffix in (*(s for one in brought.formats for s in one.suffixes), *(one.suffix for one in brought.reporters)):
        _named(suffix, _SUFFIX, "a dot and lower-case letters or digits")
    return brought


def _named(name: object, pattern: re.Pattern[str], wanted: str) -> None:
    if not isinstance(name, str) or not pattern.fullmatch(name):
        raise _UnfitError(f"{str(name)[:60]!r} is no name; wanted are {wanted}")


def _given(own: pluggy.PluginManager, request: Registering, what: str, kind: type[K]) -> tuple[K, ...]:
    """Ask a plugin what it brings of one sort, and look that it is that."""
    caller: pluggy.HookCaller = getattr(own.hook, f"collabmodel_register_{what}")
    found: list[K] = []
    for given in caller(request=request):
        if not isinstance(given, tuple | list):
            raise _UnfitError(f"{caller.name} gave {type(given).__name__}, not a tuple of {kind.__name__}")
        for one in given:
            # A class made from a kind could answer otherwise each time that it is asked.
            if type(one) is not kind:
                raise _UnfitError(f"{caller.name} gave {type(one).__name__}, not {kind.__name__}")
            _whole(one)
            found.append(one)
    return tuple(found)


def _whole(one: object) -> None:
    """Look that the parts of a kind are what they must be, before anything far from here stumbles over them."""
    sort = type(one).__name__
    for name, types in _PARTS[type(one)].items():
        part = getattr(one, name)
        if not (isinstance(part, types) if types else callable(part)):
            raise _UnfitError(f"{name!r} of {sort} is {type(part).__name__}, which it cannot be")
    if not all(isinstance(subject, Subject) for subject in getattr(one, "subjects", ())):
        raise _UnfitError(f"'subjects' of {sort} are no Subject")
    if not all(part is None or callable(part) for part in (getattr(one, name, None) for name in ("read", "write"))):
        raise _UnfitError(f"what reads or writes {sort} cannot be called")


def _observer(own: pluggy.PluginManager) -> Callable[[CaseChanged], object] | None:
    caller = own.hook.collabmodel_case_changed
    return (lambda request: caller(request=request)) if caller.get_hookimpls() else None
