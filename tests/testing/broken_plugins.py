"""Adapters that each break one promise: a suite that lets one of them pass is worth nothing."""

from __future__ import annotations

import json
import logging
import os
import threading
import time

import attrs

from collabmodel.check import Check, hit
from collabmodel.errors import FormatError
from collabmodel.history import from_events, read_history, write_history
from collabmodel.model import Severity
from collabmodel.plugin import HistoryFormat, NoSettings, ReporterKind

log = logging.getLogger("broken")


class Lines:
    """A sound notifier: one line of JSON for each message."""

    def __init__(self, path):
        self.path = path

    def notify(self, message):
        self.add(message)

    def add(self, message):
        said = {"id": message.id, "link": message.link, "about": message.about}
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(said) + "\n")


class GivesBack(Lines):
    def notify(self, message):
        self.add(message)
        return True


class Loses(Lines):
    def notify(self, message):
        pass


class Doubles(Lines):
    def notify(self, message):
        self.add(message)
        self.add(message)


class MixesUp(Lines):
    def notify(self, message):
        self.add(attrs.evolve(message, link="case/c1x case/c2x case/c1"))


class NewIds(Lines):
    turn = 0

    def notify(self, message):
        self.turn += 1
        self.add(attrs.evolve(message, id=f"{message.id}-{self.turn}"))


class IdOfAttempt(Lines):
    def notify(self, message):
        self.add(attrs.evolve(message, id=f"{message.id}-{message.attempt}"))


class Injects(Lines):
    def add(self, message):
        with self.path.open("a", encoding="utf-8", errors="replace", newline="") as file:
            file.write(json.dumps({"id": "x"})[:-1] + f', "link": "{message.link}", "about": "\n{message.about}"}}\0\n')


class StopsAfterHostile(Lines):
    bad = False

    def notify(self, message):
        self.bad = self.bad or not message.about.isprintable()
        if self.bad:
            raise RuntimeError
        self.add(message)


class Logs(Lines):
    def notify(self, message):
        log.info("telling %s", message.to)
        self.add(message)


class LogsTheFailure(Lines):
    def notify(self, message):
        if "nowhere" in message.to:
            log.debug("nobody is called %s", message.to)
            raise LookupError
        self.add(message)


class ShowsSecret(Lines):
    def __repr__(self):
        return "ShowsSecret(password='hush-hush')"


class Changes(Lines):
    def notify(self, message):
        self.add(message)
        object.__setattr__(message, "attempt", message.attempt + 1)


class OwnThread(Lines):
    def __init__(self, path):
        super().__init__(path)
        self.thread = threading.get_ident()

    def notify(self, message):
        if threading.get_ident() != self.thread:
            raise RuntimeError
        self.add(message)


class Prints(Lines):
    def notify(self, message):
        self.add(message)
        print("told")  # noqa: T201 - that is what is wrong with it


class ForgetsInDigest(Lines):
    def notify_all(self, messages):
        for message in messages[1:]:
            self.add(message)
        return tuple(None for _ in messages)


class SaysNothingWhenGone(Lines):
    def notify(self, message):
        pass


class HangsWhenGone(Lines):
    def notify(self, message):
        del message
        time.sleep(4)
        raise TimeoutError


class TellsWhoWhenGone(Lines):
    def notify(self, message):
        raise ConnectionError(f"cannot reach {message.to}")


class TakesNoForYes(Lines):
    def notify(self, message):
        try:
            self.add(message)
        except OSError:
            log.info("it said no")


NOTIFIERS = [
    (GivesBack, "test_a_message_arrives"),
    (Loses, "test_a_message_arrives"),
    (Doubles, "test_a_message_arrives"),
    (Doubles, "test_messages_do_not_mix"),
    (MixesUp, "test_messages_do_not_mix"),
    (NewIds, "test_the_same_message_again_is_the_same_to_its_receiver"),
    (IdOfAttempt, "test_the_same_message_again_is_the_same_to_its_receiver"),
    (Injects, "test_hostile_text_neither_breaks_nor_injects"),
    (StopsAfterHostile, "test_hostile_text_neither_breaks_nor_injects"),
    (Logs, "test_nothing_personal_is_logged"),
    (LogsTheFailure, "test_nothing_personal_is_logged"),
    (ShowsSecret, "test_its_repr_shows_no_secret"),
    (Changes, "test_the_message_stays_as_it_is"),
    (OwnThread, "test_it_can_be_used_from_another_thread"),
    (Prints, "test_standard_output_is_left_alone"),
    (ForgetsInDigest, "test_a_digest_tells_everything"),
    (SaysNothingWhenGone, "test_a_receiver_out_of_reach_is_told_in_time"),
    (HangsWhenGone, "test_a_receiver_out_of_reach_is_told_in_time"),
    (TellsWhoWhenGone, "test_a_receiver_out_of_reach_is_told_in_time"),
    (TakesNoForYes, "test_a_no_is_told"),
    (TellsWhoWhenGone, "test_a_no_is_told"),
]


class Json:
    """A sound reporter: the document as JSON."""

    def write(self, document):
        return json.dumps(self.said(document), default=str, ensure_ascii=False).encode(errors="replace")

    def said(self, document):
        return attrs.asdict(document, filter=lambda field, _: field.name not in {"subject", "page"})


class NoBytes(Json):
    def write(self, document):
        return super().write(document).decode()


class NoSwedish(Json):
    def said(self, document):
        return super().said(document) | {"lang": {"fi": "suomi", "en": "English"}[document.lang]}


class NeedsASection(Json):
    def said(self, document):
        return super().said(document) | {"first": document.sections[0].title}


class ForgetsTables(Json):
    def said(self, document):
        return {
            "title": document.title,
            "parts": [[one.title, one.paragraphs, one.figure] for one in document.sections],
        }


class Counts(Json):
    turn = 0

    def said(self, document):
        self.turn += 1
        return super().said(document) | {"turn": self.turn}


class KnowsItself(Json):
    def said(self, document):
        return super().said(document) | {"by": os.urandom(8).hex()}


class TellsTheTime(Json):
    def said(self, document):
        return super().said(document) | {"at": int(time.time())}


class TellsTheZone(Json):
    def said(self, document):
        return super().said(document) | {"zone": time.strftime("%H")}


class HashesWords(Json):
    def said(self, document):
        return super().said(document) | {
            "words": list({"one", "two", "three", "four", "five", "six", "seven", "eight"})
        }


class Chokes(Json):
    def write(self, document):
        return document.title.encode("ascii", errors="ignore") + super().write(document).decode().encode("latin-1")


class NeedsRows(Json):
    def said(self, document):
        tables = [one.table for one in document.sections if one.table is not None]
        return super().said(document) | {"first": [table.columns[0].title for table in tables]}


class CutsTables(Json):
    def said(self, document):
        parts = tuple(attrs.evolve(one, table=None) for one in document.sections)
        return super().said(attrs.evolve(document, sections=parts))


class IsSlow(Json):
    def said(self, document):
        time.sleep(sum(len(one.table.rows) for one in document.sections if one.table is not None) / 2_500)
        return super().said(document)


class ChangesTitle(Json):
    def said(self, document):
        object.__setattr__(document, "title", document.title + ".")
        return super().said(document)


def kind_of(reporter, *, fresh=True):
    """Give a kind that opens a reporter."""
    only = reporter()
    opening = (lambda _: reporter()) if fresh else (lambda _: only)
    return ReporterKind(name="broken", summary="broken", config=NoSettings, open=opening, suffix=".json")


REPORTERS = [
    (NoBytes, "test_it_writes_every_subject_in_every_language"),
    (NoSwedish, "test_it_writes_every_subject_in_every_language"),
    (NeedsASection, "test_it_writes_every_subject_in_every_language"),
    (ForgetsTables, "test_a_reader_finds_what_was_said"),
    (Counts, "test_the_same_document_gives_the_same_bytes"),
    (KnowsItself, "test_the_same_document_gives_the_same_bytes"),
    (TellsTheTime, "test_another_process_gives_the_same_bytes"),
    (TellsTheZone, "test_another_process_gives_the_same_bytes"),
    (HashesWords, "test_another_process_gives_the_same_bytes"),
    (Chokes, "test_hostile_text_does_not_break_a_file"),
    (NeedsRows, "test_parts_without_content_are_written"),
    (CutsTables, "test_a_long_table_is_written"),
    (IsSlow, "test_a_long_table_is_written"),
    (ChangesTitle, "test_the_document_stays_as_it_is"),
]


def reads(request):
    return read_history(request.path, model=request.model, caps=request.caps)


def _events(history):
    return [event for number in range(len(history.cases)) for event in history.events(number)]


def _changed(**parts):
    def write(request):
        told = [attrs.evolve(event, **parts) for event in _events(request.history)]
        write_history(from_events(told), request.path)

    return write


def keeps_all(request):
    write_history(request.history, request.path)


def drops_data(request):
    _changed(data=())(request)


def drops_odd_data(request):
    told = [event for event in _events(request.history) if event.kind != "fact"]
    write_history(from_events(told) if len(told) < len(request.history) else request.history, request.path)


def refuses_empty(request):
    if not len(request.history):
        raise FormatError(())
    keeps_all(request)


def writes_a_hundred(request):
    write_history(from_events(_events(request.history)[:100]), request.path)


def writes_random(request):
    _changed(model_hash=os.urandom(4).hex())(request)


def writes_hashes(request):
    _changed(model_hash=str(hash("word")))(request)


def leaves_a_copy(request):
    keeps_all(request)
    request.path.with_suffix(".copy").write_bytes(b"")


def adds_to_older(request):
    older = request.path.read_bytes() if request.path.exists() else b""
    keeps_all(request)
    request.path.write_bytes(older + request.path.read_bytes())


def raises_of_the_system(request):
    request.path.write_bytes(b"")
    keeps_all(request)


def closes_cases(request):
    keeps_all(request)
    for number in range(len(request.history.closed)):
        request.history.closed[number] = 1


def reads_badly(request):
    try:
        return reads(request)
    except FormatError:
        return from_events(())


def reads_with_traceback(request):
    for line in request.path.read_text(encoding="utf-8").splitlines():
        json.loads(line)
    return reads(request)


def reads_and_quotes(request):
    try:
        return reads(request)
    except FormatError:
        text = request.path.read_bytes() if request.path.is_file() else b""
        raise FormatError(f"{request.path}: {text!r}") from None


def reads_what_is_whole(request):
    content = request.path.read_bytes()
    try:
        return reads(request)
    except FormatError:
        request.path.write_bytes(content[: content.rfind(b"\n") + 1])
        return reads(request)


def reads_without_caps(request):
    return read_history(request.path, model=request.model)


def format_of(read=reads, write=keeps_all):
    """Give a format that reads and writes so."""
    return HistoryFormat(name="broken", summary="broken", suffixes=(".jsonl",), read=read, write=write)


FORMATS = [
    ((reads, drops_data), "test_a_plain_history_comes_back"),
    ((reads, drops_odd_data), "test_histories_come_back_or_are_refused"),
    ((reads, refuses_empty), "test_an_empty_history_is_written"),
    ((reads, writes_a_hundred), "test_many_cases_come_back"),
    ((reads, writes_random), "test_the_same_history_gives_the_same_bytes"),
    ((reads, writes_hashes), "test_another_process_gives_the_same_bytes"),
    ((reads, leaves_a_copy), "test_it_writes_the_file_it_was_asked_for_alone"),
    ((reads, adds_to_older), "test_it_writes_the_file_it_was_asked_for_alone"),
    ((reads, raises_of_the_system), "test_a_file_that_cannot_be_written_is_told"),
    ((reads, closes_cases), "test_the_history_stays_as_it_is"),
    ((reads_badly, keeps_all), "test_hostile_files_are_refused"),
    ((reads_with_traceback, keeps_all), "test_hostile_files_are_refused"),
    ((reads_and_quotes, keeps_all), "test_hostile_files_are_refused"),
    ((reads_what_is_whole, keeps_all), "test_a_file_cut_off_is_refused"),
    ((reads_and_quotes, keeps_all), "test_a_file_cut_off_is_refused"),
    ((reads_without_caps, keeps_all), "test_a_file_too_large_is_refused"),
]


def find(subject):
    for activity in subject.model.activities:
        yield hit(f"activities.{activity.id}", value=activity.id)


SOUND = Check(
    code="acme.activity", title="has none", severity=Severity.NOTE, message="activity {value}", source="us", run=find
)


def finds_nothing(subject):
    del subject
    return iter(())


def finds_elsewhere(subject):
    del subject
    yield hit("activities.nowhere", value="x")


def says_too_little(subject):
    for one in find(subject):
        yield attrs.evolve(one, words=())


def gives_words(subject):
    del subject
    yield "activities"


def needs_activities(subject):
    yield hit(f"activities.{subject.model.activities[0].id}", value="x")


class Remembers:
    turn = 0

    def __call__(self, subject):
        self.turn += 1
        for activity in subject.model.activities:
            yield hit(f"activities.{activity.id}", value=self.turn)


def finds_by_hash(subject):
    ids = {one.id for one in subject.model.activities}
    for id in sorted(ids)[:1]:
        yield hit(f"activities.{id}", value=" ".join(ids))


def changes_titles(subject):
    object.__setattr__(subject.model, "version", subject.model.version + "1")
    yield from find(subject)


def dawdles(subject):
    time.sleep(0.4)
    yield from find(subject)


CHECKS = [
    (attrs.evolve(SOUND, code="activity"), "test_codes_are_its_own"),
    (attrs.evolve(SOUND, code="acme.Activity!"), "test_codes_are_its_own"),
    (attrs.evolve(SOUND, source=""), "test_it_says_what_it_wants_and_why"),
    (attrs.evolve(SOUND, severity="note"), "test_it_says_what_it_wants_and_why"),
    (attrs.evolve(SOUND, run=finds_elsewhere), "test_it_looks_at_every_model"),
    (attrs.evolve(SOUND, run=says_too_little), "test_it_looks_at_every_model"),
    (attrs.evolve(SOUND, run=gives_words), "test_it_looks_at_every_model"),
    (attrs.evolve(SOUND, run=needs_activities), "test_it_looks_at_every_model"),
    (attrs.evolve(SOUND, run=finds_nothing), "test_it_objects_to_what_is_unsound"),
    (attrs.evolve(SOUND, run=Remembers()), "test_it_says_the_same_again"),
    (attrs.evolve(SOUND, run=finds_by_hash), "test_another_process_says_the_same"),
    (attrs.evolve(SOUND, run=changes_titles), "test_the_model_stays_as_it_is"),
    (attrs.evolve(SOUND, run=dawdles), "test_it_is_quick"),
]
