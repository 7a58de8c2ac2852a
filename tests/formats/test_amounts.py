import pytest

from collabmodel.errors import FormatError, Place
from collabmodel.formats.amounts import read_amount, read_bool, read_duration, read_float, read_int
from collabmodel.formats.nodes import Form, Scalar
from collabmodel.model import Reference
from collabmodel.workdays import Duration, Unit

ANY = frozenset({bool, int, float, str, Duration})
LENGTH = frozenset({Duration, Reference})
NUMBER = frozenset({int, float, Reference})


def plain(text):
    """A plain YAML scalar."""
    return Scalar(text, Form.PLAIN, Place("m.yaml", 1, 1), text)


def quoted(text):
    """A text in quotes."""
    return Scalar(text, Form.QUOTED, Place("m.yaml", 1, 1), f'"{text}"')


@pytest.mark.parametrize(
    ("node", "kinds", "value"),
    [
        (plain("7"), ANY, 7),
        (plain("-7"), ANY, -7),
        (plain("1.5"), ANY, 1.5),
        (plain("1e3"), ANY, 1000.0),
        (plain("true"), ANY, True),
        (plain("on"), ANY, "on"),
        (plain("no"), ANY, "no"),
        (plain("7 working days"), ANY, Duration(7, Unit.WORKING_DAYS)),
        (quoted("7 working days"), ANY, Duration(7, Unit.WORKING_DAYS)),
        (quoted("7"), ANY, "7"),
        (quoted("true"), ANY, "true"),
        (quoted("12:30"), ANY, "12:30"),
        (quoted("0123"), ANY, "0123"),
        (quoted(""), ANY, ""),
        (plain("gap"), LENGTH, Reference("gap")),
        (plain("on"), LENGTH, Reference("on")),
        (plain("same day"), LENGTH, Duration(0, Unit.SAME_DAY)),
        (plain("0.50"), NUMBER, 0.5),
        (plain("3"), NUMBER, 3),
        (plain("cap"), NUMBER, Reference("cap")),
    ],
)
def test_a_value_is_what_it_can_only_be(node, kinds, value):
    """Values without quotes may be numbers; what is in quotes is text or words."""
    found = read_amount(node, kinds)

    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("node", "kinds", "hint"),
    [
        (plain("0123"), ANY, 'write 123, or "0123" for a text'),
        (plain("12:30"), ANY, 'write "12:30" for a text'),
        (plain("1.10"), ANY, 'write 1.1 for a number, "1.10" for a text'),
        (plain("1_000"), ANY, 'write 1000, or "1_000" for a text'),
        (plain("0x1F"), NUMBER, "write digits, such as 12"),
        (plain("+5"), NUMBER, "write 5"),
        (plain("1000000000000000000"), NUMBER, "it is too large"),
        (plain("1" + "0" * 5000), ANY, "it is too large"),
        (plain("1,5"), NUMBER, "write 1.5"),
        (plain(".inf"), NUMBER, "write digits, such as 12"),
        (quoted("7"), NUMBER, "write 7 without quotes"),
        (plain("7"), LENGTH, "add a unit, such as 7 days"),
        (plain("P1D"), LENGTH, "say '24 hours', '1 day' or '1 working day'"),
        (plain("P1D"), ANY, "say '24 hours', '1 day' or '1 working day'"),
        (plain("true"), LENGTH, "write digits, such as 12"),
    ],
)
def test_what_could_be_several_things_is_refused_with_what_to_write(node, kinds, hint):
    """Values that programs read in different ways are errors that say how to write either."""
    with pytest.raises(FormatError) as caught:
        read_amount(node, kinds)

    assert caught.value.problems[0].hint == hint


@pytest.mark.parametrize("word", ["yes", "Yes", "on", "y", "TRUE", "True"])
def test_truth_is_written_in_one_way(word):
    """Other words for true are refused with the right one."""
    with pytest.raises(FormatError) as caught:
        read_bool(plain(word))

    assert caught.value.problems[0].hint == "write true"


def test_types_are_never_bent():
    """A truth value is no number, a number no truth value, and a text neither."""
    for reader, node in [
        (read_bool, plain("1")),
        (read_bool, quoted("true")),
        (read_int, plain("true")),
        (read_int, plain("1.0")),
        (read_int, quoted("1")),
        (read_float, plain("nan")),
        (read_duration, plain("gap")),
    ]:
        with pytest.raises(FormatError):
            reader(node)


def test_whole_numbers_are_numbers():
    """Where a number is wanted a whole one is read as one."""
    assert repr(read_float(plain("1"))) == "1.0"
