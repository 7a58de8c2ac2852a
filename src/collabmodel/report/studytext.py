"""Studies and comparisons as plain text for terminals."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from collabmodel.report import figures
from collabmodel.report.contrasting import change_told, changed_rows, short_contrasts, shown
from collabmodel.report.lines import WIDTH
from collabmodel.report.studypage import answered, size_told
from collabmodel.report.studywords import STUDY
from collabmodel.report.topics import TOPICS, Titles, topic
from collabmodel.report.waiting import main_wait
from collabmodel.report.words import LANGUAGES
from collabmodel.simulate.results import Comparison, Contrast, Indicator, Study

_MAIN = frozenset({"cases", "closed", "open_at_end", "lead_time", "moved", "silence", "stuck"})
_MAIN_KINDS = frozenset({"utilisation", "caseload", "ending"})
_LABEL = 58
"""Characters of a label, at most, before its figure goes to the next line."""
_LONGEST = 96
"""Characters of a line in columns, at most."""


def study_text(study: Study, lang: str = "en", *, every: bool = False) -> str:
    """
    Write what a study found: the answers in short, then its figures with their intervals.

    Args:
        study: The study.
        lang: Language code; any other than the three gives English.
        every: Whether all figures are listed; else the main ones.
    """
    lang = lang if lang in LANGUAGES else "en"
    titles = Titles.of(study, lang)
    lines = [titles.model(), *_wrapped(size_told(study, titles), 0)]
    for section in answered(study, titles):
        if section.answer:
            lines += ["", section.title, *_wrapped(section.answer, 2)]
    main = main_wait(study)
    told = [one for one in study.indicators if every or _is_main(one.id, main)]
    for kind, phrase in TOPICS.items():
        lines += _listed(phrase.say(lang), [_row(one, titles) for one in told if topic(one.id) is kind])
    return "\n".join([*lines, "", *_wrapped(STUDY["brackets"].say(lang, share=_share(study, lang)), 0)])


def _share(study: Study, lang: str) -> str:
    return figures.percent(study.confidence, lang)


def _is_main(id: str, main: str) -> bool:
    return id in _MAIN or id.partition(":")[0] in _MAIN_KINDS or id in {f"wait:{main}", f"never:{main}"}


def _row(one: Indicator, titles: Titles) -> tuple[str, ...]:
    return titles.figure(one), figures.figure(one, titles.lang)


def _wrapped(text: str, indent: int) -> list[str]:
    return textwrap.wrap(
        text.replace("\N{NO-BREAK SPACE}", " "),
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _listed(title: str, rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Lay rows out in columns under a title; a label that is too long has a line of its own."""
    if not rows:
        return
    wide = min(_LABEL, max(len(row[0]) for row in rows))
    columns = [max(len(row[place]) for row in rows) for place in range(1, len(rows[0]))]
    yield from ("", title)
    for label, *cells in rows:
        told = "  ".join(cell.ljust(column) for cell, column in zip(cells, columns, strict=True)).rstrip()
        line = f"  {label.ljust(wide)}  {told}"
        own = len(line) > _LONGEST or len(label) > wide
        for text in (*_wrapped(label, 2), f"      {told}") if own else (line,):
            yield text.replace("\N{NO-BREAK SPACE}", " ")


def comparison_text(comparison: Comparison, lang: str = "en", *, every: bool = False) -> str:
    """
    Write what a comparison found: figures under both, and whether the difference is more than chance.

    Args:
        comparison: The comparison.
        lang: Language code; any other than the three gives English.
        every: Whether all figures are listed; else the main ones.
    """
    lang = lang if lang in LANGUAGES else "en"
    titles = Titles.of(comparison.a, lang)
    lines = [change_told(comparison, titles)]
    for name, study in (("first", comparison.a), ("second", comparison.b)):
        own = Titles.of(study, lang)
        lines += _wrapped(f"{STUDY[name].say(lang)}: {own.model()}. {size_told(study, own)}", 0)
    if every:
        for kind, phrase in TOPICS.items():
            rows = [_contrast(one, titles) for one in comparison.indicators if topic(one.id) is kind]
            lines += _listed(phrase.say(lang), rows)
    else:
        lines += _listed(STUDY["difference"].say(lang), [_contrast(one, titles) for one in short_contrasts(comparison)])
    changed = [(what, f"{a} → {b}") for what, a, b in changed_rows(comparison, titles)]
    lines += _listed(STUDY["changed"].say(lang), changed)
    for name, items in (
        ("structure", comparison.structure),
        ("warnings", tuple(titles.text(one) for one in comparison.warnings)),
    ):
        lines += ["", STUDY[name].say(lang)] if items else []
        lines += [line for item in items for line in _wrapped(item, 2)]
    return "\n".join(lines)


def _contrast(one: Contrast, titles: Titles) -> tuple[str, ...]:
    lang = titles.lang
    both = f"{figures.amount(one.a, one.unit, lang)} → {figures.amount(one.b, one.unit, lang)}"
    return titles.figure(one), f"{both}; {shown(one, lang)}"
