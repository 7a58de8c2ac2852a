"""Which promises and values are kept."""

import attrs
import pytest

from collabmodel.report.keeping import counted, promises_section
from collabmodel.report.topics import Titles
from collabmodel.simulate.results import Indicator, Replication


def section(study, lang="en"):
    return promises_section(study, Titles.of(study, lang))


def kept(id, mean):
    return Indicator(id=f"rule:{id}", unit="share", mean=mean, low=mean, high=mean)


def replication(number, **parts):
    return Replication(number=number, cases=1, events=1, measures={}, **parts)


def test_what_cannot_be_told_is_neither_kept_nor_broken(study):
    """A promise that never applied is counted apart and drawn in no chart."""
    figures = (kept("opening_first", 1.0), kept("opening_soon", 0.5), kept("closing_held", None))
    found = section(attrs.evolve(study, indicators=figures, replications=()))

    assert "Kept in every case they applied to: 1; broken at least once: 1; nothing to judge: 1." in found.answer
    assert found.parts[1].items == ("The closing meeting is held",)
    assert "The closing meeting is held" not in str(found.parts[0].broad)


@pytest.mark.parametrize(
    ("results", "told"),
    [
        (("met", "met"), "Kept in every replication: 1;"),
        (("not met", "not met"), "not kept in any: 1;"),
        (("not assessable", "not assessable"), "cannot be assessed: 1."),
        (("met", "not met"), "next: 1;"),
        (("partly", "partly"), "next: 1;"),
        (("met", "not assessable"), "next: 1;"),
    ],
)
def test_principles_are_counted_by_what_all_replications_say(study, results, told):
    """Kept in some replications is not kept in all, and not assessable is not broken."""
    runs = tuple(replication(number, principles={"together": one}) for number, one in enumerate(results, 1))

    assert told in section(attrs.evolve(study, indicators=(), replications=runs)).answer


def test_counts_of_a_promise_are_added_over_replications(study):
    """Kept are those it applied to: what did not concern a case is taken out of the satisfied."""
    runs = (replication(1, rules={"x": (10, 5, 2, 3, 4)}), replication(2, rules={"x": (1, 0, 0, 1, 1)}))
    found = attrs.evolve(study, replications=runs)

    assert counted(found, "x") == (11, 4, 2, 5)
    assert counted(found, "y") is None


@pytest.mark.parametrize(("warm_up", "told"), [(0, False), (1440, True)])
def test_counts_say_that_they_hold_the_warm_up(study, warm_up, told):
    """Numbers of cases that do not give the share beside them say why."""
    found = attrs.evolve(study, indicators=(kept("opening_first", 0.5),), warm_up=warm_up)
    table = section(found).parts[0].table

    assert ("numbers of cases include the warm-up" in table.caption) is told


def test_reasons_say_that_they_are_of_the_first_replication(study, evaluation):
    """A number found in one replication is not passed off as that of the study."""
    table = section(attrs.evolve(study, evaluation=evaluation)).parts[-1]
    small = {row[0].text: row[0].small for row in table.rows}

    assert small["We begin together"].startswith("In the first replication: ")
    assert not small["Trust is felt"].startswith("In the first replication")
    assert small["Trust is felt"]


def test_nothing_judged_is_told(study):
    """A study without verdicts claims neither kept nor broken."""
    assert (
        section(attrs.evolve(study, indicators=(), replications=())).answer == "No promises or principles were judged."
    )
