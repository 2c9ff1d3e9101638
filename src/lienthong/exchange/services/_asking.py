"""Whom a request goes to: who acts today for each recipient of what is asked about."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from lienthong.directory import queries as directory
from lienthong.exchange.models import Delivery
from lienthong.exchange.services.follow_directory import move_deliveries


def with_holders(
    rows: "QuerySet[Delivery]", recipient_ids: Collection[UUID] | None, *, now: datetime
) -> list[Delivery]:
    """Return these deliveries locked in one order, each with who acts for its recipient today.

    What an agency was through with when it ended has stayed with it; whoever is asked about it
    gets it now. recipient_ids: only theirs, or their heirs'. Two statements, and one more where
    some are named; four for each heir.
    """
    found = list(rows.select_for_update(of=("self",)).order_by("id"))
    holders = directory.holders_of({one.recipient_id for one in found})
    if recipient_ids is not None:
        named = {*recipient_ids, *directory.holders_of(recipient_ids).values()}
        found = [one for one in found if named & {one.recipient_id, holders[one.recipient_id]}]
    for heir in {holders[one.recipient_id] for one in found}:
        late = [one for one in found if holders[one.recipient_id] == heir != one.recipient_id]
        if late:
            move_deliveries([one.id for one in late], to_id=heir, now=now)
        for one in late:
            one.recipient_id = heir
    return found
