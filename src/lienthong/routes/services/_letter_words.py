"""The words of a letter, in Vietnamese and then in English, as its reader has no software of ours.

They go to another agency, so they do not follow the language of who happens to send.
"""

from collections.abc import Sequence
from datetime import date

from lienthong.documents.types import LegalValue, RecipientRole, Urgency, VersionCard
from lienthong.kernel.wording import Count

TRIAL = "thư thử / trial"
_RULE = "-" * 60
_URGENT = {
    Urgency.NORMAL: ("", ""),
    Urgency.URGENT: ("Khẩn", "urgent"),
}
_ROLES = {
    RecipientRole.ACTION: ("để thực hiện", "for action"),
    RecipientRole.REPORT: ("để báo cáo", "as a report"),
    RecipientRole.INFORMATION: ("để biết", "for information"),
}
_VALUES = {
    LegalValue.ORIGINAL: ("Bản chính điện tử, có chữ ký số hợp lệ.", "electronic original"),
}
_UNSURE = ("Xem chữ ký trong tệp PDF.", "see the signatures in the PDF")


def words_of_document(
    version: VersionCard,
    *,
    sender: str,
    recipient: str,
    role: RecipientRole,
    files: Sequence[tuple[str, int, str]],
    link: str,
    reply_to: str,
    change: str,
) -> str:
    """Return the text of a letter that carries a document.

    files: name, size in bytes, SHA-256 of each. change: what it asks about an earlier one, or "".
    """
    changes = [f"Văn bản này {change}.", ""] if change else []
    return "\n".join(
        [
            f"{sender} gửi {recipient} văn bản kèm theo thư này.",
            "",
            *changes,
            *_facts(_in_vietnamese(version, role)),
            "",
            "Tệp kèm theo, với mã SHA-256 để đối chiếu:",
            *_files(files),
            "",
            "XÁC NHẬN ĐÃ NHẬN",
            *_confirm(link, reply_to),
            "",
            _RULE,
            f"{sender} sends the attached document to {recipient}.",
            *_facts(_in_english(version, role)),
            f"Confirm that it came, or turn it down, here: {link}",
        ]
    )


def _in_vietnamese(version: VersionCard, role: RecipientRole) -> list[tuple[str, str]]:
    urgent, _english = _URGENT.get(version.urgency, (version.urgency.label, ""))
    return [
        ("Số, ký hiệu", version.reference_code),
        ("Ngày ban hành", _day(version.issued_on)),
        ("Loại văn bản", version.kind_name),
        ("Trích yếu", version.subject),
        ("Người ký", f"{version.signer_authority} {version.signer_name}".strip()),
        ("Gửi", _ROLES.get(role, ("", ""))[0]),
        ("Mức độ khẩn", urgent),
        ("Hạn trả lời", _day(version.due_on)),
        ("Giá trị pháp lý", _VALUES.get(version.legal_value, _UNSURE)[0]),
    ]


def _in_english(version: VersionCard, role: RecipientRole) -> list[tuple[str, str]]:
    _vietnamese, urgent = _URGENT.get(version.urgency, ("", str(version.urgency)))
    return [
        ("Number", version.reference_code),
        ("Date", _day(version.issued_on)),
        ("Sent", _ROLES.get(role, ("", str(role)))[1]),
        ("Urgency", urgent),
        ("Answer until", _day(version.due_on)),
        ("Legal value", _VALUES.get(version.legal_value, _UNSURE)[1]),
    ]


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def words_of_recall(
    *, sender: str, recipient: str, reference_code: str, issued_on: date, reason: str, link: str
) -> str:
    """Return the text of a letter that asks for a document back."""
    named = f"{reference_code} ({issued_on:%d/%m/%Y})"
    return "\n".join(
        [
            f"{sender} đề nghị {recipient} trả lại văn bản số {named} đã gửi qua thư công vụ.",
            "",
            f"Lý do: {reason}",
            "",
            "Trả lời đồng ý hoặc không đồng ý tại địa chỉ sau:",
            link,
            "",
            _RULE,
            f"{sender} asks {recipient} to give document {named} back. Answer here: {link}",
        ]
    )


def words_of_trial(*, name: str, site: str) -> str:
    """Return the text of a letter by which an operator tries a route."""
    return "\n".join(
        [
            f"Thư thử của tuyến “{name}”. Nhận được thư này là tuyến gửi được thư.",
            f"Địa chỉ trang xác nhận của tuyến: {site}",
            "",
            _RULE,
            f"A trial letter. Links of this route lead to {site}.",
        ]
    )


def _facts(facts: Sequence[tuple[str, str]]) -> list[str]:
    return [f"{name}: {said}" for name, said in facts if said]


def _files(files: Sequence[tuple[str, int, str]]) -> list[str]:
    """A digest is compared by eye, four letters at a time."""
    lines: list[str] = []
    for number, (name, size, digest) in enumerate(files, 1):
        grouped = " ".join(digest[begin : begin + 4] for begin in range(0, len(digest), 4))
        lines += [f"{number}. {name} ({Count(size)} byte)", f"   {grouped}"]
    return lines


def _confirm(link: str, reply_to: str) -> list[str]:
    answered = f"Không mở được thì trả lời thư này; thư tới {reply_to}." if reply_to else ""
    return [
        "Mở địa chỉ sau, ghi số đến rồi bấm xác nhận; không cần tài khoản hay phần mềm:",
        link,
        "Ai có địa chỉ này thì xác nhận thay cơ quan được: đừng chuyển thư ra ngoài cơ quan.",
        *filter(None, [answered]),
    ]
