"""What another server says of a letter that was sent (RFC 3464)."""

from collections.abc import Sequence
from email.message import Message

from lienthong.formats.mail import words
from lienthong.formats.mail.types import DeliveryReport, ReportedRecipient

_MOST = 100


def delivery_report(letter: Message, leaves: Sequence[Message]) -> DeliveryReport:
    """Return what a multipart/report tells; its fields are "" where it does not say them."""
    envelope, recipients = "", []
    for part in leaves:
        if part.get_content_type() != "message/delivery-status":
            continue
        inside = part.get_payload()
        blocks = inside[: _MOST + 1] if isinstance(inside, list) else []
        for block in (one for one in blocks if isinstance(one, Message)):
            envelope = envelope or words.field_text(block, "original-envelope-id", longest=250)
            if action := words.field_text(block, "action", longest=20).lower():
                recipients.append(_recipient(block, action))
    return DeliveryReport(envelope, _returned_id(leaves), tuple(recipients[:_MOST]))


def _recipient(block: Message, action: str) -> ReportedRecipient:
    address = words.field_text(block, "original-recipient") or words.field_text(
        block, "final-recipient"
    )
    return ReportedRecipient(
        address=address.rpartition(";")[2].strip().lower()[:320],
        action=action,
        status=words.field_text(block, "status", longest=20),
        said=words.field_text(block, "diagnostic-code").partition(";")[2].strip()[:300],
    )


def _returned_id(leaves: Sequence[Message]) -> str:
    """The id of the letter that came back, whole or only its head."""
    for part in leaves:
        inside = part.get_payload()
        first = inside[0] if isinstance(inside, list) and inside else None
        if part.get_content_type() == "message/rfc822" and isinstance(first, Message):
            return words.message_id(first)
        if part.get_content_type() in {"text/rfc822-headers", "message/rfc822-headers"}:
            head = inside if isinstance(inside, str) else ""
            return next(
                (
                    line.partition(":")[2].strip(" <>")[:250]
                    for line in head.splitlines()
                    if line.lower().startswith("message-id:")
                ),
                "",
            )
    return ""
