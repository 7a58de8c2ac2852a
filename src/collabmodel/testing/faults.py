"""Named places at which a test can break a store: raise there, kill the process there, or just count."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable


class FaultPoints:
    """
    What a store calls with the name of every fault point that it passes.

    A store of ours takes one as ``at=``. Its names are ``append.after_insert``, ``migrate.step``, ``backup.step``, and
    ``before_commit`` and ``after_commit`` behind ``append``, ``access``, ``claim``, ``settle``, ``model``,
    ``snapshot`` and ``migrate``.

    >>> points = FaultPoints()
    >>> points.plan("append.before_commit", lambda: print("boom"), turn=2)
    >>> points("append.before_commit"), points("append.before_commit")
    boom
    (None, None)
    >>> points.passed
    ['append.before_commit', 'append.before_commit']
    """

    def __init__(self) -> None:
        self.passed: list[str] = []
        self._plans: list[tuple[str, int, Callable[[], object]]] = []

    def plan(self, name: str, act: Callable[[], object], turn: int = 1) -> None:
        """
        Have something done at a fault point, once.

        Args:
            name: Name of the point.
            act: What to do; it may raise.
            turn: At which passing from now on, from 1.
        """
        self._plans.append((name, self.passed.count(name) + turn, act))

    def __call__(self, name: str) -> None:
        """Pass a point."""
        self.passed.append(name)
        turn = self.passed.count(name)
        for plan in [plan for plan in self._plans if plan[:2] == (name, turn)]:
            self._plans.remove(plan)
            plan[2]()


def kill_here() -> None:
    """End this process at once, as a power cut would: nothing is flushed, nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def raising(error: BaseException) -> Callable[[], None]:
    """
    Give something that raises.

    Args:
        error: What it raises.

    >>> raising(OSError("gone"))()
    Traceback (most recent call last):
    ...
    OSError: gone
    """

    def act() -> None:
        raise error

    return act
