"""
Conditions of the model and the scenario turned into code of the kernel.

What a value is (a number, a truth value, a word, a moment) is known before a run starts, so that code need not ask;
where that is not known, as with data that nobody declares, a number is taken as what it is compared with. What the
kernel cannot read is told with the place where it stands, and what it can read instead.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable

from collabmodel.case import Tables
from collabmodel.errors import Place, Problem
from collabmodel.model import (
    And,
    Arithmetic,
    Call,
    Compare,
    Expression,
    Function,
    ListOf,
    Literal,
    Member,
    Name,
    Not,
    Or,
    Parameter,
    ParameterRow,
    Pattern,
    Reference,
    parse_pattern,
)
from collabmodel.simulate.kernel import codes
from collabmodel.simulate.registers import BEHALF, ORGANISATION, ROLE, Code, Pool, Registers, Words
from collabmodel.simulate.sorts import ANY, FACT_SORTS, NUMBER, TIME, TRUTH, WORD, Sort, of_unit, sorts_of_data
from collabmodel.simulate.weighing import Typed, UnreadableError, Weighing
from collabmodel.workdays import Duration, Unit

_UNKNOWN = math.nan
_READS = "the simulator reads facts, parameters, data of the event, count(PATTERN), last(PATTERN, NAME) and now"


class Conditions:
    """
    Turns conditions into code.

    Args:
        tables: The model's tables.
        pool: Where codes are written.
        words: Words by numbers.
        start: Midnight at which the run starts; timezone-aware.
        registers: Registers by name.
    """

    def __init__(
        self, tables: Tables, pool: Pool, words: Words, start: dt.datetime, registers: Registers | None = None
    ) -> None:
        self.tables = tables
        self.pool = pool
        self.words = words
        self.start = start
        self.registers: Registers = registers or Registers()
        self.weighing: Weighing = Weighing(pool, start, tables.declared.zone)
        self.problems: list[Problem] = []
        self.roles: dict[str, int] = {role.id: number for number, role in enumerate(tables.model.roles)}
        self._facts = {fact.id: fact for fact in tables.model.facts}
        self._parameters = {one.id: one for one in tables.model.parameters}
        self._data = sorts_of_data(tables)
        self._naming: list[str] = []
        self._role_words = pool.table([float(words.number(one)) for one in self.roles])
        self._side_words = pool.table([float(words.number(one.side.value)) for one in tables.model.roles])

    def code(self, condition: Expression | None, path: str, also: Code | None = None) -> int:
        """
        Give the address of a condition's code, 0 for one that is always true; what cannot be read is noted.

        Args:
            condition: The condition, or None.
            path: Where it stands, for the problem.
            also: Code that must be true as well.
        """
        if condition is None:
            return 0 if also is None else self.pool.write(also)
        found = self.truth(condition, path)
        return self.pool.write(found if also is None else found + also + Code(((codes.AND, 0, 0),)))

    def truth(self, condition: Expression, path: str) -> Code:
        """
        Give the code of a condition, which is unknown where it is no truth value; what cannot be read is noted.

        Args:
            condition: The condition.
            path: Where it stands, for the problem.
        """
        try:
            return self._true(condition)
        except UnreadableError as error:
            self.problems.append(Problem(what=f"{path}: {error}", place=Place(self.tables.model.id), hint=_READS))
            return self.pool.push(_UNKNOWN)

    def number(self, amount: float | Reference, path: str, *, most: bool, default: float) -> Code:
        """
        Give the code of a number or parameter where the least or most that it may be counts.

        Args:
            amount: The number, or the parameter.
            path: Where it stands.
            most: Whether the most counts.
            default: The number where no row gives one.
        """
        if not isinstance(amount, Reference):
            return self.pool.push(float(amount))
        parameter = self._parameters.get(amount.parameter)
        try:
            found = self._rows(parameter, codes.CHOOSE_MOST if most else codes.CHOOSE_LEAST) if parameter else None
        except UnreadableError as error:
            self.problems.append(Problem(what=f"{path}: {error}", place=Place(self.tables.model.id), hint=_READS))
            found = None
        return self.pool.push(default) if found is None else found.code

    def pattern(self, text: Expression) -> Pattern | None:
        """
        Give the pattern that an argument names, None where it names none.

        Args:
            text: The argument.
        """
        said = text.name if isinstance(text, Name) else text.value if isinstance(text, Literal) else None
        if not isinstance(said, str) or not said:
            return None
        try:
            return parse_pattern(said)
        except ValueError:
            return Pattern(element=said)

    def _true(self, condition: Expression) -> Code:
        found = self._typed(condition)
        return found.code if found.sort in (TRUTH, ANY) else self.pool.push(_UNKNOWN)

    def _typed(self, expression: Expression) -> Typed:  # noqa: C901, PLR0911 - one branch a node
        match expression:
            case Literal(value):
                return self._literal(value)
            case Name(name):
                return self._name(name)
            case Compare(how, left, right):
                return self.weighing.compare(how, self._typed(left), self._typed(right))
            case Member(item, group, negated):
                return self._member(item, group, negated=negated)
            case Arithmetic(how, left, right):
                return self.weighing.reckon(how, self._typed(left), self._typed(right))
            case Not(part):
                return Typed(TRUTH, self._true(part) + Code(((codes.NOT, 0, 0),)))
            case And(parts):
                return Typed(TRUTH, self.weighing.joined([self._true(part) for part in parts], every=True))
            case Or(parts):
                return Typed(TRUTH, self.weighing.joined([self._true(part) for part in parts], every=False))
            case Call():
                return self._call(expression)
            case ListOf():
                what = "a list stands where no 'in' is"
                raise UnreadableError(what)
        what = "it is no condition"
        raise UnreadableError(what)

    def _literal(self, value: bool | float | str | Duration | None) -> Typed:
        if value is None:
            return Typed(ANY, self.pool.push(_UNKNOWN))
        if isinstance(value, bool):
            return Typed(TRUTH, self.pool.push(float(value)), value)
        if isinstance(value, str):
            return Typed(WORD, self.pool.push(float(self.words.number(value))), value)
        if isinstance(value, Duration):
            return Typed(of_unit(value.unit), self.pool.push(float(value.amount)), value)
        return Typed(NUMBER, self.pool.push(float(value)), value)

    def _register(self, register: int, sort: Sort) -> Typed:
        return Typed(sort, Code(((codes.REGISTER, register, 0),)))

    def _name(self, name: str) -> Typed:
        if name.startswith("activation."):
            raise UnreadableError(f"'{name}' speaks of another event")
        if name in self._facts:
            return self._register(self.registers.fact(name), FACT_SORTS[self._facts[name].type])
        if name in self.tables.declared.derived or name in self._parameters:
            return self._inner(name)
        if name in ("now", "event.occurred"):
            return Typed(TIME, Code(((codes.MOMENT, 0, 0),)))
        if name.startswith(("event.", "actor.")):
            return self._of_event(name)
        return self._register(self.registers.datum(name), self._data.get(name, ANY))

    def _inner(self, name: str) -> Typed:
        """Write out what a derived fact or parameter rests on; one that rests on itself is unknown."""
        if name in self._naming:
            return Typed(ANY, self.pool.push(_UNKNOWN))
        self._naming.append(name)
        try:
            if name in self.tables.declared.derived:
                return self._typed(self.tables.declared.derived[name])
            return self._rows(self._parameters[name], codes.CHOOSE)
        finally:
            self._naming.pop()

    def _of_event(self, name: str) -> Typed:
        parts = {"event.kind": codes.KIND, "event.element": codes.ELEMENT, "event.transition": codes.TURN}
        if name in parts:
            return Typed(WORD, Code(((parts[name], 0, 0),)))
        if name == ORGANISATION:
            return self._register(self.registers.datum(ORGANISATION), WORD)
        if name in (ROLE, "actor.side"):
            table = self._role_words if name == ROLE else self._side_words
            look = (codes.LOOK_UP, len(self.roles), table)
            return Typed(WORD, Code(((codes.REGISTER, self.registers.datum(ROLE), 0), look)))
        raise UnreadableError(f"'{name}' is not known before people act")

    def _rows(self, parameter: Parameter, how: int) -> Typed:
        """Give the value of a parameter by its rows, those with most conditions first."""
        unit = parameter.unit
        rows = sorted(parameter.rows, key=_most_conditions, reverse=True)
        values = [self._valued(one, unit) for one in (*(row.value for row in rows), parameter.value)]
        found = values[-1]
        for row, value in zip(reversed(rows), reversed(values[:-1]), strict=True):
            if value.sort != found.sort:
                raise UnreadableError(f"values of '{parameter.id}' are of unlike sorts")
            code = self._true(row.condition) + value.code + found.code + Code(((how, 0, 0),))
            found = Typed(found.sort, code)
        return found

    def _valued(self, value: bool | float | str | Duration, unit: str) -> Typed:
        whole = isinstance(value, int) and not isinstance(value, bool)
        units = {one.value: one for one in Unit}
        if whole and unit in units and isinstance(value, int) and value >= 0:
            value = Duration(int(value), units[unit])
        return self._literal(value)

    def _member(self, item: Expression, group: Expression, *, negated: bool) -> Typed:
        if not isinstance(group, ListOf):
            what = "'in' without a list written beside it"
            raise UnreadableError(what)
        return self.weighing.member(self._typed(item), [self._typed(one) for one in group.items], negated=negated)

    def _call(self, call: Call) -> Typed:
        if call.window is not None:
            raise UnreadableError(f"'{call.function.value}' with a window")
        maker = _FUNCTIONS.get(call.function)
        if maker is None:
            raise UnreadableError(f"'{call.function.value}'")
        return maker(self, call.arguments)

    def counted(self, arguments: tuple[Expression, ...]) -> Typed:
        """
        Count events.

        Args:
            arguments: The pattern.
        """
        pattern = self.pattern(arguments[0])
        if pattern is None:
            return Typed(NUMBER, self.pool.push(_UNKNOWN))
        return self._register(self.registers.count(pattern), NUMBER)

    def latest(self, arguments: tuple[Expression, ...]) -> Typed:
        """
        Give what events carried last.

        Args:
            arguments: The pattern, and the name of the datum.

        Raises:
            UnreadableError: It is something else of an event than its data.
        """
        pattern, name = self.pattern(arguments[0]), arguments[1]
        said = name.name if isinstance(name, Name) else name.value if isinstance(name, Literal) else None
        if pattern is None or not isinstance(said, str) or not said:
            return Typed(ANY, self.pool.push(_UNKNOWN))
        if said == "event.occurred":
            return self._register(self.registers.last(pattern, said), TIME)
        if said.startswith(("event.", "actor.")) and said != ORGANISATION:
            raise UnreadableError(f"'{said}' of an earlier event")
        sort = WORD if said == ORGANISATION else self._data.get(said, ANY)
        sort = FACT_SORTS[self._facts[said].type] if said in self._facts else sort
        return self._register(self.registers.last(pattern, said), sort)

    def known(self, arguments: tuple[Expression, ...]) -> Typed:
        """
        Tell whether something is known.

        Args:
            arguments: What is asked about.
        """
        return Typed(TRUTH, self._typed(arguments[0]).code + Code(((codes.KNOWN, 0, 0),)))

    def day(self, arguments: tuple[Expression, ...]) -> Typed:
        """
        Give a date.

        Args:
            arguments: A text that says it, or a date.

        Raises:
            UnreadableError: It is not written in the model.
        """
        found = self._typed(arguments[0])
        if found.sort.name == "date":
            return found
        if not isinstance(found.value, str):
            what = "'date' of what is not written there"
            raise UnreadableError(what)
        try:
            day = dt.datetime.fromisoformat(found.value).date()
        except ValueError:
            return Typed(ANY, self.pool.push(_UNKNOWN))
        return Typed(Sort("date"), self.pool.push(self.weighing.minutes(day)), day)

    def typed(self, arguments: tuple[Expression, ...]) -> list[Typed]:
        """
        Give the values of arguments; of a single list, those in it.

        Args:
            arguments: The arguments.
        """
        one = arguments[0]
        return [
            self._typed(each) for each in (one.items if isinstance(one, ListOf) and len(arguments) == 1 else arguments)
        ]

    def joined(self, parts: list[Code], *, every: bool) -> Code:
        """
        Give the code of several conditions together.

        Args:
            parts: Their codes.
            every: Whether all must hold; else one.
        """
        return self.weighing.joined(parts, every=every)

    def minutes(self, day: dt.date) -> float:
        """
        Give the minute at which a day begins where the model's calendars lie.

        Args:
            day: The day.
        """
        return self.weighing.minutes(day)

    def named(self, role: str) -> Code:
        """
        Give code that tells whether somebody of a role speaks for themselves, or is spoken for.

        Args:
            role: Id of the role.
        """
        number = self.pool.constant(float(self.roles[role]))
        behalf = self.registers.datum(BEHALF)
        spoken = Code(((codes.REGISTER, behalf, 0), (codes.KNOWN, 0, 0)))
        own = Code(((codes.SAME, self.registers.datum(ROLE), number), (codes.SURELY, 0, 0)))
        other = Code(((codes.SAME, behalf, number), (codes.SURELY, 0, 0)))
        return spoken + other + own + Code(((codes.CHOOSE, 0, 0),))


_FUNCTIONS: dict[Function, Callable[[Conditions, tuple[Expression, ...]], Typed]] = {
    Function.COUNT: Conditions.counted,
    Function.LAST: Conditions.latest,
    Function.KNOWN: Conditions.known,
    Function.DATE: Conditions.day,
    Function.ABS: lambda conditions, arguments: conditions.weighing.magnitude(conditions.typed(arguments)[0]),
    Function.MIN: lambda conditions, arguments: conditions.weighing.extreme(conditions.typed(arguments), codes.LEAST),
    Function.MAX: lambda conditions, arguments: conditions.weighing.extreme(conditions.typed(arguments), codes.MOST),
}
"""What each function that can be read is turned into."""


def _most_conditions(row: ParameterRow) -> int:
    return _size(row.condition)


def _size(expression: Expression) -> int:
    """Give how many conditions must hold at least for an expression to be true."""
    if isinstance(expression, Not):
        return _size(expression.part)
    if isinstance(expression, And | Or):
        sizes = [_size(part) for part in expression.parts]
        return sum(sizes) if isinstance(expression, And) else min(sizes, default=0)
    return 1
