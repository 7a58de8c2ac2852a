"""Which letters an event has, and while when a rule applies."""

from __future__ import annotations

import pytest

from collabmodel.model import (
    Activity,
    DerivedFact,
    Fact,
    FactType,
    Model,
    Parameter,
    ParameterRow,
    Pattern,
    Role,
    Side,
    Signature,
)
from collabmodel.model.expressions import parse
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.declared import Declared
from collabmodel.rules.letters import Gate, Letter, is_steady
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.trace import Value

DONE, TOLD = Signature("task", "a", "completed"), Signature("fact", "", "recorded")
MODEL = Model(
    id="m",
    activities=(Activity(id="a", kind="task"), Activity(id="b", kind="task")),
    roles=(Role(id="child", side=Side.CLIENT),),
    facts=(Fact(id="urgent", type=FactType.BOOLEAN), Fact(id="unit", type=FactType.TEXT)),
    derived=(
        DerivedFact(id="calm", value=parse("not urgent")),
        DerivedFact(id="late", value=parse("calm and mood == 1")),
        DerivedFact(id="ring", value=parse("not other")),
        DerivedFact(id="other", value=parse("not ring")),
    ),
    parameters=(
        Parameter(id="most", value=3),
        Parameter(id="rows", value=3, rows=(ParameterRow(condition=parse("calm"), value=1),)),
        Parameter(id="moody", value=3, rows=(ParameterRow(condition=parse("mood == 1"), value=1),)),
    ),
)
LEXICON = Lexicon.of(MODEL)


def names_of(*events: tuple[Signature, dict[str, Value]], **facts: Value) -> CaseNames:
    trace = ListedTrace(facts)
    for position, (signature, data) in enumerate(events):
        trace.add(signature, position, data)
    return CaseNames(Declared.of(MODEL, LEXICON), trace)


@pytest.mark.parametrize(
    ("text", "steady"),
    [
        ("urgent", True),
        ('urgent and unit == "north"', True),
        ("calm", True),
        ("most > 2", True),
        ("rows > 2", True),
        ("ring", True),
        ("size([1]) == 1 and distinct([unit]) == 1", True),
        ("known(unit) and max(most, 2) > min(most, 1) and abs(most) > 1", True),
        ('date("2025-03-04") == date(unit)', True),
        ("late", False),
        ("moody > 2", False),
        ("mood == 1", False),
        ("urgent or mood == 1", False),
        ("now == now", False),
        ('actor.role == "child"', False),
        ('event.element == "a"', False),
        ('count("a") > 1', False),
        ('sum("a", "mood") > 1', False),
        ("attending(child) > 1", False),
        ("known(mood)", False),
    ],
)
def test_what_only_facts_can_change(text: str, steady: bool) -> None:
    """A condition over facts, parameters and what follows from them changes at facts only; all else may any time."""
    assert is_steady(parse(text), MODEL) is steady


@pytest.mark.parametrize(
    ("where", "own"),
    [
        (None, None),
        ("activation.unit == unit", None),
        ("mood == 1", "mood == 1"),
        ("activation.unit == unit and mood == 1", "mood == 1"),
        ("mood == 1 and activation.unit == unit and urgent", "mood == 1 and urgent"),
    ],
)
def test_what_reads_the_activation_is_left_to_the_correlation(where: str | None, own: str | None) -> None:
    """A letter keeps the part of its condition that speaks of the event alone."""
    letter = Letter.of(Pattern(element="a", where=None if where is None else parse(where)))

    assert letter.expression == (None if own is None else parse(own))
    assert (letter.condition is None) is (own is None)


@pytest.mark.parametrize(("mood", "found", "missed"), [(1, True, set()), (2, False, set()), (None, None, {"mood"})])
def test_a_letter_is_read_from_the_event(mood: int | None, found: bool | None, missed: set[str]) -> None:
    """An event has a letter, has it not, or it is unknown for what is named."""
    names = names_of((DONE, {"mood": 7}), (DONE, {"mood": mood}))
    reader = Letter.of(Pattern(element="a", where=parse("mood == 1"))).reader(LEXICON, DONE, names)
    lacking: set[str] = set()

    assert reader is not None
    assert (reader.certain, reader.read(1, lacking), lacking) == (False, found, missed)


def test_a_letter_without_a_condition_is_certain() -> None:
    """Where a pattern sets no condition each of its events has the letter; other events have no reader."""
    names = names_of((DONE, {}))
    letter = Letter.of(Pattern(element="a"))
    reader = letter.reader(LEXICON, DONE, names)

    assert reader is not None
    assert (reader.certain, reader.read(0, set())) == (True, True)
    assert letter.reader(LEXICON, Signature("task", "b", "completed"), names) is None


def gate_of(names: CaseNames, text: str, *, hopeful: bool = True) -> Gate:
    return Gate(parse(text), names, hopeful=hopeful, missed=set(), steady=is_steady(parse(text), MODEL))


@pytest.mark.parametrize(
    ("text", "signature", "watches"), [("urgent", DONE, False), ("urgent", TOLD, True), ("mood == 1", DONE, True)]
)
def test_which_events_may_open_or_shut_a_gate(text: str, signature: Signature, watches: bool) -> None:
    """What rests on facts alone is looked at again where facts are told; anything else at every event."""
    assert gate_of(names_of((DONE, {})), text).watches(signature) is watches


def test_a_gate_opens_and_shuts_with_the_facts() -> None:
    """It is first looked at where the case begins; having been open once is remembered."""
    names = names_of((DONE, {}), (TOLD, {"urgent": True}), (TOLD, {"urgent": False}), urgent=False)
    gate = gate_of(names, "urgent")
    gate.start(0)
    seen = [(gate.lets(), gate.ever)]
    for position in (1, 2):
        gate.update(position)
        seen.append((gate.lets(), gate.ever))

    assert seen == [(False, False), (True, True), (False, True)]
    gate.start(1)
    assert (gate.is_open, gate.ever, gate.lets(), gate.ever) == (None, False, True, True)


@pytest.mark.parametrize("hopeful", [True, False])
def test_whether_a_rule_applies_may_be_unknown(hopeful: bool) -> None:
    """Unknown, a rule applies in the worse reading only, and what is missing is named."""
    gate = gate_of(names_of((DONE, {})), "urgent", hopeful=hopeful)

    assert gate.lets() is not hopeful
    assert gate.missed == {"urgent"}


@pytest.mark.parametrize("asked", [True, False])
def test_a_gate_comes_back_from_plain_values(asked: bool) -> None:
    """Whether it was looked at, is open and ever was goes over to another gate."""
    names = names_of((DONE, {}), (TOLD, {"urgent": True}))
    gate, other = gate_of(names, "urgent"), gate_of(names, "urgent")
    gate.start(1)
    if asked:
        gate.lets()
    other.load(list(gate.save()))  # type: ignore[arg-type]

    assert (other.ever, other.first, other.is_open) == (asked, 1, True if asked else None)
    with pytest.raises(ValueError, match=r"."):
        other.load((True, 1))
