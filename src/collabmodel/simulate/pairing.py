"""Making two sides of a comparison meet: what a model lacks is left out, and what cannot be paired is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from collabmodel.model import Model, Pattern, Text, elements
from collabmodel.simulate.scenario import Arrivals, Behaviour, Scenario, Shape, Spread
from collabmodel.simulate.titles import worded

_DONE = frozenset({"", "complete"})
"""Verbs with which a behaviour that names no element is about the one of its own id."""


@attrs.frozen(kw_only=True)
class Fitting:
    """
    A scenario as one model can take it.

    Args:
        scenario: What is left of it.
        warnings: What was left out.
    """

    scenario: Scenario
    warnings: tuple[Text, ...] = ()


def fitted_to(scenario: Scenario, model: Model) -> Fitting:
    """
    Leave out of a scenario what speaks of elements that a model does not have.

    Behaviours and facts that are not there, workers and lay people of unknown roles are left out; a behaviour that
    waits for an event of an unknown element no longer waits for that one.

    Args:
        scenario: The scenario.
        model: The model.
    """
    known = {element.id for _, element in elements(model)}
    facts, roles = {one.id for one in model.facts}, {one.id for one in model.roles}
    gone = [
        *(f"behaviour.{one.id}" for one in scenario.behaviour if not _possible(one, known)),
        *(f"facts.{one.id}" for one in scenario.facts if one.id not in facts),
        *(f"staff.{one.id}" for one in scenario.staff if one.role not in roles),
        *(f"people.{one.id}" for one in scenario.people if one.id not in roles),
    ]
    kept = [one for one in scenario.behaviour if _possible(one, known)]
    freed = [f"behaviour.{one.id}" for one in kept if len(_there(one.after, known)) < len(one.after)]
    until = scenario.drop_out.until if scenario.drop_out else None
    drop_out = scenario.drop_out
    if drop_out is not None and until is not None and not _there((until,), known):
        drop_out, freed = attrs.evolve(drop_out, until=None), [*freed, "drop_out.until"]
    found = attrs.evolve(
        scenario,
        model=model.id,
        behaviour=tuple(attrs.evolve(one, after=_there(one.after, known)) for one in kept),
        facts=tuple(one for one in scenario.facts if one.id in facts),
        staff=tuple(one for one in scenario.staff if one.role in roles),
        people=tuple(one for one in scenario.people if one.id in roles),
        drop_out=drop_out,
    )
    said = [worded(*LEFT_OUT, path=path, model=model.id) for path in gone]
    return Fitting(scenario=found, warnings=(*said, *(worded(*FREED, path=path, model=model.id) for path in freed)))


def _possible(one: Behaviour, known: Iterable[str]) -> bool:
    about = one.element or (one.id if one.verb in _DONE else "")
    return not about or about in known


def _there(patterns: Sequence[Pattern], known: Iterable[str]) -> tuple[Pattern, ...]:
    return tuple(one for one in patterns if not one.element or one.element in known)


def alignment(a: Scenario, b: Scenario) -> tuple[Text, ...]:
    """
    Say where the draws of two scenarios do not stand for the same luck, so that pairing gains less.

    Args:
        a: The first.
        b: The second.
    """
    found = [
        worded(*OTHER_TIME, path=name) for name in ("start", "horizon", "scheduling", "slot") if _differ(a, b, name)
    ]
    for section in ("behaviour", "arrivals", "returns", "facts", "staff", "people"):
        ours, theirs = _by_id(a, section), _by_id(b, section)
        found += [worded(*ONE_ONLY, path=f"{section}.{id}") for id in sorted(ours.keys() ^ theirs.keys())]
        for id in sorted(ours.keys() & theirs.keys()):
            one, other = ours[id], theirs[id]
            if isinstance(one, Arrivals) and isinstance(other, Arrivals) and _comes(one) != _comes(other):
                found.append(worded(*OTHER_STREAM, path=f"{section}.{id}"))
            found += [worded(*OTHER_SHAPE, path=f"{section}.{id}.{name}") for name in sorted(_other_shapes(one, other))]
    return tuple(found)


def _differ(a: Scenario, b: Scenario, name: str) -> bool:
    return bool(getattr(a, name) != getattr(b, name))


def _by_id(scenario: Scenario, section: str) -> dict[str, attrs.AttrsInstance]:
    return {one.id: one for one in getattr(scenario, section)}


def _comes(one: Arrivals) -> tuple[object, ...]:
    return (one.per_week, one.gap, one.at, one.weekdays, one.months, one.working_hours)


def _other_shapes(one: attrs.AttrsInstance, other: attrs.AttrsInstance) -> Iterator[str]:
    """Give the names of distributions that are of other shapes, by which one draw means something else."""
    for field in attrs.fields(type(one)):
        ours, theirs = getattr(one, field.name), getattr(other, field.name)
        if isinstance(ours, Spread) and isinstance(theirs, Spread) and _shapes(ours) != _shapes(theirs):
            yield field.name


def _shapes(spread: Spread) -> tuple[Shape, ...]:
    return (spread.shape, *(shape for row in spread.rows for shape in _shapes(row.spread)))


LEFT_OUT = (
    "Mallissa {model} ei ole sitä, mistä {path} puhuu; se jätettiin pois.",
    "Modellen {model} har inte det som {path} handlar om; det lämnades bort.",
    "The model {model} lacks what {path} speaks of; it was left out.",
)
FREED = (
    "Mallissa {model} ei ole tapahtumaa, jota {path} odottaa; sitä ei odoteta.",
    "Modellen {model} har inte den händelse som {path} väntar på; den väntas inte.",
    "The model {model} lacks an event that {path} waits for; it is not waited for.",
)
OTHER_TIME = (
    "{path} on eri: samat arvonnat eivät tarkoita samoja hetkiä.",
    "{path} skiljer sig: samma dragningar betyder inte samma tider.",
    "{path} differs: the same draws do not mean the same times.",
)
ONE_ONLY = (
    "{path} on vain toisella puolella, joten sen arvonnoilla ei ole paria.",
    "{path} finns bara på den ena sidan, så dess dragningar har inget par.",
    "{path} is on one side only, so its draws have no pair.",
)
OTHER_STREAM = (
    "{path}: tapauksia tulee eri tavalla, joten tapaukset eivät ole pareja.",
    "{path}: ärenden kommer på olika sätt, så ärendena är inte par.",
    "{path}: cases come in another way, so that cases are no pairs.",
)
OTHER_SHAPE = (
    "{path}: jakauman muoto on eri, joten sama arvonta tarkoittaa eri onnea.",
    "{path}: fördelningens form skiljer sig, så samma dragning betyder olika tur.",
    "{path}: the distribution has another shape, so that one draw means other luck.",
)
"""Finnish, Swedish and English words of each warning."""
