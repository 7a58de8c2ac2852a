"""How long simulated clients wait."""

import attrs
import pytest

from collabmodel.model import Model
from collabmodel.report.topics import Titles
from collabmodel.report.waiting import few, main_wait, waits_section
from collabmodel.simulate.results import Indicator


def told(study, lang="en"):
    return waits_section(study, Titles.of(study, lang)).answer


def figure(id, mean, unit="days"):
    return Indicator(
        id=id, unit=unit, mean=mean, low=None if mean is None else mean, high=None if mean is None else mean
    )


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_the_wait_never_stands_without_those_who_never_got_there(study, lang):
    """The wait of those who got there is told together with the share that never did, in the same answer."""
    answer = told(study, lang)

    assert "(" in answer.split(".")[-2] or "%" in answer
    assert {"en": "those who got there", "fi": "Perille päässeet", "sv": "de som kom fram"}[lang] in answer
    assert {"en": "Never got there", "fi": "Ei päässyt", "sv": "Kom aldrig dit"}[lang] in answer


def test_the_joint_meeting_comes_first(study):
    """Of all waits, that for the first meeting of several professions is the one that is asked for."""
    assert main_wait(study) == "opening"


def test_without_a_joint_meeting_the_first_meeting_counts(study):
    """A model of one profession is asked for its first meeting, and one without meetings for what it has."""
    alone = tuple(
        attrs.evolve(one, participants=(), quorums=()) if one.id == "opening" else one for one in study.model.activities
    )
    without = attrs.evolve(study, model=Model(id="m"))

    assert main_wait(attrs.evolve(study, model=attrs.evolve(study.model, activities=alone[1:]))) == "closing"
    assert main_wait(without) == "opening"
    assert main_wait(attrs.evolve(study, indicators=())) == ""


def test_nobody_who_got_there_is_not_a_wait_of_zero(study):
    """Where no case got there, the page says so instead of a number."""
    nobody = attrs.evolve(study, indicators=(figure("wait:opening", None), figure("never:opening", 1.0, "share")))

    assert told(nobody) == (
        "No simulated case got to “Joint opening meeting”. "
        "Never got there: 100\N{NO-BREAK SPACE}% in every replication of the cases that ended."
    )


def test_what_was_not_measured_is_not_zero(study):
    """A study that did not count who never got there says that it is not known."""
    uncounted = attrs.evolve(study, indicators=(figure("wait:opening", 3.0),))

    assert "How many never got there is not known" in told(uncounted)
    assert told(attrs.evolve(study, indicators=())) == "The study measured no waits."


def test_dots_that_stand_for_several_replications_say_so():
    """Twenty dots of two hundred replications are not called two hundred."""
    assert few(20, "en") == ""
    assert "one in 20" in few(200, "en")
