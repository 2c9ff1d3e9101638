"""Step c of issuing: the document exists, is in the book and on its way, in one transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.documents import queries as document_queries
from lienthong.documents import services as documents
from lienthong.documents.rules.identifiers import document_identifier
from lienthong.documents.rules.kinds import is_copy, kind_name
from lienthong.documents.types import (
    AttachedFile,
    Grant,
    LegalValue,
    RecipientLine,
    RecipientRole,
    RelationFacts,
    RelationKind,
    Road,
    Urgency,
    VersionFacts,
)
from lienthong.exchange import services as exchange
from lienthong.exchange.types import Submission
from lienthong.inside import services as inside
from lienthong.inside.types import UnitRecipient
from lienthong.issuing import errors, queries
from lienthong.issuing.models import Draft
from lienthong.issuing.services import _answers, _drafts, _work
from lienthong.issuing.services.copying._records import original_of, tell_copy_made
from lienthong.issuing.types import DraftCard, DraftState, Origin
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.registers import queries as register_queries
from lienthong.registers import services as registers
from lienthong.registers.types import EntryCard, EntryFacts


def issue_document(*, draft_id: UUID, actor: Actor, now: datetime) -> DraftCard:
    """Issue a sealed draft, or a file that was completed elsewhere, and dispatch it.

    Document, line of the book, deliveries and record are one transaction; issuing what is issued
    changes nothing. Raises NotAllowed, DraftNotFound, WrongState; of documents and exchange what
    the check before sending would have said.
    """
    access.require(actor, "issuing.issue", agency_id=actor.agency_id)
    while True:
        judged = _judged(_drafts.found(draft_id, actor), now=now)
        with transaction.atomic():
            draft = _drafts.locked(draft_id, actor)
            if draft.state != DraftState.ISSUED:
                _drafts.require_state(draft, [_ready(draft)])
                if judged.of != _Judged.basis(draft, now=now):
                    continue  # voided and signed anew in between: this is another file
                _issue(draft, judged.value, actor=actor, now=now)
            return queries.draft_card(draft.id, agency_id=draft.agency_id)


@dataclass(frozen=True, slots=True)
class _Judged:
    """The legal value of a draft's file, and what it was judged by."""

    of: tuple[object, ...]
    value: LegalValue

    @staticmethod
    def basis(draft: Draft, *, now: datetime) -> tuple[str, date, bool]:
        return draft.content_id, draft.given_issued_on or local_day(now), draft.is_scan


def _ready(draft: Draft) -> DraftState:
    return DraftState.SIGNED if draft.origin == Origin.COMPLETE else DraftState.SEALED


def _judged(draft: Draft, *, now: datetime) -> _Judged:
    """Verify the file as it will be sent, before any transaction: it takes a while."""
    content, on, is_scan = basis = _Judged.basis(draft, now=now)
    if draft.state == DraftState.ISSUED:
        return _Judged(basis, LegalValue.UNDETERMINED)
    value = documents.judge_content(
        content,
        on=on,
        now=now,
        issuer_id=draft.agency_id,
        is_scan=is_scan,
        is_copy=is_copy(draft.kind),
    )
    return _Judged(basis, value)


def _issue(draft: Draft, legal_value: LegalValue, *, actor: Actor, now: datetime) -> None:
    facts = _version_facts(draft)
    version = documents.issue_version(
        facts=facts,
        road=Road.UPLOAD if draft.origin == Origin.COMPLETE else Road.ISSUED,
        legal_value=legal_value,
        is_scan=draft.is_scan,
        actor=actor,
        now=now,
    )
    _require_first(draft, version.version_id, actor)
    _let_drafter_read(draft, version.document_id, now=now)
    entry = _enter(draft, facts, version.version_id, actor=actor, now=now)
    draft.entry_id, draft.version_id = entry.id, version.version_id
    recipients = queries.recipients_of(
        facts.recipients, sender_id=draft.agency_id, on=local_day(now)
    )
    if recipients:
        dispatch = exchange.submit_dispatch(
            submission=Submission(
                sender_id=draft.agency_id,
                version_id=version.version_id,
                recipients=recipients,
                key=f"draft:{draft.id}",
            ),
            actor=actor,
            now=now,
        )
        draft.dispatch_id = dispatch.id
    units = [UnitRecipient(line.unit_id, line.role) for line in facts.recipients if line.unit_id]
    if units:
        inside.give_to_units(
            version_id=version.version_id,
            recipients=units,
            due_on=facts.due_on,
            actor=actor,
            now=now,
        )
    draft.state, draft.issued_at = DraftState.ISSUED, now
    draft.save(update_fields=["state", "issued_at", "entry", "version", "dispatch"])
    _drafts.leave_step(
        draft, "issued", actor=actor, now=now, note=facts.reference_code, digest=draft.content_id
    )
    if draft.origin == Origin.COPY:
        tell_copy_made(draft, facts.reference_code, actor=actor, now=now)
    if draft.consults is not None:
        _drafts.leave_step(
            draft.consults, "consultation-sent", actor=actor, now=now, note=facts.reference_code
        )
    _work.settle(draft, actor=actor, now=now)
    _answers.tell_drafter(draft, facts.reference_code, now=now)


def _require_first(draft: Draft, version_id: UUID, actor: Actor) -> None:
    """Raise ContentDoubled when another draft of the same file became this document."""
    other = Draft.objects.filter(version_id=version_id).exclude(pk=draft.pk).first()
    if other is not None:
        told = queries.subject_told(other.pk, actor=actor)
        raise errors.ContentDoubled(subject=told, state=DraftState(other.state).label)


def _let_drafter_read(draft: Draft, document_id: UUID, *, now: datetime) -> None:
    """Who drafted a document, and that unit, may go on seeing it."""
    drafter = directory.post(draft.drafted_by_id)
    readers: list[tuple[UUID, UUID | None, UUID | None]] = [
        (draft.agency_id, None, drafter.person_id)
    ]
    if draft.unit_id is not None:
        readers.append((draft.agency_id, draft.unit_id, None))
    documents.grant(document_id, readers, granted_by=Grant.DRAFTED, now=now)


def _version_facts(draft: Draft) -> VersionFacts:
    number, suffix, issued_on = _number_of(draft)
    return VersionFacts(
        issuer_id=draft.agency_id,
        number=number,
        number_suffix=suffix,
        notation=draft.notation,
        issued_on=issued_on,
        kind=draft.kind,
        subject=draft.subject,
        identifier=_identifier(draft, number, issued_on),
        content_digest=draft.content_id,
        content_name=draft.content_name,
        page_count=draft.page_count,
        urgency=Urgency(draft.urgency),
        signer_name=draft.signer_name,
        signer_position=draft.signer_position,
        signer_authority=draft.signer_authority,
        due_on=draft.due_on,
        concern=draft.concern,
        period=draft.period,
        signed_at=draft.signed_at,
        recipients=tuple(
            RecipientLine(
                row.text, RecipientRole(row.role), row.agency_id, row.group_id, row.unit_id
            )
            for row in draft.recipients.all()
        ),
        attachments=tuple(
            AttachedFile(row.name, row.content_id, row.media_type)
            for row in draft.attachments.all()
        ),
        relations=_relations(draft),
    )


def _identifier(draft: Draft, number: int | None, issued_on: date) -> str:
    """What has its number from elsewhere has its identifier from there too."""
    if draft.origin == Origin.COMPLETE or number is None:
        return ""
    code = directory.agency(draft.agency_id).code
    return document_identifier(code, draft.kind, number=number, issued_on=issued_on)


def _number_of(draft: Draft) -> tuple[int | None, str, date]:
    if draft.entry is not None:
        return draft.entry.number, draft.entry.number_suffix, draft.entry.document_on
    if draft.given_issued_on is None:
        raise errors.NumberMissing()
    return draft.given_number, draft.given_suffix, draft.given_issued_on


def _relations(draft: Draft) -> tuple[RelationFacts, ...]:
    """Say which document this one copies, or answers: then it was drafted from an incoming line."""
    if draft.origin == Origin.COPY:
        return (original_of(draft),)
    if draft.answers_entry_id is None:
        return ()
    entry = register_queries.entry_card(draft.answers_entry_id, agency_id=draft.agency_id)
    if entry.version_id is None:
        return ()
    answered = document_queries.version_card(entry.version_id)
    return (RelationFacts(RelationKind.ANSWERS, document_id=answered.document_id),)


def _enter(
    draft: Draft, facts: VersionFacts, version_id: UUID, *, actor: Actor, now: datetime
) -> EntryCard:
    if draft.entry_id is not None:
        return registers.enter_issued(
            entry_id=draft.entry_id, version_id=version_id, actor=actor, now=now
        )
    return registers.list_given(
        agency_id=draft.agency_id,
        facts=EntryFacts(
            author=directory.agency(draft.agency_id).name,
            reference_code=facts.reference_code,
            document_on=facts.issued_on,
            kind=kind_name(facts.kind),
            subject=facts.subject,
            signer=facts.signer_name,
            recipients="; ".join(line.text for line in facts.recipients),
            kept_by="VT",
            copies=1,
        ),
        key=f"draft:{draft.id}",
        version_id=version_id,
        actor=actor,
        now=now,
    )
