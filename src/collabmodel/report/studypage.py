"""The page of a study: what a model would do with these people, in plain words, for somebody who decides."""

from __future__ import annotations

from collections.abc import Sequence

from collabmodel.check import Finding, check
from collabmodel.evaluate import Evaluation
from collabmodel.report.pageparts import Provenance, framed, judged, model_told, origin
from collabmodel.report.pagewords import PAGE
from collabmodel.report.readers import Readers
from collabmodel.report.words import LANGUAGES
from collabmodel.simulate.results import Comparison, Study


def study_page(  # noqa: PLR0913 - each is a part of the page
    study: Study,
    lang: str = "en",
    *,
    what_ifs: Sequence[Comparison] = (),
    findings: Sequence[Finding] | None = None,
    evaluation: Evaluation | None = None,
    provenance: Provenance = Provenance(),
    command: str = "",
) -> str:
    """
    Make the page of a study.

    Args:
        study: The study.
        lang: Language of the page; any other than the three gives English.
        what_ifs: The study compared with the same under something else, such as one more worker.
        findings: What the checks found in the model; None checks it here.
        evaluation: How past histories fared, or None.
        provenance: Where the histories come from.
        command: The command that makes the same numbers again; empty for none.

    Raises:
        ConfigError: Jinja2 is not installed.
    """
    lang = lang if lang in LANGUAGES else "en"
    found = check(study.model) if findings is None else findings
    models = evaluation.models if evaluation else (study.model, *study.values)
    told = model_told(study.model, found, lang) | judged(evaluation, Readers.of(models, lang))
    return framed("page.html", told | origin(evaluation, provenance, lang), lang, PAGE)


def comparison_page(comparison: Comparison, lang: str = "en", *, command: str = "") -> str:
    """
    Make the page of a comparison.

    Args:
        comparison: The comparison.
        lang: Language of the page; any other than the three gives English.
        command: The command that makes the same numbers again; empty for none.

    Raises:
        ConfigError: Jinja2 is not installed.
    """
    return study_page(comparison.a, lang, what_ifs=(comparison,), command=command)
