"""No input crashes a reader, hangs it, or makes it take more than 512 MiB."""

import contextlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collabmodel.errors import FormatError
from collabmodel.history import read_history, write_history

GOLDEN = Path(__file__).parents[1] / "golden" / "xes"
CALM = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def fuzzed(folder, history, seconds):
    """Run the mutations in a process of their own, and give how many files were tried and refused."""
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, path in enumerate(sorted([*GOLDEN.glob("*.*"), *(GOLDEN / "broken").glob("*.xes*")])):
        shutil.copy(path, corpus / f"{number}.{path.name.split('.', 1)[1]}")
    for form in ("csv", "jsonl", "xes", "jsonocel"):
        write_history(history, corpus / f"own.{form}")
    program = [sys.executable, str(Path(__file__).with_name("fuzzing.py")), str(folder), str(seconds), "1"]
    done = subprocess.run(program, capture_output=True, text=True, timeout=seconds + 60, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return [int(word) for word in done.stdout.split()]


def test_mutated_files_are_read_or_refused(tmp_path, history):
    """Seconds of mutated XES, CSV, JSON lines and OCEL end in a history or a FormatError."""
    runs, refused = fuzzed(tmp_path, history, 5)

    assert runs > 100
    assert 0 < refused < runs


@pytest.mark.nightly
def test_mutated_files_are_read_or_refused_for_long(tmp_path, history):
    """Ten minutes of mutated files end in histories or FormatErrors."""
    runs, refused = fuzzed(tmp_path, history, 600)

    assert 0 < refused < runs


@CALM
@pytest.mark.parametrize("suffix", ["xes", "csv", "jsonl", "json", "sqlite", "parquet"])
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path, suffix, content):
    """No bytes make a reader fail in any other way than by a FormatError."""
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(content)

    with contextlib.suppress(FormatError):
        assert read_history(path).starts[0] == 0
