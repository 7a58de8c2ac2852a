"""Files that settings name: read whole, but never more than they may hold."""

from __future__ import annotations

from pathlib import Path

from collabmodel.errors import ConfigError
from collabmodel_pdf.settings import problem


def content(key: str, path: str, most: int) -> bytes:
    """
    Read a file that a setting names.

    Args:
        key: The setting.
        path: The file.
        most: Most bytes that it may hold.

    Raises:
        ConfigError: It cannot be read, is no ordinary file, or is larger.
    """
    try:
        if not Path(path).is_file():
            raise ConfigError([problem(key, "no file is there", path, "check the path")])
        with Path(path).open("rb") as file:
            found = file.read(most + 1)
    except OSError as error:
        what = f"a file that cannot be read: {error.strerror or type(error).__name__}"
        raise ConfigError([problem(key, what, path)]) from None
    if len(found) > most:
        raise ConfigError([problem(key, f"a file of more than {most:,} bytes", path, "make it smaller")])
    return found


def text(key: str, path: str, most: int) -> str:
    """
    Read a file of plain text that a setting names.

    Args:
        key: The setting.
        path: The file.
        most: Most bytes that it may hold.

    Raises:
        ConfigError: It cannot be read, is larger, or is not UTF-8.
    """
    try:
        return content(key, path, most).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError([problem(key, "a file that is not UTF-8", path, "save it as UTF-8")]) from None
