"""Acts and receipts for tests that are not about how they come about."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from uuid import UUID

from django.db import connection, transaction

from lienthong.kernel.actor import Actor, ActorKind
from lienthong.ledger import queries, services, types
from lienthong.ledger.rules.given.published import head_json
from lienthong.ledger.rules.signed.statements import sign_head
from lienthong.ledger.services.keys import signer
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


def a_lost_head(size: int, *, epoch: int = 1, after: float = 0) -> dict:
    """A head that our key signed so many seconds after NOW and that a restore has forgotten."""
    signed = sign_head(
        installation="dongnai.test",
        epoch=epoch,
        size=size,
        root=sha256(b"lost").digest(),
        signed_at=NOW + timedelta(seconds=after),
        signer=signer(),
    )
    head = types.Head(epoch, size, b"", NOW, signed)
    return head_json(types.PublishedHead(head, NOW, None))


def shown() -> dict:
    """Publish the newest head and return what the world gets to see."""
    services.publish_head(now=NOW)
    found = queries.published_latest()
    assert found is not None
    return head_json(found)


def changed_by_hand(sql: str, *values: object) -> None:
    """Run a statement that no part of the product would: as somebody with the database would.

    What keeps the product from changing rows does not keep away who owns the tables.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        else:
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        assert cursor.rowcount > 0
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = origin")
