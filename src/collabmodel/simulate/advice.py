"""What replications say together, and whether there are enough of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from collabmodel.model import Model, Text
from collabmodel.simulate.results import Indicator, Replication
from collabmodel.simulate.scenario import Scenario
from collabmodel.simulate.statistics import Estimate, estimate, replications_needed
from collabmodel.simulate.titles import indicator_title, unit_of, worded
from collabmodel.simulate.warmup import warm_up_advice

WISHED = 0.1
"""Half-width, as a share of the mean, that advice aims at."""
SPECIAL = ("open_at_end", "lead_time")
"""Main indicators besides waits for meetings and utilisation."""
SHARES = frozenset({"ending", "never", "missed", "utilisation", "rule", "principle"})
"""Kinds of indicators that lie between 0 and 1."""
FEW = 5
"""Fewest replications from which anything is said of the warm-up: below, the series are too rough."""
MOST_NAMED = 5
"""Most indicators that one sentence names."""


def indicators_of(
    replications: Sequence[Replication], confidence: float, model: Model, scenario: Scenario
) -> tuple[Indicator, ...]:
    """
    Give every indicator with its mean and interval over replications.

    Args:
        replications: What each replication gave.
        confidence: Of the intervals, between 0 and 1.
        model: The model.
        scenario: The scenario.
    """
    ids = dict.fromkeys(id for one in replications for id in one.measures)
    found = []
    for id in ids:
        values = tuple(one.measures.get(id) for one in replications)
        said = _bounded(id, estimate(values, confidence))
        title, unit = indicator_title(id, model, scenario), unit_of(id, model)
        found.append(
            Indicator(id=id, title=title, unit=unit, mean=said.mean, low=said.low, high=said.high, values=values)
        )
    return tuple(found)


def _bounded(id: str, said: Estimate) -> Estimate:
    """Cut an interval where the indicator itself ends: no share is above 1, no time or count below 0."""
    kind = id.partition(":")[0]
    if said.low is None or said.high is None or kind == "indicator":
        return said
    high = min(1.0, said.high) if kind in SHARES else said.high
    return attrs.evolve(said, low=max(0.0, said.low), high=high)


def advice_of(
    replications: Sequence[Replication], confidence: float, model: Model, scenario: Scenario, warm_up: int = 0
) -> tuple[Text, ...]:
    """
    Say, in sentences, whether replications and warm-up are enough, and what no replication could tell.

    Args:
        replications: What each replication gave.
        confidence: Of the intervals, between 0 and 1.
        model: The model.
        scenario: The scenario.
        warm_up: Minutes left out at the start of each replication.
    """
    if not replications:
        return ()
    found = _enough(indicators_of(replications, confidence, model, scenario), len(replications), confidence, model)
    names = dict.fromkeys(name for one in replications for name in one.series if name in {"open", "waiting"})
    series = {name: [one.series[name] for one in replications if name in one.series] for name in names}
    silent = [id for id in replications[0].measures if all(one.measures.get(id) is None for one in replications)]
    if silent:
        found += (_untold(silent),)
    return (*found, *(warm_up_advice(series, warm_up) if len(replications) >= FEW else ()))


def main_indicators(indicators: Iterable[Indicator], model: Model) -> tuple[Indicator, ...]:
    """
    Give the indicators that advice is about: lead time, open cases, waits for meetings, and utilisation.

    Args:
        indicators: All of them.
        model: The model, which knows which activities are meetings.
    """
    meetings = {f"wait:{one.id}" for one in model.activities if one.kind == "meeting"}
    return tuple(
        one for one in indicators if one.id in SPECIAL or one.id in meetings or one.id.startswith("utilisation:")
    )


def _enough(indicators: Iterable[Indicator], count: int, confidence: float, model: Model) -> tuple[Text, ...]:
    needs: dict[str, int] = {}
    told = [one for one in main_indicators(indicators, model) if one.mean is not None]
    for one in told:
        need = replications_needed(one.values, WISHED, relative=True, confidence=confidence)
        if need is not None:
            needs[one.id] = need
    if count < 2:
        return (_ONE,)
    short = sorted((id for id in needs if needs[id] > count), key=lambda one: (-needs[one], one))
    if not short:
        return (worded(*_PLENTY, count=count),) if told and len(needs) == len(told) else ()
    named = ", ".join(f"{id} ({needs[id]})" for id in short[:MOST_NAMED])
    return (worded(*_SHORT, count=count, most=needs[short[0]], named=named),)


def _untold(ids: Sequence[str]) -> Text:
    named = ", ".join(ids[:MOST_NAMED]) + (" ..." if len(ids) > MOST_NAMED else "")
    return worded(*_SILENT, count=len(ids), named=named)


_ONE = worded(
    "Yhdestä toistosta ei näe, kuinka paljon sattuma vaikuttaa. Tee niitä useita.",
    "En upprepning visar inte hur mycket slumpen betyder. Gör flera.",
    "One replication does not show how much chance matters. Run several.",
)
_PLENTY = (
    "{count} toistoa riittää: pääluvut tunnetaan 10 prosentin tarkkuudella keskiarvosta.",
    "{count} upprepningar räcker: huvudsiffrorna är kända på 10 procent av medelvärdet när.",
    "{count} replications are enough: the main figures are known to within 10 % of their means.",
)
_SHORT = (
    "{count} toistoa ei riitä 10 prosentin tarkkuuteen; arviolta {most} riittäisi. Eniten puuttuu: {named}.",
    "{count} upprepningar räcker inte för 10 procents noggrannhet; ungefär {most} skulle räcka. Mest saknas: {named}.",
    "{count} replications do not give a precision of 10 %; about {most} would do. Furthest from it: {named}.",
)
_SILENT = (
    "{count} lukua ei voitu sanoa yhdessäkään toistossa: {named}.",
    "{count} siffror kunde inte anges i någon upprepning: {named}.",
    "{count} figures could not be told in any replication: {named}.",
)
