"""What archives ask of a file, and that what looks for it finds what is planted."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import attrs
import pikepdf
import pytest
import weasyprint
from hypothesis import HealthCheck, example, given, settings

import collabmodel
from collabmodel.report import Document, Figure, Section, Subject, pilot_document
from collabmodel.testing import a_document
from collabmodel.testing.strategies import texts
from collabmodel_pdf.reporter import PdfReporter

SCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript)
SHIPPED = "jyvaskyla-youth-reception"
Faults = Callable[[bytes], list[str]]


@pytest.fixture(scope="session")
def pilot() -> Document:
    """Give the document of a shipped model that was checked but not simulated, with the library's own page."""
    model = collabmodel.load(SHIPPED)
    return pilot_document(model, findings=collabmodel.check(model), lang="fi")


def outline(content: bytes) -> list[tuple[int, str]]:
    """Give the bookmarks of a file with their depth."""
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_outline() as found:
        waiting = [(1, item) for item in found.root]
        listed = []
        while waiting:
            depth, item = waiting.pop(0)
            listed.append((depth, item.title))
            waiting[:0] = [(depth + 1, child) for child in item.children]
        return listed


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_a_report_is_fit_for_archives(branded: PdfReporter, archive_faults: Faults, lang: str) -> None:
    """Letters inside, structure, words for drawings, title, language: all that PDF/A-2a asks and can be seen here."""
    assert archive_faults(branded.write(a_document(Subject.COHORT, lang))) == []


def test_the_librarys_page_is_fit_for_archives(branded: PdfReporter, archive_faults: Faults, pilot: Document) -> None:
    """The page made for screens becomes a file for archives, with its drawings told in words."""
    content = branded.write(pilot)

    assert pilot.page
    assert archive_faults(content) == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.docinfo.Title) == pilot.title
        assert str(pdf.docinfo.Author) == "Example Town"
        assert str(pdf.Root.Lang) == "fi"


def test_boxed_terms_and_hidden_captions_keep_the_structure_in_order(
    plain: PdfReporter, archive_faults: Faults, text_of: Callable[[bytes], str]
) -> None:
    """What a page for screens may hold, and the structure of a file may not, is made plain; what can be seen stays."""
    page = (
        "<html><head><style>.vh { position: absolute; width: 1px }</style></head><body><h1>T</h1><main>"
        '<nav><h2>On this page</h2><ul><li><a href="#a">A</a></li></ul></nav>'
        '<section id="a"><h2>A</h2><dl class="answers"><div><dt>Who</dt><dd>everybody</dd></div></dl>'
        '<details><summary>More</summary><table><caption class="vh">Said above</caption><thead><tr>'
        '<th scope="col">X</th></tr></thead><tbody><tr><td>seen</td></tr></tbody></table></details>'
        "</section></main></body></html>"
    )

    content = plain.write(Document(subject=Subject.PILOT, title="T", lang="en", page=page))

    assert archive_faults(content) == []
    said = text_of(content)
    assert all(word in said for word in ("Contents", "Who", "everybody", "More", "seen"))


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(title="", words="\u0e33")  # drawn as two signs, of which one may be missing
@given(title=texts(), words=texts())
def test_any_text_gives_a_file_fit_for_archives(
    plain: PdfReporter, archive_faults: Faults, title: str, words: str
) -> None:
    """Whatever people type, the file keeps to what archives ask."""
    figure = attrs.evolve(a_document().sections[1].figure, alternative=words)
    sections = (Section(id="a", title=title, level=3, paragraphs=(words,), figure=figure), a_document().sections[2])

    content = plain.write(Document(subject=Subject.CASE, title=title, lang="fi", sections=sections))

    assert archive_faults(content) == []


def test_very_long_words_for_a_drawing_are_cut(plain: PdfReporter, archive_faults: Faults) -> None:
    """No text outside the pages is longer than files for archives allow."""
    figure = Figure(svg='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', alternative="ä" * 50_000)
    section = Section(id="a", title="b" * 20_000, figure=figure)

    content = plain.write(Document(subject=Subject.CASE, title="T", lang="en", sections=(section,)))

    assert archive_faults(content) == []


def test_signs_that_no_letters_have_are_written_out(plain: PdfReporter, text_of: Callable[[bytes], str]) -> None:
    """A sign that cannot be drawn is told by its number, in the text and at the head of pages; nothing is lost."""
    document = Document(subject=Subject.CASE, title="a \U0001f9d2\U0010fffd b", lang="en")

    said = text_of(plain.write(document))

    assert "a [U+1F9D2][U+10FFFD] b" in " ".join(said.split())


def test_bookmarks_follow_the_headings(plain: PdfReporter) -> None:
    """Whoever opens a file finds its parts beside it, nested as they stand in it, never deeper by more than one."""
    sections = tuple(Section(id=f"s{n}", title=f"S{n}", level=level) for n, level in enumerate((1, 2, 5, 1), 1))

    found = outline(plain.write(Document(subject=Subject.CASE, title="T", lang="en", sections=sections)))

    assert [one for one in found if one[1].startswith("S")] == [(2, "S1"), (3, "S2"), (4, "S3"), (2, "S4")]
    assert found[0] == (1, "T")


def test_headings_of_tables_say_what_they_head(plain: PdfReporter) -> None:
    """A reader who hears a table hears which column and which row a cell is of."""
    with pikepdf.open(io.BytesIO(plain.write(a_document()))) as pdf:
        scopes = [str(each.A.Scope) for each in pdf.objects if _kind(each) == "/TH"]

    assert scopes.count("/Column") == 7
    assert scopes.count("/Row") == 5


def test_heads_and_feet_of_pages_are_no_part_of_the_text(branded: PdfReporter) -> None:
    """A reader who hears a file does not hear the name of the organisation at every page."""
    with pikepdf.open(io.BytesIO(branded.write(a_document()))) as pdf:
        marked = [str(operands[0]) for operands, operator in pikepdf.parse_content_stream(pdf.pages[0])
                  if str(operator) == "BDC"]  # fmt: skip

    assert marked.count("/Artifact") >= 2


def test_what_looks_for_faults_finds_them(archive_faults: Faults) -> None:
    """A file that was never meant for archives, and one that was bent, are told apart from one that is fit."""
    ordinary = weasyprint.HTML(string="<html><body><h1>A</h1></body></html>").write_pdf()

    found = "; ".join(archive_faults(_untagged(ordinary)))

    assert "not marked as tagged" in found
    assert "no output intent" in found
    assert "no metadata" in found


@pytest.mark.parametrize(
    ("bend", "fault"),
    [
        (lambda pdf: pdf.Root.__delitem__("/Lang"), "no language"),
        (lambda pdf: pdf.Root.__setitem__("/OpenAction", pikepdf.Dictionary(S=pikepdf.Name.GoTo)), "has /OpenAction"),
        (lambda pdf: pdf.Root.__setitem__("/X", pdf.make_indirect(SCRIPT)), "a script"),
        (lambda pdf: _first(pdf, "/Type0").__delitem__("/ToUnicode"), "no map to text"),
        (lambda pdf: _first(pdf, "/CIDFontType2").FontDescriptor.__delitem__("/FontFile2"), "letters outside the file"),
        (lambda pdf: _element(pdf, "/Figure").__delitem__("/Alt"), "a drawing without words"),
        (lambda pdf: _element(pdf, "/TH").A.__delitem__("/Scope"), "without a scope"),
        (lambda pdf: _element(pdf, "/H2").__setitem__("/S", pikepdf.Name.H5), "heading 5 after heading 1"),
        (lambda pdf: _element(pdf, "/TR").__setitem__("/S", pikepdf.Name.P), "in TBody"),
        (lambda pdf: pdf.pages[0].contents_add(b"0 0 9 9 re f"), "outside what is marked"),
        (lambda pdf: pdf.attachments.__setitem__("a.txt", b"x"), "EmbeddedFile"),
    ],
)  # fmt: skip
def test_each_planted_fault_is_found(
    plain: PdfReporter, archive_faults: Faults, bend: Callable[[pikepdf.Pdf], object], fault: str
) -> None:
    """What looks for faults is not blind: each of these is told."""
    bent = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain.write(a_document()))) as pdf:
        bend(pdf)
        pdf.save(bent)

    assert fault in "; ".join(archive_faults(bent.getvalue()))


def _untagged(content: bytes) -> bytes:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.Root.StructTreeRoot = pikepdf.Dictionary(
            K=pikepdf.Array(), ParentTree=pikepdf.Dictionary(Nums=pikepdf.Array([0, pikepdf.Array()]))
        )
        pdf.save(held)
    return held.getvalue()


def _first(pdf: pikepdf.Pdf, subtype: str) -> pikepdf.Dictionary:
    return next(
        each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/Subtype") == subtype
    )


def _kind(found: object) -> str:
    return str(found.get("/S")) if isinstance(found, pikepdf.Dictionary) else ""


def _element(pdf: pikepdf.Pdf, kind: str) -> pikepdf.Dictionary:
    found = (each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == kind)
    return next(each for each in found if "/P" in each and (kind != "/TR" or each.P.S == "/TBody"))


@pytest.mark.nightly
@pytest.mark.parametrize("subject", list(Subject))
def test_the_reference_validator_finds_nothing(
    branded: PdfReporter, subject: Subject, tmp_path: Path, pilot: Document
) -> None:
    """veraPDF, which archives go by, takes the files as PDF/A-2a."""
    if shutil.which("verapdf") is None:
        pytest.skip("veraPDF is not installed; what it would say of these files is not known")
    path = tmp_path / "file.pdf"
    path.write_bytes(branded.write(pilot if subject is Subject.PILOT else a_document(subject, "fi")))

    done = subprocess.run(["verapdf", "--flavour", "2a", "--format", "text", path], capture_output=True, check=False)

    assert done.stdout.decode().startswith("PASS"), done.stdout.decode()
