"""The library's suite for reporters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
import pytest

from collabmodel.plugin import ReporterKind
from collabmodel.report import Document, Subject
from collabmodel.testing import ReporterConformance, a_document


class TestPdf(ReporterConformance):
    """PDF files pass the suite for reporters; each is looked at for what keeps it out of archives."""

    plugin = "collabmodel_pdf"
    rows = 400
    """A long table has 10,000 rows in the nightly set: setting one row takes some milliseconds."""

    @pytest.fixture(autouse=True)
    def _readers(self, archive_faults: Any, text_of: Any, alternatives: Any) -> None:
        self.faults, self.reading, self.words = archive_faults, text_of, alternatives

    def reporter(self) -> ReporterKind[Any]:
        """Give the kind, for one subject where the suite goes through all: how a file is set depends on none."""
        return attrs.evolve(self.hosted().reporter("pdf"), subjects=(Subject.CASE,))

    def sound(self, content: bytes) -> None:
        assert self.faults(content) == []

    def documents(self) -> Sequence[Document]:
        """Give each subject in one language, and one that says nothing."""
        made = [a_document(subject, lang) for subject, lang in zip(Subject, ("fi", "en", "sv", "fi"), strict=True)]
        return [*made, Document(subject=Subject.CASE, title="-", lang="en")]

    def text_of(self, content: bytes) -> str:
        return "\n".join([self.reading(content), *self.words(content)])


@pytest.mark.nightly
class TestPdfAtLength(TestPdf):
    """The same with every subject in every language, whatever texts they hold, and with 10,000 rows."""

    rows = 10_000
    patience = 900.0
    """Setting 10,000 rows, and looking through the file, took four and a half minutes on a machine that was busy."""

    def reporter(self) -> ReporterKind[Any]:
        return self.hosted().reporter("pdf")

    def documents(self) -> Sequence[Document]:
        return super(TestPdf, self).documents()
