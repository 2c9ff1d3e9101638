"""Step a of issuing: the number is taken and written onto the file, in one transaction."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.blobs import queries as blob_queries
from lienthong.blobs import services as blobs
from lienthong.directory import queries as directory
from lienthong.documents.rules.kinds import kind_name
from lienthong.issuing import errors, queries
from lienthong.issuing.models import Draft
from lienthong.issuing.services import _drafts, _work
from lienthong.issuing.types import DraftCard, DraftState, Origin
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.registers import services as registers
from lienthong.registers.types import EntryCard, EntryFacts
from lienthong.signatures import services as signatures
from lienthong.worklist.types import Audience, Verb


def number_draft(*, draft_id: UUID, actor: Actor, now: datetime) -> DraftCard:
    """Take the next number of the outgoing book and fill number and date into the signed file.

    From here on the number has its line in the book, whatever happens: it is issued, or voided
    with a reason. Numbering what is numbered changes nothing. Raises NotAllowed, SamePerson,
    DraftNotFound, WrongState. Source: Decree 30/2020/NĐ-CP, Article 15; DESIGN: issue in three
    steps.
    """
    access.require(actor, "issuing.number", agency_id=actor.agency_id)
    with transaction.atomic():
        draft = _drafts.locked(draft_id, actor)
        if draft.state in {DraftState.NUMBERED, DraftState.SEALED, DraftState.ISSUED}:
            return queries.draft_card(draft.id, agency_id=draft.agency_id)
        _drafts.require_state(draft, [DraftState.SIGNED])
        if draft.origin == Origin.COMPLETE:
            raise errors.WrongState(state=DraftState(draft.state).label)
        require_other_person(draft, actor)
        entry = _take(draft, actor=actor, now=now)
        _fill(draft, entry, now=now)
        draft.state, draft.entry_id = DraftState.NUMBERED, entry.id
        draft.save(update_fields=["state", "entry", "content"])
        _drafts.leave_step(
            draft,
            "numbered",
            actor=actor,
            now=now,
            note=entry.facts.reference_code,
            digest=draft.content_id,
        )
        return queries.draft_card(draft.id, agency_id=draft.agency_id)


def void_draft_number(*, draft_id: UUID, reason: str, actor: Actor, now: datetime) -> DraftCard:
    """Void the number of a draft that could not be sealed; the book keeps it with the reason.

    The file carries the voided number, so the draft goes back to its drafter for a fresh file.
    Raises NotAllowed, DraftNotFound, WrongState, and of registers VoidReasonMissing.
    """
    with transaction.atomic():
        draft = _drafts.locked(draft_id, actor)
        _drafts.require_state(draft, [DraftState.NUMBERED, DraftState.SEALED])
        if draft.entry_id is None:
            raise errors.WrongState(state=DraftState(draft.state).label)
        registers.void_number(entry_id=draft.entry_id, reason=reason, actor=actor, now=now)
        before = draft.steps.filter(name="drafted").order_by("happened_at", "id").first()
        draft.state, draft.return_reason, draft.entry = DraftState.RETURNED, reason[:500], None
        if before is not None and before.content_id is not None:
            draft.content_id = before.content_id
        draft.save(update_fields=["state", "return_reason", "entry", "content"])
        _drafts.leave_step(draft, "number-voided", actor=actor, now=now, note=reason)
        drafter = Audience(post_id=draft.drafted_by_id)
        _work.hand_on(draft, Verb.REVISE, drafter, actor=actor, now=now)
        return queries.draft_card(draft.id, agency_id=draft.agency_id)


def written_reference(number: int, notation: str) -> str:
    """Return number and notation as people write them: 05/QĐ-UBND, and 6758-CV/TU of the Party."""
    return f"{number:02d}{'' if notation.startswith('-') else '/'}{notation}"


def require_other_person(draft: Draft, actor: Actor) -> None:
    """Raise SamePerson when the one who signed would also number or seal."""
    if draft.signer is not None and draft.signer.person_id == actor.person_id:
        raise errors.SamePerson()


def _take(draft: Draft, *, actor: Actor, now: datetime) -> EntryCard:
    voided = draft.steps.filter(name="number-voided").count()
    return registers.take_number(
        agency_id=draft.agency_id,
        facts=EntryFacts(
            author=directory.agency(draft.agency_id).name,
            reference_code="",
            document_on=local_day(now),
            kind=kind_name(draft.kind),
            subject=draft.subject,
            signer=draft.signer_name,
            recipients="; ".join(draft.recipients.values_list("text", flat=True)),
            kept_by="VT",
            copies=1,
        ),
        reference_of=lambda number: written_reference(number, draft.notation),
        key=f"draft:{draft.id}:{voided}",
        actor=actor,
        now=now,
    )


def _fill(draft: Draft, entry: EntryCard, *, now: datetime) -> None:
    with blob_queries.open_content(draft.content_id) as source:
        pdf = source.read()
    if not signatures.has_number_fields(pdf):
        return
    filled = signatures.fill_number_and_date(
        pdf, number=f"{entry.number:02d}", issued_on=entry.facts.document_on
    )
    draft.content_id = blobs.store(filled, agency_ids=[draft.agency_id], now=now).digest
