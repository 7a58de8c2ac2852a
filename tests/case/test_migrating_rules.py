"""What moving a case to another version of its model takes along, word for word and field by field."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.case.asking_scenes import CHILD, MODEL, START, Story, opened
from tests.case.pages import reviewed, written
from tests.case.test_migrating import CHIEF, RENAMED, TWIN, busy, fates, try_out, version

from collabmodel.case import tables_of
from collabmodel.case.moving import Names, replay_across
from collabmodel.case.versions import versions_of
from collabmodel.history import Actor, Event

TALK = "  talk:\n    kind: meeting\n    phase: work\n    planning: {by: [worker], if: age >= 12}\n"
NEW = """activities:
  extra: {kind: task, phase: work}
  far: {kind: task, phase: later}
  own: {kind: task, manual: true}
  waits: {kind: task, phase: work, entry: sign}
"""
SHARING = "  sharing: {givers: [child], recipients: [worker], covers: [picture]}\n"


def full() -> Story:
    """Give a case with everything that may be open: leads, offers, consents, clocks at rest, a booked meeting."""
    story = busy().tell("offer", "main", role="chief", person="x-1").tell("complete", "hold")
    story.tell("extend", "answer_due", reason="ill", by="1 working day").tell("complete", "picture", basis="law")
    return story.tell("waive", "follow_up", CHIEF, reason="not needed").tell(
        "book", "talk", at="2026-03-20T10:00+02:00"
    )


def still() -> Story:
    """Give a case whose phase stands still."""
    return busy().tell("suspend", "work", reason="holidays")


def agreed() -> Story:
    """Give a case whose milestone is reached and whose later phase runs."""
    return busy().tell("complete", "plan").tell("complete", "picture", basis="law")


def over() -> Story:
    """Give a case that is closed."""
    return opened(age=8).tell("complete", "plan").tell("close", ending="young")


STORIES = {"busy": busy, "full": full, "still": still, "agreed": agreed, "over": over}
VERSIONS = {
    "twin": (TWIN, RENAMED),
    "less known": (TWIN, {old: new for old, new in RENAMED.items() if old not in {"plan", "main", "sharing", "chief"}}),
    "without talk": (version((TALK, "")), {}),
    "talk elsewhere": (version(("kind: meeting\n    phase: work", "kind: meeting\n    phase: later")), {}),
    "talk alone": (version(("kind: meeting\n    phase: work\n", "kind: meeting\n")), {}),
    "other kind": (version(("  talk:\n    kind: meeting", "  talk:\n    kind: task")), {}),
    "other limit": (version(("  answer_due:", "  other_due:"), ("7 working", "2 working")), {}),
    "longer": (version(("7 working days", "9 working days")), {}),
    "other rule": (version(("{template: response, a: sign", "{template: not succession, a: sign")), {}),
    "settled": (version(("{template: response, a: sign", "{template: response, a: plan")), {}),
    "new things": (
        version(
            ("rules:\n", "rules:\n  heard: {template: response, a: ask, b: talk, within: 3 days}\n"),
            ("activities:\n", NEW),
            ("phases:\n", "phases:\n  third: {entry: plan}\n"),
        ),
        {},
    ),
    "other sentries": (
        version(("achieve: [{on: [plan, picture]}]", "achieve: [{on: [sign]}, {on: [picture, sign, plan]}]")), {},
    ),
    "no consent": (version((SHARING, SHARING.replace("sharing", "other"))), {}),
    "unknown": (version(), {"nothing": "plan", "plan": "age", "ask": "answer"}),
}  # fmt: skip


@pytest.mark.parametrize("to", VERSIONS)
@pytest.mark.parametrize("name", STORIES)
def test_what_a_move_takes_along_is_as_reviewed(name, to, regenerate):
    """The report line by line, its refusals, and the case afterwards, which the whole record gives again."""
    story, (model, mapping) = STORIES[name](), VERSIONS[to]
    found = try_out(story, model, mapping, dry_run=False)
    told = attrs.evolve(found, event=None, moved=None, before="", after="", digest="")
    page = "".join(
        f"{one.plain()}\n" + ("" if one.fate.value == "kept" else written(one.text, 1)) for one in found.images
    )
    page += written(attrs.evolve(told, images=(), text=type(told.text)()))
    if found.moved is not None:
        items = zip(tables_of(model).items, found.moved.items, strict=True)
        page += written(attrs.evolve(found.moved, items=()))
        page += "".join(f"{item.id}:\n{written(one, 1)}" for item, one in items if one.open or one.made)
        models = {tables_of(one).model_hash: one for one in (MODEL, model)}
        assert replay_across(models, "c", [*story.events, found.event]) == found.moved

    assert page == reviewed(f"moved_{name}", to, page, regenerate)


def test_each_report_has_a_digest_of_its_own():
    """The digest goes into the record: another mapping, version or case gives another one, the same the same."""
    story, to = busy(), version(("7 working days", "9 working days"))
    asked = [(TWIN, RENAMED), (to, {}), (to, {"talk": ""}), (TWIN, {})]

    found = [try_out(story, model, mapping).digest for model, mapping in asked]

    assert len(set(found)) == len(found)
    assert found == [try_out(busy(), model, mapping).digest for model, mapping in asked]
    assert all(len(one) == 64 for one in found)


def test_names_go_both_ways_and_only_within_a_section():
    """What was called one way before is found by its new name, and the other way round; else there is nothing."""
    names = Names(tables_of(MODEL), tables_of(TWIN), RENAMED.items())

    assert [names.image(one) for one in ("plan", "age", "office", "nothing", "done")] == [
        "draft", "years", "office", "", "done",
    ]  # fmt: skip
    assert [names.source(one) for one in ("draft", "years", "office", "nothing", "done", "plan")] == [
        "plan", "age", "office", "", "done", "",
    ]  # fmt: skip
    assert Names(tables_of(MODEL), tables_of(TWIN), {"plan": "years"}.items()).image("plan") == ""
    assert Names(tables_of(MODEL), tables_of(TWIN), {"done": ""}.items()).image("done") == ""


def moved_at(seq: int, to: str) -> Event:
    return Event(
        id=f"c:{seq}", case="c", seq=seq, occurred=START, recorded=START + dt.timedelta(days=seq), kind="migration",
        transition="moved", data=(("to", to), ("mapping", (("a", "b"),))), model_hash="m1", actor=Actor(role="w"),
    )  # fmt: skip


def test_each_version_in_force_has_its_first_and_last_event():
    """A version is in force from the event after the move to it until the next move, by the time it was recorded."""
    plain = attrs.evolve(moved_at(1, ""), kind="task", transition="completed", data=(), model_hash="m1")
    record = [plain, attrs.evolve(plain, id="c:2", seq=2), moved_at(3, "m2"),
              attrs.evolve(plain, id="c:4", seq=4, model_hash="m2")]  # fmt: skip

    found = [(one.model_hash, one.first, one.last, one.mapping) for one in versions_of(record)]

    assert found == [("m1", 1, 3, ()), ("m2", 4, 4, (("a", "b"),))]


def test_whoever_takes_no_part_any_more_is_no_image():
    """Somebody who has left is neither kept nor lost, and what nobody holds is not told of."""
    story = busy().tell("leave", "child", person="c-1")
    other = opened(age=15).tell("give", "sharing", CHILD)

    assert [element for element, _, _ in fates(try_out(story, TWIN, RENAMED), "participant")] == ["worker", "chief"]
    assert fates(try_out(other, TWIN, RENAMED), "lead") == []
