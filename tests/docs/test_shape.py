"""The shape of the code: what keeps it readable, held by a machine."""

from __future__ import annotations

import ast
import functools
import itertools
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "src").rglob("*.py"), *ROOT.glob("plugins/*/src/**/*.py")])
BANNED = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager", "core"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions() -> Iterator[tuple[str, Function]]:
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            if isinstance(node, Function):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node


def outermost_functions() -> Iterator[tuple[str, Function]]:
    """Walk over functions and methods, but not over functions inside functions, which their owner already shows."""
    for path in SOURCES:
        owners = [tree(path), *(node for node in tree(path).body if isinstance(node, ast.ClassDef))]
        for node in itertools.chain.from_iterable(owner.body for owner in owners):
            if isinstance(node, Function):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node


def body_without_docstring(node: Function) -> list[ast.stmt]:
    return node.body[1:] if ast.get_docstring(node) is not None else node.body


def length(node: Function) -> int:
    docstring = node.body[0] if ast.get_docstring(node) is not None else None
    without = (docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0
    return (node.end_lineno or 0) - node.lineno + 1 - without


def is_public(path: Path, name: str) -> bool:
    return not name.startswith("_") and not any(part.startswith("_") and part != "__init__.py" for part in path.parts)


def public_definitions() -> Iterator[tuple[str, ast.ClassDef | Function]]:
    for path in SOURCES:
        for node in tree(path).body:
            if not isinstance(node, ast.ClassDef | ast.FunctionDef) or not is_public(path.relative_to(ROOT), node.name):
                continue
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node
            for inner in node.body if isinstance(node, ast.ClassDef) else ():
                if isinstance(inner, Function) and not inner.name.startswith("_"):
                    yield f"{path.relative_to(ROOT)}:{inner.lineno} {node.name}.{inner.name}", inner


def test_functions_stay_short() -> None:
    """No function is longer than 50 lines, and nine of ten have at most 25."""
    sizes = sorted((length(node), where) for where, node in functions())

    assert [where for size, where in sizes if size > 50] == []
    assert sizes[int(len(sizes) * 0.9)][0] <= 25


def test_modules_stay_short() -> None:
    """No module is longer than 400 lines."""
    assert [str(path) for path in SOURCES if len(path.read_text(encoding="utf-8").splitlines()) > 400] == []


def test_names_say_something() -> None:
    """No module or package has a name that could hold anything."""
    assert [str(path) for path in SOURCES if BANNED & set(path.with_suffix("").parts[len(ROOT.parts) :])] == []


def test_everything_is_annotated() -> None:
    """Every argument and every result has a type."""
    missing = []
    for where, node in functions():
        arguments = itertools.chain(node.args.posonlyargs, node.args.args, node.args.kwonlyargs)
        bare = [a.arg for a in arguments if a.annotation is None and a.arg not in {"self", "cls"}]
        if bare or node.returns is None:
            missing.append((where, bare))

    assert missing == []


def test_public_names_have_docstrings() -> None:
    """Every public class, function and method says what it is for."""
    assert [where for where, node in public_definitions() if not ast.get_docstring(node)] == []


def raised_names(node: Function) -> set[str]:
    names = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Raise) and inner.exc is not None:
            called = inner.exc.func if isinstance(inner.exc, ast.Call) else inner.exc
            names.add(called.id if isinstance(called, ast.Name) else getattr(called, "attr", ""))
    return {name for name in names if name[:1].isupper() and name.endswith(("Error", "Exit", "Exception"))}


def test_raised_errors_are_documented() -> None:
    """Every error that a public function raises itself is named under Raises."""
    undocumented = []
    for where, node in public_definitions():
        if isinstance(node, ast.ClassDef):
            continue
        docstring = ast.get_docstring(node) or ""
        raises = docstring.partition("Raises:")[2]
        undocumented += [(where, name) for name in sorted(raised_names(node)) if name not in raises]

    assert undocumented == []


def test_no_two_functions_share_six_lines() -> None:
    """What is written six lines long twice in one distribution becomes one thing."""
    seen: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for where, node in outermost_functions():
        lines = [line.strip() for line in ast.unparse(ast.Module(body_without_docstring(node), [])).splitlines()]
        for start in range(len(lines) - 5):
            # A distribution cannot take what another keeps to itself.
            seen[where.partition("src/")[0], *lines[start : start + 6]].add(where)

    assert sorted({tuple(sorted(places)) for places in seen.values() if len(places) > 1}) == []


@pytest.mark.parametrize("word", ["TODO", "FIXME", "raise NotImplementedError", "pragma: no cover"])
def test_nothing_is_postponed_silently(word: str) -> None:
    """No code waits for later; a line left out of coverage says why on the same line."""
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in SOURCES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if word in line and not (word.startswith("pragma") and "pragma: no cover - " in line)
    ]

    assert found == []
