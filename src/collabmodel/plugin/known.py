"""Which distribution brings what, so that a message can say what to install."""

from __future__ import annotations

from types import MappingProxyType

DISTRIBUTIONS = MappingProxyType(
    {
        "postgresql": "collabmodel-postgres",
        "crypto": "collabmodel-crypto",
        "mail": "collabmodel-mail",
        "webhook": "collabmodel-webhook",
        "pdf": "collabmodel-pdf",
        "xlsx": "collabmodel-xlsx",
        "fhir": "collabmodel-fhir",
    }
)
"""Names of adapters that are kept beside the library, and the distributions that bring them."""
