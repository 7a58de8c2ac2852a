"""Judging the cases of a store, each by the version of its model that was in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from collabmodel.case.versions import as_called_now, versions_of
from collabmodel.desk.histories import exported
from collabmodel.desk.office import Office
from collabmodel.desk.readers import Reader
from collabmodel.evaluate import Evaluation, evaluate
from collabmodel.history import HistoryBuilder
from collabmodel.model import Model


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


def judged(office: Office, *, values: Iterable[Model], as_of: dt.datetime | None, reader: Reader) -> tuple[Judged, ...]:
    """
    Judge all cases, each whole by the version in force at the time of judging, the versions sorted by their hash.

    Args:
        office: What the desk works with.
        values: Sets of values to judge by as well.
        as_of: The time of judging, timezone-aware; None for now.
        reader: Who reads; only a system reader may read all cases at once.

    Raises:
        ConfigError: The reader is no system reader, or the time has no zone.
        DamagedError: What is stored is not what was written.
        KeyError: The store lacks the model of a case.
        ReadOnlyError: A newer release wrote an event in it.
        StoreError: The access log cannot be written, or the store cannot be read.
    """
    now = office.now()
    moment = now if as_of is None else as_of
    builders: dict[str, HistoryBuilder] = {}
    for row, events in exported(office.store, at=now, reader=reader):
        known = tuple(event for event in events if event.recorded <= moment)
        if not known:
            continue
        builder = builders.setdefault(versions_of(known)[-1].model_hash, HistoryBuilder())
        builder.open[builder.case(row.id)] = row.status != "closed" or len(known) < len(events)
        for event in as_called_now(known):
            builder.event(event)
    return tuple(
        Judged(
            model=office.shelf[key],
            model_hash=key,
            evaluation=evaluate(office.shelf[key], builders[key].finish(), values=tuple(values), as_of=moment),
        )
        for key in sorted(builders)
    )
