"""Decisions of issuing without a database: what a letter says of itself, limits in words."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from lienthong.directory.types import AgencyCard
from lienthong.documents.rules.kinds import LETTER, copy_title, kind
from lienthong.documents.rules.notation import expected_notation
from lienthong.documents.types import Examination
from lienthong.formats.pdf.types import ScanQuality
from lienthong.issuing.types import CopiedDocument, CopyFacts, DraftFacts, Origin
from lienthong.kernel.clock import VIETNAM, at_local
from lienthong.kernel.text import clean_line, fold
from lienthong.kernel.wording import noop as _

_ABOUT = "V/v "
# What an official mailbox or a slow line of a commune takes without trouble, in bytes.
LARGE = 20 * 1024 * 1024
_LONGEST_SUBJECT = 500
_OLDEST_PDF = (1, 4)
# 200 dpi of paper that went a little askew through the scanner measure a trifle less.
_LEAST_DPI = 198
_MORNING_ENDS = time(12)
_WEEKDAYS = (
    _("thứ Hai"),
    _("thứ Ba"),
    _("thứ Tư"),
    _("thứ Năm"),
    _("thứ Sáu"),
    _("thứ Bảy"),
    _("Chủ nhật"),
)


@dataclass(frozen=True, slots=True)
class WrittenLimit:
    """A limit in words: weekday is a Vietnamese source text; is_morning: it ends at noon."""

    weekday: str
    day: date
    is_morning: bool


def draft_digest(facts: DraftFacts, origin: Origin, files: Sequence[str]) -> str:
    """Return the SHA-256 of all that a form says, in hexadecimal: equal only for the same draft.

    files: the digests of the main file and of the attachments, in their order.
    """
    told = asdict(facts)
    if facts.consults_draft_id is None:  # forms of before there were any stay what they were
        del told["consults_draft_id"]
    said = {"facts": told, "origin": str(origin), "files": list(files)}
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def copy_digest(facts: CopyFacts, file: str) -> str:
    """Return the SHA-256 of all that is said of a copy; file: digest of what came with it."""
    said = {"copy": asdict(facts), "file": file}
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def copy_subject(form: str, original: CopiedDocument) -> str:
    """Return the subject of a copy in the book: what it copies, in the words of the original."""
    title = copy_title(
        form, original.kind, original.reference_code, original.issued_on, original.issuer
    )
    return clean_line(f"{title}: {original.subject}")[:_LONGEST_SUBJECT].rstrip()


def consulting_subject(subject: str) -> str:
    """Return the subject of a letter that asks for comments on a draft, in the words of offices."""
    return f"{_ABOUT}lấy ý kiến góp ý dự thảo: {_plain(subject)}"[:_LONGEST_SUBJECT].rstrip()


def commenting_subject(subject: str) -> str:
    """Return the subject of a document that answers such a letter."""
    about = _plain(subject).removeprefix("lấy ý kiến góp ý dự thảo: ")
    return f"{_ABOUT}góp ý dự thảo: {about}"[:_LONGEST_SUBJECT].rstrip()


def _plain(subject: str) -> str:
    return clean_line(subject).removeprefix(_ABOUT)


def scan_shortfall(quality: ScanQuality) -> str:
    """Return what keeps a scan from the standard of digitised documents, in words; "" for nothing.

    Source: Decree 30/2020/NĐ-CP, Appendix I, Part II, section I, point 2.
    """
    if quality.page_without_picture:
        return _("có trang không phải ảnh quét")
    if tuple(map(int, quality.version.split("."))) < _OLDEST_PDF:
        return _("PDF cũ hơn phiên bản 1.4")
    if quality.lowest_dpi < _LEAST_DPI:
        return _("dưới 200 dpi")
    return "" if quality.is_colour else _("không phải ảnh màu")


def written_limit(limit: datetime) -> WrittenLimit:
    """Take a limit apart as people say it: "sáng thứ Hai 23/11"; midnight ends the day before."""
    local = limit.astimezone(VIETNAM)
    if local.time() == time.min:
        day = date.fromordinal(local.date().toordinal() - 1)
        return WrittenLimit(_WEEKDAYS[day.weekday()], day, is_morning=False)
    day = local.date()
    return WrittenLimit(_WEEKDAYS[day.weekday()], day, local.time() <= _MORNING_ENDS)


def filing_line(examination: Examination | None) -> str:
    """Return the "Lưu: …" line of the file's recipients block without its first word, or ""."""
    if examination is None:
        return ""
    for line in examination.fields.recipients:
        text = clean_line(line.value.text)
        if fold(text).startswith("luu"):
            return text.partition(":")[2].strip() or text[3:].strip()
    return ""


def names_on_page(examination: Examination) -> tuple[str, ...]:
    """Return whom the file is addressed to and sent to, as written, each once."""
    fields = examination.fields
    written = [each.value for each in fields.addressees]
    written += [line.value.text for line in fields.recipients]
    return tuple(dict.fromkeys(clean_line(text) for text in written if text))


def suggested_notation(agency: AgencyCard, kind_code: str, *, on: date, unit: str = "") -> str:
    """Return the notation that the rule asks for on a day: `<ABBR>-<AGENCY>`."""
    made = kind(kind_code) or kind(LETTER)
    if made is None:  # the list always has letters
        return ""
    return expected_notation(
        made,
        issued_on=on,
        agency_abbreviation=agency.abbreviation,
        agency_class=agency.agency_class,
        unit=unit,
    )


def same_subject(one: str, other: str) -> bool:
    """Say whether two subjects mean the same words, "V/v" and marks at the end aside."""
    return _bare(one) == _bare(other)


def _bare(subject: str) -> str:
    text = fold(clean_line(subject)).rstrip(" .;:/")
    for opening in ("v/v ", "v/v: ", "ve viec "):
        text = text.removeprefix(opening)
    return text


def noon(day: date) -> datetime:
    """Return the middle of a local day, for a document of which only the day is known."""
    return at_local(day, _MORNING_ENDS)
