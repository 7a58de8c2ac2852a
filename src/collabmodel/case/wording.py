"""What refusals and needs say to people, in Finnish, Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

from collabmodel.case.answers import Lack, Need, Reason, Refusal
from collabmodel.case.sentences import (
    ATTENDED,
    CLOSE,
    DETAILS,
    LACKS,
    LANGUAGES,
    REASONS,
    TOO_FEW,
    UNDECLARED,
    WITHOUT_THEM,
    WORDS,
    Row,
)
from collabmodel.model import Text

NO_TITLE = Text()
"""Where an element has none."""
_LONGEST = 40
"""Most characters of a name that is shown as it was typed."""


def refusal(
    reason: Reason,
    *,
    element: str = "",
    needs: tuple[Need, ...] = (),
    rule: str = "",
    sentry: str = "",
    events: tuple[str, ...] = (),
    cites: tuple[str, ...] = (),
    **words: str | Text,
) -> Refusal:
    """
    Give a refusal with its words.

    Args:
        reason: Why.
        element: Id of the element asked about, or empty.
        needs: What is missing.
        rule: Id of the rule that stands in the way, or empty.
        sentry: Path of the sentry that did not fire, or empty.
        events: Ids of events that stand in the way.
        cites: Sources of what stands in the way.
        words: What the sentence names.

    >>> refusal(Reason.DONE).text.in_language("sv")
    'Detta är redan gjort.'
    """
    return Refusal(
        reason=reason,
        element=element,
        text=said(REASONS[reason], words),
        rule=rule,
        sentry=sentry,
        needs=needs,
        events=tuple(dict.fromkeys(one for one in events if one)),
        cites=cites,
    )


def need(lack: Lack, name: str, detail: str = "", *, title: Text = NO_TITLE, events: tuple[str, ...] = ()) -> Need:
    """
    Give a need with its words.

    Args:
        lack: Kind of thing that is missing.
        name: Id of the element, role, scope, fact or data, or a pattern in its short form.
        detail: The condition or number that is not met, or one of ``DETAILS``.
        title: What the name is called; empty for the name itself.
        events: Ids of events that matter.

    >>> need(Lack.DATA, "score", "missing").text.in_language("en")
    'Data score: is missing'
    >>> need(Lack.ATTENDANCE, "organisations", "organisations 0 < 2").text.in_language("en")
    'Present: organisations (0, at least 2 needed).'
    """
    row, told = LACKS[lack], _text(DETAILS.get(detail, (detail,) * len(LANGUAGES)))
    if lack is Lack.ATTENDANCE and detail:
        row, told = ATTENDED, _presence(name, detail)
    elif lack is Lack.WAIVER and detail == "quorum_waived":
        row = WITHOUT_THEM
    text = said(row, {"name": _called(name, title), "detail": told})
    return Need(lack=lack, name=name, detail=detail, text=text, events=tuple(one for one in events if one))


def _presence(name: str, detail: str) -> Text:
    """Say in which ways somebody may be there, or how many are and how many must be: ``organisations 0 < 2``."""
    if " < " in detail:
        counted, found, _, least = detail.split(" ")
        words = {"counted": "" if counted == name else _called(counted), "found": found, "least": least}
        return said(TOO_FEW, words)
    ways = [WORDS.get(one, (one,) * len(LANGUAGES)) for one in detail.split(", ")]
    return _text(tuple(", ".join(in_one) for in_one in zip(*ways, strict=True)))


def _called(name: str, title: Text = NO_TITLE) -> str | Text:
    """Give what something is called: its title, or where it has none the word for it, if there is one."""
    plain = title in (NO_TITLE, Text.of(name))
    return _text(WORDS[name]) if plain and name in WORDS else title or name


def _text(row: tuple[str, ...]) -> Text:
    return Text(tuple(zip(LANGUAGES, row, strict=True)))


def undeclared(name: str, close: str = "") -> Need:
    """
    Tell that a datum does not belong, and which one may have been meant.

    Args:
        name: Its name; shown only where it looks like one.
        close: The declared name that comes closest, or empty.

    >>> undeclared("resaon", "reason").text.in_language("en")
    'Data resaon: does not belong here; did you mean reason?'
    """
    shown = name if name.isascii() and name.isidentifier() and len(name) <= _LONGEST else "?"
    row = CLOSE if close else UNDECLARED
    return Need(
        lack=Lack.DATA, name=shown, detail=close or "not declared", text=said(row, {"name": shown, "close": close})
    )


def said(row: Row, words: Mapping[str, str | Text]) -> Text:
    """
    Fill in a sentence in each language.

    Args:
        row: The sentence.
        words: What it names, in one language or in several.

    >>> said(("{name}?", "{name}!", "{name}."), {"name": Text.of({"fi": "nuori", "en": "youth"})}).in_language("en")
    'youth.'
    """
    filled = (
        (code, sentence.format_map(_Words({name: _in(word, code) for name, word in words.items()})).strip())
        for code, sentence in zip(LANGUAGES, row, strict=True)
    )
    return Text(tuple(filled))


class _Words(dict[str, str]):
    """Words by name; nothing for those that nobody gave."""

    def __missing__(self, key: str) -> str:
        return ""


def _in(word: str | Text, code: str) -> str:
    return word if isinstance(word, str) else word.in_language(code)
