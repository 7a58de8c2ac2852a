"""What replications say together: means, intervals, titles, units, and advice in three languages."""

from __future__ import annotations

import datetime as dt

import pytest

from collabmodel.model import (
    Activity,
    Measure,
    MeasureIndicator,
    Measuring,
    Model,
    Role,
    RuleIndicator,
    Side,
    Summary,
    Text,
)
from collabmodel.simulate.advice import advice_of, indicators_of, main_indicators
from collabmodel.simulate.results import Replication
from collabmodel.simulate.scenario import Scenario, Staff
from collabmodel.simulate.titles import indicator_title, unit_of
from collabmodel.workdays import Duration, Unit

WEEK = 7 * 24 * 60
MODEL = Model(
    id="m",
    language="fi",
    roles=(Role(id="nurse", side=Side.PROFESSIONAL, title=Text((("fi", "Hoitaja"), ("en", "Nurse")))),),
    activities=(
        Activity(id="talk", kind="meeting", title=Text((("fi", "Keskustelu"), ("sv", "Samtal")))),
        Activity(id="call", kind="contact"),
    ),
    indicators=(
        MeasureIndicator(id="gaps", measure=Measure(what=Measuring.GAPS, summary=Summary.VARIATION), met=1),
        MeasureIndicator(id="mood", measure=Measure(what=Measuring.CHANGE, unit="points"), met=1),
        MeasureIndicator(id="pause", measure=Measure(what=Measuring.LONGEST_GAP), met=1),
        RuleIndicator(id="kept", rule="r", met=1),
    ),
)
SCENARIO = Scenario(
    id="s",
    start=dt.date(2025, 1, 6),
    horizon=Duration(1, Unit.YEARS),
    staff=(Staff(id="ward", role="nurse", count=2), Staff(id="home", role="nurse", count=1)),
)


def replications(values: list[dict[str, float | None]], series: tuple[float, ...] = ()) -> list[Replication]:
    """Give replications with these measures, all with one series of open cases."""
    told = {"open": series} if series else {}
    return [Replication(number=at + 1, cases=1, events=1, measures=one, series=told) for at, one in enumerate(values)]


def english(texts: tuple[Text, ...]) -> list[str]:
    """Give sentences in English, each of which must be there in Finnish and Swedish too."""
    assert all(one.languages() == ("fi", "sv", "en") for one in texts)
    return [one.in_language("en") for one in texts]


def test_every_measure_becomes_an_indicator() -> None:
    """Each measure of any replication is an indicator, with a value for each replication and None where untold."""
    made = replications([{"lead_time": 10.0}, {"lead_time": 14.0, "wait:talk": None}])

    found = indicators_of(made, 0.95, MODEL, SCENARIO)

    assert [(one.id, one.mean, one.values, one.unit) for one in found] == [
        ("lead_time", 12.0, (10.0, 14.0), "days"),
        ("wait:talk", None, (None, None), "days"),
    ]
    assert found[0].title.in_language("sv") == "Tid från öppnande till avslut"


def test_intervals_end_where_figures_do() -> None:
    """The interval of a share ends at 0 and 1, of a time at 0; a model's own indicator may be below 0."""
    values = {"rule:r": (1.0, 0.9), "lead_time": (1.0, 20.0), "indicator:mood": (0.1, -0.1)}
    made = replications([{id: one[at] for id, one in values.items()} for at in range(2)])

    found = {one.id: one for one in indicators_of(made, 0.95, MODEL, SCENARIO)}

    assert (found["rule:r"].low, found["rule:r"].high) == (pytest.approx(0.3147, abs=1e-3), 1.0)
    assert found["lead_time"].low == 0
    assert found["indicator:mood"].low < 0


def test_one_replication_is_no_study() -> None:
    """Of one replication it is said that chance cannot be seen."""
    assert english(advice_of(replications([{"lead_time": 1.0}]), 0.95, MODEL, SCENARIO)) == [
        "One replication does not show how much chance matters. Run several."
    ]
    assert advice_of((), 0.95, MODEL, SCENARIO) == ()


def test_the_number_needed_is_named() -> None:
    """Where the main figures are known too badly, the number that would do and the worst are named."""
    wide = advice_of(replications([{"lead_time": 10.0}, {"lead_time": 14.0}]), 0.95, MODEL, SCENARIO)
    narrow = advice_of(replications([{"lead_time": 10.0}, {"lead_time": 10.0}]), 0.95, MODEL, SCENARIO)

    assert "about 24 would do. Furthest from it: lead_time (24)" in english(wide)[0]
    assert "are enough" in english(narrow)[0]


def test_a_main_figure_that_few_could_tell_is_not_known() -> None:
    """Nobody is told that there are enough replications while a main figure rests on one or two of them."""
    lone = replications([{"lead_time": 20.0, "wait:talk": 5.0}, *[{"lead_time": 20.0, "wait:talk": None}] * 9])
    rare = replications([{"wait:talk": 9.0}, {"wait:talk": 10.0}, {"wait:talk": 11.0}, *[{"wait:talk": None}] * 9])

    assert not any("enough" in one for one in english(advice_of(lone, 0.95, MODEL, SCENARIO)))
    assert any("wait:talk (28)" in one for one in english(advice_of(rare, 0.95, MODEL, SCENARIO)))


def test_what_no_replication_tells_is_named() -> None:
    """Figures that no replication could tell are counted and some of them named."""
    made = replications([{"cases": 1.0, **{f"wait:x{at}": None for at in range(7)}}] * 2)

    said = english(advice_of(made, 0.95, MODEL, SCENARIO))

    assert said == ["7 figures could not be told in any replication: wait:x0, wait:x1, wait:x2, wait:x3, wait:x4 ...."]


def test_the_warm_up_is_judged_from_several_replications() -> None:
    """A series that rises asks for a longer warm-up, once there are five replications of it."""
    rise = tuple(min(week / 20, 1) * 50 + week * 7 % 5 for week in range(120))

    few = advice_of(replications([{"cases": 1.0}] * 4, rise), 0.95, MODEL, SCENARIO, 0)
    many = advice_of(replications([{"cases": 1.0}] * 5, rise), 0.95, MODEL, SCENARIO, 0)
    enough = advice_of(replications([{"cases": 1.0}] * 5, rise), 0.95, MODEL, SCENARIO, 60 * WEEK)

    assert few == ()
    assert "MSER-5 suggests at least" in english(many)[0]
    assert enough == ()


def test_main_indicators_are_about_meetings_and_people() -> None:
    """Advice looks at lead time, open cases, waits for meetings and utilisation."""
    ids = ("cases", "lead_time", "open_at_end", "wait:talk", "wait:call", "utilisation:ward", "rule:r")
    found = indicators_of(replications([dict.fromkeys(ids, 1.0)]), 0.95, MODEL, SCENARIO)

    assert [one.id for one in main_indicators(found, MODEL)] == [
        "lead_time", "open_at_end", "wait:talk", "utilisation:ward",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("id", "lang", "title"),
    [
        ("wait:talk", "sv", "Väntan från öppnandet: Samtal"),
        ("wait:talk", "en", "Wait from the opening: Keskustelu"),
        ("spread:wait:talk", "en", "How unevenly cases waited (deviation / mean): Keskustelu"),
        ("work:call", "fi", "Kertoja: call"),
        ("utilisation:ward", "en", "Share of working time used: Nurse (ward)"),
        ("rule:values/kept", "en", "Kept: kept"),
        ("stuck", "fi", "Tapauksia, jotka eivät pääse eteenpäin"),
        ("something else", "en", "something else"),
    ],
)
def test_titles_speak_the_readers_language(id: str, lang: str, title: str) -> None:
    """Titles name elements by their own titles in the language asked for, else in the model's, else by id."""
    assert indicator_title(id, MODEL, SCENARIO).in_language(lang) == title


def test_groups_without_a_twin_are_named_by_their_role() -> None:
    """Where a role has one group of workers, its title is enough; without a role it is the id."""
    alone = Scenario(
        id="s",
        start=SCENARIO.start,
        horizon=SCENARIO.horizon,
        staff=(Staff(id="ward", role="nurse", count=2), Staff(id="odd", role="ghost", count=2)),
    )

    assert indicator_title("caseload:ward", MODEL, alone).in_language("fi").endswith(": Hoitaja")
    assert indicator_title("caseload:odd", MODEL, alone).in_language("fi").endswith(": odd")


@pytest.mark.parametrize(
    ("id", "unit"),
    [
        ("cases", "cases"),
        ("caseload:ward", "cases per worker"),
        ("principle:p", "0 to 1"),
        ("indicator:gaps", "share"),
        ("indicator:mood", "points"),
        ("indicator:pause", "days"),
        ("indicator:kept", "share"),
        ("indicator:unknown", "as stated"),
        ("nothing", ""),
    ],
)
def test_every_indicator_has_its_unit(id: str, unit: str) -> None:
    """Units follow from the kind of indicator, and of a model's own from the model."""
    assert unit_of(id, MODEL) == unit
