"""``--require``: thresholds that a caller sets, such as ``violated=0`` or ``opening_joint:violated<=2``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping

import attrs

from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.evaluate import Evaluation, Result, counts, principle_counts

_SHAPE = re.compile(r"(?:(?P<id>[^:<>=]+):)?(?P<count>[a-z_]+)(?P<sign><=|>=|=|<|>)(?P<number>[0-9]{1,12})")
_SIGNS: Mapping[str, Callable[[int, int], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_OF_RULES = ("satisfied", "possibly_satisfied", "possibly_violated", "violated", "not_activated", "unknown", "waived")
_OF_PRINCIPLES = tuple(result.value for result in Result)


@attrs.frozen(kw_only=True)
class Requirement:
    """
    One threshold.

    Args:
        text: As it was written.
        id: Id of a rule, limit or principle; empty for all together.
        count: Which count, as in the JSON of ``evaluate``.
        sign: How it is compared.
        number: What it is compared with, >= 0.
    """

    text: str
    id: str
    count: str
    sign: str
    number: int

    def met(self, found: int) -> bool:
        """
        Tell whether a number meets it.

        Args:
            found: The number.
        """
        return _SIGNS[self.sign](found, self.number)


def parse_requirements(texts: Iterable[str]) -> tuple[Requirement, ...]:
    """
    Read thresholds as written on a command line.

    Args:
        texts: The texts.

    Raises:
        ConfigError: Texts that are no thresholds; all of them.

    >>> parse_requirements(("opening_joint:violated<=2",))[0].number
    2
    """
    found: list[Requirement] = []
    problems: list[Problem] = []
    for text in texts:
        match = _SHAPE.fullmatch("".join(text.split()))
        if match is None or match["count"] not in _OF_RULES + _OF_PRINCIPLES:
            problems.append(
                _problem(
                    "no threshold", text, f"write [ID:]COUNT=N, COUNT one of {', '.join(_OF_RULES + _OF_PRINCIPLES)}"
                )
            )
            continue
        number = int(match["number"])
        found.append(
            Requirement(text=text, id=match["id"] or "", count=match["count"], sign=match["sign"], number=number)
        )
    if problems:
        raise ConfigError(problems)
    return tuple(found)


def _problem(what: str, text: str, hint: str) -> Problem:
    return Problem(what=what, value=repr(text), place=Place("--require"), hint=hint)


def unmet(requirements: Iterable[Requirement], evaluation: Evaluation) -> tuple[tuple[Requirement, int], ...]:
    """
    Give the thresholds that are not met, each with the number found.

    Counts of rules without an id are summed over all rules and limits; results of principles without an id count the
    principles with that result; with the id of a principle they count the indicators under it.

    Args:
        requirements: The thresholds.
        evaluation: What was found.

    Raises:
        ConfigError: A threshold names something that was not judged; all of them.
    """
    found = [(one, _number(one, evaluation)) for one in requirements]
    missing = [one for one, number in found if number is None]
    if missing:
        raise ConfigError(
            [_problem("nothing of that name was judged in", one.text, _known(one, evaluation)) for one in missing]
        )
    return tuple((one, number) for one, number in found if number is not None and not one.met(number))


def _number(one: Requirement, evaluation: Evaluation) -> int | None:
    if one.count in _OF_RULES:
        rules = [count for count in counts(evaluation) if one.id in {"", count.id}]
        return None if one.id and not rules else sum(getattr(count, one.count) for count in rules)
    principles = principle_counts(evaluation)
    if not one.id:
        return sum(count.result.value == one.count for count in principles)
    own = [count for count in principles if count.id == one.id]
    return sum(getattr(count, one.count) for count in own) if own else None


def _known(one: Requirement, evaluation: Evaluation) -> str:
    if one.count in _OF_RULES:
        return f"rules are {', '.join(count.id for count in counts(evaluation))}"
    return f"principles are {', '.join(count.id for count in principle_counts(evaluation))}"
