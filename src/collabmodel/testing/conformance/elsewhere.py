"""Doing something again in another process, where words hash otherwise, clocks show another time, and it is later."""

from __future__ import annotations

import importlib
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

LIMIT = 300
"""Seconds that another process has."""
_SEEDS = ("20261", "20262")
_SCRIPT = """
import pathlib, pickle, sys
act, arguments = pickle.loads(pathlib.Path(sys.argv[1]).read_bytes())
pathlib.Path(sys.argv[2]).write_bytes(act(*arguments))
"""


def elsewhere(act: Callable[..., bytes], *arguments: object) -> bytes:
    r"""
    Call a function in another process, with another seed for hashes and another time zone.

    Args:
        act: The function, of a module that can be imported.
        arguments: What it is called with; must pickle.

    >>> elsewhere(bytes, 3)
    b'\x00\x00\x00'
    """
    seed = next(seed for seed in _SEEDS if seed != os.environ.get("PYTHONHASHSEED"))
    paths = os.pathsep.join(path for path in sys.path if path)
    environ = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths, "TZ": "Pacific/Kiritimati"}
    with tempfile.TemporaryDirectory() as folder:
        asked, answer = Path(folder, "asked"), Path(folder, "answer")
        asked.write_bytes(pickle.dumps((act, arguments)))
        done = subprocess.run(  # noqa: S603 - this interpreter, our own words
            [sys.executable, "-c", _SCRIPT, str(asked), str(answer)],
            capture_output=True, check=False, env=environ, timeout=LIMIT,
        )  # fmt: skip

        assert done.returncode == 0, done.stderr.decode(errors="replace")[-2_000:]
        return answer.read_bytes()


def seconds_to_import(module: str) -> bytes:
    """
    Tell for how many seconds the processor is busy with importing a plugin, the library itself aside.

    Args:
        module: Name of the module.
    """
    for known in ("collabmodel", "collabmodel.plugin", "collabmodel.plugin.storing"):
        importlib.import_module(known)
    before = time.process_time()
    importlib.import_module(module)
    return str(time.process_time() - before).encode()
