"""References, people and codes of resources, as they are read: opaque ids only, never a name."""

from __future__ import annotations

import hashlib

from collabmodel_fhir.config import FhirConfig
from collabmodel_fhir.faults import Part
from collabmodel_fhir.naming import QUOTED, plain

_OURS = ("/sid/person", "/sid/organisation", "/sid/case", "/sid/client")
_CODES = "/CodeSystem/collabmodel-"


def path_of(reference: str) -> str:
    """
    Give the type and id that a reference ends with, else the reference itself.

    Args:
        reference: The reference.

    >>> path_of("https://county.example.org/fhir/Task/7/_history/2"), path_of("urn:uuid:1")
    ('Task/7', 'urn:uuid:1')
    """
    parts = reference.partition("/_history/")[0].split("/")
    return "/".join(parts[-2:]) if len(parts) > 1 and parts[-2][:1].isupper() else reference


def opaque(identifier: Part, config: FhirConfig) -> str:
    """
    Give the id that an identifier holds; of another system than ours only a digest, for it may be a personal number.

    Args:
        identifier: The identifier.
        config: Addresses.

    Raises:
        FormatError: There are too many problems.
    """
    system, value = identifier.text("system"), identifier.text("value")
    if not value:
        return ""
    bare = system.removesuffix(QUOTED)
    if bare.endswith("/sid/actor"):
        return ""
    if bare.endswith(_OURS) or bare in (config.persons, config.organisations):
        return plain(system, value)
    return _digest(f"{system}|{value}")


def _digest(text: str) -> str:
    return "ref-" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def who(reference: Part, config: FhirConfig) -> str:
    """
    Give the opaque id of whom a reference points to, or nothing; of a search only a digest, for it holds identifiers.

    Args:
        reference: The reference.
        config: Addresses.

    Raises:
        FormatError: There are too many problems.
    """
    if not reference:
        return ""
    named = opaque(reference.inner("identifier"), config)
    if named:
        return named
    literal = reference.text("reference")
    return _digest(literal) if "?" in literal else path_of(literal)


def own_code(concept: Part, name: str) -> str:
    """
    Give the code that a concept has of a code system of ours, or nothing.

    Args:
        concept: The concept, or part of a resource that may hold none.
        name: Name of our code system.

    Raises:
        FormatError: There are too many problems.
    """
    for one in concept.items("coding"):
        system = one.text("system")
        if system.removesuffix(QUOTED).endswith(f"{_CODES}{name}"):
            return plain(system, one.text("code"))
    return ""


def code_of(concept: Part, name: str) -> str:
    """
    Give the code of a concept: that of our code system, else the first one of another; texts are never read.

    Args:
        concept: The concept, or part of a resource that may hold none.
        name: Name of our code system.

    Raises:
        FormatError: There are too many problems.
    """
    others = (one.text("code") for one in concept.items("coding") if _CODES not in one.text("system"))
    return own_code(concept, name) or next(others, "")
