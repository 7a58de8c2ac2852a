"""The small example that runs: the script of its folder takes a case to the meeting about goals."""

import os
import subprocess
import sys
from pathlib import Path

from collabmodel.check import check
from collabmodel.formats import load
from collabmodel.model import Severity

FOLDER = Path(__file__).parents[2] / "examples" / "absences"


def test_the_script_takes_a_case_to_the_meeting(tmp_path):
    """Whoever follows the pages from the script on has the case that they speak of."""
    program = tmp_path / "collabmodel"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m collabmodel "$@"\n')
    program.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "COLLABMODEL_STORE": f"sqlite:///{tmp_path}/cases.db",
    }

    found = subprocess.run(
        [FOLDER / "open-case.sh"], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (found.returncode, found.stderr) == (0, "")
    assert "Meeting about goals: done" in found.stdout.splitlines()[-1]


def test_both_versions_are_sound():
    """What people copy has no error in it."""
    for name in ("absences.yaml", "absences-2.yaml"):
        findings = check(load(FOLDER / name))

        assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
