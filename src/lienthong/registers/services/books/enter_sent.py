"""What an agency's system sends stands in the agency's book, where the book is kept here."""

import re
from uuid import UUID

from django.db.models import QuerySet

from lienthong.directory.types import AgencyCard
from lienthong.documents.types import VersionCard
from lienthong.exchange.events import Dispatched
from lienthong.exchange.types import DispatchKind
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.registers import errors
from lienthong.registers.models import Entry
from lienthong.registers.services.books._lines import write_line
from lienthong.registers.types import Direction, EntryFacts, EntryState
from lienthong.tables.places import place
from lienthong.tables.questions import question

_NUMBER = re.compile(r"0*(\d{1,9})", re.ASCII)


def enter_sent(event: Dispatched) -> None:
    """Write the outgoing line of a document that was sent without one, in the act that sends it.

    Only where the sender issued it and has its books here. The document keeps the number that it
    carries and stands in the list of such. What was issued on a page has its line already.
    Raises NumberInBook when that number is another document's.
    """
    sender, version = event.sender, event.version
    if not sender.books_here:
        return
    if version.issuer_id != sender.id or _is_entered(version, sender):
        return
    if event.dispatch.kind == DispatchKind.UPDATE and _has_line(version, sender):
        return
    _require_free(version, sender)
    recipients = "; ".join(one.recipient_name for one in event.deliveries)
    write_line(
        agency_id=sender.id,
        direction=Direction.OUTGOING,
        year=version.issued_on.year,
        is_given=True,
        key=f"version:{version.id}",
        facts=_facts(version, sender, recipients),
        state=EntryState.ENTERED,
        version_id=version.id,
        actor=Actor(kind=ActorKind.SYSTEM, name=event.dispatch.admitted_by, agency_id=sender.id),
        now=event.now,
    )


def _is_entered(version: VersionCard, sender: AgencyCard) -> bool:
    return bool(_lines_of.all(version=version.id, agency=sender.id))


def _has_line(version: VersionCard, sender: AgencyCard) -> bool:
    """An update keeps number and line of its document."""
    rows = Entry.objects.filter(
        version__document_id=version.document_id,
        register__agency_id=sender.id,
        register__direction=Direction.OUTGOING,
    )
    return rows.exists()


@question
def _lines_of() -> "QuerySet[Entry, UUID]":
    rows = Entry.objects.filter(version_id=place("version"), register__agency_id=place("agency"))
    return rows.filter(register__direction=Direction.OUTGOING).values_list("pk", flat=True)[:1]


def _require_free(version: VersionCard, sender: AgencyCard) -> None:
    """Refuse a number that was taken from the book for something else, voided ones included."""
    found = _NUMBER.match(version.reference_code)
    if found is None:
        return
    taken = _taken.first(
        agency=sender.id,
        year=version.issued_on.year,
        number=int(found[1]),
        reference=version.reference_code,
    )
    if taken is not None:
        subject, state = taken
        raise errors.NumberInBook(
            reference=version.reference_code, subject=subject, state=EntryState(state).label
        )


@question
def _taken() -> "QuerySet[Entry, tuple[str, str]]":
    rows = Entry.objects.filter(
        register__agency_id=place("agency"),
        register__direction=Direction.OUTGOING,
        register__year=place("year"),
        register__is_given=False,
        number=place("number"),
        reference_code=place("reference"),
    )
    return rows.values_list("subject", "state")[:1]


def _facts(version: VersionCard, sender: AgencyCard, recipients: str) -> EntryFacts:
    return EntryFacts(
        author=sender.name,
        reference_code=version.reference_code,
        document_on=version.issued_on,
        kind=version.kind_name,
        subject=version.subject,
        signer=version.signer_name,
        recipients=recipients,
        kept_by="VT",
        copies=1,
    )
