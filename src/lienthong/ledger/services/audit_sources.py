"""What packages beside and above the ledger add to its audit; `config` wires them."""

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from uuid import UUID

from lienthong.ledger.models import Record
from lienthong.ledger.rules.checks.stored_rows import Checked, Finding

# A row of another package: how a person finds it, and the record that it must have.
Row = tuple[str, UUID]
MissingContent = Callable[[Collection[str]], Iterable[str]]

_checks: dict[str, Callable[[], Iterator[Finding | Checked]]] = {}
_rows: dict[str, Callable[[], Iterator[Row]]] = {}
_contents: dict[str, MissingContent] = {}
BATCH = 500


def also_audit(name: str, check: Callable[[], Iterator[Finding | Checked]]) -> None:
    """Let every audit run this check too, under this name; a long one says how far it is."""
    _checks[name] = check


def rows_with_records(name: str, rows: Callable[[], Iterator[Row]]) -> None:
    """Let every audit ask these rows for their records; they come in bounded memory."""
    _rows[name] = rows


def contents_named(name: str, missing: MissingContent) -> None:
    """Let every audit ask which of the documents that records name are missing.

    missing: takes SHA-256 digests, some hundred at a time, and returns those that should be kept
    and are not; what was destroyed by law is not missing.
    """
    _contents[name] = missing


def missing_contents(digests: Collection[str]) -> Iterator[str]:
    """Yield those of these digests that some store misses."""
    for missing in _contents.values():
        yield from sorted(missing(digests))


def outside_findings() -> Iterator[Finding | Checked]:
    """Yield what the other packages' rows and checks give, and after every 500 rows how many.

    One statement for 500 rows.
    """
    for name, walk in _rows.items():
        rows, count = walk(), 0
        while batch := list(islice(rows, BATCH)):
            yield from _without_record(batch)
            count += len(batch)
            yield Checked(name, count)
    for check in _checks.values():
        yield from check()


def _without_record(batch: list[Row]) -> Iterator[Finding]:
    wanted = {record_id for _where, record_id in batch}
    known = set(Record.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    for where, record_id in batch:
        if record_id not in known:
            yield Finding("row.without-record", where, str(record_id))
