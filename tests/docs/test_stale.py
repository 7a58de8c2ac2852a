"""The documentation names everything that a user can meet."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

import collabmodel.errors
from collabmodel.check import CHECKS
from collabmodel.cli import ExitCode
from collabmodel.cli.group import verbs

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def page(name: str) -> str:
    return (REFERENCE / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", sorted(verbs.commands))
def test_every_verb_and_option_is_documented(verb: str) -> None:
    """Every verb has a section on the command line's page that names each of its options."""
    text = page("command-line")
    section = re.search(rf"^## `collabmodel {verb}`\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)

    assert section is not None
    commands = [verbs.commands[verb]]
    if isinstance(commands[0], click.Group):
        commands += commands[0].commands.values()
        assert [name for name in commands[0].commands if f"| `{verb} {name}" not in section[1]] == []
    options = [
        name
        for command in commands
        for option in command.params
        if isinstance(option, click.Option)
        for name in option.opts
    ]
    assert [name for name in options if name.startswith("--") and name not in section[1]] == []


def told_checks() -> str:
    sections = [
        f"### {check.code}\n\n{check.title[:1].upper()}{check.title[1:]}.\n"
        f"Severity: {check.severity.value}.\nMessage: {check.message}.\nSource: {check.source}.\n"
        for check in CHECKS
    ]
    return "\n" + "\n".join(sections).replace("{", "*").replace("}", "*") + "\n"


def test_every_check_is_documented(regenerate: bool) -> None:
    """Every check has a section on the page of checks, told as in the table of checks."""
    pattern = re.compile(r"(<!-- checks -->\n).*?(<!-- end -->)", re.DOTALL)
    wanted = pattern.sub(lambda match: match[1] + told_checks() + match[2], page("check"))
    if regenerate:
        (REFERENCE / "check.md").write_text(wanted, encoding="utf-8")

    assert page("check") == wanted


def test_every_error_is_documented() -> None:
    """Every exception of the tree stands on the page of errors."""
    errors = [
        name
        for name, value in vars(collabmodel.errors).items()
        if isinstance(value, type) and issubclass(value, Exception)
    ]

    assert [name for name in errors if f"`{name}`" not in page("errors")] == []


def test_every_exit_code_is_documented() -> None:
    """Every exit code stands on the page of errors."""
    assert [code for code in ExitCode if f"| {int(code)} |" not in page("errors")] == []
