"""The bytes of the command line: standard output, standard error and exit code of every verb, errors included."""

import shlex
import shutil
from pathlib import Path

import pytest

from collabmodel.cli.group import verbs
from collabmodel.cli.running import run

FOLDER = Path(__file__).parent.parent / "golden" / "cli"
CASES = sorted(path.stem for path in FOLDER.glob("*.txt"))


def answer(command, folder, capfd):
    """Run a command in a folder and write down everything that it said."""
    code = run(shlex.split(command))
    out, err = capfd.readouterr()
    verdicts = folder / "verdicts.csv"
    written = f"--- verdicts.csv\n{verdicts.read_text(encoding='utf-8')}" if verdicts.exists() else ""
    return f"$ collabmodel {command}\n--- exit {code}\n--- stdout\n{out}--- stderr\n{err}{written}"


@pytest.mark.parametrize("case", CASES)
def test_the_command_line_says_the_same_bytes(case, tmp_path, monkeypatch, capfd, regenerate):
    """Programs and people who rely on the output meet no surprise."""
    for path in FOLDER.iterdir():
        if path.suffix != ".txt":
            shutil.copy(path, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLLABMODEL_LANG", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("COLLABMODEL_PLUGINS", "")
    golden = FOLDER / f"{case}.txt"
    expected = golden.read_text(encoding="utf-8")
    command = expected.splitlines()[0].removeprefix("$ collabmodel ").strip()

    found = answer(command, tmp_path, capfd)

    if regenerate:
        golden.write_text(found, encoding="utf-8", newline="\n")
    else:
        assert found == expected


def test_every_verb_has_a_golden_file():
    """A new verb comes with its bytes."""

    shown = {path.read_text(encoding="utf-8").split()[2] for path in FOLDER.glob("*.txt")}

    assert set(verbs.commands) <= shown
