"""What the books do when exchange announces news, in its transaction: lines for the worklist."""

from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.documents import queries as documents
from lienthong.documents.types import VersionCard
from lienthong.exchange import queries as exchange
from lienthong.exchange.events import (
    ChangeAnswered,
    ChangeRequested,
    Dispatched,
    StatusReported,
)
from lienthong.exchange.types import (
    ChangeKind,
    DeliveryCard,
    DeliveryState,
    DispatchKind,
    StatusCode,
)
from lienthong.kernel.actor import Actor
from lienthong.kernel.wording import noop as _
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice
from lienthong.registers.models import IncomingDocument
from lienthong.registers.types import WorkState
from lienthong.worklist import services as worklist
from lienthong.worklist.types import Audience, NewWork, Verb

_CLERK = Audience(role=Role.CLERK)
_REFUSED = declare(
    "exchange.delivery-refused", _("%(recipient)s từ chối %(reference)s: “%(note)s”.")
)
_AGREED = declare("exchange.recall-agreed", _("%(recipient)s đồng ý thu hồi %(reference)s."))
_DECLINED = declare(
    "exchange.recall-declined", _("%(recipient)s không đồng ý thu hồi %(reference)s.")
)


def await_acceptance(event: Dispatched) -> None:
    """Put 'Tiếp nhận và vào sổ' before the clerks of every recipient: one bulk write."""
    first = _line(event.deliveries[0], event.version, Verb.ACCEPT, event.is_urgent)
    worklist.put_for_each(first, ((one.recipient_id, one.id) for one in event.deliveries))
    if event.dispatch.kind == DispatchKind.RESENT:
        _settle_refused(event)


def follow_change_request(event: ChangeRequested) -> None:
    """Put the answer to a recall before the clerks of those who were asked.

    Until it is given it stands alone: one document is one line of work.
    """
    if not event.deliveries:
        return
    worklist.settle(
        subject_kind="delivery",
        subject_ids=[delivery.id for delivery in event.deliveries],
        verbs=[Verb.ACCEPT],
        now=event.now,
        actor=Actor.installation(),
    )
    version = documents.version_card(event.deliveries[0].version_id)
    worklist.put(_line(d, version, Verb.ANSWER_RECALL, True) for d in event.deliveries)


def follow_change_answer(event: ChangeAnswered) -> None:
    """End the work on a document that was given back, and tell the sender either way.

    One that is kept is worked on as before: the answer no longer waits, acceptance does again.
    """
    is_given_back = event.is_agreed and event.kind == ChangeKind.RECALL
    worklist.settle(
        subject_kind="delivery",
        subject_ids=[event.delivery.id],
        verbs=None if is_given_back else [Verb.ANSWER_RECALL],
        agency_id=event.delivery.recipient_id,
        now=event.now,
        actor=Actor.installation(),
    )
    if is_given_back:
        _end_work(event)
    elif event.delivery.state.is_open_for_acceptance:
        worklist.reopen(
            subject_kind="delivery",
            subject_ids=[event.delivery.id],
            verbs=[Verb.ACCEPT],
            agency_id=event.delivery.recipient_id,
        )
    code = _AGREED if event.is_agreed else _DECLINED
    notices.tell([_to_sender(event.delivery, code)], now=event.now)


def settle_acceptance(event: StatusReported) -> None:
    """Take off the clerks' lists what was accepted or refused, here or by a system of their own."""
    if event.delivery.state.is_open_for_acceptance:
        return
    worklist.settle(
        subject_kind="delivery",
        subject_ids=[event.delivery.id],
        verbs=[Verb.ACCEPT],
        agency_id=event.delivery.recipient_id,
        now=event.now,
        actor=event.actor,
    )


def tell_sender(event: StatusReported) -> None:
    """Let a refusal be seen at once: the sender's clerks get a line of work and a notice.

    One that comes late from another system, and no longer counts, changes nothing. Where the
    sender has ended, its heir is told.
    """
    if event.line.code != StatusCode.REFUSED or event.delivery.state != DeliveryState.REFUSED:
        return
    version = documents.version_card(event.delivery.version_id)
    worklist.put([_refused_line(event, version)])
    notices.tell([_to_sender(event.delivery, _REFUSED, event.line.note)], now=event.now)


def _settle_refused(event: Dispatched) -> None:
    """What was refused and is sent again no longer waits for the sender's clerks."""
    again = {delivery.recipient_id for delivery in event.deliveries}
    sent = exchange.deliveries_of_version(
        event.dispatch.version_id, sender_id=event.dispatch.sender_id
    )
    worklist.settle(
        subject_kind="delivery",
        subject_ids=[delivery.id for delivery in sent if delivery.recipient_id in again],
        verbs=[Verb.CORRECT_REFUSED],
        agency_id=event.dispatch.sender_id,
        now=event.now,
        actor=Actor.installation(),
    )


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


def _line(delivery: DeliveryCard, version: VersionCard, verb: Verb, is_urgent: bool) -> NewWork:
    return NewWork(
        agency_id=delivery.recipient_id,
        audience=_CLERK,
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


def _refused_line(event: StatusReported, version: VersionCard) -> NewWork:
    return NewWork(
        agency_id=directory.holder_of(event.delivery.sender_id),
        audience=_CLERK,
        verb=Verb.CORRECT_REFUSED,
        subject_kind="delivery",
        subject_id=event.delivery.id,
        arrived_at=event.now,
        notation=version.reference_code,
        issuer=version.issuer_name,
        summary=version.subject,
        from_whom=event.delivery.recipient_name,
        due_at=None,
        is_urgent=False,
    )


def _to_sender(delivery: DeliveryCard, code: str, note: str = "") -> NewNotice:
    version = documents.version_card(delivery.version_id)
    return NewNotice(
        agency_id=directory.holder_of(delivery.sender_id),
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
