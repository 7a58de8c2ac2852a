import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collabmodel.errors import ModelError
from collabmodel.formats import dump, load, shipped
from collabmodel.model import (
    And,
    Eligibility,
    Model,
    Name,
    Parameter,
    Pattern,
    Role,
    Rule,
    RuleIndicator,
    Side,
    Template,
    Text,
)
from collabmodel.workdays import Calendar, Duration, Unit

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@given(st.data())
@settings(max_examples=50, deadline=None, suppress_health_check=SLOW)
def test_yaml_gives_the_same_model_back(models, data):
    """load(dump(model)) is the model, whatever texts and ids it holds, types of numbers included."""
    model = data.draw(models)

    again = load(dump(model))

    assert again == model
    assert repr(again) == repr(model)


@given(st.data())
@settings(max_examples=50, deadline=None, suppress_health_check=SLOW)
def test_json_gives_the_same_model_back(models, data):
    """load(dump(model, "json")) is the model, and YAML of what was read is the same YAML."""
    model = data.draw(models)

    again = load(dump(model, "json"))

    assert repr(again) == repr(model)
    assert dump(again) == dump(model)


@pytest.mark.parametrize("id", shipped())
@pytest.mark.parametrize("form", ["yaml", "json"])
def test_shipped_models_survive_both_forms(id, form):
    """Every shipped model is the same after writing and reading it."""
    model = load(id)

    assert load(dump(model, form)) == model


@pytest.mark.parametrize(
    "model",
    [
        Model(id="m", roles=(Role(id="a", side=Side.CLIENT), Role(id="a", side=Side.FAMILY))),
        Model(id=""),
        Model(id="m", version="\0"),
        Model(id="m", version="\ud800"),
        Model(id="m", title=Text((("finnish", "x"),))),
        Model(id="m", title=Text((("fi", "x"), ("fi", "y")))),
        Model(id="m", roles=(Role(id="a ", side=Side.CLIENT),)),
        Model(id="m", rules=(Rule(id="r", template=Template.RESPONSE, a=Pattern(kind="x")),)),
        Model(id="m", eligibility=(Eligibility(id="e", condition=And((Name("a"),))),)),
        Model(id="m", parameters=(Parameter(id="p", value=float("nan")),)),
        Model(id="m", calendars=(Calendar(id="c", zone=""),)),
    ],
)
@pytest.mark.parametrize("form", ["yaml", "json"])
def test_what_no_file_can_say_is_refused(model, form):
    """A model made in a program that no file could hold raises instead of losing something."""
    with pytest.raises(ModelError):
        dump(model, form)


@pytest.mark.parametrize(
    "value",
    [
        "on", "12:30", "0123", "1.10", "null", "true", "7", "", " ", "7 days", "7 dayz", "P1D", "gap", True, 7, 7.0,
        1e300, 1e-7, -0.5, Duration(7, Unit.WORKING_DAYS), "x !" + "y" * 1500, "a\u2028b\x85c\x7f", "text", "\ufeff",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["yaml", "json"])
def test_a_parameter_keeps_its_value_and_type(value, form):
    """Texts that look like numbers, durations or truth values stay texts, and the others what they are."""
    model = Model(id="m", title=Text.of(str(value)), parameters=(Parameter(id="p", value=value),))

    again = load(dump(model, form))

    assert repr(again) == repr(model)


def test_a_whole_share_is_written_as_the_number_it_reads_as():
    """A share given as a whole number in a program is the same share after reading, and is written one way."""
    whole, same = (Model(id="m", indicators=(RuleIndicator(id="i", rule="r", met=met),)) for met in (1, 1.0))

    assert dump(whole) == dump(same)
    assert load(dump(whole)) == whole


def test_there_are_two_forms():
    """Another form than YAML and JSON is a mistake of the caller."""
    with pytest.raises(ValueError, match="no form 'xml'"):
        dump(Model(id="m"), "xml")


def test_defaults_are_not_written_and_other_readers_see_texts():
    """Only what differs from the default is written, and words that older readers take for values stand in quotes."""
    model = Model(id="m", version="1.10", roles=(Role(id="on", side=Side.CLIENT, organisations=("no", "12:30")),))

    text = dump(model)

    assert text == (
        'format: 1\nid: m\nversion: "1.10"\nroles:\n  "on":\n    side: client\n    organisations: ["no", "12:30"]\n'
    )


def test_long_texts_are_broken_at_blanks():
    """No line of words is longer than a screen, and reading puts the words together again."""
    model = Model(id="m", summary=Text.of("word: " * 100 + "end"))

    text = dump(model)

    assert max(map(len, text.splitlines())) <= 111
    assert load(text) == model


def test_dumping_does_not_change_the_model():
    """A model is a value; writing it leaves it as it was."""
    model = load("hyvinkaa-values")
    before = attrs.evolve(model)

    dump(model)

    assert model == before
