"""A letter as plain values."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lienthong.kernel.wording import noop as _


class PartKind(StrEnum):
    """What a part of a letter is, as far as it is opened here."""

    FILE = "file"
    PICTURE = "picture"  # shown inside the text by who wrote it: a logo, mostly
    LETTER = "letter"  # a letter inside the letter
    TNEF = "tnef"  # winmail.dat of an old Outlook
    ENCRYPTED = "encrypted"
    SIGNATURE = "signature"  # of the letter as a whole, S/MIME or PGP

    @property
    def is_opened(self) -> bool:
        """Whether its bytes are looked into; the others are only named."""
        return self in {PartKind.FILE, PartKind.PICTURE}

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    PartKind.FILE: _("tệp đính kèm"),
    PartKind.PICTURE: _("hình trong thư"),
    PartKind.LETTER: _("thư kèm theo, chưa mở"),
    PartKind.TNEF: _("tệp gói của Outlook, chưa mở"),
    PartKind.ENCRYPTED: _("phần mã hóa, không mở được"),
    PartKind.SIGNATURE: _("chữ ký của thư"),
}


@dataclass(frozen=True, slots=True)
class LetterLimits:
    """Sizes in bytes. largest: of the letter as it came over the line."""

    largest: int = 35 * 1024 * 1024
    most_parts: int = 200
    deepest: int = 10
    longest_field: int = 8 * 1024
    longest_head: int = 256 * 1024
    longest_text: int = 100_000  # characters


@dataclass(frozen=True, slots=True)
class MailAddress:
    """address: lower-case; "" where what stood there is no plain address."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class LetterPart:
    """A part beside the text. position: from 1, in the order in which they stand."""

    position: int
    name: str
    media_type: str
    kind: PartKind
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReportedRecipient:
    """What a server says of one recipient (RFC 3464). action: failed, delayed, delivered, …"""

    address: str
    action: str
    status: str
    said: str


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """A report on a letter that was sent. envelope_id and message_id: of that letter, or ""."""

    envelope_id: str
    message_id: str
    recipients: tuple[ReportedRecipient, ...]


@dataclass(frozen=True, slots=True)
class ReadLetter:
    """sender: the one address of From; without an address where there are several, or none.

    text: of the plain part, or what is left of HTML; never HTML. sent_at: as its sender's machine
    says. results: values of the Authentication-Results fields, the topmost first.
    is_automatic: made by a machine (RFC 3834).
    """

    message_id: str
    subject: str
    sender: MailAddress
    to: tuple[MailAddress, ...]
    sent_at: datetime | None
    text: str
    is_text_cut: bool
    parts: tuple[LetterPart, ...]
    results: tuple[str, ...]
    report: DeliveryReport | None
    is_automatic: bool

    @property
    def files(self) -> tuple[LetterPart, ...]:
        return tuple(one for one in self.parts if one.kind == PartKind.FILE)

    @property
    def is_encrypted(self) -> bool:
        return any(one.kind == PartKind.ENCRYPTED for one in self.parts)
