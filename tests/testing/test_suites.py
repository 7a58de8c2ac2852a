"""The suites for notifiers, reporters, formats and checks find what is wrong, and let through what is not."""

from __future__ import annotations

import inspect
import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.testing import broken_plugins as broken

import collabmodel as cm
from collabmodel.testing import (
    Arrival,
    CheckConformance,
    FormatConformance,
    NotifierConformance,
    ReporterConformance,
)

FAILURES = (Exception, pytest.fail.Exception)
_PLUGIN = """
import broken_plugins as broken
from collabmodel.plugin import hookimpl

@hookimpl
def collabmodel_register_{hook}():
    return ({what},)
"""


def run(suite, name, request):
    """Run one test of a suite with all that it is parametrized by; raise what fails first."""
    test = getattr(suite, name)
    marks = [mark.args for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    names = [names if isinstance(names, tuple) else (names,) for names, _ in marks]
    values = [[value if isinstance(value, tuple) else (value,) for value in values] for _, values in marks]
    drawn = {name for group in names for name in group}
    fixtures = [one for one in inspect.signature(test).parameters if one not in drawn]
    for number, chosen in enumerate(itertools.product(*values)):
        given = {name: value for group, row in zip(names, chosen, strict=True) for name, value in zip(group, row)}  # noqa: B905
        for one in fixtures:
            given[one] = request.getfixturevalue(one)
        if "tmp_path" in given:
            given["tmp_path"] = given["tmp_path"] / f"{type(suite).__name__}-{number}"
            given["tmp_path"].mkdir()
        test(**given)


def notifiers(kind):
    class Suite(NotifierConformance):
        secrets = ("hush-hush",)
        patience = 2.0

        def open_notifier(self, folder):
            return kind(folder / "lines")

        def received(self, folder):
            lines = (folder / "lines").read_text(encoding="utf-8").split("\n")[:-1]
            return [Arrival(broken.json.loads(line)["id"] if line[:1] == "{" else "", line) for line in lines]

        def out_of_reach(self, folder):
            return kind(folder / "nowhere" / "lines")

        def refusing(self, folder):
            (folder / "taken").mkdir()
            yield "a folder in its place", kind(folder / "taken")

    Suite.__name__ = kind.__name__
    return Suite()


def plugged(folder, hook, what):
    """Write the plugin that brings something, and give its module's name."""
    name = f"plugin_{abs(hash(what))}"
    (folder / f"{name}.py").write_text(_PLUGIN.format(hook=hook, what=what), encoding="utf-8")
    return name


def reporters(kind, folder):
    class Suite(ReporterConformance):
        plugin = plugged(folder, "reporters", f"broken.kind_of(broken.{kind.__name__})")
        patience = 3.0
        rows = 10_000

        def reporter(self):
            return broken.kind_of(kind)

        def text_of(self, content):
            return content.decode()

    return Suite()


def formats(pair, folder):
    read, write = pair

    class Suite(FormatConformance):
        plugin = plugged(
            folder, "history_formats", f"broken.format_of(broken.{read.__name__}, broken.{write.__name__})"
        )
        cases = 300

        def history_format(self):
            return broken.format_of(*pair)

    return Suite()


def checks(one, folder):
    found = "broken.attrs.evolve(broken.SOUND, run=broken.finds_by_hash)" if one != broken.SOUND else "broken.SOUND"

    class Suite(CheckConformance):
        plugin = plugged(folder, "checks", found)
        patience = 1.0

        def checks(self):
            return (one,)

        def unsound(self, check):
            del check
            names = ", ".join(f"activity_{number}: {{kind: meeting}}" for number in range(12))
            return cm.load(f"id: m\nactivities: {{{names}}}")

    return Suite()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder from which plugins can be imported, here and in other processes."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(("kind", "name"), broken.NOTIFIERS, ids=[kind.__name__ for kind, _ in broken.NOTIFIERS])
def test_a_broken_notifier_fails(kind, name, request):
    """Each promise that a notifier breaks makes a test fail that a sound one passes."""
    if name != "test_a_digest_tells_everything":
        run(notifiers(broken.Lines), name, request)

    with pytest.raises(FAILURES):
        run(notifiers(kind), name, request)


@pytest.mark.parametrize(("kind", "name"), broken.REPORTERS, ids=[kind.__name__ for kind, _ in broken.REPORTERS])
def test_a_broken_reporter_fails(kind, name, request, folder):
    """Each promise that a reporter breaks makes a test fail that a sound one passes."""
    if name != "test_another_process_gives_the_same_bytes":
        run(reporters(broken.Json, folder), name, request)

    with pytest.raises(FAILURES):
        run(reporters(kind, folder), name, request)


def test_a_sound_reporter_is_the_same_in_another_process(request, folder):
    """The test that finds clocks, zones and hashes lets through what has none of them."""
    run(reporters(broken.Json, folder), "test_another_process_gives_the_same_bytes", request)


@pytest.mark.parametrize(
    ("pair", "name"), broken.FORMATS, ids=[f"{one.__name__}-{other.__name__}" for (one, other), _ in broken.FORMATS]
)
def test_a_broken_format_fails(pair, name, request, folder):
    """Each promise that a format breaks makes a test fail that a sound one passes."""
    run(formats((broken.reads, broken.keeps_all), folder), name, request)

    with pytest.raises(FAILURES):
        run(formats(pair, folder), name, request)


@pytest.mark.parametrize(
    ("one", "name"), broken.CHECKS, ids=[f"{name}-{n}" for n, (_, name) in enumerate(broken.CHECKS)]
)
def test_a_broken_check_fails(one, name, request, folder):
    """Each promise that a check breaks makes a test fail that a sound one passes."""
    run(checks(broken.SOUND, folder), name, request)

    with pytest.raises(FAILURES):
        run(checks(one, folder), name, request)


PLUGINS = {
    "it implements none of the hooks": ("", "test_the_plugin_is_whole"),
    "importing it computes": (
        (
            "import time\nfrom broken_plugins import *\nfrom collabmodel.plugin import hookimpl\n"
            "until = time.process_time() + 1.5\nwhile time.process_time() < until: pass\n"
            "@hookimpl\ndef collabmodel_register_checks(): return (SOUND,)\n"
        ),
        "test_importing_the_plugin_is_light",
    ),
    "a setting that nobody explains": (
        (
            "import attrs\nfrom collabmodel.plugin import NotifierKind, hookimpl\n"
            "@attrs.frozen\nclass Odd:\n    '''Settings.'''\n\n    depth: int = 1\n"
            "@hookimpl\ndef collabmodel_register_notifiers():\n"
            "    return (NotifierKind(name='odd', summary='odd', config=Odd, open=print),)\n"
        ),
        "test_every_setting_is_explained",
    ),
}


@pytest.mark.parametrize(("text", "name"), PLUGINS.values(), ids=PLUGINS)
def test_a_broken_plugin_fails(text, name, request, folder):
    """What a plugin promises whatever it brings is found too, by the module that was named."""
    sound, odd = notifiers(broken.Lines), notifiers(broken.Lines)
    type(sound).plugin, type(odd).plugin = "collabmodel.adapters.console", f"odd_{len(text)}"
    (folder / f"odd_{len(text)}.py").write_text(text, encoding="utf-8")
    run(sound, name, request)

    with pytest.raises(FAILURES):
        run(odd, name, request)


def test_what_a_suite_was_not_told_is_skipped_with_a_reason(tmp_path):
    """Whoever says little is told what more could be tried, and nothing passes that was not tried."""

    class Silent(NotifierConformance):
        def open_notifier(self, folder):
            return broken.Lines(folder / "lines")

    with pytest.raises(pytest.skip.Exception, match="how to see what arrived"):
        Silent().test_a_message_arrives(tmp_path)
    with pytest.raises(pytest.skip.Exception, match="how to take the receiver away"):
        Silent().test_a_receiver_out_of_reach_is_told_in_time(tmp_path)
    with pytest.raises(pytest.skip.Exception, match="how to have the receiver answer no"):
        Silent().test_a_no_is_told(tmp_path)
    with pytest.raises(pytest.skip.Exception, match="the plugin's module"):
        Silent().test_the_plugin_is_whole()


def test_refusing_must_give_a_notifier(tmp_path):
    """A suite that is given nothing to try does not pass."""

    class Empty(NotifierConformance):
        def open_notifier(self, folder):
            return broken.Lines(folder / "lines")

        def refusing(self, folder):
            del folder
            return ()

    with pytest.raises(AssertionError):
        Empty().test_a_no_is_told(tmp_path)


def test_a_part_that_no_history_has_cannot_be_lacked(folder):
    """A word misspelt in what a format lacks is refused: it would excuse nothing."""
    suite = formats((broken.reads, broken.keeps_all), folder)
    type(suite).lacks = {"offset": "no zones"}

    with pytest.raises(AssertionError):
        suite.test_what_it_lacks_is_a_part()


def test_failures_show_values_where_the_library_is_installed(tmp_path):
    """An installed copy, which pytest would not look into by itself, still shows what was compared."""
    shutil.copytree(Path(cm.__file__).parent, tmp_path / "site" / "collabmodel")
    text = (
        "from collabmodel.testing import NotifierConformance, Arrival, RecordingNotifier\n"
        "class TestX(NotifierConformance):\n"
        "    def open_notifier(self, folder): return RecordingNotifier()\n"
        "    def received(self, folder): return [Arrival('m1', 'x'), Arrival('m1', 'y')]\n"
    )
    (tmp_path / "test_x.py").write_text(text, encoding="utf-8")
    paths = os.pathsep.join([str(tmp_path / "site"), *(path for path in sys.path if path)])
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "test_a_message_arrives"]
    done = subprocess.run(
        words, cwd=tmp_path, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert str(Path("site", "collabmodel", "testing", "conformance")) in done.stdout
    assert "assert 2 == 1" in done.stdout
