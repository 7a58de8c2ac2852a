"""DECLARE rules and limits: templates as automata, monitors, and the four verdicts with their evidence."""

from collabmodel.rules.amounts import UNKNOWN, Found, Unknown
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.case_trace import CaseTrace
from collabmodel.rules.conditions import compile_condition
from collabmodel.rules.declared import Declared
from collabmodel.rules.explanations import Explanation, Why, explain
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.machine import Evidence, Obligation
from collabmodel.rules.monitors import Monitors
from collabmodel.rules.probing import Breach, GrowingTrace, Probe
from collabmodel.rules.program import Cells, Judge, Program, compile_rules, judge, judge_all
from collabmodel.rules.states import State
from collabmodel.rules.templates import AUTOMATA, Automaton, activating
from collabmodel.rules.trace import Trace, Value
from collabmodel.rules.verdicts import VERDICTS, Cell, Verdict

__all__ = [
    "AUTOMATA",
    "UNKNOWN",
    "VERDICTS",
    "Automaton",
    "Breach",
    "CaseNames",
    "CaseTrace",
    "Cell",
    "Cells",
    "Declared",
    "Evidence",
    "Explanation",
    "Found",
    "GrowingTrace",
    "Judge",
    "Lexicon",
    "ListedTrace",
    "Monitors",
    "Obligation",
    "Probe",
    "Program",
    "State",
    "Trace",
    "Unknown",
    "Value",
    "Verdict",
    "Why",
    "activating",
    "compile_condition",
    "compile_rules",
    "explain",
    "judge",
    "judge_all",
]
