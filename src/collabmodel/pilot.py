"""``pilot``: try a model before adopting it. Check it, simulate it, judge what comes of it, write one page."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import html
import os
from collections.abc import Callable, Iterable
from importlib import resources
from pathlib import Path

import attrs

from collabmodel import formats
from collabmodel.check import Finding, Placing, check
from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.evaluate import Evaluation, evaluate
from collabmodel.formats import Places
from collabmodel.history import History
from collabmodel.model import Kind, Model, Severity, Side
from collabmodel.report.page import Provenance, page
from collabmodel.simulate import Comparison, Progress, Scenario, Study, load_study, simulate
from collabmodel.simulate.checking import check_scenario, scenario_doubts
from collabmodel.simulate.compiled import is_warm
from collabmodel.simulate.contrasting import contrasts, structural

REPLICATIONS = 5
"""How often a scenario is run where nobody says it."""
_WHAT_IF = "what-if"
_SAMPLE = ".histories.jsonl"


@attrs.frozen(kw_only=True, eq=False)
class Pilot:
    """
    What trying a model gave.

    Args:
        model: The model.
        values: The sets of values it was judged by as well.
        findings: What the checks found in the model, and in the scenario.
        evaluation: How the given histories fared; None if there were none, or if the model has errors.
        html: The page, as text.
        report: Where the page was written, or None if it was not.
        study: What simulating it gave, or None.
        what_ifs: The study beside the same with one more worker, a comparison for each group that meets clients.
        complete: Whether everything that was to be simulated was; not if it was cancelled.
    """

    model: Model
    values: tuple[Model, ...]
    findings: tuple[Finding, ...]
    evaluation: Evaluation | None = None
    html: str = ""
    report: Path | None = None
    study: Study | None = None
    what_ifs: tuple[Comparison, ...] = ()
    complete: bool = True

    @property
    def sound(self) -> bool:
        """Whether the checks found no error."""
        return _sound(self.findings)

    @property
    def judged(self) -> Evaluation | None:
        """How the given histories fared; where none were given, those of the study's first replication."""
        return self.evaluation or (self.study.evaluation if self.study else None)

    def _repr_html_(self) -> str:
        """Show the page in a notebook, in a frame of its own."""
        return f'<iframe srcdoc="{html.escape(self.html)}" width="100%" height="800" style="border:0"></iframe>'


def pilot(  # noqa: PLR0913 - one argument a choice of the caller's
    model: Model,
    *,
    values: Iterable[Model] = (),
    scenario: Scenario | None = None,
    histories: History | None = None,
    out: Path | str | None = None,
    lang: str = "en",
    as_of: dt.datetime | None = None,
    places: Placing | None = None,
    scenario_places: Places | None = None,
    source: str = "",
    replications: int = REPLICATIONS,
    seed: int | None = None,
    jobs: int = 1,
    compiled: bool | None = None,
    resume: bool = True,
    what_if: bool = True,
    progress: Progress | None = None,
    cancel: Callable[[], bool] | None = None,
    command: str = "",
) -> Pilot:
    """
    Try a model: check it, simulate it, judge what comes of it, also by sets of values, and make one page for people.

    With a scenario the study is kept beside the page, and what one more worker would change is tried for each group
    that meets clients, with the same luck. A model or scenario with error findings is not used; the page then says so.

    Args:
        model: The model.
        values: Sets of values to judge by as well.
        scenario: What it is tried in; None to simulate nothing.
        histories: Real case histories, or None.
        out: Folder for the page ``report.html`` and the study, made if it is not there; None to write nothing.
        lang: Language of the page.
        as_of: The time at which histories are judged; None for the latest entry.
        places: Where the parts of the model stand in its file, as ``formats.read`` gives it.
        scenario_places: Where the parts of the scenario stand in its file, as ``read_scenario`` gives it.
        source: Name of the file that the histories come from, for the page.
        replications: How often the scenario is run, >= 1.
        seed: Seed of all draws; None for the scenario's.
        jobs: How many replications run at once, >= 1.
        compiled: Whether the compiled kernel is used; None to use it where that is quicker.
        resume: Whether to go on with what the folder holds of the same study.
        what_if: Whether to try one more worker.
        progress: Told how many replications are finished, and of how many.
        cancel: Asked now and then; the study stops when it says True, and keeps what is finished.
        command: The command that makes the same again, for the page.

    Raises:
        ConfigError: The folder or the page cannot be written, or the folder holds another study.
        SimulationError: A case comes to no end at one instant.

    >>> tried = pilot(Model(id="m"))
    >>> tried.evaluation is None, tried.html.startswith("<!DOCTYPE html>")
    (True, True)
    """
    sets = tuple(values)
    findings = check(model, places)
    if scenario is not None and _sound(findings):
        findings += scenario_findings(model, scenario, scenario_places)
    sound = _sound(findings)
    tried = Pilot(model=model, values=sets, findings=findings)
    if scenario is not None and sound:
        # A newcomer's first trial must not wait for a compiler.
        quick = False if compiled is None and replications <= REPLICATIONS and not is_warm() else compiled
        settings = {"replications": replications, "seed": seed, "jobs": jobs, "compiled": quick, "resume": resume}
        run = functools.partial(simulate, model, values=sets, cancel=cancel, **settings)  # type: ignore[arg-type]
        groups = groups_meeting_clients(model, scenario) if what_if else ()
        study, what_ifs = _simulated(run, scenario, groups, None if out is None else Path(out), progress)
        complete = study.complete and len(what_ifs) == len(groups)
        tried = attrs.evolve(tried, study=study, what_ifs=what_ifs, complete=complete)
    if histories is not None and sound:
        tried = attrs.evolve(tried, evaluation=evaluate(model, histories, values=sets, as_of=as_of))
    text = _page(tried, lang, source, command)
    return attrs.evolve(tried, html=text, report=None if out is None else write_page(text, out))


def scenario_findings(model: Model, scenario: Scenario, places: Places | None = None) -> tuple[Finding, ...]:
    """
    Check a scenario against its model: errors keep it from being run, warnings are doubts.

    Args:
        model: The model, itself sound.
        scenario: The scenario.
        places: Where its values stand in its file, or None.
    """
    wrong = (("scenario", Severity.ERROR, one) for one in check_scenario(model, scenario, places))
    doubts = (("scenario-doubt", Severity.WARNING, one) for one in scenario_doubts(model, scenario, places))
    return tuple(
        Finding(
            code=code,
            severity=severity,
            message=f"{one.what} {one.value}".strip() + (f" - {one.hint}" if one.hint else ""),
            path=scenario.id,
            place=one.place,
            element="",
            source="",
        )
        for code, severity, one in (*wrong, *doubts)
    )


def _sound(findings: Iterable[Finding]) -> bool:
    return not any(finding.severity is Severity.ERROR for finding in findings)


def _simulated(
    run: Callable[..., Study],
    scenario: Scenario,
    groups: tuple[str, ...],
    folder: Path | None,
    progress: Progress | None,
) -> tuple[Study, tuple[Comparison, ...]]:
    """Run the study, then the same with one more worker in each group."""
    parts = 1 + len(groups)
    study = run(scenario, out=folder, progress=_part(progress, 0, parts))
    what_ifs: list[Comparison] = []
    for number, group in enumerate(groups, 1):
        if not study.complete or len(what_ifs) < number - 1:
            break
        own = None if folder is None else _kept_in(folder, scenario, group)
        told = _part(progress, number, parts)
        other = run(one_more(scenario, group), out=own, keep_events=False, judge=False, progress=told)
        if other.complete:
            what_ifs.append(beside(study, other))
    return study, tuple(what_ifs)


def _part(progress: Progress | None, number: int, parts: int) -> Progress | None:
    return None if progress is None else lambda done, total: progress(number * total + done, parts * total)


def groups_meeting_clients(model: Model, scenario: Scenario) -> tuple[str, ...]:
    """
    Find the groups of staff whose time goes into what they do together with clients or those close to them.

    Args:
        model: The model.
        scenario: The scenario.
    """
    others = {role.id for role in model.roles if role.side is not Side.PROFESSIONAL}
    invited = {one.id: {part.role for part in one.participants} for one in model.activities}
    busy: set[str] = set()
    for one in scenario.behaviour:
        there = invited.get(one.element or one.id, set())
        own = {one.by, *one.with_} if one.by else there
        if one.length is not None and (own | there) & others:
            busy |= own
    return tuple(group.id for group in scenario.staff if group.role in busy)


def one_more(scenario: Scenario, group: str) -> Scenario:
    """
    Give a scenario with one more worker in a group.

    Args:
        scenario: The scenario.
        group: Id of the group.
    """
    staff = (attrs.evolve(one, count=one.count + 1) if one.id == group else one for one in scenario.staff)
    return attrs.evolve(scenario, staff=tuple(staff))


def beside(study: Study, other: Study) -> Comparison:
    """
    Put a study beside the same under something else.

    Args:
        study: The study.
        other: The other, with the same seed and as many replications.
    """
    return Comparison(
        a=study,
        b=other,
        indicators=contrasts(study, other, study.confidence),
        structure=structural(study.model, other.model, study.scenario, other.scenario),
    )


def kept_what_ifs(study: Study) -> tuple[Comparison, ...]:
    """
    Give what ``pilot`` tried beside a study, from the study's folder.

    Args:
        study: A study as ``load_study`` gives it.

    Raises:
        ConfigError: What is there is no study.
        FormatError: What it says cannot be read.
    """
    if study.folder is None:
        return ()
    folders = (_kept_in(study.folder, study.scenario, group.id) for group in study.scenario.staff)
    others = (load_study(one, judge=False) for one in folders if one.is_dir())
    return tuple(beside(study, one) for one in others if len(one.replications) == len(study.replications))


def _kept_in(folder: Path, scenario: Scenario, group: str) -> Path:
    """Give the folder of what one more worker in a group gave; ids of any kind make safe names."""
    place = [one.id for one in scenario.staff].index(group) + 1
    return folder / _WHAT_IF / f"{place}-{''.join(sign if sign.isalnum() else '_' for sign in group)}"


def _page(tried: Pilot, lang: str, source: str, command: str) -> str:
    return page(
        tried.model,
        values=tried.values,
        findings=tried.findings,
        evaluation=tried.evaluation,
        lang=lang,
        provenance=provenance(tried.model, tried.values, source),
        study=tried.study,
        what_ifs=tried.what_ifs,
        command=command,
    )


def provenance(model: Model, values: Iterable[Model] = (), source: str = "") -> Provenance:
    """
    Say where the numbers of a page come from.

    Args:
        model: The model.
        values: Sets of values it was judged by as well.
        source: Name of the file of histories, without its folder; empty for none.
    """
    return Provenance(tuple((one.id, one.version, formats.content_hash(one)) for one in (model, *values)), source)


def write_page(page: str, folder: Path | str) -> Path:
    """
    Write a page as ``report.html`` in a folder, which is made if it is not there.

    Args:
        page: The page.
        folder: The folder.

    Raises:
        ConfigError: The folder or the page cannot be written.
    """
    return write_report(page, Path(folder) / "report.html")


def write_report(report: str | bytes, path: Path) -> Path:
    """
    Write a report, whole or not at all; its folder is made if it is not there.

    Args:
        report: The report; text is written as UTF-8.
        path: Where it goes.

    Raises:
        ConfigError: The folder or the file cannot be written.
    """
    part = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(report.encode() if isinstance(report, str) else report)
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
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
