"""Events of one case in one order, in little memory."""

from __future__ import annotations

import datetime as dt
import json

import attrs
import pytest

from collabmodel.case.record import Record
from collabmodel.case.strands import Strand, named
from collabmodel.case.tables import tables_of
from collabmodel.history import Actor, Event
from collabmodel.model import Model

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def event(seq: int, **parts: object) -> Event:
    """Give the event at a place."""
    now = START + dt.timedelta(minutes=seq)
    plain = {"id": f"c:{seq}", "case": "c", "seq": seq, "occurred": now, "recorded": now, "kind": "fact"}
    return Event(**{**plain, "data": (("age", seq),), **parts})


def filled(*events: Event) -> Strand:
    """Give a strand of events that can be read again."""
    strand = Strand({one.seq: one for one in events}.__getitem__)
    for one in events:
        strand.push(one)
    return strand


def test_a_strand_knows_the_ids_of_its_events() -> None:
    """Ids are known by position, those that a case gives and others, also where places are left out."""
    strand = filled(event(1), event(2, id="elsewhere"), event(5), event(6))

    assert list(strand.ids) == ["c:1", "elsewhere", "c:5", "c:6"]
    assert strand.ids[-1] == "c:6"
    assert list(strand.ids[1:3]) == ["elsewhere", "c:5"]
    assert (len(strand), len(strand.ids)) == (4, 4)


def test_an_event_is_found_at_its_place() -> None:
    """Where an event stands is known without looking through all; one that is not there is nowhere."""
    strand = filled(event(1), event(2), event(5), event(7))

    assert [strand.place(event(seq)) for seq in (1, 2, 5, 7)] == [0, 1, 2, 3]
    assert [strand.place(event(seq)) for seq in (3, 4, 6, 8)] == [-1, -1, -1, -1]
    assert strand.place(event(2, id="elsewhere")) == -1


@pytest.mark.parametrize("length", range(6))
def test_what_is_taken_back_can_come_again(length: int) -> None:
    """After events are taken back from the end, the strand is what it was before they came."""
    events = (event(1), event(2), event(4, id="x"), event(5), event(9))
    strand = filled(*events)

    strand.drop(length)

    assert list(strand.ids) == [one.id for one in events[:length]]
    for one in events[length:]:
        strand.push(one)
    assert list(strand.ids) == [one.id for one in events]


def test_what_is_forgotten_is_read_again() -> None:
    """Data let go of are fetched from where the events are."""
    strand = filled(event(1), event(3))

    strand.forget(2)

    assert [strand.value(at, "age") for at in (0, 1)] == [1, 3]
    assert strand.fact(1, "age") == 3


def test_an_event_counts_no_earlier_than_the_one_before() -> None:
    """In the order of the record, time does not go back."""
    strand = filled(event(1), event(2, occurred=START - dt.timedelta(days=3)))

    assert strand.occurred[1] == strand.occurred[0]


def test_a_strand_comes_back_from_what_it_saved() -> None:
    """Ids, places and times survive; data are read again."""
    events = (event(1), event(2), event(4, id="x"))
    strand = filled(*events)
    again = Strand({one.seq: one for one in events}.__getitem__)

    again.load(json.loads(json.dumps(strand.save())))

    assert (list(again.ids), again.occurred, again.value(2, "age")) == (list(strand.ids), strand.occurred, 4)
    assert again.push(event(5)) == 3


def test_a_strand_of_too_many_places_is_refused() -> None:
    """A state that names more places than events is no state."""
    whole = filled(event(1), event(3)).save()
    few = filled(event(1)).save()

    with pytest.raises(ValueError, match="not as many events"):
        Strand(lambda _: event(1)).load((few[0], filled(event(3), event(4)).save()[1], *whole[2:]))


def test_names_of_an_event_leave_out_what_is_not_there() -> None:
    """Actor and instance are named where there are any, data always."""
    told = named(event(1, actor=Actor(role="r", organisation="o"), instance="i"))

    assert told == {
        "actor.role": "r", "actor.organisation": "o", "event.instance": "i", "age": 1,
        "event.recorded": event(1).recorded,
    }  # fmt: skip


def test_data_do_not_stand_in_for_the_actor() -> None:
    """Data that bear the name of a part of the actor or the event do not hide who it was."""
    forged = event(1, actor=Actor(role="child"), data=(("actor.role", "head"),))

    assert named(forged)["actor.role"] == "child"


def test_only_a_new_record_with_a_log_takes_over() -> None:
    """A record that keeps its events, or has some already, does not go on from what another knew."""
    tables = tables_of(Model(id="m"))
    whole = Record(tables.program, tables.gates, tables.declared, lambda _first, _last: ())
    state = whole.save()

    with pytest.raises(ValueError, match="only a new record"):
        Record(tables.program, tables.gates, tables.declared).load(state)
    with pytest.raises(ValueError, match="only a new record"):
        whole.folding([event(1)]).load(state)


def test_ids_that_look_like_places_are_compared() -> None:
    """An id that ends in a number is not taken for a place of the record unless the event there bears it."""
    tables = tables_of(Model(id="m"))
    record = Record(tables.program, tables.gates, tables.declared)
    record.folding([event(1), attrs.evolve(event(2), id="other:1")])

    assert record.event("other:1") == record.events[1]
    assert record.event("c:2") is None
    assert record.event("c:" + "9" * 5_000) is None


def test_a_log_that_lacks_an_event_says_so() -> None:
    """Where an event was let go and the log does not have it, that is an error of its own, and no silence."""
    tables = tables_of(Model(id="m"))
    whole = Record(tables.program, tables.gates, tables.declared, lambda _first, _last: ())
    state = whole.folding([event(1)]).save()
    record = Record(tables.program, tables.gates, tables.declared, lambda _first, _last: ())
    record.load(state)

    with pytest.raises(LookupError, match="event 1 is not in the log"):
        record.life.value(0, "age")
