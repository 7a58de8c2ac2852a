"""How long simulated clients wait, and how many never get there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from collabmodel.model import Activity, Mode, Side
from collabmodel.report import figures
from collabmodel.report.charts import MOST_DOTS, Axis
from collabmodel.report.figurerows import bars, found, indicator_row, same_numbers, told_of
from collabmodel.report.studyview import Cell, Part, Section, Table, figures_picture
from collabmodel.report.studywords import LEADS, STUDY
from collabmodel.report.topics import Titles
from collabmodel.report.words import Phrase
from collabmodel.simulate.results import Indicator, Study

_ACTIVE = (Mode.PERFORM, Mode.DECIDE, Mode.REQUIRED)
"""Ways of taking part without which an activity is not held."""
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
    "Large dot: mean of all replications; line with ends: its interval. Small dots in the first row: means of single "
    "replications{few}.",
    "Iso piste: kaikkien toistojen keskiarvo; jana: sen luottamusväli. Ensimmäisen rivin pienet pisteet: yksittäisten "
    "toistojen keskiarvot{few}.",
    "Stor prick: medelvärdet av alla upprepningar; streck med ändar: dess intervall. Små prickar på första raden: "
    "enskilda upprepningars medelvärden{few}.",
)
_ONE_IN = Phrase(", each standing for one in {n}", ", kukin piste on yksi {n}:stä", ", varje prick står för en av {n}")
_WAIT_HEAD = Phrase("Wait of those who got there", "Perille päässeiden odotus", "Väntan för dem som kom fram")
_NEVER_CAPTION = Phrase(
    "Never got there, as a share of the cases that ended",
    "Ei päässyt lainkaan, osuus päättyneistä tapauksista",
    "Kom aldrig dit, andel av de avslutade ärendena",
)
_NEVER_HEAD = Phrase("Never got there", "Ei päässyt lainkaan", "Kom aldrig dit")
_NOT_MEASURED = Phrase("not measured", "ei mitattu", "inte mätt")


def main_wait(study: Study) -> str:
    """
    Give the id of the activity whose wait matters most: the first joint meeting, else the first meeting, else any.

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
        parts=tuple(_wait_parts(study, titles, waits, main)),
    )


def _answer(study: Study, titles: Titles, main: str) -> str:
    lang, what = titles.lang, titles.quoted(f"wait:{main}")
    wait, never = found(study, f"wait:{main}"), found(study, f"never:{main}")
    first = _NOBODY if wait is None or wait.mean is None else _WAITED
    told = "" if wait is None else figures.about(wait, lang)
    share = "" if never is None else figures.about(never, lang)
    second = _NO_NEVER if never is None or never.mean is None else _NEVER
    return f"{first.say(lang, what=what, wait=told)} {second.say(lang, share=share)}"


def _wait_parts(study: Study, titles: Titles, waits: Sequence[Indicator], main: str) -> Iterator[Part]:
    """Draw the waits, then how many never got there; the joint meeting first, then the other meetings."""
    lang, caption = titles.lang, _WAIT_CAPTION.say(titles.lang)
    kinds = {one.id: one.kind for one in study.model.activities}

    def place(one: Indicator) -> tuple[bool, bool]:
        id = one.id.partition(":")[2]
        return id != main, kinds.get(id) != "meeting"

    told = sorted((one for one in waits if one.mean is not None), key=place)
    if told:
        yield figures_picture(
            [indicator_row(one, titles.subject(one.id), lang, bold=one is told[0]) for one in told],
            Axis(written=lambda value: figures.plain(value, lang), title=figures.unit_word("days", lang)),
            lang,
            name="chart-waits",
            caption=caption,
            legend=_WAIT_LEGEND.say(lang, few=few(len(study.replications), lang)),
            table=_wait_table(study, titles, waits, caption),
        )
    yield from bars(sorted(told_of(study, "never"), key=place), _NEVER_CAPTION, titles, "chart-never", full=1.0)


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
        cells = (Cell(figures.figure(one, lang), numeric=True), Cell(share, numeric=True))
        rows.append((Cell(titles.subject(one.id)), *cells))
    heads = (STUDY["what"].say(lang), _WAIT_HEAD.say(lang), _NEVER_HEAD.say(lang))
    return same_numbers(caption, heads, rows, lang)
