"""
Limits compiled: what they run from, what meets them, how long they are.

What a limit means
    *Activation*: an anchor opens a clock, if the limit applies then, no exemption holds, and its local date lies in the
    limit's validity. While a clock is open a further anchor opens none: with ``pick: first`` the earlier start stays,
    with ``last`` the later start takes its place, and with ``later`` a clock opens once every anchor has come, from
    the latest of them. A dated fact anchors when it becomes known; told anew, its clock starts from the new date. A
    date that becomes known late looks back: what met the limit between that date and now settles it.

    *Length* is read at the activation and again whenever a fact is recorded: the shortest of the alternatives that
    apply and the ordinary length, which drops out if one that applies replaces it.

    *Outcome*: a stop at or before the last moment in time satisfies and decides; the anchor itself may be the stop.
    Time passing that moment violates, without a decider, also if a late stop follows; then the clock is gone, and the
    next anchor opens a new one. A revoked anchor takes its open clock away as if it had never been. Where the limit
    stops to apply, becomes exempt, or its recurrence ends, open clocks are satisfied, and that event decides.

    *Recurrence*: each stop opens the next clock, until the ending event. Without one the closing of the case ends the
    series well, unless the time had passed by then; while the case is closed such a clock stands still.

    *Standing still*: from ``limit.suspended`` to ``limit.resumed``, from start to end of each pause of its own, and
    while the item that would meet it, or a phase around that, is suspended and says that this pauses limits, no time
    passes for any of its clocks, and they have no due time.

    *Evidence*: the first activation (by position) among those with the worst verdict; ``activations`` counts clocks.
    While the case is open the verdict is no better than possibly satisfied, for another anchor may come. Closing
    violates a clock that is open, without a decider.

    *Unknown* conditions follow the reading of ``machine``: hopeful is what is better for the limit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from collabmodel.errors import ModelError, Problem
from collabmodel.model import Activity, Limit, Model, Parameter, Pattern, Phase, Reference
from collabmodel.rules.conditions import compile_condition
from collabmodel.rules.declared import Declared, with_unit
from collabmodel.rules.limit_machine import LimitMachine
from collabmodel.rules.limit_parts import AnchorPart, Letter, LimitParts, LongerPart, OtherLength, PausePart, Test
from collabmodel.rules.trace import Trace
from collabmodel.workdays import (
    Calendar,
    Days,
    Duration,
    Ledger,
    compile_calendar,
    duration_problem,
    to_us,
)

PLAIN = Calendar(id="", zone="UTC")
"""The calendar of a limit that names none: days end at midnight UTC, and there are no working days."""


@attrs.frozen(eq=False)
class LimitSubject:
    """
    A compiled limit, from which machines are made.

    Args:
        parts: Its compiled parts.
        doubtful: Whether it has conditions, so that a case may leave something unknown.
    """

    parts: LimitParts
    doubtful: bool

    @property
    def id(self) -> str:
        """Id of the limit."""
        return self.parts.id

    def machine(self, trace: Trace, hopeful: bool, *, keep: bool = False) -> LimitMachine:
        """
        Make a machine for one reading.

        Args:
            trace: Where the events are.
            hopeful: Whether unknown is read for the better.
            keep: Whether clocks are kept when they end, for obligations and ledgers.
        """
        return LimitMachine(self.parts, trace, hopeful=hopeful, keep=keep)


def compile_limit(limit: Limit, model: Model, declared: Declared) -> LimitSubject:
    """
    Compile a limit.

    Args:
        limit: The limit.
        model: Its model.
        declared: What the model declares.

    Raises:
        ModelError: It cannot mean anything; every problem is listed.
        ConfigError: Its calendar needs an extra that is not installed.

    >>> from collabmodel.model import Anchor
    >>> from collabmodel.rules.lexicon import Lexicon
    >>> from collabmodel.workdays import parse_duration
    >>> limit = Limit(
    ...     id="soon", anchors=(Anchor(event=Pattern(element="asked")),), stop=Pattern(element="answered"),
    ...     duration=parse_duration("7 working days"),
    ... )
    >>> model = Model(id="m", limits=(limit,))
    >>> compile_limit(limit, model, Declared.of(model, Lexicon.of(model)))
    Traceback (most recent call last):
    ...
    collabmodel.errors.ModelError: <text>: limit 'soon': working days need a calendar '7 working days' - name a ...
    """
    days, problems = _days_of(limit, model)
    problems += _length_problems(limit, {each.id: each for each in model.parameters}, days, counting=not problems)
    if problems:
        raise ModelError(problems)
    return LimitSubject(_parts(limit, model, declared, days), doubtful=_doubtful(limit))


def _parts(limit: Limit, model: Model, declared: Declared, days: Days) -> LimitParts:
    recurrence = limit.recurrence
    return LimitParts(
        id=limit.id,
        declared=declared,
        days=days,
        roll=limit.roll.value,
        pick=limit.pick,
        anchors=tuple(
            AnchorPart(_letter(anchor.event), anchor.fact, _letter(anchor.revoked)) for anchor in limit.anchors
        ),
        stop=Letter.of(limit.stop),
        length=limit.duration,
        others=tuple(
            OtherLength(Test(each.condition, compile_condition(each.condition)), each.duration, each.replaces)
            for each in limit.alternatives
        ),
        recurs=recurrence is not None,
        first_gap=recurrence.first if recurrence else None,
        until=_letter(recurrence.until) if recurrence else None,
        longer=tuple(
            LongerPart(each.by, each.duration, each.times, Test.of(each.condition)) for each in limit.extensions
        ),
        pauses=tuple(_pauses(limit, model)),
        exemptions=tuple(Test(each.condition, compile_condition(each.condition)) for each in limit.exemptions),
        applies=Test.of(limit.applies),
        valid_from=limit.valid_from,
        valid_until=limit.valid_until,
    )


def _pauses(limit: Limit, model: Model) -> Iterator[PausePart]:
    language = model.language
    for each in limit.pauses:
        yield PausePart(Letter.of(each.start), Letter.of(each.end), each.reason.in_language(language))
    items: tuple[Phase | Activity, ...] = (*model.phases, *model.activities)
    around = {item.id: item.phase for item in items} | {each.id: each.phase for each in model.milestones}
    own: list[str] = []
    inner = limit.stop.element
    while inner and inner not in own:
        own.append(inner)
        inner = around.get(inner, "")
    for item in items:
        if item.id in own and item.suspension is not None and item.suspension.pauses_limits:
            suspended, resumed = (Pattern(element=item.id, transition=what) for what in ("suspended", "resumed"))
            yield PausePart(Letter.of(suspended), Letter.of(resumed), item.suspension.reason.in_language(language))


def _letter(pattern: Pattern | None) -> Letter | None:
    return None if pattern is None else Letter.of(pattern)


def _days_of(limit: Limit, model: Model) -> tuple[Days, list[Problem]]:
    plain = compile_calendar(PLAIN)
    if not limit.calendar:
        return plain, []
    for calendar in model.calendars:
        if calendar.id == limit.calendar:
            try:
                return compile_calendar(calendar), []
            except ModelError as error:
                return plain, list(error.problems)
    return plain, [Problem(what=f"limit '{limit.id}': no such calendar", value=repr(limit.calendar))]


def _lengths(limit: Limit) -> Iterator[Duration | Reference]:
    yield limit.duration
    yield from (each.duration for each in limit.alternatives)
    if limit.recurrence is not None and limit.recurrence.first is not None:
        yield limit.recurrence.first
    yield from (each.duration for each in limit.extensions if each.duration is not None)


def _length_problems(
    limit: Limit, parameters: dict[str, Parameter], days: Days, *, counting: bool
) -> Iterator[Problem]:
    where = f"limit '{limit.id}'"
    checked = days if limit.calendar else None
    for length in _lengths(limit):
        for value in _values(length, parameters):
            if value is None:
                yield Problem(what=f"{where}: no such parameter", value=repr(str(getattr(length, "parameter", ""))))
            elif not isinstance(value, Duration):
                hint = "write it as '7 working days', or give it such a unit"
                yield Problem(
                    what=f"{where}: a parameter of another kind where a duration is needed",
                    value=repr(value),
                    hint=hint,
                )
            elif counting and (problem := duration_problem(value, checked)):
                yield attrs.evolve(problem, what=f"{where}: {problem.what}")


def _values(length: Duration | Reference, parameters: dict[str, Parameter]) -> tuple[object, ...]:
    if isinstance(length, Duration):
        return (length,)
    parameter = parameters.get(length.parameter)
    if parameter is None:
        return (None,)
    values = (parameter.value, *(row.value for row in parameter.rows))
    return tuple(with_unit(value, parameter.unit) for value in values)


def _doubtful(limit: Limit) -> bool:
    anchors = [pattern for anchor in limit.anchors for pattern in (anchor.event, anchor.revoked)]
    pauses = [pattern for pause in limit.pauses for pattern in (pause.start, pause.end)]
    until = limit.recurrence.until if limit.recurrence else None
    if any(pattern is not None and pattern.where is not None for pattern in (*anchors, *pauses, until, limit.stop)):
        return True
    if limit.applies is not None or limit.exemptions or limit.alternatives:
        return True
    if any(each.condition is not None for each in limit.extensions):
        return True
    return any(isinstance(length, Reference) for length in _lengths(limit))


def due_of(subject: LimitSubject, trace: Trace, first: int, last: int, *, now: dt.datetime) -> tuple[Ledger, ...]:
    """
    Explain the due times of a limit in one case: one ledger for each activation, in order, in the hopeful reading.

    Args:
        subject: The compiled limit.
        trace: The events.
        first: Position of the first event of the case.
        last: Position after its last event.
        now: The time of judging; timezone-aware.

    >>> from collabmodel.model import Anchor
    >>> from collabmodel.rules.lexicon import Lexicon
    >>> from collabmodel.workdays import parse_duration
    >>> event, weeks = Pattern(element="asked"), parse_duration("2 weeks")
    >>> limit = Limit(id="soon", anchors=(Anchor(event=event),), stop=event, duration=weeks)
    >>> model = Model(id="m", limits=(limit,))
    >>> subject = compile_limit(limit, model, Declared.of(model, Lexicon.of(model)))
    >>> from collabmodel.model import Signature
    >>> from collabmodel.rules.listed import ListedTrace
    >>> trace = ListedTrace()
    >>> last = 1 + trace.add(Signature("task", "asked", "completed"), 0)
    >>> ledger, = due_of(subject, trace, 0, last, now=dt.datetime(1970, 1, 2, tzinfo=dt.UTC))
    >>> [entry.step.value for entry in ledger.entries], str(ledger.due)
    (['start', 'budget', 'stop'], '1970-01-16 00:00:00+00:00')
    """
    machine = subject.machine(trace, hopeful=True, keep=True)
    machine.start(first)
    handlers = {}
    for position in range(first, last):
        code = trace.signature[position]
        if code not in handlers:
            handlers[code] = machine.handler(trace.signatures[code])
        handler = handlers[code]
        if handler is not None:
            handler(position)
    return machine.ledgers(to_us(now))
