"""A real spreadsheet program opens what is written, and means the same by it."""

import csv
import datetime as dt
import shutil
import subprocess

import openpyxl
import pytest
from workbooks import a_table, converted, written

from collabmodel.report import Column, Document, Measure, Section, Subject
from collabmodel.testing import a_document
from collabmodel_xlsx.texts import formula_like

COLUMNS = (
    Column(title="What"),
    Column(title="Number", measure=Measure.NUMBER),
    Column(title="Share", measure=Measure.SHARE),
    Column(title="Day", measure=Measure.DATE),
    Column(title="Time", measure=Measure.TIME, unit="Europe/Helsinki"),
)
NOON = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)
TEXTS = ("kept", "=1+1", "+2", "@SUM(A1)", "-1+2", "http://example.org", "007", "1.5", "Ärende ✓ \U0001f600", "a\nb")
TABLE = a_table(*COLUMNS, rows=tuple((text, n, n / 10, dt.date(2026, 3, 2), NOON) for n, text in enumerate(TEXTS)))
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def test_a_spreadsheet_program_means_the_same(tmp_path):
    """Opened by LibreOffice and saved as CSV, every cell says what was meant, and none would be a formula there."""
    (path,) = (one for one in converted(written(TABLE), tmp_path, EVERY_SHEET) if "Part" in one.name)
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines(keepends=True)))
    head = next(place for place, row in enumerate(rows) if row[0] == "What")
    found = rows[head + 1 : head + 1 + len(TEXTS)]

    assert rows[head][:5] == ["What", "Number", "Share", "Day", "Time (Europe/Helsinki)"]
    assert [row[0].removeprefix("'") for row in found] == list(TEXTS)
    assert [int(row[1]) for row in found] == list(range(len(TEXTS)))
    assert [float(row[2].removesuffix("%")) for row in found] == [n * 10 for n in range(len(TEXTS))]
    assert {(row[3], row[4][:16]) for row in found} == {("2026-03-02", "2026-07-01 15:00")}
    assert not any(formula_like(cell) for row in found for cell in row)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_no_text_is_cut_on_paper(tmp_path, paper):
    """Printed by LibreOffice, every word of a text without a table stands on the paper, and the foot keeps in order."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: apt-get install poppler-utils")
    words = [f"word{number}" for number in range(120)]
    document = Document(subject=Subject.COHORT, title="T" * 80, lang="en",
                        sections=(Section(id="a", title="Text", paragraphs=(" ".join(words),)),))  # fmt: skip
    (path,) = converted(written(document, organisation="O" * 80, paper=paper), tmp_path, "pdf")
    said = subprocess.run(["pdftotext", "-raw", str(path), "-"], check=True, capture_output=True, text=True).stdout

    assert [word for word in words if word not in said.split()] == []
    assert "Page 2 of 2" in said


@pytest.mark.nightly
def test_saving_once_more_keeps_every_cell(tmp_path):
    """Opened by LibreOffice and saved as a workbook again, types and values are the same."""
    content = written(TABLE)
    (path,) = (one for one in converted(content, tmp_path, "xlsx") if one.suffix == ".xlsx")
    before, after = openpyxl.load_workbook(tmp_path / "book.xlsx"), openpyxl.load_workbook(path)

    assert after.sheetnames == before.sheetnames
    for sheet in before:
        cells = [(cell.coordinate, cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert [(place, after[sheet.title][place].value) for place, _ in cells] == cells
    assert after["Part"].auto_filter.ref == before["Part"].auto_filter.ref


@pytest.mark.nightly
def test_every_kind_of_document_is_printed(tmp_path):
    """LibreOffice prints every sheet, and something stands on every page."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: apt-get install poppler-utils")
    (path,) = converted(written(a_document(rows=2_000)), tmp_path, "pdf")
    said = subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True, text=True).stdout

    pages = said.split("\f")[:-1]
    assert len(pages) > 20
    assert all(page.strip() for page in pages)
    assert "case-2000" in said
