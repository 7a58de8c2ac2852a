"""Who may see what of a case: one pure function of what has happened in it, deny by default."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import attrs

from collabmodel.case.answers import Visibility
from collabmodel.case.consents import Ground, Recipient, basis_state, consent_state
from collabmodel.case.evolving import current
from collabmodel.case.index import index_of
from collabmodel.case.matters import Matter, houses, matter_of
from collabmodel.case.policy import Standing, decided
from collabmodel.case.sentries import names_now
from collabmodel.case.state import Case, Participant
from collabmodel.case.tables import Tables, tables_of
from collabmodel.case.telling import Saying, tell
from collabmodel.history import Actor, Event
from collabmodel.model import Expression, Model, Role, Side, Text
from collabmodel.rules.conditions import compile_condition

_SAID: Mapping[str, Saying] = {
    "override": (
        "Näkyy hätäpääsyllä, joka kirjataan.",
        "Visas genom nödåtkomst, som antecknas.",
        "Shown by breaking the glass, which is recorded.",
    ),
    "own": ("Oma kirjaus.", "Egen anteckning.", "Recorded by oneself or on one's behalf."),
    "role": ("Kuuluu rooliin: {by}.", "Hör till rollen: {by}.", "Belongs to the role: {by}."),
    "consent": ("Suostumus on voimassa: {by}.", "Samtycke gäller: {by}.", "A consent is in force: {by}."),
    "legal basis": (
        "Oikeusperuste on voimassa: {by}.", "En rättslig grund gäller: {by}.", "A legal basis is in force: {by}.",
    ),
    "no participant": (
        "Ei osallistu tapaukseen tässä roolissa.",
        "Deltar inte i ärendet i denna roll.",
        "Does not take part in the case in this role.",
    ),
    "left": (
        "Ei enää osallistu tapaukseen tässä roolissa.",
        "Deltar inte längre i ärendet i denna roll.",
        "No longer takes part in the case in this role.",
    ),
    "barrier": ("Tätä ei saa kertoa tälle roolille: {by}.", "Detta får rollen inte veta: {by}.", "Kept from: {by}."),
    "barrier unknown": (
        "Ei näytetä, koska ei tiedetä, onko este voimassa: {by}.",
        "Visas inte, eftersom det inte är känt om hindret gäller: {by}.",
        "Not shown, because it is not known whether this bar holds: {by}.",
    ),
    "scope": (
        "Ei kuulu siihen, mitä rooli näkee: {role}.",
        "Hör inte till det som rollen ser: {role}.",
        "Not among what the role sees: {role}.",
    ),
    "consent withdrawn": (
        "Suostumus on peruutettu: {by}.", "Samtycket har återkallats: {by}.", "The consent was withdrawn: {by}.",
    ),
    "consent refused": (
        "Suostumusta ei annettu: {by}.", "Samtycket har nekats: {by}.", "The consent was refused: {by}.",
    ),
    "purpose": (
        "Käyttötarkoitus ei vastaa sitä, mihin on suostuttu: {by}.",
        "Ändamålet är inte det som samtycket gäller: {by}.",
        "The purpose is not the one agreed to: {by}.",
    ),
    "no consent": (
        "Toisen organisaation kirjaus, eikä suostumusta tai muuta perustetta ole voimassa.",
        "Antecknat av en annan organisation, och inget samtycke eller annan grund gäller.",
        "Recorded by another organisation, and no consent or other basis is in force.",
    ),
}  # fmt: skip
_ORDER: Mapping[str, tuple[str, ...]] = {
    "consent": ("given to role", "given", "withdrawn", "refused", "other purpose", "ended", "none"),
    "basis": ("recorded for role", "recorded", "other purpose", "ended", "none"),
}
"""Where several consents or bases cover something: the one that counts."""


def visible(
    model: Model | Tables,
    case: Case,
    participant: Actor | Participant,
    now: dt.datetime,
    *,
    event: Event | None = None,
    element: str = "",
    purpose: str = "",
    override: str | None = None,
) -> Visibility:
    """
    Tell whether somebody may see something of a case now, and on what ground.

    The policy is the table of ``policy``. It rests on what has happened in the case alone, so that a withdrawn consent
    and a participant who has left count from the very next question on. Asked about neither an event nor an element,
    it tells whether somebody may know of the case at all.

    Args:
        model: The model that the case is pinned to, or its tables.
        case: The case.
        participant: Who would see it, in which role and for which organisation.
        now: The time; timezone-aware.
        event: What would be seen, or None.
        element: Id of the element whose records would be seen, where no event is given; empty for the case itself.
        purpose: What for, as a consent names it.
        override: Why the glass is broken, by a professional who takes part; None or blank for not.

    Raises:
        ModelError: The model cannot mean anything.
        ValueError: The time has no zone.

    >>> from collabmodel.case.evolving import new_case
    >>> model, noon = Model(id="m"), dt.datetime(2026, 3, 2, 12, tzinfo=dt.timezone.utc)
    >>> visible(model, new_case(model, "c"), Actor(role="nurse", person="p1"), noon).ground
    'no participant'
    """
    tables = tables_of(model)
    sight = Sight.of(tables, case, participant, now, purpose=purpose, override=override)
    return sight.at(matter_of(tables, None, element) if event is None else sight.matter(event))


def allows(
    model: Model | Tables,
    case: Case,
    participant: Actor | Participant,
    now: dt.datetime,
    *,
    event: Event | None = None,
    element: str = "",
    purpose: str = "",
    override: str | None = None,
) -> bool:
    """
    Tell as ``visible`` does whether somebody may see something, and nothing else.

    Args:
        model: The model that the case is pinned to, or its tables.
        case: The case.
        participant: Who would see it.
        now: The time; timezone-aware.
        event: What would be seen, or None.
        element: Id of the element whose records would be seen; empty for the case itself.
        purpose: What for.
        override: Why the glass is broken; None or blank for not.

    Raises:
        ModelError: The model cannot mean anything.
        ValueError: The time has no zone.

    >>> from collabmodel.case.evolving import new_case
    >>> model, noon = Model(id="m"), dt.datetime(2026, 3, 2, 12, tzinfo=dt.timezone.utc)
    >>> allows(model, new_case(model, "c"), Actor(role="nurse", person="p1"), noon)
    False
    """
    return visible(
        model, case, participant, now, event=event, element=element, purpose=purpose, override=override
    ).allowed


@attrs.frozen(kw_only=True, eq=False)
class Sight:
    """
    Somebody looking at a case: what does not change from one thing looked at to the next.

    Args:
        tables: The model's tables.
        case: The case; its record ends where it does.
        reader: Whom it is shown to.
        role: The role, or None where the model has none by that id.
        person: Opaque id. Not shown in ``repr``.
        part: Whether the reader takes part: ``"now"``, ``"left"`` or ``"never"``.
        event: Id of the event by which the reader takes part, or empty.
        broken: Whether the glass is broken.
        now: The time.
    """

    tables: Tables
    case: Case
    reader: Recipient
    role: Role | None
    person: str = attrs.field(repr=False)
    part: str
    event: str
    broken: bool
    now: dt.datetime
    _known: dict[tuple[str, str], Mapping[str, Ground]] = attrs.field(factory=dict, init=False, repr=False)

    @classmethod
    def of(
        cls,
        tables: Tables,
        case: Case,
        who: Actor | Participant,
        now: dt.datetime,
        *,
        purpose: str = "",
        override: str | None = None,
    ) -> Sight:
        """
        Find out how somebody stands in a case.

        Args:
            tables: The model's tables.
            case: The case.
            who: Who looks.
            now: The time; timezone-aware.
            purpose: What for.
            override: Why the glass is broken; None or blank for not.

        Raises:
            ValueError: The time has no zone.
        """
        if now.tzinfo is None:
            msg = "a time without a zone says nothing; pass a timezone-aware one"
            raise ValueError(msg)
        role = index_of(tables).roles.get(who.role)
        part, found = _part(case, who, now)
        house = (found.organisation if found else "") or who.organisation
        reader = Recipient(
            role=who.role,
            organisations=houses(tables, house or _only(role)),
            side=Side.OTHER if role is None else role.side,
            purpose=purpose,
        )
        return cls(
            tables=tables, case=attrs.evolve(case, record=current(tables, case)), reader=reader, role=role,
            person=who.person, part=part if role is not None else "never", event=found.event if found else "",
            broken=bool(override and override.strip()), now=now,
        )  # fmt: skip

    def matter(self, event: Event) -> Matter:
        """
        Give what is looked at by an event. A correction stays with those who recorded what it corrects.

        Args:
            event: The event.
        """
        told, first = matter_of(self.tables, event), event
        while first.corrects and (before := self.case.record.event(first.corrects)) and before.seq < first.seq:
            first = before
        if first is event:
            return told
        root = matter_of(self.tables, first)
        return attrs.evolve(told, houses=root.houses, people=root.people)

    def at(self, matter: Matter) -> Visibility:
        """
        Look at one thing.

        Args:
            matter: What is looked at.
        """
        bar, barrier = self._bar(matter)
        grounds = self._grounds(matter)
        standing = self._standing(matter, bar, grounds)
        row = decided(standing)
        by, events = self._decider(row.ground, barrier, grounds)
        said = row.ground
        if said == "no participant" and self.part == "left":
            said = "left"
        if said == "barrier" and bar == "unknown":
            said = "barrier unknown"
        called = index_of(self.tables).texts
        role = called.get(self.reader.role, Text.of("-"))
        text = tell(_SAID[said], by=called.get(by, role), role=role)
        return Visibility(allowed=row.allows, ground=row.ground, by=by, events=events, text=text)

    def _standing(self, matter: Matter, bar: str, grounds: Mapping[str, Ground]) -> Standing:
        own = bool(self.person) and self.person in matter.people
        foreign = not matter.frame and not matter.recorded_by(self.reader.organisations)
        return {
            "part": self.part,
            "side": self.reader.side.value,
            "override": _yes(self.broken),
            "bar": bar,
            "own": _yes(own),
            "scope": _yes(self.role is not None and matter.covered(self.role.sees)),
            "foreign": _yes(foreign),
            "there": _yes(self.is_there(matter)),
            "consent": grounds["consent"].state,
            "basis": grounds["basis"].state,
        }

    def _decider(self, ground: str, barrier: str, grounds: Mapping[str, Ground]) -> tuple[str, tuple[str, ...]]:
        """Give the id of what decided, and the events that made it so."""
        joined = (self.event,) if self.event else ()
        if ground == "barrier":
            return barrier, ()
        if ground in ("consent", "consent withdrawn", "consent refused", "no consent"):
            return grounds["consent"].by, grounds["consent"].events
        if ground == "legal basis":
            return grounds["basis"].by, grounds["basis"].events
        if ground == "purpose":
            found = next(one for one in grounds.values() if one.state == "other purpose")
            return found.by, found.events
        return (self.reader.role if self.role is not None else ""), joined

    def _bar(self, matter: Matter) -> tuple[str, str]:
        """Tell whether a barrier keeps something from the role, and which; one that cannot be judged counts."""
        unknown = ""
        for barrier in self.tables.model.barriers:
            if self.reader.role in barrier.roles and matter.covered(barrier.covers):
                holds = self._is_true(barrier.condition)
                if holds is True:
                    return "yes", barrier.id
                if holds is not False:
                    unknown = unknown or barrier.id
        return ("unknown", unknown) if unknown else ("no", "")

    def is_there(self, matter: Matter) -> bool:
        """Tell whether the item lists the role among its participants, for certain."""
        activity = index_of(self.tables).activities.get(matter.element)
        return activity is not None and any(
            one.role == self.reader.role and self._is_true(one.condition) for one in activity.participants
        )

    def _grounds(self, matter: Matter) -> Mapping[str, Ground]:
        """Give how consents and legal bases that cover something stand, the best of each."""
        found = self._known.get((matter.kind, matter.element))
        if found is None:
            model, ask = self.tables.model, (self.reader, self.now)
            consents = (consent_state(self.case, one, *ask) for one in model.consents if matter.covered(one.covers))
            bases = (
                basis_state(self.tables, self.case, one, *ask)
                for one in model.legal_bases
                if matter.covered(one.covers)
            )
            found = {"consent": _best("consent", consents), "basis": _best("basis", bases)}
            self._known[matter.kind, matter.element] = found
        return found

    def _is_true(self, condition: Expression | None) -> object:
        """Give what a condition is now; None where it cannot be told."""
        if condition is None:
            return True
        names = names_now(self.case, self.now)
        value = None if names is None else compile_condition(condition)(names)
        return value if isinstance(value, bool) else None


def _best(feature: str, grounds: Iterable[Ground]) -> Ground:
    order = _ORDER[feature]
    return min(grounds, key=lambda one: order.index(one.state), default=Ground(state="none"))


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _only(role: Role | None) -> str:
    return role.organisations[0] if role is not None and len(role.organisations) == 1 else ""


def _part(case: Case, who: Actor | Participant, now: dt.datetime) -> tuple[str, Participant | None]:
    """Tell whether somebody takes part now, and as whom."""
    gone: Participant | None = None
    for one in case.participants:
        same = one.role == who.role and one.person == who.person and bool(who.person)
        if not same or (who.organisation and one.organisation and who.organisation != one.organisation):
            continue
        if one.joined <= now and (one.left is None or one.left > now):
            return "now", one
        if one.left is not None and one.left <= now:
            gone = one
    return ("never", None) if gone is None else ("left", gone)
