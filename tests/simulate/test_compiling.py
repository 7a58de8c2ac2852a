"""Making a model and a scenario ready: what does not fit is told, all of it at once."""

from __future__ import annotations

import pickle

import pytest

from collabmodel.errors import ConfigError
from collabmodel.formats import load
from collabmodel.simulate.engine import prepare
from collabmodel.simulate.reading import load_scenario

_MODEL = """
id: desk
case: {subjects: [client]}
roles:
  client: {side: client}
  clerk: {side: professional}
  chief: {side: professional}
endings:
  served: {outcome: success}
facts:
  age: {type: integer, required: true}
activities:
  talk:
    kind: meeting
    participants: [{role: clerk, mode: perform}]
    data: {answer: {type: choice, choices: ["yes", "no"], required: true}}
  favour: {kind: task, participants: [{role: clerk, mode: perform}], planning: {by: [chief]}}
"""
_HEAD = """
id: a desk
start: 2025-01-06
zone: UTC
horizon: 4 weeks
arrivals: {people: {per_week: 4}}
"""
_STAFF = "staff: {clerks: {role: clerk, count: 2}}\n"


def _told(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        prepare(load(_MODEL), load_scenario(_HEAD + text))
    return str(caught.value)


def test_everything_wrong_is_told_at_once() -> None:
    """Several things that do not fit are told together, each at its place."""
    told = _told(
        _STAFF
        + """
facts: {size: {spread: 3}}
behaviour:
  talk: {by: chief}
  dance: {}
  close: {verb: close, by: clerk, data: {ending: {spread: {shape: last, of: talk}}}}
"""
    )

    assert [line.split(":")[0] for line in told.splitlines()] == [
        "facts.size", "behaviour.talk.by", "behaviour.dance.element", "behaviour.close.data.ending.spread.of",
    ]  # fmt: skip


def test_required_data_must_be_spread() -> None:
    """What the model asks for and the scenario says nothing of is told."""
    assert "behaviour.talk: the model asks for this datum 'answer'" in _told(_STAFF + "behaviour: {talk: {}}\n")


def test_somebody_must_be_there_who_may_plan() -> None:
    """A discretionary activity that nobody on staff may plan is told."""
    assert "nobody is there who may plan it 'favour'" in _told(_STAFF + "behaviour: {favour: {}}\n")


def test_a_function_must_be_passed() -> None:
    """A distribution of one's own that was not passed is told by its name."""
    told = _told(
        _STAFF + "behaviour: {favour: {element: favour, delay: {shape: function, function: mine, unit: days}}}\n"
    )

    assert "no function was passed of the name 'mine'" in told


def test_verbs_that_cannot_be_simulated_are_told() -> None:
    """A verb that the simulator does not play is told with those that it does."""
    assert "one of complete, answer" in _told(_STAFF + "behaviour: {talk: {verb: book}}\n")


def test_what_is_ready_can_be_pickled() -> None:
    """What is made ready goes to other processes as it is."""
    scenario = load_scenario(
        _HEAD + _STAFF + "behaviour: {talk: {data: {answer: {spread: {shape: empirical, values: ['yes', 'no']}}}}}\n"
    )
    prepared = prepare(load(_MODEL), scenario)

    assert pickle.loads(pickle.dumps(prepared)).numbers == prepared.numbers


def test_a_phase_that_must_be_started_is_started() -> None:
    """A phase that somebody must start and of which the scenario says nothing is started as soon as it may be."""
    model = load("id: m\nroles: {clerk: {side: professional}}\nphases: {work: {manual: true}}\n")

    prepared = prepare(model, load_scenario(_HEAD + _STAFF))

    assert [(act.element, act.verb) for act in prepared.acts] == [("work", "start")]
