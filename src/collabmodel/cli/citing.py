"""How a library and a study are cited: in words, as BibTeX, as data for other programs."""

from __future__ import annotations

import hashlib
from importlib import metadata

import attrs

from collabmodel.cli.answers import Json
from collabmodel.formats import content_hash
from collabmodel.report.words import Counted, Phrase
from collabmodel.simulate import Study
from collabmodel.simulate.reading import scenario_hash

AUTHORS = ("The collabmodel authors",)
RELEASED = "2026-11-21"
LICENCE = "MIT"
_NAME = "collabmodel"
_SOFTWARE = Phrase("computer software", "tietokoneohjelma", "datorprogram")
_STUDY = Counted(
    Phrase(
        "Simulation study of {model} {version}, scenario {scenario}, {n} replication, seed {seed}",
        "Simulaatiotutkimus: malli {model} {version}, skenaario {scenario}, {n} toisto, siemenluku {seed}",
        "Simuleringsstudie av {model} {version}, scenario {scenario}, {n} upprepning, frö {seed}",
    ),
    Phrase(
        "Simulation study of {model} {version}, scenario {scenario}, {n} replications, seed {seed}",
        "Simulaatiotutkimus: malli {model} {version}, skenaario {scenario}, {n} toistoa, siemenluku {seed}",
        "Simuleringsstudie av {model} {version}, scenario {scenario}, {n} upprepningar, frö {seed}",
    ),
)
_MADE_WITH = Phrase("made with {name} {version}", "tehty ohjelmalla {name} {version}", "gjord med {name} {version}")


@attrs.frozen(kw_only=True)
class Citation:
    """
    What a reader needs to find something again.

    Args:
        key: Key of its BibTeX entry.
        kind: Kind of that entry, ``software`` or ``misc``.
        title: Its title.
        authors: Who made it; empty where the reader is the author.
        year: Year of it; empty where it is not known.
        version: Its version.
        notes: What else identifies it, as names and values.
    """

    key: str
    kind: str
    title: str
    authors: tuple[str, ...] = ()
    year: str = ""
    version: str = ""
    notes: tuple[tuple[str, str], ...] = ()

    def text(self, lang: str) -> str:
        """
        Write it in words.

        Args:
            lang: Language code.
        """
        who = f"{', '.join(self.authors)} ({self.year}). " if self.authors else ""
        what = f"{self.title} {self.version} [{_SOFTWARE.say(lang)}]" if self.kind == "software" else self.title
        return f"{who}{what}.{''.join(f' {name}: {value}.' for name, value in self.notes)}"

    def bibtex(self) -> str:
        """
        Write it as a BibTeX entry.

        >>> print(Citation(key="a", kind="misc", title="A study", version="1").bibtex())
        @misc{a,
          title = {{A study}},
          version = {1},
        }
        """
        fields = {
            "author": " and ".join(f"{{{_escaped(one)}}}" for one in self.authors),
            "title": f"{{{_escaped(self.title)}}}",
            "version": _escaped(self.version),
            "year": self.year,
            "note": _escaped("; ".join(f"{name}: {value}" for name, value in self.notes)),
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        return "\n".join([f"@{self.kind}{{{self.key},", *lines, "}"])

    def data(self, lang: str) -> Json:
        """
        Give it as data.

        Args:
            lang: Language of its text.
        """
        return {
            "title": self.title,
            "authors": list(self.authors),
            "version": self.version,
            "year": self.year,
            **dict(self.notes),
            "text": self.text(lang),
            "bibtex": self.bibtex(),
        }


def _escaped(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "&%$#_{}" else sign for sign in text)


def of_library() -> Citation:
    """Say how the library is cited."""
    return Citation(
        key=_NAME,
        kind="software",
        title=_NAME,
        authors=AUTHORS,
        year=RELEASED[:4],
        version=metadata.version(_NAME),
        notes=(("licence", LICENCE),),
    )


def of_study(study: Study, lang: str) -> Citation:
    """
    Say how a study is cited: everything that somebody needs to get the same bytes. Its author is the reader.

    Args:
        study: The study.
        lang: Language of its title.
    """
    model, scenario = study.model, study.scenario
    title = _STUDY.say(
        lang,
        len(study.replications),
        model=model.id,
        version=model.version,
        scenario=f"{scenario.id} {scenario.version}",
        seed=study.seed,
    )
    made = _MADE_WITH.say(lang, name=_NAME, version=study.provenance.get("library") or metadata.version(_NAME))
    hashes = (("model", content_hash(model)), *((f"values {one.id}", content_hash(one)) for one in study.values))
    digests = "\n".join(one.digest for one in study.replications)
    results = hashlib.sha256(digests.encode()).hexdigest()
    return Citation(
        key=f"{model.id}-{scenario.id}-{study.seed}",
        kind="misc",
        title=f"{title}, {made}",
        notes=(*hashes, ("scenario", scenario_hash(scenario)), ("results", results)),
    )
