"""The documentation names every hook, adapter and setting, those of the distributions kept beside the library too."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path

import attrs
import pytest

from collabmodel.plugin import Host, hookspecs, kinds

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
KEPT = {path.name for path in (REFERENCE.parents[1] / "plugins").iterdir() if path.is_dir()}
HOOKS = {name: hook for name, hook in vars(hookspecs).items() if name.startswith("collabmodel_")}


def page(name: str) -> str:
    return (REFERENCE / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(HOOKS))
def test_every_hook_is_documented_with_its_request_and_what_it_gives(name: str) -> None:
    """A hook that comes, goes or changes what it takes must change its row in the table."""
    (row,) = re.findall(rf"^\| `{name}` \| `(\w+)` \| (.*) \|$", page("plugins"), re.MULTILINE)
    signature = inspect.signature(HOOKS[name])
    (request,) = signature.parameters.values()
    gives = re.fullmatch(r"tuple\[(?:Any)?(\w+), \.\.\.\]|None", str(signature.return_annotation))

    assert row[0] == request.annotation
    assert gives is not None
    assert gives[1] is None or gives[1] in row[1]
    assert ("Provisional" in (inspect.getdoc(HOOKS[name]) or "")) is ("provisional" in row[1])


def test_every_documented_hook_exists() -> None:
    """The page names no hook that is gone."""
    assert set(re.findall(r"collabmodel_(?:register_\w+|case_changed)", page("plugins"))) == set(HOOKS)


@pytest.mark.parametrize(
    "kind", ["StoreKind", "NotifierKind", "ReporterKind", "HistoryFormat", "IndicatorKind", "CommandKind"]
)
def test_every_part_of_a_kind_is_documented(kind: str) -> None:
    """The table of kinds names every field."""
    (row,) = re.findall(rf"^\| `{kind}` \| (.*) \|$", page("plugins"), re.MULTILINE)

    assert [one.name for one in attrs.fields(getattr(kinds, kind)) if f"`{one.name}" not in row] == []


def adapters() -> list[object]:
    host = Host.discover(environ={})
    own = {one.name: one for one in host.plugins if one.distribution in {*KEPT, "collabmodel"}}
    found = []
    for plugin in own.values():
        for sort, name in plugin.brings:
            table = {"store": host.stores, "notifier": host.notifiers, "reporter": host.reporters}.get(sort, ())
            config = next((kind.config for kind in table if kind.name == name), None)
            found.append(pytest.param(plugin.distribution, sort, name, config, id=f"{sort}-{name}"))
    return found


@pytest.mark.parametrize(("distribution", "sort", "name", "config"), adapters())
def test_every_adapter_and_setting_is_documented(distribution: str, sort: str, name: str, config: type | None) -> None:
    """The page of a distribution names what it brings and every setting, nested ones too."""
    text = page("plugins" if distribution == "collabmodel" else f"plugins/{distribution.removeprefix('collabmodel-')}")

    assert f"`{name}" in text or f"`.{name}" in text, f"{sort} {name}"
    assert [setting for setting in settings_of(config) if f"`{setting}`" not in text] == []


def settings_of(config: type | None) -> list[str]:
    if config is None:
        return []
    attrs.resolve_types(config)
    found = []
    for one in attrs.fields(config):
        found.append(one.metadata.get("key", one.name))
        inner = one.type if isinstance(one.type, type) else next(iter(getattr(one.type, "__args__", ())), None)
        if isinstance(inner, type) and attrs.has(inner) and inner.__name__ not in {"Secret", "Text"}:
            found += settings_of(inner)
    return found


def test_every_distribution_has_its_page_readme_and_changelog() -> None:
    """Whoever looks for a plugin finds what it is, in the documentation and in its folder."""
    root = REFERENCE.parents[1] / "plugins"
    pages = [f"{name.removeprefix('collabmodel-')}.md" for name in sorted(KEPT)]

    assert [one for one in pages if not (REFERENCE / "plugins" / one).is_file()] == []
    files = ("README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml")
    assert [f"{name}/{file}" for name in KEPT for file in files if not (root / name / file).is_file()] == []
    assert [name for name in KEPT if name not in page("plugins")] == []


@pytest.mark.parametrize("face", ["plugin", "plugin.storing", "testing"])
def test_the_public_faces_are_documented(face: str) -> None:
    """Every public name of the socket and of the kit is told from its docstring, and has one."""
    module = importlib.import_module(f"collabmodel.{face}")

    assert f".. automodule:: collabmodel.{face}\n" in page("api")
    assert [
        name for name in module.__all__ if inspect.isclass(found := getattr(module, name)) and not found.__doc__
    ] == []
