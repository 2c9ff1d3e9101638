"""Keys that are not here: the exact file goes out, is signed by its holder's program, comes back.

The file that comes back has to begin with the one that went out and add nothing but signatures; it
goes on as if it had been signed here (C1).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.blobs import queries as blob_queries
from lienthong.blobs import services as blobs
from lienthong.directory import queries as directory
from lienthong.issuing import errors, queries
from lienthong.issuing.models import Draft
from lienthong.issuing.services import _drafts, _files
from lienthong.issuing.services.signing.seal_draft import keep_sealed, mine_to_seal
from lienthong.issuing.services.signing.sign_draft import (
    file_with_fields,
    keep_signed,
    mine_to_sign,
)
from lienthong.issuing.types import DraftCard, DraftState, FileToSign, NewFile
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import VIETNAM, local_day
from lienthong.kernel.refusals import Refusal
from lienthong.signatures import errors as signature_errors
from lienthong.signatures import services as signatures
from lienthong.signatures.services import Awaited
from lienthong.signatures.types import HolderKind, SignatureFinding

# A leader may be on the road with the token; a file that lay about longer is made anew.
TO_BRING_BACK = timedelta(days=3)
# Signatures with their pictures, certificates and time-stamps, in bytes.
_MOST_ADDED = 16 * 1024 * 1024


def give_out_to_sign(*, draft_id: UUID, actor: Actor, now: datetime) -> FileToSign:
    """Return the file that the leader signs elsewhere; the same one until its time is over.

    Raises NotAllowed, NotTheSigner, DraftNotFound, WrongState, and what signatures raises.
    """
    draft, _person_id = mine_to_sign(draft_id, actor, now=now)
    if not _is_out(draft, now):
        with blobs.prepared(file_with_fields(draft), now=now) as ready, transaction.atomic():
            made_of = draft.content_id
            draft = _drafts.locked(draft_id, actor)
            _drafts.require_state(draft, [DraftState.AWAITING_SIGNATURE])
            if draft.content_id != made_of:
                raise errors.SignatureOfOtherFile()
            if not _is_out(draft, now):
                kept = blobs.store_prepared(ready, agency_ids=[draft.agency_id], now=now)
                draft.to_sign_id, draft.to_sign_until = kept.digest, now + TO_BRING_BACK
                draft.save(update_fields=["to_sign", "to_sign_until"])
                _drafts.leave_step(draft, "given-out", actor=actor, now=now, digest=kept.digest)
    return FileToSign(str(draft.to_sign_id), draft.content_name, draft.to_sign_until)


def give_out_to_seal(*, draft_id: UUID, actor: Actor) -> FileToSign:
    """Return the numbered file that the clerk seals elsewhere.

    Raises NotAllowed, SamePerson, DraftNotFound, WrongState, CopyIsOnPaper.
    """
    draft = mine_to_seal(draft_id, actor)
    _drafts.require_state(draft, [DraftState.NUMBERED])
    return FileToSign(draft.content_id, draft.content_name)


def bring_signed(
    stream: BinaryIO, *, draft_id: UUID, name: str, largest: int, actor: Actor, now: datetime
) -> DraftCard:
    """Take the signed file back: it is the clerks' turn, as if it had been signed here.

    name: as the browser gives it; largest: the most bytes that an upload may have.
    The time of signing is the one on the signature, not before the file went out and not after
    now. The same file again changes nothing; what is refused leaves nothing behind. Raises as
    give_out_to_sign, NotGivenOut, BroughtBackTooLate, what signatures says of the file
    (`check_returned`), and what blobs raises.
    """
    draft, person_id = mine_to_sign(draft_id, actor, now=now, done=True)
    awaited = Awaited(HolderKind.PERSON, person_id, draft.signer_name)
    with _taken_in(stream, name, actor, largest=largest, now=now) as (file, digest):
        if draft.state == DraftState.SIGNED and draft.content_id == digest:
            blobs.discard_upload(file.upload_id)
            return queries.draft_card(draft.id, agency_id=draft.agency_id)
        _drafts.require_state(draft, [DraftState.AWAITING_SIGNATURE])
        _require_out(draft, now)
        given_out = str(draft.to_sign_id)
        finding = _checked(file, given_out, awaited, actor, now=now)
        signed_at = _signed_at(draft, finding, now)
        _require_authority(draft, actor, signed_at)
        with transaction.atomic():
            draft = _drafts.locked(draft_id, actor)
            _drafts.require_state(draft, [DraftState.AWAITING_SIGNATURE])
            if draft.to_sign_id != given_out:
                raise errors.SignatureOfOtherFile()
            kept = _files.admit(file, actor=actor, now=now)
            keep_signed(
                draft,
                kept.digest,
                signed_at=signed_at,
                actor=actor,
                now=now,
                step="signed-elsewhere",
            )
            return queries.draft_card(draft.id, agency_id=draft.agency_id)


def bring_sealed(
    stream: BinaryIO, *, draft_id: UUID, name: str, largest: int, actor: Actor, now: datetime
) -> DraftCard:
    """Take the sealed file back; as `bring_signed`. Raises as give_out_to_seal and as that."""
    draft = mine_to_seal(draft_id, actor)
    agency = directory.agency(draft.agency_id)
    with _taken_in(stream, name, actor, largest=largest, now=now) as (file, digest):
        if draft.state == DraftState.SEALED and draft.content_id == digest:
            blobs.discard_upload(file.upload_id)
            return queries.draft_card(draft.id, agency_id=draft.agency_id)
        _drafts.require_state(draft, [DraftState.NUMBERED])
        numbered = draft.content_id
        awaited = Awaited(HolderKind.AGENCY, agency.id, agency.name)
        _checked(file, numbered, awaited, actor, now=now)
        with transaction.atomic():
            draft = _drafts.locked(draft_id, actor)
            _drafts.require_state(draft, [DraftState.NUMBERED])
            if draft.content_id != numbered:
                raise errors.SealOfOtherFile()
            kept = _files.admit(file, actor=actor, now=now)
            keep_sealed(draft, kept.digest, actor=actor, now=now, step="sealed-elsewhere")
            return queries.draft_card(draft.id, agency_id=draft.agency_id)


@contextmanager
def _taken_in(
    stream: BinaryIO, name: str, actor: Actor, *, largest: int, now: datetime
) -> Iterator[tuple[NewFile, str]]:
    """The file in quarantine and its digest; a refusal inside leaves nothing of it."""
    upload = blobs.receive(
        stream,
        name=name,
        agency_id=actor.own_agency,
        actor=actor,
        now=now,
        largest=largest,
    )
    try:
        yield NewFile(upload.id, upload.name), upload.digest
    except Refusal:
        blobs.discard_upload(upload.id)
        raise


def _checked(
    file: NewFile, given_out: str, awaited: Awaited, actor: Actor, *, now: datetime
) -> SignatureFinding:
    with blob_queries.open_content(given_out) as source:
        before = source.read()
    with blob_queries.open_upload(file.upload_id, actor=actor) as source:
        returned = source.read(len(before) + _MOST_ADDED + 1)
    if len(returned) > len(before) + _MOST_ADDED:
        raise signature_errors.ReturnedOtherFile
    return signatures.check_returned(before=before, returned=returned, awaited=awaited, now=now)


def _is_out(draft: Draft, now: datetime) -> bool:
    until = draft.to_sign_until
    return draft.to_sign_id is not None and until is not None and now < until


def _require_out(draft: Draft, now: datetime) -> None:
    if draft.to_sign_id is None or draft.to_sign_until is None:
        raise errors.NotGivenOut()
    if now >= draft.to_sign_until:
        until = draft.to_sign_until.astimezone(VIETNAM)
        raise errors.BroughtBackTooLate(until=f"{until:%H:%M %d/%m/%Y}")


def _signed_at(draft: Draft, finding: SignatureFinding, now: datetime) -> datetime:
    """The signer's own clock counts only between the going out and the coming back."""
    assert draft.to_sign_until is not None  # _require_out
    went_out = draft.to_sign_until - TO_BRING_BACK
    return min(max(finding.signed_at or now, went_out), now)


def _require_authority(draft: Draft, actor: Actor, signed_at: datetime) -> None:
    """The line over the signature has to hold on the day of signing too."""
    access.require_signing_authority(
        actor, authority=draft.signer_authority, kind=draft.kind, on=local_day(signed_at)
    )
