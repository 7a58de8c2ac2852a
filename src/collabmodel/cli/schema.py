"""``collabmodel schema``: the JSON Schema of model and scenario files, for editors."""

from __future__ import annotations

import json

import click

from collabmodel import formats
from collabmodel.cli.answers import Answer, answers
from collabmodel.simulate.reading import scenario_schema


@click.command()
@click.option("--scenario", is_flag=True, help="That of scenario files instead.")
@answers
def schema(*, scenario: bool, lang: str) -> Answer:  # noqa: ARG001 - a schema is the same in every language
    """Print the JSON Schema of model files, or of scenario files."""
    found = scenario_schema() if scenario else formats.schema()
    return Answer(data={"schema": found}, parts=(json.dumps(found, ensure_ascii=False, indent=2),))
