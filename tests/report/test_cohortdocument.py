"""The cohort report: typed, in three languages, and silent about anybody."""

import datetime as dt
from pathlib import Path

import attrs
import pytest

from collabmodel.adapters.plain_text import PlainText
from collabmodel.errors import ConfigError
from collabmodel.evaluate import evaluate
from collabmodel.history import from_events
from collabmodel.model import Model
from collabmodel.report import Measure, Provenance, Subject, cohort_document
from collabmodel.report.hiding import HIDDEN

GOLDEN = Path(__file__).parent / "golden"
KNOWN = Provenance((("sample", "1", "a" * 64),), "sample.histories.jsonl")
TYPES = {
    Measure.TEXT: str,
    Measure.NUMBER: int | float,
    Measure.SHARE: int | float,
    Measure.DATE: dt.date,
    Measure.TIME: dt.datetime,
}


def cells(document):
    """Give every cell with what its column says it is."""
    for section in document.sections:
        for row in section.table.rows if section.table else ():
            for cell, column in zip(row, section.table.columns, strict=True):
                yield section.id, column, cell


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
@pytest.mark.parametrize("hide", [0, 2])
def test_a_cohort_report_says_the_same(evaluation, lang, hide, regenerate):
    """What people read in a cohort report changes only on purpose."""
    said = PlainText().write(cohort_document(evaluation, lang, KNOWN, hide_below=hide)).decode()
    golden = GOLDEN / f"cohort-{lang}{'-hidden' if hide else ''}.txt"

    if regenerate:
        golden.write_text(said, encoding="utf-8", newline="\n")
    else:
        assert said == golden.read_text(encoding="utf-8")


def test_cells_are_what_their_columns_say(evaluation):
    """Numbers are numbers and shares lie between 0 and 1, so that any program can reckon with them."""
    for section, column, cell in cells(cohort_document(evaluation)):
        if cell is not None:
            assert isinstance(cell, TYPES[column.measure]), (section, column.title)
        if column.measure is Measure.SHARE and cell is not None:
            assert 0 <= cell <= 1


def test_shares_of_a_promise_make_a_whole(evaluation):
    """Kept, broken and open are the parts of the cases that a promise applied to and could be judged in."""
    for section in cohort_document(evaluation).sections:
        if section.id in {"rules", "limits"}:
            shares = [row[-3:] for row in section.table.rows if row[-1] is not None]

            assert [sum(some) for some in shares] == pytest.approx([1.0] * len(shares))


def test_a_cohort_report_names_no_case_and_no_event(evaluation):
    """Whoever reads about many learns nothing about one."""
    said = PlainText().write(cohort_document(evaluation, "en", KNOWN)).decode().split()
    history = evaluation.history

    assert not set(history.cases) & set(said)
    assert not {history.event_id(place) for place in range(len(history.occurred))} & set(said)


def test_endings_count_every_case(evaluation):
    """Each ordinary case ended somehow, or is still open."""
    (endings,) = (one for one in cohort_document(evaluation).sections if one.id == "endings")

    assert sum(row[1] for row in endings.table.rows) == evaluation.cases
    assert sum(row[2] for row in endings.table.rows) == pytest.approx(1.0)


def test_small_counts_are_kept_back(evaluation):
    """With a least number, no count above zero and below it is shown anywhere."""
    document = cohort_document(evaluation, hide_below=2)
    counted = {"rules", "limits", "endings"}

    shown = [cell for id, column, cell in cells(document) if id in counted and column.measure is Measure.NUMBER]

    assert HIDDEN in shown
    assert 1 not in shown
    assert next(one for one in document.sections if one.id == "summary").paragraphs[-1].startswith("A star stands")


def test_a_tiny_cohort_tells_nothing(evaluation):
    """Fewer cases than the least number are no cohort."""
    document = cohort_document(evaluation, hide_below=evaluation.cases + 1)

    assert [one.id for one in document.sections] == ["summary"]
    assert document.sections[0].table is None


def test_a_least_number_below_zero_is_refused(evaluation):
    """It would mean nothing."""
    with pytest.raises(ConfigError, match="below zero"):
        cohort_document(evaluation, hide_below=-1)


def test_no_histories_make_a_report_too():
    """Nothing to tell is told."""
    document = cohort_document(evaluate(Model(id="m"), from_events(())))

    assert document.subject is Subject.COHORT
    assert [one.id for one in document.sections] == ["summary", "gaps", "limits-of-this"]


def test_words_of_staff_never_reach_the_report(evaluation):
    """An ending that no model names may be anybody's words, so it is counted and not shown."""
    unnamed = attrs.evolve(evaluation, models=tuple(attrs.evolve(one, endings=()) for one in evaluation.models))
    (endings,) = (one for one in cohort_document(unnamed).sections if one.id == "endings")

    assert {row[0] for row in endings.table.rows} <= {"ended in another way", "still open"}
