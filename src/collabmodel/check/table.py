"""The table of all checks, family by family."""

from __future__ import annotations

from collabmodel.check.finding import Check
from collabmodel.check.graph import GRAPH_CHECKS
from collabmodel.check.names import NAME_CHECKS
from collabmodel.check.references import REFERENCE_CHECKS
from collabmodel.check.waivers import WAIVERS

CHECKS: tuple[Check, ...] = (*REFERENCE_CHECKS, *NAME_CHECKS, *GRAPH_CHECKS, *WAIVERS)
"""Every check, in the order in which it runs; codes are unique and stable."""
