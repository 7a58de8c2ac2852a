"""Tests that live where their readers are: examples in docstrings, in the documentation, and in the README."""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib.util
import io
import re
import shlex
import tempfile
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from pathlib import Path
from typing import Any

import pytest
from sybil import Document, Example, Region, Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.rest import DocTestParser
from sybil.sybil import SybilCollection

ROOT = Path(__file__).parent
MONDAY = dt.datetime(2026, 3, 2, 7, 0, tzinfo=dt.UTC)
SETTINGS = {"plugins", "stores", "notifiers", "reporters"}
FENCE = re.compile(
    r"^```(?:(?P<plain>\w+)|\{code-block\} (?P<directive>\w+)\n:caption: (?P<caption>\S+))\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer to rewrite golden files after a wanted change."""
    parser.addoption("--regenerate", action="store_true", help="rewrite golden files from what the code does now")


@pytest.fixture
def regenerate(request: pytest.FixtureRequest) -> bool:
    """Tell whether golden files are to be rewritten instead of compared."""
    return bool(request.config.getoption("--regenerate"))


def not_installed() -> list[str]:
    """List the distributions under plugins/ that are not installed here."""
    folders = sorted(path for path in (ROOT / "plugins").iterdir() if (path / "src").is_dir())
    return [path.name for path in folders if importlib.util.find_spec(path.name.replace("-", "_")) is None]


def pytest_report_header() -> list[str]:
    """Say whose tests are left out because they are not installed."""
    return [f"not installed, so their tests are left out: {', '.join(missing)}"] if (missing := not_installed()) else []


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out the tests of what is not installed."""
    left_out = any(ROOT / "plugins" / name in (collection_path, *collection_path.parents) for name in not_installed())
    return True if left_out else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave nightly tests out unless they are asked for."""
    if "nightly" in (config.getoption("-m") or ""):
        return
    skip = pytest.mark.skip(reason="a long run; ask for it with -m nightly")
    for item in items:
        if "nightly" in item.keywords:
            item.add_marker(skip)


def parse_fences(document: Document) -> list[Region]:
    """Find the fences of a page that show files or a terminal."""
    regions = []
    for match in FENCE.finditer(document.text):
        language = match["plain"] or match["directive"]
        if language in {"yaml", "console", "csv", "json", "python"}:
            parsed = (language, match["caption"], match["body"])
            regions.append(Region(match.start(), match.end(), parsed, evaluate_fence))
    return regions


def evaluate_fence(example: Example) -> str | None:
    """Write a captioned file, load a piece of a model, or run what a terminal shows."""
    with contextlib.chdir(example.namespace["_folder"].name):
        try:
            return evaluate_here(*example.parsed, example.namespace)
        except Exception as error:  # noqa: BLE001 - a page's reader wants the message, whatever it is
            return f"{type(error).__name__}: {error}"


def evaluate_here(language: str, caption: str | None, body: str, namespace: dict[str, Any]) -> str | None:
    """Do what a fence shows, in the folder of its page."""
    if language == "python":
        exec(compile(body, "<page>", "exec"), namespace)  # noqa: S102 - the page's own example
    if caption:
        Path(caption).write_text(body, encoding="utf-8")
    if language == "console":
        return run_terminal(body, namespace)
    if language == "yaml" and "mapping" not in (caption or ""):
        from collabmodel.formats import load
        from collabmodel.plugin import read_settings
        from collabmodel.simulate.reading import load_scenario

        if caption == "collabmodel.yaml":
            return read_settings(Path(caption)) and None
        if caption and caption.endswith(".scenario.yaml"):
            return load_scenario(Path(caption)) and None
        if caption:
            return load(Path(caption)) and None
        given = set(re.findall(r"^(\w+):", body, re.MULTILINE))
        if given and given <= SETTINGS:
            return read_settings(body) and None
        missing = [line for line in ("format: 1", "id: example") if line.partition(":")[0] not in given]
        load("\n".join([*missing, body]))
    return None


def run_terminal(body: str, namespace: dict[str, Any]) -> str | None:
    """
    Run each ``$ collabmodel ...`` line and compare what it prints; ``...`` stands for anything.

    Cases run on a Monday morning, one minute a command, so that pages can show times.
    """
    from collabmodel.cli import case_store, main

    environment = namespace.setdefault("_environment", {})
    body = body.replace("\\\n", " ")
    for name, value in re.findall(r"^\$ export (\w+)=(.*)$", body, re.MULTILINE):
        environment[name] = value
    for command, expected in re.findall(r"^\$ collabmodel (.*)\n((?:(?!\$ ).*\n?)*)", body, re.MULTILINE):
        shown = io.StringIO()
        with (
            pytest.MonkeyPatch.context() as patch,
            contextlib.redirect_stdout(shown),
            contextlib.redirect_stderr(shown),
            contextlib.suppress(SystemExit),
        ):
            for name, value in environment.items():
                patch.setenv(name, value)
            moment = namespace["_now"] = namespace.get("_now", MONDAY) + dt.timedelta(minutes=1)
            patch.setattr(case_store, "clock", lambda moment=moment: moment)
            main(shlex.split(command))
        if not matches(expected, shown.getvalue()):
            return f"$ collabmodel {command}\nexpected:\n{expected}\ngot:\n{shown.getvalue()}"
    return None


def matches(expected: str, got: str) -> bool:
    """Compare, where ``...`` stands for anything and trailing spaces do not count."""
    lines = "\n".join(line.rstrip() for line in expected.strip().splitlines())
    pattern = re.escape(lines).replace(re.escape("..."), ".*")
    return re.fullmatch(pattern, "\n".join(line.rstrip() for line in got.strip().splitlines()), re.DOTALL) is not None


def enter_folder(namespace: dict[str, Any]) -> None:
    """Give a page a folder of its own, with the examples in it as in a copy of the repository."""
    namespace["_folder"] = tempfile.TemporaryDirectory()
    Path(namespace["_folder"].name, "examples").symlink_to(ROOT / "examples")


def leave_folder(namespace: dict[str, Any]) -> None:
    """Take the folder away."""
    namespace["_folder"].cleanup()


docstrings = Sybil(
    path="src",
    pattern="*.py",
    parsers=[DocTestParser(optionflags=ELLIPSIS | NORMALIZE_WHITESPACE)],
    document_types={".py": PythonDocStringDocument},
)
pages = Sybil(path="docs", pattern="*.md", parsers=[parse_fences], setup=enter_folder, teardown=leave_folder)
readme = Sybil(pattern="README.md", parsers=[parse_fences], setup=enter_folder, teardown=leave_folder)
kept = Sybil(
    path="plugins",
    pattern="*.py",
    excludes=["test_*.py", "conftest.py"],
    parsers=[DocTestParser(optionflags=ELLIPSIS | NORMALIZE_WHITESPACE)],
    document_types={".py": PythonDocStringDocument},
)
pytest_collect_file = SybilCollection((docstrings, pages, readme, kept)).pytest()
