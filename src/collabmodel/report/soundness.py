"""Whether a model holds together, in a sentence and in what its checks found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from collabmodel.check import Finding
from collabmodel.model import Severity
from collabmodel.report import labels
from collabmodel.report.pagewords import PAGE
from collabmodel.report.studyview import Cell, Section, Table
from collabmodel.report.studywords import STUDY
from collabmodel.report.words import Phrase

_BROKEN = Phrase(
    "No. Errors: {errors}, warnings: {warnings}, notes: {notes}. Mend the errors before you rely on anything below.",
    "Ei. Virheitä: {errors}, varoituksia: {warnings}, huomautuksia: {notes}. Korjaa virheet ennen kuin luotat muuhun.",
    "Nej. Fel: {errors}, varningar: {warnings}, anmärkningar: {notes}. Rätta felen innan du litar på resten.",
)
_SOUND = Phrase(
    "Yes: the checks found no errors. Warnings: {warnings}, notes: {notes}.",
    "On: tarkistuksissa ei löytynyt virheitä. Varoituksia: {warnings}, huomautuksia: {notes}.",
    "Ja: granskningen fann inga fel. Varningar: {warnings}, anmärkningar: {notes}.",
)
_CLEAN = Phrase(
    "Yes: the checks found nothing to remark on.",
    "On: tarkistuksissa ei löytynyt huomautettavaa.",
    "Ja: granskningen fann inget att anmärka på.",
)
_MANY = 8
"""More findings of one severity than so many are folded away; errors never are."""


def soundness_section(findings: Sequence[Finding], lang: str) -> Section:
    """
    Answer whether the model holds together.

    Args:
        findings: What the checks found.
        lang: Language code.
    """
    number = {severity: sum(one.severity is severity for one in findings) for severity in Severity}
    phrase = _BROKEN if number[Severity.ERROR] else _SOUND if findings else _CLEAN
    answer = phrase.say(
        lang, errors=number[Severity.ERROR], warnings=number[Severity.WARNING], notes=number[Severity.NOTE]
    )
    return Section(
        id="findings",
        title=STUDY["sound"].say(lang),
        answer=answer,
        lines=(answer,),
        parts=tuple(_tables(findings, lang)),
    )


def _tables(findings: Sequence[Finding], lang: str) -> Iterator[Table]:
    heads = tuple(PAGE[name].say(lang) for name in ("finding", "place"))
    for severity in Severity:
        found = [one for one in findings if one.severity is severity]
        if found:
            word = labels.SEVERITIES[severity].say(lang)
            folded = severity is not Severity.ERROR and len(found) > _MANY
            caption = f"{PAGE['findings_caption'].say(lang)}: {word} ({len(found)})"
            rows = tuple((Cell(one.message, lang="en"), Cell(str(one.place))) for one in found)
            yield Table(caption=caption, heads=heads, rows=rows, folded=caption if folded else "", hidden=folded)
