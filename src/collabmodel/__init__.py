r"""
Write down how organisations cooperate around a client, check it, and judge case histories by it.

>>> import collabmodel as cm
>>> model = cm.load("id: talks\nactivities: {talk: {kind: meeting}}")
>>> [finding.code for finding in cm.check(model) if finding.severity is cm.Severity.ERROR]
[]
"""

from collabmodel.check import Finding, check
from collabmodel.cli.exits import ExitCode
from collabmodel.errors import (
    CollabError,
    ConfigError,
    FormatError,
    ModelError,
    Place,
    PluginError,
    Problem,
    RefusedError,
)
from collabmodel.evaluate import Evaluation, Result, counts, evaluate, write_verdicts
from collabmodel.formats import Loaded, content_hash, dump, load, read, schema, shipped
from collabmodel.history import (
    Event,
    History,
    HistoryBuilder,
    Mapping,
    read_history,
    read_mapping,
    write_history,
)
from collabmodel.model import Kind, Model, Severity
from collabmodel.pilot import Pilot, pilot
from collabmodel.report import as_mermaid, as_svg, as_text
from collabmodel.rules import Verdict

__all__ = [
    "CollabError",
    "ConfigError",
    "Evaluation",
    "Event",
    "ExitCode",
    "Finding",
    "FormatError",
    "History",
    "HistoryBuilder",
    "Kind",
    "Loaded",
    "Mapping",
    "Model",
    "ModelError",
    "Pilot",
    "Place",
    "PluginError",
    "Problem",
    "RefusedError",
    "Result",
    "Severity",
    "Verdict",
    "as_mermaid",
    "as_svg",
    "as_text",
    "check",
    "content_hash",
    "counts",
    "dump",
    "evaluate",
    "load",
    "pilot",
    "read",
    "read_history",
    "read_mapping",
    "schema",
    "shipped",
    "write_history",
    "write_verdicts",
]
