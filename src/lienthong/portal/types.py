"""The closed lists of the portal, and what goes in and comes out as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from lienthong.documents.types import LegalValue
from lienthong.kernel.wording import noop as _

# Lines of work and notices about a document's way to the public call it so, by its version.
SUBJECT = "clearance"
# Words of what is public are found as this reader, who is nobody's agency.
PUBLIC = UUID("00000000-0000-7000-8000-7075626c6963")


class SubjectArea(StrEnum):
    """The field of the state's work that a public document is about (lĩnh vực)."""

    ORGANISATION = "organisation"
    FINANCE = "finance"
    LAND = "land"
    BUILDING = "building"
    FARMING = "farming"
    TRADE = "trade"
    HEALTH = "health"
    EDUCATION = "education"
    CULTURE = "culture"
    LABOUR = "labour"
    JUSTICE = "justice"
    TECHNOLOGY = "technology"
    ORDER = "order"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _AREAS[self]


_AREAS = {
    SubjectArea.ORGANISATION: _("Tổ chức bộ máy, cải cách hành chính"),
    SubjectArea.FINANCE: _("Kế hoạch, tài chính, ngân sách"),
    SubjectArea.LAND: _("Đất đai, tài nguyên, môi trường"),
    SubjectArea.BUILDING: _("Xây dựng, giao thông"),
    SubjectArea.FARMING: _("Nông nghiệp, nông thôn"),
    SubjectArea.TRADE: _("Công nghiệp, thương mại, doanh nghiệp"),
    SubjectArea.HEALTH: _("Y tế"),
    SubjectArea.EDUCATION: _("Giáo dục, đào tạo"),
    SubjectArea.CULTURE: _("Văn hóa, thể thao, du lịch"),
    SubjectArea.LABOUR: _("Lao động, người có công, xã hội"),
    SubjectArea.JUSTICE: _("Tư pháp, hộ tịch"),
    SubjectArea.TECHNOLOGY: _("Khoa học, công nghệ, chuyển đổi số"),
    SubjectArea.ORDER: _("An ninh, trật tự, phòng chống thiên tai"),
    SubjectArea.OTHER: _("Lĩnh vực khác"),
}


class ClearanceState(StrEnum):
    WAITING = "waiting"  # for a leader's decision
    AGREED = "agreed"
    DECLINED = "declined"
    DROPPED = "dropped"  # another came instead, or the document was recalled

    @property
    def label(self) -> str:
        return _CLEARANCES[self]


_CLEARANCES = {
    ClearanceState.WAITING: _("chờ lãnh đạo quyết định"),
    ClearanceState.AGREED: _("đã cho công khai"),
    ClearanceState.DECLINED: _("không cho công khai"),
    ClearanceState.DROPPED: _("không còn chờ"),
}


class PublicState(StrEnum):
    SHOWN = "shown"
    TAKEN_DOWN = "taken-down"


class Validity(StrEnum):
    """How a public document stands, as everybody is told."""

    IN_FORCE = "in-force"
    NOT_YET = "not-yet"
    ENDED = "ended"
    REPLACED = "replaced"
    TAKEN_DOWN = "taken-down"


class Caution(StrEnum):
    """What a person has to look at before a document is given to everybody; it hinders nothing."""

    PERSONAL = "personal"
    NOT_SIGNED = "not-signed"
    SCAN = "scan"

    @property
    def label(self) -> str:
        return _CAUTIONS[self]


_CAUTIONS = {
    Caution.PERSONAL: _(
        "Văn bản có thể nêu tên, số giấy tờ, địa chỉ của một người. Chỉ công khai khi pháp luật"
        " cho phép, hoặc người đó đồng ý (Nghị định 13/2023/NĐ-CP)."
    ),
    Caution.NOT_SIGNED: _("Tệp chưa có đủ chữ ký số: người xem chỉ tham khảo được."),
    Caution.SCAN: _("Tệp là bản chụp từ giấy: người xem không kiểm tra được chữ ký số."),
}


@dataclass(frozen=True, slots=True)
class PublicFacts:
    """What is said to everybody beside what stands on the document.

    effective_on: the day of effect, None where the document names none. ends_on: the last day on
    which it holds. note: on its effect, in words. attachments: positions of those that go along.
    names_signer: the name of who signed is shown.
    """

    area: SubjectArea
    effective_on: date | None = None
    ends_on: date | None = None
    note: str = ""
    attachments: tuple[int, ...] = ()
    names_signer: bool = True


@dataclass(frozen=True, slots=True)
class ClearanceCard:
    """What was asked for a version, and what became of it."""

    id: UUID
    version_id: UUID
    facts: PublicFacts
    state: ClearanceState
    prepared_by: str
    prepared_at: datetime
    decided_by: str
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class PublicFileCard:
    """A file that the public has. position: 0 for the document itself; size in bytes."""

    version_id: UUID
    ordinal: int
    position: int
    name: str
    media_type: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class PublicCard:
    """A document as the public has it; of one that was taken down only what names it is told.

    ordinal: of the version that is shown. changed_at: when anything that is shown last changed.
    """

    id: UUID
    document_id: UUID
    version_id: UUID
    agency_id: UUID
    agency_name: str
    ordinal: int
    identifier: str
    reference_code: str
    issued_on: date
    kind: str
    kind_name: str
    subject: str
    area: SubjectArea
    signer_name: str
    signer_position: str
    effective_on: date | None
    ends_on: date | None
    note: str
    legal_value: LegalValue
    page_count: int
    published_at: datetime
    changed_at: datetime
    state: PublicState
    taken_down_at: datetime | None
    reason: str
    digest: str


@dataclass(frozen=True, slots=True)
class PublicRelation:
    """Another public document that this one, or that, has to do with. word: what it does.

    is_ended: by it the other ended this one.
    """

    word: str
    other: PublicCard
    is_from_other: bool
    is_ended: bool


@dataclass(frozen=True, slots=True)
class PublicFilters:
    """What narrows the list; empty means any."""

    words: str = ""
    agency_id: UUID | None = None
    kind: str = ""
    year: int | None = None
    area: str = ""


@dataclass(frozen=True, slots=True)
class KnownCopy:
    """What the record says of bytes that somebody holds: never what the document is about.

    admitted_at: when it was taken into the record. is_attachment: the bytes go with the document.
    is_newest: nothing was issued under that number later. recalled_on: the day on which its issuer
    asked everybody for it back. public: where everybody may read it.
    """

    agency_name: str
    reference_code: str
    issued_on: date
    kind_name: str
    legal_value: LegalValue
    admitted_at: datetime
    is_attachment: bool
    is_newest: bool
    is_replaced: bool
    recalled_on: date | None
    public: PublicCard | None
