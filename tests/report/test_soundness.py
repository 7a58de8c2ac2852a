"""Whether a model holds together, in a sentence."""

import pytest

from collabmodel.check import Finding
from collabmodel.errors import Place
from collabmodel.model import Severity
from collabmodel.report.soundness import soundness_section


def finding(severity):
    return Finding(code="c", severity=severity, message="m", path="p", place=Place("f.yaml"), element="", source="")


@pytest.mark.parametrize(
    ("severities", "told"),
    [
        ((), "Yes: the checks found nothing to remark on."),
        ((Severity.NOTE,), "Yes: the checks found no errors. Warnings: 0, notes: 1."),
        ((Severity.ERROR, Severity.NOTE), "No. Errors: 1, warnings: 0, notes: 1."),
    ],
)
def test_the_answer_is_yes_or_no(severities, told):
    """A model with errors does not hold together; warnings and notes are told and do not make it fail."""
    assert soundness_section([finding(one) for one in severities], "en").answer.startswith(told)


def test_errors_are_never_folded_away():
    """Many warnings are folded so that the answers stay in sight; errors stay open however many."""
    many = [finding(one) for one in (Severity.ERROR, Severity.WARNING) for _ in range(30)]
    errors, warnings = soundness_section(many, "fi").parts

    assert not errors.folded
    assert warnings.folded
    assert len(errors.rows) == 30
