"""A letter is kept, once, with how far its mailbox was read; or why nothing of it is kept."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lienthong.blobs import services as blobs
from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.formats.mail.read import read_letter
from lienthong.formats.mail.types import MailAddress
from lienthong.kernel.refusals import Refusal
from lienthong.kernel.wording import noop as _
from lienthong.mailboxes import rules
from lienthong.mailboxes.errors import LetterSecret
from lienthong.mailboxes.models import Letter, LetterFile, Mailbox
from lienthong.mailboxes.services._work import for_clerk
from lienthong.mailboxes.services.judge_letter import SeenLetter
from lienthong.mailboxes.types import LetterState, Proof, Standing
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice
from lienthong.routes import services as routes
from lienthong.worklist import services as worklist

NOT_TAKEN = declare(
    "mailboxes.letter-not-taken",
    _("Một thư của %(sender)s trong hộp thư %(mailbox)s không được nhận vào đây: %(why)s"),
)


@dataclass(frozen=True, slots=True)
class At:
    """Where a letter lies in its mailbox."""

    uidvalidity: int
    uid: int


class Lost(Exception):
    """Another worker reads the mailbox, or an operator took it out of use."""


def keep_letter(row: Mailbox, at: At, raw: bytes, seen: SeenLetter, *, now: datetime) -> bool:
    """Keep a letter; False when it is here already, under whatever number. Raises Lost."""
    fingerprint = rules.print_of(seen.letter)
    with blobs.prepared(raw, now=now) as ready, transaction.atomic(durable=True):
        _move_on(row, at)
        if Letter.objects.filter(mailbox=row, fingerprint=fingerprint).exists():
            return False
        content = blobs.store_prepared(ready, agency_ids=[row.agency_id], now=now)
        letter = _row(row, at, seen, now=now)
        letter.fingerprint, letter.content_id = fingerprint, content.digest
        if _is_followed(seen, now=now):
            letter.state, letter.decided_at = LetterState.HANDLED, now
        letter.save(force_insert=True)
        LetterFile.objects.bulk_create(_files(letter, seen))
        if letter.state == LetterState.WAITING and _is_for_the_book(seen):
            worklist.put([for_clerk(letter, _whom(seen))])
    return True


def refuse_letter(row: Mailbox, at: At, refusal: Refusal, *, head: bytes, now: datetime) -> None:
    """Keep nothing of a letter but who sent it when, and why it is not here. Raises Lost.

    Of a secret not even its subject. The clerks are told.
    """
    sender, subject = _read_head(head)
    is_secret = isinstance(refusal, LetterSecret)
    with transaction.atomic(durable=True):
        _move_on(row, at)
        letter = Letter(
            mailbox=row,
            agency_id=row.agency_id,
            uidvalidity=at.uidvalidity,
            uid=at.uid,
            state=LetterState.REFUSED,
            taken_at=now,
            sender_name=sender.name,
            sender_address=sender.address,
            standing=Standing.UNCLEAR,
            proof=Proof.NOT_TOLD,
            subject="" if is_secret else subject,
            reason=refusal.code,
            facts={name: str(value) for name, value in refusal.facts.items()},
        )
        letter.save(force_insert=True)
        notices.tell(
            [
                NewNotice(
                    agency_id=row.agency_id,
                    role=Role.CLERK,
                    code=NOT_TAKEN,
                    facts={
                        "sender": sender.address or sender.name or "?",
                        "mailbox": row.address,
                        "why": str(refusal.sentence) % refusal.facts,
                    },
                    subject_kind="letter",
                    subject_id=letter.pk,
                )
            ],
            now=now,
        )


def pass_over(row: Mailbox, at: At) -> None:
    """Note that a letter is gone from the mailbox, or was taken in before. Raises Lost."""
    with transaction.atomic(durable=True):
        _move_on(row, at)


def _move_on(row: Mailbox, at: At) -> None:
    """Move the mark of the mailbox, if this worker still has it. Raises Lost."""
    mine = Mailbox.objects.filter(pk=row.pk, token=row.token)
    if not mine.update(uidvalidity=at.uidvalidity, last_uid=at.uid):
        raise Lost


def _row(row: Mailbox, at: At, seen: SeenLetter, *, now: datetime) -> Letter:
    letter = seen.letter
    return Letter(
        mailbox=row,
        agency_id=row.agency_id,
        uidvalidity=at.uidvalidity,
        uid=at.uid,
        taken_at=now,
        message_id=letter.message_id,
        sender_name=letter.sender.name,
        sender_address=letter.sender.address,
        sender_agency_id=seen.agency_id,
        standing=seen.standing,
        proof=seen.proof,
        subject=letter.subject,
        sent_at=letter.sent_at,
    )


def _files(letter: Letter, seen: SeenLetter) -> list[LetterFile]:
    return [
        LetterFile(
            letter=letter,
            position=one.part.position,
            name=one.part.name,
            kind=one.part.kind,
            media_type=one.media_type[:100],
            size=len(one.part.content),
            digest=one.digest,
            is_main=one.part.position == seen.main,
            legal_value=one.legal_value,
            finding=one.code,
            facts=one.facts,
            fields=one.fields,
        )
        for one in seen.files
    ]


def _is_followed(seen: SeenLetter, *, now: datetime) -> bool:
    """Let routes know what a server says of a letter of ours; False where it is about no such."""
    reference, report = rules.our_reference(seen.letter), seen.letter.report
    if not reference or report is None:
        return False
    is_ours = False
    for one in report.recipients:
        if one.action in {"failed", "delayed"}:
            is_ours |= routes.note_bounce(
                reference=reference,
                code=one.status,
                said=one.said,
                is_final=one.action == "failed",
                now=now,
            )
    return is_ours


def _is_for_the_book(seen: SeenLetter) -> bool:
    """Whether a letter is put before the clerks as work; every other one waits in the list."""
    is_from_agency = seen.standing == Standing.OFFICIAL and seen.proof != Proof.FAILED
    return not seen.letter.is_automatic and (is_from_agency or bool(seen.letter.files))


def _whom(seen: SeenLetter) -> str:
    if seen.agency_id and seen.proof != Proof.FAILED:
        return directory.agency(seen.agency_id).name
    return seen.letter.sender.name or seen.letter.sender.address


def _read_head(head: bytes) -> tuple[MailAddress, str]:
    """Return who sent a letter that is not kept, and what it is about, as far as it can be read."""
    try:
        letter = read_letter(head.partition(b"\r\n\r\n")[0][: 64 * 1024] + b"\r\n\r\n")
    except Refusal:
        return MailAddress("", ""), ""
    return letter.sender, letter.subject
