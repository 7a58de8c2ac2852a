"""Indicators of one replication from its log: what they count, what they leave out, and what they do not let pass."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel.errors import SimulationError
from collabmodel.model import Activity, Ending, Model, Outcome, Role, Side, Signature
from collabmodel.simulate import measuring
from collabmodel.simulate.kernel import header
from collabmodel.simulate.kernel import rows as r
from collabmodel.simulate.legend import legend_of
from collabmodel.simulate.measuring import measure
from collabmodel.simulate.prepared import Act, Prepared
from collabmodel.simulate.scenario import Behaviour, Scenario, Spread
from collabmodel.simulate.tallying import tally
from collabmodel.workdays import Duration, Unit

DAY, WEEK = 1440, 10080
OPENED, CLOSED, BEGUN, HELD, CALLED, MOVED, JOINED, MISSED = range(8)
LETTERS = (
    Signature("case", "", "opened"),
    Signature("case", "", "closed"),
    Signature("meeting", "talk", "active"),
    Signature("meeting", "talk", "completed"),
    Signature("contact", "call", "completed"),
    Signature("meeting", "talk", "moved"),
    Signature("participant", "", "joined"),
    Signature("meeting", "talk", "terminated"),
)
MODEL = Model(
    id="m",
    roles=(Role(id="client", side=Side.CLIENT), Role(id="worker", side=Side.PROFESSIONAL)),
    endings=(Ending(id="done", outcome=Outcome.SUCCESS), Ending(id="lost", outcome=Outcome.FAILURE)),
    activities=(Activity(id="talk", kind="meeting"), Activity(id="call", kind="contact")),
)


def prepared(warm_up: int = 0, weeks: int = 4, workers: int = 1) -> Prepared:
    """Lay out what a log of three plans and one group, at work from 8 to 16 every day, is read by."""
    m = [0] * 400
    days = weeks * 7
    m[header.PLANS], m[header.GROUPS], m[header.N_GROUPS], m[header.OPENED], m[header.CLOSED] = (
        100,
        250,
        1,
        OPENED,
        CLOSED,
    )
    for plan, letter in enumerate((HELD, CALLED, CLOSED)):
        m[100 + plan * r.PLAN_SIZE + r.PLAN_LETTER] = letter
    m[250 + r.GROUP_COUNT], m[250 + r.GROUP_KEEPS], m[250 + r.GROUP_CALENDAR] = workers, 1, 300
    m[300 + r.CALENDAR_WINDOWS], m[300 + r.CALENDAR_N] = len(m), days
    for day in range(days):
        m += [day * DAY + 480, day * DAY + 960, day * 480, day, day * DAY]
    length = Spread(value=60)
    talk, call = Behaviour(id="talk", element="talk", length=length), Behaviour(id="call", element="call")
    return Prepared(
        model=MODEL,
        scenario=Scenario(id="s", start=dt.date(2026, 1, 5), horizon=Duration(weeks, Unit.WEEKS)),
        numbers=tuple(m),
        floats=(),
        letters=LETTERS,
        data=("ending",),
        words=("done", "lost"),
        types=("word",),
        roles=("client", "worker"),
        groups=("workers",),
        lay=("client",),
        acts=(
            Act(behaviour=talk, verb="complete", element="talk", role="worker", groups=(0,), lay=(0,)),
            Act(behaviour=call, verb="complete", element="call", role="worker", groups=(0,)),
            Act(behaviour=Behaviour(id="close"), verb="close", element="", role="worker"),
        ),
        fact_data=(),
        opener=0,
        start_us=0,
        horizon=weeks * WEEK,
        warm_up=warm_up,
    )


class Log:
    """A log in the making."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.floats: list[float] = []

    def add(self, letter: int, case: int, time: int, **parts: int) -> Log:
        given = {"cause": r.LOG_CAUSE, "plan": r.LOG_PLAN, "actor": r.LOG_ACTOR, "requested": r.LOG_REQUESTED,
                 "started": r.LOG_STARTED}  # fmt: skip
        row = [0] * r.LOG_SIZE
        row[r.LOG_LETTER], row[r.LOG_CASE], row[r.LOG_TIME] = letter, case, time
        row[r.LOG_PLAN] = row[r.LOG_REQUESTED] = row[r.LOG_STARTED] = -1
        for name, value in parts.items():
            row[given[name]] = value
        self.rows += row
        self.floats.append(0.0)
        return self

    def opened(self, case: int, time: int) -> Log:
        return self.add(OPENED, case, time, actor=1).add(JOINED, case, time, cause=3, actor=1)

    def held(self, case: int, requested: int, started: int, ended: int) -> Log:
        self.add(HELD, case, ended, plan=0, actor=1, requested=requested, started=started)
        return self.lasting(ended - started)

    def lasting(self, minutes: int) -> Log:
        """Say how many working minutes the last row's work took."""
        self.floats[-1] = float(minutes)
        return self

    def in_order(self) -> Log:
        """Give the log with its rows in order of time."""
        found, size = Log(), r.LOG_SIZE
        places = sorted(range(len(self.floats)), key=lambda place: self.rows[place * size + r.LOG_TIME])
        for place in places:
            found.rows += self.rows[place * size : (place + 1) * size]
            found.floats.append(self.floats[place])
        return found

    def missed(self, case: int, requested: int, started: int, ended: int) -> Log:
        self.add(MISSED, case, ended, cause=2, plan=0, actor=1, requested=requested, started=started)
        return self.lasting(ended - started)

    def lost(self, case: int, started: int, ended: int) -> Log:
        return self.add(r.LOG_WORK, case, ended, plan=0, started=started).lasting(ended - started)

    def closed(self, case: int, time: int, ending: int) -> Log:
        self.add(CLOSED, case, time, plan=2, actor=1).add(-1, case, time)
        self.floats[-1] = float(ending)
        return self


def one_case() -> Log:
    log = Log().opened(0, 600).add(MOVED, 0, 1000, actor=1)
    log.missed(0, 600, DAY + 600, DAY + 630).add(BEGUN, 0, 3 * DAY + 600, cause=6, plan=0, actor=1)
    log.held(0, DAY + 630, 3 * DAY + 600, 3 * DAY + 660)
    return log.closed(0, 10 * DAY + 600, 0)


@pytest.mark.parametrize("fast", [True, False])
def test_a_case_is_measured(fast: bool) -> None:
    """Each indicator of a single case is what can be counted by hand."""
    log = one_case()

    found, _ = measure(prepared(), log.rows, log.floats, None, stuck=2, fast=fast)

    assert found["cases"] == found["closed"] == 1
    assert found["lead_time"] == 10
    assert found["wait:talk"] == (3 * DAY + 60) / DAY
    assert (found["ending:done"], found["ending:lost"]) == (1, 0)
    assert (found["never:talk"], found["work:talk"], found["missed:talk"], found["moved"]) == (0, 1, 0.5, 1)
    assert found["queue:talk"] == (DAY + 2 * DAY - 30) / 2 / 60
    assert found["silence"] == (7 * DAY - 60) / DAY
    assert found["utilisation:workers"] == 90 / (28 * 480)
    assert found["caseload:workers"] == 10 / 28
    assert (found["stuck"], found["wait:call"], found["work:call"]) == (2, None, 0)


@pytest.mark.parametrize("fast", [True, False])
def test_work_counts_for_as_long_as_it_took(fast: bool) -> None:
    """Work that came to no event counts, and what was told only later does not count for longer than it took."""
    log = Log().opened(0, 0).lost(0, 600, 660).held(0, 700, 700, 3 * DAY + 600).lasting(30)
    log.held(0, WEEK - DAY + 900, WEEK - DAY + 900, WEEK + 540).lasting(120)

    whole, _ = measure(prepared(), log.rows, log.floats, None, fast=fast)
    after, _ = measure(prepared(warm_up=WEEK), log.rows, log.floats, None, fast=fast)

    assert whole["utilisation:workers"] == (60 + 30 + 120) / (28 * 480)
    assert after["utilisation:workers"] == 60 / (21 * 480)


def test_cases_before_the_end_of_the_warm_up_are_left_out() -> None:
    """A case that opened during the warm-up tells nothing but how busy people are after it."""
    log = one_case()
    log = log.opened(1, WEEK + 600).held(1, WEEK + 600, WEEK + 600, WEEK + 660).in_order()

    found, series = measure(prepared(warm_up=WEEK), log.rows, log.floats, None)

    assert (found["cases"], found["closed"], found["open_at_end"]) == (1, 0, 1)
    assert found["lead_time"] is None
    assert found["utilisation:workers"] == 60 / (21 * 480)
    assert series["arrivals"] == (1, 1, 0, 0)


def test_weekly_series_tell_who_is_open_and_who_waits() -> None:
    """A case waits until its first meeting and is open until it closes, at the end of each week."""
    log = Log().opened(0, 0).opened(1, WEEK).held(0, 0, WEEK + 600, WEEK + 660).closed(0, 2 * WEEK + 1, 1)

    _, series = measure(prepared(), log.rows, log.floats, None)

    assert series == {
        "open": (1, 2, 1, 1), "waiting": (1, 1, 1, 1), "arrivals": (1, 1, 0, 0), "closures": (0, 0, 1, 0),
    }  # fmt: skip


def test_nobody_works_more_than_they_are_there() -> None:
    """Two meetings of one worker at one time are a contradiction that is named."""
    log = Log().opened(0, 0)
    for _ in range(2):
        log.held(0, 0, 480, 27 * DAY + 960).lasting(28 * 480)

    with pytest.raises(SimulationError, match="utilisation of the group 'workers' is above 1"):
        measure(prepared(), log.rows, log.floats, None)


@pytest.mark.parametrize("fast", [True, False])
@pytest.mark.parametrize(
    ("log", "what"),
    [
        (Log().opened(0, 5).opened(0, 6), "a case is opened twice"),
        (Log().opened(0, 5).closed(0, 6, 0).closed(0, 7, 0), "a case is closed twice"),
        (Log().held(0, 5, 6, 7), "something happens in a case that never opened"),
        (Log().opened(0, 50).closed(0, 6, 0), "something happens before what was told earlier"),
        (Log().opened(0, 50).closed(0, 4 * WEEK, 0), "a case opens or closes after the end"),
    ],
)
def test_cases_are_conserved(log: Log, what: str, fast: bool) -> None:
    """A log in which cases appear or vanish wrongly is refused with what is wrong."""
    with pytest.raises(SimulationError, match=what):
        measure(prepared(), log.rows, log.floats, None, fast=fast)


@pytest.mark.parametrize("fast", [True, False])
def test_little_s_law_is_held(fast: bool) -> None:
    """Open cases added up over time are the times of cases added up; a count that says otherwise is refused."""
    log = one_case().opened(1, 12 * DAY)
    legend = legend_of(prepared())
    found = tally(legend, log.rows, log.floats, fast=fast)

    assert found.area == 10 * DAY + 16 * DAY
    found.area += 1
    with pytest.raises(SimulationError, match="Little's law"):
        measuring._little(legend, found)


def test_an_empty_log_tells_that_nobody_came() -> None:
    """Where nobody came, counts are 0 and the rest cannot be told."""
    found, _ = measure(prepared(), [], [], None)

    assert (found["cases"], found["lead_time"], found["utilisation:workers"]) == (0, None, 0)


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """Draw a log whose cases open and do things in order of time."""
    log, time = Log(), 0
    open_cases: list[int] = []
    for number in range(draw(st.integers(0, 6))):
        open_cases.append(number)
        log.opened(number, time)
        for _ in range(draw(st.integers(0, 4))):
            time += draw(st.integers(0, 2000))
            case = draw(st.sampled_from(open_cases))
            act = draw(st.sampled_from(["held", "missed", "lost", "moved", "call", "closed"]))
            start = max(0, time - draw(st.integers(0, 90)))
            if act == "closed":
                open_cases.remove(case)
                log.closed(case, time, draw(st.integers(0, 1)))
                if not open_cases:
                    break
            elif act == "moved":
                log.add(MOVED, case, time, actor=1)
            elif act == "lost":
                log.lost(case, start, time)
            elif act == "call":
                log.add(CALLED, case, time, plan=1, actor=draw(st.sampled_from([0, 1, -1, 2])))
            else:
                getattr(log, act)(case, max(0, start - 50), start, time)
    return log


@given(log=logs(), warm_up=st.sampled_from([0, 1000, WEEK]))
@settings(max_examples=150)
def test_numpy_counts_the_same(log: Log, warm_up: int) -> None:
    """What numpy counts and what plain Python counts are the same numbers."""
    legend = legend_of(prepared(warm_up, workers=40))

    assert tally(legend, log.rows, log.floats) == tally(legend, log.rows, log.floats, fast=False)
