"""Urging (đôn đốc): a sender, or who watches the province, reminds recipients of what is late."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.exchange import errors, queries, rules
from lienthong.exchange.events import Urged
from lienthong.exchange.models import Delivery, Urging
from lienthong.exchange.services import _records
from lienthong.exchange.types import DeliveryCard, DeliveryState, UrgedAbout
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.news import announce
from lienthong.ledger import services as ledger

# Deliveries of one act; who has more late ones is told of the longest waiting.
MOST = 200
_WAITING = (DeliveryState.SENT, DeliveryState.ARRIVED)


def urge_recipients(
    *, delivery_ids: Collection[UUID], key: str, actor: Actor, now: datetime
) -> list[DeliveryCard]:
    """Remind those of these recipients that are late, of taking in or of their work.

    By the sender, or its heir. Each delivery is urged about once a day at most; the same key again
    returns the same, also when nothing of it is late any more. Returns the deliveries that were
    urged about. Raises NotAllowed, DeliveryNotFound, NothingLate, UrgedToday.
    """
    access.require(actor, "exchange.urge-recipient", agency_id=actor.agency_id)
    with transaction.atomic():
        held = Delivery.objects.select_for_update(of=("self",)).filter(
            pk__in=sorted(delivery_ids)[:MOST],
            sender_id__in=directory.with_inherited(actor.own_agency),
        )
        deliveries = list(held.order_by("id"))
        if not deliveries:
            raise errors.DeliveryNotFound()
        ids = [one.id for one in deliveries]
        before = queries.urged_before(key, agency_id=actor.own_agency, delivery_ids=ids)
        if before:
            return queries.delivery_cards(before)
        return _urge(_late(deliveries, now), key=key, actor=actor, now=now)


def urge_agency(*, agency_id: UUID, key: str, actor: Actor, now: datetime) -> list[DeliveryCard]:
    """Remind an agency of what it has not taken in within the limit, whoever sent it.

    By who watches over the province, without any content; the same key again returns the same.
    Raises NotAllowed, NothingLate, UrgedToday.
    """
    access.require(actor, "exchange.urge", agency_id=agency_id)
    with transaction.atomic():
        rows = Delivery.objects.filter(
            recipient_id=agency_id, state__in=_WAITING, accept_by__lt=now
        )
        longest = rows.order_by("accept_by", "id").values_list("id", flat=True)[:MOST]
        held = rows.select_for_update(of=("self",)).filter(pk__in=list(longest))
        late = dict.fromkeys(held.order_by("id"), UrgedAbout.ACCEPTANCE)
        return _urge_agency(agency_id, late, UrgedAbout.ACCEPTANCE, key=key, actor=actor, now=now)


def urge_work(
    *,
    agency_id: UUID,
    delivery_ids: Collection[UUID],
    key: str,
    actor: Actor,
    now: datetime,
) -> list[DeliveryCard]:
    """Remind an agency of late work that its own books tell of. Raises as `urge_agency`.

    The caller has asked for the right, and knows that the work is late.
    """
    with transaction.atomic():
        held = Delivery.objects.select_for_update(of=("self",)).filter(pk__in=delivery_ids)
        late = dict.fromkeys(held.order_by("id"), UrgedAbout.WORK)
        return _urge_agency(agency_id, late, UrgedAbout.WORK, key=key, actor=actor, now=now)


def note_urging(*, delivery_id: UUID, key: str, actor: Actor, now: datetime) -> None:
    """Note in the course that whoever was given the work was urged.

    Inside the recipient: no record of the ledger, and its sender does not see it. The caller has
    asked for the right and for an earlier urging under this key (`queries.urged_before`), holds
    the delivery, and tells whom it concerns. Raises UrgedToday.
    """
    new = _not_yet({delivery_id: UrgedAbout.OFFICER}, now=now)
    _write(new, record_id=None, key=key, actor=actor, now=now)


def _late(deliveries: list[Delivery], now: datetime) -> dict[Delivery, UrgedAbout]:
    versions = documents.version_cards({one.version_id for one in deliveries})
    found = {
        one: rules.late_about(
            state=DeliveryState(one.state),
            accept_by=one.accept_by,
            due_on=versions[one.version_id].due_on,
            at=now,
        )
        for one in deliveries
    }
    return {one: about for one, about in found.items() if about is not None}


def _urge_agency(
    recipient_id: UUID,
    late: Mapping[Delivery, UrgedAbout],
    about: UrgedAbout,
    *,
    key: str,
    actor: Actor,
    now: datetime,
) -> list[DeliveryCard]:
    """Urge about what is late, held already; the same key again gives what it urged about."""
    before = queries.urged_before(
        key, agency_id=actor.own_agency, recipient_id=recipient_id, about=about
    )
    if before:
        return queries.delivery_cards(before)
    return _urge(late, key=key, actor=actor, now=now)


def _urge(
    late: Mapping[Delivery, UrgedAbout], *, key: str, actor: Actor, now: datetime
) -> list[DeliveryCard]:
    """Write the urging of what is late, its record, and tell the news."""
    if not late:
        raise errors.NothingLate()
    about = {one.id: what for one, what in late.items()}
    new = _not_yet(about, now=now)
    cards = queries.delivery_cards(list(new))
    by = directory.agency(actor.own_agency)
    act = _records.urged({one: about[one.id] for one in late if one.id in new}, by=by)
    record = ledger.record(act, actor=actor, at=now)
    _write(new, record_id=record.id, key=key, actor=actor, now=now)
    announce(Urged(tuple(cards), new, by, now))
    return cards


def _not_yet(late: Mapping[UUID, UrgedAbout], *, now: datetime) -> dict[UUID, UrgedAbout]:
    """Return what nobody has urged about today. Raises UrgedToday when there is nothing left."""
    found = Urging.objects.select_related("agency").filter(
        urged_on=local_day(now), delivery_id__in=list(late)
    )
    urged = {(one.delivery_id, UrgedAbout(one.about)): one for one in found}
    new = {one: about for one, about in late.items() if (one, about) not in urged}
    if not new:
        first = min(urged.values(), key=lambda one: one.urged_at)
        raise errors.UrgedToday(who=f"{first.urged_by}, {first.agency.name}")
    return new


def _write(
    new: Mapping[UUID, UrgedAbout],
    *,
    record_id: UUID | None,
    key: str,
    actor: Actor,
    now: datetime,
) -> None:
    """One statement for all."""
    Urging.objects.bulk_create(
        (
            Urging(
                delivery_id=delivery_id,
                about=about,
                urged_on=local_day(now),
                urged_at=now,
                agency_id=actor.own_agency,
                urged_by=actor.name,
                key=key,
                record_id=record_id,
            )
            for delivery_id, about in new.items()
        ),
        batch_size=100,
    )
