"""
Draw a small timeline for every rule template: what keeps it, what breaks it, what is still open.

Run ``python docs/timelines.py`` after a change of the templates; a test holds the pictures fresh.
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from collabmodel.model import Template
from collabmodel.rules.templates import AB, AUTOMATA, OTHER, A, B
from collabmodel.rules.verdicts import Verdict

FOLDER = Path(__file__).parent / "images" / "templates"
LETTERS = {"a": A, "b": B, "*": AB, "-": OTHER}
SHOWN = {"a": "a", "b": "b", "*": "a+b", "-": "·"}
LOOKS = {
    Verdict.SATISFIED: ("#1b7f5a", "satisfied"),
    Verdict.POSSIBLY_SATISFIED: ("#8fc9a9", "possibly satisfied"),
    Verdict.POSSIBLY_VIOLATED: ("#f0b429", "possibly violated"),
    Verdict.VIOLATED: ("#b3261e", "violated"),
}
TRACES: dict[Template, tuple[str, ...]] = {
    Template.EXISTENCE: ("--a-", "----"),
    Template.EXISTENCE_2: ("-a-a", "-a--"),
    Template.ABSENCE_1: ("----", "--a-"),
    Template.ABSENCE_2: ("-a--", "-a-a"),
    Template.EXACTLY_1: ("-a--", "----", "-a-a"),
    Template.INIT: ("a---", "-a--"),
    Template.END: ("-a-a", "-a--"),
    Template.CHOICE: ("--b-", "----"),
    Template.EXCLUSIVE_CHOICE: ("-a-a", "----", "-a-b"),
    Template.RESPONDED_EXISTENCE: ("-b-a", "-a--", "----"),
    Template.CO_EXISTENCE: ("-b-a", "-a--", "----"),
    Template.RESPONSE: ("-a-b", "ab-a", "-b--"),
    Template.ALTERNATE_RESPONSE: ("abab", "-a--", "aab-"),
    Template.CHAIN_RESPONSE: ("-ab-", "--a", "-a-b"),
    Template.PRECEDENCE: ("-a-b", "----", "-b-a"),
    Template.ALTERNATE_PRECEDENCE: ("abab", "-a--", "ab-b"),
    Template.CHAIN_PRECEDENCE: ("-ab-", "-a--", "a-b-"),
    Template.SUCCESSION: ("-a-b", "-a--", "-b-a"),
    Template.ALTERNATE_SUCCESSION: ("abab", "ab-a", "abb-"),
    Template.CHAIN_SUCCESSION: ("-ab-", "--a", "a-b-"),
    Template.NOT_CO_EXISTENCE: ("-a-a", "----", "-b-a"),
    Template.NOT_SUCCESSION: ("-b-a", "----", "-a-b"),
    Template.NOT_CHAIN_SUCCESSION: ("a-b-", "----", "-ab-"),
}
"""Traces worth showing for each template: ``a``, ``b``, ``*`` for both at once, ``-`` for another event."""


def verdicts(template: Template, trace: str) -> list[Verdict]:
    """Give the verdict of an open case after each event of a trace."""
    automaton = AUTOMATA[template]
    letters = tuple(LETTERS[letter] for letter in trace)
    return [automaton.colour(automaton.run(letters[: end + 1])) for end in range(len(letters))]


def row(template: Template, trace: str, top: int) -> str:
    """Draw one trace as a line of dots, coloured by the verdict after each."""
    found = verdicts(template, trace)
    dots = [
        f'<line x1="16" y1="{top}" x2="{28 + 44 * (len(trace) - 1)}" y2="{top}" stroke="#9aa5b1" stroke-width="2"/>'
    ]
    for place, (letter, verdict) in enumerate(zip(trace, found, strict=True)):
        x, text = (
            28 + 44 * place,
            "#102a43" if verdict in (Verdict.POSSIBLY_SATISFIED, Verdict.POSSIBLY_VIOLATED) else "#ffffff",
        )
        dots.append(f'<circle cx="{x}" cy="{top}" r="14" fill="{LOOKS[verdict][0]}"/>')
        dots.append(
            f'<text x="{x}" y="{top + 4}" text-anchor="middle" font-size="12" fill="{text}">{SHOWN[letter]}</text>'
        )
    dots.append(f'<text x="210" y="{top + 4}" font-size="13" fill="#334e68">{LOOKS[found[-1]][1]}</text>')
    return "".join(dots)


def picture(template: Template) -> str:
    """Draw all traces of a template as one SVG picture."""
    traces = TRACES[template]
    height = 36 * len(traces) + 8
    told = "; ".join(
        f"{' '.join(SHOWN[x] for x in trace)}: {LOOKS[verdicts(template, trace)[-1]][1]}" for trace in traces
    )
    rows = "".join(row(template, trace, 22 + 36 * place) for place, trace in enumerate(traces))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 {height}" width="360" height="{height}" role="img" '
        f'font-family="sans-serif"><title>{escape(template.value)}</title><desc>{escape(told)}</desc>{rows}</svg>\n'
    )


def file_name(template: Template) -> str:
    """Give the name of a template's picture."""
    return template.value.replace(" ", "-") + ".svg"


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for each in Template:
        (FOLDER / file_name(each)).write_text(picture(each), encoding="utf-8")
