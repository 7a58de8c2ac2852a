"""Which consents and legal bases are in force at a moment."""

from __future__ import annotations

import datetime as dt

from collabmodel.case.state import Case, Grant
from collabmodel.model import ConsentScope, LegalBasis

_AGAINST = ("refused", "withdrawn")


def consent_in_force(case: Case, scope: ConsentScope, when: dt.datetime) -> Grant | None:
    """
    Give the consent that is in force for a scope, or None. One person who has refused or withdrawn it is enough for it
    not to be given.

    Args:
        case: The case.
        scope: The scope.
        when: The moment.
    """
    grants = [one for one in case.grants if one.scope == scope.id]
    if any(one.state in _AGAINST for one in grants):
        return None
    given = (one for one in grants if one.state == "given" and one.since <= when)
    return next((one for one in given if one.until is None or when <= one.until), None)


def recorded_basis(case: Case, basis: LegalBasis, when: dt.datetime, day: dt.date) -> Grant | None:
    """
    Give the record of a legal basis that is in force, or None.

    Args:
        case: The case.
        basis: The legal basis.
        when: The moment.
        day: The day on which that is, where the case lies.
    """
    if (basis.valid_from and day < basis.valid_from) or (basis.valid_until and day > basis.valid_until):
        return None
    grants = (one for one in case.grants if one.scope == basis.id and one.state == "recorded")
    return next((one for one in grants if one.since <= when and (one.until is None or when <= one.until)), None)


def replaces(basis: LegalBasis, scopes: tuple[str, ...]) -> bool:
    """
    Tell whether a legal basis stands in for one of some consents.

    Args:
        basis: The legal basis.
        scopes: Ids of consent scopes.
    """
    return any(one in scopes for one in basis.instead_of)
