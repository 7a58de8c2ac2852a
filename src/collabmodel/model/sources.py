"""Where a model comes from: documents, the claims they make, and what was left out on purpose."""

from __future__ import annotations

import datetime as dt

import attrs

from collabmodel.model.text import Text


@attrs.frozen(kw_only=True)
class Claim:
    """
    One thing that a source document says.

    Args:
        id: Id, unique in the model; elements name it under ``cites``.
        text: The claim in one's own words.
    """

    id: str
    text: Text = Text()


@attrs.frozen(kw_only=True)
class Source:
    """
    A document that the model rests on: a description of practice, a law, a study.

    Args:
        id: Id, unique in the model; elements name it under ``cites``.
        title: What the document is called.
        url: Where it can be read, or empty.
        author: Who wrote it.
        published: Date of publication or of last change, or None.
        valid_from: First day on which what it says holds, or None.
        valid_until: Last day on which what it says holds, or None.
        claims: What it says, claim by claim.
    """

    id: str
    title: Text = Text()
    url: str = ""
    author: str = ""
    published: dt.date | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    claims: tuple[Claim, ...] = ()


@attrs.frozen(kw_only=True)
class NotModelled:
    """
    A claim that no element models, and why, so that nothing is left out silently.

    Args:
        id: Id of the claim.
        reason: Why it is not modelled.
    """

    id: str
    reason: Text = Text()


@attrs.frozen(kw_only=True)
class Card:
    """
    What a catalogue of practices asks about a model.

    Args:
        area: Where it is used.
        funder: Who paid for the work.
        authors: Who described it.
        created: Date of the first description, or None.
        changed: Date of the last change, or None.
        maturity: Stage of development, such as ``"ready"`` or ``"never tried"``.
        supports: Parent document that the model serves, or empty.
        attachments: Files or links that belong to it.
    """

    area: Text = Text()
    funder: Text = Text()
    authors: tuple[str, ...] = ()
    created: dt.date | None = None
    changed: dt.date | None = None
    maturity: str = ""
    supports: Text = Text()
    attachments: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class CheckWaiver:
    """
    A check that does not apply here, with the reason, so that the finding is answered and not hidden.

    Args:
        check: Code of the check.
        element: Id of the element it is waived for; empty for the whole model.
        reason: Why.
    """

    check: str
    element: str = ""
    reason: Text = Text()
