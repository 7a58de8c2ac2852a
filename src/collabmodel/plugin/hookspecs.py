"""
The hooks: everything that a plugin can be asked, each with one frozen request.

A plugin is a module or object, named by an entry point of the group ``collabmodel``, that implements some of these with
``@hookimpl``. What a hook gives back is checked before it is used. There are eight; a ninth needs two plugins that want
it.
"""

from __future__ import annotations

import pluggy

from collabmodel.check import Check
from collabmodel.plugin.kinds import (
    AnyNotifier,
    AnyReporter,
    AnyStore,
    CaseChanged,
    CommandKind,
    HistoryFormat,
    IndicatorKind,
    Registering,
)

PROJECT = "collabmodel"
"""Name under which hooks are marked, and group of the entry points of plugins."""

hookspec: pluggy.HookspecMarker = pluggy.HookspecMarker(PROJECT)
hookimpl: pluggy.HookimplMarker = pluggy.HookimplMarker(PROJECT)


@hookspec
def collabmodel_register_stores(request: Registering) -> tuple[AnyStore, ...]:  # type: ignore[empty-body]
    """
    Give the kinds of stores that the plugin brings.

    Args:
        request: Who asks.
    """


@hookspec
def collabmodel_register_notifiers(request: Registering) -> tuple[AnyNotifier, ...]:  # type: ignore[empty-body]
    """
    Give the kinds of notifiers that the plugin brings.

    Args:
        request: Who asks.
    """


@hookspec
def collabmodel_register_reporters(request: Registering) -> tuple[AnyReporter, ...]:  # type: ignore[empty-body]
    """
    Give the kinds of reporters that the plugin brings.

    Args:
        request: Who asks.
    """


@hookspec
def collabmodel_register_checks(request: Registering) -> tuple[Check, ...]:  # type: ignore[empty-body]
    """
    Give the checks of models that the plugin brings; each code begins with a name of its own and a dot.

    Args:
        request: Who asks.
    """


@hookspec
def collabmodel_register_indicators(request: Registering) -> tuple[IndicatorKind, ...]:  # type: ignore[empty-body]
    """
    Give the indicators that the plugin brings. Provisional: what they are given may grow.

    Args:
        request: Who asks.
    """


@hookspec
def collabmodel_register_history_formats(request: Registering) -> tuple[HistoryFormat, ...]:  # type: ignore[empty-body]
    """
    Give the kinds of files for case histories that the plugin brings.

    Args:
        request: Who asks.
    """


@hookspec
def collabmodel_register_commands(request: Registering) -> tuple[CommandKind, ...]:  # type: ignore[empty-body]
    """
    Give the verbs that the plugin adds to the command line. Provisional: the command line may change its library.

    Args:
        request: Who asks.
    """


@hookspec
def collabmodel_case_changed(request: CaseChanged) -> None:
    """
    Learn that a case went on, after it was stored. Whatever this does, the case has gone on.

    Args:
        request: What happened, without names.
    """
