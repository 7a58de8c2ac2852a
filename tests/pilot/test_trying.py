"""Trying a model in a scenario: simulated, compared with one more worker, told on one page."""

from pathlib import Path

import attrs
import pytest

from collabmodel.formats import read
from collabmodel.model import Severity
from collabmodel.pilot import groups_meeting_clients, kept_what_ifs, one_more, pilot
from collabmodel.simulate import load_study
from collabmodel.simulate.reading import load_scenario, read_scenario
from collabmodel.simulate.scenario import Staff

FOLDER = Path(__file__).parent.parent / "golden" / "cli"
MODEL = read(FOLDER / "orchard.yaml").model
SCENARIO = load_scenario(FOLDER / "orchard.scenario.yaml")


def test_a_scenario_is_simulated_and_each_group_that_meets_clients_gets_one_more(tmp_path):
    """The study, and beside it the same luck with one more gardener and with one more neighbour."""
    tried = pilot(MODEL, scenario=SCENARIO, replications=2, compiled=False, out=tmp_path)

    assert len(tried.study.replications) == 2
    assert tried.study.complete
    assert [one.b.scenario.staff[place].count for place, one in enumerate(tried.what_ifs)] == [3, 2]
    assert all(one.a is tried.study for one in tried.what_ifs)
    assert tried.judged is tried.study.evaluation


def test_what_was_tried_is_kept_beside_the_page(tmp_path):
    """The page can be made again from the folder alone, with the same figures."""
    tried = pilot(MODEL, scenario=SCENARIO, replications=2, compiled=False, out=tmp_path)
    study = load_study(tmp_path)

    assert {one.id: one for one in study.indicators} == {one.id: one for one in tried.study.indicators}
    assert [{one.id: one for one in found.indicators} for found in kept_what_ifs(study)] == [
        {one.id: one for one in found.indicators} for found in tried.what_ifs
    ]


def test_without_a_folder_a_study_is_kept_nowhere(tmp_path, monkeypatch):
    """The library writes where it is told to, and only there."""
    monkeypatch.chdir(tmp_path)

    tried = pilot(MODEL, scenario=SCENARIO, replications=1, compiled=False, what_if=False)

    assert tried.study.cases > 20
    assert (tried.report, tried.what_ifs, kept_what_ifs(tried.study)) == (None, (), ())
    assert list(tmp_path.iterdir()) == []


def test_progress_runs_through_all_that_is_tried():
    """A bar that starts anew for each what-if would tell nobody how long it still takes."""
    told = []
    pilot(
        MODEL,
        scenario=SCENARIO,
        replications=2,
        compiled=False,
        progress=lambda done, total: told.append((done, total)),
    )

    assert {total for _, total in told} == {6}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (6, 6)


def test_a_trial_that_is_cancelled_tries_nothing_more(tmp_path):
    """What is finished is told; what-ifs of half a study would mislead."""
    seen = []
    tried = pilot(
        MODEL,
        scenario=SCENARIO,
        replications=50,
        compiled=False,
        out=tmp_path,
        progress=lambda done, _: seen.append(done),
        cancel=lambda: bool(seen) and seen[-1] >= 1,
    )

    assert (tried.study.complete, tried.complete) == (False, False)
    assert 1 <= len(tried.study.replications) < 50
    assert tried.what_ifs == ()
    assert tried.report.is_file()


def test_a_trial_that_is_cancelled_among_its_what_ifs_says_so(tmp_path):
    """The study is whole then, but the trial is not: what was not tried must not look as if it had been."""
    seen = []
    settings = {"scenario": SCENARIO, "replications": 2, "compiled": False, "out": tmp_path}
    tried = pilot(MODEL, progress=lambda done, _: seen.append(done), cancel=lambda: seen[-1:] == [5], **settings)
    again = pilot(MODEL, **settings)

    assert (tried.study.complete, tried.complete, len(tried.what_ifs)) == (True, False, 1)
    assert (again.complete, len(again.what_ifs)) == (True, 2)


def test_a_scenario_that_does_not_fit_is_told_with_its_places():
    """A mistake in a scenario is a finding like one in the model, and nothing is simulated."""
    loaded = read_scenario(FOLDER / "unsound-spring.yaml")

    tried = pilot(MODEL, scenario=loaded.scenario, scenario_places=loaded.places)

    errors = [one for one in tried.findings if one.severity is Severity.ERROR]
    assert not tried.sound
    assert tried.study is None
    assert {one.code for one in errors} == {"scenario"}
    assert any(one.place.line == 8 and "a share lies between 0 and 1" in one.message for one in errors)


def test_groups_that_never_meet_a_client_get_nobody_more():
    """One more archivist does not shorten a client's wait, and trying it would only take time."""
    archive = Staff(id="archive", role="archivist", count=1)

    found = groups_meeting_clients(MODEL, attrs.evolve(SCENARIO, staff=(*SCENARIO.staff, archive)))

    assert found == ("gardeners", "neighbours")


@pytest.mark.parametrize("group", ["gardeners", "neighbours"])
def test_one_more_changes_one_group_only(group):
    """A what-if is about one thing."""
    counts = {one.id: one.count for one in SCENARIO.staff}

    found = {one.id: one.count for one in one_more(SCENARIO, group).staff}

    assert found == {**counts, group: counts[group] + 1}


def test_a_notebook_shows_the_page():
    """The page stands in a frame of its own, so that its style and the notebook's do not mix."""
    shown = pilot(MODEL)._repr_html_()

    assert shown.startswith("<iframe srcdoc=")
    assert "<script" not in shown
