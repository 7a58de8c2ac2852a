"""What is known of queues without simulating them."""

from __future__ import annotations

import math

T_99 = 2.7563859036706
"""The 99.5 % point of Student's t with 29 degrees of freedom: 30 replications, an interval of 99 %."""


def erlang_c(load: float, servers: int) -> float:
    """
    Give the share of customers of an M/M/c queue who wait.

    Args:
        load: Arrival rate times mean service time, < servers.
        servers: How many serve.
    """
    term, total = 1.0, 0.0
    for number in range(servers):
        total += term
        term *= load / (number + 1)
    waiting = term * servers / (servers - load)
    return waiting / (total + waiting)


def wait_in_mmc(load: float, servers: int, service: float) -> float:
    """
    Give the mean wait in an M/M/c queue, of all customers.

    Args:
        load: Arrival rate times mean service time, < servers.
        servers: How many serve.
        service: Mean service time.
    """
    return erlang_c(load, servers) * service / (servers - load)


def wait_in_mg1(load: float, service: float, cv: float) -> float:
    """
    Give the mean wait in an M/G/1 queue (Pollaczek and Khinchine).

    Args:
        load: Arrival rate times mean service time, < 1.
        service: Mean service time.
        cv: Coefficient of variation of service times.
    """
    return load * service * (1 + cv * cv) / (2 * (1 - load))


def interval_99(values: list[float]) -> tuple[float, float]:
    """
    Give the 99 % interval of a mean, of 30 replications.

    Args:
        values: The value in each.
    """
    assert len(values) == 30
    mean = math.fsum(values) / 30
    spread = math.sqrt(math.fsum((one - mean) ** 2 for one in values) / 29 / 30)
    return mean - T_99 * spread, mean + T_99 * spread


def difference_99(ours: list[float], theirs: list[float]) -> tuple[float, float]:
    """
    Give the 99 % interval of the difference of two means, each of 30 replications (Welch).

    Args:
        ours: The value in each of ours.
        theirs: The value in each of theirs.
    """
    assert len(ours) == len(theirs) == 30
    a, b = math.fsum(ours) / 30, math.fsum(theirs) / 30
    va = math.fsum((one - a) ** 2 for one in ours) / 29 / 30
    vb = math.fsum((one - b) ** 2 for one in theirs) / 29 / 30
    # Welch's formula gives 29 degrees of freedom at least, so this is if anything too wide, by 4 % at most.
    spread = T_99 * math.sqrt(va + vb)
    return a - b - spread, a - b + spread
