"""Init and end: the first or last event that is there, while the rule applies."""

from __future__ import annotations

import pytest

from collabmodel.model import Activity, Fact, FactType, Model, Name, Pattern, Rule, Signature, Template
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.declared import Declared
from collabmodel.rules.letters import Gate
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.placed import End, Init, Placed
from collabmodel.rules.program import compile_rules, judge
from collabmodel.rules.scenes import Scene

ACTIVITIES = tuple(Activity(id=id, kind="task") for id in "ao")
MODEL = Model(id="m", activities=ACTIVITIES, facts=(Fact(id="on", type=FactType.BOOLEAN),))
LEXICON = Lexicon.of(MODEL)
SIGNATURES = {
    "a": Signature("task", "a", "completed"),
    "o": Signature("task", "o", "completed"),
    "-": Signature("note", "", "recorded"),
    "+": Signature("fact", "", "recorded"),
    "!": Signature("fact", "", "recorded"),
}


def trace_of(letters: str, **facts: bool) -> ListedTrace:
    """Make a case of ``a``, others, events that are nobody's neighbour, and facts that switch the rule on or off."""
    trace = ListedTrace(facts)
    for position, letter in enumerate(letters):
        trace.add(SIGNATURES[letter], position, {"on": letter == "+"} if letter in "+!" else {})
    return trace


def cell(template: Template, letters: str, *, closed: bool = False, applies: bool = False) -> tuple[int, ...]:
    """Give rank, activations, activation and decider, judged in a case that is not the first of its history."""
    rule = Rule(id="r", template=template, a=Pattern(element="a"), applies=Name("on") if applies else None)
    program = compile_rules(Model(id="m", activities=ACTIVITIES, facts=MODEL.facts, rules=(rule,)))
    trace = trace_of("oaoa" + letters)
    found = judge(program, trace, 4, 4 + len(letters), now=9, closed=closed)[0]
    there = (found.activation, found.decider)
    return (found.verdict.rank, found.activations, *(place if place < 0 else place - 4 for place in there))


@pytest.mark.parametrize(
    ("letters", "open_", "closed"),
    [
        ("", (2, 1, -1, -1), (3, 1, -1, -1)),
        ("--", (2, 1, -1, -1), (3, 1, -1, -1)),
        ("a", (0, 1, 0, 0), (0, 1, 0, 0)),
        ("-ao", (0, 1, 1, 1), (0, 1, 1, 1)),
        ("o", (3, 1, -1, 0), (3, 1, -1, 0)),
        ("-o-a", (3, 1, 3, 1), (3, 1, 3, 1)),
        ("aoa", (0, 1, 0, 0), (0, 1, 0, 0)),
    ],
)
def test_init_asks_for_the_first_event_that_is_there(
    letters: str, open_: tuple[int, ...], closed: tuple[int, ...]
) -> None:
    """The first event that counts as a neighbour must be the one asked for; it decides either way, once and for all."""
    assert cell(Template.INIT, letters) == open_
    assert cell(Template.INIT, letters, closed=True) == closed


@pytest.mark.parametrize(
    ("letters", "open_", "closed"),
    [
        ("", (2, 1, -1, -1), (3, 1, -1, -1)),
        ("o", (2, 1, -1, -1), (3, 1, -1, -1)),
        ("a", (1, 1, 0, 0), (0, 1, 0, 0)),
        ("oa--", (1, 1, 1, 1), (0, 1, 1, 1)),
        ("ao", (2, 1, 0, 1), (3, 1, 0, 1)),
        ("a-oo", (2, 1, 0, 2), (3, 1, 0, 2)),
        ("aa-a", (1, 1, 0, 0), (0, 1, 0, 0)),
        ("aoa-a", (1, 1, 0, 2), (0, 1, 0, 2)),
        ("oaoa", (1, 1, 1, 3), (0, 1, 1, 3)),
    ],
)
def test_end_asks_for_the_last_event_that_is_there(
    letters: str, open_: tuple[int, ...], closed: tuple[int, ...]
) -> None:
    """The last event that counts as a neighbour must be the one asked for; what last changed that decides."""
    assert cell(Template.END, letters) == open_
    assert cell(Template.END, letters, closed=True) == closed


@pytest.mark.parametrize("template", [Template.INIT, Template.END])
@pytest.mark.parametrize(("closed", "rank"), [(False, 1), (True, 0)])
def test_what_never_applies_has_no_evidence(template: Template, closed: bool, rank: int) -> None:
    """While the rule never applied there is no activation, whatever came first or last."""
    assert cell(template, "!oao", closed=closed, applies=True) == (rank, 0, -1, -1)


@pytest.mark.parametrize(
    ("letters", "found"),
    [
        ("o+a", (0, 1, 2, 2)),
        ("o+o", (3, 1, -1, 2)),
        ("a+o", (3, 1, 0, 2)),
        ("+o!", (3, 1, -1, 1)),
        ("+!o", (1, 1, -1, -1)),
        ("+!o+a", (0, 1, 4, 4)),
        ("+a!o", (0, 1, 1, 1)),
    ],
)
def test_init_counts_from_where_the_rule_applies(letters: str, found: tuple[int, ...]) -> None:
    """The first event after the rule began to apply is looked at; what came before, or after it ended, is not."""
    assert cell(Template.INIT, letters, applies=True) == found


@pytest.mark.parametrize(
    ("letters", "found"),
    [("+ao", (2, 1, 1, 2)), ("+ao!", (1, 1, 1, 2)), ("+oa!", (1, 1, 2, 2)), ("+!", (1, 1, -1, -1))],
)
def test_end_is_not_scored_once_the_rule_applies_no_longer(letters: str, found: tuple[int, ...]) -> None:
    """What should be last need not be any more when the rule has ceased to apply."""
    assert cell(Template.END, letters, applies=True) == found


@pytest.mark.parametrize("kind", [Init, End])
def test_what_is_known_can_be_noted_and_known_again(kind: type[Init | End]) -> None:
    """Going back to what was noted undoes what came since, all of it."""
    trace = trace_of("-aoa")
    placed = kind(Scene(trace, LEXICON), None)
    placed.start(0)
    placed.one(1)
    noted, found = placed.scalars(), (placed.report(2, 0, False), placed.report(4, 0, False))
    placed.released(3)
    placed.opened(3)
    placed.one(3)
    placed.restore(noted)

    assert placed.scalars() == noted
    assert (placed.report(2, 0, False), placed.report(4, 0, False)) == found


def gated(letters: str, *, on: bool) -> Gate:
    names = CaseNames(Declared.of(MODEL, LEXICON), trace_of(letters, on=on))
    gate = Gate(Name("on"), names, hopeful=True, missed=set(), steady=True)
    gate.lets()
    return gate


@pytest.mark.parametrize(("on", "breach"), [(True, 1), (False, -1), (None, 1)])
def test_only_what_comes_first_can_break_init(on: bool | None, breach: int) -> None:
    """The first event breaks init if it is another, while the rule applies; later ones do not break it anew."""
    init: Placed = Init(Scene(trace_of("-oo"), LEXICON), None if on is None else gated("-oo", on=on))
    init.start(0)

    assert [init.breach(position) for position in range(3)] == [-1, breach, -1]


def test_the_first_of_those_that_stand_together_decides_end() -> None:
    """Several such events in a row keep the rule since the first of them, also where that is the very first event."""
    end = End(Scene(trace_of("aa-a"), LEXICON), None)
    end.start(0)
    for position in (0, 1, 3):
        end.one(position)

    assert end.report(4, 0, False) == (1, 1, 0, 0, -1)


def test_nothing_breaks_end() -> None:
    """An event after the last one asked for may still be followed by another such."""
    end = End(Scene(trace_of("ao"), LEXICON), None)
    end.start(0)
    end.one(0)

    assert [end.breach(position) for position in range(2)] == [-1, -1]
