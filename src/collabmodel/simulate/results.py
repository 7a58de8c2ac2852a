"""What a simulation gives: indicators with intervals, what every replication said, and what it all rests on."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

from collabmodel.evaluate import Evaluation
from collabmodel.model import Model, Text
from collabmodel.simulate.scenario import Scenario


@attrs.frozen(kw_only=True)
class Indicator:
    """
    One figure of a study: a mean over replications with its confidence interval.

    Args:
        id: Id: ``cases``, ``lead_time``, ``wait:opening_meeting``, ``utilisation:workers``, ``ending:not_reached``,
            ``rule:opening_due``, ``principle:steady_contact``, ...
        title: What it says, for people.
        unit: ``cases``, ``share``, ``days``, ``hours``, ``per case``, ...
        mean: Mean over the replications in which it could be told; None if in none.
        low: Lower end of the confidence interval; None with fewer than two.
        high: Upper end.
        values: The value in each replication, None where it could not be told.
    """

    id: str
    title: Text = Text()
    unit: str
    mean: float | None
    low: float | None
    high: float | None
    values: tuple[float | None, ...] = ()


@attrs.frozen(kw_only=True)
class Replication:
    """
    What one replication gave.

    Args:
        number: Which, from 1.
        cases: Cases that came.
        events: Events of them.
        measures: Value of each indicator by its id, None where it cannot be told.
        rules: Verdict counts of each rule and limit by its id: satisfied, possibly satisfied, possibly violated,
            violated, not activated.
        principles: Result of each principle by its id: ``met``, ``partly``, ``not met``, ``not assessable``.
        stuck: Cases that could not go on at the end although something was meant to happen.
        digest: Digest of its events in canonical columns.
        compiled: Whether the compiled kernel ran it.
        series: For warm-up plots: name and values by week.
    """

    number: int
    cases: int
    events: int
    measures: Mapping[str, float | None]
    rules: Mapping[str, tuple[int, int, int, int, int]] = attrs.field(factory=dict)
    principles: Mapping[str, str] = attrs.field(factory=dict)
    stuck: int = 0
    digest: str = ""
    compiled: bool = False
    series: Mapping[str, tuple[float, ...]] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Standing:
    """
    One number of a scenario or model with what it rests on.

    Args:
        path: Where it stands: ``behaviour.opening_meeting.no_show``.
        value: The number as people write it.
        sources: Ids of sources or claims it rests on.
        assumption: Why it is assumed; empty where it has a source.
        unsourced: Whether it has neither.
    """

    path: str
    value: str
    sources: tuple[str, ...] = ()
    assumption: Text = Text()
    unsourced: bool = False


@attrs.frozen(kw_only=True)
class Deviation:
    """
    Where a simulated case is not what the model makes of it.

    Args:
        case: Id of the case, such as ``r1-17``.
        seq: Place of the event in its record, from 1.
        field: What differs: a part of the event, ``data.NAME``, ``events`` where one is missing or too many,
            ``refused`` where the model refuses it.
        simulated: What was simulated.
        decided: What the model makes of it.
    """

    case: str
    seq: int
    field: str
    simulated: str
    decided: str


@attrs.frozen(kw_only=True)
class Audit:
    """
    What came out when simulated cases were decided anew.

    Args:
        cases: Cases that were decided anew.
        events: Events of them.
        wrong: Cases that differ.
        deviations: The first difference of each, but for those beyond the first few.
    """

    cases: int = 0
    events: int = 0
    wrong: int = 0
    deviations: tuple[Deviation, ...] = ()


@attrs.frozen(kw_only=True, eq=False)
class Study:
    """
    Replications of a scenario with one model, and what they say together.

    Args:
        model: The model.
        scenario: The scenario.
        values: Sets of values it was judged by as well.
        seed: Seed of all draws.
        replications: What each gave, in order.
        indicators: The figures with their intervals.
        warm_up: Minutes left out at the start of each replication.
        confidence: Of the intervals, such as 0.95.
        standing: Every number with what it rests on.
        advice: Sentences for the researcher: whether replications and warm-up are enough.
        evaluation: How the first replication's histories fared, with evidence; None if nothing was judged.
        folder: Where it is kept, or None.
        complete: Whether all replications asked for are there; not if it was cancelled.
        provenance: Versions, hashes and settings, as ``run.json`` has them.
        audit: What came out when simulated cases were decided anew; None if nobody asked.
    """

    model: Model
    scenario: Scenario
    values: tuple[Model, ...] = ()
    seed: int
    replications: tuple[Replication, ...]
    indicators: tuple[Indicator, ...]
    warm_up: int = 0
    confidence: float = 0.95
    standing: tuple[Standing, ...] = ()
    advice: tuple[Text, ...] = ()
    evaluation: Evaluation | None = None
    folder: Path | None = None
    complete: bool = True
    provenance: Mapping[str, object] = attrs.field(factory=dict)
    audit: Audit | None = None

    @property
    def cases(self) -> int:
        """Cases of all replications."""
        return sum(one.cases for one in self.replications)

    @property
    def events(self) -> int:
        """Events of all replications."""
        return sum(one.events for one in self.replications)

    def indicator(self, id: str) -> Indicator:
        """
        Give an indicator by its id.

        Args:
            id: Its id.

        Raises:
            KeyError: There is none of this id.
        """
        for one in self.indicators:
            if one.id == id:
                return one
        raise KeyError(id)

    def _repr_html_(self) -> str:
        """Show the figures as a table in notebooks."""
        named = self.model.title.in_language("en", self.model.language) or self.model.id
        caption = f"{named}: {len(self.replications)} replications, {self.cases} cases, seed {self.seed}"
        heads = ("indicator", "unit", "mean", f"low ({self.confidence:.0%})", "high", "id")
        rows = (
            (
                one.title.in_language("en", self.model.language),
                one.unit,
                *map(_shown, (one.mean, one.low, one.high)),
                one.id,
            )
            for one in self.indicators
        )
        return _table(caption if self.complete else f"{caption} (stopped early)", heads, rows)


@attrs.frozen(kw_only=True)
class Contrast:
    """
    One indicator under two models or scenarios, paired by common random numbers.

    Args:
        id: Id of the indicator.
        title: What it says.
        unit: Its unit.
        a: Mean under the first.
        b: Mean under the second.
        difference: Mean of b - a over pairs.
        low: Lower end of the confidence interval of the difference.
        high: Upper end.
        pairs: How many pairs could be told.
        gain: Variance of an unpaired difference through that of the paired one: what pairing was worth; None if
            unknown.
    """

    id: str
    title: Text = Text()
    unit: str
    a: float | None
    b: float | None
    difference: float | None
    low: float | None
    high: float | None
    pairs: int = 0
    gain: float | None = None


@attrs.frozen(kw_only=True, eq=False)
class Comparison:
    """
    Two studies side by side.

    Args:
        a: The first study.
        b: The second.
        indicators: Each indicator under both, with the interval of the difference.
        structure: How the models differ, as sentences.
        changed: Ids of rules and principles whose result differs, with both results.
        warnings: Where streams of draws cannot be paired, and why.
        past: How past cases fare under both, by rule id: shares kept under a and b; empty without past cases.
    """

    a: Study
    b: Study
    indicators: tuple[Contrast, ...]
    structure: tuple[str, ...] = ()
    changed: tuple[tuple[str, str, str], ...] = ()
    warnings: tuple[Text, ...] = ()
    past: Mapping[str, tuple[float | None, float | None]] = attrs.field(factory=dict)

    def _repr_html_(self) -> str:
        """Show the differences as a table in notebooks."""
        model = self.a.model
        heads = ("indicator", "unit", "a", "b", "b - a", f"low ({self.a.confidence:.0%})", "high", "id")
        rows = (
            (
                one.title.in_language("en", model.language),
                one.unit,
                *map(_shown, (one.a, one.b, one.difference, one.low, one.high)),
                one.id,
            )
            for one in self.indicators
        )
        pairs = max((one.pairs for one in self.indicators), default=0)
        return _table(f"{self.a.scenario.id} (a) and {self.b.scenario.id} (b): {pairs} pairs", heads, rows)


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"


def _table(caption: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a table in HTML, with everything escaped."""
    head = "".join(f"<th>{html.escape(text)}</th>" for text in heads)
    body = "".join(f"<tr>{''.join(f'<td>{html.escape(text)}</td>' for text in row)}</tr>" for row in rows)
    return (
        f"<table><caption>{html.escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
