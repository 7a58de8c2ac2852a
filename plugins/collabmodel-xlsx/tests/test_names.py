"""Names of sheets: legal, short and unique, whatever the titles are."""

from hypothesis import given
from hypothesis import strategies as st

from collabmodel_xlsx.names import LONGEST, Names
from collabmodel_xlsx.texts import units

TITLES = st.text(max_size=60) | st.sampled_from(
    ["History", "Rules", "rules", "'", "[x]:*?/\\", "Sääntö" * 9, "\U0001f600" * 40]
)


@given(st.lists(TITLES, max_size=30))
def test_names_are_legal_short_and_unique(titles):
    """Spreadsheet programs refuse or mend any other, and links would lead astray."""
    names = Names()
    found = [names.fresh(title) for title in titles]

    assert len({one.casefold() for one in found}) == len(found)
    for one in found:
        assert one.strip()
        assert units(one) <= LONGEST
        assert not set(one) & set("[]:*?/\\\n\x00")
        assert not one.startswith("'")
        assert not one.endswith("'")
        assert one.casefold() != "history"
