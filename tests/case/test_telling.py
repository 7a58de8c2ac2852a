"""How a case speaks to people."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.case.asking_scenes import MODEL

from collabmodel.case.sentences import LANGUAGES
from collabmodel.case.tables import tables_of
from collabmodel.case.telling import listed, of_duration, of_pattern, of_time, tell
from collabmodel.model import Text, parse_pattern
from collabmodel.workdays import Duration, Unit

HELSINKI = dt.timezone(dt.timedelta(hours=2))


def test_names_are_put_in_in_the_language_of_the_sentence():
    """A title speaks the language around it, or the first that it has."""
    name = Text((("fi", "Työ"), ("en", "Work")))

    said = tell(("Vaihe {x}", "Fas {x}", "Phase {x}"), x=name)

    assert [said.in_language(code) for code in LANGUAGES] == ["Vaihe Työ", "Fas Työ", "Phase Work"]


@pytest.mark.parametrize(
    ("pattern", "finnish", "english"),
    [
        ("plan", "Suunnitelma: tehty", "Plan: done"),
        ("plan.planned", "Suunnitelma: suunniteltu", "Plan: planned"),
        ("agreed", "Sovittu: saavutettu", "Agreed: reached"),
        ("work", "Työ: tehty", "Work: done"),
        ("kind:meeting", "tapaaminen: tehty", "meeting: done"),
        ("kind:meeting#our_goals", "tapaaminen (our goals): tehty", "meeting (our goals): done"),
        ("kind:case.closed", "tapaus: päätetty", "case: closed"),
        ("kind:consent", "suostumus: mikä tahansa tapahtuma", "consent: anything"),
        ("kind:dance.danced", "dance: danced", "dance: danced"),
        ("unheard_of", "unheard_of: tehty", "unheard_of: done"),
    ],
)
def test_a_pattern_says_what_and_what_happened_to_it(pattern, finnish, english):
    """A pattern without a transition says the one it means."""
    said = of_pattern(tables_of(MODEL), parse_pattern(pattern))

    assert (said.in_language("fi"), said.in_language("en")) == (finnish, english)


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (Duration(1, Unit.WORKING_DAYS), ("1 työpäivä", "1 arbetsdag", "1 working day")),
        (Duration(3, Unit.MONTHS), ("3 kuukautta", "3 månader", "3 months")),
        (Duration(0, Unit.SAME_DAY), ("sama päivä", "samma dag", "the same day")),
    ],
)
def test_durations_are_said_in_words(duration, words):
    """One is singular, more is plural."""
    assert tuple(of_duration(duration).in_language(code) for code in LANGUAGES) == words


def test_every_unit_has_words():
    """No duration that a model may hold goes unsaid."""
    for unit in Unit:
        assert all(of_duration(Duration(2, unit)).in_language(code) for code in LANGUAGES)


def test_a_day_ends_at_twenty_four():
    """What is due with a day is told with that day, not with the midnight that begins the next."""
    midnight = dt.datetime(2026, 3, 1, tzinfo=HELSINKI)

    assert of_time(midnight, HELSINKI, end=True).in_language("fi") == "28.2.2026 klo 24.00"
    assert of_time(midnight, HELSINKI).in_language("sv") == "1.3.2026 kl. 0.00"
    assert of_time(midnight, dt.UTC).in_language("en") == "2026-02-28 22:00"


def test_the_first_and_last_moments_there_are_can_be_told():
    """No time zone takes a time out of the calendar."""
    first = dt.datetime.min.replace(tzinfo=HELSINKI)

    assert of_time(first, dt.UTC).in_language("en") == "0001-01-01 00:00"


def test_texts_follow_one_another_in_every_language():
    """A list is told in each language by itself."""
    said = listed((Text((("fi", "a"), ("en", "b"))), "c"), ", ")

    assert [said.in_language(code) for code in LANGUAGES] == ["a, c", "a, c", "b, c"]
