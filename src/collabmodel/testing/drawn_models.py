"""A hypothesis strategy for models: small ones in which nothing is unsound."""

from __future__ import annotations

import json
from typing import TypeAlias

from hypothesis import assume
from hypothesis import strategies as st

from collabmodel.check import check
from collabmodel.formats import load
from collabmodel.model import Model, Severity

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | bool"
_KINDS = st.sampled_from(["meeting", "contact", "task", "decision"])
_TEMPLATES = st.sampled_from(["precedence", "response", "responded existence", "not co-existence"])
_ROLES: Plain = {
    "client": {"side": "client"},
    "worker": {"side": "professional", "organisations": ["school"]},
    "nurse": {"side": "professional", "organisations": ["clinic"]},
}


@st.composite
def models(draw: st.DrawFn) -> Model:
    """
    Give models with a few phases, activities and rules, to which no check objects as an error.

    Args:
        draw: What draws.
    """
    phases = [f"phase_{number}" for number in range(1, draw(st.integers(1, 3)) + 1)]
    activities = [f"act_{number}" for number in range(1, draw(st.integers(1, 5)) + 1)]
    rules: dict[str, Plain] = {}
    if len(activities) > 1:
        for number in range(1, draw(st.integers(0, 2)) + 1):
            first, second = draw(st.permutations(activities))[:2]
            rules[f"rule_{number}"] = {"template": draw(_TEMPLATES), "a": first, "b": second}
    plain: dict[str, Plain] = {
        "format": 1,
        "id": "drawn",
        "case": {"subjects": ["client"], "openings": ["request"]},
        "organisations": {"school": {"title": "School"}, "clinic": {"title": "Clinic"}},
        "roles": _ROLES,
        "phases": {id: {"entry": "kind:case.opened", "required": draw(st.booleans())} for id in phases},
        "activities": {id: _activity(draw, phases) for id in activities},
        "endings": {"over": {"outcome": "success"}},
        **({"rules": rules} if rules else {}),
    }
    model = load(json.dumps(plain, indent=1))
    assume(not any(finding.severity is Severity.ERROR for finding in check(model)))
    return model


def _activity(draw: st.DrawFn, phases: list[str]) -> Plain:
    found: dict[str, Plain] = {
        "kind": draw(_KINDS),
        "phase": draw(st.sampled_from(phases)),
        "required": draw(st.booleans()),
        "participants": [
            {"role": draw(st.sampled_from(["worker", "nurse"])), "mode": "perform"},
            {"role": "client", "mode": draw(st.sampled_from(["required", "invited", "heard"]))},
        ],
    }
    if draw(st.booleans()):
        found["repeat"] = {"maximum": draw(st.integers(2, 5))}
    return found
