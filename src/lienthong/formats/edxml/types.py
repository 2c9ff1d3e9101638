"""What a package holds, as plain values: every element that the client library writes.

Text is stripped of white space at both ends; "" means that the element is absent or empty, which
the wire does not tell apart. A block is None when its element is absent. Numbers are None when
absent, which is not 0. Names follow the wire where it has a word of its own (`Bussiness`).
"""

from dataclasses import dataclass, field

from lienthong.formats.edxml.codes import BussinessDocType, Priority, StatusCode
from lienthong.formats.edxml.dates import PackageDate, PackageTime
from lienthong.formats.edxml.storage import ZIP_TYPE, StoredForm, content_type_for, stored_form
from lienthong.kernel.text import safe_file_name


@dataclass(frozen=True, slots=True)
class Organisation:
    """An agency as the sender describes it; `organ_id` is its code in either form."""

    organ_id: str = ""
    in_charge: str = ""
    name: str = ""
    address: str = ""
    email: str = ""
    telephone: str = ""
    fax: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """Number and notation of a document: `12` and `QĐ-UBND`."""

    number: str = ""
    notation: str = ""

    def __str__(self) -> str:
        return "/".join(part for part in (self.number, self.notation) if part)


@dataclass(frozen=True, slots=True)
class PromulgationInfo:
    """Place and day of issue."""

    place: str = ""
    promulgated: PackageDate | None = None


@dataclass(frozen=True, slots=True)
class DocumentType:
    """The kind; partners disagree on the numbers, so only `name` is worth showing."""

    type: int | None = None
    detail: int | None = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class SignerInfo:
    """Who signed: authority ("TL. CHỦ TỊCH"), position, full name."""

    competence: str = ""
    position: str = ""
    full_name: str = ""


@dataclass(frozen=True, slots=True)
class OtherInfo:
    """Urgency and the small print. `copies` and `pages` are counts."""

    priority: int | None = None
    sphere: str = ""
    typer_notation: str = ""
    copies: int | None = None
    pages: int | None = None
    reply_fors: str = ""
    direction: bool = False
    reference_codes: str = ""
    appendixes: tuple[str, ...] = ()

    @property
    def urgency(self) -> Priority | None:
        """The urgency, or None where the number is absent or not on the list."""
        known = str(self.priority) in set(Priority)
        return Priority(str(self.priority)) if known else None


@dataclass(frozen=True, slots=True)
class ResponseFor:
    """An earlier document: what is answered, recalled, or reported on.

    code: number and notation in one text ("12/MAU-VP").
    """

    organ_id: str = ""
    code: str = ""
    document_id: str = ""
    promulgated: PackageDate | None = None


@dataclass(frozen=True, slots=True)
class StaffInfo:
    """The person who handles the matter at the sender."""

    department: str = ""
    department_id: str = ""
    staff: str = ""
    staff_id: str = ""
    email: str = ""
    mobile: str = ""


@dataclass(frozen=True, slots=True)
class Receiver:
    """A recipient whom an update takes off the list ("0") or adds to it ("1")."""

    organ_id: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class UpdateInfo:
    """`BussinessDocumentInfo`: what an update changes ("1") and what not ("0")."""

    document_info: str = ""
    document_receiver: str = ""
    receivers: tuple[Receiver, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplacementInfo:
    """A replaced document and the organisations that had got it."""

    document_id: str = ""
    organ_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bussiness:
    """What the package does with an earlier document; `paper` is "1" when a paper copy follows."""

    document_id: str = ""
    doc_type: str = ""
    reason: str = ""
    paper: str = ""
    updates: tuple[UpdateInfo, ...] = ()
    replacements: tuple[ReplacementInfo, ...] = ()
    staff: tuple[StaffInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class TraceHeader:
    """One hop: who passed the package on, and when."""

    organ_id: str = ""
    timestamp: PackageTime | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """`TraceHeaderList`: the business block and the hops, the sender first."""

    id: str = ""
    version: str = ""
    paper: str = ""
    bussiness: Bussiness | None = None
    headers: tuple[TraceHeader, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of a package: what both lists say of it, and where its bytes are.

    content_id: without the `cid:` that the writer puts before it; "" when there is none.
    name: as it came; use `file_name` wherever a file system is near.
    content_type, manifest_content_type: of the attachment and of the manifest (the latter says
        application/zip whatever the file); an empty `content_type` is one that was absent.
    size, digest: of the file itself (unzipped), in bytes and as SHA-256 in hex.
    content_key: where in the sink the file was put; the caller's own word when writing.
    hole: which hole of the skeleton holds its stored form; None before it was ever stored.
    """

    name: str
    content_id: str = ""
    description: str = ""
    field_name: str = ""
    mime_type: str = ""
    content_type: str = ""
    manifest_content_type: str = ZIP_TYPE
    size: int = 0
    digest: str = ""
    content_key: str = field(default="", compare=False)
    hole: int | None = field(default=None, compare=False)

    @classmethod
    def for_file(
        cls, *, name: str, content_id: str, description: str = "", content_key: str = ""
    ) -> "Attachment":
        """Return an attachment for a new package, stored as the client library would store it."""
        return cls(
            name=name,
            content_id=content_id,
            description=description,
            content_type=content_type_for(name),
            content_key=content_key,
        )

    @property
    def stored(self) -> StoredForm:
        """How its bytes stand in the package."""
        return stored_form(name=self.name, content_type=self.content_type)

    @property
    def file_name(self) -> str:
        """The name without path parts and control characters, safe to save under."""
        return safe_file_name(self.name)


@dataclass(frozen=True, slots=True)
class DocumentPackage:
    """A document (`edoc`): data of the document, its road, and its files.

    steering_type: kept as it came; partners disagree on it, so nothing is decided by it.
    task_codes: of the tasks that it reports on.
    signature: the signature block's own text as it came; it is not verified and proves nothing.
    """

    sender: Organisation | None = None
    recipients: tuple[Organisation, ...] = ()
    document_id: str = ""
    code: Code | None = None
    promulgation: PromulgationInfo | None = None
    type: DocumentType | None = None
    subject: str = ""
    content: str = ""
    signer: SignerInfo | None = None
    due: PackageDate | None = None
    other: OtherInfo | None = None
    responses: tuple[ResponseFor, ...] = ()
    steering_type: int | None = 0
    task_codes: tuple[str, ...] = ()
    application_type: str = ""
    to_places: tuple[str, ...] = ()
    trace: Trace | None = None
    signature: str = ""
    attachments: tuple[Attachment, ...] = ()

    @property
    def does(self) -> BussinessDocType:
        """What it does; a package without a business block, or with a strange type, is new."""
        wanted = self.trace.bussiness.doc_type if self.trace and self.trace.bussiness else ""
        return BussinessDocType(wanted) if wanted in set(BussinessDocType) else BussinessDocType.NEW

    @property
    def concerned_document_ids(self) -> tuple[str, ...]:
        """Ids of the earlier documents that it recalls, updates or replaces; each once.

        A recall names its document in the business block or only in `ResponseFor`: both are read.
        """
        block = self.trace.bussiness if self.trace else None
        if self.does is BussinessDocType.NEW or block is None:
            return ()
        if self.does is BussinessDocType.REPLACEMENT:
            named = [one.document_id for one in block.replacements]
        else:
            named = [block.document_id] if block.document_id else []
        if not named:
            named = [one.document_id for one in self.responses]
        return tuple(dict.fromkeys(one for one in named if one))


@dataclass(frozen=True, slots=True)
class StatusPackage:
    """A status report about a document; its addressee is `response_for.organ_id`.

    status_code: two digits, also where the sender wrote one.
    """

    status_code: str
    sender: Organisation | None = None
    response_for: ResponseFor | None = None
    staff: StaffInfo | None = None
    description: str = ""
    timestamp: PackageTime | None = None

    @property
    def status(self) -> StatusCode | None:
        """The code's meaning, or None where it is not on the list."""
        return StatusCode(self.status_code) if self.status_code in set(StatusCode) else None


Package = DocumentPackage | StatusPackage
