import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel.errors import FormatError
from collabmodel.formats.json import read_json
from collabmodel.formats.nodes import DEEPEST, Form, Listing, Mapping
from collabmodel.formats.sources import Source

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=20
)


def value(node):
    """Give what a tree stands for in Python."""
    if isinstance(node, Mapping):
        return {key.text: value(inner) for key, inner in node.entries}
    if isinstance(node, Listing):
        return [value(item) for item in node.items]
    return node.text if node.form is Form.QUOTED else json.loads(node.text)


def attempt(text):
    """Read a text, and give what it stands for or the error."""
    try:
        return value(read_json(Source("m.json", text)))
    except FormatError as error:
        return error


@given(VALUES, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_it_reads_what_the_standard_library_writes(data, indent, ascii_only):
    """Any JSON gives the same values as the standard library gives."""
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)

    assert attempt(text) == data


@given(st.text('{}[],:"\\ \n01.-eE+truefalsn/u', max_size=14))
@settings(max_examples=500)
def test_it_refuses_what_the_standard_library_refuses(text):
    """Garbage is refused exactly where the standard library refuses it, apart from repeated keys and NaN."""
    found = attempt(text)
    pairs: list[str] = []

    def remember(items):
        pairs.extend(key for key, _ in items)
        return dict(items)

    def refuse(name):
        raise ValueError(name)

    try:
        expected = json.loads(text, object_pairs_hook=remember, parse_constant=refuse)
    except ValueError:
        assert isinstance(found, FormatError)
    else:
        assert found == expected or len(set(pairs)) < len(pairs)


def test_every_key_and_value_knows_its_place():
    """Places count lines and columns from 1."""
    node = read_json(Source("m.json", '{\n  "a": [1, {"b": null}],\n  "c": "d"}'))

    inner = node.entries[0][1].items[1]

    assert str(node.entries[0][0].place) == "m.json:2:3"
    assert str(inner.entries[0][1].place) == "m.json:2:18"
    assert str(node.entries[1][1].place) == "m.json:3:8"


def test_depth_up_to_the_cap_is_read():
    """Forty levels are allowed and one more is not."""
    assert isinstance(read_json(Source("m.json", "[" * DEEPEST + "]" * DEEPEST)), Listing)
    with pytest.raises(FormatError, match="more than 40 levels"):
        read_json(Source("m.json", "[" * 100_000))


@pytest.mark.parametrize(
    "text", ['{"a": "\\q"}', '{"a": "\\u12"}', '{"a" 1}', '{"a": }', '{"a": 01}', "{} {}", '{"a": "b']
)
def test_broken_json_is_refused_where_it_breaks(text):
    """Wrong escapes, missing colons and values, and leftovers are errors on their line."""
    with pytest.raises(FormatError, match=r"m\.json:1:\d+: not JSON"):
        read_json(Source("m.json", text))


def test_values_up_to_the_cap_are_read():
    """More than 200,000 values are refused."""
    with pytest.raises(FormatError, match="more than 200,000 values"):
        read_json(Source("m.json", "[" + "1," * 200_000 + "1]"))


def test_repeated_keys_are_told_all_at_once():
    """Every repeated key is named with its place."""
    with pytest.raises(FormatError) as caught:
        read_json(Source("m.json", '{"a": 1, "a": 2,\n"b": {"c": 1, "c": 2}}'))

    assert [str(problem.place) for problem in caught.value.problems] == ["m.json:1:10", "m.json:2:15"]
