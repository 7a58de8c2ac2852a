"""What the elements of several models are called, for those who read results."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from collabmodel.model import Model
from collabmodel.report.naming import Names
from collabmodel.report.phrases import SIDES_BY_VALUE


@attrs.frozen(eq=False)
class Readers:
    """
    What the elements of several models are called in one language.

    Args:
        lang: Language code.
        names: Names by id of the model.
    """

    lang: str
    names: dict[str, Names]

    @classmethod
    def of(cls, models: Iterable[Model], lang: str) -> Readers:
        """
        Collect the names of several models.

        Args:
            models: The models.
            lang: Language code.
        """
        return cls(lang, {model.id: Names.of(model, lang) for model in models})

    def title(self, model: str, id: str) -> str:
        """
        Give the title of an element of one of the models; the others are asked where it has none.

        Args:
            model: Id of the model.
            id: Id of the element.
        """
        for names in (self.names.get(model), *self.names.values()):
            if names and id in names.titles:
                return names.titles[id]
        return id.replace("_", " ")

    def voice(self, model: str, id: str) -> str:
        """
        Name whose voice it is: a role, an organisation, or a side of the table.

        Args:
            model: Id of the model that speaks of it.
            id: Id of the role or organisation, or the side.
        """
        side = SIDES_BY_VALUE.get(id)
        return self.title(model, id) if side is None else side.say(self.lang).lower()
