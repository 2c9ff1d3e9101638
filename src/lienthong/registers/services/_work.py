"""Lines of the worklist that the books cause."""

from datetime import date, datetime
from uuid import UUID

from lienthong.directory.types import AgencyCard, Role
from lienthong.documents.types import Urgency, VersionCard
from lienthong.exchange.types import DeliveryCard
from lienthong.kernel.clock import end_of_day
from lienthong.notices.types import NewNotice
from lienthong.registers.models import Assignment, Entry, IncomingDocument
from lienthong.registers.types import AssignmentRole
from lienthong.worklist.types import Audience, NewWork, Verb

CLERK = Audience(role=Role.CLERK)
_VERB_OF = {
    AssignmentRole.LEAD: Verb.HANDLE,
    AssignmentRole.SUPPORT: Verb.COOPERATE,
    AssignmentRole.INFORMED: Verb.READ,
}


def verb_of(assignment: Assignment) -> Verb:
    """Return what an assignment asks of those to whom it was given."""
    return _VERB_OF[AssignmentRole(assignment.role)]


def audience_of(assignment: Assignment) -> Audience:
    """Return on whose lists an assignment stands: one person's, or those of a unit."""
    if assignment.post_id:
        return Audience(post_id=assignment.post_id)
    return Audience(unit_id=assignment.unit_id)


def for_clerk(delivery: DeliveryCard, version: VersionCard, verb: Verb, is_urgent: bool) -> NewWork:
    """The clerk's turn at a delivery: to take it in, or to answer what its sender asks."""
    return NewWork(
        agency_id=delivery.recipient_id,
        audience=CLERK,
        verb=verb,
        subject_kind="delivery",
        subject_id=delivery.id,
        arrived_at=delivery.admitted_at,
        notation=version.reference_code,
        issuer=version.issuer_name,
        summary=version.subject,
        from_whom=delivery.sender_name,
        due_at=delivery.accept_by,
        is_urgent=is_urgent,
    )


def to_sender(
    delivery: DeliveryCard, version: VersionCard, code: str, *, holder_id: UUID, note: str = ""
) -> NewNotice:
    """Tell the clerks of who holds the sender's affairs, itself or its heir, of one delivery."""
    return NewNotice(
        agency_id=holder_id,
        role=Role.CLERK,
        code=code,
        facts={
            "recipient": delivery.recipient_name,
            "reference": version.reference_code,
            "note": note,
        },
        subject_kind="delivery",
        subject_id=delivery.id,
    )


def for_leader(
    entry: Entry, version: VersionCard, *, agency: AgencyCard, from_whom: str, now: datetime
) -> NewWork:
    """The leader's turn; the day until which the sender wants an answer is shown with it."""
    return NewWork(
        agency_id=agency.id,
        audience=Audience(role=Role.LEADER),
        verb=Verb.INSTRUCT,
        subject_kind="entry",
        subject_id=entry.id,
        arrived_at=now,
        number=f"Đến số {entry.number}",
        notation=entry.reference_code,
        issuer=entry.author,
        summary=entry.subject,
        from_whom=from_whom,
        due_at=_until(version.due_on),
        is_urgent=version.urgency != Urgency.NORMAL,
    )


def for_assignee(
    assignment: Assignment, incoming: IncomingDocument, *, from_whom: str, now: datetime
) -> NewWork:
    """The turn of a unit's officers, or of one person, until the deadline that the leader set."""
    entry = incoming.entry
    return NewWork(
        agency_id=incoming.agency_id,
        audience=audience_of(assignment),
        verb=verb_of(assignment),
        subject_kind="entry",
        subject_id=entry.pk,
        arrived_at=now,
        number=f"Đến số {entry.number}",
        notation=entry.reference_code,
        issuer=entry.author,
        summary=entry.subject,
        from_whom=from_whom,
        due_at=_until(assignment.due_on),
        is_urgent=incoming.is_urgent,
    )


def _until(due_on: date | None) -> datetime | None:
    return end_of_day(due_on) if due_on else None
