"""The cases of a store judged by the versions of their model that were in force."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Sequence

from collabmodel.cli.answers import Json
from collabmodel.cli.case_store import clock, known_store
from collabmodel.cli.hosting import host
from collabmodel.cli.judging import verdict_object
from collabmodel.desk import Judged, evaluate_store
from collabmodel.model import Model
from collabmodel.report.scorecard import as_scorecard
from collabmodel.report.words import Phrase

_VERSION = Phrase(
    "By the version in force, {name} {version}",
    "Voimassa olleen version mukaan, {name} {version}",
    "Enligt den version som gällde, {name} {version}",
)


def judged_in_force(url: str, values: Sequence[Model], as_of: dt.datetime) -> tuple[Judged, ...]:
    """
    Judge the cases of a store, each by the version of its model that was in force.

    Args:
        url: URL of the store.
        values: Sets of values to judge by as well.
        as_of: The time of judging.

    Raises:
        ConfigError: No store is there.
        StoreError: It cannot be read, or the access log cannot be written.
    """
    with contextlib.closing(host().open_store(known_store(url), create=False)) as store:
        return evaluate_store(store, at=clock(), values=values, as_of=as_of)


def versions_object(found: Sequence[Judged]) -> list[Json]:
    """
    Give what was found for each version as JSON.

    Args:
        found: What was found.
    """
    return [
        {
            "model": one.model.id,
            "version": one.model.version,
            "model_hash": one.model_hash,
            **verdict_object(one.evaluation),
        }
        for one in found
    ]


def version_parts(found: Sequence[Judged], lang: str) -> Iterator[str]:
    """
    Give what was found for each version for people.

    Args:
        found: What was found.
        lang: Language code.
    """
    for one in found:
        yield from ("", _VERSION.say(lang, name=one.model.id, version=one.model.version))
        yield as_scorecard(one.evaluation, lang)
