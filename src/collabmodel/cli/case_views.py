"""What a case answers, for people: lines and tables in their language, times in the zone of the model."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

import attrs

from collabmodel.case import Due, NextStep, Refusal
from collabmodel.cli.tables import Table
from collabmodel.history import Event
from collabmodel.plugin import CaseRow
from collabmodel.report.words import Phrase, sentence
from collabmodel.reporting import Audience, labels
from collabmodel.reporting.happenings import happened, told_who

Part = str | Table
WIDTH = 100
"""Characters in a line, at most."""


def table_of(audience: Audience, headings: Sequence[Phrase], rows: Iterable[tuple[str, ...]]) -> Table:
    """
    Give a table.

    Args:
        audience: For whom.
        headings: Names of the columns.
        rows: The rows.
    """
    return Table(headings=tuple(map(audience.word, headings)), rows=tuple(rows), width=WIDTH)


def wrapped(text: str, indent: str = "") -> str:
    """
    Break a long line between words.

    Args:
        text: The line.
        indent: What stands before every line but the first.
    """
    return "\n".join(textwrap.wrap(text, WIDTH, subsequent_indent=indent, break_long_words=False)) or text


def refused(refusal: Refusal, audience: Audience) -> Iterator[str]:
    """
    Say why not, and what would change that.

    Args:
        refusal: The refusal.
        audience: For whom.
    """
    yield wrapped(_why(refusal, labels.REFUSED, audience), "  ")
    yield from _needs(refusal, audience)
    for other in refusal.others:
        yield wrapped(_why(other, labels.ALSO, audience), "  ")
        yield from _needs(other, audience)


def _why(refusal: Refusal, phrase: Phrase, audience: Audience) -> str:
    parts = [sentence(phrase.say(audience.lang, text=audience.text(refusal.text, refusal.reason.value)))]
    told = ((labels.FROM_RULE, refusal.rule), (labels.FROM_SENTRY, refusal.sentry))
    parts += [origin.say(audience.lang, id=id) for origin, id in told if id]
    if refusal.events:
        parts.append(labels.FROM_EVENTS.say(audience.lang, ids=", ".join(refusal.events)))
    if refusal.cites:
        parts.append(labels.FROM_SOURCES.say(audience.lang, ids=", ".join(refusal.cites)))
    return " ".join(parts)


def _needs(refusal: Refusal, audience: Audience) -> Iterator[str]:
    if refusal.needs:
        yield f"  {audience.word(labels.NEEDED)}:"
    for need in refusal.needs:
        told = audience.text(need.text) or " ".join(part for part in (need.lack.value, need.name, need.detail) if part)
        yield wrapped(f"  - {told}", "    ")


def listed_cases(rows: Sequence[CaseRow], audience: Audience) -> Iterator[Part]:
    """
    Show cases as a list.

    Args:
        rows: The cases.
        audience: For whom.
    """
    if not rows:
        yield audience.word(labels.NO_CASES)
        return
    headings = (labels.CASE, labels.STATUS, labels.OPENED, labels.DUE, labels.ENDING)
    yield table_of(audience,
        headings,
        (
            (row.id, audience.status(row.status), audience.when(row.opened), audience.when(row.due, end=True),
             audience.names.title(row.ending) if row.ending else "")
            for row in rows
        ),
    )  # fmt: skip


def dues(found: Sequence[tuple[str, Due]], audience: Audience, *, of_one: bool = True) -> Iterator[Part]:
    """
    Show what waits, the most urgent first.

    Args:
        found: What waits, each with the id of its case.
        audience: For whom.
        of_one: Whether it is all of one case.
    """
    if not found:
        yield audience.word(labels.NOTHING)
        return
    headings = (labels.DUE, labels.WHAT, labels.RESPONSIBLE)
    if of_one:
        table = table_of(audience, headings, (due_cells(one, audience) for _, one in found))
    else:
        table = table_of(audience, (labels.CASE, *headings), ((case, *due_cells(one, audience)) for case, one in found))
    yield attrs.evolve(table, marked=tuple(number for number, (_, one) in enumerate(found) if one.overdue))


def due_cells(one: Due, audience: Audience) -> tuple[str, ...]:
    """
    Give one row of what waits: until when, what, and who answers for it.

    Args:
        one: What waits.
        audience: For whom.
    """
    when = audience.when(one.due, end=True) or audience.word(labels.STANDS_STILL)
    if one.overdue:
        when += f" ({audience.word(labels.OVERDUE)})"
    title = audience.text(one.title, one.rule)
    if one.gate:
        title += f" ({audience.word(labels.BLOCKS)})"
    return (when, title, audience.names.people(one.responsible))


def accounts(found: Sequence[Due], audience: Audience) -> Iterator[str]:
    """
    Tell how each due time came about.

    Args:
        found: What waits.
        audience: For whom.
    """
    for one in found:
        if one.text:
            yield ""
            yield audience.text(one.title, one.rule)
            yield from (wrapped(f"  {line}", "  ") for line in audience.text(one.text).splitlines())


def steps(found: Sequence[NextStep], audience: Audience) -> Iterator[Part]:
    """
    Show what may be done now: what whoever asks may do, then what others may.

    Args:
        found: The steps.
        audience: For whom.
    """
    if not found:
        yield audience.word(labels.NOTHING)
    mine, others = [one for one in found if one.mine], [one for one in found if not one.mine]
    if mine:
        rows = [(*_step(one, audience), ", ".join(one.missing)) for one in mine]
        headings = (labels.COMMAND, labels.WHAT, labels.DUE, labels.MISSING)
        yield from (audience.word(labels.YOU_MAY), table_of(audience, headings, rows))
    if mine and others:
        yield ""
    if others:
        rows = [(*_step(one, audience), audience.names.people(one.roles)) for one in others]
        headings = (labels.COMMAND, labels.WHAT, labels.DUE, labels.BY)
        yield from (audience.word(labels.OTHERS_MAY), table_of(audience, headings, rows))


def _step(step: NextStep, audience: Audience) -> tuple[str, str, str]:
    return _asked(step), _named(step, audience), audience.when(step.due, end=True)


def _asked(step: NextStep) -> str:
    instance = f"--instance {step.instance}" if step.instance not in {"", "1"} else ""
    return " ".join(part for part in (step.verb, step.element, instance) if part)


def _named(step: NextStep, audience: Audience) -> str:
    title = audience.text(step.title, step.element)
    return f"{title} ({audience.word(labels.REQUIRED)})" if step.required else title


def events(found: Sequence[Event], audience: Audience) -> Iterator[Part]:
    """
    Show what happened; who did it by role and organisation only.

    Args:
        found: The events that the reader may see.
        audience: For whom.
    """
    if not found:
        yield audience.word(labels.NOTHING)
        return
    headings = (labels.SEQ, labels.WHEN, labels.HAPPENED, labels.WHO)
    yield table_of(audience, headings, (_event(event, audience) for event in found))


def _event(event: Event, audience: Audience) -> tuple[str, ...]:
    return (str(event.seq), audience.when(event.occurred), happened(event, audience), told_who(event, audience))
