"""What is printed: plain values, so that printing knows no table and no package above it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ParagraphKind(StrEnum):
    """How a paragraph of the content stands on the page."""

    TEXT = "text"
    BASIS = "basis"  # căn cứ ban hành: italic
    HEADING = "heading"  # "QUYẾT ĐỊNH:", chapter headings: bold, centred


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the content; numbers, letters and dashes stand in the text itself."""

    text: str
    kind: ParagraphKind = ParagraphKind.TEXT


@dataclass(frozen=True, slots=True)
class Signer:
    """Box 7 of the layout: who signs, by what authority.

    authority: lines above the position, as written: ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH").
    name: without academic title (Decree 30/2020/NĐ-CP, Article 8).
    """

    position: str
    name: str
    authority: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """An administrative document in the layout of Decree 30/2020/NĐ-CP, Appendix I.

    kind_name: empty for an official letter (công văn), which carries "V/v" under its number;
        otherwise the name printed above the subject ("Quyết định").
    number: as given by the book; empty leaves a blank of fixed width to be filled in later.
    issued_on: None leaves blanks for day and month; `year` is printed all the same.
    addressees: box 9a "Kính gửi"; recipients: box 9b "Nơi nhận", the last one is "Lưu: …".
    urgency: "Khẩn", "Thượng khẩn", "Hỏa tốc" or empty; circulation: box 11; drafter_mark: box 12;
        contact: box 13, lines at the foot of the first page.
    """

    agency: str
    notation: str
    place: str
    year: int
    subject: str
    content: tuple[Paragraph, ...]
    signer: Signer
    recipients: tuple[str, ...]
    superior: str = ""
    kind_name: str = ""
    addressees: tuple[str, ...] = ()
    number: str = ""
    issued_on: date | None = None
    urgency: str = ""
    circulation: str = ""
    drafter_mark: str = ""
    contact: tuple[str, ...] = ()


class BookKind(StrEnum):
    """The two registers of Decree 30/2020/NĐ-CP, Appendix IV."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"


@dataclass(frozen=True, slots=True)
class BookForm:
    """The title of a register; `name` tells several books of one agency apart."""

    kind: BookKind
    agency: str
    superior: str
    year: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class BookRow:
    """One line of a register, cells in the order of the form's columns.

    number: the running number of the line, for the closing line.
    note_of_state: "Đã hủy" or "Giữ chỗ" for a number without a document; the line stays visible.
    """

    number: str
    cells: tuple[str, ...]
    note_of_state: str = ""
    is_voided: bool = False


@dataclass(frozen=True, slots=True)
class IncomingStamp:
    """What stands in the ĐẾN box (Decree 30/2020/NĐ-CP, Appendix IV)."""

    agency: str
    number: str
    day: str
    passed_to: str = ""
    case_file: str = ""


@dataclass(frozen=True, slots=True)
class EnclosedFile:
    """A file that travels inside a PDF."""

    name: str
    content: bytes
    description: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class CertificateEvent:
    """One thing that happened to a document: what, when, and where the ledger has it."""

    what: str
    what_en: str
    at: str
    place: str


@dataclass(frozen=True, slots=True)
class CertificateForm:
    """A certificate of what happened to a document, for people who have nothing but this page.

    number: of the record in the ledger. subject: empty when it was erased by law. head, stamp:
    sentences about what the ledger was at; stamp empty while there is none. promise: until when
    the record has its place, while it has none. key_id: of the public key. check_address: what
    the QR code holds, for the parties. ledger_address: the public page. issued_at: of this copy;
    everything else is the same in every copy.
    """

    number: str
    sender: str
    recipient: str
    reference_code: str
    subject: str
    digest: str
    events: tuple[CertificateEvent, ...]
    leaf_hash: str
    head: str
    root: str
    stamp: str
    promise: str
    erased: tuple[str, ...]
    installation: str
    key_id: str
    check_address: str
    ledger_address: str
    issued_at: str


@dataclass(frozen=True, slots=True)
class CopyBlock:
    """What stands at the foot of a copy on paper (Decree 30/2020/NĐ-CP, Appendix I, Part II).

    form: "Sao y", "Sao lục", "Trích sao". reference: number and notation. place, day: where and on
    which day it is copied.
    """

    form: str
    agency: str
    reference: str
    place: str
    day: date
    signer: Signer
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list. width: per cent."""

    name: str
    width: int


@dataclass(frozen=True, slots=True)
class ListForm:
    """A list with its title: of the documents of a case file, of files that the archive gets.

    opening, closing: lines over and under the table, which there is where there are columns.
    has_motto: the name of the country and its motto stand beside the agency, as the law's forms
    for what an agency issues or two sides sign have it. signers: who signs, from left to right; ""
    leaves a side empty.
    """

    title: str
    agency: str
    columns: tuple[ListColumn, ...] = ()
    has_motto: bool = False
    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceivedSheet:
    """What stands on the sheet for a paper that was not scanned; empty lines are left out."""

    agency: str
    author: str
    reference: str
    dated: str
    kind: str
    subject: str
    signer: str
    arrived: str
    pages: str
    copies: str
    entered_by: str
