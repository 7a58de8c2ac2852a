"""Who reads, what for, and whether the glass is broken."""

from __future__ import annotations

import attrs

from collabmodel.history import Actor


@attrs.frozen(kw_only=True)
class Reader:
    """
    Somebody who reads.

    Args:
        actor: Who, in which role, for which organisation.
        purpose: What for, as consents and the access log name it.
        break_glass: Reason to see what the policy would deny; empty for none. It is logged and flagged. Not shown
            in ``repr``.
        system: Whether this is the operator's own machinery, such as evaluation, backup or a move to another model
            version: it sees everything, and every reading is logged as such.

    >>> Reader(actor=Actor(role="nurse", person="p1"), purpose="care")
    Reader(actor=Actor(role='nurse', organisation=''), purpose='care', system=False)
    """

    actor: Actor
    purpose: str = ""
    break_glass: str = attrs.field(default="", repr=False)
    system: bool = False


SYSTEM = Reader(actor=Actor(role="system"), purpose="operation", system=True)
"""The operator's own machinery; explicit wherever it is meant, and logged."""
