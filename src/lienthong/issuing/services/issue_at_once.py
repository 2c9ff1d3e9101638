"""Where this installation keeps the keys: both steps of a signature, and the steps of an issue."""

from datetime import datetime
from uuid import UUID

from lienthong.issuing import queries
from lienthong.issuing.services.issue_document import issue_document
from lienthong.issuing.services.number_draft import number_draft
from lienthong.issuing.services.signing.seal_attachments import seal_attachments
from lienthong.issuing.services.signing.seal_draft import complete_seal, prepare_seal
from lienthong.issuing.services.signing.sign_draft import complete_signing, prepare_signing
from lienthong.issuing.types import DraftCard, DraftState, Origin
from lienthong.kernel.actor import Actor
from lienthong.signatures.ports import Signer
from lienthong.signatures.types import PreparedSignature


def sign_with_kept_key(*, draft_id: UUID, signer: Signer, actor: Actor, now: datetime) -> DraftCard:
    """Sign a draft with the key that is kept here for its signer."""
    prepared = prepare_signing(draft_id=draft_id, actor=actor, now=now)
    return complete_signing(
        draft_id=draft_id,
        request_id=prepared.request_id,
        signature=_sign(prepared, signer),
        actor=actor,
        now=now,
    )


def issue_at_once(*, draft_id: UUID, signer: Signer, actor: Actor, now: datetime) -> DraftCard:
    """Number, seal and issue: what a clerk's one button does, each step durable by itself.

    The files that go with the document are sealed after it. When a step fails the draft stays where
    the step before left it; calling again goes on there.
    """
    card = _numbered(draft_id, actor, now=now)
    if card.origin != Origin.COMPLETE and card.state == DraftState.NUMBERED:
        prepared = prepare_seal(draft_id=draft_id, actor=actor, now=now)
        complete_seal(
            draft_id=draft_id,
            request_id=prepared.request_id,
            signature=_sign(prepared, signer),
            actor=actor,
            now=now,
        )
    if card.origin == Origin.HERE and card.state != DraftState.ISSUED:
        seal_attachments(draft_id=draft_id, signer=signer, actor=actor, now=now)
    return issue_document(draft_id=draft_id, actor=actor, now=now)


def _numbered(draft_id: UUID, actor: Actor, *, now: datetime) -> DraftCard:
    """Number a draft that is signed here; a completed file carries its number already."""
    card = queries.draft_card(draft_id, agency_id=actor.agency_id)
    if card.origin == Origin.COMPLETE:
        return card
    return number_draft(draft_id=draft_id, actor=actor, now=now)


def _sign(prepared: PreparedSignature, signer: Signer) -> bytes:
    return signer.sign(prepared.key_reference, prepared.to_sign, prepared.algorithm)
