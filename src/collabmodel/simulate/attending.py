"""Whom the cooperation is for, how a case may end, and who must be there, as code and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from collabmodel.case.attendance import Line, attending
from collabmodel.case.index import index_of
from collabmodel.case.rights import substituted
from collabmodel.errors import Problem
from collabmodel.model import (
    Activity,
    Counting,
    Mode,
    NonEngagement,
    Participation,
    Pattern,
    Quorum,
    Reference,
    Signature,
)
from collabmodel.simulate.conditioning import Conditions
from collabmodel.simulate.kernel import codes
from collabmodel.simulate.registers import Code

_SURELY = Code(((codes.SURELY, 0, 0),))
_SURELY_NOT = Code(((codes.SURELY_NOT, 0, 0),))
_NOT = Code(((codes.NOT, 0, 0),))
IN_PERSON, NO_SHOW = "in person", "no-show"


def eligible_at_opening(conditions: Conditions) -> int:
    """
    Give the address of the code that tells whether the cooperation is for somebody, judged at the opening; 0 for
    everybody.

    Args:
        conditions: Turns conditions into code.
    """
    parts = [
        conditions.truth(one.condition, f"eligibility.{one.id}") + _SURELY_NOT + _NOT
        for one in conditions.tables.model.eligibility
        if one.at is None
    ]
    return conditions.pool.write(conditions.joined(parts, every=True)) if parts else 0


def eligible_at(conditions: Conditions, signature: Signature) -> int:
    """
    Give the address of the code that tells whether the cooperation is for somebody, judged at an event; 0 for
    everybody.

    Args:
        conditions: Turns conditions into code.
        signature: The event's signature.
    """
    parts = []
    for one in conditions.tables.model.eligibility:
        if one.at is None or not conditions.tables.lexicon.matches(one.at, signature):
            continue
        refused = conditions.truth(one.condition, f"eligibility.{one.id}") + _SURELY_NOT
        if one.at.where is not None:
            where = conditions.truth(one.at.where, f"eligibility.{one.id}.at") + _SURELY
            refused = conditions.joined([where, refused], every=True)
        parts.append(refused + _NOT)
    return conditions.pool.write(conditions.joined(parts, every=True)) if parts else 0


def ending_codes(conditions: Conditions) -> Mapping[str, int]:
    """
    Give for each ending the address of the code that tells whether a case may end so, 0 for always.

    Args:
        conditions: Turns conditions into code.
    """
    model = conditions.tables.model
    found = {}
    for ending in model.endings:
        parts = []
        if ending.condition is not None:
            parts.append(conditions.truth(ending.condition, f"endings.{ending.id}") + _SURELY)
        paths = [one for one in model.non_engagement if one.ending == ending.id]
        if paths:
            parts.append(conditions.joined([_tried(conditions, one) for one in paths], every=False))
        found[ending.id] = conditions.pool.write(conditions.joined(parts, every=True)) if parts else 0
    return found


def _tried(conditions: Conditions, path: NonEngagement) -> Code:
    """Give code that tells whether somebody was tried often enough, and notice was given of it."""
    place = f"non_engagement.{path.id}"
    where = conditions.code(path.attempts_at.where, f"{place}.attempts_at")
    made = Code(((codes.REGISTER, conditions.registers.count(path.attempts_at, where), 0),))
    wanted = conditions.number(path.attempts, f"{place}.attempts", most=True, default=1.0)
    parts = [made + wanted + Code(((codes.AT_LEAST, 0, 0),))]
    if path.notice:
        told = conditions.registers.count(Pattern(element=path.notice))
        parts.append(Code(((codes.REGISTER, told, 0),)) + conditions.pool.push(1.0) + Code(((codes.AT_LEAST, 0, 0),)))
    return conditions.joined(parts, every=True)


@attrs.frozen(kw_only=True)
class Comer:
    """
    Somebody who may be at something.

    Args:
        role: Id of the role.
        organisation: Id of the organisation, empty for lay people.
        competences: Ids of competences.
    """

    role: str
    organisation: str = ""
    competences: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Asked:
    """
    Somebody, or some number of people, that must be there.

    Args:
        code: Address of the code of the condition under which that is asked, 0 for always.
        enough: For each subset of the lay people who may come (bit i: the i-th came) 1 where it is enough.
    """

    code: int
    enough: tuple[int, ...]


def attendance_rows(
    conditions: Conditions, activity: str, workers: Sequence[Comer], lay: Sequence[Comer], *, told: bool
) -> tuple[Asked, ...]:
    """
    Give who must be at an activity, and with whom of the lay people that is met; workers always come.

    Args:
        conditions: Turns conditions into code.
        activity: Id of the activity.
        workers: The workers at it.
        lay: The lay people invited.
        told: Whether its events tell who was there.
    """
    known = next(one for one in conditions.tables.model.activities if one.id == activity)
    subsets = [_lines(conditions, workers, lay, came) if told else () for came in range(1 << len(lay))]
    found = []
    for number, one in enumerate(known.participants):
        if _is_required(known, one, told=told):
            code = _condition(conditions, one.condition, f"activities.{activity}.participants.{number}", _SURELY)
            found.append(Asked(code=code, enough=tuple(int(_is_there(conditions, one, lines)) for lines in subsets)))
    for number, quorum in enumerate(known.quorums):
        path = f"activities.{activity}.quorums.{number}"
        least = _least(conditions, quorum, path)
        code = _condition(conditions, quorum.condition, path, _SURELY)
        found.append(Asked(code=code, enough=tuple(int(_met(conditions, quorum, least, lines)) for lines in subsets)))
    return tuple(found)


def _condition(conditions: Conditions, condition: object, path: str, turn: Code) -> int:
    if condition is None:
        return 0
    return conditions.pool.write(conditions.truth(condition, path) + turn)  # type: ignore[arg-type]


def _lines(conditions: Conditions, workers: Sequence[Comer], lay: Sequence[Comer], came: int) -> tuple[Line, ...]:
    roles = index_of(conditions.tables).roles
    there = [(one, True) for one in workers] + [(one, bool(came >> bit & 1)) for bit, one in enumerate(lay)]
    return tuple(
        Line(
            role=one.role,
            person=f"{number}",
            organisation=one.organisation,
            side=roles[one.role].side.value if one.role in roles else "",
            presence=IN_PERSON if comes else "",
            came=comes,
            competences=one.competences,
        )
        for number, (one, comes) in enumerate(there)
    )


def _is_required(activity: Activity, one: Participation, *, told: bool) -> bool:
    if one.mode not in (Mode.REQUIRED, Mode.DECIDE):
        return False
    return bool(one.presence) or (one.mode is Mode.REQUIRED and (bool(activity.quorums) or told))


def _is_there(conditions: Conditions, one: Participation, lines: tuple[Line, ...]) -> bool:
    roles = tuple(substituted(index_of(conditions.tables), (one.role,)))
    return any(line.role in roles for line in attending(lines, one.presence))


def _least(conditions: Conditions, quorum: Quorum, path: str) -> float | None:
    if not isinstance(quorum.at_least, Reference):
        return quorum.at_least
    parameter = next((one for one in conditions.tables.model.parameters if one.id == quorum.at_least.parameter), None)
    if parameter is None:
        return None
    if parameter.rows:
        conditions.problems.append(
            Problem(what=f"{path}: how many must be there depends on the case", hint="write the number of every case")
        )
    return parameter.value if isinstance(parameter.value, int | float) else None


def _met(conditions: Conditions, quorum: Quorum, least: float | None, lines: tuple[Line, ...]) -> bool:
    invited = tuple(line for line in lines if _counts(conditions, line, quorum))
    there = attending(invited, quorum.presence)
    if least is None:
        return True
    if quorum.counting is Counting.SHARE:
        return (len(there) / len(invited) if invited else 0.0) >= least
    return _counted(conditions, quorum, there) >= least


def _counts(conditions: Conditions, line: Line, quorum: Quorum) -> bool:
    if quorum.roles and line.role not in tuple(substituted(index_of(conditions.tables), quorum.roles)):
        return False
    sides, organisations = [str(getattr(one, "value", one)) for one in quorum.sides], quorum.organisations
    if (sides and line.side not in sides) or (organisations and line.organisation not in organisations):
        return False
    return all(one in line.competences for one in quorum.competences)


def _counted(conditions: Conditions, quorum: Quorum, there: tuple[Line, ...]) -> int:
    if quorum.counting is Counting.ORGANISATIONS:
        return len({line.organisation for line in there if line.organisation})
    if quorum.counting is Counting.ROLES:
        here = {line.role for line in there}
        index = index_of(conditions.tables)
        return sum(not here.isdisjoint(substituted(index, (role,))) for role in quorum.roles or sorted(here))
    return len({line.person for line in there})
