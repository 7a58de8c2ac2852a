"""Listing: case rows and the access log."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import pytest

from collabmodel.errors import StoreError
from collabmodel.plugin import Access, Store
from collabmodel.testing.builders import NOON, a_batch, a_row
from collabmodel.testing.conformance.suite import Suite

HOUR = dt.timedelta(hours=1)
READ = Access(at=NOON, case="c1", person="p-17", role="worker", what="case", purpose="care", reason="asked")
"""An entry of the access log."""


def _ids(store: Store, **wanted: object) -> list[str]:
    return [row.id for row in store.rows(**wanted)]  # type: ignore[arg-type]


class Listing(Suite):
    """What lists of cases and the access log promise."""

    def _three(self, store: Store) -> None:
        store.append(a_batch("c1", row=a_row("c1", due=NOON + HOUR, worker="p-17")))
        store.append(a_batch("c2", row=a_row("c2", status="closed", worker="p-17", guardian="p-2")))
        store.append(a_batch("c3", row=a_row("c3", due=NOON, guardian="p-2")))

    def test_rows_are_chosen_by_status_person_and_due_time(self, tmp_path: Path) -> None:
        """Each choice gives the cases that fit, by id, or by due time where that is asked."""
        with self.opened(tmp_path) as store:
            self._three(store)

            assert _ids(store) == ["c1", "c2", "c3"]
            assert _ids(store, status="open") == ["c1", "c3"]
            assert _ids(store, person="p-17") == ["c1", "c2"]
            assert _ids(store, person="p-2", status="open") == ["c3"]
            assert _ids(store, due_before=NOON + 2 * HOUR) == ["c3", "c1"]
            assert _ids(store, due_before=NOON + HOUR) == ["c3"]
            assert _ids(store, due_before=NOON + 2 * HOUR, person="p-17") == ["c1"]
            assert _ids(store, person="nobody") == []

    def test_rows_go_on_after_a_case(self, tmp_path: Path) -> None:
        """A list can be gone on with after any case, in its own order."""
        with self.opened(tmp_path) as store:
            self._three(store)

            assert _ids(store, after="c1") == ["c2", "c3"]
            assert _ids(store, status="open", after="c1") == ["c3"]
            assert _ids(store, due_before=NOON + 2 * HOUR, after="c3") == ["c1"]
            assert _ids(store, after="c3") == []

    def test_a_row_is_as_the_last_command_left_it(self, tmp_path: Path) -> None:
        """A row follows its case: status, due time and people change with each batch."""
        later = a_row("c1", status="closed", guardian="p-2")
        with self.opened(tmp_path) as store:
            store.append(a_batch("c1", row=a_row("c1", due=NOON, worker="p-17")))
            store.append(a_batch("c1", 1, row=later))

            assert store.row("c1") == later
            assert _ids(store, person="p-17") == _ids(store, status="open") == []
            assert _ids(store, due_before=NOON + HOUR) == []
            assert _ids(store, person="p-2") == ["c1"]
            assert store.row("c2") is None

    def test_rows_keep_everything(self, tmp_path: Path) -> None:
        """Links, roles held by several and times with their offsets come back equal."""
        here = dt.timezone(dt.timedelta(hours=2))
        row = attrs.evolve(
            a_row("c1", due=NOON.astimezone(here)),
            ending="agreed",
            roles=(("worker", "p-1"), ("worker", "p-2")),
            links=(("sibling", "c7"),),
        )
        with self.opened(tmp_path) as store:
            store.append(a_batch("c1", row=row))

            assert store.row("c1") == row

    def test_many_rows_come_page_by_page(self, tmp_path: Path) -> None:
        """A list of many cases is whole and in order."""
        with self.opened(tmp_path) as store:
            ids = [f"c{number:02}" for number in range(40)]
            for number, id in enumerate(ids):
                store.append(a_batch(id, row=a_row(id, due=NOON + (number % 3) * HOUR, worker="p-17")))

            assert _ids(store) == _ids(store, person="p-17") == _ids(store, status="open") == ids
            by_due = sorted(ids, key=lambda case: (int(case[1:]) % 3, case))
            assert _ids(store, due_before=NOON + 9 * HOUR) == by_due

    def test_the_access_log_keeps_every_entry_in_order(self, tmp_path: Path) -> None:
        """Each reading stands in the log as it was written, and can be asked for by case."""
        other = attrs.evolve(READ, case="c2", override=True, allowed=False, at=NOON + HOUR)
        with self.opened(tmp_path) as store:
            for access in (READ, other, READ):
                store.log_access(access)

            assert list(store.accesses()) == [READ, other, READ]
            assert list(store.accesses("c2")) == [other]
            assert list(store.accesses("c9")) == []
            assert list(store.verify()) == []

    @pytest.mark.parametrize("changes", [{"reason": "a\0"}, {"person": "\ud800"}, {"at": NOON.replace(tzinfo=None)}])
    def test_hostile_entries_are_refused(self, tmp_path: Path, changes: dict[str, object]) -> None:
        """The access log holds no text that another store could not, and no time without zone."""
        with self.opened(tmp_path) as store:
            with pytest.raises(StoreError):
                store.log_access(attrs.evolve(READ, **changes))  # type: ignore[arg-type]

            assert list(store.accesses()) == []
