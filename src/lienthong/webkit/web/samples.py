"""What the gallery shows: made-up documents and people, in every state that a part knows."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse

import lienthong
from lienthong.webkit.types import (
    ArrivalBox,
    Choice,
    Fact,
    Filter,
    Finding,
    FindingState,
    Frame,
    MenuItem,
    PageMark,
    Pager,
    PdfView,
    PostChoice,
    Recipient,
    Step,
    Tab,
    Verdict,
    VerdictState,
)

FONTS = f"{Path(lienthong.__file__).parent}/printing/fonts/"
ROLES = (("action", "để thực hiện"), ("report", "báo cáo"), ("information", "để biết"))
BLANK_RECIPIENT = Recipient(key="", name="", role="information")
AGENCIES = (
    ("H19.1", "UBND tỉnh Đồng Nai", "000.00.00.H19", "trục", ""),
    ("H19.2", "Sở Tư pháp", "000.00.12.H19", "trục", ""),
    ("H19.3", "Sở Thông tin và Truyền thông", "000.00.15.H19", "trục", ""),
    ("H19.4", "UBND xã Xuân Hòa", "000.31.30.H19", "thư", "chưa vào trục, dự kiến 15/12"),
    ("group.1", "các Sở, ban, ngành", "nhóm 18 cơ quan", "trục", ""),
)


def frame() -> Frame:
    """A clerk's frame with every part of it in use."""
    here = reverse("gallery:parts")
    names = (
        ("Việc cần làm", "checklist", 3, "Việc"),
        ("Văn bản đến", "inbox", 12, "Đến"),
        ("Văn bản đi", "send", 4, "Đi"),
        ("Dự thảo", "pencil", 2, ""),
        ("Hồ sơ", "folder", None, ""),
        ("Lịch và họp", "calendar", 1, ""),
        ("Thư công vụ", "mail", 5, ""),
        ("Tra cứu", "search", None, "Tìm"),
        ("Thống kê", "chart-bar", None, ""),
        ("Danh bạ", "address-book", None, ""),
    )
    menu = [
        MenuItem(
            name=name, url=here, icon=icon, count=count, short_name=short, on_phone=bool(short)
        )
        for name, icon, count, short in names
    ]
    menu[0] = replace(menu[0], is_late=True)
    menu[1] = replace(menu[1], is_here=True)
    return Frame(
        agency="Sở Tư pháp",
        post_title="Văn thư",
        person="Nguyễn Thị Hạnh",
        owner_key="gallery",
        menu=tuple(menu),
        other_posts=(PostChoice(key="1", title="Chánh Văn phòng", agency="Sở Tư pháp"),),
        home_url=here,
        search_url=here,
        send_url=reverse("gallery:send"),
        notices_url=here,
        notices_count=2,
        help_url=here,
        account_url=here,
        sign_out_url=here,
        switch_url=here,
    )


def verdicts() -> tuple[Verdict, ...]:
    details = (
        Fact("Người ký", "Phó Chủ tịch Nguyễn Văn Mẫu, 15:20 ngày 18/11/2026"),
        Fact("Con dấu", "UBND tỉnh Đồng Nai, 15:41 ngày 18/11/2026"),
        Fact("Chứng thư", "còn hạn đến 04/2027, chưa bị thu hồi"),
    )
    return (
        Verdict(
            VerdictState.VALID,
            "Bản gốc điện tử",
            "Chữ ký của Phó Chủ tịch và con dấu của UBND tỉnh Đồng Nai đều hợp lệ, "
            "ký ngày 18/11/2026. Thay thế bản giấy.",
            details,
        ),
        Verdict(
            VerdictState.INVALID,
            "Chữ ký không hợp lệ",
            "Tệp đã bị sửa sau khi ký. Từ chối tiếp nhận.",
            details[:1],
        ),
        Verdict(
            VerdictState.UNKNOWN,
            "Chưa kết luận được",
            "Máy chủ của tổ chức chứng thực chưa trả lời. Sẽ kiểm tra lại lúc 09:30.",
        ),
        Verdict(
            VerdictState.UNSIGNED,
            "Chưa đủ giá trị",
            "Thiếu chữ ký số của cơ quan. Chờ bản giấy.",
        ),
    )


def steps() -> tuple[Step, ...]:
    here = reverse("gallery:parts")
    return (
        Step("UBND tỉnh phát hành", "08:02 21/11", record="4 182", record_url=here),
        Step("Đã đến Sở Tư pháp", "08:02"),
        Step("Văn thư tiếp nhận, vào sổ số 1274", "08:05", record="4 190", record_url=here),
        Step("Giám đốc chỉ đạo", "09:10", said="Phòng CNTT chủ trì, báo cáo trước 25/11"),
        Step("Phòng LLTP từ chối phối hợp", "09:20", is_stop=True, said="Không thuộc nhiệm vụ"),
        Step("Phòng CNTT bắt đầu xử lý", "09:32"),
        Step("Hoàn thành", is_done=False),
    )


def findings() -> tuple[Finding, ...]:
    here = reverse("gallery:parts")
    return (
        Finding(FindingState.OK, "Không thấy dấu mật", "Đã đọc chữ của 3 trang."),
        Finding(FindingState.OK, "Chữ ký của Giám đốc hợp lệ", "Chứng thư còn hạn đến 04/2027."),
        Finding(
            FindingState.WARN,
            "1 nơi nhận chưa vào trục",
            "UBND xã Xuân Hòa dự kiến vào ngày 15/12.",
            "Sẽ gửi qua thư công vụ.",
        ),
        Finding(
            FindingState.STOP,
            "Trích yếu khác trên văn bản",
            "Trên trang 1: “Công tác tư pháp tháng 11”.",
            "Dùng như trên văn bản",
            here,
        ),
        Finding(FindingState.WAIT, "Đang quét vi-rút", "Thường mất vài giây."),
    )


def tabs() -> tuple[Tab, ...]:
    here = reverse("gallery:parts")
    return (
        Tab("Chờ tiếp nhận", here, 12),
        Tab("Chờ chỉ đạo", here, 5),
        Tab("Đang xử lý", here, 41, is_here=True),
        Tab("Quá hạn", here, 2, is_late=True),
        Tab("Hoàn thành", here),
        Tab("Đã từ chối", here),
        Tab("Tất cả", here),
    )


def filters() -> tuple[Filter, ...]:
    here = reverse("gallery:parts")
    years = tuple(Choice(year, here, year == "2026") for year in ("2026", "2025", "2024"))
    every = (Choice("tất cả", here, is_here=True), Choice("quá hạn", here))
    return (
        Filter("Năm", "2026", years, is_set=True),
        Filter("Cơ quan ban hành", "tất cả", every),
        Filter("Chủ trì", "tất cả", every),
        Filter("Hạn", "tất cả", every),
    )


def facts() -> tuple[Fact, ...]:
    return (
        Fact("Cơ quan", "UBND tỉnh Đồng Nai · H19", reverse("gallery:parts")),
        Fact("Số, ký hiệu", "9459/UBND-TTTH ngày 18/11/2026"),
        Fact("Trích yếu", "V/v tổ chức triển khai thí điểm gửi nhận văn bản điện tử"),
        Fact("Vai trò", "Để thực hiện"),
        Fact("Đến bằng", "Trục liên thông, 08:02 · không kèm bản giấy"),
    )


def pager() -> Pager:
    here = reverse("gallery:parts")
    return Pager(previous_url=here, next_url=here, first=21, last=40, total=41)


def recipients() -> tuple[Recipient, ...]:
    return (
        Recipient("H19.1", "UBND tỉnh Đồng Nai", "report", "trục"),
        Recipient("group.1", "các Sở, ban, ngành (18)", "information", "trục"),
        Recipient(
            "H19.4",
            "UBND xã Xuân Hòa",
            "information",
            "thư",
            "chưa vào trục (dự kiến 15/12): gửi qua hộp thư công vụ.",
        ),
    )


def pdf_view() -> PdfView:
    """The sample document with two marked signatures and the ĐẾN box."""
    url = reverse("gallery:pdf")
    return PdfView(
        url=url,
        title="Văn bản 9459/UBND-TTTH",
        download_url=url,
        marks=(
            PageMark(3, (370, 645, 470, 700), VerdictState.VALID, "Chữ ký số hợp lệ"),
            PageMark(3, (338, 640, 388, 696), VerdictState.VALID, "Con dấu số hợp lệ"),
        ),
        arrival=ArrivalBox("1274", "21/11/2026", "Phòng CNTT"),
    )


class DraftForm(forms.Form):
    """Fields of every kind, as the sending page has them."""

    kind = forms.ChoiceField(label="Loại văn bản", choices=[("BC", "Báo cáo"), ("TB", "Thông báo")])
    notation = forms.CharField(label="Ký hiệu", max_length=40)
    subject = forms.CharField(
        label="Trích yếu",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Như trên văn bản, không viết tắt.",
    )
    signer = forms.CharField(label="Người ký", required=False)
    urgency = forms.ChoiceField(
        label="Độ khẩn",
        widget=forms.RadioSelect,
        choices=[("normal", "Thường"), ("urgent", "Khẩn"), ("express", "Hỏa tốc")],
        initial="normal",
    )


def drafts() -> dict[str, DraftForm]:
    """The form untouched, and as it comes back with an error."""
    wrong = DraftForm({"kind": "BC", "notation": "", "subject": "Công tác tư pháp tháng 11"})
    fresh = DraftForm(
        initial={
            "notation": "BC-STP",
            "subject": "Công tác tư pháp tháng 11 và nhiệm vụ tháng 12 năm 2026",
            "signer": "Giám đốc",
        },
        auto_id="send_%s",
    )
    return {"wrong": wrong, "fresh": fresh}


@cache
def pdf_bytes() -> bytes:
    """A document of three pages, laid out about as Decree 30/2020/NĐ-CP says."""
    from weasyprint import HTML  # noqa: PLC0415  (half a second that only this page needs)

    page = render_to_string("webkit/gallery/document.html")
    return bytes(HTML(string=page, base_url=FONTS).write_pdf())
