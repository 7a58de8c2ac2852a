"""The commands there are, as a table: what each is about, which event it makes, and what it must bring along."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from collabmodel.model import Model

ACTIVITIES = "activities"
CASE = "case"


@attrs.frozen(kw_only=True)
class Verb:
    """
    A verb of one section of the model.

    Args:
        name: What is asked.
        section: Section whose elements it speaks of; ``"case"`` for the case itself, ``"roles"`` for participants.
        kind: Kind of the event it makes; empty for the kind of the element.
        transition: Transition of the event.
        needs: Names of data that must come with it.
        takes: Names of data that may come with it, besides what the element declares.
        anybody: Whether somebody who takes no part in the case may ask it.
        ended: Whether a closed case takes it.
    """

    name: str
    section: str
    kind: str = ""
    transition: str
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    anybody: bool = False
    ended: bool = False


def _of(section: str, kind: str, *rows: tuple[str, str, tuple[str, ...], tuple[str, ...]]) -> tuple[Verb, ...]:
    return tuple(
        Verb(name=name, section=section, kind=kind, transition=transition, needs=needs, takes=takes)
        for name, transition, needs, takes in rows
    )


_HELD = (
    "attendance", "outcome", "every_view", "dissent", "view", "weighed", "stances", "quorum_waived", "lead",
)  # fmt: skip
VERBS: tuple[Verb, ...] = (
    Verb(name="open", section=CASE, kind="case", transition="opened", takes=("opening", "competences"), anybody=True),
    Verb(name="close", section=CASE, kind="case", transition="closed", needs=("ending",), takes=("reason",)),
    Verb(name="reopen", section=CASE, kind="case", transition="reopened", needs=("reason",), takes=("competences",),
         anybody=True, ended=True),
    Verb(name="consult", section=CASE, kind="consultation", transition="asked", takes=("question", "answer", "to"),
         anybody=True),
    Verb(name="learn", section=CASE, kind="fact", transition="recorded"),
    Verb(name="correct", section=CASE, kind="", transition="", needs=("because",), takes=("retract", "transition"),
         ended=True),
    Verb(name="clock", section=CASE, kind="clock", transition="passed", anybody=True),
    Verb(name="migrate", section=CASE, kind="migration", transition="moved", needs=("to",), takes=("report",)),
    *_of(
        ACTIVITIES, "",
        ("plan", "planned", (), ("at", "reason")),
        ("propose", "proposed", ("times",), ()),
        ("book", "booked", ("at",), ("place",)),
        ("move", "moved", ("at",), ("reason", "place")),
        ("cancel", "cancelled", (), ("reason",)),
        ("start", "active", (), ()),
        ("ask", "asked", (), ("to", "question", "expires")),
        ("attempt", "attempted", (), ("means", "outcome")),
        ("complete", "completed", (), _HELD),
        ("answer", "completed", (), ("outcome", "answer")),
        ("accept", "completed", (), ("outcome", "lead")),
        ("decline", "terminated", (), ("reason", "outcome")),
        ("miss", "terminated", (), ("outcome", "attendance", "reason")),
        ("end", "terminated", ("outcome",), ("reason",)),
        ("expire", "terminated", (), ("outcome",)),
        ("suspend", "suspended", (), ("reason",)),
        ("resume", "resumed", (), ()),
    ),
    *_of("phases", "phase", ("start", "active", (), ()), ("suspend", "suspended", (), ("reason",)),
         ("resume", "resumed", (), ()), ("end", "terminated", ("outcome",), ("reason",))),
    Verb(name="join", section="roles", kind="participant", transition="joined", needs=("person",),
         takes=("organisation", "competences", "reason"), anybody=True),
    Verb(name="leave", section="roles", kind="participant", transition="left", needs=("person",), takes=("reason",)),
    *_of(
        "leads", "lead",
        ("take", "taken", (), ("organisation", "person", "role")),
        ("offer", "offered", ("role",), ("person", "organisation", "expires")),
        ("accept", "accepted", (), ()),
        ("refuse", "refused", ("reason",), ()),
        ("withdraw", "withdrawn", (), ("reason",)),
        ("expire", "expired", (), ()),
        ("release", "released", (), ("reason",)),
    ),
    *_of(
        "consents", "consent",
        ("give", "given", (), ("until", "recipients", "purpose", "means")),
        ("refuse", "refused", (), ("reason",)),
        ("withdraw", "withdrawn", (), ("reason",)),
        ("disclose", "disclosed", ("to", "what"), ("purpose",)),
    ),
    *_of(
        "legal_bases", "legal_basis",
        ("record", "recorded", ("reason",), ("until", "recipients", "purpose")),
        ("end", "ended", (), ("reason",)),
        ("disclose", "disclosed", ("to", "what"), ("purpose",)),
    ),
    *_of(
        "limits", "limit",
        ("suspend", "suspended", ("reason",), ()),
        ("resume", "resumed", (), ()),
        ("extend", "extended", ("reason",), ("by",)),
        ("waive", "waived", ("reason",), ()),
    ),
    *_of("rules", "waiver", ("waive", "granted", ("reason",), ())),
    *_of("rules", "override", ("override", "granted", ("reason",), ())),
    *_of("instruments", "rating", ("rate", "given", ("score", "wave", "respondent"), ("about",))),
    *_of("indicators", "attestation", ("attest", "given", ("answer", "voice"), ("evidence",))),
    Verb(name="link", section="links", kind="link", transition="made", needs=("to",), takes=("reason",), ended=True),
    Verb(name="unlink", section="links", kind="link", transition="ended", needs=("to",), takes=("reason",), ended=True),
)  # fmt: skip
"""Every verb, by section. ``clock`` lets time pass: what falls due then follows."""


def verb_for(model: Model, name: str, element: str) -> Verb | None:
    """
    Give the verb that a command means, by its name and the section of the element it names; None if there is none.

    Args:
        model: The model.
        name: The verb asked for.
        element: Id of the element, or empty for the case.

    >>> verb_for(Model(id="m"), "close", "").transition
    'closed'
    >>> verb_for(Model(id="m"), "dance", "")
    """
    return verb_of(section_of(model, element), name, element)


def verb_of(section: str | None, name: str, element: str) -> Verb | None:
    """
    Give the verb that a command means, by its name and the section of the element it names; None if there is none.

    Args:
        section: The section that holds the element, or None.
        name: The verb asked for.
        element: Id of the element, or empty for the case.

    >>> verb_of(None, "close", "").transition
    'closed'
    """
    return _TABLE.get((name, section or CASE)) if section is not None or not element else None


def section_of(model: Model, element: str) -> str | None:
    """
    Give the section of the model that holds an element of which commands may speak, or None.

    Args:
        model: The model.
        element: Its id.
    """
    for section in SECTIONS:
        if any(one.id == element for one in getattr(model, section)):
            return section
    return None


_TABLE: Mapping[tuple[str, str], Verb] = {(verb.name, verb.section): verb for verb in VERBS}
SECTIONS: tuple[str, ...] = tuple(dict.fromkeys(verb.section for verb in VERBS if verb.section != CASE))
"""Sections whose elements commands may speak of; where two hold one id, the first counts."""
