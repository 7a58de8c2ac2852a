"""Records: what is stored of an event, for ever."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.errors import DamagedError, ReadOnlyError, StoreError
from collabmodel.history import EVENT_SCHEMA, Actor, Event
from collabmodel.plugin import decode, digest, encode
from collabmodel.plugin.records import RECORDS, unreadable
from collabmodel.plugin.refusals import LONGEST_RECORD, check_text
from collabmodel.testing import an_event, events, values
from collabmodel.workdays import Duration, Unit

GOLDEN = Path(__file__).parents[1] / "golden" / "records"
HELSINKI = dt.timezone(dt.timedelta(hours=2))
WHEN = dt.datetime(2026, 3, 2, 9, 30, tzinfo=HELSINKI)
LATER = dt.datetime(2026, 3, 2, 9, 31, 5, 250, tzinfo=dt.UTC)

EVENTS = {
    "smallest": Event(id="e1", case="c1", seq=1, occurred=WHEN, recorded=WHEN, kind="case"),
    "opened": Event(
        id="e1",
        case="c1",
        seq=1,
        occurred=WHEN,
        recorded=LATER,
        kind="case",
        transition="opened",
        actor=Actor(role="worker", person="p-17", organisation="school", on_behalf_of="p-3"),
        data=(("from", "referral"), ("anonymous", False)),
        model_hash="ab" * 32,
    ),
    "meeting": attrs.evolve(
        an_event(seq=2), evidence=("doc-1", "doc-2"), caused_by="e1", data=(("attended", (("p-17", "came"),)),)
    ),
    "fact": attrs.evolve(an_event(seq=3), kind="fact", element="", instance="", transition="changed"),
    "correction": attrs.evolve(an_event(seq=4), corrects="e3", data=(("outcome", None),)),
    "values": an_event(
        seq=5,
        text='ä "quoted" \\ / \u2028 \U0001f9d2',
        yes=True,
        number=-12,
        share=0.1,
        whole=1.0,
        large=2**70,
        nothing=None,
        day=dt.date(2026, 2, 28),
        time=WHEN,
        odd=dt.datetime(1921, 5, 1, tzinfo=dt.timezone(dt.timedelta(hours=1, minutes=39, seconds=49))),
        long=Duration(7, Unit.WORKING_DAYS),
        same=Duration(0, Unit.SAME_DAY),
        empty=(),
        nested=(1, ("a", ("b", (dt.date(2026, 1, 1),))), (("key", "value"),)),
    ),
}
KINDS = ("phase", "milestone", "consent", "lead", "participant", "link", "limit", "gate", "model", "note")
EVENTS |= {kind: attrs.evolve(an_event(seq=9, outcome="done"), kind=kind) for kind in KINDS}


@pytest.mark.parametrize("name", EVENTS)
def test_golden_records_stay_byte_for_byte(name):
    """What version 1 writes of every kind of event never changes, and is read for ever."""
    path = GOLDEN / f"v1-{name}.json"
    type, schema, payload = encode(EVENTS[name])

    assert (type, schema) == ("event", 1)
    assert payload == path.read_bytes().rstrip(b"\n")
    assert decode("event", 1, path.read_bytes().rstrip(b"\n")) == EVENTS[name]


def test_every_golden_record_is_read():
    """No golden file of any release is left out."""
    files = sorted(GOLDEN.glob("v*-*.json"))

    assert len(files) >= len(EVENTS)
    for file in files:
        schema = int(file.name[1:].split("-")[0])
        assert decode("event", schema, file.read_bytes().rstrip(b"\n")) is not None, file.name


@given(event=events())
def test_every_event_comes_back(event):
    """Whatever an event holds, nested values too, it is equal after storing, and stored alike again."""
    type, schema, payload = encode(event)
    back = decode(type, schema, payload)

    assert back == event
    assert encode(back) == (type, schema, payload)
    assert (
        json.dumps(json.loads(payload), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode() == payload
    )


@given(value=values())
def test_values_keep_their_types(value):
    """True is not 1, 1 is not 1.0, a date is not a time: types come back as well."""

    def kinds(part):
        return tuple(map(kinds, part)) if isinstance(part, tuple) else type(part)

    (pair,) = decode(*encode(an_event(value=value))).data

    assert kinds(pair[1]) == kinds(value)


def test_times_keep_their_offset():
    """The offset is kept to the second and the instant exactly, also in the hour that occurs twice."""
    twice = dt.datetime(2026, 10, 25, 3, 30, fold=1, tzinfo=ZoneInfo("Europe/Helsinki"))
    back = decode(*encode(attrs.evolve(an_event(), occurred=twice))).occurred

    assert back.isoformat() == "2026-10-25T03:30:00+02:00"
    assert back.timestamp() == twice.timestamp()


@pytest.mark.parametrize(
    ("type", "schema"), [("event", 2), ("event", 0), ("event", -1), ("Event", 1), ("os.system", 1)]
)
def test_what_is_not_known_is_not_guessed(type, schema):
    """Another type or version gives None, whatever is in it, and can be told as an error."""
    assert decode(type, schema, encode(an_event())[2]) is None
    assert isinstance(unreadable("c1", 1, type, schema), ReadOnlyError)


RECORD = json.loads(encode(EVENTS["values"])[2])
BROKEN = [
    b"",
    b"\xff",
    b"null",
    b"[]",
    b"{}",
    b"[" * 100_000,
    b'{"a": NaN}',
    json.dumps({k: v for k, v in RECORD.items() if k != "id"}).encode(),
    json.dumps(RECORD | {"unknown": 1}).encode(),
    json.dumps(RECORD | {"id": 1}).encode(),
    json.dumps(RECORD | {"seq": "1"}).encode(),
    json.dumps(RECORD | {"seq": True}).encode(),
    json.dumps(RECORD | {"occurred": "2026-03-02T09:30:00"}).encode(),
    json.dumps(RECORD | {"occurred": 7}).encode(),
    json.dumps(RECORD | {"actor": {"name": "x"}}).encode(),
    json.dumps(RECORD | {"actor": {"role": 1}}).encode(),
    json.dumps(RECORD | {"actor": []}).encode(),
    json.dumps(RECORD | {"data": [["a"]]}).encode(),
    json.dumps(RECORD | {"data": [[1, 2]]}).encode(),
    json.dumps(RECORD | {"data": {"a": 1}}).encode(),
    json.dumps(RECORD | {"data": [["a", {"$date": 1}]]}).encode(),
    json.dumps(RECORD | {"data": [["a", {"$duration": [1, "moons"]}]]}).encode(),
    json.dumps(RECORD | {"data": [["a", {"$duration": [-1, "days"]}]]}).encode(),
    json.dumps(RECORD | {"data": [["a", {"$duration": ["1", "days"]}]]}).encode(),
    json.dumps(RECORD | {"data": [["a", {"$object": ["os", "system"]}]]}).encode(),
    json.dumps(RECORD | {"data": [["a", {}]]}).encode(),
    json.dumps(RECORD | {"data": [["a", "\ud800"]]}).encode(),
    json.dumps(RECORD | {"data": [["a", ["b", "\0"]]]}).encode(),
    json.dumps(RECORD | {"actor": {"person": "\udfff"}}).encode(),
    json.dumps(RECORD | {"data": [["a", 5]]}).replace("5]]", "1e999]]").encode(),
    json.dumps(RECORD | {"data": [["a", [5]]]}).replace("5]]]", "-1e999]]]").encode(),
    json.dumps(RECORD | {"evidence": "e"}).encode(),
    json.dumps(RECORD | {"evidence": [1]}).encode(),
]


@pytest.mark.parametrize("payload", BROKEN, ids=range(len(BROKEN)))
def test_malformed_records_are_damaged(payload):
    """A record of a known version that has not its form is damaged; nothing of it is quoted."""
    with pytest.raises(DamagedError) as caught:
        decode("event", 1, payload)

    assert "quoted" not in str(caught.value)


@given(payload=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_payload_raises_anything_else(payload):
    """Whatever bytes stand in a record, reading gives an event or says that it is damaged."""
    with contextlib.suppress(DamagedError):
        assert isinstance(decode("event", 1, payload), Event)


@pytest.mark.parametrize(
    ("event", "where"),
    [
        (attrs.evolve(an_event(), occurred=WHEN.replace(tzinfo=None)), "event 1: occurred"),
        (an_event(time=WHEN.replace(tzinfo=None)), "event 1: data 1"),
        (an_event(value=float("inf")), "event 1: data 1"),
        (an_event(value={"a": 1}), "event 1: data 1"),
        (an_event(value=["a"]), "event 1: data 1"),
        (an_event(value=({"a"},)), "event 1: data 1"),
        (an_event(first=1, second="a\0"), "event 1: data 2"),
        (attrs.evolve(an_event(), data=((1, 2),)), "event 1: data 1"),
        (attrs.evolve(an_event(), actor=Actor(person="\ud800")), "event 1: actor.person"),
        (attrs.evolve(an_event(), element=5), "event 1: element"),
        (attrs.evolve(an_event(), evidence=("a", 5)), "event 1: evidence 2"),
        (attrs.evolve(an_event(), seq=True), "event True: seq"),
        (attrs.evolve(an_event(), schema=EVENT_SCHEMA + 1), "event 1"),
        (an_event(value="x" * LONGEST_RECORD), "event 1"),
        (an_event(value=10**5000), "event 1"),
    ],
)
def test_what_no_store_may_hold_is_refused_with_its_place(event, where):
    """Every part that cannot be stored is named by its place, never by its content."""
    with pytest.raises(StoreError) as caught:
        encode(event)

    assert [str(problem.place) for problem in caught.value.problems] == [where]


def test_text_that_looks_like_an_escape_is_text():
    """A backslash and u0000 written out are six characters, not NUL."""
    assert decode(*encode(an_event(note="\\u0000"))).data == (("note", "\\u0000"),)


@given(
    first=st.tuples(st.text(max_size=5), st.text("c1:|", max_size=5), st.integers(1, 99), st.text("e1:", max_size=4)),
    second=st.tuples(st.text(max_size=5), st.text("c1:|", max_size=5), st.integers(1, 99), st.text("e1:", max_size=4)),
    payloads=st.tuples(st.binary(max_size=4), st.binary(max_size=4)),
)
def test_no_two_records_share_a_digest(first, second, payloads):
    """Different parts give different digests, however their characters could be shifted from one to the next."""
    alike = (first, payloads[0]) == (second, payloads[1])

    try:
        one, two = digest(*first, 1, payloads[0]), digest(*second, 1, payloads[1])
    except UnicodeEncodeError:
        return
    assert (one == two) is alike


def test_the_digest_stays_as_it_is():
    """The digest of a known record is known: chains of every release can be checked for ever."""
    known = "b8a4f7d90bc91dd7"

    assert digest("", "c1", 1, "event", 1, b"{}").startswith(known)


def older(record):
    """Lead an invented version 0, in which an element was called a step and times had no offset, to version 1."""
    record = dict(record)
    record["element"] = record.pop("step")
    return record | {name: record[name] + "+00:00" for name in ("occurred", "recorded")}


@given(event=events())
def test_every_older_version_is_led_to_today(event):
    """Fault 31: an event written by an older version is read as the same event that today's version would give."""
    event = attrs.evolve(event, occurred=event.occurred.astimezone(dt.UTC), recorded=event.recorded.astimezone(dt.UTC))
    record = json.loads(encode(event)[2])
    record["step"] = record.pop("element", "")
    record |= {name: record[name].removesuffix("+00:00") for name in ("occurred", "recorded")}
    payload = json.dumps(record).encode()
    registry = RECORDS.with_older("event", 0, older)

    assert decode("event", 0, payload, registry) == event
    assert decode("event", 0, payload) is None
    assert decode(*encode(event), registry) == event


def test_an_upcaster_that_raises_tells_of_damage():
    """Fault 32: an old record that its upcaster cannot take is damaged, and its content is not told."""
    registry = RECORDS.with_older("event", 0, lambda record: record["secret"]["missing"])

    with pytest.raises(DamagedError) as caught:
        decode("event", 0, b'{"secret": {"name": "x"}}', registry)
    assert "missing" not in str(caught.value)
    with pytest.raises(KeyError):
        RECORDS.with_older("event", -5, older)


def test_texts_are_judged_without_being_quoted():
    """A text is refused for length, NUL and half characters, all at once."""
    problems = check_text("answer", "secret\0" * 40, 200)

    assert len(problems) == 2
    assert "secret" not in "".join(map(str, problems))
    assert len(check_text("answer", 7)) == 1
