import os

import pytest

from collabmodel.errors import FormatError
from collabmodel.formats import load, shipped
from collabmodel.formats.nodes import LARGEST
from collabmodel.formats.sources import Source, from_file, from_library, from_text


def written(tmp_path, content):
    """Write bytes to a model file."""
    path = tmp_path / "m.yaml"
    path.write_bytes(content)
    return path


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    """Files that an editor marked as UTF-8 read like others."""
    path = written(tmp_path, b"\xef\xbb\xbfid: m\nversion: '2'\n")

    assert load(path).version == "2"
    assert load("\ufeffid: m\n").id == "m"


def test_files_up_to_the_cap_are_read(tmp_path):
    """Two million bytes are allowed and one more is not, and no more is taken into memory."""
    body = b"id: m\n# " + b"x" * (LARGEST - 8)

    assert load(written(tmp_path, body)).id == "m"
    with pytest.raises(FormatError, match="more than 2,000,000 bytes"):
        load(written(tmp_path, body + b"x"))
    with pytest.raises(FormatError, match="more than 2,000,000 bytes"):
        from_text("x" * (LARGEST + 1))


def test_an_endless_file_is_not_read_to_its_end():
    """A device is no file, so it cannot make the reader wait or swell."""
    with pytest.raises(FormatError, match="no file"):
        from_file(__import__("pathlib").Path("/dev/zero"), "zero")


def test_a_folder_is_no_model(tmp_path):
    """A folder, a pipe and a file that is not there are refused by name."""
    os.mkfifo(tmp_path / "pipe.yaml")

    for path in (tmp_path, tmp_path / "pipe.yaml", tmp_path / "none.yaml"):
        with pytest.raises(FormatError, match="no file"):
            load(path)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"id: m\ntitle: \xff", "2:8"),
        ("id: ä\nb: ".encode() + b"\xc3", "2:4"),
        (b"\xff\xfei\0", "1:1"),
        (b"id: \0m", "1:5"),
    ],
)
def test_bytes_that_are_no_text_are_located(tmp_path, content, place):
    """Wrong encodings, cut characters and NUL are told with line and column."""
    with pytest.raises(FormatError) as caught:
        load(written(tmp_path, content))

    assert str(caught.value.problems[0].place).endswith(f"m.yaml:{place}")


def test_places_count_lines_and_columns_from_one():
    """The first character is at 1:1, and the one after a line feed starts a line."""
    source = Source("m.yaml", "ab\n\nc")

    found = [(source.place(index).line, source.place(index).column) for index in range(6)]

    assert found == [(1, 1), (1, 2), (1, 3), (2, 1), (3, 1), (3, 2)]


@pytest.mark.parametrize(
    ("file", "text", "json"),
    [
        ("m.json", "id: m", True),
        ("m.yaml", '{"id": "m"}', False),
        ("<text>", '\n{ "id": "m"}', True),
        ("<text>", "{}", True),
        ("<text>", "{id: m}", False),
    ],
)
def test_json_is_told_from_yaml_by_name_and_then_by_sight(file, text, json):
    """The ending decides, and without one the first characters."""
    assert Source(file, text).is_json is json


def test_shipped_models_go_by_their_ids():
    """Every id of the library loads the model of that id."""
    assert shipped() == tuple(sorted(shipped()))
    assert [load(id).id for id in shipped()] == list(shipped())
    assert from_library("no-such-model") is None
