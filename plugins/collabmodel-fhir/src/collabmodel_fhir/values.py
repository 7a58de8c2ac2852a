"""Values of event data as FHIR extensions, and back, without loss."""

from __future__ import annotations

import datetime as dt
import math

from collabmodel.rules import Value
from collabmodel.workdays import Duration, parse_duration
from collabmodel_fhir.config import FhirConfig
from collabmodel_fhir.naming import Json, Object, is_text, written_time

_SHORT, _LONG = 2**31, 2**63
_DEEPEST = 16
_NO_VALUE = "value that means nothing"


class UnwritableError(ValueError):
    """A value that has no plain form in FHIR; the whole event is then kept as a record."""


def written(name: str, value: Value, config: FhirConfig) -> Object:
    """
    Write a named value as an extension of two parts.

    Args:
        name: Its name.
        value: The value.
        config: Addresses.

    Raises:
        UnwritableError: The name or the value has no plain form.
    """
    if not is_text(name):
        raise UnwritableError
    return {"url": "data", "extension": [{"url": "name", "valueString": name}, _value("value", value, config, 0)]}


def _value(url: str, value: Value, config: FhirConfig, depth: int) -> Object:
    if not isinstance(value, tuple):
        return {"url": url, **_flat(value, config)}
    if not value or depth > _DEEPEST:
        raise UnwritableError
    parts: list[Json] = []
    pairs = [part for part in value if isinstance(part, tuple) and len(part) == 2 and isinstance(part[0], str)]
    if len(pairs) < len(value):
        parts.extend(_value("item", part, config, depth + 1) for part in value)
        return {"url": url, "extension": parts}
    for name, part in pairs:
        if not isinstance(name, str) or not is_text(name):
            raise UnwritableError
        inner: list[Json] = [{"url": "name", "valueString": name}, _value("value", part, config, depth + 1)]
        parts.append({"url": "entry", "extension": inner})
    return {"url": url, "extension": parts}


def _flat(value: Value, config: FhirConfig) -> Object:
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if isinstance(value, int) and -_LONG <= value < _LONG:
        return {"valueInteger": value} if -_SHORT <= value < _SHORT else {"valueInteger64": str(value)}
    if isinstance(value, float) and math.isfinite(value):
        return {"valueDecimal": value}
    if isinstance(value, str) and is_text(value):
        return {"valueString": value}
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return {"valueDateTime": written_time(value)}
    return _dated(value, config)


def _dated(value: Value, config: FhirConfig) -> Object:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return {"valueDate": value.isoformat()}
    if isinstance(value, Duration):
        return {"valueCoding": {"system": config.codes("duration"), "code": str(value)}}
    raise UnwritableError


def read_value(found: Json, depth: int = 0) -> Value:
    """
    Give a value back from the extension that holds it.

    Args:
        found: The extension.
        depth: Levels above it.

    Raises:
        ValueError: It holds no value.
    """
    if not isinstance(found, dict) or depth > 2 * _DEEPEST:
        raise ValueError(_NO_VALUE)
    parts = found.get("extension")
    if parts is None:
        held = [(name, value) for name, value in found.items() if name.startswith("value")]
        if len(held) != 1:
            raise ValueError(_NO_VALUE)
        return _read(*held[0])
    if not isinstance(parts, list) or not parts:
        raise ValueError(_NO_VALUE)
    return tuple(_part(part, depth + 1) for part in parts)


def _part(part: Json, depth: int) -> Value:
    if isinstance(part, dict) and part.get("url") == "entry":
        return read_named(part, depth)
    return read_value(part, depth)


def read_named(found: Json, depth: int = 0) -> tuple[str, Value]:
    """
    Give a name and its value back from the extension that holds them.

    Args:
        found: The extension.
        depth: Levels above it.

    Raises:
        ValueError: It holds no name and value.
    """
    parts = found.get("extension") if isinstance(found, dict) else None
    if isinstance(parts, list) and len(parts) == 2:
        name = parts[0].get("valueString") if isinstance(parts[0], dict) else None
        if isinstance(name, str) and name:
            return name, read_value(parts[1], depth + 1)
    raise ValueError(_NO_VALUE)


def _read(name: str, value: Json) -> Value:
    if name == "valueBoolean" and isinstance(value, bool):
        return value
    if name == "valueInteger" and type(value) is int:
        return value
    if name == "valueDecimal" and type(value) in (int, float):
        return float(value)  # type: ignore[arg-type]
    if name == "valueCoding" and isinstance(value, dict) and isinstance(code := value.get("code"), str):
        return parse_duration(code)
    if isinstance(value, str):
        return _of_text(name, value)
    raise ValueError(_NO_VALUE)


def _of_text(name: str, text: str) -> Value:
    if name == "valueString":
        return text
    if name == "valueInteger64" and len(text) < 21:
        return int(text)
    if name == "valueDate":
        return dt.date.fromisoformat(text)
    if name == "valueDateTime":
        when = dt.datetime.fromisoformat(text)
        if when.tzinfo is not None:
            return when
    raise ValueError(_NO_VALUE)
