"""Step a of issuing: the file is filled in, then number and file are taken in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.blobs import queries as blob_queries
from lienthong.blobs import services as blobs
from lienthong.blobs.types import Prepared
from lienthong.directory import queries as directory
from lienthong.documents.rules.kinds import kind_name
from lienthong.documents.rules.notation import clean_notation
from lienthong.documents.types import written_reference
from lienthong.issuing import errors, queries
from lienthong.issuing.models import Draft
from lienthong.issuing.services import _drafts, _work
from lienthong.issuing.services.copying._copy_files import copy_of, require_original
from lienthong.issuing.types import DraftCard, DraftState, Origin
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.disk import PIECE
from lienthong.registers import queries as books
from lienthong.registers import services as registers
from lienthong.registers.types import Direction, EntryCard, EntryFacts, Series
from lienthong.signatures import services as signatures
from lienthong.worklist.types import Audience, Verb

# Others who take numbers of the same book at the same moment are let past so often.
_ATTEMPTS = 20
# Steps that leave the file as its author wants it.
_FROM_AUTHOR = ("drafted", "changed", "copy-asked")


@dataclass(frozen=True, slots=True)
class _Given:
    """A number of the book and its day."""

    number: int
    issued_on: date


@dataclass(frozen=True, slots=True)
class _Filled:
    """A file that carries a number; content is None for one that has no fields for it."""

    made_of: str
    given: _Given
    content: Prepared | None


class _Overtaken(Exception):
    """The book gives another number than was expected; nothing has changed."""

    def __init__(self, given: _Given) -> None:
        self.given = given
        super().__init__(given)


def number_draft(*, draft_id: UUID, actor: Actor, now: datetime) -> DraftCard:
    """Take the next number of the outgoing book and fill number and date into the signed file.

    From here on the number has its line in the book, whatever happens: it is issued, or voided
    with a reason. Numbering what is numbered changes nothing. The file is filled in before the
    book is locked, for the number that comes next; when another draft takes that one first, once
    more for the one after. Raises NotAllowed, SamePerson, DraftNotFound, WrongState, BookIsBusy.
    Source: Decree 30/2020/NĐ-CP, Article 15.
    """
    access.require(actor, "issuing.number", agency_id=actor.agency_id)
    guess: _Given | None = None
    for _attempt in range(_ATTEMPTS):
        draft = _drafts.found(draft_id, actor)
        if _is_numbered(draft):
            return queries.draft_card(draft.id, agency_id=draft.agency_id)
        _require_to_be_numbered(draft, actor)
        guess = guess or _next_in_book(draft, now=now)
        try:
            with _filled(draft, guess, now=now) as ready:
                return _number(draft_id, ready, actor=actor, now=now)
        except _Overtaken as overtaken:
            guess = overtaken.given
    raise errors.BookIsBusy()


def _number(draft_id: UUID, ready: _Filled, *, actor: Actor, now: datetime) -> DraftCard:
    """Take a number and attach the file that carries it; raise _Overtaken if it is another's."""
    with transaction.atomic():
        draft = _drafts.locked(draft_id, actor)
        if _is_numbered(draft):
            return queries.draft_card(draft.id, agency_id=draft.agency_id)
        _require_to_be_numbered(draft, actor)
        entry = _take(draft, actor=actor, now=now)
        given = _Given(entry.number, entry.facts.document_on)
        if given != ready.given or draft.content_id != ready.made_of:
            raise _Overtaken(given)
        if ready.content is not None:
            kept = blobs.store_prepared(ready.content, agency_ids=[draft.agency_id], now=now)
            draft.content_id = kept.digest
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


def _is_numbered(draft: Draft) -> bool:
    return draft.state in {
        DraftState.NUMBERED,
        DraftState.SEALED,
        DraftState.ISSUED,
        DraftState.ON_PAPER,
    }


def _require_to_be_numbered(draft: Draft, actor: Actor) -> None:
    _drafts.require_state(draft, [DraftState.SIGNED])
    if draft.origin == Origin.COMPLETE:
        raise errors.WrongState(state=DraftState(draft.state).label)
    require_other_person(draft, actor)
    require_original(draft, actor)


def void_draft_number(*, draft_id: UUID, reason: str, actor: Actor, now: datetime) -> DraftCard:
    """Void the number of a draft that could not be sealed; the book keeps it with the reason.

    The file carries the voided number, so the draft goes back to its drafter with the file as it
    was before it was signed; a signature that was made then counts no more.
    Raises NotAllowed, DraftNotFound, WrongState, and of registers VoidReasonMissing.
    """
    with transaction.atomic():
        draft = _drafts.locked(draft_id, actor)
        _drafts.require_state(draft, [DraftState.NUMBERED, DraftState.SEALED])
        if draft.entry_id is None:
            raise errors.WrongState(state=DraftState(draft.state).label)
        registers.void_number(entry_id=draft.entry_id, reason=reason, actor=actor, now=now)
        before = draft.steps.filter(name__in=_FROM_AUTHOR).order_by("happened_at", "id").last()
        draft.state, draft.return_reason, draft.entry = DraftState.RETURNED, reason[:500], None
        draft.signing_request = None  # what was signed before is not put in again
        if before is not None and before.content_id is not None:
            draft.content_id = before.content_id
        draft.save(update_fields=["state", "return_reason", "entry", "content", "signing_request"])
        _drafts.unseal_attachments(draft)
        _drafts.leave_step(draft, "number-voided", actor=actor, now=now, note=reason)
        drafter = Audience(post_id=draft.drafted_by_id)
        _work.hand_on(draft, Verb.REVISE, drafter, actor=actor, now=now)
        return queries.draft_card(draft.id, agency_id=draft.agency_id)


def require_other_person(draft: Draft, actor: Actor) -> None:
    """Raise SamePerson when the one who signed would also number or seal."""
    if draft.signer is not None and draft.signer.person_id == actor.person_id:
        raise errors.SamePerson()


def _take(draft: Draft, *, actor: Actor, now: datetime) -> EntryCard:
    voided = draft.steps.filter(name="number-voided").count()
    notation = clean_notation(draft.notation)  # as it will stand on the issued version
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
        reference_of=lambda number: written_reference(number, "", notation),
        key=f"draft:{draft.id}:{voided}",
        actor=actor,
        now=now,
        series=_series(draft),
    )


def _series(draft: Draft) -> Series:
    return Series.COPIES if draft.origin == Origin.COPY else Series.COMMON


def _next_in_book(draft: Draft, *, now: datetime) -> _Given:
    """Return what the book gives next, unless somebody else takes it first. One statement."""
    today = local_day(now)
    found = [
        book
        for book in books.books_of(draft.agency_id)
        if (book.direction, book.year, book.series)
        == (Direction.OUTGOING, today.year, _series(draft))
        and not book.is_given
    ]
    return _Given(found[0].last_number + 1 if found else 1, today)


@contextmanager
def _filled(draft: Draft, given: _Given, *, now: datetime) -> Iterator[_Filled]:
    """Write the file with number and day filled in, outside of any transaction."""
    if draft.origin == Origin.COPY:
        made = copy_of(draft, number=given.number, day=given.issued_on)
        with blobs.prepared(made, now=now) as content:
            yield _Filled(draft.content_id, given, content)
        return
    with blob_queries.open_content(draft.content_id) as source:
        update = signatures.number_update(
            source, number=f"{given.number:02d}", issued_on=given.issued_on
        )
        if not update:
            yield _Filled(draft.content_id, given, None)
            return
        source.seek(0)
        with blobs.prepared(_with_update(source, update), now=now) as content:
            yield _Filled(draft.content_id, given, content)


def _with_update(source: BinaryIO, update: bytes) -> Iterator[bytes]:
    while piece := source.read(PIECE):
        yield piece
    yield update
