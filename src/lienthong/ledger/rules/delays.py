"""What the ledger promises in time, and which of it is not kept."""

from datetime import datetime, timedelta

from lienthong.kernel.wording import noop as _

# What is said of each problem, the gravest first; `facts` are those of the one who shows it: none.
PROBLEMS = {
    "ledger.held": _("Có đầu sổ đã công bố mà dữ liệu không dẫn tới; sổ cái đang dừng."),
    "ledger.epoch-needed": _("Khóa ký sổ cái là khóa mới; sổ cái dừng tới khi mở kỳ sổ mới."),
    "ledger.kept-head-unreadable": _("Đầu sổ lưu cạnh khóa ký không đọc được; sổ cái không ký."),
    "ledger.records-late": _("Có bản ghi chờ vào sổ cái lâu hơn thời hạn đã cam kết."),
    "ledger.heads-unpublished": _("Đầu sổ mới chưa được công bố đúng hạn."),
    "ledger.stamps-missing": _("Có đầu sổ đã công bố mà chưa có dấu thời gian."),
    "ledger.no-time-stamper": _("Chưa cấu hình dịch vụ cấp dấu thời gian cho đầu sổ."),
}
# Of these, what an installation on trial may live with.
ADVICE = frozenset({"ledger.no-time-stamper"})
# What a person should do about it.
NEXT_STEPS = {
    "ledger.held": _("Chạy “lienthong ledger epoch” với đầu sổ đã công bố đó."),
    "ledger.epoch-needed": _("Chạy “lienthong ledger epoch” và nêu lý do mất khóa."),
    "ledger.kept-head-unreadable": _("Đối chiếu với người làm chứng, rồi đặt lại tệp đầu sổ."),
    "ledger.records-late": _("Kiểm tra tiến trình nền (worker) và việc sequence_records."),
    "ledger.heads-unpublished": _("Kiểm tra tiến trình nền và việc publish_head."),
    "ledger.stamps-missing": _("Kiểm tra đường tới dịch vụ dấu thời gian; việc thử lại tự chạy."),
    "ledger.no-time-stamper": _("Đặt LIENTHONG_TIME_STAMPER và LIENTHONG_TIME_STAMP_URL."),
}

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
# A published head without a stamp is nothing unusual for a few attempts.
STAMP_PATIENCE = timedelta(hours=2)


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after this many failed attempts (from 1): doubling, at most 6 h."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 20)), LONGEST_PAUSE)


def problems_of(
    *,
    now: datetime,
    promise: timedelta,
    publish_every: timedelta,
    waiting_since: datetime | None,
    unpublished_since: datetime | None,
    unstamped_since: datetime | None,
    has_stamper: bool,
    is_held: bool,
) -> tuple[str, ...]:
    """Return the codes of what the tables tell to be late or stopped, the gravest first.

    A head may stay unpublished for twice the time that publishing takes its turns in.
    """

    def is_older(since: datetime | None, than: timedelta) -> bool:
        return since is not None and now - since > than

    found = {
        "ledger.held": is_held,
        "ledger.records-late": is_older(waiting_since, promise),
        "ledger.heads-unpublished": is_older(unpublished_since, 2 * publish_every),
        "ledger.stamps-missing": has_stamper and is_older(unstamped_since, STAMP_PATIENCE),
        "ledger.no-time-stamper": not has_stamper,
    }
    return tuple(code for code in PROBLEMS if found.get(code))
