"""What the ledger keeps of case files: commitments to their lists, and what the archive got."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lienthong.casefiles import queries
from lienthong.casefiles.models import CaseFile, Deposit
from lienthong.documents.types import VersionCard
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import nfc
from lienthong.ledger import services as ledger
from lienthong.ledger.rules.canonical import canonical_bytes
from lienthong.ledger.types import Act, ActItem


@dataclass(frozen=True, slots=True)
class ListSummary:
    """The list of a file's documents. digest: SHA-256 of its lines, each as canonical bytes."""

    count: int
    page_count: int
    digest: str


def list_summary(contents: Iterable[VersionCard]) -> ListSummary:
    """Return what binds a list: every document in its order, with the SHA-256 of its content."""
    whole, count, pages = hashlib.sha256(), 0, 0
    for count, card in enumerate(contents, start=1):
        line = [
            count,
            str(card.id),
            str(card.issuer_id),  # a name may change
            nfc(card.reference_code),
            card.issued_on.isoformat(),
            nfc(card.subject),
            card.page_count,
            card.content_digest,
        ]
        whole.update(canonical_bytes(line) + b"\n")
        pages += card.page_count
    return ListSummary(count, pages, whole.hexdigest())


def summary_of(row: CaseFile) -> ListSummary:
    """Return the summary of the list of a file as it is now. One statement for 500 documents."""
    return list_summary(queries.listed_contents(row.pk))


def tell_closed(row: CaseFile, *, actor: Actor, now: datetime) -> None:
    """Record that a file was closed, with the digest of its list."""
    _record("casefile.closed", row, actor=actor, now=now)


def tell_reopened(row: CaseFile, reason: str, *, actor: Actor, now: datetime) -> None:
    """Record that a closed file is open again: the list recorded before is not its last."""
    _record("casefile.reopened", row, actor=actor, now=now, reason=reason)


def tell_handed_over(
    deposit: Deposit, rows: Collection[CaseFile], *, actor: Actor, now: datetime
) -> UUID:
    """Record that the archive has files now, each a part with the digest of its list."""
    act = Act(
        name="casefile.handed-over",
        subjects={"agency": str(deposit.agency_id), "deposit": str(deposit.pk)},
        dimensions={"files": len(rows), "documents": sum(row.closed_count for row in rows)},
        items=[
            ActItem(
                key=str(row.pk),
                dimensions={"documents": row.closed_count, "retention": row.retention},
                private={"notation": f"{row.year}/{nfc(row.notation)}", "list": row.list_digest},
            )
            for row in rows
        ],
    )
    return ledger.record(act, actor=actor, at=now).id


def _record(name: str, row: CaseFile, *, actor: Actor, now: datetime, **said: str) -> None:
    act = Act(
        name=name,
        subjects={"agency": str(row.agency_id), "casefile": str(row.pk)},
        dimensions={"documents": row.closed_count, "retention": row.retention},
        private={
            "notation": f"{row.year}/{nfc(row.notation)}",
            "title": nfc(row.title),
            "list": row.list_digest,
            **said,
        },
    )
    ledger.record(act, actor=actor, at=now)
