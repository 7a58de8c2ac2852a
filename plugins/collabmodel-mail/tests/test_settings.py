"""Settings: read from a file with located errors, nothing in the clear by accident."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest

from collabmodel.errors import CollabError
from collabmodel.model import Text
from collabmodel.plugin import Secret, read_settings
from collabmodel_mail import MailSettings
from collabmodel_mail.settings import Digest, Security
from collabmodel_mail.wording import texts

GOOD = """
notifiers:
  mail:
    host: mail.example.org
    sender: cases@example.org
    directory: people.csv
    security: tls
    user: cases
    password: env:SMTP_PASSWORD
    language: fi
    zone: Europe/Helsinki
    subject: {fi: Uutta, en: News}
    digest: daily
    digest_at: "07:30"
    quiet: {from: "21:00", to: "07:00"}
    urgent: [overdue]
"""


def read(text: str) -> MailSettings:
    return read_settings(text).of("notifiers", "mail", MailSettings)


def test_a_file_gives_the_settings() -> None:
    """What stands in the file is what the notifier gets."""
    found = read(GOOD)

    assert (found.security, found.password) == (Security.TLS, Secret("env:SMTP_PASSWORD"))
    assert (found.digest, found.digest_at, found.urgent) == (Digest.DAILY, dt.time(7, 30), ("overdue",))
    assert found.quiet is not None
    assert (found.quiet.start, found.quiet.end) == (dt.time(21), dt.time(7))
    assert found.subject == Text.of({"fi": "Uutta", "en": "News"})


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("security: tls", "security: none", "plaintext"),
        ("security: tls", "security: none\n    plaintext: true", "user"),
        ("security: tls", "security: ssl", "starttls"),
        ("    user: cases\n", "", "both"),
        ("sender: cases@example.org", 'sender: "cases@example.org\\r\\nBcc: x@example.org"', "sender"),
        ("sender: cases@example.org", 'sender: cases@example.org\n    sender_name: "A\\r\\nBcc: x"', "sender_name"),
        ("fi: Uutta", 'fi: "Uutta\\nBcc: x"', "subject"),
        ("host: mail.example.org", 'host: "mail.example.org\\n"', "host"),
        ("language: fi", "language: xx", "language"),
        ("zone: Europe/Helsinki", "zone: ../../etc/passwd", "zone"),
        ('to: "07:00"', 'to: "21:00"', "differ"),
        ("password: env:SMTP_PASSWORD", "password: hunter2", "secret"),
        ("digest: daily", "digest: weekly", "daily"),
        ("    host: mail.example.org\n", "", "host"),
        ("language: fi", "langauge: fi", "language"),
        ("language: fi", "language: fi\n    timeout: 600", "timeout"),
        ("language: fi", "language: fi\n    domain: a b", "domain"),
    ],
)
def test_what_makes_no_sense_is_told(old: str, new: str, word: str) -> None:
    """A wrong setting is told by its name; a secret that stands in the file is not quoted."""
    assert old in GOOD
    with pytest.raises(CollabError) as caught:
        read(GOOD.replace(old, new))
    assert word in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_every_language_has_every_text() -> None:
    """What is said in one language is said in all, in one line each."""
    keys = {language: set(said) for language, said in texts().items()}

    assert set(keys) == {"en", "fi", "sv"}
    assert keys["en"] == keys["fi"] == keys["sv"]
    assert all(text.isprintable() and text for said in texts().values() for text in said.values())


def test_finding_the_plugin_costs_little() -> None:
    """What sends is imported where it is needed, not where plugins are listed."""
    code = "import sys, collabmodel_mail; sys.exit(any(m in sys.modules for m in ('icalendar', 'smtplib')))"

    done = subprocess.run([sys.executable, "-c", code], check=False, timeout=60)

    assert done.returncode == 0
