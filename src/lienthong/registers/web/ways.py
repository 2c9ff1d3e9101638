"""From the id of a line or a delivery to the page of its document, for lists that know only ids."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from lienthong.access.types import StaffRequest
from lienthong.exchange import queries as exchange
from lienthong.exchange.errors import DeliveryNotFound
from lienthong.registers import errors, queries


@require_safe
def entry(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """The page of the document that a line of the agency's book is about."""
    card = queries.entry_card(entry_id, agency_id=_agency(request))
    if card.version_id is None:
        raise errors.EntryNotFound
    return redirect("desk:document", card.version_id)


@require_safe
def delivery(request: StaffRequest, delivery_id: UUID) -> HttpResponse:
    """The page of the document that a delivery from or to the agency brought."""
    card = exchange.delivery_card(delivery_id)
    if not exchange.is_party(card, _agency(request)):
        raise DeliveryNotFound
    return redirect("desk:document", card.version_id)


def _agency(request: StaffRequest) -> UUID:
    """The agency of whoever reads documents in it: to a watching post there is no such line."""
    if request.actor.agency_id is None or "documents.read-assigned" not in request.actor.rights:
        raise errors.EntryNotFound
    return request.actor.agency_id
