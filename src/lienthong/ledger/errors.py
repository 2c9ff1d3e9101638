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


class ReceiptKindUnknown(Invalid):
    code = "ledger.receipt-kind-unknown"
    sentence = _("Không có loại biên nhận “%(kind)s”.")
    cause = _("Biên nhận chỉ có các loại: gửi, đến, tiếp nhận, từ chối.")
    next_step = _("Chọn một trong các loại biên nhận đó.")


class KeyLost(Conflict):
    code = "ledger.key-lost"
    sentence = _("Không có tệp khóa ký sổ cái, dù sổ cái đã từng được ký.")
    cause = _("Tạo khóa mới một cách lặng lẽ sẽ làm các biên nhận đã cấp không kiểm tra được.")
    next_step = _(
        "Đặt lại tệp keys/ledger.pem từ nơi cất giữ riêng. Nếu khóa mất hẳn: lienthong ledger "
        "newkey, rồi mở kỳ sổ mới."
    )


class KeyIsThere(Conflict):
    code = "ledger.key-there"
    sentence = _("Khóa ký sổ cái vẫn còn; không tạo khóa khác.")
    cause = _("Chỉ thay khóa khi tệp keys/ledger.pem đã mất và không còn bản cất giữ.")
    next_step = _("Giữ nguyên khóa đang có và tiếp tục làm việc.")


class KeyNotPublic(Invalid):
    code = "ledger.key-not-public"
    sentence = _("Tệp này không phải khóa công khai của sổ cái.")
    cause = _("Cần tệp khoa-cong-khai.pem đã công bố: khóa công khai Ed25519 dạng PEM.")
    next_step = _("Lấy tệp đó từ trang sổ cái đã lưu, từ một gói bằng chứng hoặc từ nơi theo dõi.")


class KeyOfAnother(Conflict):
    code = "ledger.key-of-another"
    sentence = _("Đầu sổ mới nhất ở đây không do khóa này ký.")
    cause = _("Tệp là khóa công khai của hệ thống khác, hoặc thiếu khóa đã ký gần đây nhất.")
    next_step = _("Tìm tệp khoa-cong-khai.pem của chính hệ thống này, bản mới nhất.")


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


class HeadNotPublished(NotFound):
    code = "ledger.head-not-published"
    sentence = _("Không có đầu sổ gồm %(size)s bản ghi đã công bố trong kỳ %(epoch)s.")
    cause = _("Chỉ đầu sổ đã công bố mới dùng được để đối chiếu.")
    next_step = _("Chọn một đầu sổ trong danh sách ở trang Sổ cái.")


class HeadsNotInOrder(Invalid):
    code = "ledger.heads-not-in-order"
    sentence = _("Đầu sổ thứ nhất phải nhỏ hơn hoặc bằng đầu sổ thứ hai.")
    cause = _("Chỉ chứng minh được rằng sổ lớn hơn nối tiếp sổ nhỏ hơn trong cùng một kỳ.")
    next_step = _("Đổi chỗ hai đầu sổ rồi hỏi lại.")


class NotPlacedYet(Conflict):
    code = "ledger.not-placed-yet"
    sentence = _("Bản ghi này chưa nằm trong đầu sổ nào đã công bố.")
    cause = _("Đầu sổ được công bố theo từng khoảng thời gian.")
    next_step = _("Hỏi lại sau khi có đầu sổ mới ở trang Sổ cái.")


class HeadNotOurs(Invalid):
    code = "ledger.head-not-ours"
    sentence = _("Đầu sổ đưa vào không đọc được hoặc không do khóa của hệ thống này ký.")
    cause = _("Chỉ đầu sổ do chính sổ cái này ký mới ràng buộc được nó.")
    next_step = _("Lấy lại tệp đầu sổ từ nơi đã công bố rồi chạy lại lệnh.")


class LedgerHeld(Conflict):
    code = "ledger.held"
    sentence = _("Sổ cái đang dừng: có đầu sổ đã công bố mà dữ liệu hiện nay không dẫn tới.")
    cause = _("Dữ liệu được khôi phục về trước lúc công bố, hoặc đã bị thay.")
    next_step = _("Chạy “lienthong ledger epoch” với đầu sổ đó để mở kỳ sổ mới.")


class NotVouched(Invalid):
    code = "ledger.not-vouched"
    sentence = _("Tệp %(file)s không có chữ ký đúng của bản cài này.")
    cause = _("Tệp đã bị sửa hoặc thay, hoặc do một bản cài có khóa khác ghi.")
    next_step = _("Không dùng tệp này; lấy lại bản gốc, hoặc dùng đúng khóa của bản cài đã ghi nó.")


class KeptHeadUnreadable(Conflict):
    code = "ledger.kept-head-unreadable"
    sentence = _("Đầu sổ lưu cạnh khóa ký không đọc được, nên sổ cái không ký tiếp.")
    cause = _("Tệp keys/ledger.head.json bị sửa, bị cắt, hoặc không do khóa của hệ thống này ký.")
    next_step = _(
        "Chạy “lienthong ledger audit” và đối chiếu với đầu sổ mà người làm chứng giữ, rồi đặt"
        " tệp đầu sổ đó vào thay."
    )


class ReasonMissing(Invalid):
    code = "ledger.reason-missing"
    sentence = _("Cần ghi lý do.")
    cause = _("Việc xóa giá trị và việc mở kỳ sổ mới phải nêu lý do để đối chiếu về sau.")
    next_step = _("Nhập lý do rồi thực hiện lại.")


class AskedTooOften(Conflict):
    code = "ledger.asked-too-often"
    status = 429
    sentence = _("Hỏi quá nhiều lần trong một phút.")
    cause = _("Mỗi địa chỉ được hỏi 300 lần trong một phút.")
    next_step = _("Đợi %(retry_after)s giây rồi hỏi lại, hoặc tải các đầu sổ một lần.")
