"""Under which addresses an organisation writes resources: a host gives formats no settings, so code does."""

from __future__ import annotations

from zoneinfo import available_timezones

import attrs

from collabmodel.errors import ConfigError, Place, Problem

BASE = "https://collabmodel.example.org/fhir"
"""Address under which resources are written where nobody says better; it is invented."""
MARK = "/StructureDefinition/collabmodel-"
"""What stands in the address of every extension of ours, whoever's base it begins with."""


@attrs.frozen(kw_only=True)
class FhirConfig:
    """
    How resources are addressed, and how much they tell.

    Args:
        base: Address of the organisation's FHIR resources, without a slash at its end; extensions, code systems and
            the canonical address of the model stand under it.
        persons: System of the opaque ids of people; empty for one under ``base``.
        organisations: System of the ids of organisations; empty for one under ``base``.
        data: Whether event data and the facts of cases are written. They may hold free texts; without them the way
            back knows what happened and when, but not what was written down.
        timezone: IANA name of the zone of days and times of other systems that do not say theirs; empty to refuse
            them.

    Raises:
        ConfigError: An address makes no sense.

    >>> FhirConfig(base="https://county.example.org/fhir").system("person")
    'https://county.example.org/fhir/sid/person'
    """

    base: str = BASE
    persons: str = ""
    organisations: str = ""
    data: bool = True
    timezone: str = ""

    def __attrs_post_init__(self) -> None:
        problems = [
            Problem(what="not an absolute address", place=Place(f"FhirConfig.{name}"), hint=f"such as {BASE}")
            for name, address in (("base", self.base), ("persons", self.persons), ("organisations", self.organisations))
            if (address or name == "base") and not _absolute(address)
        ]
        if self.timezone and self.timezone not in available_timezones():
            hint = "an IANA name such as Europe/Stockholm"
            problems.append(Problem(what="no such time zone", place=Place("FhirConfig.timezone"), hint=hint))
        if problems:
            raise ConfigError(problems)

    def system(self, name: str) -> str:
        """
        Give the system of a sort of ids.

        Args:
            name: ``"case"``, ``"person"``, ``"organisation"``, ``"client"``, ``"event"``, ``"evidence"`` or
                ``"actor"``.
        """
        own = {"person": self.persons, "organisation": self.organisations}.get(name, "")
        return own or f"{self.base}/sid/{name}"

    def codes(self, name: str) -> str:
        """
        Give the address of a code system.

        Args:
            name: ``"kind"``, ``"transition"``, ``"element"``, ``"role"``, ``"purpose"``, ``"outcome"`` or
                ``"duration"``.
        """
        return f"{self.base}/CodeSystem/collabmodel-{name}"

    def extension(self, name: str) -> str:
        """
        Give the address of an extension.

        Args:
            name: ``"event"``, ``"facts"`` or ``"model-hash"``.
        """
        return f"{self.base}{MARK}{name}"


def _absolute(address: str) -> bool:
    scheme, mark, rest = address.partition(":")
    plain = address.isascii() and address.isprintable() and " " not in address and not address.endswith("/")
    return bool(mark and rest.strip("/") and scheme.isalnum() and plain and "|" not in address)
