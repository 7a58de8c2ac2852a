"""
The switch between the interpreted kernel and the compiled one, which are one source and give the same bytes.

The compiler's own cache on disk does not notice that a called function or a constant has changed, so compiled code lies
in a folder named after everything it depends on: the kernel's sources, the compiler, Python and the processor.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib
import importlib.metadata
import importlib.util
import math
import os
import platform
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any

from collabmodel.errors import ConfigError, Problem, SimulationError

MODULES = (
    "numbers", "draws", "numerics", "hours", "heap", "memory", "logging", "codes", "shapes", "standing", "noticing",
    "instances", "changes", "gates", "life", "people", "agenda", "entries", "tasks", "plans",
    "carrying", "acts", "cases", "readiness", "work", "meetings", "loop",
)  # fmt: skip
"""The kernel's modules, callees first. Each lists in ``KERNEL`` what is compiled of it. It may have ``BESIDE``, what is
compiled before that; ``INSTEAD``, pairs of what is compiled in place of what; ``NATIVE``, pairs of what is a type of
numpy's or of ``pointers``; and ``ENTRANCES``, what is called from outside and all that a warm start loads."""
CACHE_VARIABLE = "COLLABMODEL_CACHE_DIR"
"""Environment variable that names the folder of compiled code."""
FLAT = {
    "Ints": "int64[::1]",
    "Heap": "int64[::1]",
    "Floats": "float64[::1]",
    "int": "int64",
    "float": "float64",
    "bool": "boolean",
}
"""What the compiler makes of an annotation of what is called from outside."""
Kernel = SimpleNamespace
"""The kernel's functions by name."""
_ONE_AT_A_TIME = threading.RLock()


def available() -> bool:
    """Tell whether the kernel can be compiled here: the extra ``fast`` is there and compiling is not switched off."""
    switched_off = os.environ.get("NUMBA_DISABLE_JIT", "0") not in {"", "0"}
    return not switched_off and all(importlib.util.find_spec(name) for name in ("numba", "numpy"))


def is_warm(modules: tuple[str, ...] = MODULES) -> bool:
    """
    Tell, without waking the compiler, whether the kernel was compiled before on this computer as it is now.

    Args:
        modules: Which of its modules.

    >>> is_warm(("no such module",))
    False
    """
    return available() and _is_ours(_folder()) and _mark(_folder(), modules).is_file()


def kernel(
    *,
    compiled: bool,
    functions: Mapping[str, Callable[[float], float]] | None = None,
    modules: tuple[str, ...] = MODULES,
) -> Kernel:
    """
    Give the kernel's functions by name. Threads may ask at the same time; what is compiled once is given again.

    Args:
        compiled: Whether they work on numpy's arrays, compiled, or on lists, interpreted.
        functions: Users' own distributions in the order of their numbers; only where it is not compiled.
        modules: Which of its modules, with all that they call.

    Raises:
        ConfigError: The extra ``fast`` is missing or compiling is switched off; or users' functions shall be compiled.

    >>> kernel(compiled=False).next_open([0] * 100, 0, 17)
    17
    """
    with _ONE_AT_A_TIME:
        if not compiled:
            return _interpreted(modules, functions or {})
        if functions:
            hint = "run interpreted"
            raise ConfigError((Problem(what="users' functions cannot be compiled", value=_told(functions), hint=hint),))
        if not available():
            hint = "install collabmodel[fast] and leave NUMBA_DISABLE_JIT unset, or run interpreted"
            raise ConfigError((Problem(what="the compiled kernel needs numba", hint=hint),))
        return _compiled(modules)


def _told(functions: Mapping[str, object]) -> str:
    return ", ".join(repr(name) for name in functions)


def _imported(modules: tuple[str, ...]) -> list[ModuleType]:
    return [importlib.import_module(f"collabmodel.simulate.kernel.{name}") for name in modules]


def _interpreted(names: tuple[str, ...], functions: Mapping[str, Callable[[float], float]]) -> Kernel:
    sources = [function for module in _imported(names) for function in module.KERNEL]
    if not functions:
        return Kernel(**{source.__name__: source for source in sources})
    draw = next(source for source in sources if source.__name__ == "user_draw")
    made: dict[object, Any] = {draw: _user_draw(functions)}
    _rebuild(sources, made, lambda twin: twin)
    _bind(made)
    return Kernel(**{source.__name__: made[source] for source in sources})


def _user_draw(functions: Mapping[str, Callable[[float], float]]) -> Callable[[int, float], float]:
    named = tuple(functions.items())

    def user_draw(number: int, u: float) -> float:
        name, function = named[number]
        try:
            value = float(function(u))
        except (Exception, SystemExit) as error:
            what = f"the function {name!r} failed or gave what is no number"
            raise SimulationError((Problem(what=what, value=type(error).__name__),)) from error
        if not math.isfinite(value):
            problem = Problem(what=f"the function {name!r} gave what is no number", value=repr(value))
            raise SimulationError((problem,))
        return value

    return user_draw


@functools.cache
def _compiled(names: tuple[str, ...]) -> Kernel:
    modules = _imported(names)
    instead = {old: new for module in modules for old, new in getattr(module, "INSTEAD", ())}
    named = [function for module in modules for function in (*getattr(module, "BESIDE", ()), *module.KERNEL)]
    sources = [instead.get(source, source) for source in named]
    entrances = {source for module in modules for source in getattr(module, "ENTRANCES", ())}
    folder = _writable_folder()
    made = _wrapped(modules, sources, entrances or set(sources), folder)
    made.update({old: made[new] for old, new in instead.items()})
    _bind(made)
    warm = folder is not None and _mark(folder, names).is_file()
    for source in sources:
        if not warm or source in entrances:
            made[source].compile(_signature(source) if source in entrances or not entrances else _within(source))
            # Else every constant in a call would make a version of its own.
            made[source].disable_compile()
    if folder is not None:
        _mark(folder, names).touch()
    return Kernel(**{source.__name__: made[source] for source in named})


def _wrapped(
    modules: list[ModuleType], sources: list[FunctionType], entrances: set[FunctionType], folder: Path | None
) -> dict[object, Any]:
    """Wrap what is called from outside to be called so and kept on disk; all else is part of that."""
    import numpy as np  # noqa: PLC0415 - an optional extra

    njit: Any = importlib.import_module("numba").njit

    pointers = importlib.import_module("collabmodel.simulate.pointers")
    made: dict[object, Any] = {
        function: getattr(np, name, None) or getattr(pointers, name)
        for module in modules
        for function, name in getattr(module, "NATIVE", ())
    }
    config: Any = importlib.import_module("numba.core.config")
    before = config.CACHE_DIR
    config.CACHE_DIR = str(folder or "")
    try:
        inner = [source for source in sources if source not in entrances]
        _rebuild(inner, made, njit(nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True))
        _rebuild(list(entrances), made, njit(nogil=True, cache=folder is not None))
    finally:
        config.CACHE_DIR = before
    return made


def _rebuild(sources: list[FunctionType], made: dict[object, Any], wrap: Callable[[FunctionType], Any]) -> None:
    """Make a twin of every function that has none yet."""
    for source in sources:
        if source not in made:
            twin = FunctionType(source.__code__, dict(source.__globals__), source.__name__)
            twin.__qualname__ = source.__qualname__
            made[source] = wrap(twin)


def _bind(made: dict[object, Any]) -> None:
    """Let the twins call one another. The compiler looks names up when it compiles, so this may come after wrapping."""
    for thing in made.values():
        twin = getattr(thing, "py_func", thing)
        if isinstance(twin, FunctionType) and twin.__module__ != __name__:
            names = twin.__globals__
            called = {name: value for name, value in names.items() if isinstance(value, FunctionType)}
            names.update({name: made[value] for name, value in called.items() if value in made})


def _signature(function: FunctionType) -> str:
    told = [FLAT[annotation] for name, annotation in function.__annotations__.items() if name != "return"]
    return f"({', '.join(told)},)"


def _within(function: FunctionType) -> tuple[Any, ...]:
    """Give what a function within the kernel takes: addresses where one from outside takes arrays."""
    numba: Any = importlib.import_module("numba")
    pointers = importlib.import_module("collabmodel.simulate.pointers")
    kinds = {"Ints": pointers.INTS, "Heap": pointers.INTS, "Floats": pointers.FLOATS}
    told = [annotation for name, annotation in function.__annotations__.items() if name != "return"]
    return tuple(kinds[one] if one in kinds else getattr(numba, FLAT[one]) for one in told)


def _mark(folder: Path, names: tuple[str, ...]) -> Path:
    """Name the file that tells that all of these modules were compiled to their end."""
    return folder / f"ready-{hashlib.sha256(repr(names).encode()).hexdigest()[:8]}"


def _writable_folder() -> Path | None:
    """Give the folder of compiled code, or None where nothing can be kept."""
    folder = _folder()
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder if _is_ours(folder) and os.access(folder, os.W_OK | os.X_OK) else None


def _is_ours(folder: Path) -> bool:
    """Tell whether a folder is there that nobody else may write to: what lies in it will be run."""
    try:
        found = folder.stat()
    except OSError:
        return False
    return sys.platform == "win32" or (found.st_uid == os.getuid() and not found.st_mode & 0o022)


def _folder() -> Path:
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        home = Path(named)
    elif sys.platform == "win32":
        home = Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "collabmodel" / "cache"
    elif sys.platform == "darwin":
        home = Path.home() / "Library" / "Caches" / "collabmodel"
    else:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "collabmodel"
    return home / f"kernel-{_digest()}"


@functools.cache
def _digest() -> str:
    told = [sys.implementation.cache_tag or "", platform.python_version(), platform.machine(), _processor()]
    told += [f"{name} {importlib.metadata.version(name)}" for name in ("numba", "llvmlite", "numpy")]
    told += [f"{name}={os.environ[name]}" for name in sorted(os.environ) if name.startswith("NUMBA_")]
    digest = hashlib.sha256("\n".join(told).encode())
    for path in sorted(Path(__file__).with_name("kernel").glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _processor() -> str:
    """Give what the operating system tells about the processor; compiled code may use all that it can do."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor()
    wanted = {"model name", "flags", "Features", "CPU implementer", "CPU part"}
    return "\n".join(sorted({line for line in lines if line.partition(":")[0].strip() in wanted}))
