"""What the library itself plugs in, and what is kept beside it, uses public names only: else the port is wrong."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ADAPTERS = sorted((ROOT / "src" / "collabmodel" / "adapters").rglob("*.py"))
KEPT = sorted((ROOT / "plugins").glob("*/src/**/*.py"))


def imported(path: Path) -> list[tuple[str, str]]:
    """Give the modules of the library that a file imports, and the names it takes of each."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "collabmodel":
            found += [(str(node.module), alias.name) for alias in node.names]
        if isinstance(node, ast.Import):
            found += [(alias.name, "") for alias in node.names if alias.name.startswith("collabmodel.")]
    return found


def is_public(module: str, name: str) -> bool:
    face = importlib.import_module(module)
    return module == "collabmodel.errors" or name in getattr(face, "__all__", ())


@pytest.mark.parametrize("path", [*ADAPTERS, *KEPT], ids=lambda path: str(path.relative_to(ROOT)))
def test_plugins_use_public_names_only(path: Path) -> None:
    """An adapter takes its names from the faces of packages; its own package may be taken apart as it likes."""
    own = "collabmodel.adapters" if path in ADAPTERS else "collabmodel_"

    private = [one for one in imported(path) if not one[0].startswith(own) and not is_public(*one)]

    assert private == []


def test_no_plugin_uses_another() -> None:
    """Each distribution stands alone: it can be installed without the others."""
    names = {path.name for path in (ROOT / "plugins").glob("*/src/*")}
    for path in KEPT:
        own = next(part for part in path.parts if part in names)
        text = path.read_text(encoding="utf-8")
        assert [name for name in names - {own} if name in text] == [], path
