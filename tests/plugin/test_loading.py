"""What a plugin brings is looked at part by part before anything else can stumble over it."""

from __future__ import annotations

import datetime as dt
import enum
from pathlib import Path
from typing import Any

import attrs
import pytest

import collabmodel as cm
from collabmodel.check import Check, Hit
from collabmodel.errors import ConfigError
from collabmodel.model import Severity, Text
from collabmodel.plugin import (
    CommandKind,
    HistoryFormat,
    IndicatorKind,
    Measured,
    NoSettings,
    NotifierKind,
    ReporterKind,
    Secret,
    StoreKind,
    hookimpl,
)
from collabmodel.testing import isolated_host

MODEL = "id: m\nroles: {n: {side: professional}}\n"
STORE = {"name": "own", "summary": "s", "config": NoSettings, "open": print}
REPORTER = {**STORE, "suffix": ".own"}
FORMAT = {"name": "own", "summary": "s", "suffixes": (".own",)}
INDICATOR = {"id": "own.one", "title": Text(), "unit": "", "measure": lambda _: Measured(value=1)}
CHECK = {"code": "own.one", "title": "", "severity": Severity.NOTE, "message": "", "source": "", "run": print}


class Shifty(StoreKind[NoSettings]):
    """A kind that answers otherwise than it was made."""

    @property
    def name(self) -> str:
        msg = "private"
        raise ValueError(msg)


def plugin(hook: str, *kinds: object) -> object:
    @hookimpl
    def give() -> object:
        return kinds

    return type("Own", (), {f"collabmodel_register_{hook}": staticmethod(give)})()


def standing(hook: str, *kinds: object) -> str:
    """Say why a plugin with these kinds cannot be used."""
    (row,) = isolated_host(plugin(hook, *kinds), broken=True).plugins
    return row.why


@pytest.mark.parametrize(
    ("hook", "kind", "why"),
    [
        ("stores", StoreKind(**STORE | {"summary": 3}), "'summary' of StoreKind is int"),
        ("stores", StoreKind(**STORE | {"open": None}), "'open' of StoreKind is NoneType"),
        ("stores", StoreKind(**STORE | {"wraps": "no"}), "'wraps' of StoreKind is str"),
        ("stores", object.__new__(Shifty), "gave Shifty, not StoreKind"),
        ("reporters", ReporterKind(**REPORTER | {"subjects": None}), "'subjects' of ReporterKind is NoneType"),
        ("reporters", ReporterKind(**REPORTER | {"subjects": ("case",)}), "'subjects' of ReporterKind are no Subject"),
        ("reporters", ReporterKind(**REPORTER | {"suffix": "/../x.txt"}), "'/../x.txt' is no name"),
        ("history_formats", HistoryFormat(**FORMAT | {"suffixes": None}), "'suffixes' of HistoryFormat is NoneType"),
        ("history_formats", HistoryFormat(**FORMAT | {"read": "x"}), "what reads or writes HistoryFormat"),
        ("indicators", IndicatorKind(**INDICATOR | {"title": "t"}), "'title' of IndicatorKind is str"),
        ("indicators", IndicatorKind(**INDICATOR | {"unit": object()}), "'unit' of IndicatorKind is object"),
        ("checks", Check(**CHECK | {"severity": "error"}), "'severity' of Check is str"),
        ("commands", CommandKind(name="own", summary="s", load=None), "'load' of CommandKind is NoneType"),
    ],
)
def test_a_part_that_cannot_be_is_told_of_the_plugin(hook, kind, why) -> None:
    """A kind with a part of the wrong sort makes its plugin broken, not some command later."""
    assert why in standing(hook, kind)


@pytest.mark.parametrize(
    ("type_", "fits"),
    [
        (str, True),
        (Secret | None, True),
        (tuple[Secret, ...] | None, True),
        (int | float | None, True),
        (enum.Enum("Colour", ["RED"]), True),
        (dt.date, True),
        (tuple[NoSettings, ...], True),
        (list[str], False),
        (dict[str, str], False),
        (tuple[str, int], False),
        (Path, False),
        (Any, False),
        (None, False),
        (Secret | str, False),
        (type(None), False),
        (dt.timedelta, False),
    ],
)
def test_settings_that_no_file_can_fill_are_told_when_the_plugin_is_loaded(type_, fits) -> None:
    """A class of settings with a type that files of settings do not hold names the field and the type."""
    config = attrs.make_class("Own", {"x": attrs.field(type=type_, default=None)})

    why = standing("notifiers", NotifierKind(**STORE | {"config": config}))

    assert why.startswith("" if fits else "the settings of 'own': the setting 'x' has a type that no file")
    assert bool(why) is not fits


def test_a_setting_with_an_underscore_is_none() -> None:
    """Such a field goes by another name where it is filled, so that no file could."""
    config = attrs.make_class("Own", {"_x": attrs.field(type=int, default=1)})

    assert "begins with an underscore" in standing("notifiers", NotifierKind(**STORE | {"config": config}))


@pytest.mark.parametrize(
    "found",
    [Measured(value=10**400), Measured(value=1.0, number="many"), Measured(value=1.0, why=3), Measured(value="x")],
)
def test_what_an_indicator_gives_is_looked_at(found) -> None:
    """A number that is none, or a count or reason of the wrong sort, is told as such."""
    own = plugin("indicators", IndicatorKind(**INDICATOR | {"measure": lambda _: found}))
    evaluation = cm.evaluate(cm.load(MODEL), cm.HistoryBuilder().finish())

    ((_, told),) = isolated_host(own).measure(evaluation)

    assert told.value is None
    assert told.why.startswith("measuring it gave ")


def test_a_name_brought_twice_is_told_as_that() -> None:
    """A plugin that brings one name twice is not said to fight itself."""
    assert standing("stores", StoreKind(**STORE), StoreKind(**STORE)) == "store 'own' is brought twice"


def test_many_names_are_not_all_listed() -> None:
    """Where a name is not known, a few of those that are stand in the message, and the nearest as its hint."""
    kinds = [StoreKind(**STORE | {"name": f"own{number}"}) for number in range(5_000)]

    with pytest.raises(ConfigError, match=r"own1, .*, \.\.\.\) - did you mean 'own4999'") as caught:
        isolated_host(plugin("stores", *kinds)).open_store("own49999://")

    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("path", [None, ("roles",), 3])
def test_a_hit_without_a_path_is_the_checks_fault(path) -> None:
    """A hit whose path is none fails its check, and not the whole command."""
    own = plugin("checks", Check(**CHECK | {"run": lambda _: iter((Hit(path),))}))

    (told,) = [one for one in isolated_host(own).check(cm.load(MODEL)) if one.code == "plugin-check-failed"]

    assert told.message == "the check 'own.one' of a plugin failed: TypeError"
