"""Reading the time of ``--as-of``, and verdicts as JSON."""

import pytest

from collabmodel.cli.judging import moment, verdict_object
from collabmodel.errors import ConfigError
from collabmodel.evaluate import evaluate
from collabmodel.history import HistoryBuilder
from collabmodel.model import Model, Pattern, Rule, Scope, Template


@pytest.mark.parametrize(
    ("text", "zone", "found"),
    [
        ("2025-03-01T12:00Z", None, "2025-03-01T12:00:00+00:00"),
        ("2025-03-01T12:00", "Europe/Helsinki", "2025-03-01T12:00:00+02:00"),
        ("2025-07-01", "Europe/Helsinki", "2025-07-01T23:59:59.999999+03:00"),
        ("9999-12-31", "America/New_York", None),
        ("12", None, None),
        ("", None, None),
    ],
)
def test_a_time_says_its_zone_or_is_refused(text, zone, found):
    """A day means its end; a time that cannot be is told, whatever it is."""
    if found is None:
        with pytest.raises(ConfigError):
            moment(text, zone)
    else:
        assert moment(text, zone).isoformat() == found


def test_no_time_is_the_latest():
    """Without the option the latest entry decides."""
    assert moment(None, None) is None


def test_counts_of_each_scope_sum_to_what_it_was_judged_over():
    """Rules over cases sum to the cases, which leave adoption histories out; other scopes have keys of their own."""
    builder = HistoryBuilder()
    for case, kind in (("office", "adoption"), ("c1", "task"), ("c2", "task")):
        builder.append(case, 0, kind=kind, element="a")
    rules = tuple(
        Rule(id=scope.value, template=Template.EXISTENCE, a=Pattern(element="a"), scope=scope) for scope in Scope
    )

    found = verdict_object(evaluate(Model(id="m", rules=rules), builder.finish()))

    verdicts = ("satisfied", "possibly_satisfied", "possibly_violated", "violated")
    sums = {
        key: [(row["id"], sum(row[verdict] for verdict in verdicts)) for row in found[key]]
        for key in ("rules", "adoption", "cohort")
    }
    assert sums == {"rules": [("case", 2)], "adoption": [("adoption", 1)], "cohort": [("cohort", 1)]}
    assert (found["cases"], found["adoption_histories"], found["events"]) == (2, 1, 3)
