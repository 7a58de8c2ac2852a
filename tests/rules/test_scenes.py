"""Which events are there to be anybody's neighbour."""

from __future__ import annotations

from collabmodel.model import Activity, Model, Signature
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.scenes import Scene

NOTE, TASK = Signature("note", "", "recorded"), Signature("task", "a", "completed")
LEXICON = Lexicon.of(Model(id="m", activities=(Activity(id="a", kind="task"),)))


def test_the_first_event_that_is_there_is_the_neighbour() -> None:
    """Events of no element are looked past; the range is half open, and an empty one holds nobody."""
    trace = ListedTrace()
    for signature in (TASK, NOTE, TASK, TASK, NOTE):
        trace.add(signature, 0)
    scene = Scene(trace, LEXICON)

    assert [scene.neighbour(start, 5) for start in range(6)] == [0, 2, 2, 3, -1, -1]
    assert [scene.neighbour(1, end) for end in range(4)] == [-1, -1, -1, 2]


def test_kinds_of_events_that_come_later_are_learnt() -> None:
    """A trace that grows may bring new kinds of events, and the scene knows whether they are there."""
    trace = ListedTrace()
    trace.add(NOTE, 0)
    scene = Scene(trace, LEXICON)
    before = scene.neighbour(0, 1)
    trace.add(TASK, 0)

    assert (before, scene.neighbour(0, 2), scene.mapped) == (-1, 1, [False, True])
