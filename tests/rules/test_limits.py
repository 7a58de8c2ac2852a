"""Limits judged case by case: when they bind, what meets them, when they are due, and the account of it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.errors import ModelError
from collabmodel.history import HistoryBuilder
from collabmodel.model import (
    Activity,
    Anchor,
    ConditionalDuration,
    Exemption,
    Extension,
    Fact,
    FactType,
    Limit,
    Milestone,
    Model,
    Parameter,
    ParameterRow,
    Pattern,
    Pause,
    Phase,
    Pick,
    Recurrence,
    Reference,
    Roll,
    Signature,
    Suspension,
    Text,
)
from collabmodel.model.expressions import parse
from collabmodel.model.patterns import parse_pattern
from collabmodel.rules.declared import Declared
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.limits import compile_limit, due_of
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.verdicts import Verdict
from collabmodel.workdays import Calendar, Opening, Step, from_us, parse_duration, to_us

HELSINKI = ZoneInfo("Europe/Helsinki")
WEEK = (Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16)),)
OFFICE = Calendar(id="office", zone="Europe/Helsinki", opening=WEEK)
NAMES = ("asked", "found", "answered", "review", "plan", "ended", "absent", "back")
FACTS = (
    Fact(id="urgent", type=FactType.BOOLEAN),
    Fact(id="far", type=FactType.BOOLEAN),
    Fact(id="needed_on", type=FactType.DATE),
)


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


def limit(**fields):
    usual = {
        "id": "answer",
        "anchors": (Anchor(event=parse_pattern("asked")),),
        "stop": parse_pattern("answered"),
        "duration": parse_duration("7 working days"),
        "calendar": "office",
    }
    return Limit(**{**usual, **fields})


def model_of(one, **sections):
    activities = tuple(Activity(id=name, kind="task") for name in NAMES)
    return Model(
        id="m", calendars=(OFFICE,), activities=activities, facts=FACTS, limits=(one,),
        milestones=(Milestone(id="need"),), **sections,
    )  # fmt: skip


def history_of(events, facts=()):
    """Make a history of one case from (time, pattern, data) triples."""
    builder = HistoryBuilder()
    for name, value in facts:
        builder.fact("c", name, value)
    for when, what, *rest in events:
        name, _, transition = what.partition(".")
        kind = name if name in ("case", "fact", "limit", "waiver") else "milestone" if name == "need" else "task"
        element = "answer" if kind == "limit" else "" if kind in ("case", "fact") else name
        data = dict(rest[0]) if rest else {}
        row = builder.append(
            "c",
            to_us(at(when)),
            kind=kind,
            element=element,
            transition=transition or "completed",
            role=data.pop("role", ""),
        )
        for key, value in data.items():
            builder.data(row, key, value)
    return builder.finish()


def subject_of(one, **sections):
    model = model_of(one, **sections)
    return compile_limit(one, model, Declared.of(model, Lexicon.of(model)))


def judged(one, events, now, *, closed=False, facts=(), hopeful=True, **sections):
    """Judge a case of these events and give its evidence."""
    history = history_of(events, facts)
    machine = subject_of(one, **sections).machine(history, hopeful)
    machine.start(0)
    handlers = [machine.handler(signature) for signature in history.signatures]
    for position, code in enumerate(history.signature):
        if handlers[code]:
            handlers[code](position)
    found = machine.report(len(history.signature), to_us(at(now)), closed)
    verdict = list(Verdict)[found.rank]
    due = from_us(found.due, HELSINKI).strftime("%Y-%m-%d %H:%M") if found.due >= 0 else None
    return verdict, found.activations, found.activation, found.decider, due


SATISFIED, SO_FAR, PENDING, VIOLATED = Verdict
ASKED = ("2025-03-04 10:00", "asked")
DUE = "2025-03-14 00:00"


def test_no_anchor():
    """A limit whose anchor never came has no activation, and closing does not change that."""
    assert judged(limit(), [("2025-03-04", "plan")], "2025-06-01") == (SO_FAR, 0, -1, -1, None)
    assert judged(limit(), [("2025-03-04", "plan")], "2025-06-01", closed=True) == (SATISFIED, 0, -1, -1, None)


def test_pending_then_expired():
    """The clock passing the due time violates a limit although the case is open; before that it is pending."""
    assert judged(limit(), [ASKED], "2025-03-13 23:59:59") == (PENDING, 1, 0, -1, DUE)
    assert judged(limit(), [ASKED], "2025-03-14 00:00") == (VIOLATED, 1, 0, -1, DUE)


def test_closing_violates_what_waits():
    """Closing the case before the due time without the stop violates the limit."""
    assert judged(limit(), [ASKED], "2025-03-05", closed=True) == (VIOLATED, 1, 0, -1, DUE)


@pytest.mark.parametrize(
    ("when", "verdict", "decider"), [("2025-03-13 23:59", SO_FAR, 1), ("2025-03-14 00:00", VIOLATED, -1)]
)
def test_stop_in_time_or_late(when, verdict, decider):
    """A stop on the last day meets the limit and decides; at the midnight that ends it is too late."""
    found = judged(limit(), [ASKED, (when, "answered")], "2025-06-01")

    assert found == (verdict, 1, 0, decider, DUE)


def test_violation_is_final():
    """A late stop does not take a violation back, however the case goes on, and the first one is the evidence."""
    events = [
        ASKED,
        ("2025-03-20", "answered"),
        ("2025-03-21", "asked"),
        ("2025-03-24", "answered"),
        ("2025-03-25", "asked"),
    ]

    assert judged(limit(), events, "2025-06-01") == (VIOLATED, 3, 0, -1, DUE)


def test_without_calendar():
    """Without a calendar a limit in days ends at midnight UTC, and one in working days is refused when compiled."""
    one = limit(calendar="", duration=parse_duration("1 day"))

    assert judged(one, [ASKED], "2025-03-05 12:00")[4] == "2025-03-06 02:00"
    with pytest.raises(ModelError, match="working days need a calendar"):
        subject_of(limit(calendar=""))


def test_faults_all_at_once():
    """A limit that cannot mean anything is refused with every fault."""
    one = limit(
        calendar="nowhere",
        duration=Reference("missing"),
        extensions=(Extension(duration=Reference("points")),),
    )

    with pytest.raises(ModelError) as caught:
        subject_of(one, parameters=(Parameter(id="points", value=3),))

    assert len(caught.value.problems) == 3


def test_first_keeps_the_earlier_start():
    """While one is open a repeated anchor does not extend an old promise."""
    events = [ASKED, ("2025-03-11", "asked")]

    assert judged(limit(), events, "2025-03-12") == (PENDING, 1, 0, -1, DUE)


def test_last_takes_the_later_start():
    """With ``pick: last`` a repeated anchor starts the clock again, unless it had run out."""
    one = limit(pick=Pick.LAST)

    assert judged(one, [ASKED, ("2025-03-11", "asked")], "2025-03-12") == (PENDING, 1, 1, -1, "2025-03-21 00:00")
    assert judged(one, [ASKED, ("2025-03-17", "asked")], "2025-03-18") == (VIOLATED, 2, 0, -1, DUE)


def test_later_of_two():
    """With ``pick: later`` the clock starts once both have come, from the later of them."""
    one = limit(anchors=(Anchor(event=parse_pattern("asked")), Anchor(event=parse_pattern("found"))), pick=Pick.LATER)

    assert judged(one, [ASKED], "2025-06-01")[:2] == (SO_FAR, 0)
    assert judged(one, [ASKED, ("2025-03-10", "found")], "2025-03-11") == (PENDING, 1, 1, -1, "2025-03-20 00:00")


def test_first_of_two():
    """With several anchors the earliest moment counts, even if it becomes known later."""
    one = limit(anchors=(Anchor(event=parse_pattern("asked")), Anchor(fact="needed_on")))
    events = [ASKED, ("2025-03-05", "fact.recorded", {"needed_on": dt.date(2025, 3, 3)})]

    assert judged(one, events, "2025-03-06") == (PENDING, 1, 1, -1, "2025-03-13 00:00")


def test_the_same_event_may_anchor_and_stop():
    """An event that is anchor and stop at once meets its own limit; coming again is what recurrence is for."""
    one = limit(stop=parse_pattern("asked"))

    assert judged(one, [ASKED], "2025-06-01") == (SO_FAR, 1, 0, 0, DUE)


def test_revoked_anchor_voids():
    """A revoked anchor takes its open clock away as if it had never been, but not one that had run out."""
    one = limit(anchors=(Anchor(event=parse_pattern("need.achieved"), revoked=parse_pattern("need.revoked")),))
    achieved = ("2025-03-04", "need.achieved")

    assert judged(one, [achieved, ("2025-03-10", "need.revoked")], "2025-06-01") == (SO_FAR, 0, -1, -1, None)
    assert judged(one, [achieved, ("2025-03-20", "need.revoked")], "2025-06-01")[0] is VIOLATED


def test_dated_fact():
    """A dated fact anchors on its date, whose day does not count."""
    one = limit(anchors=(Anchor(fact="needed_on"),), duration=parse_duration("28 days"))

    found = judged(one, [("2025-05-10", "plan")], "2025-05-20", facts=[("needed_on", dt.date(2025, 5, 2))])

    assert found == (PENDING, 1, 0, -1, "2025-05-31 00:00")


def test_late_known_date_looks_back():
    """A date recorded late is met by what happened between it and now, and not by what happened before it."""
    one = limit(anchors=(Anchor(fact="needed_on"),), duration=parse_duration("28 days"))
    events = [
        ("2025-04-30", "answered"),
        ("2025-05-15", "answered"),
        ("2025-05-20", "fact.recorded", {"needed_on": "2025-05-02"}),
    ]

    assert judged(one, events, "2025-06-30") == (SO_FAR, 1, 2, 1, "2025-05-31 00:00")
    assert judged(one, [events[0], events[2]], "2025-06-30")[0] is VIOLATED


def test_a_late_known_series_looks_back_gap_by_gap():
    """A series whose first date becomes known late is met by every stop since, each of which starts the next gap."""
    one = limit(anchors=(Anchor(fact="needed_on"),), duration=parse_duration("28 days"), recurrence=Recurrence())
    recorded = ("2025-06-20", "fact.recorded", {"needed_on": "2025-05-02"})
    kept = [("2025-05-15", "answered"), ("2025-06-10", "answered"), recorded]
    late = [("2025-05-15", "answered"), ("2025-06-15", "answered"), recorded]

    assert judged(one, kept, "2025-06-21") == (PENDING, 3, 1, -1, "2025-07-09 00:00")
    assert judged(one, late, "2025-06-21") == (VIOLATED, 3, 0, -1, "2025-06-13 00:00")


def test_looking_back_leaves_other_clocks_alone():
    """What happened before a clock was opened does not meet it because an older date became known."""
    one = limit(anchors=(Anchor(event=parse_pattern("asked")), Anchor(fact="needed_on")), pick=Pick.LAST)
    events = [("2025-03-03", "answered"), ASKED, ("2025-03-05", "fact.recorded", {"needed_on": "2025-03-01"})]

    assert judged(one, events, "2025-03-06") == (PENDING, 1, 1, -1, DUE)


def test_a_moment_as_fact_and_no_fact_declared():
    """A fact may be a moment, and its model need not declare it; text that is no date anchors nothing."""
    one = limit(anchors=(Anchor(fact="asked_at"),), duration=parse_duration("24 hours"))

    assert judged(one, [("2025-03-05", "plan")], "2025-03-05", facts=[("asked_at", at("2025-03-04 10:00"))])[4] == (
        "2025-03-05 10:00"
    )
    assert judged(one, [("2025-03-05", "plan")], "2025-03-05", facts=[("asked_at", "soon")])[1] == 0


def test_broken_calendar():
    """A limit on a broken calendar is refused with the calendar's faults."""
    one = limit()
    model = attrs.evolve(model_of(one), calendars=(attrs.evolve(OFFICE, zone="nowhere"),))

    with pytest.raises(ModelError, match="calendar 'office': no such time zone"):
        compile_limit(one, model, Declared.of(model, Lexicon.of(model)))


def test_a_date_told_anew_moves_the_clock():
    """If the date is recorded anew while the limit is open, the clock starts from the new one."""
    one = limit(anchors=(Anchor(fact="needed_on"),), duration=parse_duration("28 days"))
    events = [
        ("2025-05-05", "fact.recorded", {"needed_on": "2025-05-02"}),
        ("2025-05-08", "fact.recorded", {"needed_on": "2025-05-09"}),
    ]

    assert judged(one, events, "2025-05-10") == (PENDING, 1, 1, -1, "2025-06-07 00:00")


SHORTER = ConditionalDuration(condition=parse("urgent"), duration=parse_duration("1 working day"))
LONGER = ConditionalDuration(condition=parse("far"), duration=parse_duration("20 working days"))


@pytest.mark.parametrize(
    ("urgent", "far", "replaces", "due"),
    [
        (False, False, False, DUE),
        (True, False, False, "2025-03-06 00:00"),
        (False, True, False, DUE),
        (False, True, True, "2025-04-02 00:00"),
        (True, True, True, "2025-03-06 00:00"),
    ],
)
def test_shortest_applicable_length(urgent, far, replaces, due):
    """The shortest length that applies wins; the ordinary one drops out if one that applies replaces it."""
    one = limit(alternatives=(SHORTER, attrs.evolve(LONGER, replaces=replaces)))

    found = judged(one, [ASKED], "2025-03-04 12:00", facts=[("urgent", urgent), ("far", far)])

    assert found[4] == due


def test_length_follows_facts_recorded_later():
    """A fact recorded after the activation changes the length from then on."""
    one = limit(alternatives=(SHORTER,))
    events = [ASKED, ("2025-03-04 11:00", "fact.recorded", {"urgent": True})]

    assert judged(one, events, "2025-03-05", facts=[("urgent", False)])[4] == "2025-03-06 00:00"


def test_unknown_length_has_two_readings():
    """Where it is unknown which length applies, the readings differ between the two due times and agree outside."""
    one = limit(alternatives=(SHORTER,))
    between = [ASKED, ("2025-03-10", "answered")]

    assert judged(one, between, "2025-06-01")[0] is SO_FAR
    assert judged(one, between, "2025-06-01", hopeful=False)[0] is VIOLATED
    assert judged(one, [ASKED], "2025-06-01")[0] is VIOLATED
    assert judged(one, [ASKED, ("2025-03-05", "answered")], "2025-06-01", hopeful=False)[0] is SO_FAR


def test_parameter_with_rows():
    """A length that is a parameter follows its most specific row."""
    row = ParameterRow(condition=parse("far"), value=3)
    parameter = Parameter(id="patience", value=7, unit="working days", rows=(row,))
    one = limit(duration=Reference("patience"))

    assert judged(one, [ASKED], "2025-03-05", facts=[("far", True)], parameters=(parameter,))[4] == "2025-03-08 00:00"
    assert judged(one, [ASKED], "2025-03-05", facts=[("far", False)], parameters=(parameter,))[4] == DUE


def test_suspension():
    """From suspended to resumed no working day passes: the day it stops counts, the day it goes on does not."""
    events = [ASKED, ("2025-03-06 12:00", "limit.suspended"), ("2025-03-11 12:00", "limit.resumed")]

    assert judged(limit(), events[:2], "2025-06-01") == (PENDING, 1, 0, -1, None)
    assert judged(limit(), events, "2025-03-12") == (PENDING, 1, 0, -1, "2025-03-19 00:00")


def test_suspension_of_hours():
    """A limit in hours moves by the time it stood still, to the minute."""
    one = limit(duration=parse_duration("24 hours"))
    events = [ASKED, ("2025-03-04 12:00", "limit.suspended"), ("2025-03-04 12:30", "limit.resumed")]

    assert judged(one, events, "2025-03-04 13:00")[4] == "2025-03-05 10:30"


def test_going_on_leaves_the_rest_of_the_day():
    """A clock that goes on at a weekend has not run out meanwhile: it lasts through that day at least."""
    one = limit(duration=parse_duration("1 working day"))
    events = [
        ("2025-03-06 10:00", "asked"),
        ("2025-03-07 10:00", "limit.suspended"),
        ("2025-03-08 10:00", "limit.resumed"),
    ]

    assert judged(one, events, "2025-03-08 11:00") == (PENDING, 1, 0, -1, "2025-03-09 00:00")


def test_suspension_does_not_revive():
    """What had run out before it was suspended stays violated."""
    events = [ASKED, ("2025-03-20", "limit.suspended"), ("2025-03-21", "limit.resumed")]

    assert judged(limit(), events, "2025-03-22")[0] is VIOLATED


def test_own_pauses_overlap():
    """Pauses of a limit's own and suspensions are united: the clock goes on when the last of them ends."""
    one = limit(pauses=(Pause(start=parse_pattern("absent"), end=parse_pattern("back"), reason=Text.of("away")),))
    events = [
        ASKED,
        ("2025-03-05", "absent"),
        ("2025-03-06", "limit.suspended"),
        ("2025-03-07", "back"),
        ("2025-03-10", "limit.resumed"),
    ]

    assert judged(one, events[:4], "2025-06-01")[4] is None
    assert judged(one, events, "2025-03-11")[4] == "2025-03-19 00:00"


@pytest.mark.parametrize(("pausing", "due"), [(True, "2025-03-19 00:00"), (False, DUE)])
def test_suspended_phase_pauses_its_limits(pausing, due):
    """While a phase around the item that would meet a limit is suspended, the limit pauses if the phase says so."""
    one, suspension = limit(), Suspension(pauses_limits=pausing)
    outer, inner = Phase(id="outer", suspension=suspension), Phase(id="inner", phase="outer")
    model = model_of(one)
    activities = tuple(attrs.evolve(each, phase="inner") for each in model.activities)
    model = attrs.evolve(model, activities=activities, phases=(outer, inner))
    trace = ListedTrace()
    for when, kind, element, transition in (
        ("2025-03-04 10:00", "task", "asked", "completed"),
        ("2025-03-06 12:00", "phase", "outer", "suspended"),
        ("2025-03-11 12:00", "phase", "outer", "resumed"),
    ):
        trace.add(Signature(kind, element, transition), to_us(at(when)))

    (ledger,) = due_of(
        compile_limit(one, model, Declared.of(model, Lexicon.of(model))), trace, 0, 3, now=at("2025-03-12")
    )

    assert ledger.due == at(due)


def test_anchored_while_standing_still():
    """A clock that opens during a suspension starts when that ends."""
    events = [("2025-03-03", "limit.suspended"), ASKED, ("2025-03-05", "limit.resumed")]

    assert judged(limit(), events, "2025-03-06")[4] == "2025-03-15 00:00"


EXTENDED = ("2025-03-06", "limit.extended", {"role": "chief", "by": "5 working days", "reason": "interpreter"})
BY_CHIEF = Extension(by=("chief",), duration=parse_duration("3 working days"), times=1)


def test_extension():
    """An authorised extension lengthens the limit, by no more than the model allows and no more often."""
    one = limit(extensions=(BY_CHIEF,))

    assert judged(one, [ASKED, EXTENDED], "2025-03-07")[4] == "2025-03-19 00:00"
    assert judged(one, [ASKED, EXTENDED, EXTENDED], "2025-03-07")[4] == "2025-03-19 00:00"


@pytest.mark.parametrize(
    ("extension", "event"),
    [
        (BY_CHIEF, ("2025-03-06", "limit.extended", {"role": "worker", "by": "2 working days"})),
        (attrs.evolve(BY_CHIEF, condition=parse("urgent")), EXTENDED),
        (attrs.evolve(BY_CHIEF, duration=None), ("2025-03-06", "limit.extended", {"role": "chief", "by": "soon"})),
    ],
)
def test_refused_extension(extension, event):
    """Another role, a condition that does not hold, or no length: the limit stays as it was."""
    assert judged(limit(extensions=(extension,)), [ASKED, event], "2025-03-07", facts=[("urgent", False)])[4] == DUE


def test_extension_comes_too_late():
    """A limit that has run out cannot be lengthened."""
    events = [ASKED, ("2025-03-20", "limit.extended", {"role": "chief", "by": "3 working days"})]

    assert judged(limit(extensions=(BY_CHIEF,)), events, "2025-03-20 12:00")[0] is VIOLATED


def test_recurrence():
    """Each review starts the next gap; the first gap has its own length, and the ending event ends the series well."""
    one = limit(
        anchors=(Anchor(event=parse_pattern("plan")),), stop=parse_pattern("review"), duration=parse_duration("1 year"),
        recurrence=Recurrence(first=parse_duration("3 months"), until=parse_pattern("ended")),
    )  # fmt: skip
    events = [("2025-01-10", "plan"), ("2025-04-01", "review"), ("2026-03-30", "review"), ("2026-05-01", "ended")]

    assert judged(one, events[:1], "2025-02-01") == (PENDING, 1, 0, -1, "2025-04-11 00:00")
    assert judged(one, events[:2], "2025-05-01") == (PENDING, 2, 1, -1, "2026-04-02 00:00")
    assert judged(one, events[:3], "2026-04-10") == (PENDING, 3, 2, -1, "2027-03-31 00:00")
    assert judged(one, events, "2030-01-01") == (SO_FAR, 3, 0, 1, "2025-04-11 00:00")
    assert judged(one, events[:2], "2026-06-01") == (VIOLATED, 2, 1, -1, "2026-04-02 00:00")


def test_recurrence_goes_on_after_a_late_review():
    """A late review is a violation and still starts the next gap."""
    one = limit(
        anchors=(Anchor(event=parse_pattern("plan")),), stop=parse_pattern("review"), duration=parse_duration("1 year"),
        recurrence=Recurrence(),
    )  # fmt: skip
    events = [("2025-01-10", "plan"), ("2026-02-01", "review")]

    found = judged(one, events, "2026-03-01")

    assert found[:2] == (VIOLATED, 2)


@pytest.mark.parametrize(("closing", "verdict"), [("2025-06-01", SATISFIED), ("2026-06-01", VIOLATED)])
def test_closing_ends_a_series(closing, verdict):
    """Closing ends a series without an ending event well, unless the time had passed by then, whenever it is judged."""
    one = limit(
        anchors=(Anchor(event=parse_pattern("plan")),), stop=parse_pattern("review"), duration=parse_duration("1 year"),
        recurrence=Recurrence(),
    )  # fmt: skip
    events = [("2025-01-10", "plan"), (closing, "case.closed")]

    assert judged(one, events, "2030-01-01", closed=True)[0] is verdict


def test_exemption_and_applies():
    """A limit that is exempt or does not apply opens no clock; where that changes later the open clock is let go."""
    exempt = limit(exemptions=(Exemption(condition=parse("far")),))
    only_urgent = limit(applies=parse("urgent"))
    recorded = [ASKED, ("2025-03-06", "fact.recorded", {"far": True, "urgent": False})]

    assert judged(exempt, [ASKED], "2025-06-01", facts=[("far", True)])[1] == 0
    assert judged(only_urgent, [ASKED], "2025-06-01", facts=[("urgent", False)])[1] == 0
    assert judged(exempt, recorded, "2025-06-01", facts=[("far", False)]) == (SO_FAR, 1, 0, 1, DUE)
    assert judged(only_urgent, recorded, "2025-06-01", facts=[("urgent", True)]) == (SO_FAR, 1, 0, 1, DUE)


@pytest.mark.parametrize(("day", "count"), [("2025-04-30", 0), ("2025-05-01", 1), ("2025-12-31", 1), ("2026-01-01", 0)])
def test_validity_goes_by_the_anchor_date(day, count):
    """A limit binds what is anchored from its first through its last day in force."""
    one = limit(valid_from=dt.date(2025, 5, 1), valid_until=dt.date(2025, 12, 31))

    assert judged(one, [(f"{day} 23:30", "asked")], f"{day} 23:45")[1] == count


def test_rolling():
    """A limit that would end on a day off rolls, where it says so."""
    one = limit(duration=parse_duration("3 months"))
    asked = [("2025-11-30", "asked")]

    assert judged(one, asked, "2025-12-01")[4] == "2026-03-01 00:00"
    assert judged(attrs.evolve(one, roll=Roll.FORWARD), asked, "2025-12-01")[4] == "2026-03-03 00:00"


def test_correlated_stop():
    """Where the stop reads the activation, each anchor has a clock of its own that only its own stop meets."""
    stop = Pattern(element="answered", where=parse("activation.unit == unit"))
    events = [
        ("2025-03-04", "asked", {"unit": "north"}),
        ("2025-03-05", "asked", {"unit": "south"}),
        ("2025-03-06", "answered", {"unit": "south"}),
    ]

    assert judged(limit(stop=stop), events, "2025-03-07") == (PENDING, 2, 0, -1, DUE)


def test_unknown_stop_condition():
    """A stop whose condition is unknown meets the limit in the hopeful reading only."""
    one = limit(stop=Pattern(element="answered", where=parse("by_letter")))
    events = [ASKED, ("2025-03-05", "answered")]

    assert judged(one, events, "2025-06-01")[0] is SO_FAR
    assert judged(one, events, "2025-06-01", hopeful=False)[0] is VIOLATED


def test_ledger():
    """The ledger tells the budget, each pause, what was granted and refused, the rolling and the end, with reasons."""
    one = limit(extensions=(BY_CHIEF,), duration=parse_duration("7 days"), roll=Roll.FORWARD)
    events = [
        ASKED,
        ("2025-03-05", "limit.suspended", {"reason": "papers missing"}),
        ("2025-03-06", "limit.resumed"),
        EXTENDED,
        EXTENDED,
        ("2025-03-10", "answered"),
    ]
    history = history_of(events)

    (ledger,) = due_of(subject_of(one), history, 0, len(events), now=at("2025-06-01"))

    steps = [(entry.step, entry.due and entry.due.strftime("%m-%d"), entry.why) for entry in ledger.entries]
    assert steps == [
        (Step.START, None, ""),
        (Step.BUDGET, "03-12", ""),
        (Step.PAUSE, "03-13", "papers missing"),
        (Step.EXTENSION, "03-18", "interpreter"),
        (Step.REFUSED, "03-18", "it was lengthened as often as it may be"),
        (Step.STOP, None, ""),
    ]
    assert ledger.due == at("2025-03-18 00:00")


def follow(one, events, *, keep=False):
    """Follow a case of these events and give its machine."""
    history = history_of(events)
    machine = subject_of(one).machine(history, hopeful=True, keep=keep)
    machine.start(0)
    for position, code in enumerate(history.signature):
        handler = machine.handler(history.signatures[code])
        if handler:
            handler(position)
    return machine


def waiting(machine, now):
    return [(each.activation, each.due and from_us(each.due, HELSINKI)) for each in machine.obligations(to_us(at(now)))]


def test_obligations():
    """What waits is listed with its due time, overdue or not, until it is met; standing still it has none."""
    suspended = ("2025-03-06", "limit.suspended")
    late = [ASKED, ("2025-03-20", "asked"), ("2025-03-21", "plan")]

    assert waiting(follow(limit(), [ASKED]), "2025-06-01") == [(0, at(DUE))]
    assert waiting(follow(limit(), [ASKED, suspended]), "2025-06-01") == [(0, None)]
    assert waiting(follow(limit(), late, keep=True), "2025-03-22") == [(0, at(DUE)), (1, at("2025-04-01"))]
    assert waiting(follow(limit(), [*late, ("2025-03-22", "answered")], keep=True), "2025-03-22") == []


def test_overdue_is_let_go_too():
    """What was overdue is no longer owed once its anchor is revoked, it becomes exempt, or its own stop comes late."""
    need = Anchor(event=parse_pattern("need.achieved"), revoked=parse_pattern("need.revoked"))
    achieved = ("2025-03-04", "need.achieved")
    own_stop = Pattern(element="answered", where=parse("activation.unit == unit"))
    north = {"unit": "north"}

    revoked = follow(limit(anchors=(need,)), [achieved, ("2025-04-01", "need.revoked")], keep=True)
    exempt = follow(
        limit(exemptions=(Exemption(condition=parse("known(far)")),)),
        [ASKED, ("2025-04-01", "fact.recorded", {"far": True})],
        keep=True,
    )
    met = follow(limit(stop=own_stop), [(*ASKED, north), ("2025-04-01", "answered", north)], keep=True)

    assert [waiting(each, "2025-05-01") for each in (revoked, exempt, met)] == [[], [], []]
    assert [each.report(2, to_us(at("2025-05-01")), closed=False).rank for each in (revoked, exempt, met)] == [3, 3, 3]


def test_correlated_recurrence():
    """Where the stop reads the activation, each series comes again by itself."""
    stop = Pattern(element="review", where=parse("activation.unit == unit"))
    one = limit(stop=stop, recurrence=Recurrence())
    north, south = {"unit": "north"}, {"unit": "south"}
    events = [("2025-03-04", "asked", north), ("2025-03-05", "asked", south), ("2025-03-06", "review", south)]

    assert waiting(follow(one, events), "2025-03-07") == [(0, at(DUE)), (2, at("2025-03-18"))]


def test_closing_and_reopening_a_series():
    """While the case is closed a series stands still, and it goes on when the case is reopened."""
    one = limit(recurrence=Recurrence(), duration=parse_duration("10 days"))
    events = [ASKED, ("2025-03-06", "case.closed"), ("2025-03-16", "case.reopened")]

    assert judged(one, events[:2], "2025-06-01", closed=True)[0] is SATISFIED
    assert judged(one, events, "2025-03-17") == (PENDING, 1, 0, -1, "2025-03-25 00:00")


def test_later_after_revocation():
    """With ``pick: later`` a revoked anchor must come again, and the other one still counts."""
    need = Anchor(event=parse_pattern("need.achieved"), revoked=parse_pattern("need.revoked"))
    one = limit(anchors=(Anchor(event=parse_pattern("asked")), need), pick=Pick.LATER)
    events = [
        ASKED, ("2025-03-05", "need.achieved"), ("2025-03-06", "need.revoked"), ("2025-03-10", "need.achieved"),
    ]  # fmt: skip

    assert judged(one, events[:3], "2025-06-01")[:2] == (SO_FAR, 0)
    assert judged(one, events, "2025-03-11") == (PENDING, 1, 3, -1, "2025-03-20 00:00")


def test_revoked_before_the_other_anchor_came():
    """With ``pick: later`` an anchor that was revoked before the other one came does not count."""
    need = Anchor(event=parse_pattern("need.achieved"), revoked=parse_pattern("need.revoked"))
    one = limit(anchors=(Anchor(event=parse_pattern("asked")), need), pick=Pick.LATER)
    events = [("2025-03-03", "need.achieved"), ("2025-03-03 12:00", "need.revoked"), ASKED]

    assert judged(one, events, "2025-06-01")[:2] == (SO_FAR, 0)


def test_a_series_that_ended_overdue_does_not_come_again():
    """After the ending event a late stop starts no next gap, though the series ended with one overdue."""
    one = limit(recurrence=Recurrence(until=parse_pattern("ended")))
    events = [ASKED, ("2025-04-01", "ended"), ("2025-04-02", "answered")]

    assert judged(one, events, "2025-06-01") == (VIOLATED, 1, 0, -1, DUE)


@pytest.mark.parametrize(
    ("duration", "by", "due"),
    [
        ("7 working days", "12 hours", "2025-03-14 12:00"),
        ("24 hours", "2 days", "2025-03-08 00:00"),
        ("24 hours", "6 hours", "2025-03-05 16:00"),
        ("1 month", "1 month", "2025-05-05 00:00"),
    ],
)
def test_lengthening_in_other_units(duration, by, due):
    """A lengthening counts on from the end; in days or longer it makes the limit end with a day."""
    one = limit(duration=parse_duration(duration), extensions=(Extension(),))
    events = [ASKED, ("2025-03-04 12:00", "limit.extended", {"by": by})]

    assert judged(one, events, "2025-03-04 13:00")[4] == due


def test_unknown_parameter_length():
    """A length that cannot be told is the longest that it may be in the hopeful reading, the shortest in the other."""
    row = ParameterRow(condition=parse("far"), value=3)
    parameter = Parameter(id="patience", value=7, unit="working days", rows=(row,))
    one = limit(duration=Reference("patience"))
    held = {"parameters": (parameter,)}

    assert judged(one, [ASKED], "2025-03-08", **held) == (PENDING, 1, 0, -1, "2025-03-14 00:00")
    assert judged(one, [ASKED], "2025-03-08", **held, hopeful=False)[0] is VIOLATED
    assert judged(one, [ASKED], "2025-03-07 12:00", **held, hopeful=False)[0] is PENDING
    assert judged(one, [ASKED], "2025-03-15", **held)[0] is VIOLATED


def test_ledger_of_what_is_open_or_overdue():
    """A ledger of what is open tells the rolling, or that it stands still; of what is overdue, when it ran out."""
    one = limit(duration=parse_duration("4 days"), roll=Roll.FORWARD)
    suspended = ("2025-03-05", "limit.suspended")

    def last(events, now):
        (ledger,) = due_of(subject_of(one), history_of(events), 0, len(events), now=at(now))
        return ledger.entries[-1].step, ledger.due

    assert last([ASKED], "2025-03-05") == (Step.ROLL, at("2025-03-11"))
    assert last([ASKED, suspended], "2025-06-05") == (Step.PAUSE, None)
    assert last([ASKED], "2025-06-01") == (Step.EXPIRY, at("2025-03-11"))


STEPS = st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["asked", "answered", "plan"])), max_size=12)


@given(STEPS, st.integers(0, 20), st.booleans())
def test_plain_limit_by_definition(steps, wait, closed):
    """A limit with one anchor and one stop equals its definition, read off the whole case at once."""
    day, events = dt.date(2025, 3, 3), []
    for gap, what in steps:
        day += dt.timedelta(days=gap)
        events.append((f"{day} 12:00", what))
    now = day + dt.timedelta(days=wait)
    one = limit(duration=parse_duration("5 days"))

    verdict, count, first, decider, _ = judged(one, [("2025-03-03", "plan"), *events], f"{now} 12:00", closed=closed)

    assert (verdict, count, first, decider) == plain_limit([("2025-03-03", "plan"), *events], now, closed)


def plain_limit(events, now, closed):
    """Judge a five-day limit by its definition."""
    found, open_since = [], None
    for position, (when, what) in enumerate((*events, (f"{now} 12:00", "now"))):
        today = dt.date.fromisoformat(when[:10])
        if open_since is not None and (today - open_since[1]).days > 5:
            found.append((VIOLATED, open_since[0], -1))
            open_since = None
        if what == "asked" and open_since is None:
            open_since = (position, today)
        if what == "answered" and open_since is not None:
            found.append((SATISFIED if closed else SO_FAR, open_since[0], position))
            open_since = None
    if open_since is not None:
        found.append((VIOLATED if closed else PENDING, open_since[0], -1))
    if not found:
        return (SATISFIED if closed else SO_FAR, 0, -1, -1)
    worst = max((each[0] for each in found), key=lambda verdict: verdict.rank)
    verdict, first, decider = min((each for each in found if each[0] is worst), key=lambda each: each[1])
    return (verdict, len(found), first, decider)


def test_a_budget_without_end_is_capped():
    """A budget of a million years neither overflows nor loops; its ledger says where counting ends, and why."""
    one = limit(duration=parse_duration("999999999 working days"))
    events = [ASKED, ("2025-03-05", "limit.suspended"), ("2025-03-06", "limit.resumed")]

    (ledger,) = due_of(subject_of(one), history_of(events), 0, len(events), now=at("2025-06-01"))

    assert ledger.entries[-1].step is Step.CAP
    assert ledger.entries[-1].why == "nothing is counted further than 200 years ahead"
    assert ledger.due.year in (2225, 2226)


LIVES = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.sampled_from(
            [
                "asked", "found", "answered", "ended", "absent", "back", "need.achieved", "need.revoked", "case.closed",
                "case.reopened", "limit.suspended", "limit.resumed", "limit.extended", "fact.recorded",
            ]
        ),
        st.sampled_from(
            [{}, {"urgent": True}, {"urgent": False, "far": True}, {"needed_on": "2025-03-06"}, {"by": "2 days"}]
        ),
    ),
    max_size=10,
)  # fmt: skip
ANCHORS = (
    Anchor(event=parse_pattern("asked")),
    Anchor(event=parse_pattern("need.achieved"), revoked=parse_pattern("need.revoked")),
    Anchor(fact="needed_on"),
    Anchor(event=Pattern(element="found", where=parse("urgent or far"))),
)
KINDS = st.fixed_dictionaries(
    {
        "anchors": st.lists(st.sampled_from(ANCHORS), min_size=1, max_size=2, unique=True).map(tuple),
        "stop": st.sampled_from(
            [
                parse_pattern("answered"),
                Pattern(element="answered", where=parse("activation.by == by or not known(by)")),
            ]
        ),
        "pick": st.sampled_from(Pick),
        "roll": st.sampled_from(Roll),
        "duration": st.sampled_from(
            [parse_duration(text) for text in ("3 working days", "30 hours", "2 days", "same day")]
        ),
        "alternatives": st.sampled_from([(), (SHORTER,), (SHORTER, attrs.evolve(LONGER, replaces=True))]),
        "recurrence": st.sampled_from([None, Recurrence(), Recurrence(until=parse_pattern("ended"))]),
        "extensions": st.sampled_from([(), (Extension(times=2),)]),
        "pauses": st.sampled_from([(), (Pause(start=parse_pattern("absent"), end=parse_pattern("back")),)]),
        "exemptions": st.sampled_from([(), (Exemption(condition=parse("far")),)]),
        "applies": st.sampled_from([None, parse("urgent")]),
    }
)


def timed(steps):
    moment, events = at("2025-03-03 09:00"), [("2025-03-03 09:00", "plan")]
    for hours, what, data in steps:
        moment += dt.timedelta(hours=hours)
        events.append((moment.strftime("%Y-%m-%d %H:%M"), what, data))
    return events


@given(KINDS, LIVES, st.booleans())
def test_any_life_of_any_limit(kind, steps, hopeful):
    """Asking changes nothing, a violation stays, and each prefix is judged as a case of its own."""
    one, events = limit(**kind), timed(steps)
    history = history_of(events)
    machine = subject_of(one).machine(history, hopeful, keep=True)
    machine.start(0)
    was_violated = False
    for position, code in enumerate(history.signature):
        handler = machine.handler(history.signatures[code])
        if handler:
            handler(position)
        now = history.occurred[position]
        machine.report(position + 1, now + 10**15, closed=True)
        machine.ledgers(now)
        found = machine.report(position + 1, now, closed=False)

        assert judged(one, events[: position + 1], events[position][0], hopeful=hopeful)[0].rank == found.rank
        assert not was_violated or found.rank == VIOLATED.rank
        was_violated = found.rank == VIOLATED.rank


@given(KINDS, LIVES, st.booleans(), st.integers(0, 100))
def test_hope_is_never_worse_than_fear(kind, steps, closed, hours):
    """Reading what is unknown for the better never gives a worse verdict than reading it for the worse."""
    one, events = limit(**kind), timed(steps)
    now = (at(events[-1][0]) + dt.timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M")

    hopeful = judged(one, events, now, closed=closed)
    fearful = judged(one, events, now, closed=closed, hopeful=False)

    assert hopeful[0].rank <= fearful[0].rank
