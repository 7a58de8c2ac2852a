"""Which two events belong together, and by which values they are found."""

from __future__ import annotations

import datetime as dt

import pytest

from collabmodel.model import Activity, DerivedFact, Fact, FactType, Model, Name, Parameter, Role, Side, Signature
from collabmodel.model.expressions import parse
from collabmodel.rules.amounts import UNKNOWN
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.declared import Declared
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.pairing import Link, Pairing, conjuncts, reads_activation
from collabmodel.rules.trace import Value

MODEL = Model(
    id="m",
    activities=(Activity(id="a", kind="task"), Activity(id="b", kind="task")),
    facts=(Fact(id="unit", type=FactType.TEXT),),
    derived=(DerivedFact(id="mark", value=Name("key")),),
    parameters=(Parameter(id="most", value=3),),
    roles=(Role(id="child", side=Side.CLIENT),),
)


def pairing(text: str, *data: dict[str, Value], on_a: bool = False, by_a: bool = True, **facts: Value) -> Pairing:
    """Correlate events by a condition with several parts; the first event is ``a``, all others are ``b``."""
    trace = ListedTrace(facts)
    for position, held in enumerate(data):
        trace.add(Signature("task", "b" if position else "a", "completed"), position, held)
    names = CaseNames(Declared.of(MODEL, Lexicon.of(MODEL)), trace)
    links = tuple(Link.of(part, on_a=on_a) for part in conjuncts(parse(text)))
    return Pairing(links, names, activated_by_a=by_a)


@pytest.mark.parametrize(
    ("text", "count"),
    [("x == 1", 1), ("x == 1 and y == 2", 2), ("x == 1 and (y == 2 and z == 3)", 3), ("x == 1 or y == 2", 1)],
)
def test_the_parts_that_must_all_hold(text: str, count: int) -> None:
    """What is joined by *and*, however deep, is taken apart; nothing else is."""
    assert len(list(conjuncts(parse(text)))) == count
    assert list(conjuncts(None)) == []


@pytest.mark.parametrize(
    ("text", "reads"),
    [("unit == 1", False), ("activation.unit == 1", True), ("not (x == 1 or size([activation.x]) == 1)", True)],
)
def test_what_reads_the_activation(text: str, reads: bool) -> None:
    """A condition reads the activation wherever in it the name stands."""
    assert reads_activation(parse(text)) is reads


@pytest.mark.parametrize(
    ("text", "on_b", "on_a"),
    [
        ("activation.x == y", ("x", "y"), ("y", "x")),
        ("y == activation.x", ("x", "y"), ("y", "x")),
        ("activation.x == activation.y", None, None),
        ("x == y", None, None),
        ("activation.x != y", None, None),
        ("activation.x >= y", None, None),
        ("activation.x == 1", None, None),
        ("1 == activation.x", None, None),
        ("activation.x == y or true", None, None),
    ],
)
def test_names_that_must_be_equal(text: str, on_b: tuple[str, str] | None, on_a: tuple[str, str] | None) -> None:
    """Equality of a name here and one there names them in the order of the letters; nothing else can be looked up."""
    assert Link.of(parse(text), on_a=False).equal_names() == on_b
    assert Link.of(parse(text), on_a=True).equal_names() == on_a


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("activation.x == y", True),
        ("activation.x == y and activation.y == x", True),
        ("activation.x == y and activation.y > x", False),
        ("activation.x > y", False),
    ],
)
def test_only_equality_can_be_looked_up(text: str, exact: bool) -> None:
    """A correlation is exact if all its parts are equalities of names."""
    assert pairing(text, {}).exact is exact


@pytest.mark.parametrize("by_a", [True, False])
@pytest.mark.parametrize("on_a", [True, False])
def test_each_side_is_found_by_its_own_names(on_a: bool, by_a: bool) -> None:
    """The key of an activation is told by its names, that of a target by the target's, whichever letter activates."""
    found = pairing(
        "activation.x == y and activation.v == w", {"x": "1", "y": "2", "v": "3", "w": "4"}, on_a=on_a, by_a=by_a
    )
    by_x, by_y = ("1", "3"), ("2", "4")

    assert found.activation_key(0) == (by_x if on_a is not by_a else by_y)
    assert found.target_key(0) == (by_y if on_a is not by_a else by_x)


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("north", ("north",)),
        (1, (1,)),
        (1.5, (1.5,)),
        (True, (True,)),
        (dt.date(2025, 3, 4), (dt.date(2025, 3, 4),)),
        (None, None),
        (dt.datetime(2025, 3, 4, tzinfo=dt.UTC), None),
        ((1, 2), None),
    ],
)
def test_values_by_which_events_are_found(value: Value, key: tuple[Value, ...] | None) -> None:
    """Texts, numbers, truth values and dates can be looked up; what is missing, or equals nothing, cannot."""
    assert pairing("activation.x == y", {"x": value}).activation_key(0) == key


@pytest.mark.parametrize(
    ("first", "then", "alike"),
    [("a", "b", True), ("a", 1, False), (1, "a", False), (1, 2.5, True), (1, True, False), (True, False, True)],
)
def test_values_of_another_type_than_before_are_not_looked_up(first: Value, then: Value, alike: bool) -> None:
    """Unlike values are unknown, not unequal: an event whose value is unlike those before has no key."""
    found = pairing("activation.x == y", {"x": first}, {"y": then})
    found.activation_key(0)

    assert found.target_key(1) == ((then,) if alike else None)
    found.start()
    assert found.target_key(1) == (then,)


def test_the_types_seen_go_over_to_another() -> None:
    """Who takes over the types that values had finds the same events unlike."""
    found, other = (pairing("activation.x == y", {"x": "a"}, {"y": 1}) for _ in range(2))
    found.activation_key(0)
    other.take_shape(list(found.shape or ()))

    assert (other.target_key(1), other.activation_key(0)) == (None, ("a",))
    other.take_shape(None)
    assert other.target_key(1) == (1,)
    other.take_shape(["number"])
    assert (other.target_key(1), other.activation_key(0)) == ((1,), None)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("unit", ("north",)),
        ("mark", ("k",)),
        ("most", (3,)),
        ("key", ("k",)),
        ("event.element", ("a",)),
        ("now", None),
        ("actor.side", ("client",)),
    ],
)
def test_a_key_may_be_any_name(name: str, key: tuple[Value, ...] | None) -> None:
    """Facts, derived facts, parameters, the event's own names and its data may be what must be equal."""
    found = pairing(f"activation.{name} == y", {"key": "k", "unit": "other", "actor.role": "child"}, unit="north")

    assert found.activation_key(0) == key


@pytest.mark.parametrize(
    ("text", "target", "fits", "lacking"),
    [
        ("activation.x == y", {"y": 1}, True, set()),
        ("activation.x == y", {"y": 2}, False, set()),
        ("activation.x == y", {}, UNKNOWN, {"y"}),
        ("activation.x < y", {"y": 2}, True, set()),
        ("activation.x < y and activation.z == y", {"y": 1}, False, {"activation.z"}),
        ("activation.z == y and activation.x < y", {"y": 1}, False, {"activation.z"}),
        ("activation.x < y and activation.z == y", {"y": 2}, UNKNOWN, {"activation.z"}),
        ("activation.z == y and activation.x < y", {"y": 2}, UNKNOWN, {"activation.z"}),
    ],
)
def test_what_belongs_together(text: str, target: dict[str, Value], fits: object, lacking: set[str]) -> None:
    """Every part must hold; one that does not decides, and else what is missing is named."""
    found = pairing(text, {"x": 1}, target)

    assert found.fits(0, 1) is fits
    assert found.missing(0, 1) == lacking


@pytest.mark.parametrize(("on_a", "by_a"), [(True, True), (False, False)])
def test_the_letter_that_bears_the_condition_calls_the_other_one_the_activation(on_a: bool, by_a: bool) -> None:
    """A condition written on the letter that activates reads the target as its activation."""
    found = pairing("activation.x < y", {"y": 2}, {"x": 1, "y": 0}, on_a=on_a, by_a=by_a)

    assert (found.fits(0, 1), found.missing(0, 1)) == (True, set())
