"""What changes when one thing is changed: differences with their intervals, and whether they are more than chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from collabmodel.report import figures, labels
from collabmodel.report.charts import Axis, Row
from collabmodel.report.figures import Clarity
from collabmodel.report.studyview import Cell, Notes, Part, Picture, Section, Table, figures_picture
from collabmodel.report.studywords import LEADS, STUDY
from collabmodel.report.topics import TOPICS, Titles, topic
from collabmodel.report.waiting import main_wait
from collabmodel.report.words import Phrase
from collabmodel.simulate.contrasting import ABSENT, UNTOLD
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
_STAFFED = Phrase("{who} {a} → {b}", "{who} {a} → {b}", "{who} {a} → {b}")
_MODELS = Phrase("{a} → {b}", "{a} → {b}", "{a} → {b}")
_LINE = Phrase("{what}: {a} → {b}; {shows}.", "{what}: {a} → {b}; {shows}.", "{what}: {a} → {b}; {shows}.")
_NOW = Phrase("{what}: now {now}. {told}.", "{what}: nyt {now}. {told}.", "{what}: nu {now}. {told}.")
_CAPTION_OF = Phrase(
    "Difference: {what} (to the right of zero more, to the left less)",
    "Ero: {what} (nollan oikealla puolella enemmän, vasemmalla vähemmän)",
    "Skillnad: {what} (till höger om noll mer, till vänster mindre)",
)
_CAPTION = Phrase(
    "Differences in {unit}: to the right of zero more, to the left less",
    "Erot ({unit}): nollan oikealla puolella enemmän, vasemmalla vähemmän",
    "Skillnader ({unit}): till höger om noll mer, till vänster mindre",
)
_PLAIN_UNIT = Phrase("the figure itself", "luku sellaisenaan", "talet självt")
_LEGEND = Phrase(
    "Dot: mean difference over pairs of replications with the same luck. Line with ends: its interval. A line that "
    "crosses zero may be chance.",
    "Piste: keskimääräinen ero toistopareissa, joissa on sama sattuma. Jana: sen luottamusväli. Nollan ylittävä "
    "jana voi "
    "olla sattumaa.",
    "Prick: medelskillnaden i par av upprepningar med samma slump. Streck med ändar: dess intervall. Ett streck som "
    "korsar noll kan bero på slumpen.",
)
_MANY = Phrase(
    "{n} figures are compared. With intervals of {share}, about {wrong} of them would look clear by chance alone "
    "even if "
    "nothing had changed; trust a lone clear one less than several that fit together.",
    "Vertailtavia lukuja on {n}. Kun luottamusväli on {share}, noin {wrong} niistä näyttäisi selvältä pelkän sattuman "
    "vuoksi, vaikka mikään ei muuttuisi; luota yksittäiseen selvään eroon vähemmän kuin useisiin yhteen sopiviin.",
    "{n} tal jämförs. Med intervall på {share} skulle ungefär {wrong} av dem se tydliga ut av en slump även om "
    "inget hade "
    "ändrats; lita mindre på ett ensamt tydligt tal än på flera som passar ihop.",
)
_ABSENT = Phrase("not there", "ei ole", "finns inte")
_UNTOLD = Phrase("decided in no case", "ei ratkennut yhdessäkään tapauksessa", "avgjordes inte i något ärende")
_TABLE = Phrase("All figures under both", "Kaikki luvut molemmissa", "Alla tal i båda")
_SHORT = ("lead_time", "closed", "silence")
_SHORT_KINDS = ("moved", "utilisation", "ending")
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
    named = [[f"{each.id} {each.version}".strip() for each in (one.model, one.scenario)] for one in (a, b)]
    return _MODELS.say(lang, **{side: ", ".join(one) for side, one in zip("ab", named, strict=True)})


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
    changes = {change_told(one, titles): one for one in comparisons}
    ids = first_ids(comparisons[0])
    lines = tuple(line for id in ids[:2] if (line := _across(id, changes, titles)))
    parts: list[Part] = [part for place, id in enumerate(ids, 1) for part in _around_zero(id, place, changes, titles)]
    for change, one in changes.items():
        parts += _tables(one, titles, folded=True, about=change)
    parts += dict.fromkeys(note for one in comparisons for note in warned(one, titles))
    return Section(
        id="more",
        title=STUDY["more"].say(lang),
        answer=" ".join(lines[:1]),
        lead=LEADS["more"].say(lang),
        lines=lines,
        parts=tuple(parts),
    )


def first_ids(comparison: Comparison) -> list[str]:
    """
    Give the ids of the figures that are told first of any change: chosen beforehand and not by their result.

    Args:
        comparison: The comparison.
    """
    main = main_wait(comparison.a)
    known = {one.id for one in comparison.indicators}
    return [id for id in (f"wait:{main}", f"never:{main}", *_SHORT) if id in known]


def _under(id: str, changes: Mapping[str, Comparison]) -> list[tuple[str, Contrast]]:
    return [(change, one) for change, found in changes.items() for one in found.indicators if one.id == id]


def _across(id: str, changes: Mapping[str, Comparison], titles: Titles) -> str:
    """Tell of one figure what each change does to it."""
    lang, found = titles.lang, _under(id, changes)
    if not found or all(one.a is None for _, one in found):
        return ""
    now = next(one for _, one in found if one.a is not None)
    told = "; ".join(f"{change}: {shown(one, lang)}" for change, one in found)
    return _NOW.say(lang, what=titles.figure(now), now=figures.amount(now.a, now.unit, lang), told=told)


def _around_zero(id: str, place: int, changes: Mapping[str, Comparison], titles: Titles) -> Iterator[Part]:
    """Draw what each change does to one figure."""
    told = [(change, one) for change, one in _under(id, changes) if one.difference is not None]
    if told:
        rows = [_row(one, titles, change) for change, one in told]
        name, first = titles.figure(told[0][1]), told[0][1].unit
        yield _differences(rows, first, titles.lang, name=f"chart-if-{place}", about=name, first=place == 1)


def short_contrasts(comparison: Comparison) -> list[Contrast]:
    """
    Pick the few figures that are told of a comparison: chosen beforehand and not by their result.

    Args:
        comparison: The comparison.
    """
    known = {one.id: one for one in comparison.indicators}
    rest = [id for kind in _SHORT_KINDS for id in known if id.partition(":")[0] == kind]
    return [known[id] for id in (*first_ids(comparison), *rest)]


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
    told = [one for one in contrasts if one.difference is not None]
    units = dict.fromkeys(one.unit for one in told)
    return tuple(
        _differences(
            [_row(one, titles, titles.figure(one)) for one in told if one.unit == unit],
            unit,
            titles.lang,
            name=f"{name}-{place}",
            first=place == 1,
        )
        for place, unit in enumerate(units, 1)
    )


def _differences(rows: Sequence[Row], unit: str, lang: str, *, name: str, first: bool, about: str = "") -> Picture:
    """Draw differences of one unit around zero."""
    word = figures.unit_word(unit, lang) if unit != "share" else figures.points_word(lang)
    factor = 100 if unit == "share" else 1
    axis = Axis(written=lambda value: figures.plain(value * factor, lang), title=word)
    caption = _CAPTION_OF.say(lang, what=about) if about else _CAPTION.say(lang, unit=word or _PLAIN_UNIT.say(lang))
    return figures_picture(rows, axis, lang, name=name, caption=caption, legend=_LEGEND.say(lang) if first else "")


def _row(one: Contrast, titles: Titles, label: str) -> Row:
    told = f"{figures.difference(one, titles.lang)}, {SHOWS[figures.clarity(one)].say(titles.lang)}"
    return Row(label=label, told=told, value=one.difference, low=one.low, high=one.high)


def _tables(comparison: Comparison, titles: Titles, *, folded: bool, about: str = "") -> list[Part]:
    lang = titles.lang
    heads = tuple(STUDY[name].say(lang) for name in ("what", "first", "second", "difference", "verdict"))
    if folded:
        heads = (heads[0], STUDY["now"].say(lang), STUDY["then"].say(lang), *heads[3:])
    found: list[Part] = []
    for kind, phrase in TOPICS.items():
        rows = tuple(_cells(one, titles) for one in comparison.indicators if topic(one.id) is kind)
        if rows:
            caption = ": ".join(filter(None, (about or _TABLE.say(lang), phrase.say(lang))))
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


def changed_rows(comparison: Comparison, titles: Titles) -> Iterator[tuple[str, str, str]]:
    """
    Name the rules and principles whose result differs, with both results in words.

    Args:
        comparison: The comparison.
        titles: What things are called.
    """
    for id, a, b in comparison.changed:
        yield titles.subject(f":{id}"), _result(a, titles.lang), _result(b, titles.lang)


def _result(result: str, lang: str) -> str:
    words = {one.value.replace("_", " "): phrase for one, phrase in labels.RESULTS.items()}
    words |= {ABSENT: _ABSENT, UNTOLD: _UNTOLD}
    return words[result].say(lang) if result in words else result


def _changed(comparison: Comparison, titles: Titles) -> Section:
    lang = titles.lang
    heads = tuple(STUDY[name].say(lang) for name in ("what", "first", "second"))
    rows = tuple(tuple(map(Cell, row)) for row in changed_rows(comparison, titles))
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
    parts = (Notes(items=comparison.structure, lang="en"),) if comparison.structure else ()
    same = () if parts else (STUDY["same_structure"].say(lang),)
    return Section(id="structure", title=STUDY["structure"].say(lang), lines=same, parts=parts)
