"""Histories as measures read them: which events match, what they carry, whose voice they are."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import attrs

from collabmodel.evaluate.result import Result
from collabmodel.history import History
from collabmodel.model import Expression, Pattern
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.conditions import compile_condition
from collabmodel.rules.declared import Declared
from collabmodel.rules.trace import Value

_ANSWERS = {"met": Result.MET, "partly": Result.PARTLY, "not met": Result.NOT_MET, "not_met": Result.NOT_MET}


@attrs.frozen(kw_only=True)
class Answer:
    """
    One answer to an attestation.

    Args:
        voice: Whose voice it is: a role or a side.
        answer: What was answered.
        position: Position of the event.
    """

    voice: str
    answer: Result
    position: int


@attrs.frozen(eq=False)
class Readings:
    """
    The effective histories, read with the declarations of a model.

    Args:
        history: The histories.
        declared: What the model declares; its lexicon is the cooperation's.
        sides: Sides of the cooperation's roles, by role.
    """

    history: History
    declared: Declared
    sides: tuple[tuple[str, str], ...] = ()
    _found: dict[str, array[int]] = attrs.field(factory=dict, init=False, repr=False)

    def positions(self, pattern: Pattern) -> Sequence[int]:
        """
        Give the positions of events that match a pattern, its condition included; unknown does not match.

        Args:
            pattern: The pattern; kind ``*`` matches every event.
        """
        known = self._found.get(key := repr(pattern))
        if known is not None:
            return known
        lexicon, signatures = self.declared.lexicon, self.history.signatures
        wanted = [pattern.kind == "*" or lexicon.matches(pattern, signature) for signature in signatures]
        found = array("q", (place for place, code in enumerate(self.history.signature) if wanted[code]))
        if pattern.where is not None:
            found = array("q", self._where(pattern.where, found))
        self._found[key] = found
        return found

    def _where(self, where: Expression, positions: Iterable[int]) -> Iterator[int]:
        condition, names = compile_condition(where), CaseNames(self.declared, self.history)
        case = -1
        for position in positions:
            number = self.history.case_number(position)
            if number != case:
                case = number
                names.open_case(self.history.starts[case])
            if condition(names.move(position)) is True:
                yield position

    def within(self, positions: Sequence[int], case: int) -> Sequence[int]:
        """
        Give the positions that lie in a case.

        Args:
            positions: Positions in order.
            case: Number of the case.
        """
        start, end = self.history.starts[case], self.history.starts[case + 1]
        return positions[bisect_left(positions, start) : bisect_left(positions, end)]

    def inside(self, positions: Sequence[int], cases: set[int]) -> list[int]:
        """
        Give the positions that lie in any of some cases.

        Args:
            positions: Positions in order.
            cases: Numbers of the cases.
        """
        return [place for case in sorted(cases) for place in self.within(positions, case)]

    def cases_where(self, condition: Expression | None, cases: Sequence[int]) -> Sequence[int]:
        """
        Give the cases of which a condition is true as they stand at their last event; unknown is not true.

        Args:
            condition: The condition, or None for always.
            cases: Numbers of the cases.
        """
        if condition is None:
            return cases
        asked, names, found = compile_condition(condition), CaseNames(self.declared, self.history), []
        for case in cases:
            first, end = self.history.starts[case], self.history.starts[case + 1]
            names.open_case(first)
            if first < end and asked(names.move(end - 1)) is True:
                found.append(case)
        return found

    def value(self, position: int, name: str) -> Value:
        """
        Give what an event carries.

        Args:
            position: Position of the event.
            name: Name of the data, or of a part of the event such as ``actor.organisation``.
        """
        return self.history.value(position, name)

    def text(self, position: int, name: str) -> str:
        """
        Give a text that an event carries, or an empty one.

        Args:
            position: Position of the event.
            name: Name of the data.
        """
        value = self.history.value(position, name)
        return value if isinstance(value, str) else ""

    def element(self, position: int) -> str:
        """
        Give the element of an event.

        Args:
            position: Position of the event.
        """
        return self.history.signatures[self.history.signature[position]].element

    def instance(self, position: int) -> str:
        """
        Give the occurrence that an event belongs to, or an empty text.

        Args:
            position: Position of the event.
        """
        return self.history.instances.text(position)

    def person(self, position: int) -> str:
        """
        Give the opaque id of an event's actor, or an empty text.

        Args:
            position: Position of the event.
        """
        return self.history.persons.text(position)

    def organisation(self, position: int) -> str:
        """
        Give the organisation of an event's actor, or an empty text.

        Args:
            position: Position of the event.
        """
        return self.history.organisations.text(position)

    def pairs(self, position: int) -> Sequence[str]:
        """
        Name the pairs of organisations that an event is between.

        An event that is about another organisation (data ``about`` or ``to``) has a direction, ``a -> b``. Any other
        is between all organisations that came, the actor's included, ``a - b`` in order of their ids.

        Args:
            position: Position of the event.
        """
        own = self.organisation(position)
        other = self.text(position, "about") or self.text(position, "to")
        if other:
            return [f"{own} -> {other}"] if own and own != other else []
        there = {own} if own else set()
        attendance = self.history.value(position, "attendance")
        for line in attendance if isinstance(attendance, tuple) else ():
            told = (
                dict(pair for pair in line if isinstance(pair, tuple) and len(pair) == 2)
                if isinstance(line, tuple)
                else {}
            )
            organisation = told.get("organisation")
            if isinstance(organisation, str) and organisation and told.get("outcome", "came") == "came":
                there.add(organisation)
        return [f"{one} - {another}" for one, another in combinations(sorted(there), 2)]

    def voice(self, position: int, name: str) -> str:
        """
        Give whose voice an event is: what it says under a name, else the actor's role.

        Args:
            position: Position of the event.
            name: Name of the data that tells the voice.
        """
        return self.text(position, name) or self.history.roles.text(position)

    def speaks_for(self, voice: str, wanted: str) -> bool:
        """
        Tell whether a voice is that of a role or side.

        Args:
            voice: A role or a side.
            wanted: Id of a role, or a side; empty for anybody.
        """
        return not wanted or voice == wanted or dict(self.sides).get(voice) == wanted

    def answers(self, indicator: str) -> list[Answer]:
        """
        Give the answers to an attestation, in the order of the history.

        Args:
            indicator: Id of the indicator.
        """
        found = []
        for position in self.positions(Pattern(element=indicator, kind="attestation", transition="*")):
            answer = _ANSWERS.get(self.text(position, "answer").strip().lower())
            if answer is not None:
                found.append(Answer(voice=self.voice(position, "voice"), answer=answer, position=position))
        return found
