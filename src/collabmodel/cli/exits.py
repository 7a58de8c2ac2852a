"""Exit codes of the command line, as a public enum."""

from __future__ import annotations

import enum


class ExitCode(enum.IntEnum):
    """
    What the command line says to the program that called it.

    ``DONE``: sound, or done. ``FOUND``: error findings, a refusal, or a threshold that was asked for is not met.
    ``USAGE``: the command was not understood, or cannot be done so. ``UNREADABLE``: a file could not be read as what it
    should be. ``PLUGIN``: a plugin failed. ``OUTCOME_UNKNOWN``: ask again with the same key. ``DEFECT``: a defect of
    this library, to be reported. ``INTERRUPTED``: stopped from the keyboard.

    >>> int(ExitCode.UNREADABLE)
    3
    """

    DONE = 0
    FOUND = 1
    USAGE = 2
    UNREADABLE = 3
    PLUGIN = 4
    OUTCOME_UNKNOWN = 5
    DEFECT = 70
    INTERRUPTED = 130
