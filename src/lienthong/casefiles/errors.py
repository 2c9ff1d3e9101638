"""What case files turn down."""

from lienthong.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound
from lienthong.kernel.wording import noop as _


class CaseFileNotFound(NotFound):
    """Also for another agency's."""

    code = "casefiles.not-found"
    sentence = _("Không có hồ sơ này.")
    cause = _("Hồ sơ không tồn tại, hoặc thuộc cơ quan khác.")
    next_step = _("Mở mục Hồ sơ và chọn lại.")


class DepositNotFound(NotFound):
    code = "casefiles.deposit-not-found"
    sentence = _("Không có lần nộp lưu này.")
    cause = _("Lần nộp lưu không tồn tại, hoặc thuộc cơ quan khác.")
    next_step = _("Mở mục Hồ sơ, phần Nộp lưu, và chọn lại.")


class NotTheKeeper(NotAllowed):
    """facts: `keeper`, who is in charge."""

    code = "casefiles.not-the-keeper"
    sentence = _("Hồ sơ này do %(keeper)s giữ.")
    cause = _(
        "Chỉ người được giao giữ hồ sơ, người cùng đơn vị, hoặc văn thư cơ quan thay đổi hồ sơ "
        "(Nghị định 30/2020/NĐ-CP, Điều 29)."
    )
    next_step = _("Đề nghị người giữ hồ sơ làm, hoặc nhờ văn thư đổi người giữ.")


class NotationMissing(Invalid):
    code = "casefiles.notation-missing"
    sentence = _("Chưa ghi số và ký hiệu hồ sơ.")
    cause = _("Hồ sơ được nhận biết bằng cơ quan, năm, số và ký hiệu.")
    next_step = _("Ghi như trong danh mục hồ sơ, ví dụ 05/HS-VP.")


class NotationTaken(Conflict):
    """facts: `notation`, `year`, and the `title` of the file that has it."""

    code = "casefiles.notation-taken"
    sentence = _("Năm %(year)s đã có hồ sơ số %(notation)s: %(title)s.")
    cause = _("Mỗi số và ký hiệu chỉ dùng cho một hồ sơ trong một năm của cơ quan.")
    next_step = _("Chọn số khác, hoặc mở hồ sơ đã có.")


class YearUnlikely(Invalid):
    """facts: `first` and `last`."""

    code = "casefiles.year-unlikely"
    sentence = _("Năm của hồ sơ phải từ %(first)s đến %(last)s.")
    cause = _("Danh mục hồ sơ lập cho từng năm, sớm nhất cho năm sau.")
    next_step = _("Ghi lại năm, gồm bốn chữ số.")


class RetentionUnknown(Invalid):
    code = "casefiles.retention-unknown"
    sentence = _("Không có thời hạn bảo quản như vậy.")
    cause = _("Thời hạn bảo quản là vĩnh viễn, hoặc một trong các số năm của danh sách.")
    next_step = _("Chọn trong danh sách.")


class KeeperUnknown(Invalid):
    code = "casefiles.keeper-unknown"
    sentence = _("Người giữ hoặc đơn vị được chọn không còn trong cơ quan.")
    cause = _("Vị trí công tác đã kết thúc, hoặc thuộc cơ quan khác.")
    next_step = _("Tải lại trang, rồi chọn trong danh sách hiện có.")


class KeyOfOtherFile(Conflict):
    code = "casefiles.key-used-for-other-file"
    sentence = _("Biểu mẫu này đã tạo một hồ sơ khác.")
    cause = _("Mỗi lần mở biểu mẫu chỉ tạo được một hồ sơ.")
    next_step = _("Mở hồ sơ đã tạo, hoặc mở biểu mẫu mới.")


class CaseFileMoved(Conflict):
    """facts: `name` of the file and `state`, where it stands."""

    code = "casefiles.state-moved-on"
    sentence = _("Hồ sơ %(name)s đang ở trạng thái “%(state)s”, không làm được việc này.")
    cause = _("Chỉ hồ sơ đang mở mới thêm bớt văn bản; hồ sơ đã nộp lưu không thay đổi nữa.")
    next_step = _("Tải lại trang để xem trạng thái và việc làm được.")


class DocumentNotInFile(NotFound):
    code = "casefiles.document-not-in-file"
    sentence = _("Văn bản này không có trong hồ sơ.")
    cause = _("Văn bản đã được đưa ra khỏi hồ sơ, hoặc nằm ở hồ sơ khác.")
    next_step = _("Tải lại trang hồ sơ.")


class FileIsFull(Conflict):
    """facts: `most` documents."""

    code = "casefiles.file-is-full"
    sentence = _("Hồ sơ đã có %(most)s văn bản, nhiều nhất có thể.")
    cause = _("Hồ sơ quá lớn thì không kiểm tra được khi nộp lưu.")
    next_step = _("Mở hồ sơ tiếp theo (tập 2) và đưa văn bản vào đó.")


class TitleMissing(Invalid):
    code = "casefiles.title-missing"
    sentence = _("Hồ sơ chưa có tiêu đề.")
    cause = _("Tiêu đề cho biết hồ sơ về việc gì (Nghị định 30/2020/NĐ-CP, Điều 29).")
    next_step = _("Sửa thông tin hồ sơ, ghi tiêu đề.")


class RetentionMissing(Invalid):
    code = "casefiles.retention-missing"
    sentence = _("Hồ sơ chưa có thời hạn bảo quản.")
    cause = _("Thời hạn bảo quản quyết định hồ sơ có phải nộp lưu không và giữ đến khi nào.")
    next_step = _("Sửa thông tin hồ sơ, chọn thời hạn bảo quản.")


class FileIsEmpty(Invalid):
    code = "casefiles.file-is-empty"
    sentence = _("Hồ sơ chưa có văn bản nào.")
    cause = _("Mục lục văn bản của hồ sơ đã kết thúc phải có ít nhất một văn bản.")
    next_step = _("Đưa văn bản vào hồ sơ trước khi kết thúc.")


class DaysReversed(Invalid):
    """facts: `day`, `first` and `last`."""

    code = "casefiles.days-reversed"
    sentence = _("Ngày %(day)s không nằm trong khoảng từ %(first)s đến %(last)s.")
    cause = _("Công việc kết thúc sau ngày bắt đầu, và không ở tương lai.")
    next_step = _("Ghi lại ngày.")


class ReasonMissing(Invalid):
    code = "casefiles.reason-missing"
    sentence = _("Chưa ghi lý do.")
    cause = _("Lý do nằm trong quá trình của hồ sơ, để người sau biết vì sao.")
    next_step = _("Ghi một câu ngắn gọn.")


class NotDeposited(Conflict):
    """facts: `name` of a file that is kept for less than five years."""

    code = "casefiles.not-deposited"
    sentence = _("Hồ sơ %(name)s không thuộc diện nộp lưu.")
    cause = _(
        "Chỉ nộp lưu hồ sơ có thời hạn bảo quản từ 05 năm trở lên (Nghị định 30/2020/NĐ-CP, "
        "Điều 30)."
    )
    next_step = _("Giữ tại đơn vị đến hết thời hạn bảo quản.")


class KeptBackTooLong(Invalid):
    """facts: `first` and `last`."""

    code = "casefiles.kept-back-too-long"
    sentence = _("Chỉ giữ lại được đến một ngày từ %(first)s đến %(last)s.")
    cause = _("Hồ sơ đến hạn nộp lưu được giữ lại không quá 02 năm (Nghị định 30/2020/NĐ-CP).")
    next_step = _("Chọn ngày trong khoảng đó.")


class NothingChosen(Invalid):
    code = "casefiles.nothing-chosen"
    sentence = _("Chưa chọn hồ sơ nào.")
    cause = _("Một lần nộp lưu có ít nhất một hồ sơ đã kết thúc.")
    next_step = _("Đánh dấu các hồ sơ cần nộp.")


class TooManyChosen(Invalid):
    """facts: `most`."""

    code = "casefiles.too-many-chosen"
    sentence = _("Một lần nộp lưu có nhiều nhất %(most)s hồ sơ.")
    cause = _("Mục lục dài hơn thế khó kiểm tra khi giao nhận.")
    next_step = _("Chia thành nhiều lần nộp.")


class DepositAnswered(Conflict):
    """facts: `state` of the deposit."""

    code = "casefiles.deposit-answered"
    sentence = _("Lần nộp lưu này đã ở trạng thái “%(state)s”.")
    cause = _("Người khác vừa trả lời, hoặc người nộp đã rút đề nghị.")
    next_step = _("Tải lại trang để xem kết quả.")


class ListDiffers(Conflict):
    """facts: `name` of the file."""

    code = "casefiles.list-differs"
    sentence = _("Văn bản trong hồ sơ %(name)s không còn đúng như mục lục đã ghi khi kết thúc.")
    cause = _("Lưu trữ đối chiếu từng hồ sơ với mục lục trong sổ cái trước khi nhận.")
    next_step = _(
        "Chọn Chưa nhận, ghi lý do; người giữ mở lại hồ sơ, kiểm tra và kết thúc lại. Báo quản trị "
        "hệ thống."
    )


class ListTooLong(Conflict):
    """facts: `count` and `most` lines."""

    code = "casefiles.list-too-long"
    sentence = _("Mục lục có %(count)s dòng, quá %(most)s dòng in được một lần.")
    cause = _("Bản in dài làm mọi người khác phải chờ.")
    next_step = _("Tải mục lục dạng .xlsx, có đủ các dòng.")


class NoListToCopy(Invalid):
    """facts: `year`."""

    code = "casefiles.no-list-to-copy"
    sentence = _("Năm %(year)s không có danh mục hồ sơ để chép.")
    cause = _("Cơ quan chưa lập danh mục hồ sơ của năm đó trong hệ thống.")
    next_step = _("Chọn năm khác, hoặc ghi từng hồ sơ vào danh mục.")


class NoFileChosen(Invalid):
    code = "casefiles.no-file-chosen"
    sentence = _("Chưa chọn hồ sơ để đưa văn bản vào.")
    cause = _("Một văn bản được đưa vào từng hồ sơ một.")
    next_step = _("Đánh dấu một hồ sơ đang mở, hoặc mở hồ sơ mới.")


class NoDocumentChosen(Invalid):
    code = "casefiles.no-document-chosen"
    sentence = _("Chưa chọn văn bản nào.")
    cause = _("Nút chỉ làm với văn bản ở cùng dòng.")
    next_step = _("Tìm văn bản rồi bấm nút ở dòng của nó.")
