"""What must hold of an installation that has been hurt: one checker for tests and for long runs.

Works in a process of the installation, when nothing of it runs any more. Each part raises
AssertionError with what it found. What the tables must say at every moment is
`tests.flows.invariants`; here is what was acknowledged, proofs, files, and that nothing is stuck.
"""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from tests.flows import invariants

from lienthong.blobs import places
from lienthong.blobs import services as blobs
from lienthong.blobs.models import Blob, Upload
from lienthong.documents.models import Version
from lienthong.exchange.models import Delivery, Dispatch, StatusReport
from lienthong.hooks.models import Notification
from lienthong.jobs.models import Job
from lienthong.kernel import clock
from lienthong.ledger import services as ledger
from lienthong.ledger.rules.checks.files import verify_value
from lienthong.ledger.rules.checks.stored_rows import Finding
from lienthong.ledger.services.audit import AuditPage, audit
from lienthong.ledger.services.publish import anchors_of_installation
from torture.acts import number_of
from torture.journal import Journal

# Senders of the loads, and where their documents have their number and notation from.
SENDERS = ("office", "axis")
# Long after the grace of files that nobody has named.
_MUCH_LATER = timedelta(days=3)
# Folders in which what people sent lies until it is admitted.
_PASSING = ("quarantine", "parts")


def holds(folder: Path | None = None) -> dict[str, int]:
    """Raise AssertionError with the first promise that is broken; return how much was looked at.

    folder: where the clients of a load left their journals and receipts; None: without those.
    """
    tables_hold()
    found = {} if folder is None else acknowledged_is_there(folder)
    found["receipts"] = 0 if folder is None else receipts_verify(folder / "receipts")
    found["records"] = the_ledger_audits()
    found["files"] = every_file_has_its_row()
    nothing_is_stuck()
    return found | {
        "documents": Version.objects.count(),
        "deliveries": Delivery.objects.count(),
        "statuses": StatusReport.objects.count(),
    }


def tables_hold() -> None:
    """Books, deliveries, states, tree, worklist and contents, read by code of the tests' own."""
    invariants.books_have_no_gap()
    invariants.every_number_is_explained()
    invariants.everything_promised_is_there()
    invariants.states_are_what_the_log_says()
    invariants.the_tree_is_whole()
    invariants.the_worklist_matches()
    invariants.every_content_is_on_disk()


def acknowledged_is_there(folder: Path) -> dict[str, int]:
    """What clients were told is so; what they only asked for is there once or not at all."""
    told = json.loads((folder / "told.json").read_text())
    count: Counter[str] = Counter()
    for name in SENDERS:
        journal, notation = Journal(folder / f"{name}.jsonl"), told[name]["notation"]
        answered = {line["key"]: line for line in journal.lines("done")}
        for line in journal.lines("asked"):
            found = list(_sent(line["key"], notation))
            assert len(found) <= 1, f"{name} {line['key']}: {len(found)} documents"
            if line["key"] in answered:
                assert found, f"{name} {line['key']}: acknowledged, and not there"
            if found:
                count["acknowledged"] += line["key"] in answered
                count["asked"] += 1
                _is_with(found[0], line["recipients"], line["key"])
    for file in folder.glob("*.jsonl"):
        count["reports"] += _statuses_are_there(Journal(file))
    _listed_once(folder, told["other"]["code"])
    return dict(count)


def _listed_once(folder: Path, code: str) -> None:
    """What a recipient lists from the very first is what it was sent, each once."""
    listed = folder / "arrivals.json"
    if listed.exists():
        found = Counter(json.loads(listed.read_text()))
        there = Delivery.objects.filter(recipient_code=code).values_list("pk", flat=True)
        assert found == Counter(map(str, there)), "the arrivals differ from the deliveries"


def _sent(key: str, notation: str) -> Iterable[Dispatch]:
    """The sendings of what a client sent under a key, whatever road it took."""
    return Dispatch.objects.filter(
        version__document__number=number_of(key), version__document__notation=notation
    )


def _is_with(dispatch: Dispatch, codes: list[str], key: str) -> None:
    found = Counter(
        Delivery.objects.filter(dispatch=dispatch).values_list("recipient_code", flat=True)
    )
    assert found == Counter(codes), f"{key}: is with {found}, was sent to {codes}"


def _statuses_are_there(journal: Journal) -> int:
    """Statuses that were answered stand in the log, each once."""
    count = 0
    for line in journal.lines("reported"):
        code, _dot, delivery = line["key"].partition(".")
        found = StatusReport.objects.filter(delivery_id=delivery, code=code).count()
        assert found == 1, f"{line['key']}: {found} reports"
        count += 1
    return count


def receipts_verify(folder: Path) -> int:
    """Every receipt that a client was given, when it was, verifies with nothing but the key."""
    pem, count = ledger.ensure_key().pem, 0
    for file in sorted(folder.glob("*.json")) if folder.exists() else []:
        steps = verify_value(json.loads(file.read_text()), public_key_pem=pem)
        wrong = [step.code for step in steps if not step.ok]
        assert steps, file
        assert not wrong, f"{file}: {wrong}"
        count += 1
    return count


def the_ledger_audits() -> int:
    pem, checked = ledger.ensure_key().pem, 0
    for one in audit(public_key_pem=pem, anchors=anchors_of_installation(), now=clock.now()):
        assert not isinstance(one, Finding), f"audit: {one}"
        if isinstance(one, AuditPage):
            checked = one.checked
    return checked


def every_file_has_its_row() -> int:
    """What an act left that was not committed goes by its age, and nothing else does."""
    blobs.sweep_strays(now=clock.now() + _MUCH_LATER)
    home = Path(settings.LIENTHONG_HOME)
    found = [path for path in (home / "blobs").rglob("*") if path.is_file()]
    held = Blob.objects.filter(destroyed_at=None).count()
    assert len(found) == held, f"{len(found)} files, {held} contents"
    invariants.every_content_is_on_disk()
    waiting = {str(places.quarantined(one.pk)) for one in Upload.objects.filter(state="waiting")}
    passing = {
        str(path) for name in _PASSING for path in (home / name).rglob("*") if path.is_file()
    }
    assert passing <= waiting, f"files of nobody: {sorted(passing - waiting)}"
    return len(found)


def nothing_is_stuck() -> None:
    """No job is in hand or given up for good, no session holds a lock, nobody waits to be told."""
    left = Job.objects.exclude(state__in=["done", "dropped"])
    jobs = Counter(left.values_list("state", "task_path"))
    stuck = {key: many for key, many in jobs.items() if key[0] != "waiting"}
    assert not stuck, f"jobs: {stuck}"
    late = Job.objects.filter(state="waiting", due_at__lte=clock.now()).count()
    assert not late, f"{late} jobs are due and were not run"
    waiting = Notification.objects.filter(
        state="waiting", hook__state="active", due_at__lte=clock.now()
    )
    assert not waiting.count(), f"{waiting.count()} notifications wait"
    _no_lock()


def _no_lock() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchone() == ("ok",)
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy: Any = cursor.fetchone()
            assert busy[0] == 0, "somebody still holds the database"
            return
        cursor.execute(
            "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
            " WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()"
            " AND (l.locktype = 'advisory' OR a.state LIKE 'idle in transaction%')"
        )
        assert cursor.fetchone() == (0,), "a session holds locks"
