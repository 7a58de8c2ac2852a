"""How pages look: nothing runs over, everything stands in order, tables can be read on every page."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from collabmodel.report import Column, Document, Measure, Section, Subject, Table
from collabmodel.testing import a_document
from collabmodel_pdf import PdfSettings
from collabmodel_pdf.reporter import PdfReporter

WIDE = Table(
    columns=tuple(Column(title=f"Column {number}", measure=Measure.NUMBER) for number in range(14)),
    rows=tuple(tuple(range(row, row + 14)) for row in range(5)),
)
TALL = Table(columns=(Column(title="Who"), Column(title="What")), rows=(("a", "word " * 3_000), ("b", "z" * 900)))
WRITER = """
import pickle, sys
from collabmodel.testing import isolated_host
sys.stdout.buffer.write(isolated_host("collabmodel_pdf").open_reporter("pdf").write(pickle.load(sys.stdin.buffer)))
"""


def boxes(text_of: Callable[..., str], content: bytes) -> list[list[tuple[float, float, float, float, str]]]:
    """Give every word of every page with the box that it stands in, in points."""
    form = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
    pages = re.split(r"<page ", text_of(content, "-bbox"))[1:]
    return [[(*(float(side) for side in found[:4]), found[4]) for found in form.findall(page)] for page in pages]


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_nothing_stands_outside_the_margins(size: str, pictures: Callable[[bytes], list[Path]]) -> None:
    """Neither a table of many columns, nor a word without end, nor a long line runs over the edge of the paper."""
    sections = (
        *a_document(Subject.COHORT, "fi").sections,
        Section(id="wide", title="Wide", table=WIDE),
        Section(id="tall", title="Tall " * 60, paragraphs=("w" * 800,), table=TALL),
    )
    reporter = PdfReporter(PdfSettings(organisation="O" * 120, footer="F" * 160, page_size=size))
    content = reporter.write(Document(subject=Subject.COHORT, title="T" * 200, lang="en", sections=sections))

    for page in pictures(content):
        with Image.open(page) as picture:
            edge = round(10 / 25.4 * 50)
            inner = picture.crop((edge, 0, picture.width - edge, picture.height))
            blank = Image.new("L", picture.size, 255)
            blank.paste(inner, (edge, 0))
            assert blank.tobytes() == picture.tobytes(), page.name


def test_short_headings_are_not_broken(plain: PdfReporter, text_of: Callable[..., str]) -> None:
    """In a table of many columns the short words of headings stand whole, however much the other columns ask for."""
    heads = (
        "Bruten", "Öppen", "Hållen", "Går inte att säga", "Undantag beviljat", "Gällde inte", "Andel hållna",
        "Andel brutna", "Andel öppna",
    )  # fmt: skip
    columns = tuple(Column(title=head, measure=Measure.NUMBER) for head in heads)
    words = tuple(Column(title=title) for title in ("Löfte", "Anges i", "Bedöms över"))
    row = ("Efter att samtycket återkallats utbyts inga uppgifter", "Samarbetet med ungdomsmottagningen", "ett ärende")
    table = Table(columns=(*words, *columns), rows=((*row, *range(9)),) * 3)
    section = Section(id="rules", title="Regler", table=table)
    found = text_of(plain.write(Document(subject=Subject.COHORT, title="T", lang="sv", sections=(section,))), "-raw")

    assert [word for head in heads for word in head.split() if word not in found.split()] == []


def test_long_words_are_whole_where_there_is_room(plain: PdfReporter, text_of: Callable[..., str]) -> None:
    """Ordinary words of languages that write theirs together are broken only where a table has no room for them."""
    words = ("medarbetare på ungdomsmottagningen", "yhteistyökumppaneidemme", "socialarbetare")
    columns = tuple(Column(title=title) for title in ("Case", "Last day", "Left", "What", "Who answers", "More"))
    table = Table(columns=columns, rows=(("c1", "1.12.2026", "9", words[0], words[1], words[2]),) * 3)
    section = Section(id="due", title="Due", table=table)
    found = text_of(plain.write(Document(subject=Subject.CASE, title="T", lang="sv", sections=(section,))), "-raw")

    assert {*" ".join(words).split()} <= {*found.split()}


def test_words_do_not_lie_on_one_another(plain: PdfReporter, text_of: Callable[..., str]) -> None:
    """Columns, headings and page numbers keep clear of one another."""
    sections = (*a_document(Subject.CASE, "sv").sections, Section(id="wide", title="Wide", table=WIDE))
    content = plain.write(Document(subject=Subject.CASE, title="Reviews of a year", lang="sv", sections=sections))

    for page in boxes(text_of, content):
        for place, (left, top, right, bottom, word) in enumerate(page):
            for other in page[place + 1 :]:
                across = min(right, other[2]) - max(left, other[0])
                down = min(bottom, other[3]) - max(top, other[1])
                # Boxes of letters reach over their lines by what is left for accents and tails.
                assert across < 1 or down < 0.35 * (bottom - top), (word, other[4])


def test_text_is_read_in_the_order_in_which_it_was_said(branded: PdfReporter, text_of: Callable[..., str]) -> None:
    """Title, contents, sections, tables row by row, origin: a reader who hears the file hears it in this order."""
    said = " ".join(text_of(branded.write(a_document(Subject.COHORT, "en")), "-raw").split())
    wanted = [
        "Example Town",
        "Review of cases",
        "Reviews",
        "Contents",
        "Everything went as agreed.",
        "Waiting < 3 & > 1.",
    ]
    wanted += ["case-1", "12.5%", "2026-03-02", "case-2", "25%", "case-3", "Where this comes from", "talks"]
    places = [said.index(each) for each in wanted]

    assert places == sorted(places)


def test_headings_of_a_table_stand_on_each_of_its_pages(plain: PdfReporter, text_of: Callable[..., str]) -> None:
    """Whoever turns a page still knows what the columns are, and no row is lost or cut in two."""
    pages = text_of(plain.write(a_document(rows=150)), "-layout").split("\f")
    with_rows = [page for page in pages if "case-" in page]

    assert len(with_rows) >= 3
    assert all("Waiting" in page for page in with_rows)
    assert [int(found) for page in with_rows for found in re.findall(r"case-(\d+)", page)] == list(range(1, 151))


def test_a_row_that_is_taller_than_a_page_goes_on_on_the_next(plain: PdfReporter, text_of: Callable[..., str]) -> None:
    """No word of a long cell is lost."""
    section = Section(id="tall", title="Tall", table=TALL)
    said = text_of(plain.write(Document(subject=Subject.CASE, title="T", lang="en", sections=(section,))))

    assert len(re.findall(r"\bword\b", said)) == 3_000


@pytest.mark.parametrize(("lang", "word"), [("fi", "Sivu"), ("sv", "Sida"), ("en", "Page")])
def test_pages_are_numbered_in_the_documents_language(
    branded: PdfReporter, text_of: Callable[..., str], lang: str, word: str
) -> None:
    """Each page says which it is and how many there are, and whose it is."""
    pages = text_of(branded.write(a_document(Subject.CASE, lang, rows=60))).split("\f")[:-1]

    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert f"{word} {number}/{len(pages)}" in page
        assert "Families" in page
        assert "Example Town" in page


def test_contents_say_on_which_page_things_are(plain: PdfReporter, text_of: Callable[..., str]) -> None:
    """What the list of contents says of a page is so."""
    pages = text_of(plain.write(a_document(rows=120)), "-layout").split("\f")
    told = dict(re.findall(r"^\s*(\d.*?) ?\.{3,} *(\d+)$", pages[0], re.MULTILINE))

    assert told["2 Cases"] == "1"
    assert any("".join(line.split()) == "3-" for line in pages[int(told["3 -"]) - 1].splitlines())


def test_the_same_look_is_drawn_every_time(branded: PdfReporter, pictures: Callable[[bytes], list[Path]]) -> None:
    """The colour of the organisation is on the page, and as many pages come as did before."""
    content = branded.write(a_document(Subject.COHORT, "en", rows=20))

    found = pictures(content)

    assert len(found) == 2
    with Image.open(found[0]) as picture:
        dark = sum(1 for value in picture.tobytes() if value < 128)
        assert 0.005 < dark / (picture.width * picture.height) < 0.2


def test_another_process_writes_the_same_bytes(plain: PdfReporter) -> None:
    """A file can be made again years later and compared: no clock, no order of hashes, no zone comes into it."""
    document = a_document(Subject.PILOT, "fi")
    environ = {**os.environ, "PYTHONHASHSEED": "17", "TZ": "Pacific/Auckland", "SOURCE_DATE_EPOCH": "1"}

    done = subprocess.run(
        [sys.executable, "-c", WRITER], input=pickle.dumps(document), capture_output=True, check=True, env=environ
    )

    assert done.stdout == plain.write(document)
