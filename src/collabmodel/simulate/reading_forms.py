"""How distributions and shares stand in a file when they are short: ``90 minutes``, ``accepted``, ``0.15``."""

from __future__ import annotations

import re

from cattrs import Converter

from collabmodel.errors import FormatError, Problem
from collabmodel.formats.amounts import read_amount, read_float
from collabmodel.formats.dialects import Dialect
from collabmodel.formats.nodes import Listing, Node, refuse, shown
from collabmodel.formats.scalars import scalar
from collabmodel.simulate.scenario import DropOut, Grid, Known, Scenario, Search, Share, Spread

UNITS = ", ".join(unit.value for unit in Grid)
_VALUES = frozenset({bool, int, float, str})
_LENGTH = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)\s+(minute|hour|day|week|working\s+hour|working\s+day)s?")
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
_LENGTH_LIKE = re.compile(r"-?\d[\d.,]*\s+(?:working\s+)?[a-z]+", re.IGNORECASE)


def read_spread(node: Node) -> Spread:
    """
    Read what is always the same: a length such as ``90 minutes``, a number, a word, a truth value, or a list of these.

    Args:
        node: The node.

    Raises:
        FormatError: It is none of these.
    """
    if isinstance(node, Listing):
        return _list(node)
    text = scalar(node, "a distribution").text.strip()
    length = _LENGTH.fullmatch(text)
    if length:
        return Spread(value=_number(length[1]), unit=Grid(" ".join(length[2].split()) + "s"))
    if _CLOCK.fullmatch(text):
        raise refuse(node.place, "a time of day is no length of time:", shown(node), "write such as 45 minutes")
    if _LENGTH_LIKE.fullmatch(text):
        hint = f"lengths of time are counted in {UNITS}; a word that only looks so goes under 'value:'"
        raise refuse(node.place, "no length of time", shown(node), hint)
    value = read_amount(node, _VALUES)
    assert isinstance(value, bool | int | float | str)
    return Spread(value=value)


def _unclear(text: str) -> bool:
    """Tell whether a word would be read as something else if it stood alone."""
    return bool(_LENGTH_LIKE.fullmatch(text) or _CLOCK.fullmatch(text))


def _list(node: Listing) -> Spread:
    """Read a list as one constant value."""
    if not node.items:
        raise refuse(node.place, "an empty list says nothing", hint="leave the key out")
    problems: list[Problem] = []
    values: list[bool | int | float | str] = []
    for item in node.items:
        try:
            value = read_amount(item, _VALUES)
            assert isinstance(value, bool | int | float | str)
            values.append(value)
        except FormatError as error:
            problems.extend(error.problems)
    if problems:
        raise FormatError(problems)
    return Spread(values=tuple(values))


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def short_spread(spread: Spread, made: Converter) -> object:
    """
    Give the short form of a distribution, or None where it has none.

    Args:
        spread: The distribution.
        made: The converter to plain values.

    >>> from collabmodel.formats.plain import writing
    >>> made = writing(texts=True, dialect=SCENARIO)
    >>> short_spread(Spread(value=1.5, unit=Grid.HOURS), made), short_spread(Spread(value="met"), made)
    ('1.5 hours', 'met')
    """
    if spread.values and spread == Spread(values=spread.values):
        return made.unstructure(spread.values, tuple[bool | int | float | str, ...])
    value, unit = spread.value, spread.unit
    if value is None or spread != Spread(value=value, unit=unit):
        return None
    if unit is None:
        looks = isinstance(value, str) and (_unclear(value.strip()) or not value)
        return None if looks else value
    text = f"{value} {unit.value[:-1] if value == 1 else unit.value}"
    return text if not isinstance(value, bool | str) and _LENGTH.fullmatch(text) else None


def read_share(node: Node) -> Share:
    """
    Read a share that is always the same.

    Args:
        node: The node.

    Raises:
        FormatError: It is no number.
    """
    try:
        return Share(value=read_float(node))
    except FormatError:
        text = getattr(node, "text", "").strip()
        if re.fullmatch(r"\d+(\.\d+)?\s*%", text):
            hint = f"write {float(text.removesuffix('%').strip()) / 100:g}"
            raise refuse(node.place, "a share between 0 and 1 is wanted here, not", shown(node), hint) from None
        raise


def short_share(share: Share, _: Converter) -> float | None:
    """
    Give the short form of a share, or None where it has none.

    Args:
        share: The share.
    """
    return None if share.rows else share.value


SCENARIO = Dialect(
    root=Scenario,
    noun="scenario",
    infix=".scenario",
    title="Scenario that a model is tried in",
    readers={Spread: read_spread, Share: read_share},
    writers={Spread: short_spread, Share: short_share},
    schemas={Spread: [{"type": ["string", "number", "boolean", "array"]}], Share: [{"type": "number"}]},
    whole=frozenset({Search, DropOut}),
    alone={Known: "spread"},
)
"""Files of scenarios."""
