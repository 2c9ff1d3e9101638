"""Editing: until it is signed a draft is put right, and each time its course says what changed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.blobs import queries as blob_queries
from lienthong.blobs.types import UploadCard
from lienthong.directory import queries as directory
from lienthong.documents.types import Examination
from lienthong.issuing import queries
from lienthong.issuing.models import Draft
from lienthong.issuing.services import _drafts, _files, _work
from lienthong.issuing.services.drafting import _facts
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
    "concern": _("nội dung"),
    "period": _("kỳ báo cáo"),
    "slip": _("phiếu trình"),
    "recipients": _("nơi nhận"),
}
_FILE, _ATTACHMENTS = _("tệp"), _("tệp kèm theo")


@dataclass(frozen=True, slots=True)
class _Changes:
    """What the form asks of the files: uploads by the digest that they have."""

    main: UploadCard | None
    added: dict[str, UploadCard]
    dropped: frozenset[str]

    def of(self, draft: Draft) -> "_Changes":
        """Return what is still to be done: a form that comes twice finds nothing."""
        main = None if self.main is None or self.main.digest == draft.content_id else self.main
        attached = set(draft.attachments.values_list("content_id", flat=True))
        added = {digest: card for digest, card in self.added.items() if digest not in attached}
        return _Changes(main, added, (self.dropped - self.added.keys()) & attached)


def edit_draft(
    *,
    draft_id: UUID,
    facts: DraftFacts,
    file: NewFile | None,
    attachments: Sequence[NewFile] = (),
    dropped: Collection[str] = (),
    actor: Actor,
    now: datetime,
) -> DraftCard:
    """Put the facts, the recipients and perhaps other files in the place of the earlier ones.

    Anybody who may see and draft it, its author or a leader once it waits for the signature; then
    it is the author's turn again. attachments: go behind those that are there. dropped: the
    digests of attachments that go no longer with it. What it answers stays. Earlier main files
    stay in the course. What is so already changes nothing, so a form may be sent twice. Raises
    NotAllowed, DraftNotFound, NotTheAuthor, WrongState, SignerMissing, FileNotSendable, what
    documents says of the facts, and what blobs raises.
    """
    access.require(actor, "issuing.draft", agency_id=actor.agency_id)
    draft = _drafts.found(draft_id, actor)
    before = queries.draft_card(draft.id, agency_id=draft.agency_id)
    asked = _asked(file, attachments, dropped, actor).of(draft)
    facts = _tidy(facts, before)
    _facts.require_complete(facts, Origin.HERE, actor, now=now)
    name = asked.main.name if asked.main else before.content_name
    _facts.require_form(facts, name, actor, now=now)
    examination = _examined(asked, facts, actor, now=now)
    with transaction.atomic():
        draft = _drafts.locked(draft_id, actor)
        _drafts.require_state(draft, _EDITABLE)
        if draft.state == DraftState.AWAITING_SIGNATURE:
            _drafts.require_author(draft, actor)
        changes = asked.of(draft)
        changed = _changed(facts, queries.draft_card(draft.id, agency_id=draft.agency_id).facts)
        note = ", ".join([*changed, *_changed_files(changes)])
        if note:
            _write_files(draft, changes, examination, actor=actor, now=now)
            _write(draft, facts, actor=actor, now=now)
            _drafts.leave_step(
                draft, "changed", actor=actor, now=now, note=note, digest=draft.content_id
            )
        return queries.draft_card(draft.id, agency_id=draft.agency_id)


def _asked(
    file: NewFile | None, attachments: Sequence[NewFile], dropped: Collection[str], actor: Actor
) -> _Changes:
    main = blob_queries.upload_card(file.upload_id, actor=actor) if file else None
    added = [blob_queries.upload_card(each.upload_id, actor=actor) for each in attachments]
    return _Changes(main, {card.digest: card for card in added}, frozenset(dropped))


def _examined(
    changes: _Changes, facts: DraftFacts, actor: Actor, *, now: datetime
) -> Examination | None:
    """Look at what is new before anything is written; return what was seen of a main file."""
    for card in changes.added.values():
        _files.examine_attachment(_file(card), actor, now=now)
    if changes.main is None:
        return None
    return _files.examine(_file(changes.main), facts, Origin.HERE, actor, now=now)


def _file(card: UploadCard) -> NewFile:
    return NewFile(card.id, card.name)


def _tidy(facts: DraftFacts, before: DraftCard) -> DraftFacts:
    """The facts as they are kept, so that what was not touched compares equal."""
    signer = directory.post(facts.signer_post_id) if facts.signer_post_id else None
    return replace(
        facts,
        subject=clean_line(facts.subject),
        notation=clean_line(facts.notation),
        slip=clean_block(facts.slip)[:2000],
        signer_name=signer.person_name if signer else "",
        signer_position=clean_line(facts.signer_position) or (signer.title if signer else ""),
        answers_entry_id=before.facts.answers_entry_id,
        consults_draft_id=before.facts.consults_draft_id,
        number=None,
        number_suffix="",
        issued_on=None,
    )


def _changed(facts: DraftFacts, before: DraftFacts) -> list[str]:
    return [word for name, word in _NAMES.items() if getattr(facts, name) != getattr(before, name)]


def _changed_files(changes: _Changes) -> list[str]:
    main = [_FILE] if changes.main else []
    return main + ([_ATTACHMENTS] if changes.added or changes.dropped else [])


def _write_files(
    draft: Draft,
    changes: _Changes,
    examination: Examination | None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    if changes.main is not None and examination is not None:
        draft.content_id = _files.admit(_file(changes.main), actor=actor, now=now).digest
        draft.content_name, draft.page_count = changes.main.name, examination.page_count
    _files.detach(draft, changes.dropped)
    _files.attach(draft, [_file(card) for card in changes.added.values()], actor=actor, now=now)


def _write(draft: Draft, facts: DraftFacts, *, actor: Actor, now: datetime) -> None:
    draft.kind, draft.subject, draft.notation = facts.kind, facts.subject, facts.notation
    draft.urgency, draft.due_on, draft.slip = facts.urgency, facts.due_on, facts.slip
    draft.concern, draft.period = facts.concern, facts.period
    draft.signer_id = facts.signer_post_id
    draft.signer_name, draft.signer_position = facts.signer_name, facts.signer_position
    draft.signer_authority = clean_line(facts.signer_authority)
    draft.signing_request = None  # what a key may be signing now is not put in later
    if draft.state == DraftState.AWAITING_SIGNATURE:
        draft.state = DraftState.DRAFTING
        author = Audience(post_id=draft.drafted_by_id)
        _work.hand_on(draft, Verb.REVISE, author, actor=actor, now=now)
    draft.save()
    _facts.write_recipients(draft, facts)
