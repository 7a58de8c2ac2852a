"""The group of all verbs."""

from __future__ import annotations

import click

from collabmodel.cli.check import check
from collabmodel.cli.evaluate import evaluate
from collabmodel.cli.models import models
from collabmodel.cli.pilot import pilot
from collabmodel.cli.schema import schema
from collabmodel.cli.show import show


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="collabmodel", prog_name="collabmodel")
def verbs() -> None:
    """
    Write down how organisations cooperate around a client, check it, and judge histories by it.

    MODEL is the id of a shipped model (see `collabmodel models`) or the path of a model file. HISTORY is a file of
    case histories: .csv, .jsonl, .parquet, .xes, .xes.gz, .jsonocel, .json (OCEL 2.0) or .sqlite (OCEL 2.0).

    Exit codes: 0 done; 1 error findings, or a required threshold is not met; 2 usage; 3 a file could not be read;
    4 a plugin failed; 5 outcome unknown; 70 a defect of collabmodel.
    """


for _verb in (models, show, check, schema, evaluate, pilot):
    verbs.add_command(_verb)
