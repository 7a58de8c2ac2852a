"""Histories straight out of a store, for evaluation."""

from __future__ import annotations

import datetime as dt

from collabmodel.desk.readers import SYSTEM, Reader
from collabmodel.history import History, HistoryBuilder
from collabmodel.model import Model
from collabmodel.plugin import Access, Store
from collabmodel.plugin.stores import streamed


def history_of(store: Store, *, at: dt.datetime, reader: Reader = SYSTEM, model: Model | None = None) -> History:
    """
    Give the history of all cases in a store, streaming; consultation outside any case is left out.

    That it is read is written into the access log first.

    Args:
        store: The store.
        at: The time of reading, for the access log; timezone-aware.
        reader: Who reads; a system reader sees everything, anybody else nothing.
        model: The model whose names the history is read by, or None.

    Raises:
        ConfigError: The reader is no system reader.
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
        at=at, case="", person=actor.person, role=actor.role, organisation=actor.organisation, what="export",
        purpose=reader.purpose, reason=reader.break_glass, allowed=reader.system,
    )  # fmt: skip
    store.log_access(access)
    builder = HistoryBuilder()
    for row in store.rows() if reader.system else ():
        if row.status == "none":
            continue
        number = builder.case(row.id)
        builder.open[number] = row.status != "closed"
        for event in streamed(store.read(row.id)):
            builder.event(event)
    del model
    return builder.finish()
