"""Cells of tables as people of each language write them."""

from __future__ import annotations

import datetime as dt
import math

from collabmodel.report import Cell, Measure
from collabmodel_pdf.words import language, words

_UNKNOWN = "\N{EN DASH}"


def told(cell: Cell, measure: Measure, lang: str) -> str:
    r"""
    Write one cell; what is not known is a dash.

    Args:
        cell: The cell.
        measure: What its column holds.
        lang: Language code; any other than the three gives English.

    >>> told(0.625, Measure.SHARE, "fi"), told(1234.5, Measure.NUMBER, "en"), told(True, Measure.TEXT, "sv")
    ('62,5\xa0%', '1,234.5', 'ja')
    """
    if cell is None or cell == "":
        return _UNKNOWN
    if isinstance(cell, bool):
        return words(lang)["yes" if cell else "no"]
    if isinstance(cell, dt.date):
        return _moment(cell, measure, language(lang))
    if isinstance(cell, int | float):
        return _number(cell, measure, language(lang))
    return cell


def numeric(measure: Measure) -> bool:
    """
    Tell whether a column is aligned to the right.

    Args:
        measure: What its cells are.

    >>> numeric(Measure.SHARE), numeric(Measure.DATE)
    (True, False)
    """
    return measure in {Measure.NUMBER, Measure.SHARE}


def _moment(when: dt.date, measure: Measure, lang: str) -> str:
    day = f"{when:%Y-%m-%d}" if lang == "en" else f"{when.day}.{when.month}.{when.year}"
    timed = isinstance(when, dt.datetime) and measure is not Measure.DATE
    return f"{day} {when:%H:%M}" if timed else day


def _number(number: float, measure: Measure, lang: str) -> str:
    if not math.isfinite(number):
        return _UNKNOWN
    if measure is Measure.SHARE:
        share = _written(round(number * 100, 1), 1)
        return _localised(f"{share}%" if lang == "en" else f"{share}\N{NO-BREAK SPACE}%", lang)
    return _localised(_written(number, 2), lang)


def _written(number: float, places: int) -> str:
    if isinstance(number, int):
        return f"{number:,}"
    if number and abs(number) < 10**-places:
        return f"{number:.1g}"
    text = f"{number:,.{places}f}".rstrip("0").rstrip(".")
    return text if text not in {"-0", ""} else "0"


def _localised(text: str, lang: str) -> str:
    if lang == "en":
        return text.replace("-", "\N{MINUS SIGN}")
    swapped = text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
    return swapped.replace("-", "\N{MINUS SIGN}")
