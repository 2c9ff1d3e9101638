"""Judging what was measured on a signature, and when to try again."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.x509.oid import NameOID

from lienthong.kernel.wording import noop as _
from lienthong.signatures.types import Modification, Observation, TimeSource, Verdict

VERIFIER = "lienthong 1, pyHanko 0.38"
# Clocks of signers' computers run a little ahead.
CLOCK_TOLERANCE = timedelta(minutes=10)
FIRST_PAUSE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(days=7)
# Bytes of a file of revocation lists; those of a national authority have some millions.
LARGEST_LISTS = 64 * 1024 * 1024

# Reason → verdict and what people read.
REASONS: dict[str, tuple[Verdict, str]] = {
    "untouched": (
        Verdict.VALID,
        _("Chữ ký hợp lệ: nội dung nguyên vẹn, chứng thư được tin cậy và có hiệu lực khi ký."),
    ),
    "only-filled-in": (
        Verdict.VALID,
        _("Chữ ký hợp lệ; sau khi ký chỉ điền ô được phép (số, ngày) hoặc thêm chữ ký khác."),
    ),
    "damaged": (Verdict.INVALID, _("Dữ liệu chữ ký bị hỏng, không kiểm tra được.")),
    "does-not-fit": (Verdict.INVALID, _("Chữ ký không khớp với chứng thư của người ký.")),
    "content-changed": (Verdict.INVALID, _("Nội dung đã bị thay đổi sau khi ký.")),
    "does-not-cover": (Verdict.INVALID, _("Chữ ký không bao trùm toàn bộ nội dung khi ký.")),
    "changed-beyond-allowed": (
        Verdict.INVALID,
        _("Sau khi ký, tệp bị thêm hoặc sửa những phần mà chữ ký đã khóa."),
    ),
    "wrong-use": (Verdict.INVALID, _("Chứng thư không được cấp để ký văn bản.")),
    "not-yet-valid": (Verdict.INVALID, _("Chứng thư chưa có hiệu lực tại thời điểm ký.")),
    "expired": (Verdict.INVALID, _("Chứng thư đã hết hạn tại thời điểm ký.")),
    "revoked": (Verdict.INVALID, _("Chứng thư đã bị thu hồi trước thời điểm ký.")),
    "issuer-unknown": (
        Verdict.CANNOT_TELL,
        _("Chưa xác định: tổ chức cấp chứng thư chưa có trong danh sách tin cậy."),
    ),
    "weak-algorithm": (
        Verdict.CANNOT_TELL,
        _("Chưa xác định: thuật toán ký không còn được coi là an toàn."),
    ),
    "stamp-not-trusted": (
        Verdict.CANNOT_TELL,
        _("Chưa xác định: dấu thời gian không do tổ chức được tin cậy cấp."),
    ),
    "time-in-future": (
        Verdict.CANNOT_TELL,
        _("Chưa xác định: thời điểm ký được khai nằm trong tương lai."),
    ),
    "expired-since": (
        Verdict.CANNOT_TELL,
        _(
            "Chưa xác định: chứng thư hết hạn trước khi tệp được kiểm tra lần đầu, thời điểm ký do "
            "người ký tự khai."
        ),
    ),
    "revoked-later": (
        Verdict.CANNOT_TELL,
        _("Chưa xác định: chứng thư bị thu hồi sau thời điểm ký do người ký tự khai."),
    ),
    "revocation-unknown": (
        Verdict.CANNOT_TELL,
        _("Chưa xác định: thiếu danh sách thu hồi còn hạn của tổ chức cấp chứng thư."),
    ),
    "irregular-file": (
        Verdict.CANNOT_TELL,
        _("Chưa xác định: cấu trúc tệp PDF không theo chuẩn nên có thể bị đọc theo nhiều cách."),
    ),
}


def reason_for(seen: Observation | None, *, now: datetime) -> str:
    """Return the reason (a key of REASONS) for what was measured; None is a damaged signature.

    What was changed is found first, then who signed, then when, then what cannot be known.
    Source: ETSI EN 319 102-1, section 5.6, in three verdicts (docs/explain/signatures.md).
    """
    if seen is None:
        return "damaged"
    return (
        _about_content(seen)
        or _about_certificate(seen)
        or _about_time(seen, now=now)
        or _about_revocation(seen)
        or ("irregular-file" if not seen.regular_file else "")
        or ("untouched" if seen.modification == Modification.NONE else "only-filled-in")
    )


def verdict_of(reasons: Iterable[str]) -> Verdict:
    """Return the verdict of a content: one invalid signature spoils it, a doubt leaves one."""
    verdicts = {REASONS[reason][0] for reason in reasons}
    if not verdicts:
        return Verdict.UNSIGNED
    for worst in (Verdict.INVALID, Verdict.CANNOT_TELL):
        if worst in verdicts:
            return worst
    return Verdict.VALID


def pause_before_recheck(checks_so_far: int) -> timedelta:
    """Return how long to wait after the n-th undecided check: growing fourfold up to a week."""
    times: int = 4 ** min(max(checks_so_far - 1, 0), 10)
    return min(FIRST_PAUSE * times, LONGEST_PAUSE)


def _about_content(seen: Observation) -> str:
    if not seen.intact:
        return "content-changed"
    if not seen.sound:
        return "does-not-fit"
    if not seen.covers_revision:
        return "does-not-cover"
    if not seen.changes_allowed or seen.modification == Modification.OTHER:
        return "changed-beyond-allowed"
    return ""


def _about_certificate(seen: Observation) -> str:
    if not seen.issuer_known:
        return "issuer-unknown"
    if not seen.fit_for_signing:
        return "wrong-use"
    if not seen.algorithm_strong:
        return "weak-algorithm"
    return ""


def _about_time(seen: Observation, *, now: datetime) -> str:
    signed_at = seen.signed_at or now
    if not seen.stamp_trusted:
        return "stamp-not-trusted"
    if signed_at > now + CLOCK_TOLERANCE:
        return "time-in-future"
    if signed_at < seen.valid_from:
        return "not-yet-valid"
    if signed_at > seen.valid_until:
        return "expired"
    is_claimed = seen.time_source == TimeSource.CLAIMED
    if is_claimed and (seen.existed_at or now) > seen.valid_until:
        return "expired-since"
    return ""


def _about_revocation(seen: Observation) -> str:
    if seen.revoked_at is None:
        return "" if seen.revocation_known else "revocation-unknown"
    if seen.signed_at is None or seen.signed_at >= seen.revoked_at:
        return "revoked"
    is_proved = seen.existed_at is not None and seen.existed_at < seen.revoked_at
    return "" if is_proved else "revoked-later"


def common_name(name: str) -> str:
    """Return the part of a name (RFC 4514) that people know; the whole where it has none."""
    try:
        parts = x509.Name.from_rfc4514_string(name).get_attributes_for_oid(NameOID.COMMON_NAME)
    except ValueError:
        return name  # longer than the tables keep
    return str(parts[0].value) if parts else name
