"""What names mean within a step."""

from __future__ import annotations

from collabmodel.case.names import StepNames
from collabmodel.model import Fact, FactType, Model, Signature
from collabmodel.model.expressions import parse
from collabmodel.rules import CaseTrace, Declared, Lexicon, compile_condition

OPENED, TOLD, DONE = (
    Signature("case", "", "opened"),
    Signature("fact", "", "recorded"),
    Signature("task", "a", "completed"),
)


def asked(text: str, names: StepNames) -> object:
    """Give the value of a condition."""
    return compile_condition(parse(text))(names)


def test_data_are_of_one_event_and_counts_of_the_whole_step() -> None:
    """Event data are those of the event from outside; facts and counts are as of all that the step has derived."""
    model = Model(id="m", facts=(Fact(id="age", type=FactType.INTEGER),))
    trace = CaseTrace()
    names = StepNames(Declared.of(model, Lexicon.of(model)), trace)
    trace.add(OPENED, 0, {"n": 1, "age": 3})
    trace.add(TOLD, 5, {"n": 2, "age": 4})
    trace.add(OPENED, 5, {"n": 3})

    assert asked("n == 1 and age == 4", names.step(0, 2, 5)) is True
    assert asked('count("kind:case.opened") == 2', names.step(0, 2, 5)) is True
    assert asked('count("kind:case.opened") == 1', names.step(0, 1, 5)) is True
    assert asked("n == 2 and age == 4", names.step(1, 1, 5)) is True


def test_what_was_tried_is_forgotten() -> None:
    """Events taken back are counted no longer, though they were counted meanwhile."""
    model = Model(id="m")
    trace = CaseTrace()
    names = StepNames(Declared.of(model, Lexicon.of(model)), trace)
    for at in range(3):
        trace.add(OPENED, at)
    assert asked('count("kind:case.opened") == 3', names.step(2, 2, 2)) is True

    trace.drop(1)
    names.cut(1)

    assert asked('count("kind:case.opened") == 1', names.step(0, 0, 2)) is True
    trace.add(DONE, 3)
    assert asked('count("kind:case.opened") == 1', names.step(1, 1, 3)) is True
