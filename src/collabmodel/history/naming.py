"""What events are called: from the words of a log to kinds, elements and transitions of a model."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping

import attrs

from collabmodel.history.columns import History
from collabmodel.history.mapping import Mapping, Target
from collabmodel.model import BOOKKEEPING, AttestationIndicator, FactType, Model, Signature

LIFECYCLE = {
    "schedule": "scheduled",
    "assign": "assigned",
    "reassign": "reassigned",
    "start": "active",
    "suspend": "suspended",
    "resume": "resumed",
    "complete": "completed",
    "abort": "terminated",
    "ate_abort": "terminated",
    "pi_abort": "terminated",
    "withdraw": "withdrawn",
    "autoskip": "skipped",
    "manualskip": "skipped",
}
"""Transitions of XES and what they are called here; others stay as they are."""


def element_kinds(model: Model | None) -> dict[str, str]:
    """
    Give the kind of event that each element of a model has.

    Args:
        model: The model, or None for none.
    """
    if model is None:
        return {}
    kinds = {rating.id: "rating" for rating in model.instruments}
    kinds |= {asked.id: "attestation" for asked in model.indicators if isinstance(asked, AttestationIndicator)}
    kinds |= {scope.id: "consent" for scope in model.consents}
    kinds |= {limit.id: "limit" for limit in model.limits}
    kinds |= {lead.id: "lead" for lead in model.leads}
    kinds |= {step.id: "adoption" for step in model.adoption}
    kinds |= {milestone.id: "milestone" for milestone in model.milestones}
    kinds |= {activity.id: activity.kind for activity in model.activities}
    return kinds | {phase.id: "phase" for phase in model.phases}


def fact_types(model: Model | None) -> dict[str, FactType]:
    """
    Give the types of case facts and event data that a model declares; a name with two types is left out.

    Args:
        model: The model, or None for none.
    """
    if model is None:
        return {}
    declared = [*model.facts, *(fact for activity in model.activities for fact in activity.data)]
    types: dict[str, set[FactType]] = {}
    for fact in declared:
        types.setdefault(fact.id, set()).add(fact.type)
    return {name: next(iter(found)) for name, found in types.items() if len(found) == 1}


def named(
    raw: Iterable[Signature], mapping: Mapping, kinds: AnyMapping[str, str], *, lifecycle: bool = False
) -> list[Signature | None]:
    """
    Name events after a model; None for events that the mapping leaves out.

    Args:
        raw: Signatures as found in a log.
        mapping: The mapping.
        kinds: Kind of event of each element of the model.
        lifecycle: Whether the transitions are those of XES.
    """
    targets = dict(mapping.elements)
    transitions = {**(LIFECYCLE if lifecycle else {}), **{log.lower(): ours for log, ours in mapping.transitions}}
    return [_named(signature, targets, transitions, kinds) for signature in raw]


def _named(
    raw: Signature, targets: AnyMapping[str, Target], transitions: AnyMapping[str, str], kinds: AnyMapping[str, str]
) -> Signature | None:
    target = targets.get(raw.element, Target(raw.element))
    if target.dropped:
        return None
    kind = target.kind or raw.kind or kinds.get(target.element, "")
    transition = target.transition or transitions.get(raw.transition.lower(), raw.transition)
    return Signature(kind, target.element, _life(kind, transition))


def _life(kind: str, transition: str) -> str:
    """Give the transition, or the default one of the kind; a milestone is achieved rather than completed."""
    if kind == "milestone":
        return "achieved" if transition in {"", "completed"} else transition
    return transition or ("completed" if kind and kind not in BOOKKEEPING else "")


def with_model(history: History, model: Model) -> History:
    """
    Fill in what a log does not say of its events but the model does: their kinds, and default transitions.

    Args:
        history: The history.
        model: The model.
    """
    filled = named(history.signatures, Mapping(), element_kinds(model))
    signatures = tuple(signature for signature in filled if signature is not None)
    return history if signatures == history.signatures else attrs.evolve(history, signatures=signatures)
