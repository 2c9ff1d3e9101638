"""What the ledger and the copy itself say of the document that was copied."""

from datetime import datetime

from lienthong.documents import queries as documents
from lienthong.documents.types import RelationFacts, RelationKind
from lienthong.issuing.models import Draft
from lienthong.kernel.actor import Actor
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act


def original_of(draft: Draft) -> RelationFacts:
    """Return the link from a copy to what it copies, also where that is not in the system."""
    row = draft.copy_of
    original = documents.version_card(row.original_id) if row.original_id else None
    return RelationFacts(
        RelationKind.COPIES,
        document_id=original.document_id if original else None,
        reference_code=row.reference_code,
        issued_on=row.issued_on,
    )


def tell_copy_agreed(draft: Draft, *, actor: Actor, now: datetime) -> None:
    """Record that who is competent decided on the copy (Decree 30/2020/NĐ-CP, Article 27)."""
    _record("copy.agreed", draft, actor=actor, now=now)


def tell_copy_made(draft: Draft, reference: str, *, actor: Actor, now: datetime) -> None:
    """Record that the copy exists, under its number, with the seal of the agency."""
    _record("copy.made", draft, actor=actor, now=now, reference=reference)


def _record(name: str, draft: Draft, *, actor: Actor, now: datetime, **said: str) -> None:
    row = draft.copy_of
    subjects = {"agency": str(draft.agency_id), "draft": str(draft.id)}
    if row.original_id is not None:
        subjects["version"] = str(row.original_id)
    act = Act(
        name=name,
        subjects=subjects,
        dimensions={"kind": draft.kind, "source": row.source, "target": row.target},
        private={
            "content": draft.content_id,
            "original": row.reference_code,
            "original-issuer": row.issuer,
            **said,
        },
    )
    ledger.record(act, actor=actor, at=now)
