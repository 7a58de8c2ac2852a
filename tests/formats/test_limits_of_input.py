import subprocess
import sys
import time

import pytest

BOMBS = {
    "billion laughs": "a: &a [x,x,x,x,x]\n"
    + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}]\n" for n in range(20)),
    "brackets": "[" * 1_900_000,
    "braces": "{a: " * 400_000,
    "questions": "? " * 900_000,
    "dashes": "- " * 900_000,
    "list": "[" + "a," * 900_000,
    "long key": "a" * 1_900_000 + ": 1",
    "tags": "!" * 1_900_000,
    "tags and blanks": ("!" * 999 + " ") * 1_900,
    "directive": "%TAG ! tag:" + "x" * 1_900_000 + "\n---\na: 1",
    "anchors": ("- &" + "x" * 999 + "\n") * 1_900,
    "spaces": "a:" + " " * 1_900_000 + "b",
    "comments": "a: [" + "# x\n" * 470_000,
    "missing keys": "id: m\nroles:\n" + "\n".join(f" r{n}:" for n in range(90_000)),
    "quotes": "'" * 1_900_000,
    "escapes": '"' + "\\n" * 900_000,
    "folds": "a: " + "x\n  " * 400_000,
    "digits": "id: m\nleads: {l: {at_most: " + "9" * 1_000_000 + "}}",
    "digits of a condition": "id: m\nderived: {d: {value: " + "9" * 9_999 + "}}",
    "unknown keys": "id: m\n" + "\n".join(f"key{n}: 1" for n in range(90_000)),
    "unknown words": "id: m\nroles:\n" + "\n".join(f" r{n}: {{side: s{n}}}" for n in range(40_000)),
    "json brackets": '{"a":' + "[" * 1_900_000,
    "json list": '{"a": [' + "1," * 900_000,
    "json blanks": '{"a":' + " " * 1_900_000,
    "json escapes": '{"a": "' + "\\n" * 900_000,
    "json digits": '{"id": "m", "format": ' + "9" * 1_900_000 + "}",
}
QUICK = {"billion laughs", "brackets", "dashes", "tags", "digits", "json brackets", "json digits"}
READ = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (512 * 2**20, 512 * 2**20))
from collabmodel.errors import CollabError
from collabmodel.formats import load
try:
    load(sys.stdin.read() + "\\n")
except CollabError as error:
    print("refused", len(str(error)))
else:
    print("read")
"""


@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.nightly) for name in BOMBS]
)
def test_a_bomb_is_refused_in_little_memory_and_time(name):
    """Fault 57: files made to exhaust a reader are refused within 512 MiB and a minute, with a short message."""
    start = time.monotonic()

    done = subprocess.run(
        [sys.executable, "-c", READ], input=BOMBS[name], capture_output=True, text=True, timeout=120, check=False
    )

    assert done.stderr == ""
    assert done.stdout.startswith("refused")
    assert int(done.stdout.split()[1]) < 100_000
    assert time.monotonic() - start < 60
