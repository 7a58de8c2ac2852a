"""What the tests of workbooks share: reading them back by another library and by a real spreadsheet program."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from collabmodel.report import Cell, Column, Document, Section, Subject, Table
from collabmodel_xlsx import XlsxSettings
from collabmodel_xlsx.writing import XlsxReporter


def written(document: Document, **settings: object) -> bytes:
    return XlsxReporter(XlsxSettings(**settings)).write(document)


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def a_table(*columns: Column, rows: tuple[tuple[Cell, ...], ...], title: str = "Part", paragraphs: tuple[str, ...] = (),
            lang: str = "en", **more: object) -> Document:  # fmt: skip
    section = Section(id="part", title=title, paragraphs=paragraphs, table=Table(columns=columns, rows=rows))
    return Document(subject=Subject.COHORT, title="Whole", lang=lang, sections=(section,), **more)


def texts(sheet: object) -> list[object]:
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


def converted(content: bytes, folder: Path, ending: str) -> list[Path]:
    """Have LibreOffice open a workbook, headless and with a profile of its own, and write it as something else."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed: apt-get install libreoffice-calc")
    source, out = folder / "book.xlsx", folder / "out"
    source.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", "--convert-to", ending, "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return sorted(out.iterdir())
