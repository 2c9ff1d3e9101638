"""The course of a document: what happened, when, who, and its number in the ledger."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from lienthong.desk.web.seen import Seen
from lienthong.desk.web.urged import urged
from lienthong.documents.types import Road
from lienthong.exchange.types import ChangeKind, StatusCode, StatusLine
from lienthong.kernel.clock import VIETNAM, local_day
from lienthong.registers.types import AssignmentRole, InstructionCard, WorkState
from lienthong.webkit.numbers import count
from lienthong.webkit.types import Step

_STOPS = {StatusCode.REFUSED, StatusCode.TAKE_BACK}
_WITH_RECEIPT = {StatusCode.ACCEPTED, StatusCode.REFUSED}
_ASKS = {
    ChangeKind.RECALL: noop("%(agency)s đề nghị thu hồi"),
    ChangeKind.UPDATE: noop("%(agency)s đề nghị cập nhật"),
    ChangeKind.REPLACEMENT: noop("%(agency)s đề nghị thay thế"),
}
# What our own books tell with more words than the report does.
_TOLD_BY_BOOKS = {StatusCode.ASSIGNED}


@dataclass(frozen=True, slots=True)
class _Event:
    at: datetime
    what: str
    said: str = ""
    record_id: UUID | None = None
    item: UUID | None = None
    has_receipt: bool = False
    is_stop: bool = False


def steps_of(document: Seen, *, today: datetime) -> list[Step]:
    """Return the steps in the order in which they happened, then what is still expected."""
    urgings = [
        _Event(
            one.at,
            one.words,
            record_id=one.record_id,
            item=one.item,
            has_receipt=one.item is not None,
        )
        for one in urged(document)
    ]
    told = [
        *_entry(document),
        *_sendings(document),
        *_reports(document),
        *_work(document),
        *urgings,
    ]
    events = sorted(told, key=_when)
    done = [_step(event, document, today) for event in events]
    return [*done, *_expected(document)]


def _when(event: _Event) -> datetime:
    return event.at


def _entry(document: Seen) -> list[_Event]:
    """How a line came that nobody delivered."""
    received, entry = document.received, document.entry
    if received is None or entry is None:
        return []
    facts = {"who": received.entered_by, "number": entry.number_text}
    what = (
        _("%(who)s vào sổ bản giấy, số %(number)s")
        if received.road == Road.PAPER
        else _("%(who)s vào sổ thư công vụ, số %(number)s")
    )
    return [_Event(entry.entered_at, what % facts)]


def _sendings(document: Seen) -> list[_Event]:
    item = document.delivery.id if document.delivery and not document.is_ours else None
    return [
        _Event(
            dispatch.admitted_at,
            _("%(agency)s gửi, do %(who)s")
            % {"agency": dispatch.sender_name, "who": dispatch.admitted_by}
            if document.is_ours
            else _("%(agency)s gửi đến") % {"agency": dispatch.sender_name},
            record_id=dispatch.record_id,
            item=item,
            has_receipt=True,
        )
        for dispatch in document.dispatches
    ]


def _reports(document: Seen) -> list[_Event]:
    sendings = {dispatch.record_id for dispatch in document.dispatches}
    return [
        _Event(
            line.received_at,
            _words(line, document),
            said=line.note,
            record_id=line.record_id if line.record_id not in sendings else None,
            has_receipt=line.code in _WITH_RECEIPT or line.not_carried is not None,
            is_stop=line.code in _STOPS or line.not_carried is not None,
        )
        for line in document.course
        if not (line.code in _TOLD_BY_BOOKS and document.incoming)
    ]


def _words(line: StatusLine, document: Seen) -> str:
    facts = {"agency": line.reporter_name, "who": line.actor_name or line.reporter_name}
    if line.code == StatusCode.ARRIVED:
        return _("Đã đến %(agency)s") % facts
    if line.code == StatusCode.ACCEPTED and document.entry:
        facts["number"] = document.entry.number_text
        return _("%(who)s tiếp nhận, vào sổ số %(number)s") % facts
    if line.code == StatusCode.IN_WORK:
        return _("%(who)s bắt đầu xử lý") % facts
    if line.code == StatusCode.FINISHED:
        return _("%(who)s báo hoàn thành") % facts
    if line.code == StatusCode.TAKE_BACK:
        return _(_ASKS[line.change or ChangeKind.RECALL]) % facts
    return f"{facts['who']}: {_(line.label)}"


def _work(document: Seen) -> list[_Event]:
    if document.incoming is None:
        return []
    events = []
    # An instruction and its report are one act, at one moment.
    reports = [line for line in document.course if line.code == StatusCode.ASSIGNED]
    assigned = {line.stamped_at: line.record_id for line in reports}
    for given in document.incoming.instructions:
        record_id = assigned.get(given.given_at)
        events.append(_Event(given.given_at, _handed(given), said=given.text, record_id=record_id))
        for assignment in given.assignments:
            # What the lead finishes is the outcome of the whole, and told by its report, where
            # somebody delivered it.
            is_told = assignment.role == AssignmentRole.LEAD and document.delivery is not None
            if assignment.finished_at and not is_told:
                what = _("%(name)s hoàn thành phần việc") % {"name": assignment.assignee_name}
                events.append(_Event(assignment.finished_at, what, said=assignment.outcome))
    return events


def _handed(given: InstructionCard) -> str:
    """Who gave it to whom: "Giám đốc Nguyễn Văn A giao Phòng CNTT (chủ trì), Văn phòng"."""
    leader = f"{given.title} {given.given_by}"
    parts = ", ".join(f"{a.assignee_name} ({_(a.role.label)})" for a in given.assignments)
    if not parts:
        return _("%(leader)s cho ý kiến") % {"leader": leader}
    facts = {"leader": leader, "parts": parts}
    if given.due_on is None:
        return _("%(leader)s giao %(parts)s") % facts
    facts["due"] = f"{given.due_on:%d/%m}"
    return _("%(leader)s giao %(parts)s, hạn %(due)s") % facts


def _step(event: _Event, document: Seen, today: datetime) -> Step:
    local = event.at.astimezone(VIETNAM)
    is_today = local_day(event.at) == local_day(today)
    shown = f"{local:%H:%M}" if is_today else f"{local:%H:%M %d/%m}"
    return Step(
        event.what,
        shown,
        said=event.said,
        record=_number(event.record_id, document),
        record_url=_address(event),
        is_stop=event.is_stop,
    )


def _number(record_id: UUID | None, document: Seen) -> str:
    if record_id is None:
        return ""
    place = document.records.get(record_id)
    return _("chờ vào sổ cái") if place is None else count(place + 1)


def _address(event: _Event) -> str:
    if event.record_id is None or not event.has_receipt:
        return ""
    if event.item is None:
        return reverse("desk:receipt", args=[event.record_id])
    return reverse("desk:receipt-item", args=[event.record_id, event.item])


def _expected(document: Seen) -> list[Step]:
    delivery, incoming = document.delivery, document.incoming
    if document.is_ours or (delivery is None and incoming is None):
        return []
    if delivery is not None and delivery.state.is_open_for_acceptance:
        return [Step(_("Tiếp nhận và vào sổ"), is_done=False)]
    if incoming is None or incoming.state in (WorkState.FINISHED, WorkState.RECALLED):
        return []
    if incoming.state == WorkState.AWAITING_INSTRUCTION:
        return [Step(_("Lãnh đạo chỉ đạo"), is_done=False)]
    return [Step(_("Hoàn thành"), is_done=False)]
