"""``collabmodel schema``: the JSON Schema of model files, for editors."""

from __future__ import annotations

import json

import click

from collabmodel import formats
from collabmodel.cli.answers import Answer, answers


@click.command()
@answers
def schema(*, lang: str) -> Answer:  # noqa: ARG001 - a schema is the same in every language
    """Print the JSON Schema of model files."""
    found = formats.schema()
    return Answer(data={"schema": found}, parts=(json.dumps(found, ensure_ascii=False, indent=2),))
