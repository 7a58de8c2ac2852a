"""Scenarios as files: read with the place of every value, written without loss, found beside their model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs

from collabmodel.errors import CollabError
from collabmodel.formats.dump import in_yaml
from collabmodel.formats.hashing import hashed
from collabmodel.formats.nodes import Scalar
from collabmodel.formats.places import Places, places_in
from collabmodel.formats.plain import Plain, written
from collabmodel.formats.reading import find, read_tree, tree
from collabmodel.formats.schema import schema_of
from collabmodel.formats.sources import SUFFIXES, shipped
from collabmodel.formats.structure import structured
from collabmodel.simulate.reading_forms import SCENARIO
from collabmodel.simulate.scenario import Scenario


@attrs.frozen(kw_only=True)
class LoadedScenario:
    """
    A scenario together with where its values came from.

    Args:
        scenario: The scenario.
        places: The places.
    """

    scenario: Scenario
    places: Places = attrs.field(eq=False)


def load_scenario(source: str | Path, *, within: Path | None = None) -> Scenario:
    r"""
    Load a scenario.

    Args:
        source: Id of a shipped scenario, path of a YAML or JSON file, or the text of one (with a line break in it).
        within: Folder that scenarios named under ``extends`` must lie in; by default the folder of the file.

    Raises:
        FormatError: There is no such scenario, or it cannot be read; with every problem.
        ModelError: It extends something that it cannot extend.

    >>> scenario = load_scenario("id: tiny\nstart: 2025-01-06\nhorizon: 1 year\n")
    >>> str(scenario.horizon)
    '1 year'
    """
    return read_scenario(source, within=within).scenario


def read_scenario(source: str | Path, *, within: Path | None = None) -> LoadedScenario:
    r"""
    Load a scenario together with the place of every value.

    Args:
        source: Id of a shipped scenario, path of a YAML or JSON file, or the text of one (with a line break in it).
        within: Folder that scenarios named under ``extends`` must lie in; by default the folder of the file.

    Raises:
        FormatError: There is no such scenario, or it cannot be read; with every problem.
        ModelError: It extends something that it cannot extend.

    >>> loaded = read_scenario("id: tiny\nstart: 2025-01-06\nhorizon: 1 year\nseed: 7\n")
    >>> str(loaded.places.of("seed"))
    '<text>:4:7'
    """
    root = read_tree(source, within=within, dialect=SCENARIO)
    scenario = structured(root, SCENARIO)
    assert isinstance(scenario, Scenario)
    return LoadedScenario(scenario=scenario, places=places_in(root))


def scenario_beside(model_source: str | Path) -> str | Path | None:
    """
    Find the scenario that lies beside a model: ``ID.scenario.yaml`` in the library or in the folder of its file.

    Args:
        model_source: Id of a shipped model, path of a file, or the text of a model.

    >>> scenario_beside("jyvaskyla-youth-reception")
    'jyvaskyla-youth-reception'
    """
    if isinstance(model_source, str):
        if "\n" in model_source:
            return None
        if model_source in shipped():
            return model_source if model_source in shipped(SCENARIO.infix) else None
    path = Path(model_source)
    for name in (path.stem, _id_in(path)):
        for suffix in SUFFIXES:
            beside = path.parent / f"{name}{SCENARIO.infix}{suffix}"
            if name and beside.is_file():
                return beside
    return None


def _id_in(path: Path) -> str:
    """Give the id of the model in a file, or nothing where it cannot be read."""
    try:
        node = tree(find(path)).get("id")
    except CollabError:
        return ""
    return node.text if isinstance(node, Scalar) and "/" not in node.text and "\0" not in node.text else ""


def dump_scenario(scenario: Scenario) -> str:
    """
    Write a scenario as YAML; reading it gives the same scenario.

    Args:
        scenario: The scenario.

    Raises:
        ModelError: It holds something that no file can say, such as two elements of one id.

    >>> import datetime as dt
    >>> from collabmodel.workdays import parse_duration
    >>> small = Scenario(id="tiny", start=dt.date(2025, 1, 6), horizon=parse_duration("1 year"))
    >>> print(dump_scenario(small), end="")
    format: 1
    id: tiny
    start: "2025-01-06"
    horizon: 1 year
    """
    return in_yaml(plain_scenario(scenario))


def plain_scenario(scenario: Scenario) -> dict[str, Plain]:
    """
    Give the tree of a scenario's file as plain dictionaries, lists and values, without the defaults.

    Args:
        scenario: The scenario.

    Raises:
        ModelError: It holds something that no file can say, such as two elements of one id.
    """
    return written(scenario, scenario.id, SCENARIO)


def scenario_hash(scenario: Scenario) -> str:
    r"""
    Hash what a scenario means: SHA-256 of its canonical JSON, without texts for people; the order of elements counts.

    Args:
        scenario: The scenario, merged.

    Raises:
        ModelError: It holds something that no file can say, such as two elements of one id.

    >>> import attrs
    >>> one = load_scenario("id: tiny\nstart: 2025-01-06\nhorizon: 1 year\n")
    >>> scenario_hash(one) == scenario_hash(attrs.evolve(one, seed=2))
    False
    """
    return hashed(scenario, scenario.id, SCENARIO, ordered=True)


def scenario_schema() -> dict[str, Any]:
    """
    Make the JSON Schema (2020-12) of a scenario file, for editors and other programs.

    >>> scenario_schema()["required"]
    ['id', 'start', 'horizon']
    """
    return schema_of(SCENARIO)
