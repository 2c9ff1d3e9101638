"""The rows of a dispatch: its record, its deliveries, and that they have arrived."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from lienthong.directory.types import AgencyCard
from lienthong.documents import queries as documents
from lienthong.documents.types import Urgency, VersionCard
from lienthong.exchange.events import Dispatched
from lienthong.exchange.models import Delivery, Dispatch, Paper
from lienthong.exchange.services import _records
from lienthong.exchange.services._papers import owe_papers, papers_of
from lienthong.exchange.types import (
    DeliveryCard,
    DeliveryState,
    DispatchCard,
    DispatchKind,
    Sent,
    Submission,
)
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.kernel.news import announce
from lienthong.ledger import services as ledger
from lienthong.tables.rows import Rows

_DISPATCH = Rows(Dispatch)
_DELIVERIES = Rows(
    Delivery,
    *("id", "recipient_id", "recipient_name", "recipient_code", "role", "state"),
    "arrived_at_once",
)
_PAPERS = Rows(Paper, "delivery_id", "recipient_id", "policy_id", "due_on")


def admit(
    submission: Submission,
    kind: DispatchKind,
    version: VersionCard,
    agencies: Mapping[UUID, AgencyCard],
    *,
    actor: Actor,
    now: datetime,
) -> Sent:
    """Write a dispatch whose recipients may receive, in the caller's transaction.

    agencies: of the sender and the recipients. Nine statements, however many recipients; two more
    where paper goes too. Raises PaperOnly for whom the rule gives nothing electronic.
    """
    sender = agencies[submission.sender_id]
    rules = documents.sending_rules(admitted_at=now, is_urgent=_is_urgent(version), issuer=sender)
    dispatch_id, accept_by = uuid7(), rules.accept_by
    recipients = [(agencies[one.agency_id], one.role) for one in submission.recipients]
    papers = papers_of(recipients, topic=version.topic, rules=rules)
    ways = [
        _records.Way(uuid7(), agency, role, paper)
        for (agency, role), paper in zip(recipients, papers, strict=True)
    ]
    act = _records.dispatched(
        dispatch_id, kind, ways, accept_by=accept_by, version=version, sender=sender
    )
    record = ledger.record(act, actor=actor, at=now)
    dispatch = DispatchCard(
        id=dispatch_id,
        version_id=version.id,
        sender_id=sender.id,
        sender_name=sender.name,
        kind=kind,
        admitted_at=now,
        admitted_by=actor.name,
        record_id=record.id,
    )
    _write(submission, dispatch, ways, accept_by=accept_by, policy_id=rules.accept_policy_id)
    return Sent(dispatch, tuple(_card(way, dispatch, accept_by) for way in ways), record)


def tell(
    sent: Sent, version: VersionCard, agencies: Mapping[UUID, AgencyCard], *, now: datetime
) -> None:
    """Announce a dispatch whose rows and rights are written; agencies: as for `admit`."""
    sender, is_urgent = agencies[sent.dispatch.sender_id], _is_urgent(version)
    owe_papers(sent.deliveries, version, sender, now=now)
    announce(Dispatched(sent.dispatch, version, sender, sent.deliveries, agencies, is_urgent, now))


def _is_urgent(version: VersionCard) -> bool:
    return version.urgency != Urgency.NORMAL


def _write(
    submission: Submission,
    dispatch: DispatchCard,
    ways: Sequence[_records.Way],
    *,
    accept_by: datetime,
    policy_id: UUID | None,
) -> None:
    """Deliveries within this installation have arrived as soon as they exist; others are sent."""
    at = dispatch.admitted_at
    _DISPATCH.insert(
        id=dispatch.id,
        version_id=dispatch.version_id,
        sender_id=dispatch.sender_id,
        kind=dispatch.kind,
        key=submission.key,
        digest=submission.digest(),
        admitted_at=at,
        admitted_by=dispatch.admitted_by,
        record_id=dispatch.record_id,
    )
    _DELIVERIES.insert(
        (
            (
                *(way.id, way.agency.id, way.agency.name, way.agency.code, way.role),
                *(_state(way, dispatch.kind), not way.agency.is_outside),
            )
            for way in ways
        ),
        dispatch_id=dispatch.id,
        version_id=dispatch.version_id,
        sender_id=dispatch.sender_id,
        admitted_at=at,
        accept_by=accept_by,
        accept_policy_id=policy_id,
    )
    _PAPERS.insert(
        (
            (way.id, way.agency.id, way.paper.policy_id, way.paper.due_on)
            for way in ways
            if way.paper
        ),
        sender_id=dispatch.sender_id,
    )


def _state(way: _records.Way, kind: DispatchKind) -> DeliveryState:
    """What comes instead of something waits for the recipient's consent."""
    return DeliveryState.OFFERED if kind.is_change else way.state


def _card(way: _records.Way, dispatch: DispatchCard, accept_by: datetime) -> DeliveryCard:
    return DeliveryCard(
        id=way.id,
        dispatch_id=dispatch.id,
        version_id=dispatch.version_id,
        sender_id=dispatch.sender_id,
        sender_name=dispatch.sender_name,
        recipient_id=way.agency.id,
        recipient_name=way.agency.name,
        role=way.role,
        state=_state(way, dispatch.kind),
        state_since=dispatch.admitted_at,
        is_change_pending=False,
        admitted_at=dispatch.admitted_at,
        accept_by=accept_by,
        dispatch_record_id=dispatch.record_id,
        paper=way.paper,
    )
