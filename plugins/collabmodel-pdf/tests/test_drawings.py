"""Drawings from outside: nothing in them may run, reach outside, or be drawn without end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.errors import FormatError
from collabmodel.report import Document, Figure, Section, Subject
from collabmodel_pdf.drawings import faults
from collabmodel_pdf.reporter import PdfReporter

XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "handler": '<rect onload="alert(1)"/>',
    "image": f'<image {XLINK} xlink:href="http://example.org/a.png"/>',
    "image of a file": '<image href="file:///etc/passwd"/>',
    "use of another file": '<use href="other.svg#a"/>',
    "use of itself": '<g id="a"><use href="#a"/></g>',
    "foreign": '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
    "style that imports": "<style>@import url(http://example.org/a.css);</style>",
    "style that reaches": "<style>rect { fill: url(http://example.org/a.svg#b) }</style>",
    "style written in escapes": r"<style>rect { fill: \75rl(http://example.org/a) }</style>",
    "attribute that reaches": '<rect fill="url(//example.org/a#b)"/>',
    "attribute that reaches in a style": '<rect style="fill:url( http://example.org/a )"/>',
    "link": '<a href="javascript:alert(1)"><rect/></a>',
    "gradient from elsewhere": f'<linearGradient {XLINK} xlink:href="#b"/>',
    "gradient without end": '<linearGradient id="a" spreadMethod="repeat" x2="1e-9"><stop/></linearGradient>',
    "gradients of many colours": "<linearGradient>" + "<stop/>" * 201 + "</linearGradient>",
    "clips in clips": '<clipPath id="a"><g clip-path="url(#b)"/></clipPath><clipPath id="b"><rect/></clipPath>',
    "clips in a style": "<style>rect { clip-path: url(#a) }</style>",
    "clips in clips by style": '<clipPath id="a"><g><rect style="Clip-Path: url(#b)"/></g></clipPath>',
    "deep": "<g>" * 80 + "</g>" * 80,
    "many": "<g/>" * 20_001,
}


@pytest.mark.parametrize("inner", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_not_known_to_be_harmless_is_refused(inner: str) -> None:
    """No drawing that runs, reaches outside or draws without end is taken."""
    assert faults(f'<svg xmlns="http://www.w3.org/2000/svg">{inner}</svg>'.encode())


@pytest.mark.parametrize(
    "svg",
    [
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b'<!DOCTYPE svg SYSTEM "http://example.org/svg.dtd"><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"<svg/>",
        b"<html/>",
        b"<svg",
        b"",
        b"\xff\xfe",
        b'<?xml version="1.0" encoding="no-such"?><svg/>',
    ],
)
def test_what_is_no_plain_drawing_is_refused(svg: bytes) -> None:
    """Document types, entities, other documents and broken ones are no drawings."""
    assert faults(svg)


@given(
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"<svg>{text}</svg>".encode("utf-8", "replace"))
)
def test_any_bytes_are_judged(held: bytes) -> None:
    """Whatever a file holds, judging it ends in words, never in a failure."""
    assert all(isinstance(each, str) for each in faults(held))


def test_a_drawing_with_all_that_logos_need_is_taken() -> None:
    """Shapes, paths, text, gradients, clips and styles of its own are what logos are made of."""
    svg = b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:ink="http://www.inkscape.org/namespaces/inkscape"
      ink:version="1"><ink:view page="1"/><metadata/><defs><linearGradient id="g"><stop offset="0"/></linearGradient>
      <clipPath id="c"><rect width="9" height="9"/></clipPath><style>.a { fill: url(#g); }</style></defs>
      <g clip-path="url(#c)"><path class="a" d="M0 0h9v9z"/><text>Town</text></g></svg>"""

    assert faults(svg) == []


def test_a_hostile_drawing_in_a_document_is_told_at_its_section(plain: PdfReporter) -> None:
    """A report never holds a drawing that it could not look through; the file is refused with the place."""
    figure = Figure(svg='<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', alternative="A")
    sections = (Section(id="a", title="A"), Section(id="b", title="B", figure=figure))

    with pytest.raises(FormatError) as caught:
        plain.write(Document(subject=Subject.CASE, title="T", lang="en", sections=sections))

    assert [str(one.place) for one in caught.value.problems] == ["section 2, figure"]
