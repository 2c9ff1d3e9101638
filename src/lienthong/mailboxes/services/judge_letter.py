"""A letter is looked at before anything of it is kept: viruses, secrets, what its files are."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from lienthong.blobs import rules as content
from lienthong.blobs import services as blobs
from lienthong.blobs.errors import ScanPending
from lienthong.directory import queries as directory
from lienthong.directory.rules.mailboxes import is_free_mail
from lienthong.documents import services as documents
from lienthong.documents.errors import SecretDocument
from lienthong.documents.types import Declared, Examination, Finding, Road
from lienthong.formats.letters.types import LetterFields
from lienthong.formats.mail.read import read_letter
from lienthong.formats.mail.types import LetterLimits, LetterPart, PartKind, ReadLetter
from lienthong.kernel.clock import local_day
from lienthong.mailboxes import rules
from lienthong.mailboxes.errors import LetterSecret, LetterUnscanned
from lienthong.mailboxes.models import Mailbox
from lienthong.mailboxes.ports import Away
from lienthong.mailboxes.types import Proof, Standing, Trouble

# Files that are looked at as if each were the document; more of them only as attachments.
_MOST_MAIN = 5


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A part of a letter and what was found on it."""

    part: LetterPart
    digest: str
    media_type: str
    legal_value: str = ""
    code: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SeenLetter:
    """A letter that may be kept. main: position of the file that is the document, 0 for none."""

    letter: ReadLetter
    files: tuple[SeenFile, ...]
    main: int
    standing: Standing
    proof: Proof
    agency_id: UUID | None


def judged(raw: bytes, row: Mailbox, *, now: datetime) -> SeenLetter:
    """Look at a letter. Outside of any transaction; it takes a while.

    Raises what says why nothing of it may be kept: LetterTooLarge, LetterTangled,
    LetterUnreadable, FileInfected, LetterUnscanned, LetterSecret; Away while the virus scanner is.
    """
    letter = read_letter(raw, limits=LetterLimits(largest=row.largest_mb * 1024 * 1024))
    _require_harmless(raw, letter, row, now=now)
    standing, agency_id = standing_of(letter, on_day=now)
    files = tuple(_seen_files(letter.parts, row, agency_id, now=now))
    proof = rules.proof(letter.results, authserv=row.authserv, address=letter.sender.address)
    return SeenLetter(letter, files, _main(files), standing, proof, agency_id)


def standing_of(letter: ReadLetter, *, on_day: datetime) -> tuple[Standing, UUID | None]:
    """Return whose address wrote it, and the agency whose official mailbox that is (D2)."""
    address = letter.sender.address
    if not address:
        return Standing.UNCLEAR, None
    if is_free_mail(address):
        return Standing.FREE, None
    found = directory.agencies_with_mailbox(address, on=local_day(on_day))
    if not found:
        return Standing.OTHER, None
    # Several may share one mailbox; which of them wrote is on the document.
    return Standing.OFFICIAL, found[0].id if len(found) == 1 else None


def _require_harmless(raw: bytes, letter: ReadLetter, row: Mailbox, *, now: datetime) -> None:
    """Let the scanner see the letter whole, and each file as it will be opened."""
    sources = [("thu.eml", raw)]
    sources += [(one.name, one.content) for one in letter.parts if one.content]
    for name, source in sources:
        try:
            blobs.require_harmless(io.BytesIO(source), name=name, agency_id=row.agency_id, now=now)
        except ScanPending as pending:
            _require_scanner(row, now=now)
            raise LetterUnscanned from pending


def _require_scanner(row: Mailbox, *, now: datetime) -> None:
    """Raise Away when the scanner tells nothing of anything; what it cannot take holds up none."""
    try:
        blobs.require_harmless(io.BytesIO(b"?"), name="?", agency_id=row.agency_id, now=now)
    except ScanPending as pending:
        raise Away(Trouble.SCANNER_AWAY) from pending


def _seen_files(
    parts: Sequence[LetterPart], row: Mailbox, agency_id: UUID | None, *, now: datetime
) -> list[SeenFile]:
    seen: list[SeenFile] = []
    mains = 0
    for part in parts:
        if part.kind == PartKind.SIGNATURE:
            continue
        digest = hashlib.sha256(part.content).hexdigest() if part.content else ""
        media_type = _media_type(part)
        if not part.content:
            seen.append(SeenFile(part, digest, part.media_type))
            continue
        is_main = media_type == content.PDF and mains < _MOST_MAIN
        mains += is_main
        found = _examined(part, digest, row, agency_id, is_main=is_main, now=now)
        seen.append(_seen(part, digest, media_type, found))
    return seen


def _examined(
    part: LetterPart,
    digest: str,
    row: Mailbox,
    agency_id: UUID | None,
    *,
    is_main: bool,
    now: datetime,
) -> Examination:
    source = io.BytesIO(part.content)
    if is_main:
        return documents.examine(
            source,
            name=part.name,
            now=now,
            declared=Declared(issuer_id=agency_id, is_own=False, will_be_signed=False),
            agency_id=row.agency_id,
            road=Road.MAIL,
            digest=digest,
        )
    return documents.examine_attachment(
        source, name=part.name, now=now, agency_id=row.agency_id, road=Road.MAIL, digest=digest
    )


def _seen(part: LetterPart, digest: str, media_type: str, found: Examination) -> SeenFile:
    stop = next(iter(found.stops), None)
    if stop is not None and stop.code == SecretDocument.code:
        raise LetterSecret
    return SeenFile(
        part,
        digest,
        media_type,
        legal_value=str(found.standing.value) if found.standing else "",
        code=stop.code if stop else "",
        facts=_told(stop) if stop else {},
        fields=_fields(found.fields),
    )


def _told(stop: Finding) -> dict[str, str]:
    """The words of what stops a file, with the facts in their places."""
    facts = {name: str(value) for name, value in stop.facts.items()}
    return {**facts, "sentence": str(stop.sentence)}


def _fields(found: LetterFields) -> dict[str, str]:
    """What stands on the page, by the names that the form of the book has."""
    words = {
        "author": found.agency.value if found.agency else "",
        "reference_code": found.reference_code.value if found.reference_code else "",
        "document_on": found.issued_on.value.isoformat() if found.issued_on else "",
        "subject": found.subject.value if found.subject else "",
        "signer_name": found.signer_name.value if found.signer_name else "",
        "kind_name": found.kind_name.value if found.kind_name else "",
    }
    return {name: word[:500] for name, word in words.items() if word}


def _media_type(part: LetterPart) -> str:
    """Told from the bytes, never from what the letter says."""
    if not part.content:
        return part.media_type
    return content.media_type_of(part.content[: content.HEAD], part.content[-content.TAIL :])


def _main(files: Sequence[SeenFile]) -> int:
    """The file that is the document: the first PDF with a number on it, else the first PDF."""
    pdfs = [one for one in files if one.media_type == content.PDF and not one.code]
    numbered = [one for one in pdfs if "reference_code" in one.fields]
    first = next(iter(numbered or pdfs), None)
    return first.part.position if first else 0
