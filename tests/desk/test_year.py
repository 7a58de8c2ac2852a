"""A year of the shipped model on a desk with a real SQLite file behaves as the model says, to the last verdict."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from small_cases import quick
from year_of_cases import SCRIPTS, START, Player, play

import collabmodel as cm
from collabmodel.case import Case, Reason, replay
from collabmodel.desk import Desk, history_of, open_desk
from collabmodel.plugin.stores import streamed

MODEL = cm.load("jyvaskyla-youth-reception")
END = START + dt.timedelta(days=500)


@attrs.frozen
class Year:
    """A year that was played."""

    desk: Desk
    players: list[Player]

    def live(self, id: str) -> Case:
        """Fold a case from what is stored."""
        return replay(MODEL, id, streamed(self.desk.store.read(id)))


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    now = [START]
    path: Path = tmp_path_factory.mktemp("year") / "cases.db"
    with open_desk(quick(path), MODEL, clock=lambda: now[0]) as desk:
        yield Year(desk, play(desk, lambda moment: now.__setitem__(0, moment), SCRIPTS))


def test_at_least_forty_cases_end_as_their_scripts_say(year: Year) -> None:
    """Every way through the model is walked by real commands, and every case ends in its own ending."""
    rows = {row.id: row for row in year.desk.store.rows()}

    assert len(rows) >= 40
    assert all(row.status == "closed" for row in rows.values())
    assert Counter(row.ending for row in rows.values()) == {
        "goals_reached": 18,
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
    """What evaluate says of the store is what each running case said of itself: verdicts, dues, evidence, flags."""
    history = history_of(year.desk.store, at=END)
    evaluation = cm.evaluate(MODEL, history, as_of=END)
    effective = history.effective(END)
    now = round(END.timestamp() * 1_000_000)
    columns = {column.rule: column for column in evaluation.columns if column.scope == "case"}

    compared = 0
    for number, id in enumerate(effective.cases):
        case = year.live(id)
        cells = case.record.monitors().cells(now, closed=case.status == "closed")
        base = effective.starts[number]
        for subject, cell in zip(case.record.program.subjects, cells, strict=True):
            column = columns[subject.id]
            verdict, activations = column.verdict[number], column.activations[number]
            assert (verdict, activations) == (cell.verdict.rank, cell.activations), (id, subject.id)
            for found, place in ((cell.activation, column.activation), (cell.decider, column.decider)):
                assert place[number] == (-1 if found < 0 else found + base), (id, subject.id)
            assert column.due[number] == (-1 if cell.due is None else cell.due), (id, subject.id)
            assert column.unknown.get(number, ()) == cell.unknown
            assert column.waived.get(number, "") == cell.waived
            compared += 1
    assert compared == len(effective.cases) * len(columns)


def test_a_case_folded_from_the_store_is_the_case_that_ran(year: Year) -> None:
    """Replaying what is stored gives the very state that the desk ended with."""
    for player in year.players:
        case = year.live(player.id)

        assert case.seq == player.seq
        assert case.status == "closed"


def test_nothing_is_damaged_after_a_year(year: Year) -> None:
    """Chains, heads, projections and the file itself verify."""
    assert list(year.desk.verify()) == []
