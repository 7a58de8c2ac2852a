"""Plans as rows: behaviours with their distributions, data and conditions, and what of them the rows do not hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from collabmodel.case import Tables
from collabmodel.case.index import index_of
from collabmodel.case.rights import roles_that_may
from collabmodel.case.verbs import ACTIVITIES, verb_of
from collabmodel.model import Fact, FactType, Side
from collabmodel.rules import Value
from collabmodel.simulate.attending import Asked, Comer, attendance_rows, ending_codes
from collabmodel.simulate.dating import TODAY, dated, is_dated, lies_ahead
from collabmodel.simulate.doings import Doing, attends
from collabmodel.simulate.grounding import given_by, recorded
from collabmodel.simulate.kernel import header, rows
from collabmodel.simulate.layout import Shapes, stable_hash
from collabmodel.simulate.modelling import TRANSITIONS, ModelRows
from collabmodel.simulate.people_rows import Cast, organisation_of
from collabmodel.simulate.prepared import Act
from collabmodel.simulate.scenario import Into, Known, Scenario, Scheduling, Shape, Share, Spread
from collabmodel.simulate.spans import minutes_of
from collabmodel.workdays import Duration

SAID = "simulated"
"""What required text says of which the scenario says nothing."""
_TYPES = {
    FactType.BOOLEAN: "truth",
    FactType.INTEGER: "integer",
    FactType.NUMBER: "number",
    FactType.CHOICE: "word",
    FactType.TEXT: "word",
    FactType.DATE: "date",
    FactType.TIME: "moment",
    FactType.LIST: "list",
}
_INTO = {Into.ANYTIME: 0, Into.OPENING: 1, Into.SPREAD: 2}
_ONCE = Spread(value=1)
_ALWAYS = Share(value=1.0)
_NEVER = Share()


@attrs.define(eq=False)
class Data:
    """Data by numbers: names with how their numbers are told."""

    names: list[str] = attrs.field(factory=list)
    types: list[str] = attrs.field(factory=list)

    def number(self, name: str, told: str) -> int:
        """
        Give the number of a datum.

        Args:
            name: Its name.
            told: How its numbers are told.
        """
        for number, pair in enumerate(zip(self.names, self.types, strict=True)):
            if pair == (name, told):
                return number
        self.names.append(name)
        self.types.append(told)
        return len(self.names) - 1


def told_as(fact: Fact | None, spread: Spread) -> str:
    """
    Tell how the numbers of a datum are told.

    Args:
        fact: How the model declares it, or None.
        spread: How its values are spread.
    """
    if fact is not None:
        return _TYPES[fact.type]
    values = (spread.value, *spread.values)
    if any(isinstance(one, str) for one in values) or spread.shape is Shape.LAST:
        return "word"
    if any(isinstance(one, bool) for one in values):
        return "truth"
    whole = spread.whole or (spread.shape is Shape.CONSTANT and isinstance(spread.value, int))
    return "integer" if whole else "number"


@attrs.define(eq=False, kw_only=True)
class Plans:
    """
    Plans while they are laid down.

    Args:
        tables: The model's tables.
        scenario: The scenario.
        cast: Everybody there is.
        shapes: Distributions as rows.
        model: The model's rows.
        data: Data by numbers.
    """

    tables: Tables
    scenario: Scenario
    cast: Cast
    shapes: Shapes
    model: ModelRows
    data: Data

    def lay_down(self, doings: tuple[Doing, ...]) -> tuple[Act, ...]:
        """
        Lay plans down, and give what the rows do not hold.

        Args:
            doings: Behaviours brought together with the model.
        """
        m = self.shapes.ground.m
        first = self.shapes.ground.rows(rows.PLAN_SIZE, len(doings))
        m[header.PLANS], m[header.N_PLANS] = first, len(doings)
        m[header.CASE_PLANS] = m[header.CASE_SIZE]
        m[header.CASE_SIZE] += rows.PLAN_STATE_SIZE * len(doings)
        m[header.HAS_AT_DROP] = int(any(one.behaviour.at_drop_out for one in doings))
        return tuple(self._plan(first + place * rows.PLAN_SIZE, place, one) for place, one in enumerate(doings))

    def _plan(self, plan: int, number: int, doing: Doing) -> Act:
        m, behaviour = self.shapes.ground.m, doing.behaviour
        m[plan + rows.PLAN_NUMBER] = number
        m[plan + rows.PLAN_HASH] = stable_hash(f"plan {behaviour.id}")
        m[plan + rows.PLAN_STATE] = m[header.CASE_PLANS] + number * rows.PLAN_STATE_SIZE
        m[plan + rows.PLAN_SORT] = doing.sort
        m[plan + rows.PLAN_LETTER] = self.model.letter(doing.signature)
        m[plan + rows.PLAN_ITEM] = doing.item
        m[plan + rows.PLAN_PRIORITY] = behaviour.priority
        m[plan + rows.PLAN_EACH] = int(behaviour.each)
        m[plan + rows.PLAN_AT_DROP] = int(behaviour.at_drop_out)
        m[plan + rows.PLAN_INTO] = _INTO[behaviour.into]
        m[plan + rows.PLAN_MISS_LETTER] = -1
        m[plan + rows.PLAN_MISSED] = self.shapes.ground.words.number(behaviour.missed or "no-show")
        self._item(plan, doing)
        self._people(plan, doing)
        self._times(plan, doing)
        self._calls(plan, number, doing)
        if doing.verb.section in {"consents", "legal_bases"}:
            m[plan + rows.PLAN_GROUND] = self._standing(doing)
        if doing.sort == 3:
            words = self.shapes.ground.words
            pairs = [(words.number(one), code) for one, code in ending_codes(self.model.conditions).items() if code]
            m[plan + rows.PLAN_ENDED_IF] = self.shapes.ground.numbers([one for pair in pairs for one in pair])
            m[plan + rows.PLAN_N_ENDED_IF] = len(pairs)
        return self._told(plan, doing)

    def _standing(self, doing: Doing) -> int:
        """Give the code of what must stand before a consent is withdrawn or another ground ended, 0 for nothing."""
        index = index_of(self.tables)
        if doing.verb.section == "consents" and doing.verb.name == "withdraw":
            giver = self.cast.lay[doing.behalf].id if doing.behalf >= 0 else doing.role
            return given_by(self.model.conditions, index.consents[doing.element], giver)
        if doing.verb.section == "legal_bases":
            basis = index.legal_bases[doing.element]
            if doing.verb.name == "end":
                return self.model.conditions.pool.write(recorded(self.model.conditions, basis))
            last = self.scenario.start + dt.timedelta(minutes=self.shapes.ground.m[header.HORIZON])
            early = basis.valid_from and self.scenario.start < basis.valid_from
            if early or (basis.valid_until and last > basis.valid_until):
                what = "this ground is not valid for all of the time that is simulated"
                self.shapes.ground.object_to(doing.path, what, doing.element, "choose another start or horizon")
        return 0

    def _item(self, plan: int, doing: Doing) -> None:
        m = self.shapes.ground.m
        if doing.item < 0:
            return
        item = self.tables.items[doing.item]
        row = m[header.ITEMS] + doing.item * rows.ITEM_SIZE
        m[plan + rows.PLAN_ITEM_STATE] = m[row + rows.ITEM_STATE]
        m[plan + rows.PLAN_PLANS] = self._plans(doing)
        m[plan + rows.PLAN_QUICK] = 0 if m[plan + rows.PLAN_PLANS] else m[row + rows.ITEM_STATE]
        m[plan + rows.PLAN_PLANNER] = self._planner(doing) if m[plan + rows.PLAN_PLANS] == 1 else -1
        if doing.sort == 0:
            m[plan + rows.PLAN_GROUND] = m[row + rows.ITEM_GROUND]
            missed = "terminated" if item.repeats else "attempted"
            m[plan + rows.PLAN_MISS_LETTER] = m[row + rows.ITEM_LETTER] + TRANSITIONS.index(missed)

    def _plans(self, doing: Doing) -> int:
        """Tell whether it plans its activity before it does it, or is that planning: then another behaviour does it."""
        if doing.signature.transition == "planned":
            return 2
        planning = any(
            one.verb == "plan" and (one.element or one.id) == doing.element for one in self.scenario.behaviour
        )
        return int(doing.sort == 0 and self.tables.items[doing.item].planning is not None and not planning)

    def _planner(self, doing: Doing) -> int:
        """Give the group that plans an activity before it is done: the one that does it, or another that may."""
        verb = verb_of(ACTIVITIES, "plan", doing.element)
        assert verb is not None
        may = roles_that_may(self.tables, verb, doing.element)
        if doing.role in may:
            return doing.actor if doing.actor >= 0 else -1
        groups: tuple[int, ...] = (*doing.groups, *range(len(self.cast.staff)))
        for group in groups:
            if self.cast.staff[group].role in may and self.cast.staff[group].count:
                return group
        hint = f"give staff to one of {', '.join(may)}, or a behaviour of its own with the verb 'plan'"
        self.shapes.ground.object_to(doing.path, "nobody is there who may plan it", doing.element, hint)
        return -1

    def _people(self, plan: int, doing: Doing) -> None:
        ground, m = self.shapes.ground, self.shapes.ground.m
        together = len(doing.groups) + len(doing.lay)
        if together > rows.MOST_PLACES:
            what = f"takes the time of {together} roles at once"
            ground.object_to(f"{doing.path}.with", what, hint=f"at most {rows.MOST_PLACES} can be simulated")
        behaviour = doing.behaviour
        m[plan + rows.PLAN_GROUPS], m[plan + rows.PLAN_N_GROUPS] = ground.numbers(doing.groups), len(doing.groups)
        m[plan + rows.PLAN_ACTOR] = doing.actor
        m[plan + rows.PLAN_BEHALF] = doing.behalf
        m[plan + rows.PLAN_LAY] = sum(1 << one for one in doing.lay)
        m[plan + rows.PLAN_CLIENTS] = sum(1 << one for one in doing.clients)
        m[plan + rows.PLAN_CALENDAR] = self.cast.calendars[doing.groups[0]] if doing.groups else 0
        together = len(doing.groups) > 1 or bool(doing.lay)
        appointments = self.scenario.scheduling is Scheduling.APPOINTMENT
        m[plan + rows.PLAN_TELLS] = int(appointments and together and doing.sort == 0 and behaviour.length is not None)
        m[plan + rows.PLAN_REPLACED] = sum(
            1 << number for number in doing.groups if self.cast.staff[number].role in behaviour.search.replaced
        )
        stays = [self._stays(doing, number) for number in range(len(self.cast.lay))]
        m[plan + rows.PLAN_NO_SHOW] = ground.numbers(stays)
        asked = self._asked(doing)
        m[plan + rows.PLAN_QUORUMS] = ground.numbers(
            [number for one in asked for number in (one.code, self._enough(one, doing.lay))]
        )
        m[plan + rows.PLAN_N_QUORUMS] = len(asked)

    def _asked(self, doing: Doing) -> tuple[Asked, ...]:
        if doing.sort != 0:
            return ()
        workers = [
            Comer(
                role=self.cast.staff[one].role,
                organisation=organisation_of(self.tables, self.cast.staff[one]),
                competences=competences_of(self.tables, self.cast, one),
            )
            for one in doing.groups
        ]
        lay = [Comer(role=self.cast.lay[one].id) for one in doing.lay]
        told = attends(index_of(self.tables).activities.get(doing.element))
        return attendance_rows(self.model.conditions, doing.element, workers, lay, told=told)

    def _enough(self, asked: Asked, lay: tuple[int, ...]) -> int:
        """Lay down for every subset of all lay people whether those of them who are invited are enough."""
        subsets = (
            sum(1 << place for place, one in enumerate(lay) if came >> one & 1)
            for came in range(1 << len(self.cast.lay))
        )
        return self.shapes.ground.numbers([asked.enough[subset] for subset in subsets])

    def _stays(self, doing: Doing, number: int) -> int:
        """Give the shape of how often a lay person does not come, 0 for never."""
        if number not in doing.lay:
            return 0
        person, behaviour = self.cast.lay[number], doing.behaviour
        if behaviour.no_show is not None and index_of(self.tables).roles[person.id].side is Side.CLIENT:
            return 0 if behaviour.no_show == _NEVER else self.shapes.share(behaviour.no_show, f"{doing.path}.no_show")
        if person.comes == _ALWAYS:
            return 0
        stays = Share(
            value=1.0 - person.comes.value,
            rows=tuple(
                attrs.evolve(row, spread=Spread(value=1.0 - float(row.spread.value or 0.0)))
                for row in person.comes.rows
            ),
        )
        return self.shapes.share(stays, f"people.{person.id}.comes")

    def _times(self, plan: int, doing: Doing) -> None:
        m, behaviour, of = self.shapes.ground.m, doing.behaviour, self.shapes.of
        path = doing.path
        repeated = doing.sort == 0 and not self._plans(doing)
        times = behaviour.times if behaviour.times or repeated or behaviour.each else _ONCE
        m[plan + rows.PLAN_TIMES_SHAPE] = of(times, f"{path}.times")
        chance = behaviour.chance
        m[plan + rows.PLAN_CHANCE] = 0 if chance == _ALWAYS else self.shapes.share(chance, f"{path}.chance")
        m[plan + rows.PLAN_DELAY] = of(behaviour.delay, f"{path}.delay")
        m[plan + rows.PLAN_LENGTH] = of(behaviour.length, f"{path}.length")
        m[plan + rows.PLAN_MISSED_LENGTH] = of(behaviour.missed_length, f"{path}.missed_length")
        m[plan + rows.PLAN_RETRY] = of(behaviour.retry, f"{path}.retry")
        for place, name, share in (
            (rows.PLAN_STOPS, "stops", behaviour.stops),
            (rows.PLAN_SENT_WORD, "sent_word", behaviour.sent_word),
        ):
            m[plan + place] = 0 if share == _NEVER else self.shapes.share(share, f"{path}.{name}")
        search = behaviour.search
        m[plan + rows.PLAN_NOTICE] = of(search.notice, f"{path}.search.notice")
        m[plan + rows.PLAN_WAIT] = of(search.wait, f"{path}.search.wait")
        m[plan + rows.PLAN_WITHIN] = self._within(search.within)
        m[plan + rows.PLAN_ROUNDS] = search.rounds

    def _within(self, within: Duration | None) -> int:
        """Give how far ahead a time may lie as the kernel reads it: minutes, or working days below -1."""
        if within is None:
            return -1
        plain = minutes_of(within, self.scenario.start)
        return -2 - within.amount if plain is None else plain

    def _calls(self, plan: int, number: int, doing: Doing) -> None:
        m, behaviour = self.shapes.ground.m, doing.behaviour
        for place, pattern in enumerate(behaviour.after):
            self.model.listen(pattern, number, 1 << place, f"{doing.path}.after.{place}")
        m[plan + rows.PLAN_FULL] = (1 << len(behaviour.after)) - 1
        if behaviour.condition is not None:
            m[plan + rows.PLAN_IF] = self.shapes.code(behaviour.condition, f"{doing.path}.if")

    def _told(self, plan: int, doing: Doing) -> Act:
        ground, m = self.shapes.ground, self.shapes.ground.m
        activity = index_of(self.tables).activities.get(doing.element)
        declared = {one.id: one for one in (activity.data if activity else ())}
        facts = {one.id: one for one in self.tables.model.facts}
        declared = declared or (facts if doing.verb.name == "learn" else {})
        given = {one.id for one in doing.behaviour.data}
        constant = dict(self._unsaid(doing, declared, given))
        known = (
            *doing.behaviour.data,
            *(Known(id=name, spread=TODAY) for name in self._dates(declared, given)),
        )
        first = ground.rows(rows.DATUM_SIZE, len(known))
        m[plan + rows.PLAN_DATA], m[plan + rows.PLAN_N_DATA] = first, len(known)
        for place, one in enumerate(known):
            row, fact = first + place * rows.DATUM_SIZE, declared.get(one.id)
            spread = dated(one.spread, self.model.conditions.start) if is_dated(fact) else one.spread
            m[row + rows.DATUM_NUMBER] = self.data.number(one.id, told_as(fact, spread))
            m[row + rows.DATUM_SHAPE] = self.shapes.of(spread, f"{doing.path}.data.{one.id}.spread")
            m[row + rows.DATUM_AHEAD] = int(lies_ahead(fact, spread))
            m[row + rows.DATUM_REGISTER] = self.model.conditions.registers.datum(one.id)
        return Act(
            behaviour=doing.behaviour, verb=doing.verb.name, element=doing.element, role=doing.role,
            on_behalf_of=doing.behalf, data=tuple(constant.items()), attendance=doing.sort == 0 and attends(activity),
            groups=doing.groups, lay=doing.lay, missed=doing.behaviour.missed or "no-show",
        )  # fmt: skip

    def _unsaid(self, doing: Doing, declared: dict[str, Fact], given: set[str]) -> Iterator[tuple[str, Value]]:
        """Give the required data of which nothing needs to be drawn: texts and lists."""
        needed = [one.id for one in declared.values() if one.required and doing.verb.transition == "completed"]
        for name in dict.fromkeys((*doing.verb.needs, *needed)):
            if name in given:
                continue
            fact = declared.get(name)
            if fact is not None and fact.type is FactType.LIST:
                yield name, ()
            elif (fact is not None and fact.type is FactType.TEXT) or (fact is None and name in {"reason", "answer"}):
                yield name, SAID
            elif fact is None or fact.type is not FactType.DATE:
                hint = f"say how it is spread under {doing.path}.data.{name}"
                self.shapes.ground.object_to(doing.path, "the model asks for this datum", name, hint)

    def _dates(self, declared: dict[str, Fact], given: set[str]) -> Iterator[str]:
        for one in declared.values():
            if one.required and one.type is FactType.DATE and one.id not in given:
                yield one.id


def competences_of(tables: Tables, cast: Cast, group: int) -> tuple[str, ...]:
    """
    Give what the workers of a group are able to do: what the scenario says, or what their role needs.

    Args:
        tables: The model's tables.
        cast: Everybody there is.
        group: Number of the group.
    """
    staff = cast.staff[group]
    return index_of(tables).roles[staff.role].competences if staff.competences is None else staff.competences
