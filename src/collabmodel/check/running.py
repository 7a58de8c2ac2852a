"""Running the checks of a table over a model, and hearing its waivers."""

from __future__ import annotations

import re

import attrs

from collabmodel.check.finding import Check, Finding, Hit, Placing
from collabmodel.check.subject import Subject
from collabmodel.check.waivers import object_to, silenced
from collabmodel.errors import Place
from collabmodel.model import Model

_SHORTER = tuple(re.compile(rf"(\.(?:{keys}))\.0(?=\.|$)") for keys in ("on", "entry|exit", "on|entry|exit"))


@attrs.frozen
class Nowhere:
    """
    Places of a model that no file holds: every part stands in the model as a whole.

    Args:
        model: Id of the model.

    >>> str(Nowhere("m").of("roles.child"))
    'm'
    """

    model: str

    def of(self, path: str) -> Place:  # noqa: ARG002 - the answer is the same for every path
        """
        Give the model itself as the place.

        Args:
            path: Path into the model.
        """
        return Place(self.model)


def run(model: Model, places: Placing, checks: tuple[Check, ...]) -> tuple[Finding, ...]:
    """
    Run checks over a model and give what they find, waived findings left out, in file order.

    Args:
        model: The model.
        places: Where its parts stand.
        checks: The checks.
    """
    subject = Subject(model)
    found = [_finding(check, hit, subject, places) for check in checks for hit in check.run(subject)]
    codes = frozenset(check.code for check in checks)
    kept = [finding for finding in found if not silenced(finding, model.waivers)]
    kept.extend(_finding(check, hit, subject, places) for check, hit in object_to(model.waivers, codes, tuple(found)))
    return tuple(sorted(set(kept), key=_order))


def _order(finding: Finding) -> tuple[str, int, int, str, str, str]:
    place = finding.place
    return (place.file, place.line, place.column, finding.code, finding.path, finding.message)


def _finding(check: Check, hit: Hit, subject: Subject, places: Placing) -> Finding:
    element = subject.owner(hit.path)
    cites = subject.cites(element)
    return Finding(
        code=check.code,
        severity=check.severity,
        message=check.message.format_map(dict(hit.words)),
        path=hit.path,
        place=_place(hit.path, places),
        element=element,
        source="; ".join(part for part in (check.source, f"cites {', '.join(cites)}" if cites else "") if part),
    )


def _place(path: str, places: Placing) -> Place:
    """Give the place of a path, whose numbers a file leaves out where one thing stands for a list of one."""
    found = places.of(path)
    for shorter in _SHORTER:
        short = places.of(shorter.sub(r"\1", path))
        # Of two places around a value the later one is the nearer one.
        if short.file == found.file and (short.line, short.column) > (found.line, found.column):
            found = short
    return found
