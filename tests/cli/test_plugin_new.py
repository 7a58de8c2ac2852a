"""What ``collabmodel plugin new`` writes installs and passes its suite, and never harms what is there."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from collabmodel.cli.group import verbs
from collabmodel.cli.scaffolding import KINDS, Scaffold, files_of, named

ORDINARY = {
    "check": "whole or objects or described",
    "format": "whole or plain or ending or cut_off",
    "notifier": "",
    "reporter": "whole or reader_finds or same_document or left_out",
    "store": "whole or host or changed or finished or two_writers or broken_off or conflict",
}
"""Which tests of each kind are run every time; none named stands for all of them."""


def new(*words):
    """Run the verb; give its exit code and all it wrote."""
    done = CliRunner().invoke(verbs, ["plugin", "new", *map(str, words)], standalone_mode=False)
    return done.return_value, done.output


def installed(folder, name, kind):
    """Write a plugin and install it, as its author would, into a folder of its own; give the folder and the site."""
    assert new(name, "--kind", kind, "--out", folder / name)[0] == 0
    site = folder / "site"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "--disable-pip-version-check", "--target", site, folder / name], check=True)
    return folder / name, site


def ran(project, site, *words):
    """Run Python in the folder of a plugin, where it is installed; give the code and what was written."""
    paths = os.pathsep.join([str(site), *(path for path in sys.path if path)])
    alone = {"COLLABMODEL_PLUGINS": Scaffold(name=project.name, kind="check").distribution}
    done = subprocess.run(
        [sys.executable, *words], cwd=project, env={**os.environ, "PYTHONPATH": paths, **alone},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def suite_passes(project, site, only):
    """Run the tests of a plugin."""
    code, out = ran(
        project, site, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-x", *(["-k", only] if only else [])
    )

    assert code == 0, out
    assert " passed" in out


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_new_plugin_installs_is_found_and_passes(kind, tmp_path):
    """A real installation brings an entry point that the host finds, and the plugin's own tests pass at once."""
    project, site = installed(tmp_path, f"acme-{kind}", kind)
    code, out = ran(project, site, "-m", "collabmodel", "plugins", "--json")
    (found,) = [one for one in json.loads(out)["plugins"] if one["name"] == f"acme-{kind}"]

    assert (code, found["status"], found["distribution"]) == (0, "ok", f"acme-{kind}")
    assert kind in {one["sort"] for one in found["brings"]}
    suite_passes(project, site, ORDINARY[kind])


@pytest.mark.nightly
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_all_tests_of_a_new_plugin_pass_and_tools_find_nothing(kind, tmp_path):
    """Every test of the suite passes, and neither the type checker nor the linter objects to a line."""
    project, site = installed(tmp_path, f"Acme_Long.{kind}", kind)
    suite_passes(project, site, "")
    for tool, words in (("mypy", ["--strict", "src", "tests"]), ("ruff", ["check"]), ("ruff", ["format", "--check"])):
        if importlib.util.find_spec(tool) is None:
            pytest.skip(f"{tool} is not installed")
        code, out = ran(project, project / "src", "-m", tool, *words)

        assert code == 0, out


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_files_of_a_plugin_hold_together(kind):
    """Every file is there, Python can be compiled, the entry point names the module, and no gap is left open."""
    scaffold = Scaffold(name="collabmodel-acme_sms", kind=kind)
    files = {str(path): text for path, text in files_of(scaffold).items()}
    project = tomllib.loads(files["pyproject.toml"])

    assert {"README.md", "CHANGELOG.md", "LICENSE", f"tests/test_{scaffold.module}.py"} <= files.keys()
    assert project["project"]["entry-points"]["collabmodel"] == {"acme-sms": scaffold.module}
    assert [path for path, text in files.items() if "${" in text or "$module" in text or "$adapter" in text] == []
    for path, text in files.items():
        if path.endswith(".py"):
            compile(text, path, "exec")


def test_what_was_written_is_told_to_programs(tmp_path):
    """The JSON object names the module, the adapter and every file, and each of them is there."""
    code, out = new("acme", "--kind", "check", "--out", tmp_path / "x", "--json")
    told = json.loads(out)

    assert (code, told["module"], told["adapter"], told["kind"]) == (0, "acme", "acme", "check")
    assert len(told["files"]) == 7
    assert all(Path(path).is_file() for path in told["files"])


def test_nothing_is_written_over(tmp_path):
    """Files that are there are named, all of them, and none is changed or added."""
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("mine too", encoding="utf-8")
    code, out = new("acme", "--kind", "store", "--out", tmp_path)

    assert code == 2
    assert out.count("there already") == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["README.md", "pyproject.toml"]
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine"


def test_a_file_in_place_of_the_folder_is_told(tmp_path):
    """Where a file stands in place of the folder, that is said, and it stays."""
    (tmp_path / "acme").write_text("mine", encoding="utf-8")
    code, out = new("acme", "--kind", "store", "--out", tmp_path / "acme")

    assert (code, "no folder" in out) == (2, True)


@pytest.mark.parametrize(
    ("name", "kind", "wrong"),
    [
        ("", "check", ["no name of a distribution"]),
        ("../up", "check", ["no name of a distribution"]),
        ("-acme", "check", ["no name of a distribution"]),
        ("a" * 61, "check", ["no name of a distribution"]),
        ("å", "check", ["no name of a distribution"]),
        ("class", "check", ["no name of a Python module"]),
        ("json", "check", ["a module of this name is there already"]),
        ("collabmodel", "check", ["a module of this name is there already"]),
        ("7up", "notifier", ["no name of a Python module", "no name of a notifier"]),
        ("collabmodel-memory", "store", ["the library brings a store of this name"]),
        ("sqlite3", "store", ["a module of this name is there already"]),
    ],
)
def test_names_that_cannot_be_are_refused(name, kind, wrong):
    """A name must be one of a distribution, a module and an adapter, and free; all that is wrong is told with hints."""
    problems = list(named(name, kind))

    assert [problem.what for problem in problems] == wrong
    assert all(problem.hint for problem in problems)


@pytest.mark.parametrize("name", ["acme", "collabmodel-acme", "Acme.SMS", "acme_2"])
def test_names_that_can_be_are_taken(name):
    """The usual forms of names go through."""
    assert list(named(name, "notifier")) == []
