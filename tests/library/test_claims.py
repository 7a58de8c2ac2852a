from functools import cache

import pytest

from collabmodel.formats import load
from collabmodel.model import elements

MODELS = {"hyvinkaa-values": ("A", 39), "jyvaskyla-youth-reception": ("B", 33)}
LEAST_CITED = 60
"""Claims that elements model, of 72; the rest may only be left out with a reason."""


@cache
def shipped_model(name):
    """Give a shipped model, read once."""
    return load(name)


def claims(model):
    """Give the ids of what the model's sources claim."""
    return {claim.id for source in model.sources for claim in source.claims}


def cited(model):
    """Give the ids that elements name as their ground, the services of organisations included."""
    found = {id for _, element in elements(model) for id in getattr(element, "cites", ())}
    services = (service for organisation in model.organisations for service in organisation.services)
    return found | {id for service in services for id in service.cites}


@pytest.mark.parametrize("name", MODELS)
def test_every_claim_of_the_page_is_there(name):
    """The sources of a shipped model hold every claim of its page, and nothing that the page does not number."""
    letter, count = MODELS[name]

    found = claims(shipped_model(name))

    assert found == {f"{letter}{number}" for number in range(1, count + 1)}


@pytest.mark.parametrize("name", MODELS)
def test_every_claim_is_cited_or_left_out_with_a_reason(name):
    """No claim is silently dropped, and none is both modelled and left out."""
    model = shipped_model(name)

    reasoned = {left.id for left in model.not_modelled}

    assert claims(model) == (cited(model) & claims(model)) | reasoned
    assert not cited(model) & reasoned
    assert all(left.reason for left in model.not_modelled)


def test_most_claims_are_modelled():
    """Leaving a claim out is the exception."""
    models = [shipped_model(name) for name in MODELS]

    modelled = sum(len(cited(model) & claims(model)) for model in models)

    assert modelled >= LEAST_CITED


@pytest.mark.parametrize("name", MODELS)
def test_every_element_says_on_what_it_rests(name):
    """An element cites a source or claim that exists, or is marked as an assumption."""
    model = shipped_model(name)
    known = claims(model) | {source.id for source in model.sources}

    baseless = [
        element.id for _, element in elements(model) if not element.cites and not getattr(element, "assumption", "")
    ]

    assert baseless == []
    assert cited(model) <= known


def test_a_value_without_a_source_is_marked_as_assumed():
    """A number that the page does not give is an assumption, unless a document other than the page gives it."""
    for name in MODELS:
        model = shipped_model(name)
        elsewhere = {source.id for source in model.sources if not source.claims}

        unmarked = [
            item.id
            for item in (*model.parameters, *model.limits, *model.instruments)
            if not item.assumption and not elsewhere.intersection(item.cites)
        ]

        assert unmarked == []
