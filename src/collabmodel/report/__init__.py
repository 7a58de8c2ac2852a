"""Results for people in English, Finnish and Swedish: plain language, diagrams, scorecards, self-contained pages."""

from collabmodel.report.claims import claims
from collabmodel.report.cohortdocument import cohort_document
from collabmodel.report.documents import Cell, Column, Document, Figure, Measure, Section, Subject, Table
from collabmodel.report.mermaid import as_mermaid
from collabmodel.report.page import Provenance, page
from collabmodel.report.pilotdocument import pilot_document
from collabmodel.report.scorecard import as_scorecard
from collabmodel.report.studypage import comparison_page, study_page
from collabmodel.report.studytext import comparison_text, study_text
from collabmodel.report.svg import as_svg
from collabmodel.report.text import as_text
from collabmodel.report.words import LANGUAGES

__all__ = [
    "LANGUAGES",
    "Cell",
    "Column",
    "Document",
    "Figure",
    "Measure",
    "Provenance",
    "Section",
    "Subject",
    "Table",
    "as_mermaid",
    "as_scorecard",
    "as_svg",
    "as_text",
    "claims",
    "cohort_document",
    "comparison_page",
    "comparison_text",
    "page",
    "pilot_document",
    "study_page",
    "study_text",
]
