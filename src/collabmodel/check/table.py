"""The table of all checks, family by family."""

from __future__ import annotations

from collabmodel.check.adoption import ADOPTION_CHECKS
from collabmodel.check.calendars import CALENDAR_CHECKS
from collabmodel.check.citations import CITATION_CHECKS
from collabmodel.check.comparisons import COMPARISON_CHECKS
from collabmodel.check.contradictions import CONTRADICTION_CHECKS
from collabmodel.check.engagement import ENGAGEMENT_CHECKS
from collabmodel.check.facts import FACT_CHECKS
from collabmodel.check.finding import Check
from collabmodel.check.graph import GRAPH_CHECKS
from collabmodel.check.limits import LIMIT_CHECKS
from collabmodel.check.meetings import MEETING_CHECKS
from collabmodel.check.names import NAME_CHECKS
from collabmodel.check.people import PEOPLE_CHECKS
from collabmodel.check.references import REFERENCE_CHECKS
from collabmodel.check.rulebook import RULE_CHECKS
from collabmodel.check.texts import TEXT_CHECKS
from collabmodel.check.unused import UNUSED_CHECKS
from collabmodel.check.values import VALUE_CHECKS
from collabmodel.check.waivers import WAIVERS

CHECKS: tuple[Check, ...] = (
    *REFERENCE_CHECKS,
    *NAME_CHECKS,
    *COMPARISON_CHECKS,
    *GRAPH_CHECKS,
    *PEOPLE_CHECKS,
    *MEETING_CHECKS,
    *ENGAGEMENT_CHECKS,
    *RULE_CHECKS,
    *CONTRADICTION_CHECKS,
    *LIMIT_CHECKS,
    *CALENDAR_CHECKS,
    *FACT_CHECKS,
    *ADOPTION_CHECKS,
    *VALUE_CHECKS,
    *TEXT_CHECKS,
    *CITATION_CHECKS,
    *UNUSED_CHECKS,
    *WAIVERS,
)
"""Every check, in the order in which it runs; codes are unique and stable."""
