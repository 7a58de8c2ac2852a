"""How the library and a study are cited."""

import datetime as dt
from importlib import metadata
from pathlib import Path

import attrs
import pytest
from ruamel.yaml import YAML

from collabmodel.cli.citing import AUTHORS, LICENCE, RELEASED, Citation, of_library, of_study
from collabmodel.formats import content_hash
from collabmodel.model import Model
from collabmodel.simulate import Replication, Scenario, Study
from collabmodel.simulate.reading import scenario_hash
from collabmodel.workdays import parse_duration

STUDY = Study(
    model=Model(id="garden", version="2"),
    scenario=Scenario(id="spring", start=dt.date(2025, 3, 3), horizon=parse_duration("12 weeks")),
    values=(Model(id="kindness"),),
    seed=7,
    replications=(Replication(number=1, cases=40, events=500, measures={}, digest="d1"),),
    indicators=(),
    provenance={"library": "0.0.9"},
)


def test_the_command_line_cites_what_the_citation_file_says():
    """The file that others read and the command give the same authors, version, day and licence."""
    path = Path(__file__).parents[2] / "CITATION.cff"
    told = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))

    assert [author["name"] for author in told["authors"]] == list(AUTHORS)
    assert told["version"] == metadata.version("collabmodel") == of_library().version
    assert str(told["date-released"]) == RELEASED
    assert told["license"] == LICENCE
    assert told["title"] == of_library().title


def test_a_study_is_cited_by_what_repeats_it():
    """Hashes of model, values and scenario, seed, replications, the version that made it, and what came out."""
    text = of_study(STUDY, "en").text("en")

    assert "garden 2, scenario spring 1, 1 replication, seed 7, made with collabmodel 0.0.9" in text
    for digest in (content_hash(STUDY.model), content_hash(STUDY.values[0]), scenario_hash(STUDY.scenario)):
        assert digest in text


def test_other_results_are_another_citation():
    """Whoever gets other bytes sees it in the reference."""
    other = attrs.evolve(STUDY, replications=(attrs.evolve(STUDY.replications[0], digest="d2"),))

    assert dict(of_study(other, "en").notes)["results"] != dict(of_study(STUDY, "en").notes)["results"]


@pytest.mark.parametrize("lang", ["fi", "sv"])
def test_a_study_is_cited_in_the_reader_s_language(lang):
    """The words around hashes are the reader's."""
    assert {"fi": "siemenluku 7", "sv": "frö 7"}[lang] in of_study(STUDY, lang).text(lang)


def test_signs_of_latex_are_written_so_that_it_reads_them():
    """A title with a percent sign or an underscore does not break a bibliography."""
    entry = Citation(key="k", kind="misc", title="50 % of a_b & c", notes=(("x_y", "#1"),)).bibtex()

    assert "title = {{50 \\% of a\\_b \\& c}}," in entry
    assert "note = {x\\_y: \\#1}," in entry


def test_braces_of_an_entry_are_even():
    """Every BibTeX entry can be read."""
    for one in (of_library(), of_study(STUDY, "fi")):
        plain = one.bibtex().replace("\\{", "").replace("\\}", "")

        assert plain.count("{") == plain.count("}")
