"""What waits in cases, as typed rows: until when, how many days that is, what, and who answers for it."""

from __future__ import annotations

import datetime as dt

from collabmodel.case import Due
from collabmodel.report.documents import Cell, Column, Measure
from collabmodel.reporting import labels
from collabmodel.reporting.audience import Audience


def due_columns(audience: Audience) -> tuple[Column, ...]:
    """
    Give the columns of what waits.

    Args:
        audience: For whom.
    """
    lang = audience.lang
    return (
        Column(title=_capital(labels.LAST_DAY.say(lang)), measure=Measure.DATE),
        Column(title=_capital(labels.AT_THE_LATEST.say(lang)), unit=audience.zone.key),
        Column(title=_capital(labels.DAYS_LEFT.say(lang)), measure=Measure.NUMBER),
        Column(title=_capital(labels.WHAT.say(lang))),
        Column(title=_capital(labels.RESPONSIBLE.say(lang))),
        Column(title=_capital(labels.MORE.say(lang))),
    )


def due_row(one: Due, now: dt.datetime, audience: Audience, zone: Audience | None = None) -> tuple[Cell, ...]:
    """
    Give one row of what waits.

    Args:
        one: What waits.
        now: The time; timezone-aware.
        audience: What things are called.
        zone: In whose zone times are told, where that is another.
    """
    last, clock = _until(one.due, zone or audience)
    today = (zone or audience).local(now)
    left = None if last is None or today is None else (last - today.date()).days
    notes = [labels.OVERDUE] if late(one, now) else []
    notes += [labels.STANDS_STILL] if one.due is None else []
    notes += [labels.BLOCKS] if one.gate else []
    title = audience.text(one.title, one.rule)
    said = "; ".join(map(audience.word, notes))
    return (last, clock, left, title, audience.names.people(one.responsible), said)


def late(one: Due, now: dt.datetime) -> bool:
    """
    Tell whether something is overdue.

    Args:
        one: What waits.
        now: The time; timezone-aware.
    """
    return one.due is not None and one.due <= now


def _until(due: dt.datetime | None, audience: Audience) -> tuple[dt.date | None, str]:
    """Give the last day and the time on it: what ends at midnight has the whole day before, until 24 o'clock."""
    local = audience.local(due)
    if local is None:
        return None, ""
    if (local.hour, local.minute) == (0, 0) and local.date() > dt.date.min:
        return local.date() - dt.timedelta(days=1), "24:00"
    return local.date(), f"{local:%H:%M}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
