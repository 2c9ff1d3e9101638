"""Update and replacement from a page: a file that was completed elsewhere, or one issued here."""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.documents import services as document_services
from lienthong.documents.errors import TargetUnknown
from lienthong.documents.rules.relations import canonical_reference, split_reference
from lienthong.documents.types import SearchFilters, VersionCard, Viewer
from lienthong.exchange import errors as exchange_errors
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.types import ChangeKind, NewChange
from lienthong.gateways import services as gateways
from lienthong.gateways.types import (
    Answered,
    Changing,
    DocumentCheck,
    FileRef,
    NewDocument,
    NewRecipient,
)
from lienthong.issuing.types import CompletedFile, DocumentChange
from lienthong.kernel.actor import Actor
from lienthong.kernel.wording import noop as _

# The last line of the recipients block of what is completed elsewhere.
_FILED = _("Lưu: VT")


def change_document(*, change: DocumentChange, key: str, actor: Actor, now: datetime) -> UUID:
    """Offer a file that was completed elsewhere to those who have a document, instead of it.

    Returns the new version. An update keeps the number of the document, whatever the file says.
    The same key with the same form gives the same answer. Raises what `submit_document` of
    gateways raises, and NobodyToAsk.
    """
    new = _new_document(change, actor)
    return gateways.submit_document(new=new, key=key, actor=actor, now=now).version_id


def check_change(*, change: DocumentChange, actor: Actor, now: datetime) -> DocumentCheck:
    """Say what `change_document` would refuse and what deserves a look; nothing is written.

    Raises NobodyToAsk where none of the chosen has the document.
    """
    new = _new_document(change, actor)
    return gateways.check_document(new=new, actor=actor, now=now)


def _new_document(change: DocumentChange, actor: Actor) -> NewDocument:
    old = documents.visible_version(change.version_id, documents.viewer_of(actor))
    kind, completed = change.kind, change.completed
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
        content=_main_file(old, completed),
        attachments=tuple(_attached(old, completed)),
        recipients=_recipients(old, change.recipient_ids, actor, kind),
        urgency=old.urgency,
        signer_name=completed.signer_name,
        signer_position=old.signer_position,
        signer_authority=old.signer_authority,
        due_on=old.due_on,
        filed=_FILED,
        change=Changing(kind, Answered(document_id=old.document_id), change.reason),
    )


def replace_by_issued(
    *,
    version_id: UUID,
    reference: str,
    reason: str,
    recipient_ids: Collection[UUID],
    key: str,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Offer a document that was issued here, by its number and notation, instead of another one.

    Returns its version. Raises TargetUnknown where the agency issued none of that number, or it is
    the document itself; and what `request_change` raises.
    """
    old = documents.visible_version(version_id, documents.viewer_of(actor))
    new = _issued(reference, actor)
    if new is None or new.document_id == old.document_id:
        raise TargetUnknown
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


def _main_file(old: VersionCard, completed: CompletedFile) -> FileRef:
    if completed.file is not None:
        return FileRef(upload_id=completed.file.upload_id)
    return FileRef(digest=old.content_digest, name=old.content_name)


def _attached(old: VersionCard, completed: CompletedFile) -> Iterator[FileRef]:
    for one in documents.attachments_of(old.id):
        if one.position in completed.kept:
            yield FileRef(digest=one.digest, name=one.name, description=one.description)
    for new in completed.added:
        yield FileRef(upload_id=new.upload_id)


def _issued(reference: str, actor: Actor) -> VersionCard | None:
    """The newest own document of a number and notation."""
    wanted = canonical_reference(reference)
    own = Viewer(actor.own_agency, None, None, sees_whole_agency=True)
    found = documents.search_versions(own, wanted, SearchFilters(issuer_id=actor.own_agency))
    return next((row for row in found.rows if row.reference_code == wanted), None)


def _recipients(
    old: VersionCard, recipient_ids: Collection[UUID], actor: Actor, kind: ChangeKind
) -> tuple[NewRecipient, ...]:
    """Those of the chosen who have the document, in the roles in which they got it."""
    chosen = set(recipient_ids)
    have = exchange.recallable(old.document_id, sender_id=actor.own_agency)
    roles = {one.recipient_id: one.role for one in have if one.recipient_id in chosen}
    if not roles:
        raise exchange_errors.NobodyToAsk(change=kind.label)
    agencies = directory.agencies(roles)
    return tuple(NewRecipient(agencies[one].code, role) for one, role in roles.items())
