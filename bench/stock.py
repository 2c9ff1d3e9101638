"""A province's years of documents, made from a few real ones by multiplying their rows.

The first documents come into being through the product's own services; every copy of them has
ids, numbers and days of its own and points at copies only. Copies are old: finished, settled and
in the past, so that what waits today stays what the services left. Their ids grow with their days,
as ids of the product do: a row is near in every index to those of its time.

Run with an installation's environment: `python -m bench.stock DOCUMENTS`.
"""

import json
import sys
from collections.abc import Iterator
from functools import cache

import django

from bench.bulk import take_in

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
# Between one copy of a document and the next, into the past: the unit of the first seven
# hexadecimal digits of a UUIDv7 (RFC 9562, section 5.7).
SECONDS = 2**20 / 1000
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
    from lienthong.search import services as search

    first = _first_documents()
    held = _count("documents.Document")
    if (start := max(1, held // first)) < (stop := documents // first):
        _fill(start, stop)
    while search.catch_up():
        pass
    return _count("documents.Document")


def _fill(start: int, stop: int) -> None:
    from django.db import connection

    from lienthong.operation.services import refresh_statistics

    take_in([_model(label)._meta.db_table for label in TABLES], list(_multiply(start, stop)))
    if not refresh_statistics():
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as the autovacuum would, some minutes later


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
    """One statement a table: every row of the first documents, for n from stop-1 to start.

    What is the same for all copies of a row, or for all rows of a copy, is made once.
    """
    from django.db import connection

    numbers = (
        f"SELECT n, lpad(to_hex({_moment()} - n), 7, '0') AS head "
        f"FROM generate_series({stop - 1}, {start}, -1) AS series(n)"
        if connection.vendor == "postgresql"
        else f"SELECT n, printf('%07x', {_moment()} - n) AS head FROM ("
        f"WITH RECURSIVE times(n) AS (SELECT {stop - 1} UNION ALL SELECT n - 1 FROM times "
        f"WHERE n > {start}) SELECT n FROM times)"
    )
    for label in TABLES:
        table = _model(label)._meta.db_table
        columns, values = zip(*_columns(label), strict=True)
        rests = "".join(f", {_rest(one)} AS {_rest_name(one)}" for one in _ids(label))
        yield (
            f"WITH times AS MATERIALIZED ({numbers}), "
            f"first AS MATERIALIZED (SELECT *{rests} FROM bench_{table} {_ONLY.get(label, '')}) "
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} "
            "FROM times CROSS JOIN first"
        )


def _ids(label: str) -> Iterator[str]:
    """The columns with ids that a copy has of its own."""
    from django.db import models

    for field in _model(label)._meta.concrete_fields:
        target = field.remote_field.model._meta.label if field.remote_field else ""
        is_loose = isinstance(field, models.UUIDField) and field.column in LOOSE | {"id"}
        if target in TABLES or is_loose:
            yield field.column


def _columns(label: str) -> Iterator[tuple[str, str]]:
    from django.db import models

    ids = set(_ids(label))
    for field in _model(label)._meta.concrete_fields:
        column, quoted = field.column, f'"{field.column}"'
        if isinstance(field, models.AutoField):
            continue
        value = quoted
        if column in _OLD.get(label, {}):
            value = _OLD[label][column].format(quoted)
        elif column in ids:
            value = _copy_of_id(column)
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


def _copy_of_id(column: str) -> str:
    """The same id as if it had come into being with its copy."""
    from django.db import connection

    made = f"head || {_rest_name(column)}"
    return f"({made})::uuid" if connection.vendor == "postgresql" else made


def _rest_name(column: str) -> str:
    return f"rest_of_{column}"


def _rest(column: str) -> str:
    """All of an id but its first digits. Version 8, not 7: no copy has the id of an original."""
    from django.db import connection

    digits = f'"{column}"'
    if connection.vendor == "postgresql":
        digits = f"replace({digits}::text, '-', '')"
    return f"substr({digits}, 8, 5) || '8' || substr({digits}, 14)"


@cache
def _moment() -> int:
    """When the originals came into being: the first seven digits of their ids."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT min(CAST(id AS text)) FROM bench_documents_document")
        return int(cursor.fetchone()[0][:7], 16)


def _from_slash(quoted: str) -> str:
    from django.db import connection

    place = "strpos" if connection.vendor == "postgresql" else "instr"
    return f"substr({quoted}, {place}({quoted}, '/'))"


def _earlier(quoted: str) -> str:
    from django.db import connection

    if connection.vendor == "postgresql":
        return f"{quoted} - n * interval '{SECONDS} seconds'"
    return f"datetime({quoted}, '-' || (n * {SECONDS}) || ' seconds')"


def _model(label: str):  # type: ignore[no-untyped-def]
    from django.apps import apps

    return apps.get_model(label)


def _count(label: str) -> int:
    return int(_model(label).objects.count())


if __name__ == "__main__":
    django.setup()
    documents = fill(int(sys.argv[1]))
    print(json.dumps({"documents": documents, **inbox()}))
