"""Consent and other grounds as registers and code: who has given or withdrawn what, and whether an activity may be."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.model import Activity, ConsentScope, LegalBasis, Pattern
from collabmodel.simulate.conditioning import Conditions
from collabmodel.simulate.kernel import codes
from collabmodel.simulate.registers import Code

_GIVEN, _AGAINST = 1, 2
_SURELY = Code(((codes.SURELY, 0, 0),))
_SURELY_NOT = Code(((codes.SURELY_NOT, 0, 0),))


def ground_of(conditions: Conditions, activity: str) -> int:
    """
    Give the address of the code that tells whether consent or another ground lets an activity be, 0 for always.

    Args:
        conditions: Turns conditions into code.
        activity: Id of the activity.
    """
    found = next((one for one in conditions.tables.model.activities if one.id == activity), None)
    if found is None or not found.consent:
        return 0
    return conditions.pool.write(conditions.joined(list(_ways(conditions, found)), every=False))


def _ways(conditions: Conditions, activity: Activity) -> Iterator[Code]:
    """Give what lets an activity be: that no consent is asked of such a case, a consent, another ground."""
    model = conditions.tables.model
    scopes = [one for one in model.consents if one.id in activity.consent]
    if scopes and all(one.condition is not None for one in scopes):
        yield conditions.joined([_asked_of_nobody(conditions, one) for one in scopes], every=True)
    for scope in scopes:
        given = _in_force(conditions, scope)
        if scope.condition is None:
            yield given
        else:
            turned = _asked_of_nobody(conditions, scope) + Code(((codes.NOT, 0, 0),))
            yield conditions.joined([turned, given], every=True)
    for basis in model.legal_bases:
        if _would_do(conditions, activity, basis):
            yield recorded(conditions, basis)


def _asked_of_nobody(conditions: Conditions, scope: ConsentScope) -> Code:
    """Give code that tells that a consent is not asked in a case; where that is unknown it is."""
    assert scope.condition is not None
    return conditions.truth(scope.condition, f"consents.{scope.id}") + _SURELY_NOT


def _in_force(conditions: Conditions, scope: ConsentScope) -> Code:
    """Give code that tells whether somebody has given a consent and nobody is against it."""
    given: list[Code] = []
    against: list[Code] = []
    for role in conditions.tables.model.roles:
        register = state_register(conditions, scope, role.id)
        for wanted, into in ((_GIVEN, given), (_AGAINST, against)):
            number = conditions.pool.constant(float(wanted))
            into.append(Code(((codes.SAME, register, number),)) + _SURELY)
    turned = conditions.joined(against, every=False) + Code(((codes.NOT, 0, 0),))
    return conditions.joined([turned, conditions.joined(given, every=False)], every=True)


def state_register(conditions: Conditions, scope: ConsentScope, role: str) -> int:
    """
    Give the register that holds how the consent of somebody of a role stands: given, or refused or withdrawn.

    Args:
        conditions: Turns conditions into code.
        scope: The consent scope.
        role: Id of the giver's role.
    """
    giver = conditions.pool.write(conditions.named(role))
    ways = (("given", _GIVEN), ("refused", _AGAINST), ("withdrawn", _AGAINST))
    return conditions.registers.set_by(
        f"consent {scope.id} {role}",
        *((Pattern(kind="consent", element=scope.id, transition=turn), giver, number) for turn, number in ways),
    )


def given_by(conditions: Conditions, scope: ConsentScope, role: str) -> int:
    """
    Give the address of the code that tells whether somebody of a role has given a consent and not taken it back.

    Args:
        conditions: Turns conditions into code.
        scope: The consent scope.
        role: Id of the giver's role.
    """
    number = conditions.pool.constant(float(_GIVEN))
    return conditions.pool.write(Code(((codes.SAME, state_register(conditions, scope, role), number),)) + _SURELY)


def recorded(conditions: Conditions, basis: LegalBasis) -> Code:
    """
    Give code that tells whether another ground is recorded and valid now.

    Args:
        conditions: Turns conditions into code.
        basis: The legal basis.
    """
    register = conditions.registers.set_by(
        f"basis {basis.id}",
        (Pattern(kind="legal_basis", element=basis.id, transition="recorded"), 0, 1),
        (Pattern(kind="legal_basis", element=basis.id, transition="ended"), 0, 0),
    )
    parts = [Code(((codes.SAME, register, conditions.pool.constant(1.0)),)) + _SURELY]
    now = Code(((codes.MOMENT, 0, 0),))
    if basis.valid_from is not None:
        parts.append(now + conditions.pool.push(conditions.minutes(basis.valid_from)) + Code(((codes.AT_LEAST, 0, 0),)))
    if basis.valid_until is not None:
        following = conditions.minutes(basis.valid_until.fromordinal(basis.valid_until.toordinal() + 1))
        parts.append(now + conditions.pool.push(following) + Code(((codes.LESS, 0, 0),)))
    return conditions.joined(parts, every=True)


def _would_do(conditions: Conditions, activity: Activity, basis: LegalBasis) -> bool:
    if basis.id in activity.consent:
        return True
    item = conditions.tables.items[conditions.tables.index[activity.id]]
    wanted = {"*", activity.id, f"kind:{item.kind}", *(f"#{tag}" for tag in item.tags)}
    covered = any(one in wanted for one in basis.covers)
    return covered and any(one in activity.consent for one in basis.instead_of)
