"""What a document is, what it is related to, and the proofs that its sender has."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from lienthong.desk.web.seen import Seen
from lienthong.directory import queries as directory
from lienthong.documents.rules.topics import topic_words
from lienthong.documents.types import RelationKind, Road, Urgency, VersionCard
from lienthong.exchange.types import DeliveryState
from lienthong.kernel import clock
from lienthong.registers.types import ReceivedCard
from lienthong.webkit.types import Fact

_RELATIONS = {
    RelationKind.ANSWERS: later("trả lời"),
    RelationKind.RECALLS: later("thu hồi"),
    RelationKind.UPDATES: later("cập nhật"),
    RelationKind.REPLACES: later("thay thế"),
    RelationKind.MENTIONS: later("nhắc đến"),
    RelationKind.COPIES: later("sao từ"),
}


@dataclass(frozen=True, slots=True)
class Related:
    """A line of the chain: one document, what it does, to which other."""

    code: str
    url: str
    word: str
    target: str
    target_url: str


@dataclass(frozen=True, slots=True)
class VersionLink:
    """One time that the document was issued; no address for the one that is shown."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Changing:
    """newer_url: of what came instead of this version; what its sender may ask of recipients."""

    newer_url: str
    can_update: bool
    can_replace: bool


@dataclass(frozen=True, slots=True)
class RecipientReceipts:
    """The proofs that the sender has of one recipient: it arrived, and how it was answered."""

    name: str
    delivered_url: str
    answer: str
    answer_url: str


def facts_of(page: Seen) -> list[Fact]:
    """Return what stands on the document, and how it came."""
    version = page.version
    facts = [
        Fact(_("Cơ quan"), version.issuer_name),
        _numbered(version),
        *([Fact(_("Mã định danh văn bản"), page.identifier)] if page.identifier else []),
        *([Fact(_("Loại"), version.kind_name)] if version.kind_name else []),
        Fact(_("Trích yếu"), version.subject),
    ]
    signer = " ".join(part for part in (version.signer_position, version.signer_name) if part)
    if signer:
        facts.append(Fact(_("Người ký"), signer))
    if version.urgency != Urgency.NORMAL:
        facts.append(Fact(_("Mức độ khẩn"), _(version.urgency.label)))
    facts.extend(Fact(_(title), _(said)) for title, said in topic_words(version.topic))
    if version.due_on:
        facts.append(Fact(_("Trả lời trước"), f"{version.due_on:%d/%m/%Y}"))
    if page.delivery and not page.is_ours:
        facts.append(Fact(_("Vai trò"), _(page.delivery.role.label).capitalize()))
        at = page.delivery.admitted_at.astimezone(clock.VIETNAM)
        facts.append(
            Fact(_("Đến bằng"), _("Trục liên thông, %(at)s") % {"at": f"{at:%H:%M %d/%m/%Y}"})
        )
    if page.received:
        facts.append(_arrival(page.received))
    if page.outgoing:
        facts.append(Fact(_("Vào sổ đi"), _("số %(n)s") % {"n": page.outgoing.number_text}))
    return facts


def _numbered(version: VersionCard) -> Fact:
    """Number and day; what citizens write has no number."""
    day = f"{version.issued_on:%d/%m/%Y}"
    if not version.reference_code:
        return Fact(_("Ngày văn bản"), day)
    return Fact(_("Số, ký hiệu"), f"{version.reference_code} {_('ngày')} {day}")


def _arrival(received: ReceivedCard) -> Fact:
    words = _("Bản giấy, %(day)s") if received.road == Road.PAPER else _("Thư công vụ, %(day)s")
    return Fact(_("Đến bằng"), words % {"day": f"{received.arrived_on:%d/%m/%Y}"})


def related_to(page: Seen) -> list[Related]:
    """Return the links of the chain of documents that the viewer may see, copies on paper last."""
    chain = [
        Related(
            code=f"{line.source.reference_code} ({line.source.issuer_name})",
            url=_other(page, line.source.id),
            word=str(_RELATIONS[line.kind]),
            target=f"{line.target.reference_code} ({line.target.issuer_name})"
            if line.target
            else line.target_reference,
            target_url=_other(page, line.target.id) if line.target else "",
        )
        for line in page.relations
    ]
    return chain + [
        Related(
            code=_("%(number)s (bản giấy)") % {"number": number},
            url=reverse("issuing:copy", args=[draft_id]),
            word=str(_RELATIONS[RelationKind.COPIES]),
            target=page.version.reference_code,
            target_url="",
        )
        for draft_id, number in page.paper_copies
    ]


def versions_of(page: Seen) -> list[VersionLink]:
    """Return every time that the document was issued; nothing where that was once."""
    if len(page.versions) < 2:
        return []
    return [
        VersionLink(
            name=_("Bản %(n)s, phát hành %(at)s")
            % {
                "n": one.ordinal,
                "at": f"{one.issued_at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}",
            },
            url=_other(page, one.version_id),
        )
        for one in page.versions
    ]


def changing(page: Seen) -> Changing:
    """Return what this version gave way to, and whether its sender may change it.

    A recipient is told of what came instead for it alone, a sender of the newest version.
    """
    newest = page.versions[-1]
    newer = ""
    if page.is_ours and newest.version_id != page.version.id:
        newer = _other(page, newest.version_id)
    elif _has_given_way(page) and page.instead is not None:
        newer = _other(page, page.instead.version_id)
    elif page.line_received and page.line_received.version_id:
        newer = _other(page, page.line_received.version_id)
    is_own = page.version.issuer_id == page.actor.agency_id and bool(page.sent)
    may = "exchange.dispatch" in page.actor.rights and any(
        one.state.is_with_recipient for one in page.sent
    )
    can_replace = may and (is_own or _is_inherited(page))
    return Changing(newer, can_update=may and is_own, can_replace=can_replace)


def _is_inherited(page: Seen) -> bool:
    """Whether an agency issued it whose heir the viewer's is; what others issued nobody changes."""
    return page.version.issuer_id in directory.with_inherited(page.actor.own_agency)


def _has_given_way(page: Seen) -> bool:
    delivery = page.delivery
    return delivery is not None and not page.is_ours and delivery.state == DeliveryState.SUPERSEDED


def receipts_of(page: Seen) -> list[RecipientReceipts]:
    """Return the proofs about each recipient; nothing for who did not send it."""
    return [
        RecipientReceipts(
            name=delivery.recipient_name,
            delivered_url=reverse(
                "desk:receipt-item", args=[delivery.dispatch_record_id, delivery.id]
            ),
            answer=_(answer.code.label) if answer else "",
            answer_url=reverse("desk:receipt", args=[answer.record_id]) if answer else "",
        )
        for delivery in page.sent
        for answer in [page.answers.get(delivery.id)]
    ]


def _other(page: Seen, version_id: UUID) -> str:
    """The address of another document; this one needs no link to itself."""
    return "" if version_id == page.version.id else reverse("desk:document", args=[version_id])
