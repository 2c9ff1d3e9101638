"""A package that recalls: its sender asks the named recipients to give a document back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.documents.types import Finding, VersionCard
from lienthong.exchange import errors as exchange_errors
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.types import DeliveryCard
from lienthong.formats.edxml.types import DocumentPackage
from lienthong.gateways import rules
from lienthong.gateways.services.packages._parties import Recipients
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import clean_block
from lienthong.kernel.wording import noop as _


@dataclass(frozen=True, slots=True)
class Recall:
    """Whom to ask, by the dispatch that brought them the document."""

    recipients: dict[UUID, list[UUID]]
    reason: str
    warnings: tuple[Finding, ...]
    delivery_ids: tuple[UUID, ...]

    def ask(self, *, key: str, actor: Actor, now: datetime) -> list[UUID]:
        """Ask them all and return the deliveries; each recipient agrees or declines."""
        asked: list[DeliveryCard] = []
        for dispatch_id, recipient_ids in self.recipients.items():
            asked += exchange_services.request_recall(
                dispatch_id=dispatch_id,
                recipient_ids=recipient_ids,
                reason=self.reason,
                key=key,
                actor=actor,
                now=now,
            )
        return [one.id for one in asked]


def plan_recall(
    package: DocumentPackage, earlier: Sequence[VersionCard], recipients: Recipients
) -> Recall:
    """Find who has the documents and is named, in `To` or in `ResponseFor`.

    Raises NothingToRecall when nobody of them has any of it, or all were asked already.
    """
    codes = {one.organ_id for one in package.responses if one.organ_id}
    named = {*recipients.agencies, *(a.id for a in directory.agencies_by_codes(codes).values())}
    block = package.trace.bussiness if package.trace else None
    return recall_of(earlier, named, reason=block.reason if block else "")


def recall_of(earlier: Sequence[VersionCard], named: set[UUID], *, reason: str) -> Recall:
    """Return the recall of documents from those of the named agencies that have them."""
    whom = {*named, *directory.holders_of(named).values()}
    by_dispatch: dict[UUID, list[UUID]] = {}
    ids: list[UUID] = []
    for version in earlier:
        for one in exchange.recallable(version.document_id, sender_id=version.issuer_id):
            if one.recipient_id in whom:
                by_dispatch.setdefault(one.dispatch_id, []).append(one.recipient_id)
                ids.append(one.id)
    if not by_dispatch:
        raise exchange_errors.NothingToRecall()
    cleaned = clean_block(reason)
    warnings = () if cleaned else (no_reason(),)
    return Recall(by_dispatch, cleaned or rules.NO_REASON, warnings, tuple(ids))


def no_reason() -> Finding:
    """Say that a reason is missing which the receiving side would need."""
    return rules.warning(
        "gateways.reason-missing",
        _("Gói tin không ghi lý do."),
        _("Liên hệ cơ quan gửi gói tin nếu cần biết lý do."),
    )
