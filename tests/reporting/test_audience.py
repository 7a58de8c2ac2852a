"""For whom cases are told: in the zone of the model's first calendar."""

from collabmodel.model import Model
from collabmodel.reporting import zone_of
from collabmodel.workdays import Calendar


def test_times_are_read_in_the_zone_of_the_first_calendar():
    """A model without calendars speaks UTC."""
    zones = [zone_of(Model(id="m", calendars=calendars)).key for calendars in (
        (), (Calendar(id="c", zone="Europe/Helsinki"),), (Calendar(id="c", zone="Nowhere/Else"),)
    )]  # fmt: skip

    assert zones == ["UTC", "Europe/Helsinki", "UTC"]
