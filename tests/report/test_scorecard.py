"""Scorecards: what was found, in a manager's words."""

from array import array

import attrs
import pytest

from collabmodel.evaluate import Result, RuleColumn, evaluate
from collabmodel.evaluate.result import Evidence
from collabmodel.history import HistoryBuilder, from_events
from collabmodel.model import Combining, Model, Pattern, Principle, Rule, RuleIndicator, Scope, Template
from collabmodel.report.labels import Standing
from collabmodel.report.readers import Readers
from collabmodel.report.reasons import why_in_words
from collabmodel.report.scorecard import (
    as_scorecard,
    broken_in,
    case_names,
    counted,
    promises,
    scores,
    standing,
)


def column(verdict, activations=1, unknown=None, waived=None):
    """Give a column of one trace."""
    return RuleColumn(
        rule="r",
        model="m",
        scope="case",
        verdict=array("b", [verdict]),
        activations=array("i", [activations]),
        evidence=Evidence(),
        unknown=unknown or {},
        waived=waived or {},
    )


@pytest.mark.parametrize(
    ("cells", "stands"),
    [
        (column(0), Standing.KEPT),
        (column(1), Standing.KEPT),
        (column(2), Standing.OPEN),
        (column(3), Standing.BROKEN),
        (column(0, activations=0), Standing.NOT_APPLIED),
        (column(3, activations=0), Standing.BROKEN),
        (column(2, activations=0), Standing.OPEN),
        (column(3, unknown={0: ("age",)}), Standing.CANNOT_SAY),
        (column(3, waived={0: "snow"}), Standing.EXCUSED),
    ],
)
def test_each_cell_has_one_plain_word(cells, stands):
    """Not applying, not yet, and not knowing are never told as broken; a waiver excuses."""
    assert standing(cells, 0) is stands


def test_the_most_broken_promise_comes_first(evaluation):
    """A reader with one minute sees the worst first, and in which cases."""
    found = promises(evaluation, Readers.of(evaluation.models, "en"))

    assert [len(one.broken) for one in found] == sorted((len(one.broken) for one in found), reverse=True)
    assert {one.id: case_names(one, evaluation) for one in found}["opening_first"] == ("case-2",)


def test_principles_have_a_word_and_a_reason(evaluation):
    """Every principle without parts says why it is judged so; parts follow their whole."""
    found = scores(evaluation, Readers.of(evaluation.models, "sv"))

    assert all(one.reason for one in found if not one.found.parts)
    assert [one.id for one in found if one.depth == 1] == ["felt"]
    assert {one.id: one.result for one in found}["together"] is Result.PARTLY


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "en",
            (
                "4 cases, 12 events, as things stood on 25.3.2025",
                "  PARTLY KEPT  We begin together",
                "       in: case-2",
            ),
        ),
        (
            "fi",
            (
                "4 tapausta, 12 tapahtumaa, tilanne 25.3.2025",
                "  TOTEUTUU OSITTAIN  Aloitamme yhdessä",
                "       tapaukset: case-2",
            ),
        ),
        (
            "sv",
            (
                "4 ärenden, 12 händelser, läget 25.3.2025",
                "  UPPFYLLS DELVIS  Vi börjar tillsammans",
                "       i: case-2",
            ),
        ),
    ],
)
def test_a_manager_reads_it_in_their_language(evaluation, lang, lines):
    """The scorecard speaks the language it was asked for."""
    found = as_scorecard(evaluation, lang).splitlines()

    assert [line for line in lines if line not in found] == []


def test_long_lists_are_cut_and_say_so(tell, model):
    """A promise broken in many cases names the first and counts the rest."""
    cases = ("a", "b", "c")
    rows = [
        (case, *row)
        for case in cases
        for row in (("contact", "visit", "completed", 3, {}), ("case", "", "closed", 4, {}))
    ]

    found = as_scorecard(evaluate(model, tell(rows, model)), "en", most=1)

    assert "  3 x  No visit before the joint opening meeting\n       in: a and 2 more" in found


def test_reasons_of_the_evaluation_have_words(evaluation):
    """Why something could not be assessed is told in the reader's language, roles and sides by name."""
    readers = Readers.of(evaluation.models, "fi")

    assert why_in_words("nobody was heard as young", "sample", readers) == "tästä roolista ei kuultu ketään: Nuori"
    assert why_in_words("nobody was heard as client", "sample", readers) == "tästä roolista ei kuultu ketään: asiakas"
    assert why_in_words("not known: age, young", "sample", readers) == "kirjauksista puuttuu: nuoren ikä, Nuori"
    assert why_in_words("nobody was asked twice", "sample", readers).startswith("keneltäkään ei kysytty")
    assert why_in_words("something new", "sample", readers) == "something new"


def test_nothing_broken_is_said(tell):
    """An empty list of breaches is a sentence, not silence."""
    model = Model(id="m")

    found = as_scorecard(evaluate(model, tell([("c", "case", "", "opened", 1, {})], model)), "fi")

    assert "Yhtään lupausta ei rikottu." in found


def test_no_cases_are_not_praised():
    """Where nothing was judged the scorecard does not say that nothing was broken."""
    found = as_scorecard(evaluate(Model(id="m"), from_events(())), "en")

    assert found == "0 cases, 0 events\n\nNo case histories were judged."


def test_unknown_elements_keep_their_id(evaluation):
    """An id without a title is shown readable instead of failing."""
    readers = Readers.of(evaluation.models, "en")

    assert readers.title("nowhere", "left_over") == "left over"
    assert attrs.asdict(promises(evaluation, readers)[0])["title"]


@pytest.mark.parametrize(
    "flags", [{}, {"unknown": {1: ("age",)}}, {"waived": {2: "snow"}, "unknown": {0: ("age",), 2: ("age",)}}]
)
def test_counting_together_is_counting_one_by_one(flags):
    """The quick count of many cells is the count of each."""
    cells = attrs.evolve(
        column(0, **flags), verdict=array("b", [3, 0, 2, 1, 3, 0]), activations=array("i", [1, 0, 0, 2, 0, 1])
    )
    one_by_one = [standing(cells, trace) for trace in range(6)]

    counts = counted(cells)

    assert {stands: counts[stands] for stands in Standing} == {stands: one_by_one.count(stands) for stands in Standing}
    assert broken_in(cells) == tuple(trace for trace, stands in enumerate(one_by_one) if stands is Standing.BROKEN)


def test_the_reason_told_is_one_with_the_principles_own_result():
    """A principle that is kept is not explained by the one indicator that is not; adoption has its own words."""
    builder = HistoryBuilder()
    builder.append("office", 0, kind="adoption", element="signed")
    rules = tuple(
        Rule(id=id, template=Template.EXISTENCE, a=Pattern(element=element), scope=Scope.ADOPTION)
        for id, element in (("lost", "x"), ("sign", "signed"))
    )
    model = Model(
        id="m",
        rules=rules,
        indicators=tuple(RuleIndicator(id=f"{rule.id}_kept", rule=rule.id, met=0.9) for rule in rules),
        principles=(Principle(id="p", indicators=("lost_kept", "sign_kept"), combining=Combining.ANY),),
    )

    text = as_scorecard(evaluate(model, builder.finish()))

    assert "Sign kept: kept in 100\N{NO-BREAK SPACE}% (counted: 1 history of preparation)" in text
    assert text.startswith("0 cases, 1 history of preparation, 1 event, ")
