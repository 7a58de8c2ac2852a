"""What is written is FHIR R5, says what the case says, and names nobody."""

from __future__ import annotations

import json
import re
import tracemalloc

import pytest
from fhir_official import model_of, objections
from fhir_samples import cases, resources, the_model, wrote
from hypothesis import HealthCheck, given, settings

from collabmodel.errors import FormatError
from collabmodel.history import Event, from_events, moment
from collabmodel.testing import a_history, a_long_history
from collabmodel_fhir import FhirConfig


def test_every_resource_is_one_of_r5(history, model, tmp_path):
    """The official models of R5 take every resource of shipped and simulated cases, with codes of their value sets."""
    found = resources(wrote(history, tmp_path / "cases.fhir.ndjson", model))

    assert [one for resource in found for one in objections(resource)] == []
    assert len([one for one in found if one["resourceType"] == "Provenance"]) == len(history)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_generated_cases_are_r5(tmp_path_factory, history):
    """Whatever happens in a case, and whatever its texts hold, the official models take what is written of it."""
    path = wrote(history, tmp_path_factory.mktemp("drawn") / "cases.fhir.ndjson", the_model())

    assert [one for resource in resources(path) for one in objections(resource)] == []


def test_the_bundle_is_a_collection_of_r5(shipped, model, tmp_path):
    """The whole file is a Bundle of type collection, which the official model takes, every address used once."""
    text = wrote(shipped, tmp_path / "cases.fhir.json", model).read_text(encoding="utf-8")
    found = json.loads(text)

    assert model_of("Bundle").model_validate_json(text)
    assert found["type"] == "collection"
    assert len({entry["fullUrl"] for entry in found["entry"]}) == len(found["entry"])


def test_references_lead_somewhere(history, model, tmp_path):
    """Every reference to a resource is to one in the file, and of that type."""
    text = wrote(history, tmp_path / "cases.fhir.ndjson", model).read_text(encoding="utf-8")
    known = {f"{one['resourceType']}/{one['id']}" for one in map(json.loads, text.splitlines())}

    assert {*re.findall(r'"reference":"([^"]+)"', text)} <= known


def test_every_type_that_was_promised_is_there(simulated, model, tmp_path):
    """A simulated study gives each type of resource that the page promises."""
    found = {one["resourceType"] for one in resources(wrote(simulated, tmp_path / "cases.fhir.ndjson", model))}

    assert found == {
        "CarePlan", "CareTeam", "EpisodeOfCare", "Task", "Appointment", "Consent", "Goal", "Provenance",
    }  # fmt: skip


def test_the_plan_points_to_its_model(shipped, model, tmp_path):
    """A plan instantiates the canonical address of the model in its version, and keeps the model's content hash."""
    config = FhirConfig(base="https://county.example.org/fhir")
    found = resources(wrote(shipped, tmp_path / "cases.fhir.json", model, config))
    plan = next(one for one in found if one["resourceType"] == "CarePlan")

    assert plan["instantiatesCanonical"] == [f"{config.base}/PlanDefinition/{model.id}|{model.version}"]
    assert plan["extension"][0]["url"] == config.extension("model-hash")
    assert re.fullmatch("[0-9a-f]{64}", plan["extension"][0]["valueString"])
    assert {one["extension"][0]["valueCode"] for one in plan["_title"]["extension"]} == {"sv", "en"}


def test_people_are_opaque_references(history, model, tmp_path):
    """No resource has a name, a display of a person or a resource of a person: people are identifiers and no more."""
    found = resources(wrote(history, tmp_path / "cases.fhir.ndjson", model))
    people = {"Patient", "Practitioner", "RelatedPerson", "Person", "Organization"}

    assert not people & {one["resourceType"] for one in found}
    for one in found:
        for reference in re.findall(r'\{"type":\s*"(?:Patient|Practitioner|RelatedPerson)"[^}]*\}', json.dumps(one)):
            assert '"display"' not in reference
            assert '"identifier"' in reference


def test_without_data_no_words_of_people_are_written(shipped, model, tmp_path):
    """With ``data=False`` neither event data nor facts are written, so no free text leaves."""
    whole = wrote(shipped, tmp_path / "all.fhir.ndjson", model).read_text(encoding="utf-8")
    text = wrote(shipped, tmp_path / "cases.fhir.ndjson", model, FhirConfig(data=False)).read_text(encoding="utf-8")

    assert "nuori on sairaalahoidossa" in whole
    assert "nuori on sairaalahoidossa" not in text
    assert "collabmodel-facts" not in text
    assert '"url":"data"' not in text


def test_lines_are_written_in_constant_memory(tmp_path):
    """Ten times as many cases take no more memory to write: a case at a time is held."""

    def peak(number):
        history = a_long_history(number)
        tracemalloc.start()
        wrote(history, tmp_path / "cases.fhir.ndjson")
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)
    few = peak(40)

    assert peak(400) < 1.5 * few + 2**18


def test_a_case_without_id_is_refused_whole(tmp_path):
    """What cannot be written is told as a problem, and no file is left behind."""
    event = Event(id="e1", case="c1", seq=1, occurred=moment(0), recorded=moment(0), kind="k", element="nul\0")
    path = tmp_path / "cases.fhir.json"
    with pytest.raises(FormatError) as caught:
        wrote(from_events([event]), path)

    assert caught.value.problems
    assert list(tmp_path.iterdir()) == []


def test_resources_of_a_meeting_and_a_task_read_as_expected(tmp_path):
    """A booked and moved meeting is one Appointment at its last time; its outcome decides the status."""
    noon = moment(0)
    day = 86_400_000_000

    def event(seq, transition, **data):
        return Event(id=f"e{seq}", case="c1", seq=seq, occurred=moment(seq * day), recorded=moment(seq * day),
                     kind="meeting", element="network", instance="1", transition=transition,
                     data=tuple(data.items()))  # fmt: skip

    events = [event(1, "booked", at=moment(9 * day)), event(2, "moved", at=moment(5 * day)),
              event(5, "terminated", outcome="no-show")]  # fmt: skip
    found = resources(wrote(from_events(events), tmp_path / "cases.fhir.json"))
    meeting = next(one for one in found if one["resourceType"] == "Appointment")

    assert (meeting["status"], meeting["start"]) == ("noshow", moment(5 * day).isoformat())
    assert meeting["created"] == moment(day).isoformat() > noon.isoformat()
    assert meeting["participant"][0]["status"] == "needs-action"


def test_the_history_itself_stays(tmp_path):
    """Writing changes nothing in the history."""
    history = a_history()
    before = [history.event(row) for row in range(len(history))]
    wrote(history, tmp_path / "cases.fhir.json")

    assert [history.event(row) for row in range(len(history))] == before
