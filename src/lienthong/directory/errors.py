"""What the directory refuses, each with the reason and the next step."""

from lienthong.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound
from lienthong.kernel.wording import noop as _


class UnknownAgency(NotFound):
    code = "directory.unknown-agency"
    sentence = _("Không tìm thấy cơ quan “%(agency)s” trong danh bạ.")
    cause = _("Mã hoặc tên này chưa được khai báo.")
    next_step = _("Kiểm tra lại mã, hoặc đề nghị quản trị danh bạ bổ sung cơ quan.")


class UnknownUnit(NotFound):
    code = "directory.unknown-unit"
    sentence = _("Không tìm thấy đơn vị này trong cơ quan đã chọn.")
    cause = _("Đơn vị chưa được khai báo hoặc thuộc cơ quan khác.")
    next_step = _("Chọn một đơn vị của chính cơ quan đó.")


class UnknownPerson(NotFound):
    code = "directory.unknown-person"
    sentence = _("Không tìm thấy người này trong danh bạ.")
    cause = _("Người này chưa được khai báo.")
    next_step = _("Khai báo người này trước khi giao vị trí công tác.")


class UnknownPost(NotFound):
    code = "directory.unknown-post"
    sentence = _("Không tìm thấy vị trí công tác này.")
    cause = _("Vị trí chưa được khai báo, hoặc không còn hiệu lực.")
    next_step = _("Tải lại danh sách vị trí và chọn lại.")


class UnknownGroup(NotFound):
    code = "directory.unknown-group"
    sentence = _("Không tìm thấy nhóm nơi nhận “%(group)s”.")
    cause = _("Nhóm này chưa được định nghĩa.")
    next_step = _("Chọn nhóm có trong danh bạ, hoặc chọn từng cơ quan.")


class SourceMissing(Invalid):
    code = "directory.source-missing"
    sentence = _("Chưa ghi văn bản quyết định.")
    cause = _("Ngày nghỉ, ngày làm bù làm thay đổi mọi thời hạn nên phải có căn cứ.")
    next_step = _("Ghi số, ký hiệu của văn bản, ví dụ 15/QĐ-UBND.")


class NameMissing(Invalid):
    code = "directory.name-missing"
    sentence = _("Chưa có tên.")
    cause = _("Mỗi cơ quan, đơn vị, người và nhóm phải có tên đọc được.")
    next_step = _("Nhập tên đầy đủ.")


class EnteredOtherwise(Conflict):
    """The key of a form stands for another person or post already."""

    code = "directory.entered-otherwise"
    sentence = _("Biểu mẫu này đã được gửi một lần với nội dung khác.")
    cause = _("Mỗi lần mở biểu mẫu chỉ gửi được một nội dung, để bấm hai lần không thành hai việc.")
    next_step = _("Mở lại trang rồi điền lại.")


class NameTooLong(Invalid):
    code = "directory.name-too-long"
    sentence = _("“%(text)s…” dài quá %(longest)s ký tự.")
    cause = _("Ô này chỉ nhận tối đa %(longest)s ký tự.")
    next_step = _("Rút gọn rồi nhập lại.")


class CodeShape(Invalid):
    code = "directory.code-shape"
    sentence = _("Mã định danh “%(code)s” không đúng dạng.")
    cause = _(
        "Mã theo Quyết định 20/2020/QĐ-TTg chỉ gồm chữ A–Z, số và dấu chấm, tối đa 35 ký tự "
        "(ví dụ H19.5); mã theo QCVN 102:2016 có các nhóm 3-2-2-3 ký tự (ví dụ 000.00.05.H19)."
    )
    next_step = _("Nhập lại mã theo một trong hai dạng này.")


class CodeTaken(Conflict):
    code = "directory.code-taken"
    sentence = _("Mã “%(code)s” đã được cấp cho “%(agency)s”.")
    cause = _("Một mã chỉ chỉ đến một cơ quan, kể cả khi mã không còn dùng.")
    next_step = _("Dùng mã khác, hoặc sửa thông tin của cơ quan đang có mã này.")


class StillInside(Conflict):
    """facts: `agency`."""

    code = "directory.still-inside"
    sentence = _("“%(agency)s” đang làm việc trong hệ thống này.")
    cause = _("Cơ quan đã tham gia, sắp tham gia, hoặc có người giữ vị trí thì nhận ngay tại đây.")
    next_step = _("Gửi như với mọi cơ quan; chưa gửi được thì xem trang Lộ trình tham gia.")


class DatesOutOfOrder(Invalid):
    code = "directory.dates-out-of-order"
    sentence = _("Ngày kết thúc %(end)s trước ngày bắt đầu %(start)s.")
    cause = _("Thời gian hiệu lực phải bắt đầu trước khi kết thúc.")
    next_step = _("Sửa một trong hai ngày.")


class EmailTaken(Conflict):
    code = "directory.email-taken"
    sentence = _("Thư công vụ “%(email)s” đã được khai báo cho người khác.")
    cause = _("Mỗi người có thư công vụ riêng.")
    next_step = _("Kiểm tra lại địa chỉ, hoặc chọn người đã có trong danh bạ.")


class FreeMail(Invalid):
    """facts: `email`, `domains`."""

    code = "directory.free-mail"
    sentence = _("“%(email)s” không phải hộp thư công vụ.")
    cause = _(
        "Thư miễn phí (Gmail, Yahoo, Hotmail, Outlook…) không dùng cho việc công; hộp thư công vụ "
        "có tên miền của cơ quan nhà nước%(domains)s."
    )
    next_step = _("Nhập hộp thư do đơn vị quản lý thư công vụ cấp, hoặc để trống.")


class PostOverlaps(Conflict):
    code = "directory.post-overlaps"
    sentence = _("%(person)s đã giữ vai trò này tại cơ quan trong thời gian đó.")
    cause = _("Hai vị trí cùng vai trò, cùng đơn vị của một người không được trùng thời gian.")
    next_step = _("Kết thúc vị trí cũ trước, hoặc chọn ngày bắt đầu khác.")


class ParticipationDiffers(Conflict):
    code = "directory.participation-differs"
    sentence = _("Cơ quan đã tham gia từ ngày %(starts_on)s với điều kiện khác.")
    cause = _("Mỗi ngày bắt đầu chỉ có một bộ điều kiện tham gia.")
    next_step = _("Ghi điều kiện mới với ngày bắt đầu khác; từ ngày đó điều kiện cũ hết hiệu lực.")


class GroupTaken(Conflict):
    code = "directory.group-taken"
    sentence = _("Tên nhóm “%(group)s” đã được dùng cho một nhóm khác.")
    cause = _("Tên nhóm nơi nhận là duy nhất, không phân biệt dấu.")
    next_step = _("Đặt tên khác cho nhóm mới.")


class GroupEmpty(Invalid):
    code = "directory.group-empty"
    sentence = _("Nhóm “%(group)s” không chọn cơ quan nào.")
    cause = _("Một nhóm cần cấp, loại cơ quan hoặc danh sách thành viên.")
    next_step = _("Chọn ít nhất một cấp, một loại hoặc một cơ quan.")


class SuccessorMissing(Invalid):
    code = "directory.successor-missing"
    sentence = _("Chưa chọn đúng cơ quan kế tục của “%(agency)s”.")
    cause = _(
        "Sáp nhập có một cơ quan kế tục, chia tách có từ hai; cơ quan kế tục phải còn hoạt động "
        "và không phải chính cơ quan kết thúc."
    )
    next_step = _("Chọn lại cơ quan kế tục.")


class AgencyClosed(Conflict):
    code = "directory.agency-closed"
    sentence = _("“%(agency)s” đã kết thúc hoạt động từ ngày %(closed_on)s.")
    cause = _("Cơ quan đã sáp nhập, chia tách hoặc giải thể.")
    next_step = _("Chọn cơ quan kế tục.")


class YearNotKnown(Invalid):
    code = "directory.year-not-known"
    sentence = _("Không có lịch nghỉ lễ của năm %(year)s.")
    cause = _("Lịch kèm theo sản phẩm chỉ có các năm từ 1976 đến 2100.")
    next_step = _("Nhập từng ngày nghỉ của năm đó.")


class NotBelowYou(NotAllowed):
    code = "directory.not-below-you"
    sentence = _("Bạn không quản trị các cơ quan này: %(names)s.")
    cause = _("Quản trị cơ quan chỉ thay đổi được các đơn vị bên dưới cơ quan của mình.")
    next_step = _("Chọn đơn vị trực thuộc, hoặc đề nghị quản trị hệ thống.")


class ImportEmpty(Invalid):
    code = "directory.import-empty"
    sentence = _("Tệp không có trang tính nào của danh bạ.")
    cause = _("Cần trang “Cơ quan”, “Đơn vị” hoặc “Người và vị trí” với ít nhất một dòng.")
    next_step = _("Tải tệp mẫu, điền vào rồi tải lên.")


class ImportUnknown(NotFound):
    code = "directory.import-unknown"
    sentence = _("Không tìm thấy lần kiểm tra tệp này.")
    cause = _("Đường dẫn sai.")
    next_step = _("Tải tệp lên lại để kiểm tra.")


class ImportBad(Conflict):
    code = "directory.import-bad"
    sentence = _("Còn %(count)s dòng phải sửa; chưa nhập dòng nào.")
    cause = _("Danh bạ được nhập trọn vẹn hoặc không nhập gì.")
    next_step = _("Tải bảng có cột “Cần sửa”, sửa từng dòng rồi tải lên lại.")


class ImportOutdated(Conflict):
    code = "directory.import-outdated"
    sentence = _("Danh bạ đã thay đổi kể từ khi kiểm tra tệp này.")
    cause = _("Những gì bạn đã xem không còn đúng với những gì sẽ được ghi.")
    next_step = _("Tải tệp lên lại, xem lại rồi nhập.")


class ReorganisationUnknown(NotFound):
    code = "directory.reorganisation-unknown"
    sentence = _("Không tìm thấy quyết định sắp xếp này.")
    cause = _("Đường dẫn sai.")
    next_step = _("Mở danh sách các lần sắp xếp lại.")


class PlanUnreadable(Invalid):
    code = "directory.plan-unreadable"
    sentence = _("Phương án sắp xếp chưa đúng: %(what)s.")
    cause = _("Mỗi bước cần loại, cơ quan và kết quả rõ ràng.")
    next_step = _("Sửa phương án theo hướng dẫn rồi thử lại.")


class OwnerMissing(Invalid):
    code = "directory.owner-missing"
    sentence = _("Chưa nêu nơi tiếp nhận của “%(agency)s”.")
    cause = _("Khi chia tách, mọi việc chưa xong, sổ và quyền phải có nơi tiếp nhận.")
    next_step = _("Chọn một cơ quan kế thừa chính trong các cơ quan mới.")


class PlanDiffers(Conflict):
    code = "directory.plan-differs"
    sentence = _("Phương án này đã được quyết định với nội dung khác.")
    cause = _("Một mã biểu mẫu chỉ dùng cho một phương án.")
    next_step = _("Tải lại trang rồi lập phương án mới.")


class SecondPersonWanted(NotAllowed):
    code = "directory.second-person-wanted"
    sentence = _("Người lập phương án không tự quyết định phương án đó.")
    cause = _("Sắp xếp lại cơ quan chuyển văn bản, quyền và người; việc đó cần hai người.")
    next_step = _("Đề nghị một quản trị hệ thống khác, hoặc người của Sở Nội vụ, đồng ý.")


class AlreadyDecided(Conflict):
    code = "directory.already-decided"
    sentence = _("Phương án này không còn chờ trả lời: %(state)s.")
    cause = _("Một người khác đã trả lời, hoặc người lập đã hủy.")
    next_step = _("Tải lại trang để xem; nếu vẫn cần sắp xếp thì lập phương án mới.")


class ReasonOfRefusalMissing(Invalid):
    code = "directory.reason-of-refusal-missing"
    sentence = _("Chưa ghi lý do không đồng ý.")
    cause = _("Người lập phương án và lãnh đạo các cơ quan đọc lý do này.")
    next_step = _("Ghi ngắn gọn điều cần sửa trong phương án.")


class AlreadyDone(Conflict):
    code = "directory.already-done"
    sentence = _("Việc sắp xếp đã có hiệu lực, không hủy được.")
    cause = _("Lịch sử không bị xóa.")
    next_step = _("Lập một phương án mới để sắp xếp lại.")


class NothingChosen(Invalid):
    code = "directory.nothing-chosen"
    sentence = _("Chưa chọn cơ quan nào.")
    cause = _("Một đợt tham gia cần ít nhất một cơ quan.")
    next_step = _("Đánh dấu các cơ quan của đợt rồi lưu.")
