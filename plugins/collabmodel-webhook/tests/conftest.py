"""A local receiver over TLS, with an authority of its own, and what the tests share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# Tests are found by path, not as a package; what these share lies beside them.
sys.path.insert(0, str(Path(__file__).parent))

from webhook_receiver import Authority, Receiver


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def receiver(authority: Authority) -> Iterator[Receiver]:
    with Receiver(authority) as made:
        yield made


@pytest.fixture
def secret(tmp_path: Path) -> Callable[[str, str], str]:
    """Write a secret to a file, and give where it is found."""

    def write(name: str, text: str) -> str:
        path = tmp_path / f"{name}.secret"
        path.write_text(text + "\n")
        return f"file:{path}"

    return write
