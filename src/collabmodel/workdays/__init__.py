"""Calendars, durations and limits: how long something takes and when it is due."""

from collabmodel.workdays.calendars import Calendar, DayException, HolidayRule, Opening
from collabmodel.workdays.counting import is_working_day, working_days_between, working_time_between
from collabmodel.workdays.days import FURTHEST_EASTER, Days, compile_calendar, from_us, to_us
from collabmodel.workdays.due import (
    add_to_day,
    as_days,
    due_time,
    due_us,
    duration_problem,
    ends_at_midnight,
    last_us,
    local_day,
    roll,
    roll_day,
    shift,
    start_day,
)
from collabmodel.workdays.durations import Duration, Unit, parse_duration
from collabmodel.workdays.easter import easter_sunday
from collabmodel.workdays.ledger import Ledger, LedgerEntry, Step

__all__ = [
    "FURTHEST_EASTER",
    "Calendar",
    "DayException",
    "Days",
    "Duration",
    "HolidayRule",
    "Ledger",
    "LedgerEntry",
    "Opening",
    "Step",
    "Unit",
    "add_to_day",
    "as_days",
    "compile_calendar",
    "due_time",
    "due_us",
    "duration_problem",
    "easter_sunday",
    "ends_at_midnight",
    "from_us",
    "is_working_day",
    "last_us",
    "local_day",
    "parse_duration",
    "roll",
    "roll_day",
    "shift",
    "start_day",
    "to_us",
    "working_days_between",
    "working_time_between",
]
