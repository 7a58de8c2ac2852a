"""What reading and writing Parquet share: pyarrow, loaded where it is needed, and its arrays as ours."""

from __future__ import annotations

from array import array
from importlib import import_module
from typing import Any

from collabmodel.errors import ConfigError, Problem

JSON = b"collabmodel.json"
"""Key in the metadata of a column that holds JSON."""


def arrow_part(name: str) -> Any:
    """
    Load a part of pyarrow, which only these files need.

    Args:
        name: Name of the module.

    Raises:
        ConfigError: pyarrow is not installed.
    """
    try:
        return import_module(name)
    except ImportError:
        hint = 'install it with: pip install "collabmodel[tables]"'
        raise ConfigError([Problem(what="Parquet files need pyarrow", hint=hint)]) from None


def long_numbers(values: Any) -> array[int]:
    """
    Give whole numbers of 64 bits as an array.

    Args:
        values: A column of them, none missing.
    """
    found = array("q")
    found.frombytes(_cells(values, 8))
    return found


def numbers(values: Any) -> array[float]:
    """
    Give numbers of 64 bits as an array.

    Args:
        values: A column of them, none missing.
    """
    found = array("d")
    found.frombytes(_cells(values, 8))
    return found


def codes(values: Any) -> array[int]:
    """
    Give whole numbers of 32 bits as an array; -1 where missing.

    Args:
        values: A column of them.
    """
    found = array("i")
    found.frombytes(_cells(values.fill_null(-1), 4))
    return found


def _cells(values: Any, size: int) -> memoryview:
    if not len(values):
        return memoryview(b"")
    return memoryview(values.buffers()[1])[values.offset * size : (values.offset + len(values)) * size]
