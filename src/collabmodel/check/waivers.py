"""Waivers: a model's own word, with a reason, that a check does not apply to it."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.check.finding import Check, Finding, Hit, hit
from collabmodel.check.subject import Subject
from collabmodel.check.wording import meant
from collabmodel.model import CheckWaiver, Severity

_SOURCE = "an opt-out is an answer with a reason, not a way to hide"


def _judged_last(_: Subject) -> Iterator[Hit]:
    """Find nothing here: waivers are judged once all other findings are known, by ``object_to``."""
    return iter(())


UNKNOWN = Check(
    code="waiver-of-unknown-check",
    title="waivers name checks that exist",
    severity=Severity.WARNING,
    message="the waiver names check '{value}', which does not exist{meant}",
    source=_SOURCE,
    run=_judged_last,
)
REASONLESS = Check(
    code="waiver-without-reason",
    title="waivers give a reason",
    severity=Severity.WARNING,
    message="the waiver of check '{value}' gives no reason, so it does not count: say why the check does not apply",
    source=_SOURCE,
    run=_judged_last,
)
UNUSED = Check(
    code="waiver-without-finding",
    title="waivers answer a finding",
    severity=Severity.WARNING,
    message="the waiver of check '{value}' for {where} matches no finding: take it out, or mend the name",
    source=_SOURCE,
    run=_judged_last,
)
WAIVERS = (UNKNOWN, REASONLESS, UNUSED)


def silenced(finding: Finding, waivers: tuple[CheckWaiver, ...]) -> bool:
    """
    Tell whether some waiver with a reason answers a finding.

    Args:
        finding: The finding.
        waivers: Waivers of the model.
    """
    return any(_says_why(waiver) and _matches(waiver, finding) for waiver in waivers)


def object_to(
    waivers: tuple[CheckWaiver, ...], codes: frozenset[str], found: tuple[Finding, ...]
) -> Iterator[tuple[Check, Hit]]:
    """
    Give what is wrong with waivers themselves: an unknown check, no reason, nothing to waive.

    Args:
        waivers: Waivers of the model.
        codes: Codes of all checks that ran.
        found: All findings, before any was waived.
    """
    for number, waiver in enumerate(waivers):
        path = f"waivers.{number}"
        if waiver.check not in codes:
            yield UNKNOWN, hit(f"{path}.check", value=waiver.check, meant=meant(waiver.check, codes))
        elif not any(_matches(waiver, finding) for finding in found):
            where = f"'{waiver.element}'" if waiver.element else "the whole model"
            yield UNUSED, hit(path, value=waiver.check, where=where)
        if not _says_why(waiver):
            yield REASONLESS, hit(path, value=waiver.check)


def _says_why(waiver: CheckWaiver) -> bool:
    return any(words.strip() for _, words in waiver.reason.versions)


def _matches(waiver: CheckWaiver, finding: Finding) -> bool:
    if waiver.check != finding.code:
        return False
    return not waiver.element or waiver.element == finding.element or waiver.element in finding.path.split(".")
