"""The suite that every format of histories must pass."""

from __future__ import annotations

from collabmodel.testing import FormatConformance


class TestFhir(FormatConformance):
    """Bundles and lines of resources lose nothing."""

    plugin = "collabmodel_fhir"

    def history_format(self):
        return self.hosted().history_format("cases.fhir.json")
