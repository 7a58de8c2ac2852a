"""A model made ready for checking: every value by path, every element by id, everything that events may speak of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TypeVar

import attrs

from collabmodel.check.constraints import Knowledge
from collabmodel.check.walking import EXPRESSIONS, Spot, walk
from collabmodel.model import (
    BOOKKEEPING,
    Activity,
    AdoptionStep,
    Element,
    Fact,
    Kind,
    Milestone,
    Model,
    Parameter,
    Pattern,
    Phase,
    Reference,
    Side,
    elements,
)
from collabmodel.workdays import Duration, Unit

T = TypeVar("T")

ANY = "*"
"""Any transition."""

_EVENT_KINDS = {
    "phases": "phase",
    "milestones": "milestone",
    "adoption": "adoption",
    "consents": "consent",
    "leads": "lead",
    "limits": "limit",
    "links": "link",
    "instruments": "rating",
    "indicators": "attestation",
    "rules": "waiver",
}
_DEFAULTS = {"phases": "completed", "activities": "completed", "adoption": "completed", "milestones": "achieved"}


@attrs.frozen(kw_only=True)
class Item:
    """
    Something of which events may speak.

    Args:
        id: Id of the element.
        section: Section that holds it.
        kind: Kind of its events.
        tags: What it is about.
        default: Transition that a pattern means when it names none; ``"*"`` for any.
        sort: Kind of adoption step, by which patterns may name it too; else empty.
    """

    id: str
    section: str
    kind: str
    tags: tuple[str, ...] = ()
    default: str = ANY
    sort: str = ""


@attrs.frozen(eq=False, slots=False)
class Catalogue:
    """
    The indexes of a model that checks share, each built once, when first asked for.

    Args:
        model: The model.

    >>> Catalogue(Model(id="m")).items
    {}
    """

    model: Model

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Every record and condition of the model, in file order."""
        return tuple(walk(self.model))

    @cached_property
    def owners(self) -> dict[str, str]:
        """Ids of elements by the paths of everything that lies in them."""
        return {spot.path: spot.owner for spot in self.spots}

    def owner(self, path: str) -> str:
        """
        Give the id of the element in which a path lies, or nothing.

        Args:
            path: Path into the model, which may go on inside a record.
        """
        while path not in self.owners and "." in path:
            path = path.rpartition(".")[0]
        return self.owners.get(path, "")

    def cites(self, element: str) -> tuple[str, ...]:
        """
        Give what an element cites.

        Args:
            element: Its id.
        """
        found = self.named.get(element)
        return getattr(found[1], "cites", ()) if found else ()

    @cached_property
    def by_type(self) -> dict[type, tuple[Spot, ...]]:
        """The spots by the type of their value."""
        found: dict[type, list[Spot]] = {}
        for spot in self.spots:
            found.setdefault(type(spot.value), []).append(spot)
        return {kind: tuple(spots) for kind, spots in found.items()}

    def each(self, kind: type[T]) -> Iterator[tuple[Spot, T]]:
        """
        Walk over all values of one type, in file order.

        Args:
            kind: The type.
        """
        for spot in self.by_type.get(kind, ()):
            if isinstance(spot.value, kind):
                yield spot, spot.value

    @cached_property
    def conditions(self) -> tuple[Spot, ...]:
        """Every condition of the model, as the spot of its root."""
        return tuple(spot for spot in self.spots if isinstance(spot.value, EXPRESSIONS))

    @cached_property
    def named(self) -> dict[str, tuple[str, Element]]:
        """Every element by id, with its section; the first of several."""
        found: dict[str, tuple[str, Element]] = {}
        for section, element in elements(self.model):
            found.setdefault(element.id, (section, element))
        return found

    @cached_property
    def ids(self) -> dict[str, frozenset[str]]:
        """Ids by section, with ``claims`` beside ``sources``."""
        found = {section: set[str]() for section in ("sources", "claims")}
        for source in self.model.sources:
            found["sources"].add(source.id)
            found["claims"].update(claim.id for claim in source.claims)
        for section, element in elements(self.model):
            found.setdefault(section, set()).add(element.id)
        return {section: frozenset(ids) for section, ids in found.items()}

    @cached_property
    def known_names(self) -> frozenset[str]:
        """Names that every condition may read: facts, derived facts and parameters."""
        return frozenset[str]().union(*(self.ids.get(name, frozenset()) for name in ("facts", "derived", "parameters")))

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Case facts by id."""
        return {fact.id: fact for fact in self.model.facts}

    @cached_property
    def parties(self) -> frozenset[str]:
        """Words for who came: roles, organisations and sides."""
        known = self.ids.get("roles", frozenset()) | self.ids.get("organisations", frozenset())
        return known | {side.value for side in Side}

    @cached_property
    def knowledge(self) -> Knowledge:
        """What the model says about the names that conditions read."""
        return Knowledge.of(self.model)

    @cached_property
    def everything(self) -> dict[str, str]:
        """Section of every id of the model, sources and claims included; the first of several."""
        found: dict[str, str] = {}
        for section, ids in self.ids.items():
            for id in ids:
                found.setdefault(id, section)
        return found

    @cached_property
    def items(self) -> dict[str, Item]:
        """Everything of which events may speak, by id."""
        found: dict[str, Item] = {}
        for section, element in elements(self.model):
            item = _item(section, element)
            if item.kind:
                found.setdefault(item.id, item)
        return found

    @cached_property
    def of_kind(self) -> dict[str, tuple[Item, ...]]:
        """Items by the kind of their events."""
        found: dict[str, list[Item]] = {}
        for item in self.items.values():
            for kind in {item.kind, item.sort} - {""}:
                found.setdefault(kind, []).append(item)
        return {kind: tuple(items) for kind, items in found.items()}

    def matches(self, pattern: Pattern) -> tuple[Item, ...]:
        """
        Give the items of which a pattern speaks.

        Args:
            pattern: The pattern.
        """
        return self._matched(pattern)[0]

    def is_of(self, pattern: Pattern, item: str) -> bool:
        """
        Tell whether a pattern speaks of an item.

        Args:
            pattern: The pattern.
            item: Id of the item.
        """
        return item in self._matched(pattern)[1]

    def _matched(self, pattern: Pattern) -> tuple[tuple[Item, ...], frozenset[str]]:
        key = (pattern.element, pattern.kind, pattern.tag)
        found = self._matches.get(key)
        if found is None:
            items = tuple(self._search(pattern))
            found = self._matches[key] = (items, frozenset(item.id for item in items))
        return found

    @cached_property
    def _matches(self) -> dict[tuple[str, str, str], tuple[tuple[Item, ...], frozenset[str]]]:
        return {}

    def _search(self, pattern: Pattern) -> Iterator[Item]:
        named = self.items.get(pattern.element)
        for item in self.of_kind.get(pattern.kind, ()) if not pattern.element else (named,) if named else ():
            of_kind = not pattern.kind or pattern.kind in {item.kind, item.sort}
            if of_kind and (not pattern.tag or pattern.tag in item.tags):
                yield item

    def speaks(self, pattern: Pattern) -> bool:
        """
        Tell whether a pattern can speak of anything in this model.

        Bookkeeping events need no element, and the kinds of a set of values belong to the models it will judge.

        Args:
            pattern: The pattern.
        """
        if self.matches(pattern):
            return True
        if pattern.element:
            return False
        return self.open_kinds or (pattern.kind in BOOKKEEPING and not pattern.tag)

    @property
    def open_kinds(self) -> bool:
        """Whether kinds and tags are those of other models: so in a set of values."""
        return self.model.kind is Kind.VALUES

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """Parameters by id."""
        return {parameter.id: parameter for parameter in self.model.parameters}

    def settled(self, value: Duration | float | Reference | None) -> Duration | float | str | None:
        """
        Give a value, or the default of the parameter that stands in its place.

        Args:
            value: A duration, a number, a reference or None.
        """
        if not isinstance(value, Reference):
            return value
        parameter = self.parameters.get(value.parameter)
        return with_unit(parameter.value, parameter.unit) if parameter else None


def with_unit(value: bool | float | str | Duration, unit: str) -> Duration | float | str:
    """
    Give a parameter's value, as a duration where it is a whole number of a unit of time.

    Args:
        value: The value.
        unit: Its unit.

    >>> str(with_unit(7, "working days")), with_unit(7, "points")
    ('7 working days', 7)
    """
    units = {each.value: each for each in Unit}
    if unit in units and isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return Duration(value, units[unit])
    return value


def transition_of(pattern: Pattern, item: Item) -> str:
    """
    Give the transition that a pattern means of an item.

    Args:
        pattern: The pattern.
        item: An item that it matches.

    >>> transition_of(Pattern(element="start"), Item(id="start", section="phases", kind="phase", default="completed"))
    'completed'
    """
    return pattern.transition or item.default


def _item(section: str, element: Element) -> Item:
    kind = element.kind if isinstance(element, Activity) else _EVENT_KINDS.get(section, "")
    tags = element.tags if isinstance(element, Activity | Phase | Milestone | AdoptionStep) else ()
    sort = element.kind if isinstance(element, AdoptionStep) else ""
    return Item(id=element.id, section=section, kind=kind, tags=tags, default=_DEFAULTS.get(section, ANY), sort=sort)
