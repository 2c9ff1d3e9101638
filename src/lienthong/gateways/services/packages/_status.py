"""A status package: what the other side of a delivery reports, or asks for."""

from dataclasses import dataclass, field
from datetime import datetime, time
from uuid import UUID

from django.db import transaction

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.documents import queries as documents
from lienthong.documents.types import Finding, VersionCard
from lienthong.exchange import errors as exchange_errors
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.types import ANSWERS, DeliveryCard, NewReport, StatusCode
from lienthong.formats.edxml.identity import read_document_id
from lienthong.formats.edxml.types import StatusPackage
from lienthong.gateways import queries, rules
from lienthong.gateways.errors import EarlierDocumentNeeded, StatusUnknown
from lienthong.gateways.models import Package
from lienthong.gateways.services.packages import _earlier
from lienthong.gateways.services.packages._keep import (
    Effect,
    Incoming,
    keep_contents,
    keep_package,
    staged,
)
from lienthong.gateways.services.packages._parties import speaker_of
from lienthong.gateways.services.packages._recall import no_reason, recall_of
from lienthong.gateways.services.report_delivery import require_books_elsewhere
from lienthong.gateways.services.system_actor import system_actor_for
from lienthong.gateways.types import PackageKind, Spoken
from lienthong.kernel.clock import at_local, local_day
from lienthong.kernel.text import clean_block
from lienthong.kernel.wording import noop as _

# Arrival is a fact, and asking back is the sender's; the others are decided by the recipient.
_NO_DECISION = (StatusCode.ARRIVED, StatusCode.TAKE_BACK)
# What software says about a recall that came as a package of its own, under that one's id.
_ABOUT_RECALLS = (StatusCode.ARRIVED, *ANSWERS)
_NEEDS_REASON = (StatusCode.REFUSED, StatusCode.DECLINED)
_LONGEST_NOTE = 500


@dataclass(slots=True)
class _Told:
    """A status package in the words of exchange; reporter: the agency that speaks."""

    code: StatusCode
    reporter: AgencyCard
    version: VersionCard
    note: str
    stamped_at: datetime | None
    key: str
    warnings: list[Finding] = field(default_factory=list)


def take_in_status(incoming: Incoming, package: StatusPackage, *, now: datetime) -> Package:
    """Do what a status package says: report, answer, or ask to give back (13).

    Raises BooksKeptHere for what a clerk here decides, StatusUnknown, SenderUnknown,
    NoEarlierDocumentNamed, EarlierDocumentNeeded, and of exchange DeliveryNotFound for a document
    that was not sent to the reporter, NothingToAnswer, NothingToRecall, StampBeforeDispatch.
    """
    reporter = speaker_of(package.sender, incoming.actor, on=local_day(now))
    incoming.require_allowed(Spoken(reporter))
    told = _read(incoming, package, reporter)
    if told.code not in _NO_DECISION:
        require_books_elsewhere(reporter)
    with staged(incoming, now=now) as contents, transaction.atomic():
        keep_contents(contents, [reporter.id], now=now)
        if told.code == StatusCode.TAKE_BACK:
            effect = _ask_back(incoming, told, package, now=now)
        else:
            effect = _report(incoming, told, package, now=now)
        return keep_package(incoming, effect, now=now)


def _read(incoming: Incoming, package: StatusPackage, reporter: AgencyCard) -> _Told:
    if package.status is None:
        raise StatusUnknown(status=package.status_code[:20])
    code = StatusCode(package.status_code)
    told = _Told(
        code=code,
        reporter=reporter,
        version=_subject(package, reporter, code),
        note=clean_block(package.description)[:_LONGEST_NOTE],
        stamped_at=package.timestamp.at if package.timestamp else None,
        key=incoming.digest,
        warnings=rules.of_form(incoming.reading.findings),
    )
    if code in _NEEDS_REASON and not told.note:
        told.note = rules.NO_REASON
        told.warnings.append(no_reason())
    return told


def _subject(package: StatusPackage, reporter: AgencyCard, code: StatusCode) -> VersionCard:
    """Return the document that is reported on; its issuer is the addressee, or who asks (13)."""
    named = _earlier.of_response(package.response_for)
    issuer = reporter
    if code != StatusCode.TAKE_BACK:
        found = _issuer(package, named.document_id)
        if found is None:
            raise EarlierDocumentNeeded(documents=named.shown)
        issuer = found
    version = queries.known_of(named, issuer)
    if version is None and code in _ABOUT_RECALLS:
        holder_id = directory.holder_of(reporter.id)
        version = queries.recalled_by(named.document_id, issuer=issuer, holder_id=holder_id)
    if version is None:
        raise EarlierDocumentNeeded(documents=named.shown)
    return version


def _issuer(package: StatusPackage, document_id: str) -> AgencyCard | None:
    addressee = package.response_for.organ_id if package.response_for else ""
    identity = read_document_id(document_id)
    code = addressee or (identity.issuer if identity else "")
    return directory.agency_by_code(code) if code else None


def _report(incoming: Incoming, told: _Told, package: StatusPackage, *, now: datetime) -> Effect:
    delivery, about = _delivery(told)
    incoming.require_allowed(Spoken(told.reporter, told.code, about))
    line = _answer(told, delivery, now=now) if told.code in ANSWERS else None
    report_id = line or _log(told, delivery, now=now)
    return Effect(
        kind=PackageKind.STATUS,
        sender_id=told.reporter.id,
        document_id=_document_id(package),
        version_id=told.version.id,
        dispatch_id=delivery.dispatch_id,
        report_id=report_id,
        delivery_ids=[delivery.id],
        warnings=told.warnings,
    )


def _delivery(told: _Told) -> tuple[DeliveryCard, tuple[UUID, ...]]:
    """Return what the reporter has of the document, or is offered; answers go to the question.

    With the ids of all that it may mean: a system may answer an update under its own id or under
    that of the earlier document.
    """
    reporter_id = told.reporter.id
    found = exchange.in_force(told.version.document_id, recipient_id=reporter_id)
    named = exchange.delivery_to(told.version.id, recipient_id=reporter_id)
    asks = found is not None and found.is_change_pending
    if told.code in ANSWERS and named is not None and not asks:
        found = exchange.instead_of(named.id) or found
    found = found or named
    if found is None:
        raise exchange_errors.DeliveryNotFound()
    return found, tuple({found.id, named.id if named else found.id})


def _log(told: _Told, delivery: DeliveryCard, *, now: datetime) -> UUID:
    delivery = _standing_then(delivery, told.stamped_at)
    _weigh_stamp(told, delivery)
    line = exchange_services.report_status(
        report=NewReport(
            delivery_id=delivery.id,
            code=told.code,
            key=told.key,
            note=told.note,
            stamped_at=told.stamped_at,
            is_act=False,
        ),
        actor=system_actor_for(told.reporter),
        now=now,
    )
    return line.id


def _standing_then(delivery: DeliveryCard, stamped_at: datetime | None) -> DeliveryCard:
    """Return what the recipient had at a moment: what is in force, or what that came instead of.

    What it reported about the earlier one counts for what is in force, with its true stamp.
    """
    if (
        stamped_at is None
        or stamped_at >= delivery.admitted_at
        or not delivery.state.is_with_recipient
    ):
        return delivery
    before = exchange.instead_of(delivery.id)
    return _standing_then(before, stamped_at) if before else delivery


def _answer(told: _Told, delivery: DeliveryCard, *, now: datetime) -> UUID:
    """Agree or decline: what follows is the same as when a clerk answers at a desk.

    The answer is to the request that was open when it was given, of what it names; one that came
    after it, or took its place, has no answer yet. The same answer by another road is known
    already. Raises NothingToAnswer.
    """
    asked_about = documents.version_card(delivery.version_id).document_id
    named = told.version.document_id
    meant = exchange.request_meant(
        delivery.id,
        at=told.stamped_at or now,
        now=now,
        offering=named if named != asked_about else None,
    )
    said = exchange.answer_given(meant, told.code) if meant else None
    if said is not None:
        return said
    line = exchange_services.answer_change(
        delivery_id=delivery.id,
        agrees=told.code == StatusCode.AGREED,
        note=told.note,
        key=told.key,
        actor=system_actor_for(told.reporter),
        now=now,
        request_id=meant,
    )
    return line.id


def _weigh_stamp(told: _Told, delivery: DeliveryCard) -> None:
    """Let a stamp from before our sending count from now, if it fits the document's day.

    A document that came here later than it came to its recipient by another road has statuses
    that are older than our delivery; a stamp from before the document itself is refused. Packages
    have whole seconds: one of the second in which we sent it is not from before.
    """
    stamped_at = told.stamped_at
    if stamped_at is None or stamped_at >= delivery.admitted_at:
        return
    if stamped_at >= delivery.admitted_at.replace(microsecond=0):
        told.stamped_at = delivery.admitted_at
        return
    if stamped_at < at_local(told.version.issued_on, time.min):
        return
    told.stamped_at = None
    told.warnings.append(
        rules.warning(
            "gateways.stamp-before-arrival",
            _("Thời điểm trong gói tin có trước khi văn bản đến đây; tính theo lúc nhận gói tin."),
        )
    )


def _ask_back(incoming: Incoming, told: _Told, package: StatusPackage, *, now: datetime) -> Effect:
    """13: the issuer asks the organisation of `ResponseFor`, or its heir, for the document back."""
    named = package.response_for.organ_id if package.response_for else ""
    recipient = directory.agency_by_code(named) if named else None
    if recipient is None:
        raise exchange_errors.DeliveryNotFound()
    holder = directory.holder_of(recipient.id)
    if exchange.delivery_held(told.version.id, agency_id=holder) is None:
        raise exchange_errors.DeliveryNotFound()
    recall = recall_of([told.version], {recipient.id}, reason=told.note)
    incoming.require_allowed(Spoken(told.reporter, told.code, recall.delivery_ids))
    asked = recall.ask(key=told.key, actor=system_actor_for(told.reporter), now=now)
    return Effect(
        kind=PackageKind.STATUS,
        sender_id=told.reporter.id,
        document_id=_document_id(package),
        version_id=told.version.id,
        delivery_ids=asked,
        warnings=[*told.warnings, *recall.warnings],
    )


def _document_id(package: StatusPackage) -> str:
    return package.response_for.document_id if package.response_for else ""
