"""A file with a virus that was turned away is counted: one record, with nothing of its content."""

from django.db import transaction

from lienthong.blobs.events import VirusRefused
from lienthong.kernel.actor import Actor
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act


def count_virus_refusal(event: VirusRefused) -> None:
    """Write into the ledger that a harmful file was refused: the agency and the virus's name."""
    act = Act(
        name="document.virus-refused",
        subjects={"agency": str(event.agency_id)} if event.agency_id else {},
        dimensions={"virus": event.virus},
    )
    with transaction.atomic():
        ledger.record(act, actor=Actor.installation(), at=event.refused_at)
