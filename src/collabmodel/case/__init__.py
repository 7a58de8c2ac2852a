"""What may happen in a case: the model compiled to tables, state as a fold, decide, evolve, and what people ask."""

from collabmodel.case.access import allows, visible
from collabmodel.case.answers import Decision, Due, Lack, Need, NextStep, Reason, Refusal, Visibility, Warned
from collabmodel.case.asking import why_not
from collabmodel.case.blocks import blocks_closing
from collabmodel.case.commands import Command
from collabmodel.case.deciding import consider, decide, derived
from collabmodel.case.dues import due
from collabmodel.case.evolving import evolve, new_case, replay
from collabmodel.case.instances import instance_for
from collabmodel.case.migrating import Migration, migrate
from collabmodel.case.moving import moved, replay_across
from collabmodel.case.policy import policy_table
from collabmodel.case.record import Log
from collabmodel.case.snapshots import restore, snapshot
from collabmodel.case.state import Case, Instance, ItemState, Participant, Status
from collabmodel.case.steps_open import next_steps
from collabmodel.case.tables import Tables, tables_of
from collabmodel.case.verbs import VERBS, Verb, verb_for
from collabmodel.case.versions import Difference, Segment, diff, is_move, target_of, versions_of
from collabmodel.case.viewing import view

__all__ = [
    "VERBS",
    "Case",
    "Command",
    "Decision",
    "Difference",
    "Due",
    "Instance",
    "ItemState",
    "Lack",
    "Log",
    "Migration",
    "Need",
    "NextStep",
    "Participant",
    "Reason",
    "Refusal",
    "Segment",
    "Status",
    "Tables",
    "Verb",
    "Visibility",
    "Warned",
    "allows",
    "blocks_closing",
    "consider",
    "decide",
    "derived",
    "diff",
    "due",
    "evolve",
    "instance_for",
    "is_move",
    "migrate",
    "moved",
    "new_case",
    "next_steps",
    "policy_table",
    "replay",
    "replay_across",
    "restore",
    "snapshot",
    "tables_of",
    "target_of",
    "verb_for",
    "versions_of",
    "view",
    "visible",
    "why_not",
]
