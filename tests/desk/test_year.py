"""A year of the shipped model on a desk with a real store behaves as the model says, to the last verdict."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest
from small_cases import quick
from year_of_cases import SCRIPTS, START, Player, play, second_version

import collabmodel as cm
from collabmodel.case import Case, Reason, replay_across
from collabmodel.desk import Desk, evaluate_store, open_desk
from collabmodel.evaluate.result import RuleColumn
from collabmodel.formats import content_hash
from collabmodel.plugin import Store
from collabmodel.plugin.stores import streamed
from collabmodel.rules import Cell

MODEL = cm.load("jyvaskyla-youth-reception")
END = START + dt.timedelta(days=500)


@attrs.frozen
class Year:
    """A year that was played."""

    desk: Desk
    players: list[Player]

    def live(self, id: str) -> Case:
        """Fold a case from what is stored."""
        models = {content_hash(one): one for one in (MODEL, second_version(MODEL))}
        return replay_across(models, id, streamed(self.desk.store.read(id)))


@pytest.fixture(scope="module")
def opener() -> Callable[[Path], Store]:
    """Open a store at a path; a plugin that brings a store plays the year on it."""
    return quick


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory, opener: Callable[[Path], Store]) -> Iterator[Year]:
    now = [START]
    path: Path = tmp_path_factory.mktemp("year") / "cases.db"
    with open_desk(opener(path), MODEL, clock=lambda: now[0]) as desk:
        yield Year(desk, play(desk, MODEL, lambda moment: now.__setitem__(0, moment), SCRIPTS))


def test_at_least_forty_cases_end_as_their_scripts_say(year: Year) -> None:
    """Every way through the model is walked by real commands, and every case ends in its own ending."""
    rows = {row.id: row for row in year.desk.store.rows()}

    assert len(rows) >= 40
    assert all(row.status == "closed" for row in rows.values())
    assert Counter(row.ending for row in rows.values()) == {
        "goals_reached": 22,
        "referral_declined": 6,
        "no_show_limit": 5,
        "not_reached": 5,
        "consent_withdrawn": 5,
        "resolved_by_family": 4,
    }


def test_every_refusal_has_the_reason_that_its_script_expects(year: Year) -> None:
    """What a practitioner is refused in a year, with the reason of each; the scripts assert them one by one."""
    found = Counter(reason for player in year.players for _, reason in player.refusals)

    assert set(found) >= {
        Reason.CLOSED, Reason.CONSENT, Reason.CORRECTION, Reason.DATA, Reason.DONE, Reason.ENDING, Reason.ENTRY,
        Reason.GATE, Reason.LEAD, Reason.NOT_PLANNED, Reason.PHASE, Reason.QUORUM, Reason.ROLE,
    }  # fmt: skip


def test_evaluation_of_the_store_gives_the_verdicts_of_the_live_monitors(year: Year) -> None:
    """What evaluation by the version in force says is what each running case said of itself, to the last cell."""
    now = round(END.timestamp() * 1_000_000)
    compared = 0
    for found in evaluate_store(year.desk.store, at=END):
        columns = {column.rule: column for column in found.evaluation.columns if column.scope == "case"}
        history = found.evaluation.history
        for number, id in enumerate(history.cases):
            case = year.live(id)
            cells = case.record.monitors().cells(now, closed=case.status == "closed")
            base = history.starts[number]
            assert case.model_hash == found.model_hash
            for subject, cell in zip(case.record.program.subjects, cells, strict=True):
                column = columns[subject.id]
                assert same(column, number, cell, base), (id, subject.id)
                compared += 1

    assert compared >= 40 * len(MODEL.rules)


def same(column: RuleColumn, number: int, cell: Cell, base: int) -> bool:
    """Tell whether a cell of a column is what a live monitor found."""
    places = ((cell.activation, column.activation), (cell.decider, column.decider))
    return (
        (column.verdict[number], column.activations[number]) == (cell.verdict.rank, cell.activations)
        and all(column_[number] == (-1 if at < 0 else at + base) for at, column_ in places)
        and column.due[number] == (-1 if cell.due is None else cell.due)
        and column.unknown.get(number, ()) == cell.unknown
        and column.waived.get(number, "") == cell.waived
    )


def test_cases_are_judged_by_the_version_they_were_moved_to(year: Year) -> None:
    """Only the moved cases have the new version's rule, and none was lost on the way."""
    by_version = {one.model.version: one.evaluation for one in evaluate_store(year.desk.store, at=END)}

    assert set(by_version) == {MODEL.version, "2"}
    assert len(by_version["2"].history.cases) == 4
    rules = {version: {column.rule for column in found.columns} for version, found in by_version.items()}
    assert rules["2"] - rules[MODEL.version] == {"contact_follows_the_opening"}


def test_a_case_folded_from_the_store_is_the_case_that_ran(year: Year) -> None:
    """Replaying what is stored gives the very state that the desk ended with."""
    for player in year.players:
        case = year.live(player.id)

        assert case.seq == player.seq
        assert case.status == "closed"


def test_nothing_is_damaged_after_a_year(year: Year) -> None:
    """Chains, heads, projections and the file itself verify."""
    assert list(year.desk.verify()) == []
