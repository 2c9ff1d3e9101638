"""Who is in the play: the national exchange and two provinces, all of them invented."""

from dataclasses import dataclass

from lienthong.directory.types import AgencyLevel


@dataclass(frozen=True, slots=True)
class Office:
    """A department with one clerk, whose user name is `user`."""

    code: str
    name: str
    abbreviation: str
    user: str
    clerk: str


@dataclass(frozen=True, slots=True)
class Place:
    """An installation. key: its folder; root: the code tree of its agencies."""

    key: str
    name: str
    installation: str
    root: str
    offices: tuple[Office, ...]
    operator: str

    def office(self, number: int) -> Office:
        return self.offices[number]


LEVEL = AgencyLevel.DEPARTMENT
MIDDLE = Place(
    key="quoc-gia",
    name="Trục liên thông quốc gia",
    installation="thuc-hanh.quoc-gia",
    root="G15",
    offices=(Office("G15.7", "Cục Chuyển đổi số quốc gia", "CĐSQG", "vanthu.cds", "Lê Thị Hạnh"),),
    operator="vanhanh.quocgia",
)
DONG_NAI = Place(
    key="dong-nai",
    name="Tỉnh Đồng Nai",
    installation="thuc-hanh.dong-nai",
    root="H19",
    offices=(
        Office("H19.12", "Sở Nội vụ tỉnh Đồng Nai", "SNV", "vanthu.snv", "Trần Thị Mai"),
        Office("H19.15", "Sở Y tế tỉnh Đồng Nai", "SYT", "vanthu.syt", "Phạm Văn Lợi"),
    ),
    operator="vanhanh.dongnai",
)
BINH_DUONG = Place(
    key="binh-duong",
    name="Tỉnh Bình Dương",
    installation="thuc-hanh.binh-duong",
    root="H09",
    offices=(
        Office("H09.12", "Sở Nội vụ tỉnh Bình Dương", "SNV", "vanthu.snv", "Nguyễn Văn Thành"),
        Office("H09.15", "Sở Y tế tỉnh Bình Dương", "SYT", "vanthu.syt", "Võ Thị Lan"),
    ),
    operator="vanhanh.binhduong",
)


@dataclass(frozen=True, slots=True)
class Look:
    """What is worth looking at when the story was played: as whom, on which page."""

    place: Place
    user: str
    path: str
    what: str


LOOK_AT = (
    Look(
        DONG_NAI,
        DONG_NAI.office(0).user,
        "/so/",
        "sổ đi, văn bản đã gửi: tuyến nào, số đến ở bên kia / the book: by which route, the number",
    ),
    Look(
        BINH_DUONG,
        BINH_DUONG.office(0).user,
        "/van-ban-den/",
        "văn bản đã đến từ tỉnh kia, mỗi văn bản một lần / what came, each once",
    ),
    Look(
        DONG_NAI,
        DONG_NAI.operator,
        "/tuyen/",
        "hai tuyến; tạm dừng một tuyến, gửi thử, dùng trở lại / two routes; rest one, send, use it",
    ),
    Look(
        MIDDLE,
        MIDDLE.operator,
        "/he-thong/dong-nai/nhat-ky-vxp/",
        "trục chỉ thấy tỉnh như một hệ thống / to the middle a province is a system",
    ),
    Look(BINH_DUONG, "", "/so-cai/", "sổ cái công khai, không cần đăng nhập / the public ledger"),
)
