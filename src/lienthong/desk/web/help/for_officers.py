"""What officers do."""

from lienthong.desk.web.help.types import Section, Topic
from lienthong.kernel.wording import noop as _

OFFICER = Topic(
    slug="chuyen-vien",
    title=_("Việc của chuyên viên"),
    words=_("Xử lý việc được giao, soạn văn bản trả lời, báo hoàn thành."),
    right="registers.finish",
    sections=(
        Section(
            "xu-ly",
            _("Xử lý việc được giao"),
            _("Việc của bạn và của đơn vị nằm ở “Việc cần làm”, việc gấp đứng trước."),
            (
                _("Mở văn bản, đọc ý kiến chỉ đạo ở “Quá trình”."),
                _("Bấm b khi bắt đầu; bên gửi thấy “đang xử lý”."),
            ),
        ),
        Section(
            "tra-loi",
            _("Soạn văn bản trả lời"),
            _("Soạn từ văn bản đến thì nơi nhận và quan hệ trả lời được điền sẵn."),
            (
                _("Mở văn bản đến, bấm r, thả tệp PDF, chọn người ký, bấm s để trình."),
                _("Bị trả lại thì bấm “Sửa dự thảo”: đổi tệp, trích yếu, nơi nhận rồi trình lại."),
            ),
        ),
        Section(
            "hoan-thanh",
            _("Báo hoàn thành"),
            _("Kết quả được báo cho lãnh đạo; khi nơi chủ trì xong, bên gửi biết ngay."),
            (
                _("Văn bản trả lời đã phát hành thì bấm h: hoàn thành bằng chính văn bản đó."),
                _("Không có văn bản trả lời thì bấm h và ghi kết quả ngắn gọn."),
            ),
        ),
        Section(
            "du-thao",
            _("Sửa hoặc rút dự thảo"),
            _("Trước khi ký, dự thảo sửa được; mỗi lần sửa để lại một dòng ở “Quá trình”."),
            (
                _("Mở dự thảo, bấm e để sửa. Đang chờ ký mà sửa thì dự thảo trở về người soạn."),
                _("Người soạn hoặc lãnh đạo rút được dự thảo, có ghi lý do."),
            ),
        ),
    ),
)
