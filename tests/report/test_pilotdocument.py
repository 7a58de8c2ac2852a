"""The pilot report as a document: what the page says, for files that are no page."""

from pathlib import Path

import pytest

from collabmodel.adapters.plain_text import PlainText
from collabmodel.check import check
from collabmodel.report import Measure, Provenance, page, pilot_document

GOLDEN = Path(__file__).parent / "golden"
KNOWN = Provenance((("sample", "1", "a" * 64),), "sample.histories.jsonl")


@pytest.fixture(scope="module", params=["judged", "studied"])
def parts(request, model, values, evaluation, study, comparison):
    """Give what a page and a document are made of, with a study and without."""
    parts = {"values": (values,), "findings": check(model), "evaluation": evaluation, "provenance": KNOWN}
    more = {"study": study, "what_ifs": (comparison,), "command": "collabmodel pilot"}
    return request.param, parts | (more if request.param == "studied" else {})


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_a_pilot_document_says_the_same(model, parts, lang, regenerate):
    """What people read in a pilot report changes only on purpose."""
    name, told = parts
    document = pilot_document(model, lang=lang, **told)
    said = PlainText().write(document).decode()
    golden = GOLDEN / f"pilot-{name}-{lang}.txt"

    if regenerate:
        golden.write_text(said, encoding="utf-8", newline="\n")
    else:
        assert said == golden.read_text(encoding="utf-8")


def test_a_pilot_document_carries_the_page(model, parts):
    """A reporter that can show HTML has the very page."""
    _, told = parts

    assert pilot_document(model, lang="fi", **told).page == page(model, lang="fi", **told)


def test_ids_of_sections_are_unique_and_stable(model, parts):
    """Bookmarks and sheets rest on them, in every language."""
    _, told = parts
    ids = [[one.id for one in pilot_document(model, lang=lang, **told).sections] for lang in ("fi", "sv", "en")]

    assert ids[0] == ids[1] == ids[2]
    assert len(set(ids[0])) == len(ids[0])


def test_drawings_stand_alone_and_are_told_in_words(model, parts):
    """Whoever cannot see a drawing reads what it shows; whoever draws it needs nothing else."""
    _, told = parts
    figures = [one.figure for one in pilot_document(model, lang="en", **told).sections if one.figure]

    assert figures
    for one in figures:
        assert one.svg.startswith("<svg ")
        assert one.svg.endswith("</svg>")
        assert one.svg.count("http") == one.svg.count("http://www.w3.org/2000/svg")
        assert one.alternative


def test_all_figures_of_a_study_are_numbers(model, values, study):
    """What a page writes in words with units stands in typed tables as well."""
    document = pilot_document(model, values=(values,), study=study)
    tables = [one.table for one in document.sections if one.id.startswith("figures-")]

    assert sum(len(table.rows) for table in tables) == len(study.indicators)
    for table in tables:
        assert table.columns[1].measure in {Measure.NUMBER, Measure.SHARE}
        assert all(cell is None or isinstance(cell, float | int) for row in table.rows for cell in row[1:4])


def test_nothing_judged_is_told(model):
    """A document without histories says so."""
    assert "No case histories were given" in pilot_document(model).sections[0].paragraphs[0]
