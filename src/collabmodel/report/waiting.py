"""How long simulated clients wait, how many never get there, and how unevenly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

import attrs

from collabmodel.history import History
from collabmodel.model import Activity, Mode, Side
from collabmodel.report import figures
from collabmodel.report.charts import MOST_DOTS, Axis, Row
from collabmodel.report.studyview import Cell, Part, Section, Table, figures_picture
from collabmodel.report.studywords import LEADS, STUDY
from collabmodel.report.topics import Titles
from collabmodel.report.words import Phrase
from collabmodel.simulate.results import Indicator, Study

_DAY = 24 * 60 * 60 * 1_000_000
_MINUTE = 60 * 1_000_000
_ACTIVE = (Mode.PERFORM, Mode.DECIDE, Mode.REQUIRED)
"""Ways of taking part without which an activity is not held."""
_FEWEST = 10
"""Of fewer cases than so many no tenth is told."""

_WAITED = Phrase(
    "From the opening of the case to {what}, those who got there waited {wait} on average.",
    "Tapauksen avaamisesta tähän: {what}. Perille päässeet odottivat keskimäärin {wait}.",
    "Från att ärendet öppnades till {what} väntade de som kom fram i genomsnitt {wait}.",
)
_NOBODY = Phrase(
    "No simulated case got to {what}.",
    "Yksikään simuloitu tapaus ei päässyt tähän: {what}.",
    "Inget simulerat ärende kom till {what}.",
)
_NEVER = Phrase(
    "Never got there: {share} of the cases that ended.",
    "Ei päässyt sinne lainkaan: {share} päättyneistä tapauksista.",
    "Kom aldrig dit: {share} av de avslutade ärendena.",
)
_NO_NEVER = Phrase(
    "How many never got there is not known.",
    "Sitä, kuinka moni ei päässyt perille, ei tiedetä.",
    "Hur många som aldrig kom dit är inte känt.",
)
_NOTHING = Phrase("The study measured no waits.", "Odotuksia ei mitattu.", "Inga väntetider mättes.")
_WAIT_CAPTION = Phrase(
    "Wait from the opening of the case, of those who got there",
    "Odotus tapauksen avaamisesta, perille päässeillä",
    "Väntan från att ärendet öppnades, för dem som kom fram",
)
_WAIT_LEGEND = Phrase(
    "Large dot: mean of all replications; line with ends: its interval. Small dots: means of single replications{few}.",
    "Iso piste: kaikkien toistojen keskiarvo; jana: sen luottamusväli. Pienet pisteet: yksittäisten toistojen "
    "keskiarvot{few}.",
    "Stor prick: medelvärdet av alla upprepningar; streck med ändar: dess intervall. Små prickar: enskilda "
    "upprepningars medelvärden{few}.",
)
_ONE_IN = Phrase(", each standing for one in {n}", ", kukin piste on yksi {n}:stä", ", varje prick står för en av {n}")
_NEVER_HEAD = Phrase("Never got there", "Ei päässyt lainkaan", "Kom aldrig dit")
_NOT_MEASURED = Phrase("not measured", "ei mitattu", "inte mätt")
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
_HALF = Phrase("Half waited {half} at most", "Puolet odotti enintään {half}", "Hälften väntade högst {half}")
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
_SPREAD_LEGEND = Phrase(
    "Bar: mean of all replications; line with ends: its interval.",
    "Palkki: kaikkien toistojen keskiarvo; jana: sen luottamusväli.",
    "Stapel: medelvärdet av alla upprepningar; streck med ändar: dess intervall.",
)
_UNEVEN = Phrase(
    "Waits for {what}: the usual deviation between cases is {spread} of the mean wait.",
    "Odotus, {what}: tavallinen poikkeama tapausten välillä on {spread} keskimääräisestä odotuksesta.",
    "Väntan på {what}: den vanliga avvikelsen mellan ärenden är {spread} av medelväntan.",
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


def main_wait(study: Study) -> str:
    """
    Give the id of the activity whose wait matters most: the first joint meeting, else the first meeting, else the first.

    A joint meeting is one that workers of several roles are needed at.

    Args:
        study: The study.
    """
    waits = [one.id.partition(":")[2] for one in study.indicators if one.id.startswith("wait:")]
    known = {one.id: one for one in study.model.activities}
    meetings = [id for id in waits if id in known and known[id].kind == "meeting"]
    joint = [id for id in meetings if _workers(study, known[id]) > 1]
    return next(iter((*joint, *meetings, *waits)), "")


def _workers(study: Study, activity: Activity) -> int:
    sides = {role.id: role.side for role in study.model.roles}
    needed = {one.role for one in activity.participants if one.mode in _ACTIVE}
    return sum(sides.get(role) is Side.PROFESSIONAL for role in needed)


def found(study: Study, id: str) -> Indicator | None:
    """
    Give an indicator of a study, or None if it has none of this id.

    Args:
        study: The study.
        id: Id of the indicator.
    """
    return next((one for one in study.indicators if one.id == id), None)


def waits_section(study: Study, titles: Titles) -> Section:
    """
    Answer how long clients wait and how many never get there.

    Args:
        study: The study.
        titles: What things are called.
    """
    lang, main = titles.lang, main_wait(study)
    waits = [one for one in study.indicators if one.id.startswith("wait:")]
    answer = _answer(study, titles, main) if waits else _NOTHING.say(lang)
    return Section(
        id="waits",
        title=STUDY["waits"].say(lang),
        answer=answer,
        lead=LEADS["waits"].say(lang),
        lines=(answer,),
        parts=_wait_parts(study, titles, waits, main) if waits else (),
    )


def _answer(study: Study, titles: Titles, main: str) -> str:
    lang, what = titles.lang, titles.quoted(f"wait:{main}")
    wait, never = found(study, f"wait:{main}"), found(study, f"never:{main}")
    first = _NOBODY if wait is None or wait.mean is None else _WAITED
    told = "" if wait is None else figures.about(wait, lang)
    share = "" if never is None else figures.about(never, lang)
    second = _NO_NEVER if never is None or never.mean is None else _NEVER
    return f"{first.say(lang, what=what, wait=told)} {second.say(lang, share=share)}"


def _wait_parts(study: Study, titles: Titles, waits: Sequence[Indicator], main: str) -> tuple[Part, ...]:
    lang = titles.lang
    caption = _WAIT_CAPTION.say(lang)
    rows = [
        indicator_row(one, titles.subject(one.id), lang, spots=True, bold=one.id == f"wait:{main}") for one in waits
    ]
    return figures_picture(
        [row for row in rows if row.value is not None],
        Axis(written=lambda value: figures.plain(value, lang), title=figures.unit_word("days", lang)),
        name="chart-waits",
        caption=caption,
        legend=_WAIT_LEGEND.say(lang, few=few(len(study.replications), lang)),
        table=_wait_table(study, titles, waits, caption),
    )


def few(replications: int, lang: str) -> str:
    """
    Say how many replications one dot stands for, where there are more than dots.

    Args:
        replications: How many there are.
        lang: Language code.
    """
    return "" if replications <= MOST_DOTS else _ONE_IN.say(lang, n=MOST_DOTS)


def _wait_table(study: Study, titles: Titles, waits: Sequence[Indicator], caption: str) -> Table:
    lang = titles.lang
    rows = []
    for one in waits:
        never = found(study, f"never:{one.id.partition(':')[2]}")
        share = _NOT_MEASURED.say(lang) if never is None else figures.figure(never, lang)
        rows.append(
            (
                Cell(titles.subject(one.id)),
                Cell(figures.figure(one, lang), numeric=True),
                Cell(share, numeric=True),
            )
        )
    heads = (STUDY["what"].say(lang), caption, _NEVER_HEAD.say(lang))
    return Table(caption=caption, heads=heads, rows=tuple(rows), folded=STUDY["same_numbers"].say(lang), hidden=True)


def indicator_row(one: Indicator, label: str, lang: str, *, spots: bool = False, bold: bool = False) -> Row:
    """
    Make a row of a chart of an indicator.

    Args:
        one: The indicator.
        label: What the row is called.
        lang: Language code.
        spots: Whether single replications are shown.
        bold: Whether it stands out.
    """
    single = tuple(value for value in one.values if value is not None) if spots and len(one.values) > 1 else ()
    told = figures.figure(one, lang)
    return Row(label=label, told=told, value=one.mean, low=one.low, high=one.high, spots=single, bold=bold)


def evenness_section(study: Study, titles: Titles) -> Section:
    """
    Answer how evenly cases are treated.

    Args:
        study: The study.
        titles: What things are called.
    """
    lang, main = titles.lang, main_wait(study)
    spreads = [one for one in study.indicators if one.id.startswith("spread:") and one.mean is not None]
    first = next((one for one in spreads if one.id == f"spread:wait:{main}"), None)
    answer = (
        ""
        if first is None
        else _UNEVEN.say(lang, what=titles.quoted(f"wait:{main}"), spread=figures.about(first, lang))
    )
    return Section(
        id="even",
        title=STUDY["even"].say(lang),
        answer=answer,
        lead=LEADS["even"].say(lang),
        lines=(answer,) if answer else (),
        parts=(*_cases_parts(study, titles, main), *_spread_parts(spreads, titles)),
    )


def _spread_parts(spreads: Sequence[Indicator], titles: Titles) -> tuple[Part, ...]:
    if not spreads:
        return ()
    lang, caption = titles.lang, _SPREAD_CAPTION.say(titles.lang)
    rows = [indicator_row(one, titles.subject(one.id.removeprefix("spread:")), lang) for one in spreads]
    return figures_picture(
        rows,
        Axis(written=lambda value: figures.percent(value, lang), bars=True),
        name="chart-spread",
        caption=caption,
        legend=_SPREAD_LEGEND.say(lang),
        table=rows_table(rows, caption, lang),
    )


def rows_table(rows: Sequence[Row], caption: str, lang: str) -> Table:
    """
    Give the numbers of a chart's rows as a table that is folded away.

    Args:
        rows: The rows.
        caption: What it shows.
        lang: Language code.
    """
    return Table(
        caption=caption,
        heads=(STUDY["what"].say(lang), STUDY["figure"].say(lang)),
        rows=tuple((Cell(row.label), Cell(row.told, numeric=True)) for row in rows),
        folded=STUDY["same_numbers"].say(lang),
        hidden=True,
    )


def _cases_parts(study: Study, titles: Titles, main: str) -> tuple[Part, ...]:
    waits = waits_of_cases(study, main)
    if waits is None or not waits.days:
        return ()
    lang, caption = titles.lang, _CASES_CAPTION.say(titles.lang, what=titles.subject(f"wait:{main}"))
    told = "; ".join(_told(waits, lang))
    return figures_picture(
        [Row(label=titles.subject(f"wait:{main}"), told=told, value=None, spots=waits.days)],
        Axis(written=lambda value: figures.plain(value, lang), title=figures.unit_word("days", lang)),
        name="chart-cases",
        caption=caption,
        legend=_CASES_LEGEND.say(lang, n=len(waits.days)),
    )


def _told(waits: Waits, lang: str) -> Iterator[str]:
    days = waits.days
    yield _HALF.say(lang, half=figures.amount(days[len(days) // 2], "days", lang))
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
