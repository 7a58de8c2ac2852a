"""Plugins that are broken, hostile or slow, written to disk as distributions that are really found."""

from __future__ import annotations

from pathlib import Path

import attrs

HEAD = """
from __future__ import annotations
import attrs
from collabmodel.plugin import (
    CommandKind, HistoryFormat, IndicatorKind, Measured, NoSettings, NotifierKind, ReporterKind, StoreKind, hookimpl,
)
from collabmodel.check import Check, hit
from collabmodel.model import Severity, Text
PLANTED = "Planted Person"
def store(name, open=lambda request: None, config=NoSettings):
    return StoreKind(name=name, summary="s", config=config, open=open)
"""


@attrs.frozen(kw_only=True)
class Fake:
    """
    One distribution.

    Args:
        name: Name of its plugin; the distribution is ``fake-NAME``.
        source: The module's text, behind the imports that all share.
        status: How it must stand.
        why: What must be said of it, a part of the sentence.
        value: What its entry point names; empty for its module.
    """

    name: str
    source: str
    status: str = "broken"
    why: str = ""
    value: str = ""

    @property
    def module(self) -> str:
        return "fake_" + self.name.replace("-", "_")

    def write(self, folder: Path) -> None:
        """Write the distribution into a folder of the import path."""
        (folder / f"{self.module}.py").write_text(HEAD + self.source, encoding="utf-8")
        info = folder / f"fake_{self.name.replace('-', '_')}-1.2.dist-info"
        info.mkdir()
        metadata = f"Metadata-Version: 2.1\nName: fake-{self.name}\nVersion: 1.2\n"
        (info / "METADATA").write_text(metadata, encoding="utf-8")
        points = f"[collabmodel]\n{self.plugin} = {self.value or self.module}\n"
        (info / "entry_points.txt").write_text(points, encoding="utf-8")

    @property
    def plugin(self) -> str:
        """Name of its entry point: two fakes that fight for one name share it."""
        return {"same-name-a": "twin", "same-name-b": "twin", "shadow-plugin": "memory"}.get(self.name, self.name)


STORES = "@hookimpl\ndef collabmodel_register_stores(request):\n    "
OBSERVE = "@hookimpl\ndef collabmodel_case_changed(request):\n    "

PLANTED_WORDS = "Planted"
"""Words of plugins that nothing of ours may repeat."""

FAKES = (
    Fake(name="no-module", source="import no_such_module_at_all", why="there is no module 'no_such_module_at_all'"),
    Fake(name="raises-on-import", source="raise ValueError(PLANTED)", why="ValueError"),
    Fake(name="exits-on-import", source="raise SystemExit(3)", why="SystemExit"),
    Fake(name="interrupts-on-import", source="raise KeyboardInterrupt", why="KeyboardInterrupt"),
    Fake(name="hangs-on-import", source="import time; time.sleep(3600)", why="did not come back"),
    Fake(name="no-syntax", source="def (:", why="SyntaxError"),
    Fake(name="recurses", source="def f():\n    f()\nf()", why="RecursionError"),
    Fake(name="no-attribute", source="", value="fake_no_attribute:missing", why="AttributeError"),
    Fake(name="no-hooks", source="x = 1", why="none of the hooks"),
    Fake(name="unmarked", source="def collabmodel_register_stores(request):\n    return ()", why="@hookimpl"),
    Fake(name="misspelt", source="@hookimpl\ndef collabmodel_register_store():\n    return ()", why="unknown hook"),
    Fake(name="wrong-argument", source="@hookimpl\ndef collabmodel_register_stores(case):\n    return ()",
         why="declared in the hookimpl"),
    Fake(name="gives-text", source=STORES + "return 'sqlite'", why="gave str, not a tuple of StoreKind"),
    Fake(name="gives-others", source=STORES + "return (object(),)", why="gave object, not StoreKind"),
    Fake(name="gives-generator", source=STORES + "yield store('mine')", why="gave generator"),
    Fake(name="bad-name", source=STORES + "return (store('My Store'),)", why="'My Store' is no name"),
    Fake(name="no-name", source=STORES + "return (store(None),)", why="'None' is no name"),
    Fake(name="no-config", source=STORES + "return (store('mine', config=dict),)", why="no attrs class"),
    Fake(name="hook-raises", source=STORES + "raise KeyError(PLANTED)", why="KeyError"),
    Fake(name="hook-hangs", source=STORES + "import time; time.sleep(3600)", why="did not come back"),
    Fake(name="hook-exits", source=STORES + "raise SystemExit", why="SystemExit"),
    Fake(name="shadow-store", source=STORES + "return (store('sqlite'),)", why="store 'sqlite' is claimed by"),
    Fake(name="shadow-plugin", source=STORES + "return (store('other'),)", why="plugin 'memory' is claimed by"),
    Fake(name="fights-a", source=STORES + "return (store('prize'),)", why="fake-fights-a:fights-a and fake-fights-b"),
    Fake(name="fights-b", source=STORES + "return (store('prize'),)", why="store 'prize' is claimed by"),
    Fake(name="same-name-a", source=STORES + "return (store('twin-a'),)", why="plugin 'twin' is claimed by"),
    Fake(name="same-name-b", source=STORES + "return (store('twin-b'),)", why="plugin 'twin' is claimed by"),
    Fake(name="bare-code", why="'no-dot' is no name",
         source="@hookimpl\ndef collabmodel_register_checks():\n    return (Check(code='no-dot', title='t', "
         "severity=Severity.NOTE, message='m', source='s', run=lambda subject: iter(())),)"),
    Fake(name="prints", status="ok", source="print('printed by a plugin')\n" + STORES + "return ()"),
    Fake(name="gives-nothing", status="ok", source=STORES + "return None"),
    Fake(name="observer-raises", status="ok", source=OBSERVE + "raise ValueError(PLANTED)"),
    Fake(name="observer-exits", status="ok", source=OBSERVE + "raise SystemExit(PLANTED)"),
    Fake(name="observer-prints", status="ok", source=OBSERVE + "print('printed by an observer')"),
    Fake(name="observer-hangs", status="ok", source=OBSERVE + "import time; time.sleep(3600)"),
    Fake(name="observer-mutates", status="ok",
         source=OBSERVE + "object.__setattr__(request, 'case', 'stolen'); object.__setattr__(request, 'steps', ())"),
    Fake(name="broken-check", status="ok",
         source="def run(subject):\n    raise ValueError(PLANTED)\n@hookimpl\ndef collabmodel_register_checks():\n"
         "    return (Check(code='fake.raises', title='', severity=Severity.ERROR, message='m', source='s', run=run),\n"
         "        Check(code='fake.gap', title='t', severity=Severity.ERROR, message='{gap}', source='s',\n"
         "              run=lambda subject: iter((hit('roles'),))),\n"
         "        Check(code='fake.others', title='t', severity=Severity.ERROR, message='m', source='s',\n"
         "              run=lambda subject: iter((object(),))))"),
    Fake(name="broken-indicator", status="ok",
         source="def bad(request):\n    raise ValueError(PLANTED)\n@hookimpl\ndef collabmodel_register_indicators():\n"
         "    return (IndicatorKind(id='fake.raises', title=Text(), unit='', measure=bad),\n"
         "        IndicatorKind(id='fake.nan', title=Text(), unit='', measure=lambda _: Measured(value=1e999)),\n"
         "        IndicatorKind(id='fake.text', title=Text(), unit='', measure=lambda _: 'many'))"),
    Fake(name="broken-opening", status="ok",
         source="def bad(request):\n    raise ValueError(PLANTED)\n"
         + STORES + "return (store('raises', bad), store('nothing', lambda _: object()))\n"
         "@hookimpl\ndef collabmodel_register_notifiers():\n"
         "    return (NotifierKind(name='exits', summary='s', config=NoSettings, open=lambda _: exit(3)),)"),
    Fake(name="shadow-verb", status="ok",
         source="@hookimpl\ndef collabmodel_register_commands():\n"
         "    return (CommandKind(name='check', summary='s', load=lambda: None),\n"
         "        CommandKind(name='broken-verb', summary='s', load=lambda: 1 / 0))"),
)  # fmt: skip


def install(folder: Path, *names: str) -> None:
    """
    Write fakes into a folder.

    Args:
        folder: A folder of the import path.
        names: Which ones; all where none is named.
    """
    for fake in FAKES:
        if not names or fake.name in names:
            fake.write(folder)
