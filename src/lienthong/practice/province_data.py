"""The agencies of the practice province: Đồng Nai as 9459/UBND-TTTH of 18/11/2010 names it.

Names of agencies, the two waves and the signer come from that letter; all other people, the
numbers in the codes, the mailboxes and the neighbouring province are made up. Codes of the two
forms do not follow from each other, as in the world. What the letter says of an agency is kept
open-ended, so that the practice works on any day since.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from lienthong.directory.types import AgencyClass, AgencyLevel

LETTER = "9459/UBND-TTTH ngày 18/11/2010"
DECISION_28 = "Quyết định 28/2018/QĐ-TTg"
DECISION_28_STARTS = date(2018, 9, 6)
POSTS_SINCE = date(2010, 1, 1)
MAIL_DOMAIN = "dongnai.example.vn"


class Wave(StrEnum):
    """How an agency takes part; the value is shown as the name of the wave."""

    FIRST = "Đợt 1 (01/12/2010)"
    SECOND = "Đợt 2 (15/12/2010)"
    COMMITTEE_ONLY = "Chỉ với UBND tỉnh"
    NEIGHBOUR = "Tỉnh bạn"
    NONE = ""


WAVE_STARTS = {
    Wave.FIRST: date(2010, 12, 1),
    Wave.SECOND: date(2010, 12, 15),
    Wave.COMMITTEE_ONLY: date(2010, 12, 1),
    Wave.NEIGHBOUR: DECISION_28_STARTS,
}


@dataclass(frozen=True, slots=True)
class Seed:
    """One agency: the last part of its user names, its codes, its parts and its head's title."""

    key: str
    name: str
    abbreviation: str
    old_code: str
    new_code: str
    wave: Wave
    units: tuple[tuple[str, str], ...]
    head: str = "Giám đốc"
    level: AgencyLevel = AgencyLevel.DEPARTMENT
    agency_class: AgencyClass = AgencyClass.STATE
    place: str = "Biên Hòa"
    # People known by name, by the first part of their user names.
    known: dict[str, str] = field(default_factory=dict)


def _department(
    key: str, name: str, abbreviation: str, numbers: tuple[int, int], wave: Wave, *units: str
) -> Seed:
    old, new = numbers
    parts = (("Văn phòng", "VP"), ("Thanh tra", "TTra"), *((unit, "") for unit in units))
    return Seed(key, name, abbreviation, f"000.00.{old:02}.H19", f"H19.{new}", wave, parts)


def _district(key: str, name: str, numbers: tuple[int, int], wave: Wave, place: str) -> Seed:
    old, new = numbers
    return Seed(
        key,
        f"Ủy ban nhân dân {name}",
        "UBND",
        f"000.00.{old:02}.H19",
        f"H19.{new}",
        wave,
        (
            ("Văn phòng HĐND và UBND", "VP"),
            ("Phòng Nội vụ", "NV"),
            ("Phòng Tài chính - Kế hoạch", "TCKH"),
            ("Phòng Văn hóa và Thông tin", "VHTT"),
        ),
        head="Chủ tịch",
        level=AgencyLevel.DISTRICT,
        place=place,
    )


COMMITTEE = Seed(
    "ubnd",
    "Ủy ban nhân dân tỉnh Đồng Nai",
    "UBND",
    "000.00.00.H19",
    "H19",
    Wave.FIRST,
    (
        ("Văn phòng", "VP"),
        ("Phòng Tổng hợp", "TH"),
        ("Trung tâm Tin học", "TTTH"),
        ("Phòng Hành chính - Tổ chức", "HCTC"),
        ("Phòng Khoa giáo - Văn xã", "KGVX"),
    ),
    head="Chủ tịch",
    level=AgencyLevel.PROVINCE,
    known={"lanhdao": "Trần Văn Vĩnh"},
)

OFFICE = Seed(
    "vp",
    "Văn phòng Ủy ban nhân dân tỉnh Đồng Nai",
    "VP",
    "000.00.01.H19",
    "H19.30",
    Wave.FIRST,
    (
        ("Phòng Hành chính - Tổ chức", "HCTC"),
        ("Phòng Tổng hợp", "TH"),
        ("Trung tâm Tin học", "TTTH"),
        ("Phòng Hành chính công", "HCC"),
    ),
    head="Chánh Văn phòng",
)

# One agency a paragraph, as in a list: a line for each word would hide it.
# fmt: off
_FIRST = (
    OFFICE,
    Seed(
        "dbqh",
        "Văn phòng Đoàn Đại biểu Quốc hội và Hội đồng nhân dân tỉnh Đồng Nai",
        "VPĐĐBQH",
        "000.00.02.H19",
        "H19.31",
        Wave.FIRST,
        (
            ("Phòng Hành chính - Tổ chức - Quản trị", "HCTCQT"),
            ("Phòng Công tác Quốc hội", "CTQH"),
            ("Phòng Công tác HĐND", "CTHĐ"),
        ),
        head="Chánh Văn phòng",
    ),
    _department(
        "skhcn", "Sở Khoa học và Công nghệ", "SKHCN", (3, 1), Wave.FIRST,
        "Phòng Quản lý khoa học", "Trung tâm Phần mềm",
    ),
    _department(
        "stttt", "Sở Thông tin và Truyền thông", "STTTT", (14, 9), Wave.FIRST,
        "Phòng Công nghệ thông tin", "Phòng Bưu chính - Viễn thông",
        "Trung tâm Công nghệ thông tin và Truyền thông",
    ),
    _department(
        "skhdt", "Sở Kế hoạch và Đầu tư", "SKHĐT", (4, 2), Wave.FIRST,
        "Phòng Tổng hợp", "Phòng Đăng ký kinh doanh",
    ),
    _department(
        "sgddt", "Sở Giáo dục và Đào tạo", "SGDĐT", (5, 3), Wave.FIRST,
        "Phòng Giáo dục trung học", "Trung tâm Tin học và Ngoại ngữ",
    ),
    _department(
        "stnmt", "Sở Tài nguyên và Môi trường", "STNMT", (6, 4), Wave.FIRST,
        "Phòng Đất đai", "Phòng Môi trường",
    ),
    _district("ubndtn", "huyện Thống Nhất", (47, 57), Wave.FIRST, "Thống Nhất"),
)

_SECOND = (
    _department(
        "svhttdl", "Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL", (7, 10), Wave.SECOND,
        "Phòng Nghiệp vụ văn hóa", "Phòng Nghiệp vụ du lịch",
    ),
    _department(
        "stp", "Sở Tư pháp", "STP", (8, 5), Wave.SECOND,
        "Phòng Văn bản pháp quy", "Phòng Hành chính tư pháp",
    ),
    _department(
        "sct", "Sở Công Thương", "SCT", (9, 6), Wave.SECOND,
        "Phòng Quản lý công nghiệp", "Phòng Quản lý thương mại",
    ),
    _department(
        "sngv", "Sở Ngoại vụ", "SNgV", (10, 7), Wave.SECOND,
        "Phòng Lễ tân", "Phòng Hợp tác quốc tế",
    ),
    _department(
        "stc", "Sở Tài chính", "STC", (11, 8), Wave.SECOND,
        "Phòng Quản lý ngân sách", "Phòng Hành chính sự nghiệp",
    ),
    _department(
        "sxd", "Sở Xây dựng", "SXD", (12, 11), Wave.SECOND,
        "Phòng Quy hoạch - Kiến trúc", "Phòng Quản lý xây dựng",
    ),
    _department(
        "snnptnt", "Sở Nông nghiệp và Phát triển nông thôn", "SNNPTNT", (13, 12), Wave.SECOND,
        "Phòng Kế hoạch - Tài chính", "Phòng Quản lý kỹ thuật",
    ),
    _department(
        "sgtvt", "Sở Giao thông vận tải", "SGTVT", (15, 13), Wave.SECOND,
        "Phòng Quản lý giao thông", "Phòng Quản lý vận tải",
    ),
    Seed(
        "bdt", "Ban Dân tộc tỉnh Đồng Nai", "BDT", "000.00.16.H19", "H19.14", Wave.SECOND,
        (("Văn phòng", "VP"), ("Phòng Chính sách", "CS"), ("Phòng Tuyên truyền", "TTr")),
        head="Trưởng ban",
    ),
    Seed(
        "ttt", "Thanh tra tỉnh Đồng Nai", "TTT", "000.00.17.H19", "H19.15", Wave.SECOND,
        (("Văn phòng", "VP"), ("Phòng Nghiệp vụ 1", "NV1"), ("Phòng Nghiệp vụ 2", "NV2")),
        head="Chánh Thanh tra",
    ),
    _district("ubndbh", "thành phố Biên Hòa", (40, 50), Wave.SECOND, "Biên Hòa"),
    # Not under the committee by law; it stands under the province's code, as its exchange does.
    Seed(
        "vks", "Viện Kiểm sát nhân dân tỉnh Đồng Nai", "VKS", "000.00.20.H19", "H19.20",
        Wave.SECOND,
        (("Văn phòng tổng hợp", "VP"), ("Phòng 1", "P1"), ("Phòng 7", "P7")),
        head="Viện trưởng", agency_class=AgencyClass.JUDICIAL,
    ),
    Seed(
        "bhxh", "Bảo hiểm xã hội tỉnh Đồng Nai", "BHXH", "000.00.21.H19", "H19.21", Wave.SECOND,
        (("Văn phòng", "VP"), ("Phòng Thu", "T"), ("Phòng Chế độ bảo hiểm xã hội", "CĐ")),
        agency_class=AgencyClass.SERVICE,
    ),
)

_COMMITTEE_ONLY = (
    _department(
        "snv", "Sở Nội vụ", "SNV", (18, 16), Wave.COMMITTEE_ONLY,
        "Phòng Cải cách hành chính", "Ban Thi đua - Khen thưởng",
    ),
    _department(
        "sldtbxh", "Sở Lao động - Thương binh và Xã hội", "SLĐTBXH", (19, 17),
        Wave.COMMITTEE_ONLY, "Phòng Người có công", "Phòng Việc làm",
    ),
    _department(
        "syt", "Sở Y tế", "SYT", (22, 18), Wave.COMMITTEE_ONLY,
        "Phòng Nghiệp vụ y", "Phòng Nghiệp vụ dược",
    ),
    Seed(
        "cat", "Công an tỉnh Đồng Nai", "CAT", "000.00.23.H19", "H19.19", Wave.COMMITTEE_ONLY,
        (("Phòng Tham mưu", "PV01"), ("Phòng Hậu cần", "PH10"), ("Phòng An ninh mạng", "PA05")),
    ),
    _district("ubndlk", "thị xã Long Khánh", (41, 51), Wave.COMMITTEE_ONLY, "Long Khánh"),
    _district("ubndnt", "huyện Nhơn Trạch", (42, 52), Wave.COMMITTEE_ONLY, "Nhơn Trạch"),
    _district("ubndlt", "huyện Long Thành", (43, 53), Wave.COMMITTEE_ONLY, "Long Thành"),
)

# Named in the block Nơi nhận, but no bodies of the state: they get paper.
_OUTSIDE = (
    Seed(
        "tinhuy", "Văn phòng Tỉnh ủy Đồng Nai", "TU", "000.00.90.H19", "H19.90", Wave.NONE,
        (("Phòng Hành chính", "HC"), ("Phòng Tổng hợp", "TH"), ("Phòng Cơ yếu", "CY")),
        head="Chánh Văn phòng", agency_class=AgencyClass.PARTY,
    ),
    Seed(
        "ubmttq", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Đồng Nai", "MTTQ", "000.00.91.H19",
        "H19.91", Wave.NONE,
        (("Văn phòng", "VP"), ("Ban Phong trào", "PT"), ("Ban Dân chủ - Pháp luật", "DCPL")),
        head="Chủ tịch", agency_class=AgencyClass.MASS,
    ),
)

# fmt: on
UNDER_COMMITTEE = (*_FIRST, *_SECOND, *_COMMITTEE_ONLY, *_OUTSIDE)

NEIGHBOUR = Seed(
    "lancan",
    "Ủy ban nhân dân tỉnh Lân Cận",
    "UBND",
    "000.00.00.H98",
    "H98",
    Wave.NEIGHBOUR,
    (("Văn phòng", "VP"), ("Phòng Tổng hợp", "TH"), ("Trung tâm Tin học", "TTTH")),
    head="Chủ tịch",
    level=AgencyLevel.PROVINCE,
    place="Lân Cận",
)

# What a signer who is not the head writes over his title (Decree 30/2020, Article 13).
DEPUTIES = {
    "Giám đốc": "Phó Giám đốc",
    "Chủ tịch": "Phó Chủ tịch",
    "Chánh Văn phòng": "Phó Chánh Văn phòng",
    "Trưởng ban": "Phó Trưởng ban",
    "Chánh Thanh tra": "Phó Chánh Thanh tra",
    "Viện trưởng": "Phó Viện trưởng",
}

FAMILY_NAMES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý",
)  # fmt: skip
MIDDLE_NAMES = ("Văn", "Thị", "Minh", "Ngọc", "Hữu", "Thanh", "Quốc", "Kim", "Đức", "Hồng", "Xuân")
GIVEN_NAMES = (
    "An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Hạnh", "Hiếu", "Hòa", "Khánh", "Lan", "Long",
    "Mai", "Nam", "Nhân", "Phúc", "Quân", "Sơn", "Tâm", "Thảo", "Trung", "Tuấn", "Vân", "Yến",
)  # fmt: skip
