"""What a document is worth, and in which words that is told (A9)."""

from dataclasses import dataclass
from uuid import UUID

from lienthong.documents.types import LegalStanding, LegalValue, PolicyCard, Road
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import fold
from lienthong.kernel.wording import Continued
from lienthong.kernel.wording import noop as _
from lienthong.signatures.types import ContentVerdict, HolderKind, SignatureFinding, Verdict

_BOTH_SIGNED = _(
    "Bản gốc điện tử: chữ ký của %(signer)s và con dấu của %(agency)s đều hợp lệ, "
    "ký ngày %(signed_on)s. Thay thế bản giấy."
)
_BOTH_UNDATED = _(
    "Bản gốc điện tử: chữ ký của %(signer)s và con dấu của %(agency)s đều hợp lệ. "
    "Thay thế bản giấy."
)
_ONE_SIGNED = _(
    "Bản điện tử có chữ ký số hợp lệ của %(signer)s, ký ngày %(signed_on)s. Thay thế bản giấy."
)
_ONE_UNDATED = _("Bản điện tử có chữ ký số hợp lệ của %(signer)s. Thay thế bản giấy.")
_NO_SEAL = _("Chưa đủ giá trị: thiếu chữ ký số của cơ quan. Chờ bản giấy.")
_NO_PERSON = _("Chưa đủ giá trị: thiếu chữ ký số của người có thẩm quyền. Chờ bản giấy.")
_OF_ANOTHER = _("Chưa đủ giá trị: chữ ký số không phải của cơ quan ban hành. Chờ bản giấy.")
_BROKEN = _("Chữ ký không hợp lệ: %(reason)s Từ chối tiếp nhận.")
_CHANGED = _("Chữ ký không hợp lệ: tệp đã bị sửa sau khi ký. Từ chối tiếp nhận.")
_DOUBTFUL = _("Chưa kết luận được về chữ ký: %(reason)s Hệ thống sẽ tự kiểm tra lại.")
_UNSIGNED = _("Không có chữ ký số: để biết, không thay thế bản giấy. Chờ bản giấy.")
_BY_OTHER_ROAD = _(
    "Có chữ ký số nhưng không gửi qua hệ thống quản lý văn bản: để biết. Chờ bản giấy."
)
_BEFORE_THE_LAW = _(
    "Ban hành trước khi chữ ký số có giá trị pháp lý: để biết. Căn cứ vào bản giấy."
)
_COPY = _(
    "Bản sao điện tử: con dấu của %(agency)s hợp lệ, ký ngày %(signed_on)s. "
    "Có giá trị như bản chính."
)
_COPY_UNDATED = _("Bản sao điện tử: con dấu của %(agency)s hợp lệ. Có giá trị như bản chính.")
_COPY_UNSEALED = _("Chưa đủ giá trị: bản sao thiếu chữ ký số của cơ quan sao. Chờ bản giấy.")
_SCAN = _("Bản quét từ giấy: không phải bản gốc điện tử. Căn cứ vào bản giấy.")

# Where a verdict is no longer at hand: what the kept value means.
TOLD = {
    LegalValue.ORIGINAL: _("Bản gốc điện tử: các chữ ký số đều hợp lệ. Thay thế bản giấy."),
    LegalValue.COPY: _(
        "Bản sao điện tử: con dấu của cơ quan sao hợp lệ. Có giá trị như bản chính."
    ),
    LegalValue.INCOMPLETE: _("Chưa đủ giá trị: thiếu một trong hai chữ ký số. Chờ bản giấy."),
    LegalValue.INFORMATION: _UNSIGNED,
    LegalValue.SCAN: _SCAN,
    LegalValue.INVALID: _("Chữ ký không hợp lệ. Từ chối tiếp nhận."),
    LegalValue.UNDETERMINED: _("Đang kiểm tra chữ ký: kết quả hiện ở đây sau ít phút."),
}
_REASONS_OF_CHANGE = {"content-changed", "changed-beyond-allowed", "does-not-cover"}


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whose seal counts. id None: any agency's, where the issuer is not known yet."""

    id: UUID | None
    name: str


def legal_standing(
    *,
    verdict: ContentVerdict,
    issuer: Issuer,
    is_scan: bool,
    road: Road,
    rule: PolicyCard | None,
    is_copy: bool = False,
) -> LegalStanding:
    """Return what a file is worth by the rule of its day, with the sentence that says so.

    rule: the row of matter "legal-value" in force on the day of issue; its value says whether one
    signature is enough ("one") or the person's and the agency's are needed ("both"), and whether
    only what came through the system counts. None: no law gave a digital signature any value yet.
    A scan is never an original, whoever signed it afterwards: that makes it a copy.
    is_copy: by its kind it is a copy (SY, SL, TrS). From the day on which both signatures are
    asked for, a copy has the seal of the agency that copied, and no person's signature.
    Source: Decision 28/2018/QĐ-TTg, Article 5; Decree 30/2020/NĐ-CP, Articles 5, 25 and 26; Law
    51/2005/QH11, Articles 21 and 24.
    """
    clause = rule.clause if rule else ""
    if verdict.verdict == Verdict.INVALID:
        return _invalid(verdict, clause)
    both = rule is not None and rule.value["signatures"] == "both"
    is_copy = is_copy and both
    if never := _never_original(verdict, is_scan=is_scan and not is_copy, road=road, rule=rule):
        return LegalStanding(*never, clause=clause)
    if verdict.verdict == Verdict.CANNOT_TELL:
        return _doubtful(verdict, clause)
    if is_copy:
        return _copied(verdict, issuer, clause)
    return _valid(verdict, issuer, both=both, clause=clause)


def told(value: LegalValue) -> LegalStanding:
    """Return the plain sentence of a kept value, for a file whose verdict is not at hand."""
    return LegalStanding(value, TOLD[value])


def _valid(verdict: ContentVerdict, issuer: Issuer, *, both: bool, clause: str) -> LegalStanding:
    seal = next((f for f in verdict.findings if _is_seal(f, issuer)), None)
    person = next((f for f in verdict.findings if _is_person(f, issuer)), None)
    last = seal or person
    if last is None:
        return LegalStanding(LegalValue.INCOMPLETE, _OF_ANOTHER, clause=clause)
    facts: dict[str, object] = {
        "signer": _named(person or last),
        "agency": issuer.name or last.signer_name,
        "signed_on": _day(last),
    }
    if seal and person:
        sentence = _BOTH_SIGNED if last.signed_at else _BOTH_UNDATED
        return LegalStanding(LegalValue.ORIGINAL, sentence, facts, clause)
    if not both:
        sentence = _ONE_SIGNED if last.signed_at else _ONE_UNDATED
        return LegalStanding(LegalValue.ORIGINAL, sentence, facts, clause)
    missing = _NO_PERSON if seal else _NO_SEAL
    return LegalStanding(LegalValue.INCOMPLETE, missing, facts, clause)


def _copied(verdict: ContentVerdict, issuer: Issuer, clause: str) -> LegalStanding:
    seal = next((f for f in verdict.findings if _is_seal(f, issuer)), None)
    if seal is None:
        return LegalStanding(LegalValue.INCOMPLETE, _COPY_UNSEALED, clause=clause)
    facts: dict[str, object] = {
        "agency": issuer.name or seal.signer_name,
        "signed_on": _day(seal),
    }
    sentence = _COPY if seal.signed_at else _COPY_UNDATED
    return LegalStanding(LegalValue.COPY, sentence, facts, clause)


def _never_original(
    verdict: ContentVerdict, *, is_scan: bool, road: Road, rule: PolicyCard | None
) -> tuple[LegalValue, str] | None:
    """What no signature, however valid, makes an original."""
    if is_scan:
        return LegalValue.SCAN, _SCAN
    if verdict.verdict == Verdict.UNSIGNED:
        return LegalValue.INFORMATION, _UNSIGNED
    if rule is None:
        return LegalValue.INFORMATION, _BEFORE_THE_LAW
    if rule.value.get("only_by_system") and road == Road.MAIL:
        return LegalValue.INFORMATION, _BY_OTHER_ROAD
    return None


def _invalid(verdict: ContentVerdict, clause: str) -> LegalStanding:
    broken = next((f for f in verdict.findings if f.verdict == Verdict.INVALID), None)
    if broken is None:
        return LegalStanding(LegalValue.INVALID, TOLD[LegalValue.INVALID], clause=clause)
    if broken.reason in _REASONS_OF_CHANGE:
        return LegalStanding(LegalValue.INVALID, _CHANGED, clause=clause)
    facts: dict[str, object] = {"reason": Continued(broken.sentence)}
    return LegalStanding(LegalValue.INVALID, _BROKEN, facts, clause)


def _doubtful(verdict: ContentVerdict, clause: str) -> LegalStanding:
    unsure = next((f for f in verdict.findings if f.verdict == Verdict.CANNOT_TELL), None)
    if unsure is None:
        return LegalStanding(LegalValue.UNDETERMINED, TOLD[LegalValue.UNDETERMINED], clause=clause)
    facts: dict[str, object] = {"reason": Continued(unsure.sentence)}
    return LegalStanding(LegalValue.UNDETERMINED, _DOUBTFUL, facts, clause)


def _is_seal(finding: SignatureFinding, issuer: Issuer) -> bool:
    """The issuer's seal; of certificates that we do not know, one made out to the issuer's name."""
    if finding.holder_kind == HolderKind.AGENCY:
        return issuer.id in (None, finding.holder_id)
    return (
        finding.holder_kind is None
        and bool(issuer.name)
        and fold(finding.signer_name) == fold(issuer.name)
    )


def _is_person(finding: SignatureFinding, issuer: Issuer) -> bool:
    """A person's; of certificates that we do not know, one whose holder is no organisation."""
    if finding.holder_kind is not None:
        return finding.holder_kind == HolderKind.PERSON
    is_body = fold(finding.signer_name) in (fold(finding.organization), fold(issuer.name))
    return bool(finding.signer_name) and not is_body


def _named(finding: SignatureFinding) -> str:
    return " ".join(part for part in (finding.position, finding.signer_name) if part)


def _day(finding: SignatureFinding) -> str:
    return f"{local_day(finding.signed_at):%d/%m/%Y}" if finding.signed_at else ""
