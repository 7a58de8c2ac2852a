"""Words in three languages."""

import re

import pytest

from collabmodel.report import conditions, labels, naming, pagewords, phrases, svg, words
from collabmodel.report.words import (
    Counted,
    Phrase,
    duration_in_words,
    listed,
    number_in_words,
    quoted,
    sentence,
    within_in_words,
)
from collabmodel.workdays import parse_duration


def catalogue():
    """Give every phrase of every table with its name."""
    for module in (conditions, labels, naming, pagewords, phrases, svg, words):
        for name, value in vars(module).items():
            yield from phrases_in(f"{module.__name__}.{name}", value)


def phrases_in(name, value):
    if isinstance(value, Phrase):
        yield name, value
    elif isinstance(value, Counted):
        yield from ((f"{name}.one", value.one), (f"{name}.many", value.many))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from phrases_in(f"{name}[{key}]", inner)


def test_the_catalogue_is_found():
    """The test below looks at the whole catalogue, not at an empty one."""
    assert len(dict(catalogue())) > 250


@pytest.mark.parametrize(("name", "phrase"), sorted(dict(catalogue()).items()))
def test_every_phrase_speaks_three_languages_with_the_same_gaps(name, phrase):
    """No phrase lacks a language, and all three have the same gaps to fill."""
    gaps = [sorted(re.findall(r"\{(\w*)\}", text)) for text in (phrase.en, phrase.fi, phrase.sv)]

    assert all((phrase.en, phrase.fi, phrase.sv)), name
    assert gaps[0] == gaps[1] == gaps[2], name


def test_any_other_language_gets_english():
    """A language without words here falls back to English instead of failing."""
    assert Phrase("yes", "kyllä", "ja").say("smn") == "yes"


@pytest.mark.parametrize(
    ("text", "en", "fi", "sv"),
    [
        ("1 day", "within 1 day", "1 päivän kuluessa", "inom 1 dag"),
        ("7 working days", "within 7 working days", "7 työpäivän kuluessa", "inom 7 arbetsdagar"),
        ("3 months", "within 3 months", "3 kuukauden kuluessa", "inom 3 månader"),
        ("same day", "on the same day", "samana päivänä", "samma dag"),
    ],
)
def test_times_are_said_as_people_say_them(text, en, fi, sv):
    """Durations bend the way each language bends them."""
    found = [within_in_words(parse_duration(text), lang) for lang in ("en", "fi", "sv")]

    assert found == [en, fi, sv]


def test_one_and_many_differ():
    """One day is not one days."""
    assert duration_in_words(parse_duration("1 week"), "fi") == "1 viikko"
    assert duration_in_words(parse_duration("2 weeks"), "fi") == "2 viikkoa"


def test_small_words_follow_the_language():
    """Lists, quotation marks and decimals are written as the language writes them."""
    assert listed(("a",), "fi") == "a"
    assert listed((), "fi") == ""
    assert listed(("a", "b"), "en") == "a and b"
    assert (quoted("x", "en"), quoted("x", "sv")) == ("“x”", "”x”")
    assert (number_in_words(0.75, "sv"), number_in_words(10, "en")) == ("0,75", "10")


def test_sentences_end_once_and_keep_no_break_spaces():
    """A sentence has one full stop, and a number stays with its unit."""
    assert sentence("all well.") == "All well."
    assert sentence("90\u00a0% kept") == "90\u00a0% kept."
    assert sentence("  ") == ""
