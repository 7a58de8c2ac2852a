import json
from importlib import resources

import attrs
import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collabmodel.formats import load, schema, shipped
from collabmodel.formats.fields import fields_of
from collabmodel.formats.nodes import Form, Listing, Mapping
from collabmodel.formats.plain import plain
from collabmodel.formats.reading import find, tree
from collabmodel.model import Model

VALIDATOR = jsonschema.Draft202012Validator(schema())


def values(node):
    """Give the values that a YAML 1.2 reader of another program would see."""
    if isinstance(node, Mapping):
        return {key.text: values(value) for key, value in node.entries}
    if isinstance(node, Listing):
        return [values(item) for item in node.items]
    if node.form is Form.PLAIN:
        try:
            return json.loads(node.text or "null")
        except ValueError:
            return node.text
    return node.text


def test_the_committed_schema_is_fresh():
    """The file in the package is what the types give now; if not, write it anew from collabmodel.formats.schema()."""
    committed = (resources.files("collabmodel.formats") / "schema.json").read_text(encoding="utf-8")

    assert committed == json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def test_it_is_a_json_schema():
    """The schema itself keeps to the 2020-12 draft."""
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("id", shipped())
def test_shipped_models_keep_to_it(id):
    """Files of the library validate as they are written, and as we would write them."""
    as_written = list(VALIDATOR.iter_errors(values(tree(find(id)))))
    as_dumped = list(VALIDATOR.iter_errors(plain(load(id))))

    assert as_written == []
    assert as_dumped == []


@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_every_model_we_write_keeps_to_it(models, data):
    """Whatever dump writes, the schema allows."""
    model = data.draw(models)

    assert list(VALIDATOR.iter_errors(plain(model))) == []


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"id": ""},
        {"id": "m", "rolls": {}},
        {"id": "m", "roles": [{"id": "child", "side": "client"}]},
        {"id": "m", "roles": {"child": {"side": "gardian"}}},
        {"id": "m", "roles": {"child": {}}},
        {"id": "m", "roles": {"child": {"side": "client", "id": "child"}}},
        {"id": "m", "indicators": {"i": {"rule": "r", "met": 0.5}}},
        {"id": "m", "limits": {"l": {"anchors": ["a"], "stop": "b", "duration": "P1D"}}, "format": 2},
        {"id": "m", "leads": {"l": {"at_most": "2"}}},
    ],
)
def test_it_refuses_what_reading_refuses(broken):
    """An editor that uses the schema marks the same mistakes."""
    assert not VALIDATOR.is_valid(broken)


def records():
    """Every record that a file may hold."""
    definitions = schema()["$defs"]
    return [(name, whole) for name, whole in definitions.items() if "object" in json.dumps(whole)]


def test_every_key_is_described():
    """Each key of each record says what it is for."""
    silent = [
        f"{name}.{key}"
        for name, whole in [*records(), ("Model", schema())]
        for form in [whole, *whole.get("anyOf", [])]
        for key, about in form.get("properties", {}).items()
        if name != "Text" and not about.get("description")
    ]

    assert silent == []


def test_it_has_every_field_of_the_model():
    """Nothing that can be read is unknown to the schema."""
    keys = {field.key for field in fields_of(Model)} | {"extends", "remove"}

    assert set(schema()["properties"]) == keys
    assert {attribute.name for attribute in attrs.fields(Model)} <= keys
