"""Stories of cases, told by the command line: every command, refusal and table, byte for byte."""

import datetime as dt
import re
import shlex
import shutil
from pathlib import Path

import pytest

from collabmodel.cli import case_store
from collabmodel.cli.case import case as group
from collabmodel.cli.running import run

FOLDER = Path(__file__).parent.parent / "golden" / "case"
EXAMPLE = Path(__file__).parents[2] / "examples" / "absences"
STORIES = sorted(path.stem for path in FOLDER.glob("*.txt"))
START = dt.datetime(2026, 3, 2, 7, tzinfo=dt.UTC)
MACHINE = re.compile(r"(?<=sqlite, )[^\n]*(?=\))|(?<=\"mode\": \")[^\"]*|(?<=\"why\": \")[^\"]*|\b[0-9a-f]{32}\b")
"""What a store promises names the SQLite of this machine; ids of messages are random."""


def commands(story):
    """Give the commands of a story."""
    return [line[2:] for line in story.splitlines() if line.startswith("$ ")]


def told(command, capfd):
    """Run a command and write down everything that it said."""
    code = run(shlex.split(command.removeprefix("collabmodel ")))
    out, err = capfd.readouterr()
    text = f"$ {command}\n--- exit {code}\n{out}" + (f"--- stderr\n{err}" if err else "")
    return MACHINE.sub("...", text)


@pytest.mark.parametrize("name", STORIES)
def test_a_story_is_told_in_the_same_bytes(name, tmp_path, monkeypatch, capfd, regenerate):
    """People who rely on the words, and programs that rely on the keys, meet no surprise."""
    for path in (*EXAMPLE.glob("*.yaml"), *EXAMPLE.glob("*.json")):
        shutil.copy(path, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLLABMODEL_LANG", raising=False)
    monkeypatch.delenv("COLLABMODEL_BY", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("COLLABMODEL_PLUGINS", "")
    monkeypatch.setenv("COLLABMODEL_STORE", "sqlite:///cases.db")
    hours = iter(range(100_000))
    monkeypatch.setattr(case_store, "clock", lambda: START + dt.timedelta(minutes=next(hours)))
    golden = FOLDER / f"{name}.txt"
    expected = golden.read_text(encoding="utf-8")

    found = "\n".join(told(command, capfd) for command in commands(expected))

    if regenerate:
        golden.write_text(found, encoding="utf-8", newline="\n")
    else:
        assert found == expected


def test_every_verb_is_in_a_story():
    """A new verb of ``case`` comes with its bytes."""
    shown = {command.split()[2] for name in STORIES for command in commands((FOLDER / f"{name}.txt").read_text())}

    assert set(group.commands) <= shown
