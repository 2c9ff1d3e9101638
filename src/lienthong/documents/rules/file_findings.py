"""What is found on a file before anybody takes it in: can it be an official document (A3, A6)?"""

from collections.abc import Iterator

from lienthong.blobs.errors import ScanPending
from lienthong.documents.errors import SecretDocument
from lienthong.documents.rules.relations import canonical_reference
from lienthong.documents.types import (
    Declared,
    Finding,
    FindingLevel,
    LegalStanding,
    LegalValue,
    Recognition,
)
from lienthong.formats.containers.reading import ContainerFacts
from lienthong.formats.letters.types import LetterFields
from lienthong.formats.pdf.errors import ActiveContent, EncryptedPdf
from lienthong.formats.pdf.types import PdfFacts
from lienthong.kernel.refusals import Refusal
from lienthong.kernel.wording import noop as _

# Endings under which files go with a document; drafts and tables travel so (14/CT-UBND, point 1c).
ATTACHABLE = (
    *(".pdf", ".txt", ".csv", ".xml", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".zip"),
    *(".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp", ".rtf"),
)


def refused(refusal: Refusal, level: FindingLevel = FindingLevel.STOP) -> Finding:
    """Return a refusal as a line of the check, with its own code and words."""
    return Finding(
        code=refusal.code,
        level=level,
        sentence=refusal.sentence,
        cause=refusal.cause,
        next_step=refusal.next_step,
        facts=refusal.facts,
    )


def pdf_findings(pdf: PdfFacts, *, is_own: bool) -> Iterator[Finding]:
    """Say whether a PDF that could be read can be the main file of an official document.

    Restrictions of a file of ours stop it; of others they are remarked on, for it can be read.
    Source: 14/CT-UBND of Bình Dương, point 1c.
    """
    if pdf.active_content:
        yield refused(ActiveContent(kinds=", ".join(pdf.active_content)))
    if pdf.is_encrypted:
        yield refused(EncryptedPdf(), FindingLevel.STOP if is_own else FindingLevel.WARN)
    if pdf.is_repaired:
        yield Finding(
            "documents.file-irregular",
            FindingLevel.WARN,
            _("Cấu trúc tệp PDF không theo chuẩn."),
            _("Phần mềm của nơi nhận có thể hiển thị khác hoặc không kiểm tra được chữ ký."),
            _("Nên in lại văn bản ra tệp PDF mới."),
        )
    yield Finding(
        "documents.file",
        FindingLevel.OK,
        _("Tệp PDF đọc được, %(pages)s trang."),
        facts={"pages": pdf.page_count},
    )


def attachment_finding(name: str) -> Finding:
    """Say whether a file that is no PDF may go with a document, by the ending of its name."""
    facts: dict[str, object] = {"name": name}
    if name.lower().endswith(ATTACHABLE):
        sentence = _("Tệp đính kèm “%(name)s” gửi được.")
        return Finding("documents.attachment", FindingLevel.OK, sentence, facts=facts)
    return Finding(
        "documents.attachment-kind",
        FindingLevel.STOP,
        _("Không gửi kèm được tệp “%(name)s”."),
        _("Loại tệp này không thuộc danh mục được trao đổi giữa các cơ quan."),
        _("Chuyển sang PDF hoặc định dạng văn phòng rồi chọn lại."),
        facts,
    )


def container_findings(name: str, inside: ContainerFacts) -> Iterator[Finding]:
    """Say what stops an office file or an archive: a lock, macros, programs, or damage.

    Drafts travel in any office format (14/CT-UBND, point 1c), but nothing that runs by itself, as
    for PDFs; the recipient must be able to open what it gets.
    """
    if inside.is_broken:
        yield _stops(
            "documents.attachment-broken",
            _("Không mở được tệp đính kèm “%(name)s”."),
            _("Tệp bị cụt, bị hỏng hoặc chứa quá nhiều mục."),
            _("Mở tệp trên máy để kiểm tra, lưu lại rồi chọn tệp đó."),
            name=name,
        )
    if inside.is_encrypted:
        yield _stops(
            "documents.attachment-encrypted",
            _("Tệp đính kèm “%(name)s” được bảo vệ bằng mật khẩu."),
            _("Nơi nhận phải mở được tệp mà không cần mật khẩu."),
            _("Bỏ mật khẩu của tệp rồi chọn lại."),
            name=name,
        )
    if inside.has_macros:
        yield _stops(
            "documents.attachment-macros",
            _("Tệp đính kèm “%(name)s” có macro."),
            _("Tệp gửi đi không được mang mã lệnh, vì có thể gây hại cho máy của nơi nhận."),
            _("Lưu lại tệp không có macro (docx, xlsx, pptx) hoặc PDF rồi chọn lại."),
            name=name,
        )
    if inside.programs:
        yield _stops(
            "documents.attachment-programs",
            _("Tệp nén “%(name)s” có chương trình chạy được: %(programs)s."),
            _("Tệp gửi đi không được mang mã lệnh, vì có thể gây hại cho máy của nơi nhận."),
            _("Bỏ các tệp chương trình ra khỏi tệp nén rồi chọn lại."),
            name=name,
            programs=", ".join(inside.programs[:3]),
        )


def _stops(code: str, sentence: str, cause: str, next_step: str, **facts: object) -> Finding:
    return Finding(code, FindingLevel.STOP, sentence, cause, next_step, facts)


def held_for_scan(name: str) -> Finding:
    """Say that a file waits for the virus scanner: it is held, and not admitted before."""
    return refused(ScanPending(name=name), FindingLevel.WARN)


def no_stamp_finding(pdf: PdfFacts, recognition: Recognition = Recognition.NONE) -> Finding:
    """Say that no stamp of secrecy was seen, and in how much of a file it was looked for.

    It is looked for in the text and, of a scan, in what was recognised; of a long file not every
    page is read. Source: Decision 28/2018/QĐ-TTg, Article 1 (A3).
    """
    if pdf.is_scan and recognition in _READ:
        return _read_from_picture(pdf, recognition)
    if pdf.text_is_partial:
        return Finding(
            "documents.not-read-whole",
            FindingLevel.WARN,
            _("Không thấy dấu chỉ mức độ mật ở %(read)s trang đã đọc; tệp có %(pages)s trang."),
            _("Tệp dài chỉ được đọc chữ ở những trang đầu và những trang cuối."),
            _("Người gửi xem các trang còn lại trước khi gửi."),
            {"read": len(pdf.pages), "pages": pdf.page_count},
        )
    if pdf.is_scan and recognition == Recognition.FAILED:
        return Finding(
            "documents.picture-not-recognised",
            FindingLevel.WARN,
            _("Chưa nhận dạng được chữ của bản quét, nên chưa tìm được dấu chỉ mức độ mật."),
            _("Chương trình nhận dạng đang bận, không chạy, hoặc không đọc được trang này."),
            _("Kiểm tra lại sau ít phút, hoặc người gửi tự xem các trang trước khi gửi."),
        )
    if pdf.is_scan:
        return Finding(
            "documents.picture-not-read",
            FindingLevel.WARN,
            _("Chưa tìm được dấu chỉ mức độ mật: tệp là ảnh, không có chữ để đọc."),
            _("Hệ thống chỉ đọc chữ của tệp, không đọc chữ trong ảnh quét."),
            _("Người gửi tự xem các trang trước khi gửi."),
        )
    return Finding(SecretDocument.code, FindingLevel.OK, _("Không thấy dấu chỉ mức độ mật."))


_READ = {Recognition.FIRST, Recognition.ALL}


def _read_from_picture(pdf: PdfFacts, recognition: Recognition) -> Finding:
    """Reading a picture may miss what is faint or covered, so a person looks in any case."""
    if recognition == Recognition.FIRST:
        return Finding(
            "documents.picture-read-in-part",
            FindingLevel.WARN,
            _("Không thấy dấu chỉ mức độ mật ở trang đầu; bản quét có %(pages)s trang."),
            _("Bản quét chỉ được nhận dạng chữ ở trang đầu, và có thể sót dấu mờ hoặc bị che."),
            _("Xem các trang còn lại trước khi gửi, và soát lại các trường đã tự điền."),
            {"pages": pdf.page_count},
        )
    return Finding(
        "documents.picture-read",
        FindingLevel.WARN,
        _("Đã nhận dạng chữ của bản quét: không thấy dấu chỉ mức độ mật."),
        _("Nhận dạng có thể sót dấu mờ hoặc bị che, và có thể sai chữ."),
        _("Nhìn lại trang văn bản, và soát lại các trường đã tự điền."),
    )


def signature_finding(
    standing: LegalStanding, *, declared: Declared, agency_can_sign: bool
) -> Finding:
    """Say what a file's signatures allow: an invalid one never goes out, and ours must be signed.

    agency_can_sign: the issuer holds a certificate in force; without one a scan that bears seal
    and signature is the official document.
    Source: 14/CT-UBND, point 1c; Decree 30/2020/NĐ-CP, Article 5 (A6, A9, C3).
    """
    if standing.value == LegalValue.INVALID:
        return _told(FindingLevel.STOP, standing, _("Lấy lại bản gốc chưa bị sửa, hoặc ký lại."))
    if standing.value in {LegalValue.ORIGINAL, LegalValue.COPY}:
        return _told(FindingLevel.OK, standing)
    if declared.is_own and declared.will_be_signed:
        sentence = _("Văn bản sẽ được ký số và đóng dấu số trước khi phát hành.")
        return Finding("documents.signature", FindingLevel.OK, sentence)
    if declared.is_own and agency_can_sign and standing.value in _BARE:
        return _must_be_signed()
    if declared.is_own and standing.value == LegalValue.INFORMATION:
        return _must_be_scan()
    return _told(FindingLevel.WARN, standing, _("Gửi kèm hoặc chờ bản giấy."))


_BARE = {LegalValue.INFORMATION, LegalValue.SCAN}


def recognised_findings(fields: LetterFields, declared: Declared) -> Iterator[Finding]:
    """Compare what was declared with what stands on the page; a difference is a warning.

    What was not recognised, or not declared, is not compared.
    """
    code = canonical_reference(fields.reference_code.value) if fields.reference_code else ""
    said = canonical_reference(declared.reference_code)
    if code and said and code.casefold() != said.casefold():
        yield _differs(_("Số, ký hiệu"), on_page=code, declared=said)
    dated = fields.issued_on.value if fields.issued_on else None
    if dated and declared.issued_on and dated != declared.issued_on:
        yield _differs(
            _("Ngày ban hành"),
            on_page=f"{dated:%d/%m/%Y}",
            declared=f"{declared.issued_on:%d/%m/%Y}",
        )


def _differs(field: str, *, on_page: str, declared: str) -> Finding:
    return Finding(
        "documents.field-differs",
        FindingLevel.WARN,
        _("%(field)s trong biểu mẫu là “%(declared)s”, trên văn bản là “%(page)s”."),
        _("Biểu mẫu và văn bản phải khớp nhau để nơi nhận vào sổ đúng."),
        _("Xem lại văn bản và sửa biểu mẫu nếu cần."),
        {"field": field, "declared": declared, "page": on_page},
    )


def _must_be_signed() -> Finding:
    return Finding(
        "documents.must-be-signed",
        FindingLevel.STOP,
        _("Văn bản chưa được ký số."),
        _("Cơ quan đã có chứng thư số nên văn bản phải được ký số (14/CT-UBND, điểm 1c)."),
        _("Chọn “Ký số và lấy số tại đây”, hoặc chọn tệp đã ký."),
    )


def _must_be_scan() -> Finding:
    return Finding(
        "documents.must-be-scan",
        FindingLevel.STOP,
        _("Văn bản không có chữ ký số và không phải bản quét có dấu, chữ ký."),
        _("Cơ quan chưa có chứng thư số thì gửi bản quét có dấu và chữ ký (14/CT-UBND, điểm 1c)."),
        _("Quét bản giấy đã ký, đóng dấu ra PDF rồi chọn “Văn bản quét có dấu”."),
    )


def _told(level: FindingLevel, standing: LegalStanding, next_step: str = "") -> Finding:
    return Finding(
        code="documents.signature",
        level=level,
        sentence=standing.sentence,
        cause=standing.clause,
        next_step=next_step,
        facts=standing.facts,
    )
