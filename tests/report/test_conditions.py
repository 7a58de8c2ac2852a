"""Conditions in plain words."""

import pytest

from collabmodel.model import Fact, FactType, Model, Text
from collabmodel.model.expressions import parse
from collabmodel.report.naming import Names

MODEL = Model(
    id="m",
    facts=(
        Fact(
            id="age",
            type=FactType.INTEGER,
            title=Text.of({"en": "Age of the child", "fi": "Lapsen ikä", "sv": "Barnets ålder"}),
        ),
        Fact(
            id="alone",
            type=FactType.BOOLEAN,
            title=Text.of({"en": "Lives alone", "fi": "Asuu yksin", "sv": "Bor ensam"}),
        ),
    ),
)


@pytest.mark.parametrize(
    ("text", "en", "fi"),
    [
        ("age >= 12", "age of the child is at least 12", "lapsen ikä on vähintään 12"),
        ("not alone", "this does not hold: “Lives alone”", "tämä ei pidä paikkaansa: ”Asuu yksin”"),
        ("alone", "this holds: “Lives alone”", "tämä pitää paikkansa: ”Asuu yksin”"),
        ("alone == false", "this does not hold: “Lives alone”", "tämä ei pidä paikkaansa: ”Asuu yksin”"),
        ("known(age)", "age of the child is known", "lapsen ikä on tiedossa"),
        ("not known(age)", "age of the child is not known", "lapsen ikä ei ole tiedossa"),
        ('count("visit") > 0', "“visit” has been done", "”visit” on tehty"),
        ('count("visit") == 0', "it is not so that “visit” has been done", "ei ole niin, että ”visit” on tehty"),
        ('outcome == "no-show"', "how it turned out is “did not come”", "miten kävi on ”jäi tulematta”"),
        ("age in [1, 2, 3]", "age of the child is 1, 2 or 3", "lapsen ikä on 1, 2 tai 3"),
        ("age not in [1, 2]", "age of the child is none of: 1 or 2", "lapsen ikä ei ole mikään näistä: 1 tai 2"),
        (
            "not (age < 3)",
            "it is not so that age of the child is less than 3",
            "ei pidä paikkaansa, että lapsen ikä on alle 3",
        ),
    ],
)
def test_conditions_read_as_clauses(text, en, fi):
    """A caseworker reads words, not operators."""
    tree = parse(text)

    assert Names.of(MODEL, "en").condition(tree) == en
    assert Names.of(MODEL, "fi").condition(tree) == fi


@pytest.mark.parametrize(
    "text",
    [
        "age > 1 and (alone or age < 3)",
        'count("kind:meeting#goals", 30 days) >= 2',
        'share("kind:meeting", "visit") > 0.5 or last("visit", age) == null',
        'attending("client") + attending_organisations() > 2',
        "max(age, 3) - abs(age) * 2 / min(age, 1) != size([1, age])",
        'now - event.occurred > 3 working days and actor.role != "x"',
        'distinct([1, 2]) == 2 and activation.age == age and date("2025-01-01") < now',
        "age in friends and age not in friends",
        "true",
    ],
)
@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_every_kind_of_condition_has_words(text, lang):
    """No part of the condition language is left without words or with a gap in them."""
    found = Names.of(MODEL, lang).condition(parse(text))

    assert found
    assert not set("{}") & set(found)
