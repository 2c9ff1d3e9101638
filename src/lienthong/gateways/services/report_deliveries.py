"""Many reports of one system in one transaction: one flush, and each with its own answer."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.errors import DeliveryNotFound
from lienthong.exchange.types import StatusLine
from lienthong.gateways.errors import BundleRefused
from lienthong.gateways.services.report_delivery import (
    as_told,
    is_whole,
    require_voice,
    write_report,
)
from lienthong.gateways.types import SystemReport
from lienthong.kernel.actor import Actor
from lienthong.kernel.refusals import Refusal


def report_deliveries(
    *, reports: Sequence[SystemReport], together: bool, actor: Actor, now: datetime
) -> list[StatusLine | Refusal]:
    """Report statuses as `report_delivery` does; return what became of each, in their order.

    together: all or none; else what is refused leaves the others as they are. Whatever is written
    is written by one commit; a bundle that is sent again after a broken connection changes nothing.
    Raises NotAllowed, BooksKeptHere, and BundleRefused where one of `together` is refused.
    """
    agency = require_voice(actor)
    wanted = {one.delivery_id for one in reports}
    found: dict[int, StatusLine | Refusal] = {}
    with transaction.atomic():
        # Bundles that name the same deliveries lock them in one order, and never wait in a ring.
        lines = exchange_services.report_together(
            reports=[as_told(one) for one in reports],
            left_out={one.delivery_id for one in reports if not is_whole(one)},
            reporter=agency,
            actor=actor,
            now=now,
        )
        own = exchange.deliveries_for(wanted - lines.keys(), agency_id=actor.own_agency)
        for place, one in sorted(enumerate(reports), key=lambda pair: pair[1].delivery_id):
            if one.delivery_id in lines:
                found[place] = lines[one.delivery_id]
                continue
            try:
                if one.delivery_id not in own:
                    raise DeliveryNotFound
                with transaction.atomic():
                    found[place] = write_report(one, agency=agency, actor=actor, now=now)
            except Refusal as refusal:
                if together:
                    raise BundleRefused(place=place + 1, refused=refusal.code) from refusal
                found[place] = refusal
    return [found[place] for place in range(len(reports))]
