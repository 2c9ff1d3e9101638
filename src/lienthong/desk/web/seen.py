"""A document as one agency sees it: gathered once, in a fixed number of statements."""

from dataclasses import dataclass
from uuid import UUID

from lienthong.access.types import StaffRequest
from lienthong.casefiles import queries as casefiles
from lienthong.casefiles.types import FiledIn
from lienthong.documents import queries as documents
from lienthong.documents.types import (
    AttachmentCard,
    OtherVersion,
    RelationKind,
    RelationLine,
    VersionCard,
    Viewer,
)
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import (
    DeliveryCard,
    DeliveryState,
    DispatchCard,
    StatusCode,
    StatusLine,
    UrgingLine,
)
from lienthong.inside import queries as inside
from lienthong.inside.types import UnitDeliveryCard
from lienthong.issuing import queries as issuing
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.ledger import queries as ledger
from lienthong.registers import queries as registers
from lienthong.registers.types import (
    SHEET_NAME,
    AssignmentCard,
    AssignmentState,
    EntryCard,
    IncomingCard,
    ReceivedCard,
)

_DECISIONS = (StatusCode.ACCEPTED, StatusCode.REFUSED)
_OPEN = (AssignmentState.WAITING, AssignmentState.STARTED)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page of a document is made of.

    delivery: how it came to the viewer's agency; None when it did not come by exchange.
    incoming: the work on it, once it is in the book; outgoing: the line of the issuer's own book.
    sent: its sendings by the viewer's agency, or by one that it inherited from, with the deliveries
    to all recipients.
    course: what was reported about `delivery`. answers: how each of `sent` was accepted or
    refused, by delivery. records: ledger numbers, None while a record has no place yet.
    versions: every time that the document was issued. instead: what came instead of `delivery`, or
    is offered; None where nothing did. identifier: by law, of what was issued here. paper_copies:
    id and number of those that the viewer's agency made. filed_in: its files where it lies.
    received: how its line came on paper or by mail. line_received: of what was entered so, the line
    that it was entered under, which may be voided, or about its electronic document now.
    at_units: what the units of the agency that issued it have of it.
    """

    version: VersionCard
    actor: Actor
    delivery: DeliveryCard | None
    incoming: IncomingCard | None
    outgoing: EntryCard | None
    dispatches: tuple[DispatchCard, ...]
    sent: tuple[DeliveryCard, ...]
    course: tuple[StatusLine, ...]
    sent_course: tuple[StatusLine, ...]
    answers: dict[UUID, StatusLine]
    records: dict[UUID, int | None]
    attachments: tuple[AttachmentCard, ...]
    relations: tuple[RelationLine, ...]
    versions: tuple[OtherVersion, ...]
    instead: DeliveryCard | None
    urgings: tuple[UrgingLine, ...] = ()
    identifier: str = ""
    paper_copies: tuple[tuple[UUID, str], ...] = ()
    filed_in: tuple[FiledIn, ...] = ()
    received: ReceivedCard | None = None
    line_received: EntryCard | None = None
    at_units: tuple[UnitDeliveryCard, ...] = ()

    @property
    def case_files(self) -> str:
        """The notations of the files in which it lies: "Lưu hồ sơ số" of the ĐẾN box."""
        return ", ".join(one.notation for one in self.filed_in)

    @property
    def is_ours(self) -> bool:
        """The viewer's agency issued or sent it; or inherited it, and was not sent it as well."""
        by_us = {self.version.issuer_id, *(one.sender_id for one in self.sent)}
        return self.actor.agency_id in by_us or (bool(self.sent) and self.delivery is None)

    @property
    def is_withdrawn(self) -> bool:
        """The agency agreed to a recall: line and proof stay, the content is gone."""
        recalled = self.delivery is not None and self.delivery.state == DeliveryState.RECALLED
        return recalled and not self.is_ours

    @property
    def awaits_scan(self) -> bool:
        """Entered from paper without its scan: a sheet stands for it."""
        is_paper = self.received is not None and self.delivery is None
        return is_paper and self.version.content_name == SHEET_NAME

    @property
    def entry(self) -> EntryCard | None:
        return self.incoming.entry if self.incoming else None

    @property
    def my_assignments(self) -> list[AssignmentCard]:
        """What was given to the viewer's post, or to the unit as a whole, and is not done."""
        if self.incoming is None:
            return []
        return [a for a in self.incoming.assignments if a.state in _OPEN and _is_for(a, self.actor)]

    @property
    def own_answers(self) -> list[VersionCard]:
        """The documents by which the viewer's agency answered this one."""
        return [
            line.source
            for line in self.relations
            if line.kind == RelationKind.ANSWERS
            and line.target is not None
            and line.target.document_id == self.version.document_id
            and line.source.issuer_id == self.actor.agency_id
        ]


def _is_for(assignment: AssignmentCard, actor: Actor) -> bool:
    if assignment.post_id is not None:
        return assignment.post_id == actor.post_id
    return actor.unit_id is not None and assignment.unit_id == actor.unit_id


def seen(request: StaffRequest, version_id: UUID) -> Seen:
    """Gather what the viewer may see of a version; raises UnknownDocument for all others."""
    viewer = documents.viewer_of(request.actor)
    version = documents.visible_version(version_id, viewer)
    sides = exchange.sides_of(version_id, agency_id=viewer.agency_id)
    delivery, sent = sides.received, sides.sent
    course = exchange.course([delivery.id]) if delivery else []
    sent_course = exchange.course([one.id for one in sent]) if sent else []
    urgings = _urgings(delivery, sent)
    versions = documents.versions_of(version.document_id)
    lines = registers.entries_of_versions(
        [one.version_id for one in versions], agency_id=viewer.agency_id
    )
    incoming = _incoming(delivery, version, viewer)
    return Seen(
        version=version,
        actor=request.actor,
        delivery=delivery,
        incoming=incoming,
        # An update keeps the line of its document.
        outgoing=lines.get(version_id) or next(iter(lines.values()), None),
        dispatches=sides.dispatches,
        sent=sent,
        course=tuple(course),
        sent_course=tuple(sent_course),
        answers=_answers(sent_course),
        records=_records(sides.dispatches, course, urgings),
        attachments=tuple(documents.attachments_of(version_id)),
        relations=_relations(version, viewer),
        versions=tuple(versions),
        instead=_instead(delivery),
        urgings=tuple(urgings),
        identifier=documents.identifier_of(version.document_id),
        paper_copies=_paper_copies(version_id, viewer),
        filed_in=_filed_in(version_id, request.actor),
        received=registers.received_card(incoming.entry.id) if incoming else None,
        line_received=_line_received(version, viewer),
        at_units=_at_units(version, viewer),
    )


def _at_units(version: VersionCard, viewer: Viewer) -> tuple[UnitDeliveryCard, ...]:
    """One statement, for what the viewer's own agency issued."""
    today = clock.local_day(clock.now())
    if version.issuer_id != viewer.agency_id or viewer.only_document_id is not None:
        return ()
    return tuple(inside.of_version(version.id, agency_id=viewer.agency_id, on=today))


def _filed_in(version_id: UUID, actor: Actor) -> tuple[FiledIn, ...]:
    """Two statements, for those who keep files."""
    if "casefiles.keep" not in actor.rights:
        return ()
    return tuple(casefiles.places_of(version_id, agency_id=actor.own_agency))


def _paper_copies(version_id: UUID, viewer: Viewer) -> tuple[tuple[UUID, str], ...]:
    """Those of the agency are for who sees all of it. One statement."""
    if not viewer.sees_whole_agency or viewer.only_document_id is not None:
        return ()
    return tuple(issuing.paper_copies_of(version_id, agency_id=viewer.agency_id))


def _urgings(delivery: DeliveryCard | None, sent: tuple[DeliveryCard, ...]) -> list[UrgingLine]:
    """Who was reminded of what is late: the recipients of what was sent, and one's own agency."""
    own = delivery.id if delivery else None
    ids = [one.id for one in sent] + [own] * (own is not None)
    found = exchange.urgings([one for one in ids if one], inside=own is not None)
    return [line for line in found if line.delivery_id == own or line.record_id]


def _instead(delivery: DeliveryCard | None) -> DeliveryCard | None:
    """At most two statements, and only where something was asked or agreed to."""
    if delivery is None:
        return None
    is_changed = delivery.state == DeliveryState.SUPERSEDED or delivery.is_change_pending
    return exchange.replaced_by(delivery.id) if is_changed else None


def _incoming(
    delivery: DeliveryCard | None, version: VersionCard, viewer: Viewer
) -> IncomingCard | None:
    if delivery is not None:
        return registers.incoming_of_delivery(delivery.id)
    if version.received_by is None:
        return None
    return registers.incoming_of_version(version.id, agency_id=viewer.agency_id)


def _line_received(version: VersionCard, viewer: Viewer) -> EntryCard | None:
    """Three statements, for what came on paper or by mail alone."""
    if version.received_by is None:
        return None
    return registers.line_received_as(version.document_id, agency_id=viewer.agency_id)


def _answers(lines: list[StatusLine]) -> dict[UUID, StatusLine]:
    """Return by delivery how it was answered: the latest acceptance or refusal."""
    return {line.delivery_id: line for line in lines if line.code in _DECISIONS and line.record_id}


def _records(
    dispatches: tuple[DispatchCard, ...], course: list[StatusLine], urgings: list[UrgingLine]
) -> dict[UUID, int | None]:
    wanted = {d.record_id for d in dispatches}
    wanted |= {line.record_id for line in course if line.record_id}
    wanted |= {line.record_id for line in urgings if line.record_id}
    return ledger.places(wanted)


def _relations(version: VersionCard, viewer: Viewer) -> tuple[RelationLine, ...]:
    return documents.relations_of(version.document_id, viewer=viewer)
