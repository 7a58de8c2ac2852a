"""DECLARE rules and limits: templates as automata, monitors, and the four verdicts with their evidence."""

from collabmodel.rules.explanations import Explanation, Why, explain
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.machine import Evidence, Obligation
from collabmodel.rules.monitors import Monitors
from collabmodel.rules.program import Cells, Judge, Program, compile_rules, judge, judge_all
from collabmodel.rules.templates import AUTOMATA, Automaton, activating
from collabmodel.rules.trace import Trace, Value
from collabmodel.rules.verdicts import VERDICTS, Cell, Verdict

__all__ = [
    "AUTOMATA",
    "VERDICTS",
    "Automaton",
    "Cell",
    "Cells",
    "Evidence",
    "Explanation",
    "Judge",
    "Lexicon",
    "ListedTrace",
    "Monitors",
    "Obligation",
    "Program",
    "Trace",
    "Value",
    "Verdict",
    "Why",
    "activating",
    "compile_rules",
    "explain",
    "judge",
    "judge_all",
]
