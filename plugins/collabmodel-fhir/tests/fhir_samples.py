"""Writing, reading and comparing histories, and drawing ones that use every kind of event."""

from __future__ import annotations

import collections
import datetime as dt
import functools
import json
from pathlib import Path

import attrs
from hypothesis import strategies as st

import collabmodel as cm
from collabmodel.history import Actor, Event, HistoryBuilder
from collabmodel.plugin import ReadHistory, WriteHistory
from collabmodel.testing import texts, values
from collabmodel_fhir import formats

MODEL = "jyvaskyla-youth-reception"
SUFFIXES = (".fhir.json", ".fhir.ndjson")
WORDS = (
    ("case", "", ("opened", "closed", "reopened")),
    ("phase", "start", ("active", "completed", "terminated", "suspended", "resumed")),
    ("milestone", "referral_accepted", ("achieved", "revoked")),
    ("meeting", "opening_meeting", ("proposed", "booked", "moved", "cancelled", "active", "completed", "terminated")),
    ("contact", "youth_reception_visit", ("planned", "booked", "moved", "attempted", "completed", "terminated")),
    ("answer", "referral_answer", ("asked", "active", "completed", "terminated", "suspended", "resumed")),
    ("lead", "case_lead", ("taken", "offered", "accepted", "refused", "withdrawn", "expired", "released")),
    ("consent", "share_information", ("given", "refused", "withdrawn", "disclosed")),
    ("participant", "youth_worker", ("joined", "left")),
    ("limit", "answer_due", ("suspended", "resumed", "extended", "waived", "escalated")),
    ("legal_basis", "statutory_disclosure", ("recorded", "ended")),
    ("fact", "", ("recorded",)),
    ("rating", "own_situation", ("given",)),
    ("waiver", "closing_meeting_held", ("granted",)),
)
_ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
_TIMES = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2030, 1, 1), timezones=_ZONES)  # noqa: DTZ001
_IDS = st.sampled_from(["", "sw-1", "y-01", "two words", " blank ", "ctrl\x01"])
_DATA = st.fixed_dictionaries(
    {},
    optional={
        "at": _TIMES | st.dates(),
        "person": _IDS,
        "organisation": st.sampled_from(["child_protection", "youth_reception"]),
        "outcome": st.sampled_from(["no-show", "not held", "anything", "declined"]),
        "until": _TIMES | st.dates(),
        "expires": _TIMES,
        "recipients": st.just(("youth_reception", "child_protection")),
        "purpose": st.sampled_from(["care", "two words"]),
        "attendance": st.just(
            (
                (("role", "young_person"), ("person", "y-01"), ("outcome", "came")),
                (("role", "guardian"), ("outcome", "no-show")),
            )
        ),
        "note": values(),
    },
)


@functools.cache
def the_model():
    """Give the shipped model."""
    return cm.load(MODEL)


@functools.cache
def the_shipped():
    """Give the shipped histories."""
    return cm.read_history(Path(cm.__file__).parent / "library" / f"{MODEL}.histories.jsonl")


@st.composite
def cases(draw):
    """Histories of some cases with events of every kind, in any order, and texts of any kind."""
    builder = HistoryBuilder()
    named = draw(st.booleans())
    for case in draw(st.lists(st.sampled_from(["c1", "c 2", " c3", "c\x074"]), max_size=2, unique=True)):
        builder.case(case)
        for name in draw(st.lists(st.sampled_from(["age", "note", " odd"]), max_size=2, unique=True)):
            builder.fact(case, name, draw(values()))
        for seq in range(1, draw(st.integers(0, 6)) + 1):
            builder.event(_event(draw, case, seq, named=named))
    return builder.finish()


def _event(draw, case, seq, *, named):
    kind, element, transitions = draw(st.sampled_from(WORDS))
    odd = draw(st.integers(0, 9)) == 0
    return Event(
        id=f"{case}/{seq}" if named else "",
        case=case,
        seq=seq if named else 0,
        occurred=draw(_TIMES),
        recorded=draw(_TIMES),
        kind=draw(texts()) if odd else kind,
        element=draw(texts()) if odd else element,
        transition=draw(st.sampled_from(transitions)),
        instance=draw(st.sampled_from(["", "", "1", "2"])),
        actor=Actor(
            role=draw(st.sampled_from(["", "youth_worker", "young_person", "guardian"])),
            person=draw(_IDS),
            organisation=draw(st.sampled_from(["", "youth_reception"])),
            on_behalf_of=draw(_IDS),
        ),
        data=tuple(draw(_DATA).items()),
        evidence=draw(st.sampled_from([(), ("doc-1",), ("doc-1", " doc 2")])),
        caused_by=draw(st.sampled_from(["", f"{case}/1"])),
        corrects=draw(st.sampled_from(["", "", f"{case}/{seq - 1}"])) if named and seq > 1 else "",
        model_hash=draw(st.sampled_from(["", "ab" * 32])),
    )


def wrote(history, path, model=None, config=None):
    """Write a history, and give its path."""
    formats(config)[0].write(WriteHistory(history=history, path=path, model=model))
    return path


def read(path, model=None, config=None):
    """Read a history."""
    return formats(config)[0].read(ReadHistory(path=path, model=model))


def told(history):
    """Everything that a history says, to compare; the order of names within an event is none of it."""
    return [
        (
            case,
            history.closed[number],
            dict(history.facts(number)),
            [attrs.evolve(one, data=tuple(sorted(one.data, key=lambda pair: pair[0])))
             for one in history.events(number)],
            [event.occurred.utcoffset() for event in history.events(number)],
        )
        for number, case in enumerate(history.cases)
    ]  # fmt: skip


def resources(path):
    """Give the resources of a file."""
    if path.name.endswith(".ndjson"):
        return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    return [entry["resource"] for entry in json.loads(path.read_text(encoding="utf-8")).get("entry", [])]


def without_provenance(path):
    """Take the Provenance resources out of a file of lines, as a system that does not keep them would."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(one for one in lines if json.loads(one)["resourceType"] != "Provenance"), encoding="utf-8")
    return path


def happened(history):
    """Count what happened when, in each case."""
    return collections.Counter(
        (history.cases[history.case_number(row)], *history.signatures[history.signature[row]], history.occurred[row])
        for row in range(len(history))
    )


def bundle(*found, **more):
    """Give a Bundle of resources."""
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in found], **more}


def from_json(folder, value, model=None, config=None):
    """Read a Bundle that is there as a value."""
    path = folder / "other.fhir.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return read(path, model, config)


def rows(history):
    """Give kind, element, transition and time of each event."""
    return [
        (event.kind, event.element, event.transition, event.occurred.isoformat())
        for number in range(len(history.cases))
        for event in history.events(number)
    ]
