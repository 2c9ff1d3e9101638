"""The line of state: where a document stands, in one sentence that people say."""

from collections import Counter
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from lienthong.desk.web.seen import Seen
from lienthong.directory import queries as directory
from lienthong.exchange.types import DeliveryCard, DeliveryState, StatusCode
from lienthong.kernel.clock import VIETNAM, local_day
from lienthong.kernel.working_days import working_days_between
from lienthong.registers.types import EntryState, IncomingCard, WorkState
from lienthong.webkit.days import is_countable
from lienthong.webkit.templatetags.webkit import vn_deadline, working_days_left

_NOT_YET = (DeliveryState.SENT, DeliveryState.ARRIVED)
_OF_CHANGES = {
    DeliveryState.OFFERED: (
        later("Bản mới, chờ cơ quan trả lời."),
        later("Bản đang có vẫn có hiệu lực cho đến khi đồng ý."),
    ),
    DeliveryState.NOT_TAKEN: (
        later("Bản này không được thay vào."),
        later("Cơ quan không đồng ý, hoặc bên gửi đã rút đề nghị; bản trước vẫn giữ nguyên."),
    ),
    DeliveryState.SUPERSEDED: (
        later("Đã có bản mới thay bản này."),
        later("Số đến và việc đang xử lý đã chuyển sang bản mới; bản này giữ để đối chiếu."),
    ),
}


def state_line(document: Seen, *, now: datetime) -> tuple[str, str]:
    """Return the stressed first words and the sentence. At most one statement."""
    if document.delivery is not None and not document.is_ours:
        return _delivered(document, document.delivery, now)
    if document.version.received_by is not None:
        return _received(document, now)
    return _issued(document)


def _delivered(document: Seen, delivery: DeliveryCard, now: datetime) -> tuple[str, str]:
    if document.is_withdrawn:
        return _withdrawn(document, delivery)
    if delivery.state in _OF_CHANGES:
        lead, sentence = _OF_CHANGES[delivery.state]
        return str(lead), str(sentence)
    if delivery.state == DeliveryState.REFUSED:
        return _("Đã từ chối tiếp nhận."), _refused(document)
    if document.incoming is None:
        return _("Chờ tiếp nhận."), _waits(delivery, now)
    return _entered(document.incoming, delivery, now)


def _received(document: Seen, now: datetime) -> tuple[str, str]:
    """What came on paper or by mail: worked on, voided, or followed by its electronic document."""
    if document.incoming is not None:
        return _entered(document.incoming, None, now)
    entry = document.line_received
    if entry is None:
        return "", ""
    number = {"number": entry.number_text}
    if entry.state == EntryState.VOIDED:
        said = _("Lý do: %(reason)s") % {"reason": entry.void_reason}
        return _("Số đến %(number)s đã hủy.") % number, said
    return (
        _("Văn bản đến số %(number)s.") % number,
        _("Mục trong sổ và việc xử lý đã chuyển sang bản mở ở dưới đây."),
    )


def _withdrawn(document: Seen, delivery: DeliveryCard) -> tuple[str, str]:
    facts = {"day": _day(delivery.state_since), "sender": delivery.sender_name}
    sentence = _(
        "%(sender)s đề nghị, cơ quan đã đồng ý ngày %(day)s. Nội dung không còn xem được; số, "
        "dấu vết và biên nhận vẫn giữ."
    )
    lead = _("Văn bản đã thu hồi.")
    if document.entry:
        lead = _("Văn bản đến số %(number)s đã thu hồi.") % {"number": document.entry.number_text}
    return lead, sentence % facts


def _refused(document: Seen) -> str:
    line = next((r for r in reversed(document.course) if r.code == StatusCode.REFUSED), None)
    if line is None:
        return ""
    facts = {"who": line.actor_name, "day": _day(line.stamped_at), "reason": line.note}
    return _("%(who)s từ chối ngày %(day)s: “%(reason)s”") % facts


def _waits(delivery: DeliveryCard, now: datetime) -> str:
    facts = {"at": _moment(delivery.admitted_at), "by": vn_deadline(delivery.accept_by)}
    if delivery.accept_by < now:
        return _("Đến lúc %(at)s, đã quá hạn tiếp nhận (%(by)s).") % facts
    return _("Đến lúc %(at)s, hạn tiếp nhận: %(by)s.") % facts


def _entered(
    incoming: IncomingCard, delivery: DeliveryCard | None, now: datetime
) -> tuple[str, str]:
    entry = incoming.entry
    lead = _("Văn bản đến số %(number)s.") % {"number": entry.number_text}
    words = _("Đã tiếp nhận ngày %(day)s, %(work)s") % {
        "day": f"{entry.entered_at.astimezone(VIETNAM):%d/%m}",
        "work": _work(incoming, now),
    }
    if delivery is not None and delivery.is_change_pending:
        words += " " + _("Bên gửi đang chờ trả lời đề nghị.")
    return lead, words


def _work(incoming: IncomingCard, now: datetime) -> str:
    if incoming.state == WorkState.FINISHED:
        return _("hoàn thành ngày %(day)s.") % {"day": _day(incoming.finished_at)}
    lead = incoming.lead_name
    said = {
        WorkState.AWAITING_INSTRUCTION: _("chờ lãnh đạo chỉ đạo"),
        WorkState.ASSIGNED: _("đã giao %(lead)s chủ trì") % {"lead": lead},
        WorkState.IN_WORK: _("đang xử lý tại %(lead)s") % {"lead": lead},
    }[incoming.state]
    return said + _left(incoming.due_on, local_day(now)) + "."


def _left(due_on: date | None, today: date) -> str:
    if due_on is None:
        return ""
    if not is_countable(due_on, today):
        return f" ({due_on:%d/%m/%Y})"
    checker = directory.working_day_checker(min(today, due_on), max(today, due_on))
    left = working_days_between(today, due_on, is_working_day=checker)
    return f", {working_days_left(left)} ({due_on:%d/%m})"


def _issued(document: Seen) -> tuple[str, str]:
    version = document.version
    lead = _("Văn bản %(code)s.") % {"code": version.reference_code}
    if not document.sent:
        return lead, _("Ban hành ngày %(day)s.") % {"day": f"{version.issued_on:%d/%m/%Y}"}
    states = Counter(delivery.state for delivery in document.sent)
    total = len(document.sent)
    waiting = sum(states[state] for state in _NOT_YET)
    refused, recalled = states[DeliveryState.REFUSED], states[DeliveryState.RECALLED]
    offered, given_up = states[DeliveryState.OFFERED], states[DeliveryState.NOT_TAKEN]
    superseded = states[DeliveryState.SUPERSEDED]
    taken = total - waiting - refused - recalled - offered - given_up - superseded
    parts = [
        _taken(taken, total),
        *_some(waiting if taken else 0, _("%(n)s nơi chưa")),
        *_some(refused, _("%(n)s nơi từ chối")),
        *_some(recalled, _("%(n)s nơi đã thu hồi")),
        *_some(offered, _("%(n)s nơi chưa trả lời đề nghị")),
        *_some(given_up, _("%(n)s nơi không nhận bản này")),
        *_some(superseded, _("%(n)s nơi đã có bản mới")),
    ]
    facts = {
        "total": total,
        "day": _day(document.sent[0].admitted_at),
        "parts": ", ".join(parts),
    }
    return lead, _("Đã gửi %(total)s nơi ngày %(day)s: %(parts)s.") % facts


def _taken(taken: int, total: int) -> str:
    if taken == total:
        return _("mọi nơi đã tiếp nhận")
    if not taken:
        return _("chưa nơi nào tiếp nhận")
    return _("%(n)s nơi đã tiếp nhận") % {"n": taken}


def _some(count: int, words: str) -> list[str]:
    return [words % {"n": count}] if count else []


def _day(at: datetime | None) -> str:
    return f"{at.astimezone(VIETNAM):%d/%m/%Y}" if at else ""


def _moment(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M %d/%m}"
