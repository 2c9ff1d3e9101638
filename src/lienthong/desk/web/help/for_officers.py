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
            "noi-bo",
            _("Văn bản nội bộ"),
            _("Văn bản của cơ quan chuyển cho đơn vị bạn nằm ở “Việc cần làm” và ở “Nội bộ”."),
            (
                _("Để thực hiện: mở ra, ghi kết quả, bấm “Đã xong”. Để biết: bấm “Đã xem”."),
                _("Một người của đơn vị ghi là đủ; nơi chuyển thấy ai đã ghi, lúc nào."),
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
        Section(
            "gop-y",
            _("Lấy ý kiến và góp ý dự thảo"),
            _("Trước khi ký, người soạn hỏi ý kiến người và phòng trong cơ quan."),
            (
                _("Ở dự thảo bấm “Xin ý kiến góp ý”, chọn người, phòng, ngày, điều cần góp ý."),
                _("Người được hỏi thấy ở “Việc cần làm”; gửi ý kiến hoặc báo đồng ý."),
                _("“Lấy ý kiến cơ quan khác” mở trang gửi với dự thảo kèm theo; ghi hạn trả lời."),
                _("Người soạn trả lời từng ý: tiếp thu, hoặc không tiếp thu và vì sao."),
            ),
        ),
        Section(
            "ho-so",
            _("Lập hồ sơ công việc"),
            _("Văn bản của một việc nằm chung một hồ sơ, có số và ký hiệu trong danh mục của năm."),
            (
                _("Mở “Hồ sơ”, chọn hồ sơ chưa mở của danh mục, hoặc “Mở hồ sơ mới”."),
                _("Ở trang văn bản bấm “Đưa vào hồ sơ…”; ở trang hồ sơ thì tìm bằng số đến."),
                _("Hồ sơ không thêm quyền xem: văn bản không được xem chỉ hiện một dòng báo có."),
            ),
        ),
        Section(
            "nop-luu",
            _("Kết thúc hồ sơ, nộp lưu"),
            _("Xong việc thì kết thúc; hồ sơ bảo quản từ 05 năm nộp vào lưu trữ trong 01 năm."),
            (
                _("Bấm “Kết thúc hồ sơ…”, ghi ngày xong việc; in hoặc tải mục lục văn bản."),
                _("Bấm “Nộp lưu…”, đánh dấu hồ sơ. Văn thư nhận, hoặc chưa nhận và ghi lý do."),
                _("Còn cần dùng thì lãnh đạo cho giữ lại, nhiều nhất 02 năm."),
            ),
        ),
    ),
)
