"""What making a copy turns down, and what the caller can do about it."""

from lienthong.kernel.refusals import Conflict, Invalid
from lienthong.kernel.wording import noop as _


class CopyIsForwarded(Invalid):
    """facts: `form`, as a person calls it."""

    code = "issuing.copy-is-forwarded"
    sentence = _("Không %(form)s từ văn bản điện tử sang văn bản điện tử.")
    cause = _(
        "Bản gốc điện tử gửi đi nguyên vẹn vẫn là bản gốc; luật chỉ cho trích sao theo cách này "
        "(Nghị định 30/2020/NĐ-CP, Điều 25)."
    )
    next_step = _("Chuyển chính văn bản đó, hoặc chọn sao ra bản giấy, hoặc trích sao.")


class CopyNotOfThis(Invalid):
    """facts: `form` and `kind`, as a person calls them."""

    code = "issuing.copy-not-of-this"
    sentence = _("Không %(form)s từ %(kind)s.")
    cause = _(
        "Sao y và trích sao làm từ bản gốc hoặc bản chính; sao lục làm từ bản sao y "
        "(Nghị định 30/2020/NĐ-CP, Điều 25)."
    )
    next_step = _("Chọn hình thức sao khác, hoặc sao từ bản gốc, bản chính.")


class CopyNotOfOriginal(Invalid):
    """facts: `reference` of a file in the system whose signatures do not make it an original."""

    code = "issuing.copy-not-of-original"
    sentence = _("Tệp của %(reference)s không phải bản gốc điện tử, nên không in ra để sao được.")
    cause = _(
        "Bản giấy của một tệp chỉ là bản sao khi mọi chữ ký số của tệp đều hợp lệ "
        "(Nghị định 30/2020/NĐ-CP, Điều 5 và Điều 25)."
    )
    next_step = _("Nếu có bản giấy có dấu: chọn sao từ bản giấy và đưa bản quét của nó vào.")


class CopyFileMissing(Invalid):
    code = "issuing.copy-file-missing"
    sentence = _("Chưa chọn tệp để làm bản sao.")
    cause = _("Sao từ bản giấy cần bản quét của bản giấy; trích sao cần tệp đã trích.")
    next_step = _("Quét bản giấy, hoặc lập tệp trích đủ thể thức, rồi chọn tệp PDF đó.")


class CopyFileNeedless(Invalid):
    code = "issuing.copy-file-needless"
    sentence = _("Sao từ văn bản điện tử thì in chính tệp đó; không nhận tệp khác.")
    cause = _("Bản sao phải đúng với bản được sao.")
    next_step = _("Bỏ tệp đã chọn, hoặc chọn sao từ bản giấy.")


class CopyFileSigned(Invalid):
    code = "issuing.copy-file-signed"
    sentence = _("Tệp để làm bản sao đã có chữ ký số.")
    cause = _("Bản quét của bản giấy và tệp trích chưa ai ký; tệp đã ký là văn bản điện tử.")
    next_step = _("Chọn bản quét từ giấy; với văn bản điện tử đã ký thì chuyển chính tệp đó.")


class ScanTooPoor(Invalid):
    """facts: `why`, a sentence of what was found."""

    code = "issuing.scan-too-poor"
    sentence = _("Bản quét chưa đạt: %(why)s.")
    cause = _(
        "Văn bản số hóa là PDF 1.4 trở lên, ảnh màu, ít nhất 200 dpi, tỷ lệ 100%% "
        "(Nghị định 30/2020/NĐ-CP, Phụ lục I)."
    )
    next_step = _("Quét lại: màu, 200 dpi trở lên, khổ giấy thật, lưu thành PDF.")


class CopyNotSendable(Invalid):
    """A recipient met a finding that stops; its own words are shown."""

    code = "issuing.copy-not-sendable"
    sentence = _("%(sentence)s")
    cause = _("%(cause)s")
    next_step = _("%(next_step)s")


class CopiedUnnamed(Invalid):
    code = "issuing.copied-unnamed"
    sentence = _("Chưa ghi đủ văn bản được sao: cơ quan, số ký hiệu, ngày, loại, trích yếu.")
    cause = _("Bản sao phải cho biết nó sao từ văn bản nào.")
    next_step = _("Ghi như trên bản giấy, hoặc mở văn bản trong hệ thống rồi chọn “Sao văn bản”.")


class CopyIsOnPaper(Conflict):
    code = "issuing.copy-is-on-paper"
    sentence = _("Bản sao này ra giấy: ký và đóng dấu trên bản in, không ký số.")
    cause = _("Bản giấy có giá trị nhờ chữ ký và con dấu trên giấy.")
    next_step = _("In bản sao, trình ký, đóng dấu rồi bấm “Đã ký, đóng dấu bản giấy”.")


class CopyNotOnPaper(Conflict):
    code = "issuing.copy-not-on-paper"
    sentence = _("Văn bản này không phải bản sao ra giấy.")
    cause = _("Chỉ bản sao ra giấy mới xong bằng chữ ký và con dấu trên giấy.")
    next_step = _("Làm bước tiếp theo ghi ở trang của văn bản.")
