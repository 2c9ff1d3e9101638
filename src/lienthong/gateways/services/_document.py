"""A document package: a document of another system, sent, recalled, updated or replaced here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.db import transaction

from lienthong.directory.types import AgencyCard
from lienthong.documents import queries as documents
from lienthong.documents import services as document_services
from lienthong.documents.errors import OtherContent
from lienthong.documents.rules.facts import check_facts, tidy
from lienthong.documents.rules.kinds import kind as kind_of
from lienthong.documents.rules.notation import check_notation
from lienthong.documents.types import (
    Finding,
    FindingLevel,
    LegalValue,
    Road,
    VersionCard,
    VersionFacts,
    VersionRef,
)
from lienthong.exchange import errors as exchange_errors
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.types import (
    ChangeKind,
    DeliveryState,
    DispatchCard,
    Recipient,
    StatusCode,
    Submission,
)
from lienthong.formats.edxml.codes import BussinessDocType
from lienthong.formats.edxml.types import DocumentPackage
from lienthong.gateways import queries, rules
from lienthong.gateways.errors import NoFile
from lienthong.gateways.models import Package
from lienthong.gateways.queries import Named
from lienthong.gateways.services import _earlier, _keep
from lienthong.gateways.services._change import Offer, send_offer
from lienthong.gateways.services._facts import facts_of
from lienthong.gateways.services._files import Examined, examine_files, remember_signatures
from lienthong.gateways.services._keep import Contents, Effect, Incoming
from lienthong.gateways.services._parties import (
    Recipients,
    ready_ones,
    recipients_of,
    speaker_of,
)
from lienthong.gateways.services._recall import Recall, no_reason, plan_recall
from lienthong.gateways.services.system_actor import system_actor_for
from lienthong.gateways.types import PackageKind, Spoken
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import clean_block
from lienthong.kernel.wording import noop as _

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
class _Plan:
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


def take_in_document(incoming: Incoming, package: DocumentPackage, *, now: datetime) -> Package:
    """Keep the document, send it to its recipients, and do what it asks for an earlier one.

    See `take_in_package` for what is refused.
    """
    sender = speaker_of(package.sender, incoming.actor, on=local_day(now))
    incoming.require_allowed(Spoken(sender))
    plan = _plan(incoming, package, sender, now=now)
    if plan.recall:
        asked = Spoken(sender, StatusCode.TAKE_BACK, plan.recall.delivery_ids)
        incoming.require_allowed(asked)
    if plan.files:
        remember_signatures(plan.files)
    with (
        _keep.staged(incoming, package.attachments, now=now) as contents,
        transaction.atomic(),
    ):
        return _carry_out(incoming, package, plan, contents, now=now)


def _plan(
    incoming: Incoming, package: DocumentPackage, sender: AgencyCard, *, now: datetime
) -> _Plan:
    """Look at everything that can be refused, while nothing is kept."""
    today = local_day(now)
    recipients = recipients_of(package.recipients, sender=sender)
    earlier, still_missing = _earlier.concerned(package, sender)
    heading, told = rules.heading(package, today=today)
    recall = plan_recall(package, earlier, recipients) if _is_recall(package) else None
    if not package.attachments and recall is None:
        raise NoFile()
    plan = _Plan(sender, heading, recipients, [], None, recall)
    plan.warnings += rules.of_form(incoming.reading.findings)
    plan.warnings += [*told, *recipients.warnings, *still_missing]
    if recall:
        plan.warnings += recall.warnings
    elif earlier:
        _plan_change(package, earlier, plan)
    if package.attachments:
        _plan_document(incoming, package, plan, now=now)
    return plan


def _is_recall(package: DocumentPackage) -> bool:
    return package.does is BussinessDocType.RECALL


def _plan_document(
    incoming: Incoming, package: DocumentPackage, plan: _Plan, *, now: datetime
) -> None:
    heading, sender = plan.heading, plan.sender
    plan.to, not_ready = ready_ones(
        plan.recipients, sender=sender, kind=heading.kind, on=local_day(now)
    )
    plan.files = examine_files(
        incoming,
        package.attachments,
        issuer=sender,
        issued_on=heading.issued_on,
        reference_code=str(package.code or ""),
        circulation=package.other.sphere if package.other else "",
        now=now,
    )
    facts = _checked_fields(package, plan, plan.files, now=now)
    plan.warnings += [*not_ready, *plan.files.warnings, *_about_notation(heading, sender)]
    named = Named(package.document_id, str(package.code or ""), heading.issued_on)
    known = queries.known_version(named, sender)
    if known is None:
        return
    if package.does is BussinessDocType.UPDATE and known.document_id in plan.earlier:
        plan.updates = known.document_id
        document_services.require_change(document_id=known.document_id, facts=facts)
        plan.warnings += _earlier.asked_back(known, plan.to, plan.recipients.agencies)
    else:
        _require_same(known, plan.files)
        _leave_out_served(plan, known)


def _checked_fields(
    package: DocumentPackage, plan: _Plan, files: Examined, *, now: datetime
) -> VersionFacts:
    """Let documents refuse what it would refuse later anyway, while nothing is kept."""
    facts = facts_of(
        package,
        plan.heading,
        files,
        issuer_id=plan.sender.id,
        organisations=plan.recipients.lines,
    )
    check_facts(
        tidy(facts),
        today=local_day(now),
        agency_abbreviation=plan.sender.abbreviation,
        agency_class=plan.sender.agency_class,
        is_own=False,
    )
    return facts


def _about_notation(heading: rules.Heading, sender: AgencyCard) -> list[Finding]:
    kind = kind_of(heading.kind)
    if kind is None or not heading.notation:
        return []
    found = check_notation(
        kind=kind,
        notation=heading.notation,
        issued_on=heading.issued_on,
        agency_abbreviation=sender.abbreviation,
        agency_class=sender.agency_class,
        is_own=False,
    )
    return [found] if found.level == FindingLevel.WARN else []


def _plan_change(package: DocumentPackage, earlier: Sequence[VersionCard], plan: _Plan) -> None:
    """Offer the document to those who have what it updates or replaces."""
    block = package.trace.bussiness if package.trace else None
    cleaned = clean_block(block.reason) if block else ""
    plan.earlier = tuple(dict.fromkeys(one.document_id for one in earlier))
    plan.reason = cleaned or rules.NO_REASON
    if not cleaned:
        plan.warnings.append(no_reason())


def _require_same(known: VersionCard, files: Examined) -> None:
    """The same id with other files is never taken in silently."""
    wanted = [files.main.digest, *(one.digest for one in files.others)]
    if documents.content_digests(known.id) != wanted:
        raise OtherContent(reference=known.reference_code)


def _leave_out_served(plan: _Plan, known: VersionCard) -> None:
    """Send to further recipients only; raises AlreadySent where there is none."""
    standing = {
        one.recipient_id
        for one in exchange.deliveries_of_version(known.id, sender_id=plan.sender.id)
        if one.state != DeliveryState.REFUSED
    }
    served = [one for one in plan.to if one.agency_id in standing]
    plan.to = [one for one in plan.to if one.agency_id not in standing]
    names = ", ".join(plan.recipients.agencies[one.agency_id].name for one in served)
    if not plan.to:
        raise exchange_errors.AlreadySent(names=names)
    if served:
        plan.warnings.append(
            rules.warning(
                "gateways.recipient-has-it",
                _("Đã có văn bản này từ trước, không gửi lại: %(names)s."),
                names=names,
            )
        )


def _carry_out(
    incoming: Incoming,
    package: DocumentPackage,
    plan: _Plan,
    contents: Contents,
    *,
    now: datetime,
) -> Package:
    actor = system_actor_for(plan.sender)
    version = dispatch = None
    delivery_ids: list[UUID] = []
    if plan.files:
        version = _issue(package, plan, plan.files, contents, now=now)
        dispatch, delivered = _send(incoming, package, plan, version, now=now)
        delivery_ids += delivered
    if plan.recall:
        delivery_ids += plan.recall.ask(key=incoming.digest, actor=actor, now=now)
    effect = Effect(
        kind=PackageKind.DOCUMENT,
        sender_id=plan.sender.id,
        document_id=package.document_id,
        version_id=version.version_id if version else None,
        dispatch_id=dispatch.id if dispatch else None,
        delivery_ids=delivery_ids,
        warnings=plan.warnings,
    )
    return _keep.keep_package(incoming, effect, contents, now=now)


def _send(
    incoming: Incoming,
    package: DocumentPackage,
    plan: _Plan,
    version: VersionRef,
    *,
    now: datetime,
) -> tuple[DispatchCard, list[UUID]]:
    actor, to = system_actor_for(plan.sender), tuple(plan.to)
    if not plan.earlier:
        submission = Submission(plan.sender.id, version.version_id, to, incoming.digest)
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
    package: DocumentPackage, plan: _Plan, files: Examined, contents: Contents, *, now: datetime
) -> VersionRef:
    media_types = {
        digest: _keep.keep_file(contents[digest], holders=[plan.sender.id], now=now)
        for digest in sorted({one.digest for one in package.attachments})
    }
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
    return document_services.issue_version(facts=facts, **issued)
