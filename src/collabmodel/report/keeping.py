"""Which promises and values a simulated way of working keeps, breaks, or says nothing about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from collabmodel.evaluate import Result
from collabmodel.report import figures, labels
from collabmodel.report.charts import Axis
from collabmodel.report.figurerows import BAR_LEGEND, indicator_row, same_numbers
from collabmodel.report.scorecard import scores
from collabmodel.report.studyview import Cell, Notes, Part, Section, Table, figures_picture
from collabmodel.report.studywords import LEADS, REPLICATIONS, STUDY
from collabmodel.report.topics import Titles
from collabmodel.report.words import Phrase, sentence
from collabmodel.simulate.results import Indicator, Study

Counts = tuple[int, int, int, int]
"""How many cases of all replications kept a promise, broke it, still have it open, and were not concerned by it."""
_WORST = 3
_PROMISES = Phrase(
    "Promises: {all}. Kept in every case they applied to: {kept}; broken at least once: {broken}; nothing to judge: "
    "{silent}.",
    "Lupauksia: {all}. Pidetty kaikissa tapauksissa, joita ne koskivat: {kept}; rikottu ainakin kerran: {broken}; ei "
    "arvioitavaa: {silent}.",
    "Löften: {all}. Hållna i alla ärenden de gällde: {kept}; brutna minst en gång: {broken}; inget att bedöma: "
    "{silent}.",
)
_VALUES = Phrase(
    "Principles: {all}. Kept in every replication: {met}; not kept in any: {not_met}; partly, or differently from one "
    "replication to the next: {partly}; cannot be assessed: {silent}.",
    "Periaatteita: {all}. Toteutuu joka toistossa: {met}; ei toteudu yhdessäkään: {not_met}; osittain tai vaihdellen "
    "toistosta toiseen: {partly}; ei voi sanoa: {silent}.",
    "Principer: {all}. Uppfylls i varje upprepning: {met}; inte i någon: {not_met}; delvis, eller olika från en "
    "upprepning till en annan: {partly}; går inte att säga: {silent}.",
)
_NOTHING = Phrase(
    "No promises or principles were judged.",
    "Lupauksia tai periaatteita ei arvioitu.",
    "Inga löften eller principer bedömdes.",
)
_OFTEN = Phrase(
    "Most often broken: {what}, kept in {share}.",
    "Useimmin rikottu: {what}, pidetty: {share}.",
    "Oftast brutet: {what}, hållet i {share}.",
)
_CAPTION = Phrase(
    "Share of the cases concerned in which each promise was kept, least kept first",
    "Kuinka suuressa osassa niistä tapauksista, joita lupaus koski, se pidettiin; heikoimmat ensin",
    "Andel av de berörda ärendena där varje löfte hölls, de svagaste först",
)
_SILENT = Phrase(
    "Nothing to judge: these never applied, or no case came far enough",
    "Ei arvioitavaa: nämä eivät koskeneet yhtään tapausta, tai yksikään tapaus ei edennyt tarpeeksi",
    "Inget att bedöma: dessa gällde inget ärende, eller inget ärende kom tillräckligt långt",
)
_KEPT_HEAD = Phrase("Kept", "Pidetty", "Hållet")
_COUNTS = (
    Phrase("kept, cases", "pidetty, tapauksia", "hållet, ärenden"),
    Phrase("broken, cases", "rikottu, tapauksia", "brutet, ärenden"),
    Phrase("still open, cases", "kesken, tapauksia", "öppet, ärenden"),
    Phrase("did not apply, cases", "ei koskenut, tapauksia", "gällde inte, ärenden"),
)
_WARMING = Phrase(
    "numbers of cases include the warm-up, which the shares leave out",
    "tapausten määrissä on mukana lämmittely, joka osuuksista on jätetty pois",
    "antalen ärenden omfattar uppvärmningen, som andelarna lämnar bort",
)
_PRINCIPLES = Phrase(
    "Principles and values: result by replication",
    "Periaatteet ja arvot: tulos toistoittain",
    "Principer och värden: resultat per upprepning",
)
_OF = Phrase("{n} of {all}", "{n}/{all}", "{n} av {all}")
_FIRST = Phrase("In the first replication: {why}", "Ensimmäisessä toistossa: {why}", "I den första upprepningen: {why}")
_ORDER = (Result.NOT_MET, Result.PARTLY, Result.MET, Result.NOT_ASSESSABLE)


def promises_section(study: Study, titles: Titles) -> Section:
    """
    Answer which promises and values would be kept, broken, or cannot be assessed.

    Args:
        study: The study.
        titles: What things are called.
    """
    lang = titles.lang
    rules = [one for one in study.indicators if one.id.startswith("rule:")]
    told = [one for one in rules if one.mean is not None]
    told.sort(key=lambda one: one.mean or 0.0)
    silent = [one for one in rules if one.mean is None]
    principles = _principles(study)
    answer = [_promises_line(rules, lang)] if rules else []
    answer += [_principles_line(principles, lang)] if principles else []
    worst = [one for one in told[:_WORST] if (one.mean or 0.0) < 1]
    often = [
        _OFTEN.say(lang, what=titles.quoted(one.id), share=figures.about(one, lang))
        for one in worst[: 1 if worst else 0]
    ]
    return Section(
        id="kept",
        title=STUDY["kept"].say(lang),
        answer=" ".join([*answer, *often]) or _NOTHING.say(lang),
        lead=LEADS["kept"].say(lang),
        lines=(*answer, *often) or (_NOTHING.say(lang),),
        parts=(
            *_rule_parts(study, told, titles),
            *(
                [Notes(title=_SILENT.say(lang), items=tuple(titles.subject(one.id) for one in silent))]
                if silent
                else []
            ),
            *([_principle_table(study, principles, titles)] if principles else []),
        ),
    )


def _promises_line(rules: Sequence[Indicator], lang: str) -> str:
    kept = sum(one.mean is not None and one.mean >= 1 for one in rules)
    silent = sum(one.mean is None for one in rules)
    return _PROMISES.say(lang, all=len(rules), kept=kept, broken=len(rules) - kept - silent, silent=silent)


def _principles(study: Study) -> dict[str, Counter[Result]]:
    """Count the results of each principle over the replications, in the order of the models."""
    known = [one.id for model in (study.model, *study.values) for one in model.principles]
    named = {id for one in study.replications for id in one.principles}
    counts: dict[str, Counter[Result]] = {}
    for id in dict.fromkeys([*known, *sorted(named)]):
        results = (one.principles[id] for one in study.replications if id in one.principles)
        counted = Counter(Result(result.replace(" ", "_")) for result in results)
        if counted:
            counts[id] = counted
    return counts


def _principles_line(principles: Mapping[str, Counter[Result]], lang: str) -> str:
    whole = Counter(next(iter(one)) if len(one) == 1 else Result.PARTLY for one in principles.values())
    return _VALUES.say(
        lang,
        all=len(principles),
        met=whole[Result.MET],
        not_met=whole[Result.NOT_MET],
        partly=whole[Result.PARTLY],
        silent=whole[Result.NOT_ASSESSABLE],
    )


def _rule_parts(study: Study, told: Sequence[Indicator], titles: Titles) -> Iterator[Part]:
    if not told:
        return
    lang, caption = titles.lang, _CAPTION.say(titles.lang)
    yield figures_picture(
        [indicator_row(one, titles.subject(one.id), lang) for one in told],
        Axis(written=lambda value: figures.percent(value, lang), bars=True, full=1.0),
        lang,
        name="chart-rules",
        caption=caption,
        legend=BAR_LEGEND.say(lang),
        table=_rule_table(study, told, titles, caption),
    )


def _rule_table(study: Study, told: Sequence[Indicator], titles: Titles, caption: str) -> Table:
    lang = titles.lang
    rows = []
    for one in told:
        counts = counted(study, one.id.partition(":")[2])
        numbers = [Cell("" if counts is None else str(number), numeric=True) for number in counts or ("",) * 4]
        rows.append((Cell(titles.subject(one.id)), Cell(figures.figure(one, lang), numeric=True), *numbers))
    heads = (STUDY["what"].say(lang), _KEPT_HEAD.say(lang), *(phrase.say(lang) for phrase in _COUNTS))
    told_of = f"{caption} ({_WARMING.say(lang)})" if study.warm_up else caption
    return same_numbers(told_of, heads, rows, lang)


def counted(study: Study, rule: str) -> Counts | None:
    """
    Count in how many cases of all replications a promise was kept, broken, still open, or did not apply.

    What did not apply counts among the satisfied in a verdict and is taken out of them here.

    Args:
        study: The study.
        rule: Id of the rule or limit.
    """
    found = [one.rules[rule] for one in study.replications if rule in one.rules]
    if not found:
        return None
    satisfied, so_far, open_, broken, silent = (sum(column) for column in zip(*found, strict=True))
    return max(satisfied + so_far - silent, 0), broken, open_, silent


def _principle_table(study: Study, principles: Mapping[str, Counter[Result]], titles: Titles) -> Table:
    lang = titles.lang
    whys = _whys(study, titles)
    owners = {one.id: model.id for model in (study.model, *study.values) for one in model.principles}
    rows = []
    for id, counts in principles.items():
        cells = [
            Cell(_OF.say(lang, n=counts[result], all=counts.total()) if counts[result] else "", badge=result.value)
            for result in _ORDER
        ]
        title = titles.readers.title(owners.get(id, study.model.id), id)
        rows.append((Cell(title, small=whys.get(id, "")), *cells))
    heads = (labels.PRINCIPLE.say(lang), *(labels.RESULTS[result].say(lang) for result in _ORDER))
    replications = REPLICATIONS.say(lang, len(study.replications))
    return Table(caption=f"{_PRINCIPLES.say(lang)} ({replications})", heads=heads, rows=tuple(rows))


def _whys(study: Study, titles: Titles) -> dict[str, str]:
    """Give the reason of each principle's result in the replication whose evidence is at hand."""
    if study.evaluation is None:
        return {}
    return dict(_reasons(study, titles))


def _reasons(study: Study, titles: Titles) -> Iterator[tuple[str, str]]:
    assert study.evaluation is not None
    for score in scores(study.evaluation, titles.readers):
        if score.reason:
            first = score.result is not Result.NOT_ASSESSABLE
            yield score.id, sentence(_FIRST.say(titles.lang, why=score.reason) if first else score.reason)
