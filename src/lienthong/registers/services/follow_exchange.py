"""What the books do when exchange announces news, in its transaction: lines for the worklist."""

from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.documents.types import VersionCard
from lienthong.exchange import queries as exchange
from lienthong.exchange.events import Dispatched, StatusReported
from lienthong.exchange.types import DeliveryState, DispatchKind, StatusCode
from lienthong.kernel.actor import Actor
from lienthong.kernel.wording import noop as _
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.registers.services import _work
from lienthong.worklist import services as worklist
from lienthong.worklist.types import NewWork, Verb

_REFUSED = declare(
    "exchange.delivery-refused", _("%(recipient)s từ chối %(reference)s: “%(note)s”.")
)


def await_acceptance(event: Dispatched) -> None:
    """Put 'Tiếp nhận và vào sổ' before the clerks of every recipient here: one bulk write.

    Whose books are kept in its own software takes in there (see services.await_here). What comes
    instead of something waits for its answer first.
    """
    if event.dispatch.kind.is_change:
        _settle_refused(event)
        return
    here = [
        one
        for one in event.deliveries
        if one.state != DeliveryState.SENT and event.agencies[one.recipient_id].books_here
    ]
    if here:
        first = _work.for_clerk(here[0], event.version, Verb.ACCEPT, event.is_urgent)
        worklist.put_for_each(first, ((one.recipient_id, one.id) for one in here))
    if event.dispatch.kind == DispatchKind.RESENT:
        _settle_refused(event)


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

    One that comes late from another system, and no longer counts, changes nothing; nobody
    sees to one that a taking in has overtaken. Where the sender has ended, its heir is told.
    """
    if event.was == DeliveryState.REFUSED and event.delivery.state != DeliveryState.REFUSED:
        _settle_correcting(event)
    if event.line.code != StatusCode.REFUSED or event.delivery.state != DeliveryState.REFUSED:
        return
    version = documents.version_card(event.delivery.version_id)
    worklist.put([_refused_line(event, version)])
    notices.tell([_work.to_sender(event.delivery, _REFUSED, event.line.note)], now=event.now)


def _settle_refused(event: Dispatched) -> None:
    """What was refused and comes again, also on offer, no longer waits for the sender's clerks."""
    again = {delivery.recipient_id for delivery in event.deliveries}
    sent = exchange.deliveries_of_version(
        event.dispatch.version_id, sender_id=event.dispatch.sender_id
    )
    worklist.settle(
        subject_kind="delivery",
        subject_ids=[
            delivery.id
            for delivery in sent
            if delivery.recipient_id in again and delivery.state == DeliveryState.REFUSED
        ],
        verbs=[Verb.CORRECT_REFUSED],
        agency_id=event.dispatch.sender_id,
        now=event.now,
        actor=Actor.installation(),
    )


def _settle_correcting(event: StatusReported) -> None:
    worklist.settle(
        subject_kind="delivery",
        subject_ids=[event.delivery.id],
        verbs=[Verb.CORRECT_REFUSED],
        now=event.now,
        actor=event.actor,
    )


def _refused_line(event: StatusReported, version: VersionCard) -> NewWork:
    return NewWork(
        agency_id=directory.holder_of(event.delivery.sender_id),
        audience=_work.CLERK,
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
