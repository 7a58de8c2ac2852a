"""Moving a case to another version of its model."""

from __future__ import annotations

import datetime as dt
import re

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.case.asking_scenes import CHILD, MODEL, TEXT, WORKER, Story, opened

from collabmodel.case import Command, Reason, Refusal, decide, evolve, new_case, replay, tables_of
from collabmodel.case.dues import due
from collabmodel.case.images import Fate
from collabmodel.case.migrating import migrate
from collabmodel.case.moving import moved, replay_across
from collabmodel.case.steps_open import next_steps
from collabmodel.case.versions import as_called_now, in_terms_of, versions_of
from collabmodel.evaluate import evaluate
from collabmodel.formats import load
from collabmodel.history import Actor, HistoryBuilder
from collabmodel.model import elements
from collabmodel.rules import VERDICTS, Verdict
from collabmodel.workdays import to_us

RENAMED = {
    "plan": "draft", "picture": "image", "agreed": "settled", "work": "toil", "later": "next", "talk": "chat",
    "sign": "seal", "ask": "query", "answer": "reply", "hold": "halt", "release": "resume_it", "follow": "trail",
    "worker": "carer", "child": "kid", "chief": "boss", "main": "principal", "sharing": "passing_on",
    "answer_due": "reply_due", "follow_up": "trail_up", "planned_first": "drafted_first", "age": "years",
    "urgent": "pressing", "young": "small_one",
}  # fmt: skip
OTHER_NAMES = re.sub(r"\b(" + "|".join(RENAMED) + r")\b(?!\s+days)", lambda found: RENAMED[found[1]], TEXT)
TWIN = load(OTHER_NAMES.replace("id: small", "id: small\nversion: '2'"))
CHIEF = Actor(role="chief", person="x-1")


def version(*changes: tuple[str, str]):
    """Give the model with parts of its text replaced."""
    text = TEXT.replace("id: small", "id: small\nversion: '2'")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return load(text)


def try_out(story: Story, to, mapping=(), **more):
    return migrate(MODEL, story.case, to, dict(mapping), story.now, by=CHIEF, **more)


def fates(report, what):
    return [(one.element, one.image, one.fate.value) for one in report.images if one.what == what]


def busy() -> Story:
    """Give a case in which much is open."""
    story = opened(age=15).tell("join", "chief", person="x-1").tell("take", "main").tell("give", "sharing", CHILD)
    return story.tell("complete", "ask").tell("complete", "sign", CHIEF).tell("plan", "talk")


def test_a_preview_and_the_move_give_the_same_report():
    """What was told before is what happens."""
    story = busy()

    preview, done = try_out(story, TWIN, RENAMED), try_out(story, TWIN, RENAMED, dry_run=False)

    assert attrs.evolve(done, event=None, moved=None) == preview
    assert preview.event is None
    assert done.event.data == (("to", preview.after), ("mapping", preview.mapping), ("report", preview.digest))
    assert (done.event.kind, done.event.transition, done.event.model_hash) == ("migration", "moved", preview.before)


def test_everything_open_has_an_image_where_only_names_differ():
    """A version that says the same with other words takes everything along, strictly."""
    found = try_out(busy(), TWIN, RENAMED)

    assert (found.allowed, found.strict, found.departure, found.lost) == (True, True, "", ())
    assert fates(found, "limit") == [("answer_due", "reply_due", "kept")]
    assert fates(found, "obligation") == [("follow_up", "trail_up", "kept")]
    assert fates(found, "lead") == [("main", "principal", "kept")]
    assert fates(found, "participant") == [
        ("worker", "carer", "kept"), ("child", "kid", "kept"), ("chief", "boss", "kept"),
    ]  # fmt: skip
    assert fates(found, "consent") == [("sharing", "passing_on", "kept")]
    assert ("talk", "chat", "kept") in fates(found, "item")


def test_the_moved_case_goes_on_under_the_new_version():
    """After the move the case is pinned to the new version, owes the same, and takes its commands."""
    story = busy()
    after = try_out(story, TWIN, RENAMED, dry_run=False).moved

    assert after.model_hash == tables_of(TWIN).model_hash
    assert [(one.rule, one.due, one.activation) for one in due(TWIN, after, story.now)] == [
        (RENAMED[one.rule], one.due, one.activation) for one in due(MODEL, story.case, story.now)
    ]
    carer = attrs.evolve(WORKER, role="carer")
    assert [(one.verb, one.element) for one in next_steps(TWIN, after, carer, story.now)] == [
        (one.verb, RENAMED.get(one.element, one.element)) for one in next_steps(MODEL, story.case, WORKER, story.now)
    ]
    events = decide(TWIN, after, Command(verb="complete", element="chat", by=carer), story.now)
    assert evolve(TWIN, after, events[0]).seq == after.seq + 1


def test_a_running_limit_takes_the_length_of_the_new_version():
    """A clock keeps its anchor; what it has is what the version in force gives."""
    found = try_out(busy(), version(("7 working days", "9 working days")))

    (limit,) = [one for one in found.images if one.what == "limit"]
    assert (limit.due_before.isoformat(), limit.due_after.isoformat()) == (
        "2026-03-12T00:00:00+02:00", "2026-03-14T00:00:00+02:00",
    )  # fmt: skip
    assert found.strict


def test_a_move_that_leaves_behind_what_is_under_way_is_refused():
    """A planned activity, a running limit and a pending obligation may not get lost, and are named."""
    story = busy()
    without_talk = version(
        ("  talk:\n    kind: meeting\n    phase: work\n    planning: {by: [worker], if: age >= 12}\n", "")
    )

    lost = try_out(story, without_talk, dry_run=False)
    renamed_ = try_out(story, version(("  answer_due:", "  other_due:")))
    gone = try_out(story, version(("  follow_up:", "  other_rule:")))

    assert [(one.reason, one.element) for one in lost.refusals] == [(Reason.VERSION, "talk")]
    assert (lost.event, lost.moved, lost.allowed) == (None, None, False)
    assert [one.element for one in renamed_.refusals] == ["answer_due"]
    assert [one.element for one in gone.refusals] == ["follow_up"]
    assert gone.refusals[0].events == ("c:8",)


def test_what_is_merely_possible_may_be_left_behind():
    """An activity that nobody has begun is lost without harm, and told."""
    found = try_out(opened(age=15), version(("  follow: {kind: task, phase: later}\n", ""), ("b: follow", "b: ask")))
    gone = try_out(opened(age=15), version(("  hold: {", "  keep: {"), ("start: hold", "start: keep")))

    assert found.allowed
    assert gone.allowed
    assert [(one.element, one.needed) for one in gone.lost] == [("hold", False)]
    assert ("", "keep", "arises") in fates(gone, "item")
    assert not found.lost


def test_a_template_that_changed_is_no_image():
    """An obligation goes on only as an obligation of the same kind."""
    found = try_out(busy(), version(("{template: response, a: sign", "{template: not succession, a: sign")))

    assert [one.element for one in found.refusals] == ["follow_up"]


def test_an_obligation_that_waits_no_longer_is_told_as_settled():
    """Where the new rule does not wait for this event, people see that before they move the case."""
    found = try_out(busy(), version(("{template: response, a: sign", "{template: response, a: plan")))

    assert fates(found, "obligation") == [("follow_up", "follow_up", "settled")]
    assert found.allowed


def test_an_obligation_that_arises_is_told():
    """A new rule may wait for what happened long ago."""
    more = "rules:\n  heard: {template: response, a: ask, b: talk, within: 3 days}\n"
    found = try_out(busy(), version(("rules:\n", more)))

    assert ("", "heard", "arises") in fates(found, "obligation")
    assert found.allowed


@pytest.mark.parametrize(
    ("mapping", "named"),
    [
        ({"nothing": "plan"}, ["nothing"]),
        ({"plan": "nothing"}, ["nothing"]),
        ({"plan": "age"}, ["plan"]),
        ({"plan": "picture"}, ["picture"]),
        ({"x" * 200: "plan"}, ["?"]),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(mapping, named):
    """Unknown ids, other sections and two things in one are all told, and nothing is moved."""
    found = try_out(busy(), version(), mapping)

    assert [one.element for one in found.refusals] == named
    assert found.images == ()


def test_an_id_used_again_for_something_else_is_named_as_such():
    """What is under way never goes on as another kind of thing."""
    to = version(("  talk:\n    kind: meeting\n    phase: work\n    planning: {by: [worker], if: age >= 12}\n", ""),
                 ("facts:\n", "facts:\n  talk: {type: text}\n"))  # fmt: skip

    (found,) = try_out(busy(), to).refusals

    assert found.text.in_language("en") == "The id stands for something else in the new version: talk" + "."
    assert found.element == "talk"


def test_a_case_moves_only_to_another_version_and_only_once_it_is_open():
    """Nothing is moved to where it is, or before there is anything."""
    same = try_out(busy(), MODEL)
    new = migrate(MODEL, new_case(MODEL, "c"), TWIN, {}, busy().now, by=CHIEF)

    assert [one.reason for one in same.refusals] == [Reason.VERSION]
    assert new.refusals[0].text.in_language("sv") == "Ärendet har inte öppnats."


def test_moving_from_the_wrong_model_is_a_mistake():
    """The model given must be the one that the case is pinned to."""
    story = busy()

    with pytest.raises(ValueError, match="pinned"):
        migrate(TWIN, story.case, MODEL, {}, story.now, by=CHIEF)
    with pytest.raises(ValueError, match="zone"):
        migrate(MODEL, story.case, TWIN, {}, dt.datetime(2026, 3, 2), by=CHIEF)  # noqa: DTZ001


def test_a_case_that_the_new_version_would_have_taken_otherwise_is_moved_in_a_relaxed_way():
    """A move may be allowed although the record would not have come about; the first event that differs is named."""
    story = opened(age=15).tell("complete", "picture", basis="law")
    found = try_out(story, version(("  picture:\n    kind: task", "  picture:\n    entry: plan\n    kind: task")))
    gate = "rules:\n  urgent_first: {template: precedence, a: plan, b: picture, enforcement: gate}\n"
    gated = try_out(story, version(("rules:\n", gate)))

    assert (gated.allowed, gated.strict, gated.departure) == (True, False, "c:4")
    assert (found.allowed, found.strict) == (True, False)


def test_sentries_remember_what_they_saw():
    """What an entry condition has seen counts after the move; what the new version adds has not been seen."""
    story = opened(age=15).tell("complete", "plan")
    to = version(("achieve: [{on: [plan, picture]}]", "achieve: [{on: [sign]}, {on: [picture, sign, plan]}]"))

    after = try_out(story, to, dry_run=False).moved

    (one,) = after.items[tables_of(to).index["agreed"]].open
    assert one.seen == (0, 0b100)


def test_what_is_new_in_a_running_phase_becomes_possible():
    """A new activity of a phase that runs may be done at once, one of a phase that does not run may not."""
    more = "activities:\n  extra: {kind: task, phase: work, required: true}\n  far: {kind: task, phase: later}\n"
    more += "  waits: {kind: task, phase: work, entry: sign, participants: [{role: worker, mode: perform}]}\n"
    to = version(("activities:\n", more))

    after = try_out(opened(age=15), to, dry_run=False).moved

    states = {id: after.items[tables_of(to).index[id]].open for id in ("extra", "far", "waits")}
    assert [(one.status.value, one.within, one.event) for one in states["extra"]] == [("active", 1, "c:4")]
    assert [one.status.value for one in states["waits"]] == ["available"]
    assert states["far"] == ()


def test_people_and_consents_left_behind_are_told():
    """A role or consent that the new version does not know is lost with whoever has it."""
    story = opened(age=15).tell("join", "chief", person="x-1").tell("give", "sharing", CHILD)
    text = TEXT.replace("id: small", "id: small\nversion: '2'").replace(
        "  sharing: {givers: [child], recipients: [worker], covers: [picture]}\n",
        "  other: {givers: [child], recipients: [worker], covers: [picture]}\n",
    )

    found = try_out(story, load(text), dry_run=False)

    assert [(one.what, one.element) for one in found.lost] == [("consent", "sharing")]
    assert found.moved.grants == ()


def test_a_record_that_was_moved_is_replayed_across_its_models():
    """Replaying needs all versions, and gives the very case."""
    story = busy()
    done = try_out(story, TWIN, RENAMED, dry_run=False)
    models = {tables_of(model).model_hash: model for model in (MODEL, TWIN)}

    assert replay_across(models, "c", [*story.events, done.event]) == done.moved
    assert replay_across({"": MODEL}, "c", []) == new_case(MODEL, "c")
    with pytest.raises(ValueError, match="no model"):
        replay_across({tables_of(MODEL).model_hash: MODEL}, "c", [*story.events, done.event])
    with pytest.raises(ValueError, match="does not move"):
        moved(MODEL, MODEL, story.case, done.event)


def test_versions_in_force_follow_from_the_record():
    """What happened before the move is judged by the version before, in its own words."""
    story = busy()
    done = try_out(story, TWIN, RENAMED, dry_run=False)
    events = [*story.events, done.event]

    before, after = versions_of(events)

    assert (before.model_hash, after.model_hash) == (done.before, done.after)
    assert in_terms_of(events, before) == tuple(events)
    assert [one.element for one in in_terms_of(events, after)][-2] == "chat"


def test_words_of_the_report_are_in_three_languages():
    """Whoever decides on the move reads it line by line."""
    found = try_out(busy(), TWIN, RENAMED)

    lines = {code: found.text.in_language(code).splitlines() for code in ("fi", "sv", "en")}
    assert {len(each) for each in lines.values()} == {len(found.images)}
    assert "Määräaika: Vastausaika jatkuu." in lines["fi"]
    assert "Time limit: Time to answer goes on." in lines["en"]


def test_no_person_is_named_in_a_report():
    """A report may be kept and passed on."""
    done = try_out(busy(), TWIN, RENAMED, dry_run=False)

    assert not re.search(r"\b[wxc]-1\b", repr(done) + str(done.text))


MOVES = st.lists(
    st.sampled_from([
        ("complete", "plan"), ("complete", "picture"), ("complete", "ask"), ("complete", "answer"),
        ("complete", "hold"), ("complete", "release"), ("plan", "talk"), ("complete", "talk"), ("take", "main"),
        ("suspend", "work"), ("resume", "work"), ("complete", "follow"), ("close", ""), ("learn", ""),
    ]),
    max_size=12,
)  # fmt: skip


def walked(moves) -> Story:
    """Give a case that has taken those of some commands that it takes."""
    story = opened(age=15)
    for verb, element in moves:
        data = {"picture": (("basis", "law"),), "": (("ending", "done"),)}.get(element, ())
        data = (("urgent", True),) if verb == "learn" else data
        story.later(hours=1)
        found = decide(MODEL, story.case, Command(verb=verb, element=element, by=WORKER, data=data), story.now)
        for event in () if isinstance(found, Refusal) else found:
            story.case = evolve(MODEL, story.case, event)
            story.events.append(event)
    return story


@settings(deadline=None)
@given(moves=MOVES)
def test_a_move_to_other_names_is_what_the_other_names_would_have_made(moves):
    """Carrying a case over gives what the new version would have come to by itself: the strict and the relaxed way
    agree.
    """
    story = walked(moves)

    done = try_out(story, TWIN, RENAMED, dry_run=False)

    assert (done.allowed, done.strict) == (True, True)
    events = [*in_terms_of([*story.events, done.event], versions_of([*story.events, done.event])[-1])]
    alone = replay(TWIN, "c", events)
    kept = attrs.evolve(done.moved, model_hash="", step=())
    assert attrs.evolve(alone, model_hash="", step=()) == kept


@settings(deadline=None)
@given(moves=MOVES, dropped=st.sets(st.sampled_from(sorted(RENAMED)), max_size=4))
def test_whatever_is_dropped_a_move_is_told_and_never_breaks(moves, dropped):
    """Any mapping gives a report, and an allowed move a case that goes on and replays."""
    story = walked(moves)
    mapping = {old: "" if old in dropped else new for old, new in RENAMED.items()}

    done = try_out(story, TWIN, mapping, dry_run=False)

    assert done.allowed is (done.event is not None)
    within = {one.id for one in MODEL.activities if one.phase in dropped}
    assert {one.element for one in done.lost} <= dropped | within
    if done.event is not None:
        models = {tables_of(model).model_hash: model for model in (MODEL, TWIN)}
        assert replay_across(models, "c", [*story.events, done.event]) == done.moved
        assert isinstance(
            decide(TWIN, done.moved, Command(verb="complete", element="query"), story.now), Refusal | tuple
        )


def test_the_twin_is_a_twin():
    """The mapping of these tests renames every element it should."""
    named = {one.id for _, one in elements(MODEL)} - {one.id for _, one in elements(TWIN)}

    assert named == set(RENAMED)
    assert Fate.KEPT.value == "kept"


def test_a_case_may_be_moved_again_and_back():
    """Each move goes by the names of the version before it, and the whole record still replays."""
    story = busy()
    there = try_out(story, TWIN, RENAMED, dry_run=False)
    names = {new: old for old, new in RENAMED.items()}

    back = migrate(TWIN, there.moved, MODEL, names, story.now, by=CHIEF, dry_run=False)

    models = {tables_of(model).model_hash: model for model in (MODEL, TWIN)}
    assert (back.allowed, back.moved.items) == (True, story.case.items)
    assert replay_across(models, "c", [*story.events, there.event, back.event]) == back.moved
    assert [one.rule for one in due(MODEL, back.moved, story.now)] == [
        one.rule for one in due(MODEL, story.case, story.now)
    ]


def test_a_record_read_from_a_log_is_renamed_up_to_the_move_only():
    """Names swapped by a move are not swapped again in what is recorded after it."""
    swapped = {"hold": "release", "release": "hold"}
    to = version(("pauses: [{start: hold, end: release}]", "pauses: [{start: release, end: hold}]"))
    story = busy()
    stored = list(story.events)
    case = replay(MODEL, "c", story.events, lambda first, last: stored[first - 1 : last])
    done = migrate(MODEL, case, to, swapped, story.now, by=CHIEF, dry_run=False)
    stored.append(done.event)
    for event in decide(to, done.moved, Command(verb="complete", element="release", by=WORKER), story.now):
        stored.append(event)
        after = evolve(to, done.moved, event)

    read = list(after.record.log(1, len(stored)))

    assert [one.element for one in read[-1:]] == ["release"]
    assert not due(to, after, story.now)[0].due


def test_a_changed_kind_or_place_is_no_image_of_what_is_under_way():
    """What somebody has begun goes on only as the same kind of thing, where it can go on."""
    story = opened(age=15).tell("plan", "talk")
    other_kind = try_out(story, version(("  talk:\n    kind: meeting", "  talk:\n    kind: task")))
    elsewhere = try_out(
        story, version(("  talk:\n    kind: meeting\n    phase: work", "  talk:\n    kind: meeting\n    phase: later"))
    )

    assert [one.element for one in other_kind.refusals] == ["talk"]
    assert [one.element for one in elsewhere.refusals] == ["talk"]


def test_what_moves_out_of_its_phase_lies_in_the_case_itself():
    """An item may change its phase where the new one runs."""
    found = try_out(
        opened(age=15).tell("plan", "talk"),
        version(("    kind: meeting\n    phase: work\n", "    kind: meeting\n")),
        dry_run=False,
    )

    assert found.allowed
    assert [one.within for one in found.moved.items[tables_of(MODEL).index["talk"]].open] == [0]


@pytest.mark.parametrize("moves", [0, 1, 2])
def test_evaluation_of_a_moved_case_says_what_its_monitors_said(moves):
    """Over events called as the last version calls them, evaluation and the running case agree on every verdict."""
    story = busy().tell("complete", "plan").later(days=20)
    case, model, events, names = story.case, MODEL, list(story.events), RENAMED
    for _ in range(moves):
        other = TWIN if model is MODEL else MODEL
        done = migrate(model, case, other, names, story.now, by=CHIEF, dry_run=False)
        case, model, names = done.moved, other, {new: old for old, new in names.items()}
        events.append(done.event)

    builder = HistoryBuilder()
    builder.open[builder.case("c")] = True
    for event in as_called_now(events):
        builder.event(event)
    found = evaluate(model, builder.finish(), as_of=story.now)

    cells = case.record.monitors().cells(to_us(story.now), closed=False)
    live = {id: (cell.verdict, cell.activations) for id, cell in zip(tables_of(model).program.ids, cells, strict=True)}
    judged = {one.rule: (VERDICTS[one.verdict[0]], one.activations[0]) for one in found.columns if one.rule in live}
    assert judged == live
    assert Verdict.VIOLATED in {verdict for verdict, _ in live.values()}
