"""Words for people in English, Finnish and Swedish: the phrase type, and how lists and durations are said."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from collabmodel.workdays import Duration, Unit

LANGUAGES = ("en", "fi", "sv")
"""Languages that the library itself speaks; texts of models may be in any."""


@attrs.frozen
class Phrase:
    """
    The same words in the three languages. Positional, because tables of phrases read best so.

    Finnish wording never inflects a title that comes from a model: titles stand where Finnish has the bare form.

    Args:
        en: English.
        fi: Finnish.
        sv: Swedish.

    >>> Phrase("Hello {name}", "Hei {name}", "Hej {name}").say("fi", name="Aino")
    'Hei Aino'
    """

    en: str
    fi: str
    sv: str

    def say(self, lang: str, **values: object) -> str:
        """
        Give the words in a language, with values put in.

        Args:
            lang: Language code; any other than the three gives English.
            **values: What stands in the braces.
        """
        words = {"fi": self.fi, "sv": self.sv}.get(lang, self.en)
        return words.format(**values) if values else words


@attrs.frozen
class Counted:
    """
    A phrase with one wording for one and another for several.

    Args:
        one: For exactly one.
        many: For any other number.
    """

    one: Phrase
    many: Phrase

    def say(self, lang: str, number: float, **values: object) -> str:
        """
        Give the wording that fits a number; ``{n}`` stands for it.

        Args:
            lang: Language code.
            number: How many.
            **values: What stands in the other braces.
        """
        return (self.one if number == 1 else self.many).say(lang, n=number_in_words(number, lang), **values)


AND = Phrase("and", "ja", "och")
OR = Phrase("or", "tai", "eller")
_FULL_STOPS = (".", "!", "?", "…", ":", "。")
_WITHIN = Phrase("within {time}", "{time} kuluessa", "inom {time}")
_SAME_DAY = Phrase("on the same day", "samana päivänä", "samma dag")

# Each unit: English one and many; Finnish one, many (partitive) and genitive; Swedish one and many.
_UNITS: dict[Unit, tuple[str, str, str, str, str, str, str]] = {
    Unit.MINUTES: ("minute", "minutes", "minuutti", "minuuttia", "minuutin", "minut", "minuter"),
    Unit.HOURS: ("hour", "hours", "tunti", "tuntia", "tunnin", "timme", "timmar"),
    Unit.DAYS: ("day", "days", "päivä", "päivää", "päivän", "dag", "dagar"),
    Unit.WORKING_DAYS: (
        "working day",
        "working days",
        "työpäivä",
        "työpäivää",
        "työpäivän",
        "arbetsdag",
        "arbetsdagar",
    ),
    Unit.WEEKS: ("week", "weeks", "viikko", "viikkoa", "viikon", "vecka", "veckor"),
    Unit.MONTHS: ("month", "months", "kuukausi", "kuukautta", "kuukauden", "månad", "månader"),
    Unit.YEARS: ("year", "years", "vuosi", "vuotta", "vuoden", "år", "år"),
}


def number_in_words(number: float, lang: str) -> str:
    """
    Write a number the way the language does: a decimal comma in Finnish and Swedish, at most two decimals.

    Args:
        number: The number.
        lang: Language code.

    >>> number_in_words(2.5, "fi"), number_in_words(3.0, "en")
    ('2,5', '3')
    """
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if lang in {"fi", "sv"} else text


def duration_in_words(duration: Duration, lang: str) -> str:
    """
    Say how long something takes.

    Args:
        duration: The duration.
        lang: Language code.

    >>> from collabmodel.workdays import parse_duration
    >>> duration_in_words(parse_duration("7 working days"), "fi")
    '7 työpäivää'
    """
    if duration.unit is Unit.SAME_DAY:
        return _SAME_DAY.say(lang)
    forms = _UNITS[duration.unit]
    first = {"fi": 2, "sv": 5}.get(lang, 0)
    return f"{duration.amount} {forms[first if duration.amount == 1 else first + 1]}"


def within_in_words(duration: Duration, lang: str) -> str:
    """
    Say by when, counted from something.

    Args:
        duration: The time there is.
        lang: Language code.

    >>> from collabmodel.workdays import parse_duration
    >>> within_in_words(parse_duration("7 working days"), "fi")
    '7 työpäivän kuluessa'
    """
    if duration.unit is Unit.SAME_DAY:
        return _SAME_DAY.say(lang)
    if lang == "fi":
        return _WITHIN.say(lang, time=f"{duration.amount} {_UNITS[duration.unit][4]}")
    return _WITHIN.say(lang, time=duration_in_words(duration, lang))


def listed(parts: Sequence[str], lang: str, last: Phrase = AND) -> str:
    """
    Join words into one list, as the language does.

    Args:
        parts: The words.
        lang: Language code.
        last: What stands before the last one.

    >>> listed(("a", "b", "c"), "sv")
    'a, b och c'
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last.say(lang)} {parts[-1]}"


def quoted(text: str, lang: str) -> str:
    """
    Put words in the language's quotation marks.

    Args:
        text: The words.
        lang: Language code.

    >>> quoted("Aloitus", "fi")
    '”Aloitus”'
    """
    return f"”{text}”" if lang in {"fi", "sv"} else f"“{text}”"


def sentence(text: str) -> str:
    """
    Make a sentence of words: capital first, one full stop at the end.

    Args:
        text: The words; empty stays empty.

    >>> sentence("the case has been closed")
    'The case has been closed.'
    """
    # A no-break space between a number and its unit stays.
    words = re.sub("[ \t\r\n]+", " ", text).strip()
    if not words:
        return ""
    return words[0].upper() + words[1:] + ("" if words.endswith(_FULL_STOPS) else ".")
