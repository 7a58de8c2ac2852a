"""
Whether a condition can ever be true, from what the model itself says about its names.

Facts have types, ranges and choices; parameters have defaults; derived facts stand for their expressions; counts
are whole numbers from 0. Within that, comparisons of one name with fixed values are decided exactly, anything else
is taken to be possible, so an answer of *never* can be relied on.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

import attrs

from collabmodel.model import (
    And,
    Arithmetic,
    Call,
    Compare,
    Comparison,
    Expression,
    Fact,
    FactType,
    Function,
    ListOf,
    Literal,
    Member,
    Model,
    Name,
    Not,
    Operator,
    Or,
    Side,
)
from collabmodel.rules.amounts import reckon
from collabmodel.workdays import Duration

MOST_CLAUSES = 400
"""How many alternatives a condition may have before it is taken to be possible without further thought."""

Fixed: TypeAlias = "bool | int | float | str"

_NUMBERS = frozenset({FactType.INTEGER, FactType.NUMBER})
_FLIPPED = {
    Comparison.LESS: Comparison.MORE,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.MORE: Comparison.LESS,
    Comparison.AT_LEAST: Comparison.AT_MOST,
}
_OPPOSITE = {
    Comparison.EQUAL: Comparison.UNEQUAL,
    Comparison.UNEQUAL: Comparison.EQUAL,
    Comparison.LESS: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.LESS,
    Comparison.MORE: Comparison.AT_MOST,
    Comparison.AT_MOST: Comparison.MORE,
}


class Atom(NamedTuple):
    """
    One comparison of a name with fixed values.

    Args:
        name: The name, or the call, as text.
        comparison: The operator; EQUAL and UNEQUAL also stand for membership.
        values: The fixed values; several only for membership.
    """

    name: str
    comparison: Comparison
    values: tuple[Fixed, ...]


Clause: TypeAlias = tuple[Atom, ...]


@attrs.frozen(kw_only=True)
class Domain:
    """
    The values that a name may have.

    Args:
        values: All of them, where they are few; else None.
        low: Smallest number.
        high: Largest number.
        whole: Whether only whole numbers.
        numeric: Whether the name is known to be a number.
    """

    values: frozenset[Fixed] | None = None
    low: float = -math.inf
    high: float = math.inf
    whole: bool = False
    numeric: bool = False


def domain_of_fact(fact: Fact) -> Domain:
    """
    Give the values that a fact may have.

    Args:
        fact: The fact.

    >>> domain_of_fact(Fact(id="age", type=FactType.INTEGER, minimum=0)).low
    0
    """
    if fact.type is FactType.BOOLEAN:
        return Domain(values=frozenset({True, False}))
    if fact.type is FactType.CHOICE and fact.choices:
        return Domain(values=frozenset(fact.choices))
    if fact.type in _NUMBERS:
        low = -math.inf if fact.minimum is None else fact.minimum
        high = math.inf if fact.maximum is None else fact.maximum
        if low > high:
            return Domain(numeric=True)
        return Domain(low=low, high=high, whole=fact.type is FactType.INTEGER, numeric=True)
    return Domain()


@attrs.frozen(eq=False)
class Knowledge:
    """
    What a model says about the names that conditions read.

    Args:
        domains: Values that facts may have.
        fixed: Values of parameters that have one only.
        derived: Expressions of derived facts.
        unheard: Short forms of patterns whose events never happen.
    """

    domains: dict[str, Domain]
    fixed: dict[str, Fixed]
    derived: dict[str, Expression]
    unheard: frozenset[str] = frozenset()

    @classmethod
    def of(cls, model: Model) -> Knowledge:
        """
        Gather it from a model.

        Args:
            model: The model.

        >>> Knowledge.of(Model(id="m")).fixed
        {}
        """
        domains = {"actor.side": Domain(values=frozenset(side.value for side in Side))}
        domains |= {fact.id: domain_of_fact(fact) for fact in model.facts}
        alone = (parameter for parameter in model.parameters if not parameter.rows)
        fixed = {each.id: each.value for each in alone if not isinstance(each.value, Duration)}
        return cls(domains, fixed, {derived.id: derived.value for derived in model.derived})

    def can_hold(self, tree: Expression | None) -> bool:
        """
        Tell whether a condition can be true; *no* is certain, *yes* may be a guess.

        Args:
            tree: The condition, or None for true.

        >>> Knowledge.of(Model(id="m")).can_hold(Literal(False))
        False
        """
        return tree is None or self._possible(tree, sense=True)

    def can_fail(self, tree: Expression) -> bool:
        """
        Tell whether a condition can be false; *no* is certain, *yes* may be a guess.

        Args:
            tree: The condition.

        >>> Knowledge.of(Model(id="m")).can_fail(Literal(True))
        False
        """
        return self._possible(tree, sense=False)

    def never(self, patterns: frozenset[str]) -> Knowledge:
        """
        Give the same knowledge with the addition that some events never happen.

        Args:
            patterns: Short forms of their patterns.

        >>> count = Compare(Comparison.MORE, Call(Function.COUNT, (Literal("visit"),)), Literal(0))
        >>> Knowledge.of(Model(id="m")).never(frozenset({"visit"})).can_hold(count)
        False
        """
        return attrs.evolve(self, unheard=self.unheard | patterns)

    def _possible(self, tree: Expression, *, sense: bool) -> bool:
        clauses = _clauses(self, tree, sense, 0)
        return clauses is None or any(_consistent(self, clause) for clause in clauses)


def _clauses(known: Knowledge, tree: Expression, sense: bool, depth: int) -> list[Clause] | None:
    """Give the alternatives under which a condition has a truth value, or None if they are too many."""
    match tree:
        case Not(part):
            return _clauses(known, part, not sense, depth)
        case And(parts) | Or(parts):
            all_of = isinstance(tree, And) is sense
            return _product(known, parts, sense, depth) if all_of else _union(known, parts, sense, depth)
        case Name(name) if name in known.derived:
            # A ring of derived facts ends in a guess, not in a hang.
            return [()] if depth > 20 else _clauses(known, known.derived[name], sense, depth + 1)
        case _:
            return _atoms(known, tree, sense)


def _union(known: Knowledge, parts: Iterable[Expression], sense: bool, depth: int) -> list[Clause] | None:
    found: list[Clause] = []
    for part in parts:
        clauses = _clauses(known, part, sense, depth)
        if clauses is None or len(found) + len(clauses) > MOST_CLAUSES:
            return None
        found += clauses
    return found


def _product(known: Knowledge, parts: Iterable[Expression], sense: bool, depth: int) -> list[Clause] | None:
    found: list[Clause] = [()]
    for part in parts:
        clauses = _clauses(known, part, sense, depth)
        if clauses is None or len(found) * len(clauses) > MOST_CLAUSES:
            return None
        found = [one + other for one in found for other in clauses]
    return found


def _atoms(known: Knowledge, tree: Expression, sense: bool) -> list[Clause]:
    """Give the alternatives of one comparison, membership, name or constant; ``[()]`` for what cannot be judged."""
    match tree:
        case Compare(operator, left, right):
            return _comparison(known, operator if sense else _OPPOSITE[operator], left, right)
        case Member(item, ListOf(items), negated):
            name, values = _name(known, item), [_value(known, each) for each in items]
            if name is None or any(value is None for value in values):
                return [()]
            operator = Comparison.EQUAL if negated is not sense else Comparison.UNEQUAL
            return [(Atom(name, operator, tuple(value for value in values if value is not None)),)]
        case _:
            value = _value(known, tree)
            if isinstance(value, bool):
                return [()] if value is sense else []
            name = _name(known, tree)
            return [(Atom(name, Comparison.EQUAL, (sense,)),)] if name and isinstance(tree, Name) else [()]


def _comparison(known: Knowledge, operator: Comparison, left: Expression, right: Expression) -> list[Clause]:
    if _value(known, left) is not None:
        left, right, operator = right, left, _FLIPPED.get(operator, operator)
    name, one, other = _name(known, left), _value(known, left), _value(known, right)
    if other is None:
        return [()]
    if one is not None:
        return [()] if _holds(operator, one, other) else []
    return [()] if name is None else [(Atom(name, operator, (other,)),)]


def _holds(operator: Comparison, one: Fixed, other: Fixed) -> bool:
    if operator is Comparison.EQUAL:
        return one == other
    if operator is Comparison.UNEQUAL:
        return one != other
    if isinstance(one, str) or isinstance(other, str):
        return True
    order = {Comparison.LESS: one < other, Comparison.AT_MOST: one <= other, Comparison.MORE: one > other}
    return order.get(operator, one >= other)


def _name(known: Knowledge, tree: Expression) -> str | None:
    if isinstance(tree, Name):
        return None if tree.name in known.derived else tree.name
    return repr(tree) if isinstance(tree, Call) else None


def _value(known: Knowledge, tree: Expression) -> Fixed | None:
    match tree:
        case Literal(value):
            return value if isinstance(value, bool | int | float | str) else None
        case Name(name):
            return known.fixed.get(name)
        case Call(Function.COUNT, (Literal(str() as pattern) | Name(pattern),), _) if pattern in known.unheard:
            return 0
        case Arithmetic(operator, left, right):
            return _reckon(operator, _value(known, left), _value(known, right))
        case _:
            return None


def _reckon(operator: Operator, one: Fixed | None, other: Fixed | None) -> float | None:
    if one is None or other is None or isinstance(one, bool | str) or isinstance(other, bool | str):
        return None
    result = reckon(operator, one, other)
    return result if isinstance(result, int | float) else None


def _consistent(known: Knowledge, clause: Clause) -> bool:
    by_name: dict[str, list[Atom]] = {}
    for atom in clause:
        by_name.setdefault(atom.name, []).append(atom)
    return all(_satisfiable(_domain(known, name), atoms) for name, atoms in by_name.items())


def _domain(known: Knowledge, name: str) -> Domain:
    if name in known.domains:
        return known.domains[name]
    counting = (f"Call(function={function!r}" for function in (Function.COUNT, Function.SIZE, Function.ATTENDING))
    return Domain(low=0, whole=True, numeric=True) if name.startswith(tuple(counting)) else Domain()


def _satisfiable(domain: Domain, atoms: list[Atom]) -> bool:
    """Tell whether one value satisfies all comparisons of one name."""
    allowed = domain.values
    if allowed is not None and any(not allowed.issuperset(atom.values) for atom in atoms):
        return True  # A value that is no choice at all has a check of its own.
    for atom in atoms:
        if atom.comparison is Comparison.EQUAL:
            wanted = frozenset(atom.values)
            allowed = wanted if allowed is None else allowed & wanted
    if allowed is not None:
        return any(_fits(domain, atoms, value) for value in allowed)
    if not all(isinstance(value, int | float) for atom in atoms for value in atom.values):
        return True
    return _interval(domain, atoms)


def _fits(domain: Domain, atoms: list[Atom], value: Fixed) -> bool:
    for atom in atoms:
        if atom.comparison is Comparison.EQUAL:
            fits = value in atom.values
        elif atom.comparison is Comparison.UNEQUAL:
            fits = value not in atom.values
        else:
            fits = _holds(atom.comparison, value, atom.values[0])
        if not fits:
            return False
    if domain.numeric and isinstance(value, int | float):
        return domain.low <= value <= domain.high and (not domain.whole or float(value).is_integer())
    return True


def _interval(domain: Domain, atoms: list[Atom]) -> bool:
    low, high, low_open, high_open = domain.low, domain.high, False, False
    for atom in atoms:
        bound = atom.values[0]
        if isinstance(bound, str):
            continue
        if atom.comparison in {Comparison.MORE, Comparison.AT_LEAST}:
            low, low_open = max((low, low_open), (bound, atom.comparison is Comparison.MORE))
        elif atom.comparison in {Comparison.LESS, Comparison.AT_MOST}:
            high, closed = min((high, not high_open), (bound, atom.comparison is Comparison.AT_MOST))
            high_open = not closed
    if domain.whole:
        return _whole_between(low, high, low_open, high_open, tuple(_excluded(atoms)))
    if low == high:
        return not (low_open or high_open) and low not in set(_excluded(atoms))
    return low < high


def _excluded(atoms: list[Atom]) -> Iterator[Fixed]:
    for atom in atoms:
        if atom.comparison is Comparison.UNEQUAL:
            yield from atom.values


def _whole_between(low: float, high: float, low_open: bool, high_open: bool, excluded: tuple[Fixed, ...]) -> bool:
    if math.isinf(low) or math.isinf(high):
        return low < high
    first = math.floor(low) + 1 if low_open else math.ceil(low)
    last = math.ceil(high) - 1 if high_open else math.floor(high)
    if last - first >= len(excluded):
        return first <= last
    return any(number not in excluded for number in range(first, last + 1))
