import pytest

from collabmodel.errors import FormatError
from collabmodel.formats import FORMAT, load
from collabmodel.formats.nodes import Mapping
from collabmodel.formats.reading import tree
from collabmodel.formats.sources import Source
from collabmodel.formats.structure import structure
from collabmodel.formats.versions import UPGRADES, upgrade, version_of


def renamed(old, new):
    """Make an upgrade that renames a key."""

    def run(raw):
        entries = (
            (type(key)(new, key.form, key.place, key.raw) if key.text == old else key, value)
            for key, value in raw.entries
        )
        return Mapping(tuple(entries), raw.place)

    return run


def test_upgrades_run_one_after_the_other_and_keep_places():
    """A file of an old version is brought up step by step, and its values stay where they stand."""
    raw = tree(Source("old.yaml", "format: 1\nid: m\nedition: '3'\n"))

    done = upgrade(raw, 1, to=3, upgrades={1: renamed("edition", "release"), 2: renamed("release", "version")})

    assert [key.text for key, _ in done.entries] == ["format", "id", "version"]
    assert str(done.get("version").place) == "old.yaml:3:10"
    assert version_of(done) == 3
    assert structure(done).version == "3"


def test_a_file_of_this_version_is_left_as_it_is():
    """No upgrade touches a current file."""
    raw = tree(Source("m.yaml", "id: m\n"))

    assert upgrade(raw, version_of(raw)) is raw


def test_a_missing_version_means_the_first():
    """A file that says no format is in format 1."""
    assert load("id: m\nversion: '2'\n").format == FORMAT == 1


def test_there_is_an_upgrade_for_every_older_version():
    """Each version before this one has its step."""
    assert sorted(UPGRADES) == list(range(1, FORMAT))


@pytest.mark.parametrize("version", [0, 2, 99])
def test_other_versions_are_refused(version):
    """A file that is newer than the release, or older than any format, is refused at its place."""
    with pytest.raises(FormatError) as caught:
        load(f"id: m\nformat: {version}\n")

    assert str(caught.value.problems[0].place) == "<text>:2:9"
