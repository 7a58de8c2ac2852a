"""What ``evaluate`` and ``pilot`` share: reading a history as options say, and giving verdicts as JSON."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import zoneinfo
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import attrs
import click

from collabmodel.cli.answers import Json
from collabmodel.cli.case_store import clock, known_store
from collabmodel.cli.hosting import host
from collabmodel.cli.requirements import Requirement
from collabmodel.cli.tables import busy
from collabmodel.desk import history_of
from collabmodel.errors import ConfigError, FormatError, Place, Problem
from collabmodel.evaluate import Evaluation, counts, principle_counts, strangers
from collabmodel.formats import content_hash
from collabmodel.history import Column, History, Mapping, parse_mapping_options, read_mapping
from collabmodel.history.intake import did_you_mean
from collabmodel.model import Model, Scope
from collabmodel.report.words import Counted, Phrase
from collabmodel.rules import Lexicon, Value

_Wrapped = TypeVar("_Wrapped", bound=Callable[..., object])
_NOT_MET = Phrase(
    "required {text}, found {number}", "vaadittiin {text}, löytyi {number}", "krävdes {text}, hittades {number}"
)

_UNKNOWN = Phrase(
    "the history names {name}, which the model does not have ({number} events); no promise speaks of it",
    "historiassa on {name}, jota mallissa ei ole ({number} tapahtumaa); mikään lupaus ei koske sitä",
    "historiken nämner {name}, som inte finns i modellen ({number} händelser); inget löfte gäller det",
)
_OTHER_VERSION = Counted(
    Phrase(
        "{n} case ran on another version of the model at last; it is judged by the one named here",
        "{n} tapaus kulki lopuksi mallin toisella versiolla; se arvioidaan tässä nimetyllä",
        "{n} ärende gick till sist på en annan version av modellen; det bedöms efter den som nämns här",
    ),
    Phrase(
        "{n} cases ran on another version of the model at last; they are judged by the one named here",
        "{n} tapausta kulki lopuksi mallin toisella versiolla; ne arvioidaan tässä nimetyllä",
        "{n} ärenden gick till sist på en annan version av modellen; de bedöms efter den som nämns här",
    ),
)
_MORE = Phrase("and {number} more such names", "ja {number} muuta tällaista nimeä", "och {number} andra sådana namn")
_NAMED = 8
"""How many unknown names are told one by one."""


def history_options(command: _Wrapped) -> _Wrapped:
    """
    Add the options that say how a history is read and judged.

    Args:
        command: The function behind a command.
    """
    options = (
        click.option(
            "--values", multiple=True, metavar="V", help="A set of values to judge by as well: id or path. Repeatable."
        ),
        click.option(
            "--as-of", metavar="T", help="Judge as things stood then: an ISO 8601 time, or a day with --timezone."
        ),
        click.option("--mapping", metavar="FILE", help="A file that says what the names in a foreign log mean."),
        click.option(
            "--map", "pairs", multiple=True, metavar="NAME=COLUMN", help="One entry of such a mapping. Repeatable."
        ),
        click.option(
            "--timezone", metavar="ZONE", help="Zone of times that do not say theirs, such as Europe/Helsinki."
        ),
        click.option(
            "--require",
            multiple=True,
            metavar="[ID:]COUNT=N",
            help="Exit 1 unless it is so: violated=0, RULE:violated<=2. Repeatable.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def read(path: str, model: Model, *, mapping: str | None, pairs: tuple[str, ...], timezone: str | None) -> History:
    """
    Read a history as the options say; from a store all of its cases, event by event.

    Args:
        path: Path of the file, or URL of a store.
        model: The model that names its events.
        mapping: Path of a mapping file, or None.
        pairs: Entries of a mapping.
        timezone: Zone of times without one, or None.

    Raises:
        ConfigError: A store is named together with what only files need.
        FormatError: The mapping names elements that the model does not have.
    """
    if "://" in path:
        if mapping or pairs:
            hint = "leave out --mapping and --map"
            raise ConfigError([Problem(what="a store needs no mapping", place=Place("--mapping"), hint=hint)])
        return _stored(path)
    base: Mapping | None = read_mapping(Path(mapping)) if mapping else None
    if mapping and base:
        _check_targets(base, model, Place(mapping))
    wanted = parse_mapping_options(pairs, base) if pairs else base
    with busy(path):
        return host().read_history(path, mapping=wanted, timezone=timezone, model=model)


def _stored(url: str) -> History:
    """Read a store's cases; whoever operates it reads them, and the access log says so first."""
    with contextlib.closing(host().open_store(known_store(url), create=False)) as store, busy(url):
        return history_of(store, at=clock())


def _check_targets(mapping: Mapping, model: Model, place: Place) -> None:
    known = Lexicon.of(model).entries
    problems = [
        Problem(
            what=f"{name!r} is mapped to what the model does not have:",
            value=repr(target.element),
            place=place,
            hint=did_you_mean(target.element, known)
            or "name a phase, activity, milestone or adoption step of the model",
        )
        for name, target in mapping.elements
        if target.element and not target.kind and target.element not in known
    ]
    if problems:
        raise FormatError(problems)


def unknown_elements(evaluation: Evaluation, lang: str) -> tuple[str, ...]:
    """
    Say which names of the history no model knows, the most frequent ones.

    Args:
        evaluation: What was found.
        lang: Language code.
    """
    known = Lexicon.of(*evaluation.models).entries
    found = strangers(evaluation)
    notes = []
    for one in found[:_NAMED]:
        hint = did_you_mean(one.element, known)
        said = _UNKNOWN.say(lang, name=repr(one.element), number=one.events)
        notes.append(f"{said} - {hint}" if hint else said)
    if len(found) > _NAMED:
        notes.append(_MORE.say(lang, number=len(found) - _NAMED))
    return tuple(notes)


def other_versions(history: History, model: Model) -> int:
    """
    Count the cases whose last events were made on another version of a model than the one they are judged by.

    Args:
        history: The cases.
        model: The model.
    """
    made_on = dict(history.extras).get("model_hash")
    own = content_hash(model)
    if made_on is None:
        return 0
    ends = [end - 1 for start, end in itertools.pairwise(history.starts) if end > start]
    return sum(_version_at(history, made_on, last) not in {own, None} for last in ends)


def _version_at(history: History, made_on: Column, position: int) -> Value:
    """What moves a case was still made on the version that it moves it from."""
    moves = history.signatures[history.signature[position]].kind == "migration"
    return history.value(position, "to") if moves else made_on.value(position)


def version_notes(number: int, lang: str) -> tuple[str, ...]:
    """
    Say how many cases ran on another version of the model.

    Args:
        number: How many.
        lang: Language code.
    """
    return (_OTHER_VERSION.say(lang, number),) if number else ()


def moment(text: str | None, timezone: str | None) -> dt.datetime | None:
    """
    Read the time of ``--as-of``; a day means its end.

    Args:
        text: The text, or None.
        timezone: Zone of a time without one, or None.

    Raises:
        ConfigError: No time, or a time without a zone.

    >>> moment("2025-03-01T12:00+02:00", None).isoformat()
    '2025-03-01T12:00:00+02:00'
    """
    if text is None:
        return None
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        raise _unusable(what="no time", value=text, hint="write 2025-03-01T12:00+02:00") from None
    if len(text) == len("2025-03-01"):
        found = dt.datetime.combine(found.date(), dt.time.max)
    if found.tzinfo is None and timezone is None:
        raise _unusable(what="a time without a zone", value=text, hint="add +02:00 or Z, or name --timezone")
    try:
        found = found if found.tzinfo or timezone is None else found.replace(tzinfo=zoneinfo.ZoneInfo(timezone))
        found.astimezone(dt.UTC)
    except OverflowError:
        raise _unusable(
            what="no time that can be reckoned with", value=text, hint="write a year from 2 to 9998"
        ) from None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        hint = "write one such as Europe/Helsinki"
        raise _unusable(what="no time zone", value=str(timezone), hint=hint, option="--timezone") from None
    return found


def _unusable(*, what: str, value: str, hint: str, option: str = "--as-of") -> ConfigError:
    return ConfigError([Problem(what=what, value=repr(value), place=Place(option), hint=hint)])


def verdict_object(evaluation: Evaluation) -> dict[str, Json]:
    """
    Give the counts of an evaluation as JSON: rules over cases, over adoption histories and over the cohort apart.

    Args:
        evaluation: What was found.
    """
    rows: dict[str, list[Json]] = {scope.value: [] for scope in Scope}
    for one in counts(evaluation):
        rows[one.scope].append(attrs.asdict(one))
    principles: list[Json] = [
        {
            "id": one.id,
            "met": one.met,
            "partly": one.partly,
            "not_met": one.not_met,
            "not_assessable": one.not_assessable,
            "result": one.result.value,
            "model": one.model,
        }
        for one in principle_counts(evaluation)
    ]
    return {
        "cases": evaluation.cases,
        "events": len(evaluation.history.occurred),
        "as_of": evaluation.as_of.isoformat(),
        "rules": rows["case"],
        "principles": principles,
        "adoption_histories": evaluation.adoption_histories,
        "adoption": rows["adoption"],
        "cohort": rows["cohort"],
        "unknown_elements": [attrs.asdict(one) for one in strangers(evaluation)],
    }


def complaints(unmet: Iterable[tuple[Requirement, int]], lang: str) -> tuple[str, ...]:
    """
    Say which thresholds are not met.

    Args:
        unmet: Thresholds and the numbers found.
        lang: Language code.
    """
    return tuple(_NOT_MET.say(lang, text=one.text, number=number) for one, number in unmet)
