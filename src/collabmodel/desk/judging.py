"""Judging the cases of a store, each by the version of its model that was in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from collabmodel.case.versions import as_called_now, versions_of
from collabmodel.desk.histories import exported
from collabmodel.desk.readers import SYSTEM, Reader
from collabmodel.desk.shelf import kept_model
from collabmodel.errors import ConfigError, DamagedError, Place, Problem
from collabmodel.evaluate import Evaluation, evaluate
from collabmodel.history import HistoryBuilder
from collabmodel.model import Model
from collabmodel.plugin import Store


@attrs.frozen(kw_only=True)
class Judged:
    """
    What was found for the cases of one version of a model.

    Args:
        model: The model.
        model_hash: Its content hash.
        evaluation: What was found.
    """

    model: Model
    model_hash: str
    evaluation: Evaluation = attrs.field(repr=False)


def evaluate_store(
    store: Store,
    *,
    at: dt.datetime,
    values: Iterable[Model] = (),
    as_of: dt.datetime | None = None,
    reader: Reader = SYSTEM,
) -> tuple[Judged, ...]:
    """
    Judge all cases of a store, each whole by the version of its model in force at the time of judging.

    What a running case says of its rules is the same. To judge all cases by one version, whatever was in force, take
    ``history_of`` and ``evaluate``.

    Args:
        store: The store.
        at: The time of reading, for the access log; timezone-aware.
        values: Sets of values to judge by as well.
        as_of: The time of judging, timezone-aware; None for that of reading.
        reader: Who reads; only a system reader may read all cases at once.

    Returns:
        One result for each version in force, sorted by content hash.

    Raises:
        ConfigError: The reader is no system reader, or the time has no zone.
        DamagedError: What is stored is not what was written, or the store lacks the model of a case.
        ReadOnlyError: A newer release wrote an event in it.
        StoreError: The access log cannot be written, or the store cannot be read.

    >>> from collabmodel.plugin import open_store
    >>> store = open_store("memory://")
    >>> evaluate_store(store, at=dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC))
    ()
    >>> store.close()
    """
    moment = at if as_of is None else as_of
    if moment.tzinfo is None:
        raise ConfigError([Problem(what="the time of judging has no time zone", place=Place("as_of"))])
    builders: dict[str, HistoryBuilder] = {}
    for row, events in exported(store, at=at, reader=reader):
        known = tuple(event for event in events if event.recorded <= moment)
        if not known:
            continue
        builder = builders.setdefault(versions_of(known)[-1].model_hash, HistoryBuilder())
        builder.open[builder.case(row.id)] = row.status != "closed" or len(known) < len(events)
        for event in as_called_now(known):
            builder.event(event)
    found = []
    for key in sorted(builders):
        model = _kept(store, key)
        evaluation = evaluate(model, builders[key].finish(), values=tuple(values), as_of=moment)
        found.append(Judged(model=model, model_hash=key, evaluation=evaluation))
    return tuple(found)


def _kept(store: Store, key: str) -> Model:
    try:
        return kept_model(store, key)
    except KeyError:
        what = f"the store lacks the model {key[:12]} of a case"
        raise DamagedError([Problem(what=what, place=Place("store"))]) from None
