"""Editing: until it is signed a draft is put right, and each time its course says what changed."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.blobs import queries as blob_queries
from lienthong.directory import queries as directory
from lienthong.documents.types import Examination
from lienthong.issuing import queries
from lienthong.issuing.models import Draft, DraftRecipient
from lienthong.issuing.services import _drafts, _work
from lienthong.issuing.services.create_draft import (
    _admit,
    _declared,
    _examine,
    _require_complete,
    _require_form,
)
from lienthong.issuing.types import DraftCard, DraftFacts, DraftState, NewFile, Origin
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import clean_block, clean_line
from lienthong.kernel.wording import noop as _
from lienthong.worklist.types import Audience, Verb

_EDITABLE = (DraftState.DRAFTING, DraftState.RETURNED, DraftState.AWAITING_SIGNATURE)
# What a person changed, as the course names it.
_NAMES = {
    "kind": _("loại văn bản"),
    "subject": _("trích yếu"),
    "notation": _("ký hiệu"),
    "signer_post_id": _("người ký"),
    "urgency": _("độ khẩn"),
    "due_on": _("hạn trả lời"),
    "slip": _("phiếu trình"),
    "recipients": _("nơi nhận"),
}
_FILE = _("tệp")


def edit_draft(
    *, draft_id: UUID, facts: DraftFacts, file: NewFile | None, actor: Actor, now: datetime
) -> DraftCard:
    """Put the facts, the recipients and perhaps another file in the place of the earlier ones.

    Anybody who may see and draft it, its author or a leader once it waits for the signature; then
    it is the author's turn again. What it answers stays. Earlier files stay in the course. Equal
    facts change nothing, so a form may be sent twice. Raises NotAllowed, DraftNotFound,
    NotTheAuthor, WrongState, SignerMissing, FileNotSendable, what documents says of the facts,
    and what blobs raises.
    """
    access.require(actor, "issuing.draft", agency_id=actor.agency_id)
    before = queries.draft_card(_drafts.found(draft_id, actor).id, agency_id=actor.own_agency)
    card = blob_queries.upload_card(file.upload_id, actor=actor) if file else None
    if file is not None and card is not None and card.digest != before.content_digest:
        file = NewFile(card.id, card.name)
    else:
        file = None
    facts = _tidy(facts, before)
    _require_complete(facts, Origin.HERE, actor)
    _require_form(facts, file or NewFile(draft_id, before.content_name), actor, now=now)
    examination = (
        _examine(file, _declared(facts, Origin.HERE, actor), actor, now=now) if file else None
    )
    with transaction.atomic():
        draft = _drafts.locked(draft_id, actor)
        _drafts.require_state(draft, _EDITABLE)
        if draft.state == DraftState.AWAITING_SIGNATURE:
            _drafts.require_author(draft, actor)
        changed = _changed(facts, queries.draft_card(draft.id, agency_id=draft.agency_id).facts)
        if changed or file:
            _write(draft, facts, file, examination, actor=actor, now=now)
            note = ", ".join([*changed, *([_FILE] if file else [])])
            _drafts.leave_step(
                draft, "changed", actor=actor, now=now, note=note, digest=draft.content_id
            )
        return queries.draft_card(draft.id, agency_id=draft.agency_id)


def _tidy(facts: DraftFacts, before: DraftCard) -> DraftFacts:
    """The facts as they are kept, so that what was not touched compares equal."""
    signer = directory.post(facts.signer_post_id) if facts.signer_post_id else None
    return replace(
        facts,
        subject=clean_line(facts.subject),
        notation=clean_line(facts.notation),
        slip=clean_block(facts.slip)[:2000],
        signer_name=signer.person_name if signer else "",
        signer_position=signer.title if signer else "",
        answers_entry_id=before.facts.answers_entry_id,
        number=None,
        number_suffix="",
        issued_on=None,
    )


def _changed(facts: DraftFacts, before: DraftFacts) -> list[str]:
    return [word for name, word in _NAMES.items() if getattr(facts, name) != getattr(before, name)]


def _write(
    draft: Draft,
    facts: DraftFacts,
    file: NewFile | None,
    examination: Examination | None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    draft.kind, draft.subject, draft.notation = facts.kind, facts.subject, facts.notation
    draft.urgency, draft.due_on, draft.slip = facts.urgency, facts.due_on, facts.slip
    draft.signer_id = facts.signer_post_id
    draft.signer_name, draft.signer_position = facts.signer_name, facts.signer_position
    draft.signer_authority = clean_line(facts.signer_authority)
    if file is not None and examination is not None:
        draft.content_id = _admit(file, actor=actor, now=now).digest
        draft.content_name, draft.page_count = file.name, examination.page_count
    draft.signing_request = None  # what a key may be signing now is not put in later
    if draft.state == DraftState.AWAITING_SIGNATURE:
        draft.state = DraftState.DRAFTING
        author = Audience(post_id=draft.drafted_by_id)
        _work.hand_on(draft, Verb.REVISE, author, actor=actor, now=now)
    draft.save()
    draft.recipients.all().delete()
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
