"""Step b of issuing: the clerk seals the numbered file for the agency; outside any transaction."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.blobs import queries as blob_queries
from lienthong.blobs import services as blobs
from lienthong.directory import queries as directory
from lienthong.issuing import errors, queries
from lienthong.issuing.models import Draft
from lienthong.issuing.services import _drafts
from lienthong.issuing.services.copying._copy_files import corner_of, require_not_on_paper
from lienthong.issuing.services.number_draft import require_other_person
from lienthong.issuing.services.signing import _certificates
from lienthong.issuing.types import DraftCard, DraftState, Origin
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.disk import PIECE
from lienthong.signatures import queries as signature_queries
from lienthong.signatures import services as signatures
from lienthong.signatures.types import HolderKind, Mark, PreparedSignature


def prepare_seal(*, draft_id: UUID, actor: Actor, now: datetime) -> PreparedSignature:
    """Make ready what the agency's key signs. Raises NotAllowed, SamePerson, DraftNotFound,
    WrongState, CopyIsOnPaper, CertificateMissing, and what signatures raises.
    """
    draft = mine_to_seal(draft_id, actor)
    _drafts.require_state(draft, [DraftState.NUMBERED])
    agency = directory.agency(draft.agency_id)
    is_copy = draft.origin == Origin.COPY
    with blob_queries.open_content(draft.content_id) as source:
        pdf = source.read()
    return signatures.prepare_signature(
        pdf=pdf,
        purpose=HolderKind.AGENCY,
        certificate_id=_certificates.of(agency.id, agency.name, now=now),
        actor=actor,
        now=now,
        appearance=signatures.corner_mark(corner_of(draft, agency.name), at=now)
        if is_copy
        else _seal_of(agency.id, now=now),
        is_alone=is_copy,
    )


def _seal_of(agency_id: UUID, *, now: datetime) -> Mark | None:
    return signature_queries.specimen_of(
        holder_kind=HolderKind.AGENCY, holder_id=agency_id, on=local_day(now)
    )


def complete_seal(
    *, draft_id: UUID, request_id: UUID, signature: bytes, actor: Actor, now: datetime
) -> DraftCard:
    """Put the seal into the file and keep it; completing what is sealed changes nothing.

    Raises as prepare_seal; SealOfOtherFile when the draft has moved on since it was prepared.
    """
    draft = mine_to_seal(draft_id, actor)
    if draft.state in {DraftState.SEALED, DraftState.ISSUED}:
        return queries.draft_card(draft.id, agency_id=draft.agency_id)
    _drafts.require_state(draft, [DraftState.NUMBERED])
    sealed = signatures.complete_signature(
        request_id=request_id,
        signature=signature,
        now=now,
        time_stamper=signatures.local_time_stamper(),
    )
    _require_same_file(draft, sealed)
    with blobs.prepared(sealed, now=now) as ready, transaction.atomic():
        made_of = draft.content_id
        draft = _drafts.locked(draft_id, actor)
        if draft.state == DraftState.NUMBERED:
            if draft.content_id != made_of:
                raise errors.SealOfOtherFile()
            kept = blobs.store_prepared(ready, agency_ids=[draft.agency_id], now=now)
            keep_sealed(draft, kept.digest, actor=actor, now=now)
        return queries.draft_card(draft.id, agency_id=draft.agency_id)


def keep_sealed(
    draft: Draft, digest: str, *, actor: Actor, now: datetime, step: str = "sealed"
) -> None:
    """Let a locked draft be sealed; digest: of the sealed file, in custody of the agency.

    step: how it was sealed.
    """
    draft.state, draft.content_id = DraftState.SEALED, digest
    draft.save(update_fields=["state", "content"])
    _drafts.leave_step(draft, step, actor=actor, now=now, digest=digest)


def _require_same_file(draft: Draft, sealed: bytes) -> None:
    """Raise SealOfOtherFile unless the sealed file is the numbered one with something added."""
    compared = memoryview(sealed)
    with blob_queries.open_content(draft.content_id) as source:
        while piece := source.read(PIECE):
            if compared[: len(piece)] != piece:
                raise errors.SealOfOtherFile()
            compared = compared[len(piece) :]


def mine_to_seal(draft_id: UUID, actor: Actor) -> Draft:
    access.require(actor, "issuing.seal", agency_id=actor.agency_id)
    draft = _drafts.found(draft_id, actor)
    require_other_person(draft, actor)
    require_not_on_paper(draft)
    return draft
