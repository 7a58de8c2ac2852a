"""Running cases: the same verdicts as judging afterwards, what waits, and what an event costs."""

from __future__ import annotations

import datetime as dt
import sys
from types import FrameType

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel.history.builder import HistoryBuilder
from collabmodel.model import (
    Activity,
    Compare,
    Comparison,
    Limit,
    Literal,
    Model,
    Name,
    Pattern,
    Rule,
    Signature,
    Template,
    Window,
)
from collabmodel.model.limits import Anchor
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.limits import LimitSubject, due_of
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.monitors import Monitors
from collabmodel.rules.program import Program, compile_rules, judge
from collabmodel.rules.templates import takes_window
from collabmodel.rules.verdicts import Verdict
from collabmodel.workdays import Calendar, Duration, Opening, Step, Unit, from_us, parse_duration, to_us

T = Template
HOUR = 3_600_000_000
ACTIVITIES = tuple(Activity(id=id, kind="task") for id in "oab")
A, B = Pattern(element="a"), Pattern(element="b")
KEYED = Pattern(element="b", where=Compare(Comparison.EQUAL, Name("activation.key"), Name("key")))
NEWER = Pattern(element="b", where=Compare(Comparison.MORE, Name("key"), Name("activation.key")))
SURE = Pattern(element="a", where=Compare(Comparison.EQUAL, Name("key"), Literal(1)))
WEEK = Calendar(
    id="week", zone="Europe/Helsinki", opening=(Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16)),)
)


def program_of(*rules: Rule, **sections: object) -> Program:
    return compile_rules(Model(id="m", activities=ACTIVITIES, rules=rules, **sections))  # type: ignore[arg-type]


def every_kind_of_rule() -> tuple[Rule, ...]:
    within = Window(high=Duration(2, Unit.HOURS))
    plain = [Rule(id=f"plain {t.value}", template=t, a=A, b=B) for t in T]
    unsure = [Rule(id=f"unsure {t.value}", template=t, a=SURE, b=B) for t in T]
    timed = [Rule(id=f"timed {t.value}", template=t, a=A, b=B, within=within) for t in T if takes_window(t)]
    keyed = [Rule(id=f"keyed {t.value}", template=t, a=A, b=KEYED, within=within) for t in T if takes_window(t)]
    return (*plain, *unsure, *timed, *keyed)


EVERY = program_of(*every_kind_of_rule())


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from("oab"), st.integers(0, 2), st.sampled_from([1, 2, None])), min_size=1, max_size=7
    ),
    closed=st.booleans(),
)
def test_following_and_judging_afterwards_agree(steps: list[tuple[str, int, int | None]], closed: bool) -> None:
    """After every event the monitors say what judging the case so far from the start says."""
    trace, monitors, hour = ListedTrace(), None, 0
    monitors = Monitors(EVERY, trace)
    for size, (element, gap, key) in enumerate(steps, 1):
        hour += gap
        monitors.advance(trace.add(Signature("task", element, "completed"), hour * HOUR, {"key": key}))

        cells = monitors.cells(hour * HOUR, closed=closed)

        assert cells == judge(EVERY, trace, 0, size, now=hour * HOUR, closed=closed)


def test_asking_changes_nothing() -> None:
    """A verdict asked for late does not linger when asked for earlier again."""
    trace = ListedTrace()
    within = Window(high=Duration(2, Unit.HOURS))
    monitors = Monitors(program_of(Rule(id="r", template=T.RESPONSE, a=A, b=B, within=within)), trace)
    monitors.advance(trace.add(Signature("task", "a", "completed"), 0))
    verdicts = [monitors.cells(now * HOUR, closed=False)[0].verdict.rank for now in (1, 3, 1)]

    assert verdicts == [2, 3, 2]


def test_events_come_in_order() -> None:
    """An event that is not the next one is refused: a late entry needs new monitors."""
    trace = ListedTrace()
    trace.add(Signature("task", "a", "completed"), 0)

    with pytest.raises(ValueError, match="event 1 is not the next one, 0"):
        Monitors(program_of(), trace).advance(1)


def test_a_deadline_on_a_calendar_passes_while_the_case_is_open() -> None:
    """Working days that run out break the rule although nothing happened and the case is open."""
    within = Window(high=parse_duration("7 working days"), calendar="week")
    program = program_of(Rule(id="r", template=T.RESPONSE, a=A, b=B, within=within), calendars=(WEEK,))
    trace = ListedTrace()
    monitors = Monitors(program, trace)
    tuesday = dt.datetime(2025, 3, 4, 10, tzinfo=dt.UTC)
    monitors.advance(trace.add(Signature("task", "a", "completed"), to_us(tuesday)))
    end_of_thursday = to_us(dt.datetime(2025, 3, 13, 22, tzinfo=dt.UTC))

    before = monitors.cells(end_of_thursday - 1, closed=False)[0]
    after = monitors.cells(end_of_thursday, closed=False)[0]

    assert (before.verdict, before.due) == (Verdict.POSSIBLY_VIOLATED, end_of_thursday)
    assert (after.verdict, after.decider, after.due) == (Verdict.VIOLATED, -1, end_of_thursday)


def test_a_target_on_the_last_day_is_in_time() -> None:
    """A window in working days holds until the midnight that ends its last day, and not longer."""
    within = Window(high=parse_duration("7 working days"), calendar="week")
    program = program_of(Rule(id="r", template=T.RESPONSE, a=A, b=B, within=within), calendars=(WEEK,))
    verdicts = []
    for second in (59, 60):
        trace = ListedTrace()
        trace.add(Signature("task", "a", "completed"), to_us(dt.datetime(2025, 3, 4, 10, tzinfo=dt.UTC)))
        end = dt.datetime(2025, 3, 13, 21, 59, tzinfo=dt.UTC) + dt.timedelta(seconds=second)
        trace.add(Signature("task", "b", "completed"), to_us(end))
        verdicts.append(judge(program, trace, 0, 2, now=0, closed=True)[0].verdict)

    assert verdicts == [Verdict.SATISFIED, Verdict.VIOLATED]


def test_reopening_opens_what_closing_made_final() -> None:
    """Whether the case is closed is asked with the time, so a reopened case waits again."""
    trace = ListedTrace()
    monitors = Monitors(program_of(Rule(id="r", template=T.RESPONSE, a=A, b=B)), trace)
    monitors.advance(trace.add(Signature("task", "a", "completed"), 0))

    verdicts = [monitors.cells(0, closed=closed)[0].verdict.rank for closed in (False, True, False)]

    assert verdicts == [2, 3, 2]


def test_obligations_are_what_waits_the_most_urgent_first() -> None:
    """Every activation that waits is listed with its due time, overdue ones too; limits are listed as well."""
    rules = (
        Rule(id="slow", template=T.RESPONSE, a=A, b=B),
        Rule(id="quick", template=T.RESPONSE, a=A, b=B, within=Window(high=Duration(1, Unit.HOURS))),
        Rule(id="next", template=T.CHAIN_RESPONSE, a=A, b=B),
        Rule(id="never", template=T.NOT_SUCCESSION, a=A, b=B),
        Rule(id="back", template=T.PRECEDENCE, a=B, b=A),
    )
    limit = Limit(id="limit", anchors=(Anchor(event=A),), stop=B, duration=Duration(2, Unit.HOURS))
    trace = ListedTrace()
    monitors = Monitors(program_of(*rules, limits=(limit,)), trace)
    for hour, element in enumerate("ao"):
        monitors.advance(trace.add(Signature("task", element, "completed"), hour * HOUR))
    due = [(one.rule, one.activation, one.due) for one in monitors.obligations(HOUR + 1)]
    monitors.advance(trace.add(Signature("task", "b", "completed"), 2 * HOUR))

    assert due == [("quick", 0, HOUR), ("limit", 0, 2 * HOUR), ("slow", 0, None)]
    assert monitors.obligations(2 * HOUR) == ()


def test_obligations_go_on_after_a_breach() -> None:
    """People deviate, so what waits is listed although the rule is broken already."""
    within = Window(high=Duration(1, Unit.HOURS))
    trace = ListedTrace()
    monitors = Monitors(program_of(Rule(id="r", template=T.RESPONSE, a=A, b=B, within=within)), trace)
    for hour, element in enumerate("aoobaa"):
        monitors.advance(trace.add(Signature("task", element, "completed"), hour * HOUR))

    assert monitors.cells(5 * HOUR, closed=False)[0].verdict is Verdict.VIOLATED
    assert [(one.activation, one.due) for one in monitors.obligations(5 * HOUR)] == [(4, 5 * HOUR), (5, 6 * HOUR)]


def test_accounts_of_ended_clocks_are_kept_if_asked_for() -> None:
    """Kept are all clocks, or those that run or are overdue and the one that ended last."""
    keyed = KEYED.where
    limit = Limit(
        id="limit", anchors=(Anchor(event=A),), stop=attrs.evolve(B, where=keyed), duration=Duration(2, Unit.HOURS)
    )
    program = program_of(limits=(limit,))
    trace = ListedTrace()
    few, all_kept = Monitors(program, trace), Monitors(program, trace, keep=True)
    for hour, (element, key) in enumerate(["a1", "b1", "a2", "b2", "a3", "a4", "o0", "o0", "o0", "a5"]):
        position = trace.add(Signature("task", element, "completed"), hour * HOUR, {"key": key})
        few.advance(position)
        all_kept.advance(position)
    now = trace.occurred[-1]
    subject = program.subjects[0]
    assert isinstance(subject, LimitSubject)

    found = [[ledger.activation for ledger in monitors.ledgers(now)] for monitors in (few, all_kept)]

    assert found == [[4, 5, 9], [0, 2, 4, 5, 9]]
    assert all_kept.ledgers(now) == due_of(subject, trace, 0, 10, now=from_us(now, dt.UTC))
    assert few.ledgers(now) == all_kept.ledgers(now)[2:]
    assert [one.activation for one in few.obligations(now)] == [4, 5, 9]


def test_of_clocks_that_were_met_the_last_is_kept() -> None:
    """The account of the clock that ended last can be told though no other is kept."""
    limit = Limit(id="limit", anchors=(Anchor(event=A),), stop=B, duration=Duration(2, Unit.HOURS))
    trace = ListedTrace()
    monitors = Monitors(program_of(limits=(limit,)), trace)
    for hour, element in enumerate("ababaoob"):
        monitors.advance(trace.add(Signature("task", element, "completed"), hour * HOUR))
        if hour == 3:
            met = [ledger.activation for ledger in monitors.ledgers(hour * HOUR)]
        if hour == 7:
            late = [(each.activation, each.entries[-1].step) for each in monitors.ledgers(hour * HOUR)]

    assert met == [2]
    assert late == [(4, Step.EXPIRY)]


def test_late_and_corrected_entries_change_the_next_answer() -> None:
    """What is recorded late, or corrected, counts from when it was recorded; earlier answers stay as they were."""
    builder = HistoryBuilder()
    builder.append("c", 0, recorded=0, kind="task", element="a", transition="completed", id="e1")
    wrong = {"recorded": 2 * HOUR, "kind": "task", "element": "o", "transition": "completed", "id": "e2"}
    builder.append("c", 2 * HOUR, **wrong)  # type: ignore[arg-type]
    row = builder.append("c", 2 * HOUR, recorded=4 * HOUR, kind="task", element="b", transition="completed", id="e3")
    builder.part(row, "corrects", "e2")
    builder.append("c", HOUR, recorded=6 * HOUR, kind="task", element="b", transition="completed", id="e4")
    history = builder.finish()
    program = program_of(Rule(id="r", template=T.RESPONSE, a=A, b=B))
    found = []
    for hour in (3, 5, 7):
        effective = history.effective(dt.datetime.fromtimestamp(hour * 3600, dt.UTC))
        last = effective.starts[1]
        cell = judge(program, effective, 0, last, now=hour * HOUR, closed=True)[0]
        found.append((cell.verdict, effective.event_id(cell.decider) if cell.decider >= 0 else ""))

    assert found == [(Verdict.VIOLATED, ""), (Verdict.SATISFIED, "e3"), (Verdict.SATISFIED, "e4")]


def calls_of(monitors: Monitors, position: int) -> int:
    """How many of our functions are called to take in one event."""
    calls = 0

    def count(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call" and "collabmodel" in frame.f_code.co_filename

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        monitors.advance(position)
    finally:
        sys.setprofile(before)
    return calls


def costs(program: Program, elements: str, size: int) -> list[int]:
    trace = ListedTrace()
    monitors = Monitors(program, trace)
    found = []
    for number in range(size):
        element = elements[number % len(elements)]
        position = trace.add(Signature("task", element, "completed"), number * HOUR, {"key": f"k{number // 3}"})
        found.append(calls_of(monitors, position))
    return found


@pytest.mark.parametrize("rule", every_kind_of_rule(), ids=lambda rule: rule.id)
def test_an_event_costs_the_same_early_and_late(rule: Rule) -> None:
    """The work done for an event does not grow with the number of events before it."""
    found = costs(program_of(rule), "aob", 600)

    assert max(found[-30:]) <= max(found[30:60])


def test_many_waiting_activations_cost_an_event_nothing() -> None:
    """Equality is looked up by value: a thousand activations that wait for other values are not touched."""
    rule = Rule(id="r", template=T.RESPONSE, a=A, b=KEYED)
    trace = ListedTrace()
    monitors = Monitors(program_of(rule), trace)
    found = []
    for number in range(1_000):
        monitors.advance(trace.add(Signature("task", "a", "completed"), number, {"key": f"k{number}"}))
        if number in (1, 2, 999):
            found.append(calls_of(monitors, trace.add(Signature("task", "b", "completed"), number, {"key": "none"})))

    assert found[1] == found[2]


def test_other_correlation_asks_each_that_waits() -> None:
    """A correlation that is no equality costs each waiting activation, as documented, and gives the right answer."""
    trace = ListedTrace()
    monitors = Monitors(program_of(Rule(id="r", template=T.RESPONSE, a=A, b=NEWER)), trace)
    for number, (element, key) in enumerate([("a", 5), ("a", 1), ("b", 3), ("b", 9)]):
        monitors.advance(trace.add(Signature("task", element, "completed"), number, {"key": key}))
        if number == 2:
            waiting = [one.activation for one in monitors.obligations(number)]

    assert waiting == [0]
    assert monitors.cells(9, closed=True)[0].decider == 3


def test_values_of_unlike_type_are_unknown_and_not_unequal() -> None:
    """Comparing a text with a number is unknown in the index as it is in a condition."""
    trace = ListedTrace()
    for number, (element, key) in enumerate([("a", "1"), ("b", 1)]):
        trace.add(Signature("task", element, "completed"), number, {"key": key})
    cell = judge(program_of(Rule(id="r", template=T.RESPONSE, a=A, b=KEYED)), trace, 0, 2, now=2, closed=True)[0]

    assert cell.unknown == ("activation.key", "key")


def test_the_condition_may_stand_on_either_letter() -> None:
    """In a succession the relation between the two events may be written on a or on b."""
    same = Compare(Comparison.EQUAL, Name("activation.key"), Name("key"))
    rules = (
        Rule(id="on b", template=T.SUCCESSION, a=A, b=KEYED),
        Rule(id="on a", template=T.SUCCESSION, a=Pattern(element="a", where=same), b=B),
    )
    trace = ListedTrace()
    for number, (element, key) in enumerate([("a", 1), ("b", 2), ("b", 1)]):
        trace.add(Signature("task", element, "completed"), number, {"key": key})

    one, other = judge(program_of(*rules), trace, 0, 3, now=3, closed=True)

    assert one == other
    assert (one.verdict, one.activation, one.decider, one.activations) == (Verdict.VIOLATED, 1, 1, 3)


def test_new_signatures_are_learnt_on_the_way() -> None:
    """A running case may bring kinds of events that were not there when the monitors were made."""
    trace = ListedTrace()
    program = compile_rules(Model(id="m"), lexicon=Lexicon.of(Model(id="m", activities=ACTIVITIES)))
    assert program.ids == ()
    monitors = Monitors(program_of(Rule(id="r", template=T.CHAIN_RESPONSE, a=A, b=B)), trace)
    for number, element in enumerate("aob"):
        monitors.advance(trace.add(Signature("task", element, "completed"), number))

    assert monitors.cells(3, closed=False)[0].decider == 1
