"""What a case answers, as JSON: refusals, steps, dues, events, grounds for seeing, cases in lists and whole ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from collabmodel.case import Case, Due, Need, NextStep, Refusal, Tables, Visibility, Warned
from collabmodel.case.state import Instance, ItemState
from collabmodel.cli.answers import Json
from collabmodel.history import Actor, Event
from collabmodel.history.json_values import encode
from collabmodel.plugin import CaseRow
from collabmodel.workdays import Ledger


def iso(when: dt.datetime | dt.date | None) -> str | None:
    """
    Give a time in ISO 8601 with its zone, or None.

    Args:
        when: The time, or None.
    """
    return None if when is None else when.isoformat()


def refusal_object(refusal: Refusal, lang: str, main: str = "") -> dict[str, Json]:
    """
    Give a refusal as JSON.

    Args:
        refusal: The refusal.
        lang: Language of its texts.
        main: Main language of the model, where it has not got that one.

    >>> from collabmodel.case import Reason
    >>> refusal_object(Refusal(reason=Reason.NOT_OPEN), "en")["reason"]
    'not open'
    """
    return {
        "reason": refusal.reason.value,
        "element": refusal.element,
        "text": refusal.text.in_language(lang, main),
        "rule": refusal.rule,
        "sentry": refusal.sentry,
        "needs": [_need(need, lang, main) for need in refusal.needs],
        "events": list(refusal.events),
        "cites": list(refusal.cites),
        "others": [refusal_object(other, lang, main) for other in refusal.others],
    }


def _need(need: Need, lang: str, main: str) -> Json:
    return {
        "lack": need.lack.value,
        "name": need.name,
        "detail": need.detail,
        "text": need.text.in_language(lang, main),
        "events": list(need.events),
    }


def warned_objects(warned: Iterable[Warned], lang: str, main: str = "") -> list[Json]:
    """
    Give what people should know although a command went through.

    Args:
        warned: The warnings.
        lang: Language of their texts.
        main: Main language of the model.
    """
    return [
        {"rule": one.rule, "text": one.text.in_language(lang, main), "unknown": list(one.unknown)} for one in warned
    ]


def step_object(step: NextStep, lang: str, main: str = "") -> Json:
    """
    Give something that may be done now as JSON.

    Args:
        step: The step.
        lang: Language of its texts.
        main: Main language of the model.
    """
    return {
        "verb": step.verb,
        "element": step.element,
        "instance": step.instance,
        "title": step.title.in_language(lang, main),
        "roles": list(step.roles),
        "mine": step.mine,
        "due": iso(step.due),
        "required": step.required,
        "missing": list(step.missing),
        "refused": None if step.refusal is None else refusal_object(step.refusal, lang, main),
    }


def due_object(due: Due, lang: str, main: str = "") -> dict[str, Json]:
    """
    Give something that waits for its target as JSON.

    Args:
        due: What waits.
        lang: Language of its texts.
        main: Main language of the model.
    """
    return {
        "rule": due.rule,
        "title": due.title.in_language(lang, main),
        "verdict": due.verdict.value,
        "due": iso(due.due),
        "overdue": due.overdue,
        "activation": due.activation,
        "target": due.target,
        "responsible": list(due.responsible),
        "gate": due.gate,
        "text": due.text.in_language(lang, main),
        "ledger": _ledger(due.ledger),
        "cites": list(due.cites),
    }


def _ledger(ledger: Ledger | None) -> Json:
    """Reasons of pauses and extensions are people's words about people, so they stay where the events are."""
    return [
        {
            "step": entry.step.value,
            "at": iso(entry.at),
            "until": iso(entry.until),
            "duration": None if entry.duration is None else str(entry.duration),
            "due": iso(entry.due),
        }
        for entry in (ledger.entries if ledger else ())
    ]


def visibility_object(visibility: Visibility, lang: str, main: str = "") -> dict[str, Json]:
    """
    Give whether somebody may see something, and on what ground, as JSON.

    Args:
        visibility: The answer.
        lang: Language of its text.
        main: Main language of the model.
    """
    return {
        "allowed": visibility.allowed,
        "ground": visibility.ground,
        "by": visibility.by,
        "events": list(visibility.events),
        "text": visibility.text.in_language(lang, main),
    }


def event_object(event: Event) -> dict[str, Json]:
    """
    Give an event as JSON, without what is empty.

    Args:
        event: The event, as far as its reader may see it.
    """
    found: dict[str, Json] = {
        "id": event.id,
        "seq": event.seq,
        "occurred": iso(event.occurred),
        "recorded": iso(event.recorded),
        "kind": event.kind,
        "element": event.element,
        "transition": event.transition,
        "instance": event.instance,
        "actor": _actor(event.actor),
        "data": {name: encode(value) for name, value in event.data},
        "evidence": list(event.evidence),
        "caused_by": event.caused_by,
        "corrects": event.corrects,
        "model_hash": event.model_hash,
    }
    return {name: value for name, value in found.items() if value not in ("", [], {})}


def _actor(actor: Actor) -> Json:
    parts = {"role": actor.role, "person": actor.person, "organisation": actor.organisation,
             "on_behalf_of": actor.on_behalf_of}  # fmt: skip
    return {name: part for name, part in parts.items() if part}


def row_object(row: CaseRow) -> dict[str, Json]:
    """
    Give a case in a list as JSON.

    Args:
        row: The case.
    """
    return {
        "id": row.id,
        "status": row.status,
        "ending": row.ending,
        "opened": iso(row.opened),
        "due": iso(row.due),
        "model": row.model,
        "model_hash": row.model_hash,
        "roles": [{"role": role, "person": person} for role, person in row.roles],
        "links": [{"link": link, "to": to} for link, to in row.links],
    }


def case_object(case: Case, tables: Tables) -> dict[str, Json]:
    """
    Give a whole case as JSON.

    Args:
        case: The case.
        tables: Tables of the model that it is pinned to.
    """
    return {
        "id": case.id,
        "seq": case.seq,
        "status": case.status,
        "opened": iso(case.opened),
        "closed": iso(case.closed),
        "ending": case.ending,
        "latest": iso(case.latest),
        "model": tables.model.id,
        "model_hash": case.model_hash,
        "items": [_item(tables.items[number].id, state) for number, state in enumerate(case.items)],
        "participants": [
            {"role": one.role, "person": one.person, "organisation": one.organisation,
             "joined": iso(one.joined), "left": iso(one.left), "event": one.event}
            for one in case.participants
        ],
        "leads": [
            {"lead": one.lead, "role": one.role, "person": one.person, "organisation": one.organisation,
             "since": iso(one.since), "event": one.event}
            for one in case.holdings
        ],
        "offers": [
            {"lead": one.lead, "role": one.role, "organisation": one.organisation, "expires": iso(one.expires),
             "event": one.event}
            for one in case.offers
        ],
        "consents": [
            {"scope": one.scope, "state": one.state, "role": one.role, "since": iso(one.since),
             "until": iso(one.until), "event": one.event}
            for one in case.grants
        ],
        "links": [{"link": one.link, "to": one.to, "event": one.event} for one in case.links],
        "waived": list(case.waived),
    }  # fmt: skip


def _item(id: str, state: ItemState) -> Json:
    return {
        "id": id,
        "open": [_instance(one) for one in state.open],
        "completed": state.completed,
        "terminated": state.terminated,
        "outcome": state.outcome,
        "achieved": state.achieved,
    }


def _instance(one: Instance) -> Json:
    return {"instance": one.name, "status": one.status.value, "at": iso(one.at), "event": one.event}
