"""What every notifier must pass, with a mail server at the other end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import attrs
import pytest
from mail_server import PASSWORD, USER, MailAuthority, MailServer

from collabmodel.plugin import Notifier, Secret
from collabmodel.testing import Arrival, NotifierConformance
from collabmodel_mail import MailSettings
from collabmodel_mail.notifying import notifier_of
from collabmodel_mail.settings import Digest

pytestmark = pytest.mark.filterwarnings("ignore:Session.login_data is deprecated:DeprecationWarning")


class TestMail(NotifierConformance):
    """One mail for each message."""

    plugin = "collabmodel_mail"
    secrets = (PASSWORD,)
    receiver_logs = ("mail.log", "asyncio")
    digest = Digest.OFF

    @pytest.fixture(autouse=True)
    def _serving(
        self, authority: MailAuthority, server: MailServer, settings: Callable[..., MailSettings], tmp_path: Path
    ) -> None:
        file = tmp_path / "password"
        file.write_text(PASSWORD)
        self.authority, self.server = authority, server
        self.settings = settings(user=USER, password=Secret(f"file:{file}"), digest=self.digest)

    def open_notifier(self, folder: Path) -> Notifier:
        del folder
        return notifier_of(self.settings)

    def out_of_reach(self, folder: Path) -> Notifier:
        del folder
        with MailServer(self.authority.context("localhost")) as gone:
            port = gone.port
        return notifier_of(attrs.evolve(self.settings, port=port))

    def refusing(self, folder: Path) -> Iterator[tuple[str, Notifier]]:
        self.server.acts = ["busy"]
        yield "451", self.open_notifier(folder)
        self.server.acts, self.server.refused = [], {"anna@example.org"}
        yield "550", self.open_notifier(folder)

    def received(self, folder: Path) -> Sequence[Arrival]:
        del folder
        return [Arrival(str(mail["Message-ID"]), _text(mail)) for mail in self.server.mails]


class TestDigest(TestMail):
    """One mail for all that came until the digest."""

    digest = Digest.HOURLY


def _text(mail) -> str:
    headers = "\n".join(f"{name}: {value}" for name, value in mail.items())
    return headers + "\n\n" + "".join(part.get_content() for part in mail.walk() if not part.is_multipart())
