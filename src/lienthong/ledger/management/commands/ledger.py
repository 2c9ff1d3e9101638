"""`lienthong ledger …`: publish, show, epoch, newkey, erase, audit, export."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from django.core.management.base import BaseCommand

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.progress import Tell, nobody
from lienthong.ledger import queries, services
from lienthong.ledger.management.auditing import run_audit
from lienthong.ledger.queries.export import export_lines
from lienthong.ledger.rules.canonical import Malformed, read_json
from lienthong.ledger.rules.given.export import place_of
from lienthong.ledger.rules.given.published import head_json
from lienthong.ledger.types import PublishedHead
from lienthong.webkit.commands import Progress, WrongUse, told_as_errors, unusable

LARGEST_HEAD = 1024 * 1024


class Command(BaseCommand):
    help = "Look after the ledger: head, show, epoch, newkey, erase, audit, export."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
        head = acts.add_parser("head", help="print the newest published head as JSON")
        head.add_argument("--publish", action="store_true", help="publish one now when its turn is")
        show = acts.add_parser("show", help="compare a published head with the tables")
        show.add_argument("--head", required=True, help="its file or https address")
        epoch = acts.add_parser(
            "epoch", help="declare that a restore fell behind a head, or that the key was lost"
        )
        newest = "its file or https address; default: the newest that is signed here"
        epoch.add_argument("--head", help=newest)
        epoch.add_argument("--reason", required=True, help="why, for the ledger")
        newkey = acts.add_parser("newkey", help="make a new key where the old one is lost for good")
        published = "the public key that was given out until now (khoa-cong-khai.pem)"
        newkey.add_argument("--published", type=Path, required=True, metavar="FILE", help=published)
        erase = acts.add_parser("erase", help="erase clear values that may not be kept")
        erase.add_argument("record", type=UUID, help="id of the record")
        erase.add_argument("--name", action="append", help="one value; without it all")
        erase.add_argument("--item", default="", help="key of the item whose values are meant")
        erase.add_argument("--office", required=True, help="who answers for it, for receipts")
        erase.add_argument("--reason", required=True, help="why, for the ledger")
        audit = acts.add_parser("audit", help="check everything; exits 1 when something is wrong")
        audit.add_argument("--key", type=Path, help="public key of the heads, best from outside")
        audit.add_argument("--state", type=Path, help="file to go on from and to keep the place in")
        audit.add_argument(
            "--json", dest="json_lines", action="store_true", help="findings as JSON lines"
        )
        audit.add_argument("--known", type=Path, help="file of findings that are explained")
        audit.add_argument("--quiet", action="store_true", help="no progress")
        export = acts.add_parser("export", help="print entries, heads and epochs as JSON lines")
        export.add_argument("--from", dest="start", help="first place, as EPOCH/INDEX")
        export.add_argument("--to", dest="end", help="place before which to stop")
        export.add_argument("--no-items", action="store_true", help="leave the items out")
        export.add_argument("--quiet", action="store_true", help="no progress")

    def handle(self, *, act: str, **options: Any) -> None:
        with told_as_errors():
            getattr(self, f"_{act}")(**options)

    def _head(self, *, publish: bool, **_options: Any) -> None:
        if publish:
            services.publish_head(now=clock.now())
        found = queries.published_latest()
        if found is None:
            raise WrongUse("no head is published yet")
        self.stdout.write(json.dumps(head_json(found)))

    def _show(self, *, head: str, **_options: Any) -> None:
        services.show_head(_read(head), now=clock.now())
        self.stdout.write("ĐÚNG\tsổ cái dẫn tới đầu sổ này")

    def _epoch(self, *, head: str | None, reason: str, **_options: Any) -> None:
        value = _newest() if head is None else _read(head)
        ref = services.open_epoch(value, reason=reason, actor=Actor.installation(), now=clock.now())
        self.stdout.write(f"{ref.id}\tđã mở kỳ sổ mới")

    def _newkey(self, *, published: Path, **_options: Any) -> None:
        try:
            made = services.replace_lost_key(published.read_bytes())
        except OSError as error:
            raise unusable(published, error) from error
        self.stdout.write(made.key_id)

    def _erase(
        self,
        *,
        record: UUID,
        name: list[str] | None,
        item: str,
        office: str,
        reason: str,
        **_options: Any,
    ) -> None:
        ref = services.erase(
            record,
            names=name,
            item_key=item,
            reason=reason,
            office=office,
            actor=Actor.installation(),
            now=clock.now(),
        )
        self.stdout.write("không còn gì để xóa" if ref is None else f"{ref.id}\tđã xóa")

    def _audit(self, **options: Any) -> None:
        if not run_audit(self.stdout, self.stderr, **options):
            raise SystemExit(1)

    def _export(
        self, *, start: str | None, end: str | None, no_items: bool, quiet: bool, **_options: Any
    ) -> None:
        try:
            places = [None if text is None else place_of(text) for text in (start, end)]
        except ValueError as error:
            raise WrongUse(str(error)) from error
        key = services.ensure_key()
        lines = export_lines(key=key, start=places[0], end=places[1], with_items=not no_items)
        tell: Tell = nobody if quiet else Progress(self.stderr.write)
        for count, line in enumerate(lines, 1):
            sys.stdout.buffer.write(line + b"\n")
            tell("lines", count)
        sys.stdout.buffer.flush()


def _newest() -> object:
    """Return the newest head that was signed here, as its file would hold it."""
    found = queries.head_latest()
    if found is None:
        raise WrongUse("no head is signed yet")
    return head_json(PublishedHead(found, found.signed_at, None))


def _read(address: str) -> object:
    """Return what the file or the address says; what is no JSON is no head and refused as such."""
    try:
        return read_json(_bytes(address))
    except Malformed:
        return None
    except (OSError, httpx.HTTPError) as error:
        raise WrongUse(f"{address}: {error}") from error


def _bytes(address: str) -> bytes:
    if not address.startswith(("https://", "http://")):
        with Path(address).open("rb") as file:
            return file.read(LARGEST_HEAD)
    with httpx.stream("GET", address, timeout=20) as response:
        response.raise_for_status()
        found = b""
        for piece in response.iter_bytes():
            found += piece
            if len(found) > LARGEST_HEAD:
                raise WrongUse(f"{address}: too large")
        return found
