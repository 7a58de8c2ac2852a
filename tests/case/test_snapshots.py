"""Cases kept as they stand."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import random

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import collabmodel as cm
from collabmodel.case import Case, evolve, new_case, tables_of
from collabmodel.case.deciding import derived, placed
from collabmodel.case.gates import at_gates
from collabmodel.case.snapshots import restore, snapshot
from collabmodel.case.state import Grant, Holding, Linked, Offer, Participant, Question
from collabmodel.case.tables import Tables
from collabmodel.history import Actor, Event
from collabmodel.model import Model
from collabmodel.workdays import to_us

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@functools.cache
def tables() -> Tables:
    """Give the tables of the shipped model."""
    return tables_of(cm.load("jyvaskyla-youth-reception"))


def some_event(luck: random.Random, case: Case) -> Event:
    """Give something that may happen next, sometimes entered late or correcting what was there."""
    now = START + dt.timedelta(hours=5 * case.seq)
    event = Event(
        id=f"c:{case.seq + 1}", case="c", seq=case.seq + 1, occurred=now, recorded=now, kind="case",
        transition="opened", data=(("age", 15),), actor=Actor(role="social_worker", person="p"),
    )  # fmt: skip
    if not case.seq:
        return event
    if luck.random() < 0.1:
        event = attrs.evolve(event, occurred=now - dt.timedelta(days=luck.randint(1, 9)))
    if luck.random() < 0.1 and case.seq > 5:
        earlier = next(case.record.read(case.seq - 1, case.seq - 1))
        same = attrs.evolve(earlier, id=event.id, seq=event.seq, recorded=now, caused_by="", corrects=earlier.id)
        return same if earlier.kind != "case" else attrs.evolve(event, kind="clock", transition="passed")
    if luck.random() < 0.1:
        rule = luck.choice([rule.id for rule in tables().model.rules])
        return attrs.evolve(event, kind="override", element=rule, transition="granted")
    item = luck.choice([one for one in tables().items if one.section == "activities"])
    transition = luck.choice(["completed", "completed", "booked", "planned", "terminated"])
    data = (("answer", "accepted"), ("basis", "law"), ("at", now))
    event = attrs.evolve(event, kind=item.kind, element=item.id, transition=transition, data=data)
    return placed(tables(), case, event)


def gone_on(seed: int, case: Case, steps: int, log: list[Event]) -> Case:
    """Let a case go on, and keep its events."""
    luck = random.Random(seed)
    for _ in range(steps):
        event = some_event(luck, case)
        for one in (event, *derived(tables(), case, event, event.recorded)):
            case = evolve(tables(), case, one)
            log.append(one)
    return case


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 40), st.integers(1, 25))
def test_going_on_from_a_snapshot_is_never_having_stopped(seed: int, before: int, after: int) -> None:
    """A restored case is the case, and it goes on to the same events, gates, verdicts and obligations."""
    log: list[Event] = []
    case = gone_on(seed, new_case(tables(), "c"), before, log)
    kept = list(log)

    restored = restore(tables(), "c", snapshot(tables(), case), lambda first, last: kept[first - 1 : last])

    assert restored == case
    whole = gone_on(seed + 1, case, after, log)
    again = gone_on(seed + 1, restored, after, kept)
    assert (again, kept) == (whole, log)
    now = to_us(START) + 10**13
    for one, other in ((again.record.monitors(), whole.record.monitors()),):
        assert one.cells(now, closed=False) == other.cells(now, closed=False)
        assert one.obligations(now) == other.obligations(now)
    event = some_event(random.Random(seed), whole)
    assert at_gates(tables(), again, event) == at_gates(tables(), whole, event)
    assert snapshot(tables(), again) == snapshot(tables(), whole)


def test_everything_that_a_case_holds_comes_back() -> None:
    """People, leads, consents, questions and links of a case survive, with their times."""
    day = START.date()
    case = attrs.evolve(
        new_case(tables(), "c"),
        status="open",
        opened=START,
        participants=(Participant(role="r", person="p", competences=(("x", day), ("y", None)), joined=START),),
        holdings=(Holding(lead="l", since=START),),
        offers=(Offer(lead="l", person="p", expires=START),),
        grants=(Grant(scope="s", state="given", recipients=("a", "b"), since=START, until=START),),
        questions=(Question(element="q", expires=START),),
        links=(Linked(link="l", to="c2"),),
        overridden=(("rule", "c:1"),),
        told=(("limit", "c:1", 2),),
    )

    restored = restore(tables(), "c", snapshot(tables(), case), lambda _first, _last: ())

    assert restored == case


@pytest.mark.parametrize("harm", ["", "{}", "null", "[]", "cut", "flip", "code", "model", "case", "deep"])
def test_what_is_not_whole_or_not_its_own_is_refused(harm: str) -> None:
    """A damaged snapshot, or one of other code, another model or case, is refused, so that the case is folded anew."""
    data = snapshot(tables(), gone_on(1, new_case(tables(), "c"), 5, []))
    header, _, body = data.partition(b"\n")
    if harm in ("code", "model", "case"):
        changed = json.dumps({**json.loads(header), harm: "other"}, separators=(",", ":")).encode()
        data = changed + b"\n" + body
    else:
        harmed = {"cut": data[:-1], "flip": data[:-2] + b"0" + data[-1:], "deep": b"[" * 100_000 + b"\n" + body}
        data = harmed.get(harm, harm.encode() + b"\n" + body)

    with pytest.raises(ValueError, match="this snapshot"):
        restore(tables(), "c", data, lambda _first, _last: ())


def test_a_snapshot_of_another_model_is_refused() -> None:
    """A case is not read by another model than its own."""
    with pytest.raises(ValueError, match="another model"):
        restore(Model(id="m"), "c", snapshot(tables(), new_case(tables(), "c")), lambda _first, _last: ())


def test_a_body_that_holds_no_case_is_refused() -> None:
    """Even a snapshot whose digest is right is refused where it does not say what a case is."""
    whole = json.loads(snapshot(tables(), new_case(tables(), "c")).partition(b"\n")[0])
    for body in (b"{}", b"[[], []]", b"[[1], [2]]", b'[[{"Command": []}], []]'):
        header = json.dumps({**whole, "body": hashlib.sha256(body).hexdigest()}).encode()

        with pytest.raises(ValueError, match="snapshot"):
            restore(tables(), "c", header + b"\n" + body, lambda _first, _last: ())
