"""Conditions turned into code: what they may read, what is told of those that cannot be, times and grounds."""

from __future__ import annotations

import datetime as dt

import pytest

from collabmodel.model import (
    Activity,
    ConsentScope,
    Eligibility,
    Fact,
    FactType,
    LegalBasis,
    Model,
    Rule,
    Sentry,
    Signature,
    Template,
    parse,
    parse_pattern,
)
from collabmodel.rules import CaseNames, CaseTrace, compile_condition
from collabmodel.simulate.kernel import codes, header, rows
from collabmodel.simulate.kernel.noticing import would_hold
from collabmodel.simulate.trying import Trial
from collabmodel.workdays import Calendar, Opening, to_us

OPENED = Signature("case", "", "opened")
DATES = (Fact(id="born", type=FactType.DATE), Fact(id="rung", type=FactType.TIME))


def guarded(text: str) -> Model:
    """Give a model in which an activity waits for a condition."""
    entry = Sentry(on=(parse_pattern("talk"),), condition=parse(text))
    activities = (Activity(id="talk", kind="meeting"), Activity(id="visit", kind="task", entry=(entry,)))
    return Model(id="m", activities=activities, facts=DATES)


@pytest.mark.parametrize(
    "text",
    [
        'sum("talk", "n") > 1', 'count("talk", 3 days) > 1', 'attending("child") > 1', "size(list) > 1",
        'share("talk", "visit") > 0.5', 'actor.person == "x"', "activation.n == 1", 'event.instance == "1"',
        "distinct(list) > 1", "now - born > 3 days", "born + 1 months < now",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_its_place(text: str) -> None:
    """A condition that a step rests on and the kernel cannot read is a problem that names its place."""
    problems = Trial(guarded(text)).rows.problems

    assert [problem.what.partition(": ")[0] for problem in problems] == ["activities.visit.entry.0"]
    assert "count(PATTERN)" in problems[0].hint


def test_what_only_reports_may_read_anything() -> None:
    """A rule that reports is judged afterwards, so that its conditions do not matter to the kernel."""
    a = parse_pattern("talk")
    rule = Rule(id="r", template=Template.EXISTENCE, a=a, applies=parse('sum("talk", "n") > 1'))
    model = Model(id="m", activities=(Activity(id="talk", kind="meeting"),), rules=(rule,))

    assert Trial(model).rows.problems == []


def test_every_problem_is_told_at_once() -> None:
    """All that cannot be read is told, not the first of it alone."""
    eligibility = (Eligibility(id="e", condition=parse("size(list) > 1")),)
    extra = Model(id="m", eligibility=eligibility, activities=guarded('attending("child") > 1').activities)

    assert len(Trial(extra).rows.problems) == 2


MOMENTS = [
    dt.datetime(2026, 3, 28, 21, 59, tzinfo=dt.UTC),
    dt.datetime(2026, 3, 28, 22, 0, tzinfo=dt.UTC),
    dt.datetime(2026, 3, 29, 20, 59, tzinfo=dt.UTC),
    dt.datetime(2026, 3, 29, 21, 0, tzinfo=dt.UTC),
]
"""Around the day on which clocks go forward in Helsinki."""


class Asking(Trial):
    """A trial with a condition that nothing in its model asks."""

    asked = "true"
    code = 0

    def prepared(self) -> None:
        self.code = self.conditions.code(parse(self.asked), "here")


@pytest.mark.parametrize("how", ["<", "<=", "==", "!=", ">", ">="])
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("turned", [False, True])
def test_times_are_compared_with_dates_where_the_calendars_lie(how: str, moment: dt.datetime, turned: bool) -> None:
    """A time beside a date counts as its date in the model's zone, also on days of 23 hours."""
    text = f'date("2026-03-29") {how} now' if turned else f'now {how} date("2026-03-29")'
    opening = Opening(days=(0,), start=dt.time(8), end=dt.time(16))
    model = Model(id="m", calendars=(Calendar(id="c", zone="Europe/Helsinki", opening=(opening,)),))
    asking = type("One", (Asking,), {"asked": text})(model, dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    asking.take(OPENED, occurred=moment)
    trace = CaseTrace()
    trace.add(OPENED, to_us(moment))
    names = CaseNames(asking.tables.declared, trace).move(0)

    want = compile_condition(parse(text))(names)

    assert codes.truth(asking.m, asking.x, asking.case, asking.code) == want


def test_spans_between_times_are_compared_with_durations() -> None:
    """The time since something was said is compared with hours and days."""
    text = 'now - last("talk", "event.occurred") >= 2 days'
    asking = type("One", (Asking,), {"asked": text})(guarded("true"))
    start = asking.start
    asking.take(OPENED, occurred=start)
    asking.take(Signature("meeting", "talk", "completed"), 1, occurred=start + dt.timedelta(hours=1))

    found = []
    for hours in (48, 49):
        asking.put(OPENED, {}, start + dt.timedelta(hours=hours))
        found.append(codes.truth(asking.m, asking.x, asking.case, asking.code))

    assert found == [0, 1]


def test_what_an_event_would_make_of_counts_is_foreseen() -> None:
    """Whether an event is allowed is asked with the event counted in, and asking leaves no trace."""
    asking = type("One", (Asking,), {"asked": 'count("talk") >= 1'})(guarded("true"))
    asking.take(OPENED)
    letter = asking.rows.letters[Signature("meeting", "talk", "completed")]
    parts = (asking.m, asking.x, asking.case)

    assert codes.truth(*parts, asking.code) == 0
    assert would_hold(*parts, letter, asking.code) == 1
    assert codes.truth(*parts, asking.code) == 0


def sharing() -> Model:
    """Give a model in which sharing needs a consent, or the law where that stands in."""
    return Model(
        id="m",
        facts=(Fact(id="age", type=FactType.INTEGER),),
        roles=(),
        consents=(ConsentScope(id="share", condition=parse("age >= 15")),),
        legal_bases=(LegalBasis(id="law", instead_of=("share",), covers=("talk",), valid_from=dt.date(2026, 2, 1)),),
        activities=(Activity(id="talk", kind="meeting", consent=("share",)),),
    )


@pytest.mark.parametrize(
    ("age", "recorded", "moment", "allowed"),
    [
        (12, False, dt.datetime(2026, 3, 1, tzinfo=dt.UTC), True),
        (15, False, dt.datetime(2026, 3, 1, tzinfo=dt.UTC), False),
        (None, False, dt.datetime(2026, 3, 1, tzinfo=dt.UTC), False),
        (15, True, dt.datetime(2026, 3, 1, tzinfo=dt.UTC), True),
        (15, True, dt.datetime(2026, 1, 31, tzinfo=dt.UTC), False),
    ],
)
def test_grounds_are_asked_of_those_whom_they_are_about(
    age: int | None, recorded: bool, moment: dt.datetime, allowed: bool
) -> None:
    """Of whom no consent is asked nothing is needed; of others a consent or a ground that is recorded and valid."""
    law = Signature("legal_basis", "law", "recorded")
    trial = Trial(sharing(), signatures=(law,))
    trial.take(OPENED, data={} if age is None else {"age": age}, occurred=moment)
    if recorded:
        trial.take(law, occurred=moment)
    ground = trial.m[trial.m[header.ITEMS] + rows.ITEM_GROUND]

    assert codes.truth(trial.m, trial.x, trial.case, ground) == int(allowed)
