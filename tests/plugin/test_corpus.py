"""Broken, hostile and slow plugins never break a case, and it is said what is wrong with each."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
import logging
import os
import subprocess
import sys

import pytest
from tests.plugin.corpus import FAKES, PLANTED_WORDS, install

import collabmodel as cm
from collabmodel.case import Command
from collabmodel.history import Actor
from collabmodel.plugin import CaseChanged, Host, Step
from collabmodel.plugin.discovery import candidates

NURSE = Actor(role="nurse", person="p-1")
TALKS = "id: talks\nroles: {nurse: {side: professional}}\nactivities: {talk: {kind: meeting}}\n"
MODEL = cm.load(TALKS)


def a_change():
    steps = (Step(kind="case", transition="opened"),)
    when = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    return CaseChanged(case="c1", model="m", model_hash="h", status="open", first=1, last=1, steps=steps, at=when)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """All fakes as the host finds them, beside our own plugins."""
    folder = tmp_path_factory.mktemp("installed")
    install(folder)
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    fakes = importlib.metadata.distributions(path=[str(folder)])
    entries = [entry for fake in fakes for entry in fake.entry_points]
    ours = [entry for entry in importlib.metadata.entry_points(group="collabmodel") if entry.dist.name == "collabmodel"]
    yield [*entries, *ours]
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def host(found):
    return Host(candidates(found), observing=0.3, loading=1.0)


def test_there_are_enough_of_them():
    """The corpus holds at least 25 distributions, each named once."""
    assert len(FAKES) >= 25
    assert len({fake.name for fake in FAKES}) == len(FAKES)


@pytest.mark.parametrize("fake", FAKES, ids=lambda fake: fake.name)
def test_it_is_said_what_is_wrong(host, fake):
    """Faults 42 and 43. Each stands as it must, with the reason, and never with words of its own."""
    (row,) = [one for one in host.plugins if one.distribution == f"fake-{fake.name}"]

    assert row.status == fake.status
    assert fake.why in row.why
    assert bool(fake.why) is (fake.status == "broken")
    assert PLANTED_WORDS not in row.why
    assert row.version == "1.2"


def test_our_own_stand_whatever_is_claimed(host):
    """A name of ours that another claims stays ours."""
    ours = [one for one in host.plugins if one.distribution == "collabmodel"]

    assert {one.name: one.status for one in ours} == dict.fromkeys(
        ["console", "jsonl", "memory", "sqlite", "text"], "ok"
    )


def test_a_case_goes_on_beside_all_of_them(host, tmp_path, caplog, capsys):
    """Faults 40 and 44. A case is opened and worked on with every fake observing, and its record is whole."""
    caplog.set_level(logging.WARNING, logger="collabmodel.plugin")
    with cm.open_desk(f"sqlite:///{tmp_path}/cases.db", MODEL, host=host) as desk:
        case = desk.open_case(by=NURSE, id="c1").unwrap()
        done = desk.record("c1", Command(verb="complete", element="talk", by=NURSE)).unwrap()
        faults = list(desk.verify())

    assert (case.id, done.events[0].case, faults) == ("c1", "c1", [])
    told = caplog.text
    assert "observer-raises failed to observe a change: ValueError" in told
    assert "observer-exits failed to observe a change: SystemExit" in told
    assert told.count("observer-hangs failed") == 1
    assert PLANTED_WORDS not in told
    assert "printed by an observer" not in capsys.readouterr().out


def test_what_one_observer_does_to_the_news_reaches_nobody_else(host):
    """Fault 44. Each observer gets its own copy of what happened."""
    change = a_change()

    host.case_changed(change)

    assert change == a_change()


def test_an_observer_that_hangs_is_told_no_more(host):
    """Fault 41. Its first delay is the last, and the list of plugins says so."""
    host.case_changed(a_change())
    (row,) = [one for one in host.plugins if one.name == "observer-hangs"]

    assert row.why == "it took too long to observe a change, and is not told of others"


def test_broken_checks_are_findings(host):
    """Fault 40. A check that fails is told as a warning by its code, and the others are run."""
    findings = host.check(MODEL)

    failed = {one.message for one in findings if one.code == "plugin-check-failed"}
    assert failed == {
        "the check 'fake.raises' of a plugin failed: ValueError",
        "the check 'fake.gap' of a plugin failed: KeyError",
        "the check 'fake.others' of a plugin failed: TypeError",
    }
    assert {one.code for one in findings} > {"plugin-check-failed"}


def test_broken_indicators_say_so(host):
    """An indicator that fails has no number, and says why."""
    evaluation = cm.evaluate(MODEL, cm.HistoryBuilder().finish())

    told = {kind.id: (found.value, found.why) for kind, found in host.measure(evaluation)}

    assert told == {
        "fake.raises": (None, "measuring it failed: ValueError"),
        "fake.nan": (None, "measuring it gave what is no number"),
        "fake.text": (None, "measuring it gave str, not Measured"),
    }


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("raises://user:hunter2@host", "the store 'raises' failed: ValueError"),
        ("nothing://user:hunter2@host", "it gave something that is no store"),
        ("prize://hunter2", "is claimed by fake-fights-a:fights-a and fake-fights-b:fights-b"),
    ],
)
def test_a_store_that_cannot_be_opened_is_told_as_the_plugins_fault(host, url, why):
    """The error names the store and the reason, never the URL's secrets or the plugin's words."""
    with pytest.raises(cm.PluginError, match=why) as caught:
        host.open_store(url)

    assert "hunter2" not in str(caught.value)
    assert PLANTED_WORDS not in str(caught.value)


def test_a_notifier_that_exits_does_not_end_us(host):
    """Fault 44. SystemExit from a plugin is a failure of the plugin."""
    with pytest.raises(cm.PluginError, match="SystemExit"):
        host.open_notifier("exits")


def test_the_unlisted_are_never_imported(tmp_path):
    """Fault 43. What is not on the list of those allowed, or is blocked, is not even loaded."""
    mark = tmp_path / "imported"
    source = f"open({str(mark)!r}, 'w').close()"
    (tmp_path / "fake_marker.py").write_text(source, encoding="utf-8")
    entry = importlib.metadata.EntryPoint("marker", "fake_marker", "collabmodel")

    unlisted = Host.discover(found=[entry], allow=["others"], environ={})
    blocked = Host.discover(found=[entry], block=["marker"], environ={})
    by_variable = Host.discover(found=[entry], environ={"COLLABMODEL_PLUGINS": ""})

    assert [host.plugins[0].status for host in (unlisted, blocked, by_variable)] == ["blocked"] * 3
    assert unlisted.plugins[0].why == "it is not on the list of those allowed"
    assert blocked.plugins[0].why == "it is blocked"
    assert not mark.exists()


def run(folder, *words, **environ):
    own = {**os.environ, "PYTHONPATH": str(folder), **environ}
    line = [sys.executable, "-m", "collabmodel", *words]
    return subprocess.run(line, cwd=folder, env=own, capture_output=True, text=True, timeout=120, check=False)


def test_the_command_line_works_beside_them(tmp_path):
    """With all that do not hang installed, JSON stays JSON, and each broken one is named with exit code 4."""
    install(tmp_path, *[fake.name for fake in FAKES if "hangs" not in fake.name])
    allowed = ",".join(f"fake-{fake.name}" for fake in FAKES)

    listed = run(tmp_path, "plugins", "--json", COLLABMODEL_PLUGINS=allowed)
    (tmp_path / "talks.yaml").write_text(TALKS, encoding="utf-8")
    words = ("case", "open", "--model", "talks.yaml", "--store", "sqlite:///c.db", "--by", "nurse:p-1", "--json")
    opened = run(tmp_path, *words, COLLABMODEL_PLUGINS=allowed)
    verb = run(tmp_path, "broken-verb", COLLABMODEL_PLUGINS=allowed)

    told = json.loads(listed.stdout)
    status = {one["distribution"]: one["status"] for one in told["plugins"]}
    assert listed.returncode == 4
    assert all(status[f"fake-{fake.name}"] == fake.status for fake in FAKES if "hangs" not in fake.name)
    assert "'check' is the library's own" in listed.stderr
    assert (opened.returncode, opened.stderr.count("Traceback")) == (0, 0), opened.stderr
    assert json.loads(opened.stdout)["format"] == 1
    assert verb.returncode == 4
    assert "ZeroDivisionError" in verb.stderr


def test_without_and_the_variable_block_by_name(tmp_path):
    """``--without`` keeps one out, and an empty variable all that are not ours."""
    install(tmp_path, "prints", "no-hooks")

    without = json.loads(run(tmp_path, "--without", "prints", "plugins", "--json").stdout)
    none = json.loads(run(tmp_path, "plugins", "--json", COLLABMODEL_PLUGINS="").stdout)

    assert [one["status"] for one in without["plugins"] if one["name"] in {"prints", "no-hooks"}] == [
        "broken",
        "blocked",
    ]
    assert {one["status"] for one in none["plugins"] if one["distribution"] != "collabmodel"} == {"blocked"}
    assert {one["status"] for one in none["plugins"] if one["distribution"] == "collabmodel"} == {"ok"}
