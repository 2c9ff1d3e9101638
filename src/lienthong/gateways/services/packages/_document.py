"""A document package: a document of another system, sent, recalled, updated or replaced here."""

from collections.abc import Mapping, Sequence
from datetime import datetime

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
    VersionCard,
    VersionFacts,
)
from lienthong.exchange import errors as exchange_errors
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import (
    DeliveryState,
    StatusCode,
)
from lienthong.formats.edxml.codes import BussinessDocType
from lienthong.formats.edxml.types import DocumentPackage
from lienthong.gateways import queries, rules
from lienthong.gateways.errors import NoFile
from lienthong.gateways.models import Package
from lienthong.gateways.queries import Named
from lienthong.gateways.services.packages import _earlier, _keep
from lienthong.gateways.services.packages._carry_out import Plan, carry_out
from lienthong.gateways.services.packages._facts import facts_of
from lienthong.gateways.services.packages._files import Examined, examine_files, remember_signatures
from lienthong.gateways.services.packages._keep import Incoming
from lienthong.gateways.services.packages._parties import (
    known_of,
    ready_ones,
    recipients_of,
    speaker_of,
)
from lienthong.gateways.services.packages._recall import no_reason, plan_recall
from lienthong.gateways.types import Spoken
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import clean_block
from lienthong.kernel.wording import noop as _

_NOT_THERE = (DeliveryState.REFUSED, DeliveryState.RECALLED)


def take_in_document(incoming: Incoming, package: DocumentPackage, *, now: datetime) -> Package:
    """Keep the document, send it to its recipients, and do what it asks for an earlier one.

    See `take_in_package` for what is refused.
    """
    known = known_of([package.sender, *package.recipients])
    sender = speaker_of(package.sender, incoming.actor, on=local_day(now), known=known)
    incoming.require_allowed(Spoken(sender))
    plan = _plan(incoming, package, sender, known, now=now)
    if plan.recall:
        asked = Spoken(sender, StatusCode.TAKE_BACK, plan.recall.delivery_ids)
        incoming.require_allowed(asked)
    if plan.files:
        remember_signatures(plan.files)
    with (
        _keep.staged(incoming, package.attachments, now=now) as contents,
        transaction.atomic(),
    ):
        return carry_out(incoming, package, plan, contents, now=now)


def _plan(
    incoming: Incoming,
    package: DocumentPackage,
    sender: AgencyCard,
    known: Mapping[str, AgencyCard],
    *,
    now: datetime,
) -> Plan:
    """Look at everything that can be refused, while nothing is kept."""
    today = local_day(now)
    recipients = recipients_of(package.recipients, sender=sender, known=known)
    earlier, still_missing = _earlier.concerned(package, sender)
    heading, told = rules.heading(package, today=today)
    recall = plan_recall(package, earlier, recipients) if _is_recall(package) else None
    if not package.attachments and recall is None:
        raise NoFile()
    plan = Plan(sender, heading, recipients, [], None, recall)
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
    incoming: Incoming, package: DocumentPackage, plan: Plan, *, now: datetime
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
        kind=heading.kind,
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
    package: DocumentPackage, plan: Plan, files: Examined, *, now: datetime
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


def _plan_change(package: DocumentPackage, earlier: Sequence[VersionCard], plan: Plan) -> None:
    """Offer the document to those who have what it updates or replaces."""
    block = package.trace.bussiness if package.trace else None
    cleaned = clean_block(block.reason) if block else ""
    plan.earlier = tuple(dict.fromkeys(one.document_id for one in earlier))
    plan.reason = cleaned or rules.NO_REASON
    if not cleaned:
        plan.warnings.append(no_reason())


def _require_same(known: VersionCard, files: Examined) -> None:
    """The same id with other files is never taken in silently."""
    if documents.content_digests(known.id) != files.digests:
        raise OtherContent(reference=known.reference_code)


def _leave_out_served(plan: Plan, known: VersionCard) -> None:
    """Send to further recipients only; raises AlreadySent where there is none.

    Who refused it or gave it back does not have it, and gets it again.
    """
    standing = {
        one.recipient_id
        for one in exchange.deliveries_of_version(known.id, sender_id=plan.sender.id)
        if one.state not in _NOT_THERE
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
