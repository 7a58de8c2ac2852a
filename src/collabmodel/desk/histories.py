"""Histories straight out of a store, for evaluation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from collabmodel.case.versions import as_called_now
from collabmodel.desk.readers import SYSTEM, Reader
from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.history import Event, History, HistoryBuilder
from collabmodel.plugin import Access, CaseRow, Store
from collabmodel.plugin.stores import streamed


def history_of(store: Store, *, at: dt.datetime, reader: Reader = SYSTEM) -> History:
    """
    Give the history of all cases in a store, case by case; consultation outside any case is left out, and so are cases
    that were erased.

    That it is read is written into the access log first. Cases that are not closed are open in it. Elements are called
    as the version of the model that was in force last calls them, which is what the rules of a running case follow.

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
    builder = HistoryBuilder()
    for row, events in exported(store, at=at, reader=reader):
        builder.open[builder.case(row.id)] = row.status != "closed"
        for event in as_called_now(events):
            builder.event(event)
    return builder.finish()


def exported(store: Store, *, at: dt.datetime, reader: Reader) -> Iterator[tuple[CaseRow, tuple[Event, ...]]]:
    """
    Give every case of a store with its events, one case after another, once that is in the access log.

    Args:
        store: The store.
        at: The time of reading, for the access log; timezone-aware.
        reader: Who reads. Only a system reader may read all cases at once.

    Raises:
        ConfigError: The reader is no system reader.
        DamagedError: What is stored is not what was written.
        ReadOnlyError: A newer release wrote an event in it.
        StoreError: The access log cannot be written, or the store cannot be read.
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
    for row in store.rows():
        if row.status not in {"none", "erased"}:
            yield row, tuple(streamed(store.read(row.id)))
