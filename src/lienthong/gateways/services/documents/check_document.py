"""The check before submitting: everything that would stop a document, and nothing is written."""

from collections.abc import Iterator
from datetime import datetime, time

from lienthong.access import services as access
from lienthong.blobs import errors as blob_errors
from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.documents import queries as document_queries
from lienthong.documents import services as documents
from lienthong.documents.errors import IssuedByPredecessor, NumberDoubled, TargetUnknown
from lienthong.documents.rules.file_findings import refused
from lienthong.documents.rules.kinds import kind as kind_of
from lienthong.documents.rules.notation import check_notation
from lienthong.documents.types import Finding, FindingLevel, Urgency
from lienthong.exchange.services.check_recipients import check_recipients
from lienthong.exchange.services.check_routing import check_routing
from lienthong.exchange.types import ChangeKind
from lienthong.gateways import errors, queries
from lienthong.gateways.services._change import earlier_of
from lienthong.gateways.services.documents import _contents, _examined
from lienthong.gateways.services.documents._new_document import (
    Addressed,
    addressed,
    facts_of,
    require_form,
)
from lienthong.gateways.types import DocumentCheck, NewDocument
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import at_local, local_day
from lienthong.kernel.refusals import Refusal
from lienthong.kernel.text import clean_line
from lienthong.kernel.wording import noop as _

_ORDER = {FindingLevel.STOP: 0, FindingLevel.WARN: 1, FindingLevel.OK: 2}
# Of a document brought in complete only the day of its signature is known.
_NOON = time(12)
_MISSING_FILES = (
    blob_errors.UploadNotFound,
    blob_errors.UploadClosed,
    errors.FileNameMissing,
)


def check_document(*, new: NewDocument, actor: Actor, now: datetime) -> DocumentCheck:
    """Say what `submit_document` would refuse and what deserves a look. Nothing is written.

    What is wrong is a finding, never an exception but NotAllowed. A fixed number of statements for
    any number of recipients; outside a transaction, for the files are read.
    """
    access.require(actor, "exchange.check", agency_id=actor.own_agency)
    issuer = directory.agency(actor.own_agency)
    to, about_recipients = _recipients(new, issuer, now=now)
    findings = [
        *about_recipients,
        *_files_and_fields(new, issuer, to, actor=actor, now=now),
        *check_routing(
            to.recipients,
            sender=issuer,
            topic=new.topic,
            subject=new.subject,
            code="gateways.routing",
            now=now,
        ),
        *_number(new, issuer),
        *_change(new, issuer),
        *_lateness(new, now=now),
    ]
    ordered = sorted(findings, key=lambda one: _ORDER[one.level])
    return DocumentCheck(tuple(ordered), len(to.recipients))


def _recipients(
    new: NewDocument, issuer: AgencyCard, *, now: datetime
) -> tuple[Addressed, list[Finding]]:
    try:
        to = addressed(new)
    except errors.RecipientCodeUnknown as unknown:
        return Addressed((), (), {}), [refused(unknown)]
    on = local_day(now)
    return to, check_recipients(to.recipients, sender=issuer, kind=new.kind, on=on)


def _files_and_fields(
    new: NewDocument, issuer: AgencyCard, to: Addressed, *, actor: Actor, now: datetime
) -> Iterator[Finding]:
    try:
        content = _contents.found(new.content, actor)
        attachments = [_contents.found(one, actor) for one in new.attachments]
    except _MISSING_FILES as missing:
        yield refused(missing)
        return
    seen = _examined.look_at(new, content, attachments, actor=actor, now=now)
    yield from seen.findings
    facts = facts_of(new, issuer=issuer, lines=to.lines, content=content, attachments=attachments)
    try:
        require_form(facts, issuer, now=now)
    except Refusal as refusal:
        yield refused(refusal)
        return
    yield from _notation(new, issuer)


def _notation(new: NewDocument, issuer: AgencyCard) -> Iterator[Finding]:
    made = kind_of(new.kind)
    if made is not None:
        yield check_notation(
            kind=made,
            notation=new.notation,
            issued_on=new.issued_on,
            agency_abbreviation=issuer.abbreviation,
            agency_class=issuer.agency_class,
            is_own=not issuer.is_outside,
        )


def _number(new: NewDocument, issuer: AgencyCard) -> Iterator[Finding]:
    """A number that another document of the issuer has in that year; an update keeps its own."""
    if new.change is not None and new.change.kind == ChangeKind.UPDATE:
        return
    known = queries.numbered(new, issuer)
    if known is not None and known.subject != clean_line(new.subject):
        yield refused(
            NumberDoubled(
                reference=known.reference_code, year=new.issued_on.year, subject=known.subject
            )
        )


def _change(new: NewDocument, issuer: AgencyCard) -> Iterator[Finding]:
    """The earlier document that is to be changed must be known, and an updated one our own."""
    if new.change is not None:
        try:
            earlier = earlier_of(new.change, issuer)
            if new.change.kind == ChangeKind.UPDATE:
                documents.require_issuer(earlier, issuer.id)
        except (TargetUnknown, IssuedByPredecessor) as refusal:
            yield refused(refusal)


def _lateness(new: NewDocument, *, now: datetime) -> Iterator[Finding]:
    """Issued and sent on the day of signing, or the next working day at the latest (A10)."""
    if new.issued_on >= local_day(now):
        return
    limit, _policy = document_queries.issue_limit(
        signed_at=at_local(new.issued_on, _NOON), is_urgent=new.urgency != Urgency.NORMAL
    )
    if limit < now:
        yield Finding(
            "gateways.late",
            FindingLevel.WARN,
            _("Văn bản ngày %(dated)s đã quá hạn phát hành."),
            _("Phát hành trong ngày ký, chậm nhất là ngày làm việc tiếp theo."),
            _("Gửi ngay; lần sau gửi trong ngày ký."),
            {"dated": f"{new.issued_on:%d/%m/%Y}"},
        )
