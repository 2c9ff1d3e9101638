"""How the acts of exchange are written into the ledger.

Public are the ids, the act and the dimensions that figures are made of; everything that names a
document or a person is committed to and opened only in a receipt.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lienthong.directory.types import AgencyCard
from lienthong.documents.types import RecipientRole, VersionCard
from lienthong.exchange.models import Delivery, Dispatch
from lienthong.exchange.types import (
    ChangeKind,
    DeliveryCard,
    DeliveryState,
    DispatchKind,
    NotCarried,
    PaperCard,
    PaperSent,
    PaperStep,
    StatusCode,
    UrgedAbout,
)
from lienthong.kernel.clock import VIETNAM
from lienthong.ledger.types import Act, ActItem

_ACTS = {
    StatusCode.ARRIVED: "delivery.arrived",
    StatusCode.REFUSED: "delivery.refused",
    StatusCode.ACCEPTED: "delivery.accepted",
    StatusCode.ASSIGNED: "delivery.assigned",
    StatusCode.IN_WORK: "delivery.in-work",
    StatusCode.FINISHED: "delivery.finished",
    StatusCode.AGREED: "change.agreed",
    StatusCode.DECLINED: "change.declined",
}

_WITHDRAWN = {
    PaperStep.SENT: "paper.sent-withdrawn",
    PaperStep.ARRIVED: "paper.arrived-withdrawn",
}


@dataclass(frozen=True, slots=True)
class Way:
    """A delivery that is about to be made: its id, and to whom as what."""

    id: UUID
    agency: AgencyCard
    role: RecipientRole
    # Until when its paper is to go, and by which rule; None where no paper goes.
    paper: PaperCard | None = None

    @property
    def state(self) -> DeliveryState:
        """Who is here has it at once; to whom a route leads, it is on its way."""
        return DeliveryState.SENT if self.agency.is_outside else DeliveryState.ARRIVED


def dispatched(
    dispatch_id: UUID,
    kind: DispatchKind,
    ways: Sequence[Way],
    *,
    accept_by: datetime,
    version: VersionCard,
    sender: AgencyCard,
) -> Act:
    """One record for a whole dispatch; each delivery is an item that can be proved by itself."""
    until = accept_by.astimezone(VIETNAM).isoformat()
    return Act(
        name="dispatch.submitted",
        subjects={
            "dispatch": str(dispatch_id),
            "version": str(version.id),
            "sender": str(sender.id),
        },
        dimensions={
            **_figures(version),
            "dispatch_kind": str(kind),
            "paper": any(way.paper for way in ways),
        },
        private={**_document(version), "sender": _agency(sender.name, sender.code)},
        items=[
            ActItem(
                key=str(way.id),
                dimensions={
                    "role": str(way.role),
                    "state": str(way.state),
                    "accept_by": until,
                    **({"paper_due": way.paper.due_on.isoformat()} if way.paper else {}),
                },
                private={"recipient": _agency(way.agency.name, way.agency.code)},
            )
            for way in ways
        ],
    )


def reported(
    delivery: Delivery,
    code: StatusCode,
    *,
    version: VersionCard,
    reporter: AgencyCard,
    note: str,
    entry: str = "",
    change: ChangeKind | None = None,
    not_carried: NotCarried | None = None,
) -> Act:
    """What one side told the other about one delivery; entry: the number in its own book.

    change: what an answer was given to. not_carried: it was said in the recipient's place.
    """
    return Act(
        name=f"delivery.{not_carried}" if not_carried else _ACTS[code],
        subjects={
            "dispatch": str(delivery.dispatch_id),
            "delivery": str(delivery.id),
            "version": str(delivery.version_id),
            "reporter": str(reporter.id),
        },
        dimensions={
            **_figures(version),
            "status": str(code),
            "role": str(delivery.role),
            **({"change": str(change)} if change else {}),
        },
        private={
            **_document(version),
            "reporter": _agency(reporter.name, reporter.code),
            "recipient": _agency(delivery.recipient_name, delivery.recipient_code),
            "note": note,
            **({"entry_number": entry} if entry else {}),
        },
        items=[],
    )


def change_requested(
    kind: ChangeKind,
    dispatch: Dispatch,
    deliveries: Sequence[Delivery],
    *,
    version: VersionCard,
    reason: str,
    new: VersionCard | None = None,
) -> Act:
    """A sender asks some recipients of one dispatch; one record, an item a recipient.

    new: what it offers instead.
    """
    return Act(
        name=f"change.requested-{kind}",
        subjects={
            "dispatch": str(dispatch.id),
            "version": str(dispatch.version_id),
            **({"new_version": str(new.id)} if new else {}),
        },
        dimensions=_figures(version),
        private={**_document(version), "reason": reason, **(_instead(new) if new else {})},
        items=[
            ActItem(
                key=str(delivery.id),
                dimensions={"role": str(delivery.role)},
                private={"recipient": _agency(delivery.recipient_name, delivery.recipient_code)},
            )
            for delivery in deliveries
        ],
    )


def urged(late: Mapping[Delivery, UrgedAbout], *, by: AgencyCard) -> Act:
    """Recipients were urged; one record, an item a delivery, whatever documents they are about."""
    return Act(
        name="delivery.urged",
        subjects={"agency": str(by.id)},
        private={"agency": _agency(by.name, by.code)},
        items=[
            ActItem(
                key=str(delivery.id),
                dimensions={"about": str(about)},
                private={"recipient": _agency(delivery.recipient_name, delivery.recipient_code)},
            )
            for delivery, about in late.items()
        ],
    )


def paper_sent(deliveries: Sequence[DeliveryCard], sent: PaperSent, *, by: AgencyCard) -> Act:
    """The paper beside these deliveries went; one record, an item a delivery."""
    said = {"sent_on": sent.sent_on.isoformat(), "way": str(sent.way)}
    return _of_papers("paper.sent", deliveries, said, by=by, number=sent.post_number)


def paper_arrived(deliveries: Sequence[DeliveryCard], on: date, *, by: AgencyCard) -> Act:
    """The paper beside these deliveries came; one record, an item a delivery."""
    return _of_papers("paper.arrived", deliveries, {"arrived_on": on.isoformat()}, by=by)


def paper_taken_back(delivery: DeliveryCard, step: PaperStep, *, by: AgencyCard) -> Act:
    """What a side had marked about a paper was an error."""
    return _of_papers(_WITHDRAWN[step], [delivery], {}, by=by)


def _of_papers(
    name: str,
    deliveries: Sequence[DeliveryCard],
    said: Mapping[str, str],
    *,
    by: AgencyCard,
    number: str = "",
) -> Act:
    return Act(
        name=name,
        subjects={"agency": str(by.id)},
        dimensions=dict(said),
        private={
            "agency": _agency(by.name, by.code),
            **({"post_number": number} if number else {}),
        },
        items=[
            ActItem(
                key=str(one.id),
                dimensions={"role": str(one.role)},
                private={"recipient": one.recipient_name},
            )
            for one in deliveries
        ],
    )


def _figures(version: VersionCard) -> dict[str, str | int | bool | None]:
    return {
        "kind": version.kind,
        "road": "exchange",
        "paper": False,
        "urgency": str(version.urgency),
        "legal_value": str(version.legal_value),
        "issued_on": version.issued_on.isoformat(),
        "signed_at": _instant(version.signed_at),
        "due_on": version.due_on.isoformat() if version.due_on else None,
    }


def _instant(moment: datetime | None) -> str | None:
    return moment.astimezone(VIETNAM).isoformat() if moment else None


def _document(version: VersionCard) -> dict[str, str]:
    return {
        "content": version.content_digest,
        "reference_code": version.reference_code,
        "subject": version.subject,
    }


def _instead(version: VersionCard) -> dict[str, str]:
    return {f"new_{name}": said for name, said in _document(version).items()}


def _agency(name: str, code: str) -> str:
    return f"{name} ({code})"
