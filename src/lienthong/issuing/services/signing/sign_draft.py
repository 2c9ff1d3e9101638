"""Signing: the competent person signs; the key may be anywhere, a minute away (C1)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.blobs import queries as blob_queries
from lienthong.blobs import services as blobs
from lienthong.documents import queries as documents
from lienthong.documents.types import Urgency
from lienthong.issuing import errors, queries
from lienthong.issuing.models import Draft
from lienthong.issuing.services import _drafts, _work
from lienthong.issuing.services.commenting._requests import end_requests
from lienthong.issuing.services.signing import _certificates
from lienthong.issuing.types import (
    CommentRequestState,
    DraftCard,
    DraftState,
    Origin,
    state_label,
)
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.signatures import queries as signature_queries
from lienthong.signatures import services as signatures
from lienthong.signatures.types import HolderKind, PreparedSignature, SigningLayout
from lienthong.worklist.types import Verb


def prepare_signing(*, draft_id: UUID, actor: Actor, now: datetime) -> PreparedSignature:
    """Make ready what the signer's key signs; no transaction is open meanwhile.

    Fields for number and date are laid into the file first: they are filled in after the
    signature without breaking it. Raises NotAllowed, NotTheSigner, DraftNotFound, WrongState,
    CertificateMissing, and what signatures raises.
    """
    draft, person_id = mine_to_sign(draft_id, actor, now=now)
    mark = signature_queries.specimen_of(
        holder_kind=HolderKind.PERSON, holder_id=person_id, on=local_day(now)
    )
    prepared = signatures.prepare_signature(
        pdf=file_with_fields(draft),
        purpose=HolderKind.PERSON,
        certificate_id=_certificates.of(person_id, draft.signer_name, now=now),
        actor=actor,
        now=now,
        appearance=mark,
    )
    Draft.objects.filter(pk=draft.pk).update(signing_request=prepared.request_id)
    return prepared


def complete_signing(
    *, draft_id: UUID, request_id: UUID, signature: bytes, actor: Actor, now: datetime
) -> DraftCard:
    """Put the signature into the file; the clerks' turn runs until the legal limit (A10).

    Completing what is signed changes nothing. Raises as prepare_signing (WrongState also when the
    draft was taken back while the key signed), SignatureOfOtherFile, and RequestExpired or its
    like of signatures.
    """
    draft, _person_id = mine_to_sign(draft_id, actor, now=now, done=True)
    if draft.state != DraftState.AWAITING_SIGNATURE:
        return queries.draft_card(draft.id, agency_id=draft.agency_id)
    _require_prepared(draft, request_id)
    signed = signatures.complete_signature(
        request_id=request_id,
        signature=signature,
        now=now,
        time_stamper=signatures.local_time_stamper(),
    )
    with blobs.prepared(signed, now=now) as ready, transaction.atomic():
        draft = _drafts.locked(draft_id, actor)
        if draft.state != DraftState.SIGNED:
            _drafts.require_state(draft, [DraftState.AWAITING_SIGNATURE])
            _require_prepared(draft, request_id)
            kept = blobs.store_prepared(ready, agency_ids=[draft.agency_id], now=now)
            keep_signed(draft, kept.digest, signed_at=now, actor=actor, now=now)
        return queries.draft_card(draft.id, agency_id=draft.agency_id)


def keep_signed(
    draft: Draft,
    digest: str,
    *,
    signed_at: datetime,
    actor: Actor,
    now: datetime,
    step: str = "signed",
) -> None:
    """Let a locked draft be signed: the clerks' turn runs until the legal limit (A10).

    digest: of the signed file, in custody of the agency. step: how it was signed.
    """
    issue_by, _policy = documents.issue_limit(
        signed_at=signed_at, is_urgent=draft.urgency != Urgency.NORMAL
    )
    draft.state, draft.signed_at, draft.content_id = DraftState.SIGNED, signed_at, digest
    draft.save(update_fields=["state", "signed_at", "content"])
    _drafts.leave_step(draft, step, actor=actor, now=now, digest=digest)
    end_requests(draft, CommentRequestState.SIGNED, actor=actor, now=now)
    _work.hand_on(draft, Verb.SEAL, _work.clerks(), actor=actor, now=now, due_at=issue_by)


def file_with_fields(draft: Draft) -> bytes:
    """Return the draft's file as it is signed: number and date have their fields.

    Raises what signatures raises of a file that cannot be signed.
    """
    layout = SigningLayout(signer_name=draft.signer_name, signer_position=draft.signer_position)
    with blob_queries.open_content(draft.content_id) as source:
        return signatures.prepare_fields(source.read(), layout)


def _require_prepared(draft: Draft, request_id: UUID) -> None:
    if draft.signing_request != request_id:
        raise errors.SignatureOfOtherFile()


def mine_to_sign(
    draft_id: UUID, actor: Actor, *, now: datetime, done: bool = False
) -> tuple[Draft, UUID]:
    """Return a draft that waits for this actor's signature, and the person who signs.

    The line over the signature ("KT. CHỦ TỊCH") has to hold on this day.
    """
    access.require(actor, "issuing.sign", agency_id=actor.agency_id)
    draft = _drafts.found(draft_id, actor)
    if draft.origin == Origin.COPY:  # nobody's signature stands on it: it is agreed to
        raise errors.WrongState(state=state_label(DraftState(draft.state), Origin.COPY))
    if draft.signer is None or draft.signer_id != actor.post_id:
        raise errors.NotTheSigner(signer=draft.signer_name)
    if not done or draft.state != DraftState.SIGNED:
        _drafts.require_state(draft, [DraftState.AWAITING_SIGNATURE])
        access.require_signing_authority(
            actor, authority=draft.signer_authority, kind=draft.kind, on=local_day(now)
        )
    return draft, draft.signer.person_id
