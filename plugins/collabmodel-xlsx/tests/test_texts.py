"""Text is text: never a formula, a link or a number, never too long, never what no workbook may hold."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from workbooks import a_table, opened, texts, written

from collabmodel.report import Column
from collabmodel_xlsx.texts import LONGEST, clean, cut, formula_like, told, units

DANGEROUS = (
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\u200b=1",
    "\uff1d1+1",
    "|x",
    "=cmd|' /C calc'!A0",
)
TEXTS = st.text(st.characters(), max_size=300) | st.sampled_from(DANGEROUS).flatmap(
    lambda start: st.text(max_size=20).map(lambda rest: start + rest)
)


@settings(deadline=None, max_examples=60)
@given(st.lists(TEXTS, min_size=1, max_size=8), st.booleans())
@example(["_x0041_", "http://example.org", "mailto:a@b.c", "internal:'A'!B1", "12", "1.5e3", "TRUE"], True)
def test_text_comes_back_as_text(found, apostrophe):
    """Whatever a text is, the cell holds that text: no formula, no link, no number, and nothing else lost."""
    document = a_table(Column(title="What"), rows=tuple((text,) for text in found))
    sheet = opened(written(document, apostrophe=apostrophe))["Part"]
    cells = [sheet.cell(row, 1) for row in range(4, 4 + len(found))]

    for cell, text in zip(cells, found, strict=True):
        expected = told(text, apostrophe=apostrophe)
        assert (cell.value or "") == expected
        assert cell.data_type in {"s", "inlineStr", "n"} if not expected else cell.data_type == "s"
        assert cell.hyperlink is None
        if apostrophe:
            assert not formula_like(cell.value or "")
            assert expected.removeprefix("'") == clean(text).removeprefix("'")
        else:
            assert expected == clean(text)
            assert cell.quotePrefix or not formula_like(clean(text))


@pytest.mark.parametrize("text", DANGEROUS)
def test_texts_like_formulas_are_known(text):
    """Each way in which a formula may begin is seen, also behind what nobody sees."""
    assert formula_like(clean(text))


@pytest.mark.parametrize("text", ["", "-", "=", "a=1", "1-2", "kept", "'=1"])
def test_other_texts_are_left_alone(text):
    """What is no danger stays as it is."""
    assert told(text, apostrophe=True) == text


@given(st.text(max_size=60), st.integers(1, 40))
def test_a_text_is_cut_by_the_units_that_programs_count(text, most):
    """What is too long is cut with its note, and never in the middle of a sign."""
    found = cut(text, most, "~")

    assert units(found) <= most
    assert found == text if units(text) <= most else found.endswith("~") and text.startswith(found[:-1])


def test_a_long_text_is_cut_with_a_note():
    """A cell holds 32,767 units; what is lost is told."""
    sheet = opened(written(a_table(Column(title="What"), rows=(("\U0001f600" * 20_000,),))))["Part"]
    (found,) = (text for text in texts(sheet) if str(text).startswith("\U0001f600"))

    assert units(found) <= LONGEST
    assert found.endswith("[cut: a cell holds no more]")


def test_titles_and_origins_are_guarded_too():
    """Headings, names of sheets and the cover are text as well."""
    document = a_table(Column(title="=A1"), rows=(), title="=SUM(1)", paragraphs=("+1",), origin=(("@x", "=1+1"),))
    book = opened(written(document))

    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert not any(formula_like(str(text)) for sheet in book for text in texts(sheet))
