"""What a history names and no model has."""

from __future__ import annotations

from collabmodel.evaluate import Stranger, evaluate, strangers
from collabmodel.history import HistoryBuilder
from collabmodel.model import Activity, Model


def test_unknown_elements_are_counted_and_bookkeeping_is_not() -> None:
    """Elements that no model has are listed, most frequent first; bookkeeping events never are."""
    builder = HistoryBuilder()
    for at, (kind, element) in enumerate(
        [("", "vist"), ("", "visit"), ("", "vist"), ("", "cal"), ("consent", "sharing"), ("case", "")]
    ):
        builder.append("c1", at, kind=kind, element=element, transition="completed")
    model = Model(id="m", activities=(Activity(id="visit", kind="meeting"),))

    found = strangers(evaluate(model, builder.finish()))

    assert found == (Stranger("vist", 2), Stranger("cal", 1))
