"""The part of the check before sending that says whether paper goes too, and by which rule (A5)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.documents import queries as documents
from lienthong.documents.rules.file_findings import refused
from lienthong.documents.types import Finding, FindingLevel, Routed
from lienthong.exchange import errors
from lienthong.exchange.types import Recipient
from lienthong.kernel.wording import noop as _

_NAMED = 20


def check_routing(
    recipients: Sequence[Recipient],
    *,
    sender: AgencyCard,
    kind: str,
    code: str,
    now: datetime,
) -> list[Finding]:
    """Return a finding for each rule that decides about these recipients, or about the kind alone.

    code: of the findings. Paper only is what sending refuses (`exchange.paper-only`). Three
    statements, whatever the recipients; one more as in `sending_rules`.
    """
    rules = documents.sending_rules(admitted_at=now, is_urgent=False, issuer=sender)
    agencies = directory.agencies({one.agency_id for one in recipients}) if recipients else {}
    named: dict[UUID | None, tuple[Routed, list[str]]] = {}
    for one in recipients:
        if one.agency_id in agencies:
            agency = agencies[one.agency_id]
            routed = rules.routed(kind, one.role, agency.level)
            by = routed.rule.id if routed.rule else None
            named.setdefault(by, (routed, []))[1].append(agency.name)
    if not named:
        named[None] = (rules.routed(kind, "", ""), [])
    return [finding for routed, names in named.values() for finding in _said(routed, names, code)]


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
