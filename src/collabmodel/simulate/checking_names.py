"""Ids and names of a scenario: everything that is named exists, in the model or in the scenario."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator

from collabmodel.check.readings import BUILT_IN, asked, data_of, patterns_in
from collabmodel.errors import Problem
from collabmodel.model import BOOKKEEPING, Expression, Name, Pattern
from collabmodel.simulate.checking_subject import DATUM, Subject
from collabmodel.simulate.doings import element_of
from collabmodel.simulate.scenario import Behaviour, Shape

_SECTIONS = ("sources", "calendars", "arrivals", "returns", "facts", "staff", "people", "behaviour")
_EVER = frozenset({"outcome", "attendance", "answer", "ending", "score", "wave", "voice", "respondent", "reason"})
"""Data that verbs bring along whatever the model declares."""


def ids(subject: Subject) -> Iterator[Problem]:
    """
    Find ids that occur twice, or that nothing has.

    Args:
        subject: The scenario under check.
    """
    for section in _SECTIONS:
        counted = Counter(one.id for one in getattr(subject.scenario, section))
        for id in (one for one, times in counted.items() if times > 1):
            yield subject.problem(f"{section}.{id}", "an id twice:", id, "give one of them another id")
    yield from _of_cases(subject)
    yield from _of_people(subject)
    yield from _cited(subject)


def _of_cases(subject: Subject) -> Iterator[Problem]:
    scenario, model = subject.scenario, subject.model
    for stream in scenario.arrivals:
        if stream.opening and stream.opening not in model.case.openings:
            where = f"arrivals.{stream.id}.opening"
            yield subject.unknown(where, "way of opening", stream.opening, model.case.openings)
    for back in scenario.returns:
        for number, ending in enumerate(back.endings):
            if ending not in subject.index.endings:
                where = f"returns.{back.id}.endings.{number}"
                yield subject.unknown(where, "ending", ending, subject.index.endings)
    for fact in scenario.facts:
        if fact.id not in subject.index.facts:
            yield subject.unknown(f"facts.{fact.id}", "fact", fact.id, subject.index.facts)


def _of_people(subject: Subject) -> Iterator[Problem]:
    scenario, index = subject.scenario, subject.index
    named: list[tuple[str, str, str, Collection[str]]] = [("opened_by", "role", scenario.opened_by, index.roles)]
    for group in scenario.staff:
        path = f"staff.{group.id}"
        named.append((f"{path}.role", "role", group.role, index.roles))
        named.append((f"{path}.organisation", "organisation", group.organisation, index.organisations))
        named.append((f"{path}.calendar", "calendar", group.calendar, dict.fromkeys(subject.calendars)))
        for number, one in enumerate(group.competences or ()):
            named.append((f"{path}.competences.{number}", "competence", one, index.competences))
    named += [(f"people.{one.id}", "role", one.id, index.roles) for one in scenario.people]
    for behaviour in scenario.behaviour:
        path = f"behaviour.{behaviour.id}"
        named.append((f"{path}.by", "role", behaviour.by, index.roles))
        named.append((f"{path}.on_behalf_of", "role", behaviour.on_behalf_of, index.roles))
        named += [(f"{path}.with.{at}", "role", one, index.roles) for at, one in enumerate(behaviour.with_)]
        replaced = enumerate(behaviour.search.replaced)
        named += [(f"{path}.search.replaced.{at}", "role", one, index.roles) for at, one in replaced]
    for path, what, word, known in named:
        if word and word not in known:
            yield subject.unknown(path, what, word, known)


def _cited(subject: Subject) -> Iterator[Problem]:
    scenario = subject.scenario
    sources = (*subject.model.sources, *scenario.sources)
    known = {source.id for source in sources} | {claim.id for source in sources for claim in source.claims}
    citing = [(f"{section}.{one.id}", one.cites) for section in _SECTIONS[1:] for one in getattr(scenario, section)]
    citing += [(f"staff.{one.id}.absences.{each.id}", each.cites) for one in scenario.staff for each in one.absences]
    if scenario.drop_out is not None:
        citing.append(("drop_out", scenario.drop_out.cites))
    for behaviour in scenario.behaviour:
        citing += [(f"behaviour.{behaviour.id}.data.{each.id}", each.cites) for each in behaviour.data]
    for path, cites in citing:
        for number, cite in enumerate(cites):
            if cite not in known:
                yield subject.unknown(f"{path}.cites.{number}", "source or claim", cite, known)


def events(subject: Subject) -> Iterator[Problem]:
    """
    Find event patterns of which nothing in the model speaks, and conditions within them that read what is not there.

    Args:
        subject: The scenario under check.
    """
    for behaviour in subject.scenario.behaviour:
        for number, pattern in enumerate(behaviour.after):
            yield from _pattern(subject, f"behaviour.{behaviour.id}.after.{number}", pattern)
    drop = subject.scenario.drop_out
    if drop is not None and drop.until is not None:
        yield from _pattern(subject, "drop_out.until", drop.until)


def _pattern(subject: Subject, path: str, pattern: Pattern) -> Iterator[Problem]:
    yield from _spoken(subject, path, pattern)
    if pattern.where is not None:
        data = data_of(subject.catalogue, (pattern,))
        yield from _condition(subject, f"{path}.where", pattern.where, data)


def _spoken(subject: Subject, path: str, pattern: Pattern) -> Iterator[Problem]:
    catalogue = subject.catalogue
    acted_on = pattern.element in subject.index.roles or pattern.element in subject.index.legal_bases
    if acted_on and not pattern.tag:
        return
    if pattern.element and pattern.element not in catalogue.items:
        yield subject.unknown(path, "element", pattern.element, catalogue.items)
    elif not catalogue.speaks(pattern):
        hint = "nothing in the model has such events"
        if pattern.kind and pattern.kind not in catalogue.of_kind:
            yield subject.unknown(path, "kind of events", pattern.kind, {*catalogue.of_kind, *BOOKKEEPING})
        else:
            yield subject.problem(path, "no events of", pattern.short(), hint)


def conditions(subject: Subject) -> Iterator[Problem]:
    """
    Find conditions that read names which are not there, or facts that are drawn only later.

    Args:
        subject: The scenario under check.
    """
    for behaviour in subject.scenario.behaviour:
        if behaviour.condition is not None:
            path = f"behaviour.{behaviour.id}.if"
            yield from _condition(subject, path, behaviour.condition, _data_at(subject, behaviour))
    for found in subject.conditionals:
        path, condition = f"{found.path}.if", found.row.condition
        if found.fact is not None:
            yield from _of_fact(subject, path, condition, found.fact.id)
        elif found.behaviour is not None:
            yield from _condition(subject, path, condition, _data_at(subject, found.behaviour))
        else:
            yield from _condition(subject, path, condition, frozenset())


def _data_at(subject: Subject, behaviour: Behaviour) -> frozenset[str] | None:
    """Name the data that a behaviour may read: of the events it comes after, and what it tells itself."""
    found = data_of(subject.catalogue, behaviour.after)
    return None if found is None else found | _EVER | {one.id for one in behaviour.data}


def _condition(subject: Subject, path: str, tree: Expression, data: frozenset[str] | None) -> Iterator[Problem]:
    known = BUILT_IN | subject.catalogue.known_names
    for part in asked(tree):
        if isinstance(part, Name) and part.name not in known and data is not None and part.name not in data:
            what = "the condition reads what is neither known of the case nor data of its events:"
            plain = {*subject.catalogue.known_names, *data} - _EVER
            near = subject.unknown(path, "name", part.name, plain).hint
            yield subject.problem(path, what, part.name, near)
    for pattern in patterns_in(tree):
        yield from _spoken(subject, path, pattern)


def _of_fact(subject: Subject, path: str, condition: Expression, fact: str) -> Iterator[Problem]:
    """See that a fact reads none but those drawn before it."""
    order = [one.id for one in subject.scenario.facts]
    later = order[order.index(fact) :]
    yield from _condition(subject, path, condition, frozenset())
    for part in asked(condition):
        if isinstance(part, Name) and part.name in later:
            what = "the condition reads a fact that is drawn only later:"
            yield subject.problem(path, what, part.name, f"put it before {fact!r}")


def repeated(subject: Subject) -> Iterator[Problem]:
    """
    Find data that repeats what no element tells.

    Args:
        subject: The scenario under check.
    """
    activities = subject.index.activities
    for use in subject.uses:
        if use.sort != DATUM or use.spread.shape is not Shape.LAST or not use.spread.of:
            continue
        element, dot, name = use.spread.of.partition(".")
        told = _told(subject, element)
        path = f"{use.path}.of"
        if not dot or not name:
            yield subject.problem(path, "no data of an element:", use.spread.of, "write ELEMENT.NAME")
        elif element not in subject.catalogue.items:
            yield subject.unknown(path, "element", element, subject.catalogue.items)
        elif element in activities and name not in told:
            yield subject.unknown(path, f"data of {element!r} called", name, told)


def _told(subject: Subject, element: str) -> frozenset[str]:
    """Name the data that events of an element tell, by the model or by this scenario."""
    activity = subject.index.activities.get(element)
    declared = {one.id for one in activity.data} if activity is not None else set()
    acting = (one for one in subject.scenario.behaviour if element_of(one) == element)
    return frozenset(declared | {datum.id for one in acting for datum in one.data} | {"outcome"})


NAME_CHECKS: tuple[Callable[[Subject], Iterator[Problem]], ...] = (ids, events, conditions, repeated)
"""Checks of ids and names."""
