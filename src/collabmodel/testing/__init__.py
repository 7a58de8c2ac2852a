"""
For whoever writes a plugin: suites that a store must pass, and places at which faults can be injected.

It needs pytest and hypothesis, and nothing else in the library imports it.
"""

from __future__ import annotations

from collabmodel.testing.builders import NOON, a_batch, a_message, a_row, an_event, some_text
from collabmodel.testing.conformance import StoreConformance
from collabmodel.testing.faults import FaultPoints, kill_here, raising
from collabmodel.testing.strategies import events, texts, times, values

__all__ = [
    "NOON",
    "FaultPoints",
    "StoreConformance",
    "a_batch",
    "a_message",
    "a_row",
    "an_event",
    "events",
    "kill_here",
    "raising",
    "some_text",
    "texts",
    "times",
    "values",
]
