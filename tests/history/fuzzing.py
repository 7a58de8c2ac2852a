"""Feeds mutated files to a reader, in a process of its own whose memory is capped: FOLDER SECONDS SEED."""

import random
import resource
import sys
import time
from pathlib import Path

from collabmodel.errors import FormatError
from collabmodel.history import read_history

MEMORY = 512 * 2**20
SLOWEST = 5.0
PIECES = [
    b"<", b">", b"&", b"&#0;", b"&#x110000;", b'"', b"'", b"\x00", b"\xff\xfe", b"<![CDATA[", b"]]>", b"<!--",
    b"<!DOCTYPE log [<!ENTITY a 'b'>]>", b"&a;", b"<event>", b"</event>", b"<trace/>", b"<list key='a'>", b"{", b"}",
    b"[" * 50, b"\\ud800", b"1e999", b"9" * 400, b"\n", b",", b";", b"'=", b"2026-13-45T99:99:99Z", b"-0001",
    b"\xc3\x28", b"\r",
]  # fmt: skip


def mutated(content: bytes, other: bytes, draw: random.Random) -> bytes:
    """Change a few places: bytes flipped, pieces put in, parts cut, repeated or taken from another file."""
    found = bytearray(content)
    for _ in range(draw.randint(1, 6)):
        at = draw.randrange(len(found) + 1)
        to = min(len(found), at + draw.choice([1, 3, 20, 200]))
        match draw.randrange(6):
            case 0 if at < len(found):
                found[at] = draw.randrange(256)
            case 1:
                found[at:at] = draw.choice(PIECES)
            case 2:
                del found[at:to]
            case 3:
                found[at:at] = bytes(found[at:to]) * draw.choice([2, 50, 2000])
            case 4:
                start = draw.randrange(len(other) + 1)
                found[at:to] = other[start : start + draw.choice([5, 50, 500])]
            case _:
                found[at:to] = draw.choice(PIECES)
    return bytes(found[: 2**22])


def main() -> None:
    """Mutate until time is up; a crash, a hang or too much memory ends the process with what caused it."""
    folder, seconds, seed = Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    draw = random.Random(seed)
    corpus = [(path.name, path.read_bytes()) for path in sorted((folder / "corpus").iterdir())]
    end = time.monotonic() + seconds
    runs = refused = 0
    while time.monotonic() < end:
        name, content = draw.choice(corpus)
        victim = folder / f"victim.{name.split('.', 1)[1]}"
        victim.write_bytes(mutated(content, draw.choice(corpus)[1], draw))
        start = time.monotonic()
        try:
            read_history(victim)
        except FormatError:
            refused += 1
        runs += 1
        if time.monotonic() - start > SLOWEST:
            sys.exit(f"slow: {victim}")
    sys.stdout.write(f"{runs} {refused}\n")


if __name__ == "__main__":
    main()
