"""The plain-language rendering of a model."""

import attrs
import pytest

from collabmodel.model import Model, Text
from collabmodel.report import as_text
from collabmodel.report.lines import WIDTH


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        (
            "en",
            (
                "Whom it is for",
                "Social worker does this. Young person (in person or remotely) and nurse must take part.",
                "Parent is invited, if the young person's age is less than 18.",
                "This must be done within 10 working days from when the case has been opened.",
                "Not allowed unless this holds: “No visit before the joint opening meeting”.",
                "3 attempts are made: each time “Visit” has not come about.",
                "This is not counted as a failure of the organisations.",
                "Each of these does it for itself: Town services and Youth clinic.",
            ),
        ),
        (
            "fi",
            (
                "Miten työ etenee vaihe vaiheelta",
                "Tämän tekee sosiaalityöntekijä. Mukana pitää olla nuori (paikan päällä tai etänä) ja sairaanhoitaja.",
                "Mukaan kutsutaan vanhempi, jos nuoren ikä on alle 18.",
                "Tämä pitää tehdä 10 työpäivän kuluessa siitä, kun tapaus on avattu.",
                "Ehto, joka pitää täyttyä ensin: ”Käynti vasta yhteisen aloituspalaverin jälkeen”.",
                "Yrityksiä tehdään 3; yritys on se, kun ”Käynti” ei ole toteutunut.",
                "Tätä ei lueta organisaatioiden epäonnistumiseksi.",
            ),
        ),
        (
            "sv",
            (
                "Hur arbetet går, steg för steg",
                "Detta görs av socialarbetare.",
                "Förälder bjuds in, om den ungas ålder är under 18.",
                "Detta ska göras inom 10 arbetsdagar från det att ärendet har öppnats.",
                "Därefter meddelas den som hänvisade: ”Besked till hänvisaren”.",
            ),
        ),
    ],
)
def test_a_caseworker_reads_who_does_what_by_when(model, lang, parts):
    """Who, with whom, by when, what gates and what happens if nobody comes are whole sentences in each language."""
    found = " ".join(as_text(model, lang).split())

    assert [part for part in parts if part not in found] == []


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_every_element_for_people_is_named(model, lang):
    """Nothing that people do, promise or end with is left out of the rendering."""
    found = " ".join(as_text(model, lang).split())
    sections = (model.organisations, model.roles, model.leads, model.phases, model.activities, model.milestones)
    sections += (model.endings, model.non_engagement, model.rules, model.principles, model.consents, model.adoption)

    missing = [e.id for section in sections for e in section if e.title.in_language(lang) not in found]

    assert missing == []


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_lines_fit_a_page(model, lang):
    """No line is wider than a page, and none ends in blanks."""
    lines = as_text(model, lang).splitlines()

    assert max(map(len, lines)) <= WIDTH
    assert [line for line in lines if line != line.rstrip()] == []


def test_milestones_outside_phases_are_told(model):
    """A milestone that belongs to no phase is still read by people."""
    moved = attrs.evolve(model, milestones=tuple(attrs.evolve(one, phase="") for one in model.milestones))

    assert "Goals agreed (milestone)" in as_text(moved, "en")


def test_an_empty_model_is_its_title():
    """Sections without content have no heading."""
    assert as_text(Model(id="m", title=Text.of("Together"))) == "Together\n========"
