"""A report of a study by the items of STRESS-DES, filled as far as model, scenario and study tell."""

from __future__ import annotations

from collabmodel.simulate.results import Comparison, Study
from collabmodel.simulate.stress_items import ITEMS, Item, Reported

SECTIONS = {
    "1": "Objectives",
    "2": "Logic",
    "3": "Data",
    "4": "Experimentation",
    "5": "Implementation",
    "6": "Access",
}
"""The six sections of the guidelines."""
SOURCE = (
    "T. Monks et al., Strengthening the reporting of empirical simulation studies: introducing the STRESS guidelines, "
    "Journal of Simulation 13 (2019) 55-67, doi 10.1080/17477778.2018.1442155"
)
"""Where the items come from."""


def stress(study_or_comparison: Study | Comparison) -> str:
    """
    Write a report by the items of STRESS-DES, in Markdown.

    What model, scenario and study tell is filled in; what they cannot tell is listed at the end for the author.

    Source: Monks et al. 2019, doi 10.1080/17477778.2018.1442155; item names in our own words.

    Args:
        study_or_comparison: A study, or two side by side.
    """
    if isinstance(study_or_comparison, Comparison):
        of = Reported(study=study_or_comparison.a, comparison=study_or_comparison)
    else:
        of = Reported(study=study_or_comparison)
    lines = [f"# {_title(of)}", "", f"Reported by the items of STRESS-DES ({SOURCE})."]
    left: list[Item] = []
    section = ""
    for item in ITEMS:
        if item.number[0] != section:
            section = item.number[0]
            lines += ["", f"## {section} {SECTIONS[section]}"]
        said = item.say(of)
        left += [item] if item.left or not said else []
        lines += ["", f"### {item.number} {item.title}", "", *(said or ["The study does not tell; see the end."])]
    lines += ["", "## Left to the author", ""]
    lines += [f"- {one.number} {one.title}: {one.left or 'nothing is known here'}." for one in left]
    return "\n".join(lines) + "\n"


def _title(of: Reported) -> str:
    names = [of.say(study.model.title) or study.model.id for study in of.studies]
    return " and ".join(dict.fromkeys(names))
