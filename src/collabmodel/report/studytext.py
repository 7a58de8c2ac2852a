"""Studies and comparisons as plain text for terminals."""

from __future__ import annotations

from collabmodel.report import figures
from collabmodel.report.topics import Titles
from collabmodel.simulate.results import Comparison, Study


def study_text(study: Study, lang: str = "en") -> str:
    """
    Write what a study found: its figures with their intervals, question by question.

    Args:
        study: The study.
        lang: Language code; any other than the three gives English.
    """
    titles = Titles.of(study, lang)
    return "\n".join(f"{titles.figure(one)}: {figures.figure(one, lang)}" for one in study.indicators)


def comparison_text(comparison: Comparison, lang: str = "en") -> str:
    """
    Write what a comparison found: each figure under both, and whether the difference is more than chance.

    Args:
        comparison: The comparison.
        lang: Language code; any other than the three gives English.
    """
    titles = Titles.of(comparison.a, lang)
    return "\n".join(f"{titles.figure(one)}: {figures.difference(one, lang)}" for one in comparison.indicators)
