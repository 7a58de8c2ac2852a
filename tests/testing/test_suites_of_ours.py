"""Our own notifier, reporter, format and checks pass the suites that everybody's must."""

from __future__ import annotations

import attrs

from collabmodel.adapters import MemoryStore
from collabmodel.adapters.console import ConsoleNotifier
from collabmodel.adapters.sqlite import SqliteStore
from collabmodel.check import CHECKS
from collabmodel.testing import (
    Arrival,
    CheckConformance,
    FaultyStore,
    FormatConformance,
    NotifierConformance,
    RecordingNotifier,
    ReporterConformance,
    StoreConformance,
)


class TestConsole(NotifierConformance):
    plugin = "collabmodel.adapters.console"

    def open_notifier(self, folder):
        self.stream = (folder / "lines.txt").open("w+", encoding="utf-8", newline="")
        return ConsoleNotifier(self.stream)

    def received(self, folder):
        self.stream.close()
        lines = (folder / "lines.txt").read_bytes().decode().split("\n")[:-1]
        return [Arrival(line.partition(" ")[0], line) for line in lines]


class TestRecording(NotifierConformance):
    def open_notifier(self, folder):
        del folder
        self.notifier = RecordingNotifier()
        return self.notifier

    def received(self, folder):
        del folder
        return [Arrival(one.id, repr(one.link)) for one in self.notifier.messages]

    def out_of_reach(self, folder):
        del folder
        return RecordingNotifier([ConnectionRefusedError("nobody listens")])

    def refusing(self, folder):
        del folder
        yield "planned", RecordingNotifier([PermissionError("no")])


class TestPlainText(ReporterConformance):
    plugin = "collabmodel.adapters.plain_text"

    def reporter(self):
        return self.hosted().reporter("text")

    def text_of(self, content):
        return content.decode()


class TestJsonLines(FormatConformance):
    plugin = "collabmodel.adapters.jsonl"

    def history_format(self):
        return self.hosted().history_format("cases.jsonl")


class TestChecks(CheckConformance):
    def checks(self):
        return [attrs.evolve(check, code=f"ours.{check.code}") for check in CHECKS]


class TestFaultyStore(StoreConformance):
    plugin = "collabmodel.adapters.memory_urls"
    lacks = {"sharing": "it lives in one process", "reopening": "nothing outlives it", "backup": "nothing to copy"}  # noqa: RUF012

    def open_store(self, folder, at=None):
        del folder
        return FaultyStore(MemoryStore(at=at))


class TestFaultySqlite(StoreConformance):
    plugin = "collabmodel.adapters.sqlite.urls"

    def open_store(self, folder, at=None):
        return FaultyStore(SqliteStore(folder / "cases.db", at=at))
