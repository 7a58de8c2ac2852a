"""``collabmodel case open``, ``record`` and ``close``: asking things of a case."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import attrs
import click

from collabmodel import formats
from collabmodel.case import VERBS, Command, verb_for
from collabmodel.cli.answers import Answer, answers
from collabmodel.cli.case_options import Given, asking_options, expected_option
from collabmodel.cli.case_outcomes import in_doubt, no_case, perhaps, told
from collabmodel.cli.case_store import Counter, at_counter
from collabmodel.desk import Answer as Outcome
from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.model import Model, elements
from collabmodel.reporting import labels


@click.command("open")
@click.option(
    "--model", metavar="MODEL", envvar="COLLABMODEL_MODEL", help="Shipped id or path. Default: COLLABMODEL_MODEL."
)
@click.option("--id", "case", default="", help="Id of the case, opaque and never a name. Default: a new one.")
@click.option("--opening", default="", help="How it opens, one of the model's openings.")
@asking_options
@answers
def open_case(
    *,
    model: str | None,
    case: str,
    opening: str,
    store: str | None,
    given: Given,
    lang: str,
) -> Answer:
    """
    Open a case on a model.

    Makes the store if it is not there. What is known of the case comes as --data, one of the model's facts each.
    """
    wanted = needed(model)
    command = given.command("open", "", wanted)
    with at_counter(store, lang, model=wanted, new=True) as counter:
        return asked(
            lambda key: counter.desk.open_case(
                by=command.by, data=dict(command.data), opening=opening, id=case, occurred=command.occurred,
                evidence=command.evidence, key=key,
            ),
            given.key, counter, wanted,
        )  # fmt: skip


@click.command()
@click.argument("case", metavar="CASE")
@click.argument("verb", metavar="COMMAND")
@click.argument("element", metavar="[ELEMENT]", default="")
@click.option("--instance", default="", help="Which occurrence is meant. Default: the oldest open one.")
@click.option("--corrects", default="", metavar="EVENT", help="Id of the event that `correct` restates or retracts.")
@click.option("--model", metavar="MODEL", help="For a consultation outside any case: shipped id or path.")
@expected_option
@asking_options
@answers
def record(  # noqa: PLR0913 - one parameter an option
    *,
    case: str,
    verb: str,
    element: str,
    instance: str,
    corrects: str,
    model: str | None,
    expected: int | None,
    store: str | None,
    given: Given,
    lang: str,
) -> Answer:
    """
    Ask a case for something: `record c1 complete opening_meeting`.

    COMMAND is what is asked, ELEMENT the id of what it is about, an activity, role, lead, consent, limit or rule.
    A refusal says why, and what would change that; exit code 1.
    """
    named = needed(model) if model else None
    with at_counter(store, lang, model=named, case=case, new=named is not None) as counter:
        own = _own(counter, case, named)
        if own is None:
            return no_case(lang)
        command = given.command(verb, element, own, instance=instance, corrects=corrects)
        answer = asked(
            lambda key: counter.desk.record(case, command, expected=expected, key=key), given.key, counter, own
        )
        return _hinted(answer, command, own, lang)


@click.command("close")
@click.argument("case", metavar="CASE")
@click.argument("ending", metavar="ENDING")
@expected_option
@asking_options
@answers
def close_case(
    *,
    case: str,
    ending: str,
    expected: int | None,
    store: str | None,
    given: Given,
    lang: str,
) -> Answer:
    """Close a case with one of its model's endings."""
    with at_counter(store, lang, case=case) as counter:
        own = _own(counter, case, None)
        if own is None:
            return no_case(lang)
        command = attrs.evolve(given, data=(*given.data, f"ending={ending}")).command("close", "", own)
        return asked(
            lambda key: counter.desk.record(case, command, expected=expected, key=key), given.key, counter, own
        )


def needed(model: str | None, option: str = "--model") -> Model:
    """
    Load the model that an option names.

    Args:
        model: Shipped id or path, or None where nobody named one.
        option: Name of the option, for messages.

    Raises:
        ConfigError: Nobody named one.
    """
    if not model:
        hint = f"name one with {option}, a shipped id or a path"
        if option == "--model":
            hint += ", or set COLLABMODEL_MODEL"
        raise ConfigError([Problem(what="no model", place=Place(option), hint=hint)])
    return formats.load(model)


def _own(counter: Counter, case: str, given: Model | None) -> Model | None:
    row = counter.row(case)
    return given if row is None else counter.model(row.model_hash)


def asked(ask: Callable[[str], Outcome], key: str | None, counter: Counter, model: Model) -> Answer:
    """
    Ask the desk, with a key that is known before: whoever interrupts the command learns how to find out.

    Args:
        ask: Asks with a key.
        key: The key that the caller chose, or None.
        counter: Where it is asked.
        model: The model of the case.
    """
    chosen = key or secrets.token_hex(8)
    try:
        outcome = ask(chosen)
    except KeyboardInterrupt:
        return in_doubt(chosen, counter.lang)
    return told(outcome, counter, model)


def _hinted(answer: Answer, command: Command, model: Model, lang: str) -> Answer:
    """Add what may have been meant by a word that neither the model nor the library knows."""
    sections = {one.id: section for section, one in elements(model)}
    hint = ""
    if command.element and command.element not in sections:
        hint = perhaps(command.element, sections, lang)
    elif verb_for(model, command.verb, command.element) is None:
        fitting = sorted({one.name for one in VERBS if one.section == sections.get(command.element, "case")})
        hint = perhaps(command.verb, fitting, lang) or labels.COMMANDS.say(lang, names=", ".join(fitting))
    return attrs.evolve(answer, notes=(*answer.notes, hint)) if hint else answer
