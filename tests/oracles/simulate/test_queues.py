"""
Queues whose means are known in closed form come out so, within the 99 % interval of 30 replications.

Every queue starts empty. Its first fifth is left out, which is more than ten times the time in which such a queue
forgets how it began, and nobody is counted who came in the last tenth, so that all who are counted have been served.
With a seed drawn anew one comparison in a hundred would fall outside by chance; the seed was set before
the first run and never changed for a result.
"""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.simulate_peers.ours import Numbers, logged, of_plan, opened_at
from tests.oracles.simulate.closed_forms import erlang_c, interval_99, wait_in_mg1, wait_in_mmc
from tests.oracles.simulate.small_worlds import mean_in_line, world

from collabmodel.simulate.engine import Prepared
from collabmodel.simulate.kernel import rows as r

SEED = 20_240_101
SERVICE = 20.0
Found = dict[str, float]


def measured(ready: Prepared, clerks: int, table: Numbers) -> Found:
    """Measure one replication between its first fifth and its last tenth, in hours."""
    first, last = ready.horizon // 5, ready.horizon - ready.horizon // 10
    served = of_plan(ready, table, "serve")
    asked, started, ended = (served[:, place] for place in (r.LOG_REQUESTED, r.LOG_STARTED, r.LOG_TIME))
    counted = (asked >= first) & (asked < last)
    waited = (started - asked)[counted]
    busy = np.clip(ended, first, last) - np.clip(started, first, last)
    return {
        "wait": float(np.mean(waited)) / 60,
        "waiting": float(np.mean(waited > 0)),
        "in line": mean_in_line(asked, started, first, last),
        "utilisation": float(busy.sum()) / (last - first) / clerks,
    }


def replicated(ready: Prepared, clerks: int) -> dict[str, tuple[float, float]]:
    found = [measured(ready, clerks, logged(ready, SEED, number + 1)) for number in range(30)]
    return {name: interval_99([one[name] for one in found]) for name in found[0]}


def outside(intervals: dict[str, tuple[float, float]], known: Found) -> dict[str, tuple[float, tuple[float, float]]]:
    """Give what lies outside its interval."""
    return {
        name: (value, intervals[name])
        for name, value in known.items()
        if not intervals[name][0] <= value <= intervals[name][1]
    }


@pytest.mark.parametrize(
    ("clerks", "share", "weeks"),
    [
        pytest.param(3, 0.7, 200),
        pytest.param(1, 0.6, 1_600, marks=pytest.mark.nightly),
        pytest.param(2, 0.8, 1_600, marks=pytest.mark.nightly),
        pytest.param(5, 0.85, 1_600, marks=pytest.mark.nightly),
    ],
)
def test_pools_queue_as_erlang_says(clerks: int, share: float, weeks: int) -> None:
    """Waiting times, lines and utilisation of M/M/c queues are Erlang's."""
    load = clerks * share
    serve = f"length: {{shape: exponential, mean: {SERVICE}, unit: hours}}"
    ready = world(weeks=weeks, gap=SERVICE / load, clerks=clerks, serve=serve)
    wait = wait_in_mmc(load, clerks, SERVICE)
    known = {"wait": wait, "waiting": erlang_c(load, clerks), "in line": wait * load / SERVICE, "utilisation": share}

    assert outside(replicated(ready, clerks), known) == {}


@pytest.mark.parametrize(
    ("share", "cv", "weeks"),
    [
        pytest.param(0.6, 0.5, 300),
        pytest.param(0.8, 0.5, 1_600, marks=pytest.mark.nightly),
        pytest.param(0.6, 1.5, 1_600, marks=pytest.mark.nightly),
    ],
)
def test_one_clerk_queues_as_pollaczek_and_khinchine_say(share: float, cv: float, weeks: int) -> None:
    """Waiting times, lines and utilisation of M/G/1 queues with lognormal lengths are as the formula says."""
    serve = f"length: {{shape: lognormal, mean: {SERVICE}, cv: {cv}, unit: hours}}"
    ready = world(weeks=weeks, gap=SERVICE / share, clerks=1, serve=serve)
    wait = wait_in_mg1(share, SERVICE, cv)
    known = {"wait": wait, "waiting": share, "in line": wait * share / SERVICE, "utilisation": share}

    assert outside(replicated(ready, 1), known) == {}


def tries(ready: Prepared, table: Numbers) -> Found:
    """Measure who came at which try and how long it took, of those who came before the last quarter."""
    came = opened_at(ready, table)
    counted = np.flatnonzero(came < ready.horizon * 3 // 4)
    served, lost = (of_plan(ready, table, name) for name in ("leave", "lose"))
    met = of_plan(ready, table, "serve")
    made = np.bincount(met[:, r.LOG_CASE], minlength=len(came))
    good = served[np.isin(served[:, r.LOG_CASE], counted)]
    bad = np.isin(lost[:, r.LOG_CASE], counted).sum()
    assert len(good) + bad == len(counted)
    return {
        "tries": float(np.mean(made[counted])),
        "at once": float(np.mean(made[good[:, r.LOG_CASE]] == 1)),
        "served": len(good) / len(counted),
        "lead": float(np.mean(good[:, r.LOG_TIME] - came[good[:, r.LOG_CASE]])) / 60,
    }


@pytest.mark.parametrize(
    ("missing", "stops", "weeks"),
    [
        pytest.param(0.3, 0.2, 150),
        pytest.param(0.15, 0.0, 1_000, marks=pytest.mark.nightly),
        pytest.param(0.5, 0.1, 1_000, marks=pytest.mark.nightly),
    ],
)
def test_tries_are_geometric(missing: float, stops: float, weeks: int) -> None:
    """Of people who do not come and are asked again, tries, losses and lead times are those of geometric retries."""
    ready = world(
        weeks=weeks,
        gap=8.0,
        clerks=60,
        needed=True,
        serve=(
            "with: [client], delay: {shape: exponential, mean: 100, unit: hours}, "
            "length: {shape: lognormal, mean: 10, cv: 0.5, unit: hours}, "
            f"no_show: {missing}, stops: {stops}, missed_length: 5 hours, "
            "retry: {shape: exponential, mean: 40, unit: hours}"
        ),
    )
    found = [tries(ready, logged(ready, SEED, number + 1)) for number in range(30)]
    intervals = {name: interval_99([one[name] for one in found]) for name in found[0]}
    end = 1 - missing * (1 - stops)
    known = {
        "tries": 1 / end,
        "at once": end,
        "served": (1 - missing) / end,
        "lead": 100 + 10 + (1 - end) / end * (5 + 40),
    }

    assert outside(intervals, known) == {}
