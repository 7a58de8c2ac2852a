"""What would happen: scenarios, keyed draws, replications, comparisons."""

from collabmodel.simulate.progress import Progress
from collabmodel.simulate.results import (
    Audit,
    Comparison,
    Contrast,
    Deviation,
    Indicator,
    Replication,
    Standing,
    Study,
)
from collabmodel.simulate.running import simulate
from collabmodel.simulate.scenario import Scenario
from collabmodel.simulate.verifying import Verified, load_study, verify

__all__ = [
    "Audit",
    "Comparison",
    "Contrast",
    "Deviation",
    "Indicator",
    "Progress",
    "Replication",
    "Scenario",
    "Standing",
    "Study",
    "Verified",
    "load_study",
    "simulate",
    "verify",
]
