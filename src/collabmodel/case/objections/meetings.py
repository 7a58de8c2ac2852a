"""Whether everybody was there who is needed, and what is said of each of them."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.case.answers import Lack, Need, Reason, Refusal
from collabmodel.case.asked import Asked
from collabmodel.case.attendance import Line, attending, lines_of
from collabmodel.case.datatypes import named_values
from collabmodel.case.rights import substituted
from collabmodel.case.wording import need, refusal
from collabmodel.model import Activity, Counting, Mode, Participation, Presence, Quorum, Reference
from collabmodel.rules import Value

_WORDS = {
    "presence": tuple(one.value for one in Presence),
    "outcome": ("came", "sent word", "no-show", "refused", "not reached"),
    "stance": ("agree", "dissent", "abstain"),
}
"""Words that lines about people may hold."""
_ATTENDANCE = ("role", "person", "organisation", "side", "presence", "outcome", "contribution")
_STANCES = ("role", "person", "organisation", "stance", "reason")


def meetings(asked: Asked) -> Iterator[Refusal]:
    """
    Object to an attendance that cannot be read, and to holding something without those who are needed.

    Args:
        asked: The command.
    """
    activity = asked.index.activities.get(asked.command.element)
    if activity is None:
        return
    faults = (*_faults(asked, "attendance", _ATTENDANCE), *_faults(asked, "stances", _STANCES))
    if faults:
        yield refusal(Reason.ATTENDANCE, element=activity.id, needs=faults)
    elif asked.event.transition == "completed" and not asked.event.corrects:
        yield from _needed(asked, activity)


def _faults(asked: Asked, name: str, keys: tuple[str, ...]) -> Iterator[Need]:
    lines = asked.data(name)
    if not isinstance(lines, tuple):
        return
    told = {fault for line in lines for fault in _line(asked, line, keys)}
    for key, detail in sorted(told):
        yield need(Lack.DATA, f"{name}.{key}" if key else name, detail)


def _line(asked: Asked, line: Value, keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    values = named_values(line)
    if not values:
        yield "", "mapping"
        return
    if any(key not in keys for key in values):
        yield "", "not declared"
    for key in keys:
        value = values.get(key)
        if value is not None and not isinstance(value, str):
            yield key, "text"
        elif value is not None and key in _WORDS and value not in _WORDS[key]:
            yield key, "word"
    role = values.get("role")
    known = asked.index.roles.get(role) if isinstance(role, str) else None
    if known is None:
        yield "role", "role"
    if values.get("organisation") not in (None, "", *asked.index.organisations):
        yield "organisation", "organisation"
    if known is not None and values.get("side") not in (None, "", known.side.value):
        yield "side", "side"
    if "stance" in keys and "stance" not in values:
        yield "stance", "missing"


def _needed(asked: Asked, activity: Activity) -> Iterator[Refusal]:
    required = [one for one in activity.participants if _is_required(asked, activity, one)]
    if not required and not activity.quorums:
        return
    lines = lines_of(asked)
    missing = [_absent(asked, one) for one in required if not _is_there(asked, lines, one)]
    waived = _waiving(asked)
    for quorum in activity.quorums:
        if waived is not None and waived in quorum.waived_by:
            continue
        if quorum.condition is not None and not asked.holds(quorum.condition):
            continue
        missing.extend(_short(asked, lines, quorum))
    if missing:
        yield refusal(Reason.QUORUM, element=activity.id, needs=tuple(missing), cites=activity.cites)


def _waiving(asked: Asked) -> str | None:
    """Give the role that lets it be held without a quorum, where its reason is given."""
    told = asked.data("quorum_waived")
    reason = named_values(told).get("reason")
    return asked.event.actor.role if isinstance(reason, str) and reason.strip() else None


def _is_required(asked: Asked, activity: Activity, one: Participation) -> bool:
    """Tell whether somebody must be there: always where it is said how, else wherever attendance is told."""
    if one.mode not in (Mode.REQUIRED, Mode.DECIDE):
        return False
    told = bool(activity.quorums) or asked.data("attendance") is not None
    if not one.presence and not (one.mode is Mode.REQUIRED and told):
        return False
    return one.condition is None or asked.holds(one.condition) is True


def _is_there(asked: Asked, lines: tuple[Line, ...], one: Participation) -> bool:
    roles = tuple(substituted(asked.index, (one.role,)))
    return any(line.role in roles for line in attending(lines, one.presence))


def _absent(asked: Asked, one: Participation) -> Need:
    ways = ", ".join(way.value for way in one.presence)
    return need(Lack.ATTENDANCE, one.role, ways, title=asked.title(one.role))


def _short(asked: Asked, lines: tuple[Line, ...], quorum: Quorum) -> Iterator[Need]:
    """Give what a quorum lacks."""
    least = _least(asked, quorum)
    invited = [line for line in lines if _counts(asked, line, quorum)]
    there = attending(tuple(invited), quorum.presence)
    value: float = _counted(asked, quorum, there)
    if quorum.counting is Counting.SHARE:
        value = len(there) / len(invited) if invited else 0.0
    if least is None or value >= least:
        return
    who = (*quorum.roles, *quorum.sides, *quorum.organisations) or (quorum.counting.value,)
    for one in who:
        yield need(Lack.ATTENDANCE, one, f"{quorum.counting.value} {value:g} < {least:g}", title=asked.title(one))
    for one in quorum.waived_by:
        yield need(Lack.WAIVER, one, "quorum_waived", title=asked.title(one))


def _least(asked: Asked, quorum: Quorum) -> float | None:
    if not isinstance(quorum.at_least, Reference):
        return quorum.at_least
    values = asked.tables.declared.possible(quorum.at_least.parameter, asked.names)
    return max((one for one in values if isinstance(one, int | float)), default=None)


def _counts(asked: Asked, line: Line, quorum: Quorum) -> bool:
    """Tell whether somebody is one of those a quorum speaks of."""
    if quorum.roles and line.role not in tuple(substituted(asked.index, quorum.roles)):
        return False
    if quorum.sides and line.side not in quorum.sides:
        return False
    if quorum.organisations and line.organisation not in quorum.organisations:
        return False
    return all(one in line.competences for one in quorum.competences)


def _counted(asked: Asked, quorum: Quorum, there: tuple[Line, ...]) -> int:
    """Count those who were there; who stands in for a role fills that one."""
    if quorum.counting is Counting.ORGANISATIONS:
        return len({line.organisation for line in there if line.organisation})
    if quorum.counting is Counting.ROLES:
        here = {line.role for line in there}
        return sum(not here.isdisjoint(substituted(asked.index, (role,))) for role in quorum.roles or sorted(here))
    nameless = sum(not line.person for line in there)
    return nameless + len({line.person for line in there if line.person})
