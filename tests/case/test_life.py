"""How events move items."""

from __future__ import annotations

import datetime as dt

import attrs

from collabmodel.case import Case, evolve, new_case, tables_of
from collabmodel.case.deciding import derived, placed
from collabmodel.case.instances import instance_for
from collabmodel.case.tables import Tables
from collabmodel.history import Event
from collabmodel.model import (
    Activity,
    Milestone,
    Model,
    Parameter,
    Phase,
    Planning,
    Reference,
    Repeat,
    Sentry,
    Suspension,
    parse_pattern,
)
from collabmodel.model.expressions import parse

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def on(*patterns: str, where: str = "") -> tuple[Sentry, ...]:
    """Give one sentry as a list of sentries."""
    condition = parse(where) if where else None
    return (Sentry(on=tuple(attrs.evolve(parse_pattern(each), where=condition) for each in patterns)),)


class Going:
    """A case that goes on by events from outside."""

    def __init__(self, *items: Phase | Activity | Milestone, **parts: object) -> None:
        kinds = {"phases": Phase, "activities": Activity, "milestones": Milestone}
        found = {name: tuple(one for one in items if isinstance(one, kind)) for name, kind in kinds.items()}
        self.tables: Tables = tables_of(Model(id="m", **found, **parts))
        self.case: Case = new_case(self.tables, "c")
        self("", "opened")

    def __call__(self, element: str, transition: str = "completed", instance: str = "", **data: object) -> list[str]:
        """Let something happen, and give what follows."""
        number = self.tables.index.get(element)
        kind = self.tables.items[number].kind if number is not None else "case"
        event = Event(
            id=f"c:{self.case.seq + 1}", case="c", seq=self.case.seq + 1, occurred=START, recorded=START, kind=kind,
            element=element, transition=transition, instance=instance, data=tuple(data.items()),
        )  # fmt: skip
        event = placed(self.tables, self.case, event)
        found = derived(self.tables, self.case, event, START)
        for one in (event, *found):
            self.case = evolve(self.tables, self.case, one)
        return [f"{one.element} {one.instance} {one.transition}".replace("  ", " ") for one in found]

    def state(self, id: str):
        """Give the state of an item."""
        return self.case.items[self.tables.index[id]]

    def open(self, id: str) -> list[tuple[str, str]]:
        """Give the open instances of an item: name and status."""
        return [(one.name, one.status.value) for one in self.state(id).open]


def task(id: str, **parts: object) -> Activity:
    """Give an activity."""
    return Activity(id=id, kind="task", **parts)


def test_what_lies_in_a_phase_comes_with_it() -> None:
    """Activities are at work at once unless guarded or manual; discretionary ones wait to be planned."""
    going = Going(
        Phase(id="p"),
        *(task("a", phase="p"), task("b", phase="p", entry=on("a")), task("c", phase="p", manual=True)),
        task("d", phase="p", planning=Planning()),
    )

    assert [going.open(id) for id in "abcd"] == [[("1", "active")], [("1", "available")], [("1", "enabled")], []]
    assert going("a") == ["b 1 active"]
    assert going("d", "planned", instance="extra") == []
    assert going.open("d") == [("extra", "active")]


def test_a_phase_takes_along_what_is_in_it() -> None:
    """When a phase ends, phases in it are terminated with it, and its activities are there no longer."""
    going = Going(
        Phase(id="p", exit=on("stop")),
        Phase(id="q", phase="p"),
        task("a", phase="q"),
        task("b", phase="p"),
        task("stop"),
    )

    assert going("stop") == ["p 1 terminated", "q 1 terminated"]
    assert (going.open("a"), going.open("b"), going.state("p").terminated) == ([], [], 1)


def test_a_repeated_activity_comes_again_until_its_maximum() -> None:
    """The next one comes when one ends, and remembers what its entry saw; the next run of the phase counts anew."""
    going = Going(
        Phase(id="p", exit=on("stop"), repeat=Repeat(maximum=2)),
        *(task("a", phase="p", entry=on("go"), repeat=Repeat(maximum=2)), task("keep", phase="p")),
        *(task("go", repeat=Repeat(maximum=9)), task("stop", repeat=Repeat(maximum=9))),
    )

    assert going("go") == ["a 1 active"]
    assert going("a") == ["a 2 active"]
    assert going("a") == []
    assert going.open("a") == []
    assert going("stop") == ["p 1 terminated", "p 2 active"]
    assert (going.open("a"), going.state("a").here, going.state("a").made) == ([("3", "available")], 1, 3)


def test_a_maximum_may_depend_on_the_case() -> None:
    """A maximum named by a parameter is read as the case stands."""
    most = Parameter(id="most", value=2)
    going = Going(task("a", repeat=Repeat(maximum=Reference("most"))), parameters=(most,))

    going("a")
    going("a")

    assert (going.open("a"), going.state("a").completed) == ([], 2)


def test_an_event_that_makes_instances_makes_no_idle_ones() -> None:
    """Each such event makes one, up to the maximum, unless one waits that nobody has touched."""
    going = Going(task("a", repeat=Repeat(on=parse_pattern("call"), maximum=2)), task("call", repeat=Repeat(maximum=9)))

    going("call")
    assert going.open("a") == [("1", "active")]
    going("a", "booked", at=START)
    going("call")
    assert going.open("a") == [("1", "active"), ("2", "active")]
    going("a", "booked", at=START)
    going("call")
    assert len(going.open("a")) == 2


def test_sentries_remember_from_when_the_instance_came() -> None:
    """Parts are remembered one by one; a new instance has seen the step in which it came and nothing before."""
    going = Going(
        task("a", entry=on("x", "y")),
        Phase(id="p", entry=on("y")),
        task("b", phase="p", entry=on("x")),
        task("c", phase="p", entry=on("y")),
        *(task("x", repeat=Repeat(maximum=9)), task("y")),
    )

    assert going("x") == []
    assert sorted(going("y")) == ["a 1 active", "c 1 active", "p 1 active"]
    assert going("x") == ["b 1 active"]


def test_conditions_of_parts_are_read_when_the_event_comes() -> None:
    """An on-part whose condition is false or unknown at the event was not seen."""
    going = Going(task("a", entry=on("x", where="n > 1")), task("x", repeat=Repeat(maximum=9)))

    assert going("x", n=1) == []
    assert going("x") == []
    assert going("x", n=2) == ["a 1 active"]


def test_an_item_pauses_and_goes_on_as_it_was() -> None:
    """What would let it go on is watched for from the pause on; an item that waited to be started waits again."""
    pausing = Suspension(suspend=on("x"), resume=on("y"))
    going = Going(
        task("a", manual=True, suspension=pausing),
        *(task("x", repeat=Repeat(maximum=9)), task("y", repeat=Repeat(maximum=9))),
    )

    assert going("y") == []
    assert going("x") == ["a 1 suspended"]
    assert going.open("a") == [("1", "suspended")]
    assert going("y") == ["a 1 resumed"]
    assert going.open("a") == [("1", "enabled")]
    going("a", "active")
    assert going("x") == ["a 1 suspended"]
    assert going("y") == ["a 1 resumed"]
    assert going.open("a") == [("1", "active")]


def test_a_milestone_is_reached_revoked_and_reached_again() -> None:
    """Each change begins to watch anew; a phase that begins anew takes its milestones back."""
    going = Going(
        Phase(id="p", exit=on("stop"), repeat=Repeat(maximum=2)),
        Milestone(id="m", phase="p", achieve=on("x"), revoke=on("y")),
        *(task(id, repeat=Repeat(maximum=9)) for id in ("x", "y", "stop")),
        task("stay", phase="p"),
    )

    assert going("x") == ["m achieved"]
    assert going("y") == ["m revoked"]
    assert going("x") == ["m achieved"]
    assert going("stop") == ["p 1 terminated", "p 2 active", "m revoked"]
    assert going.state("m").achieved is False


def test_a_phase_completes_when_nothing_is_left_to_do() -> None:
    """Nothing in it runs, and all that it needs has ended; what merely may be done does not hold it up."""
    going = Going(
        Phase(id="p"),
        task("need", phase="p", required=True),
        task("may", phase="p", manual=True),
        Milestone(id="m", phase="p", required=True, achieve=on("after")),
        task("after"),
    )

    assert going("need") == []
    assert going("after") == ["m achieved", "p 1 completed"]
    assert going.state("p").completed == 1


def test_a_closed_case_stands_still_and_goes_on() -> None:
    """Closing terminates phases and cancels bookings; activities of the case itself wait for its reopening."""
    going = Going(Phase(id="p"), task("a", phase="p"), task("b", entry=on("x")), task("x"), task("c"))
    going("c", "booked", at=START)

    assert going("", "closed") == ["p 1 terminated", "c 1 cancelled"]
    assert going("x") == []
    assert going("", "reopened") == ["b 1 active"]


def test_exits_fire_when_a_case_closes() -> None:
    """An exit may still fire as a case closes, with its outcome."""
    exits = (Sentry(on=(parse_pattern("kind:case.closed"),)),)
    going = Going(task("a", exit=exits))

    assert going("", "closed") == ["a 1 terminated"]
    assert going.state("a").outcome == "exit condition"


def test_an_end_is_counted_with_its_outcome() -> None:
    """Completed and terminated are counted apart, and the outcome of the last end is kept."""
    going = Going(task("a", repeat=Repeat(maximum=3)))

    going("a", outcome="reached")
    assert going.state("a").outcome == "reached"
    going("a", "terminated", outcome="declined")
    state = going.state("a")

    assert (state.completed, state.terminated, state.ended, state.outcome) == (1, 1, 2, "declined")


def test_a_booking_is_kept_moved_and_cancelled() -> None:
    """A booked time stays through proposals and attempts, moves, and goes when it is cancelled."""
    going = Going(task("a", manual=True))
    later = START + dt.timedelta(days=1)
    times = []
    for transition, at in (
        ("booked", START),
        ("proposed", later),
        ("attempted", None),
        ("moved", later),
        ("cancelled", None),
    ):
        going("a", transition, **({"at": at} if at else {}))
        times.append(going.state("a").open[0].at)

    assert times == [START, START, START, later, None]
    assert going.state("a").open[0].touched


def test_events_about_nothing_change_nothing() -> None:
    """An event about an instance that is not there, or of another kind, leaves the item's instances as they are."""
    going = Going(task("a", manual=True))
    before = going.state("a").open

    for transition in ("resumed", "moved", "active"):
        going("a", transition, instance="elsewhere")

    assert going.state("a").open == before


def test_a_name_once_given_is_the_name() -> None:
    """An instance named at its booking is found by that name from then on, in events that say no name as well."""
    going = Going(task("a", manual=True))
    going("a", "booked", instance="visit-7", at=START)
    item = going.tables.items[0]

    assert instance_for(going.case, item, "completed", "visit-7") == going.state("a").open[0]
    assert instance_for(going.case, item, "completed", "1") is None
    going("a", "active")
    assert going.case.record.events[-1].instance == "visit-7"
