"""Consent and other grounds: what needs one, who gives and withdraws it, what may be disclosed on it."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.case.answers import Lack, Need, Reason, Refusal
from collabmodel.case.asked import Asked
from collabmodel.case.grounds import consent_in_force, recorded_basis, replaces
from collabmodel.case.leads import text_in
from collabmodel.case.rights import voice_of
from collabmodel.case.state import Grant
from collabmodel.case.wording import need, refusal
from collabmodel.model import Activity

_SHARING = ("active", "asked", "completed")
"""Transitions of an activity that need the ground it names; planning or ending it without needs none."""


def consents(asked: Asked) -> Iterator[Refusal]:
    """
    Object to what lacks a consent in force or another ground.

    Args:
        asked: The command.
    """
    activity = asked.index.activities.get(asked.command.element)
    if activity is not None and activity.consent and asked.event.transition in _SHARING:
        yield from _activity(asked, activity)
    if asked.verb.section == "consents":
        yield from _consent(asked)
    elif asked.verb.section == "legal_bases":
        yield from _basis(asked)


def _activity(asked: Asked, activity: Activity) -> Iterator[Refusal]:
    scopes = [asked.index.consents[one] for one in activity.consent if one in asked.index.consents]
    deciding = [one for one in scopes if one.condition is None or asked.holds(one.condition) is not False]
    if scopes and not deciding:
        return
    if any(consent_in_force(asked.case, one, asked.event.occurred) for one in deciding):
        return
    bases = [one for one in asked.index.legal_bases.values() if _would_do(asked, activity, one.id)]
    if any(recorded_basis(asked.case, one, asked.event.occurred, asked.day) for one in bases):
        return
    names = (*(one.id for one in deciding), *(one.id for one in bases))
    events = tuple(one.event for one in asked.case.grants if one.scope in names)
    yield refusal(
        Reason.CONSENT, element=activity.id, needs=_grounds(asked, names), events=events, cites=activity.cites
    )


def _would_do(asked: Asked, activity: Activity, basis: str) -> bool:
    known = asked.index.legal_bases[basis]
    return basis in activity.consent or (
        replaces(known, activity.consent) and asked.index.covers(known.covers, activity.id)
    )


def _grounds(asked: Asked, names: tuple[str, ...]) -> tuple[Need, ...]:
    return tuple(need(Lack.CONSENT, one, title=asked.title(one)) for one in names)


def _consent(asked: Asked) -> Iterator[Refusal]:
    scope = asked.index.consents[asked.command.element]
    given = _own(asked)
    if asked.verb.name == "withdraw":
        if given is None or given.state != "given":
            yield refusal(Reason.CONSENT, element=scope.id, needs=_grounds(asked, (scope.id,)), cites=scope.cites)
        elif not scope.withdrawable:
            yield refusal(Reason.CONSENT, element=scope.id, events=(given.event,), cites=scope.cites)
    elif asked.verb.name == "give":
        wanted = asked.data("recipients")
        needs = _strangers(wanted, scope.recipients or _anybody(asked))
        if needs:
            yield refusal(Reason.DATA, element=scope.id, needs=needs)
    elif asked.verb.name == "disclose":
        ground = consent_in_force(asked.case, scope, asked.event.occurred)
        if ground is None:
            events = tuple(one.event for one in asked.case.grants if one.scope == scope.id)
            yield refusal(
                Reason.CONSENT, element=scope.id, needs=_grounds(asked, (scope.id,)), events=events, cites=scope.cites
            )
        yield from _disclosed(asked, scope.recipients, scope.covers, ground)


def _own(asked: Asked) -> Grant | None:
    """Give the consent of the one who speaks, or for whom somebody speaks."""
    actor = asked.event.actor
    person = actor.on_behalf_of or actor.person
    spoken = voice_of(asked.index, asked.case, actor)
    own = [one for one in asked.case.grants if one.scope == asked.command.element and one.giver == person]
    return next((one for one in own if one.role in spoken or one.giver == actor.on_behalf_of), None)


def _basis(asked: Asked) -> Iterator[Refusal]:
    basis = asked.index.legal_bases[asked.command.element]
    ground = recorded_basis(asked.case, basis, asked.event.occurred, asked.day)
    if asked.verb.name == "record":
        before, after = basis.valid_from, basis.valid_until
        if (before and asked.day < before) or (after and asked.day > after):
            detail = f"{before or ''} - {after or ''}"
            yield refusal(
                Reason.WINDOW, element=basis.id, needs=(need(Lack.TIME, basis.id, detail),), cites=basis.cites
            )
        needs = _strangers(asked.data("recipients"), _anybody(asked))
        if needs:
            yield refusal(Reason.DATA, element=basis.id, needs=needs)
    elif ground is None:
        yield refusal(Reason.CONSENT, element=basis.id, needs=_grounds(asked, (basis.id,)), cites=basis.cites)
    if asked.verb.name == "disclose":
        yield from _disclosed(asked, _anybody(asked), basis.covers, ground)


def _anybody(asked: Asked) -> tuple[str, ...]:
    """Give the ids of all whom something can be told by the model."""
    return (*asked.index.organisations, *asked.index.roles)


def _strangers(wanted: object, recipients: tuple[str, ...]) -> tuple[Need, ...]:
    unknown = isinstance(wanted, tuple) and recipients and any(one not in recipients for one in wanted)
    return (need(Lack.DATA, "recipients", "recipient"),) if unknown else ()


def _disclosed(
    asked: Asked, recipients: tuple[str, ...], covers: tuple[str, ...], ground: Grant | None
) -> Iterator[Refusal]:
    """Object to a disclosure to somebody, or of something, that the ground does not speak of."""
    allowed = (ground.recipients if ground is not None else ()) or recipients
    needs = []
    if asked.data("to") is not None and asked.data("to") not in allowed:
        needs.append(need(Lack.DATA, "to", "recipient"))
    what = text_in(asked.event, "what")
    if what and not asked.index.covers(covers, what):
        needs.append(need(Lack.DATA, "what", "covered"))
    if needs:
        yield refusal(Reason.CONSENT, element=asked.command.element, needs=tuple(needs))
