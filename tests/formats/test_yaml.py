import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel.errors import FormatError
from collabmodel.formats.nodes import DEEPEST, Form, Listing, Mapping, Node, Scalar
from collabmodel.formats.sources import Source
from collabmodel.formats.yaml import read_yaml


@pytest.mark.parametrize(
    "text",
    [
        "on",
        "off",
        "yes",
        "no",
        "12:30",
        "0123",
        "1.10",
        "0o17",
        "0x1F",
        "1_000",
        "true",
        "1e3",
        "2025-03-04",
        "=",
        ".5",
    ],
)
def test_plain_words_stay_as_they_are_written(text):
    """What older readers take for truth values, clock times or octal numbers keeps its text."""
    node = read_yaml(Source("m.yaml", f"key: {text}"))

    assert (node.entries[0][1].text, node.entries[0][1].form) == (text, Form.PLAIN)


def test_every_key_and_value_knows_its_place():
    """Places count lines and columns from 1, in characters."""
    node = read_yaml(Source("m.yaml", "ä: {ö: x}\nlist:\n  - a\n  - b: c\n"))
    (first, inner), (second, items) = node.entries

    places = [first, inner.entries[0][1], second, items.items[0], items.items[1].entries[0][1]]

    assert [(one.place.line, one.place.column) for one in places] == [(1, 1), (1, 8), (2, 1), (3, 5), (4, 8)]


@pytest.mark.parametrize("breaking", ["\x85", "\u2028", "\u2029"])
def test_only_line_feeds_make_lines(breaking):
    """Odd characters that other programs take for line breaks do not shift the lines that an editor shows."""
    node = read_yaml(Source("m.yaml", f"a: 'x{breaking}y'\nb: c\n"))

    assert node.entries[1][0].place.line == 2


def test_all_refused_parts_are_told_at_once():
    """Repeated keys, anchors, aliases, tags and merge keys are one error with all of them."""
    text = "a: &x 1\nb: *x\nc: !t 2\nc: 3\n<<: {}\n~: 4\n"

    with pytest.raises(FormatError) as caught:
        read_yaml(Source("m.yaml", text))

    assert [problem.place.line for problem in caught.value.problems] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("%TAG ! tag:x\n---\na: 1", "tags are not read"),
        ("a: !" + "x" * 5000, "tags are not read"),
        ('a: "\\UFFFFFFFF"', "not YAML"),
        ("a: [" + "b," * 200_000 + "]", "more than 200,000 values"),
    ],
    ids=["directive", "long tag", "no character", "many values"],
)
def test_what_could_harm_a_reader_is_refused(text, what):
    """Directives, huge tags, characters that do not exist and too many values are errors of ours."""
    with pytest.raises(FormatError, match=what):
        read_yaml(Source("m.yaml", text))


def test_depth_up_to_the_cap_is_read():
    """Forty levels are allowed and one more is not."""
    assert isinstance(read_yaml(Source("m.yaml", "[" * DEEPEST + "]" * DEEPEST)), Listing)
    with pytest.raises(FormatError, match="more than 40 levels"):
        read_yaml(Source("m.yaml", "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)))


def attempt(text) -> Node | FormatError:
    """Read a text, and give the tree or the error."""
    try:
        return read_yaml(Source("m.yaml", text))
    except FormatError as error:
        return error


@given(st.text("ab:-?&*!|>%@`'\"[]{},#~0 \n\t\\<.é\u2028", max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_tree_or_a_located_error(text):
    """Nothing but a format error with a line ever comes out of the reader."""
    found = attempt(text)

    if isinstance(found, FormatError):
        assert all(problem.place.line > 0 for problem in found.problems)
    else:
        assert isinstance(found, Listing | Mapping | Scalar)
