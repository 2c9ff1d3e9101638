"""Why a file is not taken as a PDF."""

from lienthong.kernel.refusals import Invalid
from lienthong.kernel.wording import noop as _


class NotAPdf(Invalid):
    code = "pdf.not-a-pdf"
    sentence = _("Tệp này không phải là PDF.")
    cause = _("Nội dung của tệp không bắt đầu như một tệp PDF, dù tên tệp có thể ghi khác.")
    next_step = _("Xuất văn bản ra định dạng PDF từ phần mềm soạn thảo rồi chọn lại tệp.")


class EmptyFile(Invalid):
    code = "pdf.empty"
    sentence = _("Tệp này trống.")
    cause = _("Tệp không có nội dung nào, thường do việc sao chép hoặc tải lên bị ngắt.")
    next_step = _("Mở tệp trên máy để kiểm tra rồi chọn lại tệp.")


class TruncatedPdf(Invalid):
    code = "pdf.truncated"
    sentence = _("Tệp PDF này bị cụt ở cuối.")
    cause = _("Phần kết thúc bắt buộc của tệp PDF không còn, thường do việc chép bị ngắt.")
    next_step = _("Lấy lại tệp từ nơi tạo ra và gửi lại toàn bộ.")


class EncryptedPdf(Invalid):
    code = "pdf.encrypted"
    sentence = _("Tệp PDF này được bảo vệ bằng mật khẩu hoặc bị mã hóa.")
    cause = _("Nơi nhận phải mở được văn bản mà không cần mật khẩu.")
    next_step = _("Bỏ mật khẩu và các hạn chế của tệp rồi chọn lại tệp.")


class UnreadablePdf(Invalid):
    code = "pdf.unreadable"
    sentence = _("Không đọc được tệp PDF này.")
    cause = _("Cấu trúc của tệp bị hỏng hoặc không có trang nào.")
    next_step = _("Tạo lại tệp PDF từ bản gốc rồi chọn lại tệp.")


class ActiveContent(Invalid):
    code = "pdf.active-content"
    sentence = _("Tệp PDF này có nội dung tự chạy: %(kinds)s.")
    cause = _("Văn bản gửi đi không được mang mã lệnh, vì có thể gây hại cho máy của nơi nhận.")
    next_step = _("In văn bản ra một tệp PDF mới, không có mã lệnh, rồi chọn lại tệp.")


class TooManyPages(Invalid):
    code = "pdf.too-many-pages"
    sentence = _("Tệp PDF này có %(pages)s trang, nhiều hơn mức %(limit)s trang.")
    cause = _("Tệp quá dài làm chậm việc gửi, nhận của mọi cơ quan.")
    next_step = _("Tách phần phụ lục thành các tệp riêng.")


class TooLarge(Invalid):
    code = "pdf.too-large"
    sentence = _("Tệp PDF này quá lớn hoặc quá phức tạp.")
    cause = _("Dung lượng hoặc số đối tượng trong tệp vượt mức cho phép.")
    next_step = _("Giảm dung lượng hình ảnh hoặc tách tệp, rồi chọn lại.")


class TooHard(Invalid):
    code = "pdf.too-hard"
    sentence = _("Không kiểm tra được tệp PDF này.")
    cause = _("Phần mềm đọc tệp đã dừng, hoặc cần quá nhiều thời gian hay bộ nhớ để đọc.")
    next_step = _("In văn bản ra một tệp PDF mới từ phần mềm soạn thảo rồi chọn lại.")
