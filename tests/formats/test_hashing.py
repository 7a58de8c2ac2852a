import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collabmodel.errors import ModelError
from collabmodel.formats import content_hash, dump, load
from collabmodel.model import Eligibility, Limit, Model, Or, Pattern, Role, Rule, Side, Template, Text
from collabmodel.workdays import Duration, Unit

CHILD, NURSE = Role(id="child", side=Side.CLIENT), Role(id="nurse", side=Side.PROFESSIONAL)
RULE = Rule(id="r", template=Template.EXISTENCE, a=Pattern(element="m"))


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_the_form_of_the_file_does_not_matter(models, data):
    """A model hashes the same before writing it, from YAML and from JSON."""
    model = data.draw(models)

    hashes = {content_hash(model), content_hash(load(dump(model))), content_hash(load(dump(model, "json")))}

    assert len(hashes) == 1


@pytest.mark.parametrize(
    "other",
    [
        Model(id="m", roles=(NURSE, CHILD), rules=(RULE,)),
        Model(id="m", roles=(attrs.evolve(CHILD, title=Text.of("Child")), NURSE), rules=(RULE,)),
        Model(id="m", roles=(CHILD, NURSE), rules=(RULE,), language="fi", languages=("fi", "sv")),
        Model(id="m", roles=(CHILD, NURSE), rules=(attrs.evolve(RULE, weight=1.0),)),
    ],
    ids=["order", "texts", "languages", "number"],
)
def test_what_means_the_same_hashes_the_same(other):
    """Order of elements, texts, languages and the form of numbers are no part of the meaning."""
    model = Model(id="m", roles=(CHILD, NURSE), rules=(RULE,))

    assert content_hash(other) == content_hash(model)


@pytest.mark.parametrize(
    "other",
    [
        Model(id="n", roles=(CHILD,), rules=(RULE,)),
        Model(id="m", version="2", roles=(CHILD,), rules=(RULE,)),
        Model(id="m", roles=(attrs.evolve(CHILD, side=Side.FAMILY),), rules=(RULE,)),
        Model(id="m", roles=(CHILD,), rules=(attrs.evolve(RULE, a=Pattern(element="m", transition="*")),)),
        Model(id="m", roles=(CHILD,), rules=(attrs.evolve(RULE, cites=("A1",)),)),
    ],
    ids=["id", "version", "side", "pattern", "cites"],
)
def test_what_means_something_else_hashes_otherwise(other):
    """Any change of meaning changes the hash."""
    model = Model(id="m", roles=(CHILD,), rules=(RULE,))

    assert content_hash(other) != content_hash(model)


def test_the_hash_is_fixed_across_releases():
    """The hash that cases are pinned to is the same as when they were opened."""
    limit = Limit(
        id="l", anchors=(), stop=Pattern(kind="contact"), duration=Duration(7, Unit.WORKING_DAYS), title=Text.of("x")
    )

    found = content_hash(Model(id="m", limits=(limit,)))

    assert found == "2a189833937d252046b397faa42ae30db041efb5fee52e9e00ea47ad5525c388"


def test_what_cannot_be_written_has_no_hash():
    """A model that no file can hold raises."""
    with pytest.raises(ModelError):
        content_hash(Model(id="m", eligibility=(Eligibility(id="e", condition=Or(())),)))
