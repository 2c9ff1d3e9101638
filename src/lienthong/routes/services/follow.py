"""Following a sister: what it reports about our deliveries, and the receipts of its ledger."""

import re
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
from lienthong.kernel.refusals import Refusal
from lienthong.kernel.wording import noop as _
from lienthong.routes import rules
from lienthong.routes.models import KeptReceipt, Load, Parcel, Route
from lienthong.routes.ports import Away, Sister, TurnedDown
from lienthong.routes.services._bearers import Bearer
from lienthong.routes.services._hold import Hold
from lienthong.routes.services._tell import LINE_LOST, tell_operators
from lienthong.routes.types import CourseThere, DeliveryThere, LineThere
from lienthong.webkit.wording import parts_of

# Courses and receipts that are asked for in one turn.
_AT_A_TIME = 50
# Lines of one course that are taken over in one turn, and in all.
_LINES, _MOST_LINES = 100, 1_000
_LINE_ID = re.compile(r"[0-9A-Za-z-]{1,40}")
_NO_WORD = _("(không ghi lý do)")


def begin_to_follow(parcel: Parcel, there: Mapping[UUID, DeliveryThere], *, now: datetime) -> None:
    """Note which deliveries a sister made of ours, in the transaction that notes the parcel."""
    loads = list(Load.objects.filter(parcel=parcel))
    cards = {one.id: one for one in exchange.delivery_cards([one.delivery_id for one in loads])}
    for load in loads:
        made = there.get(cards[load.delivery_id].recipient_id)
        if made is not None:
            load.their_delivery, load.is_followed, load.checked_at = made.id[:40], True, now
            load.reference = load.reference or made.dispatch[:100]
            load.save()
            _want(load, made.receipt, now=now)


def follow_on(delivery_ids: list[UUID]) -> None:
    """Read these courses again, also where they had ended: something was asked. One statement."""
    loads = Load.objects.filter(delivery_id__in=delivery_ids).exclude(their_delivery="")
    loads.update(is_followed=True)


def follow(row: Route, sister: Sister, bearer: Bearer, hold: Hold, *, now: datetime) -> None:
    """Take over what was reported about our deliveries there, the longest unread first.

    A line is known by its id there, so it is taken over once. A course that cannot be read waits
    for its next turn, if the other side answers at all. Raises Away, TurnedDown, Lost.
    """
    loads = Load.objects.filter(is_followed=True, parcel__route=row).select_related("parcel")
    for load in loads.order_by(F("checked_at").asc(nulls_first=True), "id")[:_AT_A_TIME]:
        if not hold.goes_on():
            return
        speaker = directory.agency(load.parcel.speaker_id).code
        try:
            course = sister.course(load.their_delivery, speaker=speaker)
        except (Away, TurnedDown):
            bearer.probe()
            Load.objects.filter(pk=load.pk).update(checked_at=now)
            continue
        _read_on(row, load, course, now=now)


def _read_on(row: Route, load: Load, course: CourseThere, *, now: datetime) -> None:
    """Take over the next lines of a course; from the beginning where it has become shorter."""
    lines = course.lines[:_MOST_LINES]
    begin = load.lines_read if load.lines_read <= len(lines) else 0
    end = min(begin + _LINES, len(lines))
    with transaction.atomic():
        for line in lines[begin:end]:
            try:
                with transaction.atomic():
                    _take_over(load, line, now=now)
            except Refusal as refusal:
                said = f"{line.code[:20]}: {parts_of(refusal).sentence}"
                tell_operators(row, LINE_LOST, said, now=now)
        load.lines_read, load.checked_at = end, now
        load.is_followed = end < len(lines) or not course.has_ended
        load.save(update_fields=["lines_read", "checked_at", "is_followed"])


def fetch_receipts(
    row: Route, sister: Sister, bearer: Bearer, hold: Hold, *, now: datetime
) -> None:
    """Fetch the receipts that are wanted and have their place in the ledger there.

    One that is about something else is not kept. Raises Away, TurnedDown, Lost.
    """
    wanted = KeptReceipt.objects.filter(content="", load__parcel__route=row)
    for kept in wanted.select_related("load__parcel").order_by("kept_at", "id")[:_AT_A_TIME]:
        if not hold.goes_on():
            return
        speaker = directory.agency(kept.load.parcel.speaker_id).code
        try:
            content = sister.receipt(kept.href, speaker=speaker) or ""
        except (Away, TurnedDown):
            bearer.probe()
            content = ""
        about = {kept.load.their_delivery, kept.load.reference or kept.load.parcel.reference}
        is_it = rules.is_receipt_of(content, record=kept.record, about=about)
        kept.content, kept.kept_at = content if is_it else "", now
        kept.save(update_fields=["content", "kept_at"])


def _take_over(load: Load, line: LineThere, *, now: datetime) -> None:
    """Raises what exchange refuses; what has no form of a line is left out."""
    if not _LINE_ID.fullmatch(line.id):
        return
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
            stamped_at=_stamp(line, delivery),
            is_act=False,
            entry_number=line.entry_number,
            entered_on=line.entered_on,
        )
        actor = gateways.system_actor_for(recipient)
        exchange_services.report_status(report=report, actor=actor, now=now)
    _want(load, line.receipt, now=now)


def _stamp(line: LineThere, delivery: DeliveryCard) -> datetime | None:
    """The same each time. Two clocks are never the same; ours began the delivery."""
    if line.happened_at is None or line.happened_at.tzinfo is None:
        return None
    return max(line.happened_at, delivery.admitted_at)


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
