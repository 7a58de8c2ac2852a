"""What every part of the suite needs of a store."""

from __future__ import annotations

import abc
import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from collabmodel.errors import StoreError
from collabmodel.plugin import Batch, Store
from collabmodel.testing.conformance.lacking import Lacking


class Suite(Lacking, abc.ABC):
    """
    How a store is opened, and what it lacks.

    ``lacks`` names what a store cannot do, each with a reason, which is shown where a test is skipped for it:
    ``"reopening"`` (closed and opened again), ``"sharing"`` (opened several times at once), ``"planting"`` (records
    that a newer release wrote), ``"fault points"``, ``"backup"``.
    """

    @abc.abstractmethod
    def open_store(self, folder: Path, at: Callable[[str], None] | None = None) -> Store:
        """
        Open the store of a folder, making it if it is not there.

        Args:
            folder: A folder for the store alone.
            at: To be called with the name of every fault point passed.
        """

    def plant(self, store: Store, folder: Path, case: str, type: str, schema: int) -> None:
        """
        Put a record of a type or version that a newer release would write at the end of a case, well chained.

        Args:
            store: The open store.
            folder: Its folder.
            case: Id of the case.
            type: Type name of the record.
            schema: Its version.
        """
        del store, folder, case, type, schema
        pytest.skip("the suite was not told how to plant a record")

    @contextlib.contextmanager
    def opened(self, folder: Path, at: Callable[[str], None] | None = None) -> Iterator[Store]:
        """
        Open the store and close it again.

        Args:
            folder: A folder for the store alone.
            at: To be called with the name of every fault point passed.
        """
        with contextlib.closing(self.open_store(folder, at)) as store:
            yield store


def refused(store: Store, batch: Batch) -> StoreError:
    """
    Append what must be refused, and give the error.

    Args:
        store: The store.
        batch: The batch.
    """
    with pytest.raises(StoreError) as caught:
        store.append(batch)
    return caught.value


def places(store: Store, case: str = "c1", after: int = 0) -> list[int]:
    """
    Give the places of a case's events as read.

    Args:
        store: The store.
        case: Id of the case.
        after: Place after which to begin.
    """
    return [recorded.seq for recorded in store.read(case, after)]
