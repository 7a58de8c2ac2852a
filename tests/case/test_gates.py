"""Gates and warnings at an event that is about to happen."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from collabmodel.case import Case, Lack, Reason, evolve, new_case, replay, tables_of
from collabmodel.case.deciding import derived
from collabmodel.case.gates import at_gates
from collabmodel.case.tables import Tables
from collabmodel.history import Event
from collabmodel.model import (
    Activity,
    Enforcement,
    Fact,
    FactType,
    Model,
    Pattern,
    Rule,
    Template,
    Text,
)
from collabmodel.model.expressions import parse

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
TITLE = Text((("fi", "Ensin suostumus"), ("sv", "Samtycke först"), ("en", "Consent first")))


def ruled(template: Template = Template.PRECEDENCE, **parts: object) -> Tables:
    """Give a model with one rule over asking and telling."""
    rule = Rule(
        **{
            "id": "r", "title": TITLE, "template": template, "a": Pattern(element="ask"), "b": Pattern(element="tell"),
            "enforcement": Enforcement.GATE, "waived_by": ("head",), "cites": ("source",), **parts,
        }
    )  # fmt: skip
    acts = tuple(Activity(id=id, kind="task") for id in ("ask", "tell", "other"))
    return tables_of(Model(id="m", activities=acts, rules=(rule,), facts=(Fact(id="calm", type=FactType.BOOLEAN),)))


def an_event(case: Case, element: str = "", kind: str = "task", transition: str = "completed", **data: object) -> Event:
    """Give the next event."""
    now = START + dt.timedelta(hours=case.seq)
    return Event(
        id=f"c:{case.seq + 1}", case="c", seq=case.seq + 1, occurred=now, recorded=now, kind=kind,
        element=element, transition=transition, data=tuple(data.items()),
    )  # fmt: skip


def after(tables: Tables, *done: str | Event) -> Case:
    """Give a case in which things were done."""
    case = new_case(tables, "c")
    case = evolve(tables, case, an_event(case, kind="case", transition="opened"))
    for one in done:
        case = evolve(tables, case, one if isinstance(one, Event) else an_event(case, one))
    return case


def test_a_gate_refuses_what_would_break_it() -> None:
    """The refusal names the rule in three languages, its sources, what should come first, and who may give leave."""
    tables = ruled()
    case = after(tables)

    found = at_gates(tables, case, an_event(case, "tell"))

    (refusal,) = found.refusals
    assert (refusal.reason, refusal.element, refusal.rule, refusal.cites) == (Reason.GATE, "tell", "r", ("source",))
    assert all(dict(TITLE.versions)[code] in refusal.text.in_language(code) for code in ("fi", "sv", "en"))
    assert [(need.lack, need.name, need.detail) for need in refusal.needs] == [
        (Lack.EVENT, "ask", ""),
        (Lack.WAIVER, "r", "head"),
    ]
    assert (refusal.events, found.warned, found.overrides) == ((), (), ())


def test_a_gate_lets_pass_what_keeps_it() -> None:
    """What should come first has come; so has everything else that the rule does not speak of."""
    tables = ruled()

    assert at_gates(tables, after(tables, "ask"), an_event(after(tables, "ask"), "tell")).refusals == ()
    assert at_gates(tables, after(tables), an_event(after(tables), "other")).refusals == ()


def test_the_event_that_forbids_is_named() -> None:
    """Where an earlier event forbids, it is named, and nothing would help but leave."""
    tables = ruled(Template.NOT_SUCCESSION)
    case = after(tables, "ask")

    (refusal,) = at_gates(tables, case, an_event(case, "tell")).refusals

    assert refusal.events == ("c:2",)
    assert [need.lack for need in refusal.needs] == [Lack.WAIVER]


def test_what_waits_for_its_target_says_so() -> None:
    """Where the next event must be another, that one is named, with the event that asks for it."""
    tables = ruled(Template.CHAIN_RESPONSE)
    case = after(tables, "ask")

    (refusal,) = at_gates(tables, case, an_event(case, "other")).refusals

    assert (refusal.needs[0].lack, refusal.needs[0].name, refusal.needs[0].events) == (Lack.EVENT, "tell", ("c:2",))


def test_a_second_breach_is_refused_as_well() -> None:
    """A gate once broken stays a gate."""
    tables = ruled()
    case = after(tables, "tell")

    assert [one.rule for one in at_gates(tables, case, an_event(case, "tell")).refusals] == ["r"]


def test_warnings_let_pass_and_say_so() -> None:
    """A rule of mode warn lets the event through and tells its title."""
    tables = ruled(enforcement=Enforcement.WARN)
    case = after(tables)

    found = at_gates(tables, case, an_event(case, "tell"))

    assert found.refusals == ()
    assert [(one.rule, one.text, one.unknown) for one in found.warned] == [("r", TITLE, ())]


def test_what_nobody_can_tell_is_let_pass_and_told() -> None:
    """A gate whose breach rests on something unknown lets the event through, and names what is missing."""
    tables = ruled(b=Pattern(element="tell", where=parse("calm == true")), title=Text())
    case = after(tables)

    found = at_gates(tables, case, an_event(case, "tell"))

    assert found.refusals == ()
    assert [(one.rule, one.unknown, one.text.in_language("en")) for one in found.warned] == [("r", ("calm",), "r")]


@pytest.mark.parametrize("kind", ["waiver", "state"])
def test_a_waived_rule_is_no_gate(kind: str) -> None:
    """A rule waived in the case lets everything pass, without a word."""
    tables = ruled()
    case = after(tables)
    if kind == "waiver":
        case = after(tables, an_event(case, "r", kind="waiver", transition="granted", reason="x"))
    else:
        case = attrs.evolve(case, waived=("r",))

    found = at_gates(tables, case, an_event(case, "tell"))

    assert (found.refusals, found.warned, found.overrides) == ((), (), ())


def test_an_override_lets_one_event_pass() -> None:
    """Leave is used up by the event that needed it, which says so; the next one needs leave again."""
    tables = ruled()
    leave = an_event(after(tables), "r", kind="override", transition="granted", reason="x")
    case = after(tables, leave)
    assert case.overridden == (("r", "c:2"),)

    other = at_gates(tables, case, an_event(case, "other"))
    found = at_gates(tables, case, an_event(case, "tell"))

    assert (other.overrides, found.overrides, found.refusals) == ((), ("r",), ())
    told = found.passing(an_event(case, "tell", n=1, overrides=("forged",)))
    assert dict(told.data) == {"n": 1, "overrides": ("r",)}
    later = evolve(tables, case, told)
    assert later.overridden == ()
    assert [one.rule for one in at_gates(tables, later, an_event(later, "tell")).refusals] == ["r"]


def test_leave_taken_back_lets_nothing_pass() -> None:
    """A correction of an override takes the leave away."""
    tables = ruled()
    case = after(tables, an_event(after(tables), "r", kind="override", transition="granted"))
    back = attrs.evolve(an_event(case, "r", kind="override", transition="retracted"), corrects="c:2")

    assert evolve(tables, case, back).overridden == ()


def test_nobody_forges_leave() -> None:
    """An event that says it has leave which was never given changes nothing and is stripped of it."""
    tables = ruled()
    case = after(tables)
    forged = an_event(case, "other", overrides=("r", 3))

    assert evolve(tables, case, forged).overridden == ()
    assert at_gates(tables, case, forged).passing(forged).data == ()


def test_corrections_pass_gates() -> None:
    """A correction says what was so all along, and no gate stops the truth."""
    tables = ruled()
    case = after(tables, "other")

    assert at_gates(tables, case, attrs.evolve(an_event(case, "tell"), corrects="c:2")).refusals == ()


def test_gates_see_late_entries_when_they_are_entered() -> None:
    """A late entry counts at a gate from when it is entered, and never before what the record has."""
    tables = ruled()
    case = after(tables)
    late = attrs.evolve(an_event(case, "ask"), occurred=START - dt.timedelta(days=9))

    case = evolve(tables, case, late)

    assert at_gates(tables, case, attrs.evolve(an_event(case, "tell"), occurred=START)).refusals == ()


def test_asking_a_gate_changes_nothing() -> None:
    """However often gates are asked, the case answers as one that was never asked."""
    tables = ruled(Template.ALTERNATE_PRECEDENCE)
    case = after(tables, "ask", "tell")
    for element in ("tell", "ask", "other", "tell"):
        at_gates(tables, case, an_event(case, element))
    event = an_event(case, "ask")

    later = evolve(tables, case, event)

    fresh = replay(tables, "c", later.record.events)
    assert at_gates(tables, later, an_event(later, "tell")) == at_gates(tables, fresh, an_event(fresh, "tell"))
    assert derived(tables, later, an_event(later, "tell"), START) == derived(
        tables, fresh, an_event(fresh, "tell"), START
    )
