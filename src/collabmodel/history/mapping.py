"""How names in somebody else's log become names of ours."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from collabmodel.errors import ConfigError, Place, Problem

FIELDS = (
    "case", "event", "seq", "occurred", "recorded", "kind", "element", "transition", "instance", "role", "person",
    "organisation", "on_behalf_of", "caused_by", "corrects", "evidence", "schema", "model_hash", "closed",
)  # fmt: skip
"""Parts of an event that a column of a log may hold."""

SYNONYMS = {"time": "occurred", "activity": "element", "resource": "person", "group": "organisation"}
"""Other words for them."""


@attrs.frozen
class Target:
    """
    What an event of a log is in the model.

    Args:
        element: Id of the element, or empty.
        transition: Transition, or empty to go by the log.
        kind: Kind of event, or empty to go by the model.
        dropped: Whether such events are left out.
    """

    element: str = ""
    transition: str = ""
    kind: str = ""
    dropped: bool = False


@attrs.frozen(kw_only=True)
class Mapping:
    """
    How to read a log that was not written for this library. Everything in it is optional.

    Args:
        columns: Pairs of a part of an event (see ``FIELDS``) and the column or attribute of the log that holds it.
        elements: Pairs of a name in the log and what it is in the model.
        transitions: Pairs of a transition in the log and one of ours; they go before the usual ones of XES.
        timezone: IANA name of the zone of times that do not say theirs, or empty to refuse them.
        time_format: How times are written, in the codes of ``strptime``; empty for ISO 8601.
        open: ``"none"``: every case is closed; ``"all"``: every case is open; ``"until"``: a case is open until one of
            ``until`` has happened.
        until: Elements, or their names in the log, that end a case.
        drop: Columns or attributes that are not read at all.
        facts: Pairs of a case attribute (or a column) of the log and the id of the fact it holds.
        data: Pairs of an event attribute (or a column) of the log and the name of event data that it becomes.
        object_type: Type of the objects that are cases, in an object-centric log; empty where there is one only.

    >>> Mapping(columns=(("case", "Case ID"),)).column("case")
    'Case ID'
    """

    columns: tuple[tuple[str, str], ...] = ()
    elements: tuple[tuple[str, Target], ...] = ()
    transitions: tuple[tuple[str, str], ...] = ()
    timezone: str = ""
    time_format: str = ""
    open: str = "none"
    until: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    data: tuple[tuple[str, str], ...] = ()
    object_type: str = ""

    def column(self, field: str, default: str = "") -> str:
        """
        Give the column that holds a part of an event.

        Args:
            field: The part; see ``FIELDS``.
            default: What to give where the mapping does not say.
        """
        return dict(self.columns).get(field, default)


def field_name(word: str) -> str:
    """
    Give the part of an event that a word means, or an empty text.

    Args:
        word: The word, such as ``"time"`` or ``"occurred"``.

    >>> field_name("time")
    'occurred'
    """
    name = word.strip().lower()
    name = SYNONYMS.get(name, name)
    return name if name in FIELDS else ""


def parse_mapping_options(options: Iterable[str], mapping: Mapping | None = None) -> Mapping:
    """
    Read a mapping from a command line.

    Args:
        options: Texts such as ``"case=Case ID"`` and ``"time=Timestamp"``; also ``timezone=``, ``time_format=``,
            ``object_type=``, ``open=all|none``, ``until=EVENT``, ``drop=COLUMN`` (the last two may be repeated).
        mapping: A mapping to change, or None.

    Raises:
        ConfigError: Options that mean nothing; all of them.

    >>> parse_mapping_options(("case=Case ID", "time=Timestamp")).columns
    (('case', 'Case ID'), ('occurred', 'Timestamp'))
    """
    mapping = mapping or Mapping()
    columns = dict(mapping.columns)
    single: dict[str, str] = {}
    several: dict[str, list[str]] = {"until": list(mapping.until), "drop": list(mapping.drop)}
    problems: list[Problem] = []
    for option in options:
        word, sign, value = option.partition("=")
        word, value = word.strip(), value.strip()
        if not sign or not value:
            problems.append(_option_problem("option without a name and a value", option))
        elif word in several:
            several[word].append(value)
        elif word in {"timezone", "time_format", "object_type"} or (word == "open" and value in {"all", "none"}):
            single[word] = value
        elif field_name(word):
            columns[field_name(word)] = value
        else:
            problems.append(_option_problem("unknown option", option))
    if problems:
        raise ConfigError(problems)
    if several["until"]:
        single.setdefault("open", "until")
    lists = {word: tuple(values) for word, values in several.items()}
    return attrs.evolve(mapping, columns=tuple(columns.items()), **single, **lists)  # type: ignore[arg-type]


def _option_problem(what: str, option: str) -> Problem:
    words = ", ".join((*FIELDS[:4], "element", "..."))
    hint = f"write NAME=COLUMN with a name such as {words}, or timezone=, time_format=, open=all, until=, drop="
    return Problem(what=what, value=repr(option), place=Place("--map"), hint=hint)
