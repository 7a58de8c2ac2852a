"""The two-agency workload in salabim: a component a case and a strand, and requests of several resources."""

from __future__ import annotations

from collections.abc import Generator
from random import Random
from typing import Any

import salabim as sim
from benchmarks.simulate_peers import workload as w

Steps = Generator[Any, Any, Any]


class World:
    """Both agencies, and everybody who comes."""

    def __init__(self, size: w.Size, seed: int, *, log: bool, weeks: float) -> None:
        self.env = sim.Environment(trace=False, random_seed=seed, yieldless=False)
        self.rng = Random(seed)
        self.tally = w.Tally(size, log=log, weeks=weeks)
        self.people_a = [self.person() for _ in range(size.a)]
        self.people_b = [self.person() for _ in range(size.b)]
        self.open_a, self.open_b = [0] * size.a, [0] * size.b
        Arrivals(world=self, env=self.env)

    def person(self) -> sim.Resource:
        return sim.Resource(honor_only_first=True, monitor=False, env=self.env)

    def arrive(self, young: sim.Resource, a: int = -1, b: int = -1) -> None:
        if a < 0:
            a = self.open_a.index(min(self.open_a))
        self.open_a[a] += 1
        if b >= 0:
            self.open_b[b] += 1
        self.tally.cases += 1
        self.tally.events += 1
        Case(world=self, number=self.tally.cases - 1, young=young, a=a, b=b, env=self.env)

    def close(self, case: Case, ending: str) -> None:
        case.closed = True
        self.tally.events += 1
        self.tally.dropped += ending == "dropped out"
        self.open_a[case.a] -= 1
        if case.b >= 0:
            self.open_b[case.b] -= 1
        if self.rng.random() < w.RETURNING[ending]:
            Return(world=self, case=case, env=self.env)


class Arrivals(sim.Component):
    """Who comes for the first time."""

    def setup(self, world: World) -> None:
        self.world = world

    def process(self) -> Steps:
        gap = 168.0 / self.world.tally.size.per_week
        while True:
            yield self.hold(self.world.rng.expovariate(1 / gap))
            self.world.arrive(self.world.person())


class Return(sim.Component):
    """Somebody who comes once more."""

    def setup(self, world: World, case: Case) -> None:
        self.world, self.case = world, case

    def process(self) -> Steps:
        yield self.hold(self.world.rng.expovariate(1 / w.RETURNS))
        self.world.arrive(self.case.young, self.case.a, self.case.b)


class Meeting(sim.Component):
    """Whoever makes appointments: a case, or one of its strands."""

    def appointment(self, case: Case, activity: int) -> Steps:
        """Meet until somebody comes; tell whether the case goes on."""
        world, rng, kind = case.world, case.world.rng, w.KINDS[activity]
        delay, people = kind.delay, case.people(kind)
        while True:
            due = w.book(self.env.now() + (rng.expovariate(1 / delay) if delay else 0.0), rng)
            if due > self.env.now():
                yield self.hold(till=due)
            if case.gone():
                return False
            world.tally.events += 1
            requested = self.env.now()
            yield self.request(*people)
            if case.gone():
                self.release(*people)
                return False
            missed = yield from self.hold_meeting(case, activity, requested)
            if missed and not case.closed and rng.random() < w.STOPS:
                case.stop = self.env.now()
                world.close(case, "dropped out")
            self.release(*people)
            if case.closed:
                return False
            if not missed:
                return True
            delay = w.RETRY

    def hold_meeting(self, case: Case, activity: int, requested: float) -> Steps:
        """Hold a meeting; tell whether it was missed."""
        tally, rng, kind = case.world.tally, case.world.rng, w.KINDS[activity]
        started = self.env.now()
        tally.events += 1
        tally.started += 1
        tally.queued += started - requested
        missed = bool(kind.no_show) and rng.random() < kind.no_show
        if activity == w.OPENING and not missed:
            tally.opened += 1
            tally.waited += started - case.arrived
        hours = w.MISSED if missed else w.length(kind.length, rng)
        yield self.hold(till=w.finish(started, hours))
        tally.events += 1
        tally.busy_a += hours * kind.a
        tally.busy_b += hours * kind.b
        if tally.log is not None:
            a, b = case.a if kind.a else -1, case.b if kind.b else -1
            tally.log.append((case.number, activity, started, self.env.now(), a, b, missed))
        return missed


class Strand(Meeting):
    """One of the two strands of a round."""

    def setup(self, case: Case, activity: int, times: int) -> None:
        self.case, self.activity, self.times = case, activity, times

    def process(self) -> Steps:
        for _ in range(self.times):
            if not (yield from self.appointment(self.case, self.activity)):
                break
        self.case.strands -= 1
        if not self.case.strands:
            self.case.activate()


class Case(Meeting):
    """A young person's case."""

    def setup(self, world: World, number: int, young: sim.Resource, a: int, b: int) -> None:
        self.world, self.number, self.young, self.a, self.b = world, number, young, a, b
        self.arrived = self.env.now()
        self.stop = self.arrived + world.rng.expovariate(1 / w.STAYS)
        self.closed, self.strands = False, 0

    def people(self, kind: w.Kind) -> list[sim.Resource]:
        found = []
        if kind.a:
            found.append(self.world.people_a[self.a])
        if kind.b:
            found.append(self.world.people_b[self.b])
        if kind.young:
            found.append(self.young)
        return found

    def gone(self) -> bool:
        if not self.closed and self.env.now() >= self.stop:
            self.world.close(self, "dropped out")
        return self.closed

    def process(self) -> Steps:
        """Lead the case from its intake to its end."""
        world = self.world
        if not (yield from self.appointment(self, w.INTAKE)):
            return
        if self.b < 0:
            self.b = world.open_b.index(min(world.open_b))
            world.open_b[self.b] += 1
        if not (yield from self.appointment(self, w.OPENING)):
            return
        while True:
            self.strands = 2
            Strand(case=self, activity=w.VISIT, times=w.VISITS, env=self.env)
            Strand(case=self, activity=w.SESSION, times=w.SESSIONS, env=self.env)
            yield self.passivate()
            if self.closed or not (yield from self.appointment(self, w.REVIEW)):
                return
            if world.rng.random() >= w.AGAIN:
                break
        if (yield from self.appointment(self, w.CLOSING)):
            world.tally.completed += 1
            world.tally.lead += self.env.now() - self.arrived
            world.close(self, "completed")


def run(size: w.Size, seed: int, *, log: bool = True, weeks: float = 260.0) -> w.Tally:
    """
    Run W1 once.

    Args:
        size: How big.
        seed: Seed of all draws.
        log: Whether every activity is logged.
        weeks: How long it is watched.
    """
    world = World(size, seed, log=log, weeks=weeks)
    world.env.run(till=weeks * 168.0)
    return world.tally
