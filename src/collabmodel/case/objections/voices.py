"""Ratings and attestations: who answers, when, on which scale."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.case.answers import Lack, Need, Reason, Refusal
from collabmodel.case.asked import Asked
from collabmodel.case.rights import voice_of
from collabmodel.case.wording import need, refusal

_ANSWERS = ("met", "partly", "not met")


def voices(asked: Asked) -> Iterator[Refusal]:
    """
    Object to answers that the instrument or indicator does not know, and to speaking in another's voice.

    Args:
        asked: The command.
    """
    element = asked.command.element
    if asked.verb.section == "instruments":
        needs = (*_score(asked), *_voice(asked, "respondent", asked.index.instruments[element].respondents))
        cites = asked.index.instruments[element].cites
    elif asked.verb.section == "indicators":
        attested = asked.index.attestations.get(element)
        if attested is None:
            yield refusal(Reason.UNKNOWN_VERB, element=element)
            return
        needs = (*_one_of(asked, "answer", _ANSWERS), *_voice(asked, "voice", attested.voices))
        cites = attested.cites
    else:
        return
    if needs:
        yield refusal(Reason.DATA, element=element, needs=needs, cites=cites)


def _score(asked: Asked) -> Iterator[Need]:
    instrument, score = asked.index.instruments[asked.command.element], asked.data("score")
    if isinstance(score, int | float):
        if instrument.minimum is not None and score < instrument.minimum:
            yield need(Lack.DATA, "score", "too small")
        if instrument.maximum is not None and score > instrument.maximum:
            yield need(Lack.DATA, "score", "too large")
    if instrument.waves:
        yield from _one_of(asked, "wave", instrument.waves)


def _one_of(asked: Asked, name: str, words: tuple[str, ...]) -> Iterator[Need]:
    if isinstance(asked.data(name), str) and asked.data(name) not in words:
        yield need(Lack.DATA, name, ", ".join(words))


def _voice(asked: Asked, name: str, known: tuple[str, ...]) -> Iterator[Need]:
    """Object to a voice that is not asked for, or is not that of the one who speaks."""
    given = asked.data(name)
    if not isinstance(given, str):
        return
    if known and given not in known:
        yield need(Lack.DATA, name, ", ".join(known))
    roles = [
        asked.index.roles[one]
        for one in voice_of(asked.index, asked.case, asked.event.actor)
        if one in asked.index.roles
    ]
    if asked.index.roles and not any(given in (role.id, role.side.value) for role in roles):
        yield need(Lack.DATA, name, "own")
