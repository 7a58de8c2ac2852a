"""What elements are called inside sentences."""

import pytest

from collabmodel.model import Model, Organisation, Role, Side, Text
from collabmodel.report.naming import Names


@pytest.mark.parametrize(
    ("organisation", "role", "said"),
    [
        ("Jyväskylän lastensuojelu", "Jyväskylän työntekijä", "Jyväskylän työntekijä"),
        ("Lastensuojelu", "Nuori", "nuori"),
        ("Helsinki", "Helsingin edustaja", "Helsingin edustaja"),
    ],
)
def test_names_keep_their_capitals_in_running_text(organisation, role, said):
    """Titles of organisations are names; a role that begins as one of them does may be one too."""
    model = Model(
        id="m",
        organisations=(Organisation(id="office", title=Text.of({"fi": organisation})),),
        roles=(Role(id="one", side=Side.OTHER, title=Text.of({"fi": role})),),
    )

    names = Names.of(model, "fi")

    assert (names.word("office"), names.word("one")) == (organisation, said)
