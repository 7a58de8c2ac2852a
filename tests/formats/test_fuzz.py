import random
import resource
import time

import pytest

from collabmodel.errors import CollabError
from collabmodel.formats import dump, load, shipped

PIECES = [
    "\n", "  ", ": ", "- ", "? ", "{", "}", "[", "]", ",", "#", "&a ", "*a", "!t ", "|", ">-", "'", '"', "\\", "\t",
    "%", "---\n", "...\n", "<<: ", "null", "~", "on", "0123", "12:30", "1e999", "7 days", "P1D", "id: m\n", "if: ", "(",
    "extends: hyvinkaa-values\n", "not ", " and ", "count(", "\ufeff", "\x85", "\u2028", "\r", "\0", "\ud800",
    "\U0001f600", "\\ud800", "\\u0000", "9" * 30,
]  # fmt: skip
SLOWEST = 5.0
"""Seconds that one small text may take."""
MOST_MEMORY = 512 * 1024
"""Kilobytes of memory that the whole run may use."""


def sound_texts():
    """Texts to start from: shipped models and a small one, in both forms, whole and in part."""
    models = [load(id) for id in shipped()] + [load("id: m\nroles:\n  a: {side: client, title: {fi: x}}\n")]
    whole = [dump(model, form) for model in models for form in ("yaml", "json")]
    return [text for text in whole if len(text) < 5_000] + ["\n".join(text.splitlines()[:60]) for text in whole]


def damaged(text, chance):
    """Damage a text in a few random ways."""
    for _ in range(chance.randint(1, 5)):
        at, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        piece = chance.choice(PIECES)
        text = chance.choice(
            [
                text[:at] + piece + text[at:],
                text[:at] + text[min(end, at + 20) :],
                text[:end] + text[at : min(end, at + 200)] * chance.randint(1, 3) + text[end:],
                text[:at] + piece * chance.randint(2, 60) + text[at:],
                text[:at],
            ]
        )
    return text[:20_000] + "\n"


def attempt(text):
    """Load a text, and give the model or our own error; any other comes through."""
    try:
        return load(text)
    except CollabError as error:
        return error


def judge(text):
    """See that a text gives, soon, a model that survives writing, or problems of one line each with a place."""
    start = time.monotonic()
    found = attempt(text)
    assert time.monotonic() - start < SLOWEST
    if isinstance(found, CollabError):
        assert found.problems
        assert all(problem.place.file and "\n" not in str(problem) for problem in found.problems)
    else:
        assert load(dump(found)) == found


def run(seed, seconds):
    """Damage and load until the time is over, and say how many were tried."""
    chance, texts = random.Random(seed), sound_texts()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    end = time.monotonic() + seconds
    number = 0
    while time.monotonic() < end:
        number += 1
        text = damaged(chance.choice(texts), chance)
        try:
            judge(text)
        except BaseException as error:
            error.add_note(f"seed {seed}, number {number}: {text!r}")
            raise
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_MEMORY
    return number


def test_damaged_models_never_break_the_reader():
    """A few seconds of random damage to sound files give models or located errors, and nothing else."""
    assert run(seed=20251121, seconds=4) > 20


@pytest.mark.nightly
def test_damaged_models_never_break_the_reader_for_long():
    """Ten minutes of the same, in little memory."""
    assert run(seed=1, seconds=600) > 1_000
