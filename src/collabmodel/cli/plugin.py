"""``collabmodel plugin``: for whoever writes one. ``new`` writes a distribution that works, to change from there."""

from __future__ import annotations

from pathlib import Path

import click

from collabmodel.cli.answers import Answer, answers
from collabmodel.cli.scaffolding import KINDS, Scaffold, write_files
from collabmodel.report.words import Phrase

_WRITTEN = Phrase("Written to {folder}:", "Kirjoitettu kansioon {folder}:", "Skrivet till {folder}:")
_NEXT = Phrase(
    "Install it and try it: python -m pip install -e {folder}, then python -m pytest {folder}",
    "Asenna ja kokeile: python -m pip install -e {folder}, sitten python -m pytest {folder}",
    "Installera och prova: python -m pip install -e {folder}, sedan python -m pytest {folder}",
)


@click.group()
def plugin() -> None:
    """Write plugins. What is installed is listed by `collabmodel plugins`."""


@plugin.command()
@click.argument("name")
@click.option("--kind", type=click.Choice(sorted(KINDS)), required=True, help="What the plugin brings.")
@click.option("--out", metavar="DIR", help="Folder to write to. Default: one called NAME here.")
@answers
def new(*, name: str, kind: str, out: str | None, lang: str) -> Answer:
    """
    Write a distribution called NAME with a small plugin that works, its settings, and its conformance suite.

    Nothing that is there already is written over.
    """
    folder = Path(out or name)
    scaffold = Scaffold(name=name, kind=kind)
    files = write_files(scaffold, folder)
    listed = "\n".join(f"  {path}" for path in files)
    return Answer(
        data={
            "name": scaffold.distribution,
            "module": scaffold.module,
            "kind": kind,
            "adapter": scaffold.adapter,
            "folder": str(folder),
            "files": [str(folder / path) for path in files],
        },
        parts=(f"{_WRITTEN.say(lang, folder=str(folder))}\n{listed}", _NEXT.say(lang, folder=str(folder))),
    )
