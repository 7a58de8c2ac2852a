"""What changes when one thing is changed: differences with their intervals, and whether they are more than chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from collabmodel.report import figures
from collabmodel.report.charts import Axis, Row
from collabmodel.report.figures import Clarity
from collabmodel.report.studyview import Cell, Notes, Part, Section, Table, figures_picture
from collabmodel.report.studywords import LEADS, STUDY
from collabmodel.report.topics import TOPICS, Titles, topic
from collabmodel.report.waiting import main_wait
from collabmodel.report.words import Phrase
from collabmodel.simulate.results import Comparison, Contrast
from collabmodel.simulate.scenario import Staff

SHOWS: dict[Clarity, Phrase] = {
    Clarity.LESS: Phrase("clearly less", "selvästi vähemmän", "tydligt mindre"),
    Clarity.MORE: Phrase("clearly more", "selvästi enemmän", "tydligt mer"),
    Clarity.SAME: Phrase("exactly the same", "täsmälleen sama", "exakt samma"),
    Clarity.UNCLEAR: Phrase("may be chance", "voi olla sattumaa", "kan vara slumpen"),
    Clarity.UNKNOWN: Phrase("cannot be told", "ei voi sanoa", "går inte att säga"),
}
"""What a difference shows, in words."""
_BADGES = {Clarity.LESS: "clear", Clarity.MORE: "clear", Clarity.SAME: "note", Clarity.UNCLEAR: "not_applied"}
_STAFFED = Phrase("{who}: {a} → {b}", "{who}: {a} → {b}", "{who}: {a} → {b}")
_MODELS = Phrase("{a} → {b}", "{a} → {b}", "{a} → {b}")
_LINE = Phrase("{what}: {a} → {b}; {shows}.", "{what}: {a} → {b}; {shows}.", "{what}: {a} → {b}; {shows}.")
_WITH = Phrase("{change}. {told}", "{change}. {told}", "{change}. {told}")
_CAPTION = Phrase(
    "Differences in {unit}: to the right of zero more, to the left less",
    "Erot ({unit}): nollan oikealla puolella enemmän, vasemmalla vähemmän",
    "Skillnader ({unit}): till höger om noll mer, till vänster mindre",
)
_PLAIN_UNIT = Phrase("the figure itself", "luku sellaisenaan", "talet självt")
_LEGEND = Phrase(
    "Dot: mean difference over pairs of replications with the same luck. Line with ends: its interval. A line that "
    "crosses zero may be chance.",
    "Piste: keskimääräinen ero toistopareissa, joissa on sama sattuma. Jana: sen luottamusväli. Nollan ylittävä jana voi "
    "olla sattumaa.",
    "Prick: medelskillnaden i par av upprepningar med samma slump. Streck med ändar: dess intervall. Ett streck som "
    "korsar noll kan bero på slumpen.",
)
_MANY = Phrase(
    "{n} figures are compared. With intervals of {share}, about {wrong} of them would look clear by chance alone even if "
    "nothing had changed; trust a lone clear one less than several that fit together.",
    "Vertailtavia lukuja on {n}. Kun luottamusväli on {share}, noin {wrong} niistä näyttäisi selvältä pelkän sattuman "
    "vuoksi, vaikka mikään ei muuttuisi; luota yksittäiseen selvään eroon vähemmän kuin useisiin yhteen sopiviin.",
    "{n} tal jämförs. Med intervall på {share} skulle ungefär {wrong} av dem se tydliga ut av en slump även om inget hade "
    "ändrats; lita mindre på ett ensamt tydligt tal än på flera som passar ihop.",
)
_TABLE = Phrase("All figures under both", "Kaikki luvut molemmissa", "Alla tal i båda")
_SHORT = ("lead_time", "closed", "moved", "silence")
_SHORT_KINDS = ("utilisation", "ending")
_LEAST_MANY = 10


def change_told(comparison: Comparison, titles: Titles) -> str:
    """
    Say what differs between the two sides of a comparison, by name.

    Args:
        comparison: The comparison.
        titles: What the first study's things are called.
    """
    lang, a, b = titles.lang, comparison.a, comparison.b
    others = Titles.of(b, lang)
    staffed = [
        _STAFFED.say(lang, who=others.staff.get(id) or titles.staff[id], a=before, b=after)
        for id, before, after in _counts(a.scenario.staff, b.scenario.staff)
        if before != after
    ]
    if titles.model() != others.model():
        return _MODELS.say(lang, a=titles.model(), b=others.model())
    if staffed:
        return ", ".join(staffed)
    if titles.scenario() != others.scenario():
        return _MODELS.say(lang, a=titles.scenario(), b=others.scenario())
    versions = [(one.model.version, one.scenario.version) for one in (a, b)]
    return _MODELS.say(lang, **{side: ", ".join(filter(None, one)) for side, one in zip("ab", versions, strict=True)})


def _counts(a: Sequence[Staff], b: Sequence[Staff]) -> Iterator[tuple[str, int, int]]:
    before, after = {one.id: one.count for one in a}, {one.id: one.count for one in b}
    for id in dict.fromkeys([*before, *after]):
        yield id, before.get(id, 0), after.get(id, 0)


def what_ifs_section(comparisons: Sequence[Comparison], titles: Titles) -> Section | None:
    """
    Answer what would happen with one more worker, or whatever was tried; None if nothing was.

    Args:
        comparisons: The study compared with the same under something else.
        titles: What the study's things are called.
    """
    if not comparisons:
        return None
    lang = titles.lang
    parts: list[Part] = []
    answers = []
    for place, one in enumerate(comparisons, 1):
        change = change_told(one, titles)
        wanted = short_contrasts(one)
        lines = tuple(_line(contrast, titles) for contrast in wanted[:2])
        answers.append(_WITH.say(lang, change=change, told=" ".join(lines)))
        parts.append(Notes(title=change, items=lines))
        parts += contrast_parts(wanted, titles, f"chart-if-{place}")
        parts += _tables(one, titles, folded=True)
        parts += warned(one, titles)
    return Section(
        id="more",
        title=STUDY["more"].say(lang),
        answer=" ".join(answers),
        lead=LEADS["more"].say(lang),
        lines=(),
        parts=tuple(parts),
    )


def short_contrasts(comparison: Comparison) -> list[Contrast]:
    """
    Pick the few figures that are told of each change: chosen beforehand and not by their result.

    Args:
        comparison: The comparison.
    """
    main = main_wait(comparison.a)
    first = [f"wait:{main}", f"never:{main}", *_SHORT]
    known = {one.id: one for one in comparison.indicators}
    rest = [id for kind in _SHORT_KINDS for id in known if id.partition(":")[0] == kind]
    return [known[id] for id in (*first, *rest) if id in known]


def _line(one: Contrast, titles: Titles) -> str:
    lang = titles.lang
    a, b = figures.amount(one.a, one.unit, lang), figures.amount(one.b, one.unit, lang)
    return _LINE.say(lang, what=titles.figure(one), a=a, b=b, shows=shown(one, lang))


def shown(one: Contrast, lang: str) -> str:
    """
    Say what a difference shows, with the difference and its interval.

    Args:
        one: The contrast.
        lang: Language code.
    """
    clear = figures.clarity(one)
    word = SHOWS[clear].say(lang)
    return word if clear in {Clarity.SAME, Clarity.UNKNOWN} else f"{word}, {figures.difference(one, lang)}"


def contrast_parts(contrasts: Sequence[Contrast], titles: Titles, name: str) -> tuple[Part, ...]:
    """
    Draw differences around zero, those of one unit together.

    Args:
        contrasts: The differences.
        titles: What things are called.
        name: Prefix of the ids inside the pictures.
    """
    lang = titles.lang
    told = [one for one in contrasts if one.difference is not None]
    parts: list[Part] = []
    for place, unit in enumerate(dict.fromkeys(one.unit for one in told), 1):
        rows = [_row(one, titles) for one in told if one.unit == unit]
        word = figures.unit_word(unit, lang) if unit != "share" else figures.points_word(lang)
        factor = 100 if unit == "share" else 1
        caption = _CAPTION.say(lang, unit=word or _PLAIN_UNIT.say(lang))
        parts.append(
            figures_picture(
                rows,
                Axis(written=lambda value, factor=factor: figures.plain(value * factor, lang)),  # type: ignore[misc]
                lang,
                name=f"{name}-{place}",
                caption=caption,
                legend="" if place > 1 else _LEGEND.say(lang),
            )
        )
    return tuple(parts)


def _row(one: Contrast, titles: Titles) -> Row:
    told = f"{figures.difference(one, titles.lang)}, {SHOWS[figures.clarity(one)].say(titles.lang)}"
    return Row(label=titles.figure(one), told=told, value=one.difference, low=one.low, high=one.high)


def _tables(comparison: Comparison, titles: Titles, *, folded: bool) -> list[Part]:
    lang = titles.lang
    heads = tuple(STUDY[name].say(lang) for name in ("what", "first", "second", "difference", "verdict"))
    if folded:
        heads = (heads[0], STUDY["now"].say(lang), STUDY["then"].say(lang), *heads[3:])
    found: list[Part] = []
    for kind, phrase in TOPICS.items():
        rows = tuple(_cells(one, titles) for one in comparison.indicators if topic(one.id) is kind)
        if rows:
            caption = f"{_TABLE.say(lang)}: {phrase.say(lang)}"
            found.append(Table(caption=caption, heads=heads, rows=rows, folded=caption, hidden=True))
    return found


def _cells(one: Contrast, titles: Titles) -> tuple[Cell, ...]:
    lang, clear = titles.lang, figures.clarity(one)
    return (
        Cell(titles.figure(one)),
        Cell(figures.amount(one.a, one.unit, lang), numeric=True),
        Cell(figures.amount(one.b, one.unit, lang), numeric=True),
        Cell(figures.difference(one, lang), numeric=True),
        Cell(SHOWS[clear].say(lang), badge=_BADGES.get(clear, "not_assessable")),
    )


def warned(comparison: Comparison, titles: Titles) -> list[Part]:
    """
    Say what a reader of differences has to know: how many are compared, and where luck could not be paired.

    Args:
        comparison: The comparison.
        titles: What things are called.
    """
    lang, found = titles.lang, list[Part]()
    told = sum(one.difference is not None for one in comparison.indicators)
    if told >= _LEAST_MANY:
        confidence = comparison.a.confidence
        wrong = figures.number(told * (1 - confidence), 0, lang)
        found.append(Notes(items=(_MANY.say(lang, n=told, share=figures.percent(confidence, lang), wrong=wrong),)))
    if comparison.warnings:
        items = tuple(titles.text(one) for one in comparison.warnings)
        found.append(Notes(title=STUDY["warnings"].say(lang), items=items))
    return found


def comparison_sections(comparison: Comparison, titles: Titles) -> tuple[Section, ...]:
    """
    Tell everything that a comparison found.

    Args:
        comparison: The comparison.
        titles: What the first study's things are called.
    """
    lang = titles.lang
    lines = tuple(_line(one, titles) for one in short_contrasts(comparison))
    differences = Section(
        id="differences",
        title=STUDY["difference"].say(lang),
        answer=" ".join(lines[:2]),
        lead=LEADS["more"].say(lang),
        lines=lines,
        parts=(
            *contrast_parts(short_contrasts(comparison), titles, "chart-all"),
            *_tables(comparison, titles, folded=False),
            *warned(comparison, titles),
        ),
    )
    return (differences, _changed(comparison, titles), _structure(comparison, titles))


def _changed(comparison: Comparison, titles: Titles) -> Section:
    lang = titles.lang
    heads = tuple(STUDY[name].say(lang) for name in ("what", "first", "second"))
    rows = tuple((Cell(titles.subject(f":{id}")), Cell(a), Cell(b)) for id, a, b in comparison.changed)
    caption = STUDY["changed"].say(lang)
    parts: list[Part] = [Table(caption=caption, heads=heads, rows=rows, hidden=True)] if rows else []
    past = tuple(
        (Cell(titles.subject(f":{id}")), *(Cell(figures.amount(one, "share", lang), numeric=True) for one in both))
        for id, both in sorted(comparison.past.items())
    )
    if past:
        parts.append(Table(caption=STUDY["past_both"].say(lang), heads=heads, rows=past))
    none = STUDY["none_changed"].say(lang)
    return Section(
        id="changed", title=caption, lines=() if rows else (none,), answer="" if rows else none, parts=tuple(parts)
    )


def _structure(comparison: Comparison, titles: Titles) -> Section:
    lang = titles.lang
    parts = (Notes(items=comparison.structure),) if comparison.structure else ()
    same = () if parts else (STUDY["same_structure"].say(lang),)
    return Section(id="structure", title=STUDY["structure"].say(lang), lines=same, parts=parts)
