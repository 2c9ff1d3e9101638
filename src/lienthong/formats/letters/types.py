"""What was recognised, each part with the place where it stands."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from lienthong.formats.pdf.types import Box

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A part and its place. page: from 1."""

    value: T
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Reference:
    """Số, ký hiệu taken apart.

    number: empty while it is a blank; suffix: the letter of "12a"; year: of legal texts, else None.
    """

    number: str
    suffix: str
    year: int | None
    notation: str
    raw: str


class RecipientRole(StrEnum):
    """What a line of the Nơi nhận says that the document is for."""

    AS_ABOVE = "as-above"  # "Như trên": those of Kính gửi
    ACTION = "action"
    REPORT = "report"
    INFORMATION = "information"
    FILE = "file"  # "Lưu: VT"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class RecipientLine:
    """One line of the Nơi nhận without dash, closing sign and role mark."""

    text: str
    role: RecipientRole


class SecrecyLevel(StrEnum):
    """Levels of state secrets (Law 29/2018/QH14, Article 8)."""

    SECRET = "secret"  # noqa: S105  Mật
    TOP_SECRET = "top-secret"  # noqa: S105  Tối mật
    ULTRA_SECRET = "ultra-secret"  # noqa: S105  Tuyệt mật


@dataclass(frozen=True, slots=True)
class SecrecyFinding:
    """A secrecy stamp; `line` is the stamp's own words and nothing of the content."""

    level: SecrecyLevel
    line: str
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class LetterFields:
    """The parts of one document; None or empty where nothing was recognised.

    kind_name: "Công văn" when the subject stands under the number as "V/v".
    signer_authority: "TM. …" and "KT. …" lines, joined by line feeds.
    """

    superior: Found[str] | None = None
    agency: Found[str] | None = None
    reference_code: Found[str] | None = None
    reference: Reference | None = None
    place: Found[str] | None = None
    issued_on: Found[date] | None = None
    kind_name: Found[str] | None = None
    subject: Found[str] | None = None
    urgency: Found[str] | None = None
    signer_authority: Found[str] | None = None
    signer_position: Found[str] | None = None
    signer_name: Found[str] | None = None
    addressees: tuple[Found[str], ...] = ()
    recipients: tuple[Found[RecipientLine], ...] = ()
