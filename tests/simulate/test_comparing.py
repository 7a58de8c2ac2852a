"""Two sides under the same luck: what is paired, what is said where it cannot be, and how many runs it takes."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from collabmodel.errors import ConfigError
from collabmodel.formats import load
from collabmodel.history import HistoryBuilder
from collabmodel.model import Activity, Model, Source, Text
from collabmodel.simulate.changing import with_changes
from collabmodel.simulate.comparing import compare
from collabmodel.simulate.contrasting import ABSENT, changed_results, contrasts
from collabmodel.simulate.pairing import alignment, fitted_to
from collabmodel.simulate.reading import load_scenario
from collabmodel.simulate.results import Indicator, Replication, Standing, Study
from collabmodel.simulate.scenario import Scheduling, Share
from collabmodel.simulate.statistics import estimate
from collabmodel.simulate.stress import stress
from collabmodel.simulate.stress_items import ITEMS, number, table
from collabmodel.simulate.verifying import load_study

MODEL = load("""
id: talks
roles:
  young: {side: client}
  worker: {side: professional, organisations: [office]}
organisations: {office: {title: Office}}
phases: {work: {}}
activities:
  opening: {kind: meeting, phase: work, required: true, participants: [{role: worker, mode: perform}]}
  review:
    kind: meeting
    phase: work
    entry: [{on: [opening]}]
    participants: [{role: worker, mode: perform}]
endings: {done: {outcome: success}}
rules:
  reviewed: {template: response, a: opening, b: review}
""")
SCENARIO = load_scenario("""
id: small
start: 2025-01-06
horizon: 12 weeks
scheduling: queue
arrivals: {all: {per_week: 8}}
staff: {team: {role: worker, count: 2}}
behaviour:
  opening: {by: worker, delay: {shape: exponential, mean: 20, unit: hours}, length: {value: 3, unit: hours}}
  review: {by: worker, delay: {shape: exponential, mean: 90, unit: hours}, length: {value: 5, unit: hours}}
  closing:
    {verb: close, by: worker, after: [review], delay: {value: 2, unit: days}, data: {ending: {spread: {value: done}}}}
""")
WITHOUT = attrs.evolve(
    MODEL, id="short", activities=tuple(one for one in MODEL.activities if one.id != "review"), rules=()
)


def study(values: dict[str, tuple[float | None, ...]], principles: tuple[str, ...] = (), model: Model = MODEL) -> Study:
    """Give a study by hand, with some indicators and the results of one principle."""
    count = max(len(one) for one in values.values())
    made = tuple(
        Replication(
            number=at + 1,
            cases=1,
            events=2,
            measures={},
            principles={"care": principles[at]} if principles else {},
        )
        for at in range(count)
    )
    indicators = tuple(
        Indicator(id=id, unit="share", mean=estimate(one).mean, low=None, high=None, values=one)
        for id, one in values.items()
    )
    return Study(model=model, scenario=SCENARIO, seed=1, replications=made, indicators=indicators)


def test_fewer_workers_under_the_same_luck() -> None:
    """Taking a worker away changes what queues say and not who comes, and pairing gains."""
    fewer = with_changes(SCENARIO, {"staff.team.count": 1})

    found = compare(MODEL, MODEL, SCENARIO, scenario_b=fewer, replications=8, seed=3)

    by_id = {one.id: one for one in found.indicators}
    assert by_id["cases"].difference == 0
    assert by_id["queue:opening"].low > 0
    assert by_id["wait:opening"].gain > 5
    assert by_id["wait:opening"].pairs == 8
    assert found.structure == ("changed scenario.staff.team.count: 2 -> 1",)
    assert found.warnings == ()
    assert (found.a.seed, found.b.seed) == (3, 3)


def test_a_variant_without_an_activity() -> None:
    """A model that lacks an activity meets the same scenario, less what speaks of it; who waits alike stays paired."""
    found = compare(MODEL, WITHOUT, SCENARIO, replications=3)

    by_id = {one.id: one for one in found.indicators}
    said = [one.in_language("en") for one in found.warnings]
    assert by_id["lead_time"].b < by_id["lead_time"].a
    assert by_id["work:review"].b is None
    assert by_id["cases"].difference == 0
    assert ("reviewed", "100 %", ABSENT) in found.changed
    assert "removed activities.review" in found.structure
    assert any("lacks what behaviour.review speaks of" in one for one in said)
    assert any("behaviour.review is on one side only" in one for one in said)
    assert any("behaviour.closing waits for" in one for one in said)


def test_strict_comparisons_refuse_what_a_model_lacks() -> None:
    """Where leniency is not wanted, a scenario that speaks of what a model lacks is refused."""
    with pytest.raises(ConfigError, match="review"):
        compare(MODEL, WITHOUT, SCENARIO, replications=2, lenient=False)


def test_as_many_replications_as_a_precision_needs() -> None:
    """With ``auto`` the wished half-width is reached, or what falls short of it is told."""
    fewer = with_changes(SCENARIO, {"staff.team.count": 1})

    found = compare(MODEL, MODEL, SCENARIO, scenario_b=fewer, replications="auto", precision={"queue:opening": 0.2})
    short = compare(
        MODEL, MODEL, SCENARIO, scenario_b=fewer, replications="auto", precision={"queue:opening": 1e-4}, most=5
    )

    one = next(one for one in found.indicators if one.id == "queue:opening")
    assert (one.high - one.low) / 2 <= 0.2
    assert found.warnings == ()
    assert len(short.a.replications) == 5
    assert "not reached for queue:opening with 5" in short.warnings[0].in_language("en")


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ({"replications": 1}, "too few replications"),
        ({"replications": "many"}, "too few replications"),
        ({"replications": "auto", "most": 1}, "too few replications"),
        ({"replications": "auto", "most": 2, "precision": {"joy": 1.0}}, "no such indicator"),
        ({"replications": "auto", "precision": float("nan")}, "no precision nan"),
        ({"replications": "auto", "precision": 0.0}, "no precision 0"),
        ({"replications": "auto", "precision": {"cases": float("inf")}}, "no precision inf"),
    ],
)
def test_settings_without_sense_are_refused(settings: dict[str, object], what: str) -> None:
    """One replication cannot be compared, and no precision is reached of what is not there."""
    with pytest.raises(ConfigError, match=what):
        compare(MODEL, MODEL, SCENARIO, **settings)


def test_studies_are_kept_and_progress_is_told(tmp_path: Path) -> None:
    """Both studies are kept in folders of their own, and progress runs over both."""
    steps: list[tuple[int, int]] = []

    found = compare(MODEL, MODEL, SCENARIO, replications=2, out=tmp_path, progress=lambda *step: steps.append(step))

    assert (found.a.folder, found.b.folder) == (tmp_path / "a", tmp_path / "b")
    assert steps[-1] == (4, 4)
    assert all(total == 4 for _, total in steps)


def test_a_precision_can_be_asked_for_again(tmp_path: Path) -> None:
    """The same comparison asked for once more goes on with what its folders hold, also if more was needed."""
    fewer = with_changes(SCENARIO, {"staff.team.count": 1})

    first, again = (
        compare(
            MODEL,
            MODEL,
            SCENARIO,
            scenario_b=fewer,
            replications="auto",
            precision={"queue:opening": 1e-4},
            most=most,
            out=tmp_path,
        )
        for most in (23, 24)
    )

    assert (len(first.a.replications), len(again.b.replications)) == (23, 24)
    assert first.indicators[0].pairs == 23


def test_a_stopped_comparison_says_nothing(tmp_path: Path) -> None:
    """Half a comparison would pair one replication with another's luck; what is finished is kept, and it goes on."""

    def stop(done: int, _all: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compare(MODEL, MODEL, SCENARIO, replications=3, out=tmp_path, progress=stop)
    kept = load_study(tmp_path / "a")
    found = compare(MODEL, MODEL, SCENARIO, replications=3, out=tmp_path)

    assert (len(kept.replications), kept.complete) == (2, False)
    assert {one.difference for one in found.indicators} <= {0.0, None}


def test_inert_parts_shift_no_luck() -> None:
    """An activity that nobody plans, and a behaviour that never happens, change nothing, wherever they stand."""
    idle = Activity(id="idle", kind="contact", manual=True)
    other = attrs.evolve(MODEL, activities=(idle, *MODEL.activities))
    opening = next(one for one in SCENARIO.behaviour if one.id == "opening")
    never = attrs.evolve(opening, id="never", element="opening", chance=Share(value=0.0))
    scenario = attrs.evolve(SCENARIO, behaviour=(never, *SCENARIO.behaviour))

    found = compare(MODEL, other, SCENARIO, scenario_b=scenario, replications=3)

    assert {one.difference for one in found.indicators} <= {0.0, None}
    assert all((one.a, one.pairs) == (one.b, one.pairs) for one in found.indicators if one.a is not None)


def test_past_cases_are_judged_by_both() -> None:
    """Real cases that had no review break the rule of the one model and meet no such rule in the other."""
    builder = HistoryBuilder()
    builder.append("c", 10, kind="meeting", element="opening", transition="completed")

    found = compare(MODEL, WITHOUT, SCENARIO, replications=2, past=builder.finish())

    assert found.past == {"reviewed": (0.0, None)}


def test_what_differs_is_what_the_interval_says() -> None:
    """A rule whose difference may be chance is not called changed; a principle is by what most replications give."""
    a = study({"rule:x": (0.5, 0.6, 0.5), "rule:y": (0.1, 0.1, 0.2)}, ("met", "met", "partly"))
    b = study({"rule:x": (0.6, 0.5, 0.6), "rule:y": (0.9, 0.9, 0.9)}, ("partly", "partly", "met"))

    changed = changed_results(a, b, contrasts(a, b))

    assert changed == (("y", "13 %", "90 %"), ("care", "met", "partly"))


def test_shares_that_differ_look_so() -> None:
    """A small difference that chance does not explain is not told as from one number to the same."""
    a = study({"rule:x": (0.991, 0.992, 0.991)})
    b = study({"rule:x": (0.994, 0.995, 0.994)})

    changed = changed_results(a, b, contrasts(a, b))

    assert changed == (("x", "99.1 %", "99.4 %"),)


def test_indicators_of_one_side_only_are_shown() -> None:
    """What one side alone can tell stands without a difference."""
    found = contrasts(study({"x": (1.0, 2.0)}), study({"z": (3.0, 4.0)}))

    assert [(one.id, one.a, one.b, one.difference) for one in found] == [("x", 1.5, None, None), ("z", None, 3.5, None)]


def test_what_a_model_lacks_is_left_out() -> None:
    """Behaviours, facts, staff and people that the model does not know are left out, each with a warning."""
    text = """
id: odd
start: 2025-01-06
horizon: 1 week
facts: {colour: {spread: {value: 3}}}
staff: {ghosts: {role: ghost, count: 1}}
people: {aunt: {share: 0.5}}
behaviour: {seance: {by: ghost}, opening: {by: worker, after: [seance]}}
drop_out: {after: {value: 3, unit: days}, until: seance}
"""
    found = fitted_to(load_scenario(text), MODEL)

    said = " ".join(one.in_language("en") for one in found.warnings)
    assert [one.id for one in found.scenario.behaviour] == ["opening"]
    assert (found.scenario.facts, found.scenario.staff, found.scenario.people) == ((), (), ())
    assert found.scenario.behaviour[0].after == ()
    assert found.scenario.drop_out.until is None
    for path in (
        "behaviour.seance",
        "facts.colour",
        "staff.ghosts",
        "people.aunt",
        "behaviour.opening",
        "drop_out.until",
    ):
        assert path in said


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("arrivals.all.per_week", 9, "arrivals.all: cases come in another way"),
        (
            "behaviour.opening.length",
            {"shape": "uniform", "low": 1, "high": 2, "unit": "hours"},
            "behaviour.opening.length",
        ),
        ("horizon", "13 weeks", "horizon differs"),
        ("staff.team.count", 7, ""),
        ("behaviour.opening.length.value", 9, ""),
    ],
)
def test_streams_that_cannot_align_are_told(path: str, value: object, said: str) -> None:
    """Other arrivals, shapes and horizons are warned of; other numbers of staff or lengths are what is compared."""
    found = [one.in_language("en") for one in alignment(SCENARIO, with_changes(SCENARIO, {path: value}))]

    assert [said in one for one in found] == ([True] if said else [])


def test_a_report_has_every_item() -> None:
    """A report of a comparison has all twenty items, the table of differences, and what is left to the author."""
    found = compare(MODEL, WITHOUT, SCENARIO, replications=2)

    text = stress(found)

    assert len(ITEMS) == 20
    assert all(f"### {item.number} {item.title}" in text for item in ITEMS)
    assert "| b - a |" in text
    assert "Seed 1." in text
    assert "## Left to the author" in text
    assert "- 5.4 Computer: processor" in text
    assert "- removed activities.review" in text
    assert text == stress(found)


def test_a_report_of_one_study_names_its_assumptions() -> None:
    """A report of one study has indicators with intervals, and every number with what it rests on."""
    found = compare(MODEL, MODEL, SCENARIO, replications=2).a

    text = stress(found)

    assert "| Indicator | Unit | Mean | 95% interval |" in text
    assert "One scenario was run." in text


def test_tables_hold_whatever_stands_in_cells() -> None:
    """Bars and line breaks do not break a table, what is missing is a dash, and numbers have four figures."""
    assert table(("a",), [("x|y\nz",), (None,), (True,)])[2:] == ["| x\\|y z |", "| - |", "| yes |"]
    assert (number(0.000123456), number(98765.4), number(None)) == ("0.0001235", "98765", None)


def test_assumptions_and_sources_are_reported() -> None:
    """Numbers with a source, an assumption or neither are told apart, and sources are named with where they are."""
    sourced = attrs.evolve(
        SCENARIO,
        sources=(Source(id="survey", title=Text.of("A survey"), url="https://example.org", author="Somebody"),),
        scheduling=Scheduling.APPOINTMENT,
    )
    standing = (
        Standing(path="a.b", value="3", sources=("survey",)),
        Standing(path="c.d", value="4", assumption=Text.of("nobody has counted")),
        Standing(path="e.f", value="5", unsourced=True),
    )
    text = stress(
        attrs.evolve(
            study({"lead_time": (1.0, 2.0), "gone": (None,)}), scenario=sourced, standing=standing, warm_up=20160
        )
    )

    assert "- `survey`: A survey, Somebody <https://example.org>" in text
    assert "| `a.b` | 3 | survey |" in text
    assert "- `c.d` = 4: nobody has counted" in text
    assert "- `e.f` = 5" in text
    assert "the first 2 weeks are left out" in text
    assert "earliest run of free slots" in text
    assert "Could not be told: `gone`" in text


def test_compared_studies_name_what_could_not_be_paired() -> None:
    """The report of a comparison tells changed results and warnings under the logic of scenarios."""
    text = stress(compare(MODEL, WITHOUT, SCENARIO, replications=2))

    assert "What could not be paired:" in text
    assert "- `reviewed`: 100 % under a, not there under b" in text
