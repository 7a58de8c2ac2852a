"""The group of all verbs."""

from __future__ import annotations

import click

from collabmodel.cli.case import case
from collabmodel.cli.check import check
from collabmodel.cli.cite import cite
from collabmodel.cli.compare import compare
from collabmodel.cli.evaluate import evaluate
from collabmodel.cli.exits import ExitCode
from collabmodel.cli.hosting import Hosting, host
from collabmodel.cli.models import models
from collabmodel.cli.pilot import pilot
from collabmodel.cli.plugin import plugin
from collabmodel.cli.plugins import plugins
from collabmodel.cli.report import report
from collabmodel.cli.schema import schema
from collabmodel.cli.show import show
from collabmodel.cli.simulate import simulate
from collabmodel.errors import CollabError
from collabmodel.plugin import CommandKind


class Verbs(click.Group):
    """The verbs: ours, and those of plugins, looked for only when a word is none of ours or all are listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """
        List all verbs.

        Args:
            ctx: The call.
        """
        return sorted({*super().list_commands(ctx), *(one.name for one in _theirs())})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """
        Give the verb of a name, or None.

        Args:
            ctx: The call.
            cmd_name: The word.
        """
        ours = super().get_command(ctx, cmd_name)
        if ours is not None:
            return ours
        return next((_loaded(one) for one in _theirs() if one.name == cmd_name), None)


def _theirs() -> tuple[CommandKind, ...]:
    try:
        return tuple(one for one in host().commands if one.name not in verbs.commands)
    except CollabError as error:
        raise click.ClickException(str(error)) from None


def _loaded(kind: CommandKind) -> click.Command:
    try:
        found = kind.load()
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a plugin raises is its fault
        found = type(error).__name__
    if isinstance(found, click.Command):
        return found

    def fail() -> int:
        """The plugin that brings this verb failed."""
        click.echo(f"the verb {kind.name!r} of a plugin could not be loaded: {found}", err=True)
        return ExitCode.PLUGIN

    return click.Command(kind.name, callback=fail, help=kind.summary)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="collabmodel", prog_name="collabmodel")
@click.option(
    "--settings",
    envvar="COLLABMODEL_SETTINGS",
    metavar="FILE",
    help="File of settings of plugins. Default: COLLABMODEL_SETTINGS, else collabmodel.yaml here, if it is there.",
)
@click.option("--without", multiple=True, metavar="NAME", help="Do not load a plugin (its name or distribution).")
@click.pass_context
def verbs(context: click.Context, settings: str | None, without: tuple[str, ...]) -> None:
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
    context.obj = Hosting(file=settings, without=without)


for _verb in (models, show, check, schema, evaluate, simulate, compare, pilot, report, case, plugins, plugin, cite):
    verbs.add_command(_verb)
