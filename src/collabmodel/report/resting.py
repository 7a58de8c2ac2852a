"""What a study rests on, how sure its figures are, and how it is repeated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from collabmodel.report import figures
from collabmodel.report.charts import Axis, Row
from collabmodel.report.pageparts import Provenance
from collabmodel.report.studyview import Cell, Notes, Part, Section, Table, figures_picture
from collabmodel.report.studywords import FIELDS, LEADS, REPLICATIONS, STUDY
from collabmodel.report.topics import Titles
from collabmodel.report.words import Phrase, duration_in_words
from collabmodel.simulate.results import Indicator, Standing, Study

_RESTS = Phrase(
    "Numbers that went in: {all}. Assumed: {assumed}; assumed, leaning on a source: {leaning}; without any source: "
    "{unsourced}; from sources: {sourced}.",
    "Lukuja, joihin tämä perustuu: {all}. Oletettuja: {assumed}; oletettuja lähteeseen nojaten: {leaning}; ilman "
    "lähdettä: {unsourced}; lähteistä: {sourced}.",
    "Tal som detta bygger på: {all}. Antagna: {assumed}; antagna med stöd av en källa: {leaning}; utan källa: "
    "{unsourced}; från källor: {sourced}.",
)
_NOT_LISTED = Phrase(
    "What the numbers rest on was not recorded.",
    "Lukujen perusteita ei ole kirjattu.",
    "Vad talen bygger på har inte antecknats.",
)
_RESTS_CAPTION = Phrase(
    "Numbers by what they rest on", "Luvut sen mukaan, mihin ne perustuvat", "Talen efter vad de bygger på"
)
_KINDS = (
    ("assumed", Phrase("Assumed", "Oletettu", "Antaget")),
    (
        "leaning",
        Phrase("Assumed, leaning on a source", "Oletettu lähteeseen nojaten", "Antaget med stöd av en källa"),
    ),
    ("unsourced", Phrase("Without any source", "Ilman lähdettä", "Utan källa")),
    ("sourced", Phrase("From a source", "Lähteestä", "Från en källa")),
)
_NUMBERS = Phrase("{n} of {all}", "{n}/{all}", "{n} av {all}")
_SURE = Phrase(
    "{replications} of {horizon}, {cases} cases in all. Intervals at {share}.",
    "{replications}, kunkin pituus {horizon}, yhteensä {cases} tapausta. Luottamusväli {share}.",
    "{replications} om {horizon}, sammanlagt {cases} ärenden. Intervall på {share}.",
)
_WARM = Phrase(
    "Left out at the start of each replication, until the work has settled: {time}.",
    "Jokaisen toiston alusta jätetty pois, kunnes työ on asettunut: {time}.",
    "Utelämnat i början av varje upprepning, tills arbetet har stabiliserats: {time}.",
)
_COLD = Phrase(
    "Nothing is left out at the start: each replication begins with no cases, so the first weeks are calmer than "
    "usual.",
    "Alusta ei ole jätetty mitään pois: jokainen toisto alkaa ilman tapauksia, joten ensimmäiset viikot ovat "
    "tavallista "
    "rauhallisempia.",
    "Inget är utelämnat i början: varje upprepning börjar utan ärenden, så de första veckorna är lugnare än vanligt.",
)
_ONCE = Phrase(
    "With a single replication no interval can be given: how much is chance is not known.",
    "Yhdestä toistosta ei voi laskea luottamusväliä: sattuman osuutta ei tiedetä.",
    "Med en enda upprepning går det inte att ge intervall: hur mycket som är slump är inte känt.",
)
_WIDE = Phrase(
    "Least sure for their size: {what}. More replications would narrow them.",
    "Kokoonsa nähden epävarmimmat: {what}. Useampi toisto kaventaisi niiden välejä.",
    "Osäkrast i förhållande till sin storlek: {what}. Fler upprepningar skulle göra intervallen smalare.",
)
_ADVICE = Phrase("Advice", "Neuvot", "Råd")
_RELATIVE = 0.25
"""Intervals wider to one side than this share of their figure are told of."""
_SEED = Phrase("Seed", "Siemenluku", "Startvärde")
_SCENARIO = Phrase("Scenario", "Skenaario", "Scenario")
_MODEL = Phrase("Model", "Malli", "Modell")
_VERSION = Phrase("version {version}", "versio {version}", "version {version}")
_PRINT = Phrase("fingerprint", "tunniste", "fingeravtryck")
_COMMAND = Phrase("Command", "Komento", "Kommando")
_FIRST_DIGEST = Phrase(
    "Digest of the first replication", "Ensimmäisen toiston tiiviste", "Första upprepningens kondensat"
)
_REPLICATIONS = Phrase("Replications", "Toistoja", "Upprepningar")
_LIBRARY = Phrase("Version of collabmodel", "collabmodelin versio", "Version av collabmodel")
_RAN_ON = Phrase("Ran on", "Ajettu versioilla", "Kördes på")
_MINUTES = ((7 * 24 * 60, "weeks"), (24 * 60, "days"), (60, "hours"), (1, "minutes"))


def rests_section(study: Study, titles: Titles) -> Section:
    """
    Answer what everything rests on: how much is assumed, and which numbers.

    Args:
        study: The study.
        titles: What things are called.
    """
    lang, groups = titles.lang, _groups(study.standing)
    counts = {kind: len(group) for kind, group in groups.items()}
    answer = _RESTS.say(lang, all=len(study.standing), **counts) if study.standing else _NOT_LISTED.say(lang)
    return Section(
        id="rests",
        title=STUDY["rests"].say(lang),
        answer=answer,
        lead=LEADS["rests"].say(lang),
        lines=(answer,),
        parts=(*_shares(groups, lang), *_lists(groups, titles)),
    )


def _groups(standing: Sequence[Standing]) -> dict[str, list[Standing]]:
    groups: dict[str, list[Standing]] = {kind: [] for kind, _ in _KINDS}
    for one in standing:
        assumed = "leaning" if one.sources else "assumed"
        kind = assumed if one.assumption else "sourced" if one.sources and not one.unsourced else "unsourced"
        groups[kind].append(one)
    return groups


def _shares(groups: Mapping[str, Sequence[Standing]], lang: str) -> Iterator[Part]:
    number = sum(map(len, groups.values()))
    if not number:
        return
    rows = [
        Row(
            label=phrase.say(lang),
            told=_NUMBERS.say(lang, n=len(groups[kind]), all=number),
            value=float(len(groups[kind])),
        )
        for kind, phrase in _KINDS
    ]
    caption = _RESTS_CAPTION.say(lang)
    axis = Axis(written=lambda value: figures.plain(value, lang), bars=True, full=float(number))
    yield figures_picture(rows, axis, lang, name="chart-rests", caption=caption)


def _lists(groups: Mapping[str, Sequence[Standing]], titles: Titles) -> Iterator[Table]:
    lang = titles.lang
    for kind, phrase in _KINDS:
        if not groups[kind]:
            continue
        last = {"assumed": "why", "leaning": "why", "sourced": "sources"}.get(kind)
        heads = tuple(STUDY[head].say(lang) for head in ("what", "value", last) if head)
        rows = tuple(_rows(groups[kind], kind, titles, wide=len(heads)))
        caption = f"{phrase.say(lang)} ({len(groups[kind])})"
        yield Table(caption=caption, heads=heads, rows=rows, folded=caption, hidden=True, printed=kind != "sourced")


def _rows(group: Sequence[Standing], kind: str, titles: Titles, *, wide: int) -> Iterator[tuple[Cell, ...]]:
    """Put the numbers of one record that rest on the same together, so that no reason is read ten times."""
    together: dict[tuple[str, str, tuple[str, ...]], list[Standing]] = {}
    for one in group:
        record = ".".join(one.path.split(".")[:2])
        together.setdefault((record, titles.text(one.assumption), one.sources), []).append(one)
    for (record, why, sources), some in together.items():
        told = "; ".join(filter(None, (f"{_key(one.path, record, titles)}: {one.value}".lstrip(": ") for one in some)))
        cited = ", ".join(sources)
        reason = Cell(cited) if kind == "sourced" else Cell(why, small=cited)
        yield (Cell(_record(record, titles), small=record), Cell(told), reason)[:wide]


def _record(record: str, titles: Titles) -> str:
    id = record.rpartition(".")[2]
    return titles.known(id) or (FIELDS[id].say(titles.lang) if id in FIELDS else id.replace("_", " "))


def _key(path: str, record: str, titles: Titles) -> str:
    """Name a number within its record: what it belongs to there, then its key."""
    parts = path.removeprefix(record).strip(".").split(".")
    said = (
        FIELDS[one].say(titles.lang) if one in FIELDS else titles.known(one) or one.replace("_", " ") for one in parts
    )
    return ", ".join(filter(None, said))


def sure_section(study: Study, titles: Titles) -> Section:
    """
    Answer how sure the figures are.

    Args:
        study: The study.
        titles: What things are called.
    """
    lang = titles.lang
    advice = tuple(titles.advice(one) for one in study.advice)
    lines = (*_runs(study, lang), *_unsure(study, titles))
    return Section(
        id="sure",
        title=STUDY["sure"].say(lang),
        answer=lines[0],
        lead=LEADS["sure"].say(lang),
        lines=lines,
        parts=(Notes(title=_ADVICE.say(lang), items=advice),) if advice else (),
    )


def _runs(study: Study, lang: str) -> Iterator[str]:
    yield _SURE.say(
        lang,
        replications=REPLICATIONS.say(lang, len(study.replications)),
        horizon=duration_in_words(study.scenario.horizon, lang),
        cases=figures.number(study.cases, 0, lang),
        share=figures.percent(study.confidence, lang),
    )
    if len(study.replications) == 1:
        yield _ONCE.say(lang)
    said = study.scenario.warm_up
    time = duration_in_words(said, lang) if said is not None else _time(study.warm_up, lang)
    yield _WARM.say(lang, time=time) if study.warm_up else _COLD.say(lang)


def _time(minutes: int, lang: str) -> str:
    size, unit = next((size, unit) for size, unit in _MINUTES if minutes % size == 0)
    return figures.amount(minutes // size, unit, lang)


def _unsure(study: Study, titles: Titles) -> Iterator[str]:
    """Name the figures whose intervals are widest for their size."""
    wide = [(_relative(one), one) for one in study.indicators]
    worst = sorted((pair for pair in wide if pair[0] > _RELATIVE), key=lambda pair: -pair[0])[:3]
    if worst:
        told = "; ".join(f"{titles.figure(one)}, {figures.figure(one, titles.lang)}" for _, one in worst)
        yield _WIDE.say(titles.lang, what=told)


def _relative(one: Indicator) -> float:
    if not one.mean or one.low is None or one.high is None:
        return 0.0
    return (one.high - one.low) / 2 / abs(one.mean)


def cannot_section(lang: str) -> Section:
    """
    Say what a simulation cannot tell.

    Args:
        lang: Language code.
    """
    return Section(id="cannot", title=STUDY["cannot"].say(lang), lines=(LEADS["cannot"].say(lang),))


def repeat_section(study: Study, titles: Titles, provenance: Provenance, command: str) -> Section:
    """
    Say how the study is repeated.

    Args:
        study: The study.
        titles: What things are called.
        provenance: Fingerprints of the models, where the study does not have them.
        command: The command that makes the same numbers again; empty for none.
    """
    lang = titles.lang
    heads = (STUDY["what"].say(lang), STUDY["value"].say(lang))
    rows = tuple((Cell(what), Cell(value)) for what, value in _facts(study, titles, provenance, command) if value)
    table = Table(caption=STUDY["repeat"].say(lang), heads=heads, rows=rows, hidden=True)
    return Section(id="repeat", title=STUDY["repeat"].say(lang), lead=LEADS["repeat"].say(lang), parts=(table,))


def _facts(study: Study, titles: Titles, provenance: Provenance, command: str) -> Iterator[tuple[str, str]]:
    lang = titles.lang
    yield _COMMAND.say(lang), command
    yield _SEED.say(lang), str(study.seed)
    yield _REPLICATIONS.say(lang), str(len(study.replications))
    version = _VERSION.say(lang, version=study.scenario.version)
    yield _SCENARIO.say(lang), f"{titles.scenario()} ({study.scenario.id}, {version})"
    yield f"{_SCENARIO.say(lang)}, {_PRINT.say(lang)}", _hash(study.provenance.get("scenario"))
    prints = {id: print_ for id, _, print_ in provenance.hashes}
    prints.setdefault(study.model.id, _hash(study.provenance.get("model")))
    for one in (study.model, *study.values):
        title = one.title.in_language(lang, one.language) or one.id
        version = f", {_VERSION.say(lang, version=one.version)}" if one.version else ""
        yield _MODEL.say(lang), f"{title} ({one.id}{version})"
        yield f"{one.id}, {_PRINT.say(lang)}", prints.get(one.id, "")
    yield _LIBRARY.say(lang), str(study.provenance.get("library", ""))
    versions = study.provenance.get("versions")
    if isinstance(versions, Mapping):
        told = ", ".join(f"{name} {versions[name]}" for name in sorted(versions) if versions[name])
        yield _RAN_ON.say(lang), told
    if study.replications:
        yield _FIRST_DIGEST.say(lang), study.replications[0].digest


def _hash(recorded: object) -> str:
    return str(recorded.get("hash", "")) if isinstance(recorded, Mapping) else ""
