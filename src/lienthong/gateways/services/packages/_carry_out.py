"""Carrying out what was planned for a document package, in the one transaction that keeps it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from lienthong.directory.types import AgencyCard
from lienthong.documents import services as document_services
from lienthong.documents.types import Finding, LegalValue, Road, VersionRef
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.types import (
    ChangeKind,
    Deliverable,
    DispatchCard,
    Recipient,
    Submission,
)
from lienthong.formats.edxml.codes import BussinessDocType
from lienthong.formats.edxml.types import DocumentPackage
from lienthong.gateways import rules
from lienthong.gateways.events import BareRecallTaken
from lienthong.gateways.models import Package
from lienthong.gateways.services._change import Offer, send_offer
from lienthong.gateways.services.packages import _keep
from lienthong.gateways.services.packages._facts import facts_of
from lienthong.gateways.services.packages._files import Examined
from lienthong.gateways.services.packages._keep import Contents, Effect, Incoming
from lienthong.gateways.services.packages._parties import Recipients
from lienthong.gateways.services.packages._recall import Recall
from lienthong.gateways.services.system_actor import system_actor_for
from lienthong.gateways.types import PackageKind
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.news import announce

_CHANGES = {
    BussinessDocType.UPDATE: ChangeKind.UPDATE,
    BussinessDocType.REPLACEMENT: ChangeKind.REPLACEMENT,
}


class _Issued(TypedDict):
    """How a document was issued, beside its fields."""

    road: Road
    legal_value: LegalValue
    actor: Actor
    now: datetime


@dataclass(slots=True)
class Plan:
    """What taking a document package in will do; made before anything is kept.

    files: None for a bare recall, which brings no document of its own. earlier: the documents that
    it updates or replaces; updates: the one among them whose number it has itself.
    """

    sender: AgencyCard
    heading: rules.Heading
    recipients: Recipients
    to: list[Recipient]
    files: Examined | None
    recall: Recall | None
    earlier: tuple[UUID, ...] = ()
    updates: UUID | None = None
    reason: str = ""
    warnings: list[Finding] = field(default_factory=list)


def carry_out(
    incoming: Incoming,
    package: DocumentPackage,
    plan: Plan,
    contents: Contents,
    *,
    now: datetime,
) -> Package:
    """Keep the package and its document, and send or ask what it is there for."""
    actor = system_actor_for(plan.sender)
    _keep.keep_contents(contents, now=now)
    version = dispatch = None
    delivery_ids: list[UUID] = []
    if plan.files:
        to = _deliverable(plan, now=now)
        version = _issue(package, plan, plan.files, contents, to, now=now)
        _let_sender_hold(contents, plan, version, now=now)
        dispatch, delivered = _send(incoming, package, plan, version, to, now=now)
        delivery_ids += delivered
    else:
        _keep.let_hold(contents, plan.sender.id, now=now)
    if plan.recall:
        asked = plan.recall.ask(key=incoming.digest, actor=actor, now=now)
        delivery_ids += asked
        if version is None:
            announce(BareRecallTaken(tuple(asked), incoming.digest))
    effect = Effect(
        kind=PackageKind.DOCUMENT,
        sender_id=plan.sender.id,
        document_id=package.document_id,
        version_id=version.version_id if version else None,
        dispatch_id=dispatch.id if dispatch else None,
        delivery_ids=delivery_ids,
        warnings=plan.warnings,
    )
    return _keep.keep_package(incoming, effect, now=now)


def _let_sender_hold(contents: Contents, plan: Plan, version: VersionRef, *, now: datetime) -> None:
    """What is sent as it was issued is given to its sender with its recipients."""
    given = plan.files.digests if plan.files and _is_plain(plan, version) else []
    rest = {digest: one for digest, one in contents.items() if digest not in given}
    _keep.let_hold(rest, plan.sender.id, now=now)


def _is_plain(plan: Plan, version: VersionRef) -> bool:
    """Whether nobody knew the document, and nobody is asked about an earlier one."""
    return not plan.earlier and version.card is not None


def _deliverable(plan: Plan, *, now: datetime) -> Deliverable:
    """Who gets it, as it stands in this transaction; heirs stand for those that have ended."""
    return exchange_services.require_deliverable(
        plan.to,
        sender=plan.sender,
        kind=plan.heading.kind,
        on=local_day(now),
        known={one.agency_id: plan.recipients.agencies[one.agency_id] for one in plan.to},
    )


def _send(
    incoming: Incoming,
    package: DocumentPackage,
    plan: Plan,
    version: VersionRef,
    deliverable: Deliverable,
    *,
    now: datetime,
) -> tuple[DispatchCard, list[UUID]]:
    actor, to = system_actor_for(plan.sender), tuple(plan.to)
    submission = Submission(plan.sender.id, version.version_id, to, incoming.digest)
    if version.card is not None and plan.files and _is_plain(plan, version):
        sent = exchange_services.send_issued(
            submission=submission,
            version=version.card,
            contents=plan.files.digests,
            stored=plan.files.digests,
            to=deliverable,
            actor=actor,
            now=now,
        )
        return sent.dispatch, [one.id for one in sent.deliveries]
    if not plan.earlier:
        dispatch = exchange_services.submit_dispatch(submission=submission, actor=actor, now=now)
        return dispatch, _deliveries(dispatch)
    offer = Offer(
        kind=_CHANGES[package.does],
        document_ids=plan.earlier,
        version_id=version.version_id,
        recipients=to,
        reason=plan.reason,
        key=incoming.digest,
    )
    dispatch, delivered = send_offer(offer, actor=actor, now=now)
    return dispatch, [one.id for one in delivered]


def _deliveries(dispatch: DispatchCard) -> list[UUID]:
    sent = exchange.deliveries_of_version(dispatch.version_id, sender_id=dispatch.sender_id)
    return [one.id for one in sent if one.dispatch_id == dispatch.id]


def _issue(
    package: DocumentPackage,
    plan: Plan,
    files: Examined,
    contents: Contents,
    to: Deliverable,
    *,
    now: datetime,
) -> VersionRef:
    media_types = {digest: one.card.media_type for digest, one in contents.items()}
    facts = facts_of(
        package,
        plan.heading,
        files,
        issuer_id=plan.sender.id,
        organisations=plan.recipients.lines,
        media_types=media_types,
    )
    issued: _Issued = {
        "road": Road.PACKAGE,
        "legal_value": files.legal_value,
        "actor": system_actor_for(plan.sender),
        "now": now,
    }
    if plan.updates is not None:
        return document_services.issue_update(document_id=plan.updates, facts=facts, **issued)
    # What comes instead of an earlier one waits for consent, and is not with its recipients yet.
    delivered_to = [] if plan.earlier else [one.agency_id for one in to.recipients]
    return document_services.issue_version(
        facts=facts, issuer=plan.sender, delivered_to=delivered_to, **issued
    )
