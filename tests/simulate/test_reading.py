"""Scenarios as files: read with places, written without loss, found beside their model."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import attrs
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.errors import CollabError, FormatError, ModelError
from collabmodel.formats import load
from collabmodel.formats.nodes import Listing, Mapping, Node, Scalar
from collabmodel.formats.plain import Plain
from collabmodel.formats.reading import find, tree
from collabmodel.model import Text
from collabmodel.simulate.reading import (
    dump_scenario,
    load_scenario,
    plain_scenario,
    read_scenario,
    scenario_beside,
    scenario_hash,
    scenario_schema,
)
from collabmodel.simulate.reading_forms import SCENARIO
from collabmodel.simulate.scenario import Grid, Known, Scenario, Shape, Share, Spread

GOLDEN = Path(__file__).parents[1] / "golden" / "scenarios"
SHIPPED = load_scenario("jyvaskyla-youth-reception")
HEAD = "id: s\nstart: 2025-01-06\nhorizon: 1 year\n"
NUMBERS = st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12) | st.sampled_from(
    ["90 minutes", "3 months", "08:30", "true", "no", "1.10", "12", "", "a: b", "[x]", "5 %"]
)
VALUES = st.booleans() | NUMBERS | WORDS


@st.composite
def spreads(draw: st.DrawFn) -> Spread:
    """Distributions that a file can hold, whether they make sense or not."""
    return Spread(
        shape=draw(st.sampled_from(Shape)),
        value=draw(st.none() | VALUES),
        mean=draw(st.none() | st.floats(0, 1e6)),
        cv=draw(st.none() | st.floats(0, 9)),
        values=tuple(draw(st.lists(VALUES, max_size=3))),
        weights=tuple(draw(st.lists(st.floats(0, 9), max_size=3))),
        unit=draw(st.none() | st.sampled_from(Grid)),
        whole=draw(st.booleans()),
    )


def with_facts(*spreads: Spread) -> Scenario:
    facts = tuple(Known(id=f"fact{number}", spread=spread) for number, spread in enumerate(spreads))
    return attrs.evolve(load_scenario(HEAD), facts=facts)


@given(st.lists(spreads() | VALUES.map(lambda value: Spread(value=value)), min_size=1, max_size=4))
def test_what_is_written_reads_back_equal(found: list[Spread]) -> None:
    """Any distribution survives writing and reading, in its short form or written out."""
    scenario = with_facts(*found)

    assert load_scenario(dump_scenario(scenario)) == scenario


def test_the_shipped_scenario_reads_back_equal() -> None:
    """A whole scenario survives writing and reading, and is hashed alike."""
    again = load_scenario(dump_scenario(SHIPPED))

    assert again == SHIPPED
    assert scenario_hash(again) == scenario_hash(SHIPPED)


def test_json_is_read_as_well() -> None:
    """What programs write as JSON is the same scenario."""
    assert load_scenario(json.dumps(plain_scenario(SHIPPED), indent=1)) == SHIPPED


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("90 minutes", Spread(value=90, unit=Grid.MINUTES)),
        ("1 working hour", Spread(value=1, unit=Grid.WORKING_HOURS)),
        ("1.5 weeks", Spread(value=1.5, unit=Grid.WEEKS)),
        ("7", Spread(value=7)),
        ("accepted", Spread(value="accepted")),
        ("true", Spread(value=True)),
        ("[a, b]", Spread(values=("a", "b"))),
        ("{value: 90 minutes}", Spread(value="90 minutes")),
        ("{mean: 3, shape: exponential, unit: days}", Spread(shape=Shape.EXPONENTIAL, mean=3.0, unit=Grid.DAYS)),
    ],
)
def test_short_forms(said: str, meant: Spread) -> None:
    """A value alone stands for what is always the same; a text with a unit for a length of time."""
    told = load_scenario(f"{HEAD}facts:\n  one: {{spread: {said}}}\n").facts[0]

    assert told.spread == meant


def test_a_fact_or_datum_may_stand_alone() -> None:
    """What is known may be written without 'spread:' where it is always the same."""
    assert load_scenario(f"{HEAD}facts: {{one: 5, two: [1, 2]}}\n").facts == (
        Known(id="one", spread=Spread(value=5)),
        Known(id="two", spread=Spread(values=(1, 2))),
    )


def test_a_share_is_a_number() -> None:
    """A number alone is a share, with rows it is written out."""
    behaviour = load_scenario(f"{HEAD}behaviour:\n  a: {{chance: 0.5, stops: {{value: 0.1}}}}\n").behaviour[0]

    assert (behaviour.chance, behaviour.stops) == (Share(value=0.5), Share(value=0.1))


def test_moments_keep_their_offset() -> None:
    """Moments of arrival are read with their offset from UTC."""
    stream = load_scenario(f"{HEAD}arrivals:\n  a: {{at: [2025-03-04T08:30+02:00]}}\n").arrivals[0]

    assert stream.at == (dt.datetime(2025, 3, 4, 8, 30, tzinfo=dt.timezone(dt.timedelta(hours=2))),)


def test_a_variant_says_only_what_it_changes() -> None:
    """A scenario that extends another has its own id, and everything else where it says nothing."""
    text = (
        "id: more-staff\nextends: jyvaskyla-youth-reception\nremove: [comes_back]\n"
        "staff:\n  social_workers: {count: 9}\n"
        "behaviour:\n  opening_meeting: {no_show: 0.2, search: {rounds: 1}}\ndrop_out: {waiting: 2}\n"
    )

    changed = load_scenario(text)

    meeting = next(one for one in changed.behaviour if one.id == "opening_meeting")
    before = next(one for one in SHIPPED.behaviour if one.id == "opening_meeting")
    search = attrs.evolve(before.search, rounds=1)
    assert meeting == attrs.evolve(before, no_show=Share(value=0.2), search=search)
    assert changed.staff[0] == attrs.evolve(SHIPPED.staff[0], count=9)
    assert changed.drop_out is not None
    assert changed.drop_out.waiting == 2
    assert changed.returns == ()


def test_places_are_those_of_the_file_that_said_it(tmp_path: Path) -> None:
    """Every value of a variant is found in the file that wrote it."""
    (tmp_path / "base.yaml").write_text(HEAD + "seed: 7\n")
    (tmp_path / "other.yaml").write_text("id: other\nextends: base.yaml\nhorizon: 2 years\n")

    places = read_scenario(tmp_path / "other.yaml").places

    assert (places.of("horizon").line, places.of("seed").line) == (3, 4)
    assert places.of("seed").file.endswith("base.yaml")


def test_a_file_outside_the_folder_is_not_extended(tmp_path: Path) -> None:
    """What a scenario extends lies in its own folder, as with models."""
    (tmp_path / "inner").mkdir()
    (tmp_path / "base.yaml").write_text(HEAD)
    (tmp_path / "inner" / "other.yaml").write_text("id: other\nextends: ../base.yaml\n")

    with pytest.raises(ModelError, match="outside the folder"):
        load_scenario(tmp_path / "inner" / "other.yaml")


def test_an_unknown_name_is_told_with_the_shipped_ones() -> None:
    """A name that stands for nothing is no scenario, and a model is none either."""
    with pytest.raises(FormatError, match="no shipped scenario and no file of this name"):
        load_scenario("no-such-scenario")


@pytest.mark.parametrize(
    "text", ["a: &x 1\nb: *x\n", "a: !!python/object 1\n", "- 1\n- 2\n", "id: a\nid: b\n", "\x00\n", "{" * 60 + "\n"]
)
def test_hostile_files_are_refused(text: str) -> None:
    """Aliases, tags, repeated keys and depth are refused as they are in models."""
    with pytest.raises(FormatError):
        load_scenario(text)


def test_a_scenario_lies_beside_its_model(tmp_path: Path) -> None:
    """It is found by the name of the model's file, or by the model's id; a text has nothing beside it."""
    model = tmp_path / "model.yaml"
    model.write_text("id: small\n")
    assert scenario_beside(model) is None
    by_id = tmp_path / "small.scenario.yaml"
    by_id.write_text(HEAD)
    assert scenario_beside(model) == by_id
    by_name = tmp_path / "model.scenario.yaml"
    by_name.write_text(HEAD)

    assert scenario_beside(str(model)) == by_name
    assert scenario_beside("jyvaskyla-youth-reception") == "jyvaskyla-youth-reception"
    assert scenario_beside("hyvinkaa-values") is None
    assert scenario_beside("id: small\n") is None
    assert scenario_beside(tmp_path / "missing.yaml") is None


def test_the_hash_is_of_the_meaning() -> None:
    """Titles and reasons do not count; numbers and the order of things do."""
    titled = attrs.evolve(SHIPPED, title=Text.of("Other"), description=Text())
    turned = attrs.evolve(SHIPPED, behaviour=SHIPPED.behaviour[::-1])

    assert scenario_hash(titled) == scenario_hash(SHIPPED)
    assert scenario_hash(turned) != scenario_hash(SHIPPED)


def test_what_no_file_can_hold_is_not_written() -> None:
    """Two elements of one id cannot be written, nor hashed."""
    doubled = attrs.evolve(SHIPPED, staff=(SHIPPED.staff[0], SHIPPED.staff[0]))

    with pytest.raises(ModelError, match="two elements have the id"):
        dump_scenario(doubled)
    with pytest.raises(ModelError, match="two elements have the id"):
        scenario_hash(doubled)


def as_json(node: Node) -> Plain:
    """Give a tree as a JSON file of it would hold it."""
    if isinstance(node, Mapping):
        return {key.text: as_json(value) for key, value in node.entries}
    if isinstance(node, Listing):
        return [as_json(item) for item in node.items]
    assert isinstance(node, Scalar)
    return node.text


def test_the_schema_accepts_what_is_written_and_knows_every_key() -> None:
    """Editors with the JSON Schema accept a whole scenario and point at an unknown key."""
    schema = scenario_schema()
    written = plain_scenario(SHIPPED)

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(written, schema)
    with pytest.raises(jsonschema.ValidationError, match="staf"):
        jsonschema.validate({**written, "staf": {}}, schema)
    assert schema["properties"]["extends"]["description"].startswith("Id of a shipped scenario")
    assert as_json(tree(find("jyvaskyla-youth-reception", SCENARIO), SCENARIO))


def test_models_are_not_mixed_up_with_scenarios() -> None:
    """A model is no scenario and a scenario no model, although they share a name."""
    assert load("jyvaskyla-youth-reception").id == SHIPPED.model
    with pytest.raises(CollabError):
        load_scenario(GOLDEN / "model.yml")
