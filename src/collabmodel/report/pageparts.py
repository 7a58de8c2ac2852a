"""What pages are made of: the frame, the model and its findings, how histories fared, where numbers come from."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from importlib import metadata

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
from collabmodel.report.words import Phrase, sentence


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


UNTOLD = Provenance()
"""Nothing said of where numbers come from."""


def framed(name: str, told: Mapping[str, object], lang: str, words: Mapping[str, Phrase]) -> str:
    """
    Fill a page's template, with its style sheet inside.

    Args:
        name: File name of the template.
        told: What stands in it.
        lang: Language of the page, one of the three.
        words: Its words by name.

    Raises:
        ConfigError: Jinja2 is not installed.
    """
    try:
        from collabmodel.report.rendering import rendered, template  # noqa: PLC0415 - Jinja2 is optional and slow
    except ModuleNotFoundError:
        msg = 'the page needs an extra: python -m pip install "collabmodel[cli]"'
        raise ConfigError(msg) from None
    style = template("page.css")
    frame = {
        "lang": lang,
        "w": {name: phrase.say(lang) for name, phrase in words.items()},
        "style": Markup(style),
        "style_hash": base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        "library": f"collabmodel {metadata.version('collabmodel')}",
    }
    return rendered(template(name), {**told, **frame})


def model_told(model: Model, findings: Iterable[Finding], lang: str) -> dict[str, object]:
    """
    Tell of a model itself: its name, its picture, what its checks found, what it assumes.

    Args:
        model: The model.
        findings: What the checks found.
        lang: Language code.
    """
    found = tuple(findings)
    number = {severity: sum(one.severity is severity for one in found) for severity in Severity}
    errors, warnings, notes = (number[one] for one in (Severity.ERROR, Severity.WARNING, Severity.NOTE))
    words = labels.FINDINGS_SOME.say(lang, errors=errors, warnings=warnings, notes=notes)
    return {
        "title": model.title.in_language(lang, model.language) or model.id,
        "summary": model.summary.in_language(lang, model.language),
        "diagram_wide": Markup(as_svg(model, lang, width=1080, name="wide")),
        "diagram_narrow": Markup(as_svg(model, lang, width=350, name="narrow")),
        "diagrams_paper": [Markup(picture) for picture in as_pictures(model, lang, width=760, name="paper")],
        "check": sentence(words if found else labels.FINDINGS_NONE.say(lang)),
        "findings": [
            (one.severity.value, labels.SEVERITIES[one.severity].say(lang), one.message, str(one.place))
            for one in found
        ],
        "assumptions": list(assumptions(model, lang)),
        "sound": not errors,
    }


def judged(evaluation: Evaluation | None, readers: Readers) -> dict[str, object]:
    """
    Tell how histories fared.

    Args:
        evaluation: What was found, or None if none were judged.
        readers: What things are called.
    """
    lang = readers.lang
    legend = [
        (stands.name.lower(), labels.STANDINGS[stands].say(lang), sentence(labels.STANDING_MEANINGS[stands].say(lang)))
        for stands in Standing
    ]
    if evaluation is None:
        lists: dict[str, list[str]] = {name: [] for name in ("glance", "tally", "principles", "promises", "cases")}
        return {"judged": False, "legend": legend, "size": "", "more": "", "gaps": [], **lists}
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


def origin(evaluation: Evaluation | None, provenance: Provenance, lang: str) -> dict[str, object]:
    """
    Tell where the numbers come from.

    Args:
        evaluation: What was found, or None.
        provenance: Models and files used.
        lang: Language code.
    """
    return {
        "hashes": provenance.hashes,
        "source": provenance.source or PAGE["no_histories"].say(lang),
        "as_of": evaluation.as_of.isoformat(sep=" ", timespec="minutes") if evaluation else "",
    }
