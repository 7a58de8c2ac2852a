"""How consents and other legal bases stand towards a reader who receives by them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import attrs

from collabmodel.case.sentries import names_now
from collabmodel.case.state import Case, Grant
from collabmodel.case.tables import Tables
from collabmodel.model import ConsentScope, LegalBasis, Side, Text
from collabmodel.rules.conditions import compile_condition


@attrs.frozen(kw_only=True)
class Recipient:
    """
    Whom something would be shown to.

    Args:
        role: Id of the role.
        organisations: Ids of the reader's organisation and of those it is part of.
        side: On whose side the role sits.
        purpose: What for, as the reader says.
    """

    role: str
    organisations: tuple[str, ...]
    side: Side
    purpose: str


@attrs.frozen(kw_only=True)
class Ground:
    """
    How one consent or legal basis stands towards a reader.

    Args:
        state: A value of the feature ``consent`` or ``basis`` of the policy.
        by: Id of the scope or legal basis, or empty.
        events: Ids of the events that made it so.
    """

    state: str
    by: str = ""
    events: tuple[str, ...] = ()


def consent_state(case: Case, scope: ConsentScope, reader: Recipient, now: dt.datetime) -> Ground:
    """
    Tell how a consent stands towards a reader. One person who refused or withdrew is enough for it not to be given.

    Args:
        case: The case.
        scope: The consent scope.
        reader: Whom something would be shown to.
        now: The time.
    """
    grants = tuple(grant for grant in case.grants if grant.scope == scope.id)
    to_role, to_house = _reaches(scope.recipients, grants, reader)
    if not grants or not (to_role or to_house) or _decides_otherwise(case, scope, now):
        return Ground(state="none")
    for state in ("withdrawn", "refused"):
        spoke = [grant for grant in grants if grant.state == state and grant.since <= now]
        if spoke:
            return _ground(state, scope.id, spoke)
    given = [grant for grant in grants if grant.state == "given" and grant.since <= now]
    running = [grant for grant in given if grant.until is None or now <= grant.until]
    if not running:
        return _ground("ended" if given else "none", scope.id, given)
    if not all(_fits(reader.purpose, scope.purpose, scope.id, grant) for grant in running):
        return _ground("other purpose", scope.id, running)
    return _ground("given to role" if to_role else "given", scope.id, running)


def basis_state(tables: Tables, case: Case, basis: LegalBasis, reader: Recipient, now: dt.datetime) -> Ground:
    """
    Tell how a legal basis stands towards a reader: it must be recorded in the case and in force on the day.

    Without recipients of its own it reaches those of the consents that it replaces, and where it replaces none, every
    professional of the case.

    Args:
        tables: The model's tables.
        case: The case.
        basis: The legal basis.
        reader: Whom something would be shown to.
        now: The time.
    """
    grants = [one for one in case.grants if one.scope == basis.id and one.state == "recorded" and one.since <= now]
    instead = [scope for scope in tables.model.consents if scope.id in basis.instead_of]
    recipients = tuple(dict.fromkeys(name for scope in instead for name in scope.recipients))
    everybody = not recipients and not any(grant.recipients for grant in grants)
    to_role, to_house = _reaches(recipients, grants, reader)
    if not grants or reader.side is not Side.PROFESSIONAL or not (to_role or to_house or everybody):
        return Ground(state="none")
    day = _day(now, tables.declared.zone)
    valid = (basis.valid_from or day) <= day <= (basis.valid_until or day)
    running = [grant for grant in grants if valid and (grant.until is None or now <= grant.until)]
    if not running:
        return _ground("ended", basis.id, grants)
    if not any(_fits(reader.purpose, Text(), basis.id, grant) for grant in running):
        return _ground("other purpose", basis.id, running)
    return _ground("recorded for role" if to_role else "recorded", basis.id, running)


def _day(now: dt.datetime, zone: dt.tzinfo) -> dt.date:
    try:
        return now.astimezone(zone).date()
    except (OverflowError, ValueError):
        return now.date()


def _ground(state: str, by: str, grants: Iterable[Grant]) -> Ground:
    return Ground(state=state, by=by, events=tuple(grant.event for grant in grants if grant.event))


def _reaches(recipients: tuple[str, ...], grants: Sequence[Grant], reader: Recipient) -> tuple[bool, bool]:
    """Tell whether the reader's role, and whether the reader's organisation, is among the recipients."""
    narrowed = [grant.recipients for grant in grants if grant.recipients]
    allowed = [set(names) & set(recipients) if recipients else set(names) for names in narrowed] or [set(recipients)]
    to_role = all(reader.role in names for names in allowed)
    return to_role, all(names.intersection(reader.organisations) for names in allowed)


def _decides_otherwise(case: Case, scope: ConsentScope, now: dt.datetime) -> bool:
    """Tell whether the condition under which this consent decides is false for certain."""
    names = names_now(case, now)
    return scope.condition is not None and names is not None and compile_condition(scope.condition)(names) is False


def _fits(asked: str, purpose: Text, id: str, grant: Grant) -> bool:
    """Tell whether the purpose asked for is that of the grant, else that of its scope; no purpose fits none stated."""
    said = " ".join(asked.split()).casefold()
    if grant.purpose:
        return said == " ".join(grant.purpose.split()).casefold()
    words = {" ".join(text.split()).casefold() for _, text in purpose.versions}
    return not words or said in words or said == id.casefold()
