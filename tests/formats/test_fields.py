import attrs

from collabmodel.formats.fields import SHORT, SINGLE, TAGGED, fields_of, keys_of
from collabmodel.model import SECTIONS, Model, ParameterRow


def test_sections_are_the_fields_that_hold_elements():
    """Every section of elements is a mapping by id in a file, and so are sources and what is not modelled."""
    mappings = {field.name for field in fields_of(Model) if field.element is not None}

    assert mappings == {*SECTIONS, "sources", "not_modelled"}


def test_a_field_may_have_another_name_in_a_file():
    """Metadata renames the key, so that 'condition' is 'if'."""
    assert [field.key for field in fields_of(ParameterRow)] == ["if", "value"]


def test_tables_name_fields_that_exist():
    """Short forms and tags speak of records and keys there are."""
    every = {attribute.name for record in SHORT for attribute in attrs.fields(record)}

    assert set(SHORT.values()) <= every
    assert all("type" in keys_of(record) for record in TAGGED.values())
    assert all(field.single == (field.name in SINGLE) for field in fields_of(ParameterRow))
