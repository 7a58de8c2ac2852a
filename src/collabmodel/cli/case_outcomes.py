"""What a desk answers to commands, as exit codes, JSON, and lines for people."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.case import Refusal
from collabmodel.cli import case_labels as labels
from collabmodel.cli.answers import Answer, Json
from collabmodel.cli.case_objects import (
    event_object,
    refusal_object,
    row_object,
    visibility_object,
    warned_objects,
)
from collabmodel.cli.case_store import Counter
from collabmodel.cli.case_views import Part, Reader, events, refused, wrapped
from collabmodel.cli.exits import ExitCode
from collabmodel.desk import Answer as Outcome
from collabmodel.desk import Busy, Conflict, Denied, Done, Refused, Unknown
from collabmodel.model import Model


def told(outcome: Outcome, counter: Counter, model: Model | None) -> Answer:
    """
    Tell what became of a command.

    Args:
        outcome: What the desk answered.
        counter: Where it was asked.
        model: The model of the case, or None where it is not at hand.
    """
    reader = counter.audience(model)
    match outcome:
        case Done():
            return _done(outcome, reader)
        case Refused():
            return not_done(outcome.refusal, reader, outcome.key)
        case Conflict():
            text = labels.CONFLICT.say(reader.lang, expected=outcome.expected, found=outcome.found)
            data: dict[str, Json] = {
                "conflict": {"expected": outcome.expected, "found": outcome.found},
                "key": outcome.key,
            }
            return Answer(data=data, parts=(wrapped(text),), code=ExitCode.FOUND)
        case Busy():
            text = wrapped(reader.word(labels.BUSY))
            return Answer(data={"busy": True, "key": outcome.key}, parts=(text,), code=ExitCode.FOUND)
        case Unknown():
            return in_doubt(outcome.key, reader.lang)


def in_doubt(key: str, lang: str) -> Answer:
    """
    Tell that a command may have been done.

    Args:
        key: The idempotency key to ask again with.
        lang: Language code.
    """
    text = wrapped(labels.OUTCOME_UNKNOWN.say(lang, key=key))
    return Answer(data={"unknown": {"key": key}, "key": key}, notes=(text,), code=ExitCode.OUTCOME_UNKNOWN)


def not_done(refusal: Refusal, reader: Reader, key: str = "") -> Answer:
    """
    Tell why something may not be done.

    Args:
        refusal: The refusal.
        reader: For whom.
        key: The idempotency key, or empty for a question.
    """
    found = refusal_object(refusal, reader.lang, reader.names.model.language)
    data: dict[str, Json] = {"refused": found, "key": key} if key else {"refused": found}
    return Answer(data=data, parts=tuple(refused(refusal, reader)), code=ExitCode.FOUND)


def denied(answer: Denied, reader: Reader) -> Answer:
    """
    Tell that something is not to be seen.

    Args:
        answer: What the desk answered.
        reader: For whom.
    """
    found = visibility_object(answer.visibility, reader.lang, reader.names.model.language)
    words = reader.text(answer.visibility.text, answer.visibility.ground)
    text = wrapped(labels.UNSEEN.say(reader.lang, text=words))
    return Answer(data={"denied": found}, parts=(text,), code=ExitCode.FOUND)


def _done(done: Done, reader: Reader) -> Answer:
    main = reader.names.model.language
    return Answer(
        data={
            "case": {"seq": done.seq, **row_object(done.row)},
            "events": [event_object(event) for event in done.events],
            "warned": warned_objects(done.warned, reader.lang, main),
            "key": done.key,
            "repeated": done.repeated,
        },
        parts=tuple(_lines(done, reader)),
    )


def _lines(done: Done, reader: Reader) -> Iterator[Part]:
    if not done.events:
        yield labels.NOTHING_FOLLOWS.say(reader.lang, id=done.id)
    else:
        yield labels.DONE.say(reader.lang, id=done.id, seq=done.seq)
    if done.repeated:
        yield reader.word(labels.REPEATED)
    for one in done.warned:
        yield wrapped(labels.WARNED.say(reader.lang, text=reader.text(one.text, one.rule)), "  ")
    if done.events:
        yield from events(done.events, reader)
