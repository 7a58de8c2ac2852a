"""Mappings are read from files and from command lines, with every mistake told."""

import pytest

from collabmodel.errors import ConfigError, FormatError
from collabmodel.history import Mapping, Target, parse_mapping_options, read_mapping

WHOLE = """\
columns: {case: Case ID, time: Timestamp, element: Activity}
elements:
  Visit: visit
  Meet: {element: meeting, transition: active, kind: meeting}
  Test: null
transitions: {Fertig: completed}
timezone: Europe/Helsinki
time_format: "%d.%m.%Y"
open: {until: [Close, Withdraw]}
drop: ssn
facts: {Age: age}
data: {Colour: colour}
object_type: order
"""


def test_a_whole_mapping_is_read(written):
    """Every key of a mapping file reaches the mapping."""
    assert read_mapping(written("m.yaml", WHOLE)) == Mapping(
        columns=(("case", "Case ID"), ("occurred", "Timestamp"), ("element", "Activity")),
        elements=(
            ("Visit", Target("visit")), ("Meet", Target("meeting", "active", "meeting")),
            ("Test", Target(dropped=True)),
        ),
        transitions=(("Fertig", "completed"),), timezone="Europe/Helsinki", time_format="%d.%m.%Y", open="until",
        until=("Close", "Withdraw"), drop=("ssn",), facts=(("Age", "age"),), data=(("Colour", "colour"),),
        object_type="order",
    )  # fmt: skip


def test_mistakes_are_told_with_their_place(written):
    """Unknown keys, words and zones are told together, each with its place."""
    text = "colums: {}\ncolumns: {tim: x}\ntimezone: Europe/Helsinky\nopen: maybe\n"
    text += "elements: {A: {elment: b}}\ndrop: [[]]\nfacts: 3\n"

    with pytest.raises(FormatError) as caught:
        read_mapping(written("m.yaml", text))

    assert [(problem.place.line, problem.place.column) for problem in caught.value.problems] == [
        (1, 1), (2, 11), (3, 11), (4, 7), (5, 16), (6, 8), (7, 8),
    ]  # fmt: skip
    assert "did you mean 'columns'?" in str(caught.value)
    assert "did you mean 'Europe/Helsinki'?" in str(caught.value)


def test_options_of_a_command_line_make_a_mapping():
    """Options choose columns and the rest, and go before those of a mapping."""
    options = ("case=Case ID", "group=Unit", "timezone=UTC", "until=Close", "drop=a", "drop=b", "time_format=%d=%m")
    mapping = parse_mapping_options(options, Mapping(columns=(("case", "x"), ("element", "y"))))

    assert mapping == Mapping(
        columns=(("case", "Case ID"), ("element", "y"), ("organisation", "Unit")), timezone="UTC", open="until",
        until=("Close",), drop=("a", "b"), time_format="%d=%m",
    )  # fmt: skip
    assert parse_mapping_options(("open=all",)).open == "all"


def test_options_that_mean_nothing_are_refused_together():
    """Every option that is wrong is told."""
    with pytest.raises(ConfigError) as caught:
        parse_mapping_options(("case", "colour=x", "open=maybe", "time="))

    assert len(caught.value.problems) == 4
