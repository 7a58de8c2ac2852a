"""
The socket: what plugins bring, the hooks by which they say so, and the host that they are plugged into.

What a writer of stores needs beside this is in ``collabmodel.plugin.storing``.
"""

from __future__ import annotations

from collabmodel.plugin.holding import Plugin
from collabmodel.plugin.hookspecs import hookimpl
from collabmodel.plugin.host import Host
from collabmodel.plugin.kept import (
    Access,
    Batch,
    CaseRow,
    Durability,
    Fault,
    Head,
    Parcel,
    Receipt,
    Recorded,
    Snapshot,
)
from collabmodel.plugin.kinds import (
    CaseChanged,
    CommandKind,
    HistoryFormat,
    IndicatorKind,
    Measured,
    Measuring,
    NoSettings,
    NotifierKind,
    OpenNotifier,
    OpenReporter,
    OpenStore,
    ReadHistory,
    Registering,
    Reporter,
    ReporterKind,
    Step,
    StoreKind,
    WriteHistory,
)
from collabmodel.plugin.notifiers import Appointment, BatchNotifier, Message, Notifier, Postponed, Undeliverable
from collabmodel.plugin.records import decode, digest, encode
from collabmodel.plugin.secrets import Secret
from collabmodel.plugin.settings import Settings, read_settings
from collabmodel.plugin.stores import Store

__all__ = [
    "Access",
    "Appointment",
    "Batch",
    "BatchNotifier",
    "CaseChanged",
    "CaseRow",
    "CommandKind",
    "Durability",
    "Fault",
    "Head",
    "HistoryFormat",
    "Host",
    "IndicatorKind",
    "Measured",
    "Measuring",
    "Message",
    "NoSettings",
    "Notifier",
    "NotifierKind",
    "OpenNotifier",
    "OpenReporter",
    "OpenStore",
    "Parcel",
    "Plugin",
    "Postponed",
    "ReadHistory",
    "Receipt",
    "Recorded",
    "Registering",
    "Reporter",
    "ReporterKind",
    "Secret",
    "Settings",
    "Snapshot",
    "Step",
    "Store",
    "StoreKind",
    "Undeliverable",
    "WriteHistory",
    "decode",
    "digest",
    "encode",
    "hookimpl",
    "open_store",
    "read_settings",
]


def open_store(url: str, *, host: Host | None = None) -> Store:
    """
    Open the store that a URL names.

    Args:
        url: For example ``"sqlite:///cases.db"`` (relative), ``"sqlite:////var/lib/cases.db"`` or ``"memory://"``.
        host: What knows the kinds of stores; None for the plugins that are installed.

    Raises:
        ConfigError: The text is no URL of a store, or nothing installed knows its scheme.
        PluginError: What should open it cannot be loaded, failed, or two claim the same scheme.
        StoreError: The store can be neither read nor written.

    >>> import contextlib
    >>> with contextlib.closing(open_store("memory://")) as store:
    ...     store.durability.durable
    False
    """
    return (host or Host.discover()).open_store(url)
