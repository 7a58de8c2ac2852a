"""A scenario under check: the model it meets, where its values stand, and every distribution in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cached_property

import attrs

from collabmodel.case import Tables, Verb, verb_for
from collabmodel.case.index import Index, index_of
from collabmodel.check.catalogue import Catalogue
from collabmodel.errors import Place, Problem
from collabmodel.formats.places import Places
from collabmodel.formats.scalars import meant
from collabmodel.model import Model
from collabmodel.simulate.doings import element_of, verb_name
from collabmodel.simulate.hours_of import DAY, Window, calendar_rows
from collabmodel.simulate.scenario import Behaviour, Known, Row, Scenario, Share, Spread, Staff
from collabmodel.simulate.spans import minutes_of
from collabmodel.workdays import to_us

_MOST_KNOWN = 12
MOST_DAYS = 31 * 366
"""Most days for which a scenario is watched."""
MOST_ELEMENTS = 1000
"""Most elements of one section that a simulation takes."""
LENGTH, COUNT, DATUM, CHANCE = "length", "count", "datum", "chance"
"""What a distribution stands for: a length of time, a number of times, a value, a share."""


@attrs.frozen(kw_only=True)
class Use:
    """
    One distribution or share where it stands.

    Args:
        path: Path of it in the scenario.
        spread: The distribution.
        sort: What it stands for: ``LENGTH``, ``COUNT``, ``DATUM`` or ``CHANCE``.
        behaviour: The behaviour it belongs to, or None.
        fact: The fact it belongs to, or None.
    """

    path: str
    spread: Spread
    sort: str
    behaviour: Behaviour | None = None
    fact: Known | None = None


@attrs.frozen(kw_only=True)
class Conditional:
    """
    One row where it stands.

    Args:
        path: Path of the row.
        row: The row.
        behaviour: The behaviour it belongs to, or None.
        fact: The fact it belongs to, or None.
    """

    path: str
    row: Row
    behaviour: Behaviour | None = None
    fact: Known | None = None


@attrs.frozen(eq=False, slots=False, kw_only=True)
class Subject:
    """
    What every check is given.

    Args:
        tables: The model's tables.
        scenario: The scenario.
        places: Where its values stand, or None for one that no file holds.
    """

    tables: Tables
    scenario: Scenario
    places: Places | None = None

    @property
    def model(self) -> Model:
        """The model."""
        return self.tables.model

    @cached_property
    def index(self) -> Index:
        """The model's elements by id."""
        return index_of(self.tables)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The model's elements as conditions and patterns speak of them."""
        return Catalogue(self.model)

    @cached_property
    def staff(self) -> dict[str, tuple[Staff, ...]]:
        """Groups of staff that have somebody, by their role."""
        found: dict[str, tuple[Staff, ...]] = {}
        for group in self.scenario.staff:
            if group.count > 0:
                found[group.role] = (*found.get(group.role, ()), group)
        return found

    @cached_property
    def lay(self) -> frozenset[str]:
        """Ids of the roles of people who are there besides workers: those named, and every client role."""
        named = {one.id for one in self.scenario.people}
        clients = {role.id for role in self.model.roles if role.side.value == "client"}
        return frozenset(named | clients | (set(self.model.case.subjects) & set(self.index.roles)))

    @cached_property
    def calendars(self) -> frozenset[str]:
        """Ids of the calendars that there are."""
        return frozenset(one.id for one in (*self.model.calendars, *self.scenario.calendars))

    @cached_property
    def minutes(self) -> int:
        """Minutes that the scenario is watched; of a length that makes no sense, those of a year."""
        told = minutes_of(self.scenario.horizon, self.scenario.start)
        return told if told is not None and 0 < told <= MOST_DAYS * DAY else 366 * DAY

    def hours(self, calendar: str) -> tuple[Window, ...] | None:
        """
        Give the working hours of a calendar while the scenario runs; None for what is always open.

        Args:
            calendar: Its id, or empty for always.

        Raises:
            ModelError: The calendar cannot mean anything.
            ConfigError: It needs an extra that is not installed.
        """
        if calendar not in self._hours:
            own = {one.id: one for one in (*self.model.calendars, *self.scenario.calendars)}
            midnight = dt.datetime.combine(self.scenario.start, dt.time(), dt.UTC)
            self._hours[calendar] = calendar_rows(own.get(calendar), start_us=to_us(midnight), horizon=self.minutes)
        found = self._hours[calendar]
        return None if found is None else tuple(one for one in found if one.start < self.minutes)

    @cached_property
    def _hours(self) -> dict[str, tuple[Window, ...] | None]:
        return {}

    def verb(self, behaviour: Behaviour) -> Verb | None:
        """
        Give the verb that a behaviour means, or None where its element takes no such verb.

        Args:
            behaviour: The behaviour.
        """
        return verb_for(self.model, verb_name(behaviour), element_of(behaviour))

    def problem(self, path: str, what: str, value: object = None, hint: str = "") -> Problem:
        """
        Make a problem of what is wrong at a path.

        Args:
            path: Keys, ids and numbers of list items from 0, joined by dots.
            what: What is wrong.
            value: The offending value, or None for none to be shown.
            hint: What would be right.
        """
        place = Place(path) if self.places is None else self.places.of(path)
        shown = "" if value is None else repr(value[:40]) if isinstance(value, str) else f"{value}"
        shown = f"{value:g}" if isinstance(value, float) else shown
        return Problem(what=what, value=shown, place=place, hint=hint)

    def unknown(self, path: str, what: str, word: str, known: Iterable[str]) -> Problem:
        """
        Make a problem of an unknown word, with the known one that comes closest.

        Args:
            path: Where it stands.
            what: What there is none of: ``"role"``.
            word: The word.
            known: The words that would be right.
        """
        words = sorted(set(known))
        listed = f"known are {', '.join(words)}" if 0 < len(words) <= _MOST_KNOWN else ""
        return self.problem(path, f"there is no {what}", word, meant(word, words) or listed)

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """Every distribution of the scenario where it stands, those within rows included."""
        return tuple(use for outer in _uses(self.scenario) for use in _within(outer))

    @cached_property
    def conditionals(self) -> tuple[Conditional, ...]:
        """Every row of the scenario where it stands."""
        return tuple(_conditionals(self.scenario))


def _uses(scenario: Scenario) -> Iterator[Use]:
    """Walk over the distributions of a scenario, in file order."""
    for stream in scenario.arrivals:
        yield from _length(f"arrivals.{stream.id}.gap", stream.gap)
    for back in scenario.returns:
        yield from _share(f"returns.{back.id}.share", back.share)
        yield from _length(f"returns.{back.id}.delay", back.delay)
    for fact in scenario.facts:
        yield Use(path=f"facts.{fact.id}.spread", spread=fact.spread, sort=DATUM, fact=fact)
    for group in scenario.staff:
        for absence in group.absences:
            yield from _length(f"staff.{group.id}.absences.{absence.id}.length", absence.length)
    for person in scenario.people:
        yield from _share(f"people.{person.id}.share", person.share)
        yield from _share(f"people.{person.id}.comes", person.comes)
    for behaviour in scenario.behaviour:
        for use in _of_behaviour(behaviour, f"behaviour.{behaviour.id}"):
            yield attrs.evolve(use, behaviour=behaviour)
    if scenario.drop_out is not None:
        yield from _length("drop_out.after", scenario.drop_out.after)


def _of_behaviour(behaviour: Behaviour, path: str) -> Iterator[Use]:
    yield from _share(f"{path}.chance", behaviour.chance)
    if behaviour.times is not None:
        yield Use(path=f"{path}.times", spread=behaviour.times, sort=COUNT)
    yield from _length(f"{path}.delay", behaviour.delay)
    yield from _length(f"{path}.length", behaviour.length)
    if behaviour.no_show is not None:
        yield from _share(f"{path}.no_show", behaviour.no_show)
    yield from _share(f"{path}.sent_word", behaviour.sent_word)
    yield from _length(f"{path}.missed_length", behaviour.missed_length)
    yield from _length(f"{path}.retry", behaviour.retry)
    yield from _share(f"{path}.stops", behaviour.stops)
    yield from _length(f"{path}.search.notice", behaviour.search.notice)
    yield from _length(f"{path}.search.wait", behaviour.search.wait)
    for datum in behaviour.data:
        # A day may be told as how far ahead it lies, which is a length of time.
        sort = DATUM if datum.spread.unit is None else LENGTH
        yield Use(path=f"{path}.data.{datum.id}.spread", spread=datum.spread, sort=sort)


def _length(path: str, spread: Spread | None) -> Iterator[Use]:
    if spread is not None:
        yield Use(path=path, spread=spread, sort=LENGTH)


def _share(path: str, share: Share) -> Iterator[Use]:
    """Give a share as a constant distribution with its rows."""
    yield Use(path=path, spread=Spread(value=share.value, rows=share.rows), sort=CHANCE)


def _within(use: Use) -> Iterator[Use]:
    """Give a distribution and those in its rows, at whatever depth, in file order."""
    waiting = [use]
    while waiting:
        found = waiting.pop()
        yield found
        for number in range(len(found.spread.rows) - 1, -1, -1):
            path, inner = f"{found.path}.rows.{number}.spread", found.spread.rows[number].spread
            waiting.append(attrs.evolve(found, path=path, spread=inner))


def _conditionals(scenario: Scenario) -> Iterator[Conditional]:
    for use in (inner for outer in _uses(scenario) for inner in _within(outer)):
        for number, row in enumerate(use.spread.rows):
            path = f"{use.path}.rows.{number}"
            yield Conditional(path=path, row=row, behaviour=use.behaviour, fact=use.fact)
