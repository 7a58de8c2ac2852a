"""What a study rests on, as its files say it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.simulate.decided import MODEL, SCENARIO

import collabmodel as cm
from collabmodel.errors import ConfigError, FormatError
from collabmodel.simulate.provenance import (
    Json,
    differences,
    joined_audits,
    read_json,
    read_texts,
    record_of,
    replication_in,
    replication_json,
    written,
)
from collabmodel.simulate.results import Audit, Deviation, Replication

VALUES = cm.load("hyvinkaa-values")


def record(**changed: object) -> dict[str, Json]:
    settings: dict[str, object] = {
        "values": (VALUES,), "seed": 5, "replications": 3, "confidence": 0.9, "warm_up": 0, "end_us": 0,
        "judge": True, "audit": False, "keep_events": True, "functions": ("b", "a"),
    }  # fmt: skip
    return record_of(MODEL, SCENARIO, **(settings | changed))  # type: ignore[arg-type]


def test_texts_come_back() -> None:
    """Model, scenario and values are read back from the record alone, and mean the same."""
    model, scenario, values = read_texts(json.loads(written(record())), "run.json")

    assert (cm.formats.content_hash(model), scenario, values) == (cm.formats.content_hash(MODEL), SCENARIO, (VALUES,))


def test_altered_texts_are_refused() -> None:
    """A text that somebody changed in the file is told of, because nothing could be repeated with it."""
    told = record()
    assert isinstance(told["model"], dict)
    told["model"]["text"] = str(told["model"]["text"]).replace("talks", "walks")

    with pytest.raises(FormatError, match="text that does not have its hash: model"):
        read_texts(told, "run.json")


def test_what_makes_another_study() -> None:
    """Another seed or set of values makes another study; more replications or another confidence do not."""
    assert differences(record(), record(replications=9, confidence=0.5)) == ()
    assert differences(record(), record(seed=6, values=())) == ("sets of values", "seed")


def test_writing_is_canonical() -> None:
    """The same content gives the same bytes, whatever order it was put together in."""
    assert written({"b": 1, "a": ["ä"]}) == written({"a": ["ä"], "b": 1})


def test_results_come_back() -> None:
    """What a replication gave is read back without loss, but for who ran it."""
    one = Replication(
        number=2, cases=3, events=4, measures={"wait": 0.1, "none": None}, rules={"r": (1, 2, 3, 4, 5)},
        principles={"p": "met"}, stuck=1, digest="d", series={"open": (1.0, 2.5)},
    )  # fmt: skip
    audit = Audit(
        cases=1, events=2, wrong=1, deviations=(Deviation(case="r2-0", seq=1, field="f", simulated="s", decided="d"),)
    )

    assert replication_in(json.loads(written(replication_json(one, audit))), "x") == (one, audit)


@pytest.mark.parametrize("value", [None, [], {}, {"number": 1}, {"number": 1, "rules": 3}])
def test_broken_results_are_told(value: Json) -> None:
    """A file that is no result is told of with what to do."""
    with pytest.raises(FormatError, match="no result of a replication"):
        replication_in(value, "00001.json")


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"{", "not JSON"), (b"[]", "no file of a study"), (b'{"format": 9}', "form that this release does not know")],
)
def test_broken_files_are_told(content: bytes, what: str, tmp_path: Path) -> None:
    """A file that is none of a study's is told of, never a traceback."""
    (tmp_path / "run.json").write_bytes(content)
    with pytest.raises(FormatError, match=what):
        read_json(tmp_path / "run.json")
    with pytest.raises(ConfigError, match="cannot be read"):
        read_json(tmp_path / "none.json")


def test_audits_add_up() -> None:
    """Audits of replications are one audit with a few of their differences."""
    one = Audit(
        cases=1, events=2, wrong=1, deviations=(Deviation(case="c", seq=1, field="f", simulated="", decided=""),)
    )

    assert joined_audits([None]) is None
    assert joined_audits([one, None, one], most=1) == Audit(cases=2, events=4, wrong=2, deviations=one.deviations)
