"""Settings: what does not fit is refused at once, with its place."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from collabmodel.errors import ConfigError, FormatError
from collabmodel.plugin import read_settings
from collabmodel.testing import isolated_host
from collabmodel_pdf import OwnSection, PdfSettings
from collabmodel_pdf.colours import LEAST, contrast
from collabmodel_pdf.reporter import PdfReporter

COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map(lambda parts: "#{:02x}{:02x}{:02x}".format(*parts))
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def refused(act: Callable[[], object]) -> list[tuple[str, str]]:
    """Give place and fault of every problem that something is refused for."""
    with pytest.raises(ConfigError) as caught:
        act()
    return [(str(one.place), one.what) for one in caught.value.problems]


def test_all_that_does_not_fit_is_told_at_once() -> None:
    """Whoever writes settings mends them in one round."""
    found = refused(
        lambda: PdfSettings(
            logo="logo.svg",
            accent="#ffff00",
            footer="x" * 500,
            page_size="A3",
            font_files=("a.ttf",),
            before=(OwnSection(title=" "), OwnSection(title="B", text="b", lang="de")),
        )
    )

    assert [place.removeprefix("reporters.pdf.") for place, _ in found] == [
        "footer",
        "logo",
        "accent",
        "page_size",
        "font_files",
        "before[1].title",
        "before[1]",
        "before[2].lang",
    ]


def test_settings_are_read_from_a_file_of_settings() -> None:
    """Sections of one's own, files of letters and all else can be written in YAML."""
    text = """
reporters:
  pdf:
    organisation: Example Town
    accent: "#14506b"
    contents: false
    before: [{title: Read this first, text: "One.\\n\\nTwo."}]
"""
    found = read_settings(text).of("reporters", "pdf", PdfSettings)

    assert found.organisation == "Example Town"
    assert found.before == (OwnSection(title="Read this first", text="One.\n\nTwo."),)


def test_unknown_keys_are_told_with_line_and_column() -> None:
    """A misspelt setting is found where it stands."""
    with pytest.raises(FormatError) as caught:
        read_settings("reporters:\n  pdf:\n    acent: red\n").of("reporters", "pdf", PdfSettings)

    assert (caught.value.problems[0].place.line, caught.value.problems[0].hint) == (3, "did you mean 'accent'?")


@given(COLOURS)
def test_a_colour_is_taken_only_if_it_can_be_read(colour: str) -> None:
    """Text in the organisation's colour has the contrast that WCAG asks for."""
    try:
        PdfSettings(accent=colour)
    except ConfigError:
        assert contrast(colour, "#ffffff") < LEAST
    else:
        assert contrast(colour, "#ffffff") >= LEAST


@given(COLOURS, COLOURS)
def test_contrast_is_the_same_both_ways(first: str, second: str) -> None:
    """Contrast is from 1 to 21, whichever colour comes first."""
    assert 1 <= contrast(first, second) == contrast(second, first) <= 21


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"GIF89a", "a file of another kind"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "a picture that cannot be read"),
        (PIXEL[:30], "a picture that cannot be read"),
        (b"<svg>" + b" " * 600_000, "a file of more than 524,288 bytes"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "a drawing that is refused: element 'script'"),
    ],
)
def test_a_logo_is_looked_at_before_it_is_used(tmp_path: Path, content: bytes, what: str) -> None:
    """A file that is no plain picture, or too large, is told when the reporter is opened, not when it writes."""
    path = tmp_path / "logo"
    path.write_bytes(content)

    ((place, found),) = refused(lambda: PdfReporter(PdfSettings(organisation="T", logo=str(path))))

    assert place == "reporters.pdf.logo"
    assert found.startswith(what)


@pytest.mark.parametrize("side", [9_000, 10_000, 14_000], ids=lambda side: f"{side} a side")
def test_a_picture_of_too_many_pixels_is_refused(tmp_path: Path, side: int) -> None:
    """A small file that unfolds into a vast picture is not unfolded."""
    path = tmp_path / "vast.png"
    Image.new("1", (side, side)).save(path)

    assert refused(lambda: PdfReporter(PdfSettings(organisation="T", logo=str(path)))) == [
        ("reporters.pdf.logo", "more than 4,000,000 pixels")
    ]


def test_files_that_are_missing_or_none_are_told_together(tmp_path: Path) -> None:
    """A folder, a missing file and a file that is not text are each told at their setting."""
    (tmp_path / "own.txt").write_bytes(b"\xff\xfe\x00")
    settings = PdfSettings(
        organisation="T",
        logo=str(tmp_path),
        font="Mine",
        font_files=(str(tmp_path / "own.txt"),),
        after=(OwnSection(title="A", file=str(tmp_path / "own.txt")), OwnSection(title="B", file="nowhere.txt")),
    )

    assert refused(lambda: PdfReporter(settings)) == [
        ("reporters.pdf.after[1].file", "a file that is not UTF-8"),
        ("reporters.pdf.after[2].file", "no file is there"),
        ("reporters.pdf.logo", "no file is there"),
        ("reporters.pdf.font_files", "no file of letters"),
    ]


def test_letters_that_are_not_installed_are_told() -> None:
    """Another family in their place would change every page without a word."""
    settings = PdfSettings(font="No Such Family Anywhere")

    assert refused(lambda: PdfReporter(settings)) == [("reporters.pdf.font", "letters that are not installed")]


def test_letters_of_ones_own_are_held_in_the_file(some_letters: Path) -> None:
    """A family that is not installed is taken from its files."""
    pikepdf = pytest.importorskip("pikepdf")
    document = pytest.importorskip("collabmodel.testing").a_document()
    reporter = PdfReporter(PdfSettings(font="Own Letters", font_files=(str(some_letters),)))

    content = reporter.write(document)

    with pikepdf.open(__import__("io").BytesIO(content)) as pdf:
        names = {str(each.BaseFont) for each in pdf.objects if "/BaseFont" in getattr(each, "keys", tuple)()}
    assert any("Own-Letters" in name for name in names)


def test_letters_that_may_not_be_held_in_documents_are_refused(some_letters: Path, tmp_path: Path) -> None:
    """What a family's own rights forbid is not done."""
    with TTFont(some_letters) as font:
        font["OS/2"].fsType = 2
        font.save(tmp_path / "restricted.ttf")
    settings = PdfSettings(font="Own Letters", font_files=(str(tmp_path / "restricted.ttf"),))

    ((place, what),) = refused(lambda: PdfReporter(settings))

    assert (place, what) == ("reporters.pdf.font_files", "letters that say they may not be held in documents")


def test_own_sections_stand_where_and_in_the_language_they_are_meant_for(
    text_of: Callable[[bytes], str], tmp_path: Path
) -> None:
    """A letter in Finnish is not put into a Swedish report."""
    document = pytest.importorskip("collabmodel.testing").a_document(lang="sv")
    (tmp_path / "end.txt").write_text("Ring oss.\n\nVälkommen.", encoding="utf-8")
    before = (OwnSection(title="Saate", text="x", lang="fi"), OwnSection(title="Följebrev", text="Hej.", lang="sv"))
    after = (OwnSection(title="Kontakt", file=str(tmp_path / "end.txt")),)
    reporter = isolated_host("collabmodel_pdf").open_reporter("pdf", PdfSettings(before=before, after=after))

    said = text_of(reporter.write(document))

    assert "Saate" not in said
    assert said.index("Hej.") < said.index("Allt gick som avtalat.") < said.index("Ring oss.")


@pytest.mark.parametrize(
    "change",
    [
        lambda held: b"wOFF" + held[4:],
        lambda held: b"wOF2" + held[4:],
        lambda held: held[:300],
        lambda held: held[: len(held) // 2],
        lambda held: _shortened_table(held, b"OS/2"),
        lambda held: _shortened_table(held, b"head"),
    ],
    ids=["packed", "packed twice", "beginning", "half", "short traits", "short head"],
)
def test_broken_files_of_letters_are_refused(
    tmp_path: Path, some_letters: Path, change: Callable[[bytes], bytes]
) -> None:
    """What is packed, cut off or broken inside is told as no file of letters, or as letters that cannot be used."""
    path = tmp_path / "letters.ttf"
    path.write_bytes(change(some_letters.read_bytes()))

    ((place, _),) = refused(lambda: PdfReporter(PdfSettings(font="Town Sans", font_files=(str(path),))))

    assert place in {"reporters.pdf.font_files", "reporters.pdf.font"}


def _shortened_table(held: bytes, tag: bytes) -> bytes:
    """Say in the list of tables that one is four bytes long."""
    place = held.index(tag) + 12
    return held[:place] + (4).to_bytes(4, "big") + held[place + 4 :]
