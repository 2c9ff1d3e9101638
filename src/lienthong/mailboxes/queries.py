"""What may be known of mailboxes and letters; a letter only by who asks for its agency's."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from lienthong.blobs import queries as blobs
from lienthong.formats.mail.read import read_letter
from lienthong.formats.mail.types import LetterLimits, PartKind, ReadLetter
from lienthong.mailboxes.errors import LetterNotFound, MailboxNotFound
from lienthong.mailboxes.models import Letter, LetterFile, Mailbox
from lienthong.mailboxes.types import (
    LetterCard,
    LetterFileCard,
    LetterState,
    MailboxCard,
    MailboxState,
    Proof,
    Standing,
    Trouble,
)

PAGE = 50
# What was kept was small enough when it came.
_KEPT = LetterLimits(largest=200 * 1024 * 1024)


def mailboxes() -> list[MailboxCard]:
    """Return all mailboxes, those in use first. One statement."""
    order = {MailboxState.ON: 0, MailboxState.OFF: 1, MailboxState.ENDED: 2}
    cards = [_mailbox(row) for row in _counted(Mailbox.objects.all())]
    return sorted(cards, key=lambda one: (order[one.state], one.agency_name, one.address))


def mailbox(mailbox_id: UUID) -> MailboxCard:
    """Return one mailbox. Raises MailboxNotFound. One statement."""
    row = _counted(Mailbox.objects.filter(pk=mailbox_id)).first()
    if row is None:
        raise MailboxNotFound
    return _mailbox(row)


def mailbox_named(address: str) -> MailboxCard:
    """Return the mailbox of an address, one in use before one that ended.

    Raises MailboxNotFound. One statement.
    """
    found = _counted(Mailbox.objects.filter(address=address.strip().lower()))
    rows = sorted(found, key=lambda one: one.state == MailboxState.ENDED)
    if not rows:
        raise MailboxNotFound
    return _mailbox(rows[0])


def letters(
    agency_id: UUID, state: LetterState, *, before: UUID | None = None, limit: int = PAGE
) -> list[LetterCard]:
    """Return letters of an agency that stand so, the newest first. One statement."""
    rows = _told(Letter.objects.filter(agency_id=agency_id, state=state))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_letter(row) for row in rows.order_by("-id")[:limit]]


def count_letters(agency_id: UUID) -> dict[LetterState, int]:
    """Return how many letters of an agency stand in each state. One statement."""
    rows = Letter.objects.filter(agency_id=agency_id).values_list("state")
    return {LetterState(state): count for state, count in rows.annotate(count=Count("pk"))}


def has_mailbox(agency_id: UUID) -> bool:
    """Return whether a mailbox of an agency is read, or was. One statement."""
    return Mailbox.objects.filter(agency_id=agency_id).exists()


def letter(letter_id: UUID, *, agency_id: UUID) -> LetterCard:
    """Return a letter of an agency. Raises LetterNotFound, also for another's. One statement."""
    row = _told(Letter.objects.filter(pk=letter_id, agency_id=agency_id)).first()
    if row is None:
        raise LetterNotFound
    return _letter(row)


def letter_files(letter_id: UUID) -> list[LetterFileCard]:
    """Return the files of a letter in their order. One statement."""
    rows = LetterFile.objects.filter(letter_id=letter_id).order_by("position")
    return [
        LetterFileCard(
            position=row.position,
            name=row.name,
            kind=PartKind(row.kind),
            media_type=row.media_type,
            size=row.size,
            digest=row.digest,
            is_main=row.is_main,
            legal_value=row.legal_value,
            finding=row.finding,
            facts=row.facts,
            fields=row.fields,
        )
        for row in rows
    ]


def opened_letter(card: LetterCard) -> ReadLetter:
    """Return what a letter says and brings, read anew from what was kept.

    Raises LetterNotFound where nothing was kept, and as `blobs.open_content`.
    """
    if not card.content:
        raise LetterNotFound
    with blobs.open_content(card.content) as source:
        return read_letter(source.read(), limits=_KEPT)


def _told(rows: "QuerySet[Letter]") -> "QuerySet[Letter]":
    files = Count("files", filter=Q(files__kind=PartKind.FILE))
    return rows.select_related("mailbox", "sender_agency").annotate(file_count=files)


def _letter(row: Letter) -> LetterCard:
    agency = row.sender_agency
    return LetterCard(
        id=row.pk,
        agency_id=row.agency_id,
        mailbox_address=row.mailbox.address,
        state=LetterState(row.state),
        taken_at=row.taken_at,
        sent_at=row.sent_at,
        sender_name=row.sender_name,
        sender_address=row.sender_address,
        sender_agency_id=row.sender_agency_id,
        sender_agency=agency.name if agency else "",
        standing=Standing(row.standing),
        proof=Proof(row.proof),
        subject=row.subject,
        files=getattr(row, "file_count", 0),
        reason=row.reason,
        facts=row.facts,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        entry_id=row.entry_id,
        content=row.content_id or "",
    )


def _counted(rows: "QuerySet[Mailbox]") -> "QuerySet[Mailbox]":
    waiting = Count("letters", filter=Q(letters__state=LetterState.WAITING))
    return rows.select_related("agency").annotate(waiting=waiting, taken=Count("letters"))


def _mailbox(row: Mailbox) -> MailboxCard:
    return MailboxCard(
        id=row.pk,
        agency_id=row.agency_id,
        agency_name=row.agency.name,
        address=row.address,
        host=row.host,
        port=row.port,
        is_secure=row.is_secure,
        login=row.login,
        folder=row.folder,
        networks=tuple(row.networks.split()),
        authority=row.authority,
        authserv=row.authserv,
        largest_mb=row.largest_mb,
        begins_on=row.begins_on,
        state=MailboxState(row.state),
        trouble=Trouble(row.trouble),
        said=row.said,
        failing_since=row.failing_since,
        succeeded_at=row.succeeded_at,
        waiting=getattr(row, "waiting", 0),
        taken=getattr(row, "taken", 0),
    )
