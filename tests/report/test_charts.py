"""Charts of figures with intervals."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from collabmodel.report.blocks import document
from collabmodel.report.charts import MOST_DOTS, Axis, Row, rows_chart
from collabmodel.report.lettering import width

SVG = "{http://www.w3.org/2000/svg}"
LABELS = ("Lastensuojelutarpeenselvitysyhteistyötilannekuva", "Visit", "A meeting with a rather long name of its own")


def drawn(rows, axis=None, room=700):
    block = rows_chart(rows, axis or Axis(written=lambda value: f"{value:g}"), room)
    return etree.fromstring(document(block, title="t", description="d", name="n", margin=0))


def placed(root, tag):
    """Give the elements of a kind with where they stand on the whole picture."""
    found = []

    def walk(node, x, y):
        shift = re.fullmatch(r"translate\((\S+) (\S+)\)", node.get("transform", "translate(0 0)"))
        x, y = x + float(shift[1]), y + float(shift[2])
        for child in node:
            if child.tag == f"{SVG}{tag}":
                found.append((child, x, y))
            elif child.tag == f"{SVG}g":
                walk(child, x, y)

    walk(root, 0, 0)
    return found


def row(value, low=None, high=None, spots=(), label="Visit"):
    return Row(label=label, told=f"{value}", value=value, low=low, high=high, spots=tuple(spots))


def test_a_bar_begins_at_zero():
    """The length of a bar is the figure: bars of 2 and 4 are as one to two."""
    bars = [one for one, _, _ in placed(drawn([row(2.0), row(4.0)], Axis(written=str, bars=True)), "rect")][1:]
    lengths = [float(one.get("width")) for one in bars]

    assert lengths[1] / lengths[0] == pytest.approx(2, rel=0.01)
    assert {one.get("x") for one in bars} == {"0"}


def test_an_interval_lies_around_its_figure():
    """Ends of an interval stand left and right of the point, as far as they are."""
    root = drawn([row(5.0, 3.0, 9.0)])
    point = next(one for one, _, _ in placed(root, "circle"))
    ends = sorted(
        float(one.get("x1"))
        for one, _, _ in placed(root, "line")
        if one.get("stroke-width") == "2" and one.get("x1") == one.get("x2")
    )

    assert ends[0] < float(point.get("cx")) < ends[1]
    assert float(point.get("cx")) - ends[0] == pytest.approx((ends[1] - ends[0]) / 3, abs=0.3)


def test_a_figure_that_cannot_be_told_is_not_drawn_as_zero():
    """No mark stands for what is not known."""
    root = drawn([row(None), row(1.0)], Axis(written=str, bars=True))

    assert len(placed(root, "rect")) == 2  # the ground and one bar


def test_many_values_become_few_dots():
    """However many replications there are, the dots can be told apart."""
    some = drawn([row(5.0, spots=range(10))])
    many = drawn([row(5.0, spots=range(500))])

    assert len(placed(some, "circle")) == 11
    assert len(placed(many, "circle")) == MOST_DOTS + 1


def test_zero_is_seen_among_differences():
    """A chart of differences draws zero as a line of its own through every row."""
    root = drawn([row(-2.0, -3.0, -1.0), row(2.0, 1.0, 3.0)])

    assert len([one for one, _, _ in placed(root, "line") if one.get("stroke-width") == "1.5"]) == 2


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(
        st.builds(
            row,
            st.none() | st.floats(-1e4, 1e4),
            spots=st.lists(st.floats(-1e4, 1e4), max_size=30),
            label=st.sampled_from(LABELS),
        ),
        min_size=1,
        max_size=6,
    ),
    room=st.sampled_from((326, 480, 760)),
)
def test_no_words_overlap_whatever_is_drawn(rows, room):
    """Words of a chart stand apart for any figures, at any width."""
    boxes = []
    for one, x, y in placed(drawn(rows, room=room), "text"):
        size = float(one.get("font-size"))
        wide = width(one.text, size) / 1.07
        left = x + float(one.get("x")) - {"middle": wide / 2, "end": wide}.get(one.get("text-anchor", ""), 0)
        base = y + float(one.get("y"))
        boxes.append((left, base - size * 0.8, left + wide, base + size * 0.2))

    assert [
        pair
        for pair in itertools.combinations(boxes, 2)
        if min(pair[0][2], pair[1][2]) - max(pair[0][0], pair[1][0]) > 1
        and min(pair[0][3], pair[1][3]) - max(pair[0][1], pair[1][1]) > 1
    ] == []


def test_words_at_the_axis_are_left_out_rather_than_touching():
    """Long words at ticks make fewer ticks."""
    root = drawn([row(5.0)], Axis(written=lambda value: f"{value:g} thousand and something"), 326)

    assert len([one for one, _, _ in placed(root, "text") if "thousand" in one.text]) == 2
