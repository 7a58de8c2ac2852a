"""Draws by key: the same everywhere, even, and without a trace of their neighbours."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel.simulate.compiled import Kernel, available, kernel
from collabmodel.simulate.kernel import draws
from collabmodel.simulate.kernel.draws import M63, case_key, mix, replication_key, sub_key, uniform, word

WORDS = st.integers(0, M63)
COUNTS = st.integers(0, 2**31)
KEY = case_key(replication_key(1, 1), 0)
WAYS: dict[str, Callable[[int], float]] = {
    "ordinals": lambda n: uniform(KEY, 3, n),
    "purposes": lambda n: uniform(KEY, n, 0),
    "plans": lambda n: uniform(KEY, 64 * n + 7, 2),
    "keys": lambda n: uniform(n, 0, 0),
    "cases": lambda n: uniform(case_key(replication_key(1, 1), n), 3, 0),
    "replications": lambda n: uniform(case_key(replication_key(1, n), 5), 3, 0),
    "seeds": lambda n: uniform(case_key(replication_key(n, 1), 5), 3, 0),
    "bits of keys": lambda n: uniform(KEY ^ (1 << (n % 63)), 3, n // 63),
}
N = 30_000


def chi_square(counts: list[int]) -> float:
    """Give how many standard deviations a chi-square statistic of equal chances lies from its mean."""
    expected = sum(counts) / len(counts)
    free = len(counts) - 1
    return (sum((count - expected) ** 2 / expected for count in counts) - free) / math.sqrt(2 * free)


@pytest.fixture(scope="module", params=sorted(WAYS))
def drawn(request: pytest.FixtureRequest) -> list[float]:
    return [WAYS[request.param](n) for n in range(N)]


def test_draws_fill_the_interval_evenly(drawn: list[float]) -> None:
    """Draws are spread alike over [0, 1), whatever is counted up from one to the next."""
    counts = [0] * 200
    for u in drawn:
        counts[int(u * 200)] += 1

    assert abs(chi_square(counts)) < 4.5
    assert abs(sum(drawn) / N - 0.5) < 4.5 / math.sqrt(12 * N)


@pytest.mark.parametrize("lag", [1, 2, 7, 63, 64])
def test_neighbours_do_not_tell_of_one_another(drawn: list[float], lag: int) -> None:
    """Of two draws some steps apart, one says nothing of the other, neither by product nor in pairs."""
    pairs = list(zip(drawn, drawn[lag:], strict=False))
    correlation = 12 * sum((a - 0.5) * (b - 0.5) for a, b in pairs) / len(pairs)
    counts = [0] * 144
    for a, b in pairs:
        counts[int(a * 12) * 12 + int(b * 12)] += 1

    assert abs(correlation) < 4.5 / math.sqrt(len(pairs))
    assert abs(chi_square(counts)) < 4.5


def test_runs_up_and_down_are_as_long_as_chance_has_it(drawn: list[float]) -> None:
    """The number of turning points is that of independent draws."""
    triples = zip(drawn, drawn[1:], drawn[2:], strict=False)
    turns = sum((a < b) != (b < c) for a, b, c in triples)

    assert abs(turns - 2 * (N - 2) / 3) < 4.5 * math.sqrt((16 * N - 29) / 90)


def test_every_bit_is_fair(drawn: list[float]) -> None:
    """Each of the 53 bits of a draw is set half the time."""
    counts = [0] * 53
    for u in drawn:
        bits = int(u * 2**53)
        for bit in range(53):
            counts[bit] += bits >> bit & 1

    assert max(abs(count - N / 2) for count in counts) < 4.8 * math.sqrt(N) / 2


@pytest.mark.parametrize("place", ["key", "purpose", "ordinal"])
def test_one_bit_changes_half_of_the_word(place: str) -> None:
    """Turning any one bit of a key, purpose or ordinal turns each bit of the word half the time."""
    changed = {
        "key": lambda w, b: word(w ^ 1 << b, w & 7, w & 15),
        "purpose": lambda w, b: word(w, w & 7 ^ 1 << b, w & 15),
    }
    changed["ordinal"] = lambda w, b: word(w, w & 7, w & 15 ^ 1 << b)
    tries = 400
    shares = []
    for bit in range(63 if place == "key" else 20):
        counts = [0] * 63
        for n in range(tries):
            w = word(KEY, 1, n)
            turned = changed[place](w, bit) ^ word(w, w & 7, w & 15)
            for out in range(63):
                counts[out] += turned >> out & 1
        shares += [count / tries for count in counts]

    # A turned bit whose finaliser carries it weakly into one output shows most; a tenth is what the original has too.
    assert abs(sum(shares) / len(shares) - 0.5) < 0.01
    assert all(0.2 < share < 0.8 for share in shares)


@given(z=WORDS)
def test_no_two_words_are_stirred_into_one(z: int) -> None:
    """Stirring loses nothing: every step of it can be taken back."""

    def back(w: int, shift: int) -> int:
        found = w
        for _ in range(3):
            found = w ^ (found >> shift)
        return found

    w = back(mix(z), 31)
    w = back(w * pow(draws.C2, -1, 2**63) & M63, 27)
    w = back(w * pow(draws.C1, -1, 2**63) & M63, 30)

    assert w == z


def test_keys_do_not_meet() -> None:
    """Keys of replications, cases and what belongs to them are all different, and differ from the words of draws."""
    replications = [replication_key(seed, replication) for seed in range(3) for replication in range(20)]
    cases = [case_key(key, number) for key in replications for number in range(100)]
    words = [word(key, purpose, ordinal) for key in cases[:50] for purpose in range(20) for ordinal in range(5)]
    below = [sub_key(key, n) for key in cases[:50] for n in range(100)]
    every = replications + cases + words + below

    assert len(set(every)) == len(every)


def test_draws_never_change() -> None:
    """The bits of a draw are fixed for good: a study can be repeated on another computer and years later."""
    keys = [mix(1), replication_key(7, 1), case_key(1, 2), word(1, 2, 3)]

    assert keys == [2558316640067307269, 3136205843776540622, 8311521061175996229, 6939666715357372548]
    assert uniform(1, 2, 3) == 6939666715357372548 // 1024 / 2**53


@given(key=WORDS, purpose=COUNTS, ordinal=COUNTS)
def test_a_draw_is_a_share(key: int, purpose: int, ordinal: int) -> None:
    """Every draw lies in [0, 1), every word and key has 63 bits."""
    assert 0.0 <= uniform(key, purpose, ordinal) < 1.0
    assert 0 <= word(key, purpose, ordinal) <= M63
    assert 0 <= sub_key(key, ordinal) <= M63


@given(key=WORDS, purpose=COUNTS, ordinal=COUNTS)
def test_numbers_that_wrap_give_the_same(key: int, purpose: int, ordinal: int) -> None:
    """The twins for the compiler say what they stand for."""
    assert draws.mix_wrapping(key) == mix(key)
    assert draws.word_wrapping(key, purpose, ordinal) == word(key, purpose, ordinal)
    assert draws.uniform_wrapping(key, purpose, ordinal) == uniform(key, purpose, ordinal)


@pytest.fixture(scope="module")
def compiled() -> Kernel:
    if not available():
        pytest.skip("the extra fast is not installed")
    return kernel(compiled=True, modules=("draws",))


@settings(deadline=None)
@given(key=WORDS, purpose=COUNTS, ordinal=COUNTS)
def test_compiled_draws_are_the_same(compiled: Kernel, key: int, purpose: int, ordinal: int) -> None:
    """Compiled, every function gives the same bits, great keys included."""
    assert compiled.mix(key) == mix(key)
    assert compiled.word(key, purpose, ordinal) == word(key, purpose, ordinal)
    assert compiled.uniform(key, purpose, ordinal) == uniform(key, purpose, ordinal)
    assert compiled.sub_key(key, ordinal) == sub_key(key, ordinal)
    assert compiled.replication_key(key, ordinal) == replication_key(key, ordinal)
    assert compiled.case_key(key, ordinal) == case_key(key, ordinal)
