"""Plugins as the host holds them: how each stands, what it brings, and who claims which name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from collabmodel.errors import CollabError, ConfigError, Place, Problem
from collabmodel.plugin.discovery import Candidate, spelt
from collabmodel.plugin.known import DISTRIBUTIONS
from collabmodel.plugin.loading import Brought
from collabmodel.plugin.opening import failed, install

OK, BLOCKED, BROKEN = "ok", "blocked", "broken"
"""How a plugin can stand."""


@attrs.frozen(kw_only=True)
class Plugin:
    """
    One plugin as it stands.

    Args:
        name: Its name.
        distribution: The distribution that brings it, or empty.
        version: Version of that.
        hooks: Names of the hooks that it implements.
        status: ``"ok"``, ``"blocked"`` or ``"broken"``.
        why: Why it is not ok; empty if it is.
        brings: What it brings: pairs of sort and name, such as ``("store", "sqlite")``.
    """

    name: str
    distribution: str
    version: str
    hooks: tuple[str, ...] = ()
    status: str = OK
    why: str = ""
    brings: tuple[tuple[str, str], ...] = ()


@attrs.define(eq=False)
class Held:
    """
    A plugin in the host.

    Args:
        candidate: The plugin as it is installed.
        brought: What it brings.
        why: Why it cannot be used; empty if it can.
        silenced: Whether it is no longer told of changes, because it took too long.
    """

    candidate: Candidate
    brought: Brought
    why: str = ""
    silenced: bool = False


def status(held: Held) -> str:
    """
    Tell how a plugin stands.

    Args:
        held: The plugin.
    """
    if held.candidate.blocked:
        return BLOCKED
    return BROKEN if held.why else OK


def brings(brought: Brought) -> tuple[tuple[str, str], ...]:
    """
    Give all names that a plugin claims: pairs of sort and name.

    Args:
        brought: What it brings.
    """
    return (
        *(("store", one.name) for one in brought.stores),
        *(("notifier", one.name) for one in brought.notifiers),
        *(("reporter", one.name) for one in brought.reporters),
        *(("check", one.code) for one in brought.checks),
        *(("indicator", one.id) for one in brought.indicators),
        *(("format", one.name) for one in brought.formats),
        *(("suffix", end) for one in brought.formats for end in one.suffixes),
        *(("command", one.name) for one in brought.commands),
    )


def row(held: Held) -> Plugin:
    """
    Give a plugin as it is listed.

    Args:
        held: The plugin.
    """
    one = held.candidate
    why = one.blocked or held.why
    if not why and held.silenced:
        why = "it took too long to observe a change, and is not told of others"
    return Plugin(
        name=one.name,
        distribution=one.distribution,
        version=one.version,
        hooks=held.brought.hooks,
        status=status(held),
        why=why,
        brings=tuple(pair for pair in brings(held.brought) if pair[0] != "suffix"),
    )


def settle_claims(held: Iterable[Held]) -> None:
    """
    Find names claimed twice: ours stand, and of others none does, since nobody can say which is meant.

    Args:
        held: All plugins; those that may not stand are marked.
    """
    claims: dict[tuple[str, str], list[Held]] = {}
    for one in held:
        if status(one) == OK:
            for claim in [("plugin", one.candidate.name), *brings(one.brought)]:
                claims.setdefault(claim, []).append(one)
    for (sort, name), claimants in claims.items():
        if len(claimants) > 1:
            who = " and ".join(f"{one.candidate.distribution or 'unknown'}:{one.candidate.name}" for one in claimants)
            told = f"is claimed by {who}" if len(set(map(id, claimants))) > 1 else "is brought twice"
            for one in claimants:
                if not one.candidate.ours and not one.why:
                    one.why = f"{sort} {name!r} {told}"


_NAMED_BY = {"store": "scheme"}
_MOST_NAMED = 30


def absent(held: Iterable[Held], sort: str, name: str, names: Sequence[str]) -> CollabError:
    """
    Say why there is nothing of a name: what brings it is blocked or broken, or nothing does.

    What could not be loaded has not said what it brings: the one that is called the same is meant, or whose
    distribution is known to bring it.

    Args:
        held: All plugins.
        sort: What is wanted: ``"store"``, ``"notifier"``, ...
        name: Its name.
        names: Names of what there is of that sort, sorted.
    """
    for one in held:
        whole = row(one)
        meant = name == whole.name or whole.distribution == DISTRIBUTIONS.get(name)
        if whole.status != OK and ((meant and not whole.hooks) or (sort, name) in brings(one.brought)):
            return failed(sort, name, f"plugin {whole.name!r} is {whole.status}: {whole.why}")
    known = ", ".join((*names[:_MOST_NAMED], *["..."] * (len(names) > _MOST_NAMED))) or "none"
    what = f"no {sort} is installed for the {_NAMED_BY.get(sort, 'name')} {name[:40]!r} (known: {known})"
    return ConfigError([Problem(what=what, place=Place(sort), hint=install(name, names))])


def unmatched(found: Iterable[Candidate], which: str, words: Iterable[str]) -> Iterator[Problem]:
    """
    Find words of a list that fit no plugin: a typo lets in what was to stay out.

    Args:
        found: All plugins that are installed.
        which: Where the list stands.
        words: Its words.
    """
    known = {name for one in found for name in one.names}
    for word in words:
        if spelt(word) not in known:
            yield Problem(what=f"no plugin here is called {word[:80]!r}", place=Place(which), hint="check the name")
