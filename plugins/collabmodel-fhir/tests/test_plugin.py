"""The plugin is found, light, and read by the command line."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from fhir_samples import MODEL, wrote

import collabmodel as cm
from collabmodel.plugin import Host
from collabmodel_fhir import FhirConfig, formats


@pytest.mark.parametrize("name", ["cases.fhir.json", "CASES.FHIR.NDJSON"])
def test_the_host_finds_the_format(name):
    """An installed plugin has files of both endings, before those of the library."""
    found = Host.discover().history_format(name)

    assert found is not None
    assert (found.name, found.read is None, found.write is None) == ("fhir", False, False)


def test_importing_is_light():
    """Importing the plugin loads neither what reads and writes nor the official models."""
    heavy = ("fhir", "pydantic", "collabmodel_fhir.")
    code = f"import sys, collabmodel_fhir; print([one for one in sys.modules if one.startswith({heavy})])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "['collabmodel_fhir.config']"


def test_the_command_line_judges_a_bundle(shipped, model, tmp_path):
    """``collabmodel evaluate MODEL case.fhir.json`` gives what it gives for the history itself."""
    path = wrote(shipped, tmp_path / "cases.fhir.json", model)
    lines = tmp_path / "cases.jsonl"
    cm.write_history(shipped, lines)
    found, wanted = (
        subprocess.run([sys.executable, "-m", "collabmodel", "evaluate", MODEL, str(one), "--json"],
                       capture_output=True, text=True, check=False)
        for one in (path, lines)
    )  # fmt: skip

    assert (found.returncode, found.stderr) == (0, "")
    assert json.loads(found.stdout)["rules"] == json.loads(wanted.stdout)["rules"] != []


def test_formats_take_settings():
    """Whoever has addresses of their own registers what this gives."""
    assert [one.name for one in formats(FhirConfig(base="https://county.example.org/fhir"))] == ["fhir"]
