"""The model itself: everything an organisation wrote down about how it cooperates."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import TypeAlias

import attrs

from collabmodel.model.consent import AdoptionStep, Barrier, ConsentScope, LegalBasis
from collabmodel.model.facts import CaseKey, DerivedFact, Eligibility, Ending, Fact, Link, Parameter
from collabmodel.model.items import Activity, Milestone, NonEngagement, Phase
from collabmodel.model.limits import Limit
from collabmodel.model.organisations import Competence, Lead, Organisation, Role
from collabmodel.model.rulebook import Rule
from collabmodel.model.sources import Card, CheckWaiver, NotModelled, Source
from collabmodel.model.text import Text
from collabmodel.model.values import (
    AttestationIndicator,
    Instrument,
    MeasureIndicator,
    Principle,
    RuleIndicator,
)
from collabmodel.workdays import Calendar

Indicator: TypeAlias = RuleIndicator | MeasureIndicator | AttestationIndicator
Element: TypeAlias = (
    Organisation | Competence | Role | Lead | Fact | DerivedFact | Parameter | Eligibility | Ending | Link | Calendar
    | Phase | Activity | Milestone | NonEngagement | Limit | Rule | Principle | Indicator | Instrument
    | ConsentScope | LegalBasis | Barrier | AdoptionStep
)  # fmt: skip


class Kind(enum.Enum):
    """What a model file is for."""

    COOPERATION = "cooperation"
    VALUES = "values"


@attrs.frozen(kw_only=True)
class Model:
    """
    A cooperation model, or a set of values, as frozen data.

    Sections that hold elements are mappings of id to element in a file and tuples in file order here.

    Args:
        format: Version of the file format; 1.
        id: Id of the model.
        version: Version of the model's content, its author's to choose.
        kind: Cooperation or values.
        title: Name.
        summary: What it is, in a few sentences.
        language: Main language of its texts.
        languages: Languages in which every text is promised.
        card: What a catalogue of practices asks.
        sources: Documents it rests on, and their claims.
        not_modelled: Claims that are left out, with reasons.
        waivers: Checks that do not apply, with reasons.
        case: What makes a case one case.
        calendars: Working calendars.
        organisations: Who takes part.
        competences: What people must be able to do.
        roles: Parts that people play.
        leads: Lead functions.
        facts: What is known about a case.
        derived: Facts that follow from others.
        parameters: Numbers that a user may set.
        eligibility: Whom it is for.
        endings: How cases end.
        links: How cases hang together.
        consents: What people may consent to.
        legal_bases: Grounds other than consent.
        barriers: Who must not learn of something.
        phases: Parts of the work.
        activities: Pieces of work.
        milestones: States of affairs worth naming.
        non_engagement: What happens if the client does not come.
        limits: By when things must have happened.
        rules: What must, may not, or should happen.
        principles: Values promised.
        indicators: How anybody would know.
        instruments: Questionnaires and scales.
        adoption: What the organisations do before and while they use it.
    """

    format: int = 1
    id: str
    version: str = "1"
    kind: Kind = Kind.COOPERATION
    title: Text = Text()
    summary: Text = Text()
    language: str = "en"
    languages: tuple[str, ...] = ()
    card: Card = Card()
    sources: tuple[Source, ...] = ()
    not_modelled: tuple[NotModelled, ...] = ()
    waivers: tuple[CheckWaiver, ...] = ()
    case: CaseKey = CaseKey()
    calendars: tuple[Calendar, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    competences: tuple[Competence, ...] = ()
    roles: tuple[Role, ...] = ()
    leads: tuple[Lead, ...] = ()
    facts: tuple[Fact, ...] = ()
    derived: tuple[DerivedFact, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    eligibility: tuple[Eligibility, ...] = ()
    endings: tuple[Ending, ...] = ()
    links: tuple[Link, ...] = ()
    consents: tuple[ConsentScope, ...] = ()
    legal_bases: tuple[LegalBasis, ...] = ()
    barriers: tuple[Barrier, ...] = ()
    phases: tuple[Phase, ...] = ()
    activities: tuple[Activity, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    non_engagement: tuple[NonEngagement, ...] = ()
    limits: tuple[Limit, ...] = ()
    rules: tuple[Rule, ...] = ()
    principles: tuple[Principle, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    adoption: tuple[AdoptionStep, ...] = ()


SECTIONS = (
    "calendars", "organisations", "competences", "roles", "leads", "facts", "derived", "parameters", "eligibility",
    "endings", "links", "consents", "legal_bases", "barriers", "phases", "activities", "milestones", "non_engagement",
    "limits", "rules", "principles", "indicators", "instruments", "adoption",
)  # fmt: skip
"""Names of the sections that hold elements, in file order."""


def elements(model: Model) -> Iterator[tuple[str, Element]]:
    """
    Walk over every element with the name of its section, in file order.

    Args:
        model: The model.

    >>> from collabmodel.model import Role, Side
    >>> [section for section, _ in elements(Model(id="m", roles=(Role(id="child", side=Side.CLIENT),)))]
    ['roles']
    """
    for section in SECTIONS:
        for element in getattr(model, section):
            yield section, element


BOOKKEEPING = frozenset(
    {
        "attestation",
        "case",
        "clock",
        "consent",
        "correction",
        "fact",
        "lead",
        "legal_basis",
        "limit",
        "link",
        "migration",
        "override",
        "participant",
        "rating",
        "waiver",
    }
)
"""Kinds of events that no element of a model has; they are never the "next" event of a chain rule."""
