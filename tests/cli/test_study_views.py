"""A study and a comparison as JSON and as words."""

import datetime as dt

import attrs
import pytest

from collabmodel.cli.comparison_views import comparison_object, comparison_parts, what_if_parts
from collabmodel.cli.study_views import study_object, study_parts
from collabmodel.cli.tables import Table
from collabmodel.model import Activity, Model, Text
from collabmodel.simulate import Comparison, Contrast, Indicator, Replication, Scenario, Standing, Study
from collabmodel.simulate.results import Audit, Deviation
from collabmodel.simulate.scenario import Staff
from collabmodel.workdays import parse_duration

MODEL = Model(id="garden", activities=(Activity(id="visit", kind="meeting"), Activity(id="digging", kind="task")))
SCENARIO = Scenario(
    id="spring",
    start=dt.date(2025, 3, 3),
    horizon=parse_duration("12 weeks"),
    staff=(Staff(id="gardeners", role="gardener", count=2),),
)
MORE = attrs.evolve(SCENARIO, staff=(Staff(id="gardeners", role="gardener", count=3),))


def study(**changes):
    """A study of two replications with one figure of each kind."""
    made = Study(
        model=MODEL,
        scenario=SCENARIO,
        seed=7,
        replications=tuple(Replication(number=n, cases=40, events=500, measures={}) for n in (1, 2)),
        indicators=(
            Indicator(id="cases", title=Text.of("Cases"), unit="cases", mean=40.0, low=30.0, high=50.0),
            Indicator(id="wait:visit", title=Text.of("Wait: visit"), unit="days", mean=3.25, low=3.0, high=3.5),
            Indicator(id="wait:digging", unit="days", mean=5.0, low=4.0, high=6.0),
            Indicator(id="rule:coffee", unit="share", mean=0.9, low=None, high=None),
            Indicator(id="utilisation:gardeners", unit="share", mean=None, low=None, high=None),
        ),
        standing=(
            Standing(path="staff.gardeners.count", value="2", assumption=Text.of("Two are assumed.")),
            Standing(path="arrivals.calls.per_week", value="4", sources=("N1",)),
            Standing(path="seed", value="7", unsourced=True),
        ),
        advice=(Text((("fi", "Lisää toistoja"), ("en", "run more"))),),
    )
    return attrs.evolve(made, **changes)


def words(parts):
    """Give what a terminal would show."""
    return "\n".join(part.plain() if isinstance(part, Table) else part for part in parts)


def test_a_study_gives_every_figure_as_data():
    """Programs get all indicators; a figure that cannot be told is null and not nought."""
    found = study_object(study(), "en", "study")

    assert [one["id"] for one in found["indicators"]] == [one.id for one in study().indicators]
    assert found["indicators"][0] == {
        "id": "cases",
        "title": "Cases",
        "unit": "cases",
        "mean": 40.0,
        "low": 30.0,
        "high": 50.0,
    }
    assert found["indicators"][4]["mean"] is None
    assert (found["replications"], found["cases"], found["events"]) == (2, 80, 1000)
    assert found["numbers"] == {"all": 3, "assumed": 1, "unsourced": 1}
    assert found["out"] == "study"


def test_people_read_answers_first_and_then_what_they_may_do():
    """Plain answers, the seed that repeats them, how many more figures there are, and advice as sentences."""
    text = words(study_parts(study(), "en"))

    assert "How long do clients wait?" in text
    assert "Scenario spring, seed 7; there are 5 figures in all" in text
    assert "Run more." in text


@pytest.mark.parametrize("lang", ["fi", "sv"])
def test_a_study_is_told_in_the_reader_s_language(lang):
    """No English words are left where the reader chose another language."""
    text = words(study_parts(study(complete=False), lang))

    assert not {"replications", "figures", "numbers", "seed", "Stopped"} & set(text.split())
    assert {"fi": "Keskeytetty", "sv": "Avbruten"}[lang] in text


def test_a_study_that_was_stopped_says_so():
    """Nobody takes part of a study for all of it."""
    assert "Stopped before the end" in words(study_parts(study(complete=False), "en"))
    assert study_object(study(complete=False), "en", None)["complete"] is False


def test_an_audit_names_what_differs():
    """Whoever asks whether simulated cases are the model's gets a plain answer, with the place of each difference."""
    wrong = Deviation(case="r1-4", seq=9, field="data.ending", simulated="tidy", decided="gave_up")

    right = words(study_parts(study(audit=Audit(cases=80, events=1000)), "en"))
    text = words(study_parts(study(audit=Audit(cases=80, events=1000, wrong=1, deviations=(wrong,))), "en"))

    assert "All 80 cases were decided anew: every event is the same." in right
    assert "Of 80 cases decided anew, 1 differ" in text
    assert "r1-4, 9, data.ending: 'tidy' / 'gave_up'" in text


def comparison(**changes):
    """One more gardener: shorter waits for sure, as many cases."""
    made = Comparison(
        a=study(),
        b=study(scenario=MORE),
        indicators=(
            Contrast(
                id="wait:visit",
                title=Text.of("Wait: visit"),
                unit="days",
                a=3.25,
                b=2.0,
                difference=-1.25,
                low=-1.5,
                high=-1.0,
                pairs=2,
                gain=3.0,
            ),
            Contrast(
                id="closed",
                title=Text.of("Closed"),
                unit="cases",
                a=40.0,
                b=40.0,
                difference=0.0,
                low=-1.0,
                high=1.0,
                pairs=2,
            ),
        ),
        structure=("changed scenario.staff.gardeners.count: 2 -> 3",),
        changed=(("coffee", "90 %", "95 %"),),
        warnings=(Text.of("luck is not shared for digging"),),
        past={"coffee": (0.5, None)},
    )
    return attrs.evolve(made, **changes)


def test_a_comparison_gives_the_keys_that_programs_rely_on():
    """Each figure has both sides, the difference and its interval."""
    found = comparison_object(comparison(), "en")

    assert found["indicators"][0] == {
        "id": "wait:visit",
        "title": "Wait: visit",
        "unit": "days",
        "a": 3.25,
        "b": 2.0,
        "difference": -1.25,
        "low": -1.5,
        "high": -1.0,
        "pairs": 2,
        "gain": 3.0,
    }
    assert found["structure"] == ["changed scenario.staff.gardeners.count: 2 -> 3"]
    assert found["changed"] == [{"id": "coffee", "a": "90 %", "b": "95 %"}]
    assert found["warnings"] == ["luck is not shared for digging"]
    assert found["past"] == [{"id": "coffee", "a": 0.5, "b": None}]


def test_a_comparison_is_told_with_what_differs_and_what_changes():
    """People see both sides, the change behind them, and which promises come out otherwise."""
    text = words(comparison_parts(comparison(), "en"))

    assert "Wait: visit" in text
    assert "changed scenario.staff.gardeners.count: 2 -> 3" in text
    assert "90 % → 95 %" in text
    assert "luck is not shared for digging" in text
    assert "Past cases: kept, of those decided" in text
    assert "Past cases" not in words(comparison_parts(comparison(past={}), "en"))


def test_a_what_if_tells_only_what_luck_does_not_explain():
    """A difference whose interval holds nought is no effect of one more worker."""
    text = words(what_if_parts(comparison(), "en"))
    nothing = words(what_if_parts(comparison(indicators=comparison().indicators[1:]), "en"))

    assert text.startswith("What if: gardener")
    assert "2 → 3" in text.splitlines()[0]
    assert "Wait: visit: 3.2 days, clearly less" in text
    assert "Closed" not in text
    assert "No main figure changes by more than luck explains." in nothing
