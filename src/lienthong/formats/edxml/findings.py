"""What is odd about a package that is nevertheless taken in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from lienthong.kernel.wording import noop as _


class FindingCode(StrEnum):
    """Stable names of findings; clients and tests match on them."""

    BYTE_ORDER_MARK = "edxml.byte-order-mark"
    STRAY_TEXT = "edxml.stray-text"
    UNKNOWN_ELEMENT = "edxml.unknown-element"
    REPEATED_ELEMENT = "edxml.repeated-element"
    MISSING_ELEMENT = "edxml.missing-element"
    TOO_LONG = "edxml.value-too-long"
    NUMBER_UNREADABLE = "edxml.number-unreadable"
    UNKNOWN_VALUE = "edxml.unknown-value"
    DATE_FORM = "edxml.date-form"
    DATE_UNREADABLE = "edxml.date-unreadable"
    REPEATED_RECIPIENT = "edxml.repeated-recipient"
    NO_BUSINESS_BLOCK = "edxml.no-business-block"
    NO_ATTACHMENT = "edxml.no-attachment"
    MANIFEST_DIFFERS = "edxml.manifest-differs"
    UNSAFE_NAME = "edxml.unsafe-name"
    UPPER_CASE_ZIP = "edxml.upper-case-zip"
    BASE64_UNPADDED = "edxml.base64-unpadded"

    @property
    def sentence(self) -> str:
        """The Vietnamese sentence, with `%(name)s` places for `element` and the facts."""
        return _SENTENCES[self]


@dataclass(frozen=True, slots=True)
class Finding:
    """One oddity: what, at which element (a path; "" for the file), and the values to show."""

    code: FindingCode
    element: str = ""
    facts: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def sentence(self) -> str:
        """The Vietnamese sentence; fill it with `places`."""
        return self.code.sentence

    @property
    def places(self) -> dict[str, object]:
        """What fills the sentence."""
        return {"element": self.element, **self.facts}


class Findings:
    """Collects findings while a package is read, up to a number; the rest is only counted."""

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._kept: list[Finding] = []
        self.left_out = 0

    def add(self, code: FindingCode, element: str = "", **facts: object) -> None:
        """Note one finding; long values are cut, because findings are shown and stored."""
        if len(self._kept) >= self._most:
            self.left_out += 1
            return
        shown = {name: _short(value) for name, value in facts.items()}
        self._kept.append(Finding(code, element, MappingProxyType(shown)))

    def all(self) -> tuple[Finding, ...]:
        """Return what was kept, in the order of finding."""
        return tuple(self._kept)


def _short(value: object) -> object:
    return value[:100] if isinstance(value, str) else value


_SENTENCES = {
    FindingCode.BYTE_ORDER_MARK: _("Tệp bắt đầu bằng dấu thứ tự byte (BOM)."),
    FindingCode.STRAY_TEXT: _("Có ký tự lạ trước khai báo XML; một số hệ thống sẽ không đọc được."),
    FindingCode.UNKNOWN_ELEMENT: _("Phần tử lạ “%(element)s” (%(count)s lần) được bỏ qua."),
    FindingCode.REPEATED_ELEMENT: _("Phần tử “%(element)s” bị lặp; chỉ đọc phần tử đầu tiên."),
    FindingCode.MISSING_ELEMENT: _("Thiếu phần tử “%(element)s”."),
    FindingCode.TOO_LONG: _("Giá trị của “%(element)s” dài %(length)s ký tự, quá %(limit)s."),
    FindingCode.NUMBER_UNREADABLE: _("Giá trị “%(found)s” của “%(element)s” không phải là số."),
    FindingCode.UNKNOWN_VALUE: _("Giá trị “%(found)s” của “%(element)s” không có trong danh mục."),
    FindingCode.DATE_FORM: _("Ngày “%(found)s” ở “%(element)s” không viết theo dạng yyyy/MM/dd."),
    FindingCode.DATE_UNREADABLE: _("Không đọc được ngày “%(found)s” ở “%(element)s”."),
    FindingCode.REPEATED_RECIPIENT: _("Nơi nhận “%(found)s” được ghi nhiều lần."),
    FindingCode.NO_BUSINESS_BLOCK: _("Không có khối nghiệp vụ; gói tin được coi là văn bản mới."),
    FindingCode.NO_ATTACHMENT: _("Gói tin văn bản không có tệp đính kèm."),
    FindingCode.MANIFEST_DIFFERS: _(
        "Danh mục tệp và tệp đính kèm không khớp nhau ở “%(element)s” (%(reason)s)."
    ),
    FindingCode.UNSAFE_NAME: _("Tên tệp “%(found)s” có ký tự không an toàn; đã đổi khi lưu."),
    FindingCode.UPPER_CASE_ZIP: _(
        "Tệp “%(found)s” có đuôi .ZIP viết hoa; một số hệ thống chỉ đọc mục đầu tiên trong đó."
    ),
    FindingCode.BASE64_UNPADDED: _("Nội dung base64 ở “%(element)s” thiếu ký tự kết thúc."),
}
