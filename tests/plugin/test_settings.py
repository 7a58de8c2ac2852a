"""Files of settings: located problems, lists of plugins, and secrets that are never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from collabmodel.errors import ConfigError, FormatError
from collabmodel.plugin import Secret, read_settings


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("notifers: {}\n", ["<text>:1:1: unknown key 'notifers' - did you mean 'notifiers'?"]),
        ("stores: [sqlite]\n", ["<text>:1:9: a mapping of names to settings is wanted here"]),
        ("plugins: [a]\n", ["<text>:1:10: a mapping is wanted here"]),
        ("plugins: {alow: [a]}\n", ["<text>:1:11: unknown key 'alow'"]),
        ("plugins: {allow: mail}\n", ["<text>:1:18: a list is wanted here"]),
        ("plugins: {allow: [[mail]]}\nx: 1\n", ["<text>:2:1: unknown key 'x'", "<text>:1:19: "]),
        ("format: 9\nstores: {}\n", ["<text>:1:9: format 9 is newer"]),
        ("- a\n- b\n", ["<text>:1:1: "]),
        ("stores: {sqlite: {}}\nstores: {}\n", ["<text>:2:1: "]),
    ],
)
def test_what_is_wrong_is_told_at_its_place(text: str, told: list[str]) -> None:
    """All problems of a file of settings come at once, each with line and column."""
    with pytest.raises(FormatError) as caught:
        read_settings(text)

    found = [str(problem) for problem in caught.value.problems]
    assert [one for one, start in zip(found, told, strict=True) if not one.startswith(start)] == []


def test_lists_of_plugins(tmp_path: Path) -> None:
    """A file says which plugins are let in and which are not; nothing said lets all in."""
    path = tmp_path / "s.yaml"
    path.write_text("plugins: {allow: [mail, 'acme:sms'], block: [console]}\n", encoding="utf-8")

    found = read_settings(path)

    assert (found.allow, found.block) == (("mail", "acme:sms"), ("console",))
    assert read_settings("stores: {}\n\n").allow is None
    assert read_settings("plugins: {allow: []}\n").allow == ()


def test_a_secret_is_found_where_the_file_says(tmp_path: Path) -> None:
    """Secrets come from the environment or a file, without the line end that editors add."""
    path = tmp_path / "secret"
    path.write_text("hush\r\n", encoding="utf-8")

    assert Secret(f"file:{path}").reveal() == "hush"
    assert Secret("env:X").reveal({"X": "hush"}) == "hush"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"x" * 70_000, None])
def test_a_secret_that_cannot_be_had_is_told_without_it(tmp_path: Path, content: bytes | None) -> None:
    """The error names where it should be, and nothing of what is there."""
    path = tmp_path / "secret"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(ConfigError) as caught:
        Secret(f"file:{path}").reveal()

    assert str(path) in str(caught.value)
    assert "xxx" not in str(caught.value)
    with pytest.raises(ConfigError, match="env:X"):
        Secret("env:X").reveal({})
