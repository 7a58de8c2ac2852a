"""What one record must look like in itself, beyond the types of its fields: ranges, and either-or."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from collabmodel.model import (
    UNARY,
    AdoptionStep,
    Anchor,
    AttestationIndicator,
    Competence,
    Counting,
    Extension,
    Lead,
    NonEngagement,
    Pattern,
    Quorum,
    Repeat,
    Role,
    Rule,
    RuleIndicator,
    Window,
)
from collabmodel.workdays import FURTHEST_EASTER, HolidayRule, Opening


class Fault(NamedTuple):
    """
    Something wrong with the shape of a record.

    Args:
        key: Key of the field where it shows; empty for the record.
        what: What is wrong.
        hint: What would be right.
    """

    key: str
    what: str
    hint: str = ""


def faults(record: object) -> Iterator[Fault]:
    """
    List what is wrong with the shape of one record.

    Args:
        record: The record.

    >>> [fault.what for fault in faults(Anchor())]
    ['an anchor needs an event or a fact']
    """
    for key in _AT_LEAST_ONE.get(type(record), ()):
        value = getattr(record, key)
        if isinstance(value, int) and value < 1:
            yield Fault(key, f"{key} must be at least 1")
    special = _SHAPES.get(type(record))
    if special is not None:
        yield from special(record)


def _pattern(pattern: Pattern) -> Iterator[Fault]:
    if bool(pattern.element) == bool(pattern.kind):
        yield Fault("", "an event pattern needs an element or a kind, and not both")


def _anchor(anchor: Anchor) -> Iterator[Fault]:
    if anchor.event is not None and anchor.fact:
        yield Fault("fact", "an anchor is an event or a fact, not both", "write two anchors")
    elif anchor.event is None and not anchor.fact:
        yield Fault("", "an anchor needs an event or a fact")


def _repeat(repeat: Repeat) -> Iterator[Fault]:
    if repeat.maximum is None and repeat.on is None:
        yield Fault("", "a repetition needs a maximum or an event", "write maximum or on")


def _window(window: Window) -> Iterator[Fault]:
    if window.limit and (window.low is not None or window.high is not None or window.calendar):
        yield Fault("limit", "a limit stands for the whole window", "leave low, high and calendar out")
    elif not window.limit and window.low is None and window.high is None:
        yield Fault("", "a window needs low, high or a limit")


def _rule(rule: Rule) -> Iterator[Fault]:
    if rule.template in UNARY and rule.b is not None:
        yield Fault("b", f"the template {rule.template.value!r} has one event pattern, a", "leave b out")
    elif rule.template not in UNARY and rule.b is None:
        yield Fault("template", f"the template {rule.template.value!r} needs two event patterns", "add b")
    if rule.weight < 0:
        yield Fault("weight", "a weight must be at least 0")


def _quorum(quorum: Quorum) -> Iterator[Fault]:
    if isinstance(quorum.at_least, int | float):
        if quorum.counting is Counting.SHARE and not 0 <= quorum.at_least <= 1:
            yield Fault("at_least", "a share lies between 0 and 1", "80 % is 0.8")
        elif quorum.at_least < 0:
            yield Fault("at_least", "a quorum must be at least 0")


def _shares(indicator: RuleIndicator | AttestationIndicator) -> Iterator[Fault]:
    for key, share in (("met", indicator.met), ("partly", indicator.partly)):
        if isinstance(share, float) and not 0 <= share <= 1:
            yield Fault(key, "a share lies between 0 and 1", "80 % is 0.8")


def _opening(opening: Opening) -> Iterator[Fault]:
    if not opening.days:
        yield Fault("days", "working hours need a day")
    if opening.end <= opening.start and opening.end.isoformat() != "00:00:00":
        yield Fault("end", "working hours end before they start", 'the end of the day is "00:00"')


def _holiday(holiday: HolidayRule) -> Iterator[Fault]:
    if (holiday.month_day is None) == (holiday.easter is None):
        yield Fault("", "a holiday needs month_day or easter, and not both")
    elif holiday.weekday is not None and holiday.month_day is None:
        yield Fault("weekday", "a weekday needs month_day", "the day is the first such weekday on or after month_day")
    month_day = holiday.month_day
    if month_day is not None and not _is_day(month_day):
        yield Fault("month_day", "no day of the year", 'write month-day, such as "12-24"')
    if holiday.easter is not None and abs(holiday.easter) > FURTHEST_EASTER:
        yield Fault("easter", f"a holiday lies at most {FURTHEST_EASTER} days before or after Easter")


def _is_day(month_day: str) -> bool:
    try:
        dt.datetime.strptime(f"2000-{month_day}", "%Y-%m-%d")  # noqa: DTZ007 - a day of any leap year, not a moment
    except ValueError:
        return False
    return re.fullmatch(r"\d\d-\d\d", month_day) is not None


_AT_LEAST_ONE: dict[type, tuple[str, ...]] = {
    AdoptionStep: ("valid_for",),
    Competence: ("valid_for",),
    Extension: ("times",),
    Lead: ("at_most",),
    NonEngagement: ("attempts",),
    Repeat: ("maximum",),
    Role: ("caseload",),
}
_SHAPES: dict[type, Callable[[Any], Iterator[Fault]]] = {
    Pattern: _pattern,
    Anchor: _anchor,
    Repeat: _repeat,
    Window: _window,
    Rule: _rule,
    Quorum: _quorum,
    RuleIndicator: _shares,
    AttestationIndicator: _shares,
    Opening: _opening,
    HolidayRule: _holiday,
}
