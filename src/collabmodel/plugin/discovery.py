"""Which plugins are installed, and which of them may be loaded: decided before anything of theirs is imported."""

from __future__ import annotations

import importlib.metadata
import logging
import re
from collections.abc import Iterable, Iterator
from typing import Protocol, runtime_checkable

import attrs

from collabmodel.plugin.hookspecs import PROJECT

log: logging.Logger = logging.getLogger("collabmodel.plugin")
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
    def names(self) -> frozenset[str]:
        """What it goes by in lists: its name, its distribution, and both."""
        return _names(self.name, self.distribution)

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
    entries = installed() if found is None else found
    allowed = None if allow is None else frozenset(map(spelt, allow))
    blocked = frozenset(map(spelt, block))
    seen: dict[tuple[str, str, str], Candidate] = {}
    for entry in entries:
        distribution, version = _origin(entry)
        why = _why_not(entry.name, distribution, allowed, blocked)
        one = Candidate(name=entry.name, distribution=distribution, version=version, entry=entry, blocked=why)
        # A distribution that is found twice on the path tells the same twice.
        seen.setdefault((entry.name, distribution, entry.value), one)
    return tuple(sorted(seen.values(), key=lambda one: (not one.ours, one.distribution, one.name, one.entry.value)))


def installed() -> tuple[importlib.metadata.EntryPoint, ...]:
    """List what is installed under our group; a distribution whose list of entry points cannot be read brings none."""
    try:
        return tuple(importlib.metadata.entry_points(group=PROJECT))
    except Exception:  # noqa: BLE001 - one distribution whose metadata mean nothing must not take the others along
        return tuple(_one_by_one())


def _one_by_one() -> Iterator[importlib.metadata.EntryPoint]:
    seen: set[str] = set()
    for dist in importlib.metadata.distributions():
        try:
            name, entries = _normal(dist.name or ""), tuple(dist.entry_points.select(group=PROJECT))
        except Exception as error:  # noqa: BLE001 - see above
            log.warning("a distribution's entry points cannot be read, and it brings nothing: %s", type(error).__name__)
            continue
        # As for imports, the first on the path is the one that counts.
        if not name or name not in seen:
            yield from entries
        seen.add(name)


def _origin(entry: importlib.metadata.EntryPoint) -> tuple[str, str]:
    # What pip left half removed may have entry points and neither name nor version; some finders raise then.
    try:
        name, version = (None, None) if entry.dist is None else (entry.dist.name, entry.dist.version)
    except Exception:  # noqa: BLE001 - it is listed without a name
        name, version = None, None
    return _normal(name or ""), version or ""


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def spelt(word: str) -> str:
    """
    Give a word of a list as names are compared.

    Args:
        word: A name, a distribution, or both with a colon between.

    >>> spelt("Acme_SMS")
    'acme-sms'
    """
    return ":".join(_normal(part.strip()) for part in word.split(":"))


def _names(name: str, distribution: str) -> frozenset[str]:
    name = _normal(name)
    return frozenset({name, distribution, f"{distribution}:{name}"} - {""})


def _why_not(name: str, distribution: str, allowed: frozenset[str] | None, blocked: frozenset[str]) -> str:
    names = _names(name, distribution)
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
