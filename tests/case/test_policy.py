"""The access policy as a table that a person can review."""

from __future__ import annotations

from pathlib import Path

from collabmodel.case.policy import FEATURES, ROWS, decided, policy_table, standings

GOLDEN = Path(__file__).parents[1] / "golden" / "access-policy.txt"
BEST = {
    "part": "now", "side": "professional", "override": "yes", "bar": "no", "own": "yes", "scope": "yes",
    "foreign": "no", "there": "yes", "consent": "given to role", "basis": "recorded for role",
}  # fmt: skip


def test_the_table_is_the_one_that_was_reviewed(regenerate):
    """The policy never changes without somebody reading the table anew."""
    if regenerate:
        GOLDEN.write_text(policy_table(), encoding="utf-8")

    assert policy_table() == GOLDEN.read_text(encoding="utf-8")


def test_the_table_is_collapsed():
    """No row and no condition of a row can be left out without changing an answer."""
    needed_rows, needed_conditions = set(), set()

    for standing in standings():
        missed = [[name for name, values in row.when if standing[name] not in values] for row in ROWS]
        first = missed.index([])
        following = next((number for number in range(first + 1, len(ROWS)) if not missed[number]), None)
        if following is None or ROWS[following].ground != ROWS[first].ground:
            needed_rows.add(first)
        for number in range(first):
            if len(missed[number]) == 1 and ROWS[number].ground != ROWS[first].ground:
                needed_conditions.add((number, missed[number][0]))

    assert needed_rows == set(range(len(ROWS)))
    assert needed_conditions == {(number, name) for number, row in enumerate(ROWS) for name, _ in row.when}


def test_every_value_that_a_row_names_is_one_there_is():
    """A misspelt value would make a condition that never holds."""
    named = {(name, value) for row in ROWS for name, values in row.when for value in values}

    assert named <= {(name, value) for name, values in FEATURES.items() for value in values}


def test_the_last_row_denies_whatever_no_other_row_speaks_of():
    """The policy denies by default."""
    assert ROWS[-1].when == ()
    assert not ROWS[-1].allows


def test_whoever_takes_no_part_sees_nothing_whatever_else_holds():
    """No ground helps somebody who takes no part in the case."""
    for part in ("left", "never"):
        assert decided({**BEST, "part": part}).ground == "no participant"


def test_a_barrier_wins_over_everything_but_broken_glass():
    """A bar inside the client side keeps something even from who recorded it."""
    for bar in ("yes", "unknown"):
        assert decided({**BEST, "bar": bar, "override": "no"}).ground == "barrier"
        assert decided({**BEST, "bar": bar}).ground == "override"


def test_lay_people_break_no_glass():
    """Only professionals who take part may see what the policy denies, by saying why."""
    for side in ("client", "family", "proxy", "other"):
        assert decided({**BEST, "side": side, "bar": "yes"}).ground == "barrier"
