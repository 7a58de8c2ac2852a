"""Whether the data that comes with a command is all there, and what the model says it may be."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

import attrs

from collabmodel.case.answers import Lack, Need, Reason, Refusal
from collabmodel.case.asked import Asked
from collabmodel.case.candidates import original_of
from collabmodel.case.commands import Command
from collabmodel.case.datatypes import LONGEST_NAME, broken, name, plain
from collabmodel.case.expected import Expected, expected
from collabmodel.case.telling import Saying, tell
from collabmodel.case.verbs import ACTIVITIES
from collabmodel.case.wording import need, refusal, undeclared
from collabmodel.model import Text

_OWN = ("overrides",)
"""What the engine itself tells in an event."""
_MOST_CHOICES = 10
"""Most choices that a need lists."""
_CHOICES: Saying = (
    "Tieto {name}: jokin vaihtoehdoista: {choices}",
    "Uppgift {name}: något av alternativen: {choices}",
    "Data {name}: one of the choices: {choices}",
)
_OUTCOMES = ("declined", "expired", "no-show", "cancelled", "not held")
"""Outcomes that every activity knows."""


def data(asked: Asked) -> Iterator[Refusal]:
    """
    Object to data that is missing, is not what it should be, or does not belong there.

    Args:
        asked: The command.
    """
    original = original_of(asked.case, asked.event.corrects) if asked.restates else None
    wanted = expected(asked.tables, asked.verb, asked.command.element, original)
    needs = (*references(asked.command), *_missing(asked, wanted), *_wrong(asked, wanted))
    if needs:
        yield refusal(Reason.DATA, element=asked.event.element, needs=needs)
    yield from _outcome(asked)


def titled(asked: Asked, datum: str, detail: str) -> Need:
    """
    Give what is wrong with one datum, with its title where the model has one, and the choices where it is none of them.

    Args:
        asked: The command.
        datum: Its name.
        detail: What is wrong.
    """
    activity = asked.index.activities.get(asked.event.element)
    facts = {**asked.index.facts, **{one.id: one for one in (activity.data if activity else ())}}
    title = facts[datum].title if datum in facts else Text()
    found = need(Lack.DATA, datum, detail, title=title)
    choices = facts[datum].choices if detail == "choice" and datum in facts else ()
    if not choices:
        return found
    more = ("...",) if len(choices) > _MOST_CHOICES else ()
    named = ", ".join([*choices[:_MOST_CHOICES], *more])
    return attrs.evolve(found, text=tell(_CHOICES, name=title or datum, choices=named))


def _missing(asked: Asked, wanted: Expected) -> Iterator[Need]:
    given = {datum for datum, value in asked.event.data if value is not None}
    if asked.verb.name == "learn" and not given:
        yield need(Lack.DATA, "", "missing")
    for datum in wanted.required:
        if datum not in given:
            yield titled(asked, datum, "missing")


def _wrong(asked: Asked, wanted: Expected) -> Iterator[Need]:
    for datum, raw in (*asked.command.data, *_filled(asked)):
        value = plain(raw)
        shape = wanted.shapes.get(datum)
        fault = broken(value)
        if shape is None:
            close = difflib.get_close_matches(str(datum)[:LONGEST_NAME], wanted.shapes, 1)
            yield undeclared(str(datum), close[0] if close else "")
        elif fault:
            yield titled(asked, datum, fault)
        elif value is not None and (told := shape(value)[1]):
            yield titled(asked, datum, told)


def _filled(asked: Asked) -> Iterator[tuple[str, object]]:
    """Give what the verb filled in, which must be right as well."""
    given = {datum for datum, _ in asked.command.data}
    if asked.verb.name != "correct":
        yield from (pair for pair in asked.event.data if pair[0] not in given and pair[0] not in _OWN)


def references(command: Command) -> Iterator[Need]:
    """
    Give what is wrong with the references of a command, in whatever model: those that cannot be kept.

    Args:
        command: The command.

    >>> from collabmodel.history import Actor
    >>> [one.name for one in references(Command(verb="clock", by=Actor(role="a" * 300)))]
    ['role']
    """
    actor = command.by
    texts = {
        "instance": command.instance,
        "role": actor.role,
        "organisation": actor.organisation,
        "person": actor.person,
        "on_behalf_of": actor.on_behalf_of,
        "corrects": command.corrects,
    }
    for datum, value in texts.items():
        if value and (fault := broken(value) or name(value)[1]):
            yield need(Lack.DATA, datum, fault)
    if any(broken(one) or name(one)[1] for one in command.evidence) or len(command.evidence) > LONGEST_NAME:
        yield need(Lack.DATA, "evidence", "text")


def _outcome(asked: Asked) -> Iterator[Refusal]:
    outcome = asked.data("outcome")
    activity = asked.index.activities.get(asked.command.element)
    if outcome is None or asked.verb.section != ACTIVITIES or activity is None:
        return
    if any(one.id == "outcome" for one in activity.data):
        return
    if outcome not in (*activity.outcomes, *_OUTCOMES) and asked.verb.name != "attempt":
        needs = tuple(need(Lack.DATA, "outcome", one) for one in (*activity.outcomes, *_OUTCOMES))
        yield refusal(Reason.OUTCOME, element=activity.id, needs=needs, cites=activity.cites)
