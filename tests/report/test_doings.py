"""What is said of one piece of work, and of limits."""
# ruff: noqa: E501 - sentences and models read best on one line

import datetime as dt

import attrs
import pytest

from collabmodel.formats import load
from collabmodel.model import Model, Text
from collabmodel.report import as_text

YAML = """
id: corner-cases
title: Corner cases
language: en
facts: {born: {type: date, title: {en: Date of birth, fi: Syntymäpäivä}}, risk: {type: boolean, title: {en: High risk, fi: Suuri riski}}}
parameters: {often: {value: 3}}
calendars: {office: {zone: Europe/Helsinki, opening: [{days: [mon], start: "08:00", end: "16:00"}], assumption: made up}}
roles: {worker: {side: professional}, child: {side: client}}
leads: {lead: {title: Lead, roles: worker, substitutes: [child], passing: event}}
phases:
  first: {title: First, required: false, suspension: {suspend: [pause], resume: [resume]}}
  second: {title: Second, entry: [{on: [first.terminated], if: risk}]}
activities:
  pause: {title: Pause, kind: task, phase: first, planning: {}}
  resume: {title: Resume, kind: task, phase: first, repeat: {on: pause}}
  check_up: {title: Check-up, kind: inspection, tags: [health], repeat: {maximum: often}, outcomes: [declined]}
  talk: {title: Talk, kind: meeting, tags: [health], quorums: [{counting: share, at_least: 0.5, if: risk, presence: [remote]}]}
limits:
  yearly: {title: Yearly, anchors: [{fact: born}], stop: check_up, duration: 1 year, calendar: office, recurrence: {}}
  told: {title: Told, anchors: [{event: "kind:decision#money.given"}], stop: "kind:letter", duration: 2 weeks, alternatives: [{if: risk, duration: 1 day}], exemptions: [{if: not risk}]}
endings: {over: {title: Over, outcome: failure, if: risk}}
rules:
  answer: {title: Answer, template: response, a: "kind:*#health", b: talk, within: 5 working days, applies: risk}
"""


@pytest.fixture(scope="module")
def corners():
    """A model of rare constructions."""
    return load(YAML.replace('"kind:*#health"', "check_up"))


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        (
            "en",
            (
                "This phase is not needed in every case. It pauses when “Pause” has been done. It goes on when “Resume” has",
                "This phase starts when “First” has not come about (provided that this holds: “High risk”).",
                "This is done when needed.",
                "It is done again each time “Pause” has been done.",
                "Check-up (inspection) It may be repeated, 3 times at most.",
                "This must be done within 1 year from the date: Date of birth. The time limit then starts again.",
                "at least 50 % of those invited (remotely), if this holds: “High risk”.",
                "This must be done within 5 working days from when “Check-up” has been done, if this holds: “High risk”.",
                "The time limit is met when letter has been done; that must be within 2 weeks from when decision (about: money)",
                "The time is otherwise: within 1 day, if this holds: “High risk”.",
                "The time limit does not bind if this does not hold: “High risk”.",
                "Possible only if this holds: “High risk”.",
                "Stand-in: child.",
                "Working calendar Made up.",
            ),
        ),
        (
            "fi",
            (
                "Tämä pitää tehdä 1 vuoden kuluessa tästä päivästä: Syntymäpäivä.",
                "Vaihe alkaa, kun ”First” ei ole toteutunut",
            ),
        ),
    ],
)
def test_rare_constructions_are_said(corners, lang, parts):
    """Pauses, repetition, dated facts, other lengths, exemptions, shares and stand-ins all have words."""
    found = " ".join(as_text(corners, lang).split())

    assert [part for part in parts if part not in found] == []


def test_adoption_says_how_long_it_holds(model):
    """An agreement that must be renewed says when."""
    step = attrs.evolve(model.adoption[0], valid_for=24, each_party=False)

    found = " ".join(as_text(attrs.evolve(model, adoption=(step,)), "fi").split())

    assert "Koskee: Kaupungin palvelut ja Nuorten vastaanotto. Voimassa 24 kuukautta." in found


def test_sources_tell_their_day(model):
    """A source names its day and its address."""
    source = attrs.evolve(
        model.sources[0], published=dt.date(2023, 2, 20), url="https://example.org", author="A. Writer"
    )

    found = as_text(Model(id="m", title=Text.of("T"), sources=(source,)), "en")

    assert "- A talk over coffee. A. Writer. 20.02.2023. https://example.org" in found


def test_lengths_for_particular_cases_are_told() -> None:
    """Where a limit's length is a parameter with rows, the rows are told with their conditions."""
    model = load(
        "id: m\n"
        "facts: {alone: {type: boolean, title: Lives alone}}\n"
        "parameters: {soon: {value: 3 days, rows: [{if: alone, value: 1 day}]}}\n"
        "activities: {call: {kind: contact, title: Call}, visit: {kind: contact, title: Visit}}\n"
        "limits: {visit_soon: {anchors: [call], stop: visit, duration: soon}}\n"
        "rules: {visited: {template: response, a: call, b: visit, within: soon}}\n"
    )

    told = " ".join(as_text(model, "en").split())

    assert "within 3 days" in told
    assert told.count("The time is otherwise: within 1 day") == 2
