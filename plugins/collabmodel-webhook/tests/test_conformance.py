"""What every notifier must pass, with a receiver at the other end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from webhook_receiver import HOST, SECRET, Authority, Receiver, status

from collabmodel.plugin import Notifier, Secret
from collabmodel.testing import Arrival, NotifierConformance
from collabmodel_webhook import SigningKey, WebhookSettings
from collabmodel_webhook.notifying import WebhookNotifier


class TestWebhook(NotifierConformance):
    """The webhook, posting to a receiver over TLS."""

    plugin = "collabmodel_webhook"
    secrets = (SECRET,)

    @pytest.fixture(autouse=True)
    def _receiving(self, authority: Authority, receiver: Receiver) -> None:
        self.authority, self.receiver = authority, receiver

    def open_notifier(self, folder: Path) -> Notifier:
        return self._opened(folder, self.receiver.port)

    def out_of_reach(self, folder: Path) -> Notifier:
        with Receiver(self.authority) as gone:
            port = gone.port
        return self._opened(folder, port)

    def refusing(self, folder: Path) -> Iterator[tuple[str, Notifier]]:
        elsewhere = f"Location: https://{HOST}:{self.receiver.port}/elsewhere"
        for code in (302, 307, 400, 401, 404, 410, 429, 500, 503):
            # Only the first answer is no: whoever followed it elsewhere, or asked again, would be told yes.
            self.receiver.acts = [status(code, elsewhere)]
            yield str(code), self.open_notifier(folder)

    def received(self, folder: Path) -> Sequence[Arrival]:
        del folder
        return [
            Arrival(came.headers["Idempotency-Key"], f"{came.line}\n{came.headers}\n{came.body.decode()}")
            for came in self.receiver.came
        ]

    def _opened(self, folder: Path, port: int) -> Notifier:
        file = folder / "secret"
        file.write_text(SECRET)
        settings = WebhookSettings(
            url=f"https://{HOST}:{port}/in",
            keys=(SigningKey(id="a", secret=Secret(f"file:{file}")),),
            internal=(HOST,),
            ca_file=self.authority.file,
            deadline=5.0,
        )
        return WebhookNotifier(settings, resolve=lambda _host, _port: ["127.0.0.1"])
