"""What may be given to everybody, and how it stands; decided without a database."""

import re
from collections.abc import Sequence
from datetime import date

from lienthong.documents.types import LegalValue
from lienthong.formats.pdf.types import PageText
from lienthong.kernel.text import clean_line, fold
from lienthong.portal.types import Caution, PublicState, Validity

# As they stand on documents, by themselves on a line (Decree 30/2020/NĐ-CP, Appendix I, box 11).
_LIMITS = {
    "luu hanh noi bo": "LƯU HÀNH NỘI BỘ",
    "xem xong tra lai": "XEM XONG TRẢ LẠI",
    "tra lai sau khi xem": "TRẢ LẠI SAU KHI XEM",
    "tai lieu thu hoi": "TÀI LIỆU THU HỒI",
    "tra lai sau khi hop": "TRẢ LẠI SAU KHI HỌP",
    "xem xong tra lai tai lieu": "XEM XONG TRẢ LẠI",
}
_FRAME = " []()|.:*-–—_"
# Words of subjects that are about one person, and kinds that mostly are.
_PERSONAL_WORDS = re.compile(
    r"\b(ong|ba|cong dan|ca nhan|gia dinh|ho so|don|khieu nai|to cao|ky luat|bo nhiem|mien nhiem"
    r"|dieu dong|nghi huu|nang luong|xu phat|ly lich|danh sach|tro cap|khen thuong)\b"
)
_PERSONAL_KINDS = {"quyet-dinh", "giay-uy-quyen", "giay-gioi-thieu", "giay-nghi-phep", "bien-ban"}
_UNSIGNED = {LegalValue.INFORMATION, LegalValue.INCOMPLETE, LegalValue.UNDETERMINED}
_DIGEST = re.compile(r"[0-9a-f]{64}")


def circulation_limit(pages: Sequence[PageText]) -> str:
    """Return the words that limit who may have a document, as they stand on it; "" for none.

    They stand alone on their line, as on a stamp; the same words in a sentence limit nothing.
    """
    for page in pages:
        for line in page.lines:
            found = _LIMITS.get(fold(clean_line(line.text).strip(_FRAME)))
            if found and clean_line(line.text).isupper():
                return found
    return ""


def cautions(*, kind: str, subject: str, legal_value: LegalValue) -> list[Caution]:
    """Return what a person should look at before everybody has it."""
    found = []
    if kind in _PERSONAL_KINDS or _PERSONAL_WORDS.search(fold(subject)):
        found.append(Caution.PERSONAL)
    if legal_value in _UNSIGNED:
        found.append(Caution.NOT_SIGNED)
    if legal_value == LegalValue.SCAN:
        found.append(Caution.SCAN)
    return found


def validity(
    *,
    state: PublicState,
    effective_on: date | None,
    ends_on: date | None,
    is_replaced: bool,
    today: date,
) -> Validity:
    """Say how a public document stands today; what was taken down is not judged further."""
    if state == PublicState.TAKEN_DOWN:
        return Validity.TAKEN_DOWN
    if is_replaced:
        return Validity.REPLACED
    if ends_on is not None and ends_on < today:
        return Validity.ENDED
    if effective_on is not None and effective_on > today:
        return Validity.NOT_YET
    return Validity.IN_FORCE


def read_digest(text: str) -> str:
    """Return a SHA-256 as it is kept, from groups of four or one piece; "" for what is none."""
    bare = re.sub(r"[\s:\-]", "", text).lower()
    return bare if _DIGEST.fullmatch(bare) else ""
