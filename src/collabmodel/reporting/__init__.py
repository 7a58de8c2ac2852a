"""Reports on cases that are kept in a store: what is due, and one case as its reader may see it."""

from collabmodel.reporting.audience import Audience, zone_of
from collabmodel.reporting.casedocument import case_document
from collabmodel.reporting.deadlines import deadlines_document

__all__ = ["Audience", "case_document", "deadlines_document", "zone_of"]
