"""A scenario compiled beside its model: people, shapes and plans as rows."""

from __future__ import annotations

from collections.abc import Mapping

from collabmodel.case import Tables
from collabmodel.model import Model
from collabmodel.simulate.prepared import Draw, Prepared
from collabmodel.simulate.scenario import Scenario


def prepare(model: Model | Tables, scenario: Scenario, *, functions: Mapping[str, Draw] | None = None) -> Prepared:
    """
    Make a model and a scenario ready to run.

    Args:
        model: The model, or its tables.
        scenario: The scenario.
        functions: Users' own distributions by name.

    Raises:
        ConfigError: The scenario does not fit the model, or asks what the simulator cannot do; with every problem.
        ModelError: The model cannot mean anything.
    """
    raise NotImplementedError
