"""What the books do when a sender asks for something and a recipient answers (A12)."""

from datetime import date
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.documents import queries as documents
from lienthong.documents import services as document_services
from lienthong.documents.types import Grant, Urgency, VersionCard
from lienthong.exchange.events import ChangeAnswered, ChangeRequested
from lienthong.exchange.types import ChangeKind, DeliveryCard
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.wording import noop as _
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice
from lienthong.registers.models import Assignment, Entry, IncomingDocument
from lienthong.registers.services import _work
from lienthong.registers.types import AssignmentState, Direction, EntryState, WorkState
from lienthong.worklist import services as worklist
from lienthong.worklist.types import Verb

_NEW_NOT_CARRIED = declare(
    "exchange.change-not-carried",
    _("Không chuyển được bản mới của %(reference)s tới %(recipient)s; bản trước vẫn có hiệu lực."),
)
_ANSWERS = {
    (ChangeKind.RECALL, True): declare(
        "exchange.recall-agreed", _("%(recipient)s đồng ý thu hồi %(reference)s.")
    ),
    (ChangeKind.RECALL, False): declare(
        "exchange.recall-declined", _("%(recipient)s không đồng ý thu hồi %(reference)s.")
    ),
    (ChangeKind.UPDATE, True): declare(
        "exchange.update-agreed", _("%(recipient)s đồng ý cập nhật %(reference)s.")
    ),
    (ChangeKind.UPDATE, False): declare(
        "exchange.update-declined", _("%(recipient)s không đồng ý cập nhật %(reference)s.")
    ),
    (ChangeKind.REPLACEMENT, True): declare(
        "exchange.replacement-agreed", _("%(recipient)s đồng ý thay thế %(reference)s.")
    ),
    (ChangeKind.REPLACEMENT, False): declare(
        "exchange.replacement-declined", _("%(recipient)s không đồng ý thay thế %(reference)s.")
    ),
}
_CHANGED = declare(
    "registers.entry-changed",
    _("Văn bản đến số %(number)s đã có bản mới: %(reference)s. Xem lại trước khi xử lý tiếp."),
)
_ASKS = {
    ChangeKind.RECALL: Verb.ANSWER_RECALL,
    ChangeKind.UPDATE: Verb.ANSWER_CHANGE,
    ChangeKind.REPLACEMENT: Verb.ANSWER_CHANGE,
}
# Remarks of the books, which are kept in the words of the law.
_UPDATED = _("Cập nhật bản mới ngày %(on)s")
_REPLACED = _("Thay bằng %(reference)s ngày %(on)s")
_LONGEST_NOTE = 500
_AT_WORK = (AssignmentState.WAITING, AssignmentState.STARTED)


def follow_change_request(event: ChangeRequested) -> None:
    """Put the answer before the clerks of those who were asked, and note it in the sender's book.

    Until it is given it stands alone: one document is one line of work.
    """
    if not event.deliveries:
        return
    worklist.settle(
        subject_kind="delivery",
        subject_ids=[delivery.id for delivery in event.deliveries],
        verbs=[Verb.ACCEPT, *_ASKS.values()],
        now=event.now,
        actor=Actor.installation(),
    )
    versions = documents.version_cards({one.version_id for one in event.deliveries})
    known = directory.agencies({one.recipient_id for one in event.deliveries})
    worklist.put(
        _work.for_clerk(one, versions[one.version_id], _ASKS[event.kind], True)
        for one in event.deliveries
        if not known[one.recipient_id].is_outside
    )
    if event.new is not None:
        for version in versions.values():
            _note_sent(version, event.new, local_day(event.now))


def follow_change_answer(event: ChangeAnswered) -> None:
    """Let line and work follow what was agreed to, and tell the sender either way.

    One that is kept is worked on as before: the answer no longer waits, acceptance does again.
    """
    worklist.settle(
        subject_kind="delivery",
        subject_ids=[event.delivery.id],
        verbs=None if event.is_agreed else list(_ASKS.values()),
        agency_id=event.delivery.recipient_id,
        now=event.now,
        actor=Actor.installation(),
    )
    if not event.is_agreed:
        _go_on(event.delivery)
    elif event.offered is None:
        _end_work(event)
    else:
        _take_over(event, event.offered)
    code = _NEW_NOT_CARRIED if event.not_carried else _ANSWERS[event.kind, event.is_agreed]
    version = documents.version_card(event.delivery.version_id)
    holder_id = directory.holder_of(event.delivery.sender_id)
    told = _work.to_sender(event.delivery, version, code, holder_id=holder_id)
    notices.tell([told], now=event.now)


def _go_on(delivery: DeliveryCard) -> None:
    """Let acceptance wait again; anew where it waited in an agency that has ended since, or in
    books elsewhere.
    """
    if not delivery.state.is_open_for_acceptance:
        return
    is_back = worklist.reopen(
        subject_kind="delivery",
        subject_ids=[delivery.id],
        verbs=[Verb.ACCEPT],
        agency_id=delivery.recipient_id,
    )
    if not is_back and directory.agency(delivery.recipient_id).books_here:
        version = documents.version_card(delivery.version_id)
        is_urgent = version.urgency != Urgency.NORMAL
        worklist.put([_work.for_clerk(delivery, version, Verb.ACCEPT, is_urgent)])


def _end_work(event: ChangeAnswered) -> None:
    incoming = IncomingDocument.objects.filter(entry__delivery_id=event.delivery.id)
    entries: list[UUID] = list(incoming.values_list("pk", flat=True))
    incoming.update(state=WorkState.RECALLED)
    if entries:
        worklist.settle(
            subject_kind="entry",
            subject_ids=entries,
            agency_id=event.delivery.recipient_id,
            now=event.now,
            actor=Actor.installation(),
        )


def _take_over(event: ChangeAnswered, offered: DeliveryCard) -> None:
    """Let the line of the book keep its number and be about the new version, with the work on it.

    What was not in the book yet waits for acceptance as the new version.
    """
    new = documents.version_card(offered.version_id)
    is_here = directory.agency(offered.recipient_id).books_here
    if offered.state.is_open_for_acceptance and is_here:
        worklist.put([_work.for_clerk(offered, new, Verb.ACCEPT, is_urgent=True)])
    rows = Entry.objects.filter(
        delivery_id=event.delivery.id, register__direction=Direction.INCOMING
    )
    for entry in rows.select_for_update(of=("self",)):
        old = documents.version_card(event.delivery.version_id)
        entry.note = _noted(entry.note, old, new, local_day(event.now))
        entry.version_id, entry.delivery_id = new.id, offered.id
        entry.save(update_fields=["note", "version", "delivery"])
        _tell_concerned(entry, old, new, event)


def _tell_concerned(
    entry: Entry, old: VersionCard, new: VersionCard, event: ChangeAnswered
) -> None:
    """Let those who work on the line read what came instead, and tell them and the leaders."""
    agency_id = event.delivery.recipient_id
    given = Assignment.objects.filter(incoming_id=entry.pk).exclude(state=AssignmentState.WITHDRAWN)
    assigned = list(given.select_related("post"))
    if new.document_id != old.document_id:
        readers = [
            (agency_id, one.unit_id, one.post.person_id if one.post else None) for one in assigned
        ]
        document_services.grant(new.document_id, readers, granted_by=Grant.ASSIGNED, now=event.now)
    posts = {one.post_id for one in assigned if one.post_id and one.state in _AT_WORK}
    for unit_id in {one.unit_id for one in assigned if one.unit_id and one.state in _AT_WORK}:
        found = directory.officers(agency_id, on=local_day(event.now), unit_id=unit_id)
        posts |= {post.id for post in found}
    told = [_told(entry, new, agency_id, post_id=one) for one in sorted(posts)]
    told.append(_told(entry, new, agency_id, role=Role.LEADER))
    notices.tell(told, now=event.now)


def _told(entry: Entry, new: VersionCard, agency_id: UUID, **whom: object) -> NewNotice:
    return NewNotice(
        agency_id=agency_id,
        code=_CHANGED,
        facts={"number": f"{entry.number}{entry.number_suffix}", "reference": new.reference_code},
        subject_kind="entry",
        subject_id=entry.pk,
        **whom,  # type: ignore[arg-type]  # role or post_id
    )


def _note_sent(old: VersionCard, new: VersionCard, on: date) -> None:
    """Say in the issuer's own line that something is to come instead; its number stays."""
    rows = Entry.objects.select_for_update(of=("self",)).filter(
        version__document_id=old.document_id,
        register__agency_id=old.issuer_id,
        register__direction=Direction.OUTGOING,
        state=EntryState.ENTERED,
    )
    for entry in rows:
        entry.note = _noted(entry.note, old, new, on)
        entry.save(update_fields=["note"])


def _noted(note: str, old: VersionCard, new: VersionCard, on: date) -> str:
    """Return the remark of a line with what came instead; what is too long loses its beginning."""
    if new.document_id == old.document_id:
        said = _UPDATED % {"on": f"{on:%d/%m/%Y}"}
    else:
        said = _REPLACED % {"reference": new.reference_code, "on": f"{on:%d/%m/%Y}"}
    if said in note:
        return note
    return f"{note}; {said}"[-_LONGEST_NOTE:] if note else said
