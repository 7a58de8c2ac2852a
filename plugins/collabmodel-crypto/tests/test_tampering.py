"""Whoever owns the disk and has no key: what they move, cut, flip or write is told, and never read as else."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import tempfile
from pathlib import Path

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_erasing import filled, told
from wrapping import SEED, secret, sqlite

from collabmodel.errors import BusyError, CollabError, ConfigError, DamagedError, KeyUnavailableError
from collabmodel.plugin import Head, digest, encode
from collabmodel.plugin.storing import message_text
from collabmodel.testing import NOON, a_batch, a_row, an_event, events
from collabmodel_crypto.heads import SignedHeads, public_of

TRIGGERS = ("events_never_update", "events_never_delete", "keys_never_update", "accesses_never_update")


@contextlib.contextmanager
def administrator(folder):
    """Open the file of events as whoever owns it: without the triggers, and with time to make the chain fit again."""
    with contextlib.closing(sqlite3.connect(folder / "cases.db", isolation_level=None)) as raw:
        for trigger in TRIGGERS:
            raw.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        yield raw
        for (case,) in raw.execute("SELECT id FROM cases").fetchall():
            previous, last = "", 0
            rows = raw.execute("SELECT seq, type, schema, payload FROM events WHERE case_id = ? ORDER BY seq", (case,))
            for seq, type, schema, payload in rows.fetchall():
                previous, last = digest(previous, case, seq, type, schema, payload), seq
                raw.execute("UPDATE events SET digest = ? WHERE case_id = ? AND seq = ?", (previous, case, seq))
            raw.execute("UPDATE cases SET seq = ?, digest = ? WHERE id = ?", (last, previous, case))
        raw.execute(
            "UPDATE keys SET digest = "
            "(SELECT digest FROM events AS e WHERE e.case_id = keys.case_id AND e.seq = keys.last) "
            "WHERE EXISTS (SELECT 1 FROM events AS e WHERE e.case_id = keys.case_id AND e.seq = keys.last)"
        )


def payload(raw, case, seq):
    return raw.execute("SELECT payload FROM events WHERE case_id = ? AND seq = ?", (case, seq)).fetchone()[0]


def put(raw, case, seq, text):
    raw.execute("UPDATE events SET payload = ? WHERE case_id = ? AND seq = ?", (text, case, seq))


def renamed(text, case, seq):
    """Give a record that names another place, as the record that stood there did."""
    record = json.loads(text)
    return json.dumps(
        record | {"case": case, "seq": seq, "id": str(seq)}, sort_keys=True, separators=(",", ":")
    ).encode()


@pytest.fixture
def folder(tmp_path):
    with contextlib.closing(sqlite(tmp_path)) as store:
        for case in ("c1", "c2"):
            store.append(a_batch(case, events=tuple(told(case, seq) for seq in (1, 2, 3))))
    return tmp_path


def swap_places(raw):
    first, second = payload(raw, "c1", 1), payload(raw, "c1", 2)
    put(raw, "c1", 1, renamed(second, "c1", 1))
    put(raw, "c1", 2, renamed(first, "c1", 2))


def swap_cases(raw):
    first, second = payload(raw, "c1", 1), payload(raw, "c2", 1)
    put(raw, "c1", 1, renamed(second, "c1", 1))
    put(raw, "c2", 1, renamed(first, "c2", 1))


def write_in_clear(raw):
    put(raw, "c1", 2, encode(an_event("c1", 2, note="invented"))[2])


def name_another_key(raw):
    put(raw, "c1", 1, payload(raw, "c1", 1).replace(b'["key",1]', b'["key",2]'))


@pytest.mark.parametrize("act", [swap_places, swap_cases, write_in_clear, name_another_key])
def test_ciphertext_opens_nowhere_but_in_its_place(folder, act):
    """Moved elsewhere or replaced by something in clear, with a chain made to fit: read and verify tell."""
    with administrator(folder) as raw:
        act(raw)
    with contextlib.closing(sqlite(folder)) as store:
        assert list(store.inner.verify()) == []
        with pytest.raises((DamagedError, KeyUnavailableError)):
            list(store.read("c1"))
        assert "c1" in {fault.case for fault in store.verify()}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_change_is_ever_read_as_something_else(data):
    """Any flip, cut or exchange in any record, with a chain made to fit, gives an error or the true events."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with contextlib.closing(sqlite(folder)) as store:
            true = tuple(data.draw(events("c1", seq)) for seq in (1, 2))
            store.append(a_batch("c1", events=true))
            store.append(a_batch("c2", events=(an_event("c2"),)))
        with administrator(folder) as raw:
            seq = data.draw(st.sampled_from((1, 2)))
            text = bytearray(payload(raw, "c1", seq))
            place = data.draw(st.integers(0, len(text) - 1))
            how = data.draw(st.sampled_from(("flip", "cut", "exchange", "other case")))
            if how == "flip":
                text[place] ^= 1 << data.draw(st.integers(0, 6))
            elif how == "cut":
                del text[place : place + data.draw(st.integers(1, 40))]
            else:
                text = bytearray(
                    renamed(payload(raw, *(("c1", 3 - seq) if how == "exchange" else ("c2", 1))), "c1", seq)
                )
            put(raw, "c1", seq, bytes(text))
        with contextlib.closing(sqlite(folder)) as store:
            try:
                found = [one.event for one in store.read("c1")]
            except CollabError:
                assert list(store.verify()) != []
            else:
                assert found == list(true)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_is_sealed_comes_back(data):
    """Events of any content, also with texts that look like what stands for persons, are read back equal."""
    signs = st.sampled_from(("\x7f", "\x7f@x", "\x7f#1", "erased", "erased-x", "p-17"))
    with tempfile.TemporaryDirectory() as name, contextlib.closing(sqlite(Path(name))) as store:
        event = data.draw(events())
        pairs = (
            ("person", data.draw(signs)),
            ("note", data.draw(signs)),
            ("lines", ((("person", "p-17"), ("why", data.draw(signs))),)),
        )
        event = attrs.evolve(event, data=(*event.data, *pairs), actor=attrs.evolve(event.actor, person="p-17"))
        row = a_row("c1", child=data.draw(signs))
        store.append(a_batch("c1", row=row, events=(event,)))

        assert [one.event for one in store.read("c1")] == [event]
        assert store.row("c1") == row


def test_rows_answers_messages_and_log_are_bound_to_their_place(folder):
    """What was sealed for one case, key or message is told when it stands at another."""
    with contextlib.closing(sqlite(folder)) as store:
        filled(store, "c3")
        filled(store, "c4")
    with administrator(folder) as raw:
        rows = dict(raw.execute("SELECT id, row FROM cases").fetchall())
        raw.execute("UPDATE cases SET row = ? WHERE id = 'c3'", (rows["c4"].replace('"id":"c4"', '"id":"c3"'),))
        answers = raw.execute("SELECT key, answer FROM keys WHERE case_id IN ('c3', 'c4') ORDER BY case_id").fetchall()
        for (key, _), (_, answer) in zip(answers, reversed(answers), strict=True):
            raw.execute("UPDATE keys SET answer = ? WHERE key = ?", (answer, key))
        letters = dict(raw.execute("SELECT id, message FROM outbox").fetchall())
        raw.execute("UPDATE outbox SET message = ? WHERE id = 'm-c3'", (letters["m-c4"].replace("m-c4", "m-c3"),))
    with contextlib.closing(sqlite(folder)) as store:
        with pytest.raises(DamagedError):
            store.row("c3")
        with pytest.raises(DamagedError):
            store.receipt("aino-first-talk-c3")
        (claimed,) = store.claim(NOON, NOON - NOON.replace(hour=11), 9)
        assert claimed.message.id == "m-c4"
        assert [(one.message.id, one.why) for one in store.inner.outbox(dead=True)] == [("m-c3", "DamagedError")]
        assert {"c3", ""} <= {fault.case for fault in store.verify()}
        assert message_text(claimed.message)


def test_a_status_or_due_time_changed_in_clear_is_told(folder):
    """What stays clear of a row for the index is bound to what is sealed of it."""
    with administrator(folder) as raw:
        row = raw.execute("SELECT row FROM cases WHERE id = 'c1'").fetchone()[0]
        raw.execute("UPDATE cases SET row = ?, status = 'closed' WHERE id = 'c1'", (row.replace('"open"', '"closed"'),))
    with contextlib.closing(sqlite(folder)) as store:
        with pytest.raises(DamagedError):
            store.row("c1")
        assert [fault.case for fault in store.verify()] == ["c1"]


def signing(folder):
    return {"heads": str(folder / "heads.jsonl"), "signing": secret(folder, "seed", SEED)}


def test_a_cut_tail_and_a_whole_rewrite_are_found_against_signed_ends(folder):
    """The chain of a shorter record is whole in itself; only an end kept elsewhere shows that more was there."""
    with contextlib.closing(sqlite(folder, **signing(folder))) as store:
        signed = store.sign_heads(NOON)
        assert [head.case for head in signed.heads] == ["c1", "c2"]
        assert list(store.verify()) == []
        store.append(a_batch("c1", 3))
        again = store.sign_heads(NOON)
        assert again.lines == 2
        assert len((folder / "heads.jsonl").read_text().splitlines()[1]) < 700
        assert list(store.verify()) == []
    with administrator(folder) as raw:
        raw.execute("DELETE FROM events WHERE case_id = 'c1' AND seq = 4")
    with contextlib.closing(sqlite(folder, **signing(folder))) as store:
        assert ("c1", 4) in {(fault.case, fault.seq) for fault in store.verify()}


def test_signed_ends_cannot_be_made_by_others(folder):
    """A line changed, taken out or signed by another key is told, and no other key may sign on."""
    with contextlib.closing(sqlite(folder, **signing(folder))) as store:
        assert [fault.what for fault in store.verify()] == ["no signed ends of records are there"]
        store.sign_heads(NOON)
        store.append(a_batch("c1", 3))
        store.sign_heads(NOON)
        first, second = (folder / "heads.jsonl").read_text().splitlines(keepends=True)
        for text in (second, first.replace('"c1"', '"c9"') + second, first + first, "{}\n"):
            (folder / "heads.jsonl").write_text(text)
            assert any("not signed so" in fault.what for fault in store.verify())
            with pytest.raises(DamagedError):
                store.sign_heads(NOON)
    with pytest.raises(ConfigError), contextlib.closing(sqlite(folder)) as store:
        store.sign_heads(NOON)


def test_a_log_of_destroyed_keys_that_was_cut_is_found(folder):
    """Whoever takes the log away to bring an old key file back is found against the signed ends."""
    with contextlib.closing(sqlite(folder, **signing(folder))) as store:
        store.erase_case("c1", order="decision 1", at=NOON)
        store.sign_heads(NOON)
        assert list(store.verify()) == []
        (folder / "keys.db.destroyed").unlink()
        assert "the log of destroyed keys" in next(store.verify()).what


def test_what_was_cut_or_rewritten_is_not_signed_over(folder):
    """A signer that comes by after the harm must not make a newer end of what is left, which would hide it."""
    with contextlib.closing(sqlite(folder, **signing(folder))) as store:
        store.append(a_batch("c1", 3))
        store.sign_heads(NOON)
    before = (folder / "heads.jsonl").read_bytes()
    with administrator(folder) as raw:
        raw.execute("DELETE FROM events WHERE case_id = 'c1' AND seq = 4")
        put(raw, "c2", 1, payload(raw, "c2", 1).replace(b"sealed", b"SEALED"))
    with contextlib.closing(sqlite(folder, **signing(folder))) as store:
        with pytest.raises(DamagedError) as caught:
            store.sign_heads(NOON)
        after = (folder / "heads.jsonl").read_bytes()

        assert [problem.what.split()[4] for problem in caught.value.problems] == ["c1", "c2"]
        assert after == before
        assert "c1" in {fault.case for fault in store.verify()}


def test_a_cut_log_of_destroyed_keys_is_not_signed_over(folder):
    """Whoever takes the log away must not have it hidden by the next signature."""
    with contextlib.closing(sqlite(folder, **signing(folder))) as store:
        store.erase_case("c1", order="decision 1", at=NOON)
        store.sign_heads(NOON)
        (folder / "keys.db.destroyed").unlink()

        with pytest.raises(DamagedError, match="log of destroyed keys"):
            store.sign_heads(NOON)


def test_two_who_sign_at_once_do_not_spoil_the_file(folder):
    """Whoever comes while another signs is told so; what was signed stays whole, and signing goes on."""
    ends, seed = SignedHeads(folder / "heads.jsonl", public_of(bytes(32))), bytes(32)

    def heads():
        with pytest.raises(BusyError):
            SignedHeads(ends.path, public_of(seed)).add([Head(case="c2", seq=1, digest="22")], (0, ""), seed, NOON)
        yield Head(case="c1", seq=1, digest="11")

    ends.add(heads(), (0, ""), seed, NOON)
    signed = ends.add([Head(case="c2", seq=1, digest="22")], (0, ""), seed, NOON)

    assert [head.case for head in signed.heads] == ["c1", "c2"]
    assert signed.lines == 2


def test_ends_given_by_the_caller_count_too(folder):
    """Ends kept in any other way are compared as with any store."""
    with contextlib.closing(sqlite(folder)) as store:
        faults = list(store.verify(heads=[Head(case="c9", seq=1, digest="00")]))

    assert [(fault.case, fault.seq) for fault in faults] == [("c9", 1)]
