"""What happens: phases, activities, milestones, and the sentries that guard them."""

from __future__ import annotations

import enum

import attrs

from collabmodel.model.conditions import Expression
from collabmodel.model.facts import Fact
from collabmodel.model.patterns import Pattern, Reference
from collabmodel.model.text import Text


@attrs.frozen(kw_only=True)
class Sentry:
    """
    An entry, exit, suspension or achievement condition: every on-part was seen and the if-part is true.

    Args:
        on: Events that must have been seen since the instance became available; AND.
        condition: Condition read when the sentry is tested, or None for true (key ``if`` in a file).
    """

    on: tuple[Pattern, ...] = ()
    condition: Expression | None = attrs.field(default=None, metadata={"key": "if"})


@attrs.frozen(kw_only=True)
class Repeat:
    """
    How an item may happen again. At least one of the two bounds it.

    Args:
        maximum: Most instances, >= 1, or None.
        on: Event that makes a new instance, or None for a new one whenever one ends.
    """

    maximum: int | Reference | None = None
    on: Pattern | None = None


@attrs.frozen(kw_only=True)
class Suspension:
    """
    When an item pauses and goes on.

    Args:
        suspend: Sentries that pause it; OR.
        resume: Sentries that let it go on; OR.
        pauses_limits: Whether its limits stand still meanwhile.
        reason: The reason, for people.
    """

    suspend: tuple[Sentry, ...] = ()
    resume: tuple[Sentry, ...] = ()
    pauses_limits: bool = False
    reason: Text = Text()


@attrs.frozen(kw_only=True)
class Phase:
    """
    A part of the work (a CMMN stage). Phases nest, and phases without an order run in parallel.

    Args:
        id: Id, unique in the model.
        title: Name.
        description: What happens in it.
        phase: Id of the phase it lies in, or empty.
        entry: Sentries that start it; OR. Without any it starts with its parent.
        exit: Sentries that end it; OR.
        required: Whether its parent needs it.
        manual: Whether somebody must start it by hand.
        repeat: How it may happen again, or None.
        suspension: When it pauses, or None.
        responsible: Ids of roles that answer for it.
        tags: What it is about.
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    title: Text = Text()
    description: Text = Text()
    phase: str = ""
    entry: tuple[Sentry, ...] = ()
    exit: tuple[Sentry, ...] = ()
    required: bool = True
    manual: bool = False
    repeat: Repeat | None = None
    suspension: Suspension | None = None
    responsible: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


class Mode(enum.Enum):
    """How somebody takes part in an item."""

    DECIDE = "decide"
    PERFORM = "perform"
    REQUIRED = "required"
    INVITED = "invited"
    CONSULTED = "consulted"
    INFORMED = "informed"
    HEARD = "heard"


class Presence(enum.Enum):
    """Ways of being there."""

    IN_PERSON = "in person"
    REMOTE = "remote"
    PARTIAL = "partial"
    WRITTEN = "written"


@attrs.frozen(kw_only=True)
class Participation:
    """
    How a role takes part in an item.

    Args:
        role: Id of the role.
        mode: How.
        presence: Ways of being there that count; empty for any.
        condition: When this holds, or None for always (key ``if`` in a file).
    """

    role: str
    mode: Mode
    presence: tuple[Presence, ...] = ()
    condition: Expression | None = attrs.field(default=None, metadata={"key": "if"})


class Counting(enum.Enum):
    """What a quorum counts."""

    PEOPLE = "people"
    SHARE = "share"
    ORGANISATIONS = "organisations"
    ROLES = "roles"


@attrs.frozen(kw_only=True)
class Quorum:
    """
    Who must be there for a meeting to count as held. All quorums of an item must be met.

    Args:
        counting: People, share of those invited (0-1), distinct organisations, or distinct roles.
        at_least: How many, >= 0; a share between 0 and 1.
        roles: Ids of roles that count; empty for all.
        sides: Sides that count; empty for all.
        organisations: Ids of organisations that count; empty for all.
        competences: Ids of competences one must hold to count; empty for none.
        presence: Ways of being there that count; empty for any.
        condition: When it must be met, or None for always (key ``if`` in a file).
        waived_by: Ids of roles that may let the item be held without it.
    """

    counting: Counting = Counting.PEOPLE
    at_least: int | float | Reference = 1
    roles: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    competences: tuple[str, ...] = ()
    presence: tuple[Presence, ...] = ()
    condition: Expression | None = attrs.field(default=None, metadata={"key": "if"})
    waived_by: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Planning:
    """
    That an activity is discretionary: it happens only if somebody plans it (an entry of the phase's planning table).

    Args:
        by: Ids of roles that may plan it.
        condition: When it may be planned, or None for always (key ``if`` in a file).
    """

    by: tuple[str, ...] = ()
    condition: Expression | None = attrs.field(default=None, metadata={"key": "if"})


@attrs.frozen(kw_only=True)
class Activity:
    """
    A piece of work: meeting, task, contact, consultation, hearing, agreement, assessment, decision, information, ...

    Args:
        id: Id, unique in the model.
        title: Name.
        description: What is done.
        kind: Kind of activity; an open list.
        phase: Id of the phase it belongs to; empty for any time in the case.
        tags: What it is about, for rules that speak of kinds of events.
        participants: Who takes part and how.
        quorums: Who must be there for it to count as held.
        entry: Sentries that make it possible; OR. Without any it is possible while its phase is active.
        exit: Sentries that end it; OR.
        required: Whether its phase needs it.
        manual: Whether somebody must start it by hand.
        repeat: How it may happen again, or None.
        planning: That it is discretionary, or None.
        suspension: When it pauses, or None.
        data: What its events carry.
        outcomes: Names of outcomes with which it may end besides being done.
        consent: Ids of consent scopes or legal bases, one of which it needs.
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    title: Text = Text()
    description: Text = Text()
    kind: str
    phase: str = ""
    tags: tuple[str, ...] = ()
    participants: tuple[Participation, ...] = ()
    quorums: tuple[Quorum, ...] = ()
    entry: tuple[Sentry, ...] = ()
    exit: tuple[Sentry, ...] = ()
    required: bool = False
    manual: bool = False
    repeat: Repeat | None = None
    planning: Planning | None = None
    suspension: Suspension | None = None
    data: tuple[Fact, ...] = ()
    outcomes: tuple[str, ...] = ()
    consent: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


@attrs.frozen(kw_only=True)
class Milestone:
    """
    A state of affairs worth naming.

    Args:
        id: Id, unique in the model.
        title: Name.
        description: What it means to have reached it.
        phase: Id of the phase it belongs to, or empty.
        achieve: Sentries that achieve it; OR.
        revoke: Sentries that revoke it; OR.
        required: Whether its phase needs it.
        tags: What it is about.
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    title: Text = Text()
    description: Text = Text()
    phase: str = ""
    achieve: tuple[Sentry, ...] = ()
    revoke: tuple[Sentry, ...] = ()
    required: bool = False
    tags: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


@attrs.frozen(kw_only=True)
class NonEngagement:
    """
    What happens if the client does not come: a bounded number of attempts, a notice, an ending of its own.

    Args:
        id: Id, unique in the model.
        title: Name.
        description: What is done, told to people.
        attempts_at: The event that counts as an attempt.
        attempts: How many are made, >= 1.
        notice: Id of the activity by which the referrer is told, or empty.
        ending: Id of the ending that follows.
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    title: Text = Text()
    description: Text = Text()
    attempts_at: Pattern
    attempts: int | Reference
    notice: str = ""
    ending: str
    cites: tuple[str, ...] = ()
    assumption: Text = Text()
