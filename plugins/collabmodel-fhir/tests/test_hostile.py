"""Files that are wrong, broken or meant to harm are refused in words, with the place, and without what they hold."""

from __future__ import annotations

import functools
import json
import tempfile
import time
from pathlib import Path

import pytest
from fhir_samples import bundle, read, the_model, the_shipped, wrote
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel.errors import FormatError
from collabmodel.history import Caps
from collabmodel.plugin import ReadHistory
from collabmodel_fhir import formats

FOLDER = Path(__file__).parent / "hostile"
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
EPISODE = {"resourceType": "EpisodeOfCare", "id": "e1", "status": "active", "patient": {"reference": "Patient/p1"}}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_hostile_files_are_told(name):
    """Each file of the corpus is refused quickly, naming what is wrong, where, and what would be right."""
    started = time.monotonic()
    with pytest.raises(FormatError) as caught:
        read(FOLDER / name)

    assert time.monotonic() - started < 5
    for words in EXPECTED[name]:
        assert words in str(caught.value)
    assert all(str(one).startswith(str(FOLDER / name)) for one in caught.value.problems)


def test_every_file_of_the_corpus_is_expected():
    """No file lies in the corpus that nobody looks at, and there are at least as many as were promised."""
    assert {one.name for one in FOLDER.iterdir()} == {*EXPECTED, "expected.json"}
    assert len(EXPECTED) >= 25


@pytest.mark.parametrize(
    ("caps", "suffix", "words"),
    [
        (Caps(content=1000), ".fhir.json", "more than 1,000 bytes - write one resource a line"),
        (Caps(content=1000), ".fhir.ndjson", "more than 1,000 bytes - split the file"),
        (Caps(line=100), ".fhir.ndjson", "line longer than 100 bytes"),
        (Caps(depth=3), ".fhir.json", "more levels of lists and objects than 3"),
    ],
)
def test_caps_hold(tmp_path, caps, suffix, words):
    """A file larger or deeper than was allowed is refused."""
    path = tmp_path / f"cases{suffix}"
    found = [EPISODE | {"id": f"e{number}"} for number in range(20)]
    text = json.dumps(bundle(*found)) if suffix == ".fhir.json" else "\n".join(map(json.dumps, found))
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=words):
        formats()[0].read(ReadHistory(path=path, caps=caps))


def test_many_problems_are_told_at_once_but_not_without_end(tmp_path):
    """A hundred problems are told one by one and the rest counted; of too many the reading stops."""
    path = tmp_path / "cases.fhir.ndjson"
    path.write_text("[]\n" * 300, encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        read(path)

    assert len(caught.value.problems) == 101
    assert caught.value.problems[-1].what == "and 200 more problems"
    path.write_text("[]\n" * 30_000, encoding="utf-8")
    with pytest.raises(FormatError, match="and 9900 more problems"):
        read(path)


def test_messages_quote_nothing_personal(tmp_path):
    """Neither ids of people, nor texts, nor codes of another system come into a message."""
    marked = json.loads(json.dumps(EPISODE | {"status": "open"}).replace("p1", "MARKED-PERSON"))
    task = {"resourceType": "Task", "id": "t1", "status": "MARKED", "description": "MARKED words",
            "for": {"reference": "Patient/MARKED-PERSON", "display": "MARKED name"},
            "code": {"text": "MARKED"}, "authoredOn": "MARKED"}  # fmt: skip
    path = tmp_path / "cases.fhir.json"
    path.write_text(json.dumps(bundle(marked, task)), encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        read(path)

    assert len(caught.value.problems) >= 3
    assert "MARKED" not in str(caught.value)


def _read_or_refused(path):
    """Read a file; anything raised but problems is a fault of ours."""
    try:
        found = read(path).cases
    except FormatError as error:
        found = error.problems

    assert found is not None


@functools.cache
def _lines():
    with tempfile.TemporaryDirectory() as folder:
        path = wrote(the_shipped(), Path(folder) / "cases.fhir.ndjson", the_model())
        return path.read_text(encoding="utf-8").splitlines()


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
_MEMBERS = st.sampled_from(
    ["status", "period", "statusHistory", "identifier", "participant", "code", "basedOn", "for", "subject", "category",
     "extension", "activity", "agent", "entity", "target", "occurredDateTime", "recorded", "start", "end", "decision",
     "partOf", "careTeam", "meta", "id", "grantor", "performer", "serviceType", "businessStatus", "patient"]
)  # fmt: skip
_TYPES = st.sampled_from(["CarePlan", "CareTeam", "EpisodeOfCare", "Task", "Appointment", "Consent", "Provenance"])


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(_TYPES, st.dictionaries(_MEMBERS, _JSON, max_size=5)), max_size=3))
def test_any_json_is_read_or_refused(tmp_path_factory, found):
    """Whatever stands where something else should, it is a history or problems, never a traceback."""
    path = tmp_path_factory.mktemp("any") / "cases.fhir.json"
    path.write_text(json.dumps(bundle(*({**more, "resourceType": kind} for kind, more in found))), encoding="utf-8")
    _read_or_refused(path)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_changed_file_of_ours_is_read_or_refused(tmp_path_factory, data):
    """Our own resources with any part exchanged for any other are read or refused in words."""
    line = json.loads(data.draw(st.sampled_from(_lines())))
    holder, key = line, None
    while isinstance(holder, dict | list) and holder and (key is None or data.draw(st.booleans())):
        keys = sorted(holder) if isinstance(holder, dict) else range(len(holder))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(holder[key], dict | list) or not holder[key]:
            break
        if data.draw(st.booleans()):
            holder = holder[key]
            key = None
    if key is not None:
        holder[key] = data.draw(_JSON)
    path = tmp_path_factory.mktemp("changed") / "cases.fhir.ndjson"
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    _read_or_refused(path)
