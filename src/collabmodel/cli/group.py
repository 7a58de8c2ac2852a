"""The group of all verbs."""

from __future__ import annotations

import click

from collabmodel.cli.case import case
from collabmodel.cli.check import check
from collabmodel.cli.cite import cite
from collabmodel.cli.compare import compare
from collabmodel.cli.evaluate import evaluate
from collabmodel.cli.models import models
from collabmodel.cli.pilot import pilot
from collabmodel.cli.report import report
from collabmodel.cli.schema import schema
from collabmodel.cli.show import show
from collabmodel.cli.simulate import simulate


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="collabmodel", prog_name="collabmodel")
def verbs() -> None:
    """
    Write down how organisations cooperate around a client, check it, simulate it, run cases on it, and judge histories
    by it.

    MODEL is the id of a shipped model (see `collabmodel models`) or the path of a model file. HISTORY is a file of
    case histories (.csv, .jsonl, .parquet, .xes, .xes.gz, .jsonocel, .json or .sqlite, the last three OCEL 2.0) or the
    URL of a store, such as sqlite:///cases.db.

    A scenario says what the model does not: who comes, who is on staff, how long things take, who stays away.

    Exit codes: 0 done; 1 error findings, a refusal, or a required threshold is not met; 2 usage; 3 a file could not be
    read; 4 a plugin or store failed; 5 outcome unknown, ask again with the same key; 70 a defect of collabmodel; 130
    stopped from the keyboard.
    """


for _verb in (models, show, check, schema, evaluate, simulate, compare, pilot, report, case, cite):
    verbs.add_command(_verb)
