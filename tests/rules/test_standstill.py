"""When the clocks of a limit stand still, and what lets them go on."""

from __future__ import annotations

import json

import pytest

from collabmodel.model import Activity, Anchor, Fact, FactType, Limit, Model, Pattern, Pause, Signature, Text
from collabmodel.model.expressions import parse
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.clocks import Halt
from collabmodel.rules.declared import Declared
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.limits import compile_limit
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.standstill import Standstill
from collabmodel.workdays import parse_duration

SIGNATURES = {
    "away": Signature("task", "away", "completed"),
    "back": Signature("task", "back", "completed"),
    "strike": Signature("task", "strike", "completed"),
    "work": Signature("task", "work", "completed"),
    "suspended": Signature("limit", "soon", "suspended"),
    "resumed": Signature("limit", "soon", "resumed"),
    "closed": Signature("case", "", "closed"),
    "reopened": Signature("case", "", "reopened"),
}


def named(element: str, where: str = "") -> Pattern:
    return Pattern(element=element, where=parse(where) if where else None)


class Story:
    """A standstill over events ten seconds apart."""

    def __init__(self, *, hopeful: bool = True, endless: bool = False, start: str = "", end: str = "") -> None:
        pauses = (
            Pause(start=named("away", start), end=named("back", end), reason=Text.of("away")),
            Pause(start=named("strike"), end=named("work"), reason=Text.of("strike")),
        )
        limit = Limit(
            id="soon", anchors=(Anchor(event=named("asked")),), stop=named("answered"),
            duration=parse_duration("1 day"), pauses=pauses,
        )  # fmt: skip
        acts = tuple(Activity(id=name, kind="task") for name in ("asked", "answered", "away", "back", "strike", "work"))
        model = Model(id="m", activities=acts, limits=(limit,), facts=(Fact(id="ill", type=FactType.BOOLEAN),))
        declared = Declared.of(model, Lexicon.of(model))
        self.trace = ListedTrace()
        self.lacking: set[str] = set()
        self.parts = compile_limit(limit, model, declared).parts
        self.still = Standstill(
            self.parts, CaseNames(declared, self.trace), hopeful=hopeful, lacking=self.lacking, endless=endless
        )

    def tell(self, *names: str) -> list[Halt | None]:
        """Let things happen, and give what each of them ended."""
        found = []
        for name in names:
            at = len(self.trace.occurred)
            reason = {"reason": "papers missing"} if name == "suspended" else {}
            position = self.trace.add(SIGNATURES[name], at * 10, reason)
            meaning = self.parts.meaning(SIGNATURES[name])
            found.append(self.still.go_on(meaning, position))
            self.still.stand_still(meaning, position)
        return found


@pytest.mark.parametrize(
    ("names", "why"),
    [(("away", "back"), "away"), (("strike", "work"), "strike"), (("suspended", "resumed"), "papers missing")],
)
def test_a_pause_lasts_from_its_start_to_its_end(names: tuple[str, str], why: str) -> None:
    """The whole time is given when it is over, with what began it and why; meanwhile the clocks show its start."""
    story = Story()

    assert story.tell(names[1], names[0]) == [None, None]
    assert (story.still.seen(5), story.still.seen(99)) == (5, 10)
    assert story.tell(names[1]) == [Halt(since=10, until=20, position=1, why=why)]
    assert (story.still.halt, story.still.seen(99)) == (None, 99)


def test_several_pauses_are_one_time() -> None:
    """The clocks go on when the last of what stops them is over, and the reason is that of the first."""
    story = Story()
    found = story.tell("away", "suspended", "strike", "back", "work", "resumed", "resumed")

    assert found == [None] * 5 + [Halt(since=0, until=50, position=0, why="away"), None]


def test_stopping_twice_is_stopping_once() -> None:
    """A pause that begins again while it lasts began when it first did, and one end ends it."""
    assert Story().tell("away", "away", "back")[2] == Halt(since=0, until=20, position=0, why="away")


def test_one_pause_does_not_end_another() -> None:
    """Each pause, and an order about the limit, is ended by its own end only."""
    assert Story().tell("away", "work", "resumed", "reopened") == [None] * 4
    assert Story().tell("suspended", "back", "work", "reopened") == [None] * 4


@pytest.mark.parametrize("endless", [True, False])
def test_closing_stops_the_clocks_of_a_series_without_end(endless: bool) -> None:
    """While the case is closed such clocks stand still; others do not."""
    found = Story(endless=endless).tell("closed", "resumed", "reopened")

    assert found == [None, None, Halt(since=0, until=20, position=0, why="case closed") if endless else None]


def test_an_order_without_a_reason_has_none() -> None:
    """A suspension that gives no reason, or something else under that name, leaves it empty."""
    story = Story()
    story.trace.add(SIGNATURES["suspended"], 0, {"reason": 7})
    story.still.stand_still(story.parts.meaning(SIGNATURES["suspended"]), 0)

    assert story.still.halt == Halt(since=0, until=0, position=0, why="")


@pytest.mark.parametrize("hopeful", [True, False])
def test_whether_it_stands_still_may_be_unknown(hopeful: bool) -> None:
    """Unknown, a pause begins in the better reading only, ends in the worse only, and what is missing is named."""
    begun, over = Story(hopeful=hopeful, start="ill"), Story(hopeful=hopeful, end="ill")
    begun.tell("away")
    over.tell("away", "back")

    assert (begun.still.halt is not None, begun.lacking) == (hopeful, {"ill"})
    assert (over.still.halt is not None, over.lacking) == (hopeful, {"ill"})


def test_what_is_known_can_be_noted_and_known_again() -> None:
    """Going back to what was noted undoes what came since."""
    story = Story()
    story.tell("away")
    mark = story.still.mark()
    story.tell("suspended", "back", "resumed", "strike")
    story.still.back(mark)

    assert story.still.mark() == mark
    assert story.tell("back")[0] == Halt(since=0, until=50, position=0, why="away")


@pytest.mark.parametrize("names", [(), ("away",), ("away", "suspended")])
def test_it_comes_back_from_plain_values(names: tuple[str, ...]) -> None:
    """What stops the clocks, since when and why goes through JSON and is the same again."""
    story, other = Story(), Story()
    story.tell(*names)
    other.still.load(json.loads(json.dumps(story.still.save())))

    assert other.still.mark() == story.still.mark()
    story.still.start()
    assert story.still.mark() == (None, frozenset())
    with pytest.raises(ValueError, match=r"."):
        other.still.load((None,))
