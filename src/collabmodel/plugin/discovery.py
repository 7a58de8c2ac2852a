"""Which plugins are installed, and which of them may be loaded: decided before anything of theirs is imported."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable
from typing import Protocol, runtime_checkable

import attrs

from collabmodel.plugin.hookspecs import PROJECT

OURS = "collabmodel"
"""The distribution whose plugins are always allowed, and win where a name is claimed twice."""
VARIABLE = "COLLABMODEL_PLUGINS"
"""Variable of the environment that lists which plugins of other distributions are loaded; empty for none."""


@runtime_checkable
class Entry(Protocol):
    """What is needed of an entry point."""

    name: str
    value: str

    def load(self) -> object:
        """Import and give what it names."""


@attrs.frozen(kw_only=True, eq=False)
class Candidate:
    """
    A plugin that is installed.

    Args:
        name: Its name.
        distribution: Name of the distribution that brings it, or empty where it is not known.
        version: Version of that.
        entry: What loads it.
        blocked: Why it may not be loaded; empty if it may.
    """

    name: str
    distribution: str
    version: str
    entry: Entry
    blocked: str = ""

    @property
    def ours(self) -> bool:
        """Whether it comes with the library."""
        return self.distribution == OURS


def candidates(
    found: Iterable[importlib.metadata.EntryPoint] | None = None,
    *,
    allow: Iterable[str] | None = None,
    block: Iterable[str] = (),
) -> tuple[Candidate, ...]:
    """
    List installed plugins, ours first, then by distribution and name; nothing is imported.

    Args:
        found: Entry points to look at; None for those installed.
        allow: Names, distributions, or ``DISTRIBUTION:NAME`` of the plugins of others that may be loaded; None for all.
        block: The same for those that may not; this goes before all else.

    >>> {one.distribution for one in candidates() if one.ours}
    {'collabmodel'}
    """
    entries = importlib.metadata.entry_points(group=PROJECT) if found is None else found
    allowed = None if allow is None else frozenset(allow)
    blocked = frozenset(block)
    seen: dict[tuple[str, str, str], Candidate] = {}
    for entry in entries:
        distribution, version = _origin(entry)
        why = _why_not(entry.name, distribution, allowed, blocked)
        one = Candidate(name=entry.name, distribution=distribution, version=version, entry=entry, blocked=why)
        # A distribution that is found twice on the path tells the same twice.
        seen.setdefault((entry.name, distribution, entry.value), one)
    return tuple(sorted(seen.values(), key=lambda one: (not one.ours, one.distribution, one.name, one.entry.value)))


def _origin(entry: importlib.metadata.EntryPoint) -> tuple[str, str]:
    dist = entry.dist
    return ("", "") if dist is None else (_normal(dist.name), dist.version)


def _normal(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def _why_not(name: str, distribution: str, allowed: frozenset[str] | None, blocked: frozenset[str]) -> str:
    names = {name, distribution, f"{distribution}:{name}"} - {""}
    if names & blocked:
        return "it is blocked"
    if distribution != OURS and allowed is not None and not names & allowed:
        return "it is not on the list of those allowed"
    return ""


def listed(text: str) -> tuple[str, ...]:
    """
    Read a list of plugins as a variable of the environment holds it.

    Args:
        text: Names with commas between them.

    >>> listed("mail, acme:sms,")
    ('mail', 'acme:sms')
    """
    return tuple(one.strip() for one in text.split(",") if one.strip())
