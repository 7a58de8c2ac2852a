import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.errors import Place, Problem
from collabmodel.formats.json import read_json
from collabmodel.formats.nodes import MOST_TOLD, Form, Scalar, shown, together
from collabmodel.formats.sources import Source
from collabmodel.formats.yaml import read_yaml

WORDS = st.lists(st.text("abcäö(<&'\"", min_size=1, max_size=5), min_size=2, max_size=12)


def value(text):
    """Read a YAML text and give the value of its only key with its lines."""
    node = read_yaml(Source("m.yaml", text))
    return node.entries[0][1], text.split("\n")


def letter(lines, place):
    """Give the character at a place."""
    return lines[place.line - 1][place.column - 1]


@given(WORDS, st.data())
def test_characters_of_folded_texts_are_found(words, data):
    """In a folded block each character of the text is found in the line where it stands."""
    breaks = [data.draw(st.sampled_from([" ", "\n    "])) for _ in words]
    body = "".join(word + gap for word, gap in zip(words, breaks, strict=True)).rstrip()
    scalar, lines = value(f"key: >-\n    {body}\n")

    for offset, one in enumerate(scalar.text):
        if not one.isspace():
            assert letter(lines, scalar.at(offset)) == one


@given(WORDS)
def test_characters_in_single_quotes_are_found(words):
    """A doubled quote counts as one character."""
    text = " ".join(words)
    doubled = text.replace("'", "''")
    scalar, lines = value(f"key: '{doubled}'")

    assert scalar.text == text
    for offset, one in enumerate(text):
        if not one.isspace():
            assert letter(lines, scalar.at(offset)) == one


@given(
    st.text(st.characters(exclude_categories=["Cs", "Z"], exclude_characters="\0"), min_size=1, max_size=12),
    st.booleans(),
)
def test_characters_after_escapes_are_found_in_json(text, ascii_only):
    """Escapes, also pairs of surrogates, count as the one character that they stand for."""
    raw = json.dumps([text + "!"], ensure_ascii=ascii_only)
    scalar = read_json(Source("m.json", raw)).items[0]

    found = scalar.at(len(text))

    assert raw[found.column - 1 :] == '!"]'


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        ("key: a b c", 4, (1, 10)),
        ("key: a b", 3, (1, 9)),
        ('key: "a b"', 3, (1, 10)),
        ("key: 'a b'", 0, (1, 7)),
        ('key: "a\\n\\x41 b"', 2, (1, 10)),
        ('key: "a \\\n  b"', 2, (2, 3)),
        ("key: a\n  b", 2, (2, 3)),
        ("key: |\n  a\n  b\n", 2, (3, 3)),
        ("key: > # why\n  a\n\n  b\n", 2, (4, 3)),
        ("key: a\r\n  b", 2, (2, 3)),
    ],
)
def test_each_way_of_writing_a_text(text, offset, place):
    """The place of a character is right in every style, and after the last one for the end."""
    scalar, _ = value(text)

    found = scalar.at(offset)

    assert (found.line, found.column) == place


def test_long_values_are_shortened_in_messages():
    """A message never holds more than a little of a value."""
    scalar = Scalar("x" * 500, Form.PLAIN, Place("m.yaml"), "")

    assert len(shown(scalar)) == 42


def test_problems_are_told_in_reading_order_and_not_without_end():
    """Problems come by file, line and column; after a hundred only their number is told."""
    problems = [Problem(what=str(line), place=Place("m.yaml", line, 1)) for line in range(500, 0, -1)]

    error = together(problems)

    assert [problem.what for problem in error.problems[:3]] == ["1", "2", "3"]
    assert len(error.problems) == MOST_TOLD + 1
    assert error.problems[-1].what == "and 400 more problems"
