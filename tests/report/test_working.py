"""Where work piles up."""

import attrs
import pytest

from collabmodel.report.topics import Titles
from collabmodel.report.working import bottleneck_section, endings_section
from collabmodel.simulate.results import Indicator


def load(mean, low, high, id="utilisation:workers"):
    return Indicator(id=id, unit="share", mean=mean, low=low, high=high, values=(low, high) if low is not None else ())


def told(study, *figures):
    with_figures = attrs.evolve(study, indicators=figures)
    return " ".join(bottleneck_section(with_figures, Titles.of(with_figures, "en")).lines)


@pytest.mark.parametrize(
    ("figure", "tight", "roomy"),
    [
        (load(0.95, 0.93, 0.97), True, False),
        (load(0.88, 0.80, 0.96), False, False),
        (load(0.70, 0.69, 0.71), False, False),
        (load(0.55, 0.45, 0.65), False, False),
        (load(0.20, 0.19, 0.21), False, True),
        (load(0.95, None, None), True, False),
    ],
)
def test_a_bottleneck_is_named_only_where_the_whole_interval_says_so(study, figure, tight, roomy):
    """Between the clear cases the page gives the load and draws no conclusion."""
    text = told(study, figure)

    assert ("likely bottleneck" in text) is tight
    assert ("No group comes near" in text) is roomy


def test_the_busiest_group_is_named_by_its_role(study):
    """Groups are called as people call them."""
    text = told(study, load(0.3, 0.2, 0.4, "utilisation:nurses"), load(0.8, 0.7, 0.9))

    assert text.startswith("Busiest group: Social worker, about 80")


def test_cases_that_are_stuck_are_told(study):
    """Cases that cannot go on mean that something is wrong with the model or scenario, and are not hidden."""
    stuck = Indicator(id="stuck", unit="cases", mean=2.0, low=1.0, high=3.0)

    assert "could not go on" in told(study, stuck)
    assert "could not go on" not in told(study, attrs.evolve(stuck, mean=0.0, low=0.0, high=0.0))


def test_long_hours_are_told_in_days(study):
    """Hundreds of hours around the clock say little to people; a few stay hours."""
    queue = Indicator(id="queue:visit", unit="hours", mean=168.0, low=144.0, high=192.0)

    assert "7\N{NO-BREAK SPACE}days (6" in told(study, queue)
    assert "hours" in told(study, attrs.evolve(queue, mean=20.0, low=19.0, high=21.0))


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_open_cases_are_not_among_the_endings(study, lang):
    """Shares are of those that ended; those still open are told beside them."""
    section = endings_section(study, Titles.of(study, lang))

    assert len(section.lines) == 3
    assert {"en": "that ended", "fi": "Päättyneistä", "sv": "avslutade"}[lang] in section.lines[0]


def test_a_study_without_figures_claims_nothing(study):
    """Nothing measured gives no picture and no busiest group."""
    bare = attrs.evolve(study, indicators=(), replications=())
    section = bottleneck_section(bare, Titles.of(bare, "en"))

    assert section.parts == ()
    assert section.lines == ("The study measured no working time.",)
    assert endings_section(bare, Titles.of(bare, "en")).answer == ""
