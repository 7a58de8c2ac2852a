"""What a PDF says of itself, in the languages of documents."""

from __future__ import annotations

import re

_WORDS = {
    "page": ("Sivu", "Sida", "Page"),
    "contents": ("Sisällys", "Innehåll", "Contents"),
    "origin": ("Mistä tiedot ovat peräisin", "Varifrån uppgifterna kommer", "Where this comes from"),
    "what": ("Mikä", "Vad", "What"),
    "which": ("Tieto", "Uppgift", "Which"),
    "made": ("Laadittu", "Sammanställd", "Made"),
    "yes": ("kyllä", "ja", "yes"),
    "no": ("ei", "nej", "no"),
    "none": ("Ei rivejä.", "Inga rader.", "No rows."),
    "pilot": ("Yhteistyömallin koeajo", "Provkörning av en samarbetsmodell", "Trial run of a cooperation model"),
    "cohort": ("Tapausten arvio", "Bedömning av ärenden", "Review of cases"),
    "case": ("Tapausraportti", "Ärenderapport", "Case report"),
    "deadlines": ("Määräajat", "Tidsfrister", "Deadlines"),
}
_MARK = re.compile(r"[A-Za-z]{2,3}")
_ORDER = ("fi", "sv", "en")


def language(lang: str) -> str:
    """
    Give the language that a document is written in: its own, or English where it has no words of ours.

    Args:
        lang: Language code of the document.

    >>> language("sv"), language("xx")
    ('sv', 'en')
    """
    return lang if lang in _ORDER else "en"


def marked(lang: str) -> str:
    """
    Give the mark of a language as a file bears it: the document's own where it can be one.

    Args:
        lang: Language code of the document.

    >>> marked("sv"), marked("de"), marked("<b>")
    ('sv', 'de', 'en')
    """
    return lang.lower() if _MARK.fullmatch(lang) else "en"


def words(lang: str) -> dict[str, str]:
    """
    Give every word in a language.

    Args:
        lang: Language code; any other than the three gives English.

    >>> words("fi")["page"]
    'Sivu'
    """
    place = _ORDER.index(language(lang))
    return {name: told[place] for name, told in _WORDS.items()}
