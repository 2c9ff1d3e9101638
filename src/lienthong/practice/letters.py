"""The letters that are sent in the practice: written for it, about what the seeds ask for."""

from datetime import date

from lienthong.printing.letters import print_letter
from lienthong.printing.types import Letter, Paragraph, Signer

COMMITTEE_SUBJECT = "V/v tổ chức triển khai gửi, nhận văn bản điện tử giữa các cơ quan"
REMINDER_SUBJECT = "V/v đôn đốc tiếp nhận, xử lý văn bản điện tử"
ANSWER_SUBJECT = "V/v kết quả chuẩn bị gửi, nhận văn bản điện tử"


def committee_letter(*, signer_name: str, on: date) -> bytes:
    """Return the committee's letter as a PDF with blanks for number and date."""
    content = (
        "Để giảm văn bản giấy, rút ngắn thời gian xử lý và theo dõi được việc thực hiện, Ủy ban "
        "nhân dân tỉnh có ý kiến chỉ đạo như sau:",
        "1. Từ nay các cơ quan có tên tại nơi nhận gửi và nhận công văn thông thường bằng bản điện "
        "tử đã ký số qua trục liên thông, trừ văn bản có nội dung bí mật nhà nước.",
        "2. Văn thư kiểm tra hộp văn bản đến ít nhất hai lần trong ngày, tiếp nhận và vào sổ trong "
        "ngày; văn bản không đạt yêu cầu thì từ chối và nêu rõ lý do.",
        "3. Sở Thông tin và Truyền thông hướng dẫn, theo dõi và báo cáo kết quả bằng văn bản điện "
        "tử trước ngày làm việc thứ năm kể từ ngày nhận công văn này./.",
    )
    return _of_committee(COMMITTEE_SUBJECT, content, signer_name=signer_name, on=on)


def reminder_letter(*, signer_name: str, on: date, about: str) -> bytes:
    """Return the committee's reminder of an earlier letter (its number and notation)."""
    content = (
        f"Thực hiện Công văn số {about}, đến nay một số cơ quan chưa tiếp nhận văn bản. Ủy ban "
        "nhân dân tỉnh đề nghị:",
        "1. Văn thư các cơ quan tiếp nhận, vào sổ ngay trong ngày; văn bản không đạt yêu cầu thì "
        "từ chối và nêu rõ lý do.",
        "2. Sở Thông tin và Truyền thông tổng hợp, báo cáo các cơ quan chưa thực hiện./.",
    )
    return _of_committee(REMINDER_SUBJECT, content, signer_name=signer_name, on=on)


def _of_committee(subject: str, content: tuple[str, ...], *, signer_name: str, on: date) -> bytes:
    return print_letter(
        Letter(
            superior="",
            agency="ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI",
            notation="UBND-TTTH",
            place="Biên Hòa",
            year=on.year,
            subject=subject.removeprefix("V/v "),
            addressees=(
                "Giám đốc các Sở, ban, ngành;",
                "Chủ tịch UBND các huyện, thị xã, thành phố.",
            ),
            content=tuple(Paragraph(text) for text in content),
            signer=Signer(position="PHÓ CHỦ TỊCH", name=signer_name, authority=("KT. CHỦ TỊCH",)),
            recipients=(
                "Như trên;",
                "Chủ tịch, các Phó Chủ tịch UBND tỉnh;",
                "Lưu: VT, TTTH.",
            ),
        )
    )


def answer_letter(
    *,
    agency_name: str,
    notation: str,
    signer_name: str,
    signer_position: str,
    place: str,
    on: date,
    answers: str,
) -> bytes:
    """Return a department's answer as a PDF with blanks for number and date."""
    return print_letter(
        Letter(
            superior="UBND TỈNH ĐỒNG NAI",
            agency=agency_name.upper(),
            notation=notation,
            place=place,
            year=on.year,
            subject=ANSWER_SUBJECT.removeprefix("V/v "),
            addressees=("Ủy ban nhân dân tỉnh Đồng Nai.",),
            content=(
                Paragraph(f"Thực hiện Công văn số {answers}, {agency_name} báo cáo như sau:"),
                Paragraph(
                    "1. Mạng nội bộ và mạng truyền số liệu chuyên dùng đã kết nối tới tất cả các "
                    "phòng; văn thư, lãnh đạo và chuyên viên đã có tài khoản, chứng thư số."
                ),
                Paragraph(
                    "2. Đơn vị đã gửi, nhận thử với các cơ quan trong đợt 1; mọi văn bản gửi đi "
                    "đều có biên nhận kiểm tra được."
                ),
                Paragraph(f"{agency_name} kính báo cáo Ủy ban nhân dân tỉnh xem xét, chỉ đạo./."),
            ),
            signer=Signer(position=signer_position.upper(), name=signer_name),
            recipients=("Như trên;", "Lưu: VT, CNTT."),
        )
    )
