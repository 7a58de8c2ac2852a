"""The files of a new plugin: their names, the words put into them, and what is wrong with the names asked for."""

from __future__ import annotations

import importlib.metadata
import importlib.resources
import keyword
import re
import string
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

import attrs

from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.plugin import Host

_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
_ADAPTER = re.compile(r"[a-z][a-z0-9-]{0,39}")
_FOLDERS = "collabmodel.cli"
LONGEST = 60
"""Most characters of the name of a new plugin."""


@attrs.frozen(kw_only=True)
class Sort:
    """
    What differs between kinds of plugins.

    Args:
        suite: Name of the conformance suite.
        summary: What the plugin is at first, one sentence.
        modules: Modules beside the one with the hooks.
    """

    suite: str
    summary: str
    modules: tuple[str, ...] = ()


KINDS: Mapping[str, Sort] = {
    "check": Sort(suite="CheckConformance", summary="Checks of models for collabmodel."),
    "format": Sort(suite="FormatConformance", summary="A format of case histories for collabmodel."),
    "notifier": Sort(suite="NotifierConformance", summary="Notifications as lines of a file for collabmodel."),
    "reporter": Sort(suite="ReporterConformance", summary="Reports in Markdown for collabmodel."),
    "store": Sort(
        suite="StoreConformance",
        summary="A store in one file of JSON lines for collabmodel.",
        modules=("entries", "lines"),
    ),
}
"""Kinds of plugins that can be begun."""


@attrs.frozen(kw_only=True)
class Scaffold:
    """
    A plugin to be begun.

    Args:
        name: Its name as asked for.
        kind: What it brings, one of ``KINDS``.

    >>> one = Scaffold(name="collabmodel-Acme_SMS", kind="notifier")
    >>> one.distribution, one.module, one.adapter
    ('collabmodel-acme-sms', 'collabmodel_acme_sms', 'acme-sms')
    """

    name: str
    kind: str

    @property
    def distribution(self) -> str:
        """Name of its distribution, in the form in which installers compare such names."""
        return re.sub(r"[-_.]+", "-", self.name).lower()

    @property
    def module(self) -> str:
        """Name of its module."""
        return self.distribution.replace("-", "_")

    @property
    def adapter(self) -> str:
        """Name of the adapter that it brings."""
        return self.distribution.removeprefix("collabmodel-")


def named(name: str, kind: str) -> Iterator[Problem]:
    """
    Tell all that is wrong with a name for a plugin.

    Args:
        name: The name.
        kind: What the plugin brings.

    >>> [str(problem) for problem in named("acme-sms", "notifier")]
    []
    """
    place, one = Place("NAME"), Scaffold(name=name, kind=kind)
    if not _NAME.fullmatch(name) or len(name) > LONGEST:
        hint = f"letters, digits, and - _ . between them, at most {LONGEST} characters: collabmodel-acme"
        yield Problem(what="no name of a distribution", value=repr(name[:LONGEST]), place=place, hint=hint)
        return
    if not one.module.isidentifier() or keyword.iskeyword(one.module):
        hint = f"begin with a letter: collabmodel-{one.distribution}"
        yield Problem(what="no name of a Python module", value=repr(one.module), place=place, hint=hint)
    elif one.module in sys.stdlib_module_names or one.module == "collabmodel":
        hint = f"collabmodel-{one.adapter}-plugin" if one.module == "collabmodel" else f"collabmodel-{one.distribution}"
        yield Problem(what="a module of this name is there already", value=repr(one.module), place=place, hint=hint)
    if not _ADAPTER.fullmatch(one.adapter):
        hint = "a letter, then letters, digits and hyphens, at most 40"
        yield Problem(what=f"no name of a {kind}", value=repr(one.adapter), place=place, hint=hint)
    ours = _ours(kind)
    if one.adapter in ours:
        hint = f"taken are {', '.join(sorted(ours))}"
        yield Problem(what=f"the library brings a {kind} of this name", value=repr(one.adapter), place=place, hint=hint)


def _ours(kind: str) -> set[str]:
    """Give the names of a kind that the library itself brings."""
    return {name for one in Host.discover(allow=()).plugins for sort, name in one.brings if sort == kind}


def taken(folder: Path, files: Iterable[PurePosixPath]) -> Iterator[Problem]:
    """
    Tell what stands where files are to be written.

    Args:
        folder: The folder.
        files: The files, as paths below it.
    """
    hint = "nothing is written over: name another folder with --out"
    if folder.exists() and not folder.is_dir():
        yield Problem(what="no folder", place=Place(str(folder)), hint=hint)
        return
    for path in files:
        if (folder / path).exists() or (folder / path).is_symlink():
            yield Problem(what="there already", place=Place(str(folder / path)), hint=hint)


def files_of(scaffold: Scaffold) -> dict[PurePosixPath, str]:
    """
    Give the files of a plugin: their paths below its folder, and what stands in them.

    Args:
        scaffold: The plugin.

    >>> [str(path) for path in files_of(Scaffold(name="acme", kind="check"))][-2:]
    ['src/acme/py.typed', 'tests/test_acme.py']
    """
    sort, module = KINDS[scaffold.kind], scaffold.module
    words = {
        "distribution": scaffold.distribution,
        "module": module,
        "adapter": scaffold.adapter,
        "suffix": scaffold.adapter.replace("-", "")[:20],
        "kind": scaffold.kind,
        "suite": sort.suite,
        "summary": sort.summary,
        "range": _range(importlib.metadata.version("collabmodel")),
    }
    words["settings"] = _filled(f"{scaffold.kind}/settings.txt", words)
    sources = {
        "CHANGELOG.md": "every/CHANGELOG.md.txt",
        "LICENSE": "every/LICENSE.txt",
        "README.md": "every/README.md.txt",
        "pyproject.toml": "every/pyproject.toml.txt",
        f"src/{module}/__init__.py": f"{scaffold.kind}/module.txt",
        **{f"src/{module}/{part}.py": f"{scaffold.kind}/{part}.txt" for part in sort.modules},
        f"src/{module}/py.typed": "",
        f"tests/test_{module}.py": f"{scaffold.kind}/test.txt",
    }
    return {PurePosixPath(path): _filled(source, words) if source else "" for path, source in sources.items()}


def write_files(scaffold: Scaffold, folder: Path) -> tuple[PurePosixPath, ...]:
    """
    Write the files of a plugin, or none of them, and give their paths below the folder.

    Args:
        scaffold: The plugin.
        folder: Where to; made if it is not there.

    Raises:
        ConfigError: The name cannot be, or something stands where a file would be; with all that is wrong.
    """
    problems = [*named(scaffold.name, scaffold.kind)]
    files = {} if problems else files_of(scaffold)
    problems += taken(folder, files)
    if problems:
        raise ConfigError(problems)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        with (folder / path).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return tuple(files)


def _filled(source: str, words: Mapping[str, str]) -> str:
    file = importlib.resources.files(_FOLDERS).joinpath("scaffolds", source)
    return string.Template(file.read_text(encoding="utf-8")).substitute(words)


def _range(version: str) -> str:
    """
    Give the releases of the library that a plugin made for one of them works with.

    >>> _range("0.4.2"), _range("2.1"), _range("1.0rc1")
    ('>=0.4,<0.5', '>=2.1,<3', '>=1.0rc1,<2')
    """
    major, minor = (int(part) for part in (*re.findall(r"\d+", version), "0")[:2])
    # What comes before a release is below it, so it has to be named.
    lowest = f"{major}.{minor}" if version.replace(".", "").isdigit() else version
    return f">={lowest},<{f'0.{minor + 1}' if major == 0 else major + 1}"
