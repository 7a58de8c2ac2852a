"""The two-agency workload in collabmodel: its model and scenario at each size, and the outputs read from the log."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import numpy as np
from benchmarks.simulate_peers import workload as w

import collabmodel as cm
from collabmodel.model import Signature
from collabmodel.simulate.compiled import is_warm
from collabmodel.simulate.engine import Prepared, prepare, run
from collabmodel.simulate.expanding import Log
from collabmodel.simulate.kernel import rows as r
from collabmodel.simulate.reading import load_scenario
from collabmodel.workdays import Duration, Unit

MODELS = Path(__file__).parents[2] / "tests" / "oracles" / "models"
JOINT = ("opening_meeting", "review", "closing_meeting")
Numbers = np.ndarray[Any, np.dtype[np.int64]]


def table_of(log: Log) -> Numbers:
    """Give the whole numbers of a log as one table."""
    return np.frombuffer(log.rows, dtype=np.int64).reshape(-1, r.LOG_SIZE)


def ignore(_rows: Any, _floats: Any) -> None:
    """Take a log and forget it."""


def prepared(name: str, size: w.Size, weeks: int = 260) -> Prepared:
    """
    Make a workload ready to run.

    Args:
        name: ``two-agencies`` for W1, ``pools`` for W0.
        size: How big.
        weeks: How long it is watched.
    """
    scenario = load_scenario(MODELS / f"{name}.scenario.yaml")
    count = {"a": size.a, "b": size.b}
    scenario = attrs.evolve(
        scenario,
        horizon=Duration(weeks, Unit.WEEKS),
        arrivals=tuple(attrs.evolve(one, per_week=size.per_week) for one in scenario.arrivals),
        staff=tuple(attrs.evolve(one, count=count[one.id]) for one in scenario.staff),
    )
    return prepare(cm.load(MODELS / f"{name}.yaml"), scenario)


def logged(ready: Prepared, seed: int, replication: int = 1, *, compiled: bool | None = None) -> Numbers:
    """
    Run a replication with its whole log kept.

    Args:
        ready: What is run.
        seed: Seed of all draws.
        replication: Which replication, from 1.
        compiled: Whether the compiled kernel runs it; None for yes if it was compiled before.
    """
    log = Log()
    chosen = is_warm() if compiled is None else compiled
    run(ready, replication=replication, seed=seed, take=log.take, compiled=chosen)
    return table_of(log)


def letter_of(ready: Prepared, kind: str, element: str, transition: str) -> int:
    """Give the letter of an event."""
    return ready.letters.index(Signature(kind, element, transition))


def worked(minutes: Numbers) -> Numbers:
    """Give the working minutes from a Monday 00:00 until each of some times."""
    days, rest = np.divmod(minutes, 1_440)
    week, day = np.divmod(days, 7)
    today = np.where(day < 5, np.clip(rest - 480, 0, 480), 0)
    return (week * 5 + np.minimum(day, 5)) * 480 + today


def opened_at(ready: Prepared, table: Numbers) -> Numbers:
    """Give the minute at which each case was opened, by its number."""
    opened = table[table[:, r.LOG_LETTER] == letter_of(ready, "case", "", "opened")]
    found = np.zeros(len(opened), dtype=np.int64)
    found[opened[:, r.LOG_CASE]] = opened[:, r.LOG_TIME]
    return found


def of_plan(ready: Prepared, table: Numbers, behaviour: str) -> Numbers:
    """Give the rows that tell of one behaviour being done or missed."""
    return table[(table[:, r.LOG_PLAN] == number_of(ready, behaviour)) & told(table)]


def told(table: Numbers) -> Any:
    """Tell which rows are of events that people brought about: done, or missed."""
    return (table[:, r.LOG_LETTER] >= 0) & np.isin(table[:, r.LOG_CAUSE], (r.DONE_BY, r.MISSED))


def number_of(ready: Prepared, behaviour: str) -> int:
    """Give the number of a behaviour's plan."""
    return next(place for place, act in enumerate(ready.acts) if act.behaviour.id == behaviour)


def lost(ready: Prepared, table: Numbers, behaviour: str) -> Numbers:
    """Give the rows of work that came to no event, because its case was closed meanwhile."""
    own = table[:, r.LOG_PLAN] == number_of(ready, behaviour)
    return table[own & (table[:, r.LOG_LETTER] == r.LOG_WORK)]


def outputs(ready: Prepared, table: Numbers, size: w.Size, weeks: int = 260) -> dict[str, float]:
    """
    Give the eight outputs of W1 from the log of a run.

    Args:
        ready: What was run.
        table: Its log.
        size: How big it is.
        weeks: How long it was watched.
    """
    came = opened_at(ready, table)
    done = {act: of_plan(ready, table, act) for act in ("intake", "a_visit", "b_session", *JOINT)}
    ended = {act: np.concatenate([rows, lost(ready, table, act)]) for act, rows in done.items()}
    every, all_ended = np.concatenate(list(done.values())), sum(map(len, ended.values()))
    completed, dropped = of_plan(ready, table, "close_completed"), of_plan(ready, table, "close_dropped_out")
    attended = done["opening_meeting"][done["opening_meeting"][:, r.LOG_CAUSE] == r.DONE_BY]

    def busy(acts: tuple[str, ...]) -> float:
        rows = np.concatenate([ended[act] for act in acts])
        return float((worked(rows[:, r.LOG_TIME]) - worked(rows[:, r.LOG_STARTED])).sum()) / 60

    return {
        "cases": float(len(came)),
        "drop_share": len(dropped) / (len(dropped) + len(completed)),
        "lead_d": float(np.mean(completed[:, r.LOG_TIME] - came[completed[:, r.LOG_CASE]])) / 1_440,
        "open_wait_d": float(np.mean(attended[:, r.LOG_STARTED] - came[attended[:, r.LOG_CASE]])) / 1_440,
        "queue_h": float(np.mean(every[:, r.LOG_STARTED] - every[:, r.LOG_REQUESTED])) / 60,
        "util_a": busy(("intake", "a_visit", *JOINT)) / (size.a * weeks * 40),
        "util_b": busy(("b_session", *JOINT)) / (size.b * weeks * 40),
        "ev_per_case": (len(came) + 3 * all_ended + len(completed) + len(dropped)) / len(came),
    }


def reduced_outputs(ready: Prepared, table: Numbers) -> dict[str, float]:
    """
    Give the two outputs of W0 from the log of a run.

    Args:
        ready: What was run.
        table: Its log.
    """
    came, closed = opened_at(ready, table), of_plan(ready, table, "close")
    lead = closed[:, r.LOG_TIME] - came[closed[:, r.LOG_CASE]]
    return {"served": float(len(closed)), "lead_d": float(np.mean(lead)) / 1_440}
