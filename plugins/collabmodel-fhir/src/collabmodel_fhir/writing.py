"""Resources as a Bundle or as one line each, with the same bytes for the same cases."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

from collabmodel.errors import FormatError, Place, Problem, StoreError
from collabmodel.history import moment
from collabmodel.plugin import WriteHistory
from collabmodel_fhir.config import FhirConfig
from collabmodel_fhir.exporting import resources
from collabmodel_fhir.naming import Json, Names, Object, written_time
from collabmodel_fhir.parsing import WHOLE

LINES = ".fhir.ndjson"
"""Ending of the name of a file that has one resource a line."""
_SLACK = 1024


def write(request: WriteHistory, config: FhirConfig) -> None:
    """
    Write cases: a Bundle, or one resource a line where the name of the file ends with ``.fhir.ndjson``.

    The file appears whole or not at all.

    Args:
        request: What to write, where to.
        config: Addresses, and how much to tell.

    Raises:
        FormatError: The file cannot be written, or a case holds what cannot be written.
    """
    path = request.path
    part = path.with_name(path.name + ".part")
    lines = path.name.lower().endswith(LINES)
    names = Names(config, request.model)
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            found = resources(request.history, names)
            if lines:
                for resource in found:
                    file.write(dumped(resource) + "\n")
            else:
                _bundle(file, found, request, config)
        part.replace(path)
    except OSError as error:
        raise _failed(path, f"cannot be written: {error.strerror}") from None
    except StoreError as error:
        raise FormatError(
            [Problem(what=one.what, place=Place(str(path)), hint=one.hint) for one in error.problems]
        ) from None
    except UnicodeEncodeError:
        raise _failed(path, "text with half a character") from None
    finally:
        part.unlink(missing_ok=True)


def _failed(path: Path, what: str, hint: str = "") -> FormatError:
    return FormatError([Problem(what=what, place=Place(str(path)), hint=hint)])


def dumped(value: Json) -> str:
    """
    Write JSON on one line.

    Args:
        value: The JSON.

    >>> dumped({"a": 1})
    '{"a":1}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # Other readers of lines take these for ends of lines; in JSON they can only stand in texts.
    for letter in "\x85\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def _bundle(file: io.TextIOBase, found: Iterator[Object], request: WriteHistory, config: FhirConfig) -> None:
    """Write a Bundle, one entry a line; no more than one case is held at a time."""
    history = request.history
    head: Object = {"resourceType": "Bundle", "type": "collection"}
    if len(history):
        head["timestamp"] = written_time(moment(max(history.recorded)))
    file.write(dumped(head)[:-1])
    mark, total = ',"entry":[\n', 0
    for resource in found:
        url = f"{config.base}/{resource['resourceType']}/{resource['id']}"
        text = mark + dumped({"fullUrl": url, "resource": resource})
        # Nobody could read a larger Bundle back.
        total += len(text.encode())
        if total > WHOLE - _SLACK:
            hint = f"write one resource a line ({LINES})"
            raise _failed(request.path, f"more than {WHOLE:,} bytes in one Bundle", hint)
        file.write(text)
        mark = ",\n"
    file.write("\n]}\n" if mark == ",\n" else "}\n")
