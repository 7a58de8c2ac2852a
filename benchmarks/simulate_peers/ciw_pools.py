"""The reduced two-agency workload in Ciw: two nodes with shifts, and two without a queue for the time between."""

from __future__ import annotations

import math
from typing import Any

import ciw
from benchmarks.simulate_peers import workload as w

POOL_A, TO_SESSION, POOL_B, TO_VISIT = 1, 2, 3, 4


def shifts(servers: int) -> ciw.Schedule:
    """Give a week's hours; work that lasts longer goes on the next day."""
    ends = [hour for day in range(5) for hour in (24.0 * day + 8.0, 24.0 * day + 16.0)]
    numbers = [0, servers] * 5
    return ciw.Schedule(numbers_of_servers=[*numbers, 0], shift_end_dates=[*ends, 168.0], preemption="resume")


def lengths(mean: float) -> ciw.dists.Lognormal:
    return ciw.dists.Lognormal(mean=math.log(mean) - w.SIGMA**2 / 2, sd=w.SIGMA)


def network(size: w.Size) -> Any:
    """Give W0 as a network: whoever is new has their intake at the first node, whoever is known a visit."""
    between = ciw.dists.Exponential(rate=1 / w.BETWEEN)
    same = {"New": {"New": 1.0, "Known": 0.0}, "Known": {"New": 0.0, "Known": 1.0}}
    known = {"New": {"New": 0.0, "Known": 1.0}, "Known": {"New": 0.0, "Known": 1.0}}
    to_visit = [0.0, 0.0, 0.0, 1.0]
    return ciw.create_network(
        arrival_distributions={
            "New": [ciw.dists.Exponential(rate=size.per_week / 168.0), None, None, None],
            "Known": [None, None, None, None],
        },
        service_distributions={
            "New": [lengths(2.0), between, lengths(1.25), between],
            "Known": [lengths(1.5), between, lengths(1.25), between],
        },
        number_of_servers=[shifts(size.a), math.inf, shifts(size.b), math.inf],
        routing={
            "New": [to_visit, [0.0] * 4, [0.0] * 4, [0.0] * 4],
            "Known": [
                [0.0, 1.0, 0.0, 0.0],
                [0.0, 0.0, 1.0, 0.0],
                [0.0, 0.0, 0.0, w.ANOTHER_ROUND],
                [1.0, 0.0, 0.0, 0.0],
            ],
        },
        class_change_matrices=[same, same, same, known],
    )


class Pools:
    """
    One run of W0 with all records kept.

    Args:
        size: How big.
        seed: Seed of all draws.
        weeks: How long it is watched.
    """

    def __init__(self, size: w.Size, seed: int, *, weeks: float) -> None:
        ciw.seed(seed)
        self.simulation = ciw.Simulation(network(size))
        self.simulation.simulate_until_max_time(weeks * 168.0)
        self.log = [one for one in self.simulation.get_all_records() if one.record_type == "service"]

    def outputs(self) -> dict[str, float]:
        """Give what simulators of queues must agree about."""
        came: dict[int, float] = {}
        left: dict[int, float] = {}
        for one in self.log:
            came[one.id_number] = min(one.arrival_date, came.get(one.id_number, math.inf))
            if one.destination == -1:
                left[one.id_number] = one.exit_date
        lead = sum(left[number] - came[number] for number in left)
        return {"served": float(len(left)), "lead_d": lead / len(left) / 24.0}


def run_pools(size: w.Size, seed: int, *, weeks: float = 260.0) -> Pools:
    """
    Run W0 once.

    Args:
        size: How big.
        seed: Seed of all draws.
        weeks: How long it is watched.
    """
    return Pools(size, seed, weeks=weeks)
