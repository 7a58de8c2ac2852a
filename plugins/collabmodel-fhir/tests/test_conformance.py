"""The suite that every format of histories must pass."""

from __future__ import annotations

import pytest

from collabmodel.testing import FormatConformance


class TestFhir(FormatConformance):
    """Bundles and lines of resources lose nothing."""

    plugin = "collabmodel_fhir"
    cases = 400
    """A long history has 2,000 cases in the nightly set."""

    def history_format(self):
        return self.hosted().history_format("cases.fhir.json")


@pytest.mark.nightly
class TestFhirAtLength(TestFhir):
    """The same with 2,000 cases."""

    cases = 2_000
