import subprocess
import sys
from pathlib import Path

import pytest

from collabmodel.errors import FormatError
from collabmodel.formats import load, read, shipped


def test_a_path_works_as_text_and_as_path(tmp_path):
    """A model is found by either form of its path, and messages name it as it was given."""
    path = tmp_path / "mine.yaml"
    path.write_text("id: mine\nrolls: {}\n", encoding="utf-8")

    for source in (path, str(path)):
        with pytest.raises(FormatError) as caught:
            load(source)
        assert str(caught.value.problems[0].place) == f"{path}:2:1"


def test_a_text_has_a_line_break():
    """Anything with a line break in it is the text of a model."""
    assert load("id: m\n").id == "m"
    assert load('{"id": "m"}\n').id == "m"


def test_an_unknown_name_is_refused_with_the_nearest(tmp_path, monkeypatch):
    """A name that is no model and no file gives what was meant, or all there is."""
    monkeypatch.chdir(tmp_path)

    with pytest.raises(FormatError, match="did you mean 'hyvinkaa-values'"):
        load("hyvinka-values")
    with pytest.raises(FormatError, match=f"shipped models are {', '.join(shipped())}"):
        load("zzz")


@pytest.mark.parametrize("name", ["", "a" * 5000, "a\0b", ".", "~"])
def test_odd_names_are_refused_like_others(name):
    """No name makes the search fail otherwise."""
    with pytest.raises(FormatError):
        load(name)


def test_a_path_that_no_system_can_open_is_refused():
    """Errors of the operating system become our own, with the name."""
    with pytest.raises(FormatError, match="cannot be read"):
        load(Path("a" * 5000))


def test_a_shipped_model_wins_over_a_file_of_its_name(tmp_path, monkeypatch):
    """A file in the working folder cannot take the place of a shipped model, unless a path says so."""
    monkeypatch.chdir(tmp_path)
    Path("hyvinkaa-values").write_text("id: fake\n", encoding="utf-8")

    assert load("hyvinkaa-values").id == "hyvinkaa-values"
    assert load("./hyvinkaa-values").id == "fake"


def test_reading_gives_places_beside_the_model():
    """Places stand beside the model, and two readings of one model are equal wherever they stand."""
    one, other = read("id: m\n"), read("\n\nid: m\n")

    assert one == other
    assert one.places.of("id").line != other.places.of("id").line


def test_importing_formats_reads_no_yaml_library():
    """The YAML reader is loaded with the first file, not with the library; numbers and tables never are."""
    code = (
        "import sys, collabmodel.formats as f\n"
        "before = {name.partition('.')[0] for name in sys.modules}\n"
        "f.load('id: m\\n')\n"
        "after = {name.partition('.')[0] for name in sys.modules}\n"
        "assert 'ruamel' not in before and 'ruamel' in after, sorted(before)\n"
        "assert not after & {'numpy', 'pyarrow', 'click', 'rich'}, sorted(after)\n"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.stderr == ""
