"""Cases of collabmodel as FHIR R5 resources, and back."""

from __future__ import annotations

from collabmodel.history import History
from collabmodel.plugin import HistoryFormat, ReadHistory, WriteHistory, hookimpl
from collabmodel_fhir.config import FhirConfig

__all__ = ["FhirConfig", "formats"]


def formats(config: FhirConfig | None = None) -> tuple[HistoryFormat, ...]:
    """
    Give the format ``fhir``: a Bundle in one piece, or one resource a line.

    A host asks for formats without settings, so an organisation with addresses of its own registers what this gives,
    from a plugin of its own, instead of this plugin.

    Args:
        config: Addresses, and how much to tell; None for invented addresses and everything.

    >>> formats(FhirConfig(base="https://county.example.org/fhir"))[0].suffixes
    ('.fhir.json', '.fhir.ndjson')
    """
    used = config or FhirConfig()

    def read(request: ReadHistory) -> History:
        from collabmodel_fhir import reading  # noqa: PLC0415 - only when a file is read

        return reading.read(request, used)

    def write(request: WriteHistory) -> None:
        from collabmodel_fhir import writing  # noqa: PLC0415 - only when a file is written

        writing.write(request, used)

    summary = "cases as FHIR R5 resources, in a Bundle or one a line"
    return (HistoryFormat(name="fhir", summary=summary, suffixes=(".fhir.json", ".fhir.ndjson"), read=read,
                          write=write),)  # fmt: skip


@hookimpl
def collabmodel_register_history_formats() -> tuple[HistoryFormat, ...]:
    """Bring FHIR."""
    return formats()
