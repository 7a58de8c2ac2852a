"""``collabmodel show``: a model in plain words, as a diagram, as data; its claims; where its values come from."""

from __future__ import annotations

import json
from collections.abc import Callable

import click

from collabmodel import formats
from collabmodel.cli.answers import Answer, Json, answers
from collabmodel.cli.tables import Table
from collabmodel.model import Model
from collabmodel.report import as_mermaid, as_svg, as_text
from collabmodel.report.claims import ClaimCover, Status, claims
from collabmodel.report.words import Phrase

_RENDERINGS: dict[str, Callable[[Model, str], str]] = {
    "text": as_text,
    "mermaid": as_mermaid,
    "svg": as_svg,
    "json": lambda model, _: formats.dump(model, "json").rstrip("\n"),
}
_CLAIM = Phrase("claim", "väite", "påstående")
_STATUS = Phrase("status", "tila", "läge")
_WHERE = Phrase("where, or why not", "missä, tai miksi ei", "var, eller varför inte")
_STATUSES: dict[Status, Phrase] = {
    Status.CITED: Phrase("modelled", "mallinnettu", "modellerat"),
    Status.NOT_MODELLED: Phrase("left out", "jätetty pois", "utelämnat"),
    Status.OPEN: Phrase("not answered", "ei käsitelty", "obesvarat"),
}
_COVER = Phrase(
    "{cited} of {all} claims are modelled, {reasoned} are left out with a reason, {open} are not answered",
    "Väitteitä {all}: mallinnettu {cited}, perustellusti pois {reasoned}, käsittelemättä {open}",
    "Påståenden {all}: modellerade {cited}, utelämnade med skäl {reasoned}, obesvarade {open}",
)
_ORIGIN_HEADINGS = (
    Phrase("what", "mikä", "vad"),
    Phrase("value", "arvo", "värde"),
    Phrase("from", "mistä", "varifrån"),
)


@click.command()
@click.argument("model", metavar="MODEL")
@click.option(
    "--format",
    "form",
    type=click.Choice(sorted(_RENDERINGS)),
    default="text",
    help="text: plain language (default); mermaid, svg: a diagram; json: the model as data.",
)
@click.option(
    "--claims", "show_claims", is_flag=True, help="What its sources say, claim by claim, and what became of it."
)
@click.option("--origins", "show_origins", is_flag=True, help="Where each value comes from, after merging.")
@answers
def show(*, model: str, form: str, show_claims: bool, show_origins: bool, lang: str) -> Answer:
    """Show a model in plain words, as a diagram or as data."""
    loaded = formats.read(model)
    if show_claims:
        return _claims(loaded.model, lang)
    if show_origins:
        return _origins(loaded, lang)
    data: Json = json.loads(formats.dump(loaded.model, "json"))
    return Answer(data={"model": data}, parts=(_RENDERINGS[form](loaded.model, lang),))


def _claims(model: Model, lang: str) -> Answer:
    found = claims(model, lang)
    number = {status: sum(one.status is status for one in found) for status in Status}
    told = _COVER.say(
        lang,
        all=len(found),
        cited=number[Status.CITED],
        reasoned=number[Status.NOT_MODELLED],
        open=number[Status.OPEN],
    )
    rows = tuple((one.id, _STATUSES[one.status].say(lang), ", ".join(one.elements) or one.reason) for one in found)
    headings = (_CLAIM.say(lang), _STATUS.say(lang), _WHERE.say(lang))
    return Answer(
        data={"claims": [_claim_object(one) for one in found]},
        parts=(Table(headings=headings, rows=rows), "", told + "."),
    )


def _claim_object(claim: ClaimCover) -> Json:
    return {"id": claim.id, "status": claim.status.value, "elements": list(claim.elements), "reason": claim.reason}


def _origins(loaded: formats.Loaded, lang: str) -> Answer:
    found = formats.origins(loaded)
    objects: list[Json] = [
        {"path": path, "value": value, "file": place.file, "line": place.line, "column": place.column}
        for path, value, place in found
    ]
    rows = tuple((path, value, str(place)) for path, value, place in found)
    headings = tuple(heading.say(lang) for heading in _ORIGIN_HEADINGS)
    return Answer(data={"origins": objects}, parts=(Table(headings=headings, rows=rows),))
