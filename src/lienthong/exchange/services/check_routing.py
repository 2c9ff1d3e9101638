"""The part of the check before sending that says whether paper goes too, and by which rule (A5)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.documents import queries as documents
from lienthong.documents.rules.file_findings import refused
from lienthong.documents.rules.topics import unsaid
from lienthong.documents.types import AskedTopics, Concern, Finding, FindingLevel, Routed, Topic
from lienthong.exchange import errors
from lienthong.exchange.types import Recipient
from lienthong.kernel.wording import noop as _

TOPIC_UNSAID = "exchange.topic-unsaid"
_NAMED = 20


def check_routing(
    recipients: Sequence[Recipient],
    *,
    sender: AgencyCard,
    topic: Topic,
    subject: str,
    code: str,
    now: datetime,
) -> list[Finding]:
    """Return a finding for each rule that decides about these recipients, or about the topic alone.

    subject: its words may speak of what nobody said. code: of the findings about rules. Paper only
    is what sending refuses (`exchange.paper-only`). Three statements, whatever the recipients; one
    more as in `sending_rules`.
    """
    rules = documents.sending_rules(admitted_at=now, is_urgent=False, issuer=sender)
    agencies = directory.agencies({one.agency_id for one in recipients}) if recipients else {}
    named: dict[UUID | None, tuple[Routed, list[str]]] = {}
    for one in recipients:
        if one.agency_id in agencies:
            agency = agencies[one.agency_id]
            routed = rules.routed(topic, one.role, agency.level)
            by = routed.rule.id if routed.rule else None
            named.setdefault(by, (routed, []))[1].append(agency.name)
    if not named:
        named[None] = (rules.routed(topic, "", ""), [])
    told = [finding for routed, names in named.values() for finding in _said(routed, names, code)]
    return [*_unsaid(topic, subject, rules.asked), *told]


def _unsaid(topic: Topic, subject: str, asked: AskedTopics) -> Iterator[Finding]:
    """Ask about what the subject line speaks of, where a rule would decide otherwise by it."""
    spoken = unsaid(topic, subject, asked)
    if spoken is not None:
        is_concern = isinstance(spoken, Concern)
        yield Finding(
            TOPIC_UNSAID,
            FindingLevel.WARN,
            _("Trích yếu nói về %(said)s."),
            _("Có quy định riêng về cách gửi văn bản như vậy."),
            _("Chọn nội dung này") if is_concern else _("Chọn kỳ báo cáo này"),
            {
                "said": spoken.label,
                "field": "concern" if is_concern else "period",
                "value": str(spoken),
            },
        )


def _said(routed: Routed, names: Sequence[str], code: str) -> Iterator[Finding]:
    rule = routed.rule
    if rule is None:
        return
    if not routed.routing.electronic:
        yield refused(errors.PaperOnly(names=_shown(names)))
        return
    facts: dict[str, object] = {
        "title": rule.title,
        "clause": rule.clause,
        "from": _written(rule.valid_from),
        "names": _shown(names),
        "due": _written(routed.paper_due) if routed.paper_due else "",
    }
    yield Finding(
        code,
        FindingLevel.OK,
        "%(title)s.",
        _("%(clause)s · hiệu lực từ %(from)s."),
        _next_step(routed, names),
        facts=facts,
    )


def _next_step(routed: Routed, names: Sequence[str]) -> str:
    if routed.paper_due is None:
        return ""
    if not names:
        return _("Gửi kèm bản giấy, chậm nhất ngày %(due)s.")
    return _("Gửi kèm bản giấy tới %(names)s, chậm nhất ngày %(due)s.")


def _shown(names: Sequence[str]) -> str:
    more = ["…"] if len(names) > _NAMED else []
    return ", ".join([*names[:_NAMED], *more])


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"
