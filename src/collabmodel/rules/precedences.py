"""Precedence and its stricter forms, and responded existence: an activation looks back for what must lie before it."""

from __future__ import annotations

from collections.abc import Sequence

from collabmodel.rules.halves import POSSIBLY_SATISFIED, SATISFIED, Half, Setting
from collabmodel.rules.pairing import Pairing
from collabmodel.rules.responses import Response
from collabmodel.rules.waiting import Shelf
from collabmodel.rules.windows import Span


class Earlier:
    """
    Earlier targets, and which of them an activation may look back to.

    Where the latest is always the best only that one is kept for each correlation key.

    Args:
        half: The half that looks back.
    """

    __slots__ = ("half", "keep_all", "shelf")

    def __init__(self, half: Half) -> None:
        self.half: Half = half
        pairing = half.setting.pairing
        self.keep_all: bool = not half.setting.span.orderly or (pairing is not None and not pairing.exact)
        self.shelf: Shelf = Shelf(pairing, activations=False)

    def add(self, position: int) -> None:
        """
        Keep a target.

        Args:
            position: Its position.
        """
        key = self.shelf.key(position)
        if self.keep_all or key is None:
            self.shelf.add(key, position)
        else:
            self.shelf.put(key, [position])

    def find(self, position: int) -> int:
        """
        Give the latest target at or before an activation that belongs to it, or -1.

        Args:
            position: The activation.
        """
        best = -1
        for key in self.shelf.across(position):
            for earlier in reversed(self.shelf.rows[key]):
                if earlier <= best:
                    break
                if self.half.span.reaches_back(earlier, position) and self.half.fits(position, earlier):
                    best = earlier
                    break
        return best


class Precedence(Half):
    """
    Each activation needs a target at or before it.

    Args:
        setting: What it needs to know of its rule.
        alternate: Whether an activation uses up the targets before it.
    """

    __slots__ = ("alternate", "earlier", "for_good")

    looks_forward = False

    def __init__(self, setting: Setting, *, alternate: bool = False) -> None:
        self.setting = setting
        self.alternate: bool = alternate
        self.for_good: bool = setting.pairing is None and setting.span.endless and not alternate
        self.pairing: Pairing | None = setting.pairing
        self.span: Span = setting.span
        self.earlier: Earlier = Earlier(self)
        super().__init__(setting)

    def start(self) -> None:
        """Begin a case."""
        super().start()
        self.earlier.shelf.clear()

    def activate(self, position: int) -> None:
        """
        Take in an event that activates.

        Args:
            position: Its position.
        """
        if not self.counted(position):
            return
        found = self.earlier.find(position)
        if found < 0:
            self.violated(position, position)
        else:
            self.satisfied(position, found)
        if self.alternate:
            self.earlier.shelf.clear()

    def target(self, position: int) -> None:
        """
        Take in a target.

        Args:
            position: Its position.
        """
        self.earlier.add(position)

    def both(self, position: int) -> None:
        """
        Take in an event that activates and is a target at once: it may be its own target.

        Args:
            position: Its position.
        """
        self.target(position)
        self.activate(position)

    def prospect(self) -> int:
        """Give the rank of activations still to come: none can be broken once a target lies before all of them."""
        return SATISFIED if self.for_good and self.earlier.shelf.rows else POSSIBLY_SATISFIED

    def shelves(self) -> tuple[Shelf, ...]:
        """Give the shelves on which it keeps positions."""
        return (self.earlier.shelf,)


class PlainPrecedence(Half):
    """
    ``Precedence`` without correlation, in windows of one length for all: the latest target alone matters.

    Args:
        setting: What it needs to know of its rule.
        alternate: Whether an activation uses up the targets before it.
    """

    count: int
    latest: int
    settler: int

    __slots__ = ("alternate",)

    looks_forward = False

    def __init__(self, setting: Setting, *, alternate: bool = False) -> None:
        self.alternate: bool = alternate
        super().__init__(setting)

    def activate(self, position: int) -> None:
        """
        Take in an event that activates.

        Args:
            position: Its position.
        """
        self.count += 1
        if self.first < 0:
            self.first = position
        latest = self.latest
        if latest < 0 or not (self.span.endless or self.span.reaches_back(latest, position)):
            if not self.done:
                self.violated(position, position)
        elif position == self.first:
            self.settler = latest
        if self.alternate:
            self.latest = -1

    def target(self, position: int) -> None:
        """
        Take in a target.

        Args:
            position: Its position.
        """
        self.latest = position

    def both(self, position: int) -> None:
        """
        Take in an event that activates and is a target at once: it may be its own target.

        Args:
            position: Its position.
        """
        self.latest = position
        self.activate(position)

    def prospect(self) -> int:
        """Give the rank of activations still to come: none can be broken once a target lies before all of them."""
        settled = self.latest >= 0 and self.span.endless and not self.alternate
        return SATISFIED if settled else POSSIBLY_SATISFIED


class ChainPrecedence(Half):
    """
    Each activation needs a target as the neighbour before it.

    Args:
        setting: What it needs to know of its rule.
    """

    latest_target: int
    latest: int

    __slots__ = ("latest_target",)

    looks_forward = False

    def start(self) -> None:
        """Begin a case."""
        super().start()
        self.latest_target = -1

    def activate(self, position: int) -> None:
        """
        Take in an event that activates.

        Args:
            position: Its position.
        """
        counts = self.counted(position)
        target = self.latest_target
        if not counts:
            return
        if (
            target >= 0
            and target == self.latest
            and self.scene.neighbour(target + 1, position) < 0
            and self.span.reaches_back(target, position)
            and self.fits(position, target)
        ):
            self.satisfied(position, target)
        else:
            self.violated(position, position)
        self.latest = position

    def target(self, position: int) -> None:
        """
        Take in a target.

        Args:
            position: Its position.
        """
        self.latest = self.latest_target = position

    def scalars(self) -> tuple[int, ...]:
        """Give what it knows, its shelves aside."""
        return (*super().scalars(), self.latest_target)

    def restore(self, scalars: Sequence[int]) -> None:
        """
        Know again what was known.

        Args:
            scalars: What ``scalars`` gave.
        """
        super().restore(scalars[:-1])
        self.latest_target = scalars[-1]

    def both(self, position: int) -> None:
        """
        Take in an event that activates and is a target at once: it serves only what follows.

        Args:
            position: Its position.
        """
        self.activate(position)
        self.target(position)


class RespondedExistence(Response):
    """
    Each activation needs a target before, at or after it.

    Args:
        setting: What it needs to know of its rule.
    """

    __slots__ = ("earlier", "for_good")

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.for_good: bool = setting.pairing is None and setting.span.endless
        self.pairing: Pairing | None = setting.pairing
        self.span: Span = setting.span
        self.earlier: Earlier = Earlier(self)
        super().__init__(setting)

    def start(self) -> None:
        """Begin a case."""
        super().start()
        self.earlier.shelf.clear()

    def activate(self, position: int) -> None:
        """
        Take in an event that activates: look back, else wait.

        Args:
            position: Its position.
        """
        found = self.earlier.find(position)
        if found < 0:
            super().activate(position)
        else:
            self.counted(position)
            self.satisfied(position, found)

    def target(self, position: int) -> None:
        """
        Settle what waits for the target, and keep it for later activations.

        Args:
            position: Its position.
        """
        super().target(position)
        self.earlier.add(position)

    def both(self, position: int) -> None:
        """
        Take in an event that activates and is a target at once: it may be its own target.

        Args:
            position: Its position.
        """
        self.target(position)
        self.activate(position)

    def prospect(self) -> int:
        """Give the rank of activations still to come: none can be broken once a target lies before all of them."""
        return SATISFIED if self.for_good and self.earlier.shelf.rows else POSSIBLY_SATISFIED

    def shelves(self) -> tuple[Shelf, ...]:
        """Give the shelves on which it keeps positions."""
        return self.shelf, self.earlier.shelf
