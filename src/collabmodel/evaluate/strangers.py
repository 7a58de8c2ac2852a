"""What a history speaks of that no model knows, so that a misspelt name is not taken for a kept promise."""

from __future__ import annotations

from collections import Counter

import attrs

from collabmodel.evaluate.result import Evaluation
from collabmodel.model import BOOKKEEPING
from collabmodel.rules import Lexicon


@attrs.frozen
class Stranger:
    """
    An element that a history names and no model has.

    Args:
        element: What the history calls it.
        events: How many events name it, >= 1.
    """

    element: str
    events: int


def strangers(evaluation: Evaluation) -> tuple[Stranger, ...]:
    """
    List the elements that a history names and no model has, most frequent first. Rules and limits pass them by.

    Args:
        evaluation: What was found.

    >>> from collabmodel.evaluate import evaluate
    >>> from collabmodel.history import HistoryBuilder
    >>> from collabmodel.model import Activity, Model
    >>> builder = HistoryBuilder()
    >>> row = builder.append("c1", 0, element="vist", transition="completed")
    >>> model = Model(id="m", activities=(Activity(id="visit", kind="meeting"),))
    >>> strangers(evaluate(model, builder.finish()))
    (Stranger(element='vist', events=1),)
    """
    history = evaluation.history
    known = Lexicon.of(*evaluation.models).entries
    found: Counter[str] = Counter()
    for code, number in Counter(history.signature).items():
        signature = history.signatures[code]
        if signature.element and signature.kind not in BOOKKEEPING and signature.element not in known:
            found[signature.element] += number
    return tuple(Stranger(*item) for item in sorted(found.items(), key=lambda item: (-item[1], item[0])))
