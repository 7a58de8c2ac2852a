"""Figures in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.report import figures
from collabmodel.report.figures import Clarity
from collabmodel.simulate.results import Contrast, Indicator

NB, DASH, MINUS = "\N{NO-BREAK SPACE}", "\N{EN DASH}", "\N{MINUS SIGN}"
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)


def contrast(difference, low, high, unit="days"):
    return Contrast(id="wait:x", unit=unit, a=1.0, b=2.0, difference=difference, low=low, high=high)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", f"about 12{NB}days (11{DASH}13)"),
        ("fi", f"noin 12{NB}päivää (11{DASH}13)"),
        ("sv", f"ungefär 12{NB}dagar (11{DASH}13)"),
    ],
)
def test_a_figure_has_its_unit_and_interval(lang, told):
    """Every number stands with its unit in words and its interval in brackets."""
    one = Indicator(id="wait:x", unit="days", mean=12.2, low=11.1, high=13.3)

    assert figures.about(one, lang) == told


@pytest.mark.parametrize(
    ("mean", "low", "high", "told"),
    [
        (None, None, None, "cannot be told"),
        (0.25, None, None, f"25{NB}%"),
        (0.123, 0.118, 0.128, f"12.3{NB}% (11.8{DASH}12.8)"),
        (0.0, 0.0, 0.0, f"0{NB}% in every replication"),
        (1.0, 1.0, 1.0, f"100{NB}% in every replication"),
    ],
)
def test_shares_are_told_in_percent(mean, low, high, told):
    """A share is never shown as a fraction, what cannot be told is not 0, and no interval is made up."""
    assert figures.figure(Indicator(id="never:x", unit="share", mean=mean, low=low, high=high), "en") == told


def test_nothing_is_about_what_is_always_the_same():
    """A figure that is the same in every replication is exact, and one that cannot be told is not about anything."""
    same = Indicator(id="stuck", unit="cases", mean=0.0, low=0.0, high=0.0)
    none = Indicator(id="stuck", unit="cases", mean=None, low=None, high=None)

    assert "about" not in figures.about(same, "en")
    assert figures.about(none, "en") == "cannot be told"


@pytest.mark.parametrize(("unit", "told"), [("0 to 1", "0.5"), ("as stated", "0.5"), ("furlongs", f"0.5{NB}furlongs")])
def test_units_without_words_are_shown_as_they_are(unit, told):
    """A unit that nobody has named is shown as written, and plain numbers have none."""
    assert figures.amount(0.5, unit, "en") == told


@pytest.mark.parametrize(
    ("low", "high", "shows"),
    [
        (0.1, 2.0, Clarity.MORE),
        (-2.0, -0.1, Clarity.LESS),
        (-0.1, 2.0, Clarity.UNCLEAR),
        (0.0, 2.0, Clarity.UNCLEAR),
        (0.0, 0.0, Clarity.SAME),
        (None, None, Clarity.UNKNOWN),
    ],
)
def test_a_difference_is_clear_only_where_its_interval_leaves_zero_out(low, high, shows):
    """An interval that touches zero is never called a clear difference."""
    assert figures.clarity(contrast(1.0, low, high)) is shows


def test_differences_of_shares_are_percentage_points():
    """From 10 to 30 percent is 20 points and not 20 percent."""
    assert figures.difference(contrast(0.2, 0.1, 0.3, "share"), "en") == f"+20{NB}percentage points (+10 to +30)"


def test_a_difference_bears_its_sign():
    """Less is told with a minus sign, and a difference that cannot be told is told as that."""
    assert figures.difference(contrast(-2.0, -3.4, -0.6), "sv").startswith(f"{MINUS}2")
    assert figures.difference(contrast(None, None, None), "sv") == "går inte att säga"
    assert figures.difference(contrast(-2.0, None, None), "en") == f"{MINUS}2{NB}days"


@given(mean=NUMBERS, half=st.floats(0.001, 1e5))
def test_rounding_keeps_the_interval_around_the_figure(mean, half):
    """Figure and interval are rounded alike, so that the figure lies inside, and the ends do not fall together."""
    places = figures.decimals(mean, mean - half, mean + half)
    low, middle, high = (round(value, places) for value in (mean - half, mean, mean + half))

    assert low <= middle <= high
    assert half < 0.01 or low < high


@given(st.lists(NUMBERS, min_size=1, max_size=1))
def test_numbers_are_written_with_the_comma_of_the_language(values):
    """Finnish and Swedish have a decimal comma and no comma between thousands."""
    told = figures.number(values[0], 1, "fi")

    assert told.count(",") == 1
    assert "." not in told
    assert figures.number(values[0], 1, "en").count(".") == 1


def test_units_of_axes_are_named():
    """An axis says what is measured, in the language's words, and nothing for plain numbers."""
    assert [figures.unit_word(unit, "fi") for unit in ("days", "share", "0 to 1", "furlongs")] == [
        "päivää",
        "%",
        "",
        "furlongs",
    ]
    assert figures.points_word("fi") == "prosenttiyksikköä"


def test_an_interval_ends_where_the_figure_must():
    """No share is told as below nothing or above everything; what may be negative or above one keeps its interval."""
    low = Indicator(id="never:x", unit="share", mean=0.02, low=-0.01, high=0.05, values=(0.0, 0.04))
    high = Indicator(id="rule:x", unit="share", mean=0.98, low=0.95, high=1.01, values=(0.96, 1.0))
    uneven = Indicator(id="spread:wait:x", unit="share", mean=0.9, low=0.7, high=1.1, values=(0.8, 1.0))
    change = Indicator(id="indicator:x", unit="points", mean=0.5, low=-1.0, high=2.0, values=(-1.0, 2.0))

    assert figures.bounded(low).low == 0
    assert figures.bounded(high).high == 1
    assert figures.bounded(uneven).high == 1.1
    assert figures.bounded(change) == change
