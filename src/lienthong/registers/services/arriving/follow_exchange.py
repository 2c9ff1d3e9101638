"""What the books do when exchange announces news, in its transaction: lines for the worklist."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.documents.types import VersionCard
from lienthong.exchange import queries as exchange
from lienthong.exchange.events import Dispatched, Reported, StatusesReported
from lienthong.exchange.types import DeliveryCard, DeliveryState, DispatchKind, StatusCode
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
_NOT_CARRIED = declare(
    "exchange.delivery-not-carried",
    _("Không chuyển được %(reference)s tới %(recipient)s: “%(note)s”."),
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
    if event.dispatch.kind != DispatchKind.NEW:
        _settle_refused(event)


def settle_acceptance(event: StatusesReported) -> None:
    """Take off the clerks' lists what was accepted or refused, here or by a system of their own."""
    decided = [
        one.delivery.id
        for one in event.reports
        if one.was.is_open_for_acceptance and not one.delivery.state.is_open_for_acceptance
    ]
    _settle(decided, Verb.ACCEPT, event)


def tell_senders(event: StatusesReported) -> None:
    """Let a refusal be seen at once: the sender's clerks get a line of work and a notice.

    One that comes late from another system, and no longer counts, changes nothing; nobody
    sees to one that a taking in has overtaken. Where the sender has ended, its heir is told.
    """
    overtaken = [one.delivery.id for one in event.reports if _is_overtaken(one)]
    _settle(overtaken, Verb.CORRECT_REFUSED, event)
    refused = [one for one in event.reports if _is_refused(one)]
    if refused:
        _tell_refused(refused, now=event.now)


def _is_overtaken(report: Reported) -> bool:
    return report.was == DeliveryState.REFUSED and report.delivery.state != DeliveryState.REFUSED


def _is_refused(report: Reported) -> bool:
    is_refusal = report.line.code == StatusCode.REFUSED
    return is_refusal and report.delivery.state == DeliveryState.REFUSED


def _tell_refused(reports: Sequence[Reported], *, now: datetime) -> None:
    """Four statements, whatever the number."""
    versions = documents.version_cards(one.delivery.version_id for one in reports)
    holders = directory.holders_of({one.delivery.sender_id for one in reports})
    told = [
        (one, versions[one.delivery.version_id], holders[one.delivery.sender_id]) for one in reports
    ]
    worklist.put(
        _refused_line(one.delivery, version, holder_id=holder_id, now=now)
        for one, version, holder_id in told
    )
    notices.tell(
        (
            _work.to_sender(
                one.delivery,
                version,
                _NOT_CARRIED if one.line.not_carried else _REFUSED,
                holder_id=holder_id,
                note=one.line.note,
            )
            for one, version, holder_id in told
        ),
        now=now,
    )


def _settle_refused(event: Dispatched) -> None:
    """What was refused and comes again, also on offer, no longer waits for the sender's clerks.

    To its heir, where who refused it has ended.
    """
    sent = exchange.deliveries_of_version(
        event.dispatch.version_id, sender_id=event.dispatch.sender_id
    )
    refused = [delivery for delivery in sent if delivery.state == DeliveryState.REFUSED]
    if not refused:
        return
    holders = directory.holders_of({one.recipient_id for one in (*refused, *event.deliveries)})
    again = {holders[delivery.recipient_id] for delivery in event.deliveries}
    worklist.settle(
        subject_kind="delivery",
        subject_ids=[one.id for one in refused if holders[one.recipient_id] in again],
        verbs=[Verb.CORRECT_REFUSED],
        agency_id=event.dispatch.sender_id,
        now=event.now,
        actor=Actor.installation(),
    )


def _settle(delivery_ids: Sequence[UUID], verb: Verb, event: StatusesReported) -> None:
    """One statement, none without deliveries."""
    if not delivery_ids:
        return
    worklist.settle(
        subject_kind="delivery",
        subject_ids=delivery_ids,
        verbs=[verb],
        now=event.now,
        actor=event.actor,
    )


def _refused_line(
    delivery: DeliveryCard, version: VersionCard, *, holder_id: UUID, now: datetime
) -> NewWork:
    return NewWork(
        agency_id=holder_id,
        audience=_work.CLERK,
        verb=Verb.CORRECT_REFUSED,
        subject_kind="delivery",
        subject_id=delivery.id,
        arrived_at=now,
        notation=version.reference_code,
        issuer=version.issuer_name,
        summary=version.subject,
        from_whom=delivery.recipient_name,
        due_at=None,
        is_urgent=False,
    )
