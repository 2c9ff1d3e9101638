"""`getEdoc`, `downloadEdoc` and `updateStatus`: a system fetches what it was sent."""

from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.access.types import ReadingWay
from lienthong.documents import queries as documents
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import StatusCode
from lienthong.gateways import services as gateways
from lienthong.systems.types import SystemCaller
from lienthong.vxp import queries, rules
from lienthong.vxp.errors import ParcelUnknown
from lienthong.vxp.models import Item
from lienthong.vxp.services import feed
from lienthong.vxp.types import FetchState, MessageType, Parcel


def fetch_package(
    parcel_id: UUID, target: BinaryIO, *, caller: SystemCaller, now: datetime
) -> Parcel:
    """Write a package that a system was sent, and return which; what it lists stays as it is.

    Reading a document is logged before the answer, once nothing can refuse it any more. Memory does
    not grow with the package.
    Raises ParcelUnknown, ContentWithdrawn, ContentDestroyed, and what make_package raises.
    """
    parcel = queries.parcel(parcel_id, caller)
    if parcel.message_type == MessageType.STATUS:
        gateways.make_status(parcel.report_id or _arrival(parcel.delivery_id), target)
        return parcel
    if parcel.report_id is not None:
        gateways.make_recall(parcel.report_id, target)
        return parcel
    actor = caller.actor_for(parcel.agency_id)
    delivery = exchange.delivery_card(parcel.delivery_id)
    version = documents.open_version(delivery.version_id, documents.viewer_of(actor))
    gateways.make_package(delivery.version_id, target, dispatch_id=delivery.dispatch_id)
    read = access.Read(ReadingWay.API, version.id, version.reference_code, "goi-tin")
    access.note_reading(read, actor=actor, now=now)
    return parcel


def _arrival(delivery_id: UUID) -> UUID:
    """The line of the course that says that a document has arrived. Raises ParcelUnknown."""
    for line in exchange.course([delivery_id]):
        if line.code == StatusCode.ARRIVED:
            return line.id
    raise ParcelUnknown


def update_status(parcel_id: UUID, said: str, *, caller: SystemCaller, now: datetime) -> Parcel:
    """Remember how far a system is with a package; the same again changes nothing.

    `done` takes it off the list, the other states put it back, any other word is only kept. A
    document that was given back stays off. Raises ParcelUnknown.
    """
    word = rules.kept_word(said)
    with transaction.atomic():
        parcel = queries.parcel(parcel_id, caller)
        row = Item.objects.select_for_update().get(pk=parcel_id)
        if (row.state, row.said) == (FetchState.DONE, feed.RECALLED):
            return parcel
        state = rules.fetch_state(word, FetchState(row.state))
        if (row.state, row.said) != (state, word):
            row.state, row.said, row.updated_at = state, word, now
            row.save(update_fields=["state", "said", "updated_at"])
    return parcel
