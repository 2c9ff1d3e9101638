"""Creating: a file from quarantine and its fields become a draft, once per form."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from lienthong.access import services as access
from lienthong.blobs import queries as blob_queries
from lienthong.directory import queries as directory
from lienthong.documents.types import Examination
from lienthong.issuing import queries, rules
from lienthong.issuing.models import Draft
from lienthong.issuing.services import _drafts, _files, _work
from lienthong.issuing.services.consulting.start_consultation import require_consulted
from lienthong.issuing.services.drafting import _facts
from lienthong.issuing.types import DraftCard, DraftFacts, DraftState, NewFile, Origin
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import clean_block, clean_line
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
    ConsultationDueMissing, CommentsNotAsked and its like where the draft that it asks about takes
    no comments, DraftDiffers when the key made a draft of anything else, NotationAgainstRule and
    its like of documents, and what blobs raises.
    """
    access.require(actor, "issuing.draft", agency_id=actor.agency_id)
    cards = [blob_queries.upload_card(each.upload_id, actor=actor) for each in (file, *attachments)]
    file, *attachments = [NewFile(card.id, card.name) for card in cards]
    digest = rules.draft_digest(facts, origin, [card.digest for card in cards])
    repeated = _drafts.made_before(key, digest, actor)
    if repeated is not None:
        return repeated
    _facts.require_complete(facts, origin, actor, now=now)
    require_consulted(facts.consults_draft_id, actor)
    _facts.require_form(facts, file.name, actor, now=now)
    examination = _files.examine(file, facts, origin, actor, now=now)
    for attachment in attachments:
        _files.examine_attachment(attachment, actor, now=now)
    try:
        with transaction.atomic():
            draft = _write(facts, origin, file, examination, (key, digest), actor=actor, now=now)
            _facts.write_recipients(draft, facts)
            _files.attach(draft, attachments, actor=actor, now=now)
            name = "drafted" if origin == Origin.HERE else "brought-in"
            _drafts.leave_step(draft, name, actor=actor, now=now, digest=draft.content_id)
            if origin == Origin.COMPLETE:
                _work.hand_on(draft, Verb.SEAL, _work.clerks(), actor=actor, now=now)
            return queries.draft_card(draft.id, agency_id=draft.agency_id)
    except IntegrityError:
        # The same form came in at the same moment; whoever committed first made the draft.
        repeated = _drafts.made_before(key, digest, actor)
        if repeated is None:
            raise
        return repeated


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
    content = _files.admit(file, actor=actor, now=now)
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
        concern=facts.concern,
        period=facts.period,
        slip=clean_block(facts.slip),
        signer_id=facts.signer_post_id,
        signer_name=signer.person_name if signer else clean_line(facts.signer_name),
        signer_position=clean_line(facts.signer_position) or (signer.title if signer else ""),
        signer_authority=clean_line(facts.signer_authority),
        given_number=facts.number if origin == Origin.COMPLETE else None,
        given_suffix=facts.number_suffix,
        given_issued_on=facts.issued_on if origin == Origin.COMPLETE else None,
        answers_entry_id=facts.answers_entry_id,
        consults_id=facts.consults_draft_id,
        content_id=content.digest,
        content_name=file.name,
        page_count=examination.page_count,
        is_scan=origin == Origin.COMPLETE and bool(examination.pdf and examination.pdf.is_scan),
        created_at=now,
    )
