"""The directory: hostile until it is checked, read anew when it changes, and never quoted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.errors import ConfigError
from collabmodel_mail import Contact
from collabmodel_mail.directory import FileDirectory, parse, sound


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("d.yaml", "p-1: {mail: one@example.org, language: sv, zone: Europe/Stockholm}\nteam: team@example.org\n"),
        ("d.csv", "id,mail,language,zone\np-1,one@example.org,sv,Europe/Stockholm\nteam,team@example.org,,\n"),
        (
            "d.csv",
            "\ufeffid,mail,language,zone\r\np-1,one@example.org,sv,Europe/Stockholm\r\n\r\nteam,team@example.org,,\r\n",
        ),
    ],
)
def test_both_kinds_of_file_say_the_same(name: str, text: str) -> None:
    """A table and a tree give the same contacts."""
    found = parse(text.encode(), name)

    assert found == {
        "p-1": Contact(mail="one@example.org", language="sv", zone="Europe/Stockholm"),
        "team": Contact(mail="team@example.org"),
    }


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("d.yaml", "secret-1: secret", "d.yaml:1:1: 'mail' is no mail address"),
        ("d.yaml", "secret-1: {mail: 's@e.org, secret@e.org'}", "'mail' is no mail address"),
        ("d.yaml", 'secret-1: {mail: "s@e.org\\r\\nBcc: secret@e.org"}', "'mail' is no mail address"),
        ("d.yaml", "secret-1: {mail: s@e.org, language: secret}", "'language' is none of en, fi, sv"),
        ("d.yaml", "secret-1: {mail: s@e.org, zone: ../secret}", "'zone' is no time zone"),
        ("d.yaml", "secret-1: {mail: s@e.org, secret: 1}", "a key that is none of mail, language, zone"),
        ("d.yaml", "secret-1: {mail: s@e.org, mail: secret@e.org}", "twice"),
        ("d.yaml", "secret-1: a@e.org\nsecret-1: b@e.org", "twice"),
        ("d.yaml", "secret-1: [s@e.org]", "neither an address nor a mapping"),
        ("d.yaml", "- secret", "no mapping"),
        ("d.yaml", "secret: {", "no YAML"),
        ("d.yaml", "a: " + "[" * 5000, ""),
        ("d.yaml", "? [secret]\n: s@e.org", "an id that is no text"),
        ("d.yaml", "'': s@e.org", "an id that is empty"),
        ("d.csv", "id,secret\n1,s@e.org", "d.csv:1:1: a header"),
        ("d.csv", "id,mail\nsecret,s@e.org,x", "d.csv:2:1: a line of 3 cells"),
        ("d.csv", 'id,mail\n"secret,s@e.org', "no CSV"),
        ("d.csv", "id,mail\nsecret,s@e.org\nsecret,s@e.org", "d.csv:3:1: an id that stands there twice"),
        ("d.csv", "", "a header"),
    ],
)
def test_what_is_no_directory_is_told_without_anybody_in_it(name: str, text: str, told: str) -> None:
    """Wrong entries are told by their lines, all at once, and no id or address is quoted."""
    with pytest.raises(ConfigError) as caught:
        parse(text.encode(), name)
    assert told in str(caught.value)
    assert "secret" not in str(caught.value)


def test_what_is_too_large_or_not_text_is_refused() -> None:
    """A directory has a size, and is UTF-8."""
    for content in (b"p: a@example.org\n" * 200_000, b"\xff\xfe"):
        with pytest.raises(ConfigError):
            parse(content, "d.yaml")


@given(st.binary(max_size=200), st.sampled_from(["d.yaml", "d.csv"]))
def test_whatever_is_in_the_file_it_is_read_or_refused(content: bytes, name: str) -> None:
    """Nothing but a refusal comes of hostile files, and what is read is sound."""
    try:
        found = parse(content, name)
    except ConfigError:
        return
    assert all(sound(contact) for contact in found.values())


def test_a_change_is_seen_and_a_broken_one_tells_nobody(tmp_path: Path) -> None:
    """A changed file counts at once; while it is broken nobody is found by what it said before."""
    path = tmp_path / "people.yaml"
    path.write_text("p-1: one@example.org\n")
    directory = FileDirectory(path)
    assert directory.find("p-1") == Contact(mail="one@example.org")
    path.write_text("p-1: two@example.org\n")
    os.utime(path, ns=(1, 1))

    assert directory.find("p-1") == Contact(mail="two@example.org")
    path.write_text("p-1: [\n")
    for _ in range(2):
        with pytest.raises(ConfigError):
            directory.find("p-1")
    path.unlink()
    with pytest.raises(ConfigError, match="cannot be read"):
        directory.find("p-1")
    path.write_text("p-1: three@example.org\n")
    assert directory.find("p-1") == Contact(mail="three@example.org")
    assert directory.find("p-2") is None
