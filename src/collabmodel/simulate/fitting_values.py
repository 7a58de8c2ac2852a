"""Which values facts and data take, estimated from a history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import attrs

from collabmodel.model import Fact, FactType, Text
from collabmodel.rules.trace import Value
from collabmodel.simulate.fitting_log import Observed
from collabmodel.simulate.fitting_shapes import shaped
from collabmodel.simulate.scenario import Known, Shape, Spread
from collabmodel.simulate.titles import worded

MOST_WORDS = 40
"""Most different values that are told one by one."""
_COUNTED = (FactType.BOOLEAN, FactType.CHOICE, FactType.TEXT, FactType.INTEGER)
_NUMBERS = (FactType.NUMBER, FactType.INTEGER)


def fitted_values(declared: Fact, values: Sequence[Value]) -> Spread | None:
    """
    Estimate how the values of a fact or datum are spread: shares of each, or a distribution of numbers.

    Args:
        declared: What the model says of it.
        values: What was observed, without what was missing.

    >>> found = fitted_values(Fact(id="answer", type=FactType.BOOLEAN), [True, True, False])
    >>> found.values, found.weights
    ((False, True), (1.0, 2.0))
    """
    if declared.type in _COUNTED:
        counts = Counter(value for value in values if isinstance(value, bool | int | float | str))
        if counts and len(counts) <= MOST_WORDS:
            kept = sorted(counts, key=lambda one: (str(type(one)), one if not isinstance(one, str) else 0, str(one)))
            weights = tuple(float(counts[one]) for one in kept)
            return Spread(shape=Shape.EMPIRICAL, values=tuple(kept), weights=weights)
    if declared.type in _NUMBERS:
        numbers = [float(value) for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
        found = shaped(numbers) if all(number >= 0 for number in numbers) else None
        if found is not None:
            return attrs.evolve(found.spread, whole=declared.type is FactType.INTEGER)
    return None


def fitted_facts(seen: Observed) -> tuple[tuple[Known, ...], list[Text]]:
    """
    Estimate how the facts known at the opening are spread, each by itself.

    Args:
        seen: The history.
    """
    found, told = [], []
    for fact in seen.model.facts:
        values = [one for one in _at_opening(seen, fact.id) if one is not None]
        spread = fitted_values(fact, values)
        if spread is not None:
            found.append(Known(id=fact.id, spread=spread, cites=("history",)))
        elif values or fact.required:
            told.append(worded(*NO_FACT, id=fact.id))
    if len(found) > 1:
        told.append(worded(*UNRELATED))
    return tuple(found), told


def _at_opening(seen: Observed, id: str) -> Iterable[Value]:
    return (seen.history.fact(case.events[0].row, id) for case in seen.cases)


def fitted_data(seen: Observed, declared: Iterable[Fact], rows: Sequence[int]) -> tuple[tuple[Known, ...], list[str]]:
    """
    Estimate how the data of an activity are spread, and give the ids of required ones that could not be.

    Args:
        seen: The history.
        declared: What the model says it carries.
        rows: Positions of its completions.
    """
    found, missing = [], []
    for fact in declared:
        values = [value for value in (seen.data(row, fact.id) for row in rows) if value is not None]
        spread = fitted_values(fact, values)
        if spread is not None:
            found.append(Known(id=fact.id, spread=spread, cites=("history",)))
        elif fact.required:
            missing.append(fact.id)
    return tuple(found), missing


NO_FACT = (
    "Tiedon {id} arvoja ei voitu arvioida.",
    "Värdena för {id} kunde inte uppskattas.",
    "The values of {id} could not be estimated.",
)
UNRELATED = (
    "Tapausten tiedot arvioitiin kukin erikseen; niiden yhteyksiä toisiinsa ei.",
    "Uppgifterna om ärendena uppskattades var för sig; inte hur de hänger ihop.",
    "Facts of cases were estimated one by one; how they hang together was not.",
)
"""Finnish, Swedish and English words of what could not be estimated."""
