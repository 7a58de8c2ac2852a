"""The search for residue: what it finds, in which forms, and what it refuses."""

from __future__ import annotations

import base64
import gzip
import json
import zipfile
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.errors import ConfigError
from collabmodel_crypto import residue, search_residue

WORDS = "Päivi met us"
FORMS = {
    "text": WORDS.encode(),
    "utf-16-le": WORDS.encode("utf-16-le"),
    "utf-16-be": WORDS.encode("utf-16-be"),
    "latin-1": WORDS.encode("latin-1"),
    "json": json.dumps(WORDS)[1:-1].encode(),
    "url": quote(WORDS).encode(),
    "hex": WORDS.encode().hex().encode(),
    "HEX": WORDS.encode().hex().upper().encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_found_where_it_stands(tmp_path, form):
    """A marker is found in each form in which programs write it, and the place is that of its first byte."""
    (tmp_path / "file.bin").write_bytes(b"\0" * 77 + FORMS[form] + b"\xff" * 9)
    (hit,) = [one for one in search_residue([WORDS], [tmp_path]) if one.offset == 77][:1]

    assert hit.marker == 1
    assert "Päivi" not in repr(hit)


@given(before=st.binary(max_size=9), after=st.binary(max_size=9), urlsafe=st.booleans())
def test_base64_is_found_behind_and_before_anything(before, after, urlsafe, tmp_path_factory):
    """Base64 writes the same bytes in three ways, by where they stand; each is found."""
    folder = tmp_path_factory.mktemp("residue")
    encode = base64.urlsafe_b64encode if urlsafe else base64.b64encode
    (folder / "file.txt").write_bytes(encode(before + b"\xfb\xffmarker\xbe" + after))

    assert search_residue([b"\xfb\xffmarker\xbe"], [folder]) != ()


def test_a_marker_across_two_reads_is_found_once(tmp_path, monkeypatch):
    """Whatever the file is read by, nothing falls between two parts and nothing is told twice."""
    (tmp_path / "file.bin").write_bytes(b"x" * 40 + WORDS.encode() + b"y" * 40)
    for chunk in range(1, 60):
        monkeypatch.setattr(residue, "CHUNK", chunk)

        assert [one.offset for one in search_residue([WORDS], [tmp_path])] == [40]


def test_packed_files_are_opened(tmp_path):
    """What lies in gzip or zip, as workbooks do, is found; what only looks packed is searched as it is."""
    with gzip.open(tmp_path / "a.gz", "wb") as file:
        file.write(WORDS.encode() * 3)
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", WORDS)
    (tmp_path / "c.gz").write_bytes(b"\x1f\x8b" + WORDS.encode())
    found = {one.path.removeprefix(str(tmp_path)) for one in search_residue([WORDS], [tmp_path])}

    assert found == {"/a.gz!gzip", "/b.xlsx!sheet.xml", "/c.gz"}


def test_what_would_show_nothing_is_refused(tmp_path):
    """A marker so short that chance finds it, and a path where nothing is, are told, all at once."""
    with pytest.raises(ConfigError) as caught:
        search_residue(["abc", WORDS], [tmp_path / "nowhere"])

    assert len(caught.value.problems) == 2


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    """Not having looked must not pass for having found nothing."""
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(ConfigError):
        search_residue([WORDS], [tmp_path / "loop"])
