"""
What every notifier must pass.

To override: ``open_notifier(folder)``, which opens the notifier together with a receiver that this test alone uses, and
``received(folder)``, which gives what arrived. ``out_of_reach(folder)`` opens one whose receiver is gone, and
``refusing(folder)`` those whose receiver answers no. ``secrets`` are the passwords and keys that the notifier is opened
with, ``receiver_logs`` the loggers of the receiver, where that runs in this process. Whoever keeps addresses must know
one for the person ``"p-17"``; a message for anybody unknown may be refused.
"""

from __future__ import annotations

import abc
import logging
import threading
import time
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

import attrs
import pytest

from collabmodel.plugin import Message, Notifier
from collabmodel.testing.builders import a_message
from collabmodel.testing.conformance.hostile import HOSTILE_TEXTS, INJECTED
from collabmodel.testing.conformance.lacking import Plugged

TOLD = "p-17"
"""The person whom the suite's messages are for."""


@attrs.frozen
class Arrival:
    """
    One thing that arrived at the receiver.

    Args:
        id: By what the receiver can tell that it has had it already: a header, a field, a key.
        text: All of it as text, headers and body, decoded as the receiver reads it.

    >>> Arrival("m1", "Message-ID: <m1@example.org>").id
    'm1'
    """

    id: str
    text: str


class NotifierConformance(Plugged, abc.ABC):
    """
    The suite for notifiers: subclass it, say how yours is opened, and what arrived.

    A notifier lacks, each with a reason: ``"threads"`` (use from a thread that did not open it), ``"quiet output"``
    (it prints).

    >>> from collabmodel.testing import RecordingNotifier
    >>> class TestMine(NotifierConformance):
    ...     def open_notifier(self, folder):
    ...         self.notifier = RecordingNotifier()
    ...         return self.notifier
    ...
    ...     def received(self, folder):
    ...         return [Arrival(one.id, one.link) for one in self.notifier.messages]
    """

    secrets: ClassVar[Sequence[str]] = ()
    receiver_logs: ClassVar[Sequence[str]] = ()
    patience: ClassVar[float] = 15.0
    """Seconds within which a notifier says that its receiver is gone."""

    @abc.abstractmethod
    def open_notifier(self, folder: Path) -> Notifier:
        """
        Open the notifier, with a receiver at the other end.

        Args:
            folder: A folder for this test alone.
        """

    def received(self, folder: Path) -> Sequence[Arrival]:
        """
        Give what has arrived since the notifier was opened, in order; wait for what is under way.

        Args:
            folder: The folder of the test.
        """
        del folder
        pytest.skip("the suite was not told how to see what arrived")

    def out_of_reach(self, folder: Path) -> Notifier:
        """
        Open a notifier whose receiver is not there.

        Args:
            folder: A folder for this test alone.
        """
        del folder
        pytest.skip("the suite was not told how to take the receiver away")

    def refusing(self, folder: Path) -> Iterable[tuple[str, Notifier]]:
        """
        Open notifiers whose receiver answers no, one for each way in which it can, each with a word for that way.

        They are told something one after the other, so a receiver may be set to its next answer in between.

        Args:
            folder: A folder for this test alone.
        """
        del folder
        pytest.skip("the suite was not told how to have the receiver answer no")

    def test_a_message_arrives(self, tmp_path: Path) -> None:
        """One message arrives once, with the link by which its case is found; telling gives nothing back."""
        message = a_message()
        notifier = self.open_notifier(tmp_path)

        assert notifier.notify(message) is None  # type: ignore[func-returns-value]
        arrivals = self.received(tmp_path)
        assert len(arrivals) == 1
        assert message.link in arrivals[0].text

    def test_messages_do_not_mix(self, tmp_path: Path) -> None:
        """Of several messages each arrives once, in order, and each is its own to the receiver."""
        messages = [attrs.evolve(a_message(f"m{number}"), link=f"case/c{number}x") for number in range(1, 6)]
        notifier = self.open_notifier(tmp_path)
        for message in messages:
            notifier.notify(message)
        arrivals = self.received(tmp_path)

        assert len({arrival.id for arrival in arrivals}) == len(arrivals) == len(messages)
        for message, arrival in zip(messages, arrivals, strict=True):
            assert [other.link for other in messages if other.link in arrival.text] == [message.link]

    def test_the_same_message_again_is_the_same_to_its_receiver(self, tmp_path: Path) -> None:
        """A message told again, as the same attempt or the next, does not arrive, or arrives as what it was before."""
        notifier = self.open_notifier(tmp_path)
        for message in (a_message(), a_message(), attrs.evolve(a_message(), attempt=2)):
            notifier.notify(message)
        arrivals = self.received(tmp_path)

        assert len(arrivals) in {1, 2, 3}
        assert len({arrival.id for arrival in arrivals}) == 1

    def test_a_digest_tells_everything(self, tmp_path: Path) -> None:
        """A notifier that would rather tell several things at once leaves none of them out, and answers for each."""
        notifier = self.open_notifier(tmp_path)
        tell = getattr(notifier, "notify_all", None)
        if tell is None:
            pytest.skip("the notifier tells one thing at a time")
        messages = tuple(attrs.evolve(a_message(f"m{number}"), link=f"case/c{number}x") for number in range(1, 4))

        assert tuple(tell(messages)) == (None, None, None)
        text = "".join(arrival.text for arrival in self.received(tmp_path))
        assert [message.link for message in messages if message.link not in text] == []

    @pytest.mark.parametrize(("what", "text"), HOSTILE_TEXTS, ids=[what for what, _ in HOSTILE_TEXTS])
    @pytest.mark.parametrize("field", ["id", "to", "about", "link"])
    def test_hostile_text_neither_breaks_nor_injects(self, tmp_path: Path, field: str, what: str, text: str) -> None:
        """Whatever stands in a field is told as one thing or refused, and the next message arrives all the same."""
        notifier = self.open_notifier(tmp_path)
        error = refusal(notifier, attrs.evolve(a_message(), **{field: text}))  # type: ignore[arg-type]
        good = attrs.evolve(a_message("good"), link="case/good")
        notifier.notify(good)
        arrivals = self.received(tmp_path)
        lines = [line for arrival in arrivals for line in arrival.text.replace("\r", "\n").split("\n")]

        assert len(arrivals) <= (1 if error else 2), what
        assert good.link in arrivals[-1].text
        assert [line for line in lines if line.startswith(INJECTED.partition(":")[0])] == []

    def test_nothing_personal_is_logged(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        """Neither the person nor a secret stands in any line of any log, also where telling fails."""
        caplog.set_level(logging.DEBUG)
        notifier = self.open_notifier(tmp_path)
        notifier.notify(a_message())
        refusal(notifier, attrs.evolve(a_message("m2"), to=f"{TOLD}-of-nowhere"))
        ours = [record for record in caplog.records if not record.name.startswith(tuple(self.receiver_logs) or "\0")]
        lines = [f"{record.name}: {record.getMessage()} {record.exc_text or ''}" for record in ours]

        assert [line for line in lines if self.shows(line)] == []

    def test_its_repr_shows_no_secret(self, tmp_path: Path) -> None:
        """Whoever prints a notifier while looking for a fault prints no password."""
        notifier = self.open_notifier(tmp_path)

        assert not self.shows(repr(notifier))
        assert not self.shows(str(notifier))

    def test_the_message_stays_as_it_is(self, tmp_path: Path) -> None:
        """Telling changes nothing of the message, which is told again if it must."""
        message, same = a_message(), a_message()
        self.open_notifier(tmp_path).notify(message)

        assert message == same

    def test_it_can_be_used_from_another_thread(self, tmp_path: Path) -> None:
        """Whoever tells need not be the thread that opened the notifier."""
        self.need("threads")
        notifier = self.open_notifier(tmp_path)
        failed: list[Exception] = []
        _, error = self.in_time(lambda: _kept(failed, notifier, a_message()))

        assert (error, failed) == (None, [])
        assert len(self.received(tmp_path)) == 1

    def test_standard_output_is_left_alone(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """What a command prints is read by programs, so a notifier prints nothing there."""
        self.need("quiet output")
        notifier = self.open_notifier(tmp_path)
        capsys.readouterr()
        notifier.notify(a_message())

        assert capsys.readouterr().out == ""

    def test_a_receiver_out_of_reach_is_told_in_time(self, tmp_path: Path) -> None:
        """Where nobody answers, telling raises before long, and what it raises shows nobody and no secret."""
        notifier = self.out_of_reach(tmp_path)
        seconds, error = self.in_time(lambda: notifier.notify(a_message()))

        assert error is not None, "telling a receiver that is gone did not raise"
        assert seconds < self.patience
        assert not self.shows("".join(traceback.format_exception(error)))

    def test_a_no_is_told(self, tmp_path: Path) -> None:
        """Where a receiver answers anything but yes, telling raises: what returns counts as told, and is gone."""
        ways = 0
        for way, notifier in self.refusing(tmp_path):
            ways += 1
            error = refusal(notifier, a_message())

            assert error is not None, f"telling did not raise where the receiver answered no ({way})"
            assert not self.shows("".join(traceback.format_exception(error))), way

        assert ways, "refusing() gave no notifier"

    def shows(self, text: str) -> list[str]:
        """
        Give what a text shows that it must not: the person told, or a secret.

        Args:
            text: The text.
        """
        return [word for word in (TOLD, *self.secrets) if word in text]

    def in_time(self, act: object) -> tuple[float, Exception | None]:
        """
        Call something in another thread, and give up on it after ``patience``.

        Args:
            act: What to call.

        Returns:
            How many seconds it took, and what it raised, or None.
        """
        assert callable(act)
        errors: list[Exception] = []

        def run() -> None:
            try:
                act()
            except Exception as error:  # noqa: BLE001 - whatever it raises is handed on
                errors.append(error)

        thread = threading.Thread(target=run, daemon=True)
        started = time.monotonic()
        thread.start()
        thread.join(self.patience)

        assert not thread.is_alive(), f"it still hangs after {self.patience:.0f} seconds"
        return time.monotonic() - started, errors[0] if errors else None


def refusal(notifier: Notifier, message: Message) -> Exception | None:
    """
    Tell a message that may be refused, and give what was raised, or None.

    Args:
        notifier: The notifier.
        message: The message.
    """
    try:
        notifier.notify(message)
    except Exception as error:  # noqa: BLE001 - a notifier may raise whatever says that it could not be told
        return error
    return None


def _kept(failed: list[Exception], notifier: Notifier, message: Message) -> None:
    error = refusal(notifier, message)
    if error is not None:
        failed.append(error)
