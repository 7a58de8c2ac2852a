import datetime as dt

import pytest

from collabmodel.formats.shapes import faults
from collabmodel.model import (
    Anchor,
    AttestationIndicator,
    Competence,
    Counting,
    Extension,
    Lead,
    NonEngagement,
    Pattern,
    Quorum,
    Reference,
    Repeat,
    Role,
    Rule,
    RuleIndicator,
    Side,
    Template,
    Window,
)
from collabmodel.workdays import Duration, HolidayRule, Opening, Unit

M, N = Pattern(element="m"), Pattern(element="n")
DAY = Duration(1, Unit.DAYS)
EIGHT, NOON = dt.time(8), dt.time(12)

FAULTY = [
    (Pattern(), ""),
    (Pattern(element="m", kind="k"), ""),
    (Anchor(), ""),
    (Anchor(event=M, fact="f"), "fact"),
    (Repeat(), ""),
    (Repeat(maximum=0), "maximum"),
    (Window(), ""),
    (Window(limit="l", low=DAY), "limit"),
    (Window(limit="l", calendar="c"), "limit"),
    (Rule(id="r", template=Template.INIT, a=M, b=N), "b"),
    (Rule(id="r", template=Template.RESPONSE, a=M), "template"),
    (Rule(id="r", template=Template.INIT, a=M, weight=-0.5), "weight"),
    (Quorum(counting=Counting.SHARE, at_least=80), "at_least"),
    (Quorum(at_least=-1), "at_least"),
    (RuleIndicator(id="i", rule="r", met=80.0), "met"),
    (RuleIndicator(id="i", rule="r", met=0.8, partly=-0.1), "partly"),
    (AttestationIndicator(id="i", met=1.1), "met"),
    (Opening(days=(), start=EIGHT, end=NOON), "days"),
    (Opening(days=(0,), start=NOON, end=EIGHT), "end"),
    (HolidayRule(name="leap", month_day="02-30"), "month_day"),
    (HolidayRule(name="far", easter=999), "easter"),
    (HolidayRule(name="h"), ""),
    (HolidayRule(name="h", month_day="12-24", easter=1), ""),
    (HolidayRule(name="h", easter=1, weekday=4), "weekday"),
    (HolidayRule(name="h", month_day="24.12."), "month_day"),
    (Role(id="r", side=Side.CLIENT, caseload=0), "caseload"),
    (Lead(id="l", at_most=0), "at_most"),
    (Competence(id="c", valid_for=0), "valid_for"),
    (Extension(times=0), "times"),
    (NonEngagement(id="n", attempts_at=M, attempts=0, ending="e"), "attempts"),
]
SOUND = [
    M,
    Pattern(kind="k", tag="t"),
    Anchor(fact="f", revoked=M),
    Repeat(on=M),
    Repeat(maximum=Reference("cap")),
    Window(low=DAY),
    Window(limit="l"),
    Rule(id="r", template=Template.INIT, a=M, weight=0),
    Rule(id="r", template=Template.RESPONSE, a=M, b=M),
    Quorum(counting=Counting.SHARE, at_least=0.8),
    Quorum(at_least=Reference("cap")),
    RuleIndicator(id="i", rule="r", met=Reference("share")),
    Opening(days=(0,), start=EIGHT, end=dt.time(0)),
    HolidayRule(name="h", month_day="02-29", weekday=4),
    Role(id="r", side=Side.CLIENT, caseload=Reference("cap")),
]


@pytest.mark.parametrize(("record", "key"), FAULTY, ids=lambda value: type(value).__name__)
def test_a_record_that_contradicts_itself_has_one_fault(record, key):
    """What no record of its kind can be is told once, at the key where it shows."""
    found = list(faults(record))

    assert [fault.key for fault in found] == [key]
    assert found[0].what


@pytest.mark.parametrize("record", SOUND, ids=lambda value: type(value).__name__)
def test_a_sound_record_has_no_fault(record):
    """Parameters and limits of ranges are allowed."""
    assert list(faults(record)) == []
