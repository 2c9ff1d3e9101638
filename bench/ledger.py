"""How long an audit of the ledger takes: real records, made in bulk, then audited as a whole.

`python -m bench.ledger RECORDS...` makes an SQLite installation in a folder of its own and prints
a line for each number: records, seconds, seconds of the processor, megabytes at most. Records are
those of a dispatch to three; no contents are stored, for these cost what reading files costs.
"""

import resource
import secrets
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.databases import Sqlite
from bench.disks import Flushes
from bench.installations import Installation

BEGIN = datetime(2026, 1, 2, 1, 0, tzinfo=UTC)
BATCH = 1_000  # records in one transaction, with a head after them


def main(sizes: list[int]) -> None:
    """Fill and audit at each size, in processes of their own: the memory is that of the audit."""
    with TemporaryDirectory(prefix="lienthong-bench-") as folder:
        file = Path(folder) / "home" / "lienthong.sqlite3"
        flushes = Flushes(None, Path(folder) / "flushes")
        place = Installation(Path(folder), Sqlite(file), flushes)
        place.run("lienthong.config.command", "migrate", "-v", "0")
        for size in sorted(sizes):
            place.run("bench.ledger", "fill", size)
            sys.stdout.write(place.run("bench.ledger", "audit"))
            sys.stdout.flush()


def fill(size: int) -> None:
    """Let the ledger hold so many records, each with the leaf that an act of today would have."""
    from django.conf import settings
    from django.db import transaction

    from lienthong.ledger.models import Record
    from lienthong.ledger.services import sequence
    from lienthong.ledger.services.record import open_or_first_epoch

    epoch = open_or_first_epoch(at=BEGIN)
    held = Record.objects.count()
    while held < size:
        at = BEGIN + timedelta(minutes=held // BATCH)
        with transaction.atomic():
            _write(min(BATCH, size - held), epoch.number, settings.LIENTHONG_INSTALLATION, at)
        sequence(now=at, limit=BATCH)
        held += min(BATCH, size - held)


def _write(count: int, epoch: int, installation: str, at: datetime) -> None:
    from lienthong.kernel.actor import Actor
    from lienthong.kernel.ids import uuid7
    from lienthong.ledger import models
    from lienthong.ledger.rules.records.leaves import build_leaf
    from lienthong.ledger.rules.records.packing import pack_clear, pack_items

    rows: dict[Any, list[Any]] = {}
    for _number in range(count):
        act, record_id = _act(str(uuid7())), uuid7()
        built = build_leaf(
            act,
            actor=Actor.installation(),
            at=at,
            record_id=record_id,
            installation=installation,
            epoch=epoch,
            random_bytes=secrets.token_bytes,
        )
        own = {"record_id": record_id}
        for made in (
            models.Record(
                id=record_id,
                epoch_id=epoch,
                act=act.name,
                leaf=built.leaf,
                leaf_hash=built.leaf_hash,
                recorded_at=at,
            ),
            models.Waiting(**own, recorded_at=at),
            models.Subject(**own, role="document", subject=act.subjects["document"]),
            models.Items(**own, leaves=pack_items([item.leaf for item in built.items])),
            models.ClearValues(**own, by_key=pack_clear(built)),
        ):
            rows.setdefault(type(made), []).append(made)
    for model, made_rows in rows.items():
        model.objects.bulk_create(made_rows, batch_size=150)


def _act(document: str) -> Any:
    from lienthong.ledger.types import Act, ActItem

    return Act(
        name="exchange.dispatched",
        subjects={"document": document},
        dimensions={"kind": "CV", "recipients": 3},
        private={"subject": "V/v gửi, nhận văn bản điện tử giữa các cơ quan"},
        items=[
            ActItem(
                key=f"delivery-{n}",
                dimensions={"role": "action"},
                private={"recipient": f"Cơ quan số {n} của tỉnh"},
            )
            for n in range(3)
        ],
    )


def audit() -> None:
    """Audit everything once and print what it took; a finding is an error."""
    from lienthong.kernel import clock
    from lienthong.ledger import services
    from lienthong.ledger.rules.checks.stored_rows import Finding
    from lienthong.ledger.rules.signed.cms import Anchors
    from lienthong.ledger.services.audit import AuditPage
    from lienthong.ledger.services.audit import audit as walk

    began, cpu, size = time.monotonic(), time.process_time(), 0
    pem = services.ensure_key().pem
    for one in walk(public_key_pem=pem, anchors=Anchors(), now=clock.now()):
        if isinstance(one, Finding):
            raise SystemExit(f"{one.code} {one.where}")
        if isinstance(one, AuditPage):
            size = one.size
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds, cpu = time.monotonic() - began, time.process_time() - cpu
    sys.stdout.write(f"{size}\t{seconds:.1f} s\t{cpu:.1f} s CPU\t{memory:.0f} MB\n")


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[:1] in (["fill"], ["audit"]):
        import django

        django.setup()
        fill(int(words[1])) if words[0] == "fill" else audit()
    else:
        main([int(word) for word in words])
