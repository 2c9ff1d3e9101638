"""What came of packages, and which package brought what."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lienthong.documents import queries as documents
from lienthong.documents.types import Finding, FindingLevel, LegalStanding
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import StatusCode, StatusLine
from lienthong.gateways.models import Package
from lienthong.gateways.types import Outcome, PackageKind, TakenIn
from lienthong.tables.places import place
from lienthong.tables.questions import question


def taken_before(digest: str, *, tells_worth: bool = True) -> TakenIn | None:
    """Return what came of a package when its very bytes came first, or None."""
    row = _of_digest.first(digest=digest)
    return answer(row, Outcome.REPEATED, tells_worth=tells_worth) if row else None


@question
def _of_digest() -> "QuerySet[Package]":
    return Package.objects.filter(digest=place("digest"))[:1]


def answer(row: Package, outcome: Outcome, *, tells_worth: bool = True) -> TakenIn:
    """Return the answer to a kept package. Three statements where it tells what it is worth."""
    return TakenIn(
        outcome=outcome,
        package_id=row.id,
        kind=PackageKind(row.kind),
        sender_id=row.sender_id,
        version_id=row.version_id,
        dispatch_id=row.dispatch_id,
        delivery_ids=tuple(UUID(one) for one in row.delivery_ids),
        report_id=row.report_id,
        legal=_worth(row) if tells_worth else None,
        warnings=tuple(_finding(one) for one in row.warnings),
    )


def made_by(package_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Return the deliveries that each of these packages made or was about. One statement."""
    rows = Package.objects.filter(pk__in=package_ids).values_list("pk", "delivery_ids")
    return {one: tuple(UUID(each) for each in ids) for one, ids in rows}


def bare_recalls(package_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return those of these packages that asked back without a document, with the keys under which
    exchange keeps the requests. One statement.
    """
    rows = Package.objects.filter(
        pk__in=package_ids, kind=PackageKind.DOCUMENT, version__isnull=True
    )
    return dict(rows.values_list("pk", "digest"))


def package_of_version(version_id: UUID, dispatch_id: UUID | None = None) -> Package | None:
    """Return the package that brought a document by a sending; else the first that brought it.

    One statement; two where several packages brought it.
    """
    rows = Package.objects.filter(version_id=version_id, kind=PackageKind.DOCUMENT)
    found = list(rows.order_by("received_at", "id"))
    if dispatch_id is None or len(found) < 2:
        return found[0] if found else None
    # What a package does has the package's digest for its key.
    digest = exchange.key_of_dispatch(dispatch_id).partition(":")[0]
    return next((one for one in found if one.digest == digest), found[0])


def package_of_report(line: StatusLine) -> Package | None:
    """Return the package that brought a line of a delivery's course. Two statements at most."""
    if line.code != StatusCode.TAKE_BACK:
        return Package.objects.filter(report_id=line.id).first()
    return _package_of_request(line, PackageKind.STATUS)


def package_of_recall(line: StatusLine) -> Package | None:
    """Return the document package that asked for a delivery back. Two statements."""
    return _package_of_request(line, PackageKind.DOCUMENT)


def came_as_recall(line: StatusLine) -> bool:
    """Whether a request came as a document package without a document, for this delivery alone.

    Two statements; none for a line that is no request (13).
    """
    if line.code != StatusCode.TAKE_BACK:
        return False
    came = package_of_recall(line)
    return came is not None and came.version_id is None and len(came.delivery_ids) == 1


def _package_of_request(line: StatusLine, kind: PackageKind) -> Package | None:
    asked = Package.objects.filter(digest=exchange.key_of_request(line.id), kind=kind).first()
    is_it = asked is not None and str(line.delivery_id) in asked.delivery_ids
    return asked if is_it else None


def _worth(row: Package) -> LegalStanding | None:
    """What the package's own document is worth; a status has none."""
    if row.kind == PackageKind.STATUS or row.version_id is None:
        return None
    return documents.legal_values([row.version_id])[row.version_id]


def _finding(kept: dict[str, Any]) -> Finding:
    return Finding(
        code=kept["code"],
        level=FindingLevel.WARN,
        sentence=kept["sentence"],
        cause=kept["cause"],
        next_step=kept["next_step"],
        facts=kept["facts"],
    )
