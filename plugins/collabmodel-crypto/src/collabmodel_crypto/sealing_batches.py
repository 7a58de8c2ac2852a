"""A batch, sealed: the inner store checks, chains and keeps it like any other."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

import attrs

from collabmodel.errors import ErasedError, KeyUnavailableError, StoreError
from collabmodel.plugin import Batch, CaseRow, Store
from collabmodel.plugin.storing import LONGEST_ID, LONGEST_RECORD, encoded, is_unholdable, judged
from collabmodel_crypto.events import sealed_event
from collabmodel_crypto.holders import Holder, KeyStore, Kind, older
from collabmodel_crypto.key_file import INDEX
from collabmodel_crypto.people import ERASED, Hidden, Hiding, Naming, named_in
from collabmodel_crypto.rows import sealed_message, sealed_row
from collabmodel_crypto.sealing import sealed_text

MOST_ROWS = 512
"""Sealed rows kept in memory at most: one that did not change is handed over as it was."""
_NEAR = LONGEST_RECORD - 65_536
"""Bytes from which on a record is measured with its persons in their places."""
_MISSHAPED = (TypeError, AttributeError, ValueError, RecursionError)


@attrs.frozen(kw_only=True)
class _Hidden:
    """A batch on its way: its events with handles for persons, the handles, and its keys."""

    index: Holder
    case: Holder
    handles: dict[str, str]
    hiding: Hiding
    events: tuple[Hidden, ...]
    records: tuple[tuple[str, int, bytes], ...]


class Sealer:
    """
    Seals batches.

    Args:
        inner: The store that they are for.
        keys: Where the keys are.
        naming: Where persons stand in the data of events.
    """

    def __init__(self, inner: Store, keys: KeyStore, naming: Naming) -> None:
        self._inner = inner
        self._keys = keys
        self._naming = naming
        self._rows: OrderedDict[str, tuple[Holder, CaseRow, CaseRow]] = OrderedDict()

    def sealed(self, batch: Batch) -> Batch:
        """
        Check and seal a batch; keys that are new are on the disk before.

        Args:
            batch: The batch.

        Raises:
            ConflictError: There is no such case yet, and the batch was decided on one.
            ErasedError: The case or somebody in it was erased.
            KeyUnavailableError: A key is missing.
            StoreError: Something in it cannot be stored; everything that is wrong.
        """
        found = self._hidden(batch)
        case, hiding, mark = found.case, found.hiding, found.index.mark("key", batch.key)
        return Batch(
            case=batch.case,
            expected=batch.expected,
            events=tuple(
                sealed_event(hidden, record, case, self._keys.held)
                for hidden, record in zip(found.events, found.records, strict=True)
            ),
            key=mark,
            fingerprint=case.mark("fingerprint", batch.fingerprint),
            answer=sealed_text(case, batch.answer.encode(), "answer", batch.case, mark),
            row=self._row(batch.row, case, hiding, found.handles),
            messages=tuple(sealed_message(message, case, hiding) for message in batch.messages),
            sealed=True,
        )

    def _hidden(self, batch: Batch) -> _Hidden:
        """Check a batch once, in the form in which it is sealed; what is wrong with it is told of it as it was."""
        try:
            names = self._names(batch)
            found = self._with_handles(batch, names)
        except ErasedError:
            raise
        except _MISSHAPED:
            encoded(batch)
            raise
        large = any(len(payload) > _NEAR for _, _, payload in found.records)
        if large or any(hidden.told for hidden in found.events):
            encoded(batch)
        return found

    def _names(self, batch: Batch) -> set[str]:
        """Give the persons of a batch; whatever could not be a name of keys is refused first."""
        names = {person for event in batch.events for person in named_in(event, self._naming)}
        names |= {person for _, person in batch.row.roles if person}
        together = "".join((*names, batch.case, batch.key))
        if not batch.case or is_unholdable(together) or max(map(len, (*names, batch.case))) > LONGEST_ID:
            encoded(batch)
        return names

    def _with_handles(self, batch: Batch, names: set[str]) -> _Hidden:
        self._keys.refresh()
        self._look(batch)
        erased = self._erased(names)
        living = sorted(names - erased.keys())
        wanted = [(Kind.STORE, INDEX), (Kind.CASE, batch.case), *((Kind.PERSON, name) for name in living)]
        index, case, *people = self._keys.need(wanted)
        handles = erased | {person.identity: person.handle for person in people}
        hiding = Hiding(handles, self._naming)
        events = tuple(hiding.event(event) for event in batch.events)
        shown = Batch(
            case=batch.case, expected=batch.expected, events=tuple(hidden.event for hidden in events), key=batch.key,
            fingerprint=batch.fingerprint, answer=batch.answer, row=batch.row, messages=batch.messages,
        )  # fmt: skip
        try:
            records = encoded(shown)
        except StoreError:
            encoded(batch)
            records = encoded(attrs.evolve(shown, sealed=True))
        return _Hidden(index=index, case=case, handles=handles, hiding=hiding, events=events, records=records)

    def _row(self, row: CaseRow, case: Holder, hiding: Hiding, handles: dict[str, str]) -> CaseRow:
        kept = self._rows.get(row.id)
        if kept is not None and kept[0] is case and kept[1] == row:
            return kept[2]
        made = sealed_row(row, case, hiding, handles)
        self._rows[row.id] = (case, row, made)
        self._rows.move_to_end(row.id)
        if len(self._rows) > MOST_ROWS:
            self._rows.popitem(last=False)
        return made

    def _look(self, batch: Batch) -> None:
        """See that a case which goes on has keys: it must not be given others."""
        case = self._keys.find(Kind.CASE, batch.case)
        if case is None and batch.expected:
            if self._inner.head(batch.case) is not None:
                raise older()
            judged(batch, None, 0)

    def _erased(self, names: Iterable[str]) -> dict[str, str]:
        """Give the handles of persons who were erased, by what stands for them in what is read."""
        found = {}
        for name in names:
            sign, _, handle = name.partition("-")
            if sign == ERASED and handle:
                try:
                    self._keys.held(handle)
                except ErasedError:
                    found[name] = handle
                except KeyUnavailableError:
                    continue
        return found
