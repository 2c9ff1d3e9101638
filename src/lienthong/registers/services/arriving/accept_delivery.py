"""Acceptance: the clerk takes a delivery into the incoming book, with the next number (B1)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.documents import queries as documents
from lienthong.documents import services as document_services
from lienthong.documents.types import LegalValue, VersionCard
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.types import DeliveryCard, DeliveryState, NewReport, StatusCode
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.registers import errors, queries
from lienthong.registers.models import Entry
from lienthong.registers.services.arriving._opening import hand_to_leader
from lienthong.registers.services.arriving.join_line import join_line
from lienthong.registers.services.books._lines import write_line
from lienthong.registers.types import Direction, EntryCard, EntryFacts, EntryState


def accept_delivery(
    *, delivery_id: UUID, key: str, actor: Actor, now: datetime, note: str = ""
) -> EntryCard:
    """Accept what arrived: the next number of the book, status 03 to the sender, the leader's turn.

    All of it is one transaction, so that neither a number nor a status exists without the other.
    Accepting again with the same key gives the same line. What came before on paper or by mail
    keeps its line and number, which is about the electronic document from then on. Who presses it
    on a page from before an update that was agreed to takes in what came instead. Raises
    NotAllowed, and of exchange DeliveryNotFound and AlreadyDecided; SignatureInvalid when the law
    says to refuse.
    Source: Decree 30/2020/NĐ-CP, Articles 21 and 22; Decision 28/2018/QĐ-TTg, Article 9.
    """
    access.require(actor, "registers.accept", agency_id=actor.agency_id)
    _have_judged(delivery_id, actor, now=now)
    with transaction.atomic():
        said = exchange_services.report_status(
            report=NewReport(delivery_id, StatusCode.ACCEPTED, key, note), actor=actor, now=now
        )
        delivery = _in_force(exchange.delivery_card(said.delivery_id))
        entered = _entered_before(delivery.id)
        if entered is not None:
            return queries.card_of(entered)
        version = documents.version_card(delivery.version_id)
        if version.legal_value == LegalValue.INVALID:
            raise errors.SignatureInvalid()
        joined = join_line(delivery, version, actor=actor, now=now)
        if joined is not None:
            return queries.card_of(joined)
        entry = _enter(delivery, version, note=note, actor=actor, now=now)
        hand_to_leader(entry, version, agency_id=delivery.recipient_id, actor=actor, now=now)
    return queries.card_of(entry)


def _have_judged(delivery_id: UUID, actor: Actor, *, now: datetime) -> None:
    """Nobody accepts what was not looked at: where the job has not come yet, it is done now."""
    delivery = _in_force(exchange.delivery_for(delivery_id, agency_id=actor.own_agency))
    version = documents.version_card(delivery.version_id)
    if version.legal_value == LegalValue.UNDETERMINED:
        document_services.judge_kept({version.content_digest: delivery.admitted_at}, now=now)


def _in_force(delivery: DeliveryCard) -> DeliveryCard:
    """Return what the recipient agreed to instead of a delivery, with which the line went."""
    while delivery.state == DeliveryState.SUPERSEDED:
        delivery = exchange.delivery_card(exchange.successor_of(delivery.id))
    return delivery


def _entered_before(delivery_id: UUID) -> Entry | None:
    """Return the line of this delivery; a repetition may come when another year has begun."""
    rows = Entry.objects.select_related("register").filter(delivery_id=delivery_id)
    return rows.filter(register__direction=Direction.INCOMING).first()


def _enter(
    delivery: DeliveryCard, version: VersionCard, *, note: str, actor: Actor, now: datetime
) -> Entry:
    return write_line(
        agency_id=delivery.recipient_id,
        direction=Direction.INCOMING,
        year=local_day(now).year,
        key=f"delivery:{delivery.id}",
        facts=EntryFacts(
            author=version.issuer_name,
            reference_code=version.reference_code,
            document_on=version.issued_on,
            kind=version.kind_name,
            subject=version.subject,
            signer=version.signer_name,
            note=note,
        ),
        state=EntryState.ENTERED,
        version_id=version.id,
        delivery_id=delivery.id,
        actor=actor,
        now=now,
    )
