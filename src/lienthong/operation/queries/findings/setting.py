"""Settings that are right for trying things, and wrong for a province."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from lienthong.formats.scans.tesseract import can_read
from lienthong.kernel.wording import noop as _
from lienthong.operation.types import Finding, Severity

DEFAULT_HOSTS = {"127.0.0.1", "localhost", "[::1]"}


def looks(_now: datetime) -> Iterator[Finding]:
    """Look at the settings alone."""
    yield from _how_it_is_reached()
    yield from _what_it_was_made_for()
    yield from _what_it_is_told_to_use()


def _how_it_is_reached() -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding(
            "operation.debug-on",
            Severity.ERROR,
            _("Đang bật chế độ gỡ lỗi: trang lỗi cho thấy dữ liệu và cài đặt."),
            _("Bỏ LIENTHONG_DEBUG rồi khởi động lại."),
        )
    if not settings.SESSION_COOKIE_SECURE:
        yield Finding(
            "operation.without-tls",
            Severity.WARNING,
            _("Chưa đặt sau TLS: mật khẩu và nội dung đi trên mạng không mã hóa."),
            _("Đặt proxy có TLS phía trước và LIENTHONG_BEHIND_TLS=true."),
        )
    if set(settings.ALLOWED_HOSTS) <= DEFAULT_HOSTS:
        yield Finding(
            "operation.default-hosts",
            Severity.WARNING,
            _("Chưa đặt tên miền được phục vụ."),
            _("Đặt LIENTHONG_HOSTS bằng tên miền của bản cài."),
        )


def _what_it_was_made_for() -> Iterator[Finding]:
    if settings.LIENTHONG_INSTALLATION == "lienthong.local":
        yield Finding(
            "operation.default-name",
            Severity.WARNING,
            _("Bản cài còn mang tên mặc định, tên này nằm trong mọi bản ghi."),
            _("Đặt LIENTHONG_INSTALLATION trước văn bản đầu tiên; sau đó không đổi được."),
        )
    if next((Path(settings.LIENTHONG_HOME) / "keys" / "signing").glob("*"), None) is not None:
        yield Finding(
            "operation.practice-keys",
            Severity.WARNING,
            _("Khóa ký của bản thực hành nằm trong tệp; chữ ký của chúng không có giá trị."),
            _("Không dùng bản cài này cho văn bản thật."),
        )


def _what_it_is_told_to_use() -> Iterator[Finding]:
    recogniser = settings.LIENTHONG_RECOGNISER
    if recogniser and not can_read(recogniser):
        yield Finding(
            "operation.recogniser-away",
            Severity.WARNING,
            _("Chương trình nhận dạng chữ bản quét không chạy được hoặc thiếu tiếng Việt."),
            _("Cài tesseract-ocr và tesseract-ocr-vie, hoặc sửa LIENTHONG_RECOGNISER."),
        )
    if settings.LIENTHONG_BACKUP_TO is not None and not settings.LIENTHONG_BACKUP_TO.is_dir():
        yield Finding(
            "operation.backup-folder-missing",
            Severity.ERROR,
            _("Không thấy thư mục sao lưu đã đặt."),
            _("Kiểm tra LIENTHONG_BACKUP_TO và ổ đĩa chứa nó đã được gắn chưa."),
        )
