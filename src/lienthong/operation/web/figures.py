"""How the installation stands, as words: what waits, how old it is, what room is left."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.operation.types import Standing
from lienthong.webkit.numbers import count, file_size
from lienthong.webkit.types import Fact


def figures_of(standing: Standing) -> list[Fact]:
    """Return the figures of the operator's page, what goes wrong first on top."""
    return [
        Fact(_("Văn bản chờ tiếp nhận"), count(standing.deliveries_waiting)),
        Fact(_("Việc nền đang chờ"), _waiting(standing.jobs["waiting"], standing.oldest_job)),
        Fact(_("Tiến trình nền"), _seen(standing.worker_seen)),
        Fact(_("Bản ghi chưa vào sổ cái"), _oldest(standing.unplaced)),
        Fact(_("Tệp trong vùng chờ"), count(standing.uploads_waiting)),
        Fact(_("Sao lưu gần nhất"), _ago(standing.backup_age)),
        Fact(_("Cơ sở dữ liệu"), file_size(standing.database_size or 0)),
        Fact(_("Ổ đĩa còn trống"), file_size(standing.disk_free)),
    ]


def duration(seconds: float) -> str:
    """Return a time as people say it, in its largest unit: "12 giây", "3 giờ", "2 ngày"."""
    whole = int(seconds)
    if whole < 60:
        return ngettext("%(n)s giây", "%(n)s giây", whole) % {"n": whole}
    if whole < 3600:
        return ngettext("%(n)s phút", "%(n)s phút", whole // 60) % {"n": whole // 60}
    if whole < 48 * 3600:
        return ngettext("%(n)s giờ", "%(n)s giờ", whole // 3600) % {"n": whole // 3600}
    return ngettext("%(n)s ngày", "%(n)s ngày", whole // 86400) % {"n": whole // 86400}


def _waiting(waiting: int, oldest: float) -> str:
    if not waiting:
        return _("không có")
    return _("%(count)s, cũ nhất %(age)s") % {"count": count(waiting), "age": duration(oldest)}


def _seen(seconds: float | None) -> str:
    if seconds is None:
        return _("chưa thấy lần nào")
    return _("hoạt động %(age)s trước") % {"age": duration(seconds)}


def _oldest(seconds: float) -> str:
    return _("cũ nhất %(age)s") % {"age": duration(seconds)} if seconds else _("không có")


def _ago(seconds: float | None) -> str:
    return _("chưa có") if seconds is None else _("%(age)s trước") % {"age": duration(seconds)}
