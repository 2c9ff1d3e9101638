"""The machine: disk, folder, clocks, database."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.db import connection

from lienthong.access import queries as access
from lienthong.kernel.clock import local_day
from lienthong.kernel.failures import Below, below
from lienthong.kernel.wording import Measure
from lienthong.kernel.wording import noop as _
from lienthong.ledger import services as ledger
from lienthong.ledger.errors import InstallationChanged
from lienthong.operation import errors
from lienthong.operation.queries.standing import disk_free
from lienthong.operation.queries.writing import lock_holders
from lienthong.operation.types import Finding, Severity

# Signatures, limits and the ledger's order are judged by clocks; NTP keeps them within this.
LARGEST_SKEW = 5.0  # seconds
# Acts wait thousandths of a second for each other; who answers gives up after five seconds.
LONG_FOR_A_LOCK = timedelta(seconds=2)
TABLES_FIT = _("Cơ sở dữ liệu khớp với phiên bản chương trình.")


def read_only() -> Finding:
    """Everything can be read and nothing written."""
    told = errors.DatabaseReadOnly
    return Finding(told.code, Severity.ERROR, told.sentence, told.next_step)


def database_full() -> Finding:
    """The database has no room; how much its disk has, and what is on it, only its machine sees."""
    return Finding(
        errors.DiskFull.code,
        Severity.ERROR,
        _("Ổ đĩa của cơ sở dữ liệu đã đầy: đọc được, chưa ghi nhận thêm được gì."),
        _("Giải phóng ổ đĩa trên máy chủ PostgreSQL; sau đó không cần khởi động lại."),
    )


def database_away(error: Exception) -> Finding:
    """The database does not answer, does not let us in, or is damaged; its driver says why."""
    if below(error) == Below.DAMAGED:
        told = errors.DatabaseDamaged
        return Finding(told.code, Severity.ERROR, told.sentence, told.next_step)
    reason = str(error).partition("\n")[0].removeprefix("connection failed: ")
    return Finding(
        errors.DatabaseAway.code,
        Severity.ERROR,
        _("Không kết nối được cơ sở dữ liệu: %(reason)s"),
        _("Kiểm tra LIENTHONG_DATABASE và máy chủ cơ sở dữ liệu."),
        {"reason": reason or type(error).__name__},
    )


def forbidden(file: str) -> Finding:
    """We may not read a file of ours: it came with another owner, as root's copies do."""
    return Finding(
        "operation.file-forbidden",
        Severity.ERROR,
        _("Tài khoản chạy hệ thống không đọc được “%(file)s”."),
        _("Trả tệp cho tài khoản đó (chown), quyền 600 cho tệp khóa, rồi khởi động lại."),
        {"file": file},
    )


def not_migrated(steps: tuple[str, ...]) -> Finding:
    """The tables are those of an older program."""
    return Finding(
        errors.DatabaseNotMigrated.code,
        Severity.ERROR,
        _("Cơ sở dữ liệu còn thiếu %(count)s bước nâng cấp."),
        _("Sao lưu, rồi chạy lệnh: lienthong migrate."),
        {"count": len(steps)},
    )


def newer(steps: tuple[str, ...]) -> Finding:
    """The tables are those of a newer program."""
    return Finding(
        errors.DatabaseNewer.code,
        Severity.ERROR,
        errors.DatabaseNewer.sentence,
        errors.DatabaseNewer.next_step,
        {"step": steps[0]},
    )


def looks(now: datetime) -> Iterator[Finding]:
    """Look at the disk and the folder."""
    home = Path(settings.LIENTHONG_HOME)
    free, least = disk_free(), settings.LIENTHONG_LEAST_FREE
    if free < least:
        yield Finding(
            "operation.disk-full",
            Severity.ERROR,
            _("Ổ đĩa của bản cài chỉ còn %(free)s GB, dưới mức %(least)s GB phải còn."),
            _(
                "Thêm dung lượng; hệ thống ngừng nhận tệp khi hết chỗ. Với ổ đĩa nhỏ thì đặt "
                "LIENTHONG_LEAST_FREE: dưới mức đó /readyz báo chưa sẵn sàng."
            ),
            {"free": _gigabytes(free), "least": _gigabytes(least)},
        )
    else:
        told: dict[str, object] = {"free": _gigabytes(free)}
        yield Finding("operation.disk", Severity.OK, _("Ổ đĩa còn %(free)s GB."), "", told)
    yield from _folder(home, now)
    yield from _keys(home)


def _gigabytes(size: int) -> Measure:
    return Measure(round(size / 1024**3, 1))


def _folder(home: Path, now: datetime) -> Iterator[Finding]:
    try:
        with NamedTemporaryFile(dir=home) as trial:
            written = datetime.fromtimestamp(os.stat(trial.name).st_mtime, UTC)
    except OSError:
        yield Finding(
            "operation.folder-not-writable",
            Severity.ERROR,
            _("Không ghi được vào thư mục của bản cài."),
            _("Kiểm tra quyền của thư mục LIENTHONG_HOME và ổ đĩa có bị khóa ghi không."),
        )
        return
    yield from skew("operation.clock-of-disk", (written - now).total_seconds())


def _keys(home: Path) -> Iterator[Finding]:
    """Keys are for their owner alone, and he is we."""
    files = sorted(path for path in (home / "keys").rglob("*") if path.is_file())
    yield from (forbidden(str(path)) for path in files if not os.access(path, os.R_OK))
    opened = [
        path.name for path in files if ".public." not in path.name and path.stat().st_mode & 0o077
    ]
    if opened:
        yield Finding(
            "operation.keys-open",
            Severity.ERROR,
            _("Người khác trên máy đọc được khóa: %(files)s."),
            _("Chạy: chmod 600 cho các tệp đó; thay khóa nếu nghi đã lộ."),
            {"files": ", ".join(sorted(opened)[:5])},
        )


def lock_looks(_now: datetime) -> Iterator[Finding]:
    """Whether somebody holds a lock for which others wait, as a psql that was left does."""
    for one in lock_holders(longer_than=LONG_FOR_A_LOCK):
        yield Finding(
            "operation.lock-held",
            Severity.WARNING,
            _(
                "Phiên %(pid)s (vai trò “%(role)s”) trong PostgreSQL đang giữ khóa; %(count)s phiên"
                " khác phải chờ."
            ),
            _(
                "Phiên bị bỏ quên thì kết thúc bằng lệnh SELECT pg_terminate_backend(số phiên); "
                "lệnh của hệ thống đang chạy thì chờ xong."
            ),
            {"pid": one.pid, "role": one.role, "count": one.waiting},
        )


def name_looks(_now: datetime) -> Iterator[Finding]:
    """Whether the ledger is of the installation that the settings name; no act is done else."""
    try:
        ledger.require_own_name()
    except InstallationChanged as told:
        yield Finding(told.code, Severity.ERROR, told.sentence, told.next_step, told.facts)


def secret_key_looks(_now: datetime) -> Iterator[Finding]:
    """Whether the secret key is the one under which the installation ran before."""
    if access.is_secret_key_another():
        yield secret_key_changed()


def secret_key_changed() -> Finding:
    """Another secret key: everybody is signed out, and some cannot come back in."""
    since = access.secret_key_since()
    day = f"{local_day(since):%d/%m/%Y}" if since else "—"
    return Finding(
        "operation.secret-key-changed",
        Severity.ERROR,
        _(
            "Khóa bí mật của bản cài không còn là khóa dùng từ ngày %(since)s: mọi phiên đăng nhập "
            "đã hết, ứng dụng xác thực và mã khôi phục đã thêm trước đây không dùng được."
        ),
        _(
            "Đặt lại tệp keys/secret_key (hoặc LIENTHONG_SECRET_KEY) từ nơi cất giữ riêng rồi "
            "khởi động lại. Nếu khóa mất hẳn: chạy “lienthong secretkey accept”."
        ),
        {"since": day},
    )


def clock_looks(now: datetime) -> Iterator[Finding]:
    """Compare our clock with that of the database's machine."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        yield from skew("operation.clock-of-database", (cursor.fetchone()[0] - now).total_seconds())


def skew(code: str, seconds: float) -> Iterator[Finding]:
    """Say that another clock is so many seconds ahead of ours (negative: behind), if it matters."""
    # The look itself takes a moment; only what lies beyond it is a wrong clock.
    if abs(seconds) > LARGEST_SKEW:
        yield Finding(
            code,
            Severity.ERROR,
            _("Đồng hồ lệch %(seconds)s giây."),
            _("Bật đồng bộ giờ (chrony hoặc systemd-timesyncd) trên mọi máy."),
            {"seconds": f"{seconds:.0f}"},
        )
