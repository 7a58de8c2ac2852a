"""
Conditions as rows of instructions, worked out on a small stack: no recursion, no names, no calls.

Truth values on the stack are 1 and 0, unknown is ``nan`` as it is of numbers, so that one stack does for both. A
condition without instructions (address 0) is true.
"""

from __future__ import annotations

import math

from collabmodel.simulate.kernel.header import AT_HAND, LETTERS, NOW, STACK
from collabmodel.simulate.kernel.numbers import Floats, Ints
from collabmodel.simulate.kernel.rows import CASE_X, CODE_SIZE, LETTER_ELEMENT, LETTER_KIND, LETTER_SIZE, LETTER_TURN

END, SAME, REGISTER, CONSTANT, MOMENT, KIND, ELEMENT, TURN, LOOK_UP, MEMBER = range(10)
EQUAL, UNEQUAL, LESS, AT_MOST, MORE, AT_LEAST = range(10, 16)
PLUS, MINUS, TIMES, DIVIDE, LEAST, MOST = range(16, 22)
NOT, AND, OR, KNOWN, SURELY, SURELY_NOT, MAGNITUDE = range(22, 29)
CHOOSE, CHOOSE_LEAST, CHOOSE_MOST = range(29, 32)
IF_FALSE, IF_TRUE = range(32, 34)
"""
Operations. ``SAME`` compares a register with a constant; ``LOOK_UP`` replaces a number by that at its place in a table;
``MEMBER`` looks among constants; ``SURELY`` is true of what is true and false of what is unknown; ``CHOOSE`` takes a
condition and two values, and where the condition is unknown both count: one value if they are the same, else unknown,
or the least or most of the two. ``IF_FALSE`` and ``IF_TRUE`` go on elsewhere, leaving the value where it is.
"""


def _compared(how: int, one: float, other: float) -> float:
    """Give the value of a comparison of two numbers."""
    if math.isnan(one) or math.isnan(other):
        return math.nan
    if how == EQUAL:
        found = one == other
    elif how == UNEQUAL:
        found = one != other
    elif how == LESS:
        found = one < other
    elif how == AT_MOST:
        found = one <= other
    elif how == MORE:
        found = one > other
    else:
        found = one >= other
    return 1.0 if found else 0.0


def _reckoned(how: int, one: float, other: float) -> float:
    """Give the value of a reckoning with two numbers, unknown beyond all bounds."""
    if math.isnan(one) or math.isnan(other):
        return math.nan
    if how == PLUS:
        found = one + other
    elif how == MINUS:
        found = one - other
    elif how == TIMES:
        found = one * other
    elif how == DIVIDE:
        found = math.nan if other == 0.0 else one / other
    elif how == LEAST:
        found = min(one, other)
    else:
        found = max(one, other)
    return found if found - found == 0.0 else math.nan


def _joined(how: int, one: float, other: float) -> float:
    """Give the value of two conditions together, in strong Kleene logic."""
    deciding = 0.0 if how == AND else 1.0
    if deciding in (one, other):
        return deciding
    if math.isnan(one) or math.isnan(other):
        return math.nan
    return 1.0 - deciding


def _single(how: int, one: float) -> float:
    """Give the value of an operation on one value."""
    if how == KNOWN:
        return 1.0 if not math.isnan(one) else 0.0
    if how == SURELY:
        return 1.0 if one == 1.0 else 0.0
    if how == SURELY_NOT:
        return 1.0 if one == 0.0 else 0.0
    if math.isnan(one):
        return math.nan
    if how == NOT:
        return 1.0 - one
    return math.fabs(one)


def _chosen(how: int, asked: float, one: float, other: float) -> float:  # noqa: PLR0911 - a table of cases
    """Give one of two values by a condition; where that is unknown, what both come to."""
    if asked == 1.0:
        return one
    if asked == 0.0:
        return other
    if how == CHOOSE:
        return one if one == other else math.nan
    if math.isnan(one):
        return other
    if math.isnan(other):
        return one
    if how == CHOOSE_LEAST:
        return min(one, other)
    return max(one, other)


def _pushed(m: Ints, x: Floats, case: int, at: int, op: int) -> float:
    """Give the value that an operation without operands puts on the stack."""
    if op == REGISTER:
        return x[m[case + CASE_X] + m[at + 1]]
    if op == CONSTANT:
        return x[m[at + 2]]
    if op == SAME:
        return _compared(EQUAL, x[m[case + CASE_X] + m[at + 1]], x[m[at + 2]])
    if op == MOMENT:
        return float(m[NOW])
    row = m[LETTERS] + m[AT_HAND] * LETTER_SIZE
    if op == KIND:
        word = m[row + LETTER_KIND]
    elif op == ELEMENT:
        word = m[row + LETTER_ELEMENT]
    else:
        word = m[row + LETTER_TURN]
    return float(word) if word >= 0 else math.nan


def _replaced(m: Ints, x: Floats, at: int, op: int, one: float) -> float:
    """Give the value that an operation on the top of the stack puts in its place."""
    if op == LOOK_UP:
        return x[m[at + 2] + int(one)] if 0.0 <= one < m[at + 1] else math.nan
    if op == MEMBER:
        if math.isnan(one):
            return math.nan
        for place in range(m[at + 2], m[at + 2] + m[at + 1]):
            if x[place] == one:
                return 1.0
        return 0.0
    return _single(op, one)


def value(m: Ints, x: Floats, case: int, code: int) -> float:  # noqa: C901 - one branch a sort of operation
    """
    Give the value of a condition's code, ``nan`` where it is unknown.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        code: Address of the first instruction.
    """
    top = m[STACK] - 1
    registers = m[case + CASE_X]
    at = code
    op = m[at]
    while op != END:
        if op == REGISTER:
            top += 1
            x[top] = x[registers + m[at + 1]]
        elif op == CONSTANT:
            top += 1
            x[top] = x[m[at + 2]]
        elif op <= TURN:
            top += 1
            x[top] = _pushed(m, x, case, at, op)
        elif op <= MEMBER:
            x[top] = _replaced(m, x, at, op, x[top])
        elif op <= AT_LEAST:
            top -= 1
            x[top] = _compared(op, x[top], x[top + 1])
        elif op <= MOST:
            top -= 1
            x[top] = _reckoned(op, x[top], x[top + 1])
        elif op in (AND, OR):
            top -= 1
            x[top] = _joined(op, x[top], x[top + 1])
        elif op <= MAGNITUDE:
            x[top] = _single(op, x[top])
        elif op <= CHOOSE_MOST:
            top -= 2
            x[top] = _chosen(op, x[top], x[top + 1], x[top + 2])
        elif x[top] == (0.0 if op == IF_FALSE else 1.0):
            at = m[at + 1] - CODE_SIZE
        at += CODE_SIZE
        op = m[at]
    return x[top]


def truth(m: Ints, x: Floats, case: int, code: int) -> int:
    """
    Tell whether a condition holds: 0 for false, 1 for true, 2 for unknown.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        code: Address of the first instruction, 0 for what is always true.
    """
    if code == 0:
        return 1
    if m[code] == SAME and m[code + CODE_SIZE] == END:
        found = x[m[case + CASE_X] + m[code + 1]]
        if math.isnan(found):
            return 2
        return 1 if found == x[m[code + 2]] else 0
    found = value(m, x, case, code)
    if found == 1.0:
        return 1
    return 0 if found == 0.0 else 2


KERNEL = (_compared, _reckoned, _joined, _single, _chosen, _pushed, _replaced, value, truth)
"""What is compiled of this module, callees first."""
