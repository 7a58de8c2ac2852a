"""Conditions in plain words: what a caseworker reads instead of ``age >= 12 and not refused``."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from collabmodel.model import (
    And,
    Arithmetic,
    Call,
    Compare,
    Comparison,
    Expression,
    Function,
    ListOf,
    Literal,
    Member,
    Name,
    Not,
    Or,
)
from collabmodel.report.words import AND, OR, Phrase, duration_in_words, listed, number_in_words, quoted
from collabmodel.workdays import Duration


class Titles(Protocol):
    """What is needed to name things: a language and titles by id."""

    @property
    def lang(self) -> str:
        """The language."""

    def title(self, id: str) -> str:
        """
        Give the title of an element.

        Args:
            id: Id of the element.
        """

    def word(self, id: str) -> str:
        """
        Give a title as it is written inside a sentence.

        Args:
            id: Id of the element.
        """

    def happened(self, text: str) -> str:
        """
        Say that an event has happened.

        Args:
            text: Its pattern.
        """

    def matched(self, text: str) -> str:
        """
        Say what a pattern is about.

        Args:
            text: The pattern.
        """


_COMPARISONS: dict[Comparison, Phrase] = {
    Comparison.EQUAL: Phrase("{left} is {right}", "{left} on {right}", "{left} är {right}"),
    Comparison.UNEQUAL: Phrase("{left} is not {right}", "{left} on muu kuin {right}", "{left} är inte {right}"),
    Comparison.LESS: Phrase("{left} is less than {right}", "{left} on alle {right}", "{left} är under {right}"),
    Comparison.AT_MOST: Phrase("{left} is at most {right}", "{left} on enintään {right}", "{left} är högst {right}"),
    Comparison.MORE: Phrase("{left} is more than {right}", "{left} on yli {right}", "{left} är över {right}"),
    Comparison.AT_LEAST: Phrase("{left} is at least {right}", "{left} on vähintään {right}", "{left} är minst {right}"),
}
_TRUE = Phrase("this holds: {what}", "tämä pitää paikkansa: {what}", "detta stämmer: {what}")
_FALSE = Phrase("this does not hold: {what}", "tämä ei pidä paikkaansa: {what}", "detta stämmer inte: {what}")
_NEVER = Phrase("it is not so that {what}", "ei ole niin, että {what}", "det är inte så att {what}")
_KNOWN = Phrase("{what} is known", "{what} on tiedossa", "{what} är känt")
_UNKNOWN = Phrase("{what} is not known", "{what} ei ole tiedossa", "{what} är inte känt")
_ONE_OF = Phrase("{left} is {right}", "{left} on {right}", "{left} är {right}")
_NONE_OF = Phrase("{left} is none of: {right}", "{left} ei ole mikään näistä: {right}", "{left} är inget av: {right}")
_PART_OF = Phrase("{left} is among: {right}", "{left} kuuluu joukkoon: {right}", "{left} finns bland: {right}")
_NOT_PART_OF = Phrase(
    "{left} is not among: {right}", "{left} ei kuulu joukkoon: {right}", "{left} finns inte bland: {right}"
)
_NOT = Phrase("it is not so that {what}", "ei pidä paikkaansa, että {what}", "det stämmer inte att {what}")
_VALUES: dict[str, Phrase] = {
    "accepted": Phrase("accepted", "hyväksytty", "godkänd"),
    "came": Phrase("came", "tuli", "kom"),
    "declined": Phrase("declined", "ei otettu vastaan", "avböjd"),
    "expired": Phrase("expired", "vanhentunut", "förfallen"),
    "given": Phrase("given", "annettu", "given"),
    "improved": Phrase("improved", "kohentunut", "förbättrad"),
    "no-show": Phrase("did not come", "jäi tulematta", "uteblev"),
    "not reached": Phrase("not reached", "ei tavoitettu", "inte nådd"),
    "refused": Phrase("refused", "kieltäytyi", "vägrade"),
    "sent word": Phrase("sent word", "ilmoitti poissaolosta", "meddelade förhinder"),
    "unchanged": Phrase("unchanged", "ennallaan", "oförändrad"),
    "withdrawn": Phrase("withdrawn", "peruttu", "återtagen"),
    "worse": Phrase("worse", "huonompi", "sämre"),
}
"""Values that have words here; any other value is a title of the model, or stands as it is written."""
_YES = Phrase("yes", "kyllä", "ja")
_NO = Phrase("no", "ei", "nej")
_NOTHING = Phrase("unknown", "ei tiedossa", "okänt")
_WINDOW = Phrase("{what} in the last {time}", "{what} (viimeiset {time})", "{what} under de senaste {time}")
_NAMES: dict[str, Phrase] = {
    "actor.role": Phrase("the doer's role", "tekijän rooli", "utförarens roll"),
    "actor.side": Phrase("the doer's side", "tekijän puoli", "utförarens sida"),
    "actor.person": Phrase("the doer", "tekijä", "utföraren"),
    "actor.organisation": Phrase("the doer's organisation", "tekijän organisaatio", "utförarens organisation"),
    "actor.on_behalf_of": Phrase("the person represented", "edustettu henkilö", "den som företräds"),
    "event.element": Phrase("what was done", "mitä tehtiin", "vad som gjordes"),
    "event.kind": Phrase("the kind of event", "tapahtuman laji", "slaget av händelse"),
    "event.transition": Phrase("what happened to it", "mitä sille tapahtui", "vad som hände med det"),
    "event.instance": Phrase("which time it was", "monesko kerta", "vilken gång"),
    "event.occurred": Phrase("when it happened", "tapahtuma-aika", "när det hände"),
    "outcome": Phrase("how it turned out", "miten kävi", "hur det gick"),
    "now": Phrase("now", "nykyhetki", "nu"),
}
_AT_START = Phrase("{what} at the start", "{what} alussa", "{what} i början")
_FUNCTIONS: dict[Function, Phrase] = {
    Function.COUNT: Phrase("the number of times: {0}", "kertojen määrä: {0}", "antalet gånger: {0}"),
    Function.SUM: Phrase("the sum of {1} over: {0}", "{1} yhteensä: {0}", "summan av {1}: {0}"),
    Function.SHARE: Phrase("the share of {1} among: {0}", "osuus, jossa {1}: {0}", "andelen {1} bland: {0}"),
    Function.LAST: Phrase("the latest {1} of: {0}", "viimeisin {1}: {0}", "senaste {1} av: {0}"),
    Function.ATTENDING: Phrase("the number present of: {0}", "paikalla olevien määrä: {0}", "antalet närvarande: {0}"),
    Function.ATTENDING_ORGANISATIONS: Phrase(
        "the number of organisations present",
        "paikalla olevien organisaatioiden määrä",
        "antalet närvarande organisationer",
    ),
    Function.SIZE: Phrase("how many: {0}", "montako: {0}", "hur många: {0}"),
    Function.DISTINCT: Phrase("how many different: {0}", "montako eri: {0}", "hur många olika: {0}"),
    Function.KNOWN: _KNOWN,
    Function.DATE: Phrase("{0}", "{0}", "{0}"),
    Function.ABS: Phrase("the size of {0}", "{0} ilman etumerkkiä", "storleken av {0}"),
    Function.MIN: Phrase("the smaller of: {all}", "pienin näistä: {all}", "den minsta av: {all}"),
    Function.MAX: Phrase("the larger of: {all}", "suurin näistä: {all}", "den största av: {all}"),
}


_OF_EVENTS = frozenset({Function.COUNT, Function.SUM, Function.SHARE, Function.LAST})
"""Functions whose arguments are patterns of events."""


def condition_in_words(expression: Expression, titles: Titles) -> str:
    """
    Say a condition as a clause.

    Args:
        expression: The condition.
        titles: What things are called.

    >>> from collabmodel.model import Model
    >>> from collabmodel.report.naming import Names
    >>> tree = Compare(Comparison.AT_LEAST, Name("age"), Literal(12))
    >>> condition_in_words(tree, Names.of(Model(id="m"), "fi"))
    'age on vähintään 12'
    """
    lang = titles.lang
    match expression:
        case And(parts) | Or(parts):
            last = AND if isinstance(expression, And) else OR
            return listed([condition_in_words(part, titles) for part in parts], lang, last)
        case Not(part):
            return _negated(part, titles)
        case Compare():
            return _comparison(expression, titles)
        case Member():
            return _membership(expression, titles)
        case Call(Function.KNOWN):
            return _term(expression, titles)
        case _:
            return _TRUE.say(lang, what=_claimed(expression, titles))


def _negated(part: Expression, titles: Titles) -> str:
    match part:
        case Name():
            return _FALSE.say(titles.lang, what=_claimed(part, titles))
        case Call(Function.KNOWN, (subject, *_)):
            return _UNKNOWN.say(titles.lang, what=_term(subject, titles))
        case _:
            return _NOT.say(titles.lang, what=condition_in_words(part, titles))


def _claimed(expression: Expression, titles: Titles) -> str:
    """Say what is true or false: the title of a fact is a statement of its own."""
    if isinstance(expression, Name) and expression.name not in _NAMES:
        return quoted(titles.title(expression.name), titles.lang)
    return _term(expression, titles)


def _comparison(compare: Compare, titles: Titles) -> str:
    lang = titles.lang
    if isinstance(compare.right, Literal) and isinstance(compare.right.value, bool):
        holds = compare.right.value is (compare.operator is Comparison.EQUAL)
        return (_TRUE if holds else _FALSE).say(lang, what=_claimed(compare.left, titles))
    match compare:
        case Compare(
            Comparison.MORE | Comparison.AT_LEAST, Call(Function.COUNT, (Literal(str(text)),), None), Literal(0 | 1)
        ):
            return titles.happened(text)
        case Compare(Comparison.EQUAL, Call(Function.COUNT, (Literal(str(text)),), None), Literal(0)):
            return _NEVER.say(lang, what=titles.happened(text))
    left, right = _term(compare.left, titles), _term(compare.right, titles)
    return _COMPARISONS[compare.operator].say(lang, left=left, right=right)


def _membership(member: Member, titles: Titles) -> str:
    left = _term(member.item, titles)
    if isinstance(member.group, ListOf):
        right = listed([_term(item, titles) for item in member.group.items], titles.lang, OR)
        return (_NONE_OF if member.negated else _ONE_OF).say(titles.lang, left=left, right=right)
    phrase = _NOT_PART_OF if member.negated else _PART_OF
    return phrase.say(titles.lang, left=left, right=_term(member.group, titles))


def _term(expression: Expression, titles: Titles) -> str:
    lang = titles.lang
    match expression:
        case Name(name):
            return _name(name, titles)
        case Literal(value):
            return _literal(value, titles)
        case ListOf(items):
            return listed([_term(item, titles) for item in items], lang)
        case Arithmetic(operator, left, right):
            return f"{_term(left, titles)} {operator.value} {_term(right, titles)}"
        case Call():
            return _call(expression, titles)
        case _:
            return condition_in_words(expression, titles)


def _name(name: str, titles: Titles) -> str:
    if name.startswith("activation."):
        return _AT_START.say(titles.lang, what=_name(name.removeprefix("activation."), titles))
    return _NAMES[name].say(titles.lang) if name in _NAMES else titles.word(name)


def _literal(value: bool | float | str | dt.date | Duration | None, titles: Titles) -> str:
    if value is None:
        return _NOTHING.say(titles.lang)
    if isinstance(value, bool):
        return (_YES if value else _NO).say(titles.lang)
    if isinstance(value, Duration):
        return duration_in_words(value, titles.lang)
    if isinstance(value, int | float):
        return number_in_words(value, titles.lang)
    text = str(value)
    return quoted(_VALUES[text].say(titles.lang) if text in _VALUES else titles.title(text), titles.lang)


def _call(call: Call, titles: Titles) -> str:
    words = [_argument(call.function, argument, titles) for argument in call.arguments]
    padded = [*words, "", ""]
    phrase = _FUNCTIONS[call.function]
    pattern = {"fi": phrase.fi, "sv": phrase.sv}.get(titles.lang, phrase.en)
    text = pattern.format(*padded, all=listed(words, titles.lang), what=padded[0])
    if call.window is None:
        return text
    return _WINDOW.say(titles.lang, what=text, time=duration_in_words(call.window, titles.lang))


def _argument(function: Function, argument: Expression, titles: Titles) -> str:
    if function in _OF_EVENTS and isinstance(argument, Literal) and isinstance(argument.value, str):
        try:
            return titles.matched(argument.value)
        except ValueError:
            return titles.title(argument.value)
    return _term(argument, titles)
