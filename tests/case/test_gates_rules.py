"""Several gates at one event, and small rules about what a command may bring along."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.case.pages import reviewed, short
from tests.case.test_gates import START, an_event, ruled

from collabmodel.case import Command, Decision, consider, evolve, new_case, tables_of
from collabmodel.case.datatypes import GIVEN
from collabmodel.case.gates import at_gates
from collabmodel.model import Enforcement, Pattern, Rule, Template


def two_rules(first: Enforcement = Enforcement.GATE):
    """Give a model in which both asking and something else must come before telling."""
    model = ruled(enforcement=first).model
    second = Rule(
        id="second", template=Template.PRECEDENCE, a=Pattern(element="other"), b=Pattern(element="tell"),
        enforcement=Enforcement.GATE,
    )  # fmt: skip
    return tables_of(attrs.evolve(model, rules=(*model.rules, second)))


def opened(tables):
    case = new_case(tables, "c")
    return evolve(tables, case, an_event(case, kind="case", transition="opened"))


@pytest.mark.parametrize(
    ("changes", "refused", "warned", "overrides"),
    [
        ({}, ["r", "second"], [], ()),
        ({"waived": ("r",)}, ["second"], [], ()),
        ({"waived": ("r", "second")}, [], [], ()),
        ({"overridden": (("r", "c:1"),)}, ["second"], [], ("r",)),
        ({"waived": ("second",), "overridden": (("r", "c:1"),)}, [], [], ("r",)),
    ],
)
def test_each_gate_is_asked_for_itself(changes, refused, warned, overrides):
    """That one rule is waived or overridden says nothing about the next."""
    tables = two_rules()
    case = attrs.evolve(opened(tables), **changes)

    found = at_gates(tables, case, an_event(case, "tell"))

    assert [one.rule for one in found.refusals] == refused
    assert [one.rule for one in found.warned] == warned
    assert found.overrides == overrides


def test_a_warning_stands_beside_a_refusal():
    """A rule that only warns does so even where another one refuses."""
    tables = two_rules(Enforcement.WARN)
    case = opened(tables)

    found = at_gates(tables, case, an_event(case, "tell"))

    assert ([one.rule for one in found.warned], [one.rule for one in found.refusals]) == (["r"], ["second"])


@pytest.mark.parametrize(
    ("evidence", "faults"), [(("doc-1",), []), (("a\nb",), ["evidence"]), (("x",) * 999, ["evidence"])]
)
def test_evidence_is_a_bounded_number_of_plain_references(evidence, faults):
    """References hold no odd characters and are not without end; which datum is at fault is named."""
    tables = two_rules()
    case = opened(tables)
    found = consider(
        tables, case, Command(verb="complete", element="other", evidence=evidence), START + dt.timedelta(days=1)
    )

    assert isinstance(found, Decision) is not bool(faults)
    assert [need.name for need in getattr(found, "needs", ())] == faults


@pytest.mark.parametrize("name", sorted(GIVEN))
def test_what_is_given_is_read_or_told_what_it_should_be(name, regenerate):
    """Each datum of a verb takes values of its type as they are, and says of others what it should be."""
    given = (
        None, "", "text", 1, 1.5, True, (), ("a",), "2 days", "2026-03-02", "2026-03-02T10:00+02:00",
        dt.date(2026, 3, 2), START, (("role", "x"),), ((("role", "x"),),), "\ud800", "1 banana", -1,
    )  # fmt: skip
    page = ""
    for value in given:
        found, fault = GIVEN[name](value)
        page += f"{value!r}: {fault or short(found)}\n"

    assert page == reviewed("given", name, page, regenerate)
