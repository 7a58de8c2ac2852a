"""Cases whose ending says that the organisations' own work must not be measured by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from collabmodel.history import History
from collabmodel.model import Expression, Model, Name, Pattern, Rule
from collabmodel.rules.conditions import parts_of


def scored_cases(history: History, model: Model) -> bytearray:
    """
    Tell which cases count in indicators of the organisations' own work.

    A case is left out while it is closed with an ending that the model marks as not scored: that a client did not
    come is not the organisations' failure.

    Args:
        history: The effective histories.
        model: The model that declares the endings.

    Returns:
        1 for each case that counts, 0 for each that does not.
    """
    unscored = {ending.id for ending in model.endings if not ending.scored}
    scored = bytearray(b"\1" * len(history.cases))
    lives = {code: sign.transition for code, sign in enumerate(history.signatures) if sign.kind == "case"}
    if not unscored or not lives:
        return scored
    case = 0
    for position, code in enumerate(history.signature):
        transition = lives.get(code)
        if transition is None:
            continue
        while history.starts[case + 1] <= position:
            case += 1
        if transition == "closed":
            scored[case] = history.value(position, "ending") not in unscored
        elif transition == "reopened":
            scored[case] = True
    return scored


def speaks_of_ending(rule: str, models: Iterable[Model]) -> bool:
    """
    Tell whether a rule is about cases that end unscored: about attempts, the notice, or how a case was closed.

    Such a rule is judged in those very cases, so they count for it.

    Args:
        rule: Id of the rule.
        models: The models that may state it, the nearest first; what counts as an attempt is asked of all.
    """
    given = tuple(models)
    found = next((each for model in given for each in model.rules if each.id == rule), None)
    if found is None:
        return False
    paths = [path for model in given for path in model.non_engagement]
    own = [(path.attempts_at.element, path.attempts_at.kind) for path in paths]
    notices = {path.notice for path in paths if path.notice}
    for pattern in _patterns(found):
        named = (pattern.element, pattern.kind) in own or pattern.element in notices
        if named or (pattern.kind == "case" and "ending" in set(_names(pattern.where))):
            return True
    return "ending" in set(_names(found.applies))


def _patterns(rule: Rule) -> tuple[Pattern, ...]:
    return (rule.a,) if rule.b is None else (rule.a, rule.b)


def _names(expression: Expression | None) -> Iterator[str]:
    if isinstance(expression, Name):
        yield expression.name
    elif expression is not None:
        for part in parts_of(expression):
            yield from _names(part)
