"""Words of findings: the right article, and what an author may have meant by an unknown word."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def meant(word: str, known: Iterable[str]) -> str:
    """
    Give the end of a message about an unknown word: the nearest known one, or the known ones if they are few.

    Args:
        word: What was written.
        known: What could have been written.

    >>> meant("gardian", ["child", "guardian"])
    " - did you mean 'guardian'?"
    >>> meant("x", ["child", "guardian"])
    ' - known are child, guardian'
    >>> meant("x", [])
    ''
    """
    words = sorted(set(known))
    near = difflib.get_close_matches(word.lower().replace("_", " "), [w.lower().replace("_", " ") for w in words], n=1)
    if near:
        match = next(w for w in words if w.lower().replace("_", " ") == near[0])
        return f" - did you mean '{match}'?"
    if 0 < len(words) <= 8:
        return f" - known are {', '.join(words)}"
    return ""


def a(noun: str) -> str:
    """
    Put the indefinite article before a noun.

    Args:
        noun: The noun.

    >>> a("role"), a("organisation")
    ('a role', 'an organisation')
    """
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"
