"""The elements of a model by section and id, and what they are called."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import attrs

from collabmodel.case.tables import Tables
from collabmodel.case.verbs import SECTIONS
from collabmodel.model import (
    Activity,
    AttestationIndicator,
    Competence,
    ConsentScope,
    Element,
    Ending,
    Fact,
    Instrument,
    Lead,
    LegalBasis,
    Limit,
    Link,
    Organisation,
    Phase,
    Role,
    Rule,
    Side,
    Text,
    elements,
)


@attrs.frozen(eq=False, kw_only=True)
class Index:
    """
    The elements of a model by id.

    Args:
        roles: Roles.
        organisations: Organisations.
        competences: Competences.
        leads: Lead functions.
        facts: Case facts.
        endings: Endings.
        links: Kinds of links.
        consents: Consent scopes.
        legal_bases: Other grounds.
        phases: Phases.
        activities: Activities.
        limits: Limits.
        rules: Rules.
        instruments: Instruments.
        attestations: Indicators that people attest.
        sections: The section that holds each element of which commands may speak.
        professionals: Ids of the professional roles; of all roles where none is professional.
        texts: What every element is called: its title, else its id.
        tags: Kind of events and tags of each item.
    """

    roles: Mapping[str, Role]
    organisations: Mapping[str, Organisation]
    competences: Mapping[str, Competence]
    leads: Mapping[str, Lead]
    facts: Mapping[str, Fact]
    endings: Mapping[str, Ending]
    links: Mapping[str, Link]
    consents: Mapping[str, ConsentScope]
    legal_bases: Mapping[str, LegalBasis]
    phases: Mapping[str, Phase]
    activities: Mapping[str, Activity]
    limits: Mapping[str, Limit]
    rules: Mapping[str, Rule]
    instruments: Mapping[str, Instrument]
    attestations: Mapping[str, AttestationIndicator]
    sections: Mapping[str, str]
    professionals: tuple[str, ...]
    texts: Mapping[str, Text]
    tags: Mapping[str, tuple[str, tuple[str, ...]]]

    def covers(self, covers: tuple[str, ...], element: str) -> bool:
        """
        Tell whether a list such as a consent's says that it covers an element.

        Args:
            covers: Element ids, ``kind:KIND``, ``#TAG``, or ``*``.
            element: Id of the element.
        """
        kind, tags = self.tags.get(element, ("", ()))
        wanted = {"*", element, f"kind:{kind}", *(f"#{tag}" for tag in tags)}
        return any(one in wanted for one in covers)


@functools.lru_cache(maxsize=64)
def index_of(tables: Tables) -> Index:
    """
    Give the elements of a model by id, found once.

    Args:
        tables: The model's tables.

    >>> from collabmodel.case.tables import tables_of
    >>> from collabmodel.model import Linking, Model
    >>> tables = tables_of(Model(id="m", links=(Link(id="siblings", kind=Linking.GROUP),)))
    >>> index_of(tables).links["siblings"].kind.value
    'group'
    """
    model = tables.model
    professional = tuple(one.id for one in model.roles if one.side is Side.PROFESSIONAL)
    return Index(
        roles={one.id: one for one in model.roles},
        organisations={one.id: one for one in model.organisations},
        competences={one.id: one for one in model.competences},
        leads={one.id: one for one in model.leads},
        facts={one.id: one for one in model.facts},
        endings={one.id: one for one in model.endings},
        links={one.id: one for one in model.links},
        consents={one.id: one for one in model.consents},
        legal_bases={one.id: one for one in model.legal_bases},
        phases={one.id: one for one in model.phases},
        activities={one.id: one for one in model.activities},
        limits={one.id: one for one in model.limits},
        rules={one.id: one for one in model.rules},
        instruments={one.id: one for one in model.instruments},
        attestations={one.id: one for one in model.indicators if isinstance(one, AttestationIndicator)},
        sections={one.id: section for section in reversed(SECTIONS) for one in getattr(model, section)},
        professionals=professional or tuple(one.id for one in model.roles),
        texts={element.id: _called(element) for _, element in elements(model)},
        tags={item.id: (item.kind, item.tags) for item in tables.items},
    )


def _called(element: Element) -> Text:
    title = getattr(element, "title", Text())
    return title if isinstance(title, Text) and title else Text.of(element.id)
