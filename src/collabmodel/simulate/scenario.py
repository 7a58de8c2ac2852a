"""A scenario: who comes, who is on staff, how long things take and what goes wrong; every number with its standing."""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from collabmodel.model import Expression, Pattern, Source, Text
from collabmodel.simulate.spreads import Grid, Row, Shape, Share, Spread
from collabmodel.workdays import Calendar, Duration

__all__ = [
    "Absence",
    "Arrivals",
    "Behaviour",
    "DropOut",
    "Grid",
    "Into",
    "Known",
    "LayPerson",
    "Return",
    "Row",
    "Scenario",
    "Scheduling",
    "Search",
    "Shape",
    "Share",
    "Spread",
    "Staff",
]


class Scheduling(enum.Enum):
    """How work finds its people."""

    QUEUE = "queue"
    APPOINTMENT = "appointment"


class Into(enum.Enum):
    """Where a delay ends that ends outside working hours: there, at the next opening, or anywhere in that day."""

    ANYTIME = "any time"
    OPENING = "next opening"
    SPREAD = "next day, any hour"


@attrs.frozen(kw_only=True)
class Arrivals:
    """
    A stream of new cases.

    Args:
        id: Id, unique in the scenario.
        per_week: Mean number of new cases a week (Poisson), >= 0; or None.
        gap: Time between one and the next, instead of a rate; or None.
        at: Times at which one comes each, instead of a rate; timezone-aware, in order.
        weekdays: How much more or less than usual comes on Monday to Sunday, seven numbers >= 0; empty for alike.
        months: How much more or less than usual comes in January to December, twelve numbers >= 0; empty for alike.
        working_hours: Whether they come in the office's hours alone; else around the clock.
        opening: Way in which its cases open, one of the model's; empty for its first.
        priority: Urgency of its cases: lower goes first in line.
        most: Most cases that come, or None.
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    per_week: float | None = None
    gap: Spread | None = None
    at: tuple[dt.datetime, ...] = ()
    weekdays: tuple[float, ...] = ()
    months: tuple[float, ...] = ()
    working_hours: bool = False
    opening: str = ""
    priority: int = 0
    most: int | None = None
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


@attrs.frozen(kw_only=True)
class Return:
    """
    That some who have left come back as a new case.

    Args:
        id: Id, unique in the scenario.
        endings: Ids of endings after which they may; empty for all.
        share: How many of them do, 0-1.
        delay: How long after the end.
        same_workers: Whether they keep the workers they had.
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    endings: tuple[str, ...] = ()
    share: Share
    delay: Spread
    same_workers: bool = True
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


@attrs.frozen(kw_only=True)
class Known:
    """
    What is known of a case from its opening on.

    Args:
        id: Id of the fact in the model.
        spread: How its values are spread; rows may read facts named before it, which makes them correlated.
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    spread: Spread
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


@attrs.frozen(kw_only=True)
class Absence:
    """
    That workers are away: on leave, ill, or gone for good until somebody new comes.

    Args:
        id: Id, unique in its group.
        per_year: How often a worker goes away in a year of 52 weeks (Poisson), >= 0.
        length: How long they are away.
        leaves: Whether somebody new comes in their place, so that cases change their worker.
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    per_year: float
    length: Spread
    leaves: bool = False
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


@attrs.frozen(kw_only=True)
class Staff:
    """
    Workers of one role and organisation.

    Args:
        id: Id, unique in the scenario.
        role: Id of the role they work in.
        organisation: Id of their organisation; empty for the role's only one.
        count: How many workers, >= 0.
        calendar: Id of the calendar of their hours, of the model or of the scenario; empty for always.
        competences: Ids of what they are able to do; None for what the role needs.
        caseload: Most open cases each may have, >= 1; None for any number.
        keeps: Whether a case keeps the worker it got; else whoever is free serves it.
        absences: When they are away.
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    role: str
    organisation: str = ""
    count: int
    calendar: str = ""
    competences: tuple[str, ...] | None = None
    caseload: int | None = None
    keeps: bool = True
    absences: tuple[Absence, ...] = ()
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


@attrs.frozen(kw_only=True)
class LayPerson:
    """
    Somebody who is no worker: the client, family, a supporter.

    Args:
        id: Id of the role in the model.
        share: In how many cases there is such a person, 0-1.
        comes: How often they come to what they are invited to, 0-1, where the behaviour does not say.
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    share: Share = Share(value=1.0)
    comes: Share = Share(value=1.0)
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


@attrs.frozen(kw_only=True)
class Search:
    """
    How a time for a meeting is found; with ``scheduling: appointment``.

    Args:
        notice: How long before the earliest time that is looked at, from the wish on; None for at once.
        within: How far after that the time must lie; None for any time.
        rounds: How often it is tried anew where there is none, before it is left alone for as long as ``retry``, >= 0.
        wait: How long until it is tried anew; None for the next day.
        replaced: Ids of roles whose worker another of the group may stand in for, if only so a time is found.
    """

    notice: Spread | None = None
    within: Duration | None = None
    rounds: int = 3
    wait: Spread | None = None
    replaced: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Behaviour:
    """
    How people do one thing that the model lets them do, or let it be.

    Args:
        id: Id, unique in the scenario; where ``element`` is empty, the id of the element it is about.
        element: Id of the element it is about: an activity, phase, consent scope, lead, instrument, ...; for the verb
            ``close`` it stays empty.
        verb: What is done, a verb of the model's commands; ``complete`` for an activity, which starts it where it must
            be started, and misses it where somebody needed does not come.
        by: Role that does it; empty for the first that may.
        on_behalf_of: Role in whose name it is done, or empty.
        with_: Roles that it takes the time of, besides ``by`` (key ``with`` in a file).
        after: Events that must have been seen, all of them; besides what the model asks for.
        condition: What must be true when it comes up (key ``if`` in a file), or None.
        each: Whether every time the events are seen calls for it once more; else it is done as often as the model lets
            it, at most ``times``.
        at_drop_out: Whether it answers to the client's staying away for good, told at their next appointment.
        chance: In how many cases it is done at all when it comes up, 0-1.
        times: How often in one run of its phase; None for once, of repeating activities as often as they come up.
        delay: How long after it comes up; None for at once.
        into: Where the delay ends that ends outside working hours.
        length: How long it takes of everybody's working time; None for a thing of a moment, which claims nobody.
        no_show: How often the client does not come, 0-1.
        sent_word: How many of those say so beforehand, so that it is moved, 0-1; with appointments only.
        missed_length: How long it takes if the client does not come; None for as long as otherwise.
        retry: How long after a missed or moved one it is tried anew; None for the delay.
        stops: How many stay away for good after one they missed, 0-1.
        missed: Outcome told of one that was missed, as the model names it; empty for ``no-show``.
        priority: Urgency: lower goes first in line, before the case's own.
        search: How a time is found, with appointments.
        data: What its events carry; what the model requires must be there. A day or time with a unit lies so far ahead.
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    element: str = ""
    verb: str = ""
    by: str = ""
    on_behalf_of: str = ""
    with_: tuple[str, ...] = attrs.field(default=(), metadata={"key": "with"})
    after: tuple[Pattern, ...] = ()
    condition: Expression | None = attrs.field(default=None, metadata={"key": "if"})
    each: bool = False
    at_drop_out: bool = False
    chance: Share = Share(value=1.0)
    times: Spread | None = None
    delay: Spread | None = None
    into: Into = Into.ANYTIME
    length: Spread | None = None
    no_show: Share | None = None
    sent_word: Share = Share()
    missed_length: Spread | None = None
    retry: Spread | None = None
    stops: Share = Share()
    missed: str = ""
    priority: int = 0
    search: Search = Search()
    data: tuple[Known, ...] = ()
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


@attrs.frozen(kw_only=True)
class DropOut:
    """
    That clients stay away for good, of themselves.

    Args:
        after: How long after the opening, if nothing else ends the case first.
        waiting: How many times as fast it goes while they wait, >= 0; 1 for no difference.
        until: The event that ends the waiting.
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    after: Spread
    waiting: float = 1.0
    until: Pattern | None = None
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


@attrs.frozen(kw_only=True)
class Scenario:
    """
    What a model meets when it is tried: everything about the world that the model does not say.

    Args:
        format: Version of the file format; 1.
        id: Id of the scenario.
        version: Version of its content, its author's to choose.
        title: Name.
        description: What it is meant to show.
        model: Id of the model it is written for, or empty for any.
        language: Main language of its texts.
        sources: Documents its numbers rest on.
        start: Day on which it starts, at midnight in ``zone``.
        zone: IANA time zone; empty for that of the model's calendars, or UTC.
        horizon: How long it is watched, a number of minutes, hours, days, weeks, months or years.
        warm_up: How long of that is left out of the indicators, or None for nothing.
        seed: Seed of all draws, >= 0.
        scheduling: How work finds its people.
        slot: Length of the grid on which appointments lie; at most 48 of them make a day.
        calendars: Calendars of its own; one of the model's with the same id is replaced.
        opened_by: Role that opens cases; empty for the first that may.
        arrivals: Streams of new cases.
        returns: Who comes back.
        facts: What is known of cases.
        staff: Workers.
        people: Who is there besides workers; every client role of the model is, unless said otherwise.
        behaviour: How people do what the model lets them do.
        drop_out: That clients stay away of themselves, or None.
    """

    format: int = 1
    id: str
    version: str = "1"
    title: Text = Text()
    description: Text = Text()
    model: str = ""
    language: str = "en"
    sources: tuple[Source, ...] = ()
    start: dt.date
    zone: str = ""
    horizon: Duration
    warm_up: Duration | None = None
    seed: int = 1
    scheduling: Scheduling = Scheduling.APPOINTMENT
    slot: Duration | None = None
    calendars: tuple[Calendar, ...] = ()
    opened_by: str = ""
    arrivals: tuple[Arrivals, ...] = ()
    returns: tuple[Return, ...] = ()
    facts: tuple[Known, ...] = ()
    staff: tuple[Staff, ...] = ()
    people: tuple[LayPerson, ...] = ()
    behaviour: tuple[Behaviour, ...] = ()
    drop_out: DropOut | None = None
