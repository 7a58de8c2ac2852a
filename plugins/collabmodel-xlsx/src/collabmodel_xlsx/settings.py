"""The settings of workbooks."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import attrs
from attrs import validators

_PAPERS = ("a3", "a4", "letter", "legal")


def _known_zone(_: object, attribute: attrs.Attribute[str], zone: str) -> None:
    try:
        known = not zone or bool(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        known = False
    if not known:
        msg = f"{attribute.name}: {zone[:40]!r} is no time zone; write one as Europe/Helsinki"
        raise ValueError(msg)


def _between(least: int, most: int) -> Callable[[object, attrs.Attribute[int], int], None]:
    def check(_: object, attribute: attrs.Attribute[int], number: int) -> None:
        if not least <= number <= most:
            msg = f"{attribute.name}: {number} is not from {least} to {most}"
            raise ValueError(msg)

    return check


@attrs.frozen(kw_only=True)
class XlsxSettings:
    """
    How workbooks are written.

    Args:
        organisation: Whose report it is, for the cover, the foot of each page and the file's properties, at most 200
            characters; empty for none.
        zone: Time zone in which times are written, such as ``"Europe/Helsinki"``; empty for the one that a table's
            heading names, else UTC.
        percent_decimals: Decimals of shares, 0-6.
        decimals: Most decimals of other numbers as they are shown, 0-6; the cell keeps all.
        charts: Whether tables with shares get a chart.
        chart_rows: Most rows of a table that its chart draws, 1-200.
        apostrophe: Whether an apostrophe is put before a text that a spreadsheet program would take for a formula once
            the sheet was saved as CSV and opened again. In the workbook itself text is text either way.
        paper: Size of the paper: ``"a4"``, ``"a3"``, ``"letter"`` or ``"legal"``.

    >>> XlsxSettings(zone="Europe/Helsinki").percent_decimals
    1
    """

    organisation: str = attrs.field(default="", validator=validators.max_len(200))
    zone: str = attrs.field(default="", validator=_known_zone)
    percent_decimals: int = attrs.field(default=1, validator=_between(0, 6))
    decimals: int = attrs.field(default=2, validator=_between(0, 6))
    charts: bool = True
    chart_rows: int = attrs.field(default=40, validator=_between(1, 200))
    apostrophe: bool = True
    paper: str = attrs.field(default="a4", validator=validators.in_(_PAPERS))
