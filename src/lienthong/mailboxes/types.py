"""The closed lists of mailboxes, and their facts as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from lienthong.formats.mail.types import PartKind
from lienthong.kernel.wording import noop as _


class MailboxState(StrEnum):
    """Whether a mailbox is read."""

    ON = "on"
    OFF = "off"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return _MAILBOX_STATES[self]


_MAILBOX_STATES = {
    MailboxState.ON: _("Đang đọc"),
    MailboxState.OFF: _("Tạm dừng"),
    MailboxState.ENDED: _("Đã kết thúc"),
}


class Trouble(StrEnum):
    """Why a mailbox could not be read."""

    NONE = ""
    NOT_RESOLVED = "not-resolved"
    FORBIDDEN_ADDRESS = "forbidden-address"
    UNREACHABLE = "unreachable"
    TLS_FAILED = "tls-failed"
    TIMED_OUT = "timed-out"
    NO_ANSWER = "no-answer"
    NOT_LET_IN = "not-let-in"
    NO_FOLDER = "no-folder"
    ODD_ANSWER = "odd-answer"
    SCANNER_AWAY = "scanner-away"

    @property
    def label(self) -> str:
        return _TROUBLES[self]


_TROUBLES = {
    Trouble.NONE: "",
    Trouble.NOT_RESOLVED: _("Không tìm thấy máy chủ thư theo tên."),
    Trouble.FORBIDDEN_ADDRESS: _("Máy chủ thư ở mạng riêng chưa được khai."),
    Trouble.UNREACHABLE: _("Không nối được tới máy chủ thư."),
    Trouble.TLS_FAILED: _("Chứng thư của máy chủ thư không được tin."),
    Trouble.TIMED_OUT: _("Máy chủ thư trả lời quá chậm."),
    Trouble.NO_ANSWER: _("Máy chủ thư ngắt giữa chừng."),
    Trouble.NOT_LET_IN: _("Sai tên đăng nhập hoặc mật khẩu của hộp thư."),
    Trouble.NO_FOLDER: _("Hộp thư không có thư mục này."),
    Trouble.ODD_ANSWER: _("Máy chủ thư trả lời không đúng chuẩn."),
    Trouble.SCANNER_AWAY: _("Chương trình quét vi-rút không trả lời; thư chờ đến khi quét được."),
}


class LetterState(StrEnum):
    """What became of a letter here; in the mailbox it stays as it was."""

    WAITING = "waiting"
    ENTERED = "entered"
    SET_ASIDE = "set-aside"
    REFUSED = "refused"  # nothing of it was kept; `reason` is the code of why
    HANDLED = "handled"  # a report on a letter of ours, followed by itself

    @property
    def label(self) -> str:
        return _LETTER_STATES[self]


_LETTER_STATES = {
    LetterState.WAITING: _("Chờ vào sổ"),
    LetterState.ENTERED: _("Đã vào sổ"),
    LetterState.SET_ASIDE: _("Để sang một bên"),
    LetterState.REFUSED: _("Không nhận"),
    LetterState.HANDLED: _("Tự xử lý"),
}


class Standing(StrEnum):
    """Whose the address in From is; whether it is true is said by `Proof`."""

    OFFICIAL = "official"
    OTHER = "other"
    FREE = "free"
    UNCLEAR = "unclear"

    @property
    def label(self) -> str:
        return _STANDINGS[self]


_STANDINGS = {
    Standing.OFFICIAL: _("địa chỉ công vụ"),
    Standing.OTHER: _("không phải địa chỉ công vụ"),
    Standing.FREE: _("thư miễn phí, không phải văn bản của cơ quan"),
    Standing.UNCLEAR: _("không rõ người gửi"),
}


class Proof(StrEnum):
    """What the mailbox's own server says about whether From is true."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_TOLD = "not-told"

    @property
    def label(self) -> str:
        return _PROOFS[self]


_PROOFS = {
    Proof.PASSED: _("máy chủ thư đã xác thực người gửi"),
    Proof.FAILED: _("máy chủ thư nghi giả mạo người gửi"),
    Proof.NOT_TOLD: _("chưa xác thực được người gửi"),
}


@dataclass(frozen=True, slots=True)
class NewMailbox:
    """A mailbox that shall be read.

    folder: as the server calls it. networks: private ones, in CIDR, in which the server may lie.
    authority: PEM, beside the authorities of the machine. authserv: by which name the server signs
    its Authentication-Results; "" where it writes none. begins_on: letters that arrived before this
    day are left alone. largest_mb: of a letter as it comes over the line.
    """

    agency_id: UUID
    address: str
    host: str
    login: str
    password: str = field(repr=False)
    begins_on: date
    port: int = 993
    is_secure: bool = True
    folder: str = "INBOX"
    networks: tuple[str, ...] = ()
    authority: str = ""
    authserv: str = ""
    largest_mb: int = 35


@dataclass(frozen=True, slots=True)
class MailAccess:
    """How a mailbox is opened."""

    host: str
    port: int
    is_secure: bool
    login: str
    password: str = field(repr=False)
    folder: str
    networks: tuple[str, ...]
    authority: str


@dataclass(frozen=True, slots=True)
class MailboxCard:
    """A mailbox as operators see it; never its password."""

    id: UUID
    agency_id: UUID
    agency_name: str
    address: str
    host: str
    port: int
    is_secure: bool
    login: str
    folder: str
    networks: tuple[str, ...]
    authority: str
    authserv: str
    largest_mb: int
    begins_on: date
    state: MailboxState
    trouble: Trouble
    said: str
    failing_since: datetime | None
    succeeded_at: datetime | None
    waiting: int = 0
    taken: int = 0


@dataclass(frozen=True, slots=True)
class LetterCard:
    """A letter as lists show it. reason: in words, or the code of a refusal (see `refused`)."""

    id: UUID
    agency_id: UUID
    mailbox_address: str
    state: LetterState
    taken_at: datetime
    sent_at: datetime | None
    sender_name: str
    sender_address: str
    sender_agency_id: UUID | None
    sender_agency: str
    standing: Standing
    proof: Proof
    subject: str
    files: int
    reason: str
    facts: Mapping[str, str]
    decided_by: str
    decided_at: datetime | None
    entry_id: UUID | None
    content: str

    @property
    def from_whom(self) -> str:
        return self.sender_agency or self.sender_name or self.sender_address


@dataclass(frozen=True, slots=True)
class LetterFileCard:
    """A file of a letter. finding: the code and words of what stops it, "" for nothing."""

    position: int
    name: str
    kind: PartKind
    media_type: str
    size: int
    digest: str
    is_main: bool
    legal_value: str
    finding: str
    facts: Mapping[str, str]
    fields: Mapping[str, str]

    @property
    def is_pdf(self) -> bool:
        return self.media_type == "application/pdf"


@dataclass(frozen=True, slots=True)
class PreparedEntry:
    """What the form of the incoming book is filled with: its query, ready to use."""

    letter_id: UUID
    query: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """What a try of a mailbox told. letters: in its folder."""

    trouble: Trouble
    said: str
    letters: int = 0
