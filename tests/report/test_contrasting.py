"""What changes when one thing is changed."""

import attrs
import pytest

from collabmodel.model import Text
from collabmodel.report.contrasting import change_told, comparison_sections, short_contrasts, warned, what_ifs_section
from collabmodel.report.topics import Titles
from collabmodel.simulate.contrasting import UNTOLD
from collabmodel.simulate.results import Contrast


def titles(comparison, lang="en"):
    return Titles.of(comparison.a, lang)


def words(section):
    items = [item for part in section.parts if part.kind == "notes" for item in part.items]
    return " ".join((*section.lines, *items))


@pytest.mark.parametrize(
    ("lang", "told"),
    [("en", "Social worker 4 → 5"), ("fi", "Sosiaalityöntekijä 4 → 5"), ("sv", "Socialarbetare 4 → 5")],
)
def test_one_more_worker_is_named(comparison, lang, told):
    """A what-if is called by what it changes, in the reader's words."""
    assert change_told(comparison, titles(comparison, lang)) == told


def test_other_changes_are_named_by_model_or_scenario(comparison):
    """Two models are named by their titles, two scenarios by theirs; where those are alike, by ids and versions."""
    a, b = comparison.a, comparison.b
    same = attrs.evolve(b, scenario=a.scenario)
    other = attrs.evolve(same, model=attrs.evolve(b.model, title=Text.of("Another way")))
    scenario = attrs.evolve(b, scenario=attrs.evolve(a.scenario, title=Text.of("Worse")))
    version = attrs.evolve(b, scenario=attrs.evolve(a.scenario, version="2"))

    def told(study):
        return change_told(attrs.evolve(comparison, b=study), titles(comparison))

    assert told(other) == "Town and clinic together → Another way"
    assert told(scenario) == "A town of middling size → Worse"
    assert told(version) == "sample 1, tried 1 → sample 1, tried 2"


def test_the_figures_that_are_told_are_chosen_beforehand(comparison):
    """The same figures are told of every change, clear or not, so that nothing is picked by its result."""
    told = [one.id for one in short_contrasts(comparison)]

    assert told[:3] == ["wait:opening", "never:opening", "lead_time"]
    assert "utilisation:workers" in told
    unclear = tuple(attrs.evolve(one, low=-9.0, high=9.0) for one in comparison.indicators)
    assert [one.id for one in short_contrasts(attrs.evolve(comparison, indicators=unclear))] == told


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (-3.0, -1.0, "clearly less, \N{MINUS SIGN}2"),
        (-5.0, 1.0, "may be chance, \N{MINUS SIGN}2"),
        (None, None, "cannot be told"),
    ],
)
def test_it_is_said_whether_a_difference_is_clear(comparison, low, high, told):
    """A difference within chance is not told as an effect."""
    one = Contrast(
        id="wait:opening", title=Text.of("Wait"), unit="days", a=5.0, b=3.0, difference=-2.0, low=low, high=high
    )
    found = what_ifs_section((attrs.evolve(comparison, indicators=(one,)),), titles(comparison))

    assert told in found.answer


def test_many_figures_make_some_look_clear_by_chance(comparison):
    """A reader of many differences is warned how many would look clear though nothing had changed."""
    few = attrs.evolve(comparison, indicators=comparison.indicators[:3], warnings=())

    assert "by chance alone" in warned(comparison, titles(comparison))[0].items[0]
    assert warned(few, titles(comparison)) == []


def test_several_changes_stand_side_by_side(comparison):
    """Of each main figure one picture shows what every change does to it."""
    staff = tuple(attrs.evolve(one, count=one.count + (one.id == "nurses")) for one in comparison.a.scenario.staff)
    nurse = attrs.evolve(
        comparison, b=attrs.evolve(comparison.b, scenario=attrs.evolve(comparison.b.scenario, staff=staff))
    )
    found = what_ifs_section((comparison, nurse), titles(comparison))
    picture = next(part for part in found.parts if part.kind == "picture")

    assert "Social worker 4 → 5" in found.answer
    assert "Nurse 4 → 5" in found.answer
    assert "Nurse 4 → 5" in picture.broad
    assert what_ifs_section((), titles(comparison)) is None


def test_a_comparison_tells_what_changed_and_why_pairs_fail(comparison):
    """Results that differ are told in words, models' differences are listed, and luck that could not be paired."""
    differences, changed, structure = comparison_sections(comparison, titles(comparison, "sv"))
    rows = [[cell.text for cell in row] for part in changed.parts for row in part.rows]

    assert ["Vi börjar tillsammans", "uppfylls inte", "uppfylls"] in rows
    assert ["Tilliten känns", "finns inte", "uppfylls"] in rows
    assert ["Inget besök före det gemensamma inledande mötet", "80 %", "95 %"] in rows
    assert "Slumpen skiljer sig här." in words(differences)
    assert words(structure) == "rules: one more"


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "decided in no case"),
        ("fi", "ei ratkennut yhdessäkään tapauksessa"),
        ("sv", "avgjordes inte i något ärende"),
    ],
)
def test_a_rule_that_was_decided_nowhere_is_told_in_the_reader_s_words(comparison, lang, told):
    """What a comparison says of a side where a rule was decided in no case is said in each language."""
    other = attrs.evolve(comparison, changed=(("opening_first", UNTOLD, "95 %"),))
    _, changed, _ = comparison_sections(other, titles(comparison, lang))

    assert [cell.text for cell in changed.parts[0].rows[0]][1:] == [told, "95 %"]


def test_equal_results_and_models_are_told_as_equal(comparison):
    """No change is an answer too."""
    same = attrs.evolve(comparison, changed=(), past={}, structure=())
    _, changed, structure = comparison_sections(same, titles(comparison))

    assert changed.answer == "No promise and no principle has another result."
    assert structure.lines == ("The models are the same; only the scenario differs.",)


def test_a_figure_that_cannot_be_told_is_left_out(comparison):
    """Nothing is drawn or said of a figure that neither side could tell."""
    untold = tuple(attrs.evolve(one, a=None, b=None, difference=None) for one in comparison.indicators)
    found = what_ifs_section((attrs.evolve(comparison, indicators=untold),), titles(comparison))

    assert found.lines == ()
    assert not [part for part in found.parts if part.kind == "picture"]
