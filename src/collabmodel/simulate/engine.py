"""The engine as everything else sees it: a model and a scenario made ready, and one replication run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from collabmodel.errors import ConfigError, Problem, SimulationError
from collabmodel.simulate.checking_scale import MOST_CASES, MOST_EVENTS
from collabmodel.simulate.compiled import kernel
from collabmodel.simulate.compiling import prepare
from collabmodel.simulate.kernel.draws import replication_key
from collabmodel.simulate.kernel.header import (
    CASES,
    ENDED,
    ENDLESS,
    EVENTS,
    HEAP_MARGIN,
    KEY,
    LOG_MARGIN,
    LOG_ROOM,
    LOGGED,
    M_ROOM,
    MARGIN,
    NOW,
    OPEN_CASES,
    OUT_OF_ROOM,
    REGISTERS,
    STATIC,
    STOPPED,
    STOPPED_CASE,
    STOPPED_PLAN,
    TOP,
    TURNED_AWAY,
    X_ROOM,
    XTOP,
)
from collabmodel.simulate.kernel.heap import ENTRY
from collabmodel.simulate.kernel.rows import (
    CASE_NEXT,
    CASE_STATUS,
    CASE_TASKS,
    IS_OPEN,
    LOG_SIZE,
    PARKED_TASK,
    TASK_NEXT,
    TASK_STATE,
)
from collabmodel.simulate.prepared import Act, Draw, Floats, Ints, Prepared, Ran, Take

__all__ = ["Act", "Draw", "Floats", "Ints", "Prepared", "Ran", "Take", "prepare", "run"]

_TURNS = 20_000
"""Entries that are worked on between two looks of the caller."""
_LOG_ROWS = 4 * LOG_MARGIN
"""Rows of a block of the log."""


def run(
    prepared: Prepared,
    *,
    replication: int,
    seed: int,
    take: Take,
    compiled: bool = False,
    functions: Mapping[str, Draw] | None = None,
    until: Callable[[int], bool] | None = None,
) -> Ran:
    """
    Run one replication.

    Args:
        prepared: What ``prepare`` gave.
        replication: Which, from 1.
        seed: Seed of all draws, >= 0.
        take: Takes the log, block by block.
        compiled: Whether the compiled kernel is used; the bytes are the same.
        functions: Users' own distributions by name; only where it is not compiled.
        until: Asked now and then with the minutes simulated so far; stops the run when it gives False.

    Raises:
        ConfigError: It is to be compiled, and the extra ``fast`` is not installed; or a function is missing.
        SimulationError: A case does not come to an end at one instant, a function gave what is no number, or more comes
            about than there is room for.
    """
    given = functions or {}
    if missing := [name for name in prepared.functions if name not in given]:
        problem = Problem(
            what="no function was passed of the name", value=repr(missing[0]), hint="pass it to run as well"
        )
        raise ConfigError((problem,))
    wanted = {name: given[name] for name in prepared.functions}
    functions_of = kernel(compiled=compiled, functions=wanted or None)
    memory = _Memory(prepared, compiled=compiled)
    memory.m[KEY] = replication_key(seed, replication)
    functions_of.begin(memory.m, memory.x, memory.h)
    while not memory.m[ENDED]:
        functions_of.advance(memory.m, memory.x, memory.h, memory.log, memory.lx, _TURNS)
        if memory.m[STOPPED] == OUT_OF_ROOM:
            memory.m[STOPPED] = 0
            memory.hand_over(take)
            memory.grow()
        elif memory.m[STOPPED]:
            memory.hand_over(take)
            raise _endless(prepared, memory.m)
        _hold(memory.m)
        if until is not None and not until(int(memory.m[NOW])):
            break
    memory.hand_over(take)
    m = memory.m
    return Ran(cases=int(m[CASES]), events=int(m[EVENTS]), stuck=_stuck(m), turned_away=int(m[TURNED_AWAY]))


class _Memory:
    """
    The memories of one run: lists, or arrays where it is compiled.

    Args:
        prepared: What stands in them at the start.
        compiled: Whether they are arrays.
    """

    def __init__(self, prepared: Prepared, *, compiled: bool) -> None:
        self.compiled = compiled
        self.m: Any = self._ints(prepared.numbers, 4 * MARGIN)
        self.x: Any = self._floats(prepared.floats, 64 * max(prepared.numbers[REGISTERS], 1))
        self.h: Any = self._ints((), 8 * HEAP_MARGIN) if compiled else []
        self.log: Any = self._ints((), _LOG_ROWS * LOG_SIZE)
        self.lx: Any = self._floats((), _LOG_ROWS)
        self.m[TOP] = self.m[STATIC] = len(prepared.numbers)
        self.m[XTOP] = len(prepared.floats)
        self.m[LOG_ROOM] = _LOG_ROWS
        self._measure()

    def _measure(self) -> None:
        """Note how much there is room for, which addresses alone do not tell."""
        self.m[M_ROOM], self.m[X_ROOM] = len(self.m), len(self.x)
        if self.compiled:
            self.h[1] = len(self.h) // ENTRY - 1

    def _ints(self, first: Sequence[int], more: int) -> Any:
        if not self.compiled:
            return [*first, *([0] * more)]
        import numpy as np  # noqa: PLC0415 - an optional extra

        made = np.zeros(len(first) + more, np.int64)
        made[: len(first)] = first
        return made

    def _floats(self, first: Sequence[float], more: int) -> Any:
        if not self.compiled:
            return [*first, *([0.0] * more)]
        import numpy as np  # noqa: PLC0415 - an optional extra

        made = np.zeros(len(first) + more, np.float64)
        made[: len(first)] = first
        return made

    def hand_over(self, take: Take) -> None:
        """Give the log to whoever takes it, and begin a new one."""
        rows = int(self.m[LOGGED])
        if rows:
            take(self.log[: rows * LOG_SIZE], self.lx[:rows])
            self.m[LOGGED] = 0

    def grow(self) -> None:
        """Make room where little is left."""
        if len(self.m) - self.m[TOP] < 2 * MARGIN:
            self.m = self._ints(self.m, len(self.m))
        if len(self.x) - self.m[XTOP] < 4 * self.m[REGISTERS]:
            self.x = self._floats(self.x, len(self.x))
        if self.compiled and self.h[1] - self.h[0] < 2 * HEAP_MARGIN:
            self.h = self._ints(self.h, len(self.h))
        self._measure()


def _stuck(m: Sequence[int]) -> int:
    found = 0
    case = m[OPEN_CASES]
    while case:
        task, waits = m[case + CASE_TASKS], False
        while task:
            waits = waits or m[task + TASK_STATE] != PARKED_TASK
            task = m[task + TASK_NEXT]
        found += m[case + CASE_STATUS] == IS_OPEN and not waits
        case = m[case + CASE_NEXT]
    return int(found)


def _hold(m: Sequence[int]) -> None:
    """Stop a replication that would fill the computer, whatever makes it grow."""
    for place, most, called in ((CASES, MOST_CASES, "cases"), (EVENTS, MOST_EVENTS, "events")):
        if m[place] > most:
            what = f"more than {most} {called} in one replication, {int(m[NOW])} minutes after the start"
            raise SimulationError((Problem(what=what, hint="let fewer cases come, or watch less"),))


def _endless(prepared: Prepared, m: Sequence[int]) -> SimulationError:
    assert m[STOPPED] == ENDLESS
    behaviour = prepared.acts[int(m[STOPPED_PLAN])].behaviour.id if m[STOPPED_PLAN] >= 0 else ""
    what = (
        f"case {int(m[STOPPED_CASE])} does the same at one instant without end, {int(m[NOW])} minutes after the start"
    )
    hint = f"give the behaviour {behaviour!r} a delay, a length or fewer times" if behaviour else "give it a delay"
    return SimulationError((Problem(what=what, hint=hint),))
