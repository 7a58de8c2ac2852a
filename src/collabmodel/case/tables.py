"""A model compiled to tables: items by number, who lies in whom, sentries with their parts, and the order of a step."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

import attrs

from collabmodel.case.elements import ROOT, Guard, Item, Part, Subject
from collabmodel.case.ordering import Move, edges_of, in_order, inside, moves_of
from collabmodel.errors import ModelError, Place, Problem
from collabmodel.formats import content_hash
from collabmodel.model import Activity, Enforcement, Milestone, Model, Sentry, Signature
from collabmodel.rules import Declared, Lexicon, Program, compile_condition, compile_rules
from collabmodel.rules.names import Condition

__all__ = ["ROOT", "Guard", "Item", "Move", "Part", "Subject", "Tables", "tables_of"]


@attrs.frozen(eq=False, kw_only=True)
class Tables:
    """
    What ``decide`` and everything else about running cases read of a model.

    Args:
        model: The model.
        model_hash: Its content hash.
        lexicon: What patterns speak of.
        declared: What conditions may name.
        program: Its rules and limits of scope ``case``, for the monitors.
        gates: Those rules of it that block or warn.
        items: Phases, activities and milestones, in that order.
        index: Number of each item by its id.
        roots: Numbers of what lies in the case itself.
        guards: All guards, by number.
        order: What a step may do, in the order in which it is tried.
    """

    model: Model
    model_hash: str
    lexicon: Lexicon
    declared: Declared
    program: Program
    gates: Program
    items: tuple[Item, ...]
    index: Mapping[str, int]
    roots: tuple[int, ...]
    guards: tuple[Guard, ...]
    order: tuple[Move, ...]
    _heard: dict[Signature, tuple[tuple[int, int, Condition | None], ...]] = attrs.field(factory=dict, repr=False)
    _repeated: dict[Signature, tuple[tuple[int, Condition | None], ...]] = attrs.field(factory=dict, repr=False)

    def heard(self, signature: Signature) -> tuple[tuple[int, int, Condition | None], ...]:
        """
        Give the on-parts that events of a signature may meet: guard, bit and condition of each.

        Args:
            signature: The signature.
        """
        found = self._heard.get(signature)
        if found is None:
            found = self._heard[signature] = tuple(
                (guard.number, 1 << bit, part.where)
                for guard in self.guards
                for bit, part in enumerate(guard.parts)
                if self.lexicon.matches(part.pattern, signature)
            )
        return found

    def repeated(self, signature: Signature) -> tuple[tuple[int, Condition | None], ...]:
        """
        Give the items of which events of a signature may make a new instance, with the condition of each.

        Args:
            signature: The signature.
        """
        found = self._repeated.get(signature)
        if found is None:
            found = self._repeated[signature] = tuple(
                (item.number, item.again.where)
                for item in self.items
                if item.again is not None and self.lexicon.matches(item.again.pattern, signature)
            )
        return found

    def within(self, number: int) -> Iterator[int]:
        """
        Give the numbers of all that lies in an item, at any depth, outside in.

        Args:
            number: Number of the item.
        """
        yield from inside(self.items, number)

    def around(self, number: int) -> Iterator[int]:
        """
        Give the numbers of the phases that an item lies in, inside out.

        Args:
            number: Number of the item.
        """
        while (number := self.items[number].parent) != ROOT:
            yield number


def tables_of(model: Model | Tables) -> Tables:
    """
    Compile a model, once for as long as it is kept; tables are given back as they are.

    Args:
        model: The model, or its tables.

    Raises:
        ModelError: The model cannot mean anything.

    >>> tables_of(Model(id="m", activities=(Activity(id="talk", kind="meeting"),))).items[0].id
    'talk'
    """
    return model if isinstance(model, Tables) else _cached(_Same(model))


@attrs.frozen(eq=False)
class _Same:
    """A model that equals itself alone, so that looking it up does not walk through it."""

    model: Model

    def __hash__(self) -> int:
        return id(self.model)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.model is self.model


@functools.lru_cache(maxsize=64)
def _cached(same: _Same) -> Tables:
    return _compiled(same.model)


def _compiled(model: Model) -> Tables:
    lexicon = Lexicon.of(model)
    subjects = _subjects(model)
    index = {subject.id: number for number, (_, subject) in enumerate(subjects)}
    if ring := _ring(subjects, index):
        raise ModelError((Problem(what=f"phases lie within one another in a ring: {ring}", place=Place(model.id)),))
    guards = tuple(_guards(subjects))
    items = tuple(_item(number, subjects, index, guards) for number in range(len(subjects)))
    blocking = tuple(rule for rule in model.rules if rule.enforcement is not Enforcement.REPORT)
    declared = Declared.of(model, lexicon)
    moves = moves_of(items, guards)
    return Tables(
        model=model,
        model_hash=content_hash(model),
        lexicon=lexicon,
        declared=declared,
        program=compile_rules(model, lexicon=lexicon),
        gates=compile_rules(attrs.evolve(model, rules=blocking), lexicon=lexicon),
        items=items,
        index=index,
        roots=tuple(item.number for item in items if item.parent == ROOT),
        guards=guards,
        order=tuple(
            moves[place] for place in in_order(len(moves), edges_of(moves, items, guards, lexicon, declared.derived))
        ),
    )


def _subjects(model: Model) -> list[tuple[str, Subject]]:
    found: dict[str, tuple[str, Subject]] = {}
    for section in ("phases", "activities", "milestones"):
        for subject in getattr(model, section):
            found.setdefault(subject.id, (section, subject))
    return list(found.values())


def _parent(subject: Subject, subjects: list[tuple[str, Subject]], index: Mapping[str, int]) -> int:
    """Give the number of the phase that an item lies in; what is no phase holds nothing."""
    number = index.get(subject.phase, ROOT)
    return number if number != ROOT and subjects[number][0] == "phases" else ROOT


def _ring(subjects: list[tuple[str, Subject]], index: Mapping[str, int]) -> str:
    """Name a ring of phases that lie within one another; empty if there is none."""
    sound: set[int] = set()
    for number in range(len(subjects)):
        way: list[int] = []
        while number not in sound and number != ROOT:
            if number in way:
                names = (subjects[each][1].id for each in (*way[way.index(number) :], number))
                return " -> ".join(names)
            way.append(number)
            number = _parent(subjects[number][1], subjects, index)  # noqa: PLW2901 - walking outwards
        sound.update(way)
    return ""


def _slots(subject: Subject) -> Iterator[tuple[str, str, Sentry]]:
    """Give each sentry of an item with the change it makes and the end of its path."""
    lists: list[tuple[str, str, tuple[Sentry, ...]]]
    if isinstance(subject, Milestone):
        lists = [("achieve", "achieve", subject.achieve), ("revoke", "revoke", subject.revoke)]
    else:
        lists = [("entry", "entry", subject.entry), ("exit", "exit", subject.exit)]
        if subject.suspension:
            pausing = subject.suspension
            lists += [
                ("suspend", "suspension.suspend", pausing.suspend),
                ("resume", "suspension.resume", pausing.resume),
            ]
    for change, path, sentries in lists:
        for place, sentry in enumerate(sentries):
            yield change, f"{path}.{place}", sentry


def _guards(subjects: list[tuple[str, Subject]]) -> Iterator[Guard]:
    number = 0
    for item, (section, subject) in enumerate(subjects):
        for slot, (change, path, sentry) in enumerate(_slots(subject)):
            yield Guard(
                number=number,
                item=item,
                slot=slot,
                change=change,
                path=f"{section}.{subject.id}.{path}",
                parts=tuple(Part.of(pattern) for pattern in sentry.on),
                condition=None if sentry.condition is None else compile_condition(sentry.condition),
                expression=sentry.condition,
            )
            number += 1


def _item(
    number: int, subjects: list[tuple[str, Subject]], index: Mapping[str, int], guards: tuple[Guard, ...]
) -> Item:
    section, subject = subjects[number]
    milestone = isinstance(subject, Milestone)
    repeat = None if isinstance(subject, Milestone) else subject.repeat
    return Item(
        number=number,
        id=subject.id,
        kind=subject.kind if isinstance(subject, Activity) else "milestone" if milestone else "phase",
        section=section,
        subject=subject,
        parent=_parent(subject, subjects, index),
        children=tuple(other for other, (_, each) in enumerate(subjects) if _parent(each, subjects, index) == number)
        if section == "phases"
        else (),
        guards=tuple(guard.number for guard in guards if guard.item == number),
        required=subject.required,
        manual=not isinstance(subject, Milestone) and subject.manual,
        planning=subject.planning if isinstance(subject, Activity) else None,
        repeats=repeat is not None,
        most=repeat.maximum if repeat else 1,
        again=Part.of(repeat.on) if repeat and repeat.on else None,
        tags=subject.tags,
    )
