"""The reference of running cases names every command, reason, lack and exit code."""

from __future__ import annotations

import re
from pathlib import Path

from collabmodel.case import VERBS, Lack, Reason

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "case.md"
ABOUT = {
    "case": "the case",
    "roles": "a role: who takes part",
    "activities": "an activity",
    "phases": "a phase",
    "leads": "a lead",
    "consents": "a consent scope",
    "legal_bases": "a legal basis",
    "limits": "a limit",
    "rules": "a rule",
    "instruments": "an instrument",
    "indicators": "an indicator",
    "links": "a kind of link",
}


def text() -> str:
    return PAGE.read_text(encoding="utf-8")


def first_cells(heading: str) -> set[str]:
    section = text().partition(f"| {heading} |")[2].partition("\n\n")[0]
    cells = (line.split("|")[1] for line in section.splitlines() if line.startswith("|"))
    return {word for cell in cells for word in re.findall(r"`([^`]+)`", cell)}


def quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def told_verbs() -> str:
    rows = [
        f"| `{verb.name}` | {ABOUT[verb.section]} | {quoted(verb.needs)} | {quoted(verb.takes)} | "
        f"{'`' + verb.kind + '.' if verb.kind else '`'}{verb.transition or '(as corrected)'}` |"
        for verb in VERBS
    ]
    return "\n".join(["", "| command | element | needs | takes | event |", "|---|---|---|---|---|", *rows, "", ""])


def test_every_command_stands_in_a_fresh_table(regenerate: bool) -> None:
    """The table of commands on the page is made from the table of commands in the code."""
    wanted = re.sub(
        r"(<!-- verbs -->\n).*?(<!-- end -->)",
        lambda match: match[1] + told_verbs() + match[2],
        text(),
        count=1,
        flags=re.DOTALL,
    )
    if regenerate:
        PAGE.write_text(wanted, encoding="utf-8")

    assert text() == wanted


def test_every_reason_is_explained() -> None:
    """Whoever is refused finds the reason on the page, and no reason stands there that nobody meets."""
    assert first_cells("reason") == {reason.value for reason in Reason}


def test_every_lack_is_explained() -> None:
    """Every kind of thing that may be missing stands on the page."""
    assert first_cells("lack") == {lack.value for lack in Lack}
