"""What would happen: scenarios, keyed draws, replications, comparisons."""

from collabmodel.simulate.results import Comparison, Contrast, Indicator, Replication, Standing, Study
from collabmodel.simulate.running import Progress, simulate
from collabmodel.simulate.scenario import Scenario
from collabmodel.simulate.verifying import Verified, load_study, verify

__all__ = [
    "Comparison",
    "Contrast",
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
