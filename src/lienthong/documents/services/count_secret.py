"""A secret that was turned away is counted: one record, with nothing of its content (A3)."""

from django.db import transaction

from lienthong.documents.events import SecretRefused
from lienthong.kernel.actor import Actor
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act


def count_secret_refusal(event: SecretRefused) -> None:
    """Write into the ledger that a secret was refused: the agency, the road and the level."""
    act = Act(
        name="document.secret-refused",
        subjects={"agency": str(event.agency_id)} if event.agency_id else {},
        dimensions={"road": str(event.road), "level": event.level},
    )
    with transaction.atomic():
        ledger.record(act, actor=Actor.installation(), at=event.refused_at)
