"""Lines over time."""

from lxml import etree

from collabmodel.report.blocks import document
from collabmodel.report.curves import band_chart, band_of


def drawn(series, before=0.0, room=400):
    band = band_of(series, before)
    block = band_chart(band, room, along="Week", left_out="Left out", written=lambda value: f"{value:g}")
    return etree.fromstring(document(block, title="t", description="d", name="n"))


def test_a_band_holds_its_mean():
    """Week by week the least, the mean and the greatest of the replications."""
    band = band_of([(1, 5, 9), (3, 5, 1)])

    assert band.mean == (2.0, 5.0, 5.0)
    assert band.low == (1, 5, 1)
    assert band.high == (3, 5, 9)


def test_series_of_different_lengths_go_as_far_as_the_shortest():
    """A mean over fewer replications towards the end would be another mean."""
    assert band_of([(1, 2, 3), (1, 2)]).mean == (1.0, 2.0)


def test_nothing_is_drawn_of_nothing():
    """One point is no line, and no replication has none."""
    assert band_of([]) is None
    assert band_of([(1,)]) is None


def test_warm_up_is_marked_only_where_there_is_one():
    """What is left out of the figures is seen to be left out."""
    assert "Left out" in etree.tostring(drawn([(1, 2, 3)], before=1), encoding="unicode")
    assert "Left out" not in etree.tostring(drawn([(1, 2, 3)]), encoding="unicode")


def test_a_line_has_a_point_a_week():
    """Every week is drawn, at its end."""
    line = drawn([tuple(range(10))]).find(".//{*}polyline")

    assert len(line.get("points").split()) == 10
