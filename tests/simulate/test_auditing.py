"""Simulated cases decided anew."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.simulate.decided import PREPARED, Lived

from collabmodel.history import Event
from collabmodel.simulate.auditing import audit, commands_of
from collabmodel.simulate.results import Deviation


@pytest.fixture(scope="module")
def lived() -> list[Event]:
    return Lived(1, 40).events


def altered(events: list[Event], sort: tuple[str, str], **parts: object) -> tuple[list[Event], Event]:
    """Give events of which one, the first of its sort, is otherwise."""
    place = next(at for at, one in enumerate(events) if (one.kind, one.transition) == sort)
    changed = attrs.evolve(events[place], **parts)
    return [*events[:place], changed, *events[place + 1 :]], changed


def test_cases_that_were_lived_pass(lived: list[Event]) -> None:
    """Cases that the model let happen differ in nothing, and all of them are decided anew."""
    found = audit(PREPARED, lived)

    assert (found.wrong, found.deviations) == (0, ())
    assert (found.cases, found.events) == (40, len(lived))


def test_every_part_of_an_event_counts(lived: list[Event]) -> None:
    """An event that follows must be the one that the model derives, in each of its parts."""
    later = lived[0].occurred + dt.timedelta(days=300)
    for part, value in (("transition", "resumed"), ("instance", "7"), ("occurred", later), ("model_hash", "other")):
        events, changed = altered(lived, ("phase", "active"), **{part: value})

        found = audit(PREPARED, events).deviations

        assert [(one.case, one.seq, one.field) for one in found] == [(changed.case, changed.seq, part)]


def test_data_counts(lived: list[Event]) -> None:
    """A value that the model makes something else of is told with its name and both values."""
    events, changed = altered(lived, ("case", "opened"), data=(("opening", "referral"), ("age", 12.0)))

    assert audit(PREPARED, events).deviations == (
        Deviation(case=changed.case, seq=1, field="data.age", simulated="12.0", decided="12"),
    )


def test_a_missing_consequence_is_told(lived: list[Event]) -> None:
    """An event that the model derives and nobody simulated is a difference, and so is one too many."""
    alone = audit(PREPARED, lived[:1]).deviations[0]

    assert (alone.field, alone.simulated, alone.decided) == ("events", "", "phase work active 1")


def test_what_the_model_refuses_is_told(lived: list[Event]) -> None:
    """A refusal is told with its reason and the element, and nothing of persons."""
    events, _ = altered(lived, ("participant", "joined"), element="nurse", data=(("person", 7),))
    one = audit(PREPARED, events).deviations[0]

    assert one.field == "refused"
    assert one.simulated == "participant nurse joined"
    assert one.decided.startswith("data")


def test_a_case_is_left_at_its_first_difference(lived: list[Event]) -> None:
    """Each case that differs is counted, and told once, as far as asked."""
    events = [attrs.evolve(event, model_hash="other") for event in lived]
    found = audit(PREPARED, events, most=3)

    assert (found.wrong, [one.seq for one in found.deviations]) == (40, [1, 1, 1])


def test_commands_are_those_of_the_scenario(lived: list[Event]) -> None:
    """Events from outside become the commands by which the scenario's behaviour asks for them."""
    verbs = {command.verb for command in commands_of(PREPARED, lived)}

    assert verbs == {"open", "join", "book", "start", "complete", "miss", "accept", "close"}
