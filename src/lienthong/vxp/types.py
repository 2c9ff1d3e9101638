"""The words of the interface, and what stands behind its answers as plain values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from lienthong.documents.types import Finding
from lienthong.kernel.wording import noop as _


class Operation(StrEnum):
    """What client SDKs ask for, Java 2.0.0 and 2.0.1 and .NET; names are those of the wire."""

    SEND = "sendEdoc"
    RECEIVED = "getReceivedEdocList"
    GET = "getEdoc"
    UPDATE = "updateStatus"
    SENT = "getSentEdocList"
    REGISTER = "registerAgency"
    DELETE = "deleteAgency"
    AGENCIES = "getAgenciesList"
    AGENCIES_20 = "getAgenciesListQD20"
    UNITS = "getSynchronizeUnit"
    UNITS_OF_NET = "getListUnit"
    COUNT_DOCUMENTS = "countReceiveEdoc"
    COUNT_STATUSES = "countReceiveStatus"
    DOWNLOAD = "downloadEdoc"


class MessageType(StrEnum):
    """What travels: a document or a status; a recall, an update, a replacement are documents."""

    DOCUMENT = "edoc"
    STATUS = "status"


class FetchState(StrEnum):
    """How far a system is with what it was sent. Only `done` takes it off the list."""

    INITIAL = "initial"
    PROCESSING = "processing"
    DONE = "done"
    FAILED = "fail"

    @property
    def label(self) -> str:
        return _FETCH_LABELS[self]


_FETCH_LABELS = {
    FetchState.INITIAL: _("chưa nhận"),
    FetchState.PROCESSING: _("đang nhận"),
    FetchState.DONE: _("đã nhận xong"),
    FetchState.FAILED: _("nhận không được"),
}


class RequestKind(StrEnum):
    """What a system asks about an agency that it may not change by itself."""

    REGISTER = "register"
    DELETE = "delete"

    @property
    def label(self) -> str:
        return _KIND_LABELS[self]


_KIND_LABELS = {
    RequestKind.REGISTER: _("Khai báo, cập nhật"),
    RequestKind.DELETE: _("Hủy đăng ký"),
}


class RequestState(StrEnum):
    """What became of such a request."""

    ASKED = "asked"
    DONE = "done"
    REFUSED = "refused"
    EXPIRED = "expired"  # nobody answered in time; the same call asks anew

    @property
    def label(self) -> str:
        return _STATE_LABELS[self]


_STATE_LABELS = {
    RequestState.ASKED: _("chờ quản trị quyết định"),
    RequestState.DONE: _("đã làm"),
    RequestState.REFUSED: _("không đồng ý"),
    RequestState.EXPIRED: _("hết hạn trả lời"),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A package that a system was sent: a line of its list; its id is the `docId` of the wire."""

    id: UUID
    message_type: MessageType
    sender_code: str
    recipient_code: str
    state: FetchState
    said: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Parcel:
    """What stands behind such a line. report_id: None for the arrival that nobody reported."""

    id: UUID
    message_type: MessageType
    agency_id: UUID
    delivery_id: UUID
    report_id: UUID | None


@dataclass(frozen=True, slots=True)
class SentPackage:
    """A package that was taken in: its `DocId`, and what it lacks or was not done of it."""

    sending_id: UUID
    warnings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class SentLine:
    """How a package that a system brought fares with one recipient.

    taken_id: of the recipient's own line, where a system of the recipient has one.
    state: the word of the delivery's state; label: the same for people.
    """

    sending_id: UUID
    taken_id: UUID | None
    sender_code: str
    recipient_code: str
    message_type: MessageType
    title: str
    notation: str
    sent_at: datetime
    received_at: datetime | None
    state: str
    label: str


@dataclass(frozen=True, slots=True)
class Registration:
    """An organisation as a caller describes it; parent_code: as the caller writes it, or ""."""

    code: str
    name: str
    email: str = ""
    telephone: str = ""
    parent_code: str = ""


@dataclass(frozen=True, slots=True)
class RequestCard:
    """What a system asks about an agency, and what operators answered."""

    id: UUID
    kind: RequestKind
    state: RequestState
    system_name: str
    system_slug: str
    registration: Registration
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class CallCard:
    """A call of a system: what it asked, when, from where, and what became of it.

    code: of the refusal, "" for a success; said: its words.
    """

    id: UUID
    operation: str
    agency_code: str
    agency_name: str
    code: str
    said: str
    reference: str
    address: str
    called_at: datetime
    milliseconds: int
