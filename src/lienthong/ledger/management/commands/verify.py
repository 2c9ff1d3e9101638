"""`lienthong verify`: check what the ledger gives away with nothing but a public key."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand

from lienthong.kernel.text import clean_line
from lienthong.ledger.management.enclosing import enclosed_files
from lienthong.ledger.rules.canonical import Malformed, read_json
from lienthong.ledger.rules.checks.bundles import verify_bundle
from lienthong.ledger.rules.checks.enclosed import verify_enclosed
from lienthong.ledger.rules.checks.exports import is_export, verify_export
from lienthong.ledger.rules.checks.files import is_about_document, verify_value
from lienthong.ledger.rules.signed.cms import Anchors
from lienthong.ledger.types import Step
from lienthong.webkit.commands import Progress, WrongUse, unusable

# Far above any receipt, key or certificate: each is some kilobytes.
LARGEST_FILE = 16 * 1024 * 1024
LONGEST_FIRST_LINE = 64 * 1024
KEY_HINT = """--key is missing: the public key of the installation that gave the file away.
Thiếu --key: khóa công khai của hệ thống đã cấp tệp này, lấy từ nơi bạn tin cậy
(trang /so-cai/ của hệ thống, tệp khoa-cong-khai.pem). Ví dụ:
  lienthong verify bien-nhan.json van-ban.pdf --key khoa-cong-khai.pem"""


class Command(BaseCommand):
    help = (
        "Check a bundle, receipt, certificate (PDF), head, proof or export offline, step by step: "
        "right, wrong (SAI), or not proved and why (CHƯA). Exits 1 when a step fails."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="what to check (bundle, JSON, JSON lines, PDF)")
        parser.add_argument("document", type=Path, nargs="?", help="the file it is about")
        parser.add_argument("--key", type=Path, help="the installation's public key (PEM)")
        parser.add_argument(
            "--trust", type=Path, help="certificates of time-stamp authorities to believe (PEM)"
        )

    def handle(
        self,
        *,
        file: Path,
        document: Path | None,
        key: Path | None,
        trust: Path | None,
        **options: Any,
    ) -> None:
        if key is None:
            raise WrongUse(KEY_HINT)
        with ExitStack() as files:
            pem = _open(key, files).read(LARGEST_FILE)
            anchors = _anchors(trust, files)
            about = None if document is None else _open(document, files)
            opened = _open(file, files)
            first = opened.readline(LONGEST_FIRST_LINE)
            opened.seek(0)
            if is_export(first):
                _require_none(about, file)
                lines = self._told(opened, size=file.stat().st_size)
                steps = verify_export(lines, public_key_pem=pem, anchors=anchors)
            else:
                steps = _steps(opened, first, file, pem=pem, anchors=anchors, document=about)
        for step in steps:
            # What a file says is not ours: it must not be able to write lines of its own.
            sentence = clean_line(step.sentence_vi)
            self.stdout.write(f"{step.verdict}\t{step.code}\t{sentence}")
        if not all(step.ok for step in steps):
            raise SystemExit(1)

    def _told(self, lines: Iterable[bytes], *, size: int) -> Iterator[bytes]:
        """Give these lines on, and say how many bytes of `size` were read."""
        tell, read = Progress(self.stderr.write), 0
        for line in lines:
            yield line
            read += len(line)
            if read < size:  # the end is told by the result
                tell("bytes", read, size)


def _steps(
    opened: BinaryIO,
    first: bytes,
    path: Path,
    *,
    pem: bytes,
    anchors: Anchors,
    document: BinaryIO | None,
) -> list[Step]:
    """Return the steps of the check of a file that is small enough to be read as a whole."""
    if first.startswith(b"%PDF-"):
        return verify_enclosed(
            _enclosed(path), public_key_pem=pem, anchors=anchors, document=document
        )
    if first.startswith(b"PK"):
        return verify_bundle(opened, public_key_pem=pem, anchors=anchors, document=document)
    value = _read_value(opened)
    if not is_about_document(value):
        _require_none(document, path)
    return verify_value(value, public_key_pem=pem, anchors=anchors, document=document)


def _require_none(document: BinaryIO | None, path: Path) -> None:
    """Say that a document would not be looked at, which must not pass for a check of it."""
    if document is not None:
        raise WrongUse(f"{path}: this kind of file is about no document; name it alone")


def _open(path: Path, files: ExitStack) -> BinaryIO:
    try:
        return files.enter_context(path.open("rb"))
    except OSError as error:
        raise unusable(path, error) from error


def _anchors(path: Path | None, files: ExitStack) -> Anchors:
    if path is None:
        return Anchors()
    try:
        return Anchors.of_pem(_open(path, files).read(LARGEST_FILE))
    except ValueError as error:
        raise WrongUse(f"{path}: no certificates in PEM") from error


def _enclosed(path: Path) -> dict[str, bytes]:
    if path.stat().st_size > LARGEST_FILE:
        return {}
    try:
        return enclosed_files(path)
    except ValueError:
        return {}


def _read_value(file: BinaryIO) -> object:
    """Return what the JSON says; what is no JSON fails as a receipt, like any wrong shape."""
    try:
        return read_json(file.read(LARGEST_FILE))
    except Malformed:
        return None
