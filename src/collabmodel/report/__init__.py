"""Results for people in English, Finnish and Swedish: plain language, diagrams, scorecards, one self-contained page."""

from collabmodel.report.mermaid import as_mermaid
from collabmodel.report.svg import as_svg
from collabmodel.report.text import as_text
from collabmodel.report.words import LANGUAGES

__all__ = ["LANGUAGES", "as_mermaid", "as_svg", "as_text"]
