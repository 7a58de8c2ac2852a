"""What goes into the suites is what it says: sound models, decided cases, whole documents, planned faults."""

from __future__ import annotations

import threading
import time

import pytest
from hypothesis import HealthCheck, given, settings

import collabmodel as cm
from collabmodel.adapters import MemoryStore
from collabmodel.errors import FormatError, PluginError, UnknownOutcomeError
from collabmodel.plugin import Message, NoSettings, NotifierKind, hookimpl
from collabmodel.report import Subject
from collabmodel.testing import (
    FaultyStore,
    RecordingNotifier,
    a_batch,
    a_case,
    a_document,
    a_history,
    a_message,
    a_model,
    case_events,
    documents,
    documents_of,
    fails,
    hangs,
    histories,
    isolated_host,
    loses_answer,
    messages,
    models,
)

CALM = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def test_the_small_model_is_sound_and_its_case_was_decided():
    """No check objects to the model as an error, and what it decides of a case is what the events say."""
    case = a_case(talks=3)

    assert [str(one) for one in cm.check(a_model()) if one.severity is cm.Severity.ERROR] == []
    assert (case.seq, [event.element for event in case_events(talks=3)].count("talk")) == (len(case_events(talks=3)), 3)
    assert a_history(2).cases == ("c1", "c2")


@CALM
@given(models())
def test_drawn_models_are_sound_and_read_back(model):
    """Whatever is drawn has no errors, and is the same model after it was written and read."""
    assert [one for one in cm.check(model) if one.severity is cm.Severity.ERROR] == []
    assert cm.load(cm.dump(model)) == model


@CALM
@given(histories(), messages(), documents())
def test_drawn_inputs_are_of_their_kinds(history, message, document):
    """Strategies give what they say: histories in order, messages with an attempt, documents with distinct parts."""
    assert all(event.case == case for case in history.cases for event in history.events(case))
    assert isinstance(message, Message)
    assert message.attempt >= 1
    assert len({section.id for section in document.sections}) == len(document.sections)


def test_documents_have_something_of_everything():
    """Every subject has a document in each language, with a table, a drawing and an empty part."""
    for subject in Subject:
        found = documents_of(subject)

        assert {document.lang for document in found} == {"en", "fi", "sv"}
        assert {document.subject for document in found} == {subject}
    sections = a_document().sections
    assert any(one.table for one in sections)
    assert any(one.figure for one in sections)
    assert any(not one.paragraphs and not one.table and not one.figure for one in sections)


def test_an_isolated_host_holds_what_it_is_given_alone():
    """Modules, their names and objects are plugged in; nothing else is, whatever is installed."""
    recorder = RecordingNotifier()
    host = isolated_host("collabmodel.adapters.console", recorder)

    assert [one.status for one in host.plugins] == ["ok", "ok"]
    assert sorted(kind.name for kind in host.notifiers) == ["console", "recording"]
    assert isolated_host().plugins == ()


def test_an_isolated_host_says_at_once_what_is_wrong():
    """A plugin that cannot be used is an error with its reason, or is listed for whoever wants to look."""
    with pytest.raises(PluginError, match="there is no module 'nothing_of_this_name'"):
        isolated_host("nothing_of_this_name")
    (one,) = isolated_host("nothing_of_this_name", broken=True).plugins

    assert one.status == "broken"
    with pytest.raises(FormatError):
        isolated_host(settings="notifiers: [1]\n")


def test_an_isolated_host_reads_settings():
    """What the text of settings says reaches the notifier that is opened."""

    class Plugin:
        @hookimpl
        def collabmodel_register_notifiers(self):
            kind = NotifierKind(name="odd", summary="odd", config=NoSettings, open=lambda _: RecordingNotifier())
            return (kind,)

    assert isolated_host(Plugin(), settings="notifiers: {odd: {}}\n").open_notifier("odd").messages == ()
    with pytest.raises(FormatError, match="unknown key"):
        isolated_host(Plugin(), settings="notifiers: {odd: {x: 1}}\n").open_notifier("odd")


def test_a_recording_notifier_fails_as_planned():
    """Each attempt has its plan; what was taken is kept in order."""
    notifier = RecordingNotifier([ConnectionError(), None, TimeoutError()])
    for error in (ConnectionError, None, TimeoutError, None):
        if error is None:
            notifier.notify(a_message())
        else:
            with pytest.raises(error):
                notifier.notify(a_message())

    assert (len(notifier.messages), notifier.attempts) == (2, 4)


def test_a_faulty_store_fails_before_a_call_and_does_nothing():
    """What fails has not been done, and the next call goes through."""
    store = FaultyStore(MemoryStore(), [fails("append", OSError("gone"), turn=2)])
    store.append(a_batch())
    with pytest.raises(OSError, match="gone"):
        store.append(a_batch(expected=1))

    assert store.head("c1").seq == 1
    assert store.append(a_batch(expected=1)).last == 2
    assert store.calls == {"append": 3, "head": 1}


def test_a_faulty_store_loses_an_answer_after_the_call():
    """What lost its answer was done, so that it is repeated when asked again."""
    store = FaultyStore(MemoryStore(), [loses_answer("append")])
    with pytest.raises(UnknownOutcomeError):
        store.append(a_batch())

    assert store.append(a_batch()).repeated


def test_a_faulty_store_hangs_until_it_is_released():
    """A call that hangs goes on when it is let go, and is done then."""
    store = FaultyStore(MemoryStore(), [hangs("head", 30)])
    threading.Timer(0.05, store.release).start()
    started = time.monotonic()

    assert store.head("c1") is None
    assert 0.01 < time.monotonic() - started < 20
