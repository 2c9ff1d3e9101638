"""Postfix and Dovecot as Debian has them, in a folder and on ports of their own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from bench.disks import Flushes
from bench.peers import mail as peers

OWNER = peers.OWNER
# What every test with them asks of the machine.
NEEDED = [
    pytest.mark.skipif(bool(peers.missing()), reason="needs postfix and dovecot of Debian"),
    pytest.mark.skipif(os.getuid() != 0, reason="Postfix in a folder of its own needs root"),
]


@contextmanager
def served_mail() -> Iterator[peers.MailServer]:
    """Serve mail for OWNER; its users may enter the folder, unlike those of the suite."""
    with TemporaryDirectory(prefix="lienthong-mail-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with peers.MailServer(folder, Flushes(None, folder / "flushes")).served() as server:
            yield server
