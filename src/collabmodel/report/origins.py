"""Where the numbers of a document come from, as pairs of what and which."""

from __future__ import annotations

from importlib import metadata

from collabmodel.evaluate import Evaluation
from collabmodel.report.documentwords import DOCUMENT
from collabmodel.report.pageparts import Provenance
from collabmodel.report.pagewords import PAGE


def origin_pairs(evaluation: Evaluation | None, provenance: Provenance, lang: str) -> tuple[tuple[str, str], ...]:
    """
    Tell where numbers come from: the file of histories, the time of judging, each model, and the library.

    Args:
        evaluation: What was found, or None.
        provenance: Models and files used.
        lang: Language code.
    """
    source = ((PAGE["histories"].say(lang), provenance.source),) if provenance.source else ()
    when = evaluation.as_of.isoformat(sep=" ", timespec="minutes") if evaluation else ""
    judged = ((DOCUMENT["judged_at"].say(lang), when),) if when else ()
    models = (
        (DOCUMENT["model"].say(lang, id=f"{id} {version}".strip()), f"{PAGE['fingerprint'].say(lang)} {print_}")
        for id, version, print_ in provenance.hashes
    )
    library = (PAGE["made_with"].say(lang), f"collabmodel {metadata.version('collabmodel')}")
    return (*source, *judged, *models, library)
