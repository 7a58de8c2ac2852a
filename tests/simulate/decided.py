"""Cases that people lived through at a desk, written as the log that the kernel would write of them."""

from __future__ import annotations

import datetime as dt
from random import Random
from zoneinfo import ZoneInfo

import attrs

import collabmodel as cm
from collabmodel.case import Case, Command, Refusal, decide, evolve, new_case
from collabmodel.history import Actor, Event
from collabmodel.history.times import micros
from collabmodel.model import Signature
from collabmodel.simulate.expanding import Log
from collabmodel.simulate.kernel.rows import (
    BOOKING,
    DERIVED,
    DONE_BY,
    GONE,
    JOINED,
    LOG_WORK,
    MISSED,
    OPENING,
    STARTING,
)
from collabmodel.simulate.prepared import Act, Prepared
from collabmodel.simulate.scenario import Behaviour, LayPerson, Scenario, Spread, Staff
from collabmodel.workdays import Duration, Unit

MODEL = cm.load("""
id: talks
case: {subjects: [child], openings: [referral]}
organisations: {school: {}, clinic: {}}
competences: {kind: {}}
roles:
  child: {side: client}
  guardian: {side: family}
  teacher: {side: professional, organisations: [school]}
  nurse: {side: professional, organisations: [clinic]}
facts:
  age: {type: integer}
  mood: {type: choice, choices: [good, bad]}
phases:
  work: {entry: ["kind:case.opened"]}
activities:
  talk:
    kind: meeting
    phase: work
    manual: true
    required: true
    repeat: {maximum: 9}
    exit: ["kind:case.closed"]
    participants:
      - {role: teacher, mode: perform}
      - {role: nurse, mode: required, presence: [remote]}
      - {role: child, mode: heard}
    data: {score: {type: number}, fine: {type: boolean}}
  offer: {kind: task, phase: work, repeat: {maximum: 9}, outcomes: [accepted, declined]}
milestones:
  heard: {phase: work, achieve: [talk.completed]}
endings: {done: {outcome: success}}
""")
START = dt.datetime(2026, 3, 23, tzinfo=dt.UTC) - dt.timedelta(hours=2)
"""Midnight in Helsinki, a week before clocks go forward."""
BEHAVIOUR = {
    "talk": Behaviour(id="talk", length=Spread(value=60.0)),
    "offer": Behaviour(id="offer", verb="accept"),
    "end": Behaviour(id="end", verb="close"),
}
SCENARIO = Scenario(
    id="hand-made",
    start=dt.date(2026, 3, 23),
    zone="Europe/Helsinki",
    horizon=Duration(4, Unit.WEEKS),
    staff=(
        Staff(id="teachers", role="teacher", count=2),
        Staff(id="nurses", role="nurse", organisation="clinic", count=2, competences=("kind",)),
    ),
    people=(LayPerson(id="child"), LayPerson(id="guardian")),
    behaviour=tuple(BEHAVIOUR.values()),
)
LETTERS = tuple(
    Signature(*name.split("/"))
    for name in (
        "case//opened", "case//closed", "participant/child/joined", "participant/guardian/joined",
        "participant/teacher/joined", "participant/nurse/joined", "participant/nurse/left", "phase/work/active",
        "phase/work/terminated", "meeting/talk/enabled", "meeting/talk/booked", "meeting/talk/active",
        "meeting/talk/completed", "meeting/talk/terminated", "meeting/talk/cancelled", "task/offer/active",
        "task/offer/completed", "milestone/heard/achieved",
    )
)  # fmt: skip
DATA = ("age", "mood", "score", "fine", "ending")
WORDS = ("good", "bad", "done")
PREPARED = Prepared(
    model=MODEL,
    scenario=SCENARIO,
    numbers=(),
    floats=(),
    letters=LETTERS,
    data=DATA,
    words=WORDS,
    types=("integer", "word", "number", "truth", "word"),
    roles=("child", "guardian", "teacher", "nurse"),
    groups=("teachers", "nurses"),
    lay=("child", "guardian"),
    acts=(
        Act(
            behaviour=BEHAVIOUR["talk"], verb="complete", element="talk", role="teacher", attendance=True,
            groups=(0, 1), lay=(0, 1),
        ),
        Act(behaviour=BEHAVIOUR["offer"], verb="accept", element="offer", role="teacher", on_behalf_of=0, groups=(0,)),
        Act(behaviour=BEHAVIOUR["end"], verb="close", element="", role="nurse", groups=(1,)),
    ),
    fact_data=(0, 1),
    opener=0,
    start_us=micros(START),
    horizon=4 * 7 * 1440,
    warm_up=0,
)  # fmt: skip
PLANS = {"talk": 0, "offer": 1, "": 2}
WORKERS = {"teachers-1": 1, "teachers-2": 4097, "nurses-1": 8193, "nurses-2": 12289, "nurses-2.2": 12290}


class Lived:
    """
    Cases of a small town, lived through by chance.

    Args:
        seed: What chance goes by.
        cases: How many cases.
    """

    def __init__(self, seed: int, cases: int) -> None:
        self.random = Random(seed)
        self.steps: list[tuple[int, int, tuple[Event, ...], int]] = []
        for number in range(cases):
            self._live(number)
        self.steps.sort(key=lambda step: step[0])

    @property
    def events(self) -> list[Event]:
        """The events, case after case."""
        found = [in_order(event) for _, _, events, _ in self.steps for event in events]
        return sorted(found, key=lambda event: (int(event.case.rpartition("-")[2]), event.seq))

    def log(self) -> Log:
        """Give the log that the kernel would write of them."""
        log = Log()
        for minute, number, events, shown in self.steps:
            for event in events:
                log.take(*_rows(event, minute, number, shown))
            if self.random.random() < 0.1:
                log.take([LOG_WORK, number, *([0] * 10)], [30.0])
        return log

    def _live(self, number: int) -> None:
        draw = self.random
        case, minute = new_case(MODEL, f"r3-{number}"), draw.randrange(1440 * 20)
        teacher = Actor(role="teacher", person=draw.choice(("teachers-1", "teachers-2")), organisation="school")
        nurse = Actor(role="nurse", person=draw.choice(("nurses-1", "nurses-2", "nurses-2.2")), organisation="clinic")
        facts = (("age", draw.randrange(9, 18)), ("mood", draw.choice(("good", "bad", None))))
        told = tuple(pair for pair in facts if pair[1] is not None)
        case = self._do(case, minute, number, Command(verb="open", by=teacher, data=told))
        there = 1 << 0
        for lay, role in enumerate(("child", "guardian")):
            if lay == 0 or draw.random() < 0.5:
                there |= 1 << lay
                person = (("person", f"{role}-r3-{number}"),)
                case = self._do(case, minute, number, Command(verb="join", element=role, by=teacher, data=person))
        minute += draw.randrange(3000)
        able = (("competences", ("kind",)),)
        case = self._do(case, minute, number, Command(verb="join", element="nurse", by=nurse, data=able))
        for _ in range(draw.randrange(5)):
            minute += draw.randrange(3000)
            case = self._turn(case, minute, number, teacher, there)
        if draw.random() < 0.6:
            case = self._do(case, minute, number, Command(verb="close", by=nurse, data=(("ending", "done"),)))

    def _turn(self, case: Case, minute: int, number: int, teacher: Actor, there: int) -> Case:
        draw, shown = self.random, self.random.randrange(4)
        kind = draw.randrange(5)
        if kind == 0:
            at = (("at", START + dt.timedelta(minutes=minute + 600)),)
            return self._do(case, minute, number, Command(verb="book", element="talk", by=teacher, data=at))
        if kind == 1:
            for_child = Actor(
                role="teacher", person=teacher.person, organisation="school", on_behalf_of=f"child-r3-{number}"
            )
            return self._do(case, minute, number, Command(verb="accept", element="offer", by=for_child))
        lines = attendance(shown & there, there)
        case = self._do(case, minute, number, Command(verb="start", element="talk", by=teacher), shown)
        if kind == 2:
            missed = (("outcome", "no-show"), ("attendance", lines))
            return self._do(case, minute, number, Command(verb="miss", element="talk", by=teacher, data=missed), shown)
        told = (("score", draw.random()), ("fine", draw.random() < 0.5), ("attendance", lines))
        return self._do(case, minute, number, Command(verb="complete", element="talk", by=teacher, data=told), shown)

    def _do(self, case: Case, minute: int, number: int, command: Command, shown: int = 0) -> Case:
        """Let somebody do something, if the model lets them."""
        now = (START + dt.timedelta(minutes=minute)).astimezone(ZoneInfo("Europe/Helsinki"))
        decided = decide(MODEL, case, command, now)
        if isinstance(decided, Refusal):
            return case
        self.steps.append((minute, number, decided, shown))
        for event in decided:
            case = evolve(MODEL, case, event)
        return case


def in_order(event: Event) -> Event:
    """Give an event with its data in order of name: what came first at the desk says nothing."""
    return attrs.evolve(event, data=tuple(sorted(event.data, key=lambda pair: pair[0])))


def attendance(shown: int, there: int) -> tuple[object, ...]:
    """Give the lines of those invited: workers, and the lay people whom a case has."""
    lines: list[tuple[tuple[str, str], ...]] = [
        (("role", "teacher"), ("organisation", "school"), ("outcome", "came")),
        (("role", "nurse"), ("organisation", "clinic"), ("presence", "remote"), ("outcome", "came")),
    ]
    for lay, role in enumerate(("child", "guardian")):
        if there >> lay & 1:
            lines.append((("role", role), ("outcome", "came" if shown >> lay & 1 else "no-show")))
    return tuple(lines)


def _rows(event: Event, minute: int, number: int, shown: int) -> tuple[list[int], list[float]]:
    letter = LETTERS.index(Signature(event.kind, event.element, event.transition))
    cause, plan = _cause(event)
    started = -1
    data = dict(event.data)
    if "at" in data:
        started = (micros(data["at"]) - PREPARED.start_us) // 60_000_000  # type: ignore[arg-type]
    actor = WORKERS[event.actor.person] if event.actor.person else 0
    instance = int(event.instance) if event.instance else 0
    rows = [letter, number, instance, minute, cause, plan, actor, minute, -1, started, shown, 0]
    floats = [0.0]
    for name in DATA if cause in (DONE_BY, OPENING) else ():
        rows += [-1 - DATA.index(name), number, 0, minute, *([0] * 8)]
        value = data.get(name, float("nan"))
        floats.append(float(WORDS.index(value)) if isinstance(value, str) else float(value))  # type: ignore[arg-type]
    return rows, floats


def _cause(event: Event) -> tuple[int, int]:
    if event.caused_by:
        return DERIVED, -1
    if event.kind == "participant":
        return (JOINED if event.transition == "joined" else GONE), -1
    if event.transition == "opened":
        return OPENING, -1
    causes = {"terminated": MISSED, "booked": BOOKING, "active": STARTING}
    return causes.get(event.transition, DONE_BY), PLANS[event.element]
