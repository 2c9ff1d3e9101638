"""What the sending page opens with: a file in quarantine, what was read from it, an answer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from lienthong.access.types import StaffRequest
from lienthong.blobs import errors as blob_errors
from lienthong.blobs import queries as blobs
from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.documents import queries as document_queries
from lienthong.documents import services as documents
from lienthong.documents.errors import UnknownDocument
from lienthong.documents.rules.kinds import LETTER
from lienthong.documents.rules.reading import read_parts
from lienthong.documents.types import Declared, ReadPart, RecipientLine, RecipientRole, Urgency
from lienthong.issuing import queries, rules
from lienthong.issuing.errors import DraftNotFound
from lienthong.issuing.types import DraftCard, NewFile, Origin, ReceivedFile
from lienthong.issuing.web import recipient_lines
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import fold
from lienthong.registers import errors as register_errors
from lienthong.registers import queries as registers
from lienthong.registers.types import Direction, EntryCard, Series
from lienthong.webkit.forms import ids_of
from lienthong.webkit.numbers import decimal
from lienthong.webkit.types import PdfView, Recipient

BLANK = Recipient(key="", name="", role=str(RecipientRole.ACTION))
# What was typed before the file was chosen: parts of the address, and the fields that they fill.
CARRIED = {"nguon": "origin", "khan": "urgency", "han": "due_on", "phieu": "slip"}
CARRIED |= {"noi-dung": "concern", "ky-bao-cao": "period"}
# The same, where the file itself says nothing else.
SPARED = {"trich-yeu": "subject", "ky": "signer", "luu": "filing"}
UNTOUCHED = {"origin": str(Origin.HERE), "urgency": str(Urgency.NORMAL), "filing": "VT"}
# Names on the page that are looked up to suggest chips.
_MOST_NAMES = 200


@dataclass(frozen=True, slots=True)
class Opened:
    """read: for each field that was read from the file, its place as JSON for the viewer.

    attachments: in quarantine, brought before the file itself was chosen.
    """

    initial: Mapping[str, Any]
    lines: tuple[RecipientLine, ...] = ()
    file: ReceivedFile | None = None
    read: Mapping[str, str] = field(default_factory=dict)
    attachments: Sequence[NewFile] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """The line of the incoming book that is being answered, and who sent it."""

    entry: EntryCard
    issuer_id: UUID | None


def opened(request: StaffRequest, *, now: datetime) -> Opened:
    """Read the address: `tep`, `tra-loi`, `lay-y-kien`, `kem`, the chips `nn`, filled-in fields."""
    actor = request.actor
    file = _asked_file(request.GET.get("tep", ""), actor, now=now)
    answer = answered(request.GET.get("tra-loi"), actor)
    initial, parts = _initial(file, actor, now=now)
    places = _places(parts, initial.get("signer"))
    initial |= {name: request.GET[part] for part, name in CARRIED.items() if part in request.GET}
    spared = {name: request.GET[part] for part, name in SPARED.items() if part in request.GET}
    about = consulted(request.GET.get("lay-y-kien"), actor)
    initial = {**_usual_subject(answer, about), **spared, **initial}
    if answer is not None:
        initial["answers"] = answer.entry.id
    if about is not None:
        initial["consults"] = about.id
    lines = [*_kept_lines(request, now=now), *_to_issuer(answer, actor)]
    if not lines and file is not None:
        lines = [*_on_page(file, actor, now=now)]
    brought = attachments(request.GET.getlist("kem"), actor)
    return Opened(initial, _once(lines), file, places, brought)


def known(file: NewFile | None, actor: Actor, *, now: datetime) -> ReceivedFile | None:
    """Return a file in quarantine as it was received, looked at again; None when it is gone."""
    return _asked_file(str(file.upload_id), actor, now=now) if file else None


def _asked_file(text: str, actor: Actor, *, now: datetime) -> ReceivedFile | None:
    for upload_id in ids_of([text]):
        try:
            return received_before(upload_id, actor, now=now)
        except (blob_errors.UploadNotFound, blob_errors.UploadClosed):
            return None
    return None


def received_before(upload_id: UUID, actor: Actor, *, now: datetime) -> ReceivedFile:
    """Return a file in quarantine as it was received, looked at again.

    Raises UploadNotFound and UploadClosed.
    """
    card = blobs.upload_card(upload_id, actor=actor)
    with blobs.open_upload(upload_id, actor=actor) as source:
        examination = documents.examine(
            source,
            name=card.name,
            now=now,
            declared=Declared(issuer_id=actor.agency_id),
            agency_id=actor.agency_id,
        )
    return ReceivedFile(NewFile(card.id, card.name), card.size, card.media_type, examination)


def attachments(values: Sequence[str], actor: Actor) -> list[NewFile]:
    """Return the further files of a form that are in quarantine; those that are gone fall away."""
    found = []
    for upload_id in ids_of(values):
        try:
            card = blobs.upload_card(upload_id, actor=actor)
        except (blob_errors.UploadNotFound, blob_errors.UploadClosed):
            continue
        found.append(NewFile(card.id, card.name))
    return found


def answered(entry_id: object, actor: Actor) -> Answered | None:
    """Return the line that is being answered; None when it is no line of this agency."""
    for place in ids_of([str(entry_id or "")]):
        try:
            entry = registers.entry_card(place, agency_id=actor.own_agency)
        except register_errors.EntryNotFound:
            return None
        return Answered(entry, _issuer_of(entry))
    return None


def consulted(draft_id: object, actor: Actor) -> DraftCard | None:
    """Return the draft that a letter asks about; None when it is none that this post sees."""
    for place in ids_of([str(draft_id or "")]):
        try:
            return queries.visible_draft(
                place, viewer=document_queries.viewer_of(actor), post_id=actor.post_id
            )
        except DraftNotFound:
            return None
    return None


def _usual_subject(answer: Answered | None, about: DraftCard | None) -> dict[str, str]:
    """What a letter that asks for comments on a draft, or answers one, is called."""
    if about is not None:
        return {"subject": rules.consulting_subject(about.facts.subject)}
    version_id = answer.entry.version_id if answer else None
    if answer is not None and version_id and queries.consultation_until(version_id):
        return {"subject": rules.commenting_subject(answer.entry.facts.subject)}
    return {}


def _issuer_of(entry: EntryCard) -> UUID | None:
    if entry.version_id is None:
        return None
    try:
        return document_queries.version_card(entry.version_id).written_by
    except UnknownDocument:
        return None


def _to_issuer(answer: Answered | None, actor: Actor) -> list[RecipientLine]:
    """An answer goes to whom one answers: reported to one above, for action to all others."""
    if answer is None or answer.issuer_id is None:
        return []
    issuer, own = directory.agency(answer.issuer_id), directory.agency(actor.own_agency)
    is_above = issuer.id == own.parent_id
    role = RecipientRole.REPORT if is_above else RecipientRole.ACTION
    return [RecipientLine(issuer.name, role, agency_id=issuer.id)]


def _kept_lines(request: StaffRequest, *, now: datetime) -> list[RecipientLine]:
    chosen = [each.partition(":")[::2] for each in request.GET.getlist("nn")]
    return recipient_lines.lines_of(
        [(key, RecipientRole(role)) for role, key in chosen if role in set(RecipientRole)],
        sender_id=request.actor.own_agency,
        on=local_day(now),
    )


def _on_page(file: ReceivedFile, actor: Actor, *, now: datetime) -> list[RecipientLine]:
    """Suggest the agencies and groups that the page itself names."""
    names = rules.names_on_page(file.examination)[:_MOST_NAMES]
    found = recipient_lines.named(
        "\n".join(names), sender_id=actor.own_agency, on=local_day(now)
    ).lines
    return [line for line in found if line.agency_id != actor.agency_id]


def _once(lines: Sequence[RecipientLine]) -> tuple[RecipientLine, ...]:
    found = {(line.agency_id, line.group_id, line.unit_id): line for line in reversed(lines)}
    return tuple(found.values())[::-1]


def _initial(
    file: ReceivedFile | None, actor: Actor, *, now: datetime
) -> tuple[dict[str, Any], Mapping[str, ReadPart]]:
    on = local_day(now)
    agency = directory.agency(actor.own_agency)
    if file is None:
        notation = rules.suggested_notation(agency, LETTER, on=on)
        return {"kind": LETTER, "notation": notation}, {}
    parts = read_parts(file.examination)
    initial: dict[str, Any] = {name: part.value for name, part in parts.items()}
    initial.setdefault("kind", LETTER)
    initial.setdefault("notation", rules.suggested_notation(agency, initial["kind"], on=on))
    initial["upload"] = file.file.upload_id
    is_complete = bool(initial.get("number")) or bool(
        file.examination.pdf and file.examination.pdf.signed_fields
    )
    initial["origin"] = Origin.COMPLETE if is_complete else Origin.HERE
    filing = rules.filing_line(file.examination)
    if filing:
        initial["filing"] = filing
    signer = _signer(parts, actor, now=now)
    if signer:
        initial["signer"] = signer
    return initial, parts


def _signer(parts: Mapping[str, ReadPart], actor: Actor, *, now: datetime) -> str:
    """Return the leader's post whose name stands under the document, else ""."""
    name = fold(parts["signer_name"].value) if "signer_name" in parts else ""
    leaders = directory.posts_of_agency(actor.own_agency, on=local_day(now), role=Role.LEADER)
    return next((str(post.id) for post in leaders if fold(post.person_name) == name), "")


def read_at(file: ReceivedFile | None, actor: Actor, *, now: datetime) -> Mapping[str, str]:
    """Return for each field that the file has where it stands, as JSON for the viewer."""
    if file is None:
        return {}
    parts = read_parts(file.examination)
    return _places(parts, _signer(parts, actor, now=now))


def _places(parts: Mapping[str, ReadPart], signer: str | None) -> Mapping[str, str]:
    """signer: the leader's post that was found; a name that is no leader's filled in nothing."""
    places = {
        name: json.dumps({"page": part.page, "box": part.box}) for name, part in parts.items()
    }
    if signer and "signer_name" in places:
        places["signer"] = places["signer_name"]
    return places


def view_of(file: ReceivedFile | None) -> PdfView | None:
    """Return what the viewer beside the form shows."""
    if file is None:
        return None
    address = reverse("issuing:waiting-file", args=[file.file.upload_id])
    return PdfView(url=address, title=file.file.name)


def next_number(actor: Actor, *, now: datetime) -> int:
    """Return the number that the book would give now; another document may take it first."""
    year = local_day(now).year
    books = registers.books_of(actor.own_agency)
    return next(
        (
            book.last_number + 1
            for book in books
            if book.direction == Direction.OUTGOING
            and book.year == year
            and not book.is_given
            and book.series == Series.COMMON
        ),
        1,
    )


def largest() -> str:
    """Return the largest size of a file in MB, as written."""
    return decimal(settings.LIENTHONG_LARGEST_UPLOAD / 1024 / 1024)
