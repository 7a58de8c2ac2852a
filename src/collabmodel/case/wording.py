"""What refusals say to people, in Finnish, Swedish and English."""

from __future__ import annotations

from collabmodel.case.answers import Need, Reason, Refusal
from collabmodel.model import Text

_SAID: dict[Reason, tuple[str, str, str]] = {
    Reason.UNKNOWN_VERB: (
        "Komentoa {verb} ei ole.", "Kommandot {verb} finns inte.", "There is no command {verb}.",
    ),
}  # fmt: skip


def refusal(
    reason: Reason, *, element: str = "", needs: tuple[Need, ...] = (), rule: str = "", **words: str
) -> Refusal:
    """
    Give a refusal with its words.

    Args:
        reason: Why.
        element: Id of the element asked about, or empty.
        needs: What is missing.
        rule: Id of the rule that stands in the way, or empty.
        words: What the sentence names.
    """
    said = _SAID[reason]
    versions = tuple((code, text.format(**words)) for code, text in zip(("fi", "sv", "en"), said, strict=True))
    return Refusal(reason=reason, element=element, text=Text(versions), needs=needs, rule=rule)
