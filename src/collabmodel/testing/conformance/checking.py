"""
What every check of models must pass.

To override: ``checks()``, which gives the checks. ``unsound(check)`` gives a model to which a check objects. With
``plugin``, they are run once more in another process.
"""

from __future__ import annotations

import abc
import copy
import pickle
import re
import time
from collections.abc import Sequence
from typing import ClassVar

import attrs
import pytest

from collabmodel.check import CHECKS, Check, Finding, Hit, Subject, check
from collabmodel.formats import load, shipped
from collabmodel.model import Model, Severity
from collabmodel.testing.conformance.elsewhere import elsewhere
from collabmodel.testing.conformance.lacking import Plugged
from collabmodel.testing.isolation import isolated_host
from collabmodel.testing.small_model import a_model

_CODE = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+")


class CheckConformance(Plugged, abc.ABC):
    """
    The suite for checks: subclass it, and give yours.

    >>> from collabmodel.check import CHECKS
    >>> class TestMine(CheckConformance):
    ...     def checks(self):
    ...         return [attrs.evolve(CHECKS[0], code="acme.first")]
    """

    patience: ClassVar[float] = 5.0
    """Seconds within which a check has looked at all shipped models."""

    @abc.abstractmethod
    def checks(self) -> Sequence[Check]:
        """Give the checks."""

    def unsound(self, check: Check) -> Model:
        """
        Give a model to which a check objects.

        Args:
            check: The check.
        """
        del check
        pytest.skip("the suite was not told of a model that is unsound")

    def models(self) -> Sequence[Model]:
        """Give models to look at: a small one, those that are shipped, and one that says nothing."""
        return (a_model(), *(load(id) for id in shipped()), Model(id="empty"))

    def test_codes_are_its_own(self) -> None:
        """Each check has a code of its own with a name before a dot, so that it meets no other's."""
        codes = [one.code for one in self.checks()]

        assert codes
        assert len(set(codes)) == len(codes)
        assert [code for code in codes if not _CODE.fullmatch(code)] == []
        assert {*codes}.isdisjoint(one.code for one in CHECKS)

    def test_it_says_what_it_wants_and_why(self) -> None:
        """A check has a title, a message, a severity, and what it rests on."""
        for one in self.checks():
            assert one.title, one.code
            assert one.message, one.code
            assert one.source, one.code
            assert isinstance(one.severity, Severity), one.code

    def test_it_looks_at_every_model(self) -> None:
        """No model that can be read makes a check fail; what it objects to has a path and words for its message."""
        for model in self.models():
            for one in self.checks():
                self.objections(one, model)

    def test_it_objects_to_what_is_unsound(self) -> None:
        """A check finds what it is there for, and its findings say so in whole sentences."""
        for one in self.checks():
            model = self.unsound(one)
            found = [finding for finding in check(model, extra=(one,)) if finding.code == one.code]

            assert self.objections(one, model), one.code
            assert found, one.code
            assert [finding.message for finding in found if re.search(r"\{\w*\}", finding.message)] == []

    def test_it_says_the_same_again(self) -> None:
        """A check asked twice gives the same objections in the same order."""
        for model in self.models():
            for one in self.checks():
                assert list(one.run(Subject(model))) == list(one.run(Subject(model))), (one.code, model.id)

    def test_another_process_says_the_same(self) -> None:
        """The order in which words hash does not come into what a check says."""
        self.hosted()
        models = [*self.models(), *self.unsounds()]
        told = pickle.loads(elsewhere(objected, self.plugin, models))  # noqa: S301 - our own process wrote it

        assert told == pickle.loads(objected(self.plugin, models))  # noqa: S301 - as above

    def test_the_model_stays_as_it_is(self) -> None:
        """Looking changes nothing of the model."""
        for model in (*self.models(), *self.unsounds()):
            same = copy.deepcopy(model)
            for one in self.checks():
                list(one.run(Subject(model)))

            assert model == same, model.id

    def test_it_is_quick(self) -> None:
        """Models are checked while they are written, so no check keeps anybody waiting."""
        subjects = [Subject(model) for model in self.models()]
        for one in self.checks():
            started = time.monotonic()
            for subject in subjects:
                list(one.run(subject))

            assert time.monotonic() - started < self.patience, one.code

    def unsounds(self) -> list[Model]:
        """Give the models that are unsound, as far as the suite was told of them."""
        try:
            return [self.unsound(one) for one in self.checks()]
        except pytest.skip.Exception:
            return []

    def objections(self, check: Check, model: Model) -> list[Hit]:
        """
        Give what a check objects to in a model, and look that it fits both.

        Args:
            check: The check.
            model: The model.
        """
        subject = Subject(model)
        found = list(check.run(subject))
        for one in found:
            assert isinstance(one, Hit), f"{check.code} gave {type(one).__name__}"
            assert is_path(subject, one.path), f"{check.code}: there is nothing at {one.path!r} of {model.id}"
            assert check.message.format_map(dict(one.words)), check.code
        return found


def objected(plugin: str, models: Sequence[Model]) -> bytes:
    """
    Give, pickled, what a plugin's checks find in models.

    Args:
        plugin: Module of the plugin.
        models: The models.
    """
    extra = isolated_host(plugin).checks
    found: list[tuple[Finding, ...]] = [check(model, extra=extra) for model in models]
    return pickle.dumps(found)


def is_path(subject: Subject, path: str) -> bool:
    """
    Tell whether a path leads to something in a model: a record, a condition, a field of them, or an item of a list.

    Args:
        subject: The model under check.
        path: The path.

    >>> subject = Subject(a_model())
    >>> [is_path(subject, path) for path in ("activities.talk.kind", "activities", "activities.talk.nothing", "")]
    [True, True, False, True]
    """
    spots = {spot.path: spot.value for spot in subject.spots}
    steps = path.split(".") if path else []
    for length in range(len(steps), -1, -1):
        head = ".".join(steps[:length])
        if head in spots or not length:
            return _leads(spots.get(head, subject.model), steps[length:])
    return False


def _leads(value: object, steps: list[str]) -> bool:
    if not steps:
        return True
    first, *rest = steps
    if attrs.has(type(value)):
        fields = {field.metadata.get("key", field.name): field.name for field in attrs.fields(type(value))}  # type: ignore[arg-type]
        name = fields.get(first) or (first if first in fields.values() else None)
        return name is not None and _leads(getattr(value, name), rest)
    if isinstance(value, tuple):
        if first.isdigit():
            return int(first) < len(value) and _leads(value[int(first)], rest)
        return any(_leads(one, rest) for one in value if first in _names(one))
    return False


def _names(value: object) -> tuple[object, ...]:
    return value[:1] if isinstance(value, tuple) else (getattr(value, "id", None), getattr(value, "name", None))
