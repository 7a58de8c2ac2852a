"""For whom something is told of cases: their language, the zone of their times, and what things are called."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import attrs

from collabmodel.case.telling import of_time
from collabmodel.model import Model, Text
from collabmodel.report.naming import Names
from collabmodel.report.words import Phrase
from collabmodel.reporting import labels


def zone_of(model: Model | None) -> ZoneInfo:
    """
    Give the zone in which a model's people read times: that of its first calendar, else UTC.

    Args:
        model: The model, or None for none.

    >>> zone_of(None).key
    'UTC'
    """
    for calendar in model.calendars if model else ():
        try:
            return ZoneInfo(calendar.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return ZoneInfo("UTC")


@attrs.frozen(eq=False)
class Audience:
    """
    For whom something is written: language, zone, and what things are called.

    Args:
        lang: Language code.
        zone: Zone of the times.
        names: What the model's elements are called.
    """

    lang: str
    zone: ZoneInfo
    names: Names

    @classmethod
    def of(cls, model: Model, lang: str) -> Audience:
        """
        Give those who read a model's cases.

        Args:
            model: The model.
            lang: Language code.
        """
        return cls(lang, zone_of(model), Names.of(model, lang))

    def when(self, at: dt.datetime | None, *, end: bool = False) -> str:
        """
        Say a time on the model's clock.

        Args:
            at: The time, or None for nothing.
            end: Whether something ends then, so that midnight belongs to the day before.

        >>> noon = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
        >>> Audience.of(Model(id="m"), "en").when(noon), Audience.of(Model(id="m"), "fi").when(noon)
        ('2026-03-02 10:00', '2.3.2026 klo 10.00')
        """
        return "" if at is None else of_time(at, self.zone, end=end).in_language(self.lang)

    def local(self, at: dt.datetime | None) -> dt.datetime | None:
        """
        Give a time in the zone of those who read it.

        Args:
            at: The time, or None for nothing.
        """
        try:
            return None if at is None else at.astimezone(self.zone)
        except (OverflowError, ValueError):
            return at

    def text(self, text: Text, otherwise: str = "") -> str:
        """
        Say a text of the model or of an answer.

        Args:
            text: The text.
            otherwise: What to say where it is empty.
        """
        return text.in_language(self.lang, self.names.model.language) or otherwise

    def word(self, phrase: Phrase) -> str:
        """
        Say a phrase.

        Args:
            phrase: The phrase.
        """
        return phrase.say(self.lang)

    def status(self, status: str) -> str:
        """
        Say where something stands.

        Args:
            status: The word that events and JSON have for it.
        """
        return labels.STATUSES[status].say(self.lang) if status in labels.STATUSES else status.replace("_", " ")
