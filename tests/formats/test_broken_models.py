from pathlib import Path

import pytest

from collabmodel.errors import CollabError, FormatError, ModelError
from collabmodel.formats import load

FOLDER = Path(__file__).parents[1] / "golden" / "broken_models"
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix in {".yaml", ".json"})


def problems(path, monkeypatch):
    """Read a file as somebody in its folder would, and give what it says is wrong."""
    monkeypatch.chdir(FOLDER)
    with pytest.raises(CollabError) as caught:
        load(Path(path.name))
    assert type(caught.value) in {FormatError, ModelError}
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_broken_model_gives_exactly_these_located_problems(path, monkeypatch, regenerate):
    """Every broken file gives its own messages, word for word, with file, line and column."""
    expected = path.with_name(path.name + ".txt")

    said = "\n".join(problems(path, monkeypatch)) + "\n"

    if regenerate:
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_one_fault_gives_one_problem_and_several_give_several(path, monkeypatch):
    """A fault is told once, and a file with several faults tells all of them at once."""
    said = problems(path, monkeypatch)

    assert len(said) > 2 if path.name.startswith("several") else len(said) == 1


def test_the_corpus_is_large_and_has_no_leftovers():
    """There are at least 60 files of one fault and 8 of several, and no expectation without its file."""
    several = [path for path in FILES if path.name.startswith("several")]
    expectations = {path.name.removesuffix(".txt") for path in FOLDER.glob("*.txt")}

    assert len(FILES) - len(several) >= 60
    assert len(several) >= 8
    assert expectations == {path.name for path in FILES}
