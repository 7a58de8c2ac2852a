"""Models by content hash: cases run on the version they are pinned to, as long as the store lasts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from collabmodel.case import Tables, tables_of
from collabmodel.errors import CollabError, ConfigError, DamagedError, Place, Problem
from collabmodel.formats import content_hash, dump, load
from collabmodel.model import Kind, Model
from collabmodel.plugin import Store


def kept_model(store: Store, model_hash: str) -> Model:
    """
    Give a model that a store keeps, if it is still the one that was put there.

    Args:
        store: The store.
        model_hash: Its content hash.

    Raises:
        DamagedError: What the store has under this hash is not what was put there.
        KeyError: The store has no such model.
    """
    text = store.model(model_hash)
    if text is None:
        raise KeyError(model_hash)
    try:
        model = load(text)
        if content_hash(model) == model_hash:
            return model
    except CollabError:
        pass
    what = f"the model {model_hash[:12]} in the store is not what was put there"
    raise DamagedError([Problem(what=what, place=Place("store"), hint="put it back")])


class Shelf(Mapping[str, Model]):
    """
    The models that a store keeps, read and compiled once each.

    Args:
        store: The store.
        model: The model that new cases run on, or None where none are opened.

    Raises:
        ConfigError: The model is a set of values, on which no case runs.
        ModelError: The model cannot mean anything.
        StoreError: The store cannot keep it.
    """

    def __init__(self, store: Store, model: Model | None) -> None:
        self._store = store
        self._tables: dict[str, Tables] = {}
        self._current = None if model is None else self.add(model)

    @property
    def current(self) -> Tables:
        """
        The model that new cases run on.

        Raises:
            ConfigError: The desk was opened without one.
        """
        if self._current is None:
            hint = "open the desk with a model"
            raise ConfigError([Problem(what="no model to open cases on", place=Place("desk"), hint=hint)])
        return self._current

    def add(self, model: Model) -> Tables:
        """
        Keep a model in the store, and give its tables.

        Args:
            model: The model.

        Raises:
            ConfigError: It is a set of values, on which no case runs.
            ModelError: It cannot mean anything.
            StoreError: The store cannot keep it.
        """
        if model.kind is Kind.VALUES:
            hint = "name a cooperation model; values judge the cases of one"
            raise ConfigError([Problem(what="no case runs on a set of values", place=Place(model.id), hint=hint)])
        key = content_hash(model)
        if key not in self._tables:
            tables = tables_of(model)
            # A store that cannot be written may still be read; only what is new to it has to be put.
            if self._store.model(key) is None:
                self._store.put_model(key, dump(model, "json"))
            self._tables[key] = tables
        return self._tables[key]

    def tables(self, model_hash: str) -> Tables:
        """
        Give the tables of a model.

        Args:
            model_hash: Its content hash.

        Raises:
            DamagedError: What the store has under this hash is not what was put there.
            KeyError: The store has no such model.
        """
        found = self._tables.get(model_hash)
        if found is None:
            found = self._tables[model_hash] = tables_of(kept_model(self._store, model_hash))
        return found

    def __getitem__(self, model_hash: str) -> Model:
        """Give a model by its content hash."""
        return self.tables(model_hash).model

    def __iter__(self) -> Iterator[str]:
        """Give the hashes of the models read so far; the store may keep more."""
        return iter(sorted(self._tables))

    def __len__(self) -> int:
        """Give the number of models read so far."""
        return len(self._tables)
