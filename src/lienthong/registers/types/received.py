"""What came on paper or by mail, as plain values."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lienthong.documents.types import Road, Urgency
from lienthong.registers.types.books import EntryCard

# What the sheet is called that stands for a paper which was not scanned.
SHEET_NAME = "phieu-ban-giay.pdf"


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file of what came: in quarantine (upload_id), or kept already (digest, media_type)."""

    name: str
    upload_id: UUID | None = None
    digest: str = ""
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class NewReceived:
    """What came on paper or by mail, as the clerk enters it.

    author: who wrote it, in words; author_id: its agency, where it is in the directory. kind: a
    code of the list of kinds, or the words for what has none. secrecy: anything but empty is
    refused (A3). file: None for what is only entered, its paper lying in the files.
    """

    road: Road
    author: str
    document_on: date
    subject: str
    arrived_on: date
    author_id: UUID | None = None
    reference_code: str = ""
    kind: str = ""
    signer_name: str = ""
    urgency: Urgency = Urgency.NORMAL
    due_on: date | None = None
    page_count: int = 0
    copies: int = 1
    note: str = ""
    secrecy: str = ""
    file: ReceivedFile | None = None
    attachments: tuple[ReceivedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceivedCard:
    """How a line came that nobody delivered; document_id: of what was entered then.

    urged_on: the last day on which whoever has the work was reminded.
    """

    entry_id: UUID
    document_id: UUID
    road: Road
    arrived_on: date
    entered_by: str
    urged_on: date | None


@dataclass(frozen=True, slots=True)
class KnownHere:
    """The same document, here already (A7): its line, or the delivery that waits for acceptance."""

    entry: EntryCard | None
    delivery_id: UUID | None
    version_id: UUID | None
