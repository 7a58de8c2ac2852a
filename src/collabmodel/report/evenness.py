"""How evenly simulated cases are treated: how far single waits lie apart, and the longest silences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import attrs

from collabmodel.history import History
from collabmodel.report import figures, labels
from collabmodel.report.charts import Axis, Row
from collabmodel.report.figurerows import bars, found, told_of
from collabmodel.report.studyview import Part, Section, figures_picture
from collabmodel.report.studywords import LEADS, STUDY
from collabmodel.report.topics import Titles
from collabmodel.report.waiting import main_wait
from collabmodel.report.words import Phrase
from collabmodel.simulate.results import Study

_DAY = 24 * 60 * 60 * 1_000_000
_MINUTE = 60 * 1_000_000
_FEWEST = 10
"""Of fewer cases than so many no tenth is told."""
_CASES_CAPTION = Phrase(
    "How differently single cases waited: {what} (first replication)",
    "Kuinka eri tavoin yksittäiset tapaukset odottivat: {what} (ensimmäinen toisto)",
    "Hur olika enskilda ärenden väntade: {what} (första upprepningen)",
)
_CASES_LEGEND = Phrase(
    "Each dot stands for an equal part of the {n} cases that got there. This is one replication: another would look "
    "somewhat different.",
    "Kukin piste on yhtä suuri osa perille päässeistä tapauksista, joita on {n}. Tämä on yksi toisto: toinen näyttäisi "
    "hieman erilaiselta.",
    "Varje prick står för en lika stor del av de {n} ärenden som kom fram. Detta är en upprepning: en annan skulle se "
    "något annorlunda ut.",
)
_IN_FIRST = Phrase(
    "In the first replication: {told}.", "Ensimmäisessä toistossa: {told}.", "I den första upprepningen: {told}."
)
_HALF = Phrase("half waited {half} at most", "puolet odotti enintään {half}", "hälften väntade högst {half}")
_TENTH = Phrase(
    "one in ten waited {tenth} or longer",
    "joka kymmenes odotti {tenth} tai enemmän",
    "var tionde väntade {tenth} eller längre",
)
_NEVER_CASES = Phrase(
    "closed without getting there: {n}", "päättyi ennen sitä: {n}", "avslutades utan att komma dit: {n}"
)
_STILL = Phrase(
    "still on the way when the simulation ended: {n}",
    "vielä matkalla simuloinnin loppuessa: {n}",
    "ännu på väg när simuleringen slutade: {n}",
)
_SPREAD_CAPTION = Phrase(
    "How unevenly cases waited (deviation in percent of the mean wait)",
    "Kuinka epätasaisesti tapaukset odottivat (poikkeama prosentteina keskimääräisestä odotuksesta)",
    "Hur ojämnt ärendena väntade (avvikelse i procent av medelväntan)",
)
_UNEVEN = Phrase(
    "Waits for {what}: the usual deviation between cases is {spread} of the mean wait.",
    "Odotus, {what}: tavallinen poikkeama tapausten välillä on {spread} keskimääräisestä odotuksesta.",
    "Väntan på {what}: den vanliga avvikelsen mellan ärenden är {spread} av medelväntan.",
)
_SILENCE = Phrase(
    "Longest time in a case in which no worker did anything: {time} on average, of the cases that closed.",
    "Pisin aika, jolloin kukaan työntekijä ei tehnyt tapauksessa mitään: keskimäärin {time}, päättyneissä tapauksissa.",
    "Längsta tid i ett ärende då ingen medarbetare gjorde något: i genomsnitt {time}, för avslutade ärenden.",
)


@attrs.frozen(kw_only=True)
class Waits:
    """
    How long the cases of one replication waited for one thing.

    Args:
        days: Days of each case that got there, in order of length.
        never: How many were closed without it.
        still: How many had not got there when the simulation ended.
    """

    days: tuple[float, ...]
    never: int
    still: int


def evenness_section(study: Study, titles: Titles) -> Section:
    """
    Answer how evenly cases are treated.

    Args:
        study: The study.
        titles: What things are called.
    """
    lang, main = titles.lang, main_wait(study)
    spreads = sorted(told_of(study, "spread"), key=lambda one: one.id != f"spread:wait:{main}")
    main_ones = {f"spread:wait:{one.id.partition(':')[2]}" for one in told_of(study, "never")}
    drawn = [one for one in spreads if one.id in main_ones] or spreads
    lines = tuple(_lines(study, titles, main))
    return Section(
        id="even",
        title=STUDY["even"].say(lang),
        answer=" ".join(lines[:1]),
        lead=LEADS["even"].say(lang),
        lines=lines,
        parts=(
            *_cases_parts(study, titles, main),
            *bars(
                drawn,
                _SPREAD_CAPTION,
                titles,
                "chart-spread",
                others=[one for one in spreads if one not in drawn],
            ),
        ),
    )


def _lines(study: Study, titles: Titles, main: str) -> Iterator[str]:
    lang = titles.lang
    spread, silence = found(study, f"spread:wait:{main}"), found(study, "silence")
    if spread is not None and spread.mean is not None:
        yield _UNEVEN.say(lang, what=titles.quoted(f"wait:{main}"), spread=figures.about(spread, lang))
    waits = waits_of_cases(study, main)
    if waits is not None and waits.days:
        yield _IN_FIRST.say(lang, told="; ".join(_told(waits, lang)))
    if silence is not None and silence.mean is not None:
        yield _SILENCE.say(lang, time=figures.about(silence, lang))


def _cases_parts(study: Study, titles: Titles, main: str) -> Iterator[Part]:
    waits = waits_of_cases(study, main)
    if waits is None or not waits.days:
        return
    lang, what = titles.lang, titles.subject(f"wait:{main}")
    yield figures_picture(
        [Row(label=what, told=labels.CASES.say(lang, len(waits.days)), value=None, spots=waits.days)],
        Axis(written=lambda value: figures.plain(value, lang), title=figures.unit_word("days", lang)),
        lang,
        name="chart-cases",
        caption=_CASES_CAPTION.say(lang, what=what),
        legend=_CASES_LEGEND.say(lang, n=len(waits.days)),
    )


def _told(waits: Waits, lang: str) -> Iterator[str]:
    days = waits.days
    yield _HALF.say(lang, half=figures.amount(days[(len(days) - 1) // 2], "days", lang))
    if len(days) >= _FEWEST:
        yield _TENTH.say(lang, tenth=figures.amount(days[len(days) - max(1, len(days) // 10)], "days", lang))
    yield _NEVER_CASES.say(lang, n=waits.never)
    yield _STILL.say(lang, n=waits.still)


def waits_of_cases(study: Study, element: str) -> Waits | None:
    """
    Tell how long each case of the first replication waited for an activity; None if its history is not at hand.

    Args:
        study: The study.
        element: Id of the activity.
    """
    history = None if study.evaluation is None else study.evaluation.history
    if history is None or not history.cases or not element:
        return None
    counted = _start(study) + study.warm_up * _MINUTE
    days: list[float] = []
    never = still = 0
    for case in range(len(history.cases)):
        opened, reached, closed = _moments(history, case, element)
        if opened is None or opened < counted:
            continue
        if reached is not None:
            days.append((reached - opened) / _DAY)
        elif closed:
            never += 1
        else:
            still += 1
    return Waits(days=tuple(sorted(days)), never=never, still=still)


def _moments(history: History, case: int, element: str) -> tuple[int | None, int | None, bool]:
    """Give when a case opened, when it first completed an activity, and whether it is closed."""
    opened = reached = None
    for position in range(history.starts[case], history.starts[case + 1]):
        signature = history.signatures[history.signature[position]]
        if opened is None and (signature.kind, signature.transition) == ("case", "opened"):
            opened = history.occurred[position]
        if reached is None and (signature.element, signature.transition) == (element, "completed"):
            reached = history.occurred[position]
    return opened, reached, bool(history.closed[case])


def _start(study: Study) -> int:
    zone = study.scenario.zone or next((one.zone for one in study.model.calendars), "") or "UTC"
    start = dt.datetime.combine(study.scenario.start, dt.time(), ZoneInfo(zone))
    return int(start.timestamp()) * 1_000_000
