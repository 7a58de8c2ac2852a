"""Whether a condition can be true, against trying out every value."""

from __future__ import annotations

import itertools
import operator

from hypothesis import given
from hypothesis import strategies as st

from collabmodel.check.constraints import MOST_CLAUSES, Knowledge
from collabmodel.model import (
    And,
    Arithmetic,
    Compare,
    Comparison,
    DerivedFact,
    Expression,
    Fact,
    FactType,
    ListOf,
    Literal,
    Member,
    Model,
    Name,
    Not,
    Operator,
    Or,
    Parameter,
)
from collabmodel.model.expressions import parse
from collabmodel.workdays import Duration, Unit

AGES = tuple(range(7))
MOODS = ("good", "low")
MODEL = Model(
    id="m",
    facts=(
        Fact(id="age", type=FactType.INTEGER, minimum=0, maximum=6),
        Fact(id="weight", type=FactType.NUMBER),
        Fact(id="mood", type=FactType.CHOICE, choices=MOODS),
        Fact(id="urgent", type=FactType.BOOLEAN),
    ),
    derived=(DerivedFact(id="small", value=parse("age < least + 1")),),
    parameters=(Parameter(id="least", value=2), Parameter(id="soon", value=Duration(2, Unit.DAYS))),
)
KNOWN = Knowledge.of(MODEL)

ORDER = {
    Comparison.EQUAL: operator.eq,
    Comparison.UNEQUAL: operator.ne,
    Comparison.LESS: operator.lt,
    Comparison.AT_MOST: operator.le,
    Comparison.MORE: operator.gt,
    Comparison.AT_LEAST: operator.ge,
}

ATOMS = st.one_of(
    st.builds("age {} {}".format, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), st.integers(-1, 7)),
    st.builds("{} {} age".format, st.integers(-1, 7), st.sampled_from(["<", "<=", ">", ">=", "==", "!="])),
    st.builds("age {} {}".format, st.sampled_from(["in", "not in"]), st.lists(st.integers(0, 6), min_size=1)),
    st.builds('mood {} "{}"'.format, st.sampled_from(["==", "!="]), st.sampled_from(MOODS)),
    st.sampled_from(["urgent", "small", "true", "false", "1 < 2", "1 != 2", "urgent == false"]),
)


def conditions() -> st.SearchStrategy[Expression]:
    return st.recursive(
        ATOMS.map(parse),
        lambda inner: st.one_of(
            inner.map(Not),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
        ),
        max_leaves=6,
    )


def value(tree: Expression, world: dict[str, object]) -> bool:
    if isinstance(tree, Not):
        return not value(tree.part, world)
    match tree:
        case And(parts):
            return all(value(part, world) for part in parts)
        case Or(parts):
            return any(value(part, world) for part in parts)
        case Member(Name(name), ListOf(items), negated):
            return (world[name] in [item.value for item in items if isinstance(item, Literal)]) is not negated
        case Compare(sign, left, right):
            return bool(ORDER[sign](term(left, world), term(right, world)))
        case _:
            return bool(term(tree, world))


def term(tree: Expression, world: dict[str, object]) -> object:
    return world[tree.name] if isinstance(tree, Name) else tree.value if isinstance(tree, Literal) else None


@given(conditions())
def test_the_answer_is_that_of_trying_every_value(tree: Expression) -> None:
    """A condition can hold (or fail) exactly if some values of its facts make it so."""
    worlds = [
        {"age": age, "mood": mood, "urgent": urgent, "small": age < 3}
        for age, mood, urgent in itertools.product(AGES, MOODS, (True, False))
    ]
    outcomes = {value(tree, world) for world in worlds}

    assert (KNOWN.can_hold(tree), KNOWN.can_fail(tree)) == (True in outcomes, False in outcomes)


def test_numbers_leave_room_between_whole_ones() -> None:
    """A number, unlike an integer, can lie between two neighbouring whole numbers."""
    between = "{0} > 3 and {0} < 4".format

    assert (KNOWN.can_hold(parse(between("weight"))), KNOWN.can_hold(parse(between("age")))) == (True, False)


def test_what_cannot_be_judged_is_taken_to_be_possible() -> None:
    """Names of event data, times and comparisons of two names never give a false alarm."""
    for text in (
        "plan == 3 and start < end",
        "age > weight",
        "now > date('2025-01-01')",
        "known(age) and not known(age)",
    ):
        assert KNOWN.can_hold(parse(text)), text


def test_counts_are_never_negative() -> None:
    """A count is a whole number from 0."""
    assert not KNOWN.can_hold(parse('count("talk") < 0'))


def test_a_choice_that_does_not_exist_is_left_to_its_own_check() -> None:
    """A mistyped choice is reported once, not again as a contradiction."""
    assert KNOWN.can_hold(parse('mood == "lwo"'))


def test_too_many_alternatives_are_taken_to_be_possible() -> None:
    """A huge condition costs a guess, never the time of an exponential search."""
    either = Or((parse("age < 1"), parse("age > 5")))
    many = And((*(either for _ in range(MOST_CLAUSES)), parse("age == 3")))

    assert KNOWN.can_hold(many)


def test_derived_facts_in_a_ring_do_not_hang() -> None:
    """A ring of derived facts is judged as possible; its own check reports it."""
    ring = Model(id="m", derived=(DerivedFact(id="a", value=Name("b")), DerivedFact(id="b", value=Not(Name("a")))))

    assert Knowledge.of(ring).can_hold(Name("a"))


def test_arithmetic_on_fixed_values_is_reckoned() -> None:
    """Parameters and numbers are reckoned with; what cannot be reckoned is possible."""
    never = (
        "age > least * 4",
        "age < 4 / least - 2",
        "weight <= 3 and weight >= 3 and weight != 3",
        "weight < 1 and weight >= 1",
    )
    maybe = ("age == least / 0", "age > soon + 1", "age in [weight]", "weight <= 3 and weight >= 3")

    assert [text for text in never if KNOWN.can_hold(parse(text))] == []
    assert [text for text in maybe if not KNOWN.can_hold(parse(text))] == []


def test_too_many_alternatives_of_one_choice_are_taken_to_be_possible() -> None:
    """A very long either-or costs a guess as well."""
    assert KNOWN.can_hold(And((Or(tuple(parse(f"age == {n + 7}") for n in range(MOST_CLAUSES + 1))), parse("age > 5"))))


def test_numbers_beyond_all_bounds_are_possible() -> None:
    """What no float can hold is left open, as it is where it is judged."""
    far = Compare(Comparison.MORE, Arithmetic(Operator.DIVIDE, Literal(10**400), Literal(2)), Literal(1))

    assert Knowledge.of(Model(id="m")).can_hold(far)
