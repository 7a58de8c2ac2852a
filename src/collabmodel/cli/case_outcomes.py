"""What a desk answers to commands, as exit codes, JSON, and lines for people."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from collabmodel.case import Reason, Refusal
from collabmodel.cli.answers import Answer, Json
from collabmodel.cli.case_objects import (
    event_object,
    refusal_object,
    row_object,
    visibility_object,
    warned_objects,
)
from collabmodel.cli.case_store import Counter
from collabmodel.cli.case_views import Part, events, refused, wrapped
from collabmodel.cli.exits import ExitCode
from collabmodel.desk import Answer as Outcome
from collabmodel.desk import Busy, Conflict, Denied, Done, Refused, Unknown
from collabmodel.model import Model, Text
from collabmodel.reporting import Audience, labels


def told(outcome: Outcome, counter: Counter, model: Model | None) -> Answer:
    """
    Tell what became of a command.

    Args:
        outcome: What the desk answered.
        counter: Where it was asked.
        model: The model of the case, or None where it is not at hand.
    """
    audience = counter.audience(model)
    match outcome:
        case Done():
            return _done(outcome, audience)
        case Refused():
            return not_done(outcome.refusal, audience, outcome.key)
        case Conflict():
            text = labels.CONFLICT.say(audience.lang, expected=outcome.expected, found=outcome.found)
            data: dict[str, Json] = {
                "conflict": {"expected": outcome.expected, "found": outcome.found},
                "key": outcome.key,
            }
            return Answer(data=data, parts=(wrapped(text),), code=ExitCode.FOUND)
        case Busy():
            text = wrapped(audience.word(labels.BUSY))
            return Answer(data={"busy": True, "key": outcome.key}, parts=(text,), code=ExitCode.FOUND, no=True)
        case Unknown():
            return in_doubt(outcome.key, audience.lang)


def in_doubt(key: str, lang: str) -> Answer:
    """
    Tell that a command may have been done.

    Args:
        key: The idempotency key to ask again with.
        lang: Language code.
    """
    text = wrapped(labels.OUTCOME_UNKNOWN.say(lang, key=key))
    return Answer(data={"unknown": {"key": key}, "key": key}, notes=(text,), code=ExitCode.OUTCOME_UNKNOWN)


def not_done(refusal: Refusal, audience: Audience, key: str = "") -> Answer:
    """
    Tell why something may not be done.

    Args:
        refusal: The refusal.
        audience: For whom.
        key: The idempotency key, or empty for a question.
    """
    found = refusal_object(refusal, audience.lang, audience.names.model.language)
    data: dict[str, Json] = {"refused": found, "key": key} if key else {"refused": found}
    return Answer(data=data, parts=tuple(refused(refusal, audience)), code=ExitCode.FOUND, no=True)


def perhaps(word: str, known: Iterable[str], lang: str) -> str:
    """
    Tell which known word comes closest to one that is not known; nothing if none does.

    Args:
        word: The word.
        known: Words that are known.
        lang: Language code.

    >>> perhaps("compleet", ["complete", "cancel"], "sv")
    'menade du complete?'
    """
    close = difflib.get_close_matches(word, sorted(known), 1, 0.6)
    return labels.PERHAPS.say(lang, word=close[0]) if close else ""


def no_case(lang: str) -> Answer:
    """
    Tell that there is no such case.

    Args:
        lang: Language code.
    """
    words = labels.NO_SUCH_CASE
    text = Text.of({"en": words.en, "fi": words.fi, "sv": words.sv})
    return not_done(Refusal(reason=Reason.NOT_OPEN, text=text), Audience.of(Model(id="none"), lang))


def denied(answer: Denied, audience: Audience) -> Answer:
    """
    Tell that something is not to be seen.

    Args:
        answer: What the desk answered.
        audience: For whom.
    """
    found = visibility_object(answer.visibility, audience.lang, audience.names.model.language)
    words = audience.text(answer.visibility.text, answer.visibility.ground)
    text = wrapped(labels.UNSEEN.say(audience.lang, text=words))
    return Answer(data={"denied": found}, parts=(text,), code=ExitCode.FOUND, no=True)


def _done(done: Done, audience: Audience) -> Answer:
    main = audience.names.model.language
    return Answer(
        data={
            "case": {"seq": done.seq, **row_object(done.row)},
            "events": [event_object(event) for event in done.events],
            "warned": warned_objects(done.warned, audience.lang, main),
            "key": done.key,
            "repeated": done.repeated,
        },
        parts=tuple(_lines(done, audience)),
    )


def _lines(done: Done, audience: Audience) -> Iterator[Part]:
    if not done.events:
        yield labels.NOTHING_FOLLOWS.say(audience.lang, id=done.id)
    else:
        yield labels.DONE.say(audience.lang, id=done.id, seq=done.seq)
    if done.repeated:
        yield audience.word(labels.REPEATED)
    for one in done.warned:
        text, names = audience.text(one.text, one.rule), ", ".join(map(audience.names.title, one.unknown))
        phrase = labels.UNSURE if one.unknown else labels.WARNED
        yield wrapped(phrase.say(audience.lang, text=text, names=names), "  ")
    if done.events:
        yield from events(done.events, audience)
