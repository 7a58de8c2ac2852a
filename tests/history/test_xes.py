"""XES is read right however awkward it is, and refused where it is broken."""

import gzip
from pathlib import Path

import pytest

from collabmodel.errors import FormatError
from collabmodel.history import Caps, Mapping, Target, read_history
from collabmodel.model import Fact, FactType, Model

GOLDEN = Path(__file__).parents[1] / "golden" / "xes"
GOOD = sorted(path.name for path in GOLDEN.iterdir() if ".xes" in path.name)
BROKEN = sorted(path.name for path in (GOLDEN / "broken").iterdir() if ".xes" in path.name)

EVENT = (
    '<event><string key="concept:name" value="{}"/><date key="time:timestamp" value="2026-03-02T08:15:00Z"/>{}</event>'
)


def log(*events, head=""):
    """Write a log of one case."""
    return f'<log>{head}<trace><string key="concept:name" value="c1"/>{"".join(events)}</trace></log>'


@pytest.mark.parametrize("name", GOOD)
def test_awkward_but_valid_logs_are_read_right(name, everything):
    """Every file of the corpus holds exactly the events that stand beside it."""
    wanted = read_history(GOLDEN / f"{name.split('.')[0]}.jsonl")

    assert everything(read_history(GOLDEN / name)) == everything(wanted)


@pytest.mark.parametrize("name", BROKEN)
def test_broken_logs_are_refused_with_every_place(name):
    """Every broken file of the corpus gives exactly the problems that stand beside it."""
    with pytest.raises(FormatError) as caught:
        read_history(GOLDEN / "broken" / name)

    found = str(caught.value).replace(f"{GOLDEN / 'broken'}/", "")
    assert found + "\n" == (GOLDEN / "broken" / f"{name.split('.')[0]}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "cases", "events", "names"),
    [
        ("receipt.xes.gz", 1434, 8577, 27),
        ("sepsis.xes.gz", 1050, 15214, 16),
        ("bpic2013_incidents.xes.gz", 7554, 65533, 4),
        ("roadtraffic100traces.xes", 100, 390, 10),
    ],
)
def test_real_logs_have_their_known_size(real_log, name, cases, events, names):
    """Real logs give the cases, events and activities that are known of them."""
    history = read_history(real_log(name))

    assert (len(history.cases), len(history)) == (cases, events)
    assert len({signature.element for signature in history.signatures}) == names


def test_the_mapping_changes_what_is_read(written):
    """Attributes can be chosen, renamed, dropped and made facts; events renamed and dropped."""
    extra = (
        '<string key="unit" value="u"/><int key="n" value="1"/><string key="ssn" value="x"/><int key="age" value="15"/>'
    )
    path = written("a.xes", log(EVENT.format("Visit", extra), EVENT.format("Test", "")))
    mapping = Mapping(
        columns=(("organisation", "unit"),),
        elements=(("Visit", Target("visit", "active")), ("Test", Target(dropped=True))),
        drop=("ssn",),
        facts=(("age", "age_at_opening"),),
        data=(("n", "number"),),
    )
    (event,) = read_history(path, mapping=mapping).events("c1")

    assert (event.element, event.transition, event.actor.organisation) == ("visit", "active", "u")
    assert event.data == (("number", 1), ("concept:name", "Visit"))
    assert read_history(path, mapping=mapping).facts("c1") == (("age_at_opening", 15),)


def test_the_model_gives_types_to_text(written):
    """Text under a name to which the model gives a type has that type, or is refused."""
    facts = (Fact(id="n", type=FactType.INTEGER),)
    model = Model(id="m", facts=facts)
    history = read_history(
        written("a.xes", log(*[EVENT.format("v", f'<string key="n" value="{n}"/>') for n in (1, 2)])), model=model
    )

    assert [history.value(row, "n") for row in range(2)] == [1, 2]
    with pytest.raises(FormatError, match="integer"):
        read_history(written("b.xes", log(EVENT.format("v", '<string key="n" value="x"/>'))), model=model)


def test_data_is_never_quoted_in_messages(written):
    """A value that may be personal does not reach a message."""
    bad = '<int key="ssn" value="secret"/><date key="born" value="secret"/><float key="a" value="secret"/>'
    path = written("a.xes", log(EVENT.format("v", bad + '<boolean key="b" value="secret"/>')))

    with pytest.raises(FormatError) as caught:
        read_history(path)

    assert len(caught.value.problems) == 4
    assert "secret" not in str(caught.value)


def test_problems_are_capped_with_a_count(written):
    """A hundred problems are told, and how many more there are."""
    path = written("a.xes", log(*["<event/>"] * 250))

    with pytest.raises(FormatError) as caught:
        read_history(path)

    assert len(caught.value.problems) == 101
    assert caught.value.problems[-1].what == "and 150 more problems"


def test_what_unpacks_without_end_is_refused(written):
    """A small file that unpacks to a huge one is refused on the way."""
    path = written("a.xes.gz", gzip.compress(b"<log>" + b" " * 100_000_000))

    with pytest.raises(FormatError, match="more than 67,108,864 bytes"):
        read_history(path)


def test_a_tag_without_end_is_refused(written):
    """A single tag, comment or text cannot grow beyond its cap."""
    path = written("a.xes", '<log><string key="' + "x" * 5_000_000)

    with pytest.raises(FormatError, match="longer than 4,194,304 bytes"):
        read_history(path)


def test_names_of_data_are_capped(written):
    """A log whose every event brings a new name is refused."""
    events = [EVENT.format("v", f'<int key="k{number}" value="1"/>') for number in range(30)]

    with pytest.raises(FormatError, match="more than 20 names"):
        read_history(written("a.xes", log(*events)), caps=Caps(names=20))
