"""What clerks do."""

from lienthong.desk.web.help.types import Section, Topic
from lienthong.kernel.wording import noop as _

CLERK = Topic(
    slug="van-thu",
    title=_("Việc của văn thư"),
    words=_("Tiếp nhận, vào sổ, phát hành, theo dõi và giữ sổ của cơ quan."),
    right="registers.accept",
    sections=(
        Section(
            "tiep-nhan",
            _("Tiếp nhận văn bản đến"),
            _("Tiếp nhận là lấy số đến và vào sổ trong một bước; bên gửi biết ngay."),
            (
                _("Mở “Văn bản đến”, mục “Chờ tiếp nhận”: danh sách bên trái, văn bản bên phải."),
                _("Đọc nội dung và dòng giá trị pháp lý phía trên văn bản."),
                _("Bấm t để tiếp nhận; hệ thống lấy số tiếp theo và chuyển sang văn bản kế tiếp."),
            ),
        ),
        Section(
            "ban-giay",
            _("Vào sổ văn bản giấy, đơn thư"),
            _("Văn bản giấy và văn bản điện tử vào cùng một sổ, mỗi văn bản một số."),
            (
                _("Mở “Văn bản đến”, bấm v. Thả bản quét; ô có vạch vàng được đọc từ tệp."),
                _("Không quét thì để trống phần tệp: hệ thống lập phiếu thay bản giấy."),
                _("Bấm “Vào sổ và nhập tiếp”, ghi số đến hiện ra vào dấu “Đến” trên bản giấy."),
                _("Văn bản đã vào sổ hoặc đang chờ tiếp nhận thì trang báo trước, có đường dẫn."),
                _("Nhầm thì mở văn bản, bấm “Hủy số và nhập lại…”; số cũ còn trong sổ với lý do."),
            ),
        ),
        Section(
            "mau-dau",
            _("So mẫu dấu, mẫu chữ ký"),
            _("Bản quét không có chữ ký số: mẫu của nơi gửi hiện cạnh trang để so bằng mắt."),
            (
                _("Mẫu của ngày văn bản đứng trước; mẫu đã thôi dùng hoặc chưa dùng có nhãn."),
                _("“Mẫu dấu, chữ ký” có mẫu của mọi cơ quan; tìm theo cơ quan hoặc người ký."),
                _("Khi cơ quan đổi dấu hoặc người ký, bấm “Giới thiệu mẫu mới” và ghi thông báo."),
                _("Mẫu không dùng nữa thì bấm “Thôi dùng”, ghi ngày và lý do; mọi nơi được báo."),
            ),
        ),
        Section(
            "tu-choi",
            _("Từ chối tiếp nhận"),
            _("Văn bản gửi nhầm, trùng, thiếu phụ lục hoặc có chữ ký không hợp lệ thì trả lại."),
            (
                _("Bấm x, chọn hoặc ghi lý do. Bên gửi đọc đúng câu bạn ghi."),
                _("Văn bản từ chối vẫn nằm ở mục “Đã từ chối” cùng lý do và biên nhận."),
            ),
        ),
        Section(
            "gui",
            _("Gửi văn bản"),
            _("Một trang có ba khối: văn bản, nơi nhận, kiểm tra. Kiểm tra nói trước mọi lỗi."),
            (
                _("Bấm n, thả tệp PDF vào khối 1. Ô có vạch vàng được đọc từ tệp, hãy xem lại."),
                _("Khối 2: gõ hai chữ tên cơ quan hoặc nhóm, chọn vai trò của từng nơi."),
                _("Danh sách dài thì dán cả mục Nơi nhận vào ô: mỗi dòng thành một nơi nhận."),
                _("Khối 3 không còn dòng “không đạt” thì bấm s."),
                _("Tệp chưa ký được trình người ký; tệp đã hoàn chỉnh được phát hành ngay."),
            ),
        ),
        Section(
            "phat-hanh",
            _("Lấy số, đóng dấu, gửi đi"),
            _("Văn bản lãnh đạo đã ký chờ ở “Việc cần làm”; một nút làm cả ba bước."),
            (
                _("Mở dự thảo, xem lại nơi nhận, bấm s."),
                _("Bước nào hỏng thì các bước trước vẫn giữ; bấm lại để làm tiếp."),
                _("Số đã lấy mà không phát hành thì hủy số và ghi lý do; số vẫn nằm trong sổ."),
            ),
        ),
        Section(
            "theo-doi",
            _("Theo dõi nơi nhận"),
            _("Trang của văn bản cho thấy từng nơi đã đến, tiếp nhận, xử lý, hoàn thành lúc nào."),
            (
                _("“Theo dõi phát hành” xếp các nơi chưa tiếp nhận đúng hạn theo cơ quan."),
                _("Nơi từ chối thì đọc lý do, sửa, rồi bấm “Gửi lại” ở dòng của nơi đó."),
            ),
        ),
        Section(
            "ban-giay",
            _("Bản giấy gửi kèm"),
            _("Có quy định yêu cầu gửi cả bản giấy; văn bản điện tử vẫn xử lý ngay, không chờ."),
            (
                _("Bên gửi: mở “Bản giấy gửi kèm”, đánh dấu các dòng, ghi ngày và cách gửi."),
                _("Gửi bưu điện thì ghi số hiệu bưu gửi; ghi nhầm thì bấm “Bỏ ghi” rồi ghi lại."),
                _("Bên nhận: mở văn bản, ghi ngày nhận rồi bấm “Ghi đã nhận bản giấy”."),
            ),
        ),
        Section(
            "noi-bo",
            _("Chuyển văn bản trong cơ quan"),
            _("Phòng, ban của cơ quan đứng trong Nơi nhận như mọi nơi nhận, và có văn bản ngay."),
            (
                _("Gõ tên phòng ở Nơi nhận, chọn “đơn vị trong cơ quan”, phát hành như thường."),
                _("Đã phát hành thì mở văn bản, bấm “Chuyển trong cơ quan…”, đánh dấu đơn vị."),
            ),
        ),
        Section(
            "thu-hoi",
            _("Thu hồi, và trả lời thu hồi"),
            _("Thu hồi là đề nghị: từng nơi nhận đồng ý hoặc không, dấu vết hai bên vẫn giữ."),
            (
                _("Bên gửi: mở văn bản, bấm “Thu hồi”, chọn nơi nhận, ghi lý do."),
                _("Bên nhận: mở văn bản, “Đồng ý trả lại” hoặc “Không đồng ý” kèm lý do."),
                _("Đồng ý thì giữ số, mục trong sổ và biên nhận, không còn giữ nội dung."),
            ),
        ),
        Section(
            "thay-doi",
            _("Cập nhật, thay thế, và trả lời"),
            _("Bản mới được đề nghị; bản đang có vẫn có hiệu lực cho đến khi nơi nhận đồng ý."),
            (
                _("Bên gửi: mở văn bản, bấm “Cập nhật…” (giữ số) hoặc “Thay thế…” (số mới)."),
                _("Chọn tệp hoặc phụ lục mới, nơi nhận, ghi lý do; xem trước rồi bấm s để gửi."),
                _("Bên nhận: đối chiếu hai bản, “Đồng ý nhận bản mới” hoặc “Không đồng ý”."),
                _("Đồng ý thì giữ số đến, việc chuyển sang bản mới, bản cũ vẫn xem được."),
            ),
        ),
        Section(
            "sao",
            _("Sao y, sao lục, trích sao"),
            _("Bản sao có số riêng trong sổ bản sao và có giá trị như bản chính."),
            (
                _("Mở văn bản, bấm “Sao văn bản…”; bản giấy: “Văn bản đi”, “Sao văn bản giấy”."),
                _("Sao từ giấy cần bản quét màu, từ 200 dpi; trích sao cần tệp trích đủ thể thức."),
                _("Duyệt rồi thì bấm s: bản điện tử được lấy số, ký số của cơ quan, gửi đi."),
                _("Bản giấy: lấy số, in, ký tay, đóng dấu, bấm “Đã ký, đóng dấu bản giấy”."),
            ),
        ),
        Section(
            "so",
            _("Sổ đăng ký"),
            _("Mỗi năm một sổ đến, một sổ đi; không có số nào trống."),
            (
                _("Mở “Sổ đăng ký”, chọn sổ, bấm p để in theo mẫu Nghị định 30/2020/NĐ-CP."),
                _("Sổ dài cần ít phút để lập; trang cho biết đã lập đến đâu và giữ tệp một ngày."),
            ),
        ),
        Section(
            "so-lieu",
            _("Số liệu hằng tháng"),
            _("Đếm từ sổ, chốt khi hết ngày 30; con số nào cũng mở ra các văn bản của nó."),
            (
                _("Mở “Số liệu”, chọn tháng; bấm một con số để xem văn bản."),
                _("Chốt rồi thì xem lại, bấm “Xác nhận số liệu” trước hạn; quá hạn bị tính 0 %."),
                _("Thấy sai thì ghi số nào, vì sao, bấm “Có ý kiến”."),
            ),
        ),
        Section(
            "cong-khai",
            _("Công khai văn bản"),
            _("Văn bản cơ quan đã phát hành, ai cũng đọc và tải được; lãnh đạo quyết định."),
            (
                _("Trên trang văn bản đã phát hành, bấm “Công khai…”, ghi lĩnh vực và hiệu lực."),
                _("Xem lại tệp: dữ liệu cá nhân, phạm vi lưu hành. Bấm “Trình lãnh đạo”."),
                _("Cần gỡ thì mở lại trang đó, bấm “Gỡ xuống” và ghi lý do; mọi người thấy lý do."),
            ),
        ),
        Section(
            "bien-nhan",
            _("Biên nhận"),
            _("Biên nhận chứng minh văn bản đã gửi, đã đến, đã tiếp nhận; ai cũng kiểm tra được."),
            (
                _("Trên trang văn bản, bấm số màu xanh ở “Quá trình”."),
                _("Tải tệp JSON để kiểm tra bằng máy, hoặc tờ PDF để in."),
            ),
        ),
    ),
)
