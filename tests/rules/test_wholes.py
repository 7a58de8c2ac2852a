"""Templates judged as a whole: sets of states, what is taken as broken, and what is reported."""

from __future__ import annotations

import itertools

import pytest

from collabmodel.model import Activity, Fact, FactType, Literal, Model, Signature, Template
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.declared import Declared
from collabmodel.rules.letters import Gate
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.templates import AUTOMATA, Automaton, Family
from collabmodel.rules.verdicts import VERDICTS, Verdict
from collabmodel.rules.wholes import PLANS, Forgiving, Plan, Whole, closing

T = Template
MODEL = Model(id="m", activities=(Activity(id="a", kind="task"),), facts=(Fact(id="on", type=FactType.BOOLEAN),))


def states_in(number: int) -> set[int]:
    return {state for state in range(8) if number >> state & 1}


@pytest.mark.parametrize("template", PLANS)
def test_a_plan_does_to_sets_what_the_automaton_does_to_states(template: Template) -> None:
    """A set moves to where its states move, and its ranks are the worst and the best of theirs."""
    automaton = AUTOMATA[template]
    plan = Plan.of(automaton)
    broken = {state for state in range(len(automaton.steps)) if automaton.colour(state) is Verdict.VIOLATED}
    ranks = [automaton.colour(state).rank for state in range(len(automaton.steps))]
    calm = [1 if rank == 2 else rank for rank in ranks]
    for states, letter in itertools.product(range(1, 1 << len(automaton.steps)), range(4)):
        following = {state: automaton.steps[state][letter] for state in states_in(states)}
        staying = {state if after in broken else after for state, after in following.items()}

        assert states_in(plan.moves[letter][states]) == set(following.values())
        assert states_in(plan.idle[letter][states]) == staying
        assert plan.ranks[0][states] == max(ranks[state] for state in following)
        assert plan.ranks[1][states] == min(ranks[state] for state in following)
        assert plan.idle_ranks[0][states] == max(calm[state] for state in following)
        assert plan.idle_ranks[1][states] == min(calm[state] for state in following)


@pytest.mark.parametrize(("family", "counts"), [(Family.WHOLE, False), (Family.TOGETHER, True)])
def test_only_templates_over_two_are_activated_by_events(family: Family, counts: bool) -> None:
    """A plan counts activations where two letters are looked at together; else the case itself activates the rule."""
    steps = AUTOMATA[T.EXISTENCE].steps

    assert Plan.of(Automaton(steps, frozenset({1}), family)).counts is counts


def test_the_plans_are_those_of_templates_judged_as_a_whole() -> None:
    """Every template over the whole case has the plan of its own automaton, and no other template has one."""
    judged = {template for template in T if AUTOMATA[template].family in (Family.WHOLE, Family.TOGETHER)}

    assert set(PLANS) == judged
    assert all(PLANS[template] == Plan.of(AUTOMATA[template]) for template in judged)


def gate(on: bool | None) -> Gate:
    """Give a gate over one fact, in a case of a few events."""
    trace = ListedTrace({} if on is None else {"on": on})
    for _ in range(5):
        trace.add(Signature("task", "a", "completed"), 0)
    names = CaseNames(Declared.of(MODEL, Lexicon.of(MODEL)), trace)
    return Gate(Literal(on), names, hopeful=True, missed=set(), steady=True)


def reported(template: Template, letters: str, *, closed: bool = False, hopeful: bool = True) -> tuple[int, ...]:
    whole = Whole(Plan.of(AUTOMATA[template]), None, hopeful=hopeful)
    whole.start(0)
    for position, letter in enumerate(letters):
        if letter == "?":
            whole.doubt(position, (0, 1))
        elif letter != "-":
            whole.follower(" ab*".index(letter))(position)
    return tuple(whole.report(len(letters), 0, closed))


@pytest.mark.parametrize(
    ("template", "letters", "open_", "closed"),
    [
        (T.EXISTENCE, "--", (2, 1, -1, -1, -1), (3, 1, -1, -1, -1)),
        (T.EXISTENCE, "-aa", (0, 1, 1, 1, -1), (0, 1, 1, 1, -1)),
        (T.EXISTENCE_2, "a-a", (0, 1, 0, 2, -1), (0, 1, 0, 2, -1)),
        (T.EXISTENCE_2, "a-", (2, 1, 0, 0, -1), (3, 1, 0, 0, -1)),
        (T.ABSENCE_1, "-", (1, 1, -1, -1, -1), (0, 1, -1, -1, -1)),
        (T.ABSENCE_2, "-aaa", (3, 1, 1, 2, -1), (3, 1, 1, 2, -1)),
        (T.CHOICE, "-b", (0, 1, 1, 1, -1), (0, 1, 1, 1, -1)),
        (T.CO_EXISTENCE, "-", (1, 0, -1, -1, -1), (0, 0, -1, -1, -1)),
        (T.CO_EXISTENCE, "-aa", (2, 2, 1, 1, -1), (3, 2, 1, 1, -1)),
        (T.CO_EXISTENCE, "a*b", (0, 3, 0, 1, -1), (0, 3, 0, 1, -1)),
        (T.NOT_CO_EXISTENCE, "-b-a", (3, 2, 1, 3, -1), (3, 2, 1, 3, -1)),
    ],
)
def test_what_is_reported(template: Template, letters: str, open_: tuple[int, ...], closed: tuple[int, ...]) -> None:
    """Rank, activations, the first event that mattered and the last that changed something are told."""
    assert reported(template, letters) == open_
    assert reported(template, letters, closed=True) == closed


@pytest.mark.parametrize(
    ("letters", "hopeful", "fearful"),
    [("?", (0, 1, -1, 0, -1), (2, 1, -1, 0, -1)), ("?a", (0, 1, 1, 1, -1), (0, 1, 1, 1, -1))],
)
def test_doubt_keeps_both_ways_open(letters: str, hopeful: tuple[int, ...], fearful: tuple[int, ...]) -> None:
    """An event that may or may not count leads to both states; each reading reports its own until they meet."""
    assert reported(T.EXISTENCE, letters) == hopeful
    assert reported(T.EXISTENCE, letters, hopeful=False) == fearful


def test_an_event_that_surely_counts_is_an_activation_though_its_letter_is_open() -> None:
    """Whichever of two letters an event has, it activates; if it may have none, it does not."""
    whole = Whole(Plan.of(AUTOMATA[T.CO_EXISTENCE]), None, hopeful=True)
    whole.doubt(3, (0, 2))
    whole.doubt(4, (1, 2))
    whole.doubt(5, (1, 3))

    assert tuple(whole.report(6, 0, False))[1:3] == (2, 4)


@pytest.mark.parametrize(("closed", "rank"), [(False, 1), (True, 0)])
def test_a_rule_that_never_applied_has_nothing_to_report(closed: bool, rank: int) -> None:
    """Where the rule never applied there is no activation and no evidence, whatever happened."""
    whole = Whole(Plan.of(AUTOMATA[T.EXISTENCE]), gate(False), hopeful=True)
    whole.follower(1)(2)

    assert tuple(whole.report(3, 0, closed)) == (rank, 0, -1, -1, -1)


def test_while_a_rule_does_not_apply_it_is_not_broken_and_waits_for_nothing() -> None:
    """Steps into a violation are not taken then, and what is still needed is not scored."""
    shut = gate(False)
    shut.ever = True
    absent = Whole(Plan.of(AUTOMATA[T.ABSENCE_1]), shut, hopeful=True)
    absent.follower(1)(2)
    needed = Whole(Plan.of(AUTOMATA[T.EXISTENCE_2]), shut, hopeful=True)
    needed.follower(1)(2)

    assert tuple(absent.report(3, 0, False)) == (1, 1, 2, -1, -1)
    assert tuple(needed.report(3, 0, False)) == (1, 1, 2, 2, -1)
    assert tuple(needed.report(3, 0, True)) == (0, 1, 2, 2, -1)


@pytest.mark.parametrize(
    ("template", "letters", "breaches"),
    [
        (T.ABSENCE_1, "-a-a", "1 3"),
        (T.ABSENCE_2, "aaa", "1 2"),
        (T.EXACTLY_1, "aa-a", "1 3"),
        (T.EXCLUSIVE_CHOICE, "ababa", "1 3"),
        (T.NOT_CO_EXISTENCE, "aabab", "2 3 4"),
        (T.EXISTENCE, "aa", ""),
    ],
)
@pytest.mark.parametrize("hopeful", [True, False])
def test_each_event_that_breaks_is_told(template: Template, letters: str, breaches: str, hopeful: bool) -> None:
    """An event breaks the rule if it would have, had those that broke it before not come."""
    whole = Forgiving(Plan.of(AUTOMATA[template]), None, hopeful=hopeful)
    found = []
    for position, letter in enumerate(letters):
        if letter != "-":
            whole.follower(" ab*".index(letter))(position)
            if whole.breach(position) >= 0:
                found.append(str(position))

    assert " ".join(found) == breaches


@pytest.mark.parametrize("hopeful", [True, False])
def test_a_doubtful_event_breaks_only_where_the_worse_is_read(hopeful: bool) -> None:
    """An event that may count breaks what it must not follow in the fearful reading only, the first and every time."""
    whole = Forgiving(Plan.of(AUTOMATA[T.ABSENCE_1]), None, hopeful=hopeful)
    found = []
    for position, letters in enumerate([(0, 1), (1,), (0, 1), (1,)]):
        whole.doubt(position, letters)
        found.append(whole.breach(position) >= 0)

    assert found == ([False, True, False, True] if hopeful else [True] * 4)


def test_the_first_event_that_mattered_is_the_evidence_of_a_breach() -> None:
    """A breach names the first event that was a letter; only of the latest event can be asked."""
    whole = Whole(Plan.of(AUTOMATA[T.ABSENCE_2]), None, hopeful=True)
    whole.follower(1)(4)
    before = whole.breach(4)
    whole.follower(1)(6)

    assert (before, whole.breach(6), whole.breach(4)) == (-1, 4, -1)


@pytest.mark.parametrize("kind", [Whole, Forgiving])
def test_what_is_known_can_be_noted_and_known_again(kind: type[Whole]) -> None:
    """Going back to what was noted undoes what came since, all of it."""
    whole = kind(Plan.of(AUTOMATA[T.ABSENCE_2]), None, hopeful=True)
    whole.follower(1)(1)
    noted, report = whole.scalars(), whole.report(2, 0, False)
    whole.follower(1)(2)
    whole.restore(noted)

    assert (whole.scalars(), whole.report(2, 0, False)) == (noted, report)
    whole.follower(1)(2)
    assert whole.breach(2) == 1


@pytest.mark.parametrize(
    ("verdict", "closed"),
    [
        (Verdict.SATISFIED, Verdict.SATISFIED),
        (Verdict.POSSIBLY_SATISFIED, Verdict.SATISFIED),
        (Verdict.POSSIBLY_VIOLATED, Verdict.VIOLATED),
        (Verdict.VIOLATED, Verdict.VIOLATED),
    ],
)
def test_closing_settles_what_was_only_possible(verdict: Verdict, closed: Verdict) -> None:
    """Once nothing more can happen, possibly satisfied is satisfied and possibly violated is violated."""
    assert verdict.closed() is closed
    assert VERDICTS[closing(verdict.rank)] is closed
