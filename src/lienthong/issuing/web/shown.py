"""What pages of issuing show: the draft of an address, and plain values in their words."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.access.types import StaffRequest
from lienthong.documents.queries import viewer_of
from lienthong.documents.rules.notation import CODE as NOTATION
from lienthong.documents.types import Finding as DocumentFinding
from lienthong.documents.types import FindingLevel
from lienthong.exchange.services.check_routing import TOPIC_UNSAID
from lienthong.issuing import queries, rules
from lienthong.issuing.types import Checked, DraftCard, DraftState, Origin, StepLine
from lienthong.issuing.web.recipient_lines import Unknown
from lienthong.kernel.clock import VIETNAM
from lienthong.webkit.messages import say_done
from lienthong.webkit.types import Finding, FindingState, Step
from lienthong.webkit.wording import fill

_STATES = {
    FindingLevel.OK: FindingState.OK,
    FindingLevel.WARN: FindingState.WARN,
    FindingLevel.STOP: FindingState.STOP,
}
# Recipients whose names one line of the check tells.
_NAMED = 5
_STOPPING = {"returned", "number-voided", "withdrawn"}


def findings(checked: Checked) -> list[Finding]:
    """Return the lines of a check in the reader's language, one for many of a kind."""
    return [finding(each) for each in _together(checked.findings)]


def _together(found: Iterable[DocumentFinding]) -> list[DocumentFinding]:
    """Make one line of those that say the same of several recipients, or none is read."""
    alike: dict[object, list[DocumentFinding]] = {}
    for number, each in enumerate(found):
        said = (each.code, fill(each.cause, each.facts), fill(each.next_step, each.facts))
        alike.setdefault(said if "names" in each.facts else number, []).append(each)
    return [_of_all(each) for each in alike.values()]


def _of_all(alike: Sequence[DocumentFinding]) -> DocumentFinding:
    if len(alike) == 1:
        return alike[0]
    named = [str(each.facts["names"]) for each in alike]
    names, more = ", ".join(named[:_NAMED]), len(named) - _NAMED
    if more > 0:
        names = _("%(names)s và %(count)s nơi khác") % {"names": names, "count": more}
    return replace(alike[0], facts={**alike[0].facts, "names": names})


def finding(each: DocumentFinding) -> Finding:
    """Return one line; where the page can put it right by itself, its next step is a link."""
    return Finding(
        _STATES[each.level],
        fill(each.sentence, each.facts),
        _ended(fill(each.cause, each.facts)),
        fill(each.next_step, each.facts),
        url=_remedy(each),
    )


def _ended(cause: str) -> str:
    """The cause as a sentence of its own: some end with the clause that they cite."""
    return f"{cause}." if cause and cause[-1] not in ".!?…" else cause


def _remedy(each: DocumentFinding) -> str:
    """The value that a field should have, for send.js to put there."""
    if "draft_id" in each.facts:
        return reverse("issuing:draft", args=[each.facts["draft_id"]])
    if each.code == TOPIC_UNSAID:
        return f"#dung:{quote(json.dumps([each.facts['field'], each.facts['value']]))}"
    if each.code == "issuing.subject-differs":
        return f"#dung:{quote(json.dumps(['subject', each.facts['subject']]))}"
    expected = str(each.facts.get("expected", ""))
    if each.code == NOTATION and each.level != FindingLevel.OK and "…" not in expected:
        return f"#dung:{quote(json.dumps(['notation', expected]))}"
    return ""


def unknown(names: Iterable[Unknown]) -> list[Finding]:
    """Return a line for each typed name that does not lead to one recipient."""
    return [
        Finding(
            FindingState.STOP,
            each.said,
            _("Chỉ gửi được tới cơ quan hoặc nhóm đã đăng ký trong danh bạ liên thông."),
            each.next_step,
        )
        for each in names
    ]


def button(origin: Origin, count: int, *, can_issue: bool) -> str:
    """Return what the one button does, in words."""
    if origin == Origin.HERE:
        return _("Trình ký")
    if not can_issue:
        return _("Chuyển văn thư phát hành")
    if not count:
        return _("Phát hành và vào sổ")
    words = ngettext("Phát hành đến %(count)s cơ quan", "Phát hành đến %(count)s cơ quan", count)
    return words % {"count": count}


def limit(issue_by: datetime) -> str:
    """Return until when a document signed now is issued in time: "sáng thứ Hai 23/11"."""
    written = rules.written_limit(issue_by)
    facts = {"weekday": _(written.weekday), "day": f"{written.day:%d/%m}"}
    if written.is_morning:
        return _("Ký hôm nay thì hạn phát hành: sáng %(weekday)s %(day)s.") % facts
    return _("Ký hôm nay thì hạn phát hành: hết %(weekday)s %(day)s.") % facts


def done(draft: DraftCard) -> str:
    """Return what was just done, for the line at the top of the next page."""
    facts = {"number": draft.entry_number, "signer": draft.facts.signer_name}
    words = {
        DraftState.DRAFTING: _("Đã lưu dự thảo."),
        DraftState.AWAITING_SIGNATURE: _("Đã trình %(signer)s ký.") % facts,
        DraftState.RETURNED: _("Đã trả lại dự thảo để sửa."),
        DraftState.NUMBERED: _("Đã lấy số %(number)s; văn bản chờ đóng dấu.") % facts,
        DraftState.SEALED: _("Đã nhận tệp có dấu của cơ quan; văn bản chờ gửi đi."),
        DraftState.SIGNED: _("Đã chuyển văn thư lấy số, đóng dấu và phát hành."),
        DraftState.ISSUED: _("Đã phát hành văn bản số %(number)s.") % facts,
        DraftState.WITHDRAWN: _("Đã rút dự thảo."),
    }
    if draft.origin == Origin.COPY:
        words |= {
            DraftState.AWAITING_SIGNATURE: _("Đã trình %(signer)s ký duyệt bản sao.") % facts,
            DraftState.RETURNED: _("Bản sao không được duyệt."),
            DraftState.SIGNED: _("Đã duyệt bản sao; văn thư lấy số và làm tiếp."),
            DraftState.NUMBERED: _("Đã lấy số %(number)s cho bản sao.") % facts,
            DraftState.ISSUED: _("Đã làm bản sao số %(number)s.") % facts,
            DraftState.ON_PAPER: _("Bản sao giấy số %(number)s đã xong.") % facts,
            DraftState.WITHDRAWN: _("Đã rút đề nghị sao."),
        }
    return words.get(draft.state, _(draft.state.label))


def went_on(request: HttpRequest, card: DraftCard) -> HttpResponse:
    """Say what was done and lead on from there."""
    say_done(request, done(card))
    return redirect(address_of(card))


def address_of(draft: DraftCard) -> str:
    """Return the page to go on at: that of the document once it is issued."""
    if draft.version_id is not None:
        return document_address(draft.version_id)
    return draft_address(draft.id, draft.origin)


def draft_address(draft_id: UUID, origin: Origin) -> str:
    """Return the page of what is not issued: a copy has one of its own."""
    name = "issuing:copy" if origin == Origin.COPY else "issuing:draft"
    return reverse(name, args=[draft_id])


def document_address(version_id: object) -> str:
    """Return the page of an issued document, which a higher package has."""
    return reverse("desk:document", args=[version_id])


def visible(request: StaffRequest, draft_id: UUID) -> DraftCard:
    """Return the draft of an address, if this post may see it. Raises DraftNotFound."""
    actor = request.actor
    return queries.visible_draft(draft_id, viewer=viewer_of(actor), post_id=actor.post_id)


def course(steps: Iterable[StepLine]) -> list[Step]:
    """Return a draft's course for the shared part."""
    return [
        Step(
            what=f"{_(step.label)} · {step.actor_title} {step.actor_name}".strip(),
            when=f"{step.happened_at.astimezone(VIETNAM):%d/%m %H:%M}",
            said=step.note,
            is_stop=step.name in _STOPPING,
        )
        for step in steps
    ]
