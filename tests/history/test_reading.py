"""Files find their readers, and what is no file at all is told kindly."""

import subprocess
import sys

import pytest

from collabmodel.errors import ConfigError, FormatError
from collabmodel.history import HistoryBuilder, read_history, write_history
from collabmodel.history.reading import READERS


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_a_file_that_is_not_there_is_told(tmp_path, suffix):
    """Every reader refuses a missing file without a traceback."""
    with pytest.raises(FormatError, match="cannot be"):
        read_history(tmp_path / f"none{suffix}")


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_a_file_of_another_kind_is_told(written, suffix):
    """Every reader refuses a file of something else without a traceback."""
    with pytest.raises(FormatError):
        read_history(written(f"a{suffix}", b"\x89PNG\r\n\x1a\n\x00\x00 nothing of the kind"))


def test_unknown_endings_and_zones_are_told(tmp_path, written):
    """A kind of file without reader or writer, and a zone that is none, are mistakes of the call."""
    with pytest.raises(ConfigError, match="no reader"):
        read_history(tmp_path / "a.docx")
    with pytest.raises(ConfigError, match="no writer"):
        write_history(HistoryBuilder().finish(), tmp_path / "a.docx")
    for zone in ("Europe/Nowhere", "../../etc/passwd", "\0"):
        with pytest.raises(ConfigError, match="unknown time zone"):
            read_history(written("a.jsonl", ""), timezone=zone)


def test_reading_needs_no_heavy_library():
    """The room loads neither numpy nor pyarrow nor lxml by itself."""
    code = "import sys, collabmodel.history; print({'numpy', 'pyarrow', 'lxml', 'ruamel.yaml'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"


def test_a_missing_library_is_named(monkeypatch, written):
    """Without pyarrow the error says what to install."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)

    with pytest.raises(ConfigError, match=r'pip install "collabmodel\[tables\]"'):
        read_history(written("a.parquet", b""))
