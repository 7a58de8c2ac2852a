"""A case carried over to another version of its model: what is open keeps going under its new name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from collabmodel.case.evolving import evolve, new_case
from collabmodel.case.record import Log, Record
from collabmodel.case.state import Case, Instance, ItemState, Status
from collabmodel.case.tables import ROOT, Guard, Item, Tables, tables_of
from collabmodel.case.versions import is_move, mapping_of, renamed, sections, target_of
from collabmodel.history import Event
from collabmodel.model import Model, Pattern

GOING = (Status.ACTIVE, Status.SUSPENDED)


class Names:
    """
    What a version of a model calls the elements of the one before.

    Args:
        old: Tables of the one before.
        new: Tables of the one after.
        mapping: Pairs of old and new id where they differ; an empty new one for none.
    """

    def __init__(self, old: Tables, new: Tables, mapping: Iterable[tuple[str, str]]) -> None:
        self.old = old
        self.new = new
        self.mapping: dict[str, str] = dict(mapping)
        self._before = sections(old.model)
        self._after = sections(new.model)

    def image(self, id: str) -> str:
        """
        Give what an element is called now; empty where there is none in the same section.

        Args:
            id: Its id before.
        """
        name = self.mapping.get(id, id)
        section = self._before.get(id)
        return name if name and section is not None and self._after.get(name) == section else ""

    def source(self, id: str) -> str:
        """
        Give what an element was called before; empty where it is new.

        Args:
            id: Its id now.
        """
        named = [old for old, new in self.mapping.items() if new == id]
        return next((old for old in (*named, id) if self.image(old) == id), "")


def moved(before: Model | Tables, after: Model | Tables, case: Case, event: Event) -> Case:
    """
    Fold the event that moves a case to another version of its model.

    Items keep their counts and open instances under their new ids, and sentries what they have seen of parts that are
    still there. Rules and limits of the new version follow the whole record, with elements called as it calls them.
    What has no name there is left behind.

    Args:
        before: The model that the case is pinned to, or its tables.
        after: The model that it is moved to.
        case: The case.
        event: The event, with ``seq`` one more than the case's.

    Raises:
        ModelError: A model cannot mean anything.
        ValueError: The event belongs to another case, is not the next one, or moves the case elsewhere.
    """
    old, new = tables_of(before), tables_of(after)
    if not is_move(event) or target_of(event) != new.model_hash:
        msg = "the event does not move the case to this model"
        raise ValueError(msg)
    names = Names(old, new, mapping_of(event))
    folded = evolve(old, case, event)
    record = _record(folded, new, names.mapping)
    items = carried_items(folded, names, event)
    step = (len(record.life) - 1,)
    return attrs.evolve(carried(folded, names), model_hash=new.model_hash, items=items, step=step, record=record)


def replay_across(models: Mapping[str, Model | Tables], id: str, events: Iterable[Event]) -> Case:
    """
    Fold a whole record of a case that may have been moved between versions of its model.

    Args:
        models: Models by content hash; of a case that was never moved and whose events name no model, the only one.
        id: Id of the case.
        events: Its events, in the order of the record.

    Raises:
        ModelError: A model cannot mean anything.
        ValueError: A model is missing, an event belongs to another case, or one is missing.

    >>> replay_across({"": Model(id="m")}, "c", ()).status
    'new'
    """
    tables: Tables | None = None
    case: Case | None = None
    for event in events:
        if tables is None or case is None:
            tables = _known(models, event.model_hash)
            case = new_case(tables, id)
        if is_move(event):
            target = _known(models, target_of(event))
            case = moved(tables, target, case, event)
            tables = target
        else:
            case = evolve(tables, case, event)
    return new_case(_known(models, ""), id) if case is None else case


def _known(models: Mapping[str, Model | Tables], hash_: str) -> Tables:
    if not hash_ and len(models) == 1:
        return tables_of(next(iter(models.values())))
    if hash_ not in models:
        msg = f"no model with the hash {hash_[:12]!r} is given"
        raise ValueError(msg)
    return tables_of(models[hash_])


def _record(case: Case, new: Tables, mapping: Mapping[str, str]) -> Record:
    """Give a record that follows the new model over the same events, with elements called as it calls them."""
    old = case.record
    earlier = old.log
    log: Log | None = None
    if earlier is not None:
        # What is recorded after the move is called as the new version calls it already.
        def log(first: int, last: int) -> Iterator[Event]:
            for event in earlier(first, last):
                yield renamed(event, mapping) if event.seq <= case.seq else event

    record = Record(new.program, new.gates, new.declared, log)
    return record.folding(renamed(event, mapping) for event in old.read(1, case.seq))


def carried_items(case: Case, names: Names, event: Event) -> tuple[ItemState, ...]:
    """
    Give the items of the new version: those before under their new ids, and new ones where they may come about.

    Args:
        case: The case before.
        names: What is called how.
        event: The event that moves it.
    """
    found: list[ItemState] = []
    for item in names.new.items:
        source = names.source(item.id)
        number = names.old.index.get(source, -1) if source else -1
        found.append(ItemState() if number < 0 else _carried(case, names, number, item))
    for item in names.new.items:
        if not names.source(item.id) and item.planning is None and _may_begin(case, item, found):
            found[item.number] = _begun(names.new, item, found, event)
        elif found[item.number].open:
            found[item.number] = _within(found[item.number], () if item.parent == ROOT else found[item.parent].open)
    return tuple(found)


def _carried(case: Case, names: Names, number: int, item: Item) -> ItemState:
    state, was = case.items[number], names.old.items[number]
    if was.section != item.section:
        return ItemState()
    return attrs.evolve(state, open=tuple(_remembering(names, was, item, one) for one in state.open))


def _parts(guard: Guard, mapping: Mapping[str, str]) -> tuple[Pattern, ...]:
    return tuple(
        attrs.evolve(part.pattern, element=mapping.get(part.pattern.element) or part.pattern.element)
        for part in guard.parts
    )


def _remembering(names: Names, was: Item, item: Item, one: Instance) -> Instance:
    """
    Give an instance whose sentries have seen what those before had seen: a part that is still there, in whichever
    sentry that makes the same change, has been seen since the instance became available.
    """
    known = {
        (guard.change, part)
        for guard in (names.old.guards[number] for number in was.guards)
        for bit, part in enumerate(_parts(guard, names.mapping))
        if one.seen[guard.slot] & 1 << bit
    }
    seen = (
        sum(1 << bit for bit, part in enumerate(_parts(guard, {})) if (guard.change, part) in known)
        for guard in (names.new.guards[number] for number in item.guards)
    )
    return attrs.evolve(one, seen=tuple(seen))


def _may_begin(case: Case, item: Item, found: list[ItemState]) -> bool:
    if item.parent == ROOT:
        return case.status in ("open", "closed")
    return any(one.status in GOING for one in found[item.parent].open)


def _begun(tables: Tables, item: Item, found: list[ItemState], event: Event) -> ItemState:
    """Give an item that is new in a phase that runs: it becomes available as others did when the phase began."""
    guarded = any(tables.guards[guard].change == "entry" for guard in item.guards)
    possible = not guarded and item.section == "activities"
    status = (Status.ENABLED if item.manual else Status.ACTIVE) if possible else Status.AVAILABLE
    around = () if item.parent == ROOT else found[item.parent].open
    within = next((one.number for one in around if one.status in GOING), 0)
    one = Instance(number=1, name="1", status=status, within=within, seen=(0,) * len(item.guards), event=event.id)
    return ItemState(made=1, here=1, open=(one,))


def _within(state: ItemState, around: tuple[Instance, ...]) -> ItemState:
    """Put open instances into the phase's instance that runs, where theirs is not there; 0 for the case itself."""
    numbers = [one.number for one in around]
    running = next((one.number for one in around if one.status in GOING), 0)
    moved_in = (one if one.within in numbers else attrs.evolve(one, within=running) for one in state.open)
    return attrs.evolve(state, open=tuple(moved_in))


def carried(case: Case, names: Names) -> Case:
    """
    Give a case whose participants, leads, consents, limits, rules and links are called as the new version calls them;
    those that it does not know are left behind. Recipients that it does not know stay, so that a narrow consent never
    widens.

    Args:
        case: The case.
        names: What is called how.
    """
    image = names.image

    def kept(id: str) -> str:
        return image(id) or id

    return attrs.evolve(
        case,
        ending=kept(case.ending),
        participants=tuple(
            attrs.evolve(one, role=image(one.role), organisation=kept(one.organisation))
            for one in case.participants if image(one.role)
        ),
        holdings=tuple(
            attrs.evolve(one, lead=image(one.lead), role=kept(one.role), organisation=kept(one.organisation))
            for one in case.holdings if image(one.lead)
        ),
        offers=tuple(
            attrs.evolve(one, lead=image(one.lead), role=kept(one.role), organisation=kept(one.organisation))
            for one in case.offers if image(one.lead)
        ),
        grants=tuple(
            attrs.evolve(one, scope=image(one.scope), role=kept(one.role), recipients=tuple(map(kept, one.recipients)))
            for one in case.grants if image(one.scope)
        ),
        questions=tuple(
            attrs.evolve(one, element=image(one.element)) for one in case.questions if image(one.element)
        ),
        links=tuple(attrs.evolve(one, link=image(one.link)) for one in case.links if image(one.link)),
        lengthened=tuple(sorted((image(id), count) for id, count in case.lengthened if image(id))),
        halted=tuple(sorted(image(id) for id in case.halted if image(id))),
        waived=tuple(sorted(image(id) for id in case.waived if image(id))),
        overridden=tuple((image(id), event) for id, event in case.overridden if image(id)),
        told=tuple((image(id), event, step) for id, event, step in case.told if image(id)),
    )  # fmt: skip
