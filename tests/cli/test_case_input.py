"""Reading what people type about a case: who, when, and what comes with it."""

import datetime as dt
import io
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.cli.case_input import read_actor, read_data, read_time
from collabmodel.errors import ConfigError, FormatError
from collabmodel.history import Actor
from collabmodel.model import Fact, FactType

HELSINKI = ZoneInfo("Europe/Helsinki")
FACTS = {type.value: Fact(id=type.value, type=type) for type in FactType}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("nurse:p1", Actor(role="nurse", person="p1")),
        ("nurse:p1@clinic", Actor(role="nurse", person="p1", organisation="clinic")),
        (" nurse : p1 @ clinic ", Actor(role="nurse", person="p1", organisation="clinic")),
        ("nurse:urn:p:1@clinic", Actor(role="nurse", person="urn:p:1", organisation="clinic")),
        ("pupil:a@b@home", Actor(role="pupil", person="a@b", organisation="home")),
    ],
)
def test_who_asks_is_role_person_and_organisation(text, actor):
    """Lay people have no organisation; ids may hold the signs that part them."""
    assert read_actor(text, "--by") == actor


@pytest.mark.parametrize("text", [None, "", "nurse", "nurse:", ":p1", "nurse:@clinic", "nurse:p1@"])
def test_who_says_nobody_is_told_how_to_write_it(text):
    """The message names the option and the form, and nothing of what was typed."""
    with pytest.raises(ConfigError, match=r"--by: .* - write ROLE:PERSON") as caught:
        read_actor(text, "--by")

    assert "p1" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "behalf", "place"),
    [
        ("nurse:Ada Lovelace@clinic", "", "--by"),
        ("nurse:ada lovelace", "", "--by"),
        ("nurse:p1@clinic", "Ada Lovelace", "--on-behalf-of"),
    ],
)
def test_nobody_is_known_by_a_name(text, behalf, place):
    """An id with a space may be a name: it is refused with the remedy, and not quoted."""
    with pytest.raises(ConfigError) as caught:
        read_actor(text, "--by", behalf)

    told = f"{place}: id of a person with a space in it - use an opaque id, such as p-17; names are never stored"
    assert str(caught.value) == told


def test_nobody_else_is_known_by_a_name_either():
    """Who joins is told by an opaque id as well."""
    with pytest.raises(ConfigError, match="--data person: id of a person with a space in it") as caught:
        read_data(("person=Ada Lovelace",), {}, HELSINKI)

    assert "Ada" not in str(caught.value)
    assert read_data(("person=p-17",), {}, HELSINKI) == (("person", "p-17"),)


def test_a_time_without_zone_is_the_model_s():
    """People write what their clocks show."""
    assert read_time("2026-03-02T09:00", HELSINKI, "--at").isoformat() == "2026-03-02T09:00:00+02:00"
    assert read_time("2026-03-02 09:00Z", HELSINKI, "--at").isoformat() == "2026-03-02T09:00:00+00:00"
    assert read_time(None, HELSINKI, "--at") is None


@pytest.mark.parametrize("text", ["", "now", "2026-03-02", "2026-13-02T09:00", "2026-03-29T03:30"])
def test_what_is_no_time_is_refused(text):
    """A day alone does not say when; a time that the clocks skip never was."""
    with pytest.raises(ConfigError, match=r"--at"):
        read_time(text, HELSINKI, "--at")


@pytest.mark.parametrize("text", ["Ada ill", "Ada Lovelace fell ill again"])
def test_what_is_no_time_is_not_quoted(text):
    """Somebody may have put a note where the time belongs; the shape that is wanted is told instead."""
    with pytest.raises(ConfigError) as caught:
        read_time(text, HELSINKI, "--at")

    assert str(caught.value) == "--at: not a time - write 2026-03-02T09:00, or with a zone 2026-03-02T09:00+02:00"


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("boolean=true", True),
        ("boolean=No", False),
        ("integer=15", 15),
        ("number=2.5", 2.5),
        ("number=2", 2),
        ("text=15", "15"),
        ("text=", ""),
        ("text=a=b", "a=b"),
        ("choice=true", "true"),
        ("date=2026-03-02", dt.date(2026, 3, 2)),
        ("time=2026-03-02T09:00", dt.datetime(2026, 3, 2, 9, tzinfo=HELSINKI)),
        ("list=a,b", ("a", "b")),
        ('list=["a", 2]', ("a", 2)),
        ("at=2026-03-02T09:00", dt.datetime(2026, 3, 2, 9, tzinfo=HELSINKI)),
        ("reason=2026-03-02", "2026-03-02"),
        ("person=007", "007"),
        ("every_view=true", True),
        ("until=2026-12-31", dt.date(2026, 12, 31)),
        ("times=2026-03-02T09:00,2026-03-03T09:00",
         (dt.datetime(2026, 3, 2, 9, tzinfo=HELSINKI), dt.datetime(2026, 3, 3, 9, tzinfo=HELSINKI))),
        ('attendance=[{"role": "child", "outcome": "came"}]', ((("role", "child"), ("outcome", "came")),)),
    ],
)  # fmt: skip
def test_values_are_typed_as_the_model_says(entry, value):
    """What the model declares decides; then the name; then what the text looks like."""
    assert read_data((entry,), FACTS, HELSINKI) == ((entry.partition("=")[0], value),)


@pytest.mark.parametrize(
    "entry", ["boolean=SECRET", "integer=1SECRET", "number=true", "date=SECRET", "time=SECRET", "list=[SECRET"]
)
def test_a_value_of_another_type_is_told_without_the_value(entry):
    """Values may be about people, so a message names the entry and what would be right."""
    with pytest.raises(ConfigError, match=r"--data: '[a-z]+' is not of type .* - write") as caught:
        read_data((entry,), FACTS, HELSINKI)

    assert "SECRET" not in str(caught.value)


def test_all_that_is_wrong_is_told_at_once():
    """One round mends all."""
    with pytest.raises(ConfigError) as caught:
        read_data(("nothing", "=x", "integer=x"), FACTS, HELSINKI)

    assert len(caught.value.problems) == 3


def test_of_one_name_twice_the_last_counts():
    """A script may add to what another has written."""
    assert read_data(("integer=1", "integer=2"), FACTS, HELSINKI) == (("integer", 2),)


def test_a_file_and_standard_input_hold_an_object(tmp_path, monkeypatch):
    """What is personal need not stand on a command line, where other processes see it."""
    path = tmp_path / "data.json"
    path.write_text('{"date": "2026-03-02", "at": "2026-03-02T09:00", "reason": "2026", "list": ["a"]}')
    monkeypatch.setattr("sys.stdin", io.StringIO('{"integer": 15}'))

    found = read_data((f"@{path}", "-"), FACTS, HELSINKI)

    assert dict(found) == {
        "date": dt.date(2026, 3, 2),
        "at": dt.datetime(2026, 3, 2, 9, tzinfo=HELSINKI),
        "reason": "2026",
        "list": ("a",),
        "integer": 15,
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "1:2"), ("[1]", "no JSON object"), ('{"a": NaN}', "no JSON"), ('{"date": "SECRET"}', "not of type date"),
     ('{"a": 1, "a": 2}', "twice"), ("[" * 100_000, "no JSON")],
)  # fmt: skip
def test_a_file_that_is_no_object_is_told_with_its_place(tmp_path, text, said):
    """The message names file, line and column, and nothing of what stands there."""
    path = tmp_path / "data.json"
    path.write_text(text)

    with pytest.raises(FormatError, match=r"data\.json|--data") as caught:
        read_data((f"@{path}",), FACTS, HELSINKI)

    assert said in str(caught.value)
    assert "SECRET" not in str(caught.value)


def test_a_file_that_is_no_text_is_told(tmp_path):
    """Bytes of another kind are no defect of ours."""
    path = tmp_path / "data.json"
    path.write_bytes(b"\xff\xfe")

    with pytest.raises(FormatError, match="not UTF-8"):
        read_data((f"@{path}",), FACTS, HELSINKI)


@given(st.text(max_size=60))
def test_nothing_typed_brings_the_reader_down(text):
    """Whatever is typed is read or refused."""
    for name in (*FACTS, "at", "times", "until", "anything"):
        try:
            ((found, _),) = read_data((f"{name}={text}",), FACTS, HELSINKI)
        except (ConfigError, FormatError):
            continue
        assert found == name
