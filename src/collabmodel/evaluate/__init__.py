"""How good it was: rules, limits, indicators and principles over histories, each with its evidence."""

from collabmodel.evaluate.counting import counts
from collabmodel.evaluate.coverage import Coverage, Gap, coverage
from collabmodel.evaluate.evaluation import evaluate
from collabmodel.evaluate.explaining import Change, Explanation, Turn, explain
from collabmodel.evaluate.principles import PrincipleCount, principle_counts
from collabmodel.evaluate.result import (
    Aspect,
    Evaluation,
    Evidence,
    IndicatorResult,
    PrincipleResult,
    Result,
    RuleColumn,
    RuleCount,
    Traces,
)
from collabmodel.evaluate.strangers import Stranger, strangers
from collabmodel.evaluate.verdict_files import write_verdicts

__all__ = [
    "Aspect",
    "Change",
    "Coverage",
    "Evaluation",
    "Evidence",
    "Explanation",
    "Gap",
    "IndicatorResult",
    "PrincipleCount",
    "PrincipleResult",
    "Result",
    "RuleColumn",
    "RuleCount",
    "Stranger",
    "Traces",
    "Turn",
    "counts",
    "coverage",
    "evaluate",
    "explain",
    "principle_counts",
    "strangers",
    "write_verdicts",
]
