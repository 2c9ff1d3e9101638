"""`lienthong verify`: check a receipt with nothing but a public key."""

from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from lienthong.kernel.text import clean_line
from lienthong.ledger.rules.canonical import Malformed, read_json
from lienthong.ledger.rules.verifier import verify_receipt

# Far above any receipt: each is some kilobytes.
LARGEST_RECEIPT = 16 * 1024 * 1024


class Command(BaseCommand):
    help = "Check a receipt offline, step by step. Exits 1 when a step fails."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("receipt", type=Path, help="the receipt (JSON)")
        parser.add_argument("document", type=Path, nargs="?", help="the file it is about")
        parser.add_argument(
            "--key", type=Path, required=True, help="the installation's public key (PEM)"
        )

    def handle(self, *, receipt: Path, document: Path | None, key: Path, **options: Any) -> None:
        with ExitStack() as files:
            steps = verify_receipt(
                _read_receipt(_open(receipt, files)),
                public_key_pem=_open(key, files).read(LARGEST_RECEIPT),
                document=None if document is None else _open(document, files),
            )
        for step in steps:
            # What a receipt says is not ours: it must not be able to write lines of its own.
            sentence = clean_line(step.sentence_vi)
            self.stdout.write(f"{'ĐÚNG' if step.ok else 'SAI'}\t{step.code}\t{sentence}")
        if not all(step.ok for step in steps):
            raise SystemExit(1)


def _open(path: Path, files: ExitStack) -> BinaryIO:
    try:
        return files.enter_context(path.open("rb"))
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error


def _read_receipt(file: BinaryIO) -> object:
    """Return what the JSON says; what is no JSON fails as a receipt, like any wrong shape."""
    try:
        return read_json(file.read(LARGEST_RECEIPT))
    except Malformed:
        return None
