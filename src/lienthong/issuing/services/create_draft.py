"""Creating: a file from quarantine and its fields become a draft, once per form."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lienthong.access import services as access
from lienthong.blobs import queries as blob_queries
from lienthong.blobs import services as blobs
from lienthong.blobs.types import BlobCard
from lienthong.directory import queries as directory
from lienthong.documents import services as documents
from lienthong.documents.rules.facts import check_facts, tidy
from lienthong.documents.types import Declared, Examination, Finding, VersionFacts
from lienthong.issuing import errors, queries, rules
from lienthong.issuing.models import Draft, DraftAttachment, DraftRecipient
from lienthong.issuing.services import _drafts, _work
from lienthong.issuing.types import DraftCard, DraftFacts, DraftState, NewFile, Origin
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import clean_block, clean_line
from lienthong.kernel.wording import Filled
from lienthong.registers import errors as register_errors
from lienthong.registers import queries as registers
from lienthong.worklist.types import Verb


def create_draft(
    *,
    facts: DraftFacts,
    origin: Origin,
    file: NewFile,
    attachments: Sequence[NewFile] = (),
    key: str,
    actor: Actor,
    now: datetime,
) -> DraftCard:
    """Take a checked file out of quarantine and make it a draft; the same key gives the same.

    A file to be signed here starts as 'drafting'; one that was completed elsewhere is ready to be
    issued. The file is looked at before anything is written: a secret one is refused and its
    bytes are gone. A file is called as quarantine calls it, whatever `file` and `attachments`
    say. Raises NotAllowed, FileNotSendable, NumberMissing, SignerMissing, AnswersNothingOfOurs,
    DraftDiffers when the key made a draft of anything else, NotationAgainstRule and its like of
    documents, and what blobs raises.
    """
    access.require(actor, "issuing.draft", agency_id=actor.agency_id)
    cards = [blob_queries.upload_card(each.upload_id, actor=actor) for each in (file, *attachments)]
    file, *attachments = [NewFile(card.id, card.name) for card in cards]
    digest = rules.draft_digest(facts, origin, [card.digest for card in cards])
    repeated = _repeated(key, digest, actor)
    if repeated is not None:
        return repeated
    _require_complete(facts, origin, actor)
    _require_form(facts, file, actor, now=now)
    examination = _examine(file, _declared(facts, origin, actor), actor, now=now)
    for attachment in attachments:
        _examine_attachment(attachment, actor, now=now)
    try:
        with transaction.atomic():
            draft = _write(facts, origin, file, examination, (key, digest), actor=actor, now=now)
            _write_lists(draft, facts, attachments, actor=actor, now=now)
            name = "drafted" if origin == Origin.HERE else "brought-in"
            _drafts.leave_step(draft, name, actor=actor, now=now, digest=draft.content_id)
            if origin == Origin.COMPLETE:
                _work.hand_on(draft, Verb.SEAL, _work.clerks(), actor=actor, now=now)
            return queries.draft_card(draft.id, agency_id=draft.agency_id)
    except IntegrityError:
        # The same form came in at the same moment; whoever committed first made the draft.
        repeated = _repeated(key, digest, actor)
        if repeated is None:
            raise
        return repeated


def _repeated(key: str, digest: str, actor: Actor) -> DraftCard | None:
    earlier = Draft.objects.filter(agency_id=actor.own_agency, key=key).first()
    if earlier is None:
        return None
    if earlier.digest != digest:
        raise errors.DraftDiffers(key=key)
    return queries.draft_card(earlier.id, agency_id=earlier.agency_id)


def _require_complete(facts: DraftFacts, origin: Origin, actor: Actor) -> None:
    if origin == Origin.COMPLETE and (facts.number is None or facts.issued_on is None):
        raise errors.NumberMissing()
    if origin == Origin.HERE and not _is_own_post(facts.signer_post_id, actor):
        raise errors.SignerMissing()
    if facts.answers_entry_id is not None and actor.agency_id is not None:
        try:
            registers.entry_card(facts.answers_entry_id, agency_id=actor.agency_id)
        except register_errors.EntryNotFound as unknown:
            raise errors.AnswersNothingOfOurs() from unknown


def _is_own_post(post_id: UUID | None, actor: Actor) -> bool:
    known = directory.posts([post_id]) if post_id is not None else {}
    return any(post.agency_id == actor.own_agency for post in known.values())


def _require_form(facts: DraftFacts, file: NewFile, actor: Actor, *, now: datetime) -> None:
    """Refuse now what could not be issued later: by then a number would have been taken."""
    agency, today = directory.agency(actor.own_agency), local_day(now)
    check_facts(
        tidy(
            VersionFacts(
                issuer_id=agency.id,
                number=facts.number or 1,
                number_suffix=facts.number_suffix,
                notation=facts.notation,
                issued_on=facts.issued_on or today,
                kind=facts.kind,
                subject=facts.subject,
                content_digest="",
                content_name=file.name,
                page_count=0,
                signer_name=facts.signer_name,
                signer_position=facts.signer_position,
                signer_authority=facts.signer_authority,
                recipients=facts.recipients,
            )
        ),
        today=today,
        agency_abbreviation=agency.abbreviation,
        agency_class=agency.agency_class,
        is_own=True,
    )


def _declared(facts: DraftFacts, origin: Origin, actor: Actor) -> Declared:
    return Declared(
        issuer_id=actor.agency_id,
        issued_on=facts.issued_on,
        will_be_signed=origin == Origin.HERE,
    )


def _examine(file: NewFile, declared: Declared, actor: Actor, *, now: datetime) -> Examination:
    """Look at the file in quarantine; what stops it is told, and its bytes go at once."""
    with blob_queries.open_upload(file.upload_id, actor=actor) as source:
        examination = documents.examine(
            source, name=file.name, now=now, declared=declared, agency_id=actor.agency_id
        )
    _require_sendable(file, examination, now=now)
    return examination


def _examine_attachment(file: NewFile, actor: Actor, *, now: datetime) -> None:
    with blob_queries.open_upload(file.upload_id, actor=actor) as source:
        examination = documents.examine_attachment(
            source, name=file.name, now=now, agency_id=actor.agency_id
        )
    _require_sendable(file, examination, now=now)


def _require_sendable(file: NewFile, examination: Examination, *, now: datetime) -> None:
    for stop in examination.stops:
        blobs.refuse_upload(file.upload_id, code=stop.code, now=now)
        raise _refusal(stop)


def _refusal(stop: Finding) -> errors.FileNotSendable:
    return errors.FileNotSendable(
        finding=stop.code,
        sentence=Filled(stop.sentence, stop.facts),
        cause=Filled(stop.cause, stop.facts),
        next_step=Filled(stop.next_step, stop.facts),
    )


def _write(
    facts: DraftFacts,
    origin: Origin,
    file: NewFile,
    examination: Examination,
    form: tuple[str, str],
    *,
    actor: Actor,
    now: datetime,
) -> Draft:
    content = _admit(file, actor=actor, now=now)
    signer = directory.post(facts.signer_post_id) if facts.signer_post_id else None
    return Draft.objects.create(
        agency_id=actor.own_agency,
        unit_id=actor.unit_id,
        drafted_by_id=actor.own_post,
        key=form[0],
        digest=form[1],
        origin=origin,
        state=DraftState.DRAFTING if origin == Origin.HERE else DraftState.SIGNED,
        kind=facts.kind,
        subject=clean_line(facts.subject),
        notation=clean_line(facts.notation),
        urgency=facts.urgency,
        due_on=facts.due_on,
        slip=clean_block(facts.slip),
        signer_id=facts.signer_post_id,
        signer_name=signer.person_name if signer else clean_line(facts.signer_name),
        signer_position=clean_line(facts.signer_position) or (signer.title if signer else ""),
        signer_authority=clean_line(facts.signer_authority),
        given_number=facts.number if origin == Origin.COMPLETE else None,
        given_suffix=facts.number_suffix,
        given_issued_on=facts.issued_on if origin == Origin.COMPLETE else None,
        answers_entry_id=facts.answers_entry_id,
        content_id=content.digest,
        content_name=file.name,
        page_count=examination.page_count,
        is_scan=origin == Origin.COMPLETE and bool(examination.pdf and examination.pdf.is_scan),
        created_at=now,
    )


def _write_lists(
    draft: Draft,
    facts: DraftFacts,
    attachments: Sequence[NewFile],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    DraftRecipient.objects.bulk_create(
        DraftRecipient(
            draft=draft,
            position=position,
            text=line.text,
            role=line.role,
            agency_id=line.agency_id,
            group_id=line.group_id,
        )
        for position, line in enumerate(facts.recipients)
    )
    kept = [(file, _admit(file, actor=actor, now=now)) for file in attachments]
    DraftAttachment.objects.bulk_create(
        DraftAttachment(
            draft=draft,
            position=position,
            name=file.name,
            media_type=content.media_type,
            content_id=content.digest,
        )
        for position, (file, content) in enumerate(kept)
    )


def _admit(file: NewFile, *, actor: Actor, now: datetime) -> BlobCard:
    agency_ids = [actor.agency_id] if actor.agency_id else []
    return blobs.admit(file.upload_id, agency_ids=agency_ids, actor=actor, now=now)
