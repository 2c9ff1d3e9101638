"""Update and replacement from a page: a file that was completed elsewhere, or one issued here."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.documents import services as document_services
from lienthong.documents.errors import TargetUnknown
from lienthong.documents.rules.relations import split_reference
from lienthong.documents.types import VersionCard
from lienthong.exchange import errors as exchange_errors
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.types import ChangeKind, NewChange
from lienthong.gateways import queries as gateway_queries
from lienthong.gateways import services as gateways
from lienthong.gateways.types import (
    Answered,
    Changing,
    DocumentCheck,
    FileRef,
    NewDocument,
    NewRecipient,
)
from lienthong.issuing import errors
from lienthong.issuing.types import CompletedFile, DocumentChange
from lienthong.kernel.actor import Actor
from lienthong.kernel.wording import noop as _

# The last line of the recipients block of what is completed elsewhere.
_FILED = _("Lưu: VT")
# Recipients of one sending, as a submission may have.
_MOST = 1_000


def change_document(*, change: DocumentChange, key: str, actor: Actor, now: datetime) -> UUID:
    """Offer a file that was completed elsewhere to those who have a document, instead of it.

    Returns the new version. An update keeps the number of the document, whatever the file says.
    The same key with the same form gives the same answer, whatever happened since. Raises what
    `submit_document` of gateways raises, NobodyChosen, NobodyToAsk, FileMissing for a replacement
    without a file, TargetUnknown for what others issued, and IssuedByPredecessor for an update by
    an heir.
    """
    new = _new_document(change, actor, key=key)
    return gateways.submit_document(new=new, key=key, actor=actor, now=now).version_id


def check_change(*, change: DocumentChange, actor: Actor, now: datetime) -> DocumentCheck:
    """Say what `change_document` would refuse and what deserves a look; nothing is written.

    Raises NobodyChosen, and NobodyToAsk where none of the chosen has the document.
    """
    new = _new_document(change, actor)
    return gateways.check_document(new=new, actor=actor, now=now)


def require_changeable(old: VersionCard, kind: ChangeKind, actor: Actor) -> None:
    """Let an agency change only what it issued, and an heir replace what it inherited.

    Raises TargetUnknown and IssuedByPredecessor. Three statements at most.
    """
    if old.issuer_id not in directory.with_inherited(actor.own_agency):
        raise TargetUnknown
    if kind == ChangeKind.UPDATE:
        document_services.require_issuer(old.document_id, actor.own_agency)


def _new_document(change: DocumentChange, actor: Actor, *, key: str = "") -> NewDocument:
    """key: of the form; who was asked under it is named again, whoever has what by now."""
    old = documents.visible_version(change.version_id, documents.viewer_of(actor))
    kind, completed = change.kind, change.completed
    require_changeable(old, kind, actor)
    number, suffix, notation = split_reference(
        old.reference_code if kind == ChangeKind.UPDATE else completed.reference
    )
    return NewDocument(
        kind=completed.kind,
        number=number or 0,
        number_suffix=suffix,
        notation=notation,
        issued_on=completed.issued_on,
        subject=completed.subject,
        content=_main_file(old, kind, completed),
        attachments=tuple(_attached(old, completed)),
        recipients=_recipients(old, change, actor, key),
        urgency=old.urgency,
        signer_name=completed.signer_name,
        signer_position=old.signer_position,
        signer_authority=old.signer_authority,
        due_on=old.due_on,
        concern=old.concern,
        period=old.period,
        filed=_FILED,
        change=Changing(kind, Answered(document_id=old.document_id), change.reason),
    )


def replace_by_issued(
    *,
    version_id: UUID,
    reference: str,
    issued_on: date | None,
    reason: str,
    recipient_ids: Collection[UUID],
    key: str,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Offer a document that was issued here, by its number and notation, instead of another one.

    Returns its version. Raises what `issued_by_number` and `request_change` raise.
    """
    old = documents.visible_version(version_id, documents.viewer_of(actor))
    new = issued_by_number(old, reference, issued_on, actor=actor)
    with transaction.atomic():
        exchange_services.request_change(
            change=NewChange(
                kind=ChangeKind.REPLACEMENT,
                document_id=old.document_id,
                version_id=new.id,
                reason=reason,
                key=f"page:{key}",
                recipient_ids=tuple(recipient_ids),
            ),
            actor=actor,
            now=now,
        )
        document_services.link_replacement(new.id, old.document_id)
    return new.id


def issued_by_number(
    old: VersionCard, reference: str, issued_on: date | None, *, actor: Actor
) -> VersionCard:
    """Return the agency's own document of a number and notation that is to replace another one.

    issued_on: tells which one where several years have that number; the year is enough.
    Raises TargetUnknown where the agency issued none, or it is the document itself, or that one was
    issued by somebody else; SeveralOfThisNumber where the day is wanted.
    """
    require_changeable(old, ChangeKind.REPLACEMENT, actor)
    found = documents.issued_under(actor.own_agency, *split_reference(reference))
    if issued_on is not None:
        found = [one for one in found if one.issued_on.year == issued_on.year]
        found = [one for one in found if one.issued_on == issued_on] or found
    if len(found) > 1:
        days = ", ".join(f"{one.issued_on:%d/%m/%Y}" for one in found)
        raise errors.SeveralOfThisNumber(reference=found[0].reference_code, days=days)
    if not found or found[0].document_id == old.document_id:
        raise TargetUnknown
    return found[0]


def _main_file(old: VersionCard, kind: ChangeKind, completed: CompletedFile) -> FileRef:
    if completed.file is not None:
        return FileRef(upload_id=completed.file.upload_id)
    if kind == ChangeKind.REPLACEMENT:
        raise errors.FileMissing
    return FileRef(digest=old.content_digest, name=old.content_name)


def _attached(old: VersionCard, completed: CompletedFile) -> Iterator[FileRef]:
    for one in documents.attachments_of(old.id):
        if one.position in completed.kept:
            yield FileRef(digest=one.digest, name=one.name, description=one.description)
    for new in completed.added:
        yield FileRef(upload_id=new.upload_id)


def _recipients(
    old: VersionCard, change: DocumentChange, actor: Actor, key: str
) -> tuple[NewRecipient, ...]:
    """Those of the chosen who have the document, in the roles in which they got it."""
    chosen = set(change.recipient_ids)
    if not chosen:
        raise exchange_errors.NobodyChosen()
    have = exchange.recallable(old.document_id, sender_id=actor.own_agency)
    made = gateway_queries.submitted_under(actor, key) if key else None
    if made is not None:
        have += exchange.deliveries_of_dispatch(made, limit=_MOST)
    roles = {one.recipient_id: one.role for one in have if one.recipient_id in chosen}
    if not roles:
        raise exchange_errors.NobodyToAsk(change=change.kind.label)
    agencies = directory.agencies(roles)
    named = [NewRecipient(agencies[one].code, role) for one, role in roles.items()]
    return tuple(sorted(named, key=lambda one: one.code))
