"""The line of work that a unit has for a document, and its records."""

from collections.abc import Sequence
from datetime import datetime

from lienthong.directory.types import AgencyCard
from lienthong.documents.types import RecipientRole, Urgency, VersionCard
from lienthong.inside.models import UnitDelivery
from lienthong.inside.types import UnitDeliveryState
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import end_of_day
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act, ActItem
from lienthong.worklist import services as worklist
from lienthong.worklist.types import Audience, NewWork, Verb

SUBJECT = "version"


def verb_of(role: RecipientRole) -> Verb:
    return Verb.WORK_INSIDE if role == RecipientRole.ACTION else Verb.READ_INSIDE


def let_wait(
    rows: Sequence[UnitDelivery], version: VersionCard, agency: AgencyCard, *, now: datetime
) -> None:
    """Put a line before every unit. One statement."""
    worklist.put(
        NewWork(
            agency_id=agency.id,
            audience=Audience(unit_id=row.unit_id),
            verb=verb_of(RecipientRole(row.role)),
            subject_kind=SUBJECT,
            subject_id=version.id,
            arrived_at=now,
            notation=version.reference_code,
            issuer=agency.name,
            summary=version.subject,
            from_whom=row.given_by,
            due_at=end_of_day(row.due_on) if row.due_on else None,
            is_urgent=version.urgency != Urgency.NORMAL,
        )
        for row in rows
    )


def settle(row: UnitDelivery, *, actor: Actor, now: datetime) -> None:
    """Take the line of a unit off. One statement."""
    worklist.settle(
        subject_kind=SUBJECT,
        subject_ids=[row.version_id],
        verbs=[verb_of(RecipientRole(row.role))],
        audience=Audience(unit_id=row.unit_id),
        actor=actor,
        now=now,
    )


def tell_given(
    rows: Sequence[UnitDelivery], version: VersionCard, *, actor: Actor, now: datetime
) -> None:
    """Record whom a document was given to: a part for every unit."""
    act = Act(
        name="inside.given",
        subjects={
            "agency": str(rows[0].agency_id),
            "document": str(version.document_id),
            "version": str(version.id),
        },
        dimensions={"units": len(rows)},
        private={"content": version.content_digest, "reference": version.reference_code},
        items=[
            ActItem(
                key=str(row.pk),
                dimensions={
                    "unit": str(row.unit_id),
                    "role": str(row.role),
                    "due": row.due_on.isoformat() if row.due_on else None,
                },
            )
            for row in rows
        ],
    )
    ledger.record(act, actor=actor, at=now)


def tell_ended(row: UnitDelivery, *, actor: Actor, now: datetime) -> None:
    """Record that a unit is through with a document, or need not be."""
    act = Act(
        name="inside.done" if row.state == UnitDeliveryState.DONE else "inside.withdrawn",
        subjects={
            "agency": str(row.agency_id),
            "delivery": str(row.pk),
            "version": str(row.version_id),
        },
        dimensions={"unit": str(row.unit_id), "role": str(row.role)},
        private={"note": row.note},
    )
    ledger.record(act, actor=actor, at=now)
