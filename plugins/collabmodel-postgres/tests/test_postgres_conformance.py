"""The store on PostgreSQL passes the suite for stores, with pages so small that every list has several."""

from __future__ import annotations

import psycopg
import pytest
from conftest import settings_of

from collabmodel.plugin import digest
from collabmodel.testing import StoreConformance
from collabmodel_postgres import accesses, grant, migrate, outbox, reading
from collabmodel_postgres.store import PostgresStore


class TestPostgres(StoreConformance):
    """The suite for stores, asked as the role of an application with no more than what is granted to it."""

    plugin = "collabmodel_postgres"

    @pytest.fixture(autouse=True)
    def on_server(self, server, app, monkeypatch):
        self.server, self.app, self.made = server, app, set()
        for module in (reading, outbox, accesses):
            monkeypatch.setattr(module, "PAGE", 7)

    def open_store(self, folder, at=None):
        settings = settings_of(folder)
        if folder not in self.made:
            self.made.add(folder)
            migrate(self.server.url(), settings)
            grant(self.server.url(), "app", settings)
        return PostgresStore(self.app, settings, at=at)

    def plant(self, store, folder, case, type, schema):
        head = store.head(case)
        chain = digest(head.digest, case, head.seq + 1, type, schema, b"{}")
        with psycopg.connect(self.server.url(), options=f"-c search_path={settings_of(folder).schema}") as raw:
            raw.execute(
                "INSERT INTO events (era, case_id, seq, type, schema, payload, digest) "
                "VALUES (1, %s, %s, %s, %s, %s, %s)",
                (case, head.seq + 1, type, schema, b"{}", chain),
            )
            raw.execute("UPDATE cases SET seq = %s, digest = %s WHERE id = %s", (head.seq + 1, chain, case))
            raw.execute(
                "INSERT INTO keys VALUES (%s, '', %s, %s, %s, %s, '')", (chain, case, *[head.seq + 1] * 2, chain)
            )


@pytest.mark.nightly
class TestPostgresAtFaultPoints(TestPostgres):
    """The suite for stores, with every append in a transaction of several messages, as at fault points."""

    def open_store(self, folder, at=None):
        return super().open_store(folder, at or (lambda _name: None))
