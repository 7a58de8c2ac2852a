"""``collabmodel case due``, ``next``, ``why-not`` and ``visible``: what people ask of a case before they act."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

import attrs
import click

from collabmodel.case import VERBS, Command, Due
from collabmodel.cli.answers import Answer, Json, answers
from collabmodel.cli.case_input import declared, read_actor, read_data
from collabmodel.cli.case_objects import due_object, refusal_object, step_object, visibility_object
from collabmodel.cli.case_options import Reading, reading_options
from collabmodel.cli.case_outcomes import denied, not_done, perhaps
from collabmodel.cli.case_store import Counter, at_counter
from collabmodel.cli.case_views import Part, accounts, dues, refused, steps, wrapped
from collabmodel.cli.exits import ExitCode
from collabmodel.desk import Denied, Reader
from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.model import Model
from collabmodel.reporting import Audience, labels, zone_of

_FAR = dt.datetime.max.replace(tzinfo=dt.UTC)
_NAMES = frozenset(verb.name for verb in VERBS)


@click.command()
@click.argument("case", metavar="[CASE]", default="")
@click.option("--limit", type=click.IntRange(min=1), default=200, help="Of how many cases at most; 200 if not said.")
@reading_options
@answers
def due(*, case: str, limit: int, store: str | None, reading: Reading, lang: str) -> Answer:
    """
    Tell what waits, until when, and how that came about; without CASE, in all your cases.

    What is overdue stays in the list until it is done, waived, or no longer asked for.
    """
    reader = reading.who()
    with at_counter(store, lang, case=case) as counter:
        if case:
            found = counter.desk.due(case, reader)
            if isinstance(found, Denied):
                return denied(found, counter.audience(None))
            return _dues([(case, one) for one in found], counter.audience(_model_of(counter, case)), of_one=True)
        rows = list(itertools.islice(counter.desk.cases(reader, due_before=_FAR), limit))
        waiting = list(_waiting(counter, [row.id for row in rows], reader))
        model = counter.model(rows[0].model_hash) if rows else None
    return _dues(waiting, counter.audience(model), of_one=False)


def _model_of(counter: Counter, case: str) -> Model | None:
    row = counter.row(case)
    return None if row is None else counter.model(row.model_hash)


def _waiting(counter: Counter, cases: list[str], reader: Reader) -> Iterator[tuple[str, Due]]:
    for case in cases:
        found = counter.desk.due(case, reader)
        if not isinstance(found, Denied):
            yield from ((case, one) for one in found if one.due is not None)


def _dues(waiting: list[tuple[str, Due]], audience: Audience, *, of_one: bool) -> Answer:
    ordered = waiting if of_one else sorted(waiting, key=lambda pair: (pair[1].due or _FAR, pair[0]))
    main = audience.names.model.language
    objects: list[Json] = [{"case": case, **due_object(one, audience.lang, main)} for case, one in ordered]
    parts: list[Part] = list(dues(ordered, audience, of_one=of_one))
    if of_one:
        parts += accounts([one for _, one in ordered], audience)
    return Answer(data={"due": objects}, parts=tuple(parts))


@click.command("next")
@click.argument("case", metavar="CASE")
@click.option("--mine", is_flag=True, help="Only what you may do yourself.")
@reading_options
@answers
def next_steps(*, case: str, mine: bool, store: str | None, reading: Reading, lang: str) -> Answer:
    """Tell what may be done in a case now, what is required first."""
    reader = reading.who()
    with at_counter(store, lang, case=case) as counter:
        found = counter.desk.next_steps(case, reader)
        if isinstance(found, Denied):
            return denied(found, counter.audience(None))
        audience = counter.audience(_model_of(counter, case))
    shown = [one for one in found if one.mine or not mine]
    main = audience.names.model.language
    return Answer(data={"next": [step_object(one, lang, main) for one in shown]}, parts=tuple(steps(shown, audience)))


@click.command("why-not")
@click.argument("case", metavar="CASE")
@click.argument("what", metavar="[COMMAND] [ELEMENT]", nargs=-1)
@click.option("--data", multiple=True, metavar="NAME=VALUE", help="What would come with the command, as for `record`.")
@reading_options
@answers
def why_not(
    *, case: str, what: tuple[str, ...], data: tuple[str, ...], store: str | None, reading: Reading, lang: str
) -> Answer:
    """
    Tell what stands against something, without doing it: a command, an element, or closing if nothing is named.

    Exits 1 if something stands against it. Nothing is recorded but that you asked.
    """
    verb, element = _meant(what)
    reader = reading.who()
    with at_counter(store, lang, case=case) as counter:
        model = _model_of(counter, case)
        audience = counter.audience(model)
        if not what:
            return _closing(counter, case, reader, audience)
        # One word is an element if the model has such a thing, else a command that speaks of the case.
        asked: Command | str = verb
        if element or (verb in _NAMES and verb not in audience.names.sections):
            typed = read_data(data, declared(model, verb, element), zone_of(model))
            asked = Command(verb=verb, element=element, by=reader.actor, data=typed)
        found = counter.desk.why_not(case, asked, reader)
        if isinstance(found, Denied):
            return denied(found, audience)
    if found is None:
        return Answer(data={"refused": None}, parts=(audience.word(labels.NOTHING_AGAINST),))
    named = asked if isinstance(asked, str) else element
    unknown = named and named not in audience.names.sections
    hint = perhaps(named, audience.names.sections, lang) if unknown else ""
    answer = not_done(found, audience)
    return attrs.evolve(answer, notes=(*answer.notes, hint)) if hint else answer


def _meant(what: tuple[str, ...]) -> tuple[str, str]:
    if len(what) > 2:
        hint = "name a command and an element, one of them, or neither"
        raise ConfigError([Problem(what=f"{len(what)} words after the case", place=Place("why-not"), hint=hint)])
    verb, element = (*what, "", "")[:2]
    return verb, element


def _closing(counter: Counter, case: str, reader: Reader, audience: Audience) -> Answer:
    found = counter.desk.blocks_closing(case, reader)
    if isinstance(found, Denied):
        return denied(found, audience)
    if not found:
        return Answer(data={"refused": None}, parts=(audience.word(labels.NOTHING_AGAINST),))
    whole = attrs.evolve(found[0], others=(*found[0].others, *found[1:]))
    shown = refusal_object(whole, audience.lang, audience.names.model.language)
    return Answer(data={"refused": shown}, parts=tuple(refused(whole, audience)), code=ExitCode.FOUND)


@click.command()
@click.argument("case", metavar="CASE")
@click.argument("element", metavar="[ELEMENT]", default="")
@click.option("--who", metavar="ROLE:PERSON[@ORGANISATION]", help="Who would see it; you, if not said.")
@reading_options
@answers
def visible(*, case: str, element: str, who: str | None, store: str | None, reading: Reading, lang: str) -> Answer:
    """
    Tell whether somebody may see a case, or an element of it, and on what ground.

    Exits 1 if not.
    """
    reader = reading.who()
    seer = read_actor(who, "--who") if who else reader.actor
    with at_counter(store, lang, case=case) as counter:
        audience = counter.audience(_model_of(counter, case))
        found = counter.desk.visible(case, seer, reader, element=element, purpose=reader.purpose)
    if isinstance(found, Denied):
        return denied(found, audience)
    words = audience.text(found.text, found.ground)
    phrase = labels.SEEN if found.allowed else labels.UNSEEN
    return Answer(
        data={"visible": visibility_object(found, lang, audience.names.model.language)},
        parts=(wrapped(phrase.say(lang, text=words)),),
        code=ExitCode.DONE if found.allowed else ExitCode.FOUND,
    )
