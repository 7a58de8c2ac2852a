"""Text in several languages: what a model says to people."""

from __future__ import annotations

from collections.abc import Mapping

import attrs


@attrs.frozen
class Text:
    """
    The same words in one or more languages.

    Args:
        versions: Pairs of language code (``"fi"``, ``"sv"``, ``"en"``, any other) and text, in file order.
            The code ``""`` marks text whose language is the model's main language.

    >>> name = Text((("fi", "Nuori"), ("en", "Young person")))
    >>> name.in_language("en")
    'Young person'
    >>> name.in_language("sv")
    'Nuori'
    """

    versions: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, value: str | Mapping[str, str]) -> Text:
        """
        Make a text from plain words or from a mapping of languages.

        Args:
            value: Words in the model's main language, or a mapping of language code to words.

        >>> Text.of("Nuori").in_language("en")
        'Nuori'
        """
        if isinstance(value, str):
            return cls((("", value),))
        return cls(tuple(value.items()))

    def in_language(self, language: str, fallback: str = "") -> str:
        """
        Give the text in a language, else in the fallback, else the first there is.

        Args:
            language: Language code wanted.
            fallback: Language code to try next, usually the model's main language.
        """
        found = dict(self.versions)
        for code in (language, fallback, ""):
            if code in found:
                return found[code]
        return self.versions[0][1] if self.versions else ""

    def languages(self) -> tuple[str, ...]:
        """Give the language codes present, in file order."""
        return tuple(code for code, _ in self.versions)

    def __bool__(self) -> bool:
        return bool(self.versions)
