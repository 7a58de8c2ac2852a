"""Histories straight out of a store, for evaluation."""

from __future__ import annotations

import datetime as dt

from collabmodel.desk.readers import SYSTEM, Reader
from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.history import History, HistoryBuilder
from collabmodel.plugin import Access, Store
from collabmodel.plugin.stores import streamed


def history_of(store: Store, *, at: dt.datetime, reader: Reader = SYSTEM) -> History:
    """
    Give the history of all cases in a store, case by case; consultation outside any case is left out.

    That it is read is written into the access log first. Cases that are not closed are open in it.

    Args:
        store: The store.
        at: The time of reading, for the access log; timezone-aware.
        reader: Who reads. Only a system reader may read all cases at once.

    Raises:
        ConfigError: The reader is no system reader.
        DamagedError: What is stored is not what was written.
        ReadOnlyError: A newer release wrote an event in it.
        StoreError: The access log cannot be written, or the store cannot be read.

    >>> from collabmodel.plugin import open_store
    >>> store = open_store("memory://")
    >>> history_of(store, at=dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)).cases
    ()
    >>> store.close()
    """
    actor = reader.actor
    access = Access(
        at=at,
        case="",
        person=actor.person,
        role=actor.role,
        organisation=actor.organisation,
        what="export",
        purpose=reader.purpose,
        reason=reader.break_glass,
        allowed=reader.system,
    )
    store.log_access(access)
    if not reader.system:
        what = "only a system reader may read all cases at once"
        raise ConfigError([Problem(what=what, place=Place("reader"), hint="use SYSTEM")])
    builder = HistoryBuilder()
    for row in store.rows():
        if row.status == "none":
            continue
        builder.open[builder.case(row.id)] = row.status != "closed"
        for event in streamed(store.read(row.id)):
            builder.event(event)
    return builder.finish()
