"""What a study can say under each item of the STRESS-DES guidelines, and what it leaves to its author."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import attrs

from collabmodel.formats import content_hash
from collabmodel.model import Text
from collabmodel.simulate.reading import scenario_hash
from collabmodel.simulate.results import Comparison, Contrast, Indicator, Standing, Study
from collabmodel.simulate.scenario import Scheduling
from collabmodel.simulate.warmup import WEEK

Lines = list[str]
DRAWN = "`collabmodel show {id} --format mermaid` draws the model."
"""How to come by a diagram."""


@attrs.frozen(kw_only=True, eq=False)
class Reported:
    """
    What a report is about.

    Args:
        study: The study, or the first of two.
        comparison: The comparison, or None.
    """

    study: Study
    comparison: Comparison | None = None

    @property
    def studies(self) -> tuple[Study, ...]:
        """The studies, one or two."""
        return (self.study,) if self.comparison is None else (self.comparison.a, self.comparison.b)

    def say(self, text: Text) -> str:
        """
        Give a text in English, else in the model's language.

        Args:
            text: The text.
        """
        return " ".join(text.in_language("en", self.study.model.language).split())


@attrs.frozen(kw_only=True)
class Item:
    """
    One item of the guidelines.

    Args:
        number: Its number there.
        title: What it is about.
        say: What the study says of it; no lines if nothing.
        left: What is left to the author, or empty.
    """

    number: str
    title: str
    say: Callable[[Reported], Lines]
    left: str = ""


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Lines:
    """
    Give a Markdown table.

    Args:
        head: Its columns.
        rows: Its rows; what is None is shown as a dash.
    """
    names = list(head)
    found = [f"| {' | '.join(names)} |", f"|{' --- |' * len(names)}"]
    for row in rows:
        cells = (_cell(cell).replace("|", "\\|").replace("\n", " ") for cell in row)
        found.append(f"| {' | '.join(cells)} |")
    return found


def _cell(cell: object) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return "-" if cell is None else str(cell)


def number(value: float | None) -> str | None:
    """
    Write a number to four figures.

    Args:
        value: The number, or None.

    >>> number(0.123456), number(12345.6), number(None)
    ('0.1235', '12346', None)
    """
    if value is None:
        return None
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def _interval(one: Indicator | Contrast) -> str | None:
    return None if one.low is None or one.high is None else f"{number(one.low)} to {number(one.high)}"


def _purpose(of: Reported) -> Lines:
    scenario, model = of.study.scenario, of.study.model
    texts = (of.say(model.title), of.say(model.summary), of.say(scenario.title), of.say(scenario.description))
    return [text if text.endswith(".") else f"{text}." for text in texts if text]


def _outputs(of: Reported) -> Lines:
    if of.comparison is not None:
        return _contrasts(of, of.comparison)
    head = ("Indicator", "Unit", "Mean", f"{of.study.confidence:.0%} interval")
    told = [one for one in of.study.indicators if one.mean is not None]
    rows = ((f"{of.say(one.title)} (`{one.id}`)", one.unit, number(one.mean), _interval(one)) for one in told)
    silent = [f"`{one.id}`" for one in of.study.indicators if one.mean is None]
    return [*table(head, rows), *(["", f"Could not be told: {', '.join(silent)}."] if silent else [])]


def _contrasts(of: Reported, comparison: Comparison) -> Lines:
    head = ("Indicator", "Unit", "a", "b", "b - a", f"{of.study.confidence:.0%} interval", "Pairs", "Gain")
    rows = []
    for one in comparison.indicators:
        if one.a is not None or one.b is not None:
            means = (number(one.a), number(one.b), number(one.difference))
            name = f"{of.say(one.title)} (`{one.id}`)"
            rows.append((name, one.unit, *means, _interval(one), one.pairs, number(one.gain)))
    return table(head, rows)


def _aims(of: Reported) -> Lines:
    if of.comparison is None:
        return []
    a, b = of.comparison.a, of.comparison.b
    first, second = (f"model `{one.model.id}` in scenario `{one.scenario.id}`" for one in (a, b))
    found = [f"Compared pair by pair under common random numbers: {first} (a), and {second} (b).", ""]
    return found + [f"- {line}" for line in of.comparison.structure]


def _logic(of: Reported) -> Lines:
    found = []
    for study in of.studies:
        model = study.model
        phases = ", ".join(f"`{one.id}`" for one in model.phases) or "none"
        found.append(
            f"Model `{model.id}`: phases {phases}; {len(model.activities)} activities, {len(model.milestones)} "
            f"milestones, {len(model.rules)} rules, {len(model.limits)} limits, {len(model.endings)} endings."
        )
    found.append(
        "Every step of a case is worked out from the model's entry and exit conditions by one set of tables, the same "
        "that runs real cases; at one instant a case's own continuation goes before freed people are offered to those "
        "in line, equals by case number."
    )
    return found


def _scenario_logic(of: Reported) -> Lines:
    if of.comparison is None:
        return ["One scenario was run."]
    changed = [f"- `{id}`: {before} under a, {after} under b" for id, before, after in of.comparison.changed]
    warned = [f"- {of.say(one)}" for one in of.comparison.warnings]
    found = ["The two sides differ as item 1.3 lists."]
    if changed:
        found += ["", "Rules and principles whose result differs:", "", *changed]
    return found + (["", "What could not be paired:", "", *warned] if warned else [])


def _algorithms(of: Reported) -> Lines:
    if of.study.scenario.scheduling is Scheduling.APPOINTMENT:
        return [
            "A meeting takes the earliest run of free slots common to everybody needed, all or nothing.",
            "Where there is none it is looked for again.",
        ]
    return ["Work waits in the line of everybody it needs, and starts when it is first in all of them; no overtaking."]


def _components(of: Reported) -> Lines:
    scenario = of.study.scenario
    entities = ", ".join(f"`{one.id}`" for one in scenario.arrivals) or "none"
    staff = table(
        ("Group", "Role", "Workers", "Calendar", "Keeps its cases", "Most cases each"),
        ((one.id, one.role, one.count, one.calendar or "always", one.keeps, one.caseload) for one in scenario.staff),
    )
    acts = table(
        ("Behaviour", "About", "By", "With"),
        ((one.id, one.element or one.id, one.by, ", ".join(one.with_)) for one in scenario.behaviour),
    )
    leave = ", ".join(f"`{one.id}`" for one in of.study.model.endings) or "none"
    return [
        f"Entities are cases; they come by the streams {entities} and leave by the endings {leave}.",
        "",
        *staff,
        "",
        *acts,
    ]


def _sources(of: Reported) -> Lines:
    found = []
    for source in of.study.scenario.sources:
        where = f" <{source.url}>" if source.url else ""
        author = f", {source.author}" if source.author else ""
        found.append(f"- `{source.id}`: {of.say(source.title)}{author}{where}")
    return found


def _parameters(of: Reported) -> Lines:
    found = table(
        ("Number", "Value", "Rests on"),
        ((f"`{one.path}`", one.value, _rests(one)) for one in of.study.standing),
    )
    return found if of.study.standing else []


def _rests(one: Standing) -> str:
    if one.sources:
        return ", ".join(one.sources)
    return "nothing" if one.unsourced else "assumption"


def _assumptions(of: Reported) -> Lines:
    assumed = [one for one in of.study.standing if one.assumption]
    bare = [one for one in of.study.standing if one.unsourced]
    found = [f"- `{one.path}` = {one.value}: {of.say(one.assumption)}" for one in assumed]
    if bare:
        found += ["", "Numbers with neither source nor reason:", "", *(f"- `{one.path}` = {one.value}" for one in bare)]
    return found


def _initial(of: Reported) -> Lines:
    weeks = of.study.warm_up / WEEK
    if not weeks:
        return ["Every replication starts with no cases and nothing is left out: figures include the start."]
    left_out = f"the first {weeks:g} weeks are left out, and only cases opened after them count"
    return [f"Every replication starts with no cases; {left_out}."]


def _length(of: Reported) -> Lines:
    scenario = of.study.scenario
    return [f"{scenario.horizon} from {scenario.start.isoformat()}, in whole minutes."]


def _estimation(of: Reported) -> Lines:
    count = len(of.study.replications)
    found = [
        f"{count} replications; means over them with {of.study.confidence:.0%} intervals by Student's t."
        + (" Differences are taken pair by pair." if of.comparison else "")
    ]
    return [*found, "", *(f"- {of.say(one)}" for one in of.study.advice)]


def _software(of: Reported) -> Lines:
    told = {name: value for name, value in _told(of.study.provenance) if name in {"library", "format"}}
    versions = of.study.provenance.get("versions")
    pairs = versions.items() if isinstance(versions, Mapping) else ()
    rows = [("collabmodel", told.get("library")), *((str(name), value) for name, value in pairs)]
    return table(("Software", "Version"), rows) if any(value for _, value in rows) else []


def _told(provenance: Mapping[str, object]) -> Iterable[tuple[str, object]]:
    return ((name, value) for name, value in provenance.items() if isinstance(value, bool | int | float | str))


def _sampling(of: Reported) -> Lines:
    keys = "seed, replication, case, purpose and turn"
    free = "it depends neither on the order of events nor on how many processors work"
    return [f"Seed {of.study.seed}. Each draw comes from a counter-based generator keyed by {keys}, so that {free}."]


def _execution(of: Reported) -> Lines:
    compiled = {one.compiled for one in of.study.replications}
    way = "compiled and interpreted" if len(compiled) > 1 else "compiled" if True in compiled else "interpreted"
    return [
        f"One replication at a time, event by event, {way}; {of.study.cases} cases and {of.study.events} events in all."
    ]


def _access(of: Reported) -> Lines:
    rows = []
    for study in of.studies:
        rows.append(("model", study.model.id, study.model.version, content_hash(study.model)))
        rows.append(("scenario", study.scenario.id, study.scenario.version, scenario_hash(study.scenario)))
        rows += [("values", one.id, one.version, content_hash(one)) for one in study.values]
    digests = [one.digest for one in of.study.replications if one.digest]
    found = table(("What", "Id", "Version", "SHA-256"), dict.fromkeys(rows))
    return found + (["", f"Digest of the events of the first replication: `{digests[0]}`."] if digests else [])


ITEMS = (
    Item(number="1.1", title="Purpose", say=_purpose, left="why the study was made, and for whom"),
    Item(number="1.2", title="Outputs", say=_outputs),
    Item(number="1.3", title="Aims of experimentation", say=_aims, left="what question the runs answer"),
    Item(
        number="2.1",
        title="Overview diagram",
        say=lambda of: [DRAWN.format(id=of.study.model.id)],
        left="the diagram itself, where it is wanted in print",
    ),
    Item(number="2.2", title="Logic of the model", say=_logic),
    Item(number="2.3", title="Logic of the scenarios", say=_scenario_logic),
    Item(number="2.4", title="Algorithms", say=_algorithms),
    Item(number="2.5", title="Components", say=_components),
    Item(number="3.1", title="Data sources", say=_sources, left="how the sources were chosen and by whom"),
    Item(number="3.2", title="Preparation of data", say=lambda _: [], left="how raw data were cleaned and estimated"),
    Item(number="3.3", title="Input parameters", say=_parameters),
    Item(number="3.4", title="Assumptions", say=_assumptions, left="whom the assumptions were shown to"),
    Item(number="4.1", title="Initial state", say=_initial),
    Item(number="4.2", title="Run length", say=_length, left="why this long"),
    Item(number="4.3", title="Estimation", say=_estimation),
    Item(number="5.1", title="Software", say=_software),
    Item(number="5.2", title="Random sampling", say=_sampling),
    Item(number="5.3", title="Execution", say=_execution),
    Item(number="5.4", title="Computer", say=lambda _: [], left="processor, memory, operating system and run time"),
    Item(
        number="6.1",
        title="Access to code and model",
        say=_access,
        left="where the files can be had, and their licence",
    ),
)
"""The twenty items of STRESS-DES (Monks et al. 2019), in our own words."""
