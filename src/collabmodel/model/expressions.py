"""
The text form of conditions: a parser that gives a typed tree; ``printing`` gives the text back.

Precedence, from loosest: ``or``; ``and``; ``not``; comparisons and ``in`` (never chained); ``+ -``; ``* /``.
Nothing here gives a condition its value, and there is no way to call anything beyond a fixed list.
"""

from __future__ import annotations

import difflib

from collabmodel.model.conditions import (
    And,
    Arithmetic,
    Call,
    Compare,
    Comparison,
    Expression,
    Function,
    ListOf,
    Literal,
    Member,
    Name,
    Not,
    Operator,
    Or,
)
from collabmodel.model.patterns import parse_pattern
from collabmodel.model.printing import PATTERNS, POWERS, Power, unparse
from collabmodel.model.tokens import KEYWORDS, ExpressionError, Lexeme, Token, tokens
from collabmodel.workdays import Duration, Unit

__all__ = ["ExpressionError", "parse", "unparse"]

DEEPEST = 50
"""Most levels of brackets, lists, calls and operators within each other."""

_COMPARISONS = {each.value: each for each in Comparison}
_ADDING = {"+": Operator.PLUS, "-": Operator.MINUS}
_MULTIPLYING = {"*": Operator.TIMES, "/": Operator.DIVIDE}
_JOINING = ("and", "or", "not", "in")
_CONSTANTS = {"true": True, "false": False, "null": None}
_UNITS = {unit.value: unit for unit in Unit if " " not in unit.value}
_UNITS |= {word[:-1]: unit for word, unit in _UNITS.items()}
_FUNCTIONS = {each.value: each for each in Function}
_ARGUMENTS = {
    Function.COUNT: (1, 1),
    Function.SUM: (2, 2),
    Function.SHARE: (2, 2),
    Function.LAST: (2, 2),
    Function.ATTENDING: (1, 1),
    Function.ATTENDING_ORGANISATIONS: (0, 0),
    Function.SIZE: (1, 1),
    Function.DISTINCT: (1, 1),
    Function.KNOWN: (1, 1),
    Function.DATE: (1, 1),
    Function.ABS: (1, 1),
    Function.MIN: (1, 100),
    Function.MAX: (1, 100),
}


def parse(text: str) -> Expression:
    """
    Read a condition into its tree.

    Args:
        text: The condition.

    Raises:
        ExpressionError: It is no condition; the error says where, and what would be right.

    >>> parse("age >= 16 and not known(guardian)")
    And(parts=(Compare(operator=<Comparison.AT_LEAST: '>='>, left=Name(name='age'), right=Literal(value=16)), \
Not(part=Call(function=<Function.KNOWN: 'known'>, arguments=(Name(name='guardian'),), window=None))))
    >>> parse("coutn('contact') > 1")
    Traceback (most recent call last):
    ...
    collabmodel.model.tokens.ExpressionError: there is no function 'coutn' - did you mean 'count'?
    """
    parser = _Parser(list(tokens(text)))
    tree = parser.expression(0, 1)
    parser.finish()
    return tree


class _Parser:
    """A Pratt parser: each operator has a power, and an operand takes in what binds tighter than its operator."""

    def __init__(self, lexemes: list[Lexeme]) -> None:
        self.lexemes = lexemes
        self.at = 0

    @property
    def now(self) -> Lexeme:
        return self.lexemes[self.at]

    def take(self) -> Lexeme:
        lexeme = self.now
        self.at += lexeme.kind is not Token.END
        return lexeme

    def sees(self, *texts: str) -> bool:
        return self.now.kind in {Token.SYMBOL, Token.WORD} and self.now.text in texts

    def expect(self, symbol: str, opening: Lexeme) -> None:
        if not self.sees(symbol):
            what = f"{_named(self.now)} where {symbol!r} is wanted"
            raise ExpressionError(self.now.offset, what, f"it closes the {opening.text!r} before")
        self.take()

    def finish(self) -> None:
        """
        See that nothing is left over.

        Raises:
            ExpressionError: Something is.
        """
        if self.now.kind is Token.END:
            return
        hint = "put an operator such as 'and' before it, or put names with spaces in backticks"
        word = self.now.text.lower()
        close = difflib.get_close_matches(word, _JOINING, n=1, cutoff=0.75)
        if self.now.kind is Token.WORD and close:
            hint = f"write {close[0]!r}" if close[0] == word else f"did you mean {close[0]!r}?"
        elif self.sees(")", "]"):
            hint = "nothing was opened that it could close"
        what = f"{_named(self.now)} stands where the condition is already complete"
        raise ExpressionError(self.now.offset, what, hint)

    def expression(self, floor: int, level: int) -> Expression:
        """
        Read an operand and every operator after it that binds tighter than the floor.

        Args:
            floor: Power of the operator that waits for this operand; 0 for none.
            level: How deep this is, from 1.

        Raises:
            ExpressionError: What stands here is no expression.
        """
        left = self.operand(floor, level)
        while True:
            power = POWERS.get(self.now.text, 0) if self.now.kind in {Token.SYMBOL, Token.WORD} else 0
            if power <= floor:
                return left
            level += power > Power.AND
            if power <= Power.AND:
                left = self.joined(left, power, level + 1)
            elif power == Power.COMPARE:
                left = self.compared(left, level + 1)
            else:
                operator = (_ADDING | _MULTIPLYING)[self.take().text]
                left = Arithmetic(operator, left, self.expression(power, level + 1))

    def joined(self, first: Expression, power: int, level: int) -> Expression:
        """Read the rest of ``a and b and c`` as one node."""
        word = self.now.text
        parts = [first]
        while self.sees(word):
            self.take()
            parts.append(self.expression(power, level))
        return And(tuple(parts)) if power == Power.AND else Or(tuple(parts))

    def compared(self, left: Expression, level: int) -> Expression:
        """Read the rest of a comparison or membership, and refuse a chain of them."""
        operator = self.take()
        if operator.text == "not":
            if not self.sees("in"):
                hint = "write 'not in', or 'not' before the value"
                raise ExpressionError(operator.offset, "'not' stands after a value", hint)
            self.take()
        right = self.expression(Power.COMPARE, level)
        if self.now.kind in {Token.SYMBOL, Token.WORD} and POWERS.get(self.now.text) == Power.COMPARE:
            hint = "write 'a < b and b < c', or use brackets"
            raise ExpressionError(self.now.offset, f"{self.now.text!r} makes a chain of comparisons", hint)
        if operator.text in _COMPARISONS:
            return Compare(_COMPARISONS[operator.text], left, right)
        return Member(left, right, negated=operator.text == "not")

    def operand(self, floor: int, level: int) -> Expression:  # noqa: PLR0911 - one return a kind of token
        """Read what can stand before an operator: a value, a name, a call, a list, brackets, or a negation."""
        lexeme = self.take()
        if level > DEEPEST:
            hint = "give a part of it a name of its own under 'derived'"
            raise ExpressionError(lexeme.offset, f"more than {DEEPEST} levels within each other", hint)
        if lexeme.kind is Token.TEXT:
            return Literal(lexeme.text)
        if lexeme.kind is Token.QUOTED:
            return Name(lexeme.text)
        if lexeme.kind is Token.NUMBER:
            return self.number(lexeme)
        if lexeme.kind is Token.WORD:
            return self.negation(lexeme, floor, level) if lexeme.text == "not" else self.word(lexeme, level)
        if lexeme.text == "(":
            inner = self.expression(0, level + 1)
            self.expect(")", lexeme)
            return inner
        if lexeme.text == "[":
            return ListOf(self.items("]", lexeme, level)[0])
        if lexeme.text == "-":
            return self.negative(lexeme)
        hint = "something to compare or join is missing" if lexeme.kind is Token.END else ""
        raise ExpressionError(lexeme.offset, f"{_named(lexeme)} where a value is wanted", hint)

    def number(self, lexeme: Lexeme) -> Literal:
        """Read a number, or a duration if a unit follows."""
        whole = lexeme.text.isdigit()
        amount = int(lexeme.text) if whole else float(lexeme.text)
        if self.now.kind is not Token.WORD or self.now.text.lower() in KEYWORDS:
            return Literal(amount)
        start, words = self.now, self.take().text.lower()
        if words == "working" and self.now.kind is Token.WORD:
            words = f"working {self.take().text.lower()}"
        unit = _UNITS.get(words) or {"working day": Unit.WORKING_DAYS, "working days": Unit.WORKING_DAYS}.get(words)
        if unit is None:
            hint = _meant(words, [*_UNITS, "working days"]) or f"units are {', '.join(sorted(_UNITS))}, working days"
            raise ExpressionError(start.offset, f"{words!r} after a number is no unit of time", hint)
        if not isinstance(amount, int):
            hint = "use a smaller unit, such as 36 hours for 1.5 days"
            raise ExpressionError(lexeme.offset, "a duration needs a whole number", hint)
        return Literal(Duration(amount, unit))

    def negative(self, minus: Lexeme) -> Literal:
        """Read a negative number; there is no negation of anything else."""
        if self.now.kind is Token.NUMBER:
            value = self.number(self.take()).value
            if isinstance(value, int | float):
                return Literal(-value)
        raise ExpressionError(minus.offset, "'-' stands before something else than a number", "write '0 - ...'")

    def negation(self, word: Lexeme, floor: int, level: int) -> Not:
        """Read ``not`` and what it negates."""
        if floor > Power.NOT:
            raise ExpressionError(word.offset, "'not' stands after an operator", "put it in brackets: (not ...)")
        return Not(self.expression(Power.NOT, level + 1))

    def word(self, lexeme: Lexeme, level: int) -> Expression:
        """Read a constant, ``same day``, a call or a name."""
        if lexeme.text in _CONSTANTS:
            return Literal(_CONSTANTS[lexeme.text])
        lower = lexeme.text.lower()
        if lower in KEYWORDS | {"none"}:
            if lexeme.text in KEYWORDS:
                raise ExpressionError(lexeme.offset, f"{lexeme.text!r} where a value is wanted")
            plain = "null" if lower == "none" else lower
            hint = f"write {plain!r}, or a name in backticks"
            raise ExpressionError(lexeme.offset, f"{lexeme.text!r} is no name", hint)
        if self.sees("("):
            return self.call(lexeme, level)
        if lower == "same" and self.now.kind is Token.WORD and self.now.text.lower() == "day":
            self.take()
            return Literal(Duration(0, Unit.SAME_DAY))
        return Name(lexeme.text)

    def items(self, closing: str, opening: Lexeme, level: int) -> tuple[tuple[Expression, ...], tuple[Lexeme, ...]]:
        """Read expressions with commas between them, up to a closing bracket; give them and where each begins."""
        found: list[Expression] = []
        starts: list[Lexeme] = []
        while not self.sees(closing):
            if found:
                self.expect(",", opening) if self.sees(",") else self.expect(closing, opening)
            starts.append(self.now)
            found.append(self.expression(0, level + 1))
        self.take()
        return tuple(found), tuple(starts)

    def call(self, word: Lexeme, level: int) -> Call:
        """Read a call, split off its window, and see that its arguments fit."""
        function = _FUNCTIONS.get(word.text)
        if function is None:
            hint = _meant(word.text, _FUNCTIONS) or f"functions are {', '.join(sorted(_FUNCTIONS))}"
            raise ExpressionError(word.offset, f"there is no function {word.text!r}", hint)
        opening = self.take()
        arguments, starts = self.items(")", opening, level)
        window = arguments[-1].value if arguments and isinstance(arguments[-1], Literal) else None
        if function in PATTERNS and isinstance(window, Duration):
            arguments = arguments[:-1]
        else:
            window = None
        low, high = _ARGUMENTS[function]
        if not low <= len(arguments) <= high:
            wanted = str(low) if low == high else f"at least {low}"
            raise ExpressionError(word.offset, f"{word.text} takes {wanted} argument(s), not {len(arguments)}")
        self.patterns(function, arguments, starts)
        return Call(function, arguments, window)

    def patterns(self, function: Function, arguments: tuple[Expression, ...], starts: tuple[Lexeme, ...]) -> None:
        """See that arguments that name events are patterns, and that what follows them names data."""
        count = PATTERNS.get(function, 0)
        for argument, first in zip(arguments[:count], starts, strict=False):
            if not (isinstance(argument, Literal) and isinstance(argument.value, str)):
                hint = f'put it in quotes, such as {function.value}("kind:meeting")'
                raise ExpressionError(first.offset, f"{function.value} needs an event pattern", hint)
            try:
                parse_pattern(argument.value)
            except ValueError as error:
                raise ExpressionError(first.offset, str(error)) from None
        for argument, first in zip(arguments[count:], starts[count:], strict=False) if count else ():
            if not (isinstance(argument, Name) or (isinstance(argument, Literal) and _is_text(argument.value))):
                hint = f"write its name, such as {function.value}({unparse(arguments[0])}, points)"
                raise ExpressionError(first.offset, f"{function.value} needs the name of data of the events", hint)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _named(lexeme: Lexeme) -> str:
    return "the end" if lexeme.kind is Token.END else repr(lexeme.text[:40])


def _meant(word: str, known: dict[str, Function] | list[str]) -> str:
    close = difflib.get_close_matches(word, sorted(known), n=1)
    return f"did you mean {close[0]!r}?" if close else ""
