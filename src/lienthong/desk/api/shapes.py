"""What programs get about evidence: plain types."""

from typing import Self
from uuid import UUID

from ninja import Schema

from lienthong.desk.evidence import EvidenceLine


class PlaceOut(Schema):
    """The leaf with this index (from 0) in the tree of this epoch."""

    epoch: int
    index: int


class EvidenceOut(Schema):
    """One event of ETSI EN 319 522 with its fields, as far as the ledger knows them.

    identifier: of this evidence. event: the standard's URI. reasons: our codes. event_time and
    submission_time: UTC. issuer: the installation that signs. identified_as: how who acted was
    known: `person` (signed in), `system` (by its key), `installation`. parties: role to id of the
    agency. digest: SHA-256 of the main file. place: null until the record has one. receipt: its
    address; the receipt holds the signed proof of all this.
    """

    identifier: str
    event: str
    act: str
    reasons: list[str]
    event_time: str
    submission_time: str
    issuer: str
    identified_as: str
    parties: dict[str, UUID]
    dispatch: UUID | None
    delivery: UUID | None
    version: UUID | None
    digest: str
    place: PlaceOut | None
    receipt: str

    @classmethod
    def of(cls, line: EvidenceLine) -> Self:
        record, subjects = line.record, line.record.subjects
        delivery = line.item or subjects.get("delivery")
        parties = {role: subjects[role] for role in ("sender", "reporter") if role in subjects}
        place = record.place
        query = f"?item={line.item}" if line.item else ""
        return cls(
            identifier=line.identifier,
            event=line.evidence.event.uri,
            act=record.act,
            reasons=[line.evidence.reason] if line.evidence.reason else [],
            event_time=record.time,
            submission_time=line.submitted_at,
            issuer=record.installation,
            identified_as=record.actor,
            parties=parties,
            dispatch=subjects.get("dispatch"),
            delivery=delivery,
            version=subjects.get("version"),
            digest=line.content_digest,
            place=PlaceOut(epoch=place.epoch, index=place.index) if place else None,
            receipt=f"/api/v1/records/{record.id}{query}",
        )


class EvidencesOut(Schema):
    """next: goes into `after` for the following page; null at the end."""

    evidence: list[EvidenceOut]
    next: str | None
