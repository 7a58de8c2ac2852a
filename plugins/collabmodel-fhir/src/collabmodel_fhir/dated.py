"""Days and times of resources of other systems."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from collabmodel_fhir.config import FhirConfig
from collabmodel_fhir.faults import Part
from collabmodel_fhir.recalling import when

_LOCAL = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?)?", re.ASCII)


def day_or_time(part: Part, name: str, config: FhirConfig) -> dt.datetime | None:
    """
    Give a time; where the settings name a zone, also one that does not say its zone, or the midnight of a day.

    Args:
        part: What has it.
        name: Its name.
        config: Settings.

    Raises:
        FormatError: There are too many problems.
    """
    text = part.at(name).value
    if config.timezone and isinstance(text, str) and _LOCAL.fullmatch(text):
        try:
            return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(config.timezone))
        except ValueError:
            part.at(name).fault("not a time")
            return None
    return when(part, name)


def told_at(part: Part, config: FhirConfig) -> dt.datetime | None:
    """
    Give when a resource was last updated; None where it does not say.

    Args:
        part: The resource.
        config: Settings.

    Raises:
        FormatError: There are too many problems.
    """
    return day_or_time(part.inner("meta"), "lastUpdated", config)
