"""What every suite has: what an adapter lacks, stated with a reason, and the plugin that brings it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Protocol

import attrs
import pytest

from collabmodel.errors import CollabError, FormatError
from collabmodel.plugin import Host
from collabmodel.testing.conformance.elsewhere import elsewhere, seconds_to_import
from collabmodel.testing.isolation import isolated_host

LIGHT = 1.0
"""Seconds of computing that importing a plugin may take beside the library itself."""


class Lacking:
    """
    What a suite knows of an adapter beside how it is opened.

    ``lacks`` names what the adapter cannot do, each with a reason, which is shown where a test is skipped for it.
    ``plugin`` names the module of the plugin, as its entry point does.
    """

    lacks: ClassVar[Mapping[str, str]] = {}
    plugin: ClassVar[str] = ""

    def need(self, what: str) -> None:
        """
        Skip a test for which the adapter lacks something.

        Args:
            what: What the test needs.
        """
        if what in self.lacks:
            pytest.skip(f"no {what}: {self.lacks[what]}")

    def hosted(self, settings: str | None = None) -> Host:
        """
        Plug the plugin into a host of its own; skip where the suite was not told which one it is.

        Args:
            settings: A text of settings, or None.
        """
        if not self.plugin:
            pytest.skip('the suite was not told the plugin\'s module: say plugin = "..."')
        return isolated_host(self.plugin, settings=settings)


class Plugged(Lacking):
    """What a plugin promises whatever it brings."""

    def test_the_plugin_is_whole(self) -> None:
        """Its module can be imported, its hooks fit, and it brings something."""
        (one,) = self.hosted().plugins

        assert (one.status, one.why) == ("ok", "")
        assert one.brings or one.hooks

    def test_importing_the_plugin_is_light(self) -> None:
        """Every command of the library imports every plugin, so heavy libraries wait until something is opened."""
        self.need("light import")
        self.hosted()
        seconds = float(elsewhere(seconds_to_import, self.plugin))

        assert seconds < LIGHT, f"importing {self.plugin} computes for {seconds:.1f} s; import libraries inside open()"

    def test_unknown_settings_are_refused_with_their_place(self) -> None:
        """A word misspelt in the file of settings is told with line and column, whichever adapter it is for."""
        host = self.hosted()
        for section, kind in kinds_in(host):
            text = f"{section}:\n  {kind.name}:\n    no_such_setting: 1\n"
            with pytest.raises(FormatError) as caught:
                self.hosted(text).settings.of(section, kind.name, kind.config)

            assert 3 in {problem.place.line for problem in caught.value.problems}, str(caught.value)

    def test_every_setting_is_explained(self) -> None:
        """The docstring of a class of settings says what each of them is."""
        for _, kind in kinds_in(self.hosted()):
            told = kind.config.__doc__ or ""
            silent = [field.name for field in attrs.fields(kind.config) if f"{field.name}:" not in told]

            assert silent == [], f"{kind.config.__name__} does not say what these are"


class Kind(Protocol):
    """What is the same of every kind that has settings."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def config(self) -> type[Any]:
        """The class of its settings."""


def kinds_in(host: Host) -> Iterator[tuple[str, Kind]]:
    """
    Give every kind in a host that has settings, each with the part of a file of settings where those stand.

    Args:
        host: The host.

    >>> [(section, kind.name) for section, kind in kinds_in(isolated_host("collabmodel.adapters.console"))]
    [('notifiers', 'console')]
    """
    yield from (("stores", kind) for kind in host.stores)
    yield from (("notifiers", kind) for kind in host.notifiers)
    yield from (("reporters", kind) for kind in host.reporters)


def objection(act: Callable[[], object]) -> CollabError | None:
    """
    Give the problem that an act raises, or None where it raises none; anything else that it raises goes on.

    Args:
        act: The act.

    >>> objection(lambda: 1) is None
    True
    """
    try:
        act()
    except CollabError as error:
        return error
    return None
