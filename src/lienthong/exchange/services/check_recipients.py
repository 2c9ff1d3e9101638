"""The part of the check before sending that concerns recipients (A4, A13)."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard, Readiness, RecipientReadiness
from lienthong.documents.types import Finding, FindingLevel
from lienthong.exchange import errors
from lienthong.exchange.services.follow_directory import redirected
from lienthong.exchange.types import Deliverable, Recipient
from lienthong.kernel.refusals import Refusal
from lienthong.kernel.wording import Filled
from lienthong.kernel.wording import noop as _

# Names in one refusal.
_NAMED = 20
_CAUSES = {
    Readiness.NOT_JOINED: _("Cơ quan chưa tham gia gửi, nhận văn bản điện tử."),
    Readiness.NOT_YET: _("Cơ quan chỉ bắt đầu gửi, nhận điện tử từ ngày %(starts_on)s."),
    Readiness.KIND_OUT_OF_SCOPE: _("Cơ quan chưa nhận loại văn bản này theo đường điện tử."),
    Readiness.PARTNER_OUT_OF_SCOPE: _("Cơ quan chỉ gửi, nhận điện tử với UBND tỉnh."),
    Readiness.CLOSED: _("Cơ quan đã ngừng hoạt động từ ngày %(closed_on)s."),
}
_NEXT_STEPS = {
    Readiness.CLOSED: _("Gửi tới cơ quan kế thừa: %(successor)s."),
}
_SEND_ON_PAPER = _("Gửi bản giấy hoặc thư công vụ tới cơ quan này, hoặc chờ đến ngày tham gia.")


def check_recipients(
    recipients: Sequence[Recipient], *, sender: AgencyCard, kind: str, on: date
) -> list[Finding]:
    """Return a finding for everything that would stop these recipients, and one when all is well.

    Costs the same number of statements for one recipient and for 200.
    """
    delivered, instead = redirected(recipients, on=on)
    refused = [_finding(refusal) for refusal in _refusals(delivered, sender, kind, on)]
    return (
        [*_redirections(instead), *refused]
        if refused or instead
        else [
            Finding(
                code="exchange.recipients-ready",
                level=FindingLevel.OK,
                sentence=_("%(count)s nơi nhận đều nhận được bản điện tử."),
                facts={"count": len(recipients)},
            )
        ]
    )


def _redirections(instead: Mapping[UUID, UUID]) -> list[Finding]:
    """Say for whom another agency receives; the document goes there by itself. One statement."""
    names = directory.agencies([*instead, *instead.values()]) if instead else {}
    return [
        Finding(
            code="exchange.recipient-succeeded",
            level=FindingLevel.WARN,
            sentence=_("“%(name)s” đã kết thúc hoạt động; “%(heir)s” tiếp nhận thay."),
            cause=_("Cơ quan đã sáp nhập hoặc chia tách."),
            next_step=_("Sửa tên trong Nơi nhận cho đúng cơ quan mới, hoặc cứ gửi."),
            facts={"name": names[old].name, "heir": names[new].name},
        )
        for new, old in instead.items()
    ]


def require_active(sender: AgencyCard, *, on: date) -> None:
    """Let nobody speak for an agency that does not exist on a day. Raises SenderNotActive."""
    if not _exists(sender, on):
        raise _not_active(sender, on)


def require_deliverable(
    recipients: Sequence[Recipient],
    *,
    sender: AgencyCard,
    kind: str,
    on: date,
    known: Mapping[UUID, AgencyCard],
) -> Deliverable:
    """Return who gets a sending, or raise the first refusal that it meets, while nothing is kept.

    known: the recipients as the caller has read them. Heirs stand for those that have ended.
    One statement where nobody has ended and nobody is held to its committee.
    """
    delivered, instead = redirected(recipients, on=on, known=known)
    heirs = directory.agencies(instead) if instead else {}
    agencies = {**known, **heirs, sender.id: sender}
    require_ready(delivered, sender=sender, kind=kind, on=on, known=agencies)
    return Deliverable(delivered, instead, agencies)


def require_ready(
    recipients: Sequence[Recipient],
    *,
    sender: AgencyCard,
    kind: str,
    on: date,
    known: Mapping[UUID, AgencyCard] | None = None,
) -> None:
    """Raise the first refusal that these recipients meet; say nothing when all can receive.

    Also when the sender itself does not exist on that day (SenderNotActive).
    """
    for refusal in _refusals(recipients, sender, kind, on, known):
        raise refusal


def _refusals(
    recipients: Sequence[Recipient],
    sender: AgencyCard,
    kind: str,
    on: date,
    known: Mapping[UUID, AgencyCard] | None = None,
) -> list[Refusal]:
    if not _exists(sender, on):
        return [_not_active(sender, on)]
    if not recipients:
        return [errors.NoRecipients()]
    ids = [r.agency_id for r in recipients]
    if sender.id in ids:
        return [errors.SentToItself()]
    states = directory.readiness(set(ids), kind_code=kind, sender_id=sender.id, on=on, known=known)
    return [
        *_passed_on(sender, states.values()),
        *_unknown(ids, states.keys()),
        *_doubled(ids, lambda agency_id: states[agency_id].agency.name, states.keys()),
        *(_not_ready(state) for state in states.values() if state.readiness != Readiness.READY),
    ]


def _passed_on(sender: AgencyCard, states: Iterable[RecipientReadiness]) -> list[Refusal]:
    """What comes from outside ends here: so nothing goes in a circle between installations."""
    outside = [one.agency.name for one in states if one.agency.is_outside]
    if not sender.is_outside or not outside:
        return []
    return [errors.NotPassedOn(names=", ".join(outside[:_NAMED]))]


def _exists(agency: AgencyCard, on: date) -> bool:
    is_founded = agency.valid_from is None or agency.valid_from <= on
    return is_founded and (agency.valid_to is None or on <= agency.valid_to)


def _not_active(sender: AgencyCard, on: date) -> Refusal:
    heir = directory.heirs([sender.id], on=on).get(sender.id)
    return errors.SenderNotActive(
        name=sender.name,
        first_day=f"{sender.valid_from:%d/%m/%Y}" if sender.valid_from else "…",
        last_day=f"{sender.valid_to:%d/%m/%Y}" if sender.valid_to else "…",
        heir=heir.name if heir else _("chưa có"),
    )


def _unknown(ids: Sequence[UUID], known: Collection[UUID]) -> list[Refusal]:
    missing = set(ids).difference(known)
    return [errors.RecipientUnknown(count=len(missing))] if missing else []


def _doubled(
    ids: Sequence[UUID], name_of: Callable[[UUID], str], known: Collection[UUID]
) -> list[Refusal]:
    if len(set(ids)) == len(ids):
        return []
    counts = Counter(agency_id for agency_id in ids if agency_id in known)
    names = [name_of(agency_id) for agency_id, count in counts.items() if count > 1]
    return [errors.RecipientDoubled(names=", ".join(names))] if names else []


def _not_ready(state: RecipientReadiness) -> Refusal:
    facts = {
        "starts_on": f"{state.starts_on:%d/%m/%Y}" if state.starts_on else "",
        "closed_on": f"{state.agency.valid_to:%d/%m/%Y}" if state.agency.valid_to else "",
        "successor": state.successor.name if state.successor else _("chưa có"),
    }
    return errors.RecipientNotReady(
        names=state.agency.name,
        cause=Filled(_CAUSES[state.readiness], facts),
        next_step=Filled(_NEXT_STEPS.get(state.readiness, _SEND_ON_PAPER), facts),
    )


def _finding(refusal: Refusal) -> Finding:
    return Finding(
        code=refusal.code,
        level=FindingLevel.STOP,
        sentence=refusal.sentence,
        cause=refusal.cause,
        next_step=refusal.next_step,
        facts=dict(refusal.facts),
    )
