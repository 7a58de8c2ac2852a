"""
The shape of whatever judges one rule or limit, and the exact meaning of the evidence it gives.

Letters
    An event is ``a``, ``b``, both or *other* to a rule. Events of bookkeeping kinds, of elements that no model names,
    and those that only say that something became possible (``available``, ``enabled``) are never *other*: to chain
    templates, ``init`` and ``end`` they are not there, unless they match ``a`` or ``b`` themselves. The *neighbour* of
    an event is the next (or last) event that is there.

Time
    A case is judged at ``now``, but never before its last event.

Templates judged as a whole
    Existence 1 and 2, absence 1 and 2, exactly 1, init, end, choice, exclusive choice; co-existence and not
    co-existence, if they have neither window nor correlation. The automaton of ``templates`` is followed.

    - ``activations``: 1, because the case itself activates them; co-existence and not co-existence: how many events
      were ``a`` or ``b``.
    - ``activation``: the first event that was ``a`` or ``b``. ``decider``: the event that last changed the automaton's
      state. ``due``: none.

Templates judged per activation
    All others. ``p`` is the activation, ``q`` the other event, R the part of ``where`` that reads ``activation.``.

    - *response*: the first ``b`` at ``q >= p`` with R and ``low <= q - p <= high`` satisfies and decides. *Alternate*:
      ``q > p``, and an ``a`` before it (or on it, if it does not fit) violates and decides. *Chain*: the neighbour
      after ``p`` decides, either way. Time passing ``p + high`` violates, without a decider.
    - *precedence*: at ``q`` (the activation is the ``b``) the last ``a`` at ``p <= q`` with R and window satisfies and
      decides; without any, ``q`` violates and decides. *Alternate*: only ``a`` after the previous ``b``. *Chain*: only
      the neighbour before ``q``. No due time.
    - *responded existence*: the last fitting ``b`` at or before ``p``, else the first fitting one after it, satisfies
      and decides; the window counts in either direction. Co-existence with a window or correlation is this both ways.
    - *not succession*: the first ``b`` at ``q >= p`` with R inside the window violates and decides; time passing
      ``p + high`` satisfies. *Not chain succession*: the neighbour after ``p`` decides, either way. Not co-existence
      with a window or correlation: a fitting ``b`` on either side violates; the later event of the two decides.
    - *succession* is response and precedence, each an own half with own activations; alternate succession cannot be
      kept after an event that is ``a`` and ``b`` at once, which violates and decides at that event.

    The activation reported is the first (by position) among those with the worst verdict; of two halves the worse,
    then the earlier activation, then the half whose activation is ``a``. ``decider`` is -1 while pending, and where
    only time passing or closing decided. ``due`` is ``p + high`` of that activation, where there is a ``high``, in
    the halves that look forward. While the case is open, the verdict is no better than that of activations to come:
    possibly satisfied, but satisfied for untimed, uncorrelated precedence after an ``a`` and responded existence after
    a ``b``. ``activations`` counts activating events, once each.

    A window that names a limit is a clock of that limit, started at ``p`` (in the precedence family at the ``a``): it
    stands still and is lengthened as the limit is, but keeps the length that it had at the activation. While it stands
    still there is no due time; ``due`` is told as of the decider, if there is one.

    ``restart``: where a repeated activation of a response, succession or responded existence finds one waiting (with
    the same correlation key), it takes its place, and the reported activation is the repeated one.

Applies
    Where a rule has ``applies``, an event activates it only while that is true; targets count always. It is read at
    the first event of the case and whenever an event may have changed it (one that tells facts, where it rests on facts
    and parameters alone; else every event), before that event's letters. Turning false
    settles what waits as satisfied; the event at which it turned false decides. Of a template judged as a whole, no
    step into a violation is taken meanwhile, and an unsettled case is then possibly satisfied (closed: satisfied);
    never true: 0 activations and no evidence.

Unknown
    Where a condition is unknown, two readings are followed: the hopeful one takes what is better for the rule, the
    fearful one what is worse (of an automaton: the best and the worst state that may have been reached). Where their
    verdicts differ the cell is unknown; its other parts are those of the hopeful reading, in which an activation that
    is not certain did not happen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol, TypeAlias

import attrs

from collabmodel.model import Signature
from collabmodel.rules.postings import Postings
from collabmodel.rules.states import State
from collabmodel.rules.trace import Trace

NEVER = 2**63 - 1
"""A due time that never comes, microseconds since 1970 UTC."""
ALWAYS = -(2**63)
"""A time before every event."""

Handler: TypeAlias = Callable[[int], None]
"""What a machine does at an event, told its position."""


class Evidence(NamedTuple):
    """
    What a machine found in one case.

    Args:
        rank: Rank of the verdict.
        activations: How often the rule applied, >= 0.
        activation: Position of the deciding activation, or -1.
        decider: Position of the deciding event, or -1.
        due: When due, microseconds since 1970 UTC, or -1.
    """

    rank: int
    activations: int = 0
    activation: int = -1
    decider: int = -1
    due: int = -1


Row: TypeAlias = tuple[int, int, int, int, int]
"""Evidence, or a plain tuple of its parts in their order, which is many times quicker to make."""


@attrs.frozen(kw_only=True)
class Obligation:
    """
    An activation that waits for its target.

    Args:
        rule: Id of the rule or limit.
        activation: Position of the activation.
        opens: Earliest time at which the target counts, microseconds since 1970 UTC.
        due: Latest such time, or None for any time while the case is open.
    """

    rule: str
    activation: int
    opens: int
    due: int | None


class Machine(Protocol):
    """What judges one rule or limit: one case after another, one event after another."""

    @property
    def missing(self) -> set[str]:
        """Names that a condition lacked in this case; if there are any, the other reading is asked as well."""

    def handler(self, signature: Signature) -> Handler | None:
        """
        Give what to do at events of a signature, or None if they cannot move this machine.

        Args:
            signature: The signature.
        """

    def start(self, first: int) -> None:
        """
        Forget everything and begin a case.

        Args:
            first: Position of its first event.
        """

    def share(self, postings: Postings) -> None:
        """
        Look back by what others over the same case have found as well.

        Args:
            postings: What they have found.
        """

    def save(self) -> State:
        """Give what it knows of the case as plain values."""

    def load(self, state: State) -> None:
        """
        Take over what another such machine knew, right after ``start``.

        Args:
            state: What ``save`` gave.

        Raises:
            ValueError: It is no such state.
        """

    def report(self, last: int, now: int, closed: bool) -> Row:
        """
        Give what was found, without changing anything.

        Args:
            last: Position after the last event seen.
            now: The time of judging, microseconds since 1970 UTC.
            closed: Whether nothing more is expected.
        """


class Subject(Protocol):
    """A compiled rule or limit."""

    @property
    def id(self) -> str:
        """Id of the rule or limit."""

    @property
    def doubtful(self) -> bool:
        """Whether it has conditions, so that a case may leave something unknown."""

    def machine(self, trace: Trace, hopeful: bool, *, keep: bool = False) -> Machine:
        """
        Make a machine for one reading.

        Args:
            trace: Where the events are.
            hopeful: Whether unknown is read for the better.
            keep: Whether all that waits, or was settled, is kept, for obligations and ledgers; else only what the
                verdict needs.
        """
