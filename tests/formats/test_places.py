import pytest

from collabmodel.formats import origins, read

TEXT = """\
id: m
title: {fi: Malli}
roles:
  child:
    side: client
    organisations: [home, school]
activities:
  talk:
    kind: meeting
    participants:
      - {role: child, mode: heard}
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("id", (1, 5)),
        ("title.fi", (2, 13)),
        ("roles", (3, 1)),
        ("roles.child", (4, 3)),
        ("roles.child.side", (5, 11)),
        ("roles.child.organisations", (6, 20)),
        ("roles.child.organisations.1", (6, 27)),
        ("activities.talk.participants.0.mode", (11, 29)),
        ("roles.child.caseload", (4, 3)),
        ("roles.nobody.side", (3, 1)),
        ("rules.none", (1, 1)),
        ("", (1, 1)),
    ],
)
def test_a_path_gives_the_place_or_the_nearest_around_it(path, place):
    """Values, elements and list items are found; what is not written is where it would stand."""
    found = read(TEXT).places.of(path)

    assert (found.line, found.column) == place


def test_origins_list_every_single_value():
    """Each value that was written is listed with its text, in file order."""
    found = [(path, text) for path, text, _ in origins(read(TEXT))]

    assert found == [
        ("id", "m"),
        ("title.fi", "Malli"),
        ("roles.child.side", "client"),
        ("roles.child.organisations.0", "home"),
        ("roles.child.organisations.1", "school"),
        ("activities.talk.kind", "meeting"),
        ("activities.talk.participants.0.role", "child"),
        ("activities.talk.participants.0.mode", "heard"),
    ]
