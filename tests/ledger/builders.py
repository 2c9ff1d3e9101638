"""Acts and receipts for tests that are not about how they come about."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from uuid import UUID

from django.db import transaction

from lienthong.kernel.actor import Actor, ActorKind
from lienthong.ledger import services
from lienthong.ledger.types import Act, ActItem, RecordRef

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
DOCUMENT = b"%PDF-1.7 a letter"
DOSSIER = UUID("0193a000-0000-7000-8000-000000000001")


def the_clerk() -> Actor:
    return Actor(
        kind=ActorKind.PERSON,
        name="Trần Thị Bình",
        title="Văn thư",
        post_id=UUID("0193a000-0000-7000-8000-0000000000aa"),
    )


def a_dispatch(recipients: int = 3, **changes) -> Act:
    facts = {
        "name": "exchange.dispatched",
        "subjects": {"document": str(DOSSIER)},
        "dimensions": {"kind": "CV", "paper": False, "recipients": recipients, "wave": None},
        "private": {
            "content": sha256(DOCUMENT).hexdigest(),
            "subject": "V/v gửi, nhận văn bản điện tử",
        },
        "items": [
            ActItem(
                key=f"delivery-{n}",
                dimensions={"role": "action"},
                private={"recipient": f"Cơ quan số {n} của tỉnh"},
            )
            for n in range(recipients)
        ],
    }
    return Act(**{**facts, **changes})


def recorded(act: Act | None = None, *, after: float = 0) -> RecordRef:
    """Record an act in its own transaction, so many seconds after NOW."""
    with transaction.atomic():
        return services.record(
            act or a_dispatch(), actor=the_clerk(), at=NOW + timedelta(seconds=after)
        )


def a_receipt(ref: RecordRef, **changes) -> dict:
    facts = {
        "item_key": "delivery-1",
        "reveal": {"content", "recipient"},
        "kind": "delivery",
        "now": NOW + timedelta(hours=1),
    }
    return services.issue_receipt(ref.id, **{**facts, **changes})


def the_document() -> BytesIO:
    return BytesIO(DOCUMENT)
