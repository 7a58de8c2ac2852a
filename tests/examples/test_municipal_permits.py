import os
import re
from functools import cache
from pathlib import Path

import pytest

from collabmodel.check import check
from collabmodel.evaluate import counts, evaluate, principle_counts
from collabmodel.formats import load, read
from collabmodel.history import read_history, read_mapping
from collabmodel.model import elements

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "municipal-permits"
DATA = Path(os.environ.get("COLLABMODEL_DATA", ROOT.parent / "shared" / "data"))
LOG = DATA / "receipt.xes.gz"
needs_log = pytest.mark.skipif(not LOG.exists(), reason="the receipt log is not here: see the example's page")
ROW = re.compile(r"^\| `(\w+)` \| ([\w\- ]+?) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)


@cache
def page():
    """Give the text of the example's page."""
    return (EXAMPLE / "README.md").read_text(encoding="utf-8")


@cache
def model():
    """Give the model of the example."""
    return load(EXAMPLE / "model.yaml")


@cache
def evaluation():
    """Judge the log by the model."""
    log = read_history(LOG, mapping=read_mapping(EXAMPLE / "mapping.yaml"), model=model())
    return evaluate(model(), log)


def test_the_model_is_sound():
    """The checks find nothing in the example that its waivers do not answer."""
    loaded = read(EXAMPLE / "model.yaml")

    assert [str(finding) for finding in check(loaded.model, loaded.places)] == []


def test_the_model_shows_enough_of_the_language():
    """At least 12 rules over 8 templates, with windows, a condition on a fact and a same-organisation correlation."""
    rules = model().rules
    text = (EXAMPLE / "model.yaml").read_text(encoding="utf-8")

    assert len(rules) >= 12
    assert len({rule.template for rule in rules}) >= 8
    assert sum(rule.within is not None for rule in rules) >= 2
    assert any(rule.applies is not None for rule in rules)
    assert "activation.actor.organisation == actor.organisation" in text


def test_the_page_counts_the_model_right():
    """What the page says of rules, templates and tasks is so."""
    rules, activities = model().rules, model().activities

    said = f"{len(activities)} tasks, {len(rules)} rules over {len({rule.template for rule in rules})} templates"

    assert said in page()


def test_the_page_names_every_rule_with_its_template():
    """The table of the page has a row for each rule and limit, in the order of the model."""
    rules = [(rule.id, rule.template.value) for rule in model().rules]
    limits = [(limit.id, "limit") for limit in model().limits]

    assert [(row[0], row[1]) for row in ROW.findall(page())] == rules + limits


def test_every_mapped_name_is_a_task():
    """The mapping leads to tasks of the model, each exactly once."""
    mapping = read_mapping(EXAMPLE / "mapping.yaml")

    targets = [target.element for _, target in mapping.elements]

    assert sorted(targets) == sorted(activity.id for activity in model().activities)


def test_every_element_of_the_page_exists():
    """What the page points at in backticks and calls a rule is in the model."""
    pointed = set(re.findall(r"`(\w+)`", page().split("## What the rules show of the language")[1]))

    assert pointed - {"waivers"} <= {element.id for _, element in elements(model())}


@needs_log
def test_the_numbers_of_the_table_are_those_of_a_run():
    """Kept, broken and no occasion, rule by rule, are what evaluating the log gives."""
    found = [(each.id, each.satisfied, each.violated, each.not_activated) for each in counts(evaluation())]

    said = [(row[0], *map(int, row[2:])) for row in ROW.findall(page())]

    assert said == found
    assert not any(each.possibly_satisfied or each.possibly_violated or each.unknown for each in counts(evaluation()))


@needs_log
def test_the_page_tells_the_size_of_the_log():
    """Cases and events are counted as the page says, and every task of the log is mapped."""
    history = evaluation().history

    assert f"{len(history.cases):,} cases and {len(history.signature):,} events" in page()
    assert {signature.element for signature in history.signatures} == {activity.id for activity in model().activities}


@needs_log
def test_the_principles_came_out_as_the_page_says():
    """The sentence on the three principles is what the run gives."""
    results = {each.id: each.result.value for each in principle_counts(evaluation())}

    assert "*prompt* is partly kept, *careful* is partly kept, and *in one hand* is kept" in page()
    assert (results["prompt"], results["careful"], results["one_hand"]) == ("partly", "partly", "met")


@needs_log
def test_four_eyes_and_groups_agree_with_a_plain_recount():
    """The two correlations give what a loop over the events gives."""
    history = evaluation().history
    eyes, groups, lonely = 0, 0, 0
    for case in history.cases:
        events = list(history.events(case))
        named = {id: [event for event in events if event.element == id] for id in {event.element for event in events}}
        checks, decided = named.get("check_confirmation", []), named.get("determine_confirmation", [])
        eyes += any(
            not any(each.seq < one.seq and each.actor.person != one.actor.person for each in checks) for one in decided
        )
        asked, stops = named.get("need_of_stop_advice", []), named.get("stop_indication", [])
        groups += any(
            not any(each.seq > one.seq and each.actor.organisation == one.actor.organisation for each in stops)
            for one in asked
        )
        lonely += set(named) == {"confirmation_of_receipt"}

    broken = {each.id: each.violated for each in counts(evaluation())}

    assert (eyes, groups) == (broken["four_eyes"], broken["same_group_decides"])
    assert f"{lonely} of them hold nothing but the confirmation" in page()
