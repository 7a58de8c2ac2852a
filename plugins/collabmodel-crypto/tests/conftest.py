"""Processes of their own for tests that kill them."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

import pytest

# Tests are found by path, not as a package; what these share lies beside them.
sys.path.append(str(Path(__file__).parent))


@pytest.fixture
def killed():
    """Run a function in a forked process that is expected to be killed; give the signal, or 0 where it came through."""

    def start(work, *arguments):
        pid = os.fork()
        if not pid:
            try:
                work(*arguments)
            except BaseException:  # noqa: BLE001 - a forked test must end here whatever happens
                traceback.print_exc()
                os._exit(99)
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        assert status <= 0, status
        return -status

    return start
