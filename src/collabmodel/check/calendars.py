"""Calendars: they have hours and a zone that exists; and dates run forward."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator

from collabmodel.check.finding import Check, Hit, hit
from collabmodel.check.subject import Subject
from collabmodel.errors import ConfigError, ModelError
from collabmodel.model import LegalBasis, Limit, Organisation, Severity, Source
from collabmodel.workdays import Calendar, HolidayRule, compile_calendar


def _closed(subject: Subject) -> Iterator[Hit]:
    for calendar in subject.model.calendars:
        if not calendar.opening:
            yield hit(f"calendars.{calendar.id}", value=calendar.id)


def _zones(subject: Subject) -> Iterator[Hit]:
    for calendar in subject.model.calendars:
        try:
            zoneinfo.ZoneInfo(calendar.zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            yield hit(f"calendars.{calendar.id}.zone", value=calendar.zone)


def _countries(subject: Subject) -> Iterator[Hit]:
    for calendar in subject.model.calendars:
        if calendar.country:
            try:
                compile_calendar(Calendar(id=calendar.id, zone="UTC", country=calendar.country))
            except ModelError:
                yield hit(f"calendars.{calendar.id}.country", value=calendar.country)
            except ConfigError:  # without the library nobody can tell; judging says what to install
                continue


def _dates(subject: Subject) -> Iterator[Hit]:
    for record in (Organisation, Limit, LegalBasis, Source):
        for spot in subject.by_type.get(record, ()):
            first, last = getattr(spot.value, "valid_from", None), getattr(spot.value, "valid_until", None)
            if first is not None and last is not None and first > last:
                yield hit(f"{spot.path}.valid_until", value=spot.owner, first=first, last=last)
    for spot, holiday in subject.each(HolidayRule):
        first, last = holiday.first_year, holiday.last_year
        if first is not None and last is not None and first > last:
            yield hit(f"{spot.path}.last_year", value=holiday.name, first=first, last=last)


CALENDAR_CHECKS = (
    Check(
        code="closed-calendar",
        title="calendars have opening hours",
        severity=Severity.ERROR,
        message="the calendar '{value}' has no opening hours, so it has no working days: add opening",
        source="semantics 7: working days are counted on a calendar",
        run=_closed,
    ),
    Check(
        code="unknown-zone",
        title="calendars have a time zone that exists",
        severity=Severity.ERROR,
        message="there is no time zone '{value}': write such as 'Europe/Helsinki'",
        source="IANA time zone database",
        run=_zones,
    ),
    Check(
        code="unknown-country",
        title="holidays are known for the country of a calendar",
        severity=Severity.ERROR,
        message="no holidays are known for the country '{value}': write such as 'FI', or list them under holidays",
        source="the holidays library",
        run=_countries,
    ),
    Check(
        code="reversed-dates",
        title="what is valid for a time starts before it ends",
        severity=Severity.ERROR,
        message="'{value}' is valid from {first} until {last}: the end comes before the start",
        source="semantics 7: validity dates",
        run=_dates,
    ),
)
