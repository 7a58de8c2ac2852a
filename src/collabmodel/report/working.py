"""Where work piles up in a simulation: working time used, lines before work, missed and moved times, open cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from collabmodel.report import figures
from collabmodel.report.curves import band_chart, band_of
from collabmodel.report.figurerows import bars, found, same_numbers, told_of
from collabmodel.report.studyview import Cell, Part, Section, Table, picture
from collabmodel.report.studywords import LEADS, STUDY
from collabmodel.report.topics import Titles
from collabmodel.report.words import Phrase, sentence
from collabmodel.simulate.results import Indicator, Study

_WEEK = 7 * 24 * 60
_BUSIEST = Phrase(
    "Busiest group: {who}, {share} of the working time.",
    "Kuormitetuin ryhmä: {who}, {share} työajasta.",
    "Mest belastade gruppen: {who}, {share} av arbetstiden.",
)
_LONGEST = Phrase(
    "Longest from asking to starting: {what}, {wait}; that holds notice, finding a common time, and standing in line.",
    "Pisin aika pyynnöstä alkuun: {what}, {wait}; siihen sisältyvät ennakkoaika, yhteisen ajan löytäminen ja jonotus.",
    "Längst från begäran till start: {what}, {wait}; det omfattar framförhållning, att hitta en gemensam tid, och kö.",
)
_ROOMY = Phrase(
    "No group comes near the end of its working time here. Look first for other causes of waiting: notice, finding a "
    "common time, limits on open cases, people who stay away. But other work is not simulated and takes time too.",
    "Mikään ryhmä ei ole tässä lähellä työaikansa rajaa. Etsi odotukselle ensin muita syitä: ennakkoaika, "
    "yhteisen ajan "
    "löytäminen, avointen tapausten enimmäismäärät, poisjäännit. Muu työ, jota ei simuloida, vie kuitenkin sekin "
    "aikaa.",
    "Ingen grupp är här nära gränsen för sin arbetstid. Sök först andra orsaker till väntan: framförhållning, "
    "att hitta "
    "en gemensam tid, gränser för öppna ärenden, människor som uteblir. Men annat arbete simuleras inte och tar "
    "också tid.",
)
_TIGHT = Phrase(
    "At such a load small disturbances make long queues: this group is the likely bottleneck.",
    "Näin suurella kuormalla pienetkin häiriöt tekevät pitkiä jonoja: tämä ryhmä on todennäköinen pullonkaula.",
    "Vid sådan belastning ger små störningar långa köer: den här gruppen är den sannolika flaskhalsen.",
)
_LOW, _HIGH_LOAD = 0.6, 0.85
"""Shares of working time below which no group is short of time, and above which queues grow long."""
_MOVED = Phrase("Appointments moved: {n}.", "Siirrettyjä aikoja: {n}.", "Flyttade tider: {n}.")
_STUCK = Phrase(
    "Cases that could not go on, although something was meant to happen: {n} in a replication on average. Something in "
    "the model or scenario stops them; look there first.",
    "Tapauksia, jotka eivät päässeet eteenpäin, vaikka jotakin piti tapahtua: toistoa kohti keskimäärin {n}. Jokin "
    "mallissa tai skenaariossa pysäyttää ne; katso ensin sinne.",
    "Ärenden som inte kunde gå vidare fast något skulle hända: i genomsnitt {n} per upprepning. Något i modellen eller "
    "scenariot stoppar dem; se dit först.",
)
_NO_GROUPS = Phrase("The study measured no working time.", "Työaikaa ei mitattu.", "Ingen arbetstid mättes.")
_BUSY_CAPTION = Phrase(
    "Share of working time used, by group",
    "Käytetty osuus työajasta ryhmittäin",
    "Använd andel av arbetstiden per grupp",
)
_QUEUE_CAPTION = Phrase(
    "Time from asking to starting, by activity (around the clock)",
    "Aika pyynnöstä alkuun toiminnoittain (yöt ja viikonloput mukana)",
    "Tid från begäran till start per aktivitet (dygnet runt)",
)
_MISSED_CAPTION = Phrase(
    "Missed times, as a share of all tries, by activity",
    "Väliin jääneet ajat, osuus kaikista yrityksistä toiminnoittain",
    "Uteblivna tider som andel av alla försök per aktivitet",
)
_WORK_CAPTION = Phrase(
    "How often each activity was done, per closed case",
    "Kuinka usein kukin toiminto tehtiin, päättynyttä tapausta kohti",
    "Hur ofta varje aktivitet gjordes, per avslutat ärende",
)
_LOAD_CAPTION = Phrase(
    "Open cases per worker, by group",
    "Avoimia tapauksia työntekijää kohti ryhmittäin",
    "Öppna ärenden per medarbetare per grupp",
)
_SERIES: dict[str, Phrase] = {
    "open": Phrase(
        "Open cases at the end of each week", "Avoimia tapauksia viikon lopussa", "Öppna ärenden i slutet av veckan"
    ),
    "waiting": Phrase(
        "Cases that wait for their first joint meeting, at the end of each week",
        "Ensimmäistä yhteistä tapaamista odottavia tapauksia viikon lopussa",
        "Ärenden som väntar på sitt första gemensamma möte, i slutet av veckan",
    ),
}
"""Weekly series that are drawn."""
_ALONG = Phrase("Week of the simulation", "Simuloinnin viikko", "Simuleringens vecka")
_LEFT_OUT = Phrase(
    "Left of the dashed line: warm-up, left out of all figures.",
    "Katkoviivan vasemmalla puolella: lämmittely, jota ei lasketa lukuihin.",
    "Till vänster om den streckade linjen: uppvärmning, som inte räknas med i siffrorna.",
)
_BAND_LEGEND = Phrase(
    "Line: mean of the replications. Band: from the least to the greatest of the {n} replications. If the line keeps "
    "rising, the staff does not keep up.",
    "Viiva: toistojen keskiarvo. Vyöhyke: pienimmästä suurimpaan {n} toistossa. Jos viiva nousee koko ajan, "
    "työntekijät "
    "eivät ehdi perässä.",
    "Linje: upprepningarnas medelvärde. Band: från det minsta till det största av {n} upprepningar. Om linjen "
    "stiger hela "
    "tiden hinner personalen inte med.",
)
_BAND_TOLD = Phrase(
    "Week {week}: mean {mean}, from {low} to {high}",
    "Viikko {week}: keskiarvo {mean}, pienin {low}, suurin {high}",
    "Vecka {week}: medelvärde {mean}, från {low} till {high}",
)
_WEEK_HEAD = Phrase("Week", "Viikko", "Vecka")
_LEAST = Phrase("Least", "Pienin", "Minst")
_GREATEST = Phrase("Greatest", "Suurin", "Störst")


def bottleneck_section(study: Study, titles: Titles) -> Section:
    """
    Answer where work piles up.

    Args:
        study: The study.
        titles: What things are called.
    """
    lines = tuple(_lines(study, titles))
    return Section(
        id="bottleneck",
        title=STUDY["bottleneck"].say(titles.lang),
        answer=" ".join(lines[:2]),
        lead=LEADS["bottleneck"].say(titles.lang),
        lines=lines,
        parts=(
            *bars(_sorted(study, "utilisation"), _BUSY_CAPTION, titles, "chart-busy", full=1.0),
            *_series(study, titles),
            *bars(figures.in_days(_sorted(study, "queue")), _QUEUE_CAPTION, titles, "chart-queue"),
            *bars(_sorted(study, "missed"), _MISSED_CAPTION, titles, "chart-missed"),
            *bars(_sorted(study, "work"), _WORK_CAPTION, titles, "chart-work"),
            *bars(_sorted(study, "caseload"), _LOAD_CAPTION, titles, "chart-load"),
        ),
    )


def _lines(study: Study, titles: Titles) -> Iterator[str]:
    lang = titles.lang
    busy = max(told_of(study, "utilisation"), key=_mean, default=None)
    if busy is None:
        yield _NO_GROUPS.say(lang)
    else:
        yield _BUSIEST.say(lang, who=titles.subject(busy.id), share=figures.about(busy, lang))
        yield from _shortage(busy, titles)
    longest = max(figures.in_days(told_of(study, "queue")), key=_mean, default=None)
    if longest is not None:
        yield _LONGEST.say(lang, what=titles.subject(longest.id), wait=figures.about(longest, lang))
    moved, stuck = found(study, "moved"), found(study, "stuck")
    if moved is not None and moved.mean is not None:
        yield _MOVED.say(lang, n=figures.about(moved, lang))
    if stuck is not None and stuck.mean:
        yield _STUCK.say(lang, n=figures.figure(stuck, lang))


def _shortage(busiest: Indicator, titles: Titles) -> Iterator[str]:
    """Say what the load of the busiest group means, where its whole interval says the same."""
    if (busiest.high if busiest.high is not None else _mean(busiest)) < _LOW:
        yield _ROOMY.say(titles.lang)
    if (busiest.low if busiest.low is not None else _mean(busiest)) > _HIGH_LOAD:
        yield _TIGHT.say(titles.lang)


def _sorted(study: Study, kind: str) -> list[Indicator]:
    return sorted(told_of(study, kind), key=_mean, reverse=True)


def _mean(one: Indicator) -> float:
    return one.mean or 0.0


def _series(study: Study, titles: Titles) -> Iterator[Part]:
    """Draw each weekly series with its band."""
    lang = titles.lang
    for name, caption in _SERIES.items():
        band = band_of([one.series[name] for one in study.replications if name in one.series], study.warm_up / _WEEK)
        if band is None:
            continue
        title, points = caption.say(lang), list(zip(band.mean, band.low, band.high, strict=True))
        step = max(1, len(points) // 12)
        marks = [(week, point) for week, point in enumerate(points, 1) if week % step == 0 or week == len(points)]
        yield picture(
            lambda room, band=band: band_chart(  # type: ignore[misc]
                band,
                room,
                along=_ALONG.say(lang),
                left_out=_LEFT_OUT.say(lang),
                written=lambda value: figures.plain(value, lang),
            ),
            name=f"chart-{name}",
            caption=title,
            told=[_told(week, point, lang) for week, point in marks],
            legend=_BAND_LEGEND.say(lang, n=len(study.replications)),
            table=_weeks(marks, title, lang),
        )


def _told(week: int, point: tuple[float, float, float], lang: str) -> str:
    mean, low, high = (figures.number(value, 1, lang) for value in point)
    return sentence(_BAND_TOLD.say(lang, week=week, mean=mean, low=low, high=high))


def _weeks(marks: Sequence[tuple[int, tuple[float, float, float]]], caption: str, lang: str) -> Table:
    heads = (_WEEK_HEAD.say(lang), STUDY["mean"].say(lang), _LEAST.say(lang), _GREATEST.say(lang))
    rows = [
        (Cell(str(week)), *(Cell(figures.number(value, 1, lang), numeric=True) for value in point))
        for week, point in marks
    ]
    return same_numbers(caption, heads, rows, lang)


_ENDED = Phrase("{share}: {what}", "{share}: {what}", "{share}: {what}")
_MOST_ENDED = Phrase(
    "Of the cases that ended, {told}.", "Päättyneistä tapauksista {told}.", "Av de avslutade ärendena {told}."
)
_LASTED = Phrase(
    "From opening to closing: {time} on average, of the cases that closed.",
    "Avaamisesta päättymiseen: keskimäärin {time}, päättyneissä tapauksissa.",
    "Från öppnande till avslut: i genomsnitt {time}, för avslutade ärenden.",
)
_OPEN = Phrase(
    "Still open when the simulation ended: {n} in a replication on average.",
    "Vielä auki simuloinnin loppuessa: toistoa kohti keskimäärin {n}.",
    "Ännu öppna när simuleringen slutade: i genomsnitt {n} per upprepning.",
)
_ENDINGS_CAPTION = Phrase(
    "How the cases that ended did end", "Miten päättyneet tapaukset päättyivät", "Hur de avslutade ärendena slutade"
)
_MOST = 3


def endings_section(study: Study, titles: Titles) -> Section:
    """
    Answer how cases end, and how long they last.

    Args:
        study: The study.
        titles: What things are called.
    """
    lang = titles.lang
    endings = _sorted(study, "ending")
    told = "; ".join(
        _ENDED.say(lang, share=figures.about(one, lang), what=titles.subject(one.id))
        for one in endings[:_MOST]
        if one.mean
    )
    lines = [_MOST_ENDED.say(lang, told=told)] if told else []
    for id, phrase in (("lead_time", _LASTED), ("open_at_end", _OPEN)):
        one = found(study, id)
        if one is not None and one.mean is not None:
            lines.append(phrase.say(lang, time=figures.about(one, lang), n=figures.figure(one, lang)))
    return Section(
        id="endings",
        title=STUDY["endings"].say(lang),
        answer=lines[0] if lines else "",
        lead=LEADS["endings"].say(lang),
        lines=tuple(lines),
        parts=bars(endings, _ENDINGS_CAPTION, titles, "chart-endings", full=1.0),
    )
