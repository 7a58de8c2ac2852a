"""The few words that a workbook says itself, in the three languages."""

from __future__ import annotations

_WORDS: dict[str, tuple[str, str, str]] = {
    "cover": ("Cover", "Kansi", "Omslag"),
    "text": ("Text", "Teksti", "Text"),
    "contents": ("Contents", "Sisällys", "Innehåll"),
    "origin": ("Where the numbers come from", "Mistä luvut ovat peräisin", "Varifrån talen kommer"),
    "made": ("Made", "Laadittu", "Upprättad"),
    "organisation": ("Organisation", "Organisaatio", "Organisation"),
    "back": ("To the contents", "Sisällykseen", "Till innehållet"),
    "page": ("Page {page} of {pages}", "Sivu {page}/{pages}", "Sida {page} av {pages}"),
    "cut": (
        " [cut: a cell holds no more]", " [katkaistu: soluun ei mahdu enempää]", " [avkortat: en cell rymmer inte mer]",
    ),
    "first_rows": ("the first {n} rows", "ensimmäiset {n} riviä", "de första {n} raderna"),
    "pilot": ("Trial of a cooperation model", "Yhteistyömallin kokeilu", "Prov av en samarbetsmodell"),
    "cohort": ("Report on many cases", "Raportti tapauksista", "Rapport om ärenden"),
    "case": ("Report on a case", "Raportti tapauksesta", "Rapport om ett ärende"),
    "deadlines": ("What is due", "Määräajat", "Tidsfrister"),
}  # fmt: skip
_PLACES = {"en": 0, "fi": 1, "sv": 2}
DAYS = {"fi": "d.m.yyyy", "sv": "yyyy-mm-dd"}
"""How dates are shown, by language; ISO 8601 where it is not named."""


def word(name: str, lang: str, **values: object) -> str:
    """
    Say a word.

    Args:
        name: Its name.
        lang: Language code; any other than the three gives English.
        **values: What stands in the braces.

    >>> word("contents", "fi"), word("page", "en", page=1, pages=2)
    ('Sisällys', 'Page 1 of 2')
    """
    said = _WORDS[name][_PLACES.get(lang, 0)]
    return said.format(**values) if values else said
