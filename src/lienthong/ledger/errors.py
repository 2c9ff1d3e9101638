"""What the ledger turns down."""

from lienthong.kernel.refusals import Conflict, Invalid, NotFound
from lienthong.kernel.wording import noop as _


class RecordUnknown(NotFound):
    code = "ledger.record-unknown"
    sentence = _("Không tìm thấy bản ghi này trong sổ cái.")
    cause = _("Mã bản ghi không có, hoặc việc được ghi đã không hoàn tất.")
    next_step = _("Mở lại văn bản và lấy biên nhận từ trang của văn bản đó.")


class ItemUnknown(NotFound):
    code = "ledger.item-unknown"
    sentence = _("Bản ghi không có phần dành cho nơi nhận này.")
    cause = _("Biên nhận được hỏi cho một nơi nhận không thuộc lượt gửi đã ghi.")
    next_step = _("Chọn lại nơi nhận trong danh sách của lượt gửi.")


class NameNotCommitted(Invalid):
    code = "ledger.name-not-committed"
    sentence = _("Bản ghi không có trường “%(name)s” để công khai trong biên nhận.")
    cause = _("Chỉ những trường đã được cam kết khi ghi mới có thể mở ra sau này.")
    next_step = _("Bỏ trường này khỏi yêu cầu rồi lấy lại biên nhận.")


class ValueErased(Conflict):
    code = "ledger.value-erased"
    sentence = _("Nội dung của trường “%(name)s” đã bị xóa theo quy định.")
    cause = _("Giá trị rõ và muối của trường đã được xóa; cam kết trong sổ cái vẫn còn.")
    next_step = _("Lấy biên nhận không có trường này; bằng chứng về thời điểm vẫn còn nguyên.")


class ReceiptKindUnknown(Invalid):
    code = "ledger.receipt-kind-unknown"
    sentence = _("Không có loại biên nhận “%(kind)s”.")
    cause = _("Biên nhận chỉ có các loại: gửi, đến, tiếp nhận, từ chối.")
    next_step = _("Chọn một trong các loại biên nhận đó.")


class KeyLost(Conflict):
    code = "ledger.key-lost"
    sentence = _("Không có tệp khóa ký sổ cái, dù sổ cái đã từng được ký.")
    cause = _("Tạo khóa mới một cách lặng lẽ sẽ làm các biên nhận đã cấp không kiểm tra được.")
    next_step = _("Khôi phục tệp keys/ledger.pem từ bản sao lưu.")


class LedgerBroken(Conflict):
    code = "ledger.broken"
    sentence = _("Sổ cái không nối tiếp được: số liệu đã lưu mâu thuẫn nhau (%(what)s).")
    cause = _("Bảng của sổ cái bị sửa từ bên ngoài hoặc bản sao lưu được khôi phục không trọn vẹn.")
    next_step = _("Dừng ghi và đối chiếu với bản sao lưu trước khi mở kỳ sổ mới.")


class NothingLost(Invalid):
    code = "ledger.nothing-lost"
    sentence = _("Chưa cần mở kỳ sổ mới: sổ cái đang có %(kept)s bản ghi, không ngắn hơn đầu sổ.")
    cause = _("Kỳ sổ mới chỉ mở khi dữ liệu khôi phục ngắn hơn một đầu sổ đã công bố.")
    next_step = _("Kiểm tra lại đầu sổ đã công bố rồi tiếp tục ghi vào kỳ hiện tại.")


class InstallationChanged(Conflict):
    code = "ledger.installation-changed"
    sentence = _("Sổ cái thuộc hệ thống “%(ledger)s”, nhưng cấu hình ghi “%(configured)s”.")
    cause = _("Tên hệ thống nằm trong mọi bản ghi và không bao giờ được đổi.")
    next_step = _("Đặt lại LIENTHONG_INSTALLATION như cũ.")
