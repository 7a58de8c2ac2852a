"""The two-agency workload in SimPy: people are resources of capacity one, and a meeting waits for all of its people."""

from __future__ import annotations

from collections.abc import Generator
from random import Random
from typing import Any

import simpy
from benchmarks.simulate_peers import workload as w

Steps = Generator[simpy.Event, Any, Any]


class Case:
    """A young person's case."""

    __slots__ = ("a", "arrived", "b", "closed", "number", "stop", "young")

    def __init__(self, number: int, arrived: float, stop: float, young: simpy.Resource, a: int, b: int) -> None:
        self.number, self.arrived, self.stop, self.young = number, arrived, stop, young
        self.a, self.b, self.closed = a, b, False


class World:
    """Both agencies, and everybody who comes."""

    def __init__(self, size: w.Size, seed: int, *, log: bool, weeks: float) -> None:
        self.env = simpy.Environment()
        self.rng = Random(seed)
        self.tally = w.Tally(size, log=log, weeks=weeks)
        self.people_a = [simpy.Resource(self.env) for _ in range(size.a)]
        self.people_b = [simpy.Resource(self.env) for _ in range(size.b)]
        self.open_a, self.open_b = [0] * size.a, [0] * size.b
        self.env.process(self.arrivals(168.0 / size.per_week))

    def arrivals(self, gap: float) -> Steps:
        while True:
            yield self.env.timeout(self.rng.expovariate(1 / gap))
            self.arrive(simpy.Resource(self.env))

    def arrive(self, young: simpy.Resource, a: int = -1, b: int = -1) -> None:
        tally, now = self.tally, self.env.now
        if a < 0:
            a = self.open_a.index(min(self.open_a))
        self.open_a[a] += 1
        if b >= 0:
            self.open_b[b] += 1
        case = Case(tally.cases, now, now + self.rng.expovariate(1 / w.STAYS), young, a, b)
        tally.cases += 1
        tally.events += 1
        self.env.process(self.work(case))

    def work(self, case: Case) -> Steps:
        """Lead a case from its intake to its end."""
        env = self.env
        if not (yield from self.appointment(case, w.INTAKE)):
            return
        if case.b < 0:
            case.b = self.open_b.index(min(self.open_b))
            self.open_b[case.b] += 1
        if not (yield from self.appointment(case, w.OPENING)):
            return
        while True:
            visits = env.process(self.strand(case, w.VISIT, w.VISITS))
            sessions = env.process(self.strand(case, w.SESSION, w.SESSIONS))
            yield visits & sessions
            if case.closed or not (yield from self.appointment(case, w.REVIEW)):
                return
            if self.rng.random() >= w.AGAIN:
                break
        if (yield from self.appointment(case, w.CLOSING)):
            self.tally.completed += 1
            self.tally.lead += env.now - case.arrived
            self.close(case, "completed")

    def strand(self, case: Case, activity: int, times: int) -> Steps:
        for _ in range(times):
            if not (yield from self.appointment(case, activity)):
                return

    def appointment(self, case: Case, activity: int) -> Steps:
        """Meet until somebody comes; tell whether the case goes on."""
        env, rng, tally, kind = self.env, self.rng, self.tally, w.KINDS[activity]
        delay = kind.delay
        people = self.people(case, kind)
        while True:
            due = w.book(env.now + (rng.expovariate(1 / delay) if delay else 0.0), rng)
            if due > env.now:
                yield env.timeout(due - env.now)
            if self.gone(case):
                return False
            tally.events += 1
            requested = env.now
            requests = [one.request() for one in people]
            yield env.all_of(requests)
            if self.gone(case):
                self.release(people, requests)
                return False
            missed = yield from self.meeting(case, activity, requested)
            if missed and not case.closed and rng.random() < w.STOPS:
                case.stop = env.now
                self.drop(case)
            self.release(people, requests)
            if case.closed:
                return False
            if not missed:
                return True
            delay = w.RETRY

    def people(self, case: Case, kind: w.Kind) -> list[simpy.Resource]:
        everybody = ((kind.a, self.people_a, case.a), (kind.b, self.people_b, case.b))
        found = [workers[number] for wanted, workers, number in everybody if wanted]
        return [*found, case.young] if kind.young else found

    def meeting(self, case: Case, activity: int, requested: float) -> Steps:
        """Hold a meeting; tell whether it was missed."""
        env, rng, tally, kind = self.env, self.rng, self.tally, w.KINDS[activity]
        started = env.now
        tally.events += 1
        tally.started += 1
        tally.queued += started - requested
        missed = bool(kind.no_show) and rng.random() < kind.no_show
        if activity == w.OPENING and not missed:
            tally.opened += 1
            tally.waited += started - case.arrived
        hours = w.MISSED if missed else w.length(kind.length, rng)
        yield env.timeout(w.finish(started, hours) - started)
        tally.events += 1
        tally.busy_a += hours * kind.a
        tally.busy_b += hours * kind.b
        if tally.log is not None:
            a, b = case.a if kind.a else -1, case.b if kind.b else -1
            tally.log.append((case.number, activity, started, env.now, a, b, missed))
        return missed

    def release(self, people: list[simpy.Resource], requests: list[Any]) -> None:
        for one, request in zip(people, requests, strict=True):
            one.release(request)

    def gone(self, case: Case) -> bool:
        if not case.closed and self.env.now >= case.stop:
            self.drop(case)
        return case.closed

    def drop(self, case: Case) -> None:
        self.tally.dropped += 1
        self.close(case, "dropped out")

    def close(self, case: Case, ending: str) -> None:
        case.closed = True
        self.tally.events += 1
        self.open_a[case.a] -= 1
        if case.b >= 0:
            self.open_b[case.b] -= 1
        if self.rng.random() < w.RETURNING[ending]:
            self.env.process(self.come_back(case))

    def come_back(self, case: Case) -> Steps:
        yield self.env.timeout(self.rng.expovariate(1 / w.RETURNS))
        self.arrive(case.young, case.a, case.b)


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
    world.env.run(until=weeks * 168.0)
    return world.tally


class Pools:
    """The reduced workload W0: whoever is free serves."""

    def __init__(self, size: w.Size, seed: int) -> None:
        self.env, self.rng = simpy.Environment(), Random(seed)
        self.a, self.b = simpy.Resource(self.env, size.a), simpy.Resource(self.env, size.b)
        self.arrived = self.served = 0
        self.lead = 0.0
        self.log: list[tuple[int, str, float, float, float]] = []
        self.env.process(self.arrivals(168.0 / size.per_week))

    def arrivals(self, gap: float) -> Steps:
        while True:
            yield self.env.timeout(self.rng.expovariate(1 / gap))
            self.env.process(self.work(self.arrived))
            self.arrived += 1

    def work(self, number: int) -> Steps:
        arrived, rng = self.env.now, self.rng
        yield from self.serve(number, self.a, "intake", 2.0)
        while True:
            yield self.env.timeout(rng.expovariate(1 / w.BETWEEN))
            yield from self.serve(number, self.a, "visit", 1.5)
            yield self.env.timeout(rng.expovariate(1 / w.BETWEEN))
            yield from self.serve(number, self.b, "session", 1.25)
            if rng.random() >= w.ANOTHER_ROUND:
                break
        self.served += 1
        self.lead += self.env.now - arrived

    def serve(self, number: int, pool: simpy.Resource, what: str, mean: float) -> Steps:
        requested = self.env.now
        with pool.request() as request:
            yield request
            started = self.env.now
            yield self.env.timeout(w.finish(started, w.length(mean, self.rng)) - started)
            self.log.append((number, what, requested, started, self.env.now))

    def outputs(self) -> dict[str, float]:
        """Give what simulators of queues must agree about."""
        return {"served": float(self.served), "lead_d": self.lead / self.served / 24.0}


def run_pools(size: w.Size, seed: int, *, weeks: float = 260.0) -> Pools:
    """
    Run W0 once.

    Args:
        size: How big.
        seed: Seed of all draws.
        weeks: How long it is watched.
    """
    world = Pools(size, seed)
    world.env.run(until=weeks * 168.0)
    return world
