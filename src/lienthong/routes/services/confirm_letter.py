"""What the holder of a mailbox says of a letter, by its link: received, turned down, finished."""

from datetime import date, datetime
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.types import DeliveryCard, NewReport, StatusCode
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import clean_line
from lienthong.kernel.wording import noop as _
from lienthong.routes.errors import EntryDayShape, LetterNotFound
from lienthong.routes.models import Load, Route
from lienthong.routes.services._letters import is_sealed
from lienthong.routes.types import LetterCard, RouteKind

_BY_MAIL = _("xác nhận qua thư công vụ")
_LONGEST_NAME = 100


def letter_card(delivery_id: UUID, seal: str) -> LetterCard:
    """Return what the page of a letter shows. Raises LetterNotFound."""
    delivery, _row = _of_letter(delivery_id, seal)
    version = documents.version_card(delivery.version_id)
    change = exchange.change_of_delivery(delivery.id)
    accepted = [one for one in exchange.course([delivery.id]) if one.code == StatusCode.ACCEPTED]
    last = accepted[-1] if accepted else None
    return LetterCard(
        delivery_id=delivery.id,
        reference_code=version.reference_code,
        issued_on=version.issued_on,
        sender_name=delivery.sender_name,
        recipient_name=delivery.recipient_name,
        state=delivery.state,
        entry_number=last.entry_number if last else "",
        entered_on=last.entered_on if last else None,
        asks=str(change.kind) if change else "",
        reason=change.reason if change else "",
    )


def report_by_letter(
    delivery_id: UUID,
    seal: str,
    *,
    code: StatusCode,
    now: datetime,
    note: str = "",
    entry_number: str = "",
    entered_on: date | None = None,
) -> None:
    """Take over an acceptance (03), a refusal (02) or an end (06); said again it is said once.

    It proves that who has the mailbox said so. Raises AlreadyDecided, EntryDayShape,
    LetterNotFound, ReasonMissing.
    """
    delivery, row = _of_letter(delivery_id, seal)
    if entered_on and not local_day(delivery.admitted_at) <= entered_on <= local_day(now):
        raise EntryDayShape
    number = clean_line(entry_number)[:30]
    report = NewReport(
        delivery_id=delivery.id,
        code=code,
        key=f"letter:{code}",
        note=note,
        entry_number=number,
        entered_on=entered_on if number else None,
    )
    said = exchange.course([delivery.id])
    if any(one.code == code and one.not_carried is None for one in said):
        return
    exchange_services.report_status(report=report, actor=_holder(row, delivery), now=now)


def answer_by_letter(
    delivery_id: UUID, seal: str, *, agrees: bool, now: datetime, note: str = ""
) -> None:
    """Answer what the sender asks (15, 16): to give back, or to take another one instead.

    Raises LetterNotFound, NothingToAnswer, ReasonMissing.
    """
    delivery, row = _of_letter(delivery_id, seal)
    asked = exchange.change_of_delivery(delivery.id)
    about = asked.delivery if asked else delivery
    exchange_services.answer_change(
        delivery_id=about.id,
        agrees=agrees,
        note=note,
        key=f"letter:{asked.id if asked else 'none'}",
        actor=_holder(row, about),
        now=now,
        request_id=asked.id if asked else None,
    )


def _of_letter(delivery_id: UUID, seal: str) -> tuple[DeliveryCard, Route]:
    """Return a delivery that went by mail, for who has the link. Raises LetterNotFound."""
    if not is_sealed(delivery_id, seal):
        raise LetterNotFound
    loads = Load.objects.filter(delivery_id=delivery_id, parcel__route__kind=RouteKind.MAIL)
    load = loads.select_related("parcel__route").order_by("-id").first()
    if load is None:
        raise LetterNotFound
    return exchange.delivery_card(delivery_id), load.parcel.route


def _holder(row: Route, delivery: DeliveryCard) -> Actor:
    """Who has the mailbox: of the recipient, known by nothing but its letter."""
    return Actor(
        kind=ActorKind.SYSTEM,
        name=directory.agency(delivery.recipient_id).name[:_LONGEST_NAME],
        title=_BY_MAIL,
        account_id=row.pk,
        agency_id=delivery.recipient_id,
        role=ActorKind.SYSTEM,
        rights=frozenset({"exchange.answer-recall"}),
    )
