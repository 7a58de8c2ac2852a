"""
What every reporter must pass.

To override: ``reporter()``, which gives the kind of reporter. ``settings()`` gives the settings to open it with,
``sound(content)`` looks at each file with whatever opens such files, and ``text_of(content)`` gives the text that a
reader of the file sees. With ``plugin``, files are made once more in another process, later, in another time zone.
"""

from __future__ import annotations

import abc
import copy
import pickle
import time
from collections.abc import Sequence
from typing import Any, ClassVar

import pytest

from collabmodel.plugin import OpenReporter, Reporter, ReporterKind
from collabmodel.report import Document, Section, Table
from collabmodel.testing.conformance.elsewhere import elsewhere
from collabmodel.testing.conformance.hostile import HOSTILE_TEXTS
from collabmodel.testing.conformance.lacking import Plugged, objection
from collabmodel.testing.isolation import isolated_host
from collabmodel.testing.small_documents import a_document, documents_of, with_text

TICK = 2.1
"""Seconds after which a file that tells the time differs: some formats count by two seconds."""


class ReporterConformance(Plugged, abc.ABC):
    """
    The suite for reporters: subclass it, and say which kind yours is.

    A reporter lacks, each with a reason: ``"long tables"`` (10,000 rows within ``patience``).

    >>> class TestMine(ReporterConformance):
    ...     plugin = "collabmodel.adapters.plain_text"
    ...
    ...     def reporter(self):
    ...         return self.hosted().reporter("text")
    ...
    ...     def text_of(self, content):
    ...         return content.decode()
    """

    rows: ClassVar[int] = 10_000
    """Rows of a long table."""
    patience: ClassVar[float] = 60.0
    """Seconds within which a long table is written."""

    @abc.abstractmethod
    def reporter(self) -> ReporterKind[Any]:
        """Give the kind of reporter."""

    def settings(self) -> object:
        """Give the settings to open it with: by itself those of its class of settings without any."""
        return self.reporter().config()

    def sound(self, content: bytes) -> None:
        """
        Look that a file is one of its kind, with whatever opens such files; raise where it is not.

        Args:
            content: The whole file.
        """

    def text_of(self, content: bytes) -> str:
        """
        Give the text that a reader of the file sees, in reading order.

        Args:
            content: The whole file.
        """
        del content
        pytest.skip("the suite was not told how to read the text of a file")

    def opened(self) -> Reporter:
        """Open the reporter."""
        return self.reporter().open(OpenReporter(settings=self.settings()))

    def written(self, document: Document, reporter: Reporter | None = None) -> bytes:
        """
        Write a document, and look that the file is sound.

        Args:
            document: The document.
            reporter: With what; None to open one.
        """
        content = (reporter or self.opened()).write(document)

        assert type(content) is bytes
        assert content
        self.sound(content)
        return content

    def documents(self) -> Sequence[Document]:
        """Give documents about every subject that the reporter names, in every language."""
        return [document for subject in self.reporter().subjects for document in documents_of(subject)]

    def test_it_writes_every_subject_in_every_language(self) -> None:
        """What a reporter says it can report on it can, in all languages, and also where there is nothing to say."""
        assert self.reporter().subjects
        reporter = self.opened()
        for document in self.documents():
            self.written(document, reporter)

    def test_a_reader_finds_what_was_said(self) -> None:
        """Title, headings, sentences, words for drawings, and cells of tables stand in the file, in every language."""
        for document in self.documents():
            text = "".join(self.text_of(self.written(document)).split())
            missing = [word for word in said(document) if "".join(word.split()) not in text]

            assert missing == [], f"{document.subject.value} in {document.lang}"

    def test_the_same_document_gives_the_same_bytes(self) -> None:
        """A file can be made again and compared: by the same reporter, and by another one."""
        for document in self.documents():
            reporter = self.opened()
            first = self.written(document, reporter)

            assert self.written(document, reporter) == first
            assert self.written(document) == first

    def test_another_process_gives_the_same_bytes(self) -> None:
        """Neither the clock, the time zone nor the order in which words hash comes into a file."""
        self.hosted()
        kind, settings = self.reporter(), self.settings()
        documents = [a_document(subject) for subject in kind.subjects]
        files = [self.written(document) for document in documents]
        time.sleep(TICK)
        again = pickle.loads(elsewhere(made, self.plugin, kind.name, settings, documents))  # noqa: S301 - our own

        for document, content, other in zip(documents, files, again, strict=True):
            assert other == content, document.subject.value

    @pytest.mark.parametrize(("what", "text"), HOSTILE_TEXTS, ids=[what for what, _ in HOSTILE_TEXTS])
    def test_hostile_text_does_not_break_a_file(self, what: str, text: str) -> None:
        """Whatever stands in a document, the file is sound, or it is refused as a problem; the next one is written."""
        reporter = self.opened()
        for subject in self.reporter().subjects:
            error = objection(lambda of=subject: self.written(with_text(a_document(of), text), reporter))  # type: ignore[misc]

            assert error is None or error.problems, what
        self.written(a_document(self.reporter().subjects[0]), reporter)

    def test_parts_without_content_are_written(self) -> None:
        """A table without rows or columns, and a part without anything, break nothing."""
        subject = self.reporter().subjects[0]
        empty = (
            Section(id="rows", title="A", table=a_document(rows=0).sections[2].table),
            Section(id="columns", title="B", table=Table(columns=())),
            Section(id="all", title="C", level=6),
        )

        self.written(Document(subject=subject, title="D", lang="en", sections=empty))

    def test_a_long_table_is_written(self) -> None:
        """A year of a whole city fits in one table."""
        self.need("long tables")
        document = a_document(self.reporter().subjects[0], rows=self.rows)
        started = time.monotonic()
        content = self.written(document)

        assert time.monotonic() - started < self.patience
        assert len(content) > len(self.written(a_document(self.reporter().subjects[0], rows=1)))

    def test_the_document_stays_as_it_is(self) -> None:
        """Writing changes nothing of the document, which others write too."""
        for document in self.documents():
            same = copy.deepcopy(document)
            self.written(document)

            assert document == same


def said(document: Document) -> list[str]:
    """
    Give what a reader must find in a file: each word or sentence as the document has it, numbers and times aside.

    Args:
        document: The document.

    >>> said(a_document(rows=1))[:2]
    ['Reviews', '1 Reviews']
    """
    found = [document.title]
    for section in document.sections:
        found += [section.title, *section.paragraphs]
        if section.figure is not None:
            found.append(section.figure.alternative)
        if section.table is not None:
            found += [column.title for column in section.table.columns]
            found += [cell for row in section.table.rows for cell in row if isinstance(cell, str)]
    return found


def made(plugin: str, name: str, settings: object, documents: Sequence[Document]) -> bytes:
    """
    Write documents with a plugin that is alone in its host, and give the files, pickled.

    Args:
        plugin: Module of the plugin.
        name: Name of the reporter.
        settings: Its settings.
        documents: The documents.
    """
    reporter = isolated_host(plugin).open_reporter(name, settings)
    return pickle.dumps([reporter.write(document) for document in documents])
