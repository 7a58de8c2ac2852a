"""The switch between the interpreted and the compiled kernel."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import collabmodel
from collabmodel.errors import ConfigError
from collabmodel.simulate.compiled import available, kernel

needs_numba = pytest.mark.skipif(not available(), reason="the extra fast is not installed")
SOURCE = Path(next(iter(collabmodel.__path__)))
SAY = "from collabmodel.simulate.compiled import available, is_warm, kernel; import sys; D = ('draws',); "


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Give a copy of the package, which may be changed and which nothing else changes."""
    return shutil.copytree(SOURCE, tmp_path / "collabmodel", ignore=shutil.ignore_patterns("__pycache__"))


def say(code: str, **environment: str) -> str:
    """Run a line in a process of its own and give what it printed."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    done = subprocess.run(
        [sys.executable, "-c", SAY + code], env=inherited | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_interpreted_kernel_wakes_no_compiler() -> None:
    """Running interpreted, and asking whether a compiled kernel is there, imports neither numba nor numpy."""
    code = "kernel(compiled=False, modules=D).mix(1); is_warm(); print('numba' in sys.modules, 'numpy' in sys.modules)"

    assert say(code) == "False False"


def test_without_the_extra_the_refusal_names_it() -> None:
    """Where numba is missing or switched off, asking for the compiled kernel says what to install."""
    ask = "\ntry: kernel(compiled=True)\nexcept Exception as error: print(type(error).__name__, error, available())"

    missing = say("sys.modules['numba'] = None" + ask)
    switched_off = say("pass" + ask, NUMBA_DISABLE_JIT="1")

    assert missing == switched_off
    assert missing.startswith("ConfigError")
    assert "collabmodel[fast]" in missing


def test_users_functions_are_not_compiled() -> None:
    """A user's function cannot be compiled, and the refusal names it."""
    with pytest.raises(ConfigError, match="'mine'"):
        kernel(compiled=True, functions={"mine": lambda u: u})


@needs_numba
def test_what_was_compiled_once_is_warm(package: Path) -> None:
    """A folder is warm once everything in it was compiled, for the modules that were."""
    code = "print(is_warm(D), kernel(compiled=True, modules=D).uniform(1, 2, 3), is_warm(D), is_warm(('heap',)))"

    environment = {"PYTHONPATH": str(package.parent), "COLLABMODEL_CACHE_DIR": str(package.parent / "cache")}

    first = say(code, **environment)
    second = say(code, **environment)

    drawn = str(kernel(compiled=False, modules=("draws",)).uniform(1, 2, 3))
    assert first == f"False {drawn} True False"
    assert second == f"True {drawn} True False"


@needs_numba
def test_a_changed_source_is_compiled_anew(package: Path) -> None:
    """Code compiled of another source is never used, even where a function it calls or a constant alone has changed."""
    code = "print(kernel(compiled=True, modules=D).uniform(1, 2, 3))"
    environment = {"PYTHONPATH": str(package.parent), "COLLABMODEL_CACHE_DIR": str(package.parent / "cache")}
    before = float(say(code, **environment))

    draws = package / "simulate" / "kernel" / "draws.py"
    draws.write_text(draws.read_text(encoding="utf-8").replace("UNIT = 1.0 /", "UNIT = 2.0 /"), encoding="utf-8")

    assert float(say(code, **environment)) == 2 * before


@needs_numba
def test_without_a_place_to_keep_it_the_kernel_still_compiles(tmp_path: Path) -> None:
    """Where no folder can be made the kernel is compiled all the same, and is not warm afterwards."""
    (tmp_path / "file").touch()
    code = "print(kernel(compiled=True, modules=D).mix(1), is_warm(D))"

    found = say(code, COLLABMODEL_CACHE_DIR=str(tmp_path / "file" / "below"))

    assert found == f"{kernel(compiled=False, modules=('draws',)).mix(1)} False"


@needs_numba
@pytest.mark.skipif(sys.platform == "win32", reason="folders have no such rights there")
def test_code_that_others_could_change_is_not_run(tmp_path: Path) -> None:
    """A folder that others may write to is not used."""
    environment = {"COLLABMODEL_CACHE_DIR": str(tmp_path)}
    say("kernel(compiled=True, modules=D)", **environment)
    for folder in tmp_path.iterdir():
        folder.chmod(0o777)

    assert say("print(is_warm(D))", **environment) == "False"


@needs_numba
def test_threads_get_one_kernel() -> None:
    """Threads that ask at the same time get the same compiled functions."""
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda: found.append(kernel(compiled=True, modules=("draws",)))) for _ in range(4)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 4
    assert all(one is found[0] for one in found)
