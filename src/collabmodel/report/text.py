"""A model in plain words: who does what, with whom, by when, and what happens if the work does not come about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from collabmodel.model import (
    SECTIONS,
    Activity,
    Indicator,
    Limit,
    Milestone,
    Model,
    Outcome,
    Passing,
    Phase,
    Principle,
    Scope,
    Side,
)
from collabmodel.report import phrases
from collabmodel.report.doings import activity_paragraphs, limit_sentences, stops_at
from collabmodel.report.lines import Line, laid_out
from collabmodel.report.naming import Names
from collabmodel.report.words import OR, Phrase, quoted, sentence
from collabmodel.workdays import Duration


def as_text(model: Model, lang: str = "en") -> str:
    """
    Write a model as plain language that a caseworker could be handed.

    Args:
        model: The model.
        lang: Language of the words; texts of the model fall back to its main language.

    >>> from collabmodel.model import Text
    >>> print(as_text(Model(id="m", title=Text.of("Working together"), summary=Text.of("Two services, one child."))))
    Working together
    ================
    <BLANKLINE>
    Two services, one child.
    """
    names = Names.of(model, lang)
    return "\n".join(laid_out([line for part in _PARTS for line in part(model, names)])).rstrip("\n")


def _title(model: Model, names: Names) -> Iterator[Line]:
    yield Line(model.title.in_language(names.lang, model.language) or model.id, 0)
    yield from _paragraph(model.summary.in_language(names.lang, model.language))


def _paragraph(text: str) -> Iterator[Line]:
    if text.strip():
        yield Line(sentence(text), 5)


def _said(*sentences: str, depth: int = 0) -> Iterator[Line]:
    words = " ".join(sentence(text) for text in sentences if text)
    if words:
        yield Line(words, 4, depth)


def _words(element: object, names: Names, field: str = "description") -> str:
    text = getattr(element, field)
    return str(text.in_language(names.lang, names.model.language))


def _section(title: Phrase, lines: Iterator[Line], names: Names) -> Iterator[Line]:
    """Give a section its heading, unless it would be empty."""
    content = list(lines)
    if content:
        yield Line(title.say(names.lang), 1)
        yield from content


def _who(model: Model, names: Names) -> Iterator[Line]:
    def lines() -> Iterator[Line]:
        for organisation in model.organisations:
            if not organisation.succeeded_by:
                yield Line(names.title(organisation.id), 3)
                yield from _said(_words(organisation, names))
        for side in Side:
            roles = [role for role in model.roles if role.side is side]
            if roles:
                yield Line(phrases.SIDES[side].say(names.lang), 2)
            for role in roles:
                yield Line(names.title(role.id), 3)
                where = (
                    phrases.WORKS_AT.say(names.lang, where=names.people(role.organisations))
                    if role.organisations
                    else ""
                )
                caseload = (
                    "" if role.caseload is None else phrases.CASELOAD.say(names.lang, n=names.amount(role.caseload))
                )
                yield from _said(
                    _words(role, names), where, caseload, phrases.OPTIONAL.say(names.lang) if role.optional else ""
                )
        if model.leads:
            yield Line(phrases.LEADS.say(names.lang), 2)
        for lead in model.leads:
            yield Line(names.title(lead.id), 3)
            yield from _said(
                _words(lead, names),
                phrases.LEAD.say(names.lang, len(lead.roles), who=names.people(lead.roles, last=OR))
                if lead.roles
                else "",
                phrases.LEAD_AGREED.say(names.lang, event=names.event(lead.agreed)) if lead.agreed else "",
                phrases.LEAD_OFFER.say(names.lang) if lead.passing is Passing.OFFER else "",
                phrases.LEAD_STAND_IN.say(names.lang, who=names.people(lead.substitutes)) if lead.substitutes else "",
            )

    return _section(phrases.WHO, lines(), names)


def _whom_for(model: Model, names: Names) -> Iterator[Line]:
    lines = (Line(sentence(names.titles.get(one.id) or names.condition(one.condition)), 3) for one in model.eligibility)
    return _section(phrases.WHOM_FOR, lines, names)


def _work(model: Model, names: Names) -> Iterator[Line]:
    def lines() -> Iterator[Line]:
        for number, phase in enumerate((phase for phase in model.phases if not phase.phase), start=1):
            yield from _phase(phase, f"{number}. ", 0, names)
        loose = [a for a in model.activities if not a.phase]
        if loose and model.phases:
            yield Line(phrases.ANY_TIME.say(names.lang), 2)
        for activity in loose:
            yield from _activity(activity, names, 0)
        for milestone in model.milestones:
            if not milestone.phase:
                yield from _milestone(milestone, names, 0)

    return _section(phrases.HOW, lines(), names)


def _phase(phase: Phase, number: str, depth: int, names: Names) -> Iterator[Line]:
    yield Line(number + names.title(phase.id), 2, depth)
    yield from (Line(line.text, 5, depth) for line in _said(*_phase_sentences(phase, names)))
    for activity in names.model.activities:
        if activity.phase == phase.id:
            yield from _activity(activity, names, depth)
    for milestone in names.model.milestones:
        if milestone.phase == phase.id:
            yield from _milestone(milestone, names, depth)
    inner = [other for other in names.model.phases if other.phase == phase.id]
    for place, other in enumerate(inner, start=1):
        yield from _phase(other, f"{number.rstrip(' ')}{place}. ", depth + 1, names)


def _milestone(milestone: Milestone, names: Names, depth: int) -> Iterator[Line]:
    yield Line(f"{names.title(milestone.id)} ({phrases.MILESTONE_WORD.say(names.lang)})", 3, depth)
    reached = phrases.MILESTONE.say(names.lang, when=names.sentries(milestone.achieve)) if milestone.achieve else ""
    yield from _said(_words(milestone, names), reached, depth=depth)


def _activity(activity: Activity, names: Names, depth: int) -> Iterator[Line]:
    yield Line(f"{names.title(activity.id)} ({names.kind(activity.kind)})", 3, depth)
    for paragraph in activity_paragraphs(activity, names):
        yield from _said(*paragraph, depth=depth)


def _phase_sentences(phase: Phase, names: Names) -> Iterator[str]:
    lang = names.lang
    yield _words(phase, names)
    if phase.responsible:
        yield phrases.PHASE_LED.say(lang, len(phase.responsible), who=names.people(phase.responsible))
    if phase.entry:
        yield phrases.PHASE_STARTS.say(lang, when=names.sentries(phase.entry))
    if phase.exit:
        yield phrases.PHASE_ENDS.say(lang, when=names.sentries(phase.exit))
    if not phase.required:
        yield phrases.PHASE_OPTIONAL.say(lang)
    if phase.suspension:
        yield phrases.PAUSES.say(lang, when=names.sentries(phase.suspension.suspend))
        yield phrases.RESUMES.say(lang, when=names.sentries(phase.suspension.resume))


def _limits(model: Model, names: Names) -> Iterator[Line]:
    """Tell the limits that no activity's own text has told."""

    def told(limit: Limit) -> bool:
        return any(stops_at(limit.stop, activity) for activity in model.activities)

    def lines() -> Iterator[Line]:
        for limit in model.limits:
            if not told(limit):
                yield Line(names.title(limit.id), 3)
                yield from _said(_words(limit, names), *limit_sentences(limit, names, whole=True))

    return _section(phrases.LIMITS, lines(), names)


def _not_coming(model: Model, names: Names) -> Iterator[Line]:
    lang = names.lang
    unscored = {ending.id for ending in model.endings if not ending.scored}

    def lines() -> Iterator[Line]:
        for path in model.non_engagement:
            found = names.value(path.attempts)
            number = found if isinstance(found, int | float) else 2
            yield Line(names.title(path.id), 3)
            yield from _said(
                _words(path, names),
                phrases.ATTEMPTS.say(lang, number, event=names.event(path.attempts_at)),
                phrases.NOTICE.say(lang, what=names.quoted(path.notice)) if path.notice else "",
                phrases.THEN_ENDS.say(lang, ending=names.quoted(path.ending)),
                phrases.NOT_BLAMED.say(lang) if path.ending in unscored else "",
            )

    return _section(phrases.NOT_COMING, lines(), names)


def _endings(model: Model, names: Names) -> Iterator[Line]:
    def lines() -> Iterator[Line]:
        for ending in model.endings:
            yield Line(names.title(ending.id), 3)
            outcome = phrases.OUTCOMES[ending.outcome].say(names.lang)
            blame = "" if ending.scored or ending.outcome is Outcome.SUCCESS else phrases.NOT_BLAMED.say(names.lang)
            when = (
                phrases.ENDING_IF.say(names.lang, condition=names.condition(ending.condition))
                if ending.condition
                else ""
            )
            yield from _said(_words(ending, names), outcome, when, blame)

    return _section(phrases.ENDINGS, lines(), names)


def _agreed(model: Model, names: Names) -> Iterator[Line]:
    def lines() -> Iterator[Line]:
        for rule in model.rules:
            if rule.scope is Scope.CASE:
                yield Line(sentence(names.title(rule.id)), 3)

    return _section(phrases.AGREED, lines(), names)


def _promises(model: Model, names: Names) -> Iterator[Line]:
    indicators = {indicator.id: indicator for indicator in model.indicators}

    def tree(parent: str, depth: int) -> Iterator[Line]:
        for principle in model.principles:
            if principle.part_of == parent:
                yield Line(names.title(principle.id), 3, depth)
                yield from _said(_words(principle, names), *_known_by(principle, indicators, names), depth=depth)
                yield from tree(principle.id, depth + 1)

    return _section(phrases.PROMISES, tree("", 0), names)


def _known_by(principle: Principle, indicators: dict[str, Indicator], names: Names) -> Sequence[str]:
    titles = [quoted(names.title(id), names.lang) for id in principle.indicators if id in indicators]
    if titles:
        return (phrases.KNOWN_BY.say(names.lang, what=", ".join(titles)),)
    parts = any(other.part_of == principle.id for other in names.model.principles)
    return () if parts else (phrases.KNOWN_BY_NOTHING.say(names.lang),)


def _consents(model: Model, names: Names) -> Iterator[Line]:
    lang = names.lang

    def lines() -> Iterator[Line]:
        for scope in model.consents:
            yield Line(names.title(scope.id), 3)
            yield from _said(
                _words(scope, names),
                _words(scope, names, "purpose"),
                phrases.GIVEN_BY.say(lang, len(scope.givers), who=names.people(scope.givers, last=OR))
                if scope.givers
                else "",
                phrases.GIVEN_TO.say(lang, who=names.people(scope.recipients)) if scope.recipients else "",
                phrases.WITHDRAWABLE.say(lang) if scope.withdrawable else "",
            )
        for basis in model.legal_bases:
            yield Line(names.title(basis.id), 3)
            yield from _said(_words(basis, names))
        for barrier in model.barriers:
            yield Line(names.title(barrier.id), 3)
            yield from _said(_words(barrier, names), phrases.KEPT_FROM.say(lang, who=names.people(barrier.roles)))

    return _section(phrases.CONSENTS, lines(), names)


def _before(model: Model, names: Names) -> Iterator[Line]:
    lang = names.lang

    def lines() -> Iterator[Line]:
        for step in model.adoption:
            yield Line(names.title(step.id), 3)
            who = (phrases.EACH_PARTY if step.each_party else phrases.PARTIES).say(lang, who=names.people(step.parties))
            valid = "" if step.valid_for is None else phrases.VALID_FOR.say(lang, step.valid_for)
            yield from _said(_words(step, names), who if step.parties else "", valid)

    return _section(phrases.BEFORE, lines(), names)


def assumptions(model: Model, lang: str) -> Iterator[tuple[str, str, str]]:
    """
    Give everything that a model's writers assumed: (element's title, its value or "", why it was assumed).

    Args:
        model: The model.
        lang: Language code.
    """
    names = Names.of(model, lang)
    for section in SECTIONS:
        for element in getattr(model, section):
            why = getattr(element, "assumption", "")
            if why:
                words = why if isinstance(why, str) else why.in_language(lang, model.language)
                value = getattr(element, "value", None)
                shown = (
                    ""
                    if value is None
                    else names.amount(value)
                    if isinstance(value, int | float | Duration)
                    else str(value)
                )
                title = phrases.CALENDAR.say(lang) if section == "calendars" else names.title(element.id)
                yield title, shown, words


def _assumed(model: Model, names: Names) -> Iterator[Line]:
    def lines() -> Iterator[Line]:
        for title, value, why in assumptions(model, names.lang):
            yield Line(f"{title}: {value}" if value else title, 3)
            yield from _said(why)

    return _section(phrases.ASSUMED, lines(), names)


def _sources(model: Model, names: Names) -> Iterator[Line]:
    def lines() -> Iterator[Line]:
        for source in model.sources:
            title = source.title.in_language(names.lang, model.language) or source.id
            published = f"{source.published:%d.%m.%Y}" if source.published else ""
            yield Line(". ".join(part for part in (title, source.author, published, source.url) if part), 3)

    return _section(phrases.SOURCES, lines(), names)


_PARTS = (
    _title,
    _whom_for,
    _who,
    _work,
    _limits,
    _not_coming,
    _endings,
    _agreed,
    _promises,
    _consents,
    _before,
    _assumed,
    _sources,
)
"""The parts of the rendering, in reading order."""
