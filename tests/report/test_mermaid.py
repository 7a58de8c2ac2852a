"""Models as Mermaid text."""

import re

import attrs
import pytest

from collabmodel.model import Text
from collabmodel.report import as_mermaid

HOSTILE = 'end"]\n  x --> y %% <b>`#;{{[(|\\'


def test_phases_frame_what_is_done_in_them(model):
    """Nested phases are nested frames, and every frame is closed."""
    lines = as_mermaid(model, "en").splitlines()

    assert lines[0] == "flowchart TD"
    assert sum(line.strip().startswith("subgraph") for line in lines) == len(model.phases)
    assert sum(line.strip() == "end" for line in lines) == len(model.phases)
    assert '    subgraph p2["Support"]' in lines


def test_arrows_follow_entry_conditions(model):
    """An arrow goes from what must have happened to what becomes possible."""
    found = as_mermaid(model, "en")

    assert "  p0 --> p1" in found
    assert "  n0 --> n1" in found
    assert re.search(r"^  n\d+ -\.-> n\d+$", found, re.MULTILINE)


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_labels_cannot_break_out(model, lang):
    """Whatever a title holds, the drawing has the same statements."""
    activities = tuple(attrs.evolve(one, title=Text.of(HOSTILE)) for one in model.activities)
    phases = tuple(attrs.evolve(one, title=Text.of(HOSTILE)) for one in model.phases)

    found = as_mermaid(attrs.evolve(model, activities=activities, phases=phases), lang).splitlines()

    assert len(found) == len(as_mermaid(model, lang).splitlines())
    assert all(line.count('"') in {0, 2} for line in found)
    assert not any("<b>" in line or "x -->" in line for line in found)


def test_a_set_of_values_is_drawn_as_a_tree(values):
    """Without any work to draw, principles and the signs by which they are known are drawn."""
    assert as_mermaid(values, "fi").splitlines()[1:] == ['  q0["Kuuntelemme"]', '  i0(["Kuultu"])', "  q0 --- i0"]
