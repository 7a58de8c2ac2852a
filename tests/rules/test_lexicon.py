"""Which events patterns speak of."""

from __future__ import annotations

import pytest

from collabmodel.model import Activity, AdoptionStep, Milestone, Model, Pattern, Phase, Signature
from collabmodel.model.patterns import parse_pattern
from collabmodel.rules.lexicon import Lexicon

MODEL = Model(
    id="m",
    phases=(Phase(id="start", tags=("early",)),),
    activities=(Activity(id="opening", kind="meeting", tags=("goals", "early")), Activity(id="call", kind="contact")),
    milestones=(Milestone(id="agreed"),),
    adoption=(AdoptionStep(id="course", kind="training", tags=("skills",)),),
)
LEXICON = Lexicon.of(MODEL)
OPENING = Signature("meeting", "opening", "completed")


@pytest.mark.parametrize(
    ("pattern", "signature", "matches"),
    [
        ("opening", OPENING, True),
        ("opening", Signature("meeting", "opening", "terminated"), False),
        ("opening.*", Signature("meeting", "opening", "terminated"), True),
        ("opening.terminated", Signature("meeting", "opening", "terminated"), True),
        ("call", OPENING, False),
        ("kind:meeting", OPENING, True),
        ("kind:meeting#goals", OPENING, True),
        ("kind:meeting#money", OPENING, False),
        ("kind:contact", OPENING, False),
        ("start", Signature("phase", "start", "completed"), True),
        ("start", Signature("phase", "start", "active"), False),
        ("agreed", Signature("milestone", "agreed", "achieved"), True),
        ("agreed", Signature("milestone", "agreed", "revoked"), False),
        ("agreed.revoked", Signature("milestone", "agreed", "revoked"), True),
        ("course", Signature("adoption", "course", "completed"), True),
        ("kind:adoption", Signature("adoption", "course", "completed"), True),
        ("kind:training", Signature("adoption", "course", "completed"), True),
        ("kind:adoption#skills", Signature("adoption", "course", "completed"), True),
        ("kind:case", Signature("case", "", "closed"), True),
        ("kind:case.opened", Signature("case", "", "closed"), False),
        ("kind:consent", Signature("consent", "sharing", "withdrawn"), True),
        ("kind:milestone", Signature("milestone", "unheard", "achieved"), True),
        ("kind:milestone", Signature("milestone", "unheard", "revoked"), False),
    ],
)
def test_patterns_speak_of_elements_kinds_and_tags(pattern: str, signature: Signature, matches: bool) -> None:
    """A pattern goes by element, kind, tag and transition, with the default transition of what happens."""
    assert LEXICON.matches(parse_pattern(pattern), signature) is matches


def test_an_element_and_a_kind_must_both_fit() -> None:
    """A pattern that names both is about the element only where events have that kind."""
    assert LEXICON.matches(Pattern(element="opening", kind="meeting"), OPENING)
    assert not LEXICON.matches(Pattern(element="opening", kind="waiver"), OPENING)


@pytest.mark.parametrize(
    ("signature", "mapped"),
    [
        (OPENING, True),
        (Signature("phase", "start", "active"), True),
        (Signature("meeting", "opening", "active"), True),
        (Signature("meeting", "opening", "available"), False),
        (Signature("meeting", "opening", "enabled"), False),
        (Signature("limit", "opening", "suspended"), False),
        (Signature("meeting", "stranger", "completed"), False),
        (Signature("case", "", "opened"), False),
    ],
)
def test_only_known_elements_are_there(signature: Signature, mapped: bool) -> None:
    """Bookkeeping, elements that no model names, and what only became possible are never anybody's neighbour."""
    assert LEXICON.is_mapped(signature) is mapped


def test_the_first_model_wins() -> None:
    """Where two models name one id, the first says what it is."""
    other = Model(id="n", activities=(Activity(id="opening", kind="task"), Activity(id="visit", kind="task")))

    both = Lexicon.of(MODEL, other)

    assert (both.entries["opening"].kind, both.entries["visit"].kind) == ("meeting", "task")
