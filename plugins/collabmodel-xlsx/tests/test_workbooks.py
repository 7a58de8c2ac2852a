"""Workbooks: typed cells, headings in sight, links that lead somewhere, charts, and the same bytes every time."""

import datetime as dt
import io
import zipfile
from zoneinfo import ZoneInfo

import pytest
from workbooks import a_table, opened, texts, written

from collabmodel.errors import ConfigError
from collabmodel.report import Column, Document, Measure, Section, Subject, Table
from collabmodel.testing import isolated_host
from collabmodel_xlsx import XlsxSettings, planning
from collabmodel_xlsx.writing import XlsxReporter

NUMBER = Column(title="Number", measure=Measure.NUMBER, unit="days")
SHARE = Column(title="Share", measure=Measure.SHARE)
DAY = Column(title="Day", measure=Measure.DATE)
TIME = Column(title="Time", measure=Measure.TIME, unit="Europe/Helsinki")
WHAT = Column(title="What")
NOON = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)


def local(*parts):
    """Give a time as a cell has it: without a zone."""
    return dt.datetime(*parts)  # noqa: DTZ001


def sheet_of(document, **settings):
    return opened(written(document, **settings)).worksheets[1]


def test_cells_are_what_they_are():
    """Numbers, shares, dates and times can be reckoned with; nothing is an empty cell."""
    rows = (("a", 3, 0.25, dt.date(2026, 3, 2), NOON), ("b", 2.5, None, None, None))
    sheet = sheet_of(a_table(WHAT, NUMBER, SHARE, DAY, TIME, rows=rows))
    first, second = ([sheet.cell(row, place) for place in range(1, 6)] for row in (4, 5))

    assert [cell.value for cell in first] == ["a", 3, 0.25, local(2026, 3, 2), local(2026, 7, 1, 15)]
    assert [cell.number_format for cell in first[1:]] == ["#,##0.0", "0.0%", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"]
    assert [cell.value for cell in second] == ["b", 2.5, None, None, None]


@pytest.mark.parametrize(
    ("zone", "heading", "hour"),
    [("", "Time (Europe/Helsinki)", 15), ("UTC", "Time (UTC)", 12), ("Asia/Tokyo", "Time (Asia/Tokyo)", 21)],
)
def test_times_are_local_and_the_heading_says_where(zone, heading, hour):
    """A time without its zone would be a riddle."""
    sheet = sheet_of(a_table(WHAT, TIME, rows=(("a", NOON),)), zone=zone)

    assert sheet["B3"].value == heading
    assert sheet["B4"].value.hour == hour


def test_times_without_a_zone_stay():
    """Nobody guesses a zone."""
    column = Column(title="Time", measure=Measure.TIME)
    sheet = sheet_of(a_table(WHAT, column, rows=(("a", local(2026, 7, 1, 12)),)))

    assert (sheet["B3"].value, sheet["B4"].value.hour) == ("Time", 12)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (dt.date(1899, 12, 31), "1899-12-31"),
        (dt.datetime.max.replace(tzinfo=dt.UTC), local(9999, 12, 31, 23, 59, 59)),
        (10**15, "1000000000000000"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (True, True),
        ("*", "*"),
    ],
)
def test_what_a_cell_cannot_hold_is_written_as_text(cell, expected):
    """No value is changed silently, and none breaks the file."""
    sheet = sheet_of(a_table(WHAT, NUMBER, rows=(("a", cell),)))

    found = sheet["B4"].value
    assert found == expected or (isinstance(found, dt.datetime) and abs(found - expected) < dt.timedelta(seconds=1))


def test_headings_stay_in_sight_and_rows_can_be_chosen():
    """Frozen headings, a filter, and headings on every printed page."""
    sheet = sheet_of(a_table(WHAT, NUMBER, rows=(("a", 1), ("b", 2)), paragraphs=("A lead.",)))

    assert sheet.freeze_panes == "A5"
    assert sheet.auto_filter.ref == "A4:B6"
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)


def test_long_text_stands_below_the_table():
    """Headings would not stay in sight below a screen of text."""
    sheet = sheet_of(a_table(WHAT, NUMBER, rows=(("a", 1),), paragraphs=("word " * 400,)))

    assert sheet["A3"].value == "What"
    assert str(sheet["A6"].value).startswith("word")


def test_the_cover_leads_to_every_part():
    """Each line of the contents leads to where its part begins."""
    sections = (
        Section(id="a", title="It's text: one", paragraphs=("Words.",)),
        Section(id="b", title="A 'table' [1]", table=Table(columns=(WHAT,), rows=(("x",),))),
        Section(id="c", title="More", level=2, paragraphs=("Other words.",)),
    )
    document = Document(subject=Subject.CASE, title="Whole", lang="en", made=NOON, sections=sections)
    book = opened(written(document, organisation="The agency"))
    cover = book.worksheets[0]
    links = {cell.value: cell.hyperlink.location for row in cover.iter_rows() for cell in row if cell.hyperlink}

    assert list(links) == ["It's text: one", "A 'table' [1]", "More"]
    for title, location in links.items():
        name, _, place = location.rpartition("!")
        assert book[name.strip("'").replace("''", "'")][place].value == title
    assert {"The agency", "2026-07-01 12:00 UTC"} <= set(texts(cover))


@pytest.mark.parametrize(("lang", "cover"), [("fi", "Kansi"), ("sv", "Omslag"), ("en", "Cover")])
def test_a_workbook_speaks_the_language_of_its_document(lang, cover):
    """Its own words and its dates are of that language, and its properties say which."""
    book = opened(written(a_table(WHAT, DAY, rows=(("a", dt.date(2026, 3, 2)),), lang=lang, made=NOON)))

    assert book.sheetnames[0] == cover
    assert book.worksheets[1]["B4"].number_format == ("d.m.yyyy" if lang == "fi" else "yyyy-mm-dd")
    assert book.custom_doc_props["Language"].value == lang
    assert (book.properties.title, book.properties.created) == ("Whole", NOON.replace(tzinfo=None))


def test_shares_get_a_chart():
    """Shares that make a whole are stacked; others are bars; nothing to draw is no chart."""
    parts = (Column(title="Kept", measure=Measure.SHARE), Column(title="Broken", measure=Measure.SHARE))
    whole = a_table(WHAT, *parts, rows=(("a", 0.25, 0.75), ("b", None, None), ("c", "*", "*")))
    (chart,) = sheet_of(whole)._charts
    (other,) = sheet_of(a_table(WHAT, *parts, rows=(("a", 0.5, 0.75),)))._charts

    assert (chart.grouping, len(chart.series)) == ("stacked", 2)
    assert (other.grouping, len(other.series)) == ("clustered", 1)
    assert sheet_of(a_table(WHAT, NUMBER, rows=(("a", 1),)))._charts == []
    assert sheet_of(a_table(WHAT, *parts, rows=(("a", None, None),)))._charts == []
    assert sheet_of(whole, charts=False)._charts == []


def test_a_chart_draws_only_so_many_rows():
    """A chart of a thousand bars shows nothing."""
    (chart,) = sheet_of(a_table(WHAT, SHARE, rows=tuple((f"r{n}", 0.5) for n in range(50))), chart_rows=10)._charts

    assert chart.series[0].val.numRef.f.endswith("$4:$B$13")


@pytest.mark.parametrize(("text", "apart"), [("short", False), ("A long account of what happened. " * 8, True)])
def test_a_chart_is_not_torn_in_two_on_paper(text, apart):
    """After a table of many lines a new page begins, whether it has many rows or high ones."""
    sheet = sheet_of(a_table(WHAT, SHARE, rows=tuple((text, 0.5) for _ in range(10))))

    assert [one.id for one in sheet.row_breaks.brk] == ([14] if apart else [])


def test_the_foot_of_a_page_cannot_be_steered():
    """Ampersands of titles are shown, not obeyed."""
    document = a_table(WHAT, rows=(("a",),))
    sheet = sheet_of(document, organisation="Home & away &[File] &R")

    assert "Home && away &&[File] &&R" in written_foot(written(document, organisation="Home & away &[File] &R"))
    assert sheet.title == "Part"


def written_foot(content):
    """Give the foot as it stands in the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return parts.read("xl/worksheets/sheet2.xml").decode().replace("&amp;", "&")


def test_the_same_document_gives_the_same_bytes_in_big_files_too(monkeypatch):
    """Rows that go through temporary files leave no trace of when."""
    monkeypatch.setattr("collabmodel_xlsx.writing.BIG", 10)
    document = a_table(WHAT, NUMBER, TIME, rows=tuple((f"row {n}", n, NOON) for n in range(200)))

    first, second = written(document), written(document)

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {one.date_time for one in parts.infolist()} == {(1980, 1, 31, 0, 0, 0)}
    assert len(opened(first).worksheets[1]["A"]) == 203


def test_nothing_is_fetched_from_outside():
    """A workbook has no link, picture or query that leads out of it."""
    with zipfile.ZipFile(io.BytesIO(written(a_table(WHAT, rows=(("http://example.org",),))))) as parts:
        related = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".rels"))

    assert b"External" not in related


def test_tables_that_do_not_fit_are_refused_all_at_once(monkeypatch):
    """A sheet holds so many rows and columns; nothing is cut off silently."""
    monkeypatch.setattr(planning, "MOST_ROWS", 60)
    monkeypatch.setattr(planning, "MOST_COLUMNS", 3)
    long, broad = Table(columns=(WHAT,), rows=(("a",),) * 61), Table(columns=(WHAT,) * 4)
    sections = (Section(id="long", title="L", table=long), Section(id="broad", title="B", table=broad))

    with pytest.raises(ConfigError) as refused:
        written(Document(subject=Subject.COHORT, title="Whole", lang="en", sections=sections))

    assert [str(one.place) for one in refused.value.problems] == ["section long", "section broad"]
    assert "61 rows" in str(refused.value)


@pytest.mark.parametrize(
    "settings",
    [{"zone": "Nowhere/Else"}, {"percent_decimals": 7}, {"decimals": -1}, {"chart_rows": 0}, {"paper": "a9"},
     {"organisation": "x" * 201}],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused(settings):
    """A mistake in the file of settings is told before anything is written."""
    with pytest.raises(ValueError, match=next(iter(settings))):
        XlsxSettings(**settings)


def test_the_host_opens_it():
    """It is found by its name and writes what the host gives it."""
    host = isolated_host("collabmodel_xlsx")

    assert isinstance(host.open_reporter("xlsx"), XlsxReporter)
    assert ZoneInfo(XlsxSettings(zone="Europe/Helsinki").zone).key == "Europe/Helsinki"
