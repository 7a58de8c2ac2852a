"""Reports of collabmodel as archivable PDF: PDF/A-2a, tagged, with bookmarks and the organisation's own look."""

from __future__ import annotations

from collabmodel.plugin import OpenReporter, Reporter, ReporterKind, hookimpl
from collabmodel_pdf.settings import OwnSection, PdfSettings

__all__ = ["OwnSection", "PdfSettings", "collabmodel_register_reporters"]


def _open(request: OpenReporter[PdfSettings]) -> Reporter:
    from collabmodel_pdf.reporter import PdfReporter  # noqa: PLC0415 - WeasyPrint is slow to import

    return PdfReporter(request.settings)


@hookimpl
def collabmodel_register_reporters() -> tuple[ReporterKind[PdfSettings], ...]:
    """
    Bring the reporter ``pdf``.

    >>> [kind.suffix for kind in collabmodel_register_reporters()]
    ['.pdf']
    """
    summary = "archivable PDF (PDF/A-2a), tagged, with bookmarks and the organisation's own look"
    return (ReporterKind(name="pdf", summary=summary, config=PdfSettings, open=_open, suffix=".pdf"),)
