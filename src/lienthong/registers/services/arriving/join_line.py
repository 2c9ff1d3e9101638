"""One document, one entry: the electronic document takes over the line of its paper (A7)."""

from datetime import datetime
from uuid import UUID

from lienthong.documents import queries as documents
from lienthong.documents import services as document_services
from lienthong.documents.types import Grant, VersionCard
from lienthong.exchange import services as exchange
from lienthong.exchange.types import DeliveryCard, NewReport, StatusCode
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.wording import noop as _
from lienthong.registers.models import Assignment, Entry
from lienthong.registers.queries.received import line_of_documents
from lienthong.registers.services.books._lines import hold_book
from lienthong.registers.types import AssignmentState, Direction, WorkState

_NOTE = _("Bản điện tử tiếp nhận ngày %(on)s")
_LONGEST_NOTE = 500
# What its sender has missed, where the work began before the electronic document came.
_MISSED = {
    WorkState.ASSIGNED: StatusCode.ASSIGNED,
    WorkState.IN_WORK: StatusCode.IN_WORK,
    WorkState.FINISHED: StatusCode.FINISHED,
}


def join_line(
    delivery: DeliveryCard, version: VersionCard, *, actor: Actor, now: datetime
) -> Entry | None:
    """Let a line that came on paper or by mail be about what is accepted now; None without one.

    It keeps book, number and work; who works on it reads the electronic document, and the sender
    hears how far the work is. Whoever enters the paper at this moment waits for the book, or was
    first. Six statements where there is no such line.
    """
    hold_book(
        agency_id=delivery.recipient_id,
        direction=Direction.INCOMING,
        year=local_day(now).year,
    )
    sought = documents.Sought(
        version.issuer_name,
        version.issuer_id,
        version.reference_code,
        version.issued_on.year,
        (version.content_digest,),
    )
    alike = documents.entered_alike(sought, agency_id=delivery.recipient_id)
    entry = line_of_documents(alike, agency_id=delivery.recipient_id) if alike else None
    if entry is None or entry.delivery_id is not None:
        return None
    entry.version_id, entry.delivery_id = version.id, delivery.id
    said = _NOTE % {"on": f"{local_day(now):%d/%m/%Y}"}
    entry.note = f"{entry.note}; {said}"[-_LONGEST_NOTE:] if entry.note else said
    entry.save(update_fields=["version", "delivery", "note"])
    _let_read(entry, version, delivery, now=now)
    _tell_missed(entry, delivery, actor=actor, now=now)
    return entry


def _let_read(entry: Entry, version: VersionCard, delivery: DeliveryCard, *, now: datetime) -> None:
    given = Assignment.objects.filter(incoming_id=entry.pk).exclude(state=AssignmentState.WITHDRAWN)
    readers = [
        (delivery.recipient_id, None if one.post_id else one.unit_id, _person(one))
        for one in given.select_related("post")
    ]
    if readers:
        document_services.grant(version.document_id, readers, granted_by=Grant.ASSIGNED, now=now)


def _person(assignment: Assignment) -> UUID | None:
    return assignment.post.person_id if assignment.post else None


def _tell_missed(entry: Entry, delivery: DeliveryCard, *, actor: Actor, now: datetime) -> None:
    code = _MISSED.get(WorkState(entry.incoming.state))
    if code is not None:
        exchange.report_status(
            report=NewReport(delivery.id, code, f"joined:{entry.pk}"), actor=actor, now=now
        )
