"""The words of issuing, and a draft as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from lienthong.documents.types import (
    Examination,
    Examined,
    Finding,
    RecipientLine,
    Topic,
    Urgency,
)
from lienthong.exchange.types import ChangeKind
from lienthong.kernel.wording import noop as _


class DraftState(StrEnum):
    """The life of a draft up to its issue (Decree 30/2020, Articles 10 to 19)."""

    DRAFTING = "drafting"
    AWAITING_SIGNATURE = "awaiting-signature"
    RETURNED = "returned"
    SIGNED = "signed"  # by the competent person, or brought in complete
    NUMBERED = "numbered"  # number and date are in the book and on the file
    SEALED = "sealed"
    ISSUED = "issued"
    ON_PAPER = "on-paper"  # a copy that was signed and stamped on paper: it has no electronic form
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return _STATE_LABELS[self]


_STATE_LABELS = {
    DraftState.DRAFTING: _("Đang soạn"),
    DraftState.AWAITING_SIGNATURE: _("Chờ ký"),
    DraftState.RETURNED: _("Trả lại để sửa"),
    DraftState.SIGNED: _("Đã ký, chờ lấy số và đóng dấu"),
    DraftState.NUMBERED: _("Đã lấy số, chờ đóng dấu"),
    DraftState.SEALED: _("Đã đóng dấu, chờ phát hành"),
    DraftState.ISSUED: _("Đã phát hành"),
    DraftState.ON_PAPER: _("Đã ký, đóng dấu trên giấy"),
    DraftState.WITHDRAWN: _("Đã rút"),
}
# Of a copy nobody signs the file: its leader agrees to it.
_COPY_LABELS = {
    DraftState.AWAITING_SIGNATURE: _("Chờ ký duyệt bản sao"),
    DraftState.RETURNED: _("Không duyệt sao"),
    DraftState.SIGNED: _("Đã duyệt sao, chờ lấy số"),
    DraftState.NUMBERED: _("Đã lấy số, chờ ký số hoặc đóng dấu"),
}


class Origin(StrEnum):
    """Where number and signatures of the file come from."""

    HERE = "here"  # signed, numbered and sealed here
    COMPLETE = "complete"  # brought in as it was issued: numbered, perhaps signed, or a scan
    COPY = "copy"  # a copy of another document: agreed to, numbered and sealed here


def state_label(state: DraftState, origin: Origin) -> str:
    """Return where a draft stands, in the words for what it is."""
    return _COPY_LABELS.get(state, state.label) if origin == Origin.COPY else state.label


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What a drafter fills in.

    number, issued_on: only for a file that was completed elsewhere and carries them already.
    signer_post_id: who is to sign, for a file that is signed here.
    answers_entry_id: the line of the incoming book that this document answers.
    concern, period: what rules about sending ask of it; "" where nobody said (A5).
    consults_draft_id: the draft about which this document asks its recipients for comments.
    """

    kind: str
    subject: str
    notation: str
    signer_post_id: UUID | None = None
    urgency: Urgency = Urgency.NORMAL
    due_on: date | None = None
    recipients: tuple[RecipientLine, ...] = ()
    answers_entry_id: UUID | None = None
    consults_draft_id: UUID | None = None
    number: int | None = None
    number_suffix: str = ""
    issued_on: date | None = None
    signer_name: str = ""
    signer_position: str = ""
    signer_authority: str = ""
    slip: str = ""
    concern: str = ""
    period: str = ""

    @property
    def topic(self) -> Topic:
        """What rules about sending ask of it."""
        return Topic(self.kind, self.concern, self.period)


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A draft as pages show it; to_sign_until: when a file that was given out has to be back."""

    id: UUID
    agency_id: UUID
    origin: Origin
    state: DraftState
    facts: DraftFacts
    content_digest: str
    content_name: str
    drafted_by: str
    drafted_by_post: UUID
    entry_id: UUID | None
    entry_number: str
    version_id: UUID | None
    dispatch_id: UUID | None
    return_reason: str
    created_at: datetime
    signed_at: datetime | None
    recipient_count: int
    to_sign_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class FileToSign:
    """The exact file that a holder signs elsewhere.

    until: when it has to be back; None: as long as the draft waits for it.
    """

    digest: str
    name: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file that goes with a draft; size in bytes, position: where it stands, with gaps."""

    position: int
    name: str
    digest: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One line of a draft's course."""

    name: str
    note: str
    actor_name: str
    actor_title: str
    happened_at: datetime

    @property
    def label(self) -> str:
        return STEPS[self.name]


STEPS = {
    "drafted": _("Tạo dự thảo"),
    "brought-in": _("Đưa tệp đã hoàn chỉnh vào"),
    "changed": _("Sửa dự thảo"),
    "consultation-sent": _("Gửi lấy ý kiến các cơ quan"),
    "comments-asked": _("Xin ý kiến góp ý"),
    "commented": _("Góp ý dự thảo"),
    "agreed": _("Đồng ý với dự thảo"),
    "comments-taken-back": _("Thôi lấy ý kiến góp ý"),
    "submitted": _("Trình ký"),
    "returned": _("Trả lại để sửa"),
    "given-out": _("Tải tệp để ký bằng thiết bị riêng"),
    "signed": _("Ký số"),
    "signed-elsewhere": _("Ký số bằng thiết bị của người ký"),
    "numbered": _("Lấy số"),
    "number-voided": _("Hủy số"),
    "sealed": _("Đóng dấu cơ quan"),
    "attachment-sealed": _("Ký số của cơ quan trên tệp kèm theo"),
    "sealed-elsewhere": _("Đóng dấu bằng thiết bị của cơ quan"),
    "issued": _("Phát hành"),
    "withdrawn": _("Rút dự thảo"),
    "copy-asked": _("Trình sao văn bản"),
    "copy-agreed": _("Ký duyệt bản sao"),
    "copy-refused": _("Không duyệt sao"),
    "on-paper": _("Ký, đóng dấu bản giấy"),
}


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file in quarantine that is to become part of a draft.

    name: for showing it; what is kept is called as quarantine calls it.
    """

    upload_id: UUID
    name: str = ""


@dataclass(frozen=True, slots=True)
class CompletedFile:
    """What was completed elsewhere to come instead of a document that was sent.

    reference: number and notation as they stand on it. file: None where the main file stays as it
    was. kept: positions of the earlier files that still go with it; added: further ones.
    """

    kind: str
    reference: str
    issued_on: date
    subject: str
    signer_name: str
    file: NewFile | None
    kept: tuple[int, ...] = ()
    added: tuple[NewFile, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A request that some recipients take a completed file instead of the version they have."""

    version_id: UUID
    kind: ChangeKind
    completed: CompletedFile
    reason: str
    recipient_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that is in quarantine and has been looked at; size in bytes."""

    file: NewFile
    size: int
    media_type: str
    examination: Examination


@dataclass(frozen=True, slots=True)
class ToCheck:
    """What the check before sending looks at.

    file: in quarantine, for a page that is being filled in; draft_id: what exists already, with
    its own file. Neither: nothing was chosen yet.
    """

    facts: DraftFacts
    origin: Origin
    file: NewFile | None = None
    draft_id: UUID | None = None


# Findings about recipients and ways, which a draft need not have settled yet.
_OF_SENDING = ("exchange.", "inside.")


@dataclass(frozen=True, slots=True)
class Checked(Examined):
    """What the check before sending found.

    recipient_count: agencies that would get the document, groups expanded.
    issue_by: until when it is issued in time, were it signed now (A10).
    """

    findings: tuple[Finding, ...]
    examination: Examination | None
    recipient_count: int
    issue_by: datetime

    @property
    def can_keep(self) -> bool:
        """A draft may be kept for later: only to whom it goes, and how, stops it so far."""
        return all(each.code.startswith(_OF_SENDING) for each in self.stops)
