"""What comes back: everything with the Provenance resources, and without them what the mapping table says."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest
from fhir_samples import SUFFIXES, cases, happened, read, the_model, told, without_provenance, wrote
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collabmodel_fhir import FhirConfig

ROW = re.compile(r"^\| (`[^|]+`) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
ROWS = re.compile(r"^\|.*$", re.MULTILINE)
README = Path(__file__).parents[1] / "README.md"
WORK = ("agreement", "answer", "assessment", "attempt", "concern", "decision", "hearing", "information", "meeting",
        "referral", "contact", "consultation", "scheduling", "plan", "task")  # fmt: skip


def mapping():
    """Give the rows of the mapping table: kinds and transitions, and what the resource alone keeps."""
    for names, element, both, alone, _ in ROW.findall(README.read_text(encoding="utf-8")):
        for name in re.findall("`([^`]+)`", names):
            kind, _, transition = name.rpartition(".")
            yield kind, transition, element.strip(), both.strip(), alone.strip()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_shipped_and_simulated_cases_come_back_whole(history, model, suffix, tmp_path):
    """Cases, facts, events with their zones, and which cases are closed: all of it is equal."""
    path = wrote(history, tmp_path / f"cases{suffix}", model)

    assert told(read(path)) == told(history)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(), st.sampled_from(SUFFIXES), st.booleans())
def test_generated_cases_come_back_whole(tmp_path_factory, history, suffix, with_model):
    """Whatever a case holds comes back, with or without a model; writing it again gives the same bytes."""
    folder = tmp_path_factory.mktemp("drawn")
    model = the_model() if with_model else None
    path = wrote(history, folder / f"cases{suffix}", model)
    back = read(path)
    again = wrote(back, folder / f"again{suffix}", model)

    assert told(back) == told(history)
    assert again.read_bytes() == path.read_bytes()


def test_another_base_reads_them_too(shipped, model, tmp_path):
    """Resources are known as ours whatever address their writer's extensions begin with."""
    config = FhirConfig(base="https://county.example.org/fhir", persons="urn:oid:1.2.3")
    path = wrote(shipped, tmp_path / "cases.fhir.ndjson", model, config)

    assert told(read(path)) == told(shipped)


def test_without_data_the_course_comes_back(shipped, model, tmp_path):
    """With ``data=False`` everything but data and facts is kept."""
    path = wrote(shipped, tmp_path / "cases.fhir.json", model, FhirConfig(data=False))
    wanted = [
        (case, closed, {}, [attrs.evolve(one, data=()) for one in events], zones)
        for case, closed, _, events, zones in told(shipped)
    ]

    assert told(read(path)) == wanted


def test_the_table_has_a_row_for_all_that_happens(shipped, simulated):
    """Every kind and transition of the shipped and simulated cases stands in the table, and is both ways there."""
    known = {(kind, transition) for kind, transition, *_ in mapping()}
    met = {(one.kind, one.transition) for history in (shipped, simulated) for one in history.signatures}

    assert {(_row(kind), transition) for kind, transition in met} <= known
    assert {both for *_, both, _ in mapping()} == {"both ways"}


def test_the_page_has_the_same_tables():
    """The page and the README tell the same mapping, row by row."""
    page = README.parents[2] / "docs" / "reference" / "plugins" / "fhir.md"
    if not page.is_file():
        pytest.skip("the documentation is not here: the distribution stands alone")
    readme, found = ({*ROWS.findall(one.read_text(encoding="utf-8"))} for one in (README, page))

    assert readme <= found
    assert len(readme) > 30


def test_resources_alone_keep_what_the_table_says(history, model, tmp_path):
    """Without Provenance, kind, element, transition and time are kept or lost as told, and nothing is invented."""
    path = without_provenance(wrote(history, tmp_path / "cases.fhir.ndjson", model))
    alone, whole = happened(read(path)), happened(history.effective())
    says = {(kind, transition): alone for kind, transition, _, _, alone in mapping()}

    assert alone - whole == {}
    for key, number in whole.items():
        rule = says[_row(key[1]), key[3]]
        assert rule in {"all", "latest", "no"}
        if rule == "all":
            assert alone[key] == number, key
        elif rule == "no":
            assert alone[key] == 0, key


def test_resources_alone_keep_which_cases_are_closed(history, model, tmp_path):
    """Episodes tell which cases there are, in order, and which of them are over."""
    found = read(without_provenance(wrote(history, tmp_path / "cases.fhir.ndjson", model)))

    assert (found.cases, found.closed) == (history.cases, history.closed)


def _row(kind):
    return "activity" if kind in WORK else kind
