"""Corrections point back: nothing corrects itself or what comes after it."""

from __future__ import annotations

from pathlib import Path

import pytest

from collabmodel import FormatError, read_history


def line(event: str, corrects: str = "") -> str:
    more = f',"corrects":"{corrects}"' if corrects else ""
    return f'{{"case":"c","event":"{event}","occurred":"2025-01-01T00:00:00Z","kind":"meeting","element":"a"{more}}}\n'


def test_a_correction_comes_after_what_it_corrects(tmp_path: Path) -> None:
    """An event that corrects an earlier one supersedes it."""
    path = tmp_path / "h.jsonl"
    path.write_text(line("e1") + line("e2", "e1"), encoding="utf-8")

    history = read_history(path).effective()

    assert [event.id for event in history.events("c")] == ["e2"]


def test_rings_of_corrections_are_refused_with_their_lines(tmp_path: Path) -> None:
    """An event that corrects itself, or one after it, is refused; otherwise a ring would take all its events away."""
    path = tmp_path / "h.jsonl"
    path.write_text(line("e1", "e1") + line("e2", "e3") + line("e3", "e2"), encoding="utf-8")

    with pytest.raises(FormatError) as caught:
        read_history(path)

    assert [(problem.place.line, problem.what) for problem in caught.value.problems] == [
        (number, "correction of an event that does not come before it") for number in (1, 2)
    ]
