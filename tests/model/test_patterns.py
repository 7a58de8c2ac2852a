import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.model import Pattern, parse_pattern

PARTS = st.text(st.characters(exclude_characters=".#"), min_size=1, max_size=8).filter(
    lambda part: part.isprintable() and part == part.strip() and not part.startswith("kind:")
)
MAYBE = st.just("") | PARTS


@given(PARTS, st.booleans(), MAYBE, MAYBE)
def test_the_short_form_reads_back(name, is_kind, tag, transition):
    """A pattern without a condition is the same after writing it short and reading it."""
    pattern = Pattern(element="" if is_kind else name, kind=name if is_kind else "", tag=tag, transition=transition)

    assert parse_pattern(pattern.short()) == pattern


@pytest.mark.parametrize(
    "text", ["", " ", "kind:", "kind:#x", "a.", "a.b.c", "a#", "a#b#c", "a.b#c", ".x", "#x", "a\nb"]
)
def test_what_is_no_pattern_is_refused(text):
    """A broken short form raises and says what would be right."""
    with pytest.raises(ValueError, match="is no event pattern: write"):
        parse_pattern(text)


def test_names_may_hold_blanks():
    """Names of activities from other systems work as they are."""
    assert parse_pattern("Confirmation of receipt.complete") == Pattern(
        element="Confirmation of receipt", transition="complete"
    )
