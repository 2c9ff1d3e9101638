"""A province's years of documents, made from a few real ones by multiplying their rows.

The first documents come into being through the product's own services; every copy of them has
ids, numbers and days of its own and points at copies only. Copies are old: finished, settled and
in the past, so that what waits today stays what the services left.

Run with an installation's environment: `python -m bench.stock DOCUMENTS`.
"""

import json
import sys
from collections.abc import Iterator

import django

# Everything that a document brings with it. People, agencies and books are the same for all.
TABLES = (
    "documents.Document",
    "documents.Version",
    "documents.Attachment",
    "documents.RecipientBlock",
    "documents.RecipientBlockLine",
    "documents.Rendition",
    "documents.ReadingRight",
    "ledger.Record",
    "ledger.Subject",
    "ledger.Items",
    "ledger.ClearValues",
    "ledger.Placement",
    "exchange.Dispatch",
    "exchange.Delivery",
    "exchange.StatusReport",
    "registers.Entry",
    "registers.IncomingDocument",
    "registers.Instruction",
    "registers.Assignment",
    "worklist.WorkItem",
    "documents.Relation",
    "search.SearchText",
)
# Ids of things that no foreign key names.
LOOSE = {"record_id", "subject", "subject_id", "pending_request"}
KEYS = {"key", "foreign_id"}
MINUTES = 7  # between one copy of a document and the next, into the past
STORIES = 6
_OLD = {
    "exchange.Delivery": {
        "state": "CASE WHEN {0} IN ('sent', 'arrived') THEN 'accepted' ELSE {0} END"
    },
    "registers.IncomingDocument": {"state": "'finished'"},
}
_ONLY = {"worklist.WorkItem": "WHERE settled_at IS NOT NULL"}


def fill(documents: int) -> int:
    """Let the installation hold about so many documents; what it holds already counts.

    Returns how many it holds then.
    """
    from django.db import connection

    from lienthong.operation.services import refresh_statistics
    from lienthong.search import services as search

    first = _first_documents()
    held = _count("documents.Document")
    start = max(1, held // first)
    with connection.cursor() as cursor:
        for sql in _multiply(start, max(start, documents // first)):
            cursor.execute(sql)
        if not refresh_statistics():
            cursor.execute("ANALYZE")  # as the autovacuum would, some minutes later
    while search.catch_up():
        pass
    return _count("documents.Document")


def inbox() -> dict[str, object]:
    """Return code and number of arrivals of the agency to which every document was sent."""
    agency = _model("directory.Agency").objects.get(abbreviation="STTTT")
    arrived = _model("exchange.Delivery").objects.filter(recipient=agency).count()
    return {"inbox": agency.codes.get(is_current=True).code, "in_inbox": arrived}


def _first_documents() -> int:
    """Play the main job some times and keep its rows aside, once; return its documents."""
    from django.db import connection, transaction

    if "bench_documents_document" in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM bench_documents_document")
            return int(cursor.fetchone()[0])
    _play()
    with transaction.atomic(), connection.cursor() as cursor:
        for label in TABLES:
            table = _model(label)._meta.db_table
            cursor.execute(f"CREATE TABLE bench_{table} AS SELECT * FROM {table}")
    return _count("documents.Document")


def _play() -> None:
    from lienthong.kernel.clock import now
    from lienthong.ledger import services as ledger
    from lienthong.practice.installation import open_practice
    from lienthong.practice.main_job import MainJob

    job = MainJob(open_practice(now=now()), lambda _title, _what: None, now)
    for _story in range(STORIES):
        sent = job.send()
        assert sent.version_id is not None
        job.refuse(sent.version_id, "skhcn")
        for key in ("skhdt", "stnmt"):
            job.accept(sent.version_id, key)
        entry = job.accept(sent.version_id, "stttt")
        job.instruct(entry, "stttt")
        job.answer(entry, "stttt")
    ledger.sequence(now=now(), limit=10_000)


def _multiply(start: int, stop: int) -> Iterator[str]:
    """One statement a table: every row of the first documents, for every n of start..stop-1."""
    from django.db import connection

    numbers = (
        f"generate_series({start}, {stop - 1}) AS times(n)"
        if connection.vendor == "postgresql"
        else f"(WITH RECURSIVE times(n) AS (SELECT {start} UNION ALL SELECT n + 1 FROM times "
        f"WHERE n < {stop - 1}) SELECT n FROM times) AS times"
    )
    for label in TABLES if stop > start else ():
        table = _model(label)._meta.db_table
        columns, values = zip(*_columns(label), strict=True)
        yield (
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} "
            f"FROM bench_{table}, {numbers} {_ONLY.get(label, '')}"
        )


def _columns(label: str) -> Iterator[tuple[str, str]]:
    from django.db import models

    for field in _model(label)._meta.concrete_fields:
        column, quoted = field.column, f'"{field.column}"'
        target = field.remote_field.model._meta.label if field.remote_field else ""
        if isinstance(field, models.AutoField):
            continue
        value = quoted
        if column in _OLD.get(label, {}):
            value = _OLD[label][column].format(quoted)
        elif target in TABLES or (isinstance(field, models.UUIDField) and column in LOOSE | {"id"}):
            value = _copy_of_id(quoted)
        elif column in KEYS:
            value = f"CASE WHEN {quoted} = '' THEN '' ELSE {quoted} || '-' || n END"
        elif (label, column) in {("documents.Document", "number"), ("registers.Entry", "number")}:
            value = f"{quoted} + n * {10 * STORIES}"
        elif column == "reference_code":
            value = f"n || {_from_slash(quoted)}"
        elif (label, column) == ("ledger.Placement", "index"):
            value = f"{quoted} + n * (SELECT count(*) FROM bench_ledger_placement)"
        elif isinstance(field, models.DateTimeField):
            value = _earlier(quoted)
        yield quoted, value


def _copy_of_id(quoted: str) -> str:
    """The same id with the number of the copy in its middle: ids of one moment differ after it.

    Version 8 instead of 7: no copy has the id of an original, whatever stood in its middle.
    """
    from django.db import connection

    if connection.vendor == "postgresql":
        digits = f"replace({quoted}::text, '-', '')"
        copy = f"substr({digits}, 1, 12) || '8' || substr({digits}, 14, 4)"
        return f"({copy} || lpad(to_hex(n), 7, '0') || substr({digits}, 25))::uuid"
    copy = f"substr({quoted}, 1, 12) || '8' || substr({quoted}, 14, 4)"
    return f"{copy} || printf('%07x', n) || substr({quoted}, 25)"


def _from_slash(quoted: str) -> str:
    from django.db import connection

    place = "strpos" if connection.vendor == "postgresql" else "instr"
    return f"substr({quoted}, {place}({quoted}, '/'))"


def _earlier(quoted: str) -> str:
    from django.db import connection

    if connection.vendor == "postgresql":
        return f"{quoted} - n * interval '{MINUTES} minutes'"
    return f"datetime({quoted}, '-' || (n * {MINUTES}) || ' minutes')"


def _model(label: str):  # type: ignore[no-untyped-def]
    from django.apps import apps

    return apps.get_model(label)


def _count(label: str) -> int:
    return int(_model(label).objects.count())


if __name__ == "__main__":
    django.setup()
    documents = fill(int(sys.argv[1]))
    print(json.dumps({"documents": documents, **inbox()}))
