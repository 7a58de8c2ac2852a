"""Making a model and a scenario ready: what does not fit is told, all of it at once."""

from __future__ import annotations

import pickle

import pytest

from collabmodel.errors import ConfigError
from collabmodel.formats import load
from collabmodel.simulate.engine import prepare
from collabmodel.simulate.kernel import header, rows
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
_ALONE = "staff: {clerks: {role: clerk, count: 2}}\n"
_STAFF = _ALONE + "facts: {age: {spread: 30}}\n"


def _told(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        prepare(load(_MODEL), load_scenario(_HEAD + text))
    return str(caught.value)


def test_everything_wrong_is_told_at_once() -> None:
    """Several things that do not fit are told together, each at its place."""
    told = _told(
        _STAFF.replace("age:", "size: {spread: 3}, age:")
        + """
behaviour:
  talk: {by: chief, data: {answer: {spread: "yes"}}}
  dance: {}
  close: {verb: close, by: clerk, data: {ending: {spread: {shape: last, of: talk}}}}
"""
    )

    places = [line.split(":")[0] for line in told.splitlines()]
    for place in ("facts.size", "behaviour.talk.by", "behaviour.dance", "behaviour.close.data.ending.spread.of"):
        assert any(one.startswith(place) for one in places), told


def test_required_data_must_be_spread() -> None:
    """What the model asks for and the scenario says nothing of is told."""
    assert "behaviour.talk: the model wants the data 'answer' when this is done" in _told(
        _STAFF + "behaviour: {talk: {}}\n"
    )


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

    prepared = prepare(model, load_scenario(_HEAD + _ALONE))

    assert [(act.element, act.verb) for act in prepared.acts] == [("work", "start")]


def test_a_scenario_is_checked_before_it_runs() -> None:
    """Python callers are told what is wrong with a scenario as the command line is, before anything runs."""
    told = _told(_STAFF + "people: {client: {share: {value: 2}}}\n")

    assert "people.client.share" in told


def test_a_case_cannot_come_before_the_start() -> None:
    """A time of arrival before the scenario's start is refused: the run would end before it began."""
    early = _HEAD.replace("{per_week: 4}", '{at: ["2025-01-01T08:00:00+00:00"]}')

    with pytest.raises(ConfigError, match="a case comes before the scenario starts"):
        prepare(load(_MODEL), load_scenario(early + _STAFF))


def test_too_many_people_at_once_are_refused() -> None:
    """Work that takes more people than a task can hold is refused, not cut."""
    roles = [f"r{number}" for number in range(9)]
    model = load(
        "id: m\nroles:\n"
        + "".join(f"  {one}: {{side: professional}}\n" for one in roles)
        + "activities: {talk: {kind: meeting, participants: [{role: r0, mode: perform}]}}\n"
    )
    staff = "staff:\n" + "".join(f"  {one}: {{role: {one}, count: 1}}\n" for one in roles)
    talk = f"behaviour: {{talk: {{by: r0, with: [{', '.join(roles[1:])}], length: 1 hours}}}}\n"

    with pytest.raises(ConfigError, match=r"takes the time of 9 roles at once - at most 8"):
        prepare(model, load_scenario(_HEAD + staff + talk))


@pytest.mark.parametrize(("within", "reads"), [("3 working days", -5), ("2 days", 2880), ("1 month", 31 * 1440)])
def test_how_far_ahead_a_time_may_lie_keeps_its_unit(within: str, reads: int) -> None:
    """Working days stay working days, and a month is as long as the one that it begins in."""
    model = load("id: m\nroles: {clerk: {side: professional}}\nactivities: {favour: {kind: task}}\n")
    text = f"behaviour: {{favour: {{by: clerk, length: 1 hours, search: {{within: {within}}}}}}}\n"

    prepared = prepare(model, load_scenario(_HEAD.replace("2025-01-06", "2025-01-01") + _ALONE + text))

    assert prepared.numbers[prepared.numbers[header.PLANS] + rows.PLAN_WITHIN] == reads
