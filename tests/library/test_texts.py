from functools import cache

import attrs
import pytest

from collabmodel.formats import load
from collabmodel.model import Text

MODELS = ("hyvinkaa-values", "jyvaskyla-youth-reception")
LONGEST = 420
"""Characters that a description may have and still be read."""


@cache
def shipped_model(name):
    """Give a shipped model, read once."""
    return load(name)


def texts(value, path=""):
    """Walk over every text in a model, with its path."""
    if isinstance(value, Text):
        yield path, value
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from texts(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from texts(part, f"{path}.{getattr(part, 'id', number)}")


def written(name):
    """Give the texts of a model that say anything."""
    return [(path, text) for path, text in texts(shipped_model(name)) if text]


@pytest.mark.parametrize("name", MODELS)
def test_every_text_speaks_finnish_swedish_and_english(name):
    """Whoever reads a shipped model in one of its languages reads all of it in that language."""
    found = written(name)

    short = [path for path, text in found if text.languages() != ("fi", "sv", "en")]

    assert short == []
    assert len(found) > 100


@pytest.mark.parametrize("name", MODELS)
def test_no_text_is_empty_or_too_long_for_a_caseworker(name):
    """Texts are plain: each version says something, in a few sentences."""
    wrong = [
        (path, language)
        for path, text in written(name)
        for language, words in text.versions
        if not words.strip() or words != words.strip() or (len(words) > LONGEST and not path.endswith(".summary"))
    ]

    assert wrong == []


@pytest.mark.parametrize("name", MODELS)
def test_a_translation_is_not_a_copy(name):
    """Longer texts differ between the languages, so nothing was left untranslated."""
    copied = [
        path
        for path, text in written(name)
        if len(dict(text.versions)["fi"]) > 25 and len(set(dict(text.versions).values())) < 3
    ]

    assert copied == []


@pytest.mark.parametrize("name", MODELS)
def test_everything_a_reader_meets_has_a_title(name):
    """Roles, phases, activities, limits, rules, principles and indicators are called something."""
    model = shipped_model(name)
    sections = (
        model.roles,
        model.phases,
        model.activities,
        model.endings,
        model.limits,
        model.rules,
        model.principles,
        model.indicators,
        model.adoption,
    )

    nameless = [element.id for section in sections for element in section if not element.title]

    assert nameless == []
