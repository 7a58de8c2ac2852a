"""What differs between two versions of a model, and which was in force when."""

from __future__ import annotations

import attrs
import pytest
from tests.case.asking_scenes import MODEL, START, TEXT

from collabmodel.case.versions import (
    Change,
    Difference,
    diff,
    in_terms_of,
    is_move,
    mapping_of,
    renamed,
    target_of,
    versions_of,
)
from collabmodel.formats import content_hash, load
from collabmodel.history import Actor, Event

BASE = "format: 1\nid: m\nroles: {w: {side: professional}}\n"


def changed(before: str, after: str):
    return [
        (one.change.value, one.path, one.before, one.after) for one in diff(load(BASE + before), load(BASE + after))
    ]


def event(seq: int, element: str = "", *, kind: str = "task", hash_: str = "", **data) -> Event:
    return Event(
        id=f"c:{seq}", case="c", seq=seq, occurred=START, recorded=START, kind=kind, element=element,
        transition="moved" if kind == "migration" else "completed", data=tuple(data.items()), model_hash=hash_,
        actor=Actor(role="w", organisation="o"),
    )  # fmt: skip


def test_a_model_does_not_differ_from_itself():
    """Formatting and the order of elements mean nothing."""
    other = attrs.evolve(MODEL, roles=MODEL.roles[::-1])

    assert diff(MODEL, load(TEXT)) == diff(MODEL, other) == ()


def test_elements_come_and_go():
    """What is added and what is removed is told whole."""
    assert changed("facts: {a: {type: text}}", "facts: {b: {type: date}}") == [
        ("removed", "facts.a", {"type": "text"}, None),
        ("added", "facts.b", None, {"type": "date"}),
    ]


def test_changes_are_told_as_deep_down_as_they_are():
    """A path leads to the very value that differs."""
    one = "activities: {talk: {kind: task, entry: [{on: [kind:case.opened]}], tags: [x]}}"
    other = "activities: {talk: {kind: meeting, entry: [{on: [kind:case.reopened]}], tags: [x, y], required: true}}"

    assert changed(one, other) == [
        ("changed", "activities.talk.entry.0", "kind:case.opened", "kind:case.reopened"),
        ("changed", "activities.talk.kind", "task", "meeting"),
        ("changed", "activities.talk.required", None, True),
        ("changed", "activities.talk.tags", ["x"], ["x", "y"]),
    ]


def test_words_for_people_are_told_apart_from_meaning():
    """A new title means nothing to a running case; the content hash stays the same."""
    one, other = load(BASE + "facts: {a: {type: text}}"), load(BASE + "facts: {a: {type: text, title: New}}")

    assert diff(one, other) == (
        Difference(change=Change.CHANGED, path="facts.a.title", element="a", after="New", wording=True),
    )
    assert content_hash(one) == content_hash(other)


def test_the_head_of_a_model_is_compared_as_well():
    """What lies outside the sections has its own path."""
    found = diff(load(BASE), load(BASE + "version: '2'"))

    assert [(one.path, one.element, one.wording) for one in found] == [("version", "", False)]


def test_an_id_that_stands_for_something_else_is_flagged():
    """Ids are never used again for another kind of thing; where one is, the answer says so."""
    found = diff(load(BASE + "facts: {a: {type: text}}"), load(BASE + "endings: {a: {outcome: success}}"))

    assert [(one.change, one.path) for one in found] == [
        (Change.ADDED, "endings.a"),
        (Change.REUSED, "endings.a"),
        (Change.REMOVED, "facts.a"),
    ]
    assert (found[1].before, found[1].after) == ("facts", "endings")


RECORD = (
    event(1, "a", hash_="one"),
    event(2, kind="migration", hash_="one", to="two", mapping=(("a", "b"),)),
    event(3, "b", hash_="two"),
    event(4, kind="migration", hash_="two", to="three", mapping=(("b", "c"), ("w", "v"))),
)


def test_a_record_falls_into_the_parts_in_which_versions_were_in_force():
    """Every event belongs to one version; what a case was moved to last has nothing yet."""
    found = versions_of(RECORD)

    assert [(one.model_hash, one.first, one.last, one.until is None) for one in found] == [
        ("one", 1, 2, False), ("two", 3, 4, False), ("three", 5, 4, True),
    ]  # fmt: skip
    assert [one.mapping for one in found] == [(), (("a", "b"),), (("b", "c"), ("w", "v"))]


def test_a_case_that_never_moved_has_one_version():
    """Without a move the first version holds; without events there is none."""
    assert [(one.model_hash, one.first, one.last) for one in versions_of(RECORD[:1])] == [("one", 1, 1)]
    assert versions_of(()) == ()


def test_events_are_told_in_the_terms_of_the_version_that_judges_them():
    """What happened before a move is called as the later version calls it, and what came after is left out."""
    one, two, three = versions_of(RECORD)

    assert [each.element for each in in_terms_of(RECORD, one)] == ["a", ""]
    assert [each.element for each in in_terms_of(RECORD, two)] == ["b", "", "b", ""]
    assert [(each.element, each.actor.role) for each in in_terms_of(RECORD, three)][::2] == [("c", "v"), ("c", "v")]


def test_facts_endings_and_actors_are_renamed_too():
    """Whatever an event names by id is called by its new one; what has none keeps its own."""
    told = renamed(event(1, kind="fact", age=3, a=1), {"age": "years", "w": "v", "o": "", "a": ""})
    closed = renamed(attrs.evolve(event(1, kind="case", ending="done", reason="done")), {"done": "finished"})

    assert told.data == (("years", 3), ("a", 1))
    assert (told.actor.role, told.actor.organisation) == ("v", "o")
    assert closed.data == (("ending", "finished"), ("reason", "done"))


@pytest.mark.parametrize("mapping", [None, 3, "ab", (1, 2), (("a",),), (("a", 1),), (("a", "b", "c"),)])
def test_a_mapping_that_is_none_says_nothing(mapping):
    """Stored data is never trusted to have the right shape."""
    assert mapping_of(event(1, kind="migration", mapping=mapping)) == ()
    assert target_of(event(1, kind="migration", to=7)) == ""
    assert not is_move(event(1, "a"))
