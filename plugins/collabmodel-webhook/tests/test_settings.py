"""Settings: read from a file with located errors, and never showing a secret."""

from __future__ import annotations

import subprocess
import sys

import pytest

from collabmodel.errors import CollabError
from collabmodel.plugin import Secret, read_settings
from collabmodel_webhook import SigningKey, WebhookSettings

GOOD = """
notifiers:
  webhook:
    url: https://hook.example/in?token=tk-9
    keys:
      spring: {secret: env:HOOK_SPRING}
      autumn: {secret: env:HOOK_AUTUMN}
    hosts: [hook.example]
    internal: [hook.example]
    bearer: env:HOOK_TOKEN
    deadline: 10
    recipient: false
"""


def read(text: str) -> WebhookSettings:
    return read_settings(text).of("notifiers", "webhook", WebhookSettings)


def test_a_file_gives_the_settings() -> None:
    """What stands in the file is what the notifier gets."""
    found = read(GOOD)

    assert [key.id for key in found.keys] == ["spring", "autumn"]
    assert found.keys[0] == SigningKey(id="spring", secret=Secret("env:HOOK_SPRING"))
    assert (found.deadline, found.recipient, found.bearer) == (10.0, False, Secret("env:HOOK_TOKEN"))
    assert "tk-9" not in repr(found)


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("https://hook.example/in?token=tk-9", "http://hook.example/in", "https"),
        ("https://hook.example/in?token=tk-9", "https://u:tk-9@hook.example/", "https"),
        ("https://hook.example/in?token=tk-9", "file:///etc/passwd", "https"),
        ("https://hook.example/in?token=tk-9", '"https://hook.example/a b"', "https"),
        ("https://hook.example/in?token=tk-9", "https://elsewhere.example/tk-9", "hosts"),
        ("hosts: [hook.example]", "hosts: [https://hook.example]", "hosts"),
        ("internal: [hook.example]", "internal: [other.example]", "internal"),
        ("env:HOOK_SPRING", "tk-9", "secret"),
        ("spring:", "v1:", "id of a key"),
        ("deadline: 10", "deadline: 500", "deadline"),
        ("deadline: 10", "dedline: 10", "deadline"),
        ("{secret: env:HOOK_AUTUMN}", "{secret: env:HOOK_AUTUMN}\n      third: {secret: env:X}", "keys"),
    ],
)
def test_what_makes_no_sense_is_told_without_the_secret(old: str, new: str, word: str) -> None:
    """A wrong setting is told by its name, and nothing that may be secret is quoted."""
    with pytest.raises(CollabError) as caught:
        read(GOOD.replace(old, new))
    assert word in str(caught.value)
    assert "tk-9" not in str(caught.value)


def test_finding_the_plugin_costs_little() -> None:
    """What posts is imported where it is needed, not where plugins are listed."""
    code = "import sys, collabmodel_webhook; sys.exit(any(m in sys.modules for m in ('httpcore', 'ssl')))"

    done = subprocess.run([sys.executable, "-c", code], check=False, timeout=60)

    assert done.returncode == 0
