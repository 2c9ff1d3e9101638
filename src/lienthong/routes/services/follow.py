"""Following a sister: what it reports about our deliveries, and the receipts of its ledger."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.errors import NothingToAnswer
from lienthong.exchange.types import ANSWERS, DeliveryCard, NewReport, StatusCode
from lienthong.gateways import services as gateways
from lienthong.kernel.wording import noop as _
from lienthong.routes.models import KeptReceipt, Load, Parcel, Route
from lienthong.routes.ports import Sister, TurnedDown
from lienthong.routes.types import DeliveryThere, LineThere

# Courses and receipts that are asked for in one turn.
_AT_A_TIME = 50
_NO_WORD = _("(không ghi lý do)")


def begin_to_follow(parcel: Parcel, there: Mapping[UUID, DeliveryThere], *, now: datetime) -> None:
    """Note which deliveries a sister made of ours, in the transaction that notes the parcel."""
    loads = list(Load.objects.filter(parcel=parcel))
    cards = {one.id: one for one in exchange.delivery_cards([one.delivery_id for one in loads])}
    for load in loads:
        made = there.get(cards[load.delivery_id].recipient_id)
        if made is not None:
            load.their_delivery, load.is_followed, load.checked_at = made.id[:40], True, now
            load.save()
            _want(load, made.receipt, now=now)


def follow_on(delivery_ids: list[UUID]) -> None:
    """Read these courses again, also where they had ended: something was asked. One statement."""
    loads = Load.objects.filter(delivery_id__in=delivery_ids).exclude(their_delivery="")
    loads.update(is_followed=True)


def follow(row: Route, sister: Sister, *, now: datetime) -> None:
    """Take over what was reported about our deliveries there, the longest unread first.

    A line is known by its id there, so it is taken over once. Raises Away.
    """
    loads = Load.objects.filter(is_followed=True, parcel__route=row).select_related("parcel")
    for load in loads.order_by(F("checked_at").asc(nulls_first=True), "id")[:_AT_A_TIME]:
        speaker = directory.agency(load.parcel.speaker_id).code
        try:
            course = sister.course(load.their_delivery, speaker=speaker)
        except TurnedDown:
            Load.objects.filter(pk=load.pk).update(checked_at=now)
            continue
        with transaction.atomic():
            for line in course.lines if len(course.lines) != load.lines_read else ():
                _take_over(load, line, now=now)
            load.lines_read, load.checked_at = len(course.lines), now
            load.is_followed = not course.has_ended
            load.save()


def fetch_receipts(row: Route, sister: Sister, *, now: datetime) -> None:
    """Fetch the receipts that are wanted and have their place in the ledger there. Raises Away."""
    wanted = KeptReceipt.objects.filter(content="", load__parcel__route=row)
    for kept in wanted.select_related("load__parcel").order_by("kept_at", "id")[:_AT_A_TIME]:
        speaker = directory.agency(kept.load.parcel.speaker_id).code
        try:
            content = sister.receipt(kept.href, speaker=speaker)
        except TurnedDown:
            content = None
        kept.content, kept.kept_at = content or "", now
        kept.save(update_fields=["content", "kept_at"])


def _take_over(load: Load, line: LineThere, *, now: datetime) -> None:
    delivery = exchange.delivery_card(load.delivery_id)
    recipient = directory.agency(delivery.recipient_id)
    code = next((one for one in StatusCode if one == line.code), None)
    if code is None or code == StatusCode.TAKE_BACK:
        return
    if code in ANSWERS:
        _answer(delivery, recipient, line, code, now=now)
    else:
        report = NewReport(
            delivery_id=delivery.id,
            code=code,
            key=f"sister:{line.id}",
            note=line.note or (_NO_WORD if code == StatusCode.REFUSED else ""),
            # Two clocks are never the same; ours began the delivery.
            stamped_at=max(line.happened_at or now, delivery.admitted_at),
            is_act=False,
            entry_number=line.entry_number,
            entered_on=line.entered_on,
        )
        actor = gateways.system_actor_for(recipient)
        exchange_services.report_status(report=report, actor=actor, now=now)
    _want(load, line.receipt, now=now)


def _answer(
    delivery: DeliveryCard,
    recipient: AgencyCard,
    line: LineThere,
    code: StatusCode,
    *,
    now: datetime,
) -> None:
    try:
        exchange_services.answer_change(
            delivery_id=delivery.id,
            agrees=code == StatusCode.AGREED,
            note=line.note or _NO_WORD,
            key=f"sister:{line.id}",
            actor=gateways.system_actor_for(recipient),
            now=now,
        )
    except NothingToAnswer:
        return


def _want(load: Load, href: str, *, now: datetime) -> None:
    if href:
        record = href.partition("?")[0].rpartition("/")[2][:40]
        KeptReceipt.objects.get_or_create(
            load=load, record=record, defaults={"href": href[:300], "content": "", "kept_at": now}
        )
