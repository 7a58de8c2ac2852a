"""Kinds of files: each is read with its own words, and none changes another."""

from __future__ import annotations

import attrs
import pytest

from collabmodel.errors import FormatError
from collabmodel.formats.dialects import MODEL, Dialect
from collabmodel.formats.dump import in_yaml
from collabmodel.formats.hashing import hashed
from collabmodel.formats.nodes import Form, Scalar
from collabmodel.formats.places import Place
from collabmodel.formats.plain import written
from collabmodel.formats.reading import read_tree
from collabmodel.formats.scalars import read_moment
from collabmodel.formats.schema import schema_of
from collabmodel.formats.sources import shipped
from collabmodel.formats.structure import structured
from collabmodel.model import Model


@attrs.frozen(kw_only=True)
class Size:
    """
    How large something is, or what holds it.

    Args:
        number: The number.
        inner: What is within.
    """

    number: int = 0
    inner: Size | None = None


@attrs.frozen(kw_only=True)
class Box:
    """
    A box.

    Args:
        id: Its id.
        size: Its size.
        note: A note.
    """

    id: str
    size: Size = Size()
    note: str = ""


@attrs.frozen(kw_only=True)
class Shelf:
    """
    A shelf of boxes.

    Args:
        format: Version of the file format; 1.
        id: Its id.
        boxes: What stands on it.
        spare: A size that is kept free.
    """

    format: int = 1
    id: str
    boxes: tuple[Box, ...] = ()
    spare: Size = Size()


SHELF = Dialect(
    root=Shelf,
    noun="shelf",
    infix=".shelf",
    title="A shelf",
    readers={Size: lambda node: Size(number=int(getattr(node, "text", "0")))},
    writers={Size: lambda size, _: size.number if size.inner is None else None},
    schemas={Size: [{"type": "integer"}]},
    whole=frozenset({Size}),
    alone={Box: "size"},
)


def shelf(text: str) -> Shelf:
    found = structured(read_tree(text, dialect=SHELF), SHELF)
    assert isinstance(found, Shelf)
    return found


def test_short_forms_are_those_of_the_kind_of_file() -> None:
    """A record has its short form, alone or where an element stands for one key; records may hold themselves."""
    found = shelf("id: s\nboxes:\n  a: 3\n  b: {size: {number: 1, inner: 2}, note: deep}\n")

    assert found.boxes == (
        Box(id="a", size=Size(number=3)),
        Box(id="b", size=Size(number=1, inner=Size(number=2)), note="deep"),
    )


def test_what_is_written_reads_back() -> None:
    """Writing uses the same short forms, and the hash follows the order of elements only where that counts."""
    one = Shelf(id="s", boxes=(Box(id="a", size=Size(number=3)), Box(id="b", size=Size(inner=Size()))))
    turned = attrs.evolve(one, boxes=one.boxes[::-1])

    assert shelf(in_yaml(written(one, "s", SHELF))) == one
    assert hashed(one, "s", SHELF, ordered=False) == hashed(turned, "s", SHELF, ordered=False)
    assert hashed(one, "s", SHELF, ordered=True) != hashed(turned, "s", SHELF, ordered=True)


def test_messages_name_the_kind_of_file() -> None:
    """Whoever reads a message is told of a shelf, not of a model."""
    for text, said in (("- a\n- b\n", "a shelf is a mapping"), ("\n\n", "a shelf starts with")):
        with pytest.raises(FormatError, match=said):
            shelf(text)
    with pytest.raises(FormatError, match="no shipped shelf"):
        read_tree("nothing", dialect=SHELF)


def test_records_merge_key_by_key_where_the_kind_of_file_says_so(tmp_path) -> None:
    """A variant may say single keys of some records that have no id."""
    (tmp_path / "base.yaml").write_text("id: base\nspare: {number: 4, inner: 1}\n")
    (tmp_path / "other.yaml").write_text("id: other\nextends: base.yaml\nspare: {number: 5}\n")

    found = structured(read_tree(tmp_path / "other.yaml", dialect=SHELF), SHELF)

    assert found == Shelf(id="other", spare=Size(number=5, inner=Size(number=1)))


def test_the_schema_is_of_the_kind_of_file() -> None:
    """The schema has the root's keys, its own name, and the short forms."""
    schema = schema_of(SHELF)

    assert (schema["title"], schema["$id"]) == ("A shelf", "urn:collabmodel:shelf:1")
    assert schema["properties"]["boxes"]["additionalProperties"]["anyOf"][0] == {"type": "integer"}
    assert schema["properties"]["format"]["const"] == 1


def test_other_kinds_in_the_library_are_no_models() -> None:
    """What is shipped beside models does not count among them."""
    assert shipped(".shelf") == ()
    assert set(shipped(".scenario")) <= set(shipped())
    assert MODEL.root is Model


@pytest.mark.parametrize(
    "text", ["2025-03-04", "2025-03-04T08:30", "2025-13-04T08:30Z", "2025-03-04T08:30+25:00", "soon"]
)
def test_moments_need_their_offset(text: str) -> None:
    """What is no moment with its offset from UTC is refused."""
    with pytest.raises(FormatError, match="no moment"):
        read_moment(Scalar(text, Form.PLAIN, Place("x"), text))
