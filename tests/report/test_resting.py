"""What a study rests on, and how sure it is."""

import attrs
import pytest

from collabmodel.model import Text
from collabmodel.report.pageparts import UNTOLD, Provenance
from collabmodel.report.resting import repeat_section, rests_section, sure_section
from collabmodel.report.topics import Titles
from collabmodel.simulate.results import Standing
from collabmodel.workdays import Duration, Unit


def rests(study, *standing, lang="en"):
    given = attrs.evolve(study, standing=standing)
    return rests_section(given, Titles.of(given, lang))


def test_the_reader_sees_at_once_how_much_is_assumed(study):
    """An assumption that leans on a source is still an assumption, and is counted apart from what a source says."""
    found = rests(
        study,
        Standing(path="a.b.c", value="1", assumption=Text.of("guess")),
        Standing(path="a.b.d", value="2", assumption=Text.of("guess"), sources=("s",)),
        Standing(path="a.b.e", value="3", sources=("s",)),
        Standing(path="a.b.f", value="4", unsourced=True),
        Standing(path="a.b.g", value="5"),
    )

    assert found.answer == (
        "Numbers that went in: 5. Assumed: 1; assumed, leaning on a source: 1; without any source: 2; from sources: 1."
    )


def test_numbers_are_named_and_their_record_shown(study):
    """A number is called by what it is about and its key, with the place where it can be changed."""
    table = rests(study, Standing(path="behaviour.opening.no_show", value="0.15", unsourced=True)).parts[1]

    assert table.rows[0][0].text == "Joint opening meeting"
    assert table.rows[0][0].small == "behaviour.opening"
    assert table.rows[0][1].text == "how often the client stays away: 0.15"


def test_a_reason_is_read_once(study):
    """Numbers of one record with one reason share a row; another reason or record has its own."""
    why = Text.of("guess")
    table = rests(
        study,
        Standing(path="staff.nurses.count", value="4", assumption=why),
        Standing(path="staff.nurses.absences.ill.per_year", value="3", assumption=why),
        Standing(path="staff.nurses.caseload", value="9", assumption=Text.of("law")),
        Standing(path="facts.age", value="13 to 22", assumption=why),
    ).parts[1]

    assert [row[1].text for row in table.rows] == [
        "how many: 4; absences, ill, a year: 3",
        "most open cases each: 9",
        "13 to 22",
    ]
    assert table.rows[0][0].text == "Nurse"


def test_what_was_not_recorded_is_not_called_sourced(study):
    """No list of grounds is told as that."""
    assert rests(study).answer == "What the numbers rest on was not recorded."
    assert rests(study).parts == ()


def test_paper_has_the_assumptions(study):
    """Assumed and unsourced numbers are unfolded on paper; sourced ones need not be."""
    tables = [part for part in rests_section(study, Titles.of(study, "en")).parts if part.kind == "table"]

    assert [table.printed for table in tables] == [True, True, False]


@pytest.mark.parametrize(
    ("minutes", "told"), [(0, "Nothing is left out"), (8 * 7 * 24 * 60, "8\N{NO-BREAK SPACE}weeks")]
)
def test_warm_up_is_told(study, minutes, told):
    """Whether the start counts changes what figures mean."""
    given = attrs.evolve(study, warm_up=minutes)

    assert told in " ".join(sure_section(given, Titles.of(given, "en")).lines)


def test_warm_up_is_told_as_the_scenario_says_it(study):
    """A year stays a year."""
    scenario = attrs.evolve(study.scenario, warm_up=Duration(1, Unit.YEARS))
    given = attrs.evolve(study, scenario=scenario, warm_up=525_960)

    assert "settled: 1 year." in " ".join(sure_section(given, Titles.of(given, "en")).lines)


def test_advice_names_figures_instead_of_ids(study):
    """Advice for researchers is readable for others: ids become names."""
    given = attrs.evolve(study, advice=(Text.of("Furthest from it: open_at_end (14), wait:opening."),))
    found = sure_section(given, Titles.of(given, "en")).parts[0].items[0]

    assert found == "Furthest from it: “Open at the end” (14), “Wait from the opening: Joint opening meeting”."


def test_the_least_sure_figures_are_named(study):
    """Where intervals are wide for their figure the page says so."""
    wide = tuple(attrs.evolve(one, low=0.0, high=2 * (one.mean or 1.0)) for one in study.indicators[:1])
    given = attrs.evolve(study, indicators=wide)

    assert "Least sure for their size: Cases" in " ".join(sure_section(given, Titles.of(given, "en")).lines)


def test_everything_to_repeat_it_is_there(study):
    """Seed, command, fingerprints, versions and a digest to compare with."""
    given = repeat_section(study, Titles.of(study, "en"), Provenance((("sample-values", "1", "c" * 64),)), "go there")
    told = {row[0].text: row[1].text for row in given.parts[0].rows}

    assert told["Command"] == "go there"
    assert told["Seed"] == "7"
    assert told["sample, fingerprint"] == "a" * 64
    assert told["Scenario, fingerprint"] == "b" * 64
    assert told["sample-values, fingerprint"] == "c" * 64
    assert told["Ran on"] == "python 3.11.7"
    assert told["Digest of the first replication"].endswith("1")


def test_what_is_not_known_has_no_row(study):
    """Empty rows would look like empty values."""
    bare = attrs.evolve(study, provenance={}, replications=())
    given = repeat_section(bare, Titles.of(bare, "en"), UNTOLD, "")

    assert all(row[1].text for row in given.parts[0].rows)
