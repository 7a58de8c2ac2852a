"""What becomes of everything that is open in a case when it is moved to another version of its model."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Iterator

import attrs

from collabmodel.case.dues import due
from collabmodel.case.index import index_of
from collabmodel.case.moving import GOING, Names
from collabmodel.case.state import Case, Instance, Status
from collabmodel.case.tables import ROOT, Item
from collabmodel.case.telling import Saying, tell
from collabmodel.model import Rule, Text


class Fate(enum.Enum):
    """What becomes of something that is open."""

    KEPT = "kept"
    SETTLED = "settled"
    ARISES = "arises"
    LOST = "lost"


_SAID: dict[Fate, Saying] = {
    Fate.KEPT: ("{what}: {name} jatkuu.", "{what}: {name} fortsätter.", "{what}: {name} goes on."),
    Fate.SETTLED: (
        "{what}: {name} ei enää odota uudessa versiossa.",
        "{what}: {name} väntar inte längre i den nya versionen.",
        "{what}: {name} no longer waits under the new version.",
    ),
    Fate.ARISES: (
        "{what}: {name} tulee uutena.", "{what}: {name} tillkommer.", "{what}: {name} arises with the new version.",
    ),
    Fate.LOST: (
        "{what}: {name} jää pois, vastinetta ei ole.",
        "{what}: {name} faller bort, motsvarighet saknas.",
        "{what}: {name} is left behind, without an image.",
    ),
}  # fmt: skip
_KINDS: dict[str, Saying] = {
    "item": ("Kohta", "Del", "Item"),
    "obligation": ("Velvoite", "Förpliktelse", "Obligation"),
    "limit": ("Määräaika", "Tidsfrist", "Time limit"),
    "lead": ("Vetovastuu", "Samordningsansvar", "Lead"),
    "offer": ("Tarjottu vetovastuu", "Erbjudet samordningsansvar", "Lead offered"),
    "participant": ("Osallistuja", "Deltagare", "Participant"),
    "consent": ("Suostumus tai peruste", "Samtycke eller grund", "Consent or legal basis"),
    "question": ("Avoin kysymys", "Öppen fråga", "Open question"),
    "link": ("Yhteys toiseen tapaukseen", "Koppling till ett annat ärende", "Link to another case"),
}


@attrs.frozen(kw_only=True)
class Image:
    """
    What becomes of one thing that is open.

    Args:
        what: ``"item"``, ``"obligation"``, ``"limit"``, ``"lead"``, ``"offer"``, ``"participant"``, ``"consent"``,
            ``"question"`` or ``"link"``.
        element: Id of its element before; empty for what arises.
        instance: Which occurrence, or empty.
        image: Id of its element after; empty for none.
        fate: What becomes of it.
        needed: Whether the case may not be moved without an image of it: it is under way.
        due_before: Of an obligation or limit, when it is due before.
        due_after: When it is due after.
        events: Ids of the events that it rests on.
        text: The same in words for people.
    """

    what: str
    element: str = ""
    instance: str = ""
    image: str = ""
    fate: Fate
    needed: bool = False
    due_before: dt.datetime | None = None
    due_after: dt.datetime | None = None
    events: tuple[str, ...] = ()
    text: Text = Text()

    def plain(self) -> list[object]:
        """Give it as plain values, without words."""
        dues = [None if one is None else one.isoformat() for one in (self.due_before, self.due_after)]
        return [self.what, self.element, self.instance, self.image, self.fate.value, self.needed, *dues, *self.events]


def images(before: Case, after: Case, names: Names, now: dt.datetime) -> tuple[Image, ...]:
    """
    Tell what becomes of everything that is open.

    Args:
        before: The case before it is moved.
        after: The case after.
        names: What is called how.
        now: The time.
    """
    found = (*_items(before, after, names), *_obligations(before, after, names, now), *_people(before, names))
    return tuple(attrs.evolve(one, text=_text(names, one)) for one in found)


def _text(names: Names, one: Image) -> Text:
    tables, id = (names.old, one.element) if one.element else (names.new, one.image)
    called = index_of(tables).texts.get(id, Text.of(id))
    return tell(_SAID[one.fate], what=tell(_KINDS[one.what]), name=called)


def _items(before: Case, after: Case, names: Names) -> Iterator[Image]:
    for item, state in zip(names.old.items, before.items, strict=True):
        image = names.image(item.id)
        for one in () if item.is_milestone else state.open:
            needed = _under_way(names, item, one)
            there = image if image and (not needed or _goes_on(after, names, item, image)) else ""
            yield Image(
                what="item", element=item.id, instance=one.name, image=there, fate=_fate(there), needed=needed,
                events=(one.event,) if one.event else (),
            )  # fmt: skip
    for item, state in zip(names.new.items, after.items, strict=True):
        if state.open and not item.is_milestone and not names.source(item.id):
            yield Image(what="item", image=item.id, instance=state.open[0].name, fate=Fate.ARISES)


def _under_way(names: Names, item: Item, one: Instance) -> bool:
    """Tell whether somebody or something has begun it: more than that it is possible."""
    guarded = any(names.old.guards[guard].change == "entry" for guard in item.guards)
    begun = one.status in GOING and (item.is_phase or guarded)
    return begun or one.touched or one.at is not None or one.status is Status.SUSPENDED


def _goes_on(after: Case, names: Names, item: Item, image: str) -> bool:
    """Tell whether the image is of the same kind and lies where something can go on."""
    now = names.new.items[names.new.index[image]]
    if now.kind != item.kind:
        return False
    return now.parent == ROOT or any(one.status in GOING for one in after.items[now.parent].open)


def _fate(image: str) -> Fate:
    return Fate.KEPT if image else Fate.LOST


def _obligations(before: Case, after: Case, names: Names, now: dt.datetime) -> Iterator[Image]:
    """Tell of obligations and running limits: each rests on the same event before and after."""
    waits = {(one.rule, one.activation): one for one in due(names.new, after, now)}
    rules = index_of(names.old).rules
    for one in due(names.old, before, now):
        image = names.image(one.rule)
        if one.rule in rules and image and not _same_template(names, rules[one.rule], image):
            image = ""
        still = waits.pop((image, one.activation), None)
        yield Image(
            what="obligation" if one.rule in rules else "limit",
            element=one.rule,
            image=image,
            fate=Fate.LOST if not image else Fate.KEPT if still is not None else Fate.SETTLED,
            needed=True,
            due_before=one.due,
            due_after=None if still is None else still.due,
            events=(one.activation,),
        )
    for new in waits.values():
        what = "obligation" if new.rule in index_of(names.new).rules else "limit"
        yield Image(what=what, image=new.rule, fate=Fate.ARISES, due_after=new.due, events=(new.activation,))


def _same_template(names: Names, rule: Rule, image: str) -> bool:
    return index_of(names.new).rules[image].template is rule.template


def _people(before: Case, names: Names) -> Iterator[Image]:
    yield from _named("participant", names, ((one.role, one.event) for one in before.participants if not one.left))
    yield from _named("lead", names, ((one.lead, one.event) for one in before.holdings))
    yield from _named("offer", names, ((one.lead, one.event) for one in before.offers))
    yield from _named("consent", names, ((one.scope, one.event) for one in before.grants))
    yield from _named("question", names, ((one.element, one.event) for one in before.questions))
    yield from _named("link", names, ((one.link, one.event) for one in before.links))


def _named(what: str, names: Names, pairs: Iterable[tuple[str, str]]) -> Iterator[Image]:
    for element, event in pairs:
        image = names.image(element)
        yield Image(what=what, element=element, image=image, fate=_fate(image), events=(event,) if event else ())
