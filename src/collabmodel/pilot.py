"""``pilot``: try a model before adopting it. Check it, judge histories by it and by values, write one page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

import attrs

from collabmodel import formats
from collabmodel.check import Finding, Placing, check
from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.evaluate import Evaluation, evaluate
from collabmodel.history import History
from collabmodel.model import Kind, Model, Severity
from collabmodel.report.page import Provenance, page

_SAMPLE = ".histories.jsonl"


@attrs.frozen(kw_only=True, eq=False)
class Pilot:
    """
    What trying a model gave.

    Args:
        model: The model.
        values: The sets of values it was judged by as well.
        findings: What the checks found in the model.
        evaluation: How the histories fared; None if there were none, or if the model has errors.
        html: The page, as text.
        report: Where the page was written, or None if it was not.
    """

    model: Model
    values: tuple[Model, ...]
    findings: tuple[Finding, ...]
    evaluation: Evaluation | None
    html: str
    report: Path | None

    @property
    def sound(self) -> bool:
        """Whether the checks found no error."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)


def pilot(
    model: Model,
    *,
    values: Iterable[Model] = (),
    histories: History | None = None,
    out: Path | str | None = None,
    lang: str = "en",
    as_of: dt.datetime | None = None,
    places: Placing | None = None,
    source: str = "",
) -> Pilot:
    """
    Try a model: check it, judge histories by it and by sets of values, and make one page for people.

    A model with error findings is not used to judge anything; the page then says so.

    Args:
        model: The model.
        values: Sets of values to judge by as well.
        histories: Case histories, or None to check only.
        out: Folder for the page ``report.html``, made if it is not there; None to write nothing.
        lang: Language of the page.
        as_of: The time at which things are judged; None for the latest entry.
        places: Where the parts of the model stand in its file, as ``formats.read`` gives it.
        source: Name of the file that the histories come from, for the page.

    Raises:
        ConfigError: The folder or the page cannot be written.

    >>> tried = pilot(Model(id="m"))
    >>> tried.evaluation is None, tried.html.startswith("<!DOCTYPE html>")
    (True, True)
    """
    sets = tuple(values)
    findings = check(model, places)
    sound = not any(finding.severity is Severity.ERROR for finding in findings)
    found = evaluate(model, histories, values=sets, as_of=as_of) if sound and histories is not None else None
    hashes = tuple((one.id, one.version, formats.content_hash(one)) for one in (model, *sets))
    html = page(
        model, values=sets, findings=findings, evaluation=found, lang=lang, provenance=Provenance(hashes, source)
    )
    report = None if out is None else _written(html, Path(out))
    return Pilot(model=model, values=sets, findings=findings, evaluation=found, html=html, report=report)


def _written(html: str, folder: Path) -> Path:
    path = folder / "report.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(html, encoding="utf-8", newline="\n")
    except OSError as error:
        what = f"the report cannot be written: {error.strerror or type(error).__name__}"
        raise ConfigError([Problem(what=what, place=Place(str(path)), hint="name another folder")]) from None
    return path


def shipped_values() -> tuple[Model, ...]:
    """Give every set of values that comes with the library."""
    return tuple(model for id in formats.shipped() if (model := formats.load(id)).kind is Kind.VALUES)


def sample_histories(source: str) -> Path | None:
    """
    Find the sample of case histories beside a model.

    Args:
        source: Id of a shipped model, or path of a model file: ``ID.histories.jsonl`` stands beside ``ID.yaml``.

    >>> sample_histories("no-such-model") is None
    True
    """
    folder = Path(str(resources.files("collabmodel"))) / "library"
    path = folder / f"{source}.yaml" if source in formats.shipped() else Path(source)
    beside = path.parent / f"{path.stem}{_SAMPLE}"
    return beside if beside.is_file() else None
