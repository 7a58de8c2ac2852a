"""What two studies say side by side: paired indicators, rules and principles that change, and how the models differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from collabmodel.case import Difference, diff
from collabmodel.evaluate import Evaluation, evaluate
from collabmodel.formats.plain import Plain
from collabmodel.history import History
from collabmodel.model import Model
from collabmodel.simulate.judged import kept_share
from collabmodel.simulate.reading import plain_scenario
from collabmodel.simulate.results import Contrast, Indicator, Study
from collabmodel.simulate.scenario import Scenario
from collabmodel.simulate.statistics import paired

_LONGEST = 60
"""Most characters of a value that a sentence shows."""
_EXACT = 2
"""Most decimals of a percentage."""
ABSENT = "not there"
"""What a rule or principle has as its result where the model does not state it."""
UNTOLD = "in no case"
"""What a rule has as its result where it was decided in no case."""


def contrasts(a: Study, b: Study, confidence: float = 0.95) -> tuple[Contrast, ...]:
    """
    Put each indicator of two studies side by side, paired by replication.

    Args:
        a: The first study.
        b: The second, with as many replications of the same seed.
        confidence: Of the intervals, between 0 and 1.
    """
    theirs = {one.id: one for one in b.indicators}
    ours = {one.id: one for one in a.indicators}
    ids = dict.fromkeys((*ours, *theirs))
    return tuple(_contrast(id, ours.get(id), theirs.get(id), confidence) for id in ids)


def _contrast(id: str, one: Indicator | None, other: Indicator | None, confidence: float) -> Contrast:
    known = one or other
    assert known is not None
    nothing = (None,) * len(known.values)
    found = paired(one.values if one else nothing, other.values if other else nothing, confidence)
    return Contrast(
        id=id,
        title=known.title,
        unit=known.unit,
        a=one.mean if one else None,
        b=other.mean if other else None,
        difference=found.difference.mean,
        low=found.difference.low,
        high=found.difference.high,
        pairs=found.difference.count,
        gain=found.gain,
    )


def changed_results(a: Study, b: Study, found: Iterable[Contrast]) -> tuple[tuple[str, str, str], ...]:
    """
    Give the rules and principles whose result differs, with both results.

    A rule's differs if the interval of the difference of its share leaves zero out; a principle's if the result that
    most replications give is another.

    Args:
        a: The first study.
        b: The second.
        found: Their indicators side by side.
    """
    changed = []
    for one in found:
        kind, _, id = one.id.partition(":")
        if kind == "rule" and _differs(one):
            changed.append((id, *_percents(one, a, b)))
    ours, theirs = _usual(a), _usual(b)
    for id in sorted(ours.keys() | theirs.keys()):
        first, second = ours.get(id, ABSENT), theirs.get(id, ABSENT)
        if first != second:
            changed.append((id, first, second))
    return tuple(changed)


def _differs(one: Contrast) -> bool:
    if one.low is None or one.high is None:
        return (one.a is None) != (one.b is None)
    return one.low > 0 or one.high < 0


def _percents(one: Contrast, a: Study, b: Study) -> tuple[str, str]:
    """Give both shares in whole percents, or as exactly as it takes for what differs to look so."""
    for places in range(_EXACT + 1):
        first, second = _percent(one.id, one.a, a, places), _percent(one.id, one.b, b, places)
        if first != second:
            break
    return first, second


def _percent(id: str, share: float | None, study: Study, places: int) -> str:
    if share is not None:
        return f"{100 * share:.{places}f} %"
    return UNTOLD if any(one.id == id for one in study.indicators) else ABSENT


def _usual(study: Study) -> dict[str, str]:
    results: dict[str, Counter[str]] = {}
    for replication in study.replications:
        for id, result in replication.principles.items():
            results.setdefault(id, Counter())[result] += 1
    return {id: min(counter, key=lambda one: (-counter[one], one)) for id, counter in results.items()}


def structural(a: Model, b: Model, scenario_a: Scenario, scenario_b: Scenario) -> tuple[str, ...]:
    """
    Say how two models, and two scenarios, differ in what they mean; wording for people is passed over.

    Args:
        a: The first model.
        b: The second.
        scenario_a: The first one's scenario.
        scenario_b: The second one's.
    """
    models = [_sentence(one) for one in diff(a, b) if not one.wording]
    return (*models, *_values("scenario", plain_scenario(scenario_a), plain_scenario(scenario_b)))


def _sentence(one: Difference) -> str:
    if one.before is None or one.after is None or isinstance(one.before, dict | list):
        return f"{one.change.value} {one.path}"
    return f"{one.change.value} {one.path}: {_short(one.before)} -> {_short(one.after)}"


def _values(path: str, before: Plain, after: Plain) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            if path == "scenario" and key in {"id", "version", "title", "description", "model", "sources"}:
                continue
            yield from _values(f"{path}.{key}", before.get(key), after.get(key))
    elif before is None:
        yield f"added {path}"
    elif after is None:
        yield f"removed {path}"
    elif before != after:
        yield f"changed {path}: {_short(before)} -> {_short(after)}"


def _short(value: Plain) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def past_under(
    past: History, a: Model, b: Model, values: Iterable[Model] = ()
) -> Mapping[str, tuple[float | None, float | None]]:
    """
    Judge past cases by both models: the share of decided cases that keep each rule, under a and under b.

    Args:
        past: The past cases.
        a: The first model.
        b: The second.
        values: Sets of values to judge by as well.

    Raises:
        ModelError: A rule or limit cannot mean anything.
    """
    sets = tuple(values)
    ours, theirs = (_shares(evaluate(model, past, values=sets)) for model in (a, b))
    return {id: (ours.get(id), theirs.get(id)) for id in dict.fromkeys((*ours, *theirs))}


def _shares(evaluation: Evaluation) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    for column in evaluation.columns:
        traces = range(len(evaluation.traces_of(column.scope).cases))
        found.setdefault(column.rule, kept_share(column, traces))
    return found
