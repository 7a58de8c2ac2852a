"""Worlds small enough for closed forms: one thing that clerks do, for whoever comes, at any hour."""

from __future__ import annotations

import numpy as np
from benchmarks.simulate_peers.ours import Numbers

import collabmodel as cm
from collabmodel.simulate.engine import Prepared, prepare
from collabmodel.simulate.reading import load_scenario

MODEL = """
format: 1
id: counter
language: en
case: {subjects: [client], openings: [request]}
organisations: {office: {title: Office}}
roles:
  client: {title: Client, side: client, sees: ["*"]}
  clerk: {title: Clerk, side: professional, organisations: [office], sees: ["*"]}
endings:
  served: {title: Served, outcome: success}
  lost: {title: Lost, outcome: neutral, scored: false}
activities:
  serve:
    title: Serve
    kind: contact
    participants: [{role: clerk, mode: perform}, {role: client, mode: PRESENCE}]
    repeat: {on: serve.terminated}
    outcomes: [no-show]
"""
SCENARIO = """
format: 1
id: counter
start: 2024-01-01
horizon: WEEKS weeks
scheduling: queue
opened_by: client
arrivals: {customers: {gap: {shape: exponential, mean: GAP, unit: hours}}}
staff: {clerks: {role: clerk, organisation: office, count: CLERKS, keeps: false}}
behaviour:
  serve: {verb: complete, by: clerk, SERVE}
  leave: {verb: close, by: clerk, after: [serve], data: {ending: {spread: served}}}
  lose: {verb: close, by: clerk, at_drop_out: true, data: {ending: {spread: lost}}}
"""


def world(*, weeks: int, gap: float, clerks: int, serve: str, needed: bool = False) -> Prepared:
    """
    Give a world ready to run.

    Args:
        weeks: How long it is watched.
        gap: Mean hours between one customer and the next.
        clerks: How many clerks.
        serve: How they serve, as keys of a behaviour.
        needed: Whether the client must be there.
    """
    text = SCENARIO.replace("WEEKS", str(weeks)).replace("GAP", repr(gap)).replace("CLERKS", str(clerks))
    model = MODEL.replace("PRESENCE", "required" if needed else "heard")
    return prepare(cm.load(model), load_scenario(text.replace("SERVE", serve)))


def mean_in_line(asked: Numbers, started: Numbers, first: int, last: int) -> float:
    """
    Give how many wait on average between two minutes.

    Args:
        asked: When each began to wait.
        started: When each no longer did.
        first: The first minute.
        last: The last minute.
    """
    waited = np.clip(started, first, last) - np.clip(asked, first, last)
    return float(waited.sum()) / (last - first)
