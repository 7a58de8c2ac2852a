"""Studies and comparisons in a terminal."""

import attrs
import pytest

from collabmodel.report import comparison_text, study_text
from collabmodel.report.topics import Titles


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_lines_fit_into_a_terminal(study, comparison, lang):
    """Sentences wrap, long labels have a line of their own, and no line is wider than a hundred letters."""
    for text in (study_text(study, lang), study_text(study, lang, every=True), comparison_text(comparison, lang)):
        assert max(map(len, text.splitlines())) <= 100
        assert "\N{NO-BREAK SPACE}" not in text
        assert not any(line != line.rstrip() for line in text.splitlines())


def test_the_answers_come_first(study):
    """A reader sees the wait and the bottleneck before any column of figures."""
    lines = study_text(study).splitlines()

    assert lines[0] == "Town and clinic together"
    assert lines.index("How long do clients wait?") < lines.index("Waiting")
    assert any("Joint opening meeting" in line and "days (" in line for line in lines)


def test_every_figure_is_there_when_asked_for(study):
    """The short text leaves figures out; the long one has each of them."""
    short, long = study_text(study), study_text(study, every=True)

    assert "From request to start: Visit" not in short
    whole = " ".join(long.split())
    assert all(Titles.of(study, "en").figure(one) in whole for one in study.indicators)


def test_a_comparison_says_what_is_clear(comparison):
    """Each figure stands under both, with the difference and whether it is more than chance."""
    text = comparison_text(comparison)

    assert text.startswith("Social worker 4 → 5\n")
    assert "clearly more" in text
    assert "may be chance" in text
    assert "Luck differs here." in text
    assert "rules: one more" in text
    assert "not kept → kept" in text
    assert len(comparison_text(comparison, every=True)) > len(text)


def test_what_cannot_be_told_is_told_as_that(study, comparison):
    """No figure is left empty or called zero."""
    assert "cannot be told" in study_text(study, every=True)
    assert "cannot be told" in comparison_text(comparison, every=True)


def test_other_languages_get_english_words(study, comparison):
    """A language without words here gets English."""
    assert study_text(study, "smn") == study_text(study, "en")
    assert comparison_text(comparison, "smn") == comparison_text(comparison, "en")


def test_tables_for_notebooks_are_escaped(study, comparison):
    """A notebook shows figures as a plain table, and titles as text."""
    from lxml import html  # noqa: PLC0415 - beside its only use

    from collabmodel.model import Text  # noqa: PLC0415 - beside its only use

    bad = tuple(attrs.evolve(one, title=Text.of("<script>x</script>")) for one in study.indicators)
    for shown, number in (
        (attrs.evolve(study, indicators=bad)._repr_html_(), len(study.indicators)),
        (comparison._repr_html_(), len(comparison.indicators)),
    ):
        root = html.fromstring(shown)
        assert root.tag == "table"
        assert len(root.xpath("//tbody/tr")) == number
        assert root.xpath("//script") == []
    assert "stopped early" in attrs.evolve(study, complete=False)._repr_html_()
