"""What may happen in a case: the model compiled to tables, state as a fold, decide, evolve, and what people ask."""

from collabmodel.case.answers import Decision, Due, Lack, Need, NextStep, Reason, Refusal, Visibility, Warned
from collabmodel.case.commands import Command
from collabmodel.case.deciding import consider, decide
from collabmodel.case.evolving import evolve, new_case, replay
from collabmodel.case.state import Case, Instance, ItemState, Participant, Status
from collabmodel.case.tables import Tables, tables_of
from collabmodel.case.verbs import VERBS, Verb, verb_for

__all__ = [
    "VERBS",
    "Case",
    "Command",
    "Decision",
    "Due",
    "Instance",
    "ItemState",
    "Lack",
    "Need",
    "NextStep",
    "Participant",
    "Reason",
    "Refusal",
    "Status",
    "Tables",
    "Verb",
    "Visibility",
    "Warned",
    "consider",
    "decide",
    "evolve",
    "new_case",
    "replay",
    "tables_of",
    "verb_for",
]
