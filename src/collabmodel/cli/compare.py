"""``collabmodel compare``: which of two models is better, with the same luck for both?"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Final, Literal

import click

from collabmodel import formats
from collabmodel.cli.answers import Answer, answers
from collabmodel.cli.comparison_views import comparison_object, comparison_parts
from collabmodel.cli.judging import read
from collabmodel.cli.stopping import cancellable
from collabmodel.cli.studying import Whole, cores, study_options, trial, unsound
from collabmodel.cli.tables import progress
from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.pilot import write_page
from collabmodel.report import comparison_page, labels
from collabmodel.simulate import Progress
from collabmodel.simulate.comparing import compare as run_both

_AUTO: Final = "auto"


@click.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@study_options
@click.option("--scenario-b", metavar="S", help="Another scenario for B.")
@click.option(
    "--replications",
    type=Whole(2, 1_000_000, _AUTO),
    default="30",
    show_default=True,
    metavar="N",
    help="How many pairs; auto: as --precision needs.",
)
@click.option(
    "--precision",
    type=click.FloatRange(0, 10, min_open=True),
    metavar="P",
    help="With auto: half an interval, as a share of the figure under A. Default: 0.1.",
)
@click.option("--values", multiple=True, metavar="V", help="A set of values to judge by as well. Repeatable.")
@click.option("--past", metavar="HISTORY", help="Real case histories, judged by both models as well.")
@click.option("--out", metavar="DIR", help="Folder for a page, and for the two studies.")
@answers
def compare(  # noqa: PLR0913 - one parameter an option
    *,
    a: str,
    b: str,
    scenario: str | None,
    scenario_b: str | None,
    replications: int | Literal["auto"],
    precision: float | None,
    seed: int | None,
    jobs: int | None,
    compiled: bool | None,
    values: tuple[str, ...],
    past: str | None,
    out: str | None,
    lang: str,
) -> Answer:
    """
    Compare models A and B, or one model under two scenarios, by simulating both with the same luck.

    Each figure comes with the difference and its interval; beside it stands how the models differ, which promises and
    principles change their result, and where the two could not share their luck.
    """
    _precise(precision, replications)
    first = trial(a, scenario, lenient=True)
    second = trial(b, scenario_b or first.source, lenient=True)
    refused = unsound((first, second), lang)
    if refused is not None:
        return refused
    history = read(past, first.model, mapping=None, pairs=(), timezone=None) if past else None
    with _ended(), cancellable(at_once=True) as cancelled, progress(f"{a}, {b}") as told:
        found = run_both(
            first.model,
            second.model,
            first.scenario,
            scenario_b=second.scenario,
            values=[formats.load(one) for one in values],
            replications=replications,
            precision=precision,
            seed=seed,
            jobs=jobs or cores(),
            compiled=compiled,
            out=out,
            past=history,
            progress=_unless(cancelled, told),
        )
    page = None if out is None else write_page(comparison_page(found, lang), out)
    written = () if page is None else ("", labels.PAGE_WRITTEN.say(lang, path=page))
    return Answer(
        data={**comparison_object(found, lang), "report": None if page is None else str(page)},
        parts=(*comparison_parts(found, lang), *written),
    )


def _precise(precision: float | None, replications: int | str) -> None:
    if precision is not None and replications != _AUTO:
        hint = "write --replications auto, or leave --precision out"
        problem = Problem(what="a precision asks for as many pairs as it takes", place=Place("--precision"), hint=hint)
        raise ConfigError([problem])


@contextlib.contextmanager
def _ended() -> Iterator[None]:
    """End without an answer where somebody stops a side: half a comparison says nothing, so none is left."""
    try:
        yield
    except KeyboardInterrupt:
        raise click.Abort from None


def _unless(cancelled: Callable[[], bool], told: Progress) -> Progress:
    """Go on until somebody wishes to end."""

    def tell(done: int, total: int) -> None:
        if cancelled():
            raise click.Abort
        told(done, total)

    return tell
