"""Object-centric logs become histories of the objects of one type, whatever file they come from."""

import json
import sqlite3

import pytest

from collabmodel.errors import FormatError
from collabmodel.history import Mapping, read_history

LOG = {
    "objectTypes": [
        {"name": "order", "attributes": [{"name": "price", "type": "float"}]}, {"name": "item", "attributes": []}],
    "eventTypes": [
        {"name": "pack", "attributes": [{"name": "weight", "type": "integer"}, {"name": "until", "type": "time"}]}],
    "objects": [
        {"id": "o1", "type": "order", "attributes": [
            {"name": "price", "time": "2026-03-05T00:00:00Z", "value": "12.5"},
            {"name": "price", "time": "1970-01-01T00:00:00Z", "value": "10"}]},
        {"id": "o2", "type": "order"},
        {"id": "i1", "type": "item"}, {"id": "i2", "type": "item"},
    ],
    "events": [
        {"id": "e1", "type": "pack", "time": "2026-03-02T08:15:00Z",
         "attributes": [{"name": "weight", "value": "3"}, {"name": "until", "value": "2026-03-03T00:00:00Z"}],
         "relationships": [{"objectId": "o1", "qualifier": "of"}, {"objectId": "i1", "qualifier": ""},
                           {"objectId": "i2", "qualifier": ""}]},
        {"id": "e2", "type": "send", "time": "2026-03-04T08:15:00Z",
         "relationships": [{"objectId": "o1", "qualifier": "of"}, {"objectId": "o2", "qualifier": "of"},
                           {"objectId": "i1", "qualifier": ""}]},
    ],
}  # fmt: skip
ORDERS = Mapping(object_type="order")


def tables(path, log=LOG):
    """Write the log as OCEL 2.0 in SQLite."""
    base = sqlite3.connect(path)
    base.executescript("""
        CREATE TABLE event (ocel_id TEXT, ocel_type TEXT); CREATE TABLE object (ocel_id TEXT, ocel_type TEXT);
        CREATE TABLE event_map_type (ocel_type TEXT, ocel_type_map TEXT);
        CREATE TABLE object_map_type (ocel_type TEXT, ocel_type_map TEXT);
        CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT);
        CREATE TABLE event_Pack (ocel_id TEXT, ocel_time TEXT, weight INTEGER, until TIMESTAMP);
        CREATE TABLE "event_Se""nd" (ocel_id TEXT, ocel_time TEXT);
        CREATE TABLE object_Order (ocel_id TEXT, ocel_time TEXT, ocel_changed_field TEXT, price REAL);
        CREATE TABLE object_Item (ocel_id TEXT, ocel_time TEXT, ocel_changed_field TEXT);
        INSERT INTO event_map_type VALUES ('pack', 'Pack'), ('send', 'Se"nd');
        INSERT INTO object_map_type VALUES ('order', 'Order'), ('item', 'Item');
    """)
    for event in log["events"]:
        base.execute("INSERT INTO event VALUES (?, ?)", (event["id"], event["type"]))
        for relation in event["relationships"]:
            base.execute(
                "INSERT INTO event_object VALUES (?, ?, ?)", (event["id"], relation["objectId"], relation["qualifier"])
            )
    for thing in log["objects"]:
        base.execute("INSERT INTO object VALUES (?, ?)", (thing["id"], thing["type"]))
    base.execute("INSERT INTO event_Pack VALUES ('e1', '2026-03-02T08:15:00Z', 3, '2026-03-03T00:00:00Z')")
    base.execute("""INSERT INTO "event_Se""nd" VALUES ('e2', '2026-03-04T08:15:00Z')""")
    for row in ("'o1', '1970-01-01T00:00:00Z', NULL, 10.0", "'o1', '2026-03-05T00:00:00Z', 'price', 12.5"):
        base.execute(f"INSERT INTO object_Order VALUES ({row})")
    base.commit()
    return base


@pytest.fixture(params=["jsonocel", "json", "sqlite", "db"])
def path(request, tmp_path):
    """The same log in every kind of file."""
    found = tmp_path / f"a.{request.param}"
    if request.param in {"sqlite", "db"}:
        tables(found).close()
    else:
        found.write_text(json.dumps(LOG), encoding="utf-8")
    return found


def test_objects_of_one_type_are_the_cases(path):
    """Events belong to each case they take part in; other objects are data; later attributes are facts learnt."""
    history = read_history(path, mapping=ORDERS)
    first, second, learnt = history.events("o1")

    assert history.cases == ("o1", "o2")
    assert history.facts("o1") == (("price", 10.0),)
    assert (first.id, first.element, first.instance) == ("e1", "pack", "")
    assert {name: str(value) for name, value in first.data} == {
        "weight": "3", "until": "2026-03-03 00:00:00+00:00", "item": "('i1', 'i2')",
    }  # fmt: skip
    assert (second.id, second.instance, second.data) == ("e2@o1", "e2", (("item", "i1"),))
    assert (learnt.kind, learnt.transition, learnt.data) == ("fact", "recorded", (("price", 12.5),))
    assert [event.id for event in history.events("o2")] == ["e2@o2"]
    assert history.fact(2, "price") == 12.5


def test_the_type_of_cases_must_be_clear(path):
    """With several types of objects the reader asks which are the cases."""
    with pytest.raises(FormatError, match=r"object_type.*item, order"):
        read_history(path)
    with pytest.raises(FormatError, match="did you mean 'order'"):
        read_history(path, mapping=Mapping(object_type="ordr"))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{", "not JSON"),
        ("[]", "not an OCEL 2.0 log"),
        ('{"events": [3], "objects": []}', r"events\[1\]"),
        ('{"events": [{"id": "e", "type": "t", "relationships": [{}]}], "objects": []}', "objectId"),
        ('{"events": [{"id": "e", "type": "t", "attributes": [{}]}], "objects": []}', "attribute without a name"),
        ('{"events": [{"id": "e", "type": "t", "relationships": [{"objectId": "x"}]}], "objects": []}', "not there"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_broken_json_is_refused(written, text, what):
    """A JSON file that is no such log is refused without a traceback."""
    with pytest.raises(FormatError, match=what):
        read_history(written("a.json", text))


@pytest.mark.parametrize(
    "script",
    [
        "DROP TABLE event",
        "DROP TABLE event_Pack; CREATE VIEW event_Pack AS SELECT 'e1' AS ocel_id, 'x' AS ocel_time",
        "UPDATE event_map_type SET ocel_type_map = 'nowhere'",
        "UPDATE event_Pack SET weight = x'00ff'",
        "UPDATE event_Pack SET ocel_time = 'yesterday'",
        "DROP TABLE event;CREATE VIEW event AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT 2 FROM n) SELECT 1",
    ],
)
def test_hostile_tables_are_refused(tmp_path, script):
    """Missing tables, views in their place, and bytes for text are refused without a traceback."""
    base = tables(tmp_path / "a.sqlite")
    base.executescript(script)
    base.close()

    with pytest.raises(FormatError):
        read_history(tmp_path / "a.sqlite", mapping=ORDERS)


def test_a_database_is_only_read(tmp_path):
    """Reading a log leaves its file and folder as they were."""
    tables(tmp_path / "a.sqlite").close()
    before = (tmp_path / "a.sqlite").read_bytes()
    read_history(tmp_path / "a.sqlite", mapping=ORDERS)

    assert (tmp_path / "a.sqlite").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1
