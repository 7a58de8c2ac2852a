"""Compare variants of the youth reception model under the same luck, and write down what came out."""

from __future__ import annotations

import argparse
import csv
import os
import re
import sys
from pathlib import Path

import attrs

import collabmodel as cm
from collabmodel.report import comparison_page
from collabmodel.simulate import with_changes

HERE = Path(__file__).parent
SHIPPED = "jyvaskyla-youth-reception"
SMALL = {"horizon": "1 year", "warm_up": "13 weeks"}


@attrs.frozen(kw_only=True)
class Question:
    """
    What is asked, by what, and which figures will answer it: chosen before anything was run.

    Args:
        name: Name of its folder.
        asked: The question.
        model: File of the second model; the first is the shipped one.
        scenarios: Scenarios of the first and of the second model.
        figures: Ids of the indicators that answer.
    """

    name: str
    asked: str
    model: str
    scenarios: tuple[str | Path, str | Path]
    figures: tuple[str, ...]


QUESTIONS = (
    Question(
        name="review",
        asked="What does the mid-term review cost, and what goes with it?",
        model="without-review.yaml",
        scenarios=(SHIPPED, HERE / "without-review.scenario.yaml"),
        figures=(
            "lead_time",
            "wait:opening_meeting",
            "utilisation:social_workers",
            "utilisation:youth_workers",
            "moved",
            "silence",
            "rule:closing_meeting_held",
            "rule:contact_due",
        ),
    ),
    Question(
        name="attempts",
        asked="What do two attempts to reach a young person change, instead of three?",
        model="two-attempts.yaml",
        scenarios=(SHIPPED, HERE / "two-attempts.scenario.yaml"),
        figures=("work:contact_attempt", "ending:not_reached", "lead_time", "open_at_end", "utilisation:youth_workers"),
    ),
)


def main(arguments: list[str] | None = None) -> None:
    """
    Answer both questions, each into a folder of its own.

    Args:
        arguments: What the command line says; None for what it says now.
    """
    chosen = _options().parse_args(arguments)
    for question in QUESTIONS:
        out = chosen.out / question.name
        print(f"{question.asked}")
        found = compared(question, full=chosen.full, replications=chosen.replications, jobs=chosen.jobs, out=out)
        write(found, out)
        tell(found, question)
        print(f"Written to {out}\n")


def compared(question: Question, *, full: bool, replications: int | None, jobs: int, out: Path) -> cm.Comparison:
    """
    Simulate both sides with the same luck.

    Args:
        question: What is asked.
        full: Whether five years are simulated; else one, to look at.
        replications: How many of each; None for 30, or 3 of the small ones.
        jobs: How many at once.
        out: Folder to keep both studies in.
    """
    a, b = (with_changes(scenario, {} if full else SMALL) for scenario in map(cm.load_scenario, question.scenarios))
    return cm.compare(
        cm.load(SHIPPED),
        cm.load(HERE / question.model),
        a,
        scenario_b=b,
        replications=replications or (30 if full else 3),
        jobs=jobs,
        compiled=None if full else False,  # a quick look does not wait for the compiler
        out=out,
        progress=lambda done, of: print(f"\r{done} of {of} replications", end="", file=sys.stderr, flush=True),
    )


def write(found: cm.Comparison, out: Path) -> None:
    """
    Write page, figures, table and report.

    Args:
        found: The comparison.
        out: Folder for them.
    """
    page = comparison_page(found, "en")
    (out / "comparison.html").write_text(page, encoding="utf-8")
    drawn = re.findall(r"<svg [^>]*-broad-title.*?</svg>", page, re.DOTALL)
    for number, figure in enumerate(drawn, 1):
        (out / f"differences-{number}.svg").write_text(figure, encoding="utf-8")
    (out / "stress.md").write_text(cm.stress(found), encoding="utf-8")
    with (out / "differences.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("indicator", "unit", "a", "b", "difference", "low", "high", "pairs", "gain"))
        for one in found.indicators:
            told = (one.a, one.b, one.difference, one.low, one.high, one.pairs, one.gain)
            rows.writerow((one.id, one.unit, *told))


def tell(found: cm.Comparison, question: Question) -> None:
    """
    Print the figures that were chosen to answer.

    Args:
        found: The comparison.
        question: What was asked.
    """
    print(f"\n{'':28}{'a':>10}{'b':>10}{'b - a':>10}   {found.a.confidence:.0%} interval")
    known = {one.id: one for one in found.indicators}
    for one in (known[id] for id in question.figures):
        figures = "".join("-".rjust(10) if each is None else f"{each:10.3f}" for each in (one.a, one.b, one.difference))
        interval = "" if one.low is None else f"{one.low:.3f} to {one.high:.3f}"
        print(f"{one.id:28}{figures}   {interval} {one.unit}")
    for warning in found.warnings:
        print(f"  {warning.in_language('en')}")


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--full", action="store_true", help="five years thirty times over, instead of a quick look")
    options.add_argument("--replications", type=int, metavar="N", help="how many of each model, 2 or more")
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="how many at once")
    options.add_argument("--out", type=Path, default=Path("comparison"), metavar="DIR", help="folder for all of it")
    return options


if __name__ == "__main__":
    main()
