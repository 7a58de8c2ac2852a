"""What the elements of a model are called in one language, and how its events are said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import attrs

from collabmodel.model import (
    BOOKKEEPING,
    Activity,
    AdoptionStep,
    Expression,
    Milestone,
    Model,
    ParameterRow,
    Pattern,
    Phase,
    Reference,
    Sentry,
    elements,
)
from collabmodel.model.patterns import parse_pattern
from collabmodel.report.conditions import condition_in_words
from collabmodel.report.words import (
    AND,
    OR,
    Phrase,
    duration_in_words,
    listed,
    number_in_words,
    quoted,
    within_in_words,
)
from collabmodel.workdays import Duration

Tagged: TypeAlias = Activity | Phase | Milestone | AdoptionStep

KINDS: dict[str, Phrase] = {
    "activity": Phrase("activity", "toiminto", "aktivitet"),
    "adoption": Phrase("preparation", "käyttöönottotoimi", "förberedelse"),
    "answer": Phrase("answer", "vastaus", "svar"),
    "agreement": Phrase("agreement", "sopiminen", "överenskommelse"),
    "assessment": Phrase("assessment", "arviointi", "bedömning"),
    "attestation": Phrase("statement", "lausuma", "utsaga"),
    "attempt": Phrase("attempt", "yritys", "försök"),
    "case": Phrase("case", "tapaus", "ärende"),
    "concern": Phrase("concern", "huoli", "oro"),
    "consent": Phrase("consent", "suostumus", "samtycke"),
    "consultation": Phrase("consultation", "konsultaatio", "konsultation"),
    "contact": Phrase("contact", "yhteydenotto", "kontakt"),
    "decision": Phrase("decision", "päätös", "beslut"),
    "fact": Phrase("information about the case", "tieto tapauksesta", "uppgift om ärendet"),
    "feedback": Phrase("feedback", "palaute", "respons"),
    "hearing": Phrase("hearing", "kuuleminen", "hörande"),
    "information": Phrase("giving information", "tiedottaminen", "information"),
    "lead": Phrase("lead", "vetovastuu", "ledningsansvar"),
    "meeting": Phrase("meeting", "tapaaminen", "möte"),
    "milestone": Phrase("milestone", "välietappi", "milstolpe"),
    "phase": Phrase("phase", "vaihe", "fas"),
    "plan": Phrase("plan", "suunnitelma", "plan"),
    "rating": Phrase("rating", "arvio", "skattning"),
    "referral": Phrase("referral", "ohjaaminen", "hänvisning"),
    "scheduling": Phrase("finding a time", "ajan sopiminen", "tidsbokning"),
    "service": Phrase("service", "palvelu", "tjänst"),
    "task": Phrase("task", "tehtävä", "uppgift"),
}
"""Kinds of events that have words here; any other kind is shown as the model writes it."""

# What has happened, by transition; "{what}" is a title and stays as it is.
_HAPPENED: dict[str, Phrase] = {
    "": Phrase("{what} has been done", "{what} on tehty", "{what} har genomförts"),
    "completed": Phrase("{what} has been done", "{what} on tehty", "{what} har genomförts"),
    "active": Phrase("{what} has started", "{what} on alkanut", "{what} har börjat"),
    "terminated": Phrase("{what} has not come about", "{what} ei ole toteutunut", "{what} har inte blivit av"),
    "suspended": Phrase("{what} has been paused", "{what} on tauolla", "{what} har pausats"),
    "resumed": Phrase("{what} goes on again", "{what} jatkuu taas", "{what} fortsätter igen"),
    "planned": Phrase("{what} has been planned", "{what} on suunniteltu", "{what} har planerats"),
    "achieved": Phrase("{what} has been reached", "{what} on saavutettu", "{what} har uppnåtts"),
    "revoked": Phrase("{what} no longer holds", "{what} on peruuntunut", "{what} gäller inte längre"),
    "given": Phrase("{what} has been given", "{what} on annettu", "{what} har getts"),
    "refused": Phrase("{what} has been refused", "{what} on evätty", "{what} har nekats"),
    "withdrawn": Phrase("{what} has been withdrawn", "{what} on peruttu", "{what} har återtagits"),
    "opened": Phrase("{what} has been opened", "{what} on avattu", "{what} har öppnats"),
    "closed": Phrase("{what} has been closed", "{what} on päätetty", "{what} har avslutats"),
    "reopened": Phrase("{what} has been opened again", "{what} on avattu uudelleen", "{what} har öppnats på nytt"),
    "recorded": Phrase("{what} has been recorded", "{what} on kirjattu", "{what} har antecknats"),
    "*": Phrase("something has happened in: {what}", "on tapahtunut jotakin: {what}", "något har hänt: {what}"),
}
_PHASE_OVER = Phrase("{what} has ended", "{what} on päättynyt", "{what} har avslutats")
_MEETING_HELD = Phrase("{what} has been held", "{what} on pidetty", "{what} har hållits")
_OTHERWISE = Phrase("{what}: {transition}", "{what}: {transition}", "{what}: {transition}")
_THE_CASE = Phrase("the case", "tapaus", "ärendet")
_ABOUT = Phrase("{kind} (about: {tag})", "{kind} (aihe: {tag})", "{kind} (om: {tag})")
_PROVIDED = Phrase(
    "{text} (provided that {condition})", "{text} (edellyttäen, että {condition})", "{text} (förutsatt att {condition})"
)
_CONDITION_ONLY = Phrase("it is so that {condition}", "{condition}", "{condition}")


def _stem(word: str) -> str:
    """Give the part of a word that stays the same when it is inflected, for words long enough to tell."""
    return word[:6].lower()


def _proper(titles: Iterable[str]) -> frozenset[str]:
    words = (word.strip('(),.:;”“"') for title in titles for word in title.split()[1:])
    return frozenset(_stem(word) for word in words if len(word) > 1 and word[0].isupper() and word[1:].islower())


@attrs.frozen(eq=False)
class Names:
    """
    The names of one model's elements in one language.

    Args:
        model: The model.
        lang: Language wanted; texts fall back to the model's main language.
        titles: Element id to title.
        proper: Beginnings of words that may be proper names: titles write them with a capital inside a sentence, or
            those of organisations begin with them.
        kinds: Element id to kind of event, for phases, activities, milestones and adoption steps.
        sections: Element id to the section it stands in.
    """

    model: Model
    lang: str
    titles: dict[str, str]
    proper: frozenset[str]
    kinds: dict[str, str]
    sections: dict[str, str]

    @classmethod
    def of(cls, model: Model, lang: str) -> Names:
        """
        Collect the names of a model.

        Args:
            model: The model.
            lang: Language code.

        >>> from collabmodel.model import Role, Side, Text
        >>> model = Model(id="m", roles=(Role(id="child", side=Side.CLIENT, title=Text.of({"fi": "Nuori"})),))
        >>> Names.of(model, "fi").title("child"), Names.of(model, "fi").title("own_worker")
        ('Nuori', 'own worker')
        """
        titles: dict[str, str] = {}
        sections: dict[str, str] = {}
        for section, element in elements(model):
            sections.setdefault(element.id, section)
            text = getattr(element, "title", None)
            if text:
                titles.setdefault(element.id, " ".join(text.in_language(lang, model.language).split()))
        for activity in model.activities:
            for fact in activity.data:
                if fact.title:
                    titles.setdefault(fact.id, fact.title.in_language(lang, model.language))
        kinds = {activity.id: activity.kind for activity in model.activities}
        kinds |= {phase.id: "phase" for phase in model.phases} | {mark.id: "milestone" for mark in model.milestones}
        kinds |= {step.id: "adoption" for step in model.adoption}
        named = (title for id, title in titles.items() if sections.get(id) == "organisations")
        proper = _proper(titles.values()) | {_stem(word) for title in named for word in title.split()[:1]}
        return cls(model, lang, titles, proper, kinds, sections)

    def title(self, id: str) -> str:
        """
        Give the title of an element, else its id in readable form.

        Args:
            id: Id of the element.
        """
        return self.titles.get(id) or id.replace("_", " ")

    def quoted(self, id: str) -> str:
        """
        Give a title in quotation marks.

        Args:
            id: Id of the element.
        """
        return quoted(self.title(id), self.lang)

    def word(self, id: str) -> str:
        """
        Give a title as it is written inside a sentence: without a capital, unless it begins with what may be a name.

        Titles of organisations are names and stay as they are; so does what begins with the first word of one.

        Args:
            id: Id of the element.
        """
        title = self.title(id)
        first = title.split(" ", maxsplit=1)[0]
        if self.sections.get(id) == "organisations":
            return title
        if len(first) < 2 or not first[1:].islower() or _stem(first) in self.proper:
            return title
        return title[0].lower() + title[1:]

    def people(self, ids: Iterable[str], last: Phrase = AND) -> str:
        """
        List roles, organisations or sides by name.

        Args:
            ids: Their ids.
            last: What stands before the last.
        """
        return listed([self.word(id) for id in ids], self.lang, last)

    def kind(self, kind: str) -> str:
        """
        Say a kind of event.

        Args:
            kind: The kind as the model writes it.
        """
        return KINDS[kind].say(self.lang) if kind in KINDS else kind.replace("_", " ")

    def subject(self, pattern: Pattern) -> str:
        """
        Say what a pattern is about, without what happened to it.

        Args:
            pattern: The pattern.
        """
        if pattern.element:
            return self.quoted(pattern.element)
        if pattern.kind == "case" and not pattern.tag:
            return _THE_CASE.say(self.lang)
        if not pattern.tag:
            return self.kind(pattern.kind)
        named = [element.id for element in self._tagged(pattern)]
        if 0 < len(named) <= 3:
            return listed([self.quoted(id) for id in named], self.lang, OR)
        return _ABOUT.say(self.lang, kind=self.kind(pattern.kind), tag=pattern.tag.replace("_", " "))

    def event(self, pattern: Pattern) -> str:
        """
        Say that an event has happened, as a clause.

        Args:
            pattern: The class of events.
        """
        kind = pattern.kind or self.kinds.get(pattern.element, "")
        what = self.subject(pattern)
        transition = pattern.transition or (
            "achieved" if kind == "milestone" else "*" if kind in BOOKKEEPING else "completed"
        )
        if transition == "completed" and kind in {"phase", "meeting"}:
            text = (_PHASE_OVER if kind == "phase" else _MEETING_HELD).say(self.lang, what=what)
        elif transition in _HAPPENED:
            text = _HAPPENED[transition].say(self.lang, what=what)
        else:
            text = _OTHERWISE.say(self.lang, what=what, transition=transition.replace("_", " "))
        if pattern.where is None:
            return text
        return _PROVIDED.say(self.lang, text=text, condition=self._about(pattern.element).condition(pattern.where))

    def happened(self, text: str) -> str:
        """
        Say that an event has happened, for a pattern inside a condition.

        Args:
            text: The pattern as text.
        """
        return self.event(parse_pattern(text))

    def matched(self, text: str) -> str:
        """
        Say what a pattern inside a condition is about.

        Args:
            text: The pattern as text.
        """
        return self.subject(parse_pattern(text))

    def _about(self, element: str) -> Names:
        """Give the names as they are where an event of an element is spoken of: its own data go first."""
        own = next((activity.data for activity in self.model.activities if activity.id == element), ())
        titled = {fact.id: fact.title.in_language(self.lang, self.model.language) for fact in own if fact.title}
        return attrs.evolve(self, titles=self.titles | titled)

    def sentries(self, sentries: Sequence[Sentry]) -> str:
        """
        Say when one of several sentries fires, as one clause.

        Args:
            sentries: The sentries; any one of them is enough.
        """
        return listed([self._sentry(sentry) for sentry in sentries], self.lang, OR)

    def condition(self, expression: Expression) -> str:
        """
        Say a condition in words.

        Args:
            expression: The condition.
        """
        return condition_in_words(expression, self)

    def amount(self, value: float | Duration | Reference) -> str:
        """
        Say a number, a duration, or the value that a parameter has.

        Args:
            value: The value.
        """
        found = self.value(value)
        if isinstance(found, Duration):
            return duration_in_words(found, self.lang)
        return number_in_words(found, self.lang) if isinstance(found, int | float) else str(found)

    def within(self, value: Duration | Reference) -> str:
        """
        Say by when, for a duration or the value that a parameter has.

        Args:
            value: The time there is.
        """
        found = self.value(value)
        return within_in_words(found, self.lang) if isinstance(found, Duration) else self.amount(value)

    def value(self, value: float | Duration | Reference) -> bool | float | str | Duration:
        """
        Look a value up where it is the name of a parameter.

        Args:
            value: The value; an unknown parameter gives its own id.
        """
        if not isinstance(value, Reference):
            return value
        for parameter in self.model.parameters:
            if parameter.id == value.parameter:
                return parameter.value
        return value.parameter

    def rows(self, value: float | Duration | Reference) -> tuple[ParameterRow, ...]:
        """
        Give the values that a parameter has for particular cases; none for a plain value.

        Args:
            value: The value, or the name of a parameter.
        """
        found = [each for each in self.model.parameters if isinstance(value, Reference) and each.id == value.parameter]
        return found[0].rows if found else ()

    def _tagged(self, pattern: Pattern) -> list[Tagged]:
        """Find the elements that a pattern by kind and tag speaks of."""
        pool: tuple[Tagged, ...] = (
            *self.model.activities,
            *self.model.phases,
            *self.model.milestones,
            *self.model.adoption,
        )
        return [e for e in pool if pattern.tag in e.tags and (pattern.kind in {"", self.kinds.get(e.id, "")})]

    def _sentry(self, sentry: Sentry) -> str:
        events = listed([self.event(pattern) for pattern in sentry.on], self.lang)
        if sentry.condition is None:
            return events
        condition = self.condition(sentry.condition)
        if not events:
            return _CONDITION_ONLY.say(self.lang, condition=condition)
        return _PROVIDED.say(self.lang, text=events, condition=condition)
