"""What became of each claim of a model's sources: modelled by which elements, or left out and why."""

from __future__ import annotations

import enum
from collections.abc import Iterator

import attrs

from collabmodel.model import Model, elements


class Status(enum.Enum):
    """What became of a claim."""

    CITED = "cited"
    NOT_MODELLED = "not_modelled"
    OPEN = "open"


@attrs.frozen(kw_only=True)
class ClaimCover:
    """
    One claim and what became of it.

    Args:
        id: Id of the claim.
        status: What became of it.
        elements: Ids of elements that cite it, with their sections: ``rules.opening_first``.
        reason: Why it was left out; empty if it was not.
    """

    id: str
    status: Status
    elements: tuple[str, ...] = ()
    reason: str = ""


def claims(model: Model, lang: str = "en") -> tuple[ClaimCover, ...]:
    """
    Say what became of every claim of a model's sources, in file order.

    Args:
        model: The model.
        lang: Language of the reasons.

    >>> from collabmodel.model import Claim, Role, Side, Source
    >>> source = Source(id="s", claims=(Claim(id="A1"),))
    >>> found = claims(Model(id="m", sources=(source,), roles=(Role(id="child", side=Side.CLIENT, cites=("A1",)),)))
    >>> found[0].status.value, found[0].elements
    ('cited', ('roles.child',))
    """
    citing: dict[str, list[str]] = {}
    for section, element in elements(model):
        for claim in dict.fromkeys(_cites(element)):
            citing.setdefault(claim, []).append(f"{section}.{element.id}")
    reasons = {one.id: one.reason.in_language(lang, model.language) for one in model.not_modelled}
    known = dict.fromkeys(claim.id for source in model.sources for claim in source.claims)
    return tuple(_cover(claim, tuple(citing.get(claim, ())), reasons) for claim in known)


def _cover(claim: str, citing: tuple[str, ...], reasons: dict[str, str]) -> ClaimCover:
    if citing:
        return ClaimCover(id=claim, status=Status.CITED, elements=citing)
    if claim in reasons:
        return ClaimCover(id=claim, status=Status.NOT_MODELLED, reason=reasons[claim])
    return ClaimCover(id=claim, status=Status.OPEN)


def _cites(value: object) -> Iterator[str]:
    """Walk over what a record and the records inside it cite."""
    if isinstance(value, tuple):
        for item in value:
            yield from _cites(item)
        return
    kind = type(value)
    if attrs.has(kind):
        for field in attrs.fields(kind):
            inner = getattr(value, field.name)
            if field.name == "cites":
                yield from inner
            else:
                yield from _cites(inner)
