"""Việc cần làm: what this post must do now, most urgent first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lienthong.access.types import StaffRequest
from lienthong.desk.web import over_province
from lienthong.desk.web.frame import address, counts_of
from lienthong.documents.types import Urgency
from lienthong.exchange import queries as exchange
from lienthong.issuing import queries as issuing
from lienthong.kernel import clock
from lienthong.kernel.wording import noop
from lienthong.registers import queries as registers
from lienthong.registers.queries import LateRow
from lienthong.registers.types import Direction, IncomingTab
from lienthong.worklist import queries as worklist
from lienthong.worklist.types import GROUPS, Verb, WorkGroup, WorkLine

_PAGES = {
    "delivery": "registers:delivery",
    "entry": "registers:entry",
    "letter": "mailboxes:letter",
    "papers": "exchange:papers-of",
    "version": "desk:document",
    "draft": "issuing:draft",
    "comments": "issuing:comment",
    "casefile": "casefiles:one",
    "deposit": "casefiles:deposit",
    "clearance": "portal:clear",
    "glass": "access:glass",
    "grant": "systems:asked",
    "administrator": "access:proposal",
    "reorganisation": "directory:reorganisation",
}
_LATE = 5  # lines of what others of the agency are late with
_DONE = 10  # lines of what was done today, where nothing waits
# How a line of work keeps the number of the incoming book, before the number itself.
_ENTERED = noop("Đến số")
_URGENCIES = {
    "delivery": exchange.urgencies_of_deliveries,
    "entry": registers.urgencies_of_entries,
    "draft": issuing.urgencies_of_drafts,
}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line with its address, its deadline in words, and the act that is done in place.

    number: in the reader's language; urgency: in words, "" for what is not urgent.
    """

    line: WorkLine
    url: str
    accept_url: str
    due: str
    is_late: bool
    number: str
    urgency: str


@dataclass(frozen=True, slots=True)
class ShownGroup:
    group: WorkGroup
    name: str
    count: int
    lines: list[ShownLine]


@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """All that waits, in groups, and what was done today."""
    now = clock.now()
    page = worklist.waiting(request.actor, now=now, after=request.GET.get("sau", ""))
    context = {
        "groups": _groups(page.lines, counts_of(request).by_group, now),
        "next_url": f"?{urlencode({'sau': page.after})}" if page.after else "",
        "is_first": "sau" not in request.GET,
        "first_url": "?",
        "entered": _entered_today(request, now),
        "done": [] if page.lines else _done_today(request, now),
        "late_work": _late_work(request, now),
        "watched": over_province.watched(request.actor, now=now),
        "reviewed": over_province.reviewed(request.actor),
        # What is wrong with the installation itself may keep its work lines from being written.
        "is_operator": "operation.watch" in request.actor.rights,
    }
    return render(request, "desk/home.html", context)


def _groups(
    lines: Sequence[WorkLine], counts: Mapping[WorkGroup, int], now: datetime
) -> list[ShownGroup]:
    urgencies = _urgencies(lines)
    shown = groupby(_in_turn(lines, urgencies), key=lambda line: line.group)
    return [
        ShownGroup(group, _(GROUPS[group]), counts.get(group, 0), _all_shown(own, urgencies, now))
        for group, own in shown
    ]


Urgencies = Mapping[UUID, Urgency]


def _in_turn(lines: Iterable[WorkLine], urgencies: Urgencies) -> list[WorkLine]:
    """Return lines as they came, but for those of one group and deadline: the most urgent first.

    Hỏa tốc is before every deadline. A work line knows only that it is urgent; so this is the order
    within one page.
    """

    def turn(line: WorkLine) -> tuple[int, bool, datetime, int]:
        urgency = urgencies.get(line.subject_id, Urgency.NORMAL)
        due = line.due_at or datetime.max.replace(tzinfo=UTC)
        return places[line.group], urgency != Urgency.FLASH, due, -urgency.rank

    places = {group: place for place, group in enumerate(WorkGroup)}
    return sorted(lines, key=turn)


def _all_shown(lines: Iterable[WorkLine], urgencies: Urgencies, now: datetime) -> list[ShownLine]:
    return [_shown(line, now, urgencies.get(line.subject_id)) for line in lines]


def _urgencies(lines: Iterable[WorkLine]) -> dict[UUID, Urgency]:
    """Return how urgent the documents of urgent lines are: one statement a kind of subject.

    None where nothing is urgent. What is urgent without a document is not among them.
    """
    found: dict[UUID, Urgency] = {}
    urgent = [line for line in lines if line.is_urgent]
    for kind, ask in _URGENCIES.items():
        found |= ask([line.subject_id for line in urgent if line.subject_kind == kind])
    return found


def _shown(line: WorkLine, now: datetime, urgency: Urgency | None) -> ShownLine:
    page = _PAGES.get(line.subject_kind, "")
    accepts = line.verb == Verb.ACCEPT
    url = address(page, line.subject_id) if page else ""
    if line.verb == Verb.MEND_LEDGER:
        url = address("operation:watch")
    if line.verb == Verb.INSTRUCT:
        url = f"{reverse('registers:walk')}?{urlencode({'van-ban': line.subject_id})}"
    return ShownLine(
        line=line,
        url=url,
        accept_url=reverse("registers:accept", args=[line.subject_id]) if accepts else "",
        due=due_words(line, now),
        is_late=line.is_late,
        number=_number(line),
        urgency=_((urgency or Urgency.URGENT).label) if line.is_urgent else "",
    )


def _number(line: WorkLine) -> str:
    said, _blank, number = line.number.rpartition(" ")
    return f"{_(_ENTERED)} {number}" if said == _ENTERED else line.number


def due_words(line: WorkLine, now: datetime) -> str:
    """Say a deadline as people do: "quá hạn 2 ngày", "hạn 11:30 hôm nay", "hạn 25/11"."""
    if line.due_at is None:
        return ""
    due = line.due_at.astimezone(clock.VIETNAM)
    # Limits that run to 24:00 end at the first moment of the next day.
    is_whole_day = due.time() == time.min
    day = clock.local_day(line.due_at) if not is_whole_day else clock.local_day(line.due_at - _TICK)
    days = (day - clock.local_day(now)).days
    if line.is_late:
        return _("quá hạn %(days)s ngày") % {"days": -days} if days < 0 else _("đã quá hạn")
    at = "" if is_whole_day else f"{due:%H:%M} "
    if days == 0:
        return _("hạn %(at)shôm nay") % {"at": at}
    if days == 1:
        return _("hạn %(at)sngày mai") % {"at": at}
    return _("hạn %(at)s%(day)s") % {"at": at, "day": f"{day:%d/%m}"}


_TICK = datetime.resolution


def _done_today(request: StaffRequest, now: datetime) -> list[ShownLine]:
    done = worklist.settled_today(request.actor, now=now, limit=_DONE)
    return _all_shown(done, _urgencies(done), now)


@dataclass(frozen=True, slots=True)
class LateOwnWork:
    """What others of the agency are late with; more_url: of the list, where it is cut."""

    rows: list[LateRow]
    more_url: str


def _late_work(request: StaffRequest, now: datetime) -> LateOwnWork | None:
    """For leaders, on the first page of their list. Three statements."""
    actor = request.actor
    if "registers.instruct" not in actor.rights or "sau" in request.GET:
        return None
    rows = registers.late_work(actor.own_agency, today=clock.local_day(now), limit=_LATE + 1)
    if not rows:
        return None
    overdue = f"{reverse('registers:incoming')}?{urlencode({'muc': IncomingTab.OVERDUE})}"
    return LateOwnWork(rows[:_LATE], overdue if len(rows) > _LATE else "")


def _entered_today(request: StaffRequest, now: datetime) -> dict[str, int]:
    """How much the agency entered today, for those who keep or read its books."""
    actor = request.actor
    if "registers.read-book" not in actor.rights or actor.agency_id is None:
        return {}
    midnight = clock.at_local(clock.local_day(now), time.min)
    counts = registers.entered_since(actor.agency_id, midnight)
    return {
        "accepted": counts.get(Direction.INCOMING, 0),
        "issued": counts.get(Direction.OUTGOING, 0),
    }
