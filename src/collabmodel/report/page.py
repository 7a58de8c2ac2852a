"""One self-contained page for people: nothing remote, no script, readable on a phone and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from collabmodel.check import Finding
from collabmodel.evaluate import Evaluation
from collabmodel.model import Model
from collabmodel.report.pageparts import UNTOLD, Provenance, framed, judged, model_told, origin
from collabmodel.report.pagewords import PAGE
from collabmodel.report.readers import Readers
from collabmodel.report.studypage import study_page
from collabmodel.report.words import LANGUAGES
from collabmodel.simulate.results import Comparison, Study

__all__ = ["Provenance", "page"]


def page(  # noqa: PLR0913 - each is a part of the page
    model: Model,
    *,
    values: Iterable[Model] = (),
    findings: Iterable[Finding] = (),
    evaluation: Evaluation | None = None,
    lang: str = "en",
    provenance: Provenance = UNTOLD,
    study: Study | None = None,
    what_ifs: Sequence[Comparison] = (),
    command: str = "",
) -> str:
    """
    Make the page that tells what was found about a model.

    It shows ids of cases and events, never people, facts or words that staff wrote.

    Args:
        model: The model.
        values: Sets of values it was judged by as well.
        findings: What the checks found.
        evaluation: How the histories fared, or None if none were judged.
        lang: Language of the page; any other than the three gives English.
        provenance: Where the numbers come from.
        study: What simulating the model gave, or None; the page then answers with it first.
        what_ifs: The study compared with the same under something else, such as one more worker.
        command: The command that makes the same numbers again, for the page; empty for none.

    Raises:
        ConfigError: Jinja2 is not installed.

    >>> page(Model(id="m"), lang="fi").count("<h1")
    1
    """
    if study is not None:
        return study_page(
            study,
            lang,
            what_ifs=what_ifs,
            findings=tuple(findings),
            evaluation=evaluation,
            provenance=provenance,
            command=command,
        )
    lang = lang if lang in LANGUAGES else "en"
    models = evaluation.models if evaluation else (model, *values)
    told = model_told(model, findings, lang) | judged(evaluation, Readers.of(models, lang))
    return framed("page.html", told | origin(evaluation, provenance, lang), lang, PAGE)
