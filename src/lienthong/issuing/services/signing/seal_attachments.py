"""Files that go with a document are sealed too, each in its own upper right corner."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.blobs import queries as blob_queries
from lienthong.blobs import services as blobs
from lienthong.directory import queries as directory
from lienthong.issuing import errors, queries
from lienthong.issuing.models import Draft, DraftAttachment
from lienthong.issuing.services import _drafts
from lienthong.issuing.services.signing import _certificates
from lienthong.issuing.services.signing.seal_draft import mine_to_seal
from lienthong.issuing.types import DraftCard, DraftState
from lienthong.kernel.actor import Actor
from lienthong.signatures import services as signatures
from lienthong.signatures.errors import AlreadySigned
from lienthong.signatures.ports import Signer
from lienthong.signatures.types import HolderKind

_PDF = "application/pdf"
_NUMBERED = (DraftState.NUMBERED, DraftState.SEALED)


def seal_attachments(*, draft_id: UUID, signer: Signer, actor: Actor, now: datetime) -> DraftCard:
    """Seal each PDF that goes with a numbered draft: no image, number and time of signing.

    Each is durable by itself; sealing again goes on with those that are left. A file that somebody
    has signed keeps that signature alone, and what is no PDF cannot be sealed.
    Raises NotAllowed, SamePerson, DraftNotFound, WrongState, CertificateMissing, SealOfOtherFile,
    and what signatures raises.
    Source: Decree 30/2020/NĐ-CP, Appendix I, Part I, section II, point 8.
    """
    draft = mine_to_seal(draft_id, actor)
    _drafts.require_state(draft, _NUMBERED)
    for row in draft.attachments.filter(media_type=_PDF, unsealed__isnull=True):
        sealed = _sealed(draft, row, signer, actor, now=now)
        if sealed is not None:
            _keep(draft_id, row, sealed, actor=actor, now=now)
    return queries.draft_card(draft.id, agency_id=draft.agency_id)


def _sealed(
    draft: Draft, row: DraftAttachment, signer: Signer, actor: Actor, *, now: datetime
) -> bytes | None:
    """Return the sealed file, made outside of any transaction; None for one that was signed."""
    agency = directory.agency(draft.agency_id)
    words = (draft.entry.reference_code if draft.entry else "",)
    with blob_queries.open_content(row.content_id) as source:
        try:
            pdf = signatures.prepare_corner(source.read(), words)
        except AlreadySigned:
            return None
    prepared = signatures.prepare_signature(
        pdf=pdf,
        purpose=HolderKind.AGENCY,
        certificate_id=_certificates.of(agency.id, agency.name, now=now),
        actor=actor,
        now=now,
        appearance=signatures.corner_mark(words, at=now),
        is_alone=True,
    )
    return signatures.complete_signature(
        request_id=prepared.request_id,
        signature=signer.sign(prepared.key_reference, prepared.to_sign, prepared.algorithm),
        now=now,
        time_stamper=signatures.local_time_stamper(),
    )


def _keep(
    draft_id: UUID, row: DraftAttachment, sealed: bytes, *, actor: Actor, now: datetime
) -> None:
    with blobs.prepared(sealed, now=now) as ready, transaction.atomic():
        draft = _drafts.locked(draft_id, actor)
        _drafts.require_state(draft, _NUMBERED)
        held = draft.attachments.filter(pk=row.pk, unsealed__isnull=True).first()
        if held is None:  # somebody else has just sealed it
            return
        if held.content_id != row.content_id:
            raise errors.SealOfOtherFile()
        kept = blobs.store_prepared(ready, agency_ids=[draft.agency_id], now=now)
        held.content_id, held.unsealed_id = kept.digest, row.content_id
        held.save(update_fields=["content", "unsealed"])
        _drafts.leave_step(
            draft, "attachment-sealed", actor=actor, now=now, note=row.name, digest=kept.digest
        )
