"""`lienthong client`: call the interface of an installation from scripts; needs none here."""

import hashlib
import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

from lienthong.gateways.errors import ReportLineWrong
from lienthong.kernel.text import safe_file_name
from lienthong.webkit.commands import REFUSED, calling_elsewhere, told_as_errors

# By the family of the refusal, REFUSED where none of these fits.
CODES = {401: 11, 403: 11, 404: 12, 409: 13, 412: 13, 429: 14}
_PAGE = 200  # lines of one answer, where a list is asked for whole
_ADAPTER = "lienthong.gateways.adapters.site_client"


class Command(BaseCommand):
    help = (
        "Call the interface of an installation: JSON lines out. Exits 10 when a request must "
        "change, 11 without the right, 12 not found, 13 on a conflict, 14 too often, 20 away."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--site", type=Path, required=True, help="JSON: url, agency, key_file and key_id"
        )
        acts = parser.add_subparsers(dest="act", required=True)
        _sending(acts)
        _receiving(acts)
        agencies = acts.add_parser("agencies", help="the directory")
        agencies.add_argument("--q", default="", help="part of a name, or a code")
        agencies.add_argument(
            "--since", type=Path, help="file that keeps the moment: only what changed since"
        )

    def handle(self, *, site: Path, act: str, **options: Any) -> None:
        asking = calling_elsewhere(
            self.stderr,
            refused=_named("SiteRefused"),
            away=_named("SiteAway"),
            told=lambda refusal: (refusal.problem, CODES.get(refusal.status, REFUSED)),
        )
        with asking, told_as_errors():
            client = _named("SiteClient")(_named("Site").read(site))
            for line in _ACTS[act](client, Namespace(**options)):
                self.stdout.write(json.dumps(line, ensure_ascii=False))


def _named(name: str) -> Any:
    """A part of the adapter; adapters are named, not imported."""
    return import_string(f"{_ADAPTER}.{name}")


def _sending(acts: Any) -> None:
    acts.add_parser("upload", help="bring a file").add_argument("file", type=Path)
    for name, what in (("submit", "send a document"), ("check", "what would stop it")):
        one = acts.add_parser(name, help=what)
        one.add_argument("file", type=Path, help="the document as PDF")
        one.add_argument("--to", required=True, help="codes: H19.1,H19.2")
        one.add_argument("--number", type=int, required=True)
        one.add_argument("--notation", required=True, help="as it stands on the document")
        one.add_argument("--issued-on", type=date.fromisoformat, required=True)
        one.add_argument("--subject", required=True)
        one.add_argument("--kind", default="cong-van")
        one.add_argument("--urgency", default="normal")
        one.add_argument("--concern", default="", help="where a rule about sending asks")
        one.add_argument("--period", default="", help="of a report, where a rule asks")
        one.add_argument("--attach", type=Path, action="append", default=[])
        one.add_argument("--key", default="", help="default: made of all that is sent")
        change = one.add_mutually_exclusive_group()
        change.add_argument("--updates", type=UUID, help="document that has this number already")
        change.add_argument("--replaces", type=UUID, help="document that had another number")
        one.add_argument("--reason", default="", help="why it is updated or replaced")
    recall = acts.add_parser("recall", help="ask for a sending back")
    recall.add_argument("dispatch", type=UUID)
    recall.add_argument("--reason", required=True)
    recall.add_argument("--of", default="", help="codes; default: all who have it")
    receipt = acts.add_parser("receipt", help="what proves a record")
    receipt.add_argument("record", type=UUID)
    receipt.add_argument("--item", type=UUID, help="delivery: one recipient's part")


def _receiving(acts: Any) -> None:
    arrivals = acts.add_parser("arrivals", help="what arrived, oldest first")
    arrivals.add_argument("--cursor", type=Path, help="file that keeps the place between runs")
    arrivals.add_argument("--follow", action="store_true", help="wait for more, until stopped")
    fetch = acts.add_parser("fetch", help="save a delivery with its files")
    fetch.add_argument("delivery", type=UUID)
    fetch.add_argument("--into", type=Path, required=True)
    many = acts.add_parser("fetch-many", help="save several deliveries, each in its own folder")
    many.add_argument("deliveries", type=UUID, nargs="+", metavar="delivery", help="up to 50")
    many.add_argument("--into", type=Path, required=True)
    reports = acts.add_parser("report-many", help="report several statuses in one request")
    reports.add_argument("file", type=Path, help="JSON lines: delivery, code, note …; up to 50")
    reports.add_argument("--together", action="store_true", help="all or none")
    accept = acts.add_parser("accept", help="report 03")
    accept.add_argument("delivery", type=UUID)
    accept.add_argument("--number", required=True, help="in your own book")
    accept.add_argument("--on", required=True, type=date.fromisoformat)
    refuse = acts.add_parser("refuse", help="report 02")
    refuse.add_argument("delivery", type=UUID)
    refuse.add_argument("--reason", required=True)
    status = acts.add_parser("status", help="report 04, 05 or 06")
    status.add_argument("delivery", type=UUID)
    status.add_argument("code", choices=["04", "05", "06"])
    status.add_argument("--note", default="")
    acts.add_parser("changes", help="what is asked of you")
    answer = acts.add_parser("answer", help="agree or decline what is asked")
    answer.add_argument("change", type=UUID)
    answer.add_argument("--decline", default="", metavar="REASON", help="default: agree")


def _upload(client: Any, asked: Namespace) -> Iterator[Any]:
    yield client.upload(asked.file)


def _submit(client: Any, asked: Namespace) -> Iterator[Any]:
    document = _document(asked)
    document["key"] = asked.key or _key(document)
    yield client.submit(document, [asked.file, *asked.attach])


def _check(client: Any, asked: Namespace) -> Iterator[Any]:
    for file in (asked.file, *asked.attach):
        client.upload(file)
    told = client.ask("POST", "/api/v1/checks", _document(asked))
    yield told
    if not told["can_go"]:
        raise SystemExit(REFUSED)


def _document(asked: Namespace) -> dict[str, Any]:
    return {
        "kind": asked.kind,
        "number": asked.number,
        "notation": asked.notation,
        "issued_on": asked.issued_on.isoformat(),
        "subject": asked.subject,
        "urgency": asked.urgency,
        "content": _file(asked.file),
        "attachments": [_file(one) for one in asked.attach],
        "recipients": [{"agency": code} for code in _codes(asked.to)],
        **_topic(asked),
        **_change(asked),
    }


def _topic(asked: Namespace) -> dict[str, str]:
    """What it is about; nothing is said where nothing was given, whose key stays the same."""
    said = {"concern": asked.concern, "period": asked.period}
    return {name: word for name, word in said.items() if word}


def _change(asked: Namespace) -> dict[str, object]:
    """What it updates or replaces; nothing is said of a new document, whose key stays the same."""
    for name in ("updates", "replaces"):
        if document := getattr(asked, name):
            return {name: {"document": str(document), "reason": asked.reason}}
    return {}


def _file(file: Path) -> dict[str, str]:
    """Name a file by its digest: the same command again is then the same document."""
    with file.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
    return {"sha256": digest, "name": file.name}


def _codes(text: str) -> list[str]:
    return [code.strip() for code in text.split(",") if code.strip()]


def _key(said: object) -> str:
    """A key made of what is sent, so that running a command again does nothing twice."""
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:40]


def _recall(client: Any, asked: Namespace) -> Iterator[Any]:
    said: dict[str, Any] = {"reason": asked.reason}
    if asked.of:
        said["recipients"] = _codes(asked.of)
    path = f"/api/v1/dispatches/{asked.dispatch}/recall"
    yield from client.ask("POST", path, {**said, "key": _key(said)})["asked"]


def _receipt(client: Any, asked: Namespace) -> Iterator[Any]:
    item = f"?{urlencode({'item': asked.item})}" if asked.item else ""
    yield client.ask("GET", f"/api/v1/records/{asked.record}{item}")


def _arrivals(client: Any, asked: Namespace) -> Iterator[Any]:
    place = asked.cursor.read_text().strip() if asked.cursor and asked.cursor.exists() else ""
    while True:
        told = client.arrivals(place, waits=asked.follow)
        yield from told["arrivals"]
        sys.stdout.flush()
        place = told["next"]
        if asked.cursor:
            asked.cursor.write_text(place)
        if not told["has_more"] and not asked.follow:
            return


def _fetch(client: Any, asked: Namespace) -> Iterator[Any]:
    told = client.ask("GET", f"/api/v1/deliveries/{asked.delivery}")
    asked.into.mkdir(parents=True, exist_ok=True)
    for number, one in enumerate([told["content"], *told["attachments"]]):
        # Two files of one document may have one name.
        target = asked.into / f"{number:02d}-{safe_file_name(one['name'])}"
        client.fetch(one["href"], target, sha256=one["sha256"])
        yield {"file": str(target), "sha256": one["sha256"]}
    target = asked.into / "delivery.json"
    target.write_text(json.dumps(told, ensure_ascii=False, indent=1))
    yield {"file": str(target)}


def _fetch_many(client: Any, asked: Namespace) -> Iterator[Any]:
    yield from client.fetch_many([str(one) for one in asked.deliveries], asked.into)


def _report_many(client: Any, asked: Namespace) -> Iterator[Any]:
    reports = [{"key": _key(one), **one} for one in _lines(asked.file)]
    body = {"reports": reports, "together": asked.together}
    yield from client.ask("POST", "/api/v1/bundles/statuses", body)["results"]


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    """Raises ReportLineWrong."""
    for number, line in enumerate(file.read_bytes().splitlines(), start=1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            raise ReportLineWrong(file=file, line=number)
        yield said


def _accept(client: Any, asked: Namespace) -> Iterator[Any]:
    entry = {"entry_number": asked.number, "entered_on": asked.on.isoformat()}
    yield _report(client, asked.delivery, {"code": "03", **entry})


def _refuse(client: Any, asked: Namespace) -> Iterator[Any]:
    yield _report(client, asked.delivery, {"code": "02", "note": asked.reason})


def _status(client: Any, asked: Namespace) -> Iterator[Any]:
    yield _report(client, asked.delivery, {"code": asked.code, "note": asked.note})


def _report(client: Any, delivery: UUID, said: dict[str, str]) -> Any:
    body = {**said, "key": _key([str(delivery), said])}
    return client.ask("POST", f"/api/v1/deliveries/{delivery}/statuses", body)


def _changes(client: Any, asked: Namespace) -> Iterator[Any]:
    place: str | None = ""
    while place is not None:
        told = client.ask("GET", f"/api/v1/changes?{urlencode({'limit': _PAGE, 'after': place})}")
        yield from told["changes"]
        place = told["next"]


def _answer(client: Any, asked: Namespace) -> Iterator[Any]:
    said = {"agrees": not asked.decline, "note": asked.decline}
    body = {**said, "key": _key([str(asked.change), said])}
    yield client.ask("POST", f"/api/v1/changes/{asked.change}/answer", body)


def _agencies(client: Any, asked: Namespace) -> Iterator[Any]:
    place: str | None = ""
    as_of = ""
    said = {"q": asked.q, "limit": str(_PAGE)}
    if asked.since and asked.since.exists():
        said["changed_since"] = asked.since.read_text().strip()
    while place is not None:
        told = client.ask("GET", f"/api/v1/agencies?{urlencode({**said, 'after': place})}")
        yield from told["agencies"]
        place, as_of = told["next"], as_of or told["as_of"]
    if asked.since:
        asked.since.write_text(as_of)


_ACTS = {
    "upload": _upload,
    "submit": _submit,
    "check": _check,
    "recall": _recall,
    "receipt": _receipt,
    "arrivals": _arrivals,
    "fetch": _fetch,
    "fetch-many": _fetch_many,
    "report-many": _report_many,
    "accept": _accept,
    "refuse": _refuse,
    "status": _status,
    "changes": _changes,
    "answer": _answer,
    "agencies": _agencies,
}
