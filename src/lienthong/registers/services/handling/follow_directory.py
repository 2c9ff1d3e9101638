"""When an agency ends: its books are closed, and the work on what it entered goes on elsewhere."""

from collections.abc import Mapping
from uuid import UUID

from lienthong.directory.events import AgenciesReorganised, HandOver, Moved
from lienthong.documents import services as documents
from lienthong.exchange import services as exchange
from lienthong.kernel.wording import noop as _
from lienthong.registers.models import Assignment, Entry, IncomingDocument, Register
from lienthong.registers.services.arriving.await_here import await_inherited
from lienthong.registers.services.books._lines import words_of
from lienthong.registers.services.handling import _incoming
from lienthong.registers.types import (
    AssignmentRole,
    AssignmentState,
    Direction,
    EntryState,
    WorkState,
)
from lienthong.search import services as search
from lienthong.worklist import services as worklist
from lienthong.worklist.types import Audience

_OPEN = [state for state in WorkState if state not in (WorkState.FINISHED, WorkState.RECALLED)]
_AT_WORK = [AssignmentState.WAITING, AssignmentState.STARTED]
_VOIDED = _("Cơ quan ban hành đã kết thúc hoạt động trước khi văn bản được phát hành.")
_BATCH = 200
_Owners = dict[UUID, UUID]  # entry to agency


def hand_on_work(event: AgenciesReorganised) -> None:
    """Give open work to who took over, close the books, void numbers that were never used.

    Work on an entry goes with the unit or person that leads it, else to the heir, who also has the
    books: the lines stay in the old book under their numbers. What waits for the people of the old
    agency waits for the same people in their new posts.
    """
    for one in event.hand_overs:
        owners = _owners(one)
        _hand_on_assignments(one, owners)
        _hand_on_entries(one, owners, event)
        _hand_on_lines(one, owners, event)
        await_inherited(one.from_id, one.heir_id)
        _ask_leaders_again(one, owners, event)
        _void(one, event)
        books = Register.objects.filter(agency_id=one.from_id).order_by("year", "direction")
        event.moved.extend(
            Moved("book", str(book.pk), f"{book.direction} {book.year}", one.from_id, one.heir_id)
            for book in books
        )


def _owners(one: HandOver) -> _Owners:
    """Return for each open incoming document whose it is now. Two statements."""
    rows = IncomingDocument.objects.filter(agency_id=one.from_id, state__in=_OPEN)
    owners = dict.fromkeys(rows.order_by("pk").values_list("pk", flat=True), one.heir_id)
    leads = Assignment.objects.filter(
        incoming__in=rows.values("pk"), role=AssignmentRole.LEAD, state__in=_AT_WORK
    )
    for entry_id, unit_id, post_id in leads.values_list("incoming_id", "unit_id", "post_id"):
        owners[entry_id] = _target(one, unit_id, post_id)
    return owners


def _target(one: HandOver, unit_id: UUID | None, post_id: UUID | None) -> UUID:
    """Where a unit or post went; the heir for one that ended with the agency."""
    for old, places in ((post_id, one.posts), (unit_id, one.units)):
        if old is not None and old in places:
            return places[old][1]
    return one.heir_id


def _hand_on_assignments(one: HandOver, owners: Mapping[UUID, UUID]) -> None:
    """Point open assignments to the new units and posts; who ends or goes elsewhere is left out.

    An assignment whose unit went to another agency than its document stays as the trace of the old
    order and is withdrawn: one document is worked on in one agency.
    """
    rows = list(
        Assignment.objects.filter(incoming__in=list(owners), state__in=_AT_WORK).order_by("pk")
    )
    for row in rows:
        owner = owners[row.incoming_id]
        unit = one.units.get(row.unit_id) if row.unit_id else None
        post = one.posts.get(row.post_id) if row.post_id else None
        unit = unit if unit and unit[1] == owner else None
        post = post if post and post[1] == owner else None
        if unit is None and post is None:
            row.state = AssignmentState.WITHDRAWN
        else:
            row.unit_id = unit[0] if unit else None
            row.post_id = post[0] if post else None
    Assignment.objects.bulk_update(rows, ["unit", "post", "state"], batch_size=_BATCH)


def _ask_leaders_again(one: HandOver, owners: _Owners, event: AgenciesReorganised) -> None:
    """Put before the leaders what nobody leads any more: its unit or post ended with the agency.

    Four statements for each such document: they are few.
    """
    led = Assignment.objects.filter(
        incoming__in=list(owners), role=AssignmentRole.LEAD, state__in=_AT_WORK
    )
    rows = IncomingDocument.objects.filter(
        pk__in=list(owners), state__in=[WorkState.ASSIGNED, WorkState.IN_WORK]
    ).exclude(pk__in=led.values("incoming_id"))
    for row in rows.select_related("entry"):
        _incoming.put_before_leaders(row, from_whom=one.from_name, now=event.now)


def _hand_on_entries(one: HandOver, owners: _Owners, event: AgenciesReorganised) -> None:
    rows = Entry.objects.filter(pk__in=list(owners))
    facts = {
        pk: (delivery_id, f"{number} · {code}", document_id)
        for pk, delivery_id, number, code, document_id in rows.values_list(
            "pk", "delivery_id", "number", "reference_code", "version__document_id"
        )
    }
    for to_id in dict.fromkeys(owners.values()):
        entries = [pk for pk, owner in owners.items() if owner == to_id]
        IncomingDocument.objects.filter(pk__in=entries).update(agency_id=to_id)
        search.index(words_of(entry, to_id) for entry in rows.filter(pk__in=entries))
        deliveries = [facts[pk][0] for pk in entries if facts[pk][0]]
        exchange.move_deliveries(deliveries, to_id=to_id, now=event.now)
        if to_id != one.heir_id:
            documents.copy_rights(
                one.from_id,
                to_id=to_id,
                units=one.units,
                now=event.now,
                document_ids=[facts[pk][2] for pk in entries],
            )
        event.moved.extend(
            Moved("entry", str(pk), facts[pk][1], one.from_id, to_id) for pk in entries
        )
    _reassign(event, {str(facts[pk][0]): owner for pk, owner in owners.items()}, one)


def _reassign(event: AgenciesReorganised, owners: Mapping[str, UUID], one: HandOver) -> None:
    """What was told of a delivery is told again where its work did not go to the heir."""
    event.moved[:] = [
        Moved(m.what, m.id, m.label, m.from_agency, owners[m.id])
        if m.what == "delivery" and m.from_agency == one.from_id and m.id in owners
        else m
        for m in event.moved
    ]


def _hand_on_lines(one: HandOver, owners: Mapping[UUID, UUID], event: AgenciesReorganised) -> None:
    """Move what waits: entries with their owners, everything else to the heir or with its post."""
    audiences = _audiences(one)
    for to_id in dict.fromkeys(owners.values()):
        worklist.hand_on(
            one.from_id,
            to_id=to_id,
            audiences={key: pair for key, pair in audiences.items() if pair[1] == to_id},
            subject_ids=[pk for pk, owner in owners.items() if owner == to_id],
            actor=event.actor,
            now=event.now,
        )
    worklist.hand_on(
        one.from_id, to_id=one.heir_id, audiences=audiences, actor=event.actor, now=event.now
    )


def _audiences(one: HandOver) -> dict[str, tuple[str, UUID]]:
    found = {
        Audience(post_id=old).key: (Audience(post_id=new).key, agency)
        for old, (new, agency) in one.posts.items()
    }
    for old, (new, agency) in one.units.items():
        for role in ("", "clerk", "leader", "officer"):
            old_key = Audience(role=role, unit_id=old).key
            found[old_key] = (Audience(role=role, unit_id=new).key, agency)
    return found


def _void(one: HandOver, event: AgenciesReorganised) -> None:
    """Void the numbers that were taken and not issued: a closed book has no open line."""
    rows = Entry.objects.filter(
        register__agency_id=one.from_id,
        register__direction=Direction.OUTGOING,
        state__in=[EntryState.NUMBERED, EntryState.RESERVED],
    )
    rows.update(
        state=EntryState.VOIDED,
        void_reason=_VOIDED,
        voided_at=event.now,
        settled_at=event.now,
        voided_by=event.actor.name,
    )
