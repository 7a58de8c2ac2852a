"""What mails say, in each language; nothing of it comes from a case."""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections.abc import Mapping

from collabmodel.model import Text
from collabmodel.plugin import Message


@functools.cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """Give the texts that are shipped: by language, then by what they are for."""
    shipped = importlib.resources.files(__package__).joinpath("texts.json")
    found: dict[str, dict[str, str]] = json.loads(shipped.read_text("utf-8"))
    return found


def line(message: Message, language: str) -> str:
    """
    Give the sentence that tells a message; of what is not known, only that there is news.

    Args:
        message: The message.
        language: The language.
    """
    known = texts()[language]
    if message.appointment is not None:
        return known["cancelled" if message.appointment.method == "cancel" else "meeting"]
    return known[message.about if message.about in {"changed", "due", "overdue", "offer"} else "other"]


def said(text: Text, language: str) -> str:
    """
    Give a text of the settings in a language, or in whichever it has.

    Args:
        text: The text.
        language: The language.

    >>> said(Text.of({"fi": "Hei", "en": "Hello"}), "en"), said(Text.of({"fi": "Hei"}), "en"), said(Text(), "en")
    ('Hello', 'Hei', '')
    """
    versions = dict(text.versions)
    return versions.get(language) or next(iter(versions.values()), "")
