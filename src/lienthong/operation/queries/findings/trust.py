"""Whom the installation believes, and for how long yet: issuers, revocation lists, time."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as later

from lienthong.kernel.clock import local_day
from lienthong.kernel.refusals import Refusal
from lienthong.kernel.wording import noop as _
from lienthong.ledger.services.publish import ask_time, stamper_of_installation
from lienthong.operation.queries.findings.machine import skew
from lienthong.operation.types import Finding, Severity
from lienthong.signatures import queries as signatures
from lienthong.signatures.types import IssuerStanding
from lienthong.witnesses import queries as witnesses
from lienthong.witnesses.types import Trouble

ENDS_WITHIN = timedelta(days=30)
PATIENCE = 10.0  # seconds for an authority of time


def looks(now: datetime) -> Iterator[Finding]:
    """Look at the trusted issuers, their lists, and the ledgers that are watched, in the tables."""
    today = local_day(now)
    issuers = signatures.issuers_standing(on=today)
    if not issuers:
        yield Finding(
            "operation.no-trusted-issuer",
            Severity.WARNING,
            _("Chưa tin tổ chức cấp chứng thư số nào, nên mọi chữ ký đều chưa xác định."),
            _("Khai báo chứng thư gốc của họ bằng “lienthong trust add” trước văn bản đầu tiên."),
        )
    for one in issuers:
        if one.trusted_until_on is not None and one.trusted_until_on - today < ENDS_WITHIN:
            yield Finding(
                "operation.trust-ends",
                Severity.WARNING,
                _("Chỉ còn tin “%(name)s” đến hết ngày %(day)s."),
                _("Lấy danh sách tin cậy mới rồi cập nhật chứng thư của tổ chức này."),
                {"name": one.name, "day": f"{one.trusted_until_on:%d/%m/%Y}"},
            )
        yield from _lists(one, now)
    for watched in witnesses.watched():
        for trouble in watched.troubles:
            yield Finding(
                trouble.value,
                Severity.ERROR if trouble == Trouble.CONTRADICTED else Severity.WARNING,
                _("Sổ cái của %(installation)s, được theo dõi ở đây: %(what)s"),
                _("Xem trang Theo dõi sổ cái nơi khác, hoặc chạy “lienthong monitor run”."),
                {"installation": watched.installation, "what": later(trouble.sentence)},
            )


def _lists(one: IssuerStanding, now: datetime) -> Iterator[Finding]:
    if one.wants_lists and (one.lists_until is None or one.lists_until < now):
        since = "—" if one.lists_until is None else f"{one.lists_until:%d/%m/%Y}"
        yield Finding(
            "operation.revocation-list-old",
            Severity.ERROR,
            _("Danh sách thu hồi của “%(name)s” đã quá hạn (%(since)s)."),
            _("Tải danh sách mới, nhập ở trang Tổ chức cấp chứng thư hoặc bằng “lienthong trust”."),
            {"name": one.name, "since": since},
        )


def outside_looks(now: datetime) -> Iterator[Finding]:
    """Ask the authority of time for a stamp, and compare its clock with ours. Over the network."""
    began = time.monotonic()
    answer = _in_time(_time_of_authority)
    if answer is None:
        return
    if isinstance(answer, datetime):
        yield Finding("operation.time-stamper", Severity.OK, _("Dịch vụ dấu thời gian trả lời."))
        passed = timedelta(seconds=time.monotonic() - began)
        yield from skew("operation.clock-of-authority", (answer - now - passed).total_seconds())
        return
    yield Finding(
        "operation.time-stamper-away",
        Severity.ERROR,
        _("Dịch vụ dấu thời gian không cấp được dấu: %(reason)s."),
        _("Kiểm tra LIENTHONG_TIME_STAMP_URL, tường lửa và hợp đồng với nơi cấp dấu thời gian."),
        {"reason": answer},
    )


def _time_of_authority() -> datetime | None:
    stamper = stamper_of_installation()
    return None if stamper is None else ask_time(stamper)


def _in_time(ask: Callable[[], datetime | None]) -> datetime | str | None:
    """Return the answer, or in a word why there is none; nobody waits longer than PATIENCE."""
    found: list[datetime | str | None] = []

    def work() -> None:
        try:
            found.append(ask())
        except (OSError, ValueError) as error:
            found.append(str(error) or type(error).__name__)
        except Refusal as refusal:  # such as a key that is not in its file
            found.append(refusal.code)

    asking = threading.Thread(target=work, daemon=True)
    asking.start()
    asking.join(PATIENCE)
    return found[0] if found else f"{PATIENCE:.0f} s"
