"""What would happen: scenarios, keyed draws, replications, comparisons."""

from collabmodel.simulate.changing import with_changes
from collabmodel.simulate.checking import check_scenario, scenario_doubts
from collabmodel.simulate.comparing import compare
from collabmodel.simulate.fit import Fitted, fit
from collabmodel.simulate.progress import Progress
from collabmodel.simulate.reading import (
    LoadedScenario,
    dump_scenario,
    load_scenario,
    read_scenario,
    scenario_beside,
    scenario_hash,
    scenario_schema,
)
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
from collabmodel.simulate.sensitivity import Sensitivity, problem, sobol
from collabmodel.simulate.standing import standing
from collabmodel.simulate.stress import stress
from collabmodel.simulate.sweeping import Sweep, sweep, sweep_design
from collabmodel.simulate.verifying import Verified, load_study, verify

__all__ = [
    "Audit",
    "Comparison",
    "Contrast",
    "Deviation",
    "Fitted",
    "Indicator",
    "LoadedScenario",
    "Progress",
    "Replication",
    "Scenario",
    "Sensitivity",
    "Standing",
    "Study",
    "Sweep",
    "Verified",
    "check_scenario",
    "compare",
    "dump_scenario",
    "fit",
    "load_scenario",
    "load_study",
    "problem",
    "read_scenario",
    "scenario_beside",
    "scenario_doubts",
    "scenario_hash",
    "scenario_schema",
    "simulate",
    "sobol",
    "standing",
    "stress",
    "sweep",
    "sweep_design",
    "verify",
    "with_changes",
]
