"""How what waits is brought by mail: one letter for one recipient, the same each time."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer

from lienthong.blobs import queries as blobs
from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import ChangeKind, DeliveryCard
from lienthong.formats.mail.write import AttachedFile, Letter, size_of_letter
from lienthong.kernel.wording import Measure
from lienthong.routes import rules
from lienthong.routes.errors import LetterTooLarge, MailboxShape
from lienthong.routes.models import Parcel, Reached, Route
from lienthong.routes.ports import Away, Relay, TurnedDown
from lienthong.routes.services import _made
from lienthong.routes.services._letter_words import words_of_document, words_of_recall
from lienthong.routes.types import Brought

_SALT = "lienthong.routes.letter"
_PDF, _OTHER = "application/pdf", "application/octet-stream"
_CHANGES = {
    ChangeKind.UPDATE: "cập nhật văn bản đã gửi trước",
    ChangeKind.REPLACEMENT: "thay thế văn bản đã gửi trước",
}


def seal_of(delivery_id: UUID) -> str:
    """Return what proves that a link to the page of a delivery came with its letter."""
    return Signer(salt=_SALT).signature(delivery_id.hex)


def is_sealed(delivery_id: UUID, seal: str) -> bool:
    try:
        Signer(salt=_SALT).unsign(f"{delivery_id.hex}:{seal}")
    except BadSignature:
        return False
    return True


class ByMail:
    """Everything is a letter; see ports.Relay. What went with an unclear end goes as it was."""

    def __init__(self, row: Route, relay: Relay) -> None:
        self._row, self._relay = row, relay

    def bring(self, parcel: Parcel, only: UUID | None = None) -> Brought:
        told = _made.kept_document(parcel) or self._told(parcel)
        letter = self._letter(parcel, told)
        size = size_of_letter(letter)
        if size > self._row.largest:
            raise LetterTooLarge(size=_megabytes(size), largest=_megabytes(self._row.largest))
        try:
            self._relay.send(letter)
        except Away:
            _made.keep_document(parcel, told)
            raise
        return Brought(letter.reference)

    def probe(self) -> None:
        self._relay.probe()

    def _letter(self, parcel: Parcel, told: dict[str, Any]) -> Letter:
        files = [
            AttachedFile(
                one["name"],
                one["media_type"],
                one["size"],
                partial(blobs.open_content, one["digest"]),
            )
            for one in told["files"]
        ]
        return Letter(
            reference=told["reference"],
            sent_at=parcel.made_at,
            sender=told["sender"],
            sender_name=told["sender_name"],
            reply_to=told["reply_to"],
            to=told["to"],
            subject=told["subject"],
            text=told["text"],
            files=tuple(files),
        )

    def _told(self, parcel: Parcel) -> dict[str, Any]:
        """What a letter says, as values that can be kept."""
        delivery = _delivery(parcel)
        about = parcel.report_id or delivery.id
        return {
            "reference": rules.reference_of(about),
            "sender": self._row.sender,
            "sender_name": delivery.sender_name,
            "reply_to": _reply_to(delivery),
            "to": self._mailbox(delivery),
            **(self._recall(parcel, delivery) if parcel.report_id else self._document(delivery)),
        }

    def _mailbox(self, delivery: DeliveryCard) -> str:
        rows = Reached.objects.filter(route=self._row, agency_id=delivery.recipient_id)
        address = rows.values_list("address", flat=True).first()
        if not address:
            raise TurnedDown("routes.no-mailbox", delivery.recipient_name)
        return address

    def _document(self, delivery: DeliveryCard) -> dict[str, Any]:
        version = documents.version_card(delivery.version_id)
        others = documents.attachments_of(version.id)
        named = [(version.content_name, _PDF, version.content_digest)]
        named += [(one.name, one.media_type or _OTHER, one.digest) for one in others]
        sizes = blobs.content_cards(digest for _name, _type, digest in named)
        files = [(name, sizes[digest].size, digest) for name, _type, digest in named]
        asked = exchange.change_of(delivery.dispatch_id)
        reply_to = _reply_to(delivery)
        return {
            "subject": f"[{version.reference_code}] {version.subject}"[:300],
            "text": words_of_document(
                version,
                sender=delivery.sender_name,
                recipient=delivery.recipient_name,
                role=delivery.role,
                files=files,
                link=self._link(delivery),
                reply_to=reply_to,
                change=_CHANGES.get(asked.kind, "") if asked else "",
            ),
            "files": [
                {"name": name, "media_type": kind, "digest": digest, "size": sizes[digest].size}
                for name, kind, digest in named
            ],
        }

    def _recall(self, parcel: Parcel, delivery: DeliveryCard) -> dict[str, Any]:
        version = documents.version_card(delivery.version_id)
        assert parcel.report_id is not None
        line = exchange.status_line(parcel.report_id)
        return {
            "subject": f"[{version.reference_code}] Đề nghị trả lại văn bản",
            "text": words_of_recall(
                sender=delivery.sender_name,
                recipient=delivery.recipient_name,
                reference_code=version.reference_code,
                issued_on=version.issued_on,
                reason=line.note,
                link=self._link(delivery),
            ),
            "files": [],
        }

    def _link(self, delivery: DeliveryCard) -> str:
        return f"{self._row.site}/thu/{delivery.id}/{seal_of(delivery.id)}/"


def _delivery(parcel: Parcel) -> DeliveryCard:
    if parcel.report_id is not None:
        return exchange.delivery_card(exchange.status_line(parcel.report_id).delivery_id)
    assert parcel.delivery_id is not None
    return exchange.delivery_card(parcel.delivery_id)


def _reply_to(delivery: DeliveryCard) -> str:
    """The official mailbox of who sends; what has not the form of one is left out."""
    email = directory.agency(delivery.sender_id).email
    try:
        return rules.clean_mailbox(email)
    except MailboxShape:
        return ""


def _megabytes(size: int) -> Measure:
    return Measure(size / 1_000_000)
