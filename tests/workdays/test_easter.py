"""Easter by our own rule, against years that almanacs print and against the definition by full moons."""

from __future__ import annotations

import datetime as dt

import pytest

from collabmodel.workdays import easter_sunday

PRINTED = {
    1818: (3, 22), 1886: (4, 25), 1943: (4, 25), 1954: (4, 18), 1981: (4, 19), 2000: (4, 23), 2008: (3, 23),
    2011: (4, 24), 2024: (3, 31), 2025: (4, 20), 2026: (4, 5), 2038: (4, 25), 2049: (4, 18), 2076: (4, 19),
    2285: (3, 22),
}  # fmt: skip


@pytest.mark.parametrize("year", sorted(PRINTED))
def test_printed_years(year):
    """Easter Sunday is the date that almanacs print, also at the ends of its range and in the excepted years."""
    expected = dt.date(year, *PRINTED[year])

    assert easter_sunday(year) == expected


def test_definition():
    """Easter is the Sunday after the ecclesiastical full moon on or after 21 March, worked out from the epact."""
    for year in range(1583, 2600):
        golden, century = year % 19 + 1, year // 100 + 1
        epact = (11 * golden + 20 + (8 * century + 5) // 25 - 5 - (3 * century // 4 - 12)) % 30
        epact += (epact == 25 and golden > 11) or epact == 24
        moon = 44 - epact if 44 - epact >= 21 else 74 - epact
        full = dt.date(year, 3, 1) + dt.timedelta(days=moon - 1)
        sunday = full + dt.timedelta(days=7 - (full.weekday() + 1) % 7)

        assert easter_sunday(year) == sunday
