"""The clerks' lines for what waits, where the books of an agency come here after it was sent."""

from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.directory.events import BooksBroughtHere
from lienthong.documents import queries as documents
from lienthong.documents.types import Urgency
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryState
from lienthong.registers.services import _work
from lienthong.worklist import services as worklist
from lienthong.worklist.types import Verb

# Lines written at a time: what an agency has not accepted may be a year's arrivals.
_PAGE = 200


def await_here(event: BooksBroughtHere) -> None:
    """Put before the clerks what their own software had to take in until now."""
    for agency_id in event.agency_ids:
        await_open(agency_id)


def await_inherited(from_id: UUID, heir_id: UUID) -> None:
    """Do the same for an heir who keeps its books here, of one that kept them elsewhere."""
    cards = directory.agencies([from_id, heir_id])
    if cards[heir_id].books_here and not cards[from_id].books_here:
        await_open(heir_id)


def await_open(agency_id: UUID, *, at_a_time: int = _PAGE) -> None:
    """Let everything wait that an agency can accept; what waits already stays one line.

    What a sender has asked about waits for the answer instead. Three statements for as many as are
    written at a time.
    """
    before = None
    while page := exchange.received(
        recipient_id=agency_id, states=[DeliveryState.ARRIVED], before=before, limit=at_a_time
    ):
        open_ones = [one for one in page if not one.is_change_pending]
        versions = documents.version_cards({one.version_id for one in open_ones})
        worklist.put(
            _work.for_clerk(
                one,
                versions[one.version_id],
                Verb.ACCEPT,
                versions[one.version_id].urgency != Urgency.NORMAL,
            )
            for one in open_ones
        )
        before = page[-1].admitted_at, page[-1].id
