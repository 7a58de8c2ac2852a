"""Behaviours brought together with the model: which event each makes, who does it, and who is there."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabmodel.case import Tables, Verb
from collabmodel.case.index import index_of
from collabmodel.case.rights import roles_that_may
from collabmodel.case.verbs import ACTIVITIES, CASE, verb_of
from collabmodel.errors import Place, Problem
from collabmodel.model import Activity, Mode, Side, Signature
from collabmodel.simulate.people_rows import Cast
from collabmodel.simulate.scenario import Behaviour, Scenario

_NEEDED = (Mode.REQUIRED, Mode.DECIDE)
COMPLETING = ("complete", "answer")
"""Verbs that complete an activity, and so start and miss it where they must."""
_SUPPORTED = {
    ACTIVITIES: ("complete", "answer", "plan", "end", "attempt", "suspend", "resume", "ask"),
    "phases": ("start", "suspend", "resume", "end"),
    CASE: ("close", "learn"),
    "consents": ("give", "refuse", "withdraw"),
    "legal_bases": ("record", "end"),
    "instruments": ("rate",),
    "indicators": ("attest",),
}
"""What can be simulated of the elements of each section."""


def element_of(behaviour: Behaviour) -> str:
    """
    Give the id of the element that a behaviour is about; empty for the case itself.

    Args:
        behaviour: The behaviour.

    >>> element_of(Behaviour(id="visit")), element_of(Behaviour(id="end", verb="close"))
    ('visit', '')
    """
    return behaviour.element or ("" if behaviour.verb in _SUPPORTED[CASE] else behaviour.id)


def verb_name(behaviour: Behaviour) -> str:
    """
    Give the name of the verb of a behaviour; ``complete`` where it says none.

    Args:
        behaviour: The behaviour.
    """
    return behaviour.verb or "complete"


@attrs.frozen(kw_only=True)
class Doing:
    """
    A behaviour brought together with the model.

    Args:
        behaviour: The behaviour.
        path: Where it stands in the scenario.
        verb: The verb of its command.
        element: Id of its element, or empty.
        item: Number of its item, or -1.
        sort: As ``PLAN_SORT`` says.
        signature: Signature of its event.
        role: Role that acts.
        actor: Number of its group, or -1 - number of the lay role.
        groups: Numbers of the groups at it, the actor's first.
        lay: Numbers of the lay roles at it.
        clients: Those of them without whom it is missed.
        behalf: Number of the lay role spoken for, or -1.
    """

    behaviour: Behaviour
    path: str
    verb: Verb
    element: str
    item: int
    sort: int
    signature: Signature
    role: str
    actor: int
    groups: tuple[int, ...]
    lay: tuple[int, ...]
    clients: tuple[int, ...]
    behalf: int


def doings_of(tables: Tables, scenario: Scenario, cast: Cast, problems: list[Problem]) -> tuple[Doing, ...]:
    """
    Bring every behaviour together with the model, and add the start of every phase that somebody must start and of
    which no behaviour speaks.

    Args:
        tables: The model's tables.
        scenario: The scenario.
        cast: Everybody there is.
        problems: Takes what is wrong.
    """
    known = {one.element or one.id for one in scenario.behaviour}
    starts = tuple(
        Behaviour(id=item.id, verb="start")
        for item in tables.items
        if item.is_phase and item.manual and item.id not in known
    )
    found = (_Bringing(tables, cast, one, problems).doing() for one in (*scenario.behaviour, *starts))
    return tuple(one for one in found if one is not None)


class _Bringing:
    """
    One behaviour being brought together with the model.

    Args:
        tables: The model's tables.
        cast: Everybody there is.
        behaviour: The behaviour.
        problems: Takes what is wrong.
    """

    def __init__(self, tables: Tables, cast: Cast, behaviour: Behaviour, problems: list[Problem]) -> None:
        self.tables = tables
        self.cast = cast
        self.behaviour = behaviour
        self.problems = problems
        self.path = f"behaviour.{behaviour.id}"

    def doing(self) -> Doing | None:
        """Give what comes of it, or None where something is wrong."""
        told = len(self.problems)
        verb, element = self._verb()
        if verb is None:
            return None
        role = self._role(verb, element)
        if role is None:
            return None
        number = self.tables.index.get(element, -1)
        item = None if number < 0 else self.tables.items[number]
        group, person = self.cast.group(role), self.cast.person(role)
        groups, lay = self._others(element, role)
        behalf = self.cast.person(self.behaviour.on_behalf_of) if self.behaviour.on_behalf_of else -1
        if len(self.problems) > told:
            return None
        return Doing(
            behaviour=self.behaviour,
            path=self.path,
            verb=verb,
            element=element,
            item=number if verb.section in {ACTIVITIES, "phases"} else -1,
            sort=_sort(verb),
            signature=Signature(verb.kind or (item.kind if item else ""), element, verb.transition),
            role=self._role_of(role),
            actor=group if group >= 0 else -1 - person,
            groups=((group, *groups) if group >= 0 else groups),
            lay=tuple(dict.fromkeys((*lay, person))) if group < 0 and person not in lay else lay,
            clients=tuple(one for one in lay if self._is_client(one)),
            behalf=behalf,
        )

    def _object(self, what: str, value: object = "", hint: str = "", key: str = "") -> None:
        place = Place(f"{self.path}.{key}" if key else self.path)
        self.problems.append(Problem(what=what, value=repr(value) if value != "" else "", place=place, hint=hint))

    def _verb(self) -> tuple[Verb | None, str]:
        element = element_of(self.behaviour)
        section = index_of(self.tables).sections.get(element) if element else CASE
        if section is None:
            self._object("the model has no element of this id", element, "name one of the model's", "element")
            return None, element
        named = verb_name(self.behaviour)
        verb = verb_of(section if element else None, named, element)
        allowed = _SUPPORTED.get(section, ())
        if verb is None or named not in allowed:
            hint = f"one of {', '.join(allowed)}" if allowed else "leave the behaviour out"
            self._object("this cannot be simulated of such an element", named, hint, "verb")
            return None, element
        return verb, element

    def _role(self, verb: Verb, element: str) -> str | None:
        may = roles_that_may(self.tables, verb, element)
        named = self.behaviour.by
        if named:
            role = self._role_of(named)
            if self.cast.group(named) < 0 and self.cast.person(named) < 0:
                self._object("nobody is there in this role", named, "give it staff, or name another role", "by")
                return None
            behalf = self.behaviour.on_behalf_of
            if role not in may and behalf not in may:
                self._object("the model does not let this role do it", named, f"one of {', '.join(may)}", "by")
                return None
            return named
        for role in may:
            if self.cast.group(role) >= 0 or self.cast.person(role) >= 0:
                return role
        hint = f"give staff to one of {', '.join(may)}" if may else "the model lets no role do it"
        self._object("nobody is there who may do it", element, hint)
        return None

    def _role_of(self, name: str) -> str:
        number = self.cast.group(name)
        return self.cast.staff[number].role if number >= 0 else name

    def _others(self, element: str, actor: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        groups: list[int] = []
        lay: list[int] = []
        own = self.cast.group(actor)
        for role in self._with(element):
            group, person = self.cast.group(role), self.cast.person(role)
            if group >= 0:
                groups += [] if group == own or group in groups else [group]
            elif person >= 0:
                lay += [] if person in lay else [person]
            elif self.behaviour.with_:
                self._object("nobody is there in this role", role, "give it staff or people", "with")
        return tuple(groups), tuple(lay)

    def _with(self, element: str) -> Iterator[str]:
        if self.behaviour.with_:
            yield from self.behaviour.with_
            return
        activity = index_of(self.tables).activities.get(element)
        for one in activity.participants if activity is not None else ():
            if one.mode in _NEEDED:
                yield one.role

    def _is_client(self, person: int) -> bool:
        role = index_of(self.tables).roles[self.cast.lay[person].id]
        return role.side is Side.CLIENT


def _sort(verb: Verb) -> int:
    if verb.section == ACTIVITIES:
        return 0 if verb.name in COMPLETING else 1
    if verb.section == "phases":
        return 1
    return 3 if verb.name == "close" else 2


def attends(activity: Activity | None) -> bool:
    """
    Tell whether an activity's events tell who was there: where the model asks for somebody's being there.

    Args:
        activity: The activity, or None.
    """
    if activity is None:
        return False
    return bool(activity.quorums) or any(one.mode in _NEEDED and one.presence for one in activity.participants)
