import re
from functools import cache
from importlib import resources

import pytest

from collabmodel.evaluate import counts, evaluate, principle_counts
from collabmodel.formats import load
from collabmodel.history import read_history, write_history
from collabmodel.rules.verdicts import Verdict

FEWEST_CASES = 12
SAMPLES = resources.files("collabmodel") / "library" / "jyvaskyla-youth-reception.histories.jsonl"


@cache
def model():
    """Give the model whose samples are judged."""
    return load("jyvaskyla-youth-reception")


@cache
def values():
    """Give the values by which they are judged."""
    return load("hyvinkaa-values")


@cache
def samples():
    """Give the sample histories."""
    with resources.as_file(SAMPLES) as path:
        return read_history(path, model=model())


@cache
def evaluation():
    """Judge the samples."""
    return evaluate(model(), samples(), values=[values()])


def events():
    """Give every event of the samples."""
    history = samples()
    return [event for case in history.cases for event in history.events(case)]


def broken():
    """Give the ids of rules and limits that some sample breaks, waived breaches left out."""
    found = set()
    for column in evaluation().columns:
        ranks = [rank for trace, rank in enumerate(column.verdict) if trace not in column.waived]
        if Verdict.VIOLATED.rank in ranks:
            found.add((column.model, column.rule))
    return found


def test_there_are_enough_cases():
    """The samples are many enough to show something."""
    cases = [case for case in samples().cases if case.startswith("case-")]

    assert len(cases) >= FEWEST_CASES


def test_every_ending_occurs():
    """Each way in which a case may end is shown by a sample, and no sample ends in another way."""
    endings = {dict(event.data)["ending"] for event in events() if (event.kind, event.transition) == ("case", "closed")}

    assert endings == {ending.id for ending in model().endings}


def test_some_cases_are_open_and_some_closed():
    """The samples show cases under way at different stages."""
    history = samples()

    running = [
        number
        for number, closed in enumerate(history.closed)
        if not closed and history.cases[number].startswith("case-")
    ]
    reached = {
        event.element
        for number in running
        for event in history.events(history.cases[number])
        if event.kind == "phase" and event.transition == "active"
    }

    assert len(running) >= 4
    assert {"start", "work"} <= reached


def test_each_kind_of_rule_is_broken_by_a_sample():
    """Every template that the two models use is broken at least once, so that each kind of breach can be seen."""
    templates = {(each.id, rule.id): rule.template for each in (model(), values()) for rule in each.rules}

    seen = {templates[key] for key in broken() if key in templates}

    assert seen == set(templates.values())


def test_gates_and_deadlines_are_broken_too():
    """Some sample goes past a gate, and several limits are missed."""
    gates = {(model().id, rule.id) for rule in model().rules if rule.enforcement.value == "gate"}
    limits = {(model().id, limit.id) for limit in model().limits}

    assert len(gates & broken()) >= 3
    assert len(limits & broken()) >= 3


def test_one_case_keeps_every_rule_and_limit():
    """The first sample goes as the model wants, so that a reader sees what good looks like."""
    number = evaluation().history.cases.index("case-01")

    worst = {column.rule: column.verdict[number] for column in evaluation().columns if column.scope == "case"}

    assert [rule for rule, rank in worst.items() if rank >= Verdict.POSSIBLY_VIOLATED.rank] == []


def test_nothing_is_unknown():
    """The samples carry what the rules ask for."""
    assert [count.id for count in counts(evaluation()) if count.unknown] == []


@pytest.mark.parametrize(
    ("kind", "transition"),
    [
        ("case", "reopened"),
        ("consent", "withdrawn"),
        ("waiver", "granted"),
        ("limit", "extended"),
        ("attestation", "given"),
        ("rating", "given"),
        ("adoption", "completed"),
        ("link", "made"),
        ("fact", "recorded"),
    ],
)
def test_the_samples_show_every_sort_of_bookkeeping(kind, transition):
    """Reopening, withdrawal, waivers, extensions, attestations, ratings, adoption, links and late facts all occur."""
    assert [event for event in events() if (event.kind, event.transition) == (kind, transition)]


def test_a_correction_supersedes_an_entry():
    """One entry is corrected later, and is no longer part of what is judged."""
    (correction,) = [event for event in events() if event.corrects]

    effective = evaluation().history
    left = {event.id for event in effective.events(correction.case)}

    assert correction.recorded > correction.occurred
    assert correction.id in left
    assert correction.corrects not in left


def test_some_principles_can_be_assessed_and_some_cannot():
    """The samples leave gaps on purpose: what nobody asked about is not assessable, and is neither good nor bad."""
    results = {indicator: count for count in principle_counts(evaluation()) for indicator in [count.id]}

    assert results["felt_good"].not_assessable == 1
    assert results["knowing_the_network"].not_assessable == 1
    assert results["respect_and_trust"].met + results["respect_and_trust"].partly + results["respect_and_trust"].not_met
    assert results["three_meetings"].not_assessable == 0


def test_people_are_invented_and_opaque():
    """No sample names anybody: people are letters and numbers."""
    people = {event.actor.person for event in events() if event.actor.person}

    assert people
    assert all(re.fullmatch(r"[a-z]{1,2}-\d{1,2}", person) for person in people)


def test_the_file_is_written_as_we_write_it(tmp_path):
    """Reading the samples and writing them again loses nothing."""
    path = tmp_path / "again.jsonl"

    write_history(samples(), path)

    with resources.as_file(SAMPLES) as original:
        first = read_history(original, model=model())
    second = read_history(path, model=model())
    assert [list(first.events(case)) for case in first.cases] == [list(second.events(case)) for case in second.cases]
