"""What spares the kernel work: what can be known of plans, moves and letters before a run starts."""

from __future__ import annotations

from collections.abc import Iterable

from collabmodel.simulate.kernel import codes, header, rows
from collabmodel.simulate.registers import BEHALF, LAST, LAST_KNOWN, ORGANISATION, ROLE, Pool, Registers, Watch

_AVAILABLE, _ENABLED, _ACTIVE, _SUSPENDED = (
    1 << one for one in (rows.IS_AVAILABLE, rows.IS_ENABLED, rows.IS_ACTIVE, rows.IS_SUSPENDED)
)
_CHANGED = {
    "entry": (_AVAILABLE, rows.BEGUN), "start": (_AVAILABLE, rows.BEGUN), "achieve": (_AVAILABLE, rows.REACHED),
    "revoke": (_AVAILABLE, rows.REACHED), "renew": (_AVAILABLE | _ENABLED | _ACTIVE | _SUSPENDED, rows.REACHED),
    "exit": (_ENABLED | _ACTIVE | _SUSPENDED, rows.OVER), "complete": (_ACTIVE, rows.OVER),
    "suspend": (_ENABLED | _ACTIVE, rows.STILL), "resume": (_SUSPENDED, rows.STILL),
}  # fmt: skip
"""Where an instance must stand for a change, and the status bit that changes."""
_TURNS = {
    "exit": "terminated", "complete": "completed", "suspend": "suspended", "resume": "resumed", "achieve": "achieved",
    "revoke": "revoked", "renew": "revoked",
}  # fmt: skip
"""The transitions of changes."""
BITS = {
    "active": rows.BEGUN, "enabled": rows.BEGUN, "completed": rows.OVER, "terminated": rows.OVER,
    "suspended": rows.STILL, "resumed": rows.STILL, "achieved": rows.REACHED, "revoked": rows.REACHED,
    "cancelled": rows.ARRANGED,
}  # fmt: skip
"""The status bits of transitions."""
_FITTING = {rows.ACTIVE: (_ENABLED, _ENABLED), rows.RESUMED: (_SUSPENDED, _SUSPENDED)}
_WORKABLE = (_ENABLED | _ACTIVE, _ENABLED | _ACTIVE | _SUSPENDED)
"""Where an instance must stand for a transition to come up, and for it not to be given up."""


def what_changes(change: str, *, manual: bool) -> tuple[int, int, str]:
    """
    Give where an instance must stand for a change, bit by bit, the status bit that changes, and the transition.

    Args:
        change: The change.
        manual: Whether somebody must start the item.

    >>> what_changes("start", manual=True)
    (1, 1, 'enabled')
    """
    stands, bit = _CHANGED[change]
    if change in {"entry", "start"}:
        return stands, bit, "enabled" if manual else "active"
    return stands, bit, _TURNS[change]


def heeded(registers: Registers, pool: Pool, watches: Iterable[Watch]) -> bool:
    """
    Tell whether any condition reads who acts, or anything keeps it.

    Args:
        registers: Registers by name; those that tell who acts are there.
        pool: Where conditions are written.
        watches: Registers that follow events.
    """
    who = {registers.data[name] for name in (ROLE, ORGANISATION, BEHALF)}
    steps = (step for code in pool.steps.values() for step in code)
    read = {number for operation, number, _ in steps if operation in (codes.REGISTER, codes.SAME)}
    return not who.isdisjoint(read | {one.datum for one in watches if one.sort in (LAST, LAST_KNOWN)})


def look_ahead(m: list[int]) -> None:
    """
    Note of every plan what spares the kernel a look into other rows.

    Args:
        m: The memory, with all rows of the model and of plans.
    """
    looks: list[int] = []
    for number in range(m[header.N_PLANS]):
        plan = m[header.PLANS] + number * rows.PLAN_SIZE
        _note(m, plan)
        if m[plan + rows.PLAN_AT_DROP] == 0:
            quick = m[plan + rows.PLAN_QUICK]
            made = quick + rows.MADE if quick else -m[plan + rows.PLAN_EACH]
            looks += [m[plan + rows.PLAN_STATE], made, m[plan + rows.PLAN_FULL], plan]
    m[header.LOOKS], m[header.N_LOOKS] = len(m), len(looks) // rows.LOOK_SIZE
    m += looks


def _note(m: list[int], plan: int) -> None:
    groups = range(m[plan + rows.PLAN_GROUPS], m[plan + rows.PLAN_GROUPS] + m[plan + rows.PLAN_N_GROUPS])
    kept = (m[m[header.GROUPS] + m[at] * rows.GROUP_SIZE + rows.GROUP_KEEPS] for at in groups)
    m[plan + rows.PLAN_KEPT] = int(all(kept))
    turn = m[m[header.LETTERS] + m[plan + rows.PLAN_LETTER] * rows.LETTER_SIZE + rows.LETTER_TRANSITION]
    m[plan + rows.PLAN_TURN] = turn
    m[plan + rows.PLAN_FITS], m[plan + rows.PLAN_STANDS] = _FITTING.get(turn, _WORKABLE)
    item = m[plan + rows.PLAN_ITEM]
    row = m[header.ITEMS] + item * rows.ITEM_SIZE if item >= 0 else 0
    m[plan + rows.PLAN_ITEM_ROW] = row
    starts = row > 0 and m[plan + rows.PLAN_SORT] == 0 and m[row + rows.ITEM_MANUAL]
    m[plan + rows.PLAN_PLAIN] = int(m[plan + rows.PLAN_PLANS] == 0 and not starts)
