"""The work: jobs, ledger, contents, certificates, backups."""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from lienthong.access import queries as access
from lienthong.blobs import queries as blobs
from lienthong.blobs import services as blob_services
from lienthong.jobs import queries as jobs
from lienthong.kernel.refusals import Refusal
from lienthong.kernel.wording import noop as _
from lienthong.ledger import queries as ledger
from lienthong.ledger import services as ledger_services
from lienthong.ledger.errors import KeyLost
from lienthong.ledger.rules.delays import ADVICE, NEXT_STEPS, PROBLEMS
from lienthong.operation.queries.readiness import WORKER_SILENT
from lienthong.operation.queries.standing import newest_backup
from lienthong.operation.types import BackupCard, Finding, Severity
from lienthong.signatures import queries as signatures

LATE_JOB = timedelta(minutes=15)
BACKUP_DUE = timedelta(hours=26)
BACKUP_LATE = timedelta(days=3)
EXPIRES_WITHIN = timedelta(days=30)
SAMPLE = 20  # contents whose files are looked for at each check


def looks(now: datetime) -> Iterator[Finding]:
    """Look at what the installation does and keeps."""
    yield from _people()
    yield from _workers(now)
    yield from _jobs(now)
    yield from _ledger(now)
    if ledger_services.is_key_lost():
        yield Finding(KeyLost.code, Severity.ERROR, KeyLost.sentence, KeyLost.next_step)
    yield from _contents()
    yield from _certificates(now)
    yield from _backups(now)


def _people() -> Iterator[Finding]:
    if not access.has_accounts():
        yield Finding(
            "operation.no-account",
            Severity.WARNING,
            _("Chưa có tài khoản nào, nên chưa ai đăng nhập được."),
            _(
                "Nhập danh bạ bằng “lienthong import”, rồi mở tài khoản cho người quản trị hệ thống"
                " bằng “lienthong user add”."
            ),
        )


def _ledger(now: datetime) -> Iterator[Finding]:
    health = ledger.health(now)
    for code in dict.fromkeys((*health.problems, ledger_services.kept_head_problem())):
        if not code:
            continue
        severity = Severity.WARNING if code in ADVICE else Severity.ERROR
        if code == "ledger.stamps-missing" and health.stamp_failure:
            sentence = _("Có đầu sổ đã công bố mà chưa có dấu thời gian; lần xin cuối: %(reason)s.")
            facts: dict[str, object] = {"reason": health.stamp_failure.rstrip(".")}
            yield Finding(code, severity, sentence, NEXT_STEPS[code], facts)
        else:
            yield Finding(code, severity, PROBLEMS[code], NEXT_STEPS[code])


def _workers(now: datetime) -> Iterator[Finding]:
    seen = jobs.worker_seen_at(now=now)
    if seen is not None and now - seen <= WORKER_SILENT:
        yield Finding("operation.worker", Severity.OK, _("Tiến trình nền đang chạy."))
        return
    yield Finding(
        "operation.no-worker",
        Severity.ERROR,
        _("Không có tiến trình nền nào đang chạy."),
        _("Khởi động “lienthong worker”; không có nó, bản ghi không vào sổ cái."),
    )


def _jobs(now: datetime) -> Iterator[Finding]:
    queues = jobs.queue_states()
    dead = sum(queue.dead for queue in queues)
    if dead:
        yield Finding(
            "operation.dead-jobs",
            Severity.ERROR,
            _("%(count)s công việc nền đã dừng sau nhiều lần thử."),
            _("Mở trang Tình trạng hệ thống: khắc phục rồi chạy lại, hoặc bỏ và nêu lý do."),
            {"count": dead},
        )
    due = [queue.oldest_due_at for queue in queues if queue.oldest_due_at is not None]
    if due and now - min(due) > LATE_JOB:
        yield Finding(
            "operation.jobs-late",
            Severity.WARNING,
            _("Công việc nền chờ lâu nhất đã %(minutes)s phút."),
            _("Xem nhật ký của tiến trình nền; trên PostgreSQL có thể chạy thêm tiến trình."),
            {"minutes": int((now - min(due)).total_seconds() // 60)},
        )


def _contents() -> Iterator[Finding]:
    for problem in blobs.health().problems:
        severity = Severity.ERROR if problem.is_broken else Severity.WARNING
        known = _refusal_of(problem.code)
        yield Finding(
            problem.code,
            severity,
            known.sentence if known else problem.code,
            known.next_step if known else "",
            problem.facts,
        )
    lost = 0 if blobs.is_folder_away() else _lost()
    if lost:
        yield Finding(
            "operation.contents-missing",
            Severity.ERROR,
            _("Mất tệp nội dung: %(count)s trong %(sample)s tệp được thử."),
            _("Dừng hệ thống, kiểm tra ổ đĩa, rồi khôi phục các tệp từ bản sao lưu."),
            {"count": lost, "sample": SAMPLE},
        )


def _lost() -> int:
    """Count the files that are not there among some, another few each time."""
    lost = 0
    for kept in blobs.kept_files(after=secrets.token_hex(32), limit=SAMPLE):
        try:
            blob_services.open_stored(kept.name).close()
        except FileNotFoundError:
            lost += 1
    return lost


def _refusal_of(code: str) -> type[Refusal] | None:
    known = [Refusal]
    for one in known:
        known.extend(one.__subclasses__())
    return next((one for one in known if one.code == code), None)


def _certificates(now: datetime) -> Iterator[Finding]:
    soon = signatures.expiring(now=now, within=EXPIRES_WITHIN)
    if soon:
        yield Finding(
            "operation.certificates-expire",
            Severity.WARNING,
            _("%(count)s chứng thư số hết hạn trong 30 ngày, sớm nhất còn %(days)s ngày."),
            _("Xin cấp lại chứng thư số và khai báo trước ngày hết hạn."),
            {"count": len(soon), "days": (soon[0].valid_until - now).days},
        )


def _backups(now: datetime) -> Iterator[Finding]:
    newest = newest_backup()
    if newest is None:
        yield Finding(
            "operation.no-backup",
            Severity.WARNING,
            _("Chưa có bản sao lưu nào."),
            _("Chạy “lienthong backup” và đặt lịch hằng ngày."),
        )
        return
    age = now - newest.finished_at
    severity = Severity.OK
    if age > BACKUP_DUE:
        severity = Severity.ERROR if age > BACKUP_LATE else Severity.WARNING
    yield Finding(
        "operation.backup" if severity == Severity.OK else "operation.backup-late",
        severity,
        _("Bản sao lưu gần nhất cách đây %(hours)s giờ."),
        "" if severity == Severity.OK else _("Kiểm tra lịch sao lưu và ổ đĩa của nó."),
        {"hours": int(age.total_seconds() // 3600)},
    )
    yield from _contents_of(newest)


def _contents_of(newest: BackupCard) -> Iterator[Finding]:
    """Say what the newest backup could not take, what it had to mend, and that nobody signed it."""
    if newest.lost or newest.damaged:
        yield Finding(
            "operation.backup-not-whole",
            Severity.ERROR,
            _("Bản sao lưu gần nhất không có %(count)s tệp nội dung bị hỏng hoặc mất: %(first)s"),
            _("Lấy lại các tệp đó từ bản sao lưu cũ hơn, ở máy khác, hoặc từ nơi đã gửi."),
            {"count": newest.lost + newest.damaged, "first": ", ".join(newest.named)},
        )
    if newest.mended:
        yield Finding(
            "operation.backup-mended",
            Severity.WARNING,
            _("%(count)s bản sao đã hỏng trên ổ sao lưu và vừa được chép lại."),
            _("Kiểm tra ổ đĩa sao lưu: ổ đang hỏng dần thì thay trước khi cần đến nó."),
            {"count": newest.mended},
        )
    if not newest.is_signed:
        yield Finding(
            "operation.backup-not-signed",
            Severity.ERROR,
            _("Bản sao lưu gần nhất không được ký vì không có khóa ký sổ cái."),
            _("Đặt lại tệp keys/ledger.pem từ nơi cất giữ riêng rồi sao lưu lại."),
        )
