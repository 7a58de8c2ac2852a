"""
Who may see what, as one decision table: the first row whose every condition holds decides, and the last denies.

A standing is how somebody stands towards something recorded in a case. ``access`` finds it out; nothing here looks at a
case.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import TypeAlias

import attrs

FEATURES: Mapping[str, tuple[str, ...]] = {
    "part": ("now", "left", "never"),
    "side": ("professional", "client", "family", "proxy", "other"),
    "override": ("no", "yes"),
    "bar": ("no", "yes", "unknown"),
    "own": ("no", "yes"),
    "scope": ("no", "yes"),
    "foreign": ("no", "yes"),
    "there": ("no", "yes"),
    "consent": ("none", "refused", "ended", "other purpose", "withdrawn", "given", "given to role"),
    "basis": ("none", "ended", "other purpose", "recorded", "recorded for role"),
}
"""
What decides, and the values it may have.

part
    Whether the reader takes part in the case in that role now.
side
    On whose side of the table the role sits.
override
    Whether the glass is broken: a reason was given.
bar
    Whether a barrier of the model keeps this from the role; unknown where its condition cannot be judged.
own
    Whether the reader recorded it, or it was recorded on the reader's behalf.
scope
    Whether the role's scope (``sees``) covers it.
foreign
    Whether people of another organisation recorded it, and it is more than bookkeeping.
there
    Whether the item lists the role among its participants.
consent
    How the best consent stands that covers it with the reader as recipient: by organisation, or by role.
basis
    The same of legal bases other than consent.
"""

Standing: TypeAlias = Mapping[str, str]
"""One value for each feature."""


@attrs.frozen(kw_only=True)
class Row:
    """
    One row of the table.

    Args:
        ground: The ground on which it decides.
        allows: Whether it allows.
        when: Pairs of feature and the values that it may have; features that are not named may have any.
    """

    ground: str
    allows: bool
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def holds(self, standing: Standing) -> bool:
        """
        Tell whether every condition of the row holds.

        Args:
            standing: How the reader stands.
        """
        return all(standing[feature] in values for feature, values in self.when)


def _row(ground: str, allows: bool, **when: str) -> Row:
    return Row(
        ground=ground, allows=allows, when=tuple((name, tuple(values.split(" | "))) for name, values in when.items())
    )


ROWS: tuple[Row, ...] = (
    _row("override", True, part="now", side="professional", override="yes"),
    _row("no participant", False, part="left | never"),
    _row("barrier", False, bar="yes | unknown"),
    _row("own", True, own="yes"),
    _row("role", True, scope="yes", side="client | family | proxy | other"),
    _row("role", True, scope="yes", foreign="no"),
    _row("consent", True, consent="given to role"),
    _row("consent", True, scope="yes", consent="given"),
    _row("legal basis", True, basis="recorded for role"),
    _row("legal basis", True, scope="yes", basis="recorded"),
    _row("scope", False, scope="no"),
    _row("consent withdrawn", False, consent="withdrawn"),
    _row("consent refused", False, consent="refused"),
    _row("role", True, there="yes"),
    _row("purpose", False, consent="other purpose"),
    _row("purpose", False, basis="other purpose"),
    _row("no consent", False),
)
"""
The policy, deny by default.

An organisation that receives by consent or law does so through people whose scope reaches that far; a role that is
named as recipient itself needs no scope. Whoever is listed as a participant was there and may see what others recorded
of it, but not once the person has said no to sharing it. Barriers win over everything but broken glass.
"""


def decided(standing: Standing) -> Row:
    """
    Give the row that decides.

    Args:
        standing: How the reader stands; every feature has a value.

    >>> nobody = {feature: values[0] for feature, values in FEATURES.items()} | {"part": "never"}
    >>> decided(nobody).ground
    'no participant'
    """
    return next(row for row in ROWS if row.holds(standing))


def standings() -> Iterator[Standing]:
    """Give every way to stand: the expansion of the table."""
    for values in itertools.product(*FEATURES.values()):
        yield dict(zip(FEATURES, values, strict=True))


def policy_table() -> str:
    """
    Render the table for review: one line for each row, ``-`` where a feature does not matter, and how many of all ways
    to stand each row decides.

    >>> policy_table().splitlines()[0].split()[:3]
    ['row', 'part', 'side']
    """
    counts = dict.fromkeys(ROWS, 0)
    for standing in standings():
        counts[decided(standing)] += 1
    head = ("row", *FEATURES, "decision", "ground", "decides")
    lines = [head, *(_line(number, row, counts[row]) for number, row in enumerate(ROWS, 1))]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    rows = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    rows.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(rows) + "\n"


def _line(number: int, row: Row, count: int) -> tuple[str, ...]:
    when = dict(row.when)
    cells = (" | ".join(when[feature]) if feature in when else "-" for feature in FEATURES)
    return (str(number), *cells, "allow" if row.allows else "deny", row.ground, str(count))
