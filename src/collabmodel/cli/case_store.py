"""What every verb of ``collabmodel case`` needs: the store, the desk on it, and the models of its cases."""

from __future__ import annotations

import contextlib
import datetime as dt
import os.path
from collections.abc import Iterator
from urllib.parse import unquote

import attrs

from collabmodel import formats
from collabmodel.cli.hosting import host
from collabmodel.cli.stopping import stoppable
from collabmodel.desk import Desk, open_desk
from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.model import Model
from collabmodel.plugin import CaseRow, Notifier, Store
from collabmodel.reporting import Audience


@attrs.frozen(eq=False)
class Counter:
    """
    A desk as the command line uses it.

    Args:
        desk: The desk.
        lang: Language of the answers.
        models: Models read so far, by content hash.
    """

    desk: Desk
    lang: str
    models: dict[str, Model] = attrs.field(factory=dict)

    def row(self, case: str) -> CaseRow | None:
        """
        Give a case for lists, or None; nothing of it is to be shown without asking the desk.

        Args:
            case: Id of the case.
        """
        return self.desk.store.row(case)

    def model(self, model_hash: str) -> Model | None:
        """
        Give a model that the store keeps, or None.

        Args:
            model_hash: Its content hash.
        """
        if model_hash not in self.models:
            text = self.desk.store.model(model_hash)
            if text is None:
                return None
            self.models[model_hash] = formats.load(text)
        return self.models[model_hash]

    def audience(self, model: Model | None) -> Audience:
        """
        Give for whom cases of a model are shown.

        Args:
            model: The model, or None where it is not at hand.
        """
        return Audience.of(model or Model(id="none"), self.lang)


@contextlib.contextmanager
def at_counter(
    store: str | None,
    lang: str,
    *,
    model: Model | None = None,
    case: str = "",
    new: bool = False,
    notifier: Notifier | None = None,
) -> Iterator[Counter]:
    """
    Open the desk on a store, with the model of one case where no other is named.

    Args:
        store: URL of the store, or None where nobody named one.
        lang: Language of the answers.
        model: The model that new cases run on, or None.
        case: The case that is meant, or empty.
        new: Whether a store that is not there is made.
        notifier: Tells people, or None.

    Raises:
        ConfigError: No store is named, or none is there.
        PluginError: The store's plugin failed.
        StoreError: The store can be neither read nor written.
    """  # fmt: skip
    url = known_store(store, new=new)
    opened = host().open_store(url, create=new)
    try:
        own = model or _model_of(opened, case)
        desk = open_desk(opened, own, clock=clock, notifier=notifier, host=host())
    except BaseException:
        opened.close()
        raise
    with desk, stoppable():
        yield Counter(desk, lang, {} if own is None else {formats.content_hash(own): own})


def clock() -> dt.datetime:
    """Give the time of this machine, in UTC: the one clock of the command line."""
    return dt.datetime.now(dt.UTC)


def _model_of(store: Store, case: str) -> Model | None:
    row = store.row(case) if case else None
    text = None if row is None else store.model(row.model_hash)
    return None if text is None else formats.load(text)


def known_store(store: str | None, *, new: bool = False) -> str:
    """
    Give the URL of a store that is there.

    Args:
        store: The URL, or None where nobody named one.
        new: Whether one that is not there will be made.

    Raises:
        ConfigError: No store is named, or none is there.
    """
    if not store:
        hint = "name one with --store sqlite:///cases.db, or set COLLABMODEL_STORE"
        raise ConfigError([Problem(what="no store", place=Place("--store"), hint=hint)])
    scheme, _, rest = store.partition(":///")
    path = unquote(rest.partition("?")[0])
    # A mistyped name must not leave an empty store behind and answer that there are no cases.
    if not new and scheme == "sqlite" and path and not os.path.lexists(path):
        hint = "`collabmodel case open` makes one"
        raise ConfigError([Problem(what="no store is there", place=Place(path), hint=hint)])
    return store
