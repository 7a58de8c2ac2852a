"""Limits followed through cases, in both readings: what opens, meets, breaks and frees their clocks."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from collabmodel.model import (
    Activity,
    Anchor,
    ConditionalDuration,
    Exemption,
    Fact,
    FactType,
    Limit,
    Model,
    Pattern,
    Pick,
    Recurrence,
    Signature,
)
from collabmodel.model.expressions import parse
from collabmodel.rules.declared import Declared
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.limit_machine import LimitMachine
from collabmodel.rules.limits import compile_limit, due_of
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.trace import Value
from collabmodel.workdays import from_us, parse_duration

HOUR = 3_600_000_000
NAMES = ("asked", "found", "void", "lost", "answered", "ended", "away", "back", "other")
FACTS = (
    Fact(id="day", type=FactType.DATE), Fact(id="on", type=FactType.BOOLEAN), Fact(id="off", type=FactType.BOOLEAN),
    Fact(id="moment", type=FactType.TIME),
)  # fmt: skip
SATISFIED, SO_FAR, PENDING, VIOLATED = range(4)
Happening = tuple[int, str] | tuple[int, str, dict[str, Value]]


def named(element: str, where: str = "") -> Pattern:
    return Pattern(element=element, where=parse(where) if where else None)


def limit(**fields: object) -> Limit:
    """Give a limit of ten hours from asked to answered."""
    usual: dict[str, object] = {
        "id": "soon", "anchors": (Anchor(event=named("asked")),), "stop": named("answered"),
        "duration": parse_duration("10 hours"),
    }  # fmt: skip
    return Limit(**{**usual, **fields})  # type: ignore[arg-type]


class Case:
    """One limit over a case of events, each with the hours since it began."""

    def __init__(
        self, one: Limit, *events: Happening, hopeful: bool = True, keep: bool = True, first: int = 0, **facts: Value
    ) -> None:
        model = Model(
            id="m", activities=tuple(Activity(id=name, kind="task") for name in NAMES), facts=FACTS, limits=(one,)
        )
        self.trace = ListedTrace(facts)
        self.subject = compile_limit(one, model, Declared.of(model, Lexicon.of(model)))
        self.machine: LimitMachine = self.subject.machine(self.trace, hopeful, keep=keep)
        self.machine.start(first)
        for hour, name, *data in events:
            kind, _, transition = name.partition(".")
            own = kind in ("limit", "case", "fact")
            element = "soon" if kind == "limit" else "" if own else kind
            signature = Signature(kind if own else "task", element, transition or "completed")
            handler = self.machine.handler(signature)
            position = self.trace.add(signature, hour * HOUR, data[0] if data else {})
            if handler is not None and position >= first:
                handler(position)

    def told(self, now: float, *, closed: bool = False) -> tuple[int, int, int, int, float]:
        """Give rank, activations, activation, decider and the due time in hours."""
        rank, count, activation, decider, due = self.machine.report(len(self.trace.occurred), int(now * HOUR), closed)
        return rank, count, activation, decider, due if due < 0 else due / HOUR

    def owed(self) -> list[tuple[int, float, float | None]]:
        """Give what waits: activation, opening and due time in hours."""
        return [
            (each.activation, each.opens / HOUR, None if each.due is None else each.due / HOUR)
            for each in self.machine.obligations(0)
        ]

    def accounts(self, now: int) -> list[tuple[int, str, float]]:
        """Give of each clock its activation, the last step of its account, and when that was."""
        found = self.machine.ledgers(now * HOUR)
        zero = from_us(0)
        return [
            (each.activation, each.entries[-1].step.value, (each.entries[-1].at - zero).total_seconds() / 3600)
            for each in found
        ]


ASKED = (0, "asked")


@pytest.mark.parametrize(
    ("events", "now", "open_", "closed"),
    [
        ((), 0, (SO_FAR, 0, -1, -1, -1), (SATISFIED, 0, -1, -1, -1)),
        ((ASKED,), 10, (PENDING, 1, 0, -1, 10), (VIOLATED, 1, 0, -1, 10)),
        ((ASKED,), 10.001, (VIOLATED, 1, 0, -1, 10), (VIOLATED, 1, 0, -1, 10)),
        ((ASKED, (10, "answered")), 11, (SO_FAR, 1, 0, 1, 10), (SATISFIED, 1, 0, 1, 10)),
        ((ASKED, (10, "other"), (10, "answered")), 11, (SO_FAR, 1, 0, 2, 10), (SATISFIED, 1, 0, 2, 10)),
        ((ASKED, (11, "answered")), 11, (VIOLATED, 1, 0, -1, 10), (VIOLATED, 1, 0, -1, 10)),
        ((ASKED, (1, "answered"), (2, "asked")), 3, (PENDING, 2, 2, -1, 12), (VIOLATED, 2, 2, -1, 12)),
        (
            (ASKED, (1, "answered"), (2, "asked"), (3, "answered")), 9,
            (SO_FAR, 2, 0, 1, 10), (SATISFIED, 2, 0, 1, 10),
        ),
        (
            (ASKED, (1, "answered"), (2, "asked"), (20, "asked"), (40, "asked")), 41,
            (VIOLATED, 4, 2, -1, 12), (VIOLATED, 4, 2, -1, 12),
        ),
        ((ASKED, (2, "limit.suspended")), 99, (PENDING, 1, 0, -1, -1), (VIOLATED, 1, 0, -1, -1)),
        (
            (ASKED, (1, "limit.suspended"), (2, "answered"), (3, "limit.resumed")), 9,
            (SO_FAR, 1, 0, 2, -1), (SATISFIED, 1, 0, 2, -1),
        ),
    ],
)  # fmt: skip
def test_what_is_found(
    events: Sequence[Happening], now: float, open_: tuple[int, ...], closed: tuple[int, ...]
) -> None:
    """The first activation with the worst verdict is told, with what decided it and its due time if it has one."""
    case = Case(limit(), *events)

    assert case.told(now) == open_
    assert case.told(now, closed=True) == closed
    assert case.told(now) == open_


OWN = {"stop": named("answered", "activation.unit == unit")}


def unit(hour: int, name: str, of: str) -> Happening:
    return (hour, name, {"unit": of})


def test_each_clock_has_its_own_stop() -> None:
    """Where the stop reads the activation, it meets that clock alone; the first one broken by position is told."""
    events = (unit(0, "asked", "a"), unit(1, "asked", "b"), unit(2, "answered", "b"), unit(3, "answered", "c"))
    case = Case(limit(**OWN), *events)

    assert case.told(4) == (PENDING, 2, 0, -1, 10)
    assert case.owed() == [(0, 0, 10)]
    assert case.accounts(4) == [(0, "budget", 0), (1, "stop", 2)]
    assert Case(limit(**OWN), *events, unit(4, "answered", "a")).told(9) == (SO_FAR, 2, 0, 4, 10)


SHORTER = {"alternatives": (ConditionalDuration(condition=parse('unit == "b"'), duration=parse_duration("2 hours")),)}


@pytest.mark.parametrize(
    ("events", "found"),
    [
        ((), (VIOLATED, 2, 0, -1, 10)),
        (((5, "other"),), (VIOLATED, 2, 0, -1, 10)),
        (((5, "asked", {"unit": "c"}), (12, "asked", {"unit": "c"})), (VIOLATED, 4, 0, -1, 10)),
        (((2, "answered", {"unit": "b"}), (4, "answered", {"unit": "a"})), (SO_FAR, 2, 0, 3, 10)),
    ],
)
def test_the_first_of_several_is_told_whichever_ended_first(
    events: Sequence[Happening], found: tuple[int, ...]
) -> None:
    """Of clocks that ran out, or were met, the first by position is the evidence, though it ended last."""
    case = Case(limit(**OWN, **SHORTER), unit(0, "asked", "a"), unit(1, "asked", "b"), *events)

    assert case.told(30 if found[0] == VIOLATED else 5) == found


def test_what_is_overdue_stays_owed_until_its_own_stop() -> None:
    """A clock that ran out is owed on until its stop comes late; then only the breach is left."""
    late = (unit(0, "asked", "a"), unit(1, "asked", "b"), (20, "other"), unit(21, "asked", "c"))
    case = Case(limit(**OWN), *late)
    after = Case(limit(**OWN), *late, unit(22, "answered", "b"))

    assert case.owed() == [(0, 0, 10), (1, 1, 11), (3, 21, 31)]
    assert after.owed() == [(0, 0, 10), (3, 21, 31)]
    assert after.told(23) == (VIOLATED, 3, 0, -1, 10)


def test_what_stands_still_comes_last_among_what_is_owed() -> None:
    """A clock without a due time is the least urgent, and has none in what is told."""
    assert Case(limit(**OWN), unit(0, "asked", "a"), (30, "limit.suspended"), unit(31, "asked", "b")).owed() == [
        (0, 0, 10), (2, 31, None)
    ]  # fmt: skip


def test_without_keeping_nothing_overdue_is_owed() -> None:
    """Where only the verdict is wanted, clocks that ran out and accounts are not kept."""
    case = Case(limit(), ASKED, (11, "other"), (12, "asked"), keep=False)

    assert (case.owed(), case.accounts(12)) == ([(2, 12, 22)], [(2, "budget", 12)])
    assert case.told(12) == (VIOLATED, 2, 0, -1, 10)


def test_how_each_clock_ended_is_in_its_account() -> None:
    """Stopped, run out, let go or running: the last line says which, when; clocks come in order of activation."""
    exempt = limit(exemptions=(Exemption(condition=parse("off")),))
    events = (
        ASKED, (1, "answered"), (2, "asked"), (13, "asked"), (14, "fact.recorded", {"off": True}),
        (15, "fact.recorded", {"off": False}), (16, "asked"),
    )  # fmt: skip
    case = Case(exempt, *events, off=False)

    assert case.accounts(17) == [(0, "stop", 1), (2, "expiry", 12), (3, "release", 14), (6, "budget", 16)]
    assert case.accounts(27)[-1] == (6, "expiry", 26)
    assert case.accounts(26)[-1] == (6, "budget", 16)
    assert case.told(17) == (VIOLATED, 4, 2, -1, 12)


def test_unless_all_is_kept_one_account_of_what_ended_is() -> None:
    """A running case keeps the clock that ended last, those that are overdue, and those that run."""
    case = Case(limit(**OWN), unit(0, "asked", "a"))
    machine = case.machine
    machine.keep_all = False
    for hour, name, of in ((1, "asked", "b"), (2, "answered", "b"), (3, "asked", "c"), (12, "answered", "c")):
        signature = Signature("task", name, "completed")
        handler = machine.handler(signature)
        assert handler is not None
        handler(case.trace.add(signature, hour * HOUR, {"unit": of}))

    assert case.accounts(13) == [(0, "expiry", 10), (3, "stop", 12)]


@pytest.mark.parametrize("hopeful", [True, False])
def test_an_unknown_anchor_opens_a_clock_in_the_worse_reading(hopeful: bool) -> None:
    """Where it is unknown whether the limit began, it did in the fearful reading only; what is missing is named."""
    case = Case(limit(anchors=(Anchor(event=named("asked", "on")),)), ASKED, hopeful=hopeful)

    assert case.told(1)[1] == (0 if hopeful else 1)
    assert case.machine.missing == {"on"}


@pytest.mark.parametrize("hopeful", [True, False])
@pytest.mark.parametrize(
    "fields",
    [
        {"stop": named("answered", "on")},
        {"stop": named("answered", "on and activation.unit == unit")},
        {"anchors": (Anchor(event=named("asked"), revoked=named("answered", "on")),), "stop": named("found")},
        {"recurrence": Recurrence(until=named("answered", "on"))},
    ],
)
def test_what_may_have_ended_it_did_in_the_better_reading(fields: dict[str, object], hopeful: bool) -> None:
    """A stop, a revocation or an ending of the series that is unknown frees the clock in the hopeful reading only."""
    case = Case(limit(**fields), unit(0, "asked", "a"), unit(1, "answered", "a"), hopeful=hopeful)

    assert (case.told(11)[0] == SO_FAR) is hopeful
    assert case.machine.missing == {"on"}


@pytest.mark.parametrize("hopeful", [True, False])
@pytest.mark.parametrize("fields", [{"applies": parse("on")}, {"exemptions": (Exemption(condition=parse("not on")),)}])
def test_whether_it_binds_may_be_unknown(fields: dict[str, object], hopeful: bool) -> None:
    """Unknown, a limit binds in the worse reading only."""
    case = Case(limit(**fields), ASKED, hopeful=hopeful)

    assert (case.told(1)[1], case.machine.missing) == (0 if hopeful else 1, {"on"})


def test_conditions_to_bind_may_read_the_activation() -> None:
    """Whether a limit still binds can rest on what it runs from."""
    one = limit(applies=parse("known(activation.unit)"))

    assert Case(one, unit(0, "asked", "a"), (1, "other")).told(2)[0] == PENDING
    assert Case(one, ASKED).told(2)[1] == 0


NEED = Anchor(event=named("found"), revoked=named("lost"))
PLAIN = Anchor(event=named("asked"), revoked=named("void"))


@pytest.mark.parametrize(
    ("pick", "events", "found"),
    [
        (Pick.FIRST, ((0, "asked"), (2, "found")), (PENDING, 1, 0, -1, 10)),
        (Pick.LAST, ((0, "asked"), (2, "found")), (PENDING, 1, 1, -1, 12)),
        (Pick.LAST, ((0, "asked"), (0, "found")), (PENDING, 1, 1, -1, 10)),
        (Pick.LATER, ((0, "asked"),), (SO_FAR, 0, -1, -1, -1)),
        (Pick.LATER, ((0, "asked"), (1, "asked")), (SO_FAR, 0, -1, -1, -1)),
        (Pick.LATER, ((0, "asked"), (2, "found")), (PENDING, 1, 1, -1, 12)),
        (Pick.LATER, ((0, "found"), (2, "asked")), (PENDING, 1, 1, -1, 12)),
        (Pick.LATER, ((0, "asked"), (2, "found"), (3, "asked")), (PENDING, 1, 1, -1, 12)),
        (Pick.LATER, ((0, "asked"), (2, "found"), (3, "answered"), (4, "asked")), (SO_FAR, 1, 1, 2, 12)),
        (
            Pick.LATER, ((0, "asked"), (1, "found"), (2, "answered"), (3, "asked"), (4, "found")),
            (PENDING, 2, 4, -1, 14),
        ),
        (Pick.LATER, ((0, "asked"), (2, "void"), (3, "found")), (SO_FAR, 0, -1, -1, -1)),
        (Pick.LATER, ((0, "asked"), (2, "found"), (3, "void")), (SO_FAR, 0, -1, -1, -1)),
        (Pick.LATER, ((0, "asked"), (2, "found"), (3, "void"), (4, "asked")), (PENDING, 1, 3, -1, 14)),
        (Pick.LATER, ((0, "asked"), (20, "found"), (31, "asked"), (32, "answered")), (VIOLATED, 1, 1, -1, 30)),
        (Pick.FIRST, ((0, "asked"), (2, "found"), (3, "lost")), (PENDING, 1, 0, -1, 10)),
        (Pick.FIRST, ((0, "asked"), (2, "found"), (3, "void")), (SO_FAR, 0, -1, -1, -1)),
        (Pick.LAST, ((0, "asked"), (2, "found"), (3, "lost")), (SO_FAR, 0, -1, -1, -1)),
        (Pick.LAST, ((0, "asked"), (2, "found"), (3, "void")), (PENDING, 1, 1, -1, 12)),
    ],
)  # fmt: skip
def test_which_of_two_anchors_counts(pick: Pick, events: Sequence[Happening], found: tuple[int, ...]) -> None:
    """The first, the last, or the later of both; a revoked one counts no more, and with ``later`` must come again."""
    now = max(9, events[-1][0])

    assert Case(limit(anchors=(PLAIN, NEED), pick=pick), *events).told(now) == found


def test_a_revocation_may_concern_one_activation() -> None:
    """A revocation that reads the activation takes that clock away, running or overdue, and no other."""
    anchor = Anchor(event=named("asked"), revoked=named("void", "activation.unit == unit"))
    one = limit(anchors=(anchor,), **OWN)
    asked = (unit(0, "asked", "a"), unit(1, "asked", "b"))

    assert Case(one, *asked, unit(2, "void", "a")).owed() == [(1, 1, 11)]
    assert Case(one, *asked, (20, "other"), unit(21, "void", "a")).owed() == [(1, 1, 11)]
    assert Case(one, *asked, unit(2, "void", "a")).told(3) == (PENDING, 1, 1, -1, 11)


SERIES = {"recurrence": Recurrence(until=named("ended"))}


@pytest.mark.parametrize(
    ("events", "found"),
    [
        ((ASKED, (5, "answered")), (PENDING, 2, 1, -1, 15)),
        ((ASKED, (5, "answered"), (6, "answered")), (PENDING, 3, 2, -1, 16)),
        ((ASKED, (5, "answered"), (6, "ended")), (SO_FAR, 2, 0, 1, 10)),
        ((ASKED, (5, "ended")), (SO_FAR, 1, 0, 1, 10)),
        ((ASKED, (5, "ended"), (6, "answered")), (SO_FAR, 1, 0, 1, 10)),
        (((0, "answered"), (1, "asked")), (PENDING, 1, 1, -1, 11)),
        ((ASKED, (11, "answered")), (VIOLATED, 2, 0, -1, 10)),
        ((ASKED, (5, "void"), (6, "answered")), (PENDING, 2, 2, -1, 16)),
    ],
)
def test_a_series_comes_again_with_each_stop(events: Sequence[Happening], found: tuple[int, ...]) -> None:
    """Each stop opens the next clock until the ending event; a late one too, and none before the series began."""
    assert Case(limit(**SERIES), *events).told(events[-1][0]) == found


def test_the_end_of_a_series_frees_what_was_overdue() -> None:
    """After the ending event nothing is owed, running or overdue; the breach stays."""
    case = Case(limit(**SERIES), ASKED, (11, "answered"), (12, "ended"))
    overdue = Case(limit(**SERIES), ASKED, (11, "ended"), (12, "answered"))

    assert (case.owed(), overdue.owed()) == ([], [])
    assert case.accounts(13) == [(0, "expiry", 10), (1, "release", 12)]
    assert overdue.told(13) == (VIOLATED, 1, 0, -1, 10)


def test_only_the_ending_event_ends_a_series() -> None:
    """That another anchor is revoked does not end the series."""
    one = limit(anchors=(PLAIN, NEED), **SERIES)

    assert Case(one, ASKED, (1, "lost"), (2, "answered")).told(3) == (PENDING, 2, 2, -1, 12)


@pytest.mark.parametrize(
    ("events", "now", "found"),
    [
        ((ASKED, (5, "case.closed")), 99, (SATISFIED, 1, 0, -1, -1)),
        ((ASKED, (11, "case.closed")), 99, (VIOLATED, 1, 0, -1, 10)),
        ((ASKED,), 5, (SATISFIED, 1, 0, -1, -1)),
        ((ASKED,), 99, (SATISFIED, 1, 0, -1, -1)),
        ((ASKED, (11, "other")), 99, (VIOLATED, 1, 0, -1, 10)),
        ((ASKED, (5, "answered"), (6, "case.closed")), 99, (SATISFIED, 2, 0, 1, 10)),
    ],
)
def test_closing_ends_a_series_without_an_end_well(
    events: Sequence[Happening], now: float, found: tuple[int, ...]
) -> None:
    """A series that only the closing ends is satisfied then, unless its time had passed by the last event."""
    assert Case(limit(recurrence=Recurrence()), *events).told(now, closed=True) == found


def test_validity_goes_for_every_gap() -> None:
    """No clock opens, and none comes again, from a day on which the limit is not in force."""
    valid = {"valid_until": from_us(0).date()}

    assert Case(limit(**valid), (25, "asked")).told(26)[1] == 0
    assert Case(limit(**valid, **SERIES), (20, "asked"), (25, "answered")).told(26)[1] == 1
    assert Case(limit(**valid, **SERIES), (20, "asked"), (23, "answered")).told(24)[1] == 2


DATED = {"anchors": (Anchor(fact="day"),), "duration": parse_duration("2 days")}


def day(number: int) -> dict[str, Value]:
    return {"day": from_us(number * 24 * HOUR).date()}


@pytest.mark.parametrize(
    ("events", "found"),
    [
        (((0, "fact.recorded", day(0)),), (PENDING, 1, 0, -1, 72)),
        (((0, "fact.recorded", day(0)), (1, "fact.recorded", day(0))), (PENDING, 1, 0, -1, 72)),
        (((0, "fact.recorded", day(0)), (1, "fact.recorded", day(1))), (PENDING, 1, 1, -1, 96)),
        (((0, "fact.recorded", day(1)), (1, "fact.recorded", day(0))), (PENDING, 1, 1, -1, 72)),
        (((30, "answered"), (40, "fact.recorded", day(1))), (SO_FAR, 1, 1, 0, 96)),
        (((20, "answered"), (40, "fact.recorded", day(1))), (PENDING, 1, 1, -1, 96)),
        (((24, "answered"), (40, "fact.recorded", day(1))), (SO_FAR, 1, 1, 0, 96)),
        (((80, "answered"), (90, "fact.recorded", day(0))), (VIOLATED, 1, 1, -1, 72)),
        (((30, "answered"), (31, "answered"), (40, "fact.recorded", day(1))), (SO_FAR, 1, 2, 0, 96)),
    ],
)
def test_a_date_that_becomes_known_looks_back(events: Sequence[Happening], found: tuple[int, ...]) -> None:
    """A dated fact anchors from its midnight when it is told, anew if it changes; the first stop since then counts."""
    assert Case(limit(**DATED), *events).told(events[-1][0]) == found


def test_a_late_stop_of_a_date_that_was_told_late_leaves_nothing_owed() -> None:
    """Looking back at a stop that came too late breaks the limit, and nothing more is owed."""
    case = Case(limit(**DATED), (80, "answered"), (90, "fact.recorded", day(0)))

    assert case.owed() == []
    assert case.accounts(91) == [(1, "expiry", 72)]


def test_a_date_known_from_the_start_anchors_at_the_first_event() -> None:
    """What is known before anything happened counts from the first event of the case, wherever that stands."""
    case = Case(limit(**DATED), (0, "other"), (1, "other"), (2, "other"), first=1, **day(0))

    assert case.told(3) == (PENDING, 1, 1, -1, 72)


def test_a_series_from_a_late_date_catches_up() -> None:
    """Each stop since the date opens the next gap, in order; one that came too late breaks its own."""
    one = limit(**DATED, recurrence=Recurrence())
    events = ((30, "answered"), (60, "answered"), (70, "fact.recorded", day(0)))
    case = Case(one, *events)

    assert case.told(71) == (PENDING, 3, 1, -1, 120)
    assert case.accounts(71) == [(0, "stop", 60), (1, "budget", 60), (2, "stop", 30)]


@pytest.mark.parametrize("value", ["soon", 3, True])
def test_what_is_no_date_anchors_nothing(value: Value) -> None:
    """A fact that holds something else than a date or a moment starts no clock."""
    assert (
        Case(limit(anchors=(Anchor(fact="undeclared"),)), (0, "fact.recorded", {"undeclared": value})).told(1)[1] == 0
    )


def test_a_moment_anchors_at_the_moment() -> None:
    """A fact that is a time starts the clock then, declared or not; without a zone it starts none."""
    for fact in ("moment", "undeclared"):
        one = limit(anchors=(Anchor(fact=fact),))
        moment = from_us(5 * HOUR)

        assert Case(one, (6, "fact.recorded", {fact: moment})).told(7) == (PENDING, 1, 0, -1, 15)
        assert Case(one, (6, "fact.recorded", {fact: moment.replace(tzinfo=None)})).told(7)[1] == 0


BUSY = (
    unit(0, "asked", "a"), unit(1, "asked", "b"), (2, "limit.suspended", {"reason": "ill"}), (3, "limit.resumed"),
    unit(4, "answered", "a"), (20, "other"), unit(21, "found", "c"), unit(22, "lost", "d"), unit(23, "asked", "d"),
    (24, "fact.recorded", day(1)), (25, "limit.suspended"),
)  # fmt: skip


@pytest.mark.parametrize(
    "fields",
    [
        OWN,
        {"anchors": (PLAIN, NEED), "pick": Pick.LATER},
        {**SERIES, "anchors": (PLAIN, Anchor(fact="day"))},
        {"anchors": (Anchor(event=named("asked", "on")),), "pick": Pick.LAST},
    ],
)
@pytest.mark.parametrize("length", range(len(BUSY) + 1))
def test_another_machine_goes_on_from_plain_values(fields: dict[str, object], length: int) -> None:
    """What a limit knows goes through JSON at any event, and the other machine finds, owes and explains the same."""
    whole, begun = Case(limit(**fields), *BUSY), Case(limit(**fields), *BUSY[:length])
    state = json.loads(json.dumps(begun.machine.save()))
    other = Case(limit(**fields), *BUSY, first=length)
    other.machine.start(0)
    other.machine.load(state)
    for position in range(length, len(BUSY)):
        handler = other.machine.handler(other.trace.signatures[other.trace.signature[position]])
        if handler is not None:
            handler(position)

    assert other.machine.save() == whole.machine.save()
    assert (other.told(26), other.owed(), other.accounts(26)) == (whole.told(26), whole.owed(), whole.accounts(26))
    assert other.machine.missing == whole.machine.missing


def test_a_case_starts_with_nothing() -> None:
    """After starting again nothing is left of the case before."""
    case = Case(limit(**SERIES), ASKED, (11, "answered"), (12, "limit.suspended"))
    fresh = Case(limit(**SERIES))
    case.machine.start(3)

    assert case.machine.save() == fresh.machine.save()
    assert (case.machine.report(3, 0, closed=False), case.owed(), case.accounts(20)) == (
        (SO_FAR, 0, -1, -1, -1), [], []
    )  # fmt: skip


def test_due_times_can_be_asked_of_a_part_of_a_history() -> None:
    """Only the events of the case are looked at, wherever in the history it stands."""
    case = Case(limit(), (0, "asked"), (1, "asked"), (2, "answered"), (3, "asked"))
    (ledger,) = due_of(case.subject, case.trace, 1, 3, now=from_us(0))

    assert (ledger.activation, ledger.limit, ledger.due) == (1, "soon", from_us(11 * HOUR))
    assert [entry.step.value for entry in ledger.entries] == ["start", "budget", "stop"]
