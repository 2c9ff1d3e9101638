"""The columns of the tables in which a directory is brought in and taken out (A4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lienthong.directory.types import AgencyClass, AgencyLevel, Role
from lienthong.kernel.text import fold
from lienthong.kernel.wording import noop as _


class Table(StrEnum):
    AGENCIES = "agencies"
    UNITS = "units"
    POSTS = "posts"


class Kind(StrEnum):
    """What the text of a column must be."""

    TEXT = "text"
    CODE = "code"
    CODES = "codes"  # several, parted by semicolons
    CHOICE = "choice"
    DAY = "day"
    MAILBOX = "mailbox"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the code, its heading in the file, and what may stand in it.

    choices: what people write, and the stored word for it.
    """

    name: str
    heading: str
    hint: str
    kind: Kind = Kind.TEXT
    is_required: bool = False
    longest: int = 200
    choices: Mapping[str, str] = field(default_factory=dict)
    width: int = 20


@dataclass(frozen=True, slots=True)
class Shape:
    """One table: the name of its sheet, and its columns in their order."""

    table: Table
    title: str
    columns: tuple[Column, ...]

    def column_named(self, heading: str) -> Column | None:
        wanted = fold(heading).removesuffix("*").strip()
        return next((c for c in self.columns if fold(c.heading) == wanted), None)


CLASS_WORDS: Mapping[str, str] = {
    _("Cơ quan nhà nước"): AgencyClass.STATE,
    _("Cơ quan Đảng"): AgencyClass.PARTY,
    _("Tổ chức chính trị - xã hội"): AgencyClass.MASS,
    _("Tòa án, viện kiểm sát"): AgencyClass.JUDICIAL,
    _("Đơn vị sự nghiệp"): AgencyClass.SERVICE,
    _("Doanh nghiệp"): AgencyClass.ENTERPRISE,
}
LEVEL_WORDS: Mapping[str, str] = {
    _("Trung ương"): AgencyLevel.CENTRAL,
    _("Tỉnh"): AgencyLevel.PROVINCE,
    _("Sở, ban, ngành"): AgencyLevel.DEPARTMENT,
    _("Huyện"): AgencyLevel.DISTRICT,
    _("Xã"): AgencyLevel.COMMUNE,
    _("Trực thuộc"): AgencyLevel.UNDER,
}
ROLE_WORDS: Mapping[str, str] = {role.label: role for role in Role}
YES, NO = _("Có"), _("Không")
YES_NO: Mapping[str, str] = {YES: "yes", NO: "no"}

_AGENCY_CODE = _("Mã theo Quyết định 20/2020/QĐ-TTg (H19.5) hoặc QCVN 102:2016 (000.00.05.H19).")
_DAY = _("Ngày/tháng/năm, ví dụ 01/07/2026.")

AGENCIES = Shape(
    Table.AGENCIES,
    _("Cơ quan"),
    (
        Column("code", _("Mã định danh"), _AGENCY_CODE, Kind.CODE, True, 35),
        Column("name", _("Tên cơ quan"), _("Tên đầy đủ."), is_required=True, width=45),
        Column("abbreviation", _("Chữ viết tắt"), _("Như trong ký hiệu văn bản: UBND, STP."),
               is_required=True, longest=30, width=14),
        Column("agency_class", _("Loại cơ quan"), _("Chọn trong danh sách."), Kind.CHOICE,
               choices=CLASS_WORDS),
        Column("level", _("Cấp"), _("Chọn trong danh sách."), Kind.CHOICE, choices=LEVEL_WORDS),
        Column("parent", _("Mã cơ quan cấp trên"), _AGENCY_CODE, Kind.CODE, longest=35),
        Column("place", _("Địa danh"), _("Nơi ghi ngày tháng trên văn bản."), longest=50),
        Column("email", _("Hộp thư công vụ"), _("Một địa chỉ."), Kind.MAILBOX, longest=254),
        Column("telephone", _("Điện thoại"), _("Để dạng chữ, giữ số 0 đầu."), longest=40),
        Column("address", _("Địa chỉ"), _("Một dòng."), longest=250, width=40),
        Column("other_codes", _("Mã khác"), _("Các mã khác, cách nhau bằng dấu chấm phẩy."),
               Kind.CODES),
        Column("valid_from", _("Hoạt động từ ngày"), _DAY, Kind.DAY),
        Column("valid_to", _("Hoạt động đến hết ngày"), _DAY, Kind.DAY),
        Column("books_here", _("Lập sổ tại đây"),
               _("Có: sổ đăng ký lập trong hệ thống này. Không: phần mềm riêng giữ sổ."),
               Kind.CHOICE, choices=YES_NO),
    ),
)  # fmt: skip
UNITS = Shape(
    Table.UNITS,
    _("Đơn vị"),
    (
        Column("agency", _("Mã cơ quan"), _AGENCY_CODE, Kind.CODE, True, 35),
        Column("name", _("Tên đơn vị"), _("Phòng, ban, trung tâm của cơ quan."),
               is_required=True, width=45),
        Column("abbreviation", _("Chữ viết tắt"), _("Như trong ký hiệu văn bản."), longest=30),
        Column("valid_from", _("Từ ngày"), _DAY, Kind.DAY),
        Column("valid_to", _("Đến hết ngày"), _DAY, Kind.DAY),
    ),
)  # fmt: skip
POSTS = Shape(
    Table.POSTS,
    _("Người và vị trí"),
    (
        Column("person", _("Họ và tên"), _("Tên đầy đủ."), is_required=True, longest=100, width=30),
        Column("email", _("Thư công vụ"), _("Địa chỉ riêng của người này; để phân biệt người "
               "trùng tên."), Kind.MAILBOX, longest=254, width=30),
        Column("agency", _("Mã cơ quan"), _AGENCY_CODE, Kind.CODE, True, 35),
        Column("unit", _("Đơn vị"), _("Tên đơn vị, như ở trang Đơn vị."), width=30),
        Column("role", _("Vai trò"), _("Chọn trong danh sách."), Kind.CHOICE, True,
               choices=ROLE_WORDS),
        Column("title", _("Chức vụ"), _("Như in dưới chữ ký."), is_required=True, longest=100),
        Column("authority", _("Thẩm quyền ký"), _("KT. CHỦ TỊCH, TL. GIÁM ĐỐC…"), longest=100),
        Column("valid_from", _("Từ ngày"), _DAY, Kind.DAY, True),
        Column("valid_to", _("Đến hết ngày"), _DAY, Kind.DAY),
        Column("identity", _("Mã người"), _("Do hệ thống ghi khi xuất danh bạ; để trống với "
               "người mới."), Kind.IDENTITY, longest=36, width=38),
    ),
)  # fmt: skip
SHAPES: Mapping[Table, Shape] = {shape.table: shape for shape in (AGENCIES, UNITS, POSTS)}
# The column that a checked file carries at its end; it is passed over when such a file comes back.
FINDINGS_HEADING = _("Cần sửa")
