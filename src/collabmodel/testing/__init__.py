"""
For whoever writes a plugin: suites that it must pass, builders and strategies, an isolated host, and faults to inject.

The suites are classes to subclass, each with one method to override: ``StoreConformance.open_store``,
``NotifierConformance.open_notifier``, ``ReporterConformance.reporter``, ``FormatConformance.history_format`` and
``CheckConformance.checks``. Each has ``lacks`` (what the adapter cannot do, with a reason), ``plugin`` (the module of
the plugin, as its entry point names it) and further methods that tell it more; whatever a suite was not told is skipped
with a reason. They need pytest and hypothesis, and nothing else in the library imports them.
"""

from __future__ import annotations

import pytest

# Before the suites are imported: else pytest would not show the values in their failures.
pytest.register_assert_rewrite("collabmodel.testing.conformance")

from collabmodel.testing.builders import NOON, a_batch, a_message, a_row, an_event, some_text  # noqa: E402
from collabmodel.testing.conformance import (  # noqa: E402
    HOSTILE_TEXTS,
    Arrival,
    CheckConformance,
    FormatConformance,
    NotifierConformance,
    ReporterConformance,
    StoreConformance,
)
from collabmodel.testing.drawn_inputs import documents, histories, messages  # noqa: E402
from collabmodel.testing.drawn_models import models  # noqa: E402
from collabmodel.testing.faults import FaultPoints, kill_here, raising  # noqa: E402
from collabmodel.testing.faulty_store import Failing, FaultyStore, fails, hangs, loses_answer  # noqa: E402
from collabmodel.testing.isolation import isolated_host  # noqa: E402
from collabmodel.testing.recording import RecordingNotifier  # noqa: E402
from collabmodel.testing.small_documents import a_document, a_table, documents_of, with_text  # noqa: E402
from collabmodel.testing.small_model import a_case, a_history, a_long_history, a_model, case_events  # noqa: E402
from collabmodel.testing.strategies import events, texts, times, values  # noqa: E402

__all__ = [
    "HOSTILE_TEXTS",
    "NOON",
    "Arrival",
    "CheckConformance",
    "Failing",
    "FaultPoints",
    "FaultyStore",
    "FormatConformance",
    "NotifierConformance",
    "RecordingNotifier",
    "ReporterConformance",
    "StoreConformance",
    "a_batch",
    "a_case",
    "a_document",
    "a_history",
    "a_long_history",
    "a_message",
    "a_model",
    "a_row",
    "a_table",
    "an_event",
    "case_events",
    "documents",
    "documents_of",
    "events",
    "fails",
    "hangs",
    "histories",
    "isolated_host",
    "kill_here",
    "loses_answer",
    "messages",
    "models",
    "raising",
    "some_text",
    "texts",
    "times",
    "values",
    "with_text",
]
