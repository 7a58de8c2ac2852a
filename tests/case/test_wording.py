"""The words of refusals and needs."""

from __future__ import annotations

import string

import pytest

from collabmodel.case import Lack, Reason
from collabmodel.case.sentences import CLOSE, DETAILS, LACKS, LANGUAGES, REASONS, UNDECLARED, WORDS
from collabmodel.case.wording import need, refusal, said, undeclared
from collabmodel.model import Text


def fields(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words_in_every_language(reason):
    """Finnish, Swedish and English say the same, with the same names in it, and nothing twice."""
    row = REASONS[reason]

    assert len(set(row)) == len(LANGUAGES)
    assert len({frozenset(fields(sentence)) for sentence in row}) == 1
    assert all(sentence.endswith(".") for sentence in row)


@pytest.mark.parametrize("lack", Lack)
def test_every_need_has_words_in_every_language(lack):
    """Each kind of need names what is missing."""
    text = need(lack, "the_thing", "missing").text

    assert all(text.in_language(code) for code in LANGUAGES)
    assert len(set(LACKS[lack])) >= 2


def test_details_are_told_in_the_language_of_the_sentence():
    """Known details have words; others are shown as the model writes them."""
    assert need(Lack.DATA, "age", "too large").text.in_language("fi") == "Tieto age: liian suuri"
    assert need(Lack.TIME, "by", "3 working days").text.in_language("sv") == "Tid (by): 3 working days"
    assert all(
        len(row) == len(LANGUAGES) and all(row) for row in (*DETAILS.values(), *WORDS.values(), CLOSE, UNDECLARED)
    )


@pytest.mark.parametrize(
    ("name", "detail", "words"),
    [
        ("organisations", "organisations 0 < 2", "Läsnä: organisaatioita (0, tarvitaan vähintään 2)."),
        ("client", "people 0 < 1", "Läsnä: asiakas (henkilöitä 0, tarvitaan vähintään 1)."),
        ("guardian", "in person, remote", "Läsnä: guardian (paikalla, etänä)."),
        ("guardian", "", "Läsnä: guardian."),
    ],
)
def test_who_must_come_is_told_in_words(name, detail, words):
    """How many came and are needed, in which ways, whose side: none of it in the words of model files."""
    assert need(Lack.ATTENDANCE, name, detail).text.in_language("fi") == words


def test_whoever_may_let_a_quorum_pass_is_told_with_the_datum_that_says_so():
    """Without its name nobody could type it."""
    said_so = need(Lack.WAIVER, "lead", "quorum_waived").text.in_language("en")

    assert said_so == "Leave to go on without them (quorum_waived): lead."


def test_titles_come_in_the_language_of_the_sentence():
    """A title is filled in in its own language, and nothing is filled in from what people typed."""
    title = Text.of({"fi": "Nuori {x}", "sv": "Unga", "en": "Youth"})

    assert need(Lack.ROLE, "youth", title=title).text.in_language("fi") == "Rooli, joka voi: Nuori {x}."
    assert refusal(Reason.PHASE).text.in_language("en") == "The phase is not under way: ."
    assert said(("{a}", "{a}", "{b}"), {"a": "{b}"}).versions == (("fi", "{b}"), ("sv", "{b}"), ("en", ""))


@pytest.mark.parametrize("name", ["Matti Meikäläinen", "a" * 41, "", "a b", "<b>", "x\n"])
def test_what_looks_like_no_name_is_not_shown(name):
    """What somebody typed where a name should be may be about a person."""
    assert undeclared(name).name == "?"
