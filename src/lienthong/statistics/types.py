"""The words of figures, and figures as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from lienthong.directory.types import AgencyClass, AgencyLevel
from lienthong.kernel.wording import noop as _


class Basis(StrEnum):
    """Where the figures of an agency come from, and so what can be known."""

    BOOKS = "books"  # its books are kept here: all that it issued and received is counted
    EXCHANGE = "exchange"  # its books are kept elsewhere: only what the exchange saw

    @property
    def label(self) -> str:
        return _BASIS_LABELS[self]


_BASIS_LABELS = {
    Basis.BOOKS: _("theo sổ đăng ký lập tại đây"),
    Basis.EXCHANGE: _("chỉ tính qua liên thông; sổ lập ở phần mềm khác"),
}


class Measure(StrEnum):
    """What is counted; docs/reference/figures.md defines each. Stored and public: never renamed."""

    OUTGOING = "outgoing"
    OUTGOING_ELECTRONIC = "outgoing-electronic"
    WITH_PAPER = "with-paper"
    OUTGOING_PAPER = "outgoing-paper"
    SIGNED = "signed"
    PART_SIGNED = "part-signed"
    SCANNED = "scanned"
    UNSIGNED = "unsigned"
    SENT_IN_TIME = "sent-in-time"
    SENT_LATE = "sent-late"
    SENT_UNTIMED = "sent-untimed"
    VOIDED = "voided"
    INSIDE = "inside"
    INCOMING = "incoming"
    INCOMING_ELECTRONIC = "incoming-electronic"
    INCOMING_PAPER = "incoming-paper"
    ARRIVED = "arrived"
    DECIDED_IN_TIME = "decided-in-time"
    DECIDED_LATE = "decided-late"
    UNDECIDED = "undecided"
    REFUSED = "refused"
    DELIVERIES = "deliveries"
    DELIVERIES_REFUSED = "deliveries-refused"

    @property
    def label(self) -> str:
        return _MEASURE_LABELS[self]

    @property
    def is_part(self) -> bool:
        """It is a part of the measure before it that is none."""
        return self not in _WHOLES


_MEASURE_LABELS = {
    Measure.OUTGOING: _("Văn bản đi"),
    Measure.OUTGOING_ELECTRONIC: _("gửi điện tử"),
    Measure.WITH_PAPER: _("gửi điện tử, kèm bản giấy"),
    Measure.OUTGOING_PAPER: _("chưa gửi điện tử"),
    Measure.SIGNED: _("gửi điện tử, ký số đủ người ký và cơ quan"),
    Measure.PART_SIGNED: _("gửi điện tử, ký số còn thiếu"),
    Measure.SCANNED: _("gửi điện tử, bản quét"),
    Measure.UNSIGNED: _("gửi điện tử, không ký số hoặc chưa xác định"),
    Measure.SENT_IN_TIME: _("gửi đúng hạn sau khi ký"),
    Measure.SENT_LATE: _("gửi chậm sau khi ký"),
    Measure.SENT_UNTIMED: _("gửi điện tử, không rõ lúc ký"),
    Measure.VOIDED: _("Số văn bản đi đã hủy"),
    Measure.INSIDE: _("Văn bản chỉ chuyển trong cơ quan"),
    Measure.INCOMING: _("Văn bản đến"),
    Measure.INCOMING_ELECTRONIC: _("nhận điện tử"),
    Measure.INCOMING_PAPER: _("chỉ nhận bản giấy"),
    Measure.ARRIVED: _("Lượt văn bản đến qua liên thông"),
    Measure.DECIDED_IN_TIME: _("tiếp nhận hoặc từ chối đúng hạn"),
    Measure.DECIDED_LATE: _("quá hạn tiếp nhận"),
    Measure.UNDECIDED: _("đang chờ, còn trong hạn"),
    Measure.REFUSED: _("từ chối tiếp nhận"),
    Measure.DELIVERIES: _("Lượt gửi đi qua liên thông"),
    Measure.DELIVERIES_REFUSED: _("bị từ chối hoặc không chuyển được"),
}
_WHOLES = frozenset(
    {
        Measure.OUTGOING,
        Measure.VOIDED,
        Measure.INSIDE,
        Measure.INCOMING,
        Measure.ARRIVED,
        Measure.DELIVERIES,
    }
)
# What only books can tell.
OF_BOOKS = frozenset(
    {
        Measure.OUTGOING,
        Measure.OUTGOING_PAPER,
        Measure.VOIDED,
        Measure.INSIDE,
        Measure.INCOMING,
        Measure.INCOMING_PAPER,
    }
)
# What each kind of document is counted by.
OF_KINDS = (
    Measure.OUTGOING,
    Measure.OUTGOING_ELECTRONIC,
    Measure.INCOMING,
    Measure.INCOMING_ELECTRONIC,
)

Counts = Mapping[Measure, int]


@dataclass(frozen=True, slots=True)
class Period:
    """A month of figures: from the beginning of `first_on` to the end of `last_on`.

    month: the first day of the month that it is called by. since, until: aware; `until` is the
    first moment behind it.
    """

    month: date
    first_on: date
    last_on: date
    since: datetime
    until: datetime

    @property
    def name(self) -> str:
        """As people call it: "11/2026"."""
        return f"{self.month:%m/%Y}"

    @property
    def slug(self) -> str:
        """As addresses call it: "2026-11"."""
        return f"{self.month:%Y-%m}"


@dataclass(frozen=True, slots=True)
class KindCounts:
    """The figures of one kind of document, as the books name it; measures of `OF_KINDS`."""

    kind: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted for one agency. A measure that cannot be known is absent, never 0."""

    basis: Basis
    counts: Counts
    kinds: tuple[KindCounts, ...] = ()


class Answer(StrEnum):
    """What an agency says of its closed figures."""

    CONFIRMED = "confirmed"
    OBJECTED = "objected"

    @property
    def label(self) -> str:
        return _ANSWER_LABELS[self]


_ANSWER_LABELS = {
    Answer.CONFIRMED: _("xác nhận"),
    Answer.OBJECTED: _("có ý kiến"),
}


class Standing(StrEnum):
    """Where the closed figures of an agency stand; derived from its answers and the clock."""

    AWAITED = "awaited"  # not answered, and there is still time
    CONFIRMED = "confirmed"
    OBJECTED = "objected"
    UNCONFIRMED = "unconfirmed"  # nothing was said in time: counts as 0 % in the summary

    @property
    def label(self) -> str:
        return _STANDING_LABELS[self]


_STANDING_LABELS = {
    Standing.AWAITED: _("chờ xác nhận"),
    Standing.CONFIRMED: _("đã xác nhận"),
    Standing.OBJECTED: _("có ý kiến"),
    Standing.UNCONFIRMED: _("chưa xác nhận"),
}


@dataclass(frozen=True, slots=True)
class ClosingCard:
    """A closed month. answer_by: aware; until when an agency answers in time.

    epoch, size, root: the ledger's newest signed head at that moment; root in hexadecimal, "" and
    0 where no head was signed yet. definitions: by which version of the definitions it was counted.
    edition: 1, or more where it was closed anew, for a reason.
    """

    id: UUID
    period: Period
    closed_at: datetime
    answer_by: datetime
    definitions: int
    epoch: int
    size: int
    root: str
    record_id: UUID
    edition: int
    reason: str


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """One answer of an agency; totals: of its own books, where those are kept elsewhere."""

    answer: Answer
    sentence: str
    outgoing_total: int | None
    incoming_total: int | None
    answered_by: str
    answered_at: datetime
    record_id: UUID
    is_in_time: bool


@dataclass(frozen=True, slots=True)
class Totals:
    """What an agency whose books are kept elsewhere says that they hold; None: it does not say."""

    outgoing: int | None = None
    incoming: int | None = None


@dataclass(frozen=True, slots=True)
class FrozenFigures:
    """The closed figures of one agency, named as on that day; answers: the latest last."""

    id: UUID
    agency_id: UUID
    agency_name: str
    agency_code: str
    agency_class: AgencyClass
    level: AgencyLevel
    figures: Figures
    answers: tuple[AnswerCard, ...]

    @property
    def told(self) -> AnswerCard | None:
        """The answer that counts: the latest of those in time."""
        return next((one for one in reversed(self.answers) if one.is_in_time), None)

    @property
    def totals(self) -> Totals:
        """What the answer that counts says of books that are kept elsewhere."""
        told = self.told
        return Totals(told.outgoing_total, told.incoming_total) if told else Totals()
