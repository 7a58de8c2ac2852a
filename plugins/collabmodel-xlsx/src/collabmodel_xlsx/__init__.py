"""Reports of collabmodel as workbooks."""

from __future__ import annotations

from collabmodel.plugin import OpenReporter, Reporter, ReporterKind, hookimpl
from collabmodel_xlsx.settings import XlsxSettings

__all__ = ["XlsxSettings"]


def _opened(request: OpenReporter[XlsxSettings]) -> Reporter:
    # What writes workbooks is imported where it is needed: finding the plugin must cost little.
    from collabmodel_xlsx.writing import XlsxReporter  # noqa: PLC0415

    return XlsxReporter(request.settings)


@hookimpl
def collabmodel_register_reporters() -> tuple[ReporterKind[XlsxSettings], ...]:
    """Bring the reporter that writes workbooks."""
    summary = "a workbook with typed cells: a cover, a sheet for each table, charts of shares"
    return (ReporterKind(name="xlsx", summary=summary, config=XlsxSettings, open=_opened, suffix=".xlsx"),)
