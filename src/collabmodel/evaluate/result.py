"""What an evaluation found: verdicts in columns, rule by rule, and principles as trees of evidence."""

from __future__ import annotations

import datetime as dt
import enum
import functools
from array import array
from collections.abc import Callable

import attrs

from collabmodel.history.columns import History
from collabmodel.model import Model


@attrs.frozen(kw_only=True, eq=False)
class Traces:
    """
    Which traces a scope has, so that a trace number leads back to its case.

    Args:
        scope: ``case``, ``adoption`` or ``cohort``.
        cases: Number of the case behind each trace ('q'); the one trace of ``cohort``, if any, has -1.
        closed: 1 for each trace in which nothing more is expected ('b').
    """

    scope: str
    cases: array[int]
    closed: array[int]


@attrs.frozen(eq=False)
class Evidence:
    """
    What decided each cell of a column.

    Args:
        activation: Position of the deciding activation ('q'); -1 for none.
        decider: Position of the deciding event ('q'); -1 for none.
        due: When due, microseconds since 1970 UTC ('q'); -1 for none.
    """

    activation: array[int] = attrs.field(factory=lambda: array("q"))
    decider: array[int] = attrs.field(factory=lambda: array("q"))
    due: array[int] = attrs.field(factory=lambda: array("q"))


@attrs.frozen(kw_only=True, eq=False)
class RuleColumn:
    """
    The cells of one rule or limit over all traces of its scope.

    Verdicts are there at once; what decided them may be worked out when somebody first asks.

    Args:
        rule: Id of the rule or limit.
        model: Id of the model that states it.
        scope: ``case``, ``adoption`` or ``cohort``.
        verdict: Rank of the verdict of each trace ('b'); see ``Verdict.rank``.
        activations: How often it applied in each ('i'); 0 is ``not_activated``.
        evidence: What decided each, or what works it out.
        unknown: Trace number to missing names, where the verdict is unknown.
        waived: Trace number to reason, where waived.
    """

    rule: str
    model: str
    scope: str
    verdict: array[int]
    activations: array[int]
    evidence: Evidence | Callable[[], Evidence]
    unknown: dict[int, tuple[str, ...]]
    waived: dict[int, str]

    def __reduce__(self) -> tuple[Callable[[], RuleColumn], tuple[()]]:
        known = attrs.evolve(self, evidence=self.known_evidence)
        return functools.partial(RuleColumn, **attrs.asdict(known, recurse=False)), ()

    @functools.cached_property
    def known_evidence(self) -> Evidence:
        """What decided each cell."""
        return self.evidence if isinstance(self.evidence, Evidence) else self.evidence()

    @property
    def activation(self) -> array[int]:
        """Position of the deciding activation of each trace ('q'); -1 for none."""
        return self.known_evidence.activation

    @property
    def decider(self) -> array[int]:
        """Position of the deciding event of each trace ('q'); -1 for none."""
        return self.known_evidence.decider

    @property
    def due(self) -> array[int]:
        """When each is due, microseconds since 1970 UTC ('q'); -1 for none."""
        return self.known_evidence.due


@attrs.frozen(kw_only=True)
class RuleCount:
    """
    How a rule fared. The first four counts sum to the traces of its scope; the last three stand beside them.

    Args:
        id: Id of the rule or limit.
        model: Id of the model that states it.
        scope: ``case``, ``adoption`` or ``cohort``.
        satisfied: Number of traces, >= 0; likewise the rest.
        possibly_satisfied: As above.
        possibly_violated: As above.
        violated: As above.
        not_activated: As above.
        unknown: As above.
        waived: As above.
    """

    id: str
    model: str
    scope: str
    satisfied: int = 0
    possibly_satisfied: int = 0
    possibly_violated: int = 0
    violated: int = 0
    not_activated: int = 0
    unknown: int = 0
    waived: int = 0


class Result(enum.Enum):
    """How far a principle or indicator is kept."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_ASSESSABLE = "not_assessable"


class Aspect(enum.Enum):
    """What an indicator tells of. Process and outcome are never merged silently."""

    PROCESS = "process"
    OUTCOME = "outcome"
    VOICE = "voice"


@attrs.frozen(kw_only=True)
class IndicatorResult:
    """
    One indicator with its number and its evidence.

    Args:
        id: Id of the indicator.
        model: Id of the model that states it.
        result: How far it is kept.
        value: The number found, in ``unit``; None if there is none.
        unit: Its unit.
        number: How many cases, meetings or pairs it rests on, >= 0.
        missing: How many could not be assessed, >= 0.
        why: Why it could not be assessed; empty if it could.
        events: Ids of events that decide it, at most 20, worst first.
        elements: Ids of the rules, limits or instruments behind it.
        cites: Ids of source claims.
        groups: For measures over groups (pairs of organisations, respondents, voices): (group, value) pairs, sorted
            by group.
        aspect: Whether it tells of the process, of an outcome for the client, or of what people say.
    """

    id: str
    model: str
    result: Result
    value: float | None = None
    unit: str = ""
    number: int = 0
    missing: int = 0
    why: str = ""
    events: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    groups: tuple[tuple[str, float], ...] = ()
    aspect: Aspect = Aspect.PROCESS


@attrs.frozen(kw_only=True)
class PrincipleResult:
    """
    One principle as a tree: its own result, its indicators, and the principles under it.

    Args:
        id: Id of the principle.
        model: Id of the model that states it.
        result: How far it is kept.
        indicators: Results of its indicators.
        parts: Results of the principles that belong to it.
        cites: Ids of source claims.
        aspects: Result of its own indicators aspect by aspect, in the order of ``Aspect``.
    """

    id: str
    model: str
    result: Result
    indicators: tuple[IndicatorResult, ...] = ()
    parts: tuple[PrincipleResult, ...] = ()
    cites: tuple[str, ...] = ()
    aspects: tuple[tuple[Aspect, Result], ...] = ()


@attrs.frozen(kw_only=True, eq=False)
class Evaluation:
    """
    Everything that an evaluation found.

    Args:
        history: The effective histories that were judged.
        as_of: The time at which they were judged.
        columns: Cells of every rule and limit.
        principles: Results of top-level principles, each with its parts; every principle occurs once in the tree.
        traces: The traces of every scope.
        models: The cooperation model, then the value models.
        indicators: Results of every indicator of the models, whether a principle names it or not.
    """

    history: History
    as_of: dt.datetime
    columns: tuple[RuleColumn, ...]
    principles: tuple[PrincipleResult, ...]
    traces: tuple[Traces, ...] = ()
    models: tuple[Model, ...] = ()
    indicators: tuple[IndicatorResult, ...] = ()

    @property
    def cases(self) -> int:
        """How many ordinary cases were judged, adoption histories left out, >= 0."""
        return len(self.traces_of("case").cases)

    @property
    def adoption_histories(self) -> int:
        """How many adoption histories were judged, >= 0."""
        return len(self.traces_of("adoption").cases)

    def traces_of(self, scope: str) -> Traces:
        """
        Give the traces of a scope.

        Args:
            scope: ``case``, ``adoption`` or ``cohort``.
        """
        for traces in self.traces:
            if traces.scope == scope:
                return traces
        return Traces(scope=scope, cases=array("q"), closed=array("b"))
