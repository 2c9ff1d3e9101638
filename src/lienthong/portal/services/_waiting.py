"""What waits for a leader's decision: its row, its line of work, and who is told of the end."""

from datetime import datetime
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.documents.types import VersionCard
from lienthong.kernel.actor import Actor
from lienthong.kernel.wording import noop as _
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice
from lienthong.portal.models import Clearance
from lienthong.portal.services._looks import signed_as, tidy_note
from lienthong.portal.types import SUBJECT, ClearanceState, PublicFacts
from lienthong.worklist import services as worklist
from lienthong.worklist.types import Audience, NewWork, Verb

PUBLISHED = declare("portal.published", _("Văn bản %(reference)s đã được công khai."))
DECLINED = declare(
    "portal.declined", _("Lãnh đạo không cho công khai văn bản %(reference)s: %(reason)s")
)
TAKEN_DOWN = declare(
    "portal.taken-down", _("Văn bản %(reference)s đã gỡ khỏi trang công khai: %(reason)s")
)


def new_clearance(
    version: VersionCard,
    facts: PublicFacts,
    key: str,
    *,
    state: ClearanceState,
    actor: Actor,
    now: datetime,
) -> Clearance:
    """Write what is asked, decided at once where a leader does it."""
    is_decided = state != ClearanceState.WAITING
    return Clearance.objects.create(
        agency_id=actor.own_agency,
        document_id=version.document_id,
        version_id=version.id,
        area=facts.area,
        effective_on=facts.effective_on,
        ends_on=facts.ends_on,
        note=tidy_note(facts.note),
        attachments=sorted(set(facts.attachments)),
        names_signer=facts.names_signer,
        state=state,
        key=key,
        prepared_by=signed_as(actor),
        prepared_at=now,
        decided_by=signed_as(actor) if is_decided else "",
        decided_at=now if is_decided else None,
    )


def end_waiting(
    document_id: UUID, state: ClearanceState, *, reason: str = "", actor: Actor, now: datetime
) -> Clearance | None:
    """End what waits for a document, locked; None where nothing does."""
    rows = Clearance.objects.select_for_update(of=("self",))
    row = rows.filter(document=document_id, state=ClearanceState.WAITING).first()
    if row is None:
        return None
    row.state, row.reason = state, reason
    row.decided_by, row.decided_at = signed_as(actor), now
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    worklist.settle(subject_kind=SUBJECT, subject_ids=[row.version_id], actor=actor, now=now)
    return row


def let_wait(version: VersionCard, verb: Verb, role: Role, who: str, *, now: datetime) -> None:
    """Put a version before the leaders or clerks of whoever acts for its issuer today."""
    worklist.put(
        [
            NewWork(
                agency_id=directory.holder_of(version.issuer_id),
                audience=Audience(role=role),
                verb=verb,
                subject_kind=SUBJECT,
                subject_id=version.id,
                arrived_at=now,
                notation=version.reference_code,
                issuer=version.issuer_name,
                summary=version.subject,
                from_whom=who,
            )
        ]
    )


def tell_clerks(
    agency_id: UUID, version_id: UUID, code: str, *, now: datetime, **facts: str
) -> None:
    """Leave a notice for the clerks of an agency."""
    notices.tell(
        [
            NewNotice(
                agency_id=agency_id,
                code=code,
                subject_kind=SUBJECT,
                subject_id=version_id,
                facts=facts,
                role=Role.CLERK,
            )
        ],
        now=now,
    )
