"""What ``simulate``, ``compare`` and ``pilot`` share: a model and its scenario, read and checked together."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import attrs
import click

from collabmodel import formats
from collabmodel.check import Finding, check
from collabmodel.cli.answers import Answer
from collabmodel.cli.check import finding_object
from collabmodel.cli.exits import ExitCode
from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.model import Model, Severity
from collabmodel.pilot import scenario_findings
from collabmodel.report.words import Phrase
from collabmodel.simulate import Scenario
from collabmodel.simulate.pairing import fitted_to
from collabmodel.simulate.reading import read_scenario, scenario_beside

_Wrapped = TypeVar("_Wrapped", bound=Callable[..., object])
if TYPE_CHECKING:
    _Parameter = click.ParamType[int | str]
else:  # only newer releases can be asked what they give
    _Parameter = click.ParamType
_DIGITS = 19
"""Most digits of a number that fits 63 bits."""
_UNSOUND = Phrase(
    "Nothing was simulated, because of errors; mend them first.",
    "Mitään ei simuloitu virheiden vuoksi; korjaa ne ensin.",
    "Inget simulerades, eftersom det finns fel; rätta dem först.",
)


class Whole(_Parameter):
    """
    A whole number on a command line.

    Args:
        least: The least that makes sense.
        most: The greatest.
        word: A word that may stand for a number, or empty.
    """

    name = "whole number"

    def __init__(self, least: int, most: int, word: str = "") -> None:
        self.least: int = least
        self.most: int = most
        self.word: str = word

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int | str:
        """
        Read a number, or the word.

        Args:
            value: What was written.
            param: The option.
            ctx: Where it was written.
        """
        text = str(value)
        if self.word and text == self.word:
            return text
        digits = text.removeprefix("-")
        known = digits.isascii() and digits.isdecimal() and len(digits) <= _DIGITS
        if not known or not self.least <= int(text) <= self.most:
            other = f", nor {self.word}" if self.word else ""
            self.fail(f"{text!r} is no whole number from {self.least} to {self.most}{other}", param, ctx)
        return int(text)


@attrs.frozen(kw_only=True)
class Trial:
    """
    A model and a scenario, read and checked together.

    Args:
        model: The model.
        scenario: The scenario.
        source: Shipped id or path of the scenario.
        findings: What the checks found in both.
    """

    model: Model
    scenario: Scenario
    source: str | Path
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing stands against simulating it."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)


def trial(model: str, scenario: str | Path | None, *, lenient: bool = False) -> Trial:
    """
    Read a model and a scenario, and check them together.

    Args:
        model: Shipped id or path of the model.
        scenario: Shipped id or path of the scenario; None for the one beside the model.
        lenient: Whether the scenario may speak of what the model lacks.

    Raises:
        ConfigError: No scenario is named, and none is beside the model.
        FormatError: One of them cannot be read.
    """
    loaded = formats.read(model)
    source = scenario or scenario_beside(model)
    if source is None:
        hint = "name one with --scenario; `collabmodel schema --scenario` tells what it holds"
        raise ConfigError([Problem(what="no scenario is beside the model", place=Place(model), hint=hint)])
    meant = read_scenario(source)
    findings = check(loaded.model, loaded.places)
    if not any(finding.severity is Severity.ERROR for finding in findings):
        fitted = fitted_to(meant.scenario, loaded.model).scenario if lenient else meant.scenario
        findings += scenario_findings(loaded.model, fitted, meant.places)
    return Trial(model=loaded.model, scenario=meant.scenario, source=source, findings=findings)


def unsound(trials: Iterable[Trial], lang: str) -> Answer | None:
    """
    Answer that something stands against simulating, or give None where nothing does.

    Args:
        trials: What was read and checked.
        lang: Language code.
    """
    tried = tuple(trials)
    if all(one.sound for one in tried):
        return None
    errors = [one for each in tried for one in each.findings if one.severity is Severity.ERROR]
    return Answer(
        data={"findings": [finding_object(one) for one in errors]},
        parts=(*dict.fromkeys(map(str, errors)), _UNSOUND.say(lang)),
        code=ExitCode.FOUND,
    )


def study_options(command: _Wrapped) -> _Wrapped:
    """
    Add the options that say how a scenario is run.

    Args:
        command: The function behind a command.
    """
    options = (
        click.option(
            "--scenario", metavar="S", help="The scenario: path or shipped id; without it, the one beside the model."
        ),
        click.option("--seed", type=Whole(0, 2**63 - 1), metavar="K", help="Seed of all draws; else the scenario's."),
        click.option("--jobs", type=Whole(1, 1024), metavar="J", help="How many run at once; else one a core."),
        click.option(
            "--compiled/--interpreted",
            default=None,
            help="Run compiled or not; the bytes are the same. Else whichever is done sooner.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def replications_option(default: int) -> Callable[[_Wrapped], _Wrapped]:
    """
    Add the option that says how often a scenario is run.

    Args:
        default: How often without it.
    """
    return click.option(
        "--replications",
        type=Whole(1, 1_000_000),
        default=default,
        show_default=True,
        metavar="N",
        help="How often the scenario is run, each time with other luck.",
    )


def cores() -> int:
    """Give how many cores this process may use."""
    able = getattr(os, "sched_getaffinity", None)
    return len(able(0)) if able else os.cpu_count() or 1
