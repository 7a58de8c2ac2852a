"""Files of settings: located problems, lists of plugins, and secrets that are never shown."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from collabmodel.errors import ConfigError, FormatError, PluginError
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


@attrs.frozen(kw_only=True)
class Keys:
    master: Secret | None = None
    old: tuple[Secret, ...] = ()


@pytest.mark.parametrize(
    "text",
    [
        "{master: hunter2}",
        "{master: {source: hunter2}}",
        "{master: {hunter2: hunter2}}",
        "{master: [hunter2]}",
        "{master: 'env: hunter2'}",
        "{old: hunter2}",
        "{old: {hunter2: hunter2}}",
        "{old: [hunter2, {source: hunter2}]}",
    ],
)
def test_a_secret_is_refused_in_whatever_form_it_stands(text: str) -> None:
    """However a secret is put into the file, it is neither taken nor quoted."""
    settings = read_settings(f"stores:\n  seal: {text}\n")

    with pytest.raises(FormatError) as caught:
        settings.of("stores", "seal", Keys)

    assert "hunter2" not in str(caught.value)


def test_a_secret_is_not_taken_for_where_it_is_found() -> None:
    """Code that passes the secret itself is told so, without it."""
    with pytest.raises(ValueError, match="env:NAME") as caught:
        Secret("hunter2")

    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("error", [KeyError("private"), SystemExit("private"), ZeroDivisionError()])
def test_a_class_of_settings_that_fails_is_its_plugins_fault(error: BaseException) -> None:
    """What a default or validator raises beside what validators raise is told by its type, without its words."""

    def fails() -> int:
        raise error

    config = attrs.make_class("Own", {"x": attrs.field(type=int, factory=fails)})

    with pytest.raises(PluginError) as caught:
        read_settings("stores: {}\n").of("stores", "own", config)

    assert str(caught.value) == f"stores.own: the class of these settings failed: {type(error).__name__}"


@pytest.mark.parametrize(("words", "told"), [((), "ValueError"), (("x" * 9_999,), "x" * 300)])
def test_what_a_validator_says_is_told_in_a_line_of_its_own(words: tuple[str, ...], told: str) -> None:
    """A validator that says nothing is named by its error, and one that says too much is cut short."""

    def fails() -> int:
        raise ValueError(*words)

    config = attrs.make_class("Own", {"x": attrs.field(type=int, factory=fails)})

    with pytest.raises(FormatError) as caught:
        read_settings("stores: {own: {}}\n\n").of("stores", "own", config)

    assert str(caught.value) == f"<text>:1:15: {told}"
