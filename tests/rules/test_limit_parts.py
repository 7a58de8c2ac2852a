"""What events mean to a limit, and which days it is in force."""

from __future__ import annotations

import datetime as dt

import pytest

from collabmodel.model import (
    Activity,
    Anchor,
    Exemption,
    Fact,
    FactType,
    Limit,
    Model,
    Pattern,
    Pause,
    Recurrence,
    Signature,
)
from collabmodel.model.expressions import parse
from collabmodel.rules.declared import Declared
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.limit_parts import Letter, LimitParts
from collabmodel.rules.limits import compile_limit
from collabmodel.workdays import Calendar, Opening, parse_duration, to_us

OPENING = (Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16)),)
WEEK = Calendar(id="week", zone="Europe/Helsinki", opening=OPENING)
NAMES = ("asked", "revoked", "answered", "ended", "away", "back", "other")


def named(element: str) -> Pattern:
    return Pattern(element=element)


def parts(**fields: object) -> LimitParts:
    usual: dict[str, object] = {
        "id": "soon", "anchors": (Anchor(event=named("asked"), revoked=named("revoked")),), "stop": named("answered"),
        "duration": parse_duration("10 days"), "calendar": "week",
        "pauses": (Pause(start=named("away"), end=named("back")),),
    }  # fmt: skip
    one = Limit(**{**usual, **fields})  # type: ignore[arg-type]
    model = Model(
        id="m", calendars=(WEEK,), limits=(one,), activities=tuple(Activity(id=name, kind="task") for name in NAMES),
        facts=(Fact(id="day", type=FactType.DATE),),
    )  # fmt: skip
    return compile_limit(one, model, Declared.of(model, Lexicon.of(model))).parts


def done(name: str) -> Signature:
    return Signature("task", name, "completed")


UNTIL = {"recurrence": Recurrence(until=named("ended"))}
ENDLESS = {"recurrence": Recurrence()}
EXEMPT = {"exemptions": (Exemption(condition=parse("true")),)}
DATED = {"anchors": (Anchor(fact="day"),)}


@pytest.mark.parametrize(
    ("signature", "fields", "matters"),
    [
        (done("asked"), {}, True),
        (done("revoked"), {}, True),
        (done("answered"), {}, True),
        (done("away"), {}, True),
        (done("back"), {}, True),
        (done("other"), {}, False),
        (done("ended"), {}, False),
        (done("ended"), ENDLESS, False),
        (done("ended"), UNTIL, True),
        (Signature("task", "asked", "started"), {}, False),
        (Signature("limit", "soon", "suspended"), {}, True),
        (Signature("limit", "late", "suspended"), {}, False),
        (Signature("task", "soon", "suspended"), {}, False),
        (Signature("fact", "", "recorded"), {}, True),
        (Signature("case", "", "opened"), {}, True),
        (Signature("case", "", "closed"), {}, False),
        (Signature("case", "", "closed"), UNTIL, False),
        (Signature("case", "", "closed"), ENDLESS, True),
        (Signature("case", "", "reopened"), ENDLESS, True),
        (done("other"), EXEMPT, True),
        (done("other"), {"applies": parse("true")}, True),
        (done("other"), DATED, True),
    ],
)
def test_which_events_can_move_a_limit(signature: Signature, fields: dict[str, object], matters: bool) -> None:
    """Its anchors, stops, pauses and orders, facts, the life of a case that it outlives, or what a condition reads."""
    compiled = parts(**fields)

    assert compiled.meaning(signature).matters(compiled) is matters


def test_what_events_mean() -> None:
    """Anchors, revocations and pauses are told by number, orders and the life of the case by their transition."""
    compiled = parts(
        anchors=(Anchor(fact="day"), Anchor(event=named("asked"), revoked=named("revoked"))),
        pauses=(Pause(start=named("other"), end=named("ended")), Pause(start=named("away"), end=named("back"))),
        **UNTIL,
    )
    asked, revoked, away, back = (compiled.meaning(done(name)) for name in ("asked", "revoked", "away", "back"))
    ended, stop = compiled.meaning(done("ended")), compiled.meaning(done("answered"))
    order, closed = (
        compiled.meaning(Signature(*each)) for each in (("limit", "soon", "extended"), ("case", "", "closed"))
    )

    assert (asked.anchors, revoked.revokes, away.pauses, back.resumes) == ((1,), (1,), (1,), (1,))
    assert (asked.manages, revoked.frees, away.manages, back.manages) == (False, True, True, True)
    assert (ended.ends, ended.frees, ended.resumes, stop.stops, stop.frees) == (True, True, (0,), True, False)
    assert (order.order, order.case, order.manages, closed.order, closed.case) == ("extended", "", True, "", "closed")
    assert [each.fact for each in (asked, compiled.meaning(Signature("fact", "", "recorded")))] == [False, True]
    assert compiled.meaning(done("asked")) is asked


@pytest.mark.parametrize(
    ("first", "last", "moment", "inside"),
    [
        (None, None, "1900-01-01T12:00+00:00", True),
        (dt.date(2025, 5, 1), None, "2025-04-30T20:59+00:00", False),
        (dt.date(2025, 5, 1), None, "2025-04-30T21:00+00:00", True),
        (None, dt.date(2025, 5, 1), "2025-05-01T20:59+00:00", True),
        (None, dt.date(2025, 5, 1), "2025-05-01T21:00+00:00", False),
        (dt.date(2025, 5, 1), dt.date(2025, 5, 1), "2025-05-01T12:00+00:00", True),
        (dt.date(2025, 5, 1), dt.date(2025, 6, 1), "2025-04-01T12:00+00:00", False),
        (dt.date(2025, 5, 1), dt.date(2025, 6, 1), "2025-07-01T12:00+00:00", False),
    ],
)
def test_in_force_from_the_first_through_the_last_day(
    first: dt.date | None, last: dt.date | None, moment: str, inside: bool
) -> None:
    """Both days belong to it, as days of its own calendar; without them it is in force for ever."""
    compiled = parts(valid_from=first, valid_until=last)

    assert compiled.in_force(to_us(dt.datetime.fromisoformat(moment))) is inside


@pytest.mark.parametrize(
    ("where", "correlated"), [(None, False), ("unit == 1", False), ("unit == 1 and not (activation.x == y)", True)]
)
def test_a_stop_is_correlated_if_it_reads_the_activation(where: str | None, correlated: bool) -> None:
    """Wherever in the condition the activation is named, each clock has its own stop."""
    letter = Letter.of(Pattern(element="answered", where=None if where is None else parse(where)))

    assert (letter.correlated, letter.test is None) == (correlated, where is None)
