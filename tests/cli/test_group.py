"""The verbs of plugins beside ours: let in or not, failing, printing; and help that works whatever is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

VERBS = """
import click
from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.plugin import CommandKind, NoSettings, ReporterKind, StoreKind, hookimpl
open("imported", "w").close()
def told():
    raise ConfigError([Problem(what="told", place=Place("here"))])
def noisy():
    print("printed by a plugin")
    return click.Command("noisy", callback=lambda: 7)
def given(name, act):
    return CommandKind(name=name, summary="s", load=lambda: click.Command(name, callback=act))
def opened(request):
    print("printed by a plugin")
    from collabmodel.adapters import MemoryStore
    return MemoryStore()
@hookimpl
def collabmodel_register_commands():
    return (
        given("raises", lambda: {}["private"]),
        given("told", told),
        given("words", lambda: "words"),
        CommandKind(name="noisy", summary="s", load=noisy),
        CommandKind(name="nothing", summary="s", load=lambda: None),
    )
@hookimpl
def collabmodel_register_stores():
    return (StoreKind(name="noisy", summary="s", config=NoSettings, open=opened),)
class Thief:
    def write(self, document):
        object.__setattr__(document, "subject", None)
        return b"stolen"
@hookimpl
def collabmodel_register_reporters():
    return (ReporterKind(name="thief", summary="s", config=NoSettings, open=lambda _: Thief(), suffix=".own"),)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a plugin that brings verbs, and nothing else."""
    (tmp_path / "acme_verbs.py").write_text(VERBS, encoding="utf-8")
    info = tmp_path / "acme_verbs-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: Acme_Verbs\nVersion: 1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[collabmodel]\nverbs = acme_verbs\n", encoding="utf-8")
    return tmp_path


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("COLLABMODEL")}
    own |= {"PYTHONPATH": str(folder), "COLLABMODEL_PLUGINS": "acme-verbs"}
    line = [sys.executable, "-m", "collabmodel", *words]
    return subprocess.run(line, cwd=folder, env=own, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize(("word", "code"), [("raises", 2), ("--help", 0), ("-h", 0)])
def test_what_is_left_out_is_not_imported_to_look_for_a_verb(folder: Path, word: str, code: int) -> None:
    """``--without`` holds while the verb itself is looked for, and while all are listed."""
    found = run(folder, "--without", "verbs", word)

    assert found.returncode == code
    assert "noisy" not in found.stdout
    assert not (folder / "imported").exists()


def test_help_leaves_out_what_is_named_behind_it(folder: Path) -> None:
    """The order of words does not let a plugin in."""
    assert run(folder, "--help", "--without", "acme-verbs").returncode == 0
    assert not (folder / "imported").exists()


def test_the_file_of_settings_holds_while_a_verb_is_looked_for(folder: Path) -> None:
    """What the named file blocks is not imported either."""
    (folder / "own.yaml").write_text("plugins: {block: [acme-verbs]}\n", encoding="utf-8")

    assert run(folder, "--settings", "own.yaml", "raises").returncode == 2
    assert not (folder / "imported").exists()


@pytest.mark.parametrize("what", ["folder", "link", "text"])
def test_help_works_beside_a_file_of_settings_that_cannot_be_read(folder: Path, what: str) -> None:
    """Whoever asks for help gets it, with what is wrong beside it; a verb that cannot be looked for exits 3."""
    path = folder / "collabmodel.yaml"
    if what == "folder":
        path.mkdir()
    elif what == "link":
        path.symlink_to("nowhere")
    else:
        path.write_text("nonsense", encoding="utf-8")

    helped, sought = run(folder, "--help"), run(folder, "noisy")

    assert (helped.returncode, sought.returncode) == (0, 3)
    assert "simulate" in helped.stdout
    assert "collabmodel.yaml" in helped.stderr
    assert "collabmodel.yaml" in sought.stderr


@pytest.mark.parametrize(
    ("verb", "code", "said"),
    [
        ("raises", 4, "the verb 'raises' of a plugin failed: KeyError\n"),
        ("told", 2, "here: told\n"),
        ("nothing", 4, "the verb 'nothing' of a plugin could not be loaded: it gave NoneType, which is no command\n"),
        ("words", 0, ""),
        ("noisy", 7, "printed by a plugin\n"),
    ],
)
def test_a_verb_that_fails_is_told_as_its_plugins_fault(folder: Path, verb: str, code: int, said: str) -> None:
    """A plugin's verb that raises is no defect of ours; problems are told as ours are; nothing goes to output."""
    found = run(folder, verb)

    assert (found.returncode, found.stdout, found.stderr) == (code, "", said)


def test_what_a_store_prints_does_not_spoil_json(folder: Path) -> None:
    """Standard output holds the answer and nothing else, whatever an adapter prints while it is at work."""
    found = run(folder, "case", "list", "--store", "noisy://", "--as", "nurse:p-1", "--json")

    assert json.loads(found.stdout)["format"] == 1
    assert "printed by a plugin" in found.stderr


def test_a_reporter_that_changes_the_document_does_not_lead_the_file_elsewhere(folder: Path) -> None:
    """Where a report goes is settled before its reporter has seen anything."""
    (folder / "m.yaml").write_text("id: m\nroles: {nurse: {side: professional}}\n", encoding="utf-8")
    (folder / "h.jsonl").write_text("", encoding="utf-8")
    found = run(folder, "report", "h.jsonl", "--model", "m.yaml", "--as", "thief", "--out", "told")

    assert (folder / "told" / "report.own").read_bytes() == b"stolen", found.stderr
