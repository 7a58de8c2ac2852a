"""The catalogue of faults: every one has a test that names it, and the page shows which."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "explanation" / "faults.md"
NAMED = re.compile(r"Faults? (\d+(?:(?:, | and )\d+)*)")
FAULTS = {
    1: ("kill -9 in the middle of an append", "everything acknowledged is there, and one command more at most, whole"),
    2: ("power cut", "nothing acknowledged is lost with the default settings"),
    3: ("power cut with torn sectors, also in a checkpoint", "the same, and the file is sound"),
    4: ("disk full, or a limit on the size of files", "refused as full; what was there is whole; room lets it go on"),
    5: ("disk full while recovering", "opens for reading, and says why not for more"),
    6: ("another holds the store", "waits for its time, then busy, with nothing done"),
    7: ("a reader that becomes a writer", "cannot occur: who writes begins as a writer"),
    8: ("many writers without pause", "bounded waiting, then busy, never silence"),
    9: ("two writers of one case", "one wins; the other is told the place"),
    10: ("two commands with one key", "one effect, one answer; another command under the key is refused"),
    11: ("the answer to a commit is lost", "unknown, and the same key settles it"),
    12: ("a database server's process killed, again and again", "nothing acknowledged is lost; the next call goes on"),
    13: ("a database server restarted in a transaction", "the same, and messages go out"),
    14: ("a server that stands still, a network that swallows", "every wait ends; nobody hangs"),
    15: ("a client that keeps a transaction open", "the server ends it; others go on"),
    16: ("a server taken over from an older copy", "found against ends kept elsewhere"),
    17: ("a late commit, and somebody who follows the store", "nothing is missed"),
    18: ("a foreign transaction that stays open", "who follows lags and says so; nothing is missed"),
    19: ("a place used again after a deletion", "cannot occur: places are never given twice"),
    20: ("a flipped bit", "reading and verify name the event; other cases go on"),
    21: ("a page overwritten", "told as damage; what can be read is salvaged"),
    22: ("the end cut off", "found against ends kept elsewhere, mostly without them too"),
    23: ("rows edited, moved, added, removed", "verify names the place"),
    24: ("copied while others write, or without its log", "backups are whole; a plain copy is found to be behind"),
    25: ("a backup restored beneath a newer outbox", "nothing is sent twice under another id"),
    26: ("a network file system", "refused unless asked for"),
    27: ("a SQLite whose write-ahead log can lose commits", "another journal mode is chosen, and why is told"),
    28: ("fork with an open store", "refused in the child, harmless to the parent"),
    29: ("an event of an unknown type", "the case is read-only, the event kept raw; other cases go on"),
    30: ("a newer version of a known type", "the same, never guessed"),
    31: ("events of older versions", "led to today's; golden records stay readable"),
    32: ("an old event that cannot be led to today's", "its case is flagged; others go on"),
    33: ("another model while cases run", "cases stay pinned; moving is an event; replay is identical"),
    34: ("kill -9 while all cases are moved", "each case wholly moved or not; called again, it goes on"),
    35: ("kill -9 in a migration of tables, two at once", "goes on; migrated tables are fresh tables"),
    36: ("a snapshot stale, spoilt, forged, or of other code", "thrown away, or found by verify; events decide"),
    37: ("a case of a million events", "read at constant memory"),
    38: ("a very large log", "opening, appending, reading take the same time; verify goes on where it stopped"),
    39: ("200,000 cases", "lists come from an index"),
    40: ("a plugin that raises", "the others are asked; it is told by name and type of the error"),
    41: ("a plugin that hangs", "a deadline; an observer is told no more"),
    42: ("a plugin that gives what it should not", "refused, and the hook is named"),
    43: ("a plugin that cannot be imported, shadows a name, or is not listed", "broken or blocked with the reason"),
    44: ("a plugin that changes the news, prints or exits", "no other sees it; the case goes on"),
    45: ("whoever is told is down for a day", "appends cost the same; each message arrives once per id"),
    46: ("a message accepted and the answer lost", "sent again under the same id"),
    47: ("a slow receiver, an endless answer, refusals for ever", "deadlines; given up at last; others are told"),
    48: ("the outbox worker killed between sending and noting it", "sent again under the same id, never lost"),
    49: ("two outbox workers", "each message is one's; leases end"),
    50: ("a clock that jumps", "order by place; flagged; dues follow; no message waits for a wrong year"),
    51: ("changes of clocks, leap days, times without zone", "days are those of the calendar; nothing is guessed"),
    52: ("two hosts whose clocks differ", "nothing is decided by comparing them"),
    53: ("the access log cannot be written", "reading is refused"),
    54: ("keys missing, another master key, a key destroyed", "told as such, never as empty data; lists go on"),
    55: ("kill -9 in the middle of an erasure", "called again, it finishes; never noted and still readable"),
    56: ("secrets left in files after an erasure", "none are found"),
    57: ("bombs, hostile names, paths and rows", "refused soon, with a message that quotes nothing"),
    58: ("no memory, no descriptors, a read-only disk", "our own errors, and the store intact"),
    59: ("an interrupt, a termination", "done or not done, and a desk that goes on"),
    60: ("NUL, half characters, huge and deep values", "refused at the border, alike by every store"),
}
"""What is injected, and what must come of it, by the number that tests name."""


def naming() -> dict[int, list[tuple[str, bool]]]:
    """Find the tests that name each fault, and whether they are nightly as a whole."""
    found: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    files = [path for folder in ("tests", "plugins") for path in sorted((ROOT / folder).rglob("test_*.py"))]
    files += sorted((ROOT / "src").rglob("conformance/*.py"))
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
                continue
            named = NAMED.match(ast.get_docstring(node) or "")
            nightly = "pytest.mark.nightly" in [ast.unparse(each) for each in node.decorator_list]
            for number in re.findall(r"\d+", named[1]) if named else ():
                found[int(number)].append((node.name, nightly))
    return found


def told_faults() -> str:
    tests = naming()
    lines = ["", "| | what is injected | what comes of it | tests |", "|---:|---|---|---|"]
    for number, (fault, outcome) in FAULTS.items():
        names = "<br>".join(f"`{name}`{' (nightly)' if nightly else ''}" for name, nightly in tests[number])
        lines.append(f"| {number} | {fault} | {outcome} | {names} |")
    return "\n".join([*lines, "", ""])


def test_every_fault_has_a_test_that_names_it() -> None:
    """No fault of the catalogue is without a test whose sentence begins with its number."""
    tests = naming()

    assert sorted(FAULTS) == [*range(1, 61)]
    assert [number for number in FAULTS if not tests[number]] == []


def test_every_fault_stands_in_a_fresh_table(regenerate: bool) -> None:
    """The page shows the catalogue and the tests as they are."""
    text = PAGE.read_text(encoding="utf-8")
    wanted = re.sub(
        r"(<!-- faults -->\n).*?(<!-- end -->)", lambda m: m[1] + told_faults() + m[2], text, flags=re.DOTALL
    )
    if regenerate:
        PAGE.write_text(wanted, encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == wanted
