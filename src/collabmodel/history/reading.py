"""Reading a history from a file of any kind that holds one."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.history.columns import History
from collabmodel.history.intake import Intake
from collabmodel.history.mapping import Mapping
from collabmodel.history.mapping_files import read_mapping
from collabmodel.history.problems import Problems
from collabmodel.history.streams import Caps
from collabmodel.model import Model

READERS = {
    ".xes": "xes:read_xes",
    ".csv": "sheets:read_csv",
    ".parquet": "parquet:read_parquet",
    ".jsonl": "jsonl:read_jsonl",
    ".jsonocel": "ocel:read_ocel",
    ".json": "ocel:read_ocel",
    ".sqlite": "ocel_sqlite:read_ocel_sqlite",
    ".db": "ocel_sqlite:read_ocel_sqlite",
}
"""Readers by the ending of a file's name; ``.gz`` may follow that of a text."""


def read_history(
    path: str | Path,
    *,
    mapping: Mapping | str | Path | None = None,
    timezone: str | None = None,
    model: Model | None = None,
    caps: Caps | None = None,
) -> History:
    """
    Read the histories of many cases: ``.xes``, ``.csv``, ``.jsonl`` (each also ``.gz``), ``.parquet``, and OCEL 2.0 as
    ``.jsonocel``, ``.json``, ``.sqlite`` or ``.db``.

    The order of the file is kept inside each case; ``History.effective`` puts events in the order in which they
    happened. A time without zone is refused unless a zone is named; a local time that occurs twice when clocks go
    back means the first, and one that is skipped is refused.

    Args:
        path: The file.
        mapping: How names in the file become ours, or the file that says so.
        timezone: IANA name of the zone of times that do not say theirs; it goes before that of the mapping.
        model: The model that the histories are read for: it gives the kinds of elements and the types of facts and
            data that the file does not say.
        caps: How large what is read may be, or None for ample caps.

    Raises:
        FormatError: The file cannot be read as what it should be; with every problem and its place.
        ConfigError: No reader for such a file, an unknown zone, or a library that is not installed.

    >>> read_history("cases.docx")
    Traceback (most recent call last):
    ...
    collabmodel.errors.ConfigError: cases.docx: no reader for this kind of file - it can be ...
    """
    reader = _reader(Path(path))
    if isinstance(mapping, str | Path):
        mapping = read_mapping(mapping)
    mapping = mapping or Mapping()
    intake = Intake(
        mapping=mapping,
        zone=_zone(timezone, "--timezone") or _zone(mapping.timezone, "--map"),
        model=model,
        problems=Problems(str(path)),
        caps=caps or Caps(),
    )
    return reader(Path(path), intake)


def _reader(path: Path) -> Callable[[Path, Intake], History]:
    name = path.name.lower().removesuffix(".gz")
    for suffix, target in READERS.items():
        if name.endswith(suffix):
            module, _, function = target.partition(":")
            reader: Callable[[Path, Intake], History] = getattr(
                import_module(f"collabmodel.history.{module}"), function
            )
            return reader
    hint = f"it can be {', '.join(READERS)}; .gz may follow a text"
    raise ConfigError([Problem(what="no reader for this kind of file", place=Place(str(path)), hint=hint)])


def _zone(name: str | None, option: str) -> ZoneInfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = "use an IANA name such as Europe/Helsinki"
        raise ConfigError(
            [Problem(what="unknown time zone", value=repr(name[:60]), place=Place(option), hint=hint)]
        ) from None
