"""Data that are days or times: told as how far ahead they lie, or as the day itself."""

from __future__ import annotations

import datetime as dt

import attrs

from collabmodel.model import Fact, FactType
from collabmodel.simulate.scenario import Grid, Row, Spread

TODAY = Spread(value=0, unit=Grid.DAYS)
"""The day of the event itself."""


def is_dated(fact: Fact | None) -> bool:
    """
    Tell whether a datum is a day or a time.

    Args:
        fact: How the model declares it, or None.
    """
    return fact is not None and fact.type in {FactType.DATE, FactType.TIME}


def lies_ahead(fact: Fact | None, spread: Spread) -> bool:
    """
    Tell whether a datum is told as how far ahead of its event it lies.

    Args:
        fact: How the model declares it, or None.
        spread: How its values are spread.
    """
    return is_dated(fact) and spread.unit is not None


def dated(spread: Spread, start: dt.datetime) -> Spread:
    """
    Give a spread of days written as text as one of minutes since the start.

    Args:
        spread: The spread.
        start: When the scenario starts.

    >>> dated(Spread(value="2025-01-08"), dt.datetime(2025, 1, 6, tzinfo=dt.UTC)).value
    2880
    """
    return attrs.evolve(
        spread,
        value=_minutes(spread.value, start),
        values=tuple(_minutes(one, start) or 0 for one in spread.values),
        rows=tuple(Row(condition=row.condition, spread=dated(row.spread, start)) for row in spread.rows),
    )


def _minutes(value: bool | float | str | None, start: dt.datetime) -> bool | float | None:
    if not isinstance(value, str):
        return value
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=start.tzinfo)
    return int((moment - start) // dt.timedelta(minutes=1))
