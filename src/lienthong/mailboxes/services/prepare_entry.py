"""The form of the incoming book is filled from a letter: nothing is typed twice (D6)."""

import io
from datetime import datetime
from uuid import UUID

from lienthong.access import services as access
from lienthong.blobs import queries as contents
from lienthong.blobs import services as blobs
from lienthong.formats.mail.types import LetterPart
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.mailboxes import queries
from lienthong.mailboxes.errors import LetterDecided
from lienthong.mailboxes.services.set_aside import RIGHT
from lienthong.mailboxes.types import (
    LetterCard,
    LetterFileCard,
    LetterState,
    PreparedEntry,
    Proof,
    Standing,
)

KEY = "mail:"
_LARGEST = 100 * 1024 * 1024


def prepare_entry(letter_id: UUID, *, actor: Actor, now: datetime) -> PreparedEntry:
    """Lay the files of a letter into quarantine and say what the form is filled with.

    Pressed again, it finds the files that lie there. What stops a file stops only that file.
    Raises LetterDecided, LetterNotFound, RightMissing, and what `blobs.receive` refuses of the
    main file.
    """
    access.require(actor, RIGHT, agency_id=actor.agency_id)
    card = queries.letter(letter_id, agency_id=actor.own_agency)
    if card.state != LetterState.WAITING:
        raise LetterDecided(state=card.state.label)
    files = queries.letter_files(letter_id)
    kept = [one for one in files if one.kind.is_opened and one.size and not one.finding]
    ordered = sorted(kept, key=lambda one: (not one.is_main, one.position))
    parts = {one.position: one for one in queries.opened_letter(card).parts}
    uploads = [_upload(one, parts[one.position], actor=actor, now=now) for one in ordered]
    query = [("duong", "mail"), ("khoa", f"{KEY}{letter_id}")]
    query += [("tep", str(upload_id)) for upload_id in uploads]
    return PreparedEntry(letter_id, (*query, *_words(card, files, now=now)))


def _upload(file: LetterFileCard, part: LetterPart, *, actor: Actor, now: datetime) -> UUID:
    found = contents.waiting_with_digest(file.digest, agency_id=actor.own_agency)
    if found is not None:
        return found
    received = blobs.receive(
        io.BytesIO(part.content),
        name=file.name,
        agency_id=actor.own_agency,
        actor=actor,
        now=now,
        largest=_LARGEST,
    )
    return received.id


def _words(
    card: LetterCard, files: list[LetterFileCard], *, now: datetime
) -> list[tuple[str, str]]:
    """What the document says of itself; else what the letter says."""
    main = next((one for one in files if one.is_main), None)
    said = dict(main.fields) if main else {}
    said.pop("kind_name", None)
    said.setdefault("subject", card.subject)
    if card.standing == Standing.OFFICIAL and card.sender_agency_id and card.proof != Proof.FAILED:
        said["issuer"] = str(card.sender_agency_id)
        said["author"] = card.sender_agency
    said.setdefault("author", card.sender_name or card.sender_address)
    said["arrived_on"] = local_day(card.taken_at).isoformat()
    return [(name, word) for name, word in said.items() if word]
