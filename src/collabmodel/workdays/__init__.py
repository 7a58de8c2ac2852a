"""Calendars, durations and limits: how long something takes and when it is due."""

from collabmodel.workdays.calendars import Calendar, DayException, HolidayRule, Opening
from collabmodel.workdays.durations import Duration, Unit, parse_duration

__all__ = ["Calendar", "DayException", "Duration", "HolidayRule", "Opening", "Unit", "parse_duration"]
