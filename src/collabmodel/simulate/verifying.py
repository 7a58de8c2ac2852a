"""Repeating a study from its folder alone, and comparing what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from pathlib import Path

import attrs

from collabmodel.simulate.engine import Draw
from collabmodel.simulate.results import Study
from collabmodel.simulate.running import Progress


@attrs.frozen(kw_only=True)
class Verified:
    """
    Whether a study repeats itself.

    Args:
        replications: How many were repeated.
        differing: Numbers of those whose events differ.
        damaged: Names of files that are no longer what they were.
    """

    replications: int
    differing: tuple[int, ...] = ()
    damaged: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether everything is the same."""
        return not self.differing and not self.damaged


def verify(  # noqa: PLR0913 - one argument a choice of the caller's
    folder: Path | str,
    *,
    executor: Executor | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    compiled: bool | None = None,
    functions: Mapping[str, Draw] | None = None,
) -> Verified:
    """
    Repeat a study from what its folder says, and compare digests.

    Args:
        folder: The study's folder.
        executor: Runs the replications; None to run them here, in threads if compiled, else in processes.
        jobs: How many at once where no executor is given, >= 1.
        progress: Told how many replications are finished, and of how many.
        compiled: Whether the compiled kernel is used; None to use it where that is quicker.
        functions: Users' own distributions by name, if the study had any.

    Raises:
        ConfigError: There is no study in the folder.
        FormatError: What it says cannot be read.
    """
    raise NotImplementedError


def load_study(folder: Path | str, *, judge: bool = True) -> Study:
    """
    Give a study back from its folder, without running anything.

    Args:
        folder: The study's folder.
        judge: Whether to judge the events of its first replication anew, so that there is evidence to show.

    Raises:
        ConfigError: There is no study in the folder.
        FormatError: What it says cannot be read.
    """
    raise NotImplementedError
