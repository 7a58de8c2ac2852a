"""Which question a figure of a study answers, and what the figure is called."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable

import attrs

from collabmodel.model import Text
from collabmodel.report.readers import Readers
from collabmodel.report.words import Phrase, quoted
from collabmodel.simulate.results import Contrast, Indicator, Study
from collabmodel.simulate.scenario import Staff


class Topic(enum.Enum):
    """The questions of a reader who decides, in their order."""

    SIZE = "size"
    WAITS = "waits"
    BOTTLENECK = "bottleneck"
    EVENNESS = "evenness"
    PROMISES = "promises"
    ENDINGS = "endings"
    OTHER = "other"


TOPICS: dict[Topic, Phrase] = {
    Topic.SIZE: Phrase("How much was simulated", "Mitä simuloitiin", "Vad som simulerades"),
    Topic.WAITS: Phrase("Waiting", "Odottaminen", "Väntan"),
    Topic.BOTTLENECK: Phrase("Work and bottlenecks", "Työ ja pullonkaulat", "Arbete och flaskhalsar"),
    Topic.EVENNESS: Phrase("How evenly", "Tasaisuus", "Jämnhet"),
    Topic.PROMISES: Phrase("Promises and values", "Lupaukset ja arvot", "Löften och värden"),
    Topic.ENDINGS: Phrase("How cases end", "Miten tapaukset päättyvät", "Hur ärenden avslutas"),
    Topic.OTHER: Phrase("Other figures", "Muut luvut", "Övriga tal"),
}
"""What each topic is called where figures are listed."""


@attrs.frozen(eq=False)
class Titles:
    """
    What the figures, groups and elements of a study are called in one language.

    Args:
        study: The study.
        lang: Language code.
        readers: What the elements of its models are called.
        staff: Names of groups of workers by id.
    """

    study: Study
    lang: str
    readers: Readers
    staff: dict[str, str]

    @classmethod
    def of(cls, study: Study, lang: str) -> Titles:
        """
        Collect the names that a study needs.

        Args:
            study: The study.
            lang: Language code.
        """
        readers = Readers.of((study.model, *study.values), lang)
        return cls(study, lang, readers, _staff(study.scenario.staff, readers))

    def text(self, text: Text) -> str:
        """
        Give a text of the study in the language.

        Args:
            text: The text.
        """
        return " ".join(text.in_language(self.lang, self.study.scenario.language).split())

    def figure(self, one: Indicator | Contrast) -> str:
        """
        Name a figure.

        Args:
            one: The figure.
        """
        title, about = self.text(one.title), one.id.removeprefix("spread:").partition(":")[2].rpartition("/")[2]
        known = self.known(about) if about else ""
        return (title.replace(about, known) if known and title.endswith(about) else title) or self.subject(one.id)

    def advice(self, text: Text) -> str:
        """
        Give a sentence of advice with figures called by their names instead of their ids.

        Args:
            text: The sentence.
        """
        names = {one.id: quoted(self.figure(one), self.lang) for one in self.study.indicators}
        pattern = "|".join(re.escape(id) for id in sorted(names, key=len, reverse=True))
        said = self.text(text)
        return re.sub(rf"(?<![\w:])(?:{pattern})(?![\w:])", lambda found: names[found[0]], said) if names else said

    def subject(self, id: str) -> str:
        """
        Name what a figure is about: a group of workers or an element; a readable form of the id if it is neither.

        Args:
            id: Id of the figure.
        """
        about = id.removeprefix("spread:").partition(":")[2] or id
        return self.staff.get(about) or self._element(about)

    def _element(self, about: str) -> str:
        """Name an element; ``MODEL/ID`` is one of another model."""
        model, _, id = about.rpartition("/")
        return self.readers.title(model or self.study.model.id, id)

    def known(self, id: str) -> str:
        """
        Name an element or a group of workers; empty for what is neither.

        Args:
            id: Its id.
        """
        if id in self.staff:
            return self.staff[id]
        return next((names.titles[id] for names in self.readers.names.values() if id in names.titles), "")

    def quoted(self, id: str) -> str:
        """
        Name what a figure is about, in quotation marks.

        Args:
            id: Id of the figure.
        """
        return quoted(self.subject(id), self.lang)

    def scenario(self) -> str:
        """Name the scenario."""
        return self.text(self.study.scenario.title) or self.study.scenario.id.replace("_", " ")

    def model(self) -> str:
        """Name the model."""
        model = self.study.model
        return " ".join(model.title.in_language(self.lang, model.language).split()) or model.id


_KINDS: dict[Topic, tuple[str, ...]] = {
    Topic.SIZE: ("cases", "closed", "open_at_end", "events", "stuck"),
    Topic.WAITS: ("wait", "never"),
    Topic.BOTTLENECK: ("utilisation", "caseload", "queue", "missed", "moved", "work"),
    Topic.EVENNESS: ("spread", "silence"),
    Topic.PROMISES: ("rule", "principle", "indicator"),
    Topic.ENDINGS: ("ending", "lead_time"),
}


def topic(id: str) -> Topic:
    """
    Say which question a figure answers.

    Args:
        id: Id of the figure.

    >>> topic("wait:opening").value, topic("lead_time").value, topic("weather").value
    ('waits', 'endings', 'other')
    """
    kind = id.partition(":")[0]
    return next((topic for topic, kinds in _KINDS.items() if kind in kinds), Topic.OTHER)


def _staff(groups: Iterable[Staff], readers: Readers) -> dict[str, str]:
    """Name groups by their role, with the organisation or the id where several would bear one name."""
    all_groups = tuple(groups)
    plain = {one.id: readers.title("", one.role) for one in all_groups}
    placed = {
        one.id: f"{plain[one.id]} ({readers.title('', one.organisation)})" if one.organisation else plain[one.id]
        for one in all_groups
    }
    names: dict[str, str] = {}
    for one in all_groups:
        choices = (plain[one.id], placed[one.id], f"{plain[one.id]} ({one.id.replace('_', ' ')})")
        taken = ((*plain.values(),), (*placed.values(),), ())
        names[one.id] = next(name for name, others in zip(choices, taken, strict=True) if others.count(name) < 2)
    return names
