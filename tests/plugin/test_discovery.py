"""What is installed is listed whatever lies beside it, and lists of plugins mean what they say."""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path

import pytest

from collabmodel.plugin.discovery import candidates

METADATA = b"Metadata-Version: 2.1\nName: Acme_SMS\nVersion: 1.2\n"
POINTS = b"[collabmodel]\nsms = acme_sms\n"


def a_distribution(folder: Path, name: str, points: bytes, metadata: bytes | None = METADATA) -> None:
    info = folder / f"{name}-1.2.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_bytes(points)
    if metadata is not None:
        (info / "METADATA").write_bytes(metadata)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch) -> Path:
    """A folder of the import path."""
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    return tmp_path


@pytest.mark.parametrize("points", [b"[collabmodel]\nsms\n", b"[collabmodel]\nsms = \xff\n"])
def test_a_list_that_cannot_be_read_takes_nobody_along(folder, caplog, points) -> None:
    """Of a distribution whose entry points cannot be read nothing is found, which is told; all others are."""
    usual = {(one.distribution, one.name) for one in candidates()}
    a_distribution(folder, "broken", points)
    a_distribution(folder, "acme_sms", POINTS)

    found = {(one.distribution, one.name) for one in candidates()}

    assert found == usual | {("acme-sms", "sms")}
    assert "entry points cannot be read" in caplog.text


def test_a_distribution_half_removed_has_no_name(folder) -> None:
    """Without name and version a plugin is still listed."""
    a_distribution(folder, "acme_sms", POINTS, metadata=None)

    (one,) = [one for one in candidates() if one.name == "sms"]

    assert (one.distribution, one.version) == ("", "")


@pytest.mark.parametrize("word", ["sms", "SMS", "acme-sms", "Acme_SMS", "acme.sms", "Acme__SMS:sms", "acme-sms : sms"])
def test_a_name_blocks_however_it_is_spelt(folder, word) -> None:
    """Names are compared as installers compare them, so that no spelling lets in what was to be kept out."""
    a_distribution(folder, "acme_sms", POINTS)
    entries = importlib.metadata.entry_points(group="collabmodel", name="sms")

    blocked, allowed, others = (
        candidates(entries, **lists)[0].blocked for lists in ({"block": [word]}, {"allow": [word]}, {"allow": ["x"]})
    )

    assert (blocked, allowed, others) == ("it is blocked", "", "it is not on the list of those allowed")
