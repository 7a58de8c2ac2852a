"""What a command says, in one form: so that one idempotency key cannot stand for two commands."""

from __future__ import annotations

import hashlib

from collabmodel.case import Command
from collabmodel.plugin.records import canonical


def fingerprint(case: str, command: Command) -> str:
    """
    Give the digest of a command: SHA-256, hexadecimal.

    Args:
        case: Id of the case as the caller gave it, or empty where the desk was to choose one.
        command: The command.

    Raises:
        ValueError: A number in it is not finite, or a time has no zone.

    >>> fingerprint("c1", Command(verb="close"))[:16]
    'f903ae9935357a94'
    """
    by = command.by
    content = {
        "case": case,
        "verb": command.verb,
        "element": command.element,
        "by": [by.role, by.person, by.organisation, by.on_behalf_of],
        "data": sorted(command.data, key=lambda pair: pair[0]),
        "occurred": None if command.occurred is None else command.occurred.isoformat(),
        "instance": command.instance,
        "evidence": command.evidence,
        "corrects": command.corrects,
    }
    return hashlib.sha256(canonical(content).encode("utf-8", "surrogatepass")).hexdigest()
