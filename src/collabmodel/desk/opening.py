"""Opening a desk on a store."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable

from collabmodel.desk.desk import Desk
from collabmodel.desk.live import LiveCases
from collabmodel.desk.office import Office
from collabmodel.desk.shelf import Shelf
from collabmodel.model import Model
from collabmodel.plugin import Host, Notifier, Store


def open_desk(  # noqa: PLR0913 - settings, each with a default that is right for nearly everybody
    store: str | Store,
    model: Model | None = None,
    *,
    clock: Callable[[], dt.datetime] | None = None,
    new_id: Callable[[], str] | None = None,
    notifier: str | Notifier | None = None,
    base_link: str = "",
    live: int = 256,
    at: Callable[[str], None] | None = None,
    host: Host | None = None,
) -> Desk:
    """
    Open a desk; leave it through ``with`` or ``close``.

    Args:
        store: URL of a store, such as ``"sqlite:///cases.db"``, or a store; the desk closes either.
        model: The model that new cases run on; None where none are opened. Cases stay pinned to the model that they
            were opened on, which the store keeps.
        clock: Gives the time, timezone-aware; None for the clock of this machine, in UTC.
        new_id: Gives a new id that nobody can guess; None for random ones.
        notifier: Tells people what the outbox holds when ``deliver`` is called: a notifier, or the name of one that is
            installed, such as ``"console"``; None for nobody.
        base_link: What the links of notifications begin with.
        live: How many cases are kept folded at most, >= 1.
        at: Called with the name of each fault point that is passed, for tests; None costs nothing.
        host: The plugins, whose observers are told of every change; None for those installed if the store or the
            notifier is named, and for none if both are given.

    Raises:
        ConfigError: The URL means no store, the name no notifier, or the model is a set of values.
        ModelError: The model cannot mean anything.
        PluginError: The plugin of the store or the notifier failed.
        StoreError: The store can be neither read nor written.

    >>> from collabmodel.case import Command
    >>> from collabmodel.history import Actor
    >>> from collabmodel.model import Role, Side
    >>> nurse = Actor(role="nurse", person="p1")
    >>> with open_desk("memory://", Model(id="m", roles=(Role(id="nurse", side=Side.PROFESSIONAL),))) as desk:
    ...     done = desk.open_case(by=nurse, id="c1").unwrap()
    ...     done.id, done.row.status
    ('c1', 'open')
    """
    # A caller that brings its own store and notifier plugs in by hand, and need not wait for a look around.
    named = isinstance(store, str) or isinstance(notifier, str)
    hosting = host or (Host.discover() if named else Host(()))
    told = hosting.open_notifier(notifier) if isinstance(notifier, str) else notifier
    opened = hosting.open_store(store) if isinstance(store, str) else store
    try:
        shelf = Shelf(opened, model)
    except BaseException:
        opened.close()
        raise
    office = Office(
        store=opened,
        shelf=shelf,
        live=LiveCases(opened, shelf, live),
        clock=clock or _now,
        new_id=new_id or _random_id,
        base_link=base_link,
        at=at or _nowhere,
        changed=hosting.case_changed if hosting.observed else None,
    )
    return Desk(office, told)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _random_id() -> str:
    return secrets.token_hex(16)


def _nowhere(name: str) -> None:
    """Do nothing at a fault point."""
