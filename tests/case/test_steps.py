"""A step of a case against a second reading of the page of semantics: plain sets and loops, one thing after another."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from collabmodel.case import Case, Status, evolve, new_case, replay
from collabmodel.case.deciding import derived, placed
from collabmodel.case.instances import instance_for
from collabmodel.case.ordering import edges_of
from collabmodel.case.steps import running
from collabmodel.case.tables import Move, Tables, tables_of
from collabmodel.check.catalogue import ANY, Catalogue
from collabmodel.check.reach import Reach
from collabmodel.check.rings import rings
from collabmodel.check.steps import Steps
from collabmodel.history import Event
from collabmodel.model import (
    Activity,
    Fact,
    FactType,
    Milestone,
    Model,
    Phase,
    Planning,
    Repeat,
    Sentry,
    Suspension,
    parse_pattern,
)
from collabmodel.model.expressions import parse

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
FACTS = ("calm", "ready")

Truth = bool | None


@attrs.frozen
class Part:
    """What a sentry waits for, as the reference reads it."""

    element: str
    transition: str
    most: int | None = None

    def text(self) -> str:
        return f"{self.element}.{self.transition}"


@attrs.frozen
class If:
    """An if-part with a meaning of its own."""

    text: str
    holds: Callable[[Reference], Truth]


@attrs.frozen
class Condition:
    """A sentry."""

    on: tuple[Part, ...]
    condition: If | None

    def sentry(self) -> Sentry:
        parts = tuple(
            attrs.evolve(parse_pattern(part.text()), where=None if part.most is None else parse(f"n <= {part.most}"))
            for part in self.on
        )
        return Sentry(on=parts, condition=None if self.condition is None else parse(self.condition.text))


@attrs.frozen(kw_only=True)
class Thing:
    """A phase, activity or milestone, as the reference reads it."""

    id: str
    section: str
    phase: str = ""
    sentries: tuple[tuple[str, Condition], ...] = ()
    required: bool = False
    manual: bool = False
    repeats: bool = False
    most: int | None = 1
    again: Part | None = None
    planned: bool = False

    def of(self, change: str) -> tuple[Sentry, ...]:
        return tuple(each.sentry() for made, each in self.sentries if made == change)

    def element(self) -> Phase | Activity | Milestone:
        plain = {"id": self.id, "phase": self.phase, "required": self.required}
        if self.section == "milestones":
            return Milestone(achieve=self.of("achieve"), revoke=self.of("revoke"), **plain)
        again = None if self.again is None else parse_pattern(self.again.text())
        pauses = Suspension(suspend=self.of("suspend"), resume=self.of("resume"))
        plain |= {
            "entry": self.of("entry"),
            "exit": self.of("exit"),
            "manual": self.manual,
            "repeat": Repeat(maximum=self.most, on=again) if self.repeats else None,
            "suspension": pauses if pauses != Suspension() else None,
        }
        if self.section == "phases":
            return Phase(**plain)
        return Activity(kind="task", planning=Planning() if self.planned else None, **plain)


@attrs.define(kw_only=True)
class Open:
    """An instance that has not ended."""

    thing: str
    number: int
    within: int
    status: str
    seen: set[tuple[int, int]]
    touched: bool = False
    booked: bool = False
    before: str = ""


class Reference:
    """Items, sentries and steps once more, without tables, indexes or anything kept ready."""

    def __init__(self, things: Sequence[Thing]) -> None:
        self.things = {thing.id: thing for thing in things}
        self.open: list[Open] = []
        self.made: Counter[str] = Counter()
        self.here: Counter[str] = Counter()
        self.ended: Counter[str] = Counter()
        self.achieved: set[str] = set()
        self.facts: dict[str, bool] = {}
        self.told: list[Event] = []
        self.step: list[Event] = []
        self.status = "new"

    def children(self, phase: str) -> list[Thing]:
        return [thing for thing in self.things.values() if thing.phase == phase]

    def instances(self, thing: str) -> list[Open]:
        return sorted((one for one in self.open if one.thing == thing), key=lambda one: one.number)

    def runs(self, phase: str) -> Open | None:
        return next((one for one in self.instances(phase) if one.status in ("active", "suspended")), None)

    def goes_on(self, phase: str) -> bool:
        if self.status != "open":
            return False
        while phase:
            run = self.runs(phase)
            if run is None or run.status != "active":
                return False
            phase = self.things[phase].phase
        return True

    def run_of(self, thing: Thing) -> int | None:
        if not thing.phase:
            return 0
        run = self.runs(thing.phase)
        return None if run is None else run.number

    def apply(self, event: Event) -> None:
        """Let an event have its effects: what it does to its item, new instances, and what sentries remember."""
        self.told.append(event)
        self.step = [*self.step, event] if event.caused_by else [event]
        if event.kind == "case":
            self.status = {"opened": "open", "reopened": "open", "closed": "closed"}[event.transition]
            if event.transition == "opened":
                self.begin("")
        elif event.kind == "fact":
            self.facts |= dict(event.data)
        elif event.element in self.things:
            self.move(self.things[event.element], event)
        for thing in self.things.values():
            if thing.again is not None and self.meets(thing.again, event):
                self.again(thing)
        for one in self.open:
            self.remember(one, event)

    def meets(self, part: Part, event: Event) -> bool:
        if (event.element, event.transition) != (part.element, part.transition):
            return False
        number = dict(event.data).get("n")
        return part.most is None or (number is not None and number <= part.most)

    def remember(self, one: Open, event: Event) -> None:
        for place, (_, condition) in enumerate(self.things[one.thing].sentries):
            for bit, part in enumerate(condition.on):
                if self.meets(part, event):
                    one.seen.add((place, bit))

    def forget(self, one: Open, change: str) -> None:
        places = {place for place, (made, _) in enumerate(self.things[one.thing].sentries) if made == change}
        one.seen = {mark for mark in one.seen if mark[0] not in places}

    def begin(self, phase: str) -> None:
        run = self.runs(phase) if phase else None
        for child in self.children(phase):
            self.open = [one for one in self.open if one.thing != child.id]
            self.here[child.id] = self.ended[child.id] = 0
            if not child.planned:
                self.create(child, 0 if run is None else run.number)

    def create(self, thing: Thing, within: int, like: Open | None = None) -> Open:
        self.made[thing.id] += 1
        self.here[thing.id] += 1
        guarded = any(change == "entry" for change, _ in thing.sentries)
        status = "available"
        if thing.section == "activities" and not guarded:
            status = "enabled" if thing.manual else "active"
        one = Open(thing=thing.id, number=self.made[thing.id], within=within, status=status, seen=set())
        self.open.append(one)
        if like is not None:
            entries = {place for place, (change, _) in enumerate(thing.sentries) if change == "entry"}
            one.seen = {mark for mark in like.seen if mark[0] in entries}
        for event in self.step[:-1] if like is None else ():
            self.remember(one, event)
        return one

    def may_come(self, thing: Thing) -> bool:
        if thing.planned:
            return False
        return thing.most is None or self.here[thing.id] < thing.most

    def again(self, thing: Thing) -> None:
        within = self.run_of(thing)
        waits = any(thing.section == "phases" or not one.touched for one in self.instances(thing.id))
        if within is not None and not waits and self.may_come(thing):
            self.create(thing, within)

    def about(self, event: Event) -> Open | None:
        named = [one for one in self.instances(event.element) if str(one.number) == event.instance]
        return named[0] if named else None

    def move(self, thing: Thing, event: Event) -> None:  # noqa: C901, PLR0912 - one branch a transition
        if thing.section == "milestones":
            (self.achieved.add if event.transition == "achieved" else self.achieved.discard)(thing.id)
            for one in self.instances(thing.id):
                one.seen, one.touched = set(), True
            return
        if event.transition == "planned" and thing.planned:
            if (within := self.run_of(thing)) is not None:
                self.create(thing, within).touched = True
            return
        one = self.about(event)
        if one is None:
            return
        if event.transition in ("completed", "terminated"):
            self.end(thing, one)
        elif event.transition == "active":
            one.status, one.touched = "active", not event.caused_by
            if thing.section == "phases":
                self.begin(thing.id)
        elif event.transition == "enabled":
            one.status = "enabled"
        elif event.transition == "suspended":
            one.before, one.status = one.status, "suspended"
            self.forget(one, "resume")
        elif event.transition == "resumed":
            one.status = one.before
            self.forget(one, "suspend")
        elif event.transition == "planned":
            one.touched = True
        elif event.transition == "booked":
            one.booked = one.touched = True
        elif event.transition == "cancelled":
            one.booked, one.touched = False, True
            if one.within != self.run_of(thing):
                self.open.remove(one)

    def end(self, thing: Thing, one: Open) -> None:
        self.open.remove(one)
        self.ended[thing.id] += 1
        if thing.section == "phases":
            gone = {child.id for child in self.children(thing.id) if child.section != "phases"}
            self.open = [other for other in self.open if other.thing not in gone or other.booked]
        if thing.repeats and thing.again is None and one.within == self.run_of(thing) and self.may_come(thing):
            self.create(thing, one.within, like=one)

    def fires(self, one: Open, place: int) -> bool:
        condition = self.things[one.thing].sentries[place][1]
        if any((place, bit) not in one.seen for bit in range(len(condition.on))):
            return False
        return condition.condition is None or condition.condition.holds(self) is True

    def possible(self, order: Sequence[Move], tables: Tables) -> Iterator[tuple[str, int, str]]:
        """Give what may follow, in the order in which it is to be made: thing, instance, transition."""
        for thing in self.things.values():
            for one in self.instances(thing.id) if thing.phase and thing.section != "milestones" else ():
                run = self.runs(thing.phase)
                if run is None or run.number != one.within:
                    yield from self.leftover(thing, one)
        for move in order:
            thing = self.things[tables.items[move.item].id]
            for one in self.instances(thing.id):
                place = -1 if move.guard < 0 else tables.guards[move.guard].slot
                yield from self.by(thing, one, move.change, place)
        for thing in self.children("") if self.status == "closed" else ():
            for one in self.instances(thing.id):
                yield from self.leftover(thing, one)

    def leftover(self, thing: Thing, one: Open) -> Iterator[tuple[str, int, str]]:
        if thing.section == "phases" and one.status in ("active", "suspended"):
            yield thing.id, one.number, "terminated"
        elif one.booked:
            yield thing.id, one.number, "cancelled"

    def by(self, thing: Thing, one: Open, change: str, place: int) -> Iterator[tuple[str, int, str]]:
        on = self.goes_on(thing.phase)
        begun = ("enabled" if thing.manual else "active", one.status == "available" and on)
        ways = {
            "entry": begun,
            "start": begun,
            "exit": ("terminated", one.status != "available" and (on or self.status == "closed")),
            "suspend": ("suspended", one.status in ("enabled", "active") and on),
            "resume": ("resumed", one.status == "suspended" and on),
            "achieve": ("achieved", thing.id not in self.achieved and on),
            "revoke": ("revoked", thing.id in self.achieved and on),
            "renew": ("revoked", thing.id in self.achieved and one.number > 1 and not one.touched and on),
            "complete": ("completed", one.status == "active" and on and self.done(thing)),
        }
        transition, may = ways[change]
        if may and (place < 0 or self.fires(one, place)):
            yield thing.id, one.number, transition

    def done(self, phase: Thing) -> bool:
        for child in self.children(phase.id):
            if child.section == "milestones":
                if child.required and child.id not in self.achieved:
                    return False
                continue
            open_ = self.instances(child.id)
            if any(one.status in ("active", "suspended") for one in open_):
                return False
            if child.required and (not self.ended[child.id] or (open_ and not child.repeats)):
                return False
        return True

    def follow(self, event: Event, tables: Tables, order: Sequence[Move]) -> list[tuple[str, str, str]]:
        """Make a step, and give what it derives: element, instance and transition of each event."""
        had = Counter(self.made)
        changed: set[tuple[str, int, str]] = set()
        if event.element in self.things and (one := self.about(event)) is not None:
            changed.add((one.thing, one.number, bit(event.transition)))
        self.apply(event)
        found = []
        while True:
            for thing, number, transition in self.possible(order, tables):
                mark = (thing, number, bit(transition))
                born = number > had[thing] and any((thing, mark[2]) == (one[0], one[2]) for one in changed)
                if mark not in changed and not born:
                    break
            else:
                return found
            changed.add(mark)
            milestone = self.things[thing].section == "milestones"
            found.append((thing, "" if milestone else str(number), transition))
            self.apply(after(event, found[-1], tables))


def bit(transition: str) -> str:
    """Name the status that a transition changes."""
    for name, transitions in {
        "begun": ("active", "enabled"),
        "ended": ("completed", "terminated"),
        "paused": ("suspended", "resumed"),
        "achieved": ("achieved", "revoked"),
    }.items():
        if transition in transitions:
            return name
    return transition


def after(event: Event, change: tuple[str, str, str], tables: Tables) -> Event:
    """Give a derived event as the reference needs it."""
    element, instance, transition = change
    kind = tables.items[tables.index[element]].kind
    return attrs.evolve(
        event, kind=kind, element=element, instance=instance, transition=transition, data=(), caused_by="e"
    )


def fact(name: str) -> If:
    """Give the condition that a fact is true."""
    return If(f"{name} == true", lambda case: case.facts.get(name))


def count(part: Part, least: int) -> If:
    """Give the condition that something has happened often enough."""

    def holds(case: Reference) -> Truth:
        met = [event for event in case.told if (event.element, event.transition) == (part.element, part.transition)]
        return len(met) >= least

    return If(f'count("{part.text()}") >= {least}', holds)


def joined(word: str, left: If, right: If) -> If:
    """Join two conditions, unknown where neither decides."""
    deciding = word == "or"

    def holds(case: Reference) -> Truth:
        both = (left.holds(case), right.holds(case))
        if deciding in both:
            return deciding
        return None if None in both else not deciding

    return If(f"({left.text}) {word} ({right.text})", holds)


def negated(part: If) -> If:
    """Turn a condition round; unknown stays unknown."""

    def holds(case: Reference) -> Truth:
        found = part.holds(case)
        return None if found is None else not found

    return If(f"not ({part.text})", holds)


IDS = {"phases": ("p0", "p1", "p2", "p3"), "activities": ("a0", "a1", "a2", "a3"), "milestones": ("m0", "m1")}
TRANSITIONS = {
    "phases": ("active", "completed", "terminated", "suspended", "resumed"),
    "activities": ("active", "completed", "completed", "completed", "completed", "terminated", "suspended", "resumed"),
    "milestones": ("achieved", "revoked"),
}
SEEDS = st.integers(0, 2**32)


def a_part(luck: random.Random, things: Sequence[Thing]) -> Part:
    """Give what a sentry may wait for, most often something that people do."""
    ids = [(section, id) for section, each in IDS.items() for id in each if id in {one.id for one in things}]
    ids += [found for found in ids if found[0] == "activities"]
    section, id = luck.choice(ids or [("activities", "a0")])
    return Part(id, luck.choice(TRANSITIONS[section]), luck.choice([None, None, None, 1]))


def an_if(luck: random.Random, things: Sequence[Thing], depth: int = 2) -> If:
    """Give an if-part."""
    sort = luck.randrange(6 if depth else 3)
    if sort == 0:
        return fact(luck.choice(FACTS))
    if sort < 3:
        return count(a_part(luck, things), luck.choice([1, 1, 2]))
    if sort == 3:
        return negated(an_if(luck, things, depth - 1))
    word = luck.choice(["and", "or"])
    return joined(word, an_if(luck, things, depth - 1), an_if(luck, things, depth - 1))


def a_condition(luck: random.Random, things: Sequence[Thing]) -> Condition:
    """Give a sentry."""
    on = tuple(a_part(luck, things) for _ in range(luck.choice([0, 1, 1, 1, 2])))
    return Condition(on, an_if(luck, things) if not on or luck.random() < 0.3 else None)


def all_things(luck: random.Random) -> tuple[Thing, ...]:
    """Give the items of a small model: nested phases, activities that repeat, milestones."""
    bare: list[Thing] = []
    for section, ids in IDS.items():
        phases = [""] + [one.id for one in bare if one.section == "phases"]
        for id in ids[: luck.randint(1 if section == "activities" else 0, len(ids))]:
            around = [""] + [one.id for one in bare if one.section == "phases"] if section == "phases" else phases
            bare.append(Thing(id=id, section=section, phase=luck.choice(around), required=luck.random() < 0.4))
    return tuple(a_thing(luck, thing, bare) for thing in bare)


def a_thing(luck: random.Random, bare: Thing, things: Sequence[Thing]) -> Thing:
    """Give one item with its sentries, in the order in which the model lists them."""
    chances = {"entry": 0.4, "exit": 0.25, "suspend": 0.15, "resume": 0.3}
    if bare.section == "milestones":
        chances = {"achieve": 0.95, "revoke": 0.3}
    sentries = tuple(
        (change, a_condition(luck, things))
        for change, chance in chances.items()
        for _ in range((luck.random() < chance) + (luck.random() < chance / 4))
    )
    if bare.section == "milestones":
        return attrs.evolve(bare, sentries=sentries)
    repeats = luck.random() < 0.35
    again = attrs.evolve(a_part(luck, things), most=None) if repeats and luck.random() < 0.5 else None
    return attrs.evolve(
        bare,
        sentries=sentries,
        manual=luck.random() < 0.25,
        repeats=repeats,
        again=again,
        most=1 if not repeats else luck.choice([1, 2, 3]) if again is None else luck.choice([None, 2]),
        planned=bare.section == "activities" and luck.random() < 0.15,
    )


def wishes(luck: random.Random, things: Sequence[Thing], most: int) -> list[tuple[str, str, int]]:
    """Give what people try to do in a case, most often to finish something."""
    ids = [thing.id for thing in things if thing.section != "milestones"]
    ids = [*ids * 8, "case", *["fact"] * len(ids), "clock"]
    done = ("completed",) * 8 + (
        "terminated",
        "active",
        "active",
        "suspended",
        "resumed",
        "planned",
        "booked",
        "booked",
    )
    return [(luck.choice(ids), luck.choice(done), luck.randint(0, 3)) for _ in range(most)]


def drawn(seed: int, most: int) -> tuple[tuple[Thing, ...], list[tuple[str, str, int]]]:
    """Give a model's items and what people try to do."""
    luck = random.Random(seed)
    things = all_things(luck)
    return things, wishes(luck, things, most)


def model_of(things: Sequence[Thing]) -> Model:
    """Give the model of the items."""
    sections: dict[str, list[object]] = {"phases": [], "activities": [], "milestones": []}
    for thing in things:
        sections[thing.section].append(thing.element())
    facts = tuple(Fact(id=name, type=FactType.BOOLEAN) for name in FACTS)
    return Model(id="m", facts=facts, **{name: tuple(found) for name, found in sections.items()})


def external(tables: Tables, case: Case, asked: tuple[str, str, int]) -> Event | None:  # noqa: PLR0911
    """Give the event that was asked for, or None where nothing can take it."""
    element, transition, n = asked
    event = Event(
        id=f"c:{case.seq + 1}",
        case="c",
        seq=case.seq + 1,
        occurred=START + dt.timedelta(hours=case.seq),
        recorded=START + dt.timedelta(hours=case.seq),
        kind="clock",
        transition="passed",
    )
    if not case.seq:
        return attrs.evolve(event, kind="case", transition="opened")
    if element == "case":
        return attrs.evolve(event, kind="case", transition="reopened" if case.status == "closed" else "closed")
    if element == "fact":
        return attrs.evolve(event, kind="fact", transition="recorded", data=((FACTS[n % 2], n < 2),))
    if case.status == "closed" and n < 2:
        return attrs.evolve(event, kind="case", transition="reopened")
    if element not in tables.index or case.status == "closed":
        return event
    item = tables.items[tables.index[element]]
    if item.is_phase and transition in ("planned", "booked", "completed"):
        return None
    data = (("n", n), *((("at", START),) if transition == "booked" else ()))
    event = placed(tables, case, attrs.evolve(event, kind=item.kind, element=element, transition=transition, data=data))
    planned = transition == "planned" and item.planning is not None
    return event if planned or instance_for(case, item, transition, event.instance) else None


def possible_for_people(tables: Tables, case: Case, event: Event) -> bool:
    """Tell whether an event is about nothing that waits for its entry, or whose phase does not run."""
    if event.element not in tables.index or event.transition == "planned":
        return True
    item = tables.items[tables.index[event.element]]
    one = instance_for(case, item, event.transition, event.instance)
    return one is not None and one.status is not Status.AVAILABLE and running(tables, case, item.parent)


def walk(
    tables: Tables, asked: Sequence[tuple[str, str, int]], *, fair: bool = False
) -> Iterator[tuple[Case, Event, tuple[Event, ...], Case]]:
    """
    Run a case: the case before each event from outside, that event, what follows, and the case after it all.

    Where that is to be fair, nobody works on what is not possible yet or pauses.
    """
    case = new_case(tables, "c")
    for each in [("case", "opened", 0), *asked]:
        event = external(tables, case, each)
        if event is None or (fair and not possible_for_people(tables, case, event)):
            continue
        events = derived(tables, case, event, event.recorded)
        later = case
        for one in (event, *events):
            later = evolve(tables, later, one)
        yield case, event, events, later
        case = later


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_a_step_derives_what_the_page_says(seed: int) -> None:
    """The events that a step derives are those of plain sets and loops, and the items stand as they do there."""
    things, asked = drawn(seed, 24)
    tables = tables_of(model_of(things))
    reference = Reference(things)

    for _, event, events, later in walk(tables, asked):
        expected = reference.follow(event, tables, tables.order)

        assert [(one.element, one.instance, one.transition) for one in events] == expected
        assert standing(tables, later) == {(one.thing, one.number, one.status, one.booked) for one in reference.open}, (
            event
        )


def standing(tables: Tables, case: Case) -> set[tuple[str, int, str, bool]]:
    """Give where the open instances of a case stand."""
    return {
        (item.id, one.number, one.status.value, one.at is not None)
        for item, state in zip(tables.items, case.items, strict=True)
        for one in state.open
    }


@settings(max_examples=100, deadline=None)
@given(SEEDS)
def test_moves_that_do_not_bear_on_one_another_go_in_any_order(seed: int) -> None:
    """In models whose steps go in no ring, any order of moves that keeps the edges gives the same result."""
    things, asked = drawn(seed, 24)
    model = model_of(things)
    if next(iter(rings(Steps(Reach(Catalogue(model))).edges())), None):
        return
    tables = tables_of(model)
    other = attrs.evolve(tables, order=shuffled(random.Random(seed), tables))

    for case, event, events, _ in walk(tables, asked):
        case = attrs.evolve(case, record=replay(other, "c", case.record.events).record)  # noqa: PLW2901

        assert happenings(derived(other, case, event, event.recorded)) == happenings(events)


def shuffled(luck: random.Random, tables: Tables) -> tuple[Move, ...]:
    """Give the moves of a step in another order that keeps the same edges."""
    edges = edges_of(tables.order, tables.items, tables.guards, tables.lexicon, tables.declared.derived)
    waiting = {after: {before for before in edges[after] if before < after} for after in edges}
    found: list[Move] = []
    while waiting:
        place = luck.choice([each for each, before in waiting.items() if not before & waiting.keys()])
        del waiting[place]
        found.append(tables.order[place])
    return tuple(found)


def happenings(events: Sequence[Event]) -> list[tuple[str, str, str]]:
    """Give what happened, in no order."""
    return sorted((one.element, one.instance, one.transition) for one in events)


@settings(max_examples=100, deadline=None)
@given(SEEDS)
def test_a_status_changes_once_in_a_step(seed: int) -> None:
    """No status of an instance changes twice within a step, the event from outside included."""
    things, asked = drawn(seed, 24)
    for _, event, events, _ in walk(tables_of(model_of(things)), asked):
        changed = [(one.element, one.instance, bit(one.transition)) for one in (event, *events) if one.element]

        assert len(changed) == len(set(changed))


@settings(max_examples=150, deadline=None)
@given(SEEDS)
@example(11_480_685)  # a milestone within phases of which only the outermost repeats
def test_what_check_finds_impossible_never_happens(seed: int) -> None:
    """An item that check finds can never begin, pause or be achieved never does so in a case."""
    things, asked = drawn(seed, 24)
    model = model_of(things)
    possible = Reach(Catalogue(model)).happens

    for *_, events, _ in walk(tables_of(model), asked, fair=True):
        for one in (event for event in events if event.transition != "completed"):
            assert {one.transition, ANY} & possible[one.element], one


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_a_case_is_the_fold_of_its_events(seed: int) -> None:
    """Replaying any first part of a record gives the case as it was built; an older case goes on by itself."""
    things, asked = drawn(seed, 12)
    tables = tables_of(model_of(things))
    walked = list(walk(tables, asked))
    last = walked[-1][3]

    for before, event, events, later in walked:
        told = later.record.events
        assert replay(tables, "c", told[: before.seq]) == before
        assert replay(tables, "c", told[: later.seq]) == later
        assert derived(tables, before, event, event.recorded) == events
    older = walked[seed % len(walked)]
    forked = evolve(tables, older[0], older[1])
    assert forked == replay(tables, "c", last.record.events[: forked.seq])
    assert walked[-1][3] == replay(tables, "c", last.record.events)


@settings(max_examples=50, deadline=None)
@given(SEEDS)
def test_deciding_leaves_a_case_as_it_is(seed: int) -> None:
    """Asking what follows changes neither the case nor what it answers afterwards."""
    things, asked = drawn(seed, 20)
    tables = tables_of(model_of(things))
    for before, event, events, later in walk(tables, asked):
        shown = repr(before)
        for other in ("clock", "case"):
            tried = external(tables, later, (other, "completed", 1))
            if tried is not None:
                derived(tables, later, tried, tried.recorded)

        assert derived(tables, before, event, event.recorded) == events
        assert repr(before) == shown


def test_a_ladder_goes_up_one_rung_a_step() -> None:
    """Phases that call one another again and again stop after one turn a step: a new instance waits for the next."""
    ring = tuple(
        Phase(
            id=id,
            entry=(Sentry(on=(parse_pattern(f"{other}.completed"),)), *first),
            repeat=Repeat(on=parse_pattern(f"{other}.completed")),
        )
        for id, other, first in (("a", "b", (Sentry(on=(parse_pattern("go.completed"),)),)), ("b", "a", ()))
    )
    tables = tables_of(Model(id="m", phases=ring, activities=(Activity(id="go", kind="task"),)))

    steps = [events for *_, events, _ in walk(tables, [("go", "completed", 0), ("clock", "", 0), ("clock", "", 0)])]

    assert [[f"{one.element}{one.instance} {one.transition}" for one in events] for events in steps[1:]] == [
        [f"{each}{turn} {change}" for each in "ab" for change in ("active", "completed")] for turn in (1, 2, 3)
    ]


def test_what_is_booked_in_a_phase_that_ends_is_cancelled() -> None:
    """A booking goes with its phase, and says so, whoever ended the phase."""
    visits = tuple(Activity(id=id, kind="task", phase="p0", manual=id == "a1") for id in ("a0", "a1"))
    tables = tables_of(Model(id="m", phases=(Phase(id="p0"),), activities=visits))

    *_, (_, _, events, later) = walk(tables, [("a1", "booked", 0), ("p0", "terminated", 0)])

    assert [(one.element, one.transition) for one in events] == [("a1", "cancelled")]
    assert not any(state.open for item, state in zip(tables.items, later.items, strict=True) if item.parent >= 0)


@pytest.mark.nightly
@settings(max_examples=3_000, deadline=None)
@given(SEEDS)
def test_long_walks_derive_what_the_page_says(seed: int) -> None:
    """The same over longer cases and many more models."""
    things, asked = drawn(seed, 50)
    tables = tables_of(model_of(things))
    reference = Reference(things)

    for _, event, events, _ in walk(tables, asked):
        assert [(one.element, one.instance, one.transition) for one in events] == reference.follow(
            event, tables, tables.order
        )
