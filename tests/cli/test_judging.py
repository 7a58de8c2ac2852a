"""Reading the time of ``--as-of``."""

import pytest

from collabmodel.cli.judging import moment
from collabmodel.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "zone", "found"),
    [
        ("2025-03-01T12:00Z", None, "2025-03-01T12:00:00+00:00"),
        ("2025-03-01T12:00", "Europe/Helsinki", "2025-03-01T12:00:00+02:00"),
        ("2025-07-01", "Europe/Helsinki", "2025-07-01T23:59:59.999999+03:00"),
        ("9999-12-31", "America/New_York", None),
        ("12", None, None),
        ("", None, None),
    ],
)
def test_a_time_says_its_zone_or_is_refused(text, zone, found):
    """A day means its end; a time that cannot be is told, whatever it is."""
    if found is None:
        with pytest.raises(ConfigError):
            moment(text, zone)
    else:
        assert moment(text, zone).isoformat() == found


def test_no_time_is_the_latest():
    """Without the option the latest entry decides."""
    assert moment(None, None) is None
