"""Text as nobody wishes it, but somebody will type it."""

from __future__ import annotations

INJECTED = "X-Injected: yes"
"""A line that must never stand as a line of its own in what an adapter makes."""
HOSTILE_TEXTS: tuple[tuple[str, str], ...] = (
    ("line breaks", f"due\r\n{INJECTED}\r\n\r\nbody"),
    ("other line breaks", f"due\n{INJECTED}\x0b\x0c\x85\u2028{INJECTED}"),
    ("markup", "<b>due</b><script>alert(1)</script>&amp;]]>--><!-- {{7*7}} ${7*7} %s"),
    ("formula", "=1+1;@SUM(A1)|+2-3\"'`"),
    ("turned letters", "due \u202egnp.exe\u202c \u2066x\u2069 \u200f"),
    ("pictures", "\U0001f9d2\u200d\U0001f9d1 \U0001f1eb\U0001f1ee e\u0301 \u00e5\u00e4\u00f6 \u6f22"),
    ("1,000 characters", "due " * 250),
    ("controls", "due\x00\x01\x1b[31m\x7f\t\x9c"),
    ("half a character", "due \ud800"),
    ("nothing", ""),
)
"""Texts with what each of them is."""
