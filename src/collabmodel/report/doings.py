"""What is said of one piece of work: who, with whom, when it is possible, by when, what gates it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from collabmodel.model import (
    Activity,
    Counting,
    Enforcement,
    Expression,
    Limit,
    Mode,
    Model,
    Participation,
    Pattern,
    Quorum,
    Reference,
    Rule,
    Template,
)
from collabmodel.report import phrases
from collabmodel.report.naming import Names
from collabmodel.report.words import OR, listed
from collabmodel.workdays import Duration

_PRECEDENCE = frozenset(
    {
        Template.PRECEDENCE,
        Template.ALTERNATE_PRECEDENCE,
        Template.CHAIN_PRECEDENCE,
        Template.SUCCESSION,
        Template.ALTERNATE_SUCCESSION,
        Template.CHAIN_SUCCESSION,
    }
)
_RESPONSE = frozenset(
    {
        Template.RESPONSE,
        Template.ALTERNATE_RESPONSE,
        Template.CHAIN_RESPONSE,
        Template.SUCCESSION,
        Template.ALTERNATE_SUCCESSION,
        Template.CHAIN_SUCCESSION,
    }
)


_MOST_TIMES = 12
"""A greater bound on repetition guards against mistakes; it tells a reader nothing."""


def activity_paragraphs(activity: Activity, names: Names) -> Iterator[tuple[str, ...]]:
    """
    Say everything about one activity: what it is, who takes part, when it happens and what it needs.

    Args:
        activity: The activity.
        names: The names of its model.
    """
    yield (activity.description.in_language(names.lang, names.model.language),)
    yield tuple(_company(activity, names))
    yield (*_occasion(activity, names), *_conditions(activity, names))


def _company(activity: Activity, names: Names) -> Iterator[str]:
    for mode in Mode:
        yield from _taking_part([p for p in activity.participants if p.mode is mode], names)
    always = [quorum for quorum in activity.quorums if quorum.condition is None]
    if always:
        what = listed([_present(quorum, names) for quorum in always], names.lang)
        yield phrases.QUORUM.say(names.lang, what=what)
    for quorum in activity.quorums:
        if quorum.condition is not None:
            text = phrases.QUORUM.say(names.lang, what=_present(quorum, names))
            yield phrases.IF.say(names.lang, text=text, condition=names.condition(quorum.condition))
    yield from _waived(tuple(dict.fromkeys(role for quorum in activity.quorums for role in quorum.waived_by)), names)


def _conditions(activity: Activity, names: Names) -> Iterator[str]:
    lang, model = names.lang, names.model
    for limit in model.limits:
        if stops_at(limit.stop, activity):
            yield from limit_sentences(limit, names)
    for rule in model.rules:
        yield from _rule(rule, activity, names)
    if activity.consent:
        yield phrases.NEEDS_CONSENT.say(lang, what=listed([names.quoted(id) for id in activity.consent], lang, OR))
    titled = [fact.title.in_language(lang, model.language) for fact in activity.data if fact.title]
    if titled:
        yield phrases.WRITTEN_DOWN.say(lang, what=", ".join(titled))


def _occasion(activity: Activity, names: Names) -> Iterator[str]:
    lang = names.lang
    if activity.required:
        yield phrases.ALWAYS.say(lang)
    if activity.planning:
        by = activity.planning.by
        yield phrases.PLANNED.say(lang, len(by), who=names.people(by)) if by else phrases.PLANNED_BY_ANYONE.say(lang)
    if activity.entry:
        yield phrases.POSSIBLE_WHEN.say(lang, when=names.sentries(activity.entry))
    repeat = activity.repeat
    if repeat and repeat.on:
        yield phrases.REPEATED_ON.say(lang, when=names.event(repeat.on))
    elif repeat and repeat.maximum is not None:
        most = names.value(repeat.maximum)
        if isinstance(most, int | float) and most > _MOST_TIMES:
            yield phrases.REPEATED_FREELY.say(lang)
        elif isinstance(most, int | float):
            yield phrases.REPEATED.say(lang, most)


def _taking_part(participants: list[Participation], names: Names) -> Iterator[str]:
    """Join those who take part in the same way into one sentence; a condition makes a sentence of its own."""
    always = [p for p in participants if p.condition is None]
    for group in ([always] if always else []) + [[p] for p in participants if p.condition is not None]:
        who = listed([_with_presence(p, names) for p in group], names.lang)
        text = phrases.MODES[group[0].mode].say(names.lang, len(group), who=who)
        condition = group[0].condition
        yield text if condition is None else phrases.IF.say(names.lang, text=text, condition=names.condition(condition))


def _with_presence(participation: Participation, names: Names) -> str:
    title = names.word(participation.role)
    if not participation.presence:
        return title
    ways = listed([phrases.PRESENCE[way].say(names.lang) for way in participation.presence], names.lang, OR)
    return f"{title} ({ways})"


def _present(quorum: Quorum, names: Names) -> str:
    lang = names.lang
    found = names.value(quorum.at_least)
    number = found if isinstance(found, int | float) else 1
    what = phrases.QUORUM_COUNTS[quorum.counting].say(
        lang, number * 100 if quorum.counting is Counting.SHARE else number
    )
    among = [
        *map(names.word, quorum.roles),
        *(phrases.SIDES_BY_VALUE[side].say(lang).lower() for side in quorum.sides if side in phrases.SIDES_BY_VALUE),
    ]
    among += map(names.title, (*quorum.organisations, *quorum.competences))
    if among:
        what = phrases.QUORUM_AMONG.say(lang, what=what, who=", ".join(among))
    if quorum.presence:
        what += f" ({listed([phrases.PRESENCE[way].say(lang) for way in quorum.presence], lang, OR)})"
    return what


def _rule(rule: Rule, activity: Activity, names: Names) -> Iterator[str]:
    """Say what a rule means for an activity: a gate before it, or a time by which it is due."""
    if rule.b is None or not stops_at(rule.b, activity):
        return
    if rule.enforcement is Enforcement.GATE and rule.template in _PRECEDENCE:
        yield phrases.GATE.say(names.lang, rule=names.quoted(rule.id))
        yield from _waived(rule.waived_by, names)
    window = rule.within
    if window and window.high is not None and rule.template in _RESPONSE:
        text = phrases.DUE.say(names.lang, within=names.within(window.high), event=names.event(rule.a))
        yield (
            text
            if rule.applies is None
            else phrases.IF.say(names.lang, text=text, condition=names.condition(rule.applies))
        )
        yield from _lengths_for_some(window.high, names)


def _waived(roles: tuple[str, ...], names: Names) -> Iterator[str]:
    """Say who may let something be done without what was just said."""
    if roles:
        yield phrases.QUORUM_WAIVED.say(names.lang, len(roles), who=names.people(roles))


def stops_at(pattern: Pattern, activity: Activity) -> bool:
    """
    Tell whether doing an activity is among the events that a pattern speaks of.

    Args:
        pattern: The pattern.
        activity: The activity.

    >>> stops_at(Pattern(kind="meeting", tag="opening"), Activity(id="start", kind="meeting", tags=("opening",)))
    True
    """
    if pattern.transition not in {"", "completed", "*"}:
        return False
    if pattern.element:
        return pattern.element == activity.id
    return (
        pattern.kind in {"", activity.kind} and (not pattern.tag or pattern.tag in activity.tags) and bool(pattern.tag)
    )


def _lengths_for_some(value: Duration | Reference, names: Names) -> Iterator[str]:
    """Say the lengths that a parameter gives to particular cases."""
    for row in names.rows(value):
        if isinstance(row.value, Duration):
            yield _length_if(row.value, row.condition, names)


def _length_if(length: Duration | Reference, condition: Expression, names: Names) -> str:
    text = phrases.OTHERWISE_WITHIN.say(names.lang, within=names.within(length))
    return phrases.IF.say(names.lang, text=text, condition=names.condition(condition))


def limit_sentences(limit: Limit, names: Names, *, whole: bool = False) -> Iterator[str]:
    """
    Say by when something must be done.

    Args:
        limit: The limit.
        names: The names of its model.
        whole: Whether to say also what meets the limit, where no activity's own text has said it.
    """
    lang = names.lang
    within = names.within(limit.duration)
    for anchor in limit.anchors:
        if anchor.event is None:
            yield phrases.DUE_FROM_FACT.say(lang, within=within, fact=names.title(anchor.fact))
            continue
        event = names.event(anchor.event)
        phrase = phrases.LIMIT_DUE if whole else phrases.DUE
        yield phrase.say(lang, within=within, event=event, stop=names.event(limit.stop))
    yield from _lengths_for_some(limit.duration, names)
    for other in limit.alternatives:
        yield _length_if(other.duration, other.condition, names)
    if limit.recurrence:
        yield phrases.DUE_AGAIN.say(lang)
    for exemption in limit.exemptions:
        yield phrases.EXEMPT.say(lang, condition=names.condition(exemption.condition))
    yield from _waived(limit.waived_by, names)


def deadlines(model: Model, activity: Activity, names: Names) -> Iterable[str]:
    """
    Give the times by which an activity must be done, in few words, for diagrams.

    Args:
        model: The model.
        activity: The activity.
        names: The names of the model.
    """
    found = [names.within(limit.duration) for limit in model.limits if stops_at(limit.stop, activity)]
    for rule in model.rules:
        window = rule.within
        if window and window.high is not None and rule.b and rule.template in _RESPONSE and stops_at(rule.b, activity):
            found.append(names.within(window.high))
    return tuple(dict.fromkeys(found))
