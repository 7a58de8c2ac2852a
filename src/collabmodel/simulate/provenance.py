"""What a study rests on, as plain values: enough to repeat it from its folder alone."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import TypeAlias

from collabmodel.errors import ConfigError, FormatError, Place, Problem
from collabmodel.formats import content_hash, dump, load
from collabmodel.model import Model
from collabmodel.simulate.reading import dump_scenario, load_scenario, scenario_hash
from collabmodel.simulate.results import Audit, Deviation, Indicator, Replication
from collabmodel.simulate.scenario import Scenario

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

FORMAT = 1
"""Version of the files of a study."""
_LIBRARIES = ("numpy", "numba", "pyarrow")
_SETTLED = ("model", "scenario", "values", "seed", "judge", "audit", "keep_events", "functions", "library")
_CALLED = {"library": "version of this library", "values": "sets of values", "keep_events": "whether events are kept"}


def record_of(  # noqa: PLR0913 - one argument a choice of the caller's
    model: Model,
    scenario: Scenario,
    *,
    values: Iterable[Model],
    seed: int,
    replications: int,
    confidence: float,
    warm_up: int,
    end_us: int,
    judge: bool,
    audit: bool,
    keep_events: bool,
    functions: Iterable[str],
) -> dict[str, Json]:
    """
    Give what a study rests on, before anything was run.

    Args:
        model: The model.
        scenario: The scenario.
        values: Sets of values.
        seed: Seed of all draws.
        replications: How many are asked for.
        confidence: Of the intervals.
        warm_up: Minutes left out at the start.
        end_us: The end, microseconds since 1970 UTC.
        judge: Whether histories are judged.
        audit: Whether cases are decided anew.
        keep_events: Whether events are kept.
        functions: Names of users' own distributions.

    Raises:
        ModelError: The model or scenario holds something that no file can say.
    """
    return {
        "format": FORMAT,
        "model": _text_of(model),
        "scenario": {
            "id": scenario.id,
            "version": scenario.version,
            "hash": scenario_hash(scenario),
            "text": dump_scenario(scenario),
        },
        "values": [_text_of(one) for one in values],
        "seed": seed,
        "replications": replications,
        "confidence": confidence,
        "warm_up": warm_up,
        "end_us": end_us,
        "judge": judge,
        "audit": audit,
        "keep_events": keep_events,
        "functions": list[Json](sorted(functions)),
        "library": metadata.version("collabmodel"),
        "versions": _versions(),
        "complete": False,
        "digests": [],
        "indicators": [],
        "files": {},
    }


def _text_of(model: Model) -> Json:
    return {"id": model.id, "version": model.version, "hash": content_hash(model), "text": dump(model)}


def _versions() -> dict[str, Json]:
    """Give versions of what it ran on, for information: they change nothing."""
    found: dict[str, Json] = {"python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = None
    return found


def completed(
    record: Mapping[str, Json],
    replications: Sequence[Replication],
    indicators: Iterable[Indicator],
    files: Mapping[str, str],
) -> dict[str, Json]:
    """
    Give what a study rests on together with what came out.

    Args:
        record: What it rests on.
        replications: What each replication gave.
        indicators: The figures.
        files: SHA-256 of its other files by name.
    """
    told: list[Json] = [
        {"id": one.id, "unit": one.unit, "mean": one.mean, "low": one.low, "high": one.high} for one in indicators
    ]
    digests: list[Json] = [one.digest for one in replications]
    return {**record, "complete": True, "digests": digests, "indicators": told, "files": dict(files)}


def differences(record: Mapping[str, Json], other: Mapping[str, Json]) -> tuple[str, ...]:
    """
    Tell in what two studies differ so that replications of one say nothing of the other.

    Args:
        record: What one rests on.
        other: What the other rests on.
    """
    return tuple(
        _CALLED.get(name, name) for name in _SETTLED if _meaning(record.get(name)) != _meaning(other.get(name))
    )


def _meaning(value: Json) -> Json:
    """Give what counts of a part: of texts, their hash and ids."""
    if isinstance(value, list):
        return [_meaning(one) for one in value]
    return {key: inner for key, inner in value.items() if key != "text"} if isinstance(value, dict) else value


def read_texts(record: Mapping[str, Json], place: str) -> tuple[Model, Scenario, tuple[Model, ...]]:
    """
    Give model, scenario and sets of values back.

    Args:
        record: What a study rests on.
        place: Name of the file, for messages.

    Raises:
        FormatError: A text is missing, cannot be read, or is no longer what it was.
    """
    told = record.get("values")
    values = told if isinstance(told, list) else []
    model = load(_text_in(record.get("model"), "model", place))
    scenario = load_scenario(_text_in(record.get("scenario"), "scenario", place))
    sets = tuple(load(_text_in(one, "values", place)) for one in values)
    hashes = [("model", record.get("model"), content_hash(model))]
    hashes += [("scenario", record.get("scenario"), scenario_hash(scenario))]
    hashes += [("values", said, content_hash(one)) for said, one in zip(values, sets, strict=True)]
    wrong = [name for name, said, found in hashes if not isinstance(said, dict) or said.get("hash") != found]
    if wrong:
        hint = "restore the file; its texts are not those of the study"
        what = "text that does not have its hash:"
        raise FormatError([Problem(what=what, value=name, place=Place(place), hint=hint) for name in wrong])
    return model, scenario, sets


def _text_in(value: Json, name: str, place: str) -> str:
    text = value.get("text") if isinstance(value, dict) else None
    if not isinstance(text, str) or "\n" not in text:
        raise FormatError([Problem(what=f"no text of {name}", place=Place(place))])
    return text


def replication_json(one: Replication, audit: Audit | None) -> dict[str, Json]:
    """
    Give what a replication gave as JSON; who ran it how is left out, so that bytes do not depend on it.

    Args:
        one: What it gave.
        audit: What its audit gave, or None.
    """
    return {
        "number": one.number,
        "cases": one.cases,
        "events": one.events,
        "measures": dict(one.measures),
        "rules": {id: list(counts) for id, counts in one.rules.items()},
        "principles": dict(one.principles),
        "stuck": one.stuck,
        "digest": one.digest,
        "series": {name: list(values) for name, values in one.series.items()},
        "audit": None if audit is None else _audit_json(audit),
    }


def _audit_json(audit: Audit) -> Json:
    told: list[Json] = [
        {"case": one.case, "seq": one.seq, "field": one.field, "simulated": one.simulated, "decided": one.decided}
        for one in audit.deviations
    ]
    return {"cases": audit.cases, "events": audit.events, "wrong": audit.wrong, "deviations": told}


def replication_in(value: Json, place: str) -> tuple[Replication, Audit | None]:
    """
    Give back what a replication gave.

    Args:
        value: Its JSON.
        place: Name of the file, for messages.

    Raises:
        FormatError: It is no such thing.
    """
    try:
        assert isinstance(value, dict)
        told = {
            name: value[name] for name in ("number", "cases", "events", "measures", "principles", "stuck", "digest")
        }
        rules = {id: tuple(counts) for id, counts in value["rules"].items()}  # type: ignore[union-attr, arg-type]
        series = {name: tuple(one) for name, one in value["series"].items()}  # type: ignore[union-attr, arg-type]
        audit = value["audit"]
        found = Replication(**told, rules=rules, series=series)  # type: ignore[arg-type]
        return found, None if audit is None else _audit_in(audit)
    except (AssertionError, KeyError, TypeError, AttributeError, ValueError):
        hint = "remove the file, and the replication is run anew"
        raise FormatError([Problem(what="this is no result of a replication", place=Place(place), hint=hint)]) from None


def _audit_in(value: Json) -> Audit:
    assert isinstance(value, dict)
    deviations = tuple(Deviation(**one) for one in value["deviations"])  # type: ignore[arg-type, union-attr]
    return Audit(cases=value["cases"], events=value["events"], wrong=value["wrong"], deviations=deviations)  # type: ignore[arg-type]


def joined_audits(audits: Iterable[Audit | None], *, most: int = 20) -> Audit | None:
    """
    Give the audits of replications as one; None if there was none.

    Args:
        audits: The audits.
        most: Most differences that are told of.
    """
    known = [one for one in audits if one is not None]
    if not known:
        return None
    deviations = tuple(each for one in known for each in one.deviations)
    cases, events, wrong = (sum(getattr(one, name) for one in known) for name in ("cases", "events", "wrong"))
    return Audit(cases=cases, events=events, wrong=wrong, deviations=deviations[:most])


def written(value: Json, *, keys_in_order: bool = True) -> bytes:
    """
    Write JSON so that the same value gives the same bytes.

    Args:
        value: The value.
        keys_in_order: Whether keys come in alphabetical order; else as they stand, where their order says something.
    """
    return (json.dumps(value, ensure_ascii=False, sort_keys=keys_in_order, indent=1, allow_nan=False) + "\n").encode()


def read_json(path: Path) -> dict[str, Json]:
    """
    Read a file of a study.

    Args:
        path: The file.

    Raises:
        ConfigError: It cannot be opened.
        FormatError: It is no such file, or of a newer release.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError([Problem(what=f"cannot be read: {error.strerror}", place=Place(str(path)))]) from None
    except (ValueError, RecursionError):
        raise FormatError([Problem(what="this is not JSON", place=Place(str(path)))]) from None
    if not isinstance(value, dict):
        raise FormatError([Problem(what="this is no file of a study", place=Place(str(path)))])
    if value.get("format", FORMAT) != FORMAT:
        what = "file of a study in a form that this release does not know"
        raise FormatError([Problem(what=what, value=str(value.get("format"))[:20], place=Place(str(path)))])
    return value


def file_hash(path: Path) -> str:
    """
    Give the SHA-256 of a file.

    Args:
        path: The file.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
