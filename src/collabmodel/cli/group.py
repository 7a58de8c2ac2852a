"""The group of all verbs."""

from __future__ import annotations

import click

from collabmodel.cli.answers import failed, write
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
from collabmodel.plugin.guarding import printing_to_stderr


class Verbs(click.Group):
    """The verbs: ours, and those of plugins, looked for only when a word is none of ours or all are listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """
        List all verbs; where plugins cannot be looked for, why stands on standard error, and ours are listed.

        Args:
            ctx: The call.
        """
        try:
            theirs = _theirs()
        except CollabError as error:
            theirs = ()
            write(failed(error), as_json=False)
        return sorted({*super().list_commands(ctx), *(one.name for one in theirs)})

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
        try:
            return next((_loaded(one) for one in _theirs() if one.name == cmd_name), None)
        except CollabError as error:
            answer = failed(error)
            write(answer, as_json=False)
            ctx.exit(answer.code)

    def invoke(self, ctx: click.Context) -> object:
        """
        Run the verb; one of a plugin that raises is told as that plugin's fault.

        Args:
            ctx: The call.
        """
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.Abort, click.ClickException):
            raise
        except Exception as error:  # noqa: BLE001 - whatever a plugin raises is its fault
            return self._failed(ctx, error)

    def _failed(self, ctx: click.Context, error: Exception) -> int:
        verb = ctx.invoked_subcommand or ""
        if not verb or verb in self.commands:
            raise error
        if isinstance(error, CollabError):
            answer = failed(error)
            write(answer, as_json=False)
            return answer.code
        click.echo(f"the verb {verb!r} of a plugin failed: {type(error).__name__}", err=True)
        return ExitCode.PLUGIN


def _theirs() -> tuple[CommandKind, ...]:
    return tuple(one for one in host().commands if one.name not in verbs.commands)


def _loaded(kind: CommandKind) -> click.Command:
    try:
        with printing_to_stderr():
            found = kind.load()
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a plugin raises is its fault
        found = type(error).__name__
    if isinstance(found, click.Command):
        return found
    why = found if isinstance(found, str) else f"it gave {type(found).__name__}, which is no command"

    def fail() -> int:
        """The plugin that brings this verb failed."""
        click.echo(f"the verb {kind.name!r} of a plugin could not be loaded: {why}", err=True)
        return ExitCode.PLUGIN

    return click.Command(kind.name, callback=fail, help=kind.summary)


def _noted(context: click.Context, parameter: click.Parameter, value: str | tuple[str, ...] | None) -> None:
    """Note what is said of plugins before anything looks for them: the verb itself may be one of theirs."""
    if parameter.name == "without":
        context.ensure_object(Hosting).without = tuple(value or ())
    else:
        context.ensure_object(Hosting).file = value if isinstance(value, str) else None


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="collabmodel", prog_name="collabmodel")
@click.option(
    "--settings",
    envvar="COLLABMODEL_SETTINGS",
    metavar="FILE",
    is_eager=True,
    expose_value=False,
    callback=_noted,
    help="File of settings of plugins. Default: COLLABMODEL_SETTINGS, else collabmodel.yaml here, if it is there.",
)
@click.option(
    "--without",
    multiple=True,
    metavar="NAME",
    is_eager=True,
    expose_value=False,
    callback=_noted,
    help="Do not load a plugin (its name or distribution).",
)
@click.help_option("-h", "--help", is_eager=False)
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


for _verb in (models, show, check, schema, evaluate, simulate, compare, pilot, report, case, plugins, plugin, cite):
    verbs.add_command(_verb)
