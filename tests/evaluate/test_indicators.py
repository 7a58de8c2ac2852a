"""Indicators: shares of rules, measures on every level, attestations, and what they rest on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs
import pytest

from collabmodel.evaluate import Aspect, IndicatorResult, Result, evaluate
from collabmodel.history import History
from collabmodel.model import (
    Activity,
    Anchor,
    AttestationIndicator,
    Compare,
    Comparison,
    Ending,
    Indicator,
    Instrument,
    Level,
    Limit,
    Literal,
    Measure,
    MeasureIndicator,
    Measuring,
    Model,
    Name,
    NonEngagement,
    Outcome,
    Parameter,
    Pattern,
    Reference,
    Role,
    Rule,
    RuleIndicator,
    Side,
    Summary,
    Template,
)
from collabmodel.workdays import Calendar, Duration, Opening, Unit

MakeHistory = Callable[..., History]
Rows = list[tuple[str, int, str, str, dict[str, object]]]

CALL, VISIT = Pattern(element="call"), Pattern(element="visit")
WEEK = Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16))
DAY = 24


def model(*indicators: Indicator, **more: object) -> Model:
    return Model(
        id="m",
        activities=(Activity(id="call", kind="contact"), Activity(id="visit", kind="meeting")),
        roles=(Role(id="child", side=Side.CLIENT), Role(id="worker", side=Side.PROFESSIONAL)),
        calendars=(Calendar(id="office", zone="Europe/Helsinki", opening=(WEEK,)),),
        indicators=indicators,
        rules=(Rule(id="follow", template=Template.RESPONSE, a=CALL, b=VISIT),),
        **more,
    )


def judged(indicator: Indicator, log: History, **more: object) -> IndicatorResult:
    return evaluate(model(indicator, **more), log).indicators[0]


def measured(
    what: Measuring, log: History, met: float | Duration = 1, *, lower: bool = False, **more: object
) -> IndicatorResult:
    measure = Measure(what=what, **{"of": CALL, **more})
    return judged(MeasureIndicator(id="i", measure=measure, met=met, lower_is_better=lower), log)


def calls(case: str, *hours: int, **data: object) -> Rows:
    return [(case, hour, "contact", "call", data) for hour in hours]


def visits(case: str, *hours: int, **data: object) -> Rows:
    return [(case, hour, "meeting", "visit", data) for hour in hours]


def test_share_of_cases_that_keep_a_rule(history: MakeHistory) -> None:
    """Only cases to which the rule applied and that are decided count; pending ones are missing, not broken."""
    rows = calls("kept", 0) + visits("kept", 1) + calls("broken", 0) + calls("open", 0) + visits("idle", 0)

    found = judged(RuleIndicator(id="i", rule="follow", met=0.9, partly=0.5), history(rows, open_cases=["open"]))

    assert (found.value, found.number, found.missing, found.result) == (0.5, 2, 1, Result.PARTLY)
    assert found.events[0] == "broken:1"


def test_rule_that_applied_nowhere_is_not_kept(history: MakeHistory) -> None:
    """A rule that never applied tells nothing, and says so."""
    found = judged(RuleIndicator(id="i", rule="follow", met=0.9), history(visits("idle", 0)))

    assert (found.result, found.why) == (Result.NOT_ASSESSABLE, "the rule applied to no case")


def test_waived_cases_are_left_out(history: MakeHistory) -> None:
    """A justified deviation is no failure."""
    waiver = [("spared", 1, "waiver", "follow", {"transition": "granted", "reason": "moved away"})]

    found = judged(RuleIndicator(id="i", rule="follow", met=1.0), history(calls("spared", 0) + waiver))

    assert (found.result, found.number) == (Result.NOT_ASSESSABLE, 0)


def test_threshold_may_be_a_parameter(history: MakeHistory) -> None:
    """A threshold by name is the parameter's value."""
    indicator = RuleIndicator(id="i", rule="follow", met=Reference("enough"))

    found = judged(indicator, history(calls("c", 0) + visits("c", 1)), parameters=(Parameter(id="enough", value=0.9),))

    assert found.result is Result.MET


@pytest.mark.parametrize(
    ("what", "more", "expected"),
    [
        (Measuring.COUNT, {}, 3.0),
        (Measuring.VALUE, {"name": "length"}, 30.0),
        (Measuring.SUM, {"name": "length"}, 60.0),
        (Measuring.DISTINCT, {"name": "actor.role"}, 2.0),
        (
            Measuring.SHARE,
            {"to": Pattern(element="call", where=Compare(Comparison.MORE, Name("length"), Literal(15)))},
            2 / 3,
        ),
        (Measuring.INTERVAL, {"to": VISIT}, 3.0),
        (Measuring.LONGEST_GAP, {}, 2.0),
        (Measuring.GAPS, {"summary": Summary.LOWEST}, 1.0),
        (Measuring.GAPS, {"summary": Summary.TOTAL, "unit": "hours"}, 72.0),
    ],
)
def test_measures_of_one_case(history: MakeHistory, what: Measuring, more: dict[str, object], expected: float) -> None:
    """Each kind of measure gives the number that counting by hand gives."""
    rows = calls("c", 0, length=10, role="worker") + calls("c", DAY, length=20, role="child")
    rows += calls("c", 3 * DAY, length=30, role="child") + visits("c", 3 * DAY, 9 * DAY)

    found = measured(what, history(rows), **more)

    assert found.value == pytest.approx(expected)


def test_a_case_without_the_second_event_is_missing(history: MakeHistory) -> None:
    """An interval that has not ended is missing, never 0."""
    found = measured(Measuring.INTERVAL, history(calls("a", 0) + visits("a", 48) + calls("b", 0)), to=VISIT)

    assert (found.value, found.number, found.missing) == (2.0, 1, 1)


def test_dispersion_between_cases(history: MakeHistory) -> None:
    """Even quality is told by the spread between cases, not by their mean."""
    rows = calls("a", 0) + visits("a", 24) + calls("b", 0) + visits("b", 72)

    found = measured(Measuring.INTERVAL, history(rows), to=VISIT, summary=Summary.VARIATION, lower=True, met=0.5)

    assert (found.unit, found.value, found.result) == ("share", pytest.approx(2**0.5 / 2), Result.NOT_MET)


def test_working_days_need_a_calendar(history: MakeHistory) -> None:
    """Working days are counted on the calendar that is named, and not at all without one."""
    log = history(calls("c", 0) + visits("c", 7 * DAY))
    unit = {"to": VISIT, "unit": "working days"}

    counted = measured(Measuring.INTERVAL, log, Duration(5, Unit.WORKING_DAYS), calendar="office", **unit)
    refused = measured(Measuring.INTERVAL, log, **unit)

    assert (counted.value, counted.result) == (5.0, Result.MET)
    assert (refused.result, refused.why) == (Result.NOT_ASSESSABLE, "working days need a calendar")


def test_threshold_in_another_kind_of_unit_is_refused(history: MakeHistory) -> None:
    """Days are not compared with working days; the number is told all the same."""
    found = measured(Measuring.LONGEST_GAP, history(calls("c", 0, 48)), Duration(2, Unit.WORKING_DAYS))

    assert (found.result, found.value, found.why) == (
        Result.NOT_ASSESSABLE,
        2.0,
        "'2 working days' has no length in days",
    )


def test_meetings_are_counted_one_by_one(history: MakeHistory) -> None:
    """On the level of meetings every occurrence gives a value, however many events it has."""
    rows = [
        *visits("c", 0, instance="one", people=2),
        *visits("c", 0, instance="one", people=3),
        *visits("c", 5, people=7),
    ]

    found = measured(Measuring.SUM, history(rows), of=VISIT, name="people", level=Level.MEETING)

    assert (found.number, found.value) == (2, 6.0)


def test_the_weaker_direction_of_a_pair_is_reported(history: MakeHistory) -> None:
    """Two organisations rate each other: neither direction hides the other."""
    rows = calls("c", 0, organisation="school", about="clinic", trust=6) + calls(
        "c", 1, organisation="clinic", about="school", trust=2
    )

    found = measured(Measuring.VALUE, history(rows), name="trust", level=Level.PAIR, met=5)

    assert (found.value, found.result) == (2.0, Result.NOT_MET)
    assert found.groups == (("clinic -> school", 2.0), ("school -> clinic", 6.0))


def test_organisations_that_came_make_pairs(history: MakeHistory) -> None:
    """A meeting is between all organisations that came, not those that stayed away."""
    lines = tuple(
        (("organisation", name), ("outcome", outcome)) for name, outcome in (("clinic", "came"), ("police", "no-show"))
    )

    found = measured(
        Measuring.COUNT, history(visits("c", 0, organisation="school", attendance=lines)), of=VISIT, level=Level.PAIR
    )

    assert found.groups == (("clinic - school", 1.0),)


def test_the_cohort_is_one_series(history: MakeHistory) -> None:
    """On the level of the cohort gaps run from case to case."""
    found = measured(
        Measuring.GAPS, history(calls("a", 0, 96) + calls("b", 24)), level=Level.COHORT, summary=Summary.HIGHEST
    )

    assert (found.value, found.number) == (3.0, 2)


def test_change_keeps_respondents_apart(history: MakeHistory) -> None:
    """Child and worker are never pooled: the weaker change is reported, as an outcome."""
    ratings = [("child", 0, 5), ("worker", 0, 5), ("child", 9, 6), ("worker", 9, 9)]
    rows = [("c", hour, "rating", "scale", {"respondent": who, "score": score}) for who, hour, score in ratings]
    indicator = MeasureIndicator(id="i", measure=Measure(what=Measuring.CHANGE, instrument="scale"), met=2)

    found = judged(indicator, history(rows), instruments=(Instrument(id="scale"),))

    assert (found.value, found.result, found.aspect) == (1.0, Result.NOT_MET, Aspect.OUTCOME)
    assert found.groups == (("child", 1.0), ("worker", 4.0))


def test_one_rating_is_no_change(history: MakeHistory) -> None:
    """Whoever was asked once has not changed by 0."""
    indicator = MeasureIndicator(id="i", measure=Measure(what=Measuring.CHANGE, instrument="scale"), met=0)

    found = judged(indicator, history([("c", 0, "rating", "scale", {"respondent": "child", "score": 5})]))

    assert (found.result, found.why, found.missing) == (Result.NOT_ASSESSABLE, "nobody was asked twice", 1)


def attested(log: History, *voices: str) -> IndicatorResult:
    return judged(AttestationIndicator(id="i", voices=voices, met=0.9, partly=0.5), log)


def answers(*given: tuple[str, str]) -> Rows:
    return [("c", n, "attestation", "i", {"voice": voice, "answer": answer}) for n, (voice, answer) in enumerate(given)]


def test_the_least_content_voice_decides(history: MakeHistory) -> None:
    """However content the others are, the weakest voice is the result."""
    log = history(answers(("worker", "met"), ("worker", "met"), ("child", "met"), ("child", "not met")))

    found = attested(log, "client", "professional")

    assert (found.value, found.result, found.aspect) == (0.5, Result.PARTLY, Aspect.VOICE)
    assert found.groups == (("client", 0.5), ("professional", 1.0))


def test_every_voice_is_needed(history: MakeHistory) -> None:
    """Where one side has not spoken nothing is known."""
    found = attested(history(answers(("worker", "met"))), "client", "professional")

    assert (found.result, found.why, found.missing) == (Result.NOT_ASSESSABLE, "nobody was heard as client", 1)


def ended(case: str, hour: int, ending: str) -> Rows:
    return [(case, hour, "case", "", {"transition": "closed", "ending": ending})]


ENDINGS = (
    Ending(id="done", outcome=Outcome.SUCCESS),
    Ending(id="stayed_away", outcome=Outcome.NEUTRAL, scored=False),
)


def test_unscored_endings_are_not_held_against_the_organisations(history: MakeHistory) -> None:
    """That the client did not come is left out of indicators of the organisations' own work."""
    rows = (
        calls("good", 0)
        + visits("good", 1)
        + ended("good", 2, "done")
        + calls("away", 0)
        + ended("away", 2, "stayed_away")
    )

    found = judged(RuleIndicator(id="i", rule="follow", met=1.0), history(rows), endings=ENDINGS)

    assert (found.value, found.number) == (1.0, 1)


def test_what_is_owed_to_those_who_stay_away_is_judged(history: MakeHistory) -> None:
    """A rule about attempts counts the very cases in which the client did not come."""
    path = NonEngagement(id="path", attempts_at=CALL, attempts=2, ending="stayed_away")
    log = history(calls("away", 0) + ended("away", 2, "stayed_away"))

    found = judged(RuleIndicator(id="i", rule="follow", met=1.0), log, endings=ENDINGS, non_engagement=(path,))

    assert (found.value, found.number) == (0.0, 1)


def test_condition_chooses_cases(history: MakeHistory) -> None:
    """A measure with a condition looks at the cases of which it is true at their end."""
    rows = calls("a", 0) + calls("b", 0, 1)

    found = measured(
        Measuring.COUNT, history(rows), condition=Compare(Comparison.EQUAL, Name("event.element"), Literal("visit"))
    )

    assert (found.result, found.number) == (Result.NOT_ASSESSABLE, 0)


def test_indicator_of_a_rule_that_is_not_there(history: MakeHistory) -> None:
    """A name that leads nowhere is told, and nothing is called kept."""
    found = judged(RuleIndicator(id="i", rule="nowhere", met=1), history(calls("c", 0)))

    assert (found.result, found.why) == (Result.NOT_ASSESSABLE, "there is no rule 'nowhere'")


def test_threshold_that_is_no_number(history: MakeHistory) -> None:
    """A parameter that is missing leaves the number without a result."""
    found = judged(RuleIndicator(id="i", rule="follow", met=Reference("nowhere")), history(calls("c", 0)))

    assert (found.result, found.value) == (Result.NOT_ASSESSABLE, 0.0)
    assert "'nowhere'" in found.why


def test_threshold_as_a_duration_needs_a_time(history: MakeHistory) -> None:
    """A count is not compared with days, and the message names no parameter where there is none."""
    found = measured(Measuring.COUNT, history(calls("c", 0)), Duration(2, Unit.DAYS))

    assert found.result is Result.NOT_ASSESSABLE


def test_one_case_has_no_spread(history: MakeHistory) -> None:
    """Dispersion of a single case is not 0 but not assessable."""
    found = measured(Measuring.COUNT, history(calls("c", 0)), summary=Summary.DEVIATION)

    assert found.why == "too few values for the summary"


def test_attestation_without_voices_takes_whoever_spoke(history: MakeHistory) -> None:
    """Without named voices every voice that spoke is one; with nobody there is nothing."""
    spoken, silent = attested(history(answers(("child", "met")))), attested(history(calls("c", 0)))

    assert (spoken.result, silent.why) == (Result.MET, "nobody has answered")


def test_interval_between_two_organisations(history: MakeHistory) -> None:
    """Where one organisation hands over to another the interval belongs to the pair of them."""
    rows = (
        calls("c", 0, organisation="school")
        + visits("c", 48, organisation="clinic")
        + calls("d", 0, organisation="school")
    )

    found = measured(Measuring.INTERVAL, history(rows), to=VISIT, level=Level.PAIR)

    assert (found.value, found.groups) == (2.0, (("school - clinic", 2.0),))


def test_share_of_meetings(history: MakeHistory) -> None:
    """On the level of meetings a share is asked of each occurrence."""
    large = Pattern(element="visit", where=Compare(Comparison.MORE, Name("people"), Literal(2)))
    rows = visits("c", 0, people=1) + visits("c", 1, people=5)

    found = measured(Measuring.SHARE, history(rows), of=VISIT, to=large, level=Level.MEETING)

    assert (found.value, found.number) == (0.5, 2)


@pytest.mark.parametrize(
    ("what", "more", "number"),
    [
        (Measuring.SHARE, {"to": VISIT}, 0),
        (Measuring.VALUE, {"name": "length"}, 0),
        (Measuring.SUM, {"name": "length"}, 1),
        (Measuring.LONGEST_GAP, {}, 0),
    ],
)
def test_cases_without_such_events(history: MakeHistory, what: Measuring, more: dict[str, object], number: int) -> None:
    """Where nothing matches there is no share, value or gap; only the sum of nothing is 0."""
    found = measured(what, history(visits("c", 0)), **more)

    assert (found.number, found.missing) == (number, 1 - number)


def test_a_reopened_case_counts_again(history: MakeHistory) -> None:
    """An unscored ending that was taken back by reopening leaves nothing out."""
    rows = [*calls("c", 0), *ended("c", 1, "stayed_away"), ("c", 2, "case", "", {"transition": "reopened"})]
    rows += [*visits("c", 3), *calls("d", 0), *ended("d", 4, "done")]

    found = judged(RuleIndicator(id="i", rule="follow", met=1.0), history(rows), endings=ENDINGS)

    assert (found.value, found.number) == (0.5, 2)


def test_rules_about_the_ending_itself_count_every_case(history: MakeHistory) -> None:
    """A rule that speaks of how a case was closed is judged in the cases closed so."""
    how = Compare(Comparison.EQUAL, Name("ending"), Literal("stayed_away"))
    closing = Pattern(kind="case", transition="closed", where=how)
    told = Rule(id="told", template=Template.PRECEDENCE, a=VISIT, b=closing)
    indicator = RuleIndicator(id="i", rule="told", met=1.0)
    stated = attrs.evolve(model(indicator, endings=ENDINGS), rules=(told,))

    found = evaluate(stated, history(calls("c", 0) + ended("c", 2, "stayed_away"))).indicators[0]

    assert (found.value, found.number) == (0.0, 1)


def test_an_indicator_may_rest_on_a_limit(history: MakeHistory) -> None:
    """Limits have verdicts like rules, so an indicator may name one."""
    limit = Limit(id="soon", anchors=(Anchor(event=CALL),), stop=VISIT, duration=Duration(2, Unit.HOURS))

    found = judged(
        RuleIndicator(id="i", rule="soon", met=1.0), history(calls("c", 0) + visits("c", 1)), limits=(limit,)
    )

    assert found.result is Result.MET


def test_at_most_twenty_events_are_named(history: MakeHistory) -> None:
    """Evidence stays readable: twenty events, the worst first."""
    rows = [row for number in range(30) for row in calls(f"c{number:02}", 0)] + calls("last", 0) + visits("last", 1)

    found = judged(RuleIndicator(id="i", rule="follow", met=1.0), history(rows))

    assert (found.number, len(found.events), "last:1" in found.events) == (31, 20, False)


def test_two_measures_of_the_same_events_agree(history: MakeHistory) -> None:
    """Measures that speak of the same events find the same ones."""
    log = history(calls("c", 0, 24))
    twice = tuple(
        MeasureIndicator(id=name, measure=Measure(what=Measuring.COUNT, of=CALL), met=1) for name in ("one", "other")
    )

    found = evaluate(model(*twice), log).indicators

    assert [one.value for one in found] == [2.0, 2.0]


def test_answers_that_say_nothing_are_no_answers(history: MakeHistory) -> None:
    """An attestation must answer met, partly or not met; anything else is silence."""
    found = attested(history(answers(("child", "perhaps"))), "client")

    assert (found.result, found.number) == (Result.NOT_ASSESSABLE, 0)


def test_an_event_about_nobody_else_makes_no_pair(history: MakeHistory) -> None:
    """A pair needs two organisations; lay people and oneself are none."""
    rows = calls("c", 0, about="clinic") + calls("c", 1, organisation="clinic", about="clinic")

    found = measured(Measuring.COUNT, history(rows), level=Level.PAIR)

    assert found.result is Result.NOT_ASSESSABLE


def test_interval_of_what_never_began_is_missing(history: MakeHistory) -> None:
    """Without a first event there is no interval."""
    found = measured(Measuring.INTERVAL, history(visits("c", 0)), to=VISIT)

    assert (found.number, found.missing) == (0, 1)


def test_value_is_that_of_the_last_event_that_has_one(history: MakeHistory) -> None:
    """A last event without the value does not hide the one before; values that are no numbers are none."""
    rows = calls("c", 0, mood=4) + calls("c", 1, mood="low") + calls("c", 2)

    found = measured(Measuring.VALUE, history(rows), name="mood")

    assert found.value == 4.0


def test_ratings_of_other_instruments_do_not_count(history: MakeHistory) -> None:
    """Change is asked of one instrument, and of those who are meant to answer it."""
    rows = [("c", n, "rating", name, {"respondent": "worker", "score": n}) for n, name in enumerate(("scale", "other"))]
    measure = Measure(what=Measuring.CHANGE, instrument="scale", respondent="client")

    found = judged(MeasureIndicator(id="i", measure=measure, met=1), history(rows))

    assert found.missing == 1
