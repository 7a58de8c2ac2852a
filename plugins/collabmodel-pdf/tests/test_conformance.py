"""The library's suite for reporters."""

from __future__ import annotations

from typing import Any

import pytest

from collabmodel.plugin import ReporterKind
from collabmodel.testing import ReporterConformance


class TestPdf(ReporterConformance):
    """PDF files pass the suite for reporters; each is looked at for what keeps it out of archives."""

    plugin = "collabmodel_pdf"
    rows = 1_000

    @pytest.fixture(autouse=True)
    def _readers(self, archive_faults: Any, text_of: Any, alternatives: Any) -> None:
        self.faults, self.reading, self.words = archive_faults, text_of, alternatives

    def reporter(self) -> ReporterKind[Any]:
        return self.hosted().reporter("pdf")

    def sound(self, content: bytes) -> None:
        assert self.faults(content) == []

    def text_of(self, content: bytes) -> str:
        return "\n".join([self.reading(content), *self.words(content)])
