"""What the pages of the work on documents are for, and where their steps are told."""

from collections.abc import Mapping

from lienthong.kernel.wording import noop as _

# By the name of the view; the second value is a place of `topics`.
PAGES: Mapping[str, tuple[str, str]] = {
    "desk:home": (
        _("Mọi việc đang chờ bạn, việc gấp đứng trước. Mở một dòng, hoặc bấm nút trên dòng."),
        "chung#viec",
    ),
    "desk:search": (
        _("Tìm mọi văn bản mà bạn được xem. Gõ ít chữ, có dấu hay không dấu đều được."),
        "chung#tra-cuu",
    ),
    "desk:notices": (
        _("Tin về văn bản của cơ quan mà bạn chưa đọc. Bấm một tin để mở văn bản của nó."),
        "chung#thong-bao",
    ),
    "desk:document": (
        _("Văn bản, trạng thái, việc tiếp theo của bạn. Quá trình cho biết ai đã làm gì, lúc nào."),
        "chung#van-ban",
    ),
    "desk:specimens": (
        _("Mẫu dấu và chữ ký của mọi cơ quan, để so với bản quét. Văn thư giới thiệu mẫu mới."),
        "van-thu#mau-dau",
    ),
    "desk:receipt": (
        _("Chứng minh một việc đã xảy ra lúc nào. Bấm “Kiểm tra lại” để hệ thống tự kiểm tra."),
        "van-thu#bien-nhan",
    ),
    "desk:receipt-item": (
        _("Chứng minh văn bản đã đến một nơi nhận. Tải tệp về thì ai cũng kiểm tra được."),
        "van-thu#bien-nhan",
    ),
    "desk:help": (
        _("Cách làm việc của từng vai trò. Phím ? ở mỗi trang cho biết phím của trang đó."),
        "chung#phim-tat",
    ),
    "desk:help-topic": (
        _("Cách làm từng việc. Mục lục ở đầu trang dẫn tới từng phần."),
        "chung#phim-tat",
    ),
    "registers:awaiting": (
        _("Văn bản đã đến mà chưa vào sổ. Tiếp nhận hoặc từ chối từng văn bản, khẩn đứng trước."),
        "van-thu#tiep-nhan",
    ),
    "registers:receive": (
        _("Vào sổ văn bản giấy, đơn thư: thả bản quét, xem lại các ô, bấm “Vào sổ và nhập tiếp”."),
        "van-thu#ban-giay",
    ),
    "registers:incoming": (
        _("Văn bản đến của cơ quan theo bước xử lý. Lọc theo năm, nơi chủ trì, hạn; tải về Excel."),
        "chuyen-vien#xu-ly",
    ),
    "registers:walk": (
        _("Văn bản đến đang chờ ý kiến, mỗi màn hình một văn bản. Chuyển xong thì hiện bản sau."),
        "lanh-dao#chi-dao",
    ),
    "registers:instruct": (
        _("Ghi ý kiến và giao việc cho một văn bản đến. Chọn đúng một nơi chủ trì."),
        "lanh-dao#giao-them",
    ),
    "registers:books": (
        _("Các sổ của cơ quan. Mỗi năm một sổ đến và một sổ đi."),
        "van-thu#so",
    ),
    "registers:book": (
        _("Các mục của sổ, mới nhất đứng trước. Số đã hủy vẫn giữ chỗ và lý do."),
        "van-thu#so",
    ),
    "registers:book-print": (
        _("Bản in của sổ theo mẫu. Sổ dài cần ít phút để lập; tệp giữ một ngày."),
        "van-thu#so",
    ),
    "issuing:send": (
        _("Gửi một văn bản: chọn tệp, nơi nhận, xem kiểm tra rồi bấm một nút. Lỗi được nói trước."),
        "van-thu#gui",
    ),
    "issuing:change": (
        _("Đề nghị nơi nhận lấy bản mới thay văn bản đã gửi. Xem trước, rồi mỗi nơi trả lời."),
        "van-thu#thay-doi",
    ),
    "issuing:copy-document": (
        _("Sao văn bản đang mở: chọn hình thức, cách sao, người ký duyệt. Lãnh đạo duyệt mới làm."),
        "van-thu#sao",
    ),
    "issuing:copy-paper": (
        _("Sao một văn bản giấy: đưa bản quét vào, ghi văn bản được sao, trình người ký duyệt."),
        "van-thu#sao",
    ),
    "issuing:copy": (
        _("Bản sao đang ở bước nào, việc tiếp theo của bạn: duyệt, lấy số, ký số hoặc in."),
        "van-thu#sao",
    ),
    "issuing:outgoing": (
        _("Văn bản đi của cơ quan, từ dự thảo đến khi mọi nơi nhận trả lời."),
        "van-thu#theo-doi",
    ),
    "issuing:draft": (
        _("Dự thảo đang ở bước nào và việc tiếp theo của bạn. Quá trình cho biết ai đã làm gì."),
        "chuyen-vien#du-thao",
    ),
    "issuing:ask-comments": (
        _("Chọn người hoặc phòng góp ý dự thảo, đến ngày nào. Họ đọc được dự thảo đến khi ký."),
        "chuyen-vien#gop-y",
    ),
    "issuing:comment": (
        _("Đọc dự thảo được hỏi ý kiến rồi ghi ý kiến, hoặc báo đồng ý. Người soạn trả lời."),
        "chuyen-vien#gop-y",
    ),
    "issuing:consultations": (
        _("Các cơ quan được hỏi về dự thảo: nơi nào đã trả lời, ý kiến gì, tiếp thu ra sao."),
        "chuyen-vien#gop-y",
    ),
    "issuing:edit": (
        _("Sửa dự thảo trước khi ký: trích yếu, nơi nhận, tệp. Mỗi lần sửa để lại dấu vết."),
        "chuyen-vien#du-thao",
    ),
    "exchange:tracking": (
        _("Nơi nhận chưa tiếp nhận đúng hạn, xếp theo cơ quan. Mở văn bản để xem từng nơi."),
        "van-thu#theo-doi",
    ),
    "exchange:tracking-of": (
        _("Từng nơi nhận của một văn bản và thời điểm của mỗi bước."),
        "van-thu#theo-doi",
    ),
    "documents:rules": (
        _("Mọi quy định về thời hạn, cách gửi, giá trị pháp lý, có điều khoản và ngày áp dụng."),
        "quan-tri#quy-dinh",
    ),
    "documents:new-rule": (
        _("Thêm quy định của tỉnh về cách gửi: điện tử, bản giấy. Xem trước thay đổi rồi mới ghi."),
        "quan-tri#quy-dinh",
    ),
    "documents:rule": (
        _("Một quy định: phạm vi, ngày áp dụng, ai nhập. Kết thúc được quy định nhập tại đây."),
        "quan-tri#quy-dinh",
    ),
    "inside:list": (
        _("Văn bản của cơ quan ở từng đơn vị. Mở một dòng để ghi kết quả của đơn vị bạn."),
        "chuyen-vien#noi-bo",
    ),
    "inside:give": (
        _("Chuyển văn bản đã phát hành cho thêm đơn vị: để thực hiện hoặc để biết."),
        "van-thu#noi-bo",
    ),
    "casefiles:list": (
        _("Hồ sơ công việc của cơ quan theo năm: đang mở, chưa mở, đã kết thúc, cần nộp lưu."),
        "chuyen-vien#ho-so",
    ),
    "casefiles:new": (
        _("Mở hồ sơ cho một công việc: số và ký hiệu, tiêu đề, thời hạn bảo quản, người giữ."),
        "chuyen-vien#ho-so",
    ),
    "casefiles:change": (
        _("Sửa thông tin hồ sơ khi chưa kết thúc. Đổi người giữ thì người mới làm tiếp."),
        "chuyen-vien#ho-so",
    ),
    "casefiles:one": (
        _("Một hồ sơ với các văn bản theo ngày và quá trình. Đang mở thì thêm bớt được văn bản."),
        "chuyen-vien#ho-so",
    ),
    "portal:clear": (
        _("Đưa một văn bản đã phát hành lên trang công khai, hoặc gỡ xuống. Lãnh đạo quyết định."),
        "van-thu#cong-khai",
    ),
    "casefiles:put-document": (
        _("Đưa văn bản vào một hồ sơ đang mở. Một văn bản nằm được trong nhiều hồ sơ."),
        "chuyen-vien#ho-so",
    ),
    "casefiles:close": (
        _("Xem lại rồi kết thúc hồ sơ. Hệ thống lập mục lục; sau đó không thêm bớt văn bản."),
        "chuyen-vien#nop-luu",
    ),
    "casefiles:deposits": (
        _("Các lần nộp hồ sơ vào lưu trữ cơ quan, và lưu trữ đã trả lời thế nào."),
        "chuyen-vien#nop-luu",
    ),
    "casefiles:offer": (
        _("Chọn hồ sơ đã kết thúc để nộp vào lưu trữ cơ quan, gần hạn đứng trước."),
        "chuyen-vien#nop-luu",
    ),
    "casefiles:deposit": (
        _("Một lần nộp lưu. Văn thư kiểm tra rồi nhận, hoặc chưa nhận và ghi lý do."),
        "chuyen-vien#nop-luu",
    ),
    "exchange:papers": (
        _("Bản giấy cần gửi, đang đi và sắp đến. Đánh dấu các dòng rồi ghi ngày, cách gửi."),
        "van-thu#ban-giay",
    ),
    "exchange:papers-of": (
        _("Bản giấy của một văn bản tới từng nơi nhận. Ghi nơi đã gửi; ghi nhầm thì bỏ ghi."),
        "van-thu#ban-giay",
    ),
    "exchange:answer": (
        _("Bên gửi đề nghị trả lại văn bản. Đồng ý, hoặc không đồng ý và ghi lý do."),
        "van-thu#thu-hoi",
    ),
    "mailboxes:letters": (
        _("Thư đến hộp thư công vụ của cơ quan. Mở một thư để vào sổ hoặc để sang một bên."),
        "van-thu#tiep-nhan",
    ),
    "mailboxes:letter": (
        _("Một thư: ai gửi, tệp gì, giá trị ra sao. “Vào sổ” điền sẵn biểu mẫu từ thư."),
        "van-thu#tiep-nhan",
    ),
}
