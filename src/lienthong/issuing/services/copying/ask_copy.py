"""Asking: a copy of a document is put before the one who is to agree to it, once per form."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from lienthong.access import services as access
from lienthong.blobs import queries as blob_queries
from lienthong.blobs import services as blobs
from lienthong.directory import queries as directory
from lienthong.directory.types import PostCard
from lienthong.documents import queries as documents
from lienthong.documents.rules import copies
from lienthong.documents.rules.copies import Carrier
from lienthong.documents.rules.kinds import copy_form, kind_name
from lienthong.documents.types import FindingLevel, LegalValue, VersionCard
from lienthong.exchange.services.check_recipients import check_recipients
from lienthong.formats.pdf.scans import scan_quality
from lienthong.issuing import errors, queries, rules
from lienthong.issuing.models import Draft, DraftCopy
from lienthong.issuing.services import _drafts, _files, _work
from lienthong.issuing.services.copying import errors as copying_errors
from lienthong.issuing.services.drafting import _facts
from lienthong.issuing.types import (
    CopiedDocument,
    CopyFacts,
    DraftCard,
    DraftFacts,
    DraftState,
    NewFile,
    Origin,
)
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import clean_block, clean_line
from lienthong.worklist.types import Audience, Verb

_WORTH = {LegalValue.ORIGINAL, LegalValue.COPY}


def ask_copy(
    *, facts: CopyFacts, file: NewFile | None = None, key: str, actor: Actor, now: datetime
) -> DraftCard:
    """Put a copy before its signer, with what it is made of; the same key gives the same.

    file: in quarantine, the scan of a paper or the extract; none where an electronic document is
    printed as it is. Raises NotAllowed, CopyIsForwarded, CopyNotOfThis, CopyNotOfOriginal,
    CopiedUnnamed, CopyFileMissing, CopyFileNeedless, CopyFileSigned, ScanTooPoor, SignerMissing,
    CopyNotSendable, FileNotSendable, DraftDiffers, UnknownDocument and ContentWithdrawn of
    documents, and what blobs raises.
    Source: Decree 30/2020/NĐ-CP, Articles 25 and 27.
    """
    access.require(actor, "issuing.draft", agency_id=actor.agency_id)
    upload = blob_queries.upload_card(file.upload_id, actor=actor) if file else None
    digest = rules.copy_digest(facts, upload.digest if upload else "")
    repeated = _drafts.made_before(key, digest, actor)
    if repeated is not None:
        return repeated
    version = _version(facts, actor)
    original = _original(facts, version)
    _require_way(facts, original, version)
    signer = _signer(facts, actor)
    plain = _draft_facts(facts, original, signer, actor, now=now)
    _facts.require_form(plain, upload.name if upload else "", actor, now=now)
    _require_sendable(facts, actor, now=now)
    pages = _pages(facts, file, plain, actor, now=now)
    try:
        with transaction.atomic():
            content = _kept(file, version, actor, pages=pages, now=now)
            draft = _write(plain, (key, digest), content, actor=actor, now=now)
            _write_original(draft, facts, original)
            _facts.write_recipients(draft, plain)
            _drafts.leave_step(
                draft, "copy-asked", actor=actor, now=now, note=plain.slip, digest=draft.content_id
            )
            audience = Audience(post_id=draft.signer_id)
            _work.hand_on(draft, Verb.AGREE_COPY, audience, actor=actor, now=now)
            return queries.draft_card(draft.id, agency_id=draft.agency_id)
    except IntegrityError:
        # The same form came in at the same moment.
        repeated = _drafts.made_before(key, digest, actor)
        if repeated is None:
            raise
        return repeated


def _version(facts: CopyFacts, actor: Actor) -> VersionCard | None:
    if facts.version_id is None:
        return None
    return documents.open_version(facts.version_id, documents.viewer_of(actor))


def _original(facts: CopyFacts, version: VersionCard | None) -> CopiedDocument:
    """What is copied, in its own words; what is not in the system is named by who has it."""
    if version is not None:
        return CopiedDocument(
            version.id,
            version.issuer_name,
            version.reference_code,
            version.issued_on,
            version.kind,
            version.subject,
        )
    told = facts.written
    words = (told.issuer, told.reference_code, told.kind, told.subject) if told else ()
    if told is None or not all(clean_line(word) for word in words):
        raise copying_errors.CopiedUnnamed()
    if facts.source == Carrier.ELECTRONIC:  # a file that nobody checked is no electronic original
        raise copying_errors.CopyNotOfOriginal(reference=clean_line(told.reference_code))
    return CopiedDocument(
        None,
        clean_line(told.issuer)[:200],
        clean_line(told.reference_code)[:100],
        told.issued_on,
        told.kind,
        clean_line(told.subject),
    )


def _require_way(facts: CopyFacts, original: CopiedDocument, version: VersionCard | None) -> None:
    words = copy_form(facts.form)
    if not copies.has_way(facts.form, facts.source, facts.target):
        raise copying_errors.CopyIsForwarded(form=words)
    if not copies.is_made_of(facts.form, original.kind):
        raise copying_errors.CopyNotOfThis(form=words, kind=kind_name(original.kind))
    if facts.source == Carrier.ELECTRONIC and (
        version is None or version.legal_value not in _WORTH
    ):
        raise copying_errors.CopyNotOfOriginal(reference=original.reference_code)


def _signer(facts: CopyFacts, actor: Actor) -> PostCard:
    found = directory.posts([facts.signer_post_id]) if facts.signer_post_id else {}
    signer = next(iter(found.values()), None)
    if signer is None or signer.agency_id != actor.own_agency:
        raise errors.SignerMissing()
    return signer


def _draft_facts(
    facts: CopyFacts, original: CopiedDocument, signer: PostCard, actor: Actor, *, now: datetime
) -> DraftFacts:
    agency = directory.agency(actor.own_agency)
    return DraftFacts(
        kind=facts.form,
        subject=rules.copy_subject(facts.form, original),
        notation=rules.suggested_notation(agency, facts.form, on=local_day(now)),
        signer_post_id=signer.id,
        recipients=facts.recipients,
        signer_name=signer.person_name,
        signer_position=clean_line(facts.signer_position) or signer.title,
        signer_authority=clean_line(facts.signer_authority),
        slip=clean_block(facts.slip)[:2000],
    )


def _require_sendable(facts: CopyFacts, actor: Actor, *, now: datetime) -> None:
    """Refuse now what could not be sent later: by then a number would have been taken."""
    if facts.target == Carrier.PAPER or not facts.recipients:
        return
    sender, on = directory.agency(actor.own_agency), local_day(now)
    recipients = queries.recipients_of(facts.recipients, sender_id=sender.id, on=on)
    found = check_recipients(recipients, sender=sender, kind=facts.form, on=on)
    for stop in (each for each in found if each.level == FindingLevel.STOP):
        raise copying_errors.CopyNotSendable(**_files.words_of(stop))


def _pages(
    facts: CopyFacts, file: NewFile | None, plain: DraftFacts, actor: Actor, *, now: datetime
) -> int:
    """Look at the file that the copy is made of, and return its pages; 0 where there is none."""
    is_printed = facts.source == Carrier.ELECTRONIC and facts.form != copies.EXTRACT
    if is_printed:
        if file is not None:
            raise copying_errors.CopyFileNeedless()
        return 0
    if file is None:
        raise copying_errors.CopyFileMissing()
    examination = _files.examine(file, plain, Origin.COPY, actor, now=now)
    if examination.pdf is None or examination.pdf.signed_fields:
        raise copying_errors.CopyFileSigned()
    if facts.form != copies.EXTRACT:
        with blob_queries.open_upload(file.upload_id, actor=actor) as source:
            why = rules.scan_shortfall(scan_quality(source.read()))
        if why:
            raise copying_errors.ScanTooPoor(why=why)
    return examination.page_count


@dataclass(frozen=True, slots=True)
class _Content:
    """What the copy is made of."""

    digest: str
    name: str
    pages: int


def _kept(
    file: NewFile | None, version: VersionCard | None, actor: Actor, *, pages: int, now: datetime
) -> _Content:
    """Let the agency hold what the copy is made of, as long as the copy is wanted."""
    if file is not None:
        card = _files.admit(file, actor=actor, now=now)
        return _Content(card.digest, file.name, pages)
    assert version is not None  # an electronic original is a document of the system
    blobs.give_custody([version.content_digest], [actor.own_agency], now=now)
    return _Content(version.content_digest, version.content_name, version.page_count)


def _write(
    plain: DraftFacts, form: tuple[str, str], content: _Content, *, actor: Actor, now: datetime
) -> Draft:
    return Draft.objects.create(
        agency_id=actor.own_agency,
        unit_id=actor.unit_id,
        drafted_by_id=actor.own_post,
        key=form[0],
        digest=form[1],
        origin=Origin.COPY,
        state=DraftState.AWAITING_SIGNATURE,
        kind=plain.kind,
        subject=plain.subject,
        notation=plain.notation,
        slip=plain.slip,
        signer_id=plain.signer_post_id,
        signer_name=plain.signer_name,
        signer_position=plain.signer_position,
        signer_authority=plain.signer_authority,
        content_id=content.digest,
        content_name=content.name,
        page_count=content.pages,
        created_at=now,
    )


def _write_original(draft: Draft, facts: CopyFacts, original: CopiedDocument) -> None:
    DraftCopy.objects.create(
        draft=draft,
        original_id=original.version_id,
        issuer=original.issuer[:200],
        reference_code=original.reference_code[:100],
        issued_on=original.issued_on,
        kind=original.kind,
        subject=original.subject,
        source=facts.source,
        target=facts.target,
        place=clean_line(facts.place)[:100] or directory.agency(draft.agency_id).place,
    )
