"""What programs send: strict types, in which an unknown field is refused."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from lienthong.apikit.schemas import Key, Moment, StrictSchema
from lienthong.documents.types import RecipientRole, Urgency
from lienthong.exchange.types import ChangeKind, StatusCode
from lienthong.gateways.types import (
    Answered,
    Changing,
    FileRef,
    NewDocument,
    NewRecipient,
    SystemReport,
)

MOST_RECIPIENTS = 1_000
MOST_ATTACHMENTS = 50
Code = Annotated[str, Field(min_length=1, max_length=35)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256, hex")]
Line = Annotated[str, Field(max_length=500)]
Name = Annotated[str, Field(max_length=200)]
# In the years that a calendar here can name.
Day = Annotated[date, Field(ge=date(1945, 9, 2), le=date(2200, 12, 31))]


class FileIn(StrictSchema):
    """An upload by its id, or content that your agency has by its SHA-256 (then with a name)."""

    upload: UUID | None = None
    sha256: Digest | None = None
    name: Name = ""
    description: Line = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> "FileIn":
        if (self.upload is None) == (self.sha256 is None):
            raise ValueError("exactly one of upload and sha256")
        return self

    def ref(self) -> FileRef:
        return FileRef(self.upload, self.sha256 or "", self.name, self.description)


class FileHereIn(FileIn):
    """As a file elsewhere, or by `part`: the name of the part of this request that is the file."""

    part: Annotated[str, Field(min_length=1, max_length=60)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "FileHereIn":
        if [self.upload, self.sha256, self.part].count(None) != 2:
            raise ValueError("exactly one of part, upload and sha256")
        return self

    def ref(self) -> FileRef:
        return FileRef(self.upload, self.sha256 or "", self.name, self.description, self.part or "")


class RecipientIn(StrictSchema):
    agency: Code
    role: Literal["action", "report", "information"] = "action"


class AnsweredIn(StrictSchema):
    """The document that this one answers: by its id here, or as it is named outside."""

    document: UUID | None = None
    sender_document_id: Name = ""
    reference_code: Annotated[str, Field(max_length=100)] = ""
    issuer: Annotated[str, Field(max_length=35)] = ""
    issued_on: Day | None = None

    def answered(self) -> Answered:
        return Answered(
            self.document, self.sender_document_id, self.reference_code, self.issuer, self.issued_on
        )


class ChangedIn(AnsweredIn):
    """The document of yours that this one updates or replaces, named as for `answers`; and why."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]

    def changing(self, kind: ChangeKind) -> Changing:
        return Changing(kind, self.answered(), self.reason)


class SignerIn(StrictSchema):
    name: Annotated[str, Field(max_length=255)] = ""
    position: Annotated[str, Field(max_length=100)] = ""
    authority: Annotated[str, Field(max_length=100)] = ""


class DocumentIn(StrictSchema):
    """A document as it was issued; its issuer is the agency that you act for."""

    kind: Annotated[str, Field(min_length=1, max_length=30)]
    number: Annotated[int, Field(ge=1, le=999_999_999)]
    number_suffix: Annotated[str, Field(max_length=4)] = ""
    notation: Annotated[str, Field(min_length=1, max_length=60)]
    issued_on: Day
    subject: Annotated[str, Field(min_length=1, max_length=500)]
    urgency: Literal["normal", "urgent", "very-urgent", "flash"] = "normal"
    due_on: Day | None = None
    # What rules about sending may ask: whether paper goes too depends on it.
    concern: Literal["", "finance", "personnel", "licensing", "emulation", "statistics"] = ""
    period: Literal["", "quick", "month", "quarter", "half-year", "year"] = ""
    signer: SignerIn = SignerIn()
    content: FileIn
    attachments: Annotated[Sequence[FileIn], Field(max_length=MOST_ATTACHMENTS)] = []
    recipients: Annotated[list[RecipientIn], Field(min_length=1, max_length=MOST_RECIPIENTS)]
    filed: Name = ""
    answers: AnsweredIn | None = None
    sender_document_id: Name = ""
    # The same number with other content; another number instead of an earlier one. Not both.
    updates: ChangedIn | None = None
    replaces: ChangedIn | None = None

    @model_validator(mode="after")
    def _one_change(self) -> Self:
        if self.updates and self.replaces:
            raise ValueError("at most one of updates and replaces")
        return self

    def _change(self) -> Changing | None:
        if self.updates:
            return self.updates.changing(ChangeKind.UPDATE)
        return self.replaces.changing(ChangeKind.REPLACEMENT) if self.replaces else None

    def new_document(self) -> NewDocument:
        return NewDocument(
            kind=self.kind,
            number=self.number,
            number_suffix=self.number_suffix,
            notation=self.notation,
            issued_on=self.issued_on,
            subject=self.subject,
            urgency=Urgency(self.urgency),
            due_on=self.due_on,
            concern=self.concern,
            period=self.period,
            signer_name=self.signer.name,
            signer_position=self.signer.position,
            signer_authority=self.signer.authority,
            content=self.content.ref(),
            attachments=tuple(one.ref() for one in self.attachments),
            recipients=tuple(
                NewRecipient(one.agency, RecipientRole(one.role)) for one in self.recipients
            ),
            filed=self.filed,
            foreign_id=self.sender_document_id,
            answers=self.answers.answered() if self.answers else None,
            change=self._change(),
        )


class SubmissionIn(DocumentIn):
    """`key` is yours: the same key with the same document repeats the answer, for ever."""

    key: Key


class WholeSubmissionIn(SubmissionIn):
    """A document whose files come along with it."""

    content: FileHereIn
    attachments: Annotated[Sequence[FileHereIn], Field(max_length=MOST_ATTACHMENTS)] = []


class StatusIn(StrictSchema):
    """What your agency tells the sender; 03 needs number and day in your own book."""

    key: Key
    code: Literal["02", "03", "04", "05", "06"]
    note: Line = ""
    entry_number: Annotated[str, Field(max_length=30)] = ""
    entered_on: Day | None = None
    happened_at: Moment | None = None

    def report(self, delivery_id: UUID) -> SystemReport:
        return SystemReport(
            delivery_id=delivery_id,
            code=StatusCode(self.code),
            key=self.key,
            note=self.note,
            entry_number=self.entry_number,
            entered_on=self.entered_on,
            stamped_at=self.happened_at,
        )


class RecallIn(StrictSchema):
    """Without `recipients`, all who have the document are asked."""

    key: Key
    reason: Annotated[str, Field(min_length=1, max_length=500)]
    recipients: Annotated[list[Code], Field(min_length=1, max_length=MOST_RECIPIENTS)] | None = None


class UrgeIn(StrictSchema):
    """The same key again reminds nobody a second time."""

    key: Key


class AnswerIn(StrictSchema):
    """15 (agreed) or 16 (declined, with the reason)."""

    key: Key
    agrees: bool
    note: Line = ""
