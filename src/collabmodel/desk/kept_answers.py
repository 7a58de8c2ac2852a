"""What the first call was told, as the store keeps it beside the idempotency key."""

from __future__ import annotations

import json

import attrs

from collabmodel.case import Warned
from collabmodel.model import Text
from collabmodel.plugin.records import canonical

_MISREAD = (TypeError, ValueError, LookupError, AttributeError, RecursionError)


@attrs.frozen(kw_only=True)
class KeptAnswer:
    """
    What is kept of an answer.

    Args:
        fingerprint: Digest of the command.
        warned: What people were told.
        clock_back: Whether the clock stood before the last event of the case.
    """

    fingerprint: str = ""
    warned: tuple[Warned, ...] = ()
    clock_back: bool = False


def print_answer(answer: KeptAnswer) -> str:
    """
    Write an answer.

    Args:
        answer: The answer.

    >>> parse_answer(print_answer(KeptAnswer(fingerprint="f", clock_back=True))).clock_back
    True
    """
    warned = [[one.rule, one.text.versions, one.unknown] for one in answer.warned]
    return canonical({"fingerprint": answer.fingerprint, "warned": warned, "clock_back": answer.clock_back})


def parse_answer(text: str) -> KeptAnswer:
    """
    Read an answer; one that means nothing gives an empty one, which no command fits.

    Args:
        text: What ``print_answer`` wrote.
    """
    try:
        found = json.loads(text)
        warned = tuple(
            Warned(rule=rule, text=Text(tuple((code, words) for code, words in versions)), unknown=tuple(unknown))
            for rule, versions, unknown in found["warned"]
        )
        return KeptAnswer(fingerprint=found["fingerprint"], warned=warned, clock_back=found["clock_back"])
    except _MISREAD:
        return KeptAnswer()
