"""What a case answers when it is asked: refusals with their reasons, steps, dues and blocks, as values."""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from collabmodel.case.state import Case
from collabmodel.history import Event
from collabmodel.model import Text
from collabmodel.rules import Verdict
from collabmodel.workdays import Ledger


class Reason(enum.Enum):
    """Why a case does not take a command."""

    UNKNOWN_VERB = "unknown verb"
    UNKNOWN_ELEMENT = "unknown element"
    NOT_OPEN = "not open"
    ALREADY_OPEN = "already open"
    CLOSED = "closed"
    OPENING = "opening"
    ELIGIBILITY = "eligibility"
    NO_PARTICIPANT = "no participant"
    ROLE = "role"
    ORGANISATION = "organisation"
    COMPETENCE = "competence"
    PHASE = "phase"
    ENTRY = "entry condition"
    NOT_PLANNED = "not planned"
    DONE = "done already"
    MAXIMUM = "maximum reached"
    SUSPENDED = "suspended"
    NOT_SUSPENDED = "not suspended"
    NO_INSTANCE = "no such instance"
    OUTCOME = "outcome"
    DATA = "data"
    TIME = "time"
    CONSENT = "consent"
    ATTENDANCE = "attendance"
    QUORUM = "quorum"
    GATE = "gate"
    OBLIGATIONS = "obligations"
    ENDING = "ending"
    LEAD = "lead"
    LIMIT = "limit"
    RULE = "rule"
    LINK = "link"
    WINDOW = "window"
    CORRECTION = "correction"
    VERSION = "version"
    READ_ONLY = "read only"


class Lack(enum.Enum):
    """Kinds of things that may be missing."""

    EVENT = "event"
    CONDITION = "condition"
    ROLE = "role"
    PARTICIPANT = "participant"
    ORGANISATION = "organisation"
    COMPETENCE = "competence"
    CONSENT = "consent"
    FACT = "fact"
    DATA = "data"
    ATTENDANCE = "attendance"
    LEAD = "lead"
    WAIVER = "waiver"
    PHASE = "phase"
    PLAN = "plan"
    TIME = "time"
    ENDING = "ending"


@attrs.frozen(kw_only=True)
class Need:
    """
    One thing that is missing: with it the answer might be another.

    Args:
        lack: Kind of thing.
        name: Id of the element, role, scope, fact or data, or a pattern in its short form.
        detail: The condition or number that is not met, as the model writes it; empty where the name says all.
        text: The same in words for people.
        events: Ids of events that matter here.
    """

    lack: Lack
    name: str
    detail: str = ""
    text: Text = Text()
    events: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Refusal:
    """
    That a case does not take a command now, and what would change that.

    Args:
        reason: Why.
        element: Id of the element asked about, or empty.
        text: Why, in words for people.
        rule: Id of the rule that stands in the way, or empty.
        sentry: Path of the sentry that did not fire, such as ``activities.review.entry.0``, or empty.
        needs: What is missing; of alternatives, all.
        met: What is there already, of what a sentry waits for.
        events: Ids of events that stand in the way.
        cites: Sources of what stands in the way.
        others: Further reasons, each whole.
    """

    reason: Reason
    element: str = ""
    text: Text = Text()
    rule: str = ""
    sentry: str = ""
    needs: tuple[Need, ...] = ()
    met: tuple[Need, ...] = ()
    events: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    others: tuple[Refusal, ...] = ()


@attrs.frozen(kw_only=True)
class Warned:
    """
    A rule of mode ``warn`` that what was done breaks, or one whose breaking nobody can tell.

    Args:
        rule: Id of the rule.
        text: What it says, in words for people.
        unknown: Names whose values are missing; empty where the breach is certain.
    """

    rule: str
    text: Text = Text()
    unknown: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Decision:
    """
    What a command makes of a case.

    Args:
        events: The events, the asked-for one first and then what it derives; none where nothing changes.
        warned: What people should know although it goes through.
        after: The case after the events, where it was folded to find them; else None. It is for whoever folds the
            events next, not to be asked anything: its record holds them only then. Not compared, not shown.
    """

    events: tuple[Event, ...] = ()
    warned: tuple[Warned, ...] = ()
    after: Case | None = attrs.field(default=None, eq=False, repr=False)


@attrs.frozen(kw_only=True)
class NextStep:
    """
    Something that may be done now.

    Args:
        verb: What may be asked.
        element: Id of the element, or empty.
        instance: Which occurrence, or empty.
        title: What it is called.
        roles: Ids of roles that may do it, in model order.
        mine: Whether the one who asked may do it.
        due: When it must be done at the latest, or None.
        required: Whether its phase needs it.
        missing: Names of data it needs.
        refusal: Why not, where only something about the asker or the data stands in the way; else None.
    """

    verb: str
    element: str = ""
    instance: str = ""
    title: Text = Text()
    roles: tuple[str, ...] = ()
    mine: bool = False
    due: dt.datetime | None = None
    required: bool = False
    missing: tuple[str, ...] = ()
    refusal: Refusal | None = None


@attrs.frozen(kw_only=True)
class Due:
    """
    Something that waits for its target: an obligation of a rule, or a limit.

    Args:
        rule: Id of the rule or limit.
        title: What it is called.
        verdict: How it stands now.
        due: When it is due; None for any time while the case is open, or while it stands still.
        overdue: Whether that time has passed.
        activation: Id of the event that set it going.
        target: What would meet it, a pattern in its short form.
        responsible: Ids of roles that answer for it.
        gate: Whether the case cannot close while it waits.
        ledger: How the due time came about; None for rules without a window.
        text: All that in words for people.
        cites: Sources.
    """

    rule: str
    title: Text = Text()
    verdict: Verdict
    due: dt.datetime | None = None
    overdue: bool = False
    activation: str = ""
    target: str = ""
    responsible: tuple[str, ...] = ()
    gate: bool = False
    ledger: Ledger | None = None
    text: Text = Text()
    cites: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Visibility:
    """
    Whether somebody may see something, and on what ground.

    Args:
        allowed: Whether.
        ground: ``"role"``, ``"consent"``, ``"legal basis"``, ``"own"``, ``"override"``; or why not:
            ``"no participant"``, ``"scope"``, ``"barrier"``, ``"no consent"``, ``"consent refused"``,
            ``"consent withdrawn"``, ``"purpose"``.
        by: Id of the role, consent scope, legal basis or barrier that decided, or empty.
        events: Ids of events that decided.
        text: The same in words for people.
    """

    allowed: bool
    ground: str
    by: str = ""
    events: tuple[str, ...] = ()
    text: Text = Text()
