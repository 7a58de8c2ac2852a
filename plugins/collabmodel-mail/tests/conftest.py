"""A mail server over TLS on loopback, and what the tests share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# Tests are found by path, not as a package; what these share lies beside them.
sys.path.insert(0, str(Path(__file__).parent))

from mail_server import MailAuthority, MailServer

from collabmodel_mail import MailSettings
from collabmodel_mail.settings import Security

PEOPLE = """
p-17: {mail: anna@example.org, language: en}
p-fi: {mail: liisa@example.org, language: fi, zone: Europe/Helsinki}
p-sv: {mail: sven@example.org, language: sv, zone: America/New_York}
teacher: school-box@example.org
"""


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> MailAuthority:
    return MailAuthority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def server(authority: MailAuthority) -> Iterator[MailServer]:
    with MailServer(authority.context("localhost")) as made:
        yield made


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.yaml"
    path.write_text(PEOPLE)
    return path


@pytest.fixture
def settings(authority: MailAuthority, server: MailServer, people: Path) -> Callable[..., MailSettings]:
    def made(**more: object) -> MailSettings:
        usual = {
            "host": "localhost",
            "port": server.port,
            "security": Security.STARTTLS,
            "sender": "cases@city.example",
            "directory": str(people),
            "ca_file": authority.file,
            "timeout": 5.0,
        }
        return MailSettings(**(usual | more))  # type: ignore[arg-type]

    return made
