"""What waits for systems, what they sent, what they asked, and how their calls went."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import chain
from uuid import UUID

from django.db.models import Q, QuerySet

from lienthong.directory import queries as directory
from lienthong.directory.queries.listing import ListedAgency
from lienthong.directory.types import AgencyCard
from lienthong.documents import queries as documents
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryCard
from lienthong.gateways import queries as gateways
from lienthong.systems.types import SystemCaller
from lienthong.vxp import rules
from lienthong.vxp.errors import ParcelUnknown, RequestUnknown
from lienthong.vxp.models import AgencyRequest, Call, Item, Sending
from lienthong.vxp.types import (
    CallCard,
    FetchState,
    MessageType,
    Parcel,
    Registration,
    RequestCard,
    RequestKind,
    RequestState,
    SentLine,
    Waiting,
)

_AGENCIES_A_PAGE = 200
_IDS = 500  # ids in one statement, below the 999 values that SQLite takes


def waiting(
    caller: SystemCaller,
    message_type: MessageType,
    *,
    begin: datetime | None = None,
    limit: int = rules.LONGEST_LIST,
) -> list[Waiting]:
    """Return what a system has not confirmed yet, for all of its agencies, the oldest ones.

    What it could not take in (`fail`) stands behind the others, and never in their place.
    begin: the first moment at which it came. Three statements.
    """
    rows = _open_items(caller, message_type)
    if begin is not None:
        rows = rows.filter(created_at__gte=begin)
    found = list(rows.exclude(state=FetchState.FAILED).order_by("id")[:limit])
    found += rows.filter(state=FetchState.FAILED).order_by("id")[: limit - len(found)]
    agencies = directory.agencies({one for row in found for one in (row.agency_id, row.speaker_id)})
    return [
        Waiting(
            id=row.id,
            message_type=message_type,
            sender_code=agencies[row.speaker_id].code,
            recipient_code=agencies[row.agency_id].code,
            state=FetchState(row.state),
            said=row.said,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )
        for row in found
    ]


def count_waiting(caller: SystemCaller, message_type: MessageType) -> int:
    """Return how many lines `waiting` would have. One statement."""
    return len(_open_items(caller, message_type).values_list("id")[: rules.LONGEST_LIST])


def _open_items(caller: SystemCaller, message_type: MessageType) -> "QuerySet[Item]":
    rows = Item.objects.filter(system_id=caller.system.id, message_type=message_type)
    return rows.exclude(state=FetchState.DONE).filter(agency_id__in=caller.agency_ids)


def parcel(parcel_id: UUID, caller: SystemCaller) -> Parcel:
    """Return what a system was sent and may see today. Raises ParcelUnknown. One statement."""
    row = Item.objects.filter(pk=parcel_id, system_id=caller.system.id).first()
    if row is None or row.agency_id not in caller.agency_ids:
        raise ParcelUnknown
    return Parcel(
        row.id, MessageType(row.message_type), row.agency_id, row.delivery_id, row.report_id
    )


def sent(
    caller: SystemCaller,
    message_type: MessageType,
    *,
    sending_id: UUID | None = None,
    begin: datetime | None = None,
    end: datetime | None = None,
    limit: int = rules.LONGEST_LIST,
) -> list[SentLine]:
    """Return how the packages of a system fare, one line a recipient, the newest first.

    sending_id: one of them; all when it is none of theirs. At most eleven statements.
    """
    rows = Sending.objects.filter(system_id=caller.system.id, agency_id__in=caller.agency_ids)
    one = rows.filter(pk=sending_id) if sending_id else rows.none()
    if not one.exists():
        one = rows.filter(message_type=message_type)
        if begin is not None:
            one = one.filter(sent_at__gte=begin)
        if end is not None:
            one = one.filter(sent_at__lte=end)
    return _sent_lines(list(one.order_by("-id")[:limit]))[:limit]


def _sent_lines(sendings: list[Sending]) -> list[SentLine]:
    made = gateways.made_by({row.package_id for row in sendings})
    ids = list(dict.fromkeys(one for row in sendings for one in made[row.package_id]))
    deliveries = _deliveries(ids[: rules.LONGEST_LIST])
    versions = documents.version_cards({card.version_id for card in deliveries.values()})
    agencies = directory.agencies(
        {one for card in deliveries.values() for one in (card.sender_id, card.recipient_id)}
    )
    taken = _documents_of(deliveries)
    recalls = gateways.bare_recalls(made)
    recalled = _recalls_of(deliveries) if recalls else {}
    lines = []
    for row in sendings:
        for card in (deliveries[one] for one in made[row.package_id] if one in deliveries):
            is_status = row.message_type == MessageType.STATUS
            to = card.sender_id if is_status and row.agency_id != card.sender_id else None
            recipient = agencies[to or card.recipient_id]
            version = versions[card.version_id]
            key = recalls.get(row.package_id)
            own = recalled.get((card.id, key)) if key else taken.get(card.id)
            is_there_at_once = is_status or key is not None
            lines.append(
                SentLine(
                    sending_id=row.id,
                    taken_id=None if is_status else own,
                    sender_code=_code(agencies, row.agency_id),
                    recipient_code=recipient.code,
                    message_type=MessageType(row.message_type),
                    title=version.subject,
                    notation=version.reference_code,
                    sent_at=row.sent_at,
                    received_at=row.sent_at if is_there_at_once else card.admitted_at,
                    state=card.state,
                    label=card.state.label,
                )
            )
    return lines


def _deliveries(ids: list[UUID]) -> dict[UUID, DeliveryCard]:
    found = chain.from_iterable(
        exchange.delivery_cards(ids[at : at + _IDS]) for at in range(0, len(ids), _IDS)
    )
    return {card.id: card for card in found}


def _code(agencies: Mapping[UUID, AgencyCard], agency_id: UUID) -> str:
    found = agencies.get(agency_id)
    return found.code if found else ""


def _documents_of(deliveries: dict[UUID, DeliveryCard]) -> dict[UUID, UUID]:
    """The recipients' own lines of these deliveries."""
    ids = list(deliveries)
    found: dict[UUID, UUID] = {}
    for at in range(0, len(ids), _IDS):
        rows = Item.objects.filter(
            delivery_id__in=ids[at : at + _IDS],
            message_type=MessageType.DOCUMENT,
            report__isnull=True,
        )
        found |= dict(rows.order_by("-id").values_list("delivery_id", "id"))
    return found


def _recalls_of(deliveries: dict[UUID, DeliveryCard]) -> dict[tuple[UUID, str], UUID]:
    """The recipients' own lines of recalls that came without a document, by delivery and key."""
    ids = list(deliveries)
    found: dict[tuple[UUID, str], UUID] = {}
    for at in range(0, len(ids), _IDS):
        rows = Item.objects.filter(
            delivery_id__in=ids[at : at + _IDS],
            message_type=MessageType.DOCUMENT,
            report__isnull=False,
        ).order_by("-id")
        for delivery_id, key, own in rows.values_list("delivery_id", "report__change__key", "id"):
            found[delivery_id, key] = own
    return found


def partners(*, on: date) -> Iterator[ListedAgency]:
    """Walk every agency that takes part in the exchange on a day. Three statements for 200."""
    after: UUID | None = None
    while page := directory.agencies_after(after, limit=_AGENCIES_A_PAGE):
        for one in directory.listed(page):
            if takes_part(one, on=on):
                yield one
        after = page[-1].id


def everybody() -> Iterator[ListedAgency]:
    """Walk every agency, also those that left or ended. Three statements for 200."""
    after: UUID | None = None
    while page := directory.agencies_after(after, limit=_AGENCIES_A_PAGE):
        yield from directory.listed(page)
        after = page[-1].id


def takes_part(one: ListedAgency, *, on: date) -> bool:
    """Return whether an agency exists and is in the exchange on a day. No statement."""
    card = one.card
    lives = not (card.valid_to and card.valid_to < on) and not (
        card.valid_from and card.valid_from > on
    )
    terms = [each for each in one.participation if each.starts_on <= on]
    return lives and bool(terms) and (terms[-1].ends_on is None or terms[-1].ends_on >= on)


def request(request_id: UUID) -> RequestCard:
    """Return what a system asks about an agency. Raises RequestUnknown. One statement."""
    row = AgencyRequest.objects.select_related("system").filter(pk=request_id).first()
    if row is None:
        raise RequestUnknown
    return request_card(row)


def requests(*, state: RequestState | None = None, limit: int = 200) -> list[RequestCard]:
    """Return what systems ask about agencies, the latest first. One statement."""
    rows = AgencyRequest.objects.select_related("system")
    if state is not None:
        rows = rows.filter(state=state)
    return [request_card(row) for row in rows.order_by("-id")[:limit]]


def answered_requests(*, limit: int = 50) -> list[RequestCard]:
    """Return what systems asked and operators answered, the latest first. One statement."""
    rows = AgencyRequest.objects.select_related("system").exclude(state=RequestState.ASKED)
    return [request_card(row) for row in rows.order_by("-id")[:limit]]


def request_card(row: AgencyRequest) -> RequestCard:
    """Return a request as plain values. No statement when its system was read along."""
    return RequestCard(
        id=row.id,
        kind=RequestKind(row.kind),
        state=RequestState(row.state),
        system_name=row.system.name,
        system_slug=row.system.slug,
        registration=Registration(row.code, row.name, row.email, row.telephone, row.parent_code),
        asked_at=row.asked_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        note=row.note,
    )


def calls_of(
    system_id: UUID,
    *,
    agency_id: UUID | None = None,
    after: UUID | None = None,
    only_failures: bool = False,
    limit: int = 50,
) -> list[CallCard]:
    """Return the calls of a system, the latest first, from behind one on. At most two statements.

    agency_id: only what was done for this agency, and polls that succeeded; those are for all.
    """
    rows = _calls(system_id, agency_id)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    if only_failures:
        rows = rows.exclude(code="")
    return _call_cards(rows.order_by("-id")[:limit])


def last_success(system_id: UUID, *, agency_id: UUID | None = None) -> CallCard | None:
    """Return the last call that succeeded and was noted, of those that `calls_of` gives."""
    rows = _calls(system_id, agency_id).filter(code="").order_by("-id")
    return next(iter(_call_cards(rows[:1])), None)


def _calls(system_id: UUID, agency_id: UUID | None) -> "QuerySet[Call]":
    rows = Call.objects.filter(system_id=system_id)
    if agency_id is None:
        return rows
    return rows.filter(Q(agency_id=agency_id) | Q(agency_id=None, code=""))


def _call_cards(rows: Iterable[Call]) -> list[CallCard]:
    found = list(rows)
    agencies = directory.agencies({row.agency_id for row in found if row.agency_id})
    return [_call(row, agencies.get(row.agency_id) if row.agency_id else None) for row in found]


def _call(row: Call, agency: AgencyCard | None) -> CallCard:
    return CallCard(
        id=row.id,
        operation=row.operation,
        agency_code=agency.code if agency else "",
        agency_name=agency.name if agency else "",
        code=row.code,
        said=row.said,
        reference=row.reference,
        address=row.address,
        called_at=row.called_at,
        milliseconds=row.milliseconds,
    )
