"""Our own logarithm, exponential and normal distribution: as good as the platform's, and the same everywhere."""

from __future__ import annotations

import math
import random
import statistics

import pytest

from collabmodel.simulate.compiled import Kernel, available, kernel
from collabmodel.simulate.kernel.numerics import exp, log, normal_from_uniform

CHANCE = random.Random(5)
POSITIVE = [math.exp(CHANCE.uniform(-700, 700)) for _ in range(4000)] + [CHANCE.uniform(0.5, 2) for _ in range(4000)]
POSITIVE += [1.0, 2.0, 0.5, 5e-324, 1.7976931348623157e308, 1.0 - 2**-53, 1.0 + 2**-52, math.sqrt(0.5)]
POWERS = [CHANCE.uniform(-708, 709.7) for _ in range(4000)] + [CHANCE.uniform(-2, 2) for _ in range(4000)] + [0.0]
SHARES = [CHANCE.random() for _ in range(4000)] + [math.exp(-CHANCE.uniform(0, 36)) for _ in range(4000)]
SHARES += [1.0 - share for share in SHARES] + [0.5, 0.075, 0.925, 2**-54, 1.0 - 2**-53]


def ulps(found: float, right: float) -> float:
    return abs(found - right) / math.ulp(right)


def test_logarithm_is_right_to_the_last_bit_or_the_one_before() -> None:
    """The logarithm is at most two units in the last place from the platform's."""
    assert max(ulps(log(v), math.log(v)) for v in POSITIVE) <= 2.0


def test_exponential_is_right_to_the_last_bit_or_the_one_before() -> None:
    """The exponential is at most two units in the last place from the platform's."""
    assert max(ulps(exp(v), math.exp(v)) for v in POWERS) <= 2.0


def test_logarithm_and_exponential_have_ends() -> None:
    """What lies outside has a value rather than an error."""
    assert [log(0.0), log(-1.0)] == [-math.inf, -math.inf]
    assert [exp(710.0), exp(-709.0), exp(math.inf), exp(-math.inf)] == [math.inf, 0.0, math.inf, 0.0]


def test_normal_values_have_the_share_below_them() -> None:
    """The normal value of a share has that share below it, by the error function, to 13 digits."""
    for u in SHARES:
        z = normal_from_uniform(u)
        tail = 0.5 * math.erfc(abs(z) / math.sqrt(2))
        beyond = min(u, 1.0 - u)
        density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)

        assert (
            abs(tail - beyond) <= 1e-13 * max(density * max(abs(z), 1.0), 1e-300) + 2e-16 * (u > 0.5) * density / beyond
        )


def test_normal_values_are_those_of_the_standard_library() -> None:
    """The normal value of a share is the standard library's, which has the same source, to 1e-13."""
    inverse = statistics.NormalDist().inv_cdf

    assert all(math.isclose(normal_from_uniform(u), inverse(u), rel_tol=1e-13, abs_tol=1e-16) for u in SHARES)


def test_normal_values_are_those_of_scipy() -> None:
    """The normal value of a share is scipy's, which has another source, to 1e-13."""
    special = pytest.importorskip("scipy.special", reason="scipy is not installed")

    assert all(math.isclose(normal_from_uniform(u), special.ndtri(u), rel_tol=1e-13, abs_tol=1e-15) for u in SHARES)


def test_normal_values_grow_with_the_share() -> None:
    """A greater draw never gives a smaller value, so that common draws stay paired."""
    values = [normal_from_uniform(u) for u in sorted(SHARES)]

    assert values == sorted(values)


def test_normal_values_end_at_the_smallest_share() -> None:
    """Shares of nothing and of everything give finite values, mirrored."""
    assert normal_from_uniform(0.0) == normal_from_uniform(2**-54) == -normal_from_uniform(1.0)
    assert -9.0 < normal_from_uniform(0.0) < -8.0


def test_values_never_change() -> None:
    """The bits of a value are fixed for good."""
    assert [log(3.0).hex(), exp(1.5).hex()] == ["0x1.193ea7aad030ap+0", "0x1.1ed3fe64fc541p+2"]
    assert [normal_from_uniform(0.3).hex(), normal_from_uniform(1e-3).hex()] == [
        "-0x1.0c7e39582c5fap-1",
        "-0x1.8b8cbb7204470p+1",
    ]


@pytest.fixture(scope="module")
def compiled() -> Kernel:
    if not available():
        pytest.skip("the extra fast is not installed")
    return kernel(compiled=True, modules=("numerics",))


def test_compiled_numerics_are_the_same(compiled: Kernel) -> None:
    """Compiled, every function gives the same bits."""
    assert [compiled.log(v) for v in POSITIVE] == [log(v) for v in POSITIVE]
    assert [compiled.exp(v) for v in POWERS] == [exp(v) for v in POWERS]
    assert [compiled.normal_from_uniform(u) for u in SHARES] == [normal_from_uniform(u) for u in SHARES]
    assert [compiled.log(0.0), compiled.exp(800.0), compiled.exp(-800.0)] == [-math.inf, math.inf, 0.0]
