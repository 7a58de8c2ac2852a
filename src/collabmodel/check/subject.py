"""A model under check: its indexes, and what can ever happen in it."""

from __future__ import annotations

from functools import cached_property

import attrs

from collabmodel.check.catalogue import Catalogue
from collabmodel.check.joint import Joint, joints
from collabmodel.check.letters import Letters
from collabmodel.check.order import Order
from collabmodel.check.reach import Reach


@attrs.frozen(eq=False, slots=False)
class Subject(Catalogue):
    """
    What every check is given: a model with its indexes and with what can ever happen in it.

    Args:
        model: The model.

    >>> from collabmodel.model import Activity, Model
    >>> Subject(Model(id="m", activities=(Activity(id="visit", kind="contact"),))).reach.begins("visit")
    True
    """

    @cached_property
    def reach(self) -> Reach:
        """What can ever happen."""
        return Reach(self)

    @cached_property
    def order(self) -> Order:
        """What must have happened before what."""
        return Order(self.reach)

    @cached_property
    def letters(self) -> Letters:
        """What rules can read."""
        return Letters(self, self.reach)

    @cached_property
    def joints(self) -> tuple[Joint, ...]:
        """What the rules that hang together allow."""
        return tuple(joints(self.letters))
