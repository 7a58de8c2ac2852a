"""The group of all verbs."""

from __future__ import annotations

import click

from collabmodel.cli.case import case
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
    Write down how organisations cooperate around a client, check it, run cases on it, and judge histories by it.

    MODEL is the id of a shipped model (see `collabmodel models`) or the path of a model file. HISTORY is a file of
    case histories (.csv, .jsonl, .parquet, .xes, .xes.gz, .jsonocel, .json or .sqlite, the last three OCEL 2.0) or the
    URL of a store, such as sqlite:///cases.db.

    Exit codes: 0 done; 1 error findings, a refusal, or a required threshold is not met; 2 usage; 3 a file could not be
    read; 4 a plugin or store failed; 5 outcome unknown, ask again with the same key; 70 a defect of collabmodel.
    """


for _verb in (models, show, check, schema, evaluate, pilot, case):
    verbs.add_command(_verb)
