"""One self-contained page for people: nothing remote, no script, readable on a phone and on paper."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from importlib import metadata, resources

import attrs

from collabmodel.check import Finding
from collabmodel.errors import ConfigError
from collabmodel.evaluate import Evaluation
from collabmodel.model import Model, Severity
from collabmodel.report import labels
from collabmodel.report.labels import Standing
from collabmodel.report.markup import Markup
from collabmodel.report.pagewords import PAGE
from collabmodel.report.readers import Readers
from collabmodel.report.scorecard import size
from collabmodel.report.svg import as_pictures, as_svg
from collabmodel.report.text import assumptions
from collabmodel.report.view import MOST_CASES, Viewer
from collabmodel.report.words import LANGUAGES, sentence


@attrs.frozen
class Provenance:
    """
    Where the numbers of a page come from.

    Args:
        hashes: Id, version and content hash of each model used.
        source: Name of the file of histories, without its folder; empty for none.
    """

    hashes: tuple[tuple[str, str, str], ...] = ()
    source: str = ""


def page(
    model: Model,
    *,
    values: Iterable[Model] = (),
    findings: Iterable[Finding] = (),
    evaluation: Evaluation | None = None,
    lang: str = "en",
    provenance: Provenance = Provenance(),
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

    Raises:
        ConfigError: Jinja2 is not installed.

    >>> page(Model(id="m"), lang="fi").count("<h1")
    1
    """
    try:
        from collabmodel.report.rendering import rendered  # noqa: PLC0415 - Jinja2 is optional and slow to load
    except ModuleNotFoundError:
        msg = 'the page needs an extra: python -m pip install "collabmodel[cli]"'
        raise ConfigError(msg) from None
    lang = lang if lang in LANGUAGES else "en"
    folder = resources.files("collabmodel.report") / "templates"
    template = (folder / "page.html").read_text(encoding="utf-8")
    style = (folder / "page.css").read_text(encoding="utf-8")
    models = evaluation.models if evaluation else (model, *values)
    readers = Readers.of(models, lang)
    told = _told(model, tuple(findings), lang) | _judged(evaluation, readers) | _origin(evaluation, provenance, lang)
    frame = {
        "lang": lang,
        "w": {name: phrase.say(lang) for name, phrase in PAGE.items()},
        "style": Markup(style),
        "style_hash": base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    }
    return rendered(template, told | frame)


def _told(model: Model, findings: tuple[Finding, ...], lang: str) -> dict[str, object]:
    """Tell of the model itself."""
    number = {severity: sum(one.severity is severity for one in findings) for severity in Severity}
    errors, warnings, notes = (number[one] for one in (Severity.ERROR, Severity.WARNING, Severity.NOTE))
    words = labels.FINDINGS_SOME.say(lang, errors=errors, warnings=warnings, notes=notes)
    return {
        "title": model.title.in_language(lang, model.language) or model.id,
        "summary": model.summary.in_language(lang, model.language),
        "diagram_wide": Markup(as_svg(model, lang, width=1080, name="wide")),
        "diagram_narrow": Markup(as_svg(model, lang, width=420, name="narrow")),
        "diagrams_paper": [Markup(picture) for picture in as_pictures(model, lang, width=760, name="paper")],
        "check": sentence(words if findings else labels.FINDINGS_NONE.say(lang)),
        "findings": [
            (one.severity.value, labels.SEVERITIES[one.severity].say(lang), one.message, str(one.place))
            for one in findings
        ],
        "assumptions": list(assumptions(model, lang)),
        "sound": not errors,
    }


def _judged(evaluation: Evaluation | None, readers: Readers) -> dict[str, object]:
    """Tell how the histories fared."""
    lang = readers.lang
    legend = [
        (stands.name.lower(), labels.STANDINGS[stands].say(lang), sentence(labels.STANDING_MEANINGS[stands].say(lang)))
        for stands in Standing
    ]
    if evaluation is None:
        return {
            "judged": False,
            "legend": legend,
            "size": "",
            "glance": [],
            "tally": [],
            "principles": [],
            "promises": [],
            "cases": [],
            "more": "",
            "gaps": [],
        }
    viewer = Viewer(evaluation, readers)
    left = len(evaluation.history.cases) - MOST_CASES
    return {
        "judged": True,
        "legend": legend,
        "size": size(evaluation, lang),
        "glance": viewer.glance(),
        "tally": viewer.tally(),
        "principles": viewer.principles(),
        "promises": viewer.promises(),
        "cases": viewer.cases(),
        "more": PAGE["more_cases"].say(lang, n=left) if left > 0 else "",
        "gaps": viewer.gaps(),
    }


def _origin(evaluation: Evaluation | None, provenance: Provenance, lang: str) -> dict[str, object]:
    """Tell where the numbers come from."""
    return {
        "library": f"collabmodel {metadata.version('collabmodel')}",
        "hashes": provenance.hashes,
        "source": provenance.source or PAGE["no_histories"].say(lang),
        "as_of": evaluation.as_of.isoformat(sep=" ", timespec="minutes") if evaluation else "",
    }
