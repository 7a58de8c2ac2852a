"""
The 23 rule templates as automata over the letters *other*, ``a``, ``b`` and both.

Source:
    Di Ciccio and Montali, Declarative Process Specifications (2022), for the formulas; De Giacomo et al., Monitoring
    constraints and metaconstraints with temporal logics on finite traces (2022), for the colouring.
"""

from __future__ import annotations

import enum

import attrs

from collabmodel.model import UNARY, Template
from collabmodel.rules.verdicts import Verdict

OTHER, A, B, AB = range(4)
"""The letters, as sums of 1 for ``a`` and 2 for ``b``."""


class Family(enum.Enum):
    """Groups of templates with one way of being judged."""

    WHOLE = "whole"
    TOGETHER = "together"
    RESPONSE = "response"
    PRECEDENCE = "precedence"
    RESPONDED = "responded existence"
    SUCCESSION = "succession"
    BAN = "ban"


class Reach(enum.Enum):
    """Which events a template looks at from its activation."""

    ANY = "any"
    ALTERNATE = "alternate"
    CHAIN = "chain"


@attrs.frozen
class Automaton:
    """
    A deterministic automaton; it starts in state 0.

    Args:
        steps: For each state the next one on *other*, ``a``, ``b`` and both.
        accepting: States in which the trace so far keeps the rule.
        family: How the template is judged.
        reach: Which events it looks at.
    """

    steps: tuple[tuple[int, int, int, int], ...]
    accepting: frozenset[int]
    family: Family
    reach: Reach = Reach.ANY

    def colour(self, state: int) -> Verdict:
        """
        Give the verdict of an open case in a state.

        Args:
            state: The state.

        >>> AUTOMATA[Template.EXISTENCE].colour(0), AUTOMATA[Template.EXISTENCE].colour(1)
        (<Verdict.POSSIBLY_VIOLATED: 'possibly violated'>, <Verdict.SATISFIED: 'satisfied'>)
        """
        ahead = self.reachable(state)
        if ahead <= self.accepting:
            return Verdict.SATISFIED
        if not ahead & self.accepting:
            return Verdict.VIOLATED
        return Verdict.POSSIBLY_SATISFIED if state in self.accepting else Verdict.POSSIBLY_VIOLATED

    def reachable(self, state: int) -> frozenset[int]:
        """
        Give every state that can be reached, the given one included.

        Args:
            state: The state to start from.
        """
        found: set[int] = set()
        waiting = [state]
        while waiting:
            reached = waiting.pop()
            if reached not in found:
                found.add(reached)
                waiting += self.steps[reached]
        return frozenset(found)

    def run(self, letters: tuple[int, ...]) -> int:
        """
        Give the state after some letters.

        Args:
            letters: The letters in order.

        >>> AUTOMATA[Template.RESPONSE].run((A, OTHER, B))
        0
        """
        state = 0
        for letter in letters:
            state = self.steps[state][letter]
        return state


def _automaton(rows: str, accepting: str, family: Family, reach: Reach = Reach.ANY) -> Automaton:
    steps = tuple((int(row[0]), int(row[1]), int(row[2]), int(row[3])) for row in rows.split())
    return Automaton(steps, frozenset(map(int, accepting)), family, reach)


AUTOMATA: dict[Template, Automaton] = {
    Template.EXISTENCE: _automaton("0101 1111", "1", Family.WHOLE),
    Template.EXISTENCE_2: _automaton("0101 1212 2222", "2", Family.WHOLE),
    Template.ABSENCE_1: _automaton("0101 1111", "0", Family.WHOLE),
    Template.ABSENCE_2: _automaton("0101 1212 2222", "01", Family.WHOLE),
    Template.EXACTLY_1: _automaton("0101 1212 2222", "1", Family.WHOLE),
    Template.INIT: _automaton("2121 1111 2222", "1", Family.WHOLE),
    Template.END: _automaton("0101 0101", "1", Family.WHOLE),
    Template.CHOICE: _automaton("0111 1111", "1", Family.WHOLE),
    Template.EXCLUSIVE_CHOICE: _automaton("0123 1133 2323 3333", "12", Family.WHOLE),
    Template.RESPONDED_EXISTENCE: _automaton("0122 1122 2222", "02", Family.RESPONDED),
    Template.CO_EXISTENCE: _automaton("0123 1133 2323 3333", "03", Family.TOGETHER),
    Template.RESPONSE: _automaton("0100 1100", "0", Family.RESPONSE),
    Template.ALTERNATE_RESPONSE: _automaton("0101 1201 2222", "0", Family.RESPONSE, Reach.ALTERNATE),
    Template.CHAIN_RESPONSE: _automaton("0101 2201 2222", "0", Family.RESPONSE, Reach.CHAIN),
    Template.PRECEDENCE: _automaton("0121 1111 2222", "01", Family.PRECEDENCE),
    Template.ALTERNATE_PRECEDENCE: _automaton("0120 1100 2222", "01", Family.PRECEDENCE, Reach.ALTERNATE),
    Template.CHAIN_PRECEDENCE: _automaton("0122 0101 2222", "01", Family.PRECEDENCE, Reach.CHAIN),
    Template.SUCCESSION: _automaton("0132 1122 2122 3333", "02", Family.SUCCESSION),
    Template.ALTERNATE_SUCCESSION: _automaton("0122 1202 2222", "0", Family.SUCCESSION, Reach.ALTERNATE),
    Template.CHAIN_SUCCESSION: _automaton("0122 2201 2222", "0", Family.SUCCESSION, Reach.CHAIN),
    Template.NOT_CO_EXISTENCE: _automaton("0123 1133 2323 3333", "012", Family.TOGETHER),
    Template.NOT_SUCCESSION: _automaton("0102 1122 2222", "01", Family.BAN),
    Template.NOT_CHAIN_SUCCESSION: _automaton("0101 0122 2222", "01", Family.BAN, Reach.CHAIN),
}
"""The automaton of every template. Each row of digits is one state: where *other*, ``a``, ``b`` and both lead."""

_ACTIVATING: dict[Family, frozenset[int]] = {
    Family.WHOLE: frozenset(),
    Family.TOGETHER: frozenset({A, B, AB}),
    Family.RESPONSE: frozenset({A, AB}),
    Family.RESPONDED: frozenset({A, AB}),
    Family.BAN: frozenset({A, AB}),
    Family.PRECEDENCE: frozenset({B, AB}),
    Family.SUCCESSION: frozenset({A, B, AB}),
}


def activating(template: Template) -> frozenset[int]:
    """
    Give the letters that activate a template; empty if a case activates it without any.

    Args:
        template: The template.

    >>> sorted(activating(Template.PRECEDENCE)), sorted(activating(Template.EXISTENCE))
    ([2, 3], [])
    """
    return _ACTIVATING[AUTOMATA[template].family]


def is_unary(template: Template) -> bool:
    """
    Tell whether a template speaks of one letter only.

    Args:
        template: The template.

    >>> is_unary(Template.INIT), is_unary(Template.RESPONSE)
    (True, False)
    """
    return template in UNARY


def takes_window(template: Template) -> bool:
    """
    Tell whether a window means anything for a template: there must be an activation and another event.

    Args:
        template: The template.

    >>> takes_window(Template.RESPONSE), takes_window(Template.CHOICE)
    (True, False)
    """
    return AUTOMATA[template].family is not Family.WHOLE
