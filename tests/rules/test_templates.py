"""The 23 templates: automata, definitions and formulas say the same."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable

import pytest

from collabmodel.model import Activity, Model, Pattern, Rule, Signature, Template
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.program import compile_rules, judge_all
from collabmodel.rules.templates import AB, AUTOMATA, OTHER, A, B, activating
from collabmodel.rules.verdicts import VERDICTS, Verdict

Word = tuple[int, ...]
LETTERS = (OTHER, A, B, AB)
T = Template

TABLE = {
    T.EXISTENCE: ("F a", 2, "PV", "sat"),
    T.EXISTENCE_2: ("F(a & X F a)", 3, "PV", "sat"),
    T.ABSENCE_1: ("G !a", 2, "PS", "viol"),
    T.ABSENCE_2: ("!F(a & X F a)", 3, "PS", "viol"),
    T.EXACTLY_1: ("F a & !F(a & X F a)", 3, "PV", "viol"),
    T.INIT: ("a", 3, "PV", "sat viol"),
    T.END: ("F(a & !X true)", 2, "PV", ""),
    T.CHOICE: ("F a or F b", 2, "PV", "sat"),
    T.EXCLUSIVE_CHOICE: ("(F a or F b) & !(F a & F b)", 4, "PV", "viol"),
    T.RESPONDED_EXISTENCE: ("F a -> F b", 3, "PS", "sat"),
    T.CO_EXISTENCE: ("F a <-> F b", 4, "PS", "sat"),
    T.RESPONSE: ("G(a -> F b)", 2, "PS", ""),
    T.ALTERNATE_RESPONSE: ("G(a -> X(!a U b))", 3, "PS", "viol"),
    T.CHAIN_RESPONSE: ("G(a -> X b)", 3, "PS", "viol"),
    T.PRECEDENCE: ("!b W a", 3, "PS", "sat viol"),
    T.ALTERNATE_PRECEDENCE: ("(!b W a) & G(b -> N(!b W a))", 3, "PS", "viol"),
    T.CHAIN_PRECEDENCE: ("!b & G(X b -> a)", 3, "PS", "viol"),
    T.SUCCESSION: ("G(a -> F b) & (!b W a)", 4, "PS", "viol"),
    T.ALTERNATE_SUCCESSION: ("G(a -> X(!a U b)) & (!b W a) & G(b -> N(!b W a))", 3, "PS", "viol"),
    T.CHAIN_SUCCESSION: ("G(a -> X b) & !b & G(X b -> a)", 3, "PS", "viol"),
    T.NOT_CO_EXISTENCE: ("!(F a & F b)", 4, "PS", "viol"),
    T.NOT_SUCCESSION: ("G(a -> !F b)", 3, "PS", "viol"),
    T.NOT_CHAIN_SUCCESSION: ("G(a -> !X b)", 3, "PS", "viol"),
}
"""Formula, number of states, verdict at the start, verdicts that can be final: the table of the semantics."""

# The formulas, evaluated directly: a set of positions is a number with one bit for each.
Holds = Callable[[int, int, int], int]


def parse_formula(text: str) -> Holds:  # noqa: C901 - one small function for each rule of the grammar
    """A formula as a function of a word's length and of the positions of a and b that gives where it holds."""
    tokens = re.findall(r"<->|->|true|or|[()!&abXNFGUW]", text)

    def peek() -> str:
        return tokens[0] if tokens else ""

    def binary(operators: dict[str, Callable[..., Holds]], operand: Callable[[], Holds]) -> Holds:
        left = operand()
        while peek() in operators:
            make = operators[tokens.pop(0)]
            left = make(left, operand())
        return left

    def unary() -> Holds:
        token = tokens.pop(0)
        if token == "(":
            inner = iff()
            assert tokens.pop(0) == ")"
            return inner
        return ATOMS[token] if token in ATOMS else UNARY[token](unary())

    def until() -> Holds:
        return binary({"U": until_, "W": lambda f, g: or_(until_(f, g), globally(f))}, unary)

    def conjunction() -> Holds:
        return binary({"&": lambda f, g: lambda n, a, b: f(n, a, b) & g(n, a, b)}, until)

    def disjunction() -> Holds:
        return binary({"or": or_}, conjunction)

    def implication() -> Holds:
        return binary({"->": lambda f, g: or_(negation(f), g)}, disjunction)

    def iff() -> Holds:
        return binary({"<->": lambda f, g: lambda n, a, b: ~(f(n, a, b) ^ g(n, a, b)) & full(n)}, implication)

    return iff()


def full(n: int) -> int:
    return (1 << n) - 1


def or_(f: Holds, g: Holds) -> Holds:
    return lambda n, a, b: f(n, a, b) | g(n, a, b)


def negation(f: Holds) -> Holds:
    return lambda n, a, b: ~f(n, a, b) & full(n)


def finally_(f: Holds) -> Holds:
    return lambda n, a, b: full(f(n, a, b).bit_length())


def globally(f: Holds) -> Holds:
    return negation(finally_(negation(f)))


def strong_next(f: Holds) -> Holds:
    return lambda n, a, b: f(n, a, b) >> 1


def weak_next(f: Holds) -> Holds:
    return lambda n, a, b: f(n, a, b) >> 1 | 1 << (n - 1)


def until_(f: Holds, g: Holds) -> Holds:
    def holds(n: int, a: int, b: int) -> int:
        found, left, right = 0, f(n, a, b), g(n, a, b)
        for place in reversed(range(n)):
            bit = 1 << place
            if right & bit or (left & bit and found & bit << 1):
                found |= bit
        return found

    return holds


ATOMS: dict[str, Holds] = {"a": lambda _n, a, _b: a, "b": lambda _n, _a, b: b, "true": lambda n, _a, _b: full(n)}
UNARY = {"!": negation, "F": finally_, "G": globally, "X": strong_next, "N": weak_next}

# The definitions, in terms of positions.
Places = list[int]


def response(a: Places, b: Places) -> bool:
    return all(any(j >= i for j in b) for i in a)


def alternate_response(a: Places, b: Places) -> bool:
    return all(any(j > i and not any(i < k < j for k in a) for j in b) for i in a)


def chain_response(a: Places, b: Places) -> bool:
    return all(i + 1 in b for i in a)


def precedence(a: Places, b: Places) -> bool:
    return all(any(i <= j for i in a) for j in b)


def alternate_precedence(a: Places, b: Places) -> bool:
    return all(any(i <= j and not any(i <= k < j for k in b) for i in a) for j in b)


def chain_precedence(a: Places, b: Places) -> bool:
    return all(j - 1 in a for j in b)


DEFINITIONS: dict[Template, Callable[[Places, Places, int], bool]] = {
    T.EXISTENCE: lambda a, _b, _n: len(a) >= 1,
    T.EXISTENCE_2: lambda a, _b, _n: len(a) >= 2,
    T.ABSENCE_1: lambda a, _b, _n: len(a) < 1,
    T.ABSENCE_2: lambda a, _b, _n: len(a) < 2,
    T.EXACTLY_1: lambda a, _b, _n: len(a) == 1,
    T.INIT: lambda a, _b, _n: 0 in a,
    T.END: lambda a, _b, n: n - 1 in a,
    T.CHOICE: lambda a, b, _n: bool(a or b),
    T.EXCLUSIVE_CHOICE: lambda a, b, _n: bool(a) != bool(b),
    T.RESPONDED_EXISTENCE: lambda a, b, _n: not a or bool(b),
    T.CO_EXISTENCE: lambda a, b, _n: bool(a) == bool(b),
    T.RESPONSE: lambda a, b, _n: response(a, b),
    T.ALTERNATE_RESPONSE: lambda a, b, _n: alternate_response(a, b),
    T.CHAIN_RESPONSE: lambda a, b, _n: chain_response(a, b),
    T.PRECEDENCE: lambda a, b, _n: precedence(a, b),
    T.ALTERNATE_PRECEDENCE: lambda a, b, _n: alternate_precedence(a, b),
    T.CHAIN_PRECEDENCE: lambda a, b, _n: chain_precedence(a, b),
    T.SUCCESSION: lambda a, b, _n: response(a, b) and precedence(a, b),
    T.ALTERNATE_SUCCESSION: lambda a, b, _n: alternate_response(a, b) and alternate_precedence(a, b),
    T.CHAIN_SUCCESSION: lambda a, b, _n: chain_response(a, b) and chain_precedence(a, b),
    T.NOT_CO_EXISTENCE: lambda a, b, _n: not (a and b),
    T.NOT_SUCCESSION: lambda a, b, _n: not any(j >= i for i in a for j in b),
    T.NOT_CHAIN_SUCCESSION: lambda a, b, _n: not any(i + 1 in b for i in a),
}


def words(longest: int) -> list[Word]:
    return [word for length in range(longest + 1) for word in itertools.product(LETTERS, repeat=length)]


@functools.cache
def kept(template: Template, longest: int) -> dict[Word, bool]:
    """Whether each word keeps a template, by its definition."""
    define = DEFINITIONS[template]
    return {
        word: define([i for i, x in enumerate(word) if x & A], [i for i, x in enumerate(word) if x & B], len(word))
        for word in words(longest)
    }


@functools.cache
def by_definition(template: Template, *, closed: bool) -> list[Verdict]:
    """The verdict after each word to length 5, from what its continuations to length 3 keep."""
    table, continuations = kept(template, 8), [()] if closed else words(3)
    verdicts = []
    for word in words(5):
        found = {table[word + more] for more in continuations}
        if len(found) == 1:
            verdicts.append(Verdict.SATISFIED if True in found else Verdict.VIOLATED)
        else:
            verdicts.append(Verdict.POSSIBLY_SATISFIED if table[word] else Verdict.POSSIBLY_VIOLATED)
    return verdicts


def columns_of(template: Template, every: list[Word], *, closed: bool) -> list[tuple[Verdict, int, int]]:
    """What monitors find in each word: verdict, activations, position of the activation in its word."""
    tags = {OTHER: (), A: ("a",), B: ("b",), AB: ("a", "b")}
    activities = tuple(Activity(id=f"x{letter}", kind="task", tags=tags[letter]) for letter in LETTERS)
    rule = Rule(id="rule", template=template, a=Pattern(kind="task", tag="a"), b=Pattern(kind="task", tag="b"))
    trace, starts = ListedTrace(), [0]
    for word in every:
        for letter in word:
            trace.add(Signature("task", f"x{letter}", "completed"), 0)
        starts.append(len(trace.signature))
    program = compile_rules(Model(id="m", activities=activities, rules=(rule,)))
    cells = judge_all(program, trace, starts, [closed] * len(every), now=0)[0]
    return [
        (VERDICTS[rank], count, place if place < 0 else place - start)
        for rank, count, place, start in zip(cells.verdict, cells.activations, cells.activation, starts, strict=False)
    ]


@pytest.mark.parametrize("longest", [6, pytest.param(8, marks=pytest.mark.nightly)])
@pytest.mark.parametrize("template", T, ids=lambda template: template.value)
def test_formula_and_definition_agree(template: Template, longest: int) -> None:
    """The formula of the table and the definition in positions hold for the same non-empty words."""
    holds = parse_formula(TABLE[template][0])

    differing = [
        word
        for word, keeps in kept(template, longest).items()
        if word
        and bool(holds(len(word), *(sum(1 << i for i, x in enumerate(word) if x & bit) for bit in (A, B))) & 1) != keeps
    ]

    assert differing == []


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
@pytest.mark.parametrize("template", T, ids=lambda template: template.value)
def test_monitors_give_the_verdict_of_the_definition(template: Template, closed: bool) -> None:
    """After every prefix to length 5 the verdict is the one that continuations to length 3 define."""
    every = words(5)

    found = [verdict for verdict, _, _ in columns_of(template, every, closed=closed)]

    wanted = by_definition(template, closed=closed)
    assert [word for word, one, other in zip(every, found, wanted, strict=True) if one is not other] == []


@pytest.mark.parametrize("template", T, ids=lambda template: template.value)
def test_automata_give_the_verdict_of_the_definition(template: Template) -> None:
    """The colour of the automaton's state is the verdict, for every prefix to length 5."""
    automaton, every = AUTOMATA[template], words(5)

    found = [automaton.colour(automaton.run(word)) for word in every]

    wanted = by_definition(template, closed=False)
    assert [word for word, one, other in zip(every, found, wanted, strict=True) if one is not other] == []


@pytest.mark.parametrize("template", T, ids=lambda template: template.value)
def test_automata_are_as_the_table_says(template: Template) -> None:
    """Number of states, start and final verdicts of each automaton are those of the table."""
    automaton = AUTOMATA[template]
    _, states, start, final = TABLE[template]
    colours = {automaton.colour(state) for state in range(len(automaton.steps))}

    assert len(automaton.steps) == states <= 4
    assert automaton.colour(0) is (Verdict.POSSIBLY_SATISFIED if start == "PS" else Verdict.POSSIBLY_VIOLATED)
    assert (Verdict.SATISFIED in colours, Verdict.VIOLATED in colours) == ("sat" in final, "viol" in final)


@pytest.mark.parametrize("template", T, ids=lambda template: template.value)
def test_activations_are_counted_by_letter(template: Template) -> None:
    """An event counts once if its letter activates the template; templates over the whole case count once always."""
    every = words(4)

    found = [count for _, count, _ in columns_of(template, every, closed=True)]

    letters = activating(template)
    assert found == [sum(x in letters for x in word) if letters else 1 for word in every]


@pytest.mark.parametrize("template", T, ids=lambda template: template.value)
def test_the_reported_activation_is_one(template: Template) -> None:
    """Evidence points at an event that activates, wherever there is one."""
    every = words(4)
    letters = activating(template) or {A, B, AB}
    if template in (T.EXISTENCE, T.EXISTENCE_2, T.ABSENCE_1, T.ABSENCE_2, T.EXACTLY_1, T.INIT, T.END):
        letters = {A, AB}

    found = [place for _, _, place in columns_of(template, every, closed=False)]

    for word, place in zip(every, found, strict=True):
        assert word[place] in letters if place >= 0 else not letters & set(word)
