"""``collabmodel models``: which models come with the library."""

from __future__ import annotations

import click

from collabmodel import formats
from collabmodel.cli.answers import Answer, Json, answers
from collabmodel.cli.tables import Table
from collabmodel.model import Model
from collabmodel.report.words import Phrase
from collabmodel.simulate.reading import scenario_beside

_HEADINGS = (
    Phrase("id", "tunnus", "id"),
    Phrase("version", "versio", "version"),
    Phrase("kind", "laji", "slag"),
    Phrase("scenario", "skenaario", "scenario"),
    Phrase("title", "nimi", "namn"),
)


@click.command()
@answers
def models(*, lang: str) -> Answer:
    """List the models that come with the library."""
    found = [formats.load(id) for id in formats.shipped()]
    rows = tuple(
        (model.id, model.version, model.kind.value, _scenario(model) or "-", _title(model, lang)) for model in found
    )
    headings = tuple(heading.say(lang) for heading in _HEADINGS)
    return Answer(
        data={"models": [_object(model, lang) for model in found]}, parts=(Table(headings=headings, rows=rows),)
    )


def _title(model: Model, lang: str) -> str:
    return model.title.in_language(lang, model.language)


def _object(model: Model, lang: str) -> Json:
    first = model.sources[0] if model.sources else None
    source = "" if first is None else first.url or first.title.in_language(lang, model.language)
    return {
        "id": model.id,
        "version": model.version,
        "title": _title(model, lang),
        "kind": model.kind.value,
        "source": source,
        "scenario": _scenario(model),
    }


def _scenario(model: Model) -> str | None:
    """Give the name of the scenario that is shipped beside a model, if there is one."""
    beside = scenario_beside(model.id)
    return None if beside is None else str(beside)
