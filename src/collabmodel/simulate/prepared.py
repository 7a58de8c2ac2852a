"""A model and a scenario made ready to run: rows, and the names behind their numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from collabmodel.model import Model, Signature
from collabmodel.rules import Value
from collabmodel.simulate.scenario import Behaviour, Scenario

Ints = Sequence[int]
Floats = Sequence[float]
Take = Callable[[Ints, Floats], None]
"""Takes a block of log rows: whole numbers, ``LOG_SIZE`` a row, and one float. What it gets is reused afterwards."""
Draw = Callable[[float], float]
"""A user's own distribution: from a uniform draw in [0, 1) to a value."""


@attrs.frozen(kw_only=True)
class Act:
    """
    A plan as its events are told: what the kernel's rows do not hold.

    Args:
        behaviour: The behaviour it comes from.
        verb: The verb of its command.
        element: Id of the element, or empty.
        role: Role that acts.
        on_behalf_of: Number of the lay role spoken for, or -1.
        data: Data that is the same every time.
        attendance: Whether its events tell who was there.
        groups: Numbers of the groups of workers at it, the first acts unless a lay person does.
        lay: Numbers of the lay roles at it.
        missed: Outcome of a missed one.
    """

    behaviour: Behaviour
    verb: str
    element: str
    role: str
    on_behalf_of: int = -1
    data: tuple[tuple[str, Value], ...] = ()
    attendance: bool = False
    groups: tuple[int, ...] = ()
    lay: tuple[int, ...] = ()
    missed: str = ""


@attrs.frozen(kw_only=True, eq=False)
class Prepared:
    """
    A model and a scenario made ready to run: rows, and the names behind their numbers. It can be pickled.

    Args:
        model: The model.
        scenario: The scenario, with what was silent filled in.
        numbers: The memory of whole numbers before anything happens.
        floats: The memory of floats.
        letters: The signature of each letter.
        data: Name of each datum.
        words: Texts by their numbers.
        types: For each datum, how its number is told: ``"number"``, ``"integer"``, ``"truth"``, ``"word"``.
        roles: Ids of roles by their numbers.
        groups: Ids of groups of staff.
        lay: Ids of lay roles.
        acts: Every plan as its events are told, by number.
        fact_data: Numbers of the data that ride on the opening, in order.
        opener: Number of the group that opens cases, or -1 - number of a lay role.
        start_us: The start, microseconds since 1970 UTC.
        horizon: Minutes.
        warm_up: Minutes.
        functions: Names of users' functions, by number.
    """

    model: Model
    scenario: Scenario
    numbers: tuple[int, ...]
    floats: tuple[float, ...]
    letters: tuple[Signature, ...]
    data: tuple[str, ...]
    words: tuple[str, ...]
    types: tuple[str, ...]
    roles: tuple[str, ...]
    groups: tuple[str, ...]
    lay: tuple[str, ...]
    acts: tuple[Act, ...]
    fact_data: tuple[int, ...]
    opener: int
    start_us: int
    horizon: int
    warm_up: int
    functions: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Ran:
    """
    How one replication went.

    Args:
        cases: Cases that came.
        events: Events of them, external and derived.
        stuck: Cases still open at the end in which nothing waits for its time or its people any more.
        turned_away: Cases that did not open, because the cooperation is not for them.
    """

    cases: int
    events: int
    stuck: int
    turned_away: int = 0
