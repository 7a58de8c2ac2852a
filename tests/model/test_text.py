import pytest

from collabmodel.model import Text

NAME = Text((("fi", "Nuori"), ("en", "Young person")))


@pytest.mark.parametrize(
    ("text", "language", "fallback", "words"),
    [
        (NAME, "en", "", "Young person"),
        (NAME, "sv", "en", "Young person"),
        (NAME, "sv", "", "Nuori"),
        (Text.of("Nuori"), "sv", "en", "Nuori"),
        (Text(), "fi", "", ""),
    ],
)
def test_words_come_in_the_best_language_there_is(text, language, fallback, words):
    """The language asked for wins, then the fallback, then the first there is."""
    assert text.in_language(language, fallback) == words


def test_a_text_without_words_is_false():
    """Only a text that says something counts as given, and it lists its languages."""
    assert not Text()
    assert NAME
    assert (NAME.languages(), Text.of("x").languages()) == (("fi", "en"), ("",))
