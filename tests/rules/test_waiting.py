"""What waits is found by the value that belongs to its own side of a correlation."""

from __future__ import annotations

import pytest

from collabmodel.model import Activity, Model, Pattern, Rule, Signature, Template, parse
from collabmodel.rules import ListedTrace, Verdict, compile_rules, judge

ASKED = Signature("task", "ask", "completed")
TOLD = Signature("task", "tell", "completed")


def verdict(template: Template, *events: tuple[Signature, dict[str, str]]) -> Verdict:
    """Judge one open case by one rule whose two sides name the same thing differently."""
    a, b = Pattern(element="ask"), Pattern(element="tell")
    where = "activation.unit == team" if template is Template.RESPONSE else "activation.team == unit"
    if template is Template.RESPONSE:
        b = Pattern(element="tell", where=parse(where))
    else:
        a = Pattern(element="ask", where=parse(where))
    rule = Rule(id="r", template=template, a=a, b=b)
    activities = (Activity(id="ask", kind="task"), Activity(id="tell", kind="task"))
    trace = ListedTrace()
    for at, (signature, data) in enumerate(events):
        trace.add(signature, at, data)
    program = compile_rules(Model(id="m", activities=activities, rules=(rule,)))
    return judge(program, trace, 0, len(events), now=len(events), closed=False)[0].verdict


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"team": "north", "unit": "south"}, Verdict.POSSIBLY_SATISFIED),
        ({"team": "south", "unit": "north"}, Verdict.POSSIBLY_VIOLATED),
    ],
)
def test_a_target_is_matched_by_its_own_name(told: dict[str, str], expected: Verdict) -> None:
    """A response whose sides call the key differently pairs the activation's name with the target's."""
    found = verdict(Template.RESPONSE, (ASKED, {"unit": "north", "team": "other"}), (TOLD, told))

    assert found is expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"team": "north", "unit": "south"}, Verdict.POSSIBLY_SATISFIED),
        ({"team": "south", "unit": "north"}, Verdict.VIOLATED),
    ],
)
def test_an_activation_looks_back_by_its_own_name(told: dict[str, str], expected: Verdict) -> None:
    """A precedence whose sides call the key differently pairs the activation's name with the earlier target's."""
    found = verdict(Template.PRECEDENCE, (ASKED, {"unit": "north", "team": "other"}), (TOLD, told))

    assert found is expected


def test_only_the_waiting_one_of_the_same_key_is_met() -> None:
    """A target meets the activation of its key and leaves those of other keys waiting."""
    found = verdict(
        Template.RESPONSE, (ASKED, {"unit": "north"}), (ASKED, {"unit": "south"}), (TOLD, {"team": "south"})
    )

    assert found is Verdict.POSSIBLY_VIOLATED
