"""A batch, sealed: the inner store checks, chains and keeps it like any other."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from collabmodel.errors import ErasedError, KeyUnavailableError
from collabmodel.plugin import Batch, Store
from collabmodel.plugin.storing import judged
from collabmodel_crypto.events import sealed_event
from collabmodel_crypto.holders import Holder, KeyStore, Kind, older
from collabmodel_crypto.key_file import INDEX
from collabmodel_crypto.people import ERASED, Hiding, Naming, named_in
from collabmodel_crypto.rows import sealed_message, sealed_row
from collabmodel_crypto.sealing import sealed_text


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

    def sealed(self, batch: Batch) -> Batch:
        """
        Seal a batch; keys that are new are on the disk before.

        Args:
            batch: The batch, checked.

        Raises:
            ConflictError: There is no such case yet, and the batch was decided on one.
            ErasedError: The case or somebody in it was erased.
            KeyUnavailableError: A key is missing.
        """
        self._keys.refresh()
        self._look(batch)
        names = {person for event in batch.events for person in named_in(event, self._naming)}
        names |= {person for _, person in batch.row.roles if person}
        erased = self._erased(names)
        living = sorted(names - erased.keys())
        wanted = [(Kind.STORE, INDEX), (Kind.CASE, batch.case), *((Kind.PERSON, name) for name in living)]
        index, case, *people = self._keys.need(wanted)
        handles = erased | {person.identity: person.handle for person in people}
        hiding = Hiding(handles, self._naming)
        mark = index.mark("key", batch.key)
        return attrs.evolve(
            batch,
            events=tuple(sealed_event(hiding.event(event), case, self._keys.held) for event in batch.events),
            key=mark,
            fingerprint=case.mark("fingerprint", batch.fingerprint),
            answer=sealed_text(case, batch.answer.encode(), "answer", batch.case, mark),
            row=sealed_row(batch.row, case, hiding, handles, batch.expected + len(batch.events)),
            messages=tuple(sealed_message(message, case, hiding) for message in batch.messages),
            sealed=True,
        )

    def _look(self, batch: Batch) -> Holder | None:
        """See that a case which goes on has keys: it must not be given others."""
        case = self._keys.find(Kind.CASE, batch.case)
        if case is None and batch.expected:
            if self._inner.head(batch.case) is not None:
                raise older()
            judged(batch, None, 0)
        return case

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
