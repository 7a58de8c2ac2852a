"""Values from shapes: spread as their distributions say, paired by their draws, the same compiled."""

from __future__ import annotations

import itertools
import math

import pytest

from collabmodel.errors import SimulationError
from collabmodel.simulate.compiled import Kernel, available, kernel
from collabmodel.simulate.kernel import header
from collabmodel.simulate.kernel import rows as r
from collabmodel.simulate.kernel.codes import END, SAME
from collabmodel.simulate.kernel.draws import case_key, replication_key, uniform
from collabmodel.simulate.kernel.shapes import LONGEST, log_factorial, minutes, sample, whole

KEY = case_key(replication_key(3, 1), 0)
N = 20_000


class Memory:
    """The two memories with one case of two registers, and what puts shapes there."""

    def __init__(self) -> None:
        self.m = [0] * header.HEADER
        self.x = [0.0, math.nan, math.nan]
        self.case = len(self.m)
        self.m += [0] * r.CASE_FIXED
        self.m[self.case + r.CASE_X] = 1

    def shape(self, sort: int, *numbers: float, count: int = 0, unit: int = 0, rounded: bool = False) -> int:
        at = len(self.m)
        self.m += [0] * r.SHAPE_SIZE
        self.m[at + r.SHAPE_SORT], self.m[at + r.SHAPE_X] = sort, len(self.x)
        self.m[at + r.SHAPE_N], self.m[at + r.SHAPE_UNIT], self.m[at + r.SHAPE_WHOLE] = count, unit, int(rounded)
        self.x += numbers
        return at

    def pointing(self, sort: int, place: int) -> int:
        at = self.shape(sort)
        self.m[at + r.SHAPE_X] = place
        return at

    def where_first_register_is(self, value: float, row: int, otherwise: int) -> int:
        code = len(self.m)
        self.m += [SAME, 0, len(self.x), END, 0, 0]
        self.x.append(value)
        at = len(self.m)
        self.m += self.m[otherwise : otherwise + r.SHAPE_SIZE]
        self.m[at + r.SHAPE_ROW_IF], self.m[at + r.SHAPE_ROW], self.m[at + r.SHAPE_NEXT] = code, row, otherwise
        return at

    def sample(self, shape: int, ordinal: int = 0, purpose: int = 5) -> float:
        return sample(self.m, self.x, self.case, shape, KEY, purpose, ordinal)

    def minutes(self, shape: int, ordinal: int = 0) -> int:
        return minutes(self.m, self.x, self.case, shape, KEY, 5, ordinal)


def lognormal(mean: float, cv: float) -> tuple[float, float]:
    spread = math.log(1 + cv * cv)
    return math.log(mean) - spread / 2, math.sqrt(spread)


SPREADS = {
    # numbers in x, mean, variance, scipy's name and arguments
    "uniform": (r.UNIFORM, (2.0, 5.0), 3.5, 0.75, ("uniform", (2, 3))),
    "triangular": (r.TRIANGULAR, (1.0, 2.0, 6.0), 3.0, 7 / 6, ("triang", (0.2, 1, 5))),
    "triangular at an end": (r.TRIANGULAR, (1.0, 1.0, 4.0), 2.0, 0.5, ("triang", (0, 1, 3))),
    "exponential": (r.EXPONENTIAL, (3.0,), 3.0, 9.0, ("expon", (0, 3))),
    "lognormal": (r.LOGNORMAL, lognormal(10, 0.5), 10.0, 25.0, ("lognorm", (lognormal(10, 0.5)[1], 0, 10 / 1.25**0.5))),
    "gamma": (r.GAMMA, (2.5, 4.0), 10.0, 40.0, ("gamma", (2.5, 0, 4))),
    "gamma near nothing": (r.GAMMA, (0.3, 2.0), 0.6, 1.2, ("gamma", (0.3, 0, 2))),
    "gamma of one": (r.GAMMA, (1.0, 2.0), 2.0, 4.0, ("expon", (0, 2))),
    "gamma far out": (r.GAMMA, (400.0, 0.5), 200.0, 100.0, ("gamma", (400, 0, 0.5))),
    "poisson small": (r.POISSON, (0.7,), 0.7, 0.7, ("poisson", (0.7,))),
    "poisson": (r.POISSON, (12.0,), 12.0, 12.0, ("poisson", (12,))),
    "poisson at the border": (r.POISSON, (30.5,), 30.5, 30.5, ("poisson", (30.5,))),
    "poisson great": (r.POISSON, (5000.0,), 5000.0, 5000.0, ("poisson", (5000,))),
}


@pytest.fixture(scope="module", params=sorted(SPREADS))
def spread(request: pytest.FixtureRequest) -> tuple[str, list[float]]:
    memory = Memory()
    shape = memory.shape(SPREADS[request.param][0], *SPREADS[request.param][1])
    return request.param, [memory.sample(shape, ordinal) for ordinal in range(N)]


def test_mean_and_variance_are_those_of_the_distribution(spread: tuple[str, list[float]]) -> None:
    """Many values have the mean and the variance of closed form."""
    _, _, mean, variance, _ = SPREADS[spread[0]]
    found = sum(spread[1]) / N
    squares = [(v - mean) ** 2 for v in spread[1]]
    error = math.sqrt((sum(square * square for square in squares) / N - (sum(squares) / N) ** 2) / N)

    assert abs(found - mean) < 4.5 * math.sqrt(variance / N)
    assert abs(sum(squares) / N - variance) < 4.5 * error


def test_values_are_spread_as_scipy_has_them(spread: tuple[str, list[float]]) -> None:
    """Many values have the distribution that scipy tells, by Kolmogorov and Smirnov's test or chi-square."""
    stats = pytest.importorskip("scipy.stats", reason="scipy is not installed")
    name, arguments = SPREADS[spread[0]][4]
    right = getattr(stats, name)(*arguments)
    if name != "poisson":
        assert stats.kstest(spread[1], right.cdf).pvalue > 1e-4
        return
    edges = sorted({right.ppf(share / 20) for share in range(1, 20)})
    shares = [right.cdf(edges[0]), *(right.cdf(b) - right.cdf(a) for a, b in itertools.pairwise(edges))]
    shares.append(1 - sum(shares))
    counts = [0] * len(shares)
    for v in spread[1]:
        counts[sum(v > edge for edge in edges)] += 1

    assert stats.chisquare(counts, [share * N for share in shares]).pvalue > 1e-4


def test_empirical_values_come_by_their_weights() -> None:
    """The values of a list come as often as their weights say, those without weight never."""
    memory = Memory()
    shape = memory.shape(r.EMPIRICAL, 7.0, 1.0, 4.0, 9.0, 0.5, 0.5, 0.9, 1.0, count=4)
    drawn = [memory.sample(shape, ordinal) for ordinal in range(N)]

    shares = [drawn.count(v) / N for v in (7.0, 1.0, 4.0, 9.0)]

    assert shares[1] == 0
    assert all(abs(share - right) < 0.015 for share, right in zip(shares, (0.5, 0, 0.4, 0.1), strict=True))


def test_constants_and_last_values_take_no_draw() -> None:
    """A constant is itself; a last value is what the case's register holds, unknown included."""
    memory = Memory()
    constant, last = memory.shape(r.CONSTANT, 2.5), memory.pointing(r.LAST, 1)

    before = memory.sample(last)
    memory.x[2] = 11.0

    assert math.isnan(before)
    assert [memory.sample(constant), memory.sample(last)] == [2.5, 11.0]


@pytest.mark.parametrize("name", [name for name in SPREADS if SPREADS[name][0] not in {r.GAMMA, r.POISSON}])
def test_common_draws_stay_paired(name: str) -> None:
    """The same draw gives a value that grows with the draw, so that two scenarios are lucky in the same cases."""
    memory = Memory()
    shape = memory.shape(SPREADS[name][0], *SPREADS[name][1])
    drawn = sorted((uniform(KEY, 5, ordinal), memory.sample(shape, ordinal)) for ordinal in range(500))

    assert [v for _, v in drawn] == sorted(v for _, v in drawn)


def test_a_greedy_draw_disturbs_no_other() -> None:
    """What a gamma draw needs more than once is neither another ordinal's nor another purpose's."""
    memory = Memory()
    gamma, flat = memory.shape(r.GAMMA, 0.4, 1.0), memory.shape(r.UNIFORM, 0.0, 1.0)
    pairs = [(memory.sample(gamma, n), memory.sample(flat, n + 1), memory.sample(flat, n, 6)) for n in range(5000)]

    for other in (1, 2):
        low = sum(pair[other] for pair in pairs if pair[0] < 0.1) / sum(pair[0] < 0.1 for pair in pairs)
        assert abs(low - 0.5) < 0.03


def test_the_first_row_that_holds_counts() -> None:
    """A row holds where its condition is true; where it is false or unknown the next one is asked, then the rest."""
    memory = Memory()
    rest = memory.shape(r.CONSTANT, 1.0)
    second = memory.where_first_register_is(5.0, memory.shape(r.CONSTANT, 50.0), rest)
    first = memory.where_first_register_is(4.0, memory.shape(r.CONSTANT, 40.0), second)
    found = []

    for known in (4.0, 5.0, 6.0, math.nan):
        memory.x[1] = known
        found.append(memory.sample(first))

    assert found == [40.0, 50.0, 1.0, 1.0]


def test_a_row_has_its_own_unit() -> None:
    """A length of time is told in the unit of the row that counts."""
    memory = Memory()
    days = memory.shape(r.CONSTANT, 2.0, unit=1440)
    shape = memory.where_first_register_is(4.0, memory.shape(r.CONSTANT, 3.0, unit=60), days)
    memory.x[1] = 4.0

    hours = memory.minutes(shape)
    memory.x[1] = 3.0

    assert [hours, memory.minutes(shape)] == [180, 2880]


@pytest.mark.parametrize(
    ("value", "unit", "found"),
    [(2.5, 1, 3), (2.49, 1, 2), (-3.0, 60, 0), (1.25, 60, 75), (1.5, -1, 90), (2.5, -2, 3), (math.nan, 60, 0)],
)
def test_lengths_of_time_are_whole_minutes(value: float, unit: int, found: int) -> None:
    """A length is rounded half up to minutes, never below 0; working days are counted as days."""
    memory = Memory()

    assert memory.minutes(memory.shape(r.CONSTANT, value, unit=unit)) == found


def test_endless_lengths_are_cut() -> None:
    """A length beyond any horizon is a great number of minutes, not an error."""
    memory = Memory()

    assert memory.minutes(memory.shape(r.CONSTANT, math.inf, unit=60)) == LONGEST


def test_numbers_are_rounded_half_up() -> None:
    """Whole numbers are rounded half up, exactly; what is unknown or endless stays."""
    memory = Memory()
    shape = memory.shape(r.UNIFORM, 0.0, 3.0, rounded=True)

    assert [whole(v) for v in (0.5, 1.5, -0.5, -1.5, 0.49999999999999994, 1e300)] == [1, 2, 0, -1, 0, 1e300]
    assert math.isnan(whole(math.nan))
    assert {memory.sample(shape, ordinal) for ordinal in range(100)} == {0.0, 1.0, 2.0, 3.0}


def test_logarithms_of_factorials_are_right() -> None:
    """The logarithm of a factorial is that of the gamma function."""
    for n in (0, 1, 2, 9, 10, 11, 100, 5000):
        assert math.isclose(log_factorial(float(n)), math.lgamma(n + 1), rel_tol=1e-13, abs_tol=1e-13)


def test_users_functions_are_called_by_number() -> None:
    """A user's function gets the draw of its place; without one the run says that it wants it."""
    memory = Memory()
    second = memory.pointing(r.FUNCTION, 1)
    own = kernel(compiled=False, functions={"zero": lambda u: 0 * u, "double": lambda u: 2 * u})

    found = own.sample(memory.m, memory.x, memory.case, second, KEY, 5, 9)
    wanted = memory.m[header.STOPPED]
    without = memory.sample(second)

    assert found == 2 * uniform(KEY, 5, 9)
    assert math.isnan(without)
    assert [wanted, memory.m[header.STOPPED]] == [0, header.FOREIGN]


@pytest.mark.parametrize(
    "bad", [lambda u: u * math.nan, lambda u: f"{u} or many", lambda u: u / 0, lambda u: u + math.inf]
)
def test_users_functions_that_fail_are_named(bad: object) -> None:
    """A user's function that raises or gives what is no number stops the run with its name."""
    memory = Memory()
    own = kernel(compiled=False, functions={"wild": bad})

    with pytest.raises(SimulationError, match="'wild'"):
        own.sample(memory.m, memory.x, memory.case, memory.pointing(r.FUNCTION, 0), KEY, 5, 9)


@pytest.fixture(scope="module")
def compiled() -> Kernel:
    if not available():
        pytest.skip("the extra fast is not installed")
    return kernel(compiled=True, modules=("draws", "numerics", "codes", "shapes"))


def test_compiled_samples_are_the_same(compiled: Kernel) -> None:
    """Compiled, every sort of shape gives the same bits, rows and roundings included."""
    np = pytest.importorskip("numpy")
    memory = Memory()
    shapes = [memory.shape(sort, *numbers, unit=60) for sort, numbers, *_ in SPREADS.values()]
    shapes += [memory.shape(r.CONSTANT, 2.5), memory.pointing(r.LAST, 0), memory.shape(r.POISSON, 0.0)]
    shapes += [memory.shape(r.UNIFORM, 0.0, 9.0, unit=-1, rounded=True), memory.shape(r.TRIANGULAR, 1.0, 1.0, 1.0)]
    shapes += [memory.where_first_register_is(4.0, shapes[0], shapes[3])]
    for known in (4.0, math.nan):
        memory.x[1] = known
        m, x = np.array(memory.m), np.array(memory.x)
        for shape in shapes:
            for ordinal in range(300):
                place = (shape, KEY, 5, ordinal)
                assert repr(compiled.sample(m, x, memory.case, *place)) == repr(memory.sample(shape, ordinal))
                assert compiled.minutes(m, x, memory.case, *place) == memory.minutes(shape, ordinal)
    assert m.tolist() == memory.m


def test_compiled_runs_say_that_they_want_a_function(compiled: Kernel) -> None:
    """A shape of a user's function marks a compiled run as one that must be interpreted."""
    np = pytest.importorskip("numpy")
    memory = Memory()
    shape = memory.pointing(r.FUNCTION, 0)
    m = np.array(memory.m)

    compiled.sample(m, np.array(memory.x), memory.case, shape, KEY, 5, 0)

    assert m[header.STOPPED] == header.FOREIGN
