"""Principles and how anybody would know: indicators, measures, instruments, attestations."""

from __future__ import annotations

import enum

import attrs

from collabmodel.model.conditions import Expression
from collabmodel.model.patterns import Pattern, Reference
from collabmodel.model.text import Text
from collabmodel.workdays import Duration


class Level(enum.Enum):
    """What one value of a measure belongs to."""

    CASE = "case"
    MEETING = "meeting"
    PAIR = "pair of organisations"
    COHORT = "cohort"


class Measuring(enum.Enum):
    """
    What is measured on each case, meeting or pair.

    ``count``: events that match. ``value``: ``name`` of the last match. ``sum``: of ``name``.
    ``share``: matches of ``of`` that are also matches of ``to``. ``interval``: time from the first match of ``of``
    to the first later match of ``to``. ``longest gap`` and ``gaps``: time between neighbouring matches.
    ``change``: last minus first rating of ``instrument``. ``distinct``: distinct values of ``name``.
    """

    COUNT = "count"
    VALUE = "value"
    SUM = "sum"
    SHARE = "share"
    INTERVAL = "interval"
    LONGEST_GAP = "longest gap"
    GAPS = "gaps"
    CHANGE = "change"
    DISTINCT = "distinct"


class Summary(enum.Enum):
    """
    How the values of a group become one number.

    The last three are dispersion: standard deviation, coefficient of variation (share of the mean) and
    interquartile range.
    """

    MEAN = "mean"
    MEDIAN = "median"
    LOWEST = "lowest"
    HIGHEST = "highest"
    TOTAL = "total"
    P90 = "90th percentile"
    DEVIATION = "standard deviation"
    VARIATION = "coefficient of variation"
    QUARTILES = "interquartile range"


@attrs.frozen(kw_only=True)
class Measure:
    """
    A number taken from histories.

    Args:
        what: What is measured.
        of: The events it is about.
        to: The other events, for ``interval`` and ``share``.
        name: Name of the event data, for ``value``, ``sum`` and ``distinct``.
        instrument: Id of an instrument, for ``change``.
        respondent: Whose answers count, for ``change``; empty keeps respondents apart and reports the weaker.
        level: What one value belongs to.
        summary: How values become one number.
        unit: Unit of the number: ``"days"``, ``"hours"``, ``"working days"``, ``"share"``, ``"points"``, ``"events"``.
        calendar: Id of the calendar for working days; empty for plain time.
        condition: Which cases count, or None for all (key ``if`` in a file).
    """

    what: Measuring
    of: Pattern | None = None
    to: Pattern | None = None
    name: str = ""
    instrument: str = ""
    respondent: str = ""
    level: Level = Level.CASE
    summary: Summary = Summary.MEAN
    unit: str = ""
    calendar: str = ""
    condition: Expression | None = attrs.field(default=None, metadata={"key": "if"})


@attrs.frozen(kw_only=True)
class RuleIndicator:
    """
    An indicator that a rule's verdicts give: the share of cases that keep it (``type: rule`` in a file).

    Args:
        id: Id, unique in the model.
        title: Name.
        description: What it tells.
        rule: Id of the rule.
        met: Share (0-1) of applying cases from which on it is met.
        partly: Share (0-1) from which on it is partly met.
        cites: Sources.
        assumption: Why the thresholds are assumed rather than sourced.
    """

    id: str
    title: Text = Text()
    description: Text = Text()
    rule: str
    met: float | Reference
    partly: float | Reference | None = None
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


@attrs.frozen(kw_only=True)
class MeasureIndicator:
    """
    An indicator that a measure gives (``type: measure`` in a file).

    Args:
        id: Id, unique in the model.
        title: Name.
        description: What it tells.
        measure: What is measured.
        met: Value from which on it is met; a duration for times.
        partly: Value from which on it is partly met, or None.
        lower_is_better: Whether small values are good.
        cites: Sources.
        assumption: Why the thresholds are assumed rather than sourced.
    """

    id: str
    title: Text = Text()
    description: Text = Text()
    measure: Measure
    met: int | float | Duration | Reference
    partly: int | float | Duration | Reference | None = None
    lower_is_better: bool = False
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


@attrs.frozen(kw_only=True)
class AttestationIndicator:
    """
    An indicator that only people can give: events of kind ``attestation`` whose element is the indicator's id, with
    data ``answer`` (``met``, ``partly``, ``not met``), ``voice`` and ``evidence`` (``type: attestation`` in a file).

    Args:
        id: Id, unique in the model.
        title: Name.
        question: What is asked.
        voices: Whose voice is needed: ids of roles or sides; every one must have spoken.
        met: Share (0-1) of answers ``met``, for the voice that is least content, from which on it is met.
        partly: Share (0-1) from which on it is partly met, or None.
        cites: Sources.
        assumption: Why the thresholds are assumed rather than sourced.
    """

    id: str
    title: Text = Text()
    question: Text = Text()
    voices: tuple[str, ...] = ()
    met: float | Reference
    partly: float | Reference | None = None
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


class Combining(enum.Enum):
    """How indicators become the result of a principle."""

    ALL = "all"
    ANY = "any"
    MOST = "most"


@attrs.frozen(kw_only=True)
class Principle:
    """
    A value the partners promise to hold.

    Args:
        id: Id, unique in the model.
        title: Name.
        description: What it means.
        part_of: Id of the principle it belongs to, or empty.
        indicators: Ids of indicators; none means that nothing here can assess it.
        combining: How indicators become one result.
        cites: Sources.
    """

    id: str
    title: Text = Text()
    description: Text = Text()
    part_of: str = ""
    indicators: tuple[str, ...] = ()
    combining: Combining = Combining.ALL
    cites: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class AgeBand:
    """
    A version of an instrument for an age.

    Args:
        title: Name of the version.
        low: Youngest age in years, >= 0, or None.
        high: Oldest age in years, or None.
    """

    title: Text = Text()
    low: int | None = None
    high: int | None = None


@attrs.frozen(kw_only=True)
class Instrument:
    """
    A questionnaire or rating scale; its items are not part of the model.

    Args:
        id: Id, unique in the model.
        title: Name.
        description: What it measures.
        respondents: Who answers: ids of roles or sides.
        waves: When it is asked, such as ``("baseline", "end")``.
        level: What one answer is about.
        minimum: Lowest score.
        maximum: Highest score.
        higher_is_better: Direction.
        cut_off: Score that separates groups, or None.
        reliable_change: Smallest change that is more than noise, in points, or None.
        age_bands: Versions by age.
        licensed: Whether using it needs a licence.
        cites: Sources.
        assumption: Why its numbers are assumed rather than sourced.
    """

    id: str
    title: Text = Text()
    description: Text = Text()
    respondents: tuple[str, ...] = ()
    waves: tuple[str, ...] = ()
    level: Level = Level.CASE
    minimum: int | float | None = None
    maximum: int | float | None = None
    higher_is_better: bool = True
    cut_off: int | float | None = None
    reliable_change: int | float | None = None
    age_bands: tuple[AgeBand, ...] = ()
    licensed: bool = False
    cites: tuple[str, ...] = ()
    assumption: Text = Text()
