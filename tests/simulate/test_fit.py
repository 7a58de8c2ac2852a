"""Scenarios estimated from histories: what was put in comes out again, and what is not there is said."""

from __future__ import annotations

import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest

from collabmodel.errors import ConfigError
from collabmodel.formats import load
from collabmodel.history import History, HistoryBuilder
from collabmodel.model import Activity, Ending, Fact, FactType, Model, Outcome, Repeat, Role, Side
from collabmodel.simulate.engine import prepare, run
from collabmodel.simulate.expanding import Log, history_of
from collabmodel.simulate.fit import fit
from collabmodel.simulate.fitting_shapes import gamma_share, kolmogorov, shaped
from collabmodel.simulate.reading import load_scenario
from collabmodel.simulate.scenario import Grid, Scheduling, Shape

HELSINKI = ZoneInfo("Europe/Helsinki")
MODEL = Model(
    id="m",
    roles=(Role(id="client", side=Side.CLIENT), Role(id="worker", side=Side.PROFESSIONAL)),
    facts=(Fact(id="young", type=FactType.BOOLEAN), Fact(id="age", type=FactType.INTEGER)),
    endings=(Ending(id="done", outcome=Outcome.SUCCESS), Ending(id="lost", outcome=Outcome.FAILURE)),
    activities=(
        Activity(
            id="intake",
            kind="assessment",
            data=(Fact(id="answer", type=FactType.CHOICE, choices=("yes", "no"), required=True),),
        ),
        Activity(id="talk", kind="meeting", repeat=Repeat(maximum=5)),
        Activity(id="unseen", kind="task"),
    ),
)


class World:
    """A history in the making, with luck of its own."""

    def __init__(self, seed: int) -> None:
        self.luck = random.Random(seed)
        self.builder = HistoryBuilder()

    def add(self, case: str, at: float, kind: str, element: str, transition: str, **data: object) -> None:
        """Add an event, its time in hours since a Monday's midnight."""
        moment = dt.datetime(2024, 1, 1, tzinfo=HELSINKI).timestamp() + at * 3600
        person = f"w{self.luck.randrange(4)}" if element or kind == "case" else ""
        row = self.builder.append(
            case, int(moment) * 1_000_000, kind=kind, element=element, transition=transition, role="worker",
            person=person, organisation="office", instance=f"{case}-{element}-{at:.3f}" if element else "",
        )  # fmt: skip
        for name, value in data.items():
            self.builder.data(row, name, value)

    def office(self, at: float) -> float:
        """Give the time itself within office hours (9-15 on weekdays), else one in the next working day."""
        while int(at / 24) % 7 > 4 or not 9 <= at % 24 < 15:
            at = (int(at / 24) + 1) * 24 + 9 + self.luck.random() * 6
        return at

    def case(self, number: int, at: float, client: str) -> float:
        """Tell one case: intake, one to three talks of which some are missed, closing; give when it ended."""
        id = f"c{number}"
        self.builder.fact(id, "young", self.luck.random() < 0.3)
        self.builder.fact(id, "age", self.luck.randint(13, 17))
        self.add(id, at, "case", "", "opened")
        at = self.office(at + self.luck.expovariate(1 / 120))
        self.add(id, at, "assessment", "intake", "completed", answer="yes" if self.luck.random() < 0.8 else "no")
        wanted = self.luck.choice([1, 2, 3])
        while wanted:
            at = self.office(at + self.luck.lognormvariate(5, 0.4))
            row = f"{id}-talk-{at:.3f}"
            length = self.luck.gammavariate(9, 1 / 9)
            missed = self.luck.random() < 0.2
            self.begin(id, at, row, client, length, missed=missed)
            wanted -= not missed
        at += 24
        self.add(id, at, "case", "", "closed", ending="done" if self.luck.random() < 0.9 else "lost")
        return at

    def begin(self, id: str, at: float, instance: str, client: str, length: float, *, missed: bool) -> None:
        """Tell a talk that starts and is either held or missed."""
        moment = int(dt.datetime(2024, 1, 1, tzinfo=HELSINKI).timestamp() + at * 3600) * 1_000_000
        settings = {"kind": "meeting", "element": "talk", "role": "worker", "person": "w1", "instance": instance}
        self.builder.append(id, moment, transition="active", **settings)
        ended = moment + int(length * 3600) * 1_000_000
        row = self.builder.append(id, ended, transition="terminated" if missed else "completed", **settings)
        if missed:
            self.builder.data(row, "outcome", "no-show")
        else:
            lines = ((("role", "client"), ("person", client)), (("role", "worker"), ("person", "w1")))
            self.builder.data(row, "attendance", lines)

    def finish(self) -> History:
        """Give the history."""
        return self.builder.finish()


def world(cases: int = 800, seed: int = 1, again: float = 0.25) -> History:
    """Give a history of cases that come 10 a week, a quarter of whose clients come back about 50 days after."""
    made, at, number = World(seed), 0.0, 0
    while number < cases:
        at += made.luck.expovariate(10 / 168)
        client, ended = f"k{number}", made.case(number, at, f"k{number}")
        number += 1
        if made.luck.random() < again:
            made.case(number, ended + 24 * made.luck.gammavariate(4, 12.5), client)
            number += 1
    return made.finish()


FITTED = fit(world(), MODEL, zone="Europe/Helsinki")


def behaviour(id: str):
    """Give a fitted behaviour."""
    return next(one for one in FITTED.scenario.behaviour if one.id == id)


def test_the_arrival_rate_is_recovered() -> None:
    """Cases that come 10 a week, returns left aside, are estimated as such, and the interval holds the truth."""
    rate = FITTED.number("arrivals.arrivals.per_week")

    assert rate.low < 10 < rate.high
    assert FITTED.scenario.arrivals[0].per_week == pytest.approx(10, rel=0.1)
    assert FITTED.scenario.arrivals[0].weekdays == ()


def test_working_hours_are_recovered() -> None:
    """People who work from 9 to 15 on weekdays, and open and close cases at any time, are seen to do mostly that."""
    found = fit(_office_only(), MODEL, zone="Europe/Helsinki").scenario.calendars[0].opening[0]

    assert found.days == (0, 1, 2, 3, 4)
    assert (found.start, found.end) == (dt.time(9), dt.time(15))


def _office_only() -> History:
    made = World(3)
    for number in range(300):
        made.add(f"c{number}", made.office(number * 5), "assessment", "intake", "completed", answer="yes")
    return made.finish()


def test_lengths_and_delays_are_recovered() -> None:
    """The length of talks is the gamma of mean 1 and cv 1/3 hours it was, and the delay before them about that long."""
    talk = behaviour("talk")

    assert talk.length.shape in {Shape.GAMMA, Shape.LOGNORMAL}
    assert talk.length.unit is Grid.HOURS
    assert talk.length.mean == pytest.approx(1, rel=0.05)
    assert talk.length.cv == pytest.approx(1 / 3, rel=0.1)
    assert FITTED.number("behaviour.talk.length").likeness > 0.01
    assert talk.after[0].element == "intake"


def test_missed_ones_are_recovered() -> None:
    """A fifth of talks is missed, and the Wilson interval holds that."""
    share = FITTED.number("behaviour.talk.no_show")

    assert share.low < 0.2 < share.high
    assert behaviour("talk").no_show.value == pytest.approx(share.value, rel=1e-5)
    assert behaviour("talk").with_ == ("client",)


def test_how_often_is_recovered() -> None:
    """Activities that are held one to three times a case, each as likely, are seen to be."""
    times = behaviour("talk").times

    assert times.values == (1, 2, 3)
    assert [weight / sum(times.weights) for weight in times.weights] == pytest.approx([1 / 3] * 3, abs=0.06)


def test_answers_and_facts_are_recovered() -> None:
    """Shares of answers and facts are those that were put in."""
    answers = behaviour("intake").data[0].spread
    facts = {one.id: one.spread for one in FITTED.scenario.facts}

    assert dict(zip(answers.values, answers.weights, strict=True))["yes"] / sum(answers.weights) == pytest.approx(
        0.8, abs=0.05
    )
    assert facts["young"].values == (False, True)
    assert facts["young"].weights[1] / sum(facts["young"].weights) == pytest.approx(0.3, abs=0.05)
    assert facts["age"].values == (13, 14, 15, 16, 17)


def test_endings_and_returns_are_recovered() -> None:
    """Nine of ten cases end well, and a quarter of first cases comes back about 50 days later."""
    ending = FITTED.number("ending:done")
    back = FITTED.scenario.returns[0]

    assert ending.low < 0.9 < ending.high
    assert back.delay.mean == pytest.approx(50, rel=0.15)
    assert back.share.value == pytest.approx(0.25 / 1.25, abs=0.04)


def test_workers_are_counted() -> None:
    """Four workers who all act in every quarter are counted as four."""
    assert FITTED.scenario.staff[0].role == "worker"
    assert FITTED.number("staff.worker_office.count").value == 4


def test_what_cannot_be_estimated_is_said() -> None:
    """Activities that never happened, absences, holidays and facts' ties are told, in three languages."""
    told = " ".join(one.in_language("en") for one in FITTED.told)

    assert "unseen is not in the log" in told
    assert "Absences" in told
    assert "Holidays" in told
    assert "hang together" in told
    assert all(one.languages() == ("fi", "sv", "en") for one in FITTED.told)
    assert "unseen" not in {one.id for one in FITTED.scenario.behaviour}


def test_every_number_cites_the_history() -> None:
    """The scenario names the history as its source, and everything in it cites that."""
    scenario = FITTED.scenario

    assert scenario.sources[0].id == "history"
    assert "cases" in scenario.sources[0].title.in_language("en")
    for one in (*scenario.arrivals, *scenario.behaviour, *scenario.staff, *scenario.facts, *scenario.returns):
        assert one.cites == ("history",)


def test_without_bookings_work_queues() -> None:
    """Where no booking is in the log, scheduling is by queue."""
    assert FITTED.scenario.scheduling is Scheduling.QUEUE


def test_a_history_without_cases_is_refused() -> None:
    """Nothing can be estimated from nothing."""
    with pytest.raises(ConfigError, match="no cases"):
        fit(HistoryBuilder().finish(), MODEL)


def test_a_single_case_leaves_nearly_everything_open() -> None:
    """From one case neither rates nor lengths nor returns are made up."""
    made = World(5)
    made.case(0, 0, "k")

    found = fit(made.finish(), MODEL, zone="Europe/Helsinki")

    assert found.scenario.arrivals == ()
    assert found.scenario.returns == ()
    assert "too few cases" in " ".join(one.in_language("en") for one in found.told)


def test_uneven_weekdays_and_months_are_found() -> None:
    """Twice as many on Mondays and none at weekends, and three times as many in January, are told from chance."""
    made = World(7)
    start = dt.date(2024, 1, 1)
    for day in range(3 * 365):
        date = start + dt.timedelta(days=day)
        rate = (2, 1, 1, 1, 1, 0, 0)[date.weekday()] * (3 if date.month == 1 else 1)
        for turn in range(rate):
            made.add(f"d{day}-{turn}", day * 24 + 6 + turn, "case", "", "opened")
    stream = fit(made.finish(), MODEL, zone="Europe/Helsinki").scenario.arrivals[0]

    assert stream.weekdays[0] == pytest.approx(2 * 7 / 6, rel=0.05)
    assert stream.weekdays[5:] == (0, 0)
    assert stream.months[0] == pytest.approx(3 * 12 / 14, rel=0.1)


@pytest.mark.parametrize(
    ("draw", "shape"),
    [
        (lambda luck: luck.expovariate(0.1), Shape.EXPONENTIAL),
        (lambda luck: luck.lognormvariate(1, 1), Shape.LOGNORMAL),
        (lambda luck: luck.gammavariate(0.5, 4), Shape.GAMMA),
        (lambda luck: luck.choice([1.0, 1.0, 50.0, 60.0]) + luck.random() / 100, Shape.EMPIRICAL),
    ],
)
def test_the_likeliest_shape_is_chosen(draw, shape: Shape) -> None:
    """Large samples are known by their shape, and what has none of the shapes is taken as it is."""
    luck = random.Random(11)

    assert shaped([draw(luck) for _ in range(2000)]).spread.shape is shape


def test_few_or_equal_values_have_no_shape() -> None:
    """Fewer than five values are none, and equal ones a constant; zeros leave the values as they are."""
    assert shaped([1.0] * 4) is None
    assert shaped([2.0] * 5).spread.value == 2.0
    assert shaped([0.0, 1.0, 2.0, 3.0, 4.0]).spread.shape is Shape.EMPIRICAL


def test_functions_agree_with_scipy() -> None:
    """The incomplete gamma function is scipy's, and so is the Kolmogorov distribution."""
    special = pytest.importorskip("scipy.special")

    for shape in (0.3, 1, 7, 90):
        for x in (0.01, 0.5, 3, 20, 120):
            assert gamma_share(shape, x) == pytest.approx(special.gammainc(shape, x), abs=1e-10)
    root = 200**0.5
    assert kolmogorov(0.1, 200) == pytest.approx(special.kolmogorov(0.1 * (root + 0.12 + 0.11 / root)), abs=1e-9)


def test_a_simulated_scenario_is_recovered() -> None:
    """From a simulated history the scenario behind it comes back: rate, hours, no-shows, answers, endings, staff."""
    model = load(_MODEL)
    prepared = prepare(model, load_scenario(_SCENARIO))
    log = Log()
    run(prepared, replication=1, seed=5, take=log.take)

    found = fit(history_of(prepared, 1, log.rows, log.floats), model)

    opening = found.scenario.calendars[0].opening[0]
    rate, missed = found.number("arrivals.arrivals.per_week"), found.number("behaviour.talk.no_show")
    talk = next(one for one in found.scenario.behaviour if one.id == "talk")
    assert rate.low < 12 < rate.high
    assert missed.low < 0.25 < missed.high
    assert (opening.days, opening.start, opening.end) == ((0, 1, 2, 3, 4), dt.time(8), dt.time(16))
    assert found.number("staff.worker.count").value == 3
    assert talk.data[0].spread.values == ("no", "yes")
    assert talk.data[0].spread.weights[1] / sum(talk.data[0].spread.weights) == pytest.approx(0.7, abs=0.06)
    assert found.number("ending:done").value == 1
    assert prepare(model, found.scenario).horizon > 0


_MODEL = """
id: talks
roles: {client: {side: client}, worker: {side: professional, organisations: [office]}}
organisations: {office: {title: Office}}
activities:
  talk:
    kind: meeting
    required: true
    participants: [{role: worker, mode: perform}, {role: client, mode: heard}]
    repeat: {maximum: 9}
    outcomes: [no-show]
    data: {answer: {type: choice, choices: ["yes", "no"], required: true}}
endings: {done: {outcome: success}}
"""
_SCENARIO = """
id: known
start: 2025-01-06
horizon: 1 year
scheduling: queue
calendars: {office: {zone: UTC, opening: [{days: [mon-fri], start: "08:00", end: "16:00"}]}}
arrivals: {all: {per_week: 12}}
staff: {team: {role: worker, count: 3, calendar: office}}
behaviour:
  talk:
    by: worker
    with: [client]
    times: {value: 1}
    delay: {shape: exponential, mean: 60, unit: hours}
    into: next opening
    length: {value: 1, unit: hours}
    no_show: 0.25
    data: {answer: {spread: {shape: empirical, values: ["yes", "no"], weights: [0.7, 0.3]}}}
  closing: {verb: close, by: worker, after: [talk], data: {ending: {spread: {value: done}}}}
"""


def told_case(rows: list[tuple[float, str, str, str, str, dict[str, object]]], copies: int = 8) -> History:
    """Give copies of one case from rows of hour, kind, element, transition, role and data, an hour apart."""
    builder = HistoryBuilder()
    for copy in range(copies):
        for hour, kind, element, transition, role, data in rows:
            at = int((hour + copy) * 3600) * 1_000_000
            row = builder.append(
                f"c{copy}", at, kind=kind, element=element, transition=transition, role=role, person=f"{role}-{copy}"
            )
            for name, value in data.items():
                builder.data(row, name, value)
    return builder.finish()


PHASED = load("""
id: phased
roles:
  client: {side: client}
  mother: {side: family}
  worker: {side: professional, organisations: [office]}
  boss: {side: professional, organisations: [office]}
organisations: {office: {title: Office}}
facts: {since: {type: date, required: true}}
phases: {work: {}}
milestones: {ready: {achieve: [{on: [plan]}]}}
activities:
  plan: {kind: task, phase: work, data: {due: {type: date, required: true}, cost: {type: number}}}
  visit: {kind: meeting, phase: work, entry: [{on: [ready]}]}
  report: {kind: task}
endings: {done: {outcome: success}}
""")
ROWS = [
    (0, "case", "", "opened", "worker", {}),
    (1, "phase", "work", "active", "", {}),
    (30, "task", "plan", "completed", "worker", {"cost": 12.5}),
    (31, "milestone", "ready", "achieved", "", {}),
    (40, "meeting", "visit", "active", "worker", {}),
    (65, "meeting", "visit", "completed", "worker", {"attendance": ((("role", "mother"),), (("role", "worker"),))}),
    (70, "meeting", "visit", "terminated", "worker", {"outcome": "declined"}),
    (80, "task", "report", "completed", "worker", {}),
]


def test_what_the_model_calls_for_is_measured_from_there() -> None:
    """Delays run from the phase or milestone that makes an activity possible, and from habit where nothing does."""
    found = fit(told_case(ROWS), PHASED)

    by_id = {one.id: one for one in found.scenario.behaviour}
    assert by_id["plan"].delay.value == pytest.approx(29 / 24, rel=1e-5)
    assert by_id["visit"].delay.value == pytest.approx(9 / 24, rel=1e-5)
    assert (by_id["plan"].after, by_id["visit"].after) == ((), ())
    assert by_id["report"].after[0].element == "visit"
    assert by_id["visit"].length.value == 25
    assert by_id["visit"].with_ == ("mother",)
    assert by_id["visit"].no_show is None
    assert found.scenario.people[0].id == "mother"


def test_what_a_log_leaves_out_is_named() -> None:
    """Dates, roles nobody acts in, and cases that never end are told as not estimated."""
    found = fit(told_case(ROWS), PHASED)

    told = " ".join(one.in_language("en") for one in found.told)
    assert "The datum due of plan" in told
    assert "The values of since" in told
    assert "Nobody acts in the role boss" in told
    with pytest.raises(KeyError):
        found.number("behaviour.nothing")


def test_open_cases_have_no_endings() -> None:
    """Where no case says that it closed, endings are not made up."""
    found = fit(told_case(ROWS), PHASED)

    assert not [one for one in found.scenario.behaviour if one.verb == "close"]
    assert "no case is closed" in " ".join(one.in_language("en") for one in found.told)
