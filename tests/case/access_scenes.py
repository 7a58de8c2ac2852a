"""A small model of two organisations and a family, and cases in it, for tests of access."""

from __future__ import annotations

import datetime as dt

import attrs

from collabmodel.case import Case, Participant, evolve, new_case
from collabmodel.case.state import Grant
from collabmodel.history import Actor, Event
from collabmodel.model import (
    Activity,
    Barrier,
    CaseKey,
    ConsentScope,
    Fact,
    FactType,
    LegalBasis,
    Mode,
    Model,
    Organisation,
    Participation,
    Role,
    Side,
    Text,
    parse,
)

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
SECRET = Fact(id="secret", type=FactType.TEXT, sensitive=True)
OPEN = Fact(id="open", type=FactType.TEXT)
ROLES = (
    Role(id="child", side=Side.CLIENT),
    Role(id="guardian", side=Side.FAMILY),
    Role(id="friend", side=Side.PROXY, sees=("meet",)),
    Role(id="nurse", side=Side.PROFESSIONAL, organisations=("clinic",)),
    Role(id="teacher", side=Side.PROFESSIONAL, organisations=("school",)),
    Role(id="head", side=Side.PROFESSIONAL, organisations=("school",), sees=("meet", "kind:case")),
)
MODEL = Model(
    id="m",
    case=CaseKey(subjects=("child",)),
    organisations=(Organisation(id="clinic"), Organisation(id="school")),
    roles=ROLES,
    facts=(Fact(id="forbidden", type=FactType.BOOLEAN, sensitive=True), Fact(id="age", type=FactType.INTEGER)),
    consents=(
        ConsentScope(
            id="share", givers=("child", "guardian"), recipients=("school",), purpose=Text.of("Joint care"),
            covers=("note", "meet"),
        ),
        ConsentScope(id="tell_head", givers=("child",), recipients=("head",), covers=("#family",)),
    ),
    legal_bases=(
        LegalBasis(id="law", instead_of=("share",), covers=("note",), valid_from=dt.date(2026, 1, 1)),
    ),
    barriers=(Barrier(id="bar", roles=("guardian",), covers=("note",), condition=parse("forbidden")),),
    activities=(
        Activity(
            id="note", kind="task", data=(SECRET, OPEN), participants=(Participation(role="nurse", mode=Mode.PERFORM),)
        ),
        Activity(
            id="meet", kind="meeting", data=(SECRET,),
            participants=(
                Participation(role="nurse", mode=Mode.PERFORM),
                Participation(role="teacher", mode=Mode.INFORMED),
            ),
        ),
        Activity(id="home", kind="contact", tags=("family",), data=(SECRET,)),
    ),
)  # fmt: skip
HOUSES = {"nurse": "clinic", "teacher": "school", "head": "school"}


def somebody(role: str) -> Actor:
    """Give the one person who has a role."""
    return Actor(role=role, person=f"p-{role}", organisation=HOUSES.get(role, ""))


def participant(role: str, *, left: dt.datetime | None = None) -> Participant:
    """Give the one who takes part in a role."""
    return Participant(
        role=role, person=f"p-{role}", organisation=HOUSES.get(role, ""), joined=NOON - 9 * HOUR, left=left,
        event=f"joined-{role}",
    )  # fmt: skip


def grant(scope: str, state: str, **more: object) -> Grant:
    """Give a consent of the child, or the record of a legal basis by the nurse."""
    found = Grant(
        scope=scope, state=state, since=NOON - 5 * HOUR, role="child", giver="p-child", event=f"{scope}-{state}"
    )
    return attrs.evolve(found, **more)


def record(element: str, by: str, *, seq: int = 2, kind: str = "", **data: object) -> Event:
    """Give an event of an element recorded by somebody."""
    kinds = {"note": "task", "meet": "meeting", "home": "contact"}
    return Event(
        id=f"c:{seq}", case="c", seq=seq, occurred=NOON - 3 * HOUR, recorded=NOON - 3 * HOUR,
        kind=kind or kinds.get(element, "case"), element=element, transition="completed", actor=somebody(by),
        data=tuple(data.items()),
    )  # fmt: skip


def scene(*grants: Grant, forbidden: bool | None = False, left: tuple[str, ...] = ()) -> Case:
    """Give an open case in which everybody takes part, but those who have left."""
    facts = () if forbidden is None else (("forbidden", forbidden),)
    opened = attrs.evolve(record("", "nurse", seq=1), transition="opened", data=(("age", 15), *facts))
    case = evolve(MODEL, new_case(MODEL, "c"), opened)
    people = tuple(participant(role.id, left=NOON - HOUR if role.id in left else None) for role in ROLES)
    return attrs.evolve(case, participants=people, grants=grants)
