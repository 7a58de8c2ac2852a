"""What the columns of a table hold."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from collabmodel.history.intake import PARTS, XES_FIELDS, Intake, did_you_mean
from collabmodel.history.mapping import FIELDS

CASE_COLUMN = "case:concept:name"


@attrs.frozen
class Header:
    """
    The meaning of one column.

    Args:
        index: Its place, from 0.
        label: Its name in the file.
        role: ``field``, ``data``, ``fact``, or ``drop``.
        name: Part of an event, or name of the data or fact.
    """

    index: int
    label: str
    role: str
    name: str

    @property
    def is_event(self) -> bool:
        """Whether a value in it makes the row an event."""
        return self.role == "data" or (self.role == "field" and self.name in PARTS)


def headers(labels: Sequence[str], intake: Intake, line: int = 0) -> tuple[Header, ...]:
    """
    Find out what columns hold: as the mapping says, else by our own names, else by those of XES, else data.

    Args:
        labels: Names of the columns in the file.
        intake: How to read it.
        line: Line of the names, for messages.

    Raises:
        FormatError: A column is missing, or there are two for one thing.
    """
    found = tuple(_header(index, label, intake) for index, label in enumerate(labels))
    problems = intake.problems
    for field, label in intake.mapping.columns:
        if label not in labels:
            hint = did_you_mean(label, labels)
            problems.add(f"no column for {field}", line, value=repr(label), hint=hint)
    found = _settled(found, intake)
    seen: dict[tuple[str, str], str] = {}
    for header in found:
        key = (header.role, header.name)
        if header.role != "drop" and key in seen:
            problems.add(f"two columns for {header.role} {header.name!r}", line, value=repr(header.label))
        seen[key] = header.label
    fields = {header.name for header in found if header.role == "field"}
    for needed, enough in (("case", {"case"}), ("occurred", {"occurred"}), ("element", {"element", "kind"})):
        if not fields & enough:
            say = f"{ {'occurred': 'time'}.get(needed, needed) }=COLUMN".replace(" ", "")
            hint = f"say which one it is ({say}); there are: {', '.join(labels)[:200]}"
            problems.add(f"no column for {needed}", line, hint=hint)
    problems.check()
    return found


def _header(index: int, label: str, intake: Intake) -> Header:
    """Find out what one column holds: the first way of naming it that knows its label."""
    mapping = intake.mapping
    if not label or label in mapping.drop:
        return Header(index, label, "drop", label)
    for role, names in (
        ("field", {column: field for field, column in mapping.columns}),
        ("fact", dict(mapping.facts)),
        ("data", dict(mapping.data)),
        ("field", _USUAL),
    ):
        if label in names:
            return Header(index, label, role, names[label])
    for prefix, role in (("data.", "data"), ("case.", "fact"), ("case:", "fact")):
        if label.startswith(prefix) and len(label) > len(prefix):
            return Header(index, label, role, label[len(prefix) :])
    return Header(index, label, "data", label)


_USUAL = {**XES_FIELDS, CASE_COLUMN: "case", **{field: field for field in FIELDS}}


def _settled(found: tuple[Header, ...], intake: Intake) -> tuple[Header, ...]:
    """
    Let one column hold a part of an event: the one that the mapping names, else ours, else that of XES.

    The others become data under their own names.
    """
    chosen = {header.name: header.label for header in found if header.role == "field"}
    chosen |= {header.name: header.label for header in found if header.role == "field" and header.label == header.name}
    chosen |= dict(intake.mapping.columns)
    return tuple(
        attrs.evolve(header, role="data", name=header.label)
        if header.role == "field" and chosen[header.name] != header.label
        else header
        for header in found
    )


def is_lifecycle(found: Sequence[Header]) -> bool:
    """
    Tell whether transitions are those of XES.

    Args:
        found: The columns.
    """
    return any(header.name == "transition" and header.label == "lifecycle:transition" for header in found)
