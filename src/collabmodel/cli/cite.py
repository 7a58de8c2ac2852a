"""``collabmodel cite``: how to cite the library, and a study."""

from __future__ import annotations

import click

from collabmodel.cli.answers import Answer, answers
from collabmodel.cli.citing import of_library, of_study
from collabmodel.report.words import Phrase
from collabmodel.simulate import load_study

_YOURS = Phrase(
    "add your own names and the year to the entry of the study",
    "lisää omat nimesi ja vuosi tutkimuksen viitteeseen",
    "lägg till era egna namn och året i studiens referens",
)


@click.command()
@click.argument("study", metavar="[STUDY]", required=False)
@click.option("--bibtex", is_flag=True, help="Write BibTeX entries instead of sentences.")
@answers
def cite(*, study: str | None, bibtex: bool, lang: str) -> Answer:
    """
    Say how to cite the library and, with STUDY, a study that `collabmodel simulate` kept in that folder.

    A study is cited by the hashes of its model and scenario, its seed and its version: with them anybody gets the same
    bytes.
    """
    library = of_library()
    own = of_study(load_study(study), lang) if study else None
    cited = [library] if own is None else [library, own]
    texts = [one.bibtex() if bibtex else one.text(lang) for one in cited]
    return Answer(
        data={"library": library.data(lang), "study": None if own is None else own.data(lang)},
        parts=tuple(texts),
        notes=() if own is None else (_YOURS.say(lang),),
    )
